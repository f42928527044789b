"""Drafts of plans out of the county reports of the corpus: what is ready, what waits, how long.

``python benchmarks/drafts.py CORPUS`` reads them as ``python -m plangaps read FOLDER -o`` does, and
checks what was written before anybody edits it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pandas as pd

from plangaps import checking, drafting, tables


def folder_of(corpus: Path, place: Path) -> Path:
    """The reports of counties with their index, as somebody would keep them."""
    index = pd.read_csv(corpus / "index.csv", dtype=str, keep_default_na=False)
    counties = tables.areas().query("level == 'county'")["ref_area"]
    codes = index["area"].map(tables.codes_by_name())
    index = index[codes.isin(counties) & index["report_year"].str.fullmatch(r"\d{4}")]
    with zipfile.ZipFile(corpus / "reports.zip") as texts:
        for file in index["file"]:
            (place / Path(file).name).write_bytes(texts.read(file))
    named = index.assign(file=index["file"].map(lambda file: Path(file).name))
    named[["file", "area", "report_year", "title"]].to_csv(place / "index.csv", index=False)
    return place


def main(corpus: str) -> None:
    with tempfile.TemporaryDirectory() as reports, tempfile.TemporaryDirectory() as own:
        os.environ["PLANGAPS_OWN"] = own
        plans = Path(own) / "plans"
        plans.mkdir()
        listed = drafting.listed(folder_of(Path(corpus), Path(reports)))
        began = time.process_time()
        read = [draft for _, draft in drafting.write_all(listed, plans, "xlsx")]
        read_in = time.process_time() - began
        drafts = [draft for draft in read if not isinstance(draft, str)]
        lines, wrong, _ = checking.told([], "en")
        print("reports", len(drafts), "skipped", len(read) - len(drafts))
        print("areas", len({draft.plan["ref_area"] for draft in drafts}))
        print(drafting.counts(drafts), f"read in {read_in:.0f} s of one core")
        print("problems before any edit:", wrong, f"({len(lines)} files checked)")


if __name__ == "__main__":
    main(sys.argv[1])
