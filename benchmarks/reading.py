"""Precision, recall, F1 and speed of the reader on labelled reports.

    python benchmarks/reading.py LABELS TEXTS

LABELS is a CSV of targets labelled by hand (report, comparator, value, value_high, unit, start,
end), or a folder that holds labels.csv and labels_doubtful.csv; TEXTS a folder of CSV files with
the columns province and full_text. A target is hit when the spans overlap and comparator, value and
unit agree after scales are multiplied out. Doubtful clauses count neither way.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import pandas as pd

from plangaps.reading import read_targets

COMPARATORS = {"ge": "at_least", "le": "at_most", "eq": "stated", "approx": "about"}
SCALES = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "千万": 1e7, "百万": 1e6, "万": 1e4, "亿": 1e8}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path, help="labels.csv, or the folder that holds it")
    parser.add_argument("texts", type=Path, help="folder of reports (CSV: province, full_text)")
    parser.add_argument("--list", action="store_true", help="list what was missed and invented")
    given = parser.parse_args()
    file = given.labels / "labels.csv" if given.labels.is_dir() else given.labels
    labels = pd.read_csv(file)
    beside = file.with_name("labels_doubtful.csv")
    doubtful = pd.read_csv(beside) if beside.exists() else labels.iloc[:0]
    texts = read_texts(given.texts)
    counts = [
        score(
            name,
            texts[name],
            labels[labels.report == name],
            doubtful[doubtful.report == name],
            given.list,
        )
        for name in labels["report"].unique()
    ]
    table = pd.DataFrame(counts).set_index("report")
    table.loc["all"] = table.sum()
    table = table.assign(
        precision=table.hits / (table.hits + table.false),
        recall=table.hits / (table.hits + table.missed),
    )
    table["f1"] = 2 * table.hits / (2 * table.hits + table.false + table.missed)
    print(table.round(3).to_string())
    print(f"{speed(''.join(texts.values())):.2f} MB/s")


def read_texts(folder: Path) -> dict[str, str]:
    frames = [pd.read_csv(file, encoding="utf-8-sig") for file in sorted(folder.glob("2*.csv"))]
    table = pd.concat(frames)
    return dict(zip(table["province"], table["full_text"], strict=True))


def score(name, text, labels, doubtful, listing) -> dict:
    found = read_targets(text)
    left = list(labels.itertuples())
    hits, false = 0, []
    for row in found.itertuples():
        match = next((g for g in left if agrees(row, g)), None)
        if match is not None:
            left.remove(match)
            hits += 1
        elif not any(overlap(row, d) for d in doubtful.itertuples()):
            false.append(row)
    missed = left
    if listing:
        for row in false:
            print(f"{name} + {row.comparator} {row.value:g} {row.unit} | {row.wording}")
        for row in missed:
            print(f"{name} - {row.comparator} {row.value:g} {row.unit} | {row.wording}")
    return {"report": name, "hits": hits, "false": len(false), "missed": len(missed)}


def agrees(row, label) -> bool:
    comparator = COMPARATORS.get(label.comparator, label.comparator)
    return (
        overlap(row, label)
        and row.comparator == comparator
        and measure(row.value, row.unit) == measure(label.value, label.unit)
    )


def overlap(a, b) -> bool:
    return a.start < b.end and b.start < a.end


def measure(value: float, unit: str) -> tuple[float, str]:
    unit = str(unit).replace("％", "%").removeprefix("个百分点") or "个百分点"
    scale = next((s for s in SCALES if unit.startswith(s)), "")
    return round(value * SCALES.get(scale, 1), 6), unit.removeprefix(scale)


def speed(text: str) -> float:
    size = len(text.encode()) / 1e6
    start = time.perf_counter()
    read_targets(text)
    return size / (time.perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
