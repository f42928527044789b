"""Reports as they come, as text: UTF-8 or GB18030 files, .docx, .pdf and standard input."""

from __future__ import annotations

import io
import logging
import re
import sys
from pathlib import Path

from plangaps import files

_BLANKS = re.compile(r"(?<![\d\s])\s++|\s++(?!\d)")
_DIGITS_MET = re.compile(r"(?<=\d)\0(?=\d)")  # where a line that ends in a digit goes on in one
_SENTENCE_ENDS = "。！？；：…”』】"


class UnreadableFile(ValueError):
    """A report that cannot be read; the message names it and says why and what is allowed."""


def read_text(path: str | Path) -> str:
    """Text of a report: a text file in UTF-8 or GB18030, .docx, .pdf, or ``-`` for standard input.

    In a .pdf the lines of a paragraph are put together again. Raises :class:`UnreadableFile` for a
    file that is missing, empty, damaged, of another kind, or a scan without text.
    """
    name = "standard input" if str(path) == "-" else str(path)
    return text_of(_bytes(path, name), name)


def text_of(raw: bytes, name: str) -> str:
    """Text of a report given as the bytes of a file ``name``; as :func:`read_text`."""
    kind = Path(name).suffix.lower()
    if kind == ".doc":
        raise UnreadableFile(f"{name}: found an old Word file; allowed: save it as .docx first.")
    text = _by_library(raw, kind, name) if kind in (".docx", ".pdf") else files.decoded(raw)
    if text is None:
        raise UnreadableFile(
            f"{name}: found bytes that are neither UTF-8 nor GB18030 text; "
            "allowed: a text file in one of the two, .docx or .pdf."
        )
    if not text.strip():
        reason = "pages without text, as a scan has" if kind == ".pdf" else "no text"
        raise UnreadableFile(f"{name}: found {reason}; allowed: a report with its words as text.")
    return text


def _bytes(path: str | Path, name: str) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{name}: cannot be read ({error.strerror}).") from None


def _by_library(raw: bytes, kind: str, name: str) -> str:
    try:
        return _docx(raw) if kind == ".docx" else _pdf(raw)
    except Exception as error:  # a damaged file fails in the library in ways it does not list
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableFile(f"{name}: not a readable {kind} file ({reason}).") from None


def _docx(raw: bytes) -> str:
    from docx import Document

    document = Document(io.BytesIO(raw))
    lines = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines + cells)


def _pdf(raw: bytes) -> str:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong comes as an error here
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages]
    return _unwrapped("\n".join(pages))


def _unwrapped(text: str) -> str:
    """Lines put together to paragraphs: a full line that ends in mid-sentence goes on in the next.

    Page numbers (a line of digits and dashes) are dropped, and blanks, but for those between two
    digits: no number is put together from two.
    """
    lines = [_BLANKS.sub("", line.strip()) for line in text.splitlines()]
    lines = [line for line in lines if line and not re.fullmatch(r"[-—–\d\s·第页共/]+", line)]
    full = 0.8 * max(map(len, lines), default=0)
    parts = [
        line if len(line) >= full and line[-1] not in _SENTENCE_ENDS else line + "\n"
        for line in lines
    ]
    return _DIGITS_MET.sub(" ", "\0".join(parts)).replace("\0", "")
