"""Read the targets out of work reports: ``python -m plangaps.reading report.txt > draft.csv``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import pandas as pd

from plangaps import tables
from plangaps.reading.drafts import draft_plan
from plangaps.reading.files import read_text
from plangaps.reading.many import read_reports
from plangaps.reading.quantities import normalise
from plangaps.reading.years import year_of

_EPILOG = """
One report becomes the draft of a plan, in the schema of data/plans: fill the columns indicator
(where the note says it is not known) and source, add the plan to data/plans.csv, and put the file
into data/plans. A folder or a CSV table (columns report, text, year) becomes one table of targets.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when the CSV was written, 1 with a message on standard error if not."""
    given = _parser().parse_args(arguments)
    try:
        many = Path(given.report).is_dir() or given.report.lower().endswith(".csv")
        frame = _many(given) if many else _one(given)
    except ValueError as error:
        _say(f"plangaps.reading: {error}")
        return 1
    sys.stdout.write(frame.to_csv(index=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m plangaps.reading",
        description="Read the quantitative targets out of Chinese government work reports.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "report", help=".txt (UTF-8 or GB18030), .docx, .pdf, - for standard input; folder or .csv"
    )
    parser.add_argument("--year", type=int, help="year the report is for (else from its title)")
    parser.add_argument("--area", help="code or Chinese name in data/areas.csv (or its title)")
    parser.add_argument("--plan", help="code of the plan, such as dafang-2024")
    parser.add_argument(
        "--results", help="folder or table: keep each result here, and go on from it"
    )
    parser.add_argument("--cluster", help="folder or table: Dask scheduler, tcp://host:8786")
    return parser


def _one(given: argparse.Namespace) -> pd.DataFrame:
    text = read_text(given.report)
    year = given.year or year_of(normalise(text))
    area = given.area or _area_in(text)
    plan = given.plan or "-".join(map(str, filter(None, [_code(area) or "draft", year])))
    draft = draft_plan(text, plan, area, year)
    known = int((draft["indicator"] != "").sum())
    _say(
        f"{len(draft)} targets read for {area or 'an area not named'}, {year or 'no year named'}; "
        f"{known} linked to indicators.csv, {len(draft) - known} left to the editor."
    )
    if year is None:
        _say("The title names no year: give it with --year 2024, or fill in the years yourself.")
    return draft


def _many(given: argparse.Namespace) -> pd.DataFrame:
    frame = read_reports(given.report, given.results, given.cluster)
    read, skipped = frame["report"].nunique(), len(frame.attrs["skipped"])
    _say(f"{len(frame)} targets read in {read} reports; {skipped} skipped.")
    return frame


def _area_in(text: str) -> str | None:
    """The area whose government or people's congress is named at the beginning of the text."""
    names = sorted(set(tables.areas()["name_zh"]), key=len, reverse=True)
    area = "|".join(map(re.escape, names))
    found = re.search(rf"({area})[^。\n]{{0,20}}(?:政府|人民代表大会|工作报告)", text[:500])
    return found[1] if found else None


def _code(area: str | None) -> str:
    held = tables.areas()
    name = held.loc[(held["name_zh"] == area) | (held["ref_area"] == area), "name_en"]
    return re.sub("[^a-z0-9]+", "-", name.iloc[0].lower()).strip("-") if len(name) else ""


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
