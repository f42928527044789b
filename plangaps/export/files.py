"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class OutputError(ValueError):
    """A place that cannot be written to; the message says which and why."""


def folder(path: str | Path) -> Path:
    """The folder to write to, made where its parent is there; :class:`OutputError` if it cannot."""
    place = Path(path)
    try:
        place.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return place
    except OSError as error:
        raise _refused(place, error) from error


def write(path: str | Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; a reader sees the old file or the new one."""
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _refused(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"output: found {path}, which cannot be written ({error.strerror}); "
        "allowed: a folder that is there, or whose parent is, and that you may write to."
    )
