"""Tables for a spreadsheet: CSV that Excel opens as it is, and a workbook, with a codebook."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pandas as pd

import plan_targets
from plangaps import files, tables
from plangaps.report import catalogue
from plangaps.report.frames import Frames

_SCHEMAS = ["target", "series", "source", "indicator", "plan"]


def write_tables(frames: Frames, output: str | Path, plan: str | None = None) -> None:
    """Gaps, targets, observations, sources and codebook, of one ``plan`` or all.

    A workbook where ``output`` ends in .xlsx, else a folder of CSV files (UTF-8 with BOM). Numbers
    are numbers, with their unit in the header, which stays in view; no text is a formula. The same
    frames give the same bytes. Raises ValueError for a plan that is not held,
    :class:`plangaps.files.OutputError` for a place that cannot be written to.
    """
    sheets = collected(frames, plan)
    shown = {name: frame.rename(columns=_heading) for name, frame in sheets.items()}
    if Path(output).suffix.lower() == ".xlsx":
        files.write(output, _workbook(shown))
        return
    place = files.folder(output)
    for name, frame in shown.items():
        files.write(place / f"{name}.csv", files.csv_bytes(frame))


def collected(frames: Frames, plan: str | None = None) -> dict[str, pd.DataFrame]:
    """The tables by the name of their sheet."""
    targets, gaps = frames.targets, frames.table
    if plan is not None:
        targets, gaps = plan_targets.targets(plan), catalogue.select(gaps, plan=plan)
    sheets = {"gaps": gaps, "targets": targets, "observations": frames.observations}
    sheets |= {"sources": tables.sources()}
    return {**sheets, "codebook": codebook(sheets)}


def codebook(sheets: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What each column means: ``table``, ``column``, ``unit``, ``description``."""
    fields = [field for name in _SCHEMAS for field in tables.schema(name)["fields"]]
    meaning = {field["name"]: field["description"] for field in reversed(fields)}
    meaning |= {c: d["description"] for c, d in _columns().items() if "description" in d}
    columns = [(table, column) for table, frame in sheets.items() for column in frame.columns]
    rows = pd.DataFrame(columns, columns=["table", "column"])
    return rows.assign(
        unit=rows["column"].map(_unit), description=rows["column"].map(meaning).fillna("")
    )


@cache
def _columns() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources("plangaps.report").joinpath("codebook.toml").read_text("utf-8"))


def _unit(column: str) -> str:
    return _columns().get(column, {}).get("unit", "")


def _heading(column: str) -> str:
    """Header of a column, with the unit of its numbers: ``gap [in unit_measure]``."""
    return f"{column} [{_unit(column)}]" if _unit(column) else column


def _workbook(sheets: dict[str, pd.DataFrame]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, frame in sheets.items():
        _fill(book.create_sheet(name), frame)
    return files.workbook_bytes(book)


def _fill(sheet: Any, frame: pd.DataFrame) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(map(str, frame), start=1):
        cells = frame[column].astype("object")
        values = [column, *cells.where(cells.notna(), "")]
        for row, value in enumerate(values, start=1):
            files.put(sheet.cell(row, at), value)
        sheet.cell(1, at).font = Font(bold=True)
        longest = max(map(len, map(str, values)))
        sheet.column_dimensions[get_column_letter(at)].width = min(longest + 2, 48)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
