"""What python-docx leaves to its user: fields, links, tables with widths."""

from __future__ import annotations

import unicodedata
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"  # what Word has; others take their own
_BAND = "F2F2F2"  # grey of every second row of a table, light enough to print
_LETTER = 1.85  # mm, a letter or digit of a table, in a wide font where Calibri is not there
_MARGINS = 2.0  # mm, left and right in a cell
_SHORT = 8  # letters, that is, four Chinese characters, which are never broken
_LONGEST = 34  # letters of a line in a cell; a longer text is broken


def prepared(properties: dict[str, Any], lang: str) -> Any:
    """An empty document with core ``properties``: A4, page numbers, which Word writes without being
    asked, and a Chinese font wherever a style names one."""
    book = Document()
    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(18)
    for name, value in properties.items():
        setattr(book.core_properties, name, value)
    book.core_properties.language = {"en": "en-GB", "zh": "zh-CN"}[lang]
    _fonts(book)
    _styles(book)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(foot, "PAGE", "1")
    return book


def _fonts(book: Any) -> None:
    """The two fonts in every style, in those of tables and in what styles start from too."""
    named = {"ascii": _LATIN, "hAnsi": _LATIN, "cs": _LATIN, "eastAsia": _CHINESE}
    for fonts in book.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script, name in named.items():
            fonts.set(qn(f"w:{script}"), name)
    for language in book.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")


def _styles(book: Any) -> None:
    """Sizes and spaces of the styles that are used, and styles that the template lacks."""
    for name, size, before, after, indent in (
        ("Normal", 10, 0, 5, 0),
        ("Caption", 9, 4, 4, 0),
        ("Table Text", 8, 0, 0, 0),
        ("Source", 8, 0, 1, 0),
        ("Answer", 12, 0, 6, 0),
        ("List Number", 10, 0, 4, 6),
    ):
        if name not in book.styles:
            made = book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = book.styles["Normal"]
        style = book.styles[name]
        style.font.size, space = Pt(size), style.paragraph_format
        space.space_before, space.space_after, space.left_indent = Pt(before), Pt(after), Mm(indent)
        space.line_spacing = 1.05
    caption = book.styles["Caption"].font
    caption.bold, caption.color.rgb = False, RGBColor(0x44, 0x44, 0x44)
    book.styles["Answer"].font.bold = True
    book.styles["Subtitle"].font.italic = False
    plain = book.styles["Light Shading"].element
    for shade in plain.xpath(".//w:tblStylePr[@w:type='band1Horz']//w:shd"):
        shade.attrib.clear()
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _BAND)
    for side in plain.xpath("./w:tblPr/w:tblCellMar/w:left | ./w:tblPr/w:tblCellMar/w:right"):
        side.set(qn("w:w"), str(int(Mm(_MARGINS / 2).twips)))


def table(book: Any, rows: list[list[str]], numeric: list[bool], width: float) -> None:
    """A native table, ``width`` mm wide, whose first row is repeated on every page.

    Columns are as wide as what they hold asks for, those that are ``numeric`` set to the right; no
    row is split between pages.
    """
    made = book.add_table(len(rows), len(numeric), style="Light Shading")
    made.autofit = False
    text_style, widths = book.styles["Table Text"].style_id, _widths(rows, width)
    for column, one in zip(made.columns, widths, strict=True):
        column.width = Mm(one)
    texts = [(text, i) for row in rows for i, text in enumerate(row)]
    for cell, (text, i) in zip(made._cells, texts, strict=True):
        cell.width = Mm(widths[i])
        paragraph = cell.paragraphs[0]
        paragraph._p.style = text_style  # by its code: to look it up anew takes most of the time
        paragraph.add_run(text)
        if numeric[i]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in made.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(rows: list[list[str]], whole: float) -> list[float]:
    """Width of each column (mm): room for its longest word, then the rest by what the cells hold.

    Together ``whole``; a long text takes several lines, a word or figure only one.
    """
    columns = list(zip(*rows, strict=True))
    words = [max(map(_unbroken, column)) for column in columns]
    lines = [min(max(len(_wide(text)) for text in column), _LONGEST) for column in columns]
    words[0] += 1  # bold letters
    least = [_LETTER * word + _MARGINS for word in words]
    more = [max(_LETTER * line + _MARGINS - one, 0) for line, one in zip(lines, least, strict=True)]
    granted = min(max(whole - sum(least), 0) / (sum(more) or 1), 1)
    asked = [one + granted * extra for one, extra in zip(least, more, strict=True)]
    return [whole * one / sum(asked) for one in asked]


def _unbroken(text: str) -> int:
    """Letters of a text that stand on one line: its longest word, or all of a short Chinese one."""
    whole = len(_wide(text)) if len(_wide(text)) <= _SHORT and " " not in text else 0
    return max(whole, *map(len, [*_spread(text).split(), ""]))


def _wide(text: str) -> str:
    """A text with each Chinese character counted as two letters."""
    return "".join(c * 2 if unicodedata.east_asian_width(c) in "WF" else c for c in text)


def _spread(text: str) -> str:
    """A text with a space wherever a line may be broken."""
    return "".join(f"{c} " if unicodedata.east_asian_width(c) in "WF" else c for c in text)


def field(paragraph: Any, code: str, shown: str) -> None:
    """A field of Word with what it shows until it is updated."""
    _mark(paragraph, "begin", code)
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str, code: str = "") -> None:
    """The ``begin`` of a field with its ``code`` as far as its result, or its ``end``."""
    for one in ("begin", "separate") if kind == "begin" else ("end",):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), one)
        paragraph.add_run()._r.append(mark)
        if one == "begin":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            paragraph.add_run()._r.append(instruction)


def link(paragraph: Any, text: str, address: str) -> None:
    """A link to an ``address`` outside, underlined."""
    made, run = OxmlElement("w:hyperlink"), paragraph.add_run(text)
    outside = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True)
    made.set(qn("r:id"), outside)
    run.font.underline, run.font.color.rgb = True, RGBColor(0x00, 0x4B, 0x87)
    made.append(run._r)
    paragraph._p.append(made)
