"""The report as a Word document: styles, captions, contents and tables that Word knows as such."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

import pandas as pd

from plangaps.export import readable, wordparts
from plangaps.export.report import Picture, Report
from plangaps.own.writing import frozen_zip

_WIDTH = 170  # mm between the margins; pictures are as wide
_TALLEST = 190  # mm, so that a picture, its heading and its caption find room on one page


def document(report: Report) -> bytes:
    """The report as the bytes of a .docx file; the same report gives the same bytes."""
    result = BytesIO()
    _Document(report).written().save(result)
    return frozen_zip(result)


class _Document:
    """The document while it is written: its numbers of captions go up from page to page."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.book = wordparts.prepared(report.say("title"), report.lang)
        self.captions: Counter[str] = Counter()
        # The tables of the annex come after the one of the summary and those of the sections.
        self.before_annex = 1 + sum(len(section.table) > 0 for section in report.sections)

    def written(self) -> Any:
        """All of the report, as python-docx holds it."""
        report, book = self.report, self.book
        book.add_paragraph(report.say("title"), style="Title")
        book.add_paragraph(report.say("subtitle"), style="Subtitle")
        book.add_paragraph(report.say("contents"), style="TOC Heading")
        contents = book.add_paragraph()
        self._summary()
        for section in report.sections:
            book.add_heading(section.title, 1)
            if len(section.table):
                self._table(section.table, section.caption)
            for picture in section.pictures:
                self._picture(picture)
        self._paragraphs("methods", report.methods, 1)
        self._annex()
        self._sources()
        wordparts.fill_contents(book, contents)
        return book

    def _summary(self) -> None:
        self._paragraphs("summary", self.report.summary, 1)
        if self.report.conflicts:
            self._paragraphs("conflicts", self.report.conflicts, 2)
        self._table(self.report.counts, self.report.say("counts"))

    def _paragraphs(self, heading: str, texts: list[str], level: int) -> None:
        self.book.add_heading(self.report.say(heading), level)
        for text in texts:
            self.book.add_paragraph(text)

    def _picture(self, picture: Picture) -> None:
        from docx.shared import Mm

        self.book.add_heading(picture.title, 2)
        paragraph = self.book.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(_WIDTH))
        if shape.height > Mm(_TALLEST):
            shape.width = int(shape.width * Mm(_TALLEST) / shape.height)
            shape.height = Mm(_TALLEST)
        properties = shape._inline.docPr
        properties.set("descr", picture.alt)
        properties.set("title", picture.title)
        caption = self._caption("figure", f"{picture.shows} {picture.sources}".strip())
        caption.paragraph_format.keep_together = True
        number = self.captions["figure"]
        shown = f"{self.report.say('table')} {self.before_annex + number}"
        caption.add_run(" " + self.report.say("behind"))
        wordparts.field(caption, f"REF numbers_{number} \\h", shown)
        caption.add_run(self.report.say("end"))

    def _annex(self) -> None:
        """A table a figure, named so that the caption of the figure can point to it."""
        self.book.add_heading(self.report.say("annex"), 1)
        pictures = [one for section in self.report.sections for one in section.pictures]
        for number, picture in enumerate(pictures, 1):
            of = f"{self.report.say('figure')} {number}{self.report.say('stop')}{picture.title}"
            self._table(picture.numbers, of, bookmark=f"numbers_{number}")

    def _table(self, frame: pd.DataFrame, caption: str, bookmark: str = "") -> None:
        self._caption("table", caption, bookmark).paragraph_format.keep_with_next = True
        cells = [list(frame.columns), *frame.to_numpy().tolist()]
        wordparts.table(self.book, [[readable.written(cell) for cell in row] for row in cells],
                   [isinstance(cell, int | float) for cell in cells[-1]], _WIDTH)  # fmt: skip

    def _caption(self, kind: str, text: str, bookmark: str = "") -> Any:
        """A caption with a number that Word counts; ``bookmark`` names its word and number."""
        self.captions[kind] += 1
        paragraph = self.book.add_paragraph(f"{self.report.say(kind)} ", style="Caption")
        wordparts.field(paragraph, f"SEQ {kind.capitalize()} \\* ARABIC", str(self.captions[kind]))
        if bookmark:
            wordparts.bookmark(paragraph, bookmark, self.captions[kind])
        paragraph.add_run(f"{self.report.say('stop')}{text}")
        return paragraph

    def _sources(self) -> None:
        """Sources by number; an address that is no reprint is a link."""
        self.book.add_heading(self.report.say("sources"), 1)
        for source in self.report.sources.itertuples():
            paragraph = self.book.add_paragraph(f"[{source.number}] ", style="Source")
            if source.url:
                wordparts.link(paragraph, str(source.title), address=str(source.url))
            else:
                paragraph.add_run(str(source.title))
            rest = [str(part) for part in (source.publisher, source.published) if part]
            note = f" ({self.report.say('reprint')})" if source.reprint else ""
            paragraph.add_run(f". {', '.join(rest)}{note}.")
