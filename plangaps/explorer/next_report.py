"""The next report on the page: what it says of the plan's targets, each outcome taken or not."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from plangaps import own, proposal_sheet, proposals, words
from plangaps.own import names
from plangaps.reading.files import text_of

_MARK = "background: #ffe9a8; color: #222; padding: 1px 2px"


class NextReport(widgets.VBox):
    """An upload, the outcomes it proposes for a plan, and those that somebody took.

    ``changed`` is called where what is taken changes; ``loaded`` then holds the outcomes taken as
    own figures, None where there are none.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.loaded: own.Loaded | None = None
        self._told, self._file = changed, ("", b"")
        self._rows = pd.DataFrame(columns=[*proposals.COLUMNS, "outcome_at"])
        self._fault = ""
        wide = [widgets.Layout(width="auto") for _ in range(2)]  # one is hidden, the other never
        self.upload = widgets.FileUpload(accept=".docx,.pdf,.txt", multiple=False, layout=wide[0])
        self.outcomes = widgets.SelectMultiple(rows=5, layout=wide[1])
        self.said = widgets.HTML()
        super().__init__([self.upload, self.outcomes, self.said])
        self.upload.observe(self._uploaded, "value")
        self.outcomes.observe(self._chosen, "value")
        self._shown: tuple[str, str] = ("", "")

    def show(self, plan: str, lang: str) -> None:
        """Labels in ``lang``, and what the report says of the targets of ``plan``."""
        if plan != self._shown[0]:
            self._shown = (plan, lang)
            self._propose()
        if lang != self._shown[1]:
            self._shown = (plan, lang)
        self.upload.description = words.say("explorer.next_report", lang)
        self.outcomes.description = words.say("explorer.outcomes", lang)
        self._offer()

    def _uploaded(self, change: dict[str, Any]) -> None:
        if change["new"]:
            file = change["new"][0]
            self._file = (file["name"], bytes(file["content"]))
            self._propose()
            self._offer()
            self._told()

    def _propose(self) -> None:
        """Read the report for the plan that is shown; nothing of another one stays."""
        self._rows, self._fault = self._rows.iloc[:0], ""
        self.outcomes.value = ()
        name, content = self._file
        if not content:
            return
        try:
            rows = proposals.of_plan(self._shown[0], text_of(content, name), name)
            self._rows = rows[rows["match"] == "same"].reset_index(drop=True)
        except ValueError as error:
            self._fault = str(error)

    def _offer(self) -> None:
        """The outcomes proposed, those taken staying taken, and their words."""
        lang, rows = self._shown[1], self._rows
        labels = rows["target"] + " " + rows["name_zh"] + " " + rows["promised"]
        offered = tuple(zip(labels + " → " + rows["quote"], rows["target"], strict=True))
        if offered != tuple(self.outcomes.options):
            self.outcomes.value = ()
            self.outcomes.options = offered
        shown = "" if self._file[1] else "none"
        self.outcomes.layout.display = shown
        self.said.value = "".join(f"<p>{line}</p>" for line in self._lines(lang))

    def _lines(self, lang: str) -> list[str]:
        if not self._file[1]:
            return []
        if self._fault:
            return [escape(self._fault)]
        told = words.say("explorer.proposed", lang, name=self._file[0], n=len(self._rows))
        parts = (self._rows[c] for c in ("target", "outcome_in", "outcome_at"))
        return [escape(told), *map(_marked, *parts)]

    def _chosen(self, _: Any) -> None:
        """The outcomes taken, as a table in which these are confirmed, read as any own file."""
        taken = self._rows["target"].isin(self.outcomes.value)
        before, self.loaded = self.loaded, None
        if taken.any():
            answer = names.label(names.CONFIRMED, "yes")
            rows = self._rows.assign(confirmed=taken.map({True: answer, False: ""}))
            name = f"{self._file[0]}.xlsx"
            self.loaded = own.load(name, proposal_sheet.as_workbook(rows))
        if before or self.loaded:
            self._told()


def _marked(target: str, text: str, place: tuple[int, int]) -> str:
    """An outcome in its sentence, the words that were read marked."""
    start, end = place
    before, words_read, behind = text[:start], text[start:end], text[end:]
    mark = f'<mark style="{_MARK}">{escape(words_read)}</mark>'
    return f"{escape(target)} {escape(before)}{mark}{escape(behind)}"
