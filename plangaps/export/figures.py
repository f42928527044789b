"""Every figure as a file: SVG, PDF and PNG in both languages and two widths, with its numbers.

A figure is drawn on a sheet wider than print and set smaller, so that its smallest letters (7 pt on
the sheet) are 6 pt high on a page 180 mm wide and 5 pt in a column of 85 mm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from plangaps.charts import canvas, words
from plangaps.export import captions, catalogue, files, frames, pages, tables

# Width in print (mm): its scale, that is, the share of 7 pt that its smallest letters keep.
WIDTHS = {180: 6 / 7, 85: 5 / 7}
FORMATS = ("svg", "pdf", "png")
DPI = 300
INDEX = ["figure", "theme", "lang", "title", "shows", "sources", "alt", "form"]

# Letters are embedded as drawings (type 3). As type 42 the packaged font, whose outlines are those
# of PostScript, would be marked as TrueType: Ghostscript then prints no Chinese letter.
_SAVE = {"svg.fonttype": "none", "svg.hashsalt": "plan-gaps", "pdf.fonttype": 3}


def write_figures(
    output: str | Path = "figures",
    *,
    theme: str | None = None,
    figure: str | None = None,
    lang: str | None = None,
    jobs: int = 2,
    progress: bool = False,
) -> pd.DataFrame:
    """Write the figures of the collection to the folder ``output``, and an index of them.

    ``theme``, ``figure``, ``lang`` choose among them; ``jobs`` processes draw at the same time.
    Beside each figure: its numbers (CSV, UTF-8 with BOM), caption and alternative text. Returns the
    index, a row a figure and language with the columns :data:`INDEX`. Raises ValueError for a name
    that is not held, :class:`plangaps.export.files.OutputError` for a folder that cannot be written
    to. The same data give the same bytes.
    """
    chosen = catalogue.choose(theme, figure)
    languages = words.LANGUAGES if lang is None else (lang,)
    words.say(("", ""), languages[0])
    place = files.folder(output)
    for of in {entry.theme for entry in chosen}:
        files.folder(place / of)
    tasks = [(entry.name, one, place) for entry in chosen for one in languages]
    index = pd.DataFrame(list(_done(tasks, jobs, progress)), columns=INDEX)
    index = _with_others(index, place)
    files.write(place / "index.csv", tables.as_csv(index))
    files.write(place / "index.html", pages.figure_index(index, list(WIDTHS), FORMATS))
    return index


def printed(figure: Figure, kind: str, width: int) -> bytes:
    """The figure as SVG, PDF or PNG, ``width`` mm wide, the same bytes each time."""
    scale = width / 25.4 / figure.get_figwidth()
    return _WRITERS[kind](figure, scale)


def drawn(entry: catalogue.Entry, lang: str, width: int) -> Figure:
    """The figure on a sheet for print ``width`` mm wide."""
    with canvas.sheet_width(width / 25.4 / WIDTHS[width]):
        return entry.draw(lang)


def described(entry: catalogue.Entry, lang: str, figure: Figure) -> dict[str, str]:
    """Title, caption and alternative text of a figure that was drawn, as a row of the index."""
    numbers = frames.numbers(entry.form, entry.frames())
    title, notes = (_joined(text.get_text(), lang) for text in figure.texts[:2])
    return {
        "figure": entry.name,
        "theme": entry.theme,
        "lang": lang,
        "title": title,
        "shows": captions.shows(entry.form, numbers, lang),
        "sources": notes,
        "alt": captions.alt(entry.form, title, numbers, lang),
        "form": entry.form,
    }


def _joined(text: str, lang: str) -> str:
    """A text without the line breaks that a sheet gave it."""
    between = r"(?<=[\u2e80-\uffef])\n(?=[\u2e80-\uffef])"
    return re.sub(r"\s*\n\s*", " ", re.sub(between, "", text) if lang == "zh" else text)


def _done(
    tasks: Sequence[tuple[str, str, Path]], jobs: int, progress: bool
) -> Iterator[dict[str, str]]:
    rows = _in_parallel(tasks, jobs) if jobs > 1 and len(tasks) > 2 else map(_export, tasks)
    if not progress:
        return iter(rows)
    from tqdm import tqdm

    return iter(tqdm(rows, total=len(tasks), unit="figure", desc="figures"))


def _in_parallel(tasks: Sequence[tuple[str, str, Path]], jobs: int) -> Iterable[dict[str, str]]:
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_export, tasks)


def _export(task: tuple[str, str, Path]) -> dict[str, str]:
    """Write one figure in one language; returns its row of the index."""
    name, lang, place = task
    (entry,) = catalogue.choose(figure=name)
    stem = place / entry.theme / name
    row: dict[str, str] = {}
    for width in WIDTHS:
        figure = drawn(entry, lang, width)
        for kind in FORMATS:
            files.write(f"{stem}-{lang}-{width}mm.{kind}", printed(figure, kind, width))
        row = row or described(entry, lang, figure)
    caption = "\n\n".join([row["title"], row["shows"], row["sources"]]).strip()
    files.write(f"{stem}-{lang}.caption.txt", f"{caption}\n".encode())
    files.write(f"{stem}-{lang}.alt.txt", f"{row['alt']}\n".encode())
    numbers = frames.numbers(entry.form, entry.frames())
    files.write(f"{stem}.csv", tables.as_csv(numbers))
    return row


def _with_others(index: pd.DataFrame, place: Path) -> pd.DataFrame:
    """The index, with what an earlier run wrote here and this one was not asked for."""
    order = [(e.name, lang) for e in catalogue.FIGURES for lang in words.LANGUAGES]
    rows = [index]
    if (place / "index.csv").is_file():
        rows.append(pd.read_csv(place / "index.csv", encoding="utf-8-sig").reindex(columns=INDEX))
    every = pd.concat(rows).drop_duplicates(["figure", "lang"]).set_index(["figure", "lang"])
    kept = [key for key in order if key in every.index]
    return every.loc[kept].reset_index()[INDEX].fillna("")


def _svg(figure: Figure, scale: float) -> bytes:
    data = _saved(figure, format="svg", metadata={"Date": None}).decode()
    width, height = figure.get_size_inches() * 72
    size = f'width="{width * scale:.4f}pt" height="{height * scale:.4f}pt"'
    return re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', size, data, count=1).encode()


def _pdf(figure: Figure, scale: float) -> bytes:
    from pypdf import PdfReader, PdfWriter

    plain = _saved(figure, format="pdf", metadata={"CreationDate": None, "ModDate": None})
    writer = PdfWriter(PdfReader(BytesIO(plain)))
    writer.pages[0].scale_by(scale)
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def _png(figure: Figure, scale: float) -> bytes:
    kept: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"dpi": (DPI, DPI)}}
    return _saved(figure, format="png", dpi=DPI * scale, **kept)


def _saved(figure: Figure, **how: Any) -> bytes:
    data = BytesIO()
    with mpl.rc_context(_SAVE):  # type: ignore[arg-type]
        figure.savefig(data, **how)
    return data.getvalue()


_WRITERS = {"svg": _svg, "pdf": _pdf, "png": _png}
