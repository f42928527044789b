"""Tables for a spreadsheet: CSV that Excel opens as it is, and a workbook for readers."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files as resources
from pathlib import Path

import pandas as pd

import plan_targets
from plangaps import files, tables
from plangaps.report import catalogue, spreadsheet
from plangaps.report.frames import Frames
from plangaps.words import LANGUAGES

_SCHEMAS = ["target", "series", "source", "indicator", "plan"]
_FIRST = ["plan", "target", "ref_area", "area_en", "area_zh", "name_en", "name_zh", "verdict",
          "reason", "due", "comparator", "value", "unit_measure", "obs_value", "gap"]  # fmt: skip


def write_tables(frames: Frames, output: str | Path, plan: str | None = None) -> None:
    """Gaps, targets, observations, sources and codebook, of one ``plan`` or all.

    A workbook for readers where ``output`` ends in .xlsx, else a folder of CSV files (UTF-8 with
    BOM) with the codes as headings. Numbers are numbers, with their unit in the header; no text is
    a formula. The same frames give the same bytes. Raises ValueError for a plan that is not held,
    :class:`plangaps.files.OutputError` for a place that cannot be written to.
    """
    sheets = collected(frames, plan)
    if Path(output).suffix.lower() == ".xlsx":
        files.write(output, spreadsheet.workbook(sheets, unit))
        return
    place = files.folder(output)
    for name, frame in sheets.items():
        shown = frame.rename(columns=_heading)
        files.write(place / f"{name}.csv", files.csv_bytes(shown))


def collected(frames: Frames, plan: str | None = None) -> dict[str, pd.DataFrame]:
    """The tables by the name of their sheet, with the names of areas, what is read first first."""
    targets, gaps = frames.targets, frames.table
    if plan is not None:
        targets, gaps = plan_targets.targets(plan), catalogue.select(gaps, plan=plan)
    sheets = {"gaps": gaps, "targets": targets, "observations": frames.observations}
    sheets = {name: _ordered(_named(frame)) for name, frame in sheets.items()}
    sheets |= {"sources": tables.sources()}
    return {**sheets, "codebook": codebook(sheets)}


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """With the names of areas beside their codes."""
    names = {f"area_{lang}": tables.names(frame["ref_area"], "area", lang) for lang in LANGUAGES}
    return frame.assign(**names)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    first = [column for column in _FIRST if column in frame]
    return frame[first + [column for column in frame if column not in first]]


def codebook(sheets: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What each column means: ``table``, ``column``, ``unit``, ``description``."""
    fields = [field for name in _SCHEMAS for field in tables.schema(name)["fields"]]
    meaning = {field["name"]: field["description"] for field in reversed(fields)}
    meaning |= {c: d["description"] for c, d in _columns().items() if "description" in d}
    columns = [(table, column) for table, frame in sheets.items() for column in frame.columns]
    rows = pd.DataFrame(columns, columns=["table", "column"])
    return rows.assign(
        unit=rows["column"].map(unit), description=rows["column"].map(meaning).fillna("")
    )


@cache
def _columns() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources("plangaps.report").joinpath("codebook.toml").read_text("utf-8"))


def unit(column: str) -> str:
    """The unit of the numbers of a column; empty for a column of texts."""
    return _columns().get(column, {}).get("unit", "")


def _heading(column: str) -> str:
    """Header of a column, with the unit of its numbers: ``gap [in unit_measure]``."""
    return f"{column} [{unit(column)}]" if unit(column) else column
