"""Tables for a spreadsheet: CSV that Excel opens as it is, and a workbook with a codebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

import plan_targets
from plangaps import gaps, observed, tables
from plangaps.export import files
from plangaps.own import writing

# Unit of each column of numbers; values are in the unit that their row names in unit_measure.
UNITS = dict.fromkeys(
    ["value", "value_high", "obs_value", "gap", "tolerance", "context_value"], "in unit_measure"
) | {"gap_relative": "share of the target", "fulfilled": "share of the plan"}
UNITS |= dict.fromkeys(["due", "set_in", "year"], "year")
UNITS |= dict.fromkeys(["start", "end"], "character of the text")

# What the columns mean that are computed and stand in no schema of data/.
_COMPUTED = {
    "gap": "Observed less target; positive is better than the target, negative falls short.",
    "gap_relative": "The gap as a share of the target.",
    "fulfilled": "Flows and counts: share of the plan fulfilled, never capped.",
    "tolerance": "By how much a target said to be about a figure may be missed.",
    "verdict": "met, missed, open (not due yet) or undecided.",
    "reason": "Why a target cannot be judged; empty where it can.",
    "target_period": "Period the target speaks of.",
    "time_period": "Period of the observation that judges.",
    "printed": "Value and unit as printed in the plan.",
    "direction": "1 where more is better, -1 where less is, 0 for neither.",
    "year": "Year of an annual value; empty for months, parts of a year and spans of years.",
    "own": "Whether the figure is the user's own and not a published one.",
    "obs_source": "Source of the observation that judges.",
    "obs_own": "Whether the observation that judges is the user's own.",
    "context_relation": "Nearest evidence, which may not judge: how it stands to the target.",
    "context_area": "Area of the nearest evidence.",
    "context_basis": "Definition of the nearest evidence.",
    "context_time_period": "Period of the nearest evidence.",
    "context_value": "Value of the nearest evidence; it never decides.",
    "context_bound": "Bound of the nearest evidence.",
    "context_source": "Source of the nearest evidence.",
    "context_own": "Whether the nearest evidence is the user's own.",
}
_SCHEMAS = ["target", "series", "source", "indicator", "plan"]


def to_excel(path: str | Path, plan: str | None = None) -> None:
    """Workbook with gaps, targets, observations, sources and codebook, for one ``plan`` or all.

    Numbers are numbers, with their unit in the header, which stays in view; no text is a formula.
    The same data give the same bytes. Raises ValueError for a plan that is not held,
    :class:`plangaps.export.files.OutputError` for a place that cannot be written to.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, frame in collected(plan).items():
        _fill(book.create_sheet(name), frame)
    files.write(path, writing.frozen(book))


def to_csv(folder: str | Path, plan: str | None = None) -> None:
    """The tables of :func:`to_excel` as CSV files in ``folder``, UTF-8 with BOM."""
    place = files.folder(folder)
    for name, frame in collected(plan).items():
        files.write(place / f"{name}.csv", as_csv(frame.rename(columns=heading)))


def collected(plan: str | None = None) -> dict[str, pd.DataFrame]:
    """The tables by the name of their sheet."""
    targets, observations = plan_targets.targets(plan), observed.read_series()
    table = gaps.gap_table(targets, observations)
    frames = {"gaps": table, "targets": targets, "observations": observations}
    frames |= {"sources": tables.sources()}
    return {**frames, "codebook": codebook(frames)}


def codebook(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What each column means: ``table``, ``column``, ``unit``, ``description``."""
    fields = [field for name in _SCHEMAS for field in tables.schema(name)["fields"]]
    known = {f["name"]: f["description"] for f in reversed(fields)} | _COMPUTED
    columns = [(table, column) for table, frame in frames.items() for column in frame.columns]
    rows = pd.DataFrame(columns, columns=["table", "column"])
    return rows.assign(
        unit=rows["column"].map(UNITS).fillna(""),
        description=rows["column"].map(known).fillna(""),
    )


def heading(column: str) -> str:
    """Header of a column, with the unit of its numbers: ``gap [in unit_measure]``."""
    return f"{column} [{UNITS[column]}]" if column in UNITS else column


def as_csv(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with BOM; a text that a spreadsheet would compute stands behind a quote."""
    texts = frame.select_dtypes(["object", "string", "category"]).columns
    kept = {c: frame[c].astype("object").where(frame[c].notna(), "").astype("str") for c in texts}
    safe = {c: t.where(~t.str.match(writing.FORMULA), "'" + t) for c, t in kept.items()}
    text = frame.assign(**safe).to_csv(index=False, lineterminator="\r\n", float_format="%.12g")
    return text.encode("utf-8-sig")


def _fill(sheet: Any, frame: pd.DataFrame) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(map(str, frame), start=1):
        sheet.cell(1, at, heading(column)).font = Font(bold=True)
        cells = frame[column].astype("object")
        values = cells.where(cells.notna(), "").tolist()
        for row, value in enumerate(values, start=2):
            writing.put(sheet.cell(row, at), value)
        longest = max(map(len, map(str, [heading(column), *values])))
        sheet.column_dimensions[get_column_letter(at)].width = min(longest + 2, 48)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
