"""A CSV file or an Excel workbook as sheets of plain text, whatever is in it.

Every cell comes as the text a reader sees: ``2023``, ``91.5``, ``62.12%``. Nothing is computed: a
formula comes as its own text, beginning with ``=``, so that it is never taken for a figure.
"""

from __future__ import annotations

import contextlib
import csv
import io
import math
import warnings
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np
import pandas as pd

from plangaps import codebook, files, tables

SUFFIXES = (".csv", ".xlsx")

# A filled template has some 20 kB; what is far beyond is not a table of figures.
_MOST_BYTES, _MOST_UNPACKED, _MOST_CELLS = 5_000_000, 30_000_000, 100_000

# Elements whose range the parser fills cell by cell, however far it reaches.
_SPREAD = ("mergeCell", "hyperlink", "comment")


class UnreadableFile(tables.TableError):
    """A file that is no table; ``key`` and ``values`` say why, as in a frame of problems."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(codebook.said(key, values))
        self.key, self.values = key, values


def read_sheets(path: Path, content: bytes | None = None) -> dict[str, pd.DataFrame]:
    """Sheets of a file by name; a CSV file has one, with the empty name.

    Each sheet is a frame of text, empty where a cell is, whose rows and columns are numbered from 1
    as a spreadsheet shows them. CSV may be UTF-8 (with or without BOM) or GB18030, with commas,
    semicolons or tabs. A figure in a percent format has its sign: ``62.12%``. Merged cells: a text
    holds for all rows of its column; a number is not shared, the other cells say ``=merged``.

    ``content``: the bytes of the file where it is not on disk. Raises :class:`UnreadableFile`.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise UnreadableFile("suffix", found=path.name)
    data = _bytes(path) if content is None else content
    _check_size("bytes", len(data), _MOST_BYTES)
    return _workbook(data) if kind == ".xlsx" else {"": _frame(_csv_rows(data))}


def _bytes(path: Path) -> bytes:
    try:
        _check_size("bytes", path.stat().st_size, _MOST_BYTES)
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile("no_file") from None
    except OSError:
        raise UnreadableFile("unreadable") from None


def _check_size(key: str, size: int, most: int) -> None:
    if size > most:
        raise UnreadableFile(key, n=size, most=most)


def _csv_rows(data: bytes) -> list[list[str]]:
    text = files.decoded(data)
    if text is None:
        raise UnreadableFile("no_text")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnreadableFile("no_csv") from None


def _workbook(data: bytes) -> dict[str, pd.DataFrame]:
    from openpyxl import load_workbook

    try:
        _check_archive(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that no figure depends on
            book = load_workbook(io.BytesIO(data), keep_links=False)
        return {sheet.title: _frame(_sheet_rows(sheet)) for sheet in book.worksheets}
    except UnreadableFile:
        raise
    except Exception:  # a broken workbook breaks the parser in any way there is
        raise UnreadableFile("no_workbook") from None


def _check_archive(data: bytes) -> None:
    """Refuse a small file that would unpack, or spread over cells, without end."""
    from openpyxl.utils import range_boundaries

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check_size("unpacked", sum(p.file_size for p in archive.infolist()), _MOST_UNPACKED)
        ranges = [ref for name in archive.namelist() for ref in _ranges(archive.read(name))]
    bounds = np.array([range_boundaries(ref) for ref in ranges] or [(1, 1, 0, 0)])
    sizes = (bounds[:, 2] - bounds[:, 0] + 1) * (bounds[:, 3] - bounds[:, 1] + 1)
    _check_size("ranges", int(sizes.sum()), _MOST_CELLS)


def _ranges(part: bytes) -> list[str]:
    """Ranges of a part of a workbook that would be filled; those before it breaks off."""
    from openpyxl.xml.functions import iterparse

    ranges = []
    with contextlib.suppress(ParseError):  # no XML, or broken: then the parser reads no further
        for _, element in iterparse(io.BytesIO(part)):
            if element.tag.rpartition("}")[2] in _SPREAD and ":" in element.get("ref", ""):
                ranges.append(element.get("ref"))
            element.clear()
    return ranges


def _sheet_rows(sheet: Any) -> list[list[str]]:
    _check_size("cells", sheet.max_row * sheet.max_column, _MOST_CELLS)
    rows = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
    for merged in sheet.merged_cells.ranges:
        _share(rows, sheet, merged)
    return rows


def _share(rows: list[list[str]], sheet: Any, merged: Any) -> None:
    """Give the cells of a merged range what they show: a text all rows, a number none."""
    first = sheet.cell(merged.min_row, merged.min_col)
    others = [at for at in merged.cells if at != (merged.min_row, merged.min_col)]
    for row, column in others:
        if first.data_type in "nf" and first.value is not None:
            rows[row - 1][column - 1] = f"=merged {merged.coord}"
        elif column == merged.min_col:
            rows[row - 1][column - 1] = _text(first)


def _text(cell: Any) -> str:
    """A cell as a reader sees it; a formula as it is written."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return "=" + str(getattr(value, "text", value) or "").removeprefix("=")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return str(value)
    if "%" in str(cell.number_format):
        return f"{_number(float(Decimal(repr(value)) * 100))}%"
    return _number(value)


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _frame(rows: list[list[str]]) -> pd.DataFrame:
    width = max(map(len, rows), default=0)
    _check_size("cells", len(rows) * width, _MOST_CELLS)
    full = [row + [""] * (width - len(row)) for row in rows]
    frame = pd.DataFrame(full, np.arange(1, len(rows) + 1), np.arange(1, width + 1), dtype=object)
    return frame.fillna("").astype("str")
