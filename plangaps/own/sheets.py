"""A CSV file or an Excel workbook as sheets of plain text, whatever is in it.

Every cell comes as the text a reader sees: ``2023``, ``91.5``, ``62.12%``. Nothing is computed: a
formula comes as its own text, beginning with ``=``, so that it is never taken for a figure.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from plangaps import codebook, intake, tables
from plangaps.own import workbook
from plangaps.own.telling import problem

SUFFIXES = (".csv", ".xlsx")

# Tables of other programs: refused by name, for one that is passed over looks as if it were read.
OTHERS = (".xls", ".xlsm", ".xlsb", ".ods", ".et", ".numbers", ".tsv")

_MOST_BYTES = 5_000_000


class UnreadableFile(tables.TableError):
    """A file that is no table; ``key`` and ``values`` say why, as in a frame of problems."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(codebook.said(key, values))
        self.key, self.values = key, values


class Sheet(NamedTuple):
    """Cells of text, and what a reader should know of them: rows as ``telling.problem`` has them,
    of the keys ``note.KEY``."""

    cells: pd.DataFrame
    notes: list[dict[str, Any]]


def read_sheets(path: Path, content: bytes | None = None) -> dict[str, Sheet]:
    """Sheets of a file by name; a CSV file has one, with the empty name.

    Each sheet is a frame of text, empty where a cell is, whose rows and columns are numbered from 1
    as a spreadsheet shows them. CSV may be UTF-8 (with or without BOM) or GB18030, with commas,
    semicolons or tabs. A figure has the per cent sign and the words that its number format adds:
    ``62.12%``, ``60.5万``; where the format shows another figure the cell says ``=format``. Merged
    cells: a text holds for all rows of its column; a number is not shared, the other cells say
    ``=merged``. A control character comes as a blank.

    ``content``: the bytes of the file where it is not on disk. Raises :class:`UnreadableFile`.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise UnreadableFile("suffix", found=path.name)
    try:
        data = intake.read_bytes(path, _MOST_BYTES) if content is None else content
        intake.check("bytes", len(data), _MOST_BYTES)
        return _workbook(data) if kind == ".xlsx" else {"": _sheet("", _csv_rows(data))}
    except intake.Refused as error:
        raise UnreadableFile(error.key, **error.values) from None


def _workbook(data: bytes) -> dict[str, Sheet]:
    try:
        sheets = workbook.read(data)
    except intake.Refused:
        raise
    except Exception:  # a broken workbook breaks the parser in any way there is
        raise UnreadableFile("no_workbook") from None
    return {name: _sheet(name, sheet.rows, _hidden(name, sheet)) for name, sheet in sheets.items()}


def _hidden(name: str, sheet: workbook.Sheet) -> list[dict[str, Any]]:
    """What a spreadsheet does not show is read like the rest, and told."""
    if sheet.hidden:
        return [problem("hidden_sheet", name)]
    parts = [("hidden_rows", sheet.hidden_rows), ("hidden_columns", sheet.hidden_columns)]
    return [problem(key, name, n=len(held), first=held[0]) for key, held in parts if held]


def _csv_rows(data: bytes) -> list[list[str]]:
    text = intake.text_of(data)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
    except csv.Error:
        raise UnreadableFile("quote", row=len(rows) + 1) from None
    width = max(Counter(map(len, rows)).items(), key=lambda n: n[1], default=(0, 0))[0]
    for number, row in enumerate(rows, start=1):
        if any("\n" in cell and _swallows(cell, row, delimiter, width) for cell in row):
            raise UnreadableFile("quote", row=number)
    return rows


def _swallows(cell: str, row: list[str], delimiter: str, width: int) -> bool:
    """Whether a cell of several lines holds rows: its quote was closed by that of another cell."""
    return width > 1 and (len(row) != width or cell.count(delimiter) >= width - 1)


def _sheet(name: str, rows: list[list[str]], notes: list[dict[str, Any]] | None = None) -> Sheet:
    width = max(map(len, rows), default=0)
    intake.check("cells", len(rows) * width, workbook.MOST_CELLS)
    clean = [[intake.without_controls(cell) for cell in row] for row in rows]
    full = [[text for text, _ in row] + [""] * (width - len(row)) for row in clean]
    frame = pd.DataFrame(full, np.arange(1, len(rows) + 1), np.arange(1, width + 1), dtype=object)
    controls = [
        problem("controls", name, number, n=n)
        for number, row in enumerate(clean, start=1)
        if (n := sum(count for _, count in row))
    ]
    return Sheet(frame.fillna("").astype("str"), [*(notes or []), *controls])
