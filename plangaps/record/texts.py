"""Where the texts lie: a folder or zip with its ``index.csv``, or copies of the repositories.

The project holds what is read from the texts, not the texts. A text is known by its name in the
folder (``provinces/贵州省-2020.txt``) and by the SHA-256 of its bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from plangaps import intake, words
from plangaps.record import store

COLUMNS = [
    "file", "area", "report_year", "title", "date", "source_url", "corpus", "source_path", "flags",
]  # fmt: skip
ARCHIVES = ("reports.zip", "communiques.zip")
COMMUNIQUES = "communiques/"  # folder of the texts of communiques.zip, YYYY.txt each

_MOST_BYTES = 1_000_000_000  # of a text or zip; all that are known have 100 million

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)


class TextsError(ValueError):
    """Texts that cannot be used; the message says which, what was found and what is allowed."""


class Texts:
    """The texts of a place, by name.

    ``place`` is a folder with ``index.csv`` that holds ``reports.zip`` and ``communiques.zip``, or
    their texts as files; or one such zip with ``index.csv`` beside it; or a folder without
    ``index.csv`` in which copies of the repositories stand under their names (``lawtext/gov/...``),
    for the texts that the record lists. Raises :class:`TextsError` where there is none.
    """

    def __init__(self, place: str | Path) -> None:
        self.place = Path(place)
        self._folder = self.place if self.place.is_dir() else self.place.parent
        self._readers = self._loose() | self._archived() or self._repositories()
        if not self._readers:
            raise TextsError(
                f"texts: found no text in {place}; allowed: a folder or zip of reports with "
                "index.csv, or a folder with the repositories that the record names."
            )

    def read(self, file: str) -> bytes:
        """The bytes of a text; :class:`TextsError` for one that is not there."""
        if file not in self._readers:
            raise TextsError(f"texts: {file} is not in {self.place}; allowed: a text that is.")
        return self._readers[file]()

    def index(self) -> pd.DataFrame:
        """What ``index.csv`` says of the reports (:data:`COLUMNS`), by area and year."""
        path = self._folder / "index.csv"
        if not path.exists():
            raise TextsError(
                f"texts: found no {path}; allowed: a table of the reports beside them."
            )
        table = pd.read_csv(io.BytesIO(_bytes(path)), dtype=str, keep_default_na=False)
        if missing := [column for column in COLUMNS if column not in table]:
            raise TextsError(f"{path}: the column {missing[0]!r} is missing; allowed: with it.")
        return table.loc[table["file"].isin(self._readers.keys()), COLUMNS]

    def communiques(self) -> list[str]:
        """Names of the nation's statistical communiqués."""
        return sorted(file for file in self._readers if file.startswith(COMMUNIQUES))

    def _archived(self) -> dict[str, Callable[[], bytes]]:
        readers: dict[str, Callable[[], bytes]] = {}
        folder = [self._folder / name for name in ARCHIVES]
        for path in folder if self.place.is_dir() else [self.place]:
            if path.exists():
                archive = _opened(path)
                above = COMMUNIQUES if path.name == ARCHIVES[1] else ""
                names = [name for name in archive.namelist() if name.endswith(".txt")]
                readers |= {above + name: partial(archive.read, name) for name in names}
        return readers

    def _loose(self) -> dict[str, Callable[[], bytes]]:
        if not (self._folder / "index.csv").exists():
            return {}
        files = sorted(self._folder.rglob("*.txt"))
        return {file.relative_to(self._folder).as_posix(): partial(_bytes, file) for file in files}

    def _repositories(self) -> dict[str, Callable[[], bytes]]:
        try:
            held = store.read("reports", columns=["file", "repository", "path"])
        except store.RecordError:
            return {}
        rows = held[["file", "repository", "path"]].itertuples(index=False)
        places = {file: self._folder / repository / path for file, repository, path in rows}
        return {f: partial(_without_marks, place) for f, place in places.items() if place.is_file()}


def decoded(raw: bytes) -> str:
    """A text as its offsets count it."""
    return raw.decode("utf-8-sig")


def digest(raw: bytes) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(raw).hexdigest()


def front_matter(text: str) -> dict[str, str]:
    """``title`` and ``source`` of a text that begins with them between two lines of dashes."""
    found = _FRONT_MATTER.match(text)
    lines = found[0].splitlines()[1:-1] if found else []
    return {name: said for name, sep, said in (line.partition(": ") for line in lines) if sep}


def _without_marks(place: Path) -> bytes:
    """A report as the folder holds it: without the repository's front matter and marks of bold."""
    text = decoded(_bytes(place))
    return _FRONT_MATTER.sub("", text).replace("**", "").encode("utf-8")


def _bytes(path: Path) -> bytes:
    try:
        return intake.read_bytes(path, _MOST_BYTES)
    except intake.Refused as error:
        why = words.say(f"unread.{error.key}", "en", **error.values)
        raise TextsError(f"{path}: {why}") from None


def _opened(path: Path) -> zipfile.ZipFile:
    """A zip, read from memory, so that no file stays open."""
    try:
        return zipfile.ZipFile(io.BytesIO(_bytes(path)))
    except zipfile.BadZipFile as error:
        raise TextsError(
            f"{path}: cannot be read ({error}); allowed: a folder or a zip of reports."
        ) from None
