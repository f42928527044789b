"""How well two reports are read against each other: ``python benchmarks/pairs.py LABELS TEXTS``.

LABELS is a folder with ``outcomes_*.csv`` and ``pairs_*.csv`` labelled by hand, TEXTS a folder of
reports (state-council/YYYY.txt, provinces/AREA-YYYY.txt, places/AREA-YYYY.txt) or the zip of it;
a text that LABELS holds under ``texts`` goes before. Printed are, for each report and for all:

outcomes    precision, recall and F1, where span and value are right, and where change and period
            are right too
targets     precision, recall and F1, where span, comparator, value and unit are right
pairs       of the verdicts given the share right, of the labelled ``same`` the share found (with
            its outcome), of the rows called ``none`` the share labelled so
speed       megabytes (UTF-8) a second of the three readers, alone and together

Rows labelled doubtful count neither way. ``--list`` lists what is wrong.
"""

from __future__ import annotations

import argparse
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from reading import comparable, one_to_one, overlap, rates, score

from plangaps.reading import read_outcomes, read_pair, read_targets

NUMBERS = ["start", "end", "value", "value_high", "outcome_value", "doubtful", "year"]
GIVEN = ["met", "missed"]


def main() -> None:
    """Print the tables named above."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path, help="folder of outcomes_*.csv and pairs_*.csv")
    parser.add_argument("texts", type=Path, help="reports.zip, or the folder of it")
    parser.add_argument("--list", action="store_true", help="list what is wrong")
    given = parser.parse_args()
    texts = Texts(given.labels / "texts", given.texts)
    outcomes = [labelled(file) for file in sorted(given.labels.glob("outcomes_*.csv"))]
    pairs = [labelled(file) for file in sorted(given.labels.glob("pairs_*.csv"))]
    for title, scored in {
        "outcomes: span, value": [of_outcomes(t, texts, []) for t in outcomes],
        "outcomes: change, period too": [of_outcomes(t, texts, CHANGE) for t in outcomes],
        "targets": [of_targets(t, texts) for t in pairs],
        "pairs": [of_pairs(t, texts) for t in pairs],
    }.items():
        if not scored:
            continue
        counts, wrong = zip(*scored, strict=True)
        print(f"\n{title}")
        if given.list and len(listed := pd.concat(wrong)):
            print(listed.fillna("").to_string(header=False, index=False))
        shares = shares_right if title == "pairs" else rates
        print(shares(pd.DataFrame(counts)).to_string(index=False, float_format="%.3f"))
    print(f"\n{speeds([two_reports(table, texts) for table in pairs]).to_string(header=False)}")


CHANGE = ["change", "period"]


class Texts:
    """Texts by area and year, from the folder beside the labels or else from all reports."""

    def __init__(self, beside: Path, reports: Path) -> None:
        self.beside = beside
        self.root = zipfile.Path(reports) if reports.suffix == ".zip" else reports

    def read(self, area: str, year: int) -> str:
        name = f"{area}-{year}.txt"
        files = [self.root / folder / name for folder in ("provinces", "places")]
        files = [self.beside / name, *files, self.root / "state-council" / f"{year}.txt"]
        return next(file for file in files if file.exists()).read_bytes().decode()


def labelled(file: Path) -> pd.DataFrame:
    """Labels as text but for the numbers; ``doubtful`` is true or false."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    numbers = [name for name in NUMBERS if name in table]
    table[numbers] = table[numbers].apply(pd.to_numeric)
    return table.assign(doubtful=table["doubtful"] == 1, file=file.stem)


def two_reports(table: pd.DataFrame, texts: Texts) -> tuple[str, str, int]:
    place, year = table["place"].iloc[0], int(table["year"].iloc[0])
    return texts.read(place, year), texts.read(place, year + 1), year


def of_outcomes(table: pd.DataFrame, texts: Texts, also: list[str]) -> tuple[dict, pd.DataFrame]:
    """Counts of one report's outcomes, and what is wrong."""
    area, year = table["file"].iloc[0].removeprefix("outcomes_").rsplit("-", 1)
    found = read_outcomes(texts.read(area, int(year)), int(year)).assign(comparator="")
    labels = comparable(table.assign(comparator=""))
    return counted(area + year, comparable(found), labels, also)


def of_targets(table: pd.DataFrame, texts: Texts) -> tuple[dict, pd.DataFrame]:
    """Counts of the targets of one report for its year, and what is wrong."""
    before, _, year = two_reports(table, texts)
    found = read_targets(before, year)
    found = found[found["period"].isin(["", str(year)])].reset_index(drop=True)
    return counted(table["file"].iloc[0], comparable(found), comparable(table), [])


def counted(
    name: str, found: pd.DataFrame, labels: pd.DataFrame, also: list[str]
) -> tuple[dict, pd.DataFrame]:
    sure, doubtful = labels[~labels["doubtful"]], labels[labels["doubtful"]]
    hits, false, missed = score(found, sure, doubtful, ["comparator", *also])
    wrong = pd.concat([false.assign(case="false"), missed.assign(case="missed")])
    shown = ["report", "case", "indicator_zh", "value", "unit", *also, "wording"]
    counts = {"report": name, "hits": hits, "false": len(false), "missed": len(missed)}
    return counts, wrong.assign(report=name)[shown]


def of_pairs(table: pd.DataFrame, texts: Texts) -> tuple[dict, pd.DataFrame]:
    """Counts of one pair of reports, and the rows whose match or verdict is wrong."""
    found = comparable(read_pair(*two_reports(table, texts)))
    labels = comparable(table[~table["doubtful"]].reset_index(drop=True))
    both = found.reset_index().merge(
        labels.reset_index(), on=["number", "base"], suffixes=("", "_label")
    )
    both = both[overlap(both, "_label")]
    index, index_label = one_to_one(both)
    both = both.set_index(["index", "index_label"]).loc[list(zip(index, index_label, strict=True))]
    given = both["verdict"].isin(GIVEN)
    right = given & (both["verdict"] == both["verdict_label"])
    same = (both["match"] == "same") & (both["match_label"] == "same")
    same &= same_outcome(both)
    none, is_none = both["match"] == "none", both["match_label"] == "none"
    counts = {
        "report": table["file"].iloc[0],
        "verdicts": given.sum(),
        "right": right.sum(),
        "same": (labels["match"] == "same").sum(),
        "found": same.sum(),
        "none": none.sum(),
        "true_none": (none & is_none).sum(),
    }
    missed = (both["match_label"] == "same") & ~same
    wrong = both[(given & ~right) | (none & ~is_none) | missed]
    return counts, wrong.assign(report=counts["report"])[SHOWN]


SHOWN = ["report", "match", "match_label", "verdict", "verdict_label"]
SHOWN += ["wording", "outcome_wording", "outcome_wording_label", "confidence"]


def same_outcome(both: pd.DataFrame) -> pd.Series:
    """Whether the outcome found is the one labelled: its value, or a span that overlaps."""
    found, label = both["outcome_value"], both["outcome_value_label"]
    return (found - label).abs() < 1e-9


def shares_right(table: pd.DataFrame) -> pd.DataFrame:
    """The shares that count, of each pair and of all."""
    total = table.drop(columns="report").sum().to_frame().T.assign(report="all")
    table = pd.concat([table, total], ignore_index=True)
    counts = table.drop(columns="report").astype(float)
    return table.assign(
        verdicts_right=counts["right"] / counts["verdicts"],
        same_found=counts["found"] / counts["same"],
        none_right=counts["true_none"] / counts["none"],
    )


def speeds(reports: list[tuple[str, str, int]]) -> pd.Series:
    """Megabytes a second of each reader on the text it reads; together: read_pair on both."""
    before = sum(len(text.encode()) for text, _, _ in reports) / 1e6
    after = sum(len(text.encode()) for _, text, _ in reports) / 1e6
    return pd.Series(
        {
            "read_targets, MB/s": before / seconds(lambda a, b, y: read_targets(a, y), reports),
            "read_outcomes, MB/s": after / seconds(lambda a, b, y: read_outcomes(b, y), reports),
            "read_pair (all three), MB/s": (before + after) / seconds(read_pair, reports),
        }
    ).round(2)


def seconds(read: Callable, reports: list[tuple[str, str, int]]) -> float:
    """Time for all reports, the best of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        for given in reports:
            read(*given)
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
