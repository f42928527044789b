"""Proposals as a workbook: both wordings side by side, a column to confirm or to refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from plangaps import files, filling, tables, words
from plangaps.own import names
from plangaps.proposals import COLUMNS, SETTLED

_WIDTHS = {"promised_in": 46, "outcome_in": 60, "name_zh": 24, "quote": 34, "source": 30}
_WIDTHS |= {"target": 8, "confidence": 8, "reason": 22, "indicator": 26, "": 13}


def write(path: str | Path, proposals: pd.DataFrame) -> None:
    """Write proposals to a new workbook ``path`` (.xlsx), both wordings marked in their sentences.

    Raises ValueError for another kind of file, and for one that is there (it may hold decisions).
    """
    files.write(filling.new_file(path, ".xlsx"), as_workbook(proposals))


def as_workbook(proposals: pd.DataFrame) -> bytes:
    """Proposals as a workbook: a sheet to confirm, one that says how."""
    from openpyxl import Workbook

    book = Workbook()
    _fill(book.active, proposals)
    filling.guide(book, [f"proposals.{key}" for key in ("look", "confirm", "correct", "save")])
    return files.workbook_bytes(book)


def _fill(sheet: Any, proposals: pd.DataFrame) -> None:
    sheet.title = words.both("proposals.sheet")
    filling.fill(sheet, _readable(proposals)[COLUMNS], SETTLED, _WIDTHS)
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
    why = proposals["reason"].map(lambda code: words.both(f"silence.{code}") if code else "")
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

    for column in names.CHOICES.keys() & set(COLUMNS):
        letter = get_column_letter(COLUMNS.index(column) + 1)
        labels = [names.label(column, code) for code in names.CHOICES[column]]
        filling.offer(sheet, labels, f"{letter}2:{letter}{rows + 1}")
