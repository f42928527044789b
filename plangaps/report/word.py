"""The report as a Word document: styles, captions, contents and tables that Word knows as such."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

import pandas as pd
from docx.shared import Mm

from plangaps import files
from plangaps.report import docxparts, readable
from plangaps.report.content import Picture, Report, Section

_WIDTH = 170  # mm between the margins; pictures are as wide
_TALLEST = 190  # mm, so that a picture, its heading and its caption find room on one page


def document(report: Report) -> bytes:
    """The report as the bytes of a .docx file; the same report gives the same bytes."""
    result = BytesIO()
    _Document(report).written().save(result)
    return files.frozen_zip(result)


class _Document:
    """The document while it is written: its numbers of captions go up from page to page."""

    def __init__(self, report: Report) -> None:
        self.report, self.say = report, report.say
        self.book = docxparts.prepared(report.say("title"), report.lang)
        self.captions: Counter[str] = Counter()
        # The tables of the annex come after the one of the summary and those of the sections.
        self.before_annex = 1 + sum(len(section.table) > 0 for section in report.sections)

    def written(self) -> Any:
        """All of the report, as python-docx holds it."""
        heads = {"title": "Title", "subtitle": "Subtitle", "contents": "TOC Heading"}
        for key, style in heads.items():
            text = self.report.subtitle if key == "subtitle" else self.say(key)
            self.book.add_paragraph(text, style=style)
        contents = self.book.add_paragraph()
        self._paragraphs("summary", self.report.summary, 1)
        if self.report.conflicts:
            self._paragraphs("conflicts", self.report.conflicts, 2)
        self._table(self.report.counts, self.say("counts"))
        for section in self.report.sections:
            self._section(section)
        self._paragraphs("methods", self.report.methods, 1)
        self._annex()
        self._sources()
        docxparts.fill_contents(self.book, contents)
        return self.book

    def _paragraphs(self, heading: str, texts: list[str], level: int) -> None:
        self.book.add_heading(self.say(heading), level)
        for text in texts:
            self.book.add_paragraph(text)

    def _section(self, section: Section) -> None:
        self.book.add_heading(section.title)
        if len(section.table):
            self._table(section.table, section.caption)
        for picture in section.pictures:
            self.book.add_heading(picture.told.title, 2)
            self._shape(picture)
            self._below(picture)

    def _shape(self, picture: Picture) -> None:
        paragraph = self.book.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(_WIDTH))
        if shape.height > Mm(_TALLEST):
            shape.width = int(shape.width * Mm(_TALLEST) / shape.height)
            shape.height = Mm(_TALLEST)
        shape._inline.docPr.set("descr", picture.told.alt)
        shape._inline.docPr.set("title", picture.told.title)

    def _below(self, picture: Picture) -> None:
        """The caption of a figure, which points to the table of its numbers."""
        caption = self._caption("figure", picture.caption)
        caption.paragraph_format.keep_together = True
        number = self.captions["figure"]
        shown = f"{self.say('table')} {self.before_annex + number}"
        caption.add_run(" " + self.say("behind"))
        docxparts.field(caption, f"REF numbers_{number} \\h", shown)
        caption.add_run(self.say("end"))

    def _annex(self) -> None:
        """A table a figure, named so that the caption of the figure can point to it."""
        self.book.add_heading(self.say("annex"), 1)
        pictures = [one for section in self.report.sections for one in section.pictures]
        for number, picture in enumerate(pictures, 1):
            of = f"{self.say('figure')} {number}{self.say('stop')}{picture.told.title}"
            self._table(picture.numbers, of, bookmark=f"numbers_{number}")

    def _table(self, frame: pd.DataFrame, caption: str, bookmark: str = "") -> None:
        self._caption("table", caption, bookmark).paragraph_format.keep_with_next = True
        rows = frame.to_numpy().tolist()
        cells = [list(frame.columns), *([readable.written(cell) for cell in row] for row in rows)]
        numeric = [isinstance(cell, int | float) for cell in rows[-1]]
        docxparts.table(self.book, cells, numeric, _WIDTH)

    def _caption(self, kind: str, text: str, bookmark: str = "") -> Any:
        """A caption with a number that Word counts; ``bookmark`` names its word and number."""
        self.captions[kind] += 1
        paragraph = self.book.add_paragraph(f"{self.say(kind)} ", style="Caption")
        docxparts.field(paragraph, f"SEQ {kind.capitalize()} \\* ARABIC", str(self.captions[kind]))
        if bookmark:
            docxparts.bookmark(paragraph, bookmark, self.captions[kind])
        paragraph.add_run(f"{self.say('stop')}{text}")
        return paragraph

    def _sources(self) -> None:
        """Sources by number; an address that is no reprint is a link."""
        self.book.add_heading(self.say("sources"), 1)
        for source in self.report.sources.itertuples():
            paragraph = self.book.add_paragraph(f"[{source.number}] ", style="Source")
            if source.url:
                docxparts.link(paragraph, str(source.title), address=str(source.url))
            else:
                paragraph.add_run(str(source.title))
            rest = ", ".join(str(part) for part in (source.issuer, source.published) if part)
            note = f" ({source.kind!s})" if source.kind else ""
            paragraph.add_run(f". {rest}{note}.")
