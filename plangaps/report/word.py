"""The report as a Word document: styles, captions and tables that Word knows as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd
from docx.shared import Mm

import plan_targets
from plangaps import files
from plangaps.report import about, docxparts, readable
from plangaps.report.content import Picture, Report, Section

_WIDTH = 180  # mm between the margins; pictures are as wide
# mm, so that a theme with its sentences finds room on a page, beside a table or alone
_TALLEST = {True: 92, False: 150}


def document(report: Report) -> bytes:
    """The report as the bytes of a .docx file; the same report gives the same bytes."""
    result = BytesIO()
    _Document(report).written().save(result)
    return files.frozen_zip(result)


class _Document:
    """The document while it is written: its numbers of captions go up from page to page."""

    def __init__(self, report: Report) -> None:
        self.report, self.say = report, report.say
        self.book = docxparts.prepared(_properties(report), report.lang)
        self.captions: Counter[str] = Counter()

    def written(self) -> Any:
        """All of the report, as python-docx holds it."""
        for text, style in (
            (self.say("title"), "Title"),
            (self.report.subtitle, "Subtitle"),
            (self.report.about["state"], "Source"),
        ):
            self.book.add_paragraph(text, style=style)
        self._front()
        for section in self.report.sections:
            self._section(section)
        if self.report.methods:
            self._chapter(self.say("methods"))
            self._paragraphs(self.report.methods)
        self.book.add_heading(self.say("about"), 2)
        self._paragraphs(self.report.about.values())
        if self.report.annex:
            self._chapter(self.say("annex"))
            for title, table in self.report.annex:
                self._table(table, title)
        if len(self.report.sources):
            self._sources()
        return self.book

    def _chapter(self, title: str) -> None:
        """A heading at the top of a page, or below the title where nothing stands yet."""
        begun = any(p.style.name.startswith("Heading") for p in self.book.paragraphs)
        self.book.add_heading(title, 1).paragraph_format.page_break_before = begun

    def _front(self) -> None:
        """The first page: the answer, the findings, the figure, own figures that differ."""
        report = self.report
        if report.answer:
            self.book.add_heading(self.say("summary"), 1)
            self._paragraphs([report.answer], "Answer")
        if report.findings:
            self.book.add_heading(self.say("findings"), 2)
            self._paragraphs(report.findings, "List Number")
        for picture in report.opening:
            self._picture(picture, _TALLEST[True])
        if report.conflicts:
            self.book.add_heading(self.say("conflicts"), 2)
            self._paragraphs(report.conflicts)

    def _paragraphs(self, texts: Iterable[str], style: str = "Normal") -> None:
        for text in texts:
            self.book.add_paragraph(text, style=style)

    def _section(self, section: Section) -> None:
        self._chapter(section.title)
        self._paragraphs(section.said)
        for picture in section.pictures:
            self._picture(picture, _TALLEST[len(section.table) > 0])
        if len(section.table):
            self._table(section.table, section.caption)

    def _picture(self, picture: Picture, tallest: int) -> None:
        paragraph = self.book.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(_WIDTH))
        if shape.height > Mm(tallest):
            shape.width = int(shape.width * Mm(tallest) / shape.height)
            shape.height = Mm(tallest)
        shape._inline.docPr.set("descr", picture.told.alt)
        shape._inline.docPr.set("title", picture.told.title)
        self._caption("figure", picture.told.caption).paragraph_format.keep_together = True

    def _table(self, frame: pd.DataFrame, caption: str) -> None:
        self._caption("table", caption).paragraph_format.keep_with_next = True
        rows = frame.to_numpy().tolist()
        cells = [list(frame.columns), *([readable.written(cell) for cell in row] for row in rows)]
        numeric = [isinstance(cell, int | float) for cell in rows[-1]]
        docxparts.table(self.book, cells, numeric, _WIDTH)

    def _caption(self, kind: str, text: str) -> Any:
        """A caption with a number that Word counts."""
        self.captions[kind] += 1
        paragraph = self.book.add_paragraph(f"{self.say(kind)} ", style="Caption")
        docxparts.field(paragraph, f"SEQ {kind.capitalize()} \\* ARABIC", str(self.captions[kind]))
        paragraph.add_run(f"{self.say('stop')}{text}")
        return paragraph

    def _sources(self) -> None:
        """Sources by number below who issued them; an address that is no reprint is a link."""
        self.book.add_heading(self.say("sources"), 1)
        for issuer, listed in self.report.by_issuer:
            paragraph = self.book.add_paragraph(style="Source")
            paragraph.add_run(f"{issuer} ").bold = True
            for source in listed:
                paragraph.add_run(f" [{source.number}] ")
                if source.url:
                    docxparts.link(paragraph, str(source.title), str(source.url))
                else:
                    paragraph.add_run(str(source.title))
                rest = ", ".join(str(part) for part in (source.published, source.kind) if part)
                paragraph.add_run(f", {rest}." if rest else ".")


def _properties(report: Report) -> dict[str, Any]:
    """What Word shows of a document without opening it."""
    day = datetime.fromisoformat(about.date())
    told = report.about
    return {
        "title": report.say("title"),
        "subject": report.subtitle,
        "author": report.say("author"),
        "last_modified_by": report.say("author"),
        "comments": told["cite"],
        "keywords": told["licence"],
        "version": plan_targets.__version__,
        "created": day,
        "modified": day,
    }
