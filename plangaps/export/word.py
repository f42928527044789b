"""The report as a Word document: styles, captions, contents and tables that Word knows as such."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pandas as pd

from plangaps.export.report import Report
from plangaps.own.writing import frozen_zip

_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"  # what Word has; others take their own
_PICTURE = 160  # mm


def document(report: Report) -> bytes:
    """The report as the bytes of a .docx file; the same report gives the same bytes."""
    from docx import Document

    book = Document()
    _prepare(book, report)
    book.add_paragraph(report.say("title"), style="Title")
    book.add_paragraph(report.say("subtitle"), style="Subtitle")
    _contents(book, report)
    book.add_heading(report.say("summary"), 1)
    for text in report.summary:
        book.add_paragraph(text)
    _table(book, report, report.counts, report.say("counts"))
    for section in report.sections:
        book.add_heading(section.title, 1)
        if len(section.table):
            _table(book, report, section.table, section.caption)
        for picture in section.pictures:
            _picture(book, report, picture)
    book.add_heading(report.say("methods"), 1)
    for text in report.methods:
        book.add_paragraph(text)
    _sources(book, report)
    result = BytesIO()
    book.save(result)
    return frozen_zip(result)


def _prepare(book: Any, report: Report) -> None:
    """Page, properties, and a Chinese font in every style that names one."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    book.core_properties.title = report.say("title")
    book.core_properties.author = "plan-gaps"
    book.core_properties.language = {"en": "en-GB", "zh": "zh-CN"}[report.lang]
    for style in book.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:ascii"), _LATIN)
            fonts.set(qn("w:hAnsi"), _LATIN)
            fonts.set(qn("w:eastAsia"), _CHINESE)
    book.styles["Normal"].font.size = Pt(10.5)
    caption = book.styles["Caption"].font
    caption.bold, caption.color.rgb = False, RGBColor(0x44, 0x44, 0x44)


def _contents(book: Any, report: Report) -> None:
    """A table of contents, which Word fills in; until then it lists the chapters."""
    book.add_paragraph(report.say("contents"), style="TOC Heading")
    chapters = [report.say("summary"), *(s.title for s in report.sections)]
    chapters += [report.say("methods"), report.say("sources")]
    paragraph = book.add_paragraph()
    _field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', "\n".join(chapters))


def _picture(book: Any, report: Report, picture: Any) -> None:
    from docx.shared import Mm

    book.add_heading(picture.title, 2)
    paragraph = book.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(_PICTURE))
    if shape.height > Mm(200):
        shape.width, shape.height = int(shape.width * Mm(200) / shape.height), Mm(200)
    properties = shape._inline.docPr
    properties.set("descr", picture.alt)
    properties.set("title", picture.title)
    _caption(book, report.say("figure"), "Figure", f"{picture.shows} {picture.sources}".strip())


def _table(book: Any, report: Report, frame: pd.DataFrame, caption: str) -> None:
    """A native table whose first row is repeated on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    _caption(book, report.say("table"), "Table", caption).paragraph_format.keep_with_next = True
    table = book.add_table(rows=0, cols=len(frame.columns), style="Light Grid Accent 1")
    for row in [list(frame.columns), *frame.to_numpy().tolist()]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(str(value)).font.size = Pt(8)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    book.add_paragraph()


def _caption(book: Any, word: str, name: str, text: str) -> Any:
    """A caption with a number that Word counts."""
    number = sum(p.style.name == "Caption" and p.text.startswith(word) for p in book.paragraphs) + 1
    paragraph = book.add_paragraph(f"{word} ", style="Caption")
    _field(paragraph, f"SEQ {name} \\* ARABIC", str(number))
    paragraph.add_run(f" {text}")
    return paragraph


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field of Word with what it shows until it is updated."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "end":
            paragraph.add_run(shown)
        paragraph.add_run()._r.append(mark)
        if kind == "begin":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = code
            paragraph.add_run()._r.append(instruction)


def _sources(book: Any, report: Report) -> None:
    """Sources by number; an address that is no reprint is a link."""
    book.add_heading(report.say("sources"), 1)
    for source in report.sources.itertuples():
        paragraph = book.add_paragraph(f"[{source.number}] ")
        if source.url:
            _link(paragraph, str(source.url), str(source.title))
        else:
            paragraph.add_run(str(source.title))
        rest = [str(part) for part in (source.publisher, source.published) if part]
        note = f" ({report.say('reprint')})" if source.reprint else ""
        paragraph.add_run(f". {', '.join(rest)}{note}.")


def _link(paragraph: Any, address: str, text: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    run = paragraph.add_run(text)
    run.font.underline, run.font.color.rgb = True, RGBColor(0x00, 0x4B, 0x87)
    link.append(run._r)
    paragraph._p.append(link)
