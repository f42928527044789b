"""The figures of the collection in a folder, each with its numbers and texts, and an index."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from plangaps import files, words
from plangaps.report import catalogue, page, processes
from plangaps.report.catalogue import Entry
from plangaps.report.drawing import FORMATS, WIDTHS, drawn, printed
from plangaps.report.frames import Frames

INDEX = ["figure", "theme", "lang", "title", "shows", "sources", "alt", "form"]


def write_figures(
    frames: Frames,
    output: str | Path = "figures",
    *,
    theme: str | None = None,
    figure: str | None = None,
    plan: str | None = None,
    lang: str | None = None,
    jobs: int = 2,
    progress: bool = False,
) -> pd.DataFrame:
    """Write the figures of the collection to the folder ``output``, and an index of them.

    ``plan`` has the figures of that plan drawn in place of those of the collection;
    ``theme``, ``figure``, ``lang`` choose among them; ``jobs`` processes draw at the same time.
    Beside each figure: its numbers (CSV, UTF-8 with BOM), caption and alternative text. Returns the
    index, a row a figure and language with the columns :data:`INDEX`. Raises ValueError for a name
    that is not held, :class:`plangaps.files.OutputError` for a folder that cannot be written to.
    The same frames give the same bytes.
    """
    held = None
    if plan is not None:
        frames = frames.of_plan(plan)
        held = catalogue.of_plan(frames, plan)
    entries, languages = catalogue.choose(theme, figure, held), words.languages(lang)
    place = files.folder(output)
    for of in {entry.theme for entry in entries}:
        files.folder(place / of)
    rows = processes.each(_write, entries, frames, languages, place, jobs=jobs, progress=progress)
    index = _with_others([row for both in rows for row in both], place)
    files.write(place / "index.csv", files.csv_bytes(index))
    files.write(place / "index.html", page.figures(index, list(WIDTHS), FORMATS))
    return index


def _write(entry: Entry, frames: Frames, languages: list[str], place: Path) -> list[dict[str, str]]:
    """Write one figure; returns its rows of the index, one a language."""
    numbers, stem = entry.numbers(frames), place / entry.theme / entry.name
    files.write(f"{stem}.csv", files.csv_bytes(numbers))
    return [_write_in(lang, entry, numbers, f"{stem}-{lang}") for lang in languages]


def _write_in(lang: str, entry: Entry, numbers: pd.DataFrame, stem: str) -> dict[str, str]:
    for width in WIDTHS:
        figure = drawn(entry, numbers, lang, width)
        for kind in FORMATS:
            files.write(f"{stem}-{width}mm.{kind}", printed(figure, kind, width))
    told = entry.tell(numbers, lang)
    caption = "\n\n".join(filter(None, [told.title, told.caption, told.foot]))
    files.write(f"{stem}.caption.txt", f"{caption}\n".encode())
    files.write(f"{stem}.alt.txt", f"{told.alt}\n".encode())
    texts = [told.title, told.caption, told.foot, told.alt]
    return dict(zip(INDEX, [entry.name, entry.theme, lang, *texts, entry.form], strict=True))


def _with_others(rows: list[dict[str, str]], place: Path) -> pd.DataFrame:
    """The index, with what an earlier run wrote here and this one was not asked for."""
    order = [(entry.name, lang) for entry in catalogue.every() for lang in words.LANGUAGES]
    parts = [pd.DataFrame(rows, columns=INDEX)]
    if (place / "index.csv").is_file():
        parts.append(pd.read_csv(place / "index.csv", encoding="utf-8-sig").reindex(columns=INDEX))
    both = pd.concat(parts).drop_duplicates(["figure", "lang"]).set_index(["figure", "lang"])
    kept = [key for key in order if key in both.index]
    kept += [key for key in both.index if key not in set(order)]
    return both.loc[kept].reset_index()[INDEX].fillna("")
