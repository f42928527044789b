"""A table to fill: a row a target that has no outcome yet, as an Excel workbook or as CSV.

What the row asks for is written in (area, indicator, definition, period); what a reader of a
yearbook adds is left empty. An example, a published figure, is marked as one and never read.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import plan_targets
from plangaps import observed, tables
from plangaps.gaps import gap_table
from plangaps.own import names
from plangaps.own.shape import EXAMPLE
from plangaps.own.sheets import SUFFIXES
from plangaps.own.writing import as_csv, as_workbook

ASKED = [
    "target", "name_zh", "name_en", "counts", "promised", "plan_unit", "base_unit", "published_in",
    "ref_area", "indicator", "basis", "time_period",
]  # fmt: skip

FILLED = ["obs_value", "unit_measure", "bound", "obs_status", "source", "note"]

# Guizhou's GDP of 2023: what the example shows is published, not made up.
_EXAMPLE = {"ref_area": "520000", "indicator": "gdp", "basis": "", "time_period": "2023"}
_EXAMPLE_UNIT = "亿元"


def rows(plan: str = plan_targets.FIRST_PLAN) -> pd.DataFrame:
    """Targets of ``plan`` that a figure could decide, in the columns of the template.

    :data:`ASKED` says what is looked for: names, what counts, the figure promised with its unit,
    the base unit, where it is usually published, and the key of the observation that would judge.
    :data:`FILLED` is empty. Left out: targets that are judged or not due, and those that a
    published bound leaves open, because a published value stays the one that judges.
    """
    table = gap_table(plan_targets.targets(plan), observed.read_series())
    waiting = (table["verdict"] == "undecided") & (table["reason"] != "bound_too_loose")
    asked = table[waiting].drop(columns=["time_period"]).reset_index(drop=True)
    known = tables.indicators()[["indicator", "definition", "published_in"]]
    asked = asked.merge(known, on="indicator", how="left", validate="m:1").assign(
        counts=lambda t: _joined(t["definition"], _definitions(t["basis"]), t["scope"], t["note"]),
        promised=asked["printed"],
        plan_unit=asked["printed"].str.extract(r"([^\d.\-]+)$")[0],
        base_unit=asked["unit_measure"],
        time_period=asked["target_period"],
    )
    return asked[ASKED].reindex(columns=[*ASKED, *FILLED], fill_value="")


def example() -> pd.DataFrame:
    """One published figure in the columns of the template, marked :data:`EXAMPLE`."""
    published = observed.read_series(tables.DATA / "series" / "economy.csv")
    row = published.merge(pd.DataFrame([_EXAMPLE]), on=list(_EXAMPLE))
    about = row.drop(columns=["unit_measure", "note"]).merge(tables.indicators(), on="indicator")
    about = about.merge(tables.sources().drop(columns="note"), on="source")
    rate = tables.units().set_index("unit").loc[_EXAMPLE_UNIT]
    return about.assign(
        target=EXAMPLE,
        counts=about["definition"],
        base_unit=about["unit_measure"],
        obs_value=about["obs_value"] * rate["divide_by"] / rate["multiply_by"],
        unit_measure=_EXAMPLE_UNIT,
        obs_status=names.label("obs_status", "A"),
        source=about["title"],
    ).reindex(columns=[*ASKED, *FILLED], fill_value="")


def write(path: str | Path, plan: str = plan_targets.FIRST_PLAN) -> pd.DataFrame:
    """Write the template of ``plan`` to a new file ``path`` (.xlsx or .csv); returns its rows.

    The same data give the same bytes. Raises ValueError for another kind of file, for a file that
    is there already (it may hold figures), and where no target of the plan waits for a figure.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(
            f"output: found {path.name!r}; allowed: a name that ends in .xlsx or .csv."
        )
    if path.exists():
        raise ValueError(f"output: found {path.name!r} already; allowed: the name of a new file.")
    frame = rows(plan)
    if frame.empty:
        raise ValueError(f"plan: {plan!r} has no target that waits for a figure.")
    path.write_bytes(content(frame, path.suffix.lower()))
    return frame


def content(frame: pd.DataFrame, suffix: str = ".xlsx") -> bytes:
    """The template of the rows ``frame`` (see :func:`rows`) as a file's bytes."""
    kind = as_csv if suffix == ".csv" else as_workbook
    return kind(_shown(frame), _shown(example()))


def _definitions(basis: pd.Series) -> pd.Series:
    return basis.map(tables.bases().set_index("basis")["definition"]).fillna("")


def _joined(*texts: pd.Series) -> pd.Series:
    """Texts one after the other, each ending as a sentence."""
    ended = [t.str.rstrip(".") + (t != "").map({True: ". ", False: ""}) for t in texts]
    return sum(ended[1:], ended[0]).str.strip()


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Areas with their names, as a reader knows them."""
    names_of = tables.areas().set_index("ref_area")["name_zh"]
    return frame.assign(ref_area=frame["ref_area"] + " " + frame["ref_area"].map(names_of))
