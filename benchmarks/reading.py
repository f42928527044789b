"""How well and how fast the reader reads: ``python benchmarks/reading.py LABELS TEXTS``.

LABELS is a CSV of targets labelled by hand (columns report, comparator, value, value_high, unit,
start, end), or the folder of it; a file ``labels_doubtful.csv`` beside it holds clauses that count
neither way. TEXTS is a folder of reports as CSV (columns province or report, full_text or text). A
target is hit where the spans overlap, the comparator is the same, and so are value and unit after
scales are multiplied out; every label is hit at most once.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from plangaps.reading import read_targets

COMPARATORS = {"ge": "at_least", "le": "at_most", "eq": "stated", "approx": "about"}
SHOWN = ["case", "comparator", "value", "unit", "wording"]
SCALES = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "千万": 1e7, "百万": 1e6, "亿": 1e8, "万": 1e4}


def main() -> None:
    """Print hits, false and missed targets with precision, recall and F1, then the speed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path, help="labels.csv, or the folder it stands in")
    parser.add_argument("texts", type=Path, help="folder of reports (CSV)")
    parser.add_argument("--list", action="store_true", help="list what was missed and invented")
    given = parser.parse_args()
    file = given.labels / "labels.csv" if given.labels.is_dir() else given.labels
    labels, texts = comparable(pd.read_csv(file)), read_texts(given.texts)
    beside = file.with_name("labels_doubtful.csv")
    doubtful = pd.read_csv(beside) if beside.exists() else labels.iloc[:0]
    rows = []
    for name in labels["report"].unique():
        found = comparable(read_targets(texts[name]))
        hits, false, missed = score(
            found, labels[labels["report"] == name], doubtful[doubtful["report"] == name]
        )
        rows.append({"report": name, "hits": hits, "false": len(false), "missed": len(missed)})
        wrong = pd.concat([false.assign(case="false"), missed.assign(case="missed")])
        if given.list and len(wrong):
            print(wrong[SHOWN].to_string(header=False))
    print(rates(pd.DataFrame(rows)).to_string(index=False, float_format="%.3f"))
    print(f"{speed(''.join(texts.values())):.2f} MB/s")


def read_texts(folder: Path) -> dict[str, str]:
    """Texts by the name of their report."""
    tables = [pd.read_csv(file, encoding="utf-8-sig") for file in sorted(folder.glob("*.csv"))]
    names = {"province": "report", "full_text": "text"}
    table = pd.concat([t.rename(columns=names) for t in tables if {*names, "text"} & {*t}])
    return dict(zip(table["report"], table["text"], strict=True))


def comparable(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets with the project's comparators and, scales multiplied out, number, top and base."""
    unit = targets["unit"].fillna("").str.replace("％", "%")
    unit = unit.str.replace("^个(?=百分点)", "", regex=True)
    parts = unit.str.extract(f"^(?P<scale>{'|'.join(SCALES)})?(?P<base>.*)$")
    factor = parts["scale"].map(SCALES).fillna(1).astype("float64")
    return targets.assign(
        comparator=targets["comparator"].replace(COMPARATORS),
        number=(targets["value"] * factor).round(6),
        top=(targets["value_high"].astype("float64") * factor).round(6),
        base=parts["base"],
    )


def score(
    found: pd.DataFrame,
    labels: pd.DataFrame,
    doubtful: pd.DataFrame,
    also: Sequence[str] = ("comparator",),
) -> tuple[int, pd.DataFrame, pd.DataFrame]:
    """Number of hits, the false targets and the labels missed; ``also``: what must be the same."""
    pairs = found.reset_index().merge(
        labels.reset_index(), on=["number", "base", *also], suffixes=("", "_label")
    )
    same_top = pairs["top"].eq(pairs["top_label"]) | (
        pairs["top"].isna() & pairs["top_label"].isna()
    )
    pairs = pairs[overlap(pairs, "_label") & same_top]
    hit_found, hit_labels = one_to_one(pairs)
    left = found.drop(index=hit_found)
    excused = left.reset_index().merge(doubtful, how="cross", suffixes=("", "_doubtful"))
    excused = excused[overlap(excused, "_doubtful")]["index"]
    return len(hit_found), left.drop(index=excused.unique()), labels.drop(index=hit_labels)


def one_to_one(pairs: pd.DataFrame) -> tuple[list, list]:
    """Pairs taken in order, each target and each label once."""
    found: dict = {}
    for index, label in zip(pairs["index"], pairs["index_label"], strict=True):
        if index not in found and label not in found.values():
            found[index] = label
    return list(found), list(found.values())


def overlap(pairs: pd.DataFrame, suffix: str) -> pd.Series:
    return (pairs["start"] < pairs[f"end{suffix}"]) & (pairs[f"start{suffix}"] < pairs["end"])


def rates(table: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall and F1 of each report and of all."""
    total = table.drop(columns="report").sum().to_frame().T.assign(report="all")
    table = pd.concat([table, total], ignore_index=True)
    hits, false, missed = (table[name].astype(float) for name in ("hits", "false", "missed"))
    return table.assign(
        precision=hits / (hits + false),
        recall=hits / (hits + missed),
        f1=2 * hits / (2 * hits + false + missed),
    )


def speed(text: str) -> float:
    """Megabytes (UTF-8) read a second, the best of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        read_targets(text)
        times.append(time.perf_counter() - start)
    return len(text.encode()) / 1e6 / min(times)


if __name__ == "__main__":
    main()
