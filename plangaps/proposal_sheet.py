"""Proposals as a workbook: both wordings side by side, a column to confirm or to refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from plangaps import files, tables, words
from plangaps.own import names
from plangaps.proposals import COLUMNS, SETTLED

_WIDTHS = {"promised_in": 46, "outcome_in": 60, "name_zh": 24, "quote": 34, "source": 30}
_WIDTHS |= {"target": 8, "confidence": 8, "reason": 22, "indicator": 26}
_WIDTH = 13


def write(path: str | Path, proposals: pd.DataFrame) -> None:
    """Write proposals to a new workbook ``path`` (.xlsx), both wordings marked in their sentences.

    Raises ValueError for another kind of file, and for one that is there (it may hold decisions).
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise ValueError(f"output: found {path.name!r}; allowed: a name that ends in .xlsx.")
    if path.exists():
        raise ValueError(f"output: found {path.name!r} already; allowed: the name of a new file.")
    files.write(path, as_workbook(proposals))


def as_workbook(proposals: pd.DataFrame) -> bytes:
    """Proposals as a workbook: a sheet to confirm, one that says how."""
    from openpyxl import Workbook

    book = Workbook()
    _fill(book.active, proposals)
    guide = book.create_sheet("# " + _both("template.sheet.guide", " "))
    for key in ("look", "confirm", "correct", "save"):
        for lang in words.LANGUAGES:
            guide.append([words.say(f"proposals.{key}", lang)])
    guide.column_dimensions["A"].width = 110
    return files.workbook_bytes(book)


def _both(key: str, between: str) -> str:
    return between.join(words.say(key, lang) for lang in words.LANGUAGES)


def _fill(sheet: Any, proposals: pd.DataFrame) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.title = _both("proposals.sheet", " ")
    sheet.freeze_panes = "C2"
    shown = _readable(proposals)
    for at, column in enumerate(COLUMNS, start=1):
        sheet.cell(1, at, names.heading(column)).font = Font(bold=True)
        for row, value in enumerate(shown[column], start=2):
            files.put(sheet.cell(row, at), value)
        colour = PatternFill("solid", fgColor="FFF2CC" if column in SETTLED else "EDEDED")
        for (cell,) in sheet.iter_rows(min_col=at, max_col=at):
            cell.alignment, cell.fill = Alignment(wrap_text=True, vertical="top"), colour
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column, _WIDTH)
    _mark(sheet, proposals)
    _choices(sheet, len(proposals))


def _readable(proposals: pd.DataFrame) -> pd.DataFrame:
    """Codes as an editor reads them, in both languages; areas with their names."""
    said = {
        column: proposals[column].map(
            {code: f"{code} {words.say(f'{group}.{code}', 'zh')}" for code in codes}
        )
        for column, group, codes in [
            ("match", "match", ["same", "near", "words", "none"]),
            ("verdict", "verdict", ["met", "missed", "undecided"]),
        ]
    }
    why = proposals["reason"].map(lambda code: _both(f"silence.{code}", " ") if code else "")
    area = proposals["ref_area"] + " " + tables.names(proposals["ref_area"], "area", "zh")
    value = proposals["obs_value"].astype("object").where(proposals["obs_value"].notna(), "")
    shown = {name: column.fillna("") for name, column in said.items()}
    labels = {c: proposals[c].map(lambda code, c=c: names.label(c, code) if code else "")
              for c in ("bound", "obs_status")}  # fmt: skip
    return proposals.assign(**shown, **labels, reason=why, ref_area=area, obs_value=value)


def _mark(sheet: Any, proposals: pd.DataFrame) -> None:
    """The words that were read, bold and coloured within their sentence."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    strong = InlineFont(b=True, color="9C3A00")
    for column, place in (("promised_in", "promised_at"), ("outcome_in", "outcome_at")):
        at = COLUMNS.index(column) + 1
        for row, (text, (start, end)) in enumerate(
            zip(proposals[column], proposals[place], strict=True), start=2
        ):
            if end > start:
                parts = [text[:start], TextBlock(strong, text[start:end]), text[end:]]
                sheet.cell(row, at).value = CellRichText(*(part for part in parts if part))


def _choices(sheet: Any, rows: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, codes in names.CHOICES.items():
        letter = get_column_letter(COLUMNS.index(column) + 1)
        listed = ",".join(names.label(column, code) for code in codes)
        cells = f"{letter}2:{letter}{rows + 1}"
        sheet.add_data_validation(DataValidation("list", formula1=f'"{listed}"', sqref=cells))
