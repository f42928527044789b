"""A workbook for readers: a cover, headings in both languages, links to sources, print set-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from plangaps import citing, files, tables, words
from plangaps.report import about

_YEARS = ["due", "set_in", "year", "start", "end"]
_SHARES = ["gap_relative", "fulfilled"]
_SOURCES = ["source", "obs_source", "context_source"]
_CODED = ["verdict", "reason"]  # told in words; what a program reads stands in the CSV files
_VERDICTS = ["judged", "gap", "bounds", "verdicts"]
_PRINTED = 15  # columns, those that are read first: more are not legible across a page
_WIDEST, _A4 = 48, 9
_HEADINGS = ["sheet", "heading", "column"]  # groups of words.toml, the first that has a column


def workbook(sheets: dict[str, pd.DataFrame], unit: Callable[[str], str]) -> bytes:
    """The tables by the name of their sheet below a cover; ``unit`` gives that of a column.

    A code of a source is a link to its row, an address that is no reprint is a link.
    """
    from openpyxl import Workbook

    book = Workbook()
    _cover(book.active, list(sheets))
    rows = {code: row for row, code in enumerate(tables.sources()["source"], start=2)}
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        _fill(sheet, _in_words(frame), unit)
        _link(sheet, frame, rows)
        _print(sheet)
    return files.workbook_bytes(book)


def heading(column: str, unit: str) -> str:
    """Heading of a column: English, Chinese, its code and the unit of its numbers, a line each."""
    held = [f"{group}.{column}" for group in _HEADINGS if f"{group}.{column}" in words.table()]
    names = [words.both(held[0], "\n")] if held else []
    return "\n".join([*names, f"{column} [{unit}]" if unit else column])


def _cover(sheet: Any, names: list[str]) -> None:
    """Title, version, cut-off, licence, how to cite, what a verdict means, what each sheet holds;
    English left, Chinese right."""
    from openpyxl.styles import Alignment, Font

    sheet.title = "cover"
    both = {lang: _told(names, lang) for lang in words.LANGUAGES}
    for row, pair in enumerate(zip(*both.values(), strict=True), start=1):
        for at, (bold, text) in enumerate(pair, start=1):
            cell = sheet.cell(row, at)
            files.put(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=bold, size=16 if row == 1 else 11)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 72
    _page(sheet)


def _told(names: list[str], lang: str) -> list[tuple[bool, str]]:
    """Lines of the cover: whether it is a heading, and its text."""
    colon = words.say("mark.colon", lang)
    verdicts = [words.say(f"sheet.meaning.{code}", lang) for code in words.codes("verdict")]
    return [
        (True, words.say("report.title", lang)),
        (False, words.say("report.subtitle", lang)),
        *((False, text) for text in about.texts(lang).values()),
        (True, words.say("sheet.verdicts", lang)),
        *((False, text) for text in verdicts),
        *((False, words.say(f"report.method.{key}", lang)) for key in _VERDICTS),
        (True, words.say("sheet.sheets", lang)),
        *((False, name + colon + words.say(f"sheet.holds.{name}", lang)) for name in names),
    ]


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Verdicts and reasons in both languages."""
    told = {}
    for column in (c for c in _CODED if c in frame):
        texts = {code: words.both(f"{column}.{code}") for code in words.codes(column)}
        told[column] = frame[column].map(texts).fillna("")
    return frame.assign(**told)


def _fill(sheet: Any, frame: pd.DataFrame, unit: Callable[[str], str]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(map(str, frame), start=1):
        cells = frame[column].astype("object")
        values = cells.where(cells.notna(), "").tolist()
        head = sheet.cell(1, at)
        files.put(head, heading(column, unit(column)))
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        for row, value in enumerate(values, start=2):
            cell = sheet.cell(row, at)
            files.put(cell, value)
            if isinstance(value, int | float) and not isinstance(value, bool):
                cell.number_format = _format(column, value)
        longest = max(map(len, [*str(head.value).split("\n"), *map(str, values)]))
        sheet.column_dimensions[get_column_letter(at)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _format(column: str, value: float) -> str:
    """How a number is shown: a year plain, a share in per cent, thousands set off."""
    if column in _YEARS:
        return "0"
    if column in _SHARES:
        return "0.0%"
    return "#,##0" if float(value).is_integer() else "#,##0.0#####"


def _link(sheet: Any, frame: pd.DataFrame, rows: dict[str, int]) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    columns = list(map(str, frame))
    if "url" in columns:
        links = citing.cited(frame["source"], "en")["url"].tolist()
        _each(sheet, columns.index("url") + 1, links, lambda cell, url: _linked(cell, url))
        return
    for column in (c for c in _SOURCES if c in columns):
        at = [rows.get(code, "") for code in frame[column]]

        def inside(cell: Any, row: int) -> None:
            _linked(cell, Hyperlink(ref=cell.coordinate, location=f"sources!A{row}"))

        _each(sheet, columns.index(column) + 1, at, inside)


def _each(sheet: Any, column: int, values: list[Any], link: Callable[[Any, Any], None]) -> None:
    for row, value in enumerate(values, start=2):
        if value:
            link(sheet.cell(row, column), value)


def _linked(cell: Any, to: Any) -> None:
    cell.hyperlink, cell.style = to, "Hyperlink"


def _print(sheet: Any) -> None:
    """The header on every page, and what is read first."""
    from openpyxl.utils import get_column_letter

    sheet.print_title_rows = "1:1"
    last = get_column_letter(min(sheet.max_column, _PRINTED))
    sheet.print_area = f"A1:{last}{sheet.max_row}"
    _page(sheet)


def _page(sheet: Any) -> None:
    """A4, landscape, as wide as the page, numbered."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A  &P / &N"
