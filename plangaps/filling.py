"""Sheets that somebody fills: in both languages, with places to fill and choices to pick from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from pathlib import Path
from typing import Any

import pandas as pd

from plangaps import files, words
from plangaps.own import names


def new_file(path: str | Path, *kinds: str) -> Path:
    """ValueError for another kind of file, and for one that is there: it may hold figures."""
    path = Path(path)
    if path.suffix.lower() not in kinds:
        raise ValueError(
            f"output: found {path.name!r}; allowed: a name that ends in {' or '.join(kinds)}."
        )
    if path.exists() or path.is_symlink():
        raise ValueError(f"output: found {path.name!r} already; allowed: the name of a new file.")
    return path


def fill(
    sheet: Any, frame: pd.DataFrame, to_fill: Collection[str], widths: Mapping[str, int]
) -> None:
    """Headings, then the rows; ``widths`` of the columns in signs, ``""`` that of any other."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "C2"
    for at, column in enumerate(map(str, frame), start=1):
        heading = sheet.cell(1, at, names.heading(column))
        look = _look(heading, column in to_fill)
        heading.font = Font(name="Calibri", size=11, bold=True)
        for row, value in enumerate(frame[column], start=2):
            cell = sheet.cell(row, at)
            cell._style = copy(look)  # set as colour and rule, each would be looked up anew: slow
            files.put(cell, value)
        sheet.column_dimensions[get_column_letter(at)].width = widths.get(column, widths[""])


def _look(cell: Any, to_fill: bool) -> Any:
    """The look of a column, given to a ``cell`` of it."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    rule = Side("thin", color="C8C8C8")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=rule, right=rule)
    cell.fill = PatternFill("solid", fgColor="FFF2CC" if to_fill else "EDEDED")
    return copy(cell._style)


def guide(book: Any, keys: Iterable[str]) -> None:
    """A last sheet, which is not read back, that says how to fill the others."""
    sheet = book.create_sheet("# " + words.both("template.sheet.guide"))
    for key in keys:
        for lang in words.LANGUAGES:
            sheet.append([words.say(key, lang)])
    sheet.column_dimensions["A"].width = 110


def offer(sheet: Any, choices: Iterable[str], cells: str) -> Any:
    """A drop-down of ``choices`` in the ``cells``."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = DataValidation("list", formula1=f'"{",".join(choices)}"', sqref=cells)
    sheet.add_data_validation(listed)
    return listed
