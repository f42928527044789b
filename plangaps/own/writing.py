"""The template's bytes, as CSV or as an Excel workbook: the same rows give the same bytes.

No text is written as a formula, whatever sign it begins with.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from datetime import datetime
from typing import Any

import pandas as pd

from plangaps import tables
from plangaps.own import names

FORMULA = r"[=+\-@\t\r]"

_MOMENT = datetime(1980, 1, 1)  # the earliest a ZIP file can hold; no clock enters the file

_WIDTHS = {"name_zh": 26, "name_en": 34, "counts": 46, "published_in": 34, "ref_area": 16}
_WIDTHS |= {"indicator": 41, "source": 34, "note": 24, "target": 9}
_WIDTH, _LINE = 16, 15  # of any other column, in signs; a line's height, in points

_HINTS = {
    "obs_value": ("The figure as printed, a number alone. Leave it empty where there is none.",
                  "只填数字,按出处所印;没有数据就留空。"),
    "unit_measure": ("The unit that the figure is printed in.", "出处所印的单位,从下拉列表选取。"),
    "bound": ("Only where the source says more than, less than or about.",
              "仅在出处写“以上”“以下”“约”时填写。"),
    "obs_status": ("Empty for a normal figure.", "正式数据可留空。"),
    "source": ("Title and page: anyone should be able to find the figure again.",
               "书名(年份)和页码,便于查找。"),
    "note": ("What a reader must know of the figure.", "需要说明的口径等情况。"),
}  # fmt: skip

_GUIDE = [
    "Fill the coloured columns of the first sheet; leave a row empty where you have no figure.",
    "在第一个工作表的着色列中填写;没有数据的行留空。",
    "Type figures as printed and choose their unit; nothing needs to be converted.",
    "数值按出处填写并选择单位,不必换算。",
    "Leave the other columns: they say what is asked for, by area, indicator and period.",
    "其余各列说明所需的指标(地区、指标、口径、时间),请勿改动。",
    "Sheets and columns whose name begins with # are not read.",
    "名称以 # 开头的工作表和列不会被读取。",
    "Save the file in data/own, then: python -m plangaps.observed check",
    "存入 data/own 文件夹,再运行:python -m plangaps.observed check",
]


def as_csv(rows: pd.DataFrame, example: pd.DataFrame) -> bytes:
    """CSV for a spreadsheet, UTF-8 with BOM; the example is the first row."""
    shown = pd.concat([example, rows]).astype("str")
    risky = shown.apply(lambda column: column.str.match(FORMULA))
    shown = shown.mask(risky, "'" + shown).rename(columns=names.heading)
    return shown.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def as_workbook(rows: pd.DataFrame, example: pd.DataFrame) -> bytes:
    """Excel workbook: a sheet to fill, one with the example, one with a guide."""
    from openpyxl import Workbook

    book = Workbook()
    _table(book.active, "Figures 数据", rows)
    _choices(book.active, rows)
    _table(book.create_sheet(), "# Example 示例", example)
    guide = book.create_sheet("# How to fill 填写说明")
    for line in _GUIDE:
        guide.append([line])
    guide.column_dimensions["A"].width = 100
    return frozen(book)


def _table(sheet: Any, title: str, rows: pd.DataFrame) -> None:
    """Headings with notes, then the rows; the columns to fill are coloured."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet.title = title
    sheet.freeze_panes = "C2"
    rule = Side("thin", color="C8C8C8")
    for at, column in enumerate(map(str, rows), start=1):
        to_fill = column in _HINTS
        head = sheet.cell(1, at, names.heading(column))
        head.font = Font(name="Calibri", size=11, bold=True)
        if to_fill:
            head.comment = Comment("\n".join(_HINTS[column]), "plan-gaps", height=90, width=280)
        for row, value in enumerate(rows[column], start=2):
            put(sheet.cell(row, at), value)
        for (cell,) in sheet.iter_rows(min_col=at, max_col=at):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=rule, right=rule)
            cell.fill = PatternFill("solid", fgColor="FFF2CC" if to_fill else "EDEDED")
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column, _WIDTH)
    _set_heights(sheet)
    _on_paper(sheet)


def _set_heights(sheet: Any) -> None:
    """Room for the wrapped texts: not every spreadsheet finds it by itself."""
    for row in sheet.iter_rows():
        lines = [
            _lines(str(cell.value or ""), sheet.column_dimensions[cell.column_letter].width)
            for cell in row
        ]
        sheet.row_dimensions[row[0].row].height = _LINE * max(lines)


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column, with room for words that are not broken."""
    signs = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, math.ceil(1.15 * signs / width))


def _on_paper(sheet: Any) -> None:
    """All columns on one page, A3 across, the headings on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.print_title_rows = "1:1"


def put(cell: Any, value: Any) -> None:
    """A value as it is; a text that looks like a formula stays a text."""
    cell.value = value if value != "" else None
    if isinstance(value, str) and re.match(FORMULA, value):
        cell.data_type, cell.quotePrefix = "s", True


def _choices(sheet: Any, rows: pd.DataFrame) -> None:
    """Drop-downs for unit, bound and status."""
    from openpyxl.utils import get_column_letter

    last = len(rows) + 1
    letter = {c: get_column_letter(i) for i, c in enumerate(rows, start=1)}
    for column, choices in names.CHOICES.items():
        labels = [names.label(column, code) for code in choices]
        _offer(sheet, labels, f"{letter[column]}2:{letter[column]}{last}")
    for base, group in rows.groupby("base_unit"):
        at = " ".join(f"{letter['unit_measure']}{row + 2}" for row in group.index)
        _offer(sheet, tables.units_of(str(base)).split(", "), at)


def _offer(sheet: Any, choices: list[str], cells: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = DataValidation("list", formula1=f'"{",".join(choices)}"', sqref=cells)
    listed.error = "Choose from the list. 请从列表中选取。"
    listed.showErrorMessage = True
    sheet.add_data_validation(listed)


def frozen(book: Any) -> bytes:
    """Bytes of a workbook without the moment of writing."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "plan-gaps"
    book.properties.created = book.properties.modified = _MOMENT
    written = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w")).save()
    return frozen_zip(written)


def frozen_zip(written: io.BytesIO) -> bytes:
    """A ZIP archive, as Excel and Word keep their files, with every part at the same moment."""
    result = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(result, "w") as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            archive.writestr(entry, parts.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()
