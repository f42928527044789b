"""Reports as they come, as text: UTF-8 or GB18030 files, .docx, .pdf and standard input."""

from __future__ import annotations

import io
import logging
import re
import sys
from pathlib import Path

from plangaps import intake, words

MOST_CHARACTERS = 1_000_000  # a report has some 20,000, the longest known 100,000

_MOST_BYTES = {".docx": 20_000_000, ".pdf": 20_000_000}  # with pictures; a text has its characters
_MOST_UNPACKED, _MOST_ELEMENTS = 50_000_000, 300_000

_BLANKS = re.compile(r"(?<![\d\s])\s++|\s++(?!\d)")
_DIGITS_MET = re.compile(r"(?<=\d)\0(?=\d)")  # where a line that ends in a digit goes on in one
_SENTENCE_ENDS = "。！？；：…”』】"


class UnreadableFile(ValueError):
    """A report that cannot be read; the message names it and says why and what is allowed."""


def read_text(path: str | Path) -> str:
    """Text of a report: a text file in UTF-8 or GB18030, .docx, .pdf, or ``-`` for standard input.

    In a .pdf the lines of a paragraph are put together again. A control character becomes a blank,
    which is told on standard error. Raises :class:`UnreadableFile` for a file that is missing,
    empty, damaged, of another kind, no regular file, beyond a limit, or a scan without text.
    """
    if str(path) == "-":
        return text_of(sys.stdin.buffer.read(_most_bytes("") + 1), "standard input")
    try:
        return text_of(intake.read_bytes(path, _most_bytes(Path(path).suffix.lower())), str(path))
    except intake.Refused as error:
        raise _unreadable(str(path), error) from None


def text_of(raw: bytes, name: str) -> str:
    """Text of a report given as the bytes of a file ``name``; as :func:`read_text`."""
    kind = Path(name).suffix.lower()
    if kind == ".doc":
        raise UnreadableFile(f"{name}: found an old Word file; allowed: save it as .docx first.")
    try:
        intake.check("bytes", len(raw), _most_bytes(kind))
        text = _by_library(raw, kind, name) if kind in _MOST_BYTES else intake.text_of(raw)
        return checked(text, name, kind)
    except intake.Refused as error:
        raise _unreadable(name, error) from None


def checked(text: str, name: str, kind: str = "") -> str:
    """The text of a report ``name`` without control characters, neither empty nor too long."""
    if len(text) > MOST_CHARACTERS:
        raise _unreadable(name, intake.Refused("characters", n=len(text), most=MOST_CHARACTERS))
    text, controls = intake.without_controls(text)
    if controls:
        told = words.say("unread.controls", "en", n=controls)
        print(words.printable(f"{name}: {told}"), file=sys.stderr)
    if not text.strip():
        reason = "pages without text, as a scan has" if kind == ".pdf" else "no text"
        raise UnreadableFile(f"{name}: found {reason}; allowed: a report with its words as text.")
    return text


def _most_bytes(kind: str) -> int:
    return _MOST_BYTES.get(kind, 4 * MOST_CHARACTERS)


def _unreadable(name: str, error: intake.Refused) -> UnreadableFile:
    return UnreadableFile(f"{name}: {words.say(f'unread.{error.key}', 'en', **error.values)}")


def _by_library(raw: bytes, kind: str, name: str) -> str:
    try:
        return _docx(raw) if kind == ".docx" else _pdf(raw)
    except intake.Refused:
        raise
    except Exception as error:  # a damaged file fails in the library in ways it does not list
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableFile(f"{name}: not a readable {kind} file ({reason}).") from None


def _docx(raw: bytes) -> str:
    """Paragraphs, then cells of tables: no more than the part of the file that holds them."""
    from docx.oxml import parse_xml

    package, main, elements = intake.Package(raw, _MOST_UNPACKED), ["word/document.xml"], [0]

    def related(tag: str, given: dict[str, str]) -> None:
        if given.get("Type", "").endswith("/officeDocument"):
            main[0] = given["Target"].lstrip("/")

    def counted(tag: str, given: dict[str, str]) -> None:
        elements[0] += 1
        intake.check("elements", elements[0], _MOST_ELEMENTS)

    package.xml("_rels/.rels", related)
    body = parse_xml(package.xml(main[0], counted)).body
    return "\n".join(p.text for path in ("./w:p", "./w:tbl//w:tc/w:p") for p in body.xpath(path))


def _pdf(raw: bytes) -> str:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong comes as an error here
    pages, length = [], 0
    for page in PdfReader(io.BytesIO(raw)).pages:
        pages.append(page.extract_text())
        length += len(pages[-1])
        intake.check("characters", length, MOST_CHARACTERS)
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
