"""What goes out: files written whole or not at all, the same bytes, texts that stay texts.

No text is written as a formula, whatever sign it begins with; no clock enters a file; nothing is
written through a link.
"""

from __future__ import annotations

import io
import re
import secrets
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

FORMULA = r"[=+\-@\t\r\n＝＋－＠]"

_MOMENT = datetime(1980, 1, 1)  # the earliest a ZIP file can hold
_FILES = {".csv", ".docx", ".html", ".pdf", ".png", ".svg", ".txt", ".xlsx"}


class OutputError(ValueError):
    """A place that cannot be written to; the message says which and why."""


def folder(path: str | Path) -> Path:
    """The folder to write to, made where its parent is there; :class:`OutputError` if it cannot.

    A name such as ``figures.csv`` is that of a file, and refused.
    """
    place = Path(path)
    if place.suffix.lower() in _FILES and not place.is_dir():
        raise OutputError(f"output: found {path}, the name of a file; allowed: that of a folder.")
    try:
        place.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return place
    except OSError as error:
        raise _refused(place, error) from error


@contextmanager
def held(path: str | Path) -> Iterator[Path]:
    """The folder to write to, for one run at a time; :class:`OutputError` for the second."""
    place = folder(path)
    try:
        with FileLock(place / ".lock", timeout=0):
            yield place
    except Timeout:
        raise OutputError(
            f"output: found {path}, which another run writes to; allowed: a folder of its own, or "
            "when that run has ended."
        ) from None


def write(path: str | Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; a reader sees the old file or the new one.

    A link there is replaced, what it names stays as it is.
    """
    path = Path(path)
    temporary = path.with_name(f".{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with BOM; a text that a spreadsheet would compute stands behind a quote."""
    texts = frame.select_dtypes(["object", "string", "category"]).columns
    kept = {c: frame[c].astype("object").where(frame[c].notna(), "").astype("str") for c in texts}
    safe = {c: t.where(~t.str.match(FORMULA), "'" + t) for c, t in kept.items()}
    text = frame.assign(**safe).to_csv(index=False, lineterminator="\r\n", float_format="%.12g")
    return text.encode("utf-8-sig")


def put(cell: Any, value: Any) -> None:
    """A value as it is in a cell of a sheet; a text that looks like a formula stays a text."""
    cell.value = value if value != "" else None
    if isinstance(value, str) and re.match(FORMULA, value):
        cell.data_type, cell.quotePrefix = "s", True


def workbook_bytes(book: Any) -> bytes:
    """An openpyxl workbook as bytes, without the moment of writing."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "plan-gaps"
    book.properties.created = book.properties.modified = _MOMENT
    written = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w")).save()
    return frozen_zip(written)


def frozen_zip(written: io.BytesIO) -> bytes:
    """A ZIP archive, as Excel and Word keep their files, with every part at the same moment."""
    result = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(result, "w") as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            archive.writestr(entry, parts.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"output: found {path}, which cannot be written ({error.strerror}); "
        "allowed: a folder that is there, or whose parent is, and that you may write to."
    )
