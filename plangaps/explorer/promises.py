"""Any area of the record on the page: its promises of a year, and what the next report says."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from plangaps import files, record, tables, words
from plangaps.charts import audit
from plangaps.explorer import pieces
from plangaps.record.store import RecordError
from plangaps.record.texts import TextsError
from plangaps.report import promises

_CONTROLS = ["place", "time", "field"]
_EVERY = ""
_LOOK = "<style>.promises :is(td, th) { padding: 2px 8px; vertical-align: top }</style>"


class Promises(widgets.VBox):
    """The record's promises of an area and year, of one theme or all, with the CSV to take away.

    ``texts``: folder or zip of the reports; where it is given the clauses themselves are shown.
    """

    def __init__(self, lang: widgets.Dropdown, texts: str | Path | None = None) -> None:
        self._lang, self._texts, self._filling = lang, texts, False
        wide = widgets.Layout(width="auto", max_width="600px")
        for name in _CONTROLS:
            setattr(self, name, widgets.Dropdown(layout=wide))
        self.said, self.rows, self.links = (widgets.HTML() for _ in range(3))
        controls = [getattr(self, name) for name in _CONTROLS]
        super().__init__([*controls, self.said, self.links, self.rows])
        for control in (lang, *controls):
            control.observe(self._changed, "value")
        self._changed()

    def _changed(self, _: Any = None) -> None:
        if self._filling:
            return
        self._filling = True  # what is offered changes values, too; the last change is shown
        try:
            self._offer()
        finally:
            self._filling = False
        self._show()

    def _offer(self) -> None:
        """Areas, years and themes of the record, in the language chosen."""
        lang, reports = self._lang.value, _reports()
        for name in _CONTROLS:
            getattr(self, name).description = words.say(f"promises.control.{name}", lang)
        areas = reports["ref_area"].drop_duplicates()
        pieces.offer(self.place, zip(tables.names(areas, "area", lang), areas, strict=True))
        of_place = reports.loc[reports["ref_area"] == self.place.value, "year"]
        years = sorted(set(of_place), reverse=True)
        told = (year for year in years if year + 1 in years)  # the next report is there, too
        pieces.offer(self.time, [(str(year), year) for year in years], next(told, None))
        themes = tables.indicators()["theme"].drop_duplicates()
        every = (words.say("promises.every", lang), _EVERY)
        pieces.offer(self.field, [every, *pieces.named("theme", themes, lang)])

    def _show(self) -> None:
        lang = self._lang.value
        if self.place.value is None:
            self.said.value = pieces.paragraphs([words.say("promises.empty", lang)])
            return
        every = promises.of(self.place.value, self.time.value)
        of_field = (self.field.value == _EVERY) | (every["theme"] == self.field.value)
        rows = every[of_field].reset_index(drop=True)
        try:
            shown, fault = promises.in_words(rows, lang, self._texts), []
        except TextsError as error:
            shown, fault = promises.in_words(rows, lang), [str(error)]
        summary = (
            [promises.summary(rows, lang)] if len(rows) else [words.say("promises.none", lang)]
        )
        right = audit.notes(audit.beside(pd.DataFrame([{}]), record.share_right()), lang)
        self.said.value = pieces.paragraphs([*summary, *right, *fault])
        self.links.value = _sources(promises.addresses(every), lang)
        self.links.value += self._download(rows, lang)
        self.rows.value = _table(shown) if len(rows) else ""

    def _download(self, rows: pd.DataFrame, lang: str) -> str:
        name = f"{self.place.value}-{self.time.value}.csv"
        link = pieces.link(name, "text/csv;charset=utf-8", files.csv_bytes(rows))
        return pieces.paragraph(pieces.headed("download", link, lang))


def _table(shown: pd.DataFrame) -> str:
    """Rows that stay legible on a narrow page."""
    html = shown.to_html(index=False, border=0, justify="left", classes="promises")
    return f'{_LOOK}<div style="overflow-x: auto; line-height: 1.4">{html}</div>'


def _reports() -> pd.DataFrame:
    """Reports of the record whose targets were read; none without a record."""
    try:
        reports = record.reports()
    except RecordError:
        return pd.DataFrame(columns=["ref_area", "year"])
    return reports[(reports["kind"] == "report") & (reports["targets"] > 0)]


def _sources(reports: pd.DataFrame, lang: str) -> str:
    """The reports behind the rows, with their addresses where they have one."""
    return "".join(pieces.paragraph(_source(row, lang)) for row in reports.to_dict("records"))


def _source(row: dict[Hashable, str], lang: str) -> str:
    place = row["address"] or f"{row['repository']}: {row['path']}"
    shown = escape(place)
    if row["address"].startswith(("http://", "https://")):
        shown = f'<a href="{shown}" rel="noopener noreferrer" target="_blank">{shown}</a>'
    return pieces.headed("report", f"{escape(row['title'])} · {shown}", lang)
