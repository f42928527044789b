"""What comes in from outside: regular files, bytes as text, parts of Office files, within limits.

A limit is looked at before a parser sees what it bounds; what is beyond it is refused.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

_BLANK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack gigabytes at one step

Seen = Callable[[str, dict[str, str]], object]


class Refused(ValueError):
    """Input that is not read; ``key`` and ``values`` say why in the words of the room that asks."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def check(key: str, size: int, most: int) -> None:
    """:class:`Refused` for a size beyond its limit."""
    if size > most:
        raise Refused(key, n=size, most=most)


def read_bytes(path: str | Path, most: int) -> bytes:
    """The bytes of a regular file, ``most`` at most; a pipe or a device may have no end."""
    path = Path(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("unreadable")
        check("bytes", status.st_size, most)
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise Refused("no_file") from None
    except OSError:
        raise Refused("unreadable") from None


def text_of(data: bytes) -> str:
    """Bytes as text in UTF-8 (with or without BOM) or GB18030.

    :class:`Refused` for what is no text, and for lines of Chinese in UTF-8 among others.
    """
    if b"\0" in data:
        raise Refused("no_text")
    if (text := _decoded(data, "utf-8-sig")) is not None:
        return text
    lines = [_decoded(line, "utf-8-sig") for line in data.splitlines()]
    chinese = [n for n, line in enumerate(lines, 1) if line and _CHINESE.search(line)]
    if chinese or data.startswith(b"\xef\xbb\xbf"):
        raise Refused("encodings", one=chinese[0] if chinese else 1, other=lines.index(None) + 1)
    if (text := _decoded(data, "gb18030")) is None:
        raise Refused("no_text")
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def without_controls(text: str) -> tuple[str, int]:
    """``text`` with a blank for each sign that no file of ours can hold, and how many those were.

    A blank, for without one a control character between two numbers would make them one.
    """
    return _BLANK.subn(" ", text)


class Package:
    """An Office file, whose parts are unpacked by name and out of one budget of ``most`` bytes."""

    def __init__(self, data: bytes, most: int) -> None:
        self._archive, self._left, self._most = zipfile.ZipFile(io.BytesIO(data)), most, most
        self.names = list(dict.fromkeys(self._archive.namelist()))

    def xml(self, name: str, seen: Seen, heard: Callable[[str], object] | None = None) -> bytes:
        """A part of XML; its elements are told to ``seen`` by local name and attributes, its text
        to ``heard``.

        Allowed is what has one reading, whichever parser comes after this one: UTF-8, no DTD.
        """
        info = self._archive.getinfo(name)
        if info.compress_type not in _METHODS:
            raise ValueError(f"{name}: compressed by another method")
        self._left -= info.file_size
        check("unpacked", self._most - self._left, self._most)
        part = self._archive.read(name)
        parser = expat.ParserCreate("utf-8", "}")
        parser.XmlDeclHandler = _check_encoding
        parser.StartDoctypeDeclHandler = _refuse_dtd
        parser.StartElementHandler = lambda tag, given: seen(tag.rpartition("}")[2], given)
        parser.CharacterDataHandler = heard
        parser.buffer_text = True
        parser.Parse(part, True)
        return part


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if (encoding or "utf-8").lower() != "utf-8":
        raise ValueError(f"found XML in {encoding}; allowed: UTF-8")


def _refuse_dtd(*_: Any) -> None:
    raise ValueError("found a DTD; allowed: none")
