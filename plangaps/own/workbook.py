"""An Excel workbook as cells of text, and what it hides, within limits for the whole file.

What openpyxl reads was looked through before, part by part: it is given those that figures depend
on, and reads of a sheet no more than the cells that hold something.
"""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
from collections import defaultdict
from typing import Any, NamedTuple

from plangaps.intake import Package, check
from plangaps.own import formats

# A filled template has some 20 kB; what is far beyond is not a table of figures.
MOST_UNPACKED, MOST_CELLS = 30_000_000, 100_000
_MOST_SHEETS, _MOST_ELEMENTS, _MOST_LAYOUT = 100, 1_000_000, 100_000
_MOST_SHOWN = 200  # signs of a formula, which is told and not read

# Parts that no figure depends on.
_LEFT = re.compile(
    "docProps/|customXml/|xl/[^/]+/_rels/|xl/(?:theme|drawings|charts|chartsheets|media|pivot"
    "|external|comments|threaded|persons|calcChain|tables|query|printer)"
)
# Elements that openpyxl lets go once they are read; it keeps what it makes of others.
_PASSING = {"row", "c", "v", "is", "si", "t", "f", "r", "rPh"}


class Sheet(NamedTuple):
    """Rows of text, and what of it a spreadsheet hides: all, rows by number, columns by letter."""

    rows: list[list[str]]
    hidden: bool
    hidden_rows: list[str]
    hidden_columns: list[str]


def read(data: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook by name; :class:`plangaps.intake.Refused` beyond a limit.

    What is no sound workbook ends in an error of one of the libraries.
    """
    from openpyxl import load_workbook

    budget = _Budget()
    archive = _looked_through(data, budget)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that no figure depends on
        book = load_workbook(archive, read_only=True, data_only=True, keep_links=False)
    looks = [budget.looks[sheet._worksheet_path] for sheet in book.worksheets]
    check("cells", sum(look.rows * look.columns for look in looks), MOST_CELLS)
    return {s.title: _sheet(s, look) for s, look in zip(book.worksheets, looks, strict=True)}


def _looked_through(data: bytes, budget: _Budget) -> io.BytesIO:
    """The workbook without the parts that are not read."""
    result, package = io.BytesIO(), Package(data, MOST_UNPACKED)
    with zipfile.ZipFile(result, "w") as archive:
        for name in package.names:
            if name.lower().endswith((".xml", ".rels")) and not _LEFT.match(name):
                budget.look = budget.looks[name]
                archive.writestr(name, package.xml(name, budget.seen, budget.heard))
    return result


class _Budget:
    """Elements of all parts against the limits of the file, and a look at each part."""

    def __init__(self) -> None:
        self.looks: defaultdict[str, _Look] = defaultdict(_Look)
        self.look = _Look()
        self._elements = self._layout = self._sheets = self._spread = 0

    def seen(self, tag: str, given: dict[str, str]) -> None:
        self._elements += 1
        self._layout += tag not in _PASSING
        self._sheets += tag == "sheet"
        check("elements", self._elements, _MOST_ELEMENTS)
        check("elements", self._layout, _MOST_LAYOUT)
        check("sheets", self._sheets, _MOST_SHEETS)
        self.look.seen(tag, given)
        if tag == "mergeCell":
            left, top, right, bottom = self.look.merged[-1]
            self._spread += (right - left + 1) * (bottom - top + 1)
            check("ranges", self._spread, MOST_CELLS)

    def heard(self, text: str) -> None:
        if self.look.formula is not None:
            self.look.formula.append(text[:_MOST_SHOWN])


class _Look:
    """What openpyxl does not tell of a sheet that it reads row by row."""

    def __init__(self) -> None:
        self.rows = self.columns = self._row = self._column = 0
        self._in_cell = False
        self.formula: list[str] | None = None
        self.formulas: dict[tuple[int, int], list[str]] = {}
        self._shared: dict[str, list[str]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[range] = []

    def seen(self, tag: str, given: dict[str, str]) -> None:
        self.formula, self._in_cell = None, tag == "c" or (self._in_cell and tag in _PASSING)
        if tag == "row":
            self._next_row(int(float(given.get("r", self._row + 1))))
            if _is_hidden(given):
                self.hidden_rows.append(self._row)
        elif tag == "c":
            self._column = _column(given["r"]) if "r" in given else self._column + 1
        elif self._in_cell and tag in ("v", "is", "f"):
            self.rows, self.columns = self._row, max(self.columns, self._column)
            if tag == "f":
                self._formula(given)
        elif tag == "mergeCell":
            self.merged.append(_boundaries(given["ref"]))
        elif tag == "col" and _is_hidden(given):
            self.hidden_columns.append(range(int(given["min"]), int(given["max"]) + 1))

    def _next_row(self, row: int) -> None:
        if row <= self._row:
            raise ValueError("rows out of order")
        self._row, self._column = row, 0

    def _formula(self, given: dict[str, str]) -> None:
        """A shared formula is written once, in the first of its cells."""
        first = self._shared.get(given.get("si", ""))
        self.formulas[self._row, self._column] = first if first is not None else []
        if first is None:
            self.formula = self.formulas[self._row, self._column]
            if given.get("t") == "shared":
                self._shared[given["si"]] = self.formula


def _column(place: str) -> int:
    from openpyxl.utils.cell import coordinate_to_tuple

    return coordinate_to_tuple(place)[1]


def _boundaries(place: str) -> tuple[int, int, int, int]:
    from openpyxl.utils.cell import range_boundaries

    return range_boundaries(place)


def _is_hidden(given: dict[str, str]) -> bool:
    return given.get("hidden", "0") not in ("0", "false")


def _sheet(sheet: Any, look: _Look) -> Sheet:
    from openpyxl.utils import get_column_letter

    size = {"max_row": look.rows, "max_col": look.columns}
    cells = [list(row) for row in sheet.iter_rows(**size)] if look.rows else []
    rows = [[_text(cell) for cell in row] for row in cells]
    for (row, column), formula in look.formulas.items():
        rows[row - 1][column - 1] = "=" + "".join(formula)[:_MOST_SHOWN]
    for place in look.merged:
        _share(rows, cells, look, place)
    filled = [str(row) for row in look.hidden_rows if row <= len(rows) and any(rows[row - 1])]
    columns = [c for r in look.hidden_columns for c in r[: look.columns] if c <= look.columns]
    letters = [get_column_letter(c) for c in columns if any(row[c - 1] for row in rows)]
    return Sheet(rows, sheet.sheet_state != "visible", filled, letters)


def _share(
    rows: list[list[str]], cells: list[list[Any]], look: _Look, place: tuple[int, int, int, int]
) -> None:
    """Give the cells of a merged range what they show: a text all rows, a number none."""
    from openpyxl.utils import get_column_letter

    left, top, right, bottom = place
    if top > look.rows or left > look.columns:
        return
    first = cells[top - 1][left - 1]
    number = (top, left) in look.formulas or (first.data_type == "n" and first.value is not None)
    corner = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
    shared = f"=merged {corner}" if number else ""
    text = rows[top - 1][left - 1]
    for row in range(top, min(bottom, look.rows) + 1):
        for column in range(left, min(right, look.columns) + 1):
            if (row, column) != (top, left):
                held = shared if number or column > left else text
                rows[row - 1][column - 1] = held


def _text(cell: Any) -> str:
    """A cell as a reader sees it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return str(value)
    return formats.shown(value, cell.number_format)
