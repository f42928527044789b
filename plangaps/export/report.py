"""The report as data: summary, a section a theme, methods, sources; both languages.

:func:`content` collects what the report says, :func:`plangaps.export.pages.report` sets it as one
web page and :mod:`plangaps.export.word` as a Word document.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from plangaps import observed, tables
from plangaps.charts import words
from plangaps.export import captions, catalogue, figures, files, frames, readable
from plangaps.export.phrases import COLUMNS, METHODS, TEXT

_WIDTH = 180  # mm; the figures of the report are those of a page
_NARROW = 85  # mm; those for a phone are those of a column
_COLOURS = 128
_SHARP = 120  # mm at 300 dpi: the 1,417 dots that a screen and 170 mm of paper show
_JUDGED = ("gap_bars", "outcome_ladder")  # forms whose numbers are a gap table


@dataclass(frozen=True)
class Picture:
    """A figure of the report: its picture, one for a narrow screen, its texts and its numbers."""

    name: str
    png: bytes
    narrow: bytes
    title: str
    shows: str
    sources: str
    alt: str
    numbers: pd.DataFrame


@dataclass(frozen=True)
class Section:
    """A theme: its figures, and the gap table where the first plan has targets in it."""

    theme: str
    title: str
    pictures: list[Picture]
    caption: str
    table: pd.DataFrame


@dataclass(frozen=True)
class Report:
    """All that the report says in one language."""

    lang: str
    summary: list[str]
    conflicts: list[str]
    counts: pd.DataFrame
    sections: list[Section]
    methods: list[str]
    sources: pd.DataFrame

    def say(self, key: str, **values: str) -> str:
        """A fixed text of the report."""
        return words.say(TEXT[key], self.lang).format(**values)


def write_report(output: str | Path = "report", *, lang: str | None = None) -> list[Path]:
    """Write the report to the folder ``output``: a web page and a Word document a language.

    Returns the files. Raises ValueError for another language,
    :class:`plangaps.export.files.OutputError` for a folder that cannot be written to.
    """
    languages = words.LANGUAGES if lang is None else (lang,)
    words.say(("", ""), languages[0])
    tasks = [(one, files.folder(output)) for one in languages]
    if len(tasks) == 1:
        return _write(tasks[0])
    with ProcessPoolExecutor(len(tasks), mp_context=get_context("spawn")) as pool:
        return [path for paths in pool.map(_write, tasks) for path in paths]


def _write(task: tuple[str, Path]) -> list[Path]:
    """Write the report in one language; returns its files."""
    from plangaps.export import pages, word

    (lang, place), written = task, []
    report = content(lang)
    for kind, data in (("html", pages.report(report)), ("docx", word.document(report))):
        written.append(place / f"plan-gaps-{lang}.{kind}")
        files.write(written[-1], data)
    return written


def content(lang: str) -> Report:
    """The report in one language, as data."""
    numbers = _numbered(catalogue.table())
    return Report(
        lang=lang,
        summary=_summary(lang),
        conflicts=_conflicts(lang),
        counts=_counts(lang),
        sections=[_section(theme, numbers, lang) for theme in catalogue.THEMES],
        methods=METHODS[lang],
        sources=_sources(numbers),
    )


def _summary(lang: str) -> list[str]:
    """Sentences with the counts, of the first plan and of all."""
    scopes = {"dafang": catalogue.dafang(), "all": catalogue.table()}
    colon = words.say((": ", "："), lang)
    return [
        words.say(COLUMNS[scope], lang)
        + colon
        + captions.shows("gap_bars", rows.assign(gap_relative=float("nan")), lang)
        for scope, rows in scopes.items()
    ]


def _conflicts(lang: str) -> list[str]:
    """Own figures that differ from the published ones, a sentence each."""
    return words.conflicts(observed.conflicts(), lang)


def _counts(lang: str) -> pd.DataFrame:
    """Number of targets by verdict or reason."""
    scopes = {"dafang": catalogue.dafang(), "all": catalogue.table()}
    counted = pd.DataFrame({k: captions.outcome(f).value_counts() for k, f in scopes.items()})
    counted = counted.fillna(0).astype("int64").sort_values("all", ascending=False, kind="stable")
    names = [captions.outcome_name(str(code), lang) for code in counted.index]
    heads = {c: words.say(COLUMNS[c], lang) for c in ("outcome", "dafang", "all")}
    return counted.reset_index(drop=True).assign(outcome=names)[list(heads)].rename(columns=heads)


def _section(theme: str, numbers: pd.Series, lang: str) -> Section:
    title = words.say(catalogue.THEMES[theme], lang)
    rows = catalogue.dafang(theme)
    return Section(
        theme=theme,
        title=title,
        pictures=[_picture(entry, numbers, lang) for entry in catalogue.choose(theme)],
        caption=words.say(TEXT["gap_table"], lang).format(theme=title),
        table=_gap_table(rows, numbers, lang),
    )


def _picture(entry: catalogue.Entry, cited: pd.Series, lang: str) -> Picture:
    figure = figures.drawn(entry, lang, _WIDTH)
    told = figures.described(entry, lang, figure)
    numbers = frames.numbers(entry.form, entry.frames())
    shown = _judged if entry.form in _JUDGED else readable.table
    texts = {key: told[key] for key in ("title", "shows", "sources", "alt")}
    return Picture(
        name=entry.name,
        png=_light(figures.printed(figure, "png", _SHARP)),
        narrow=_light(figures.printed(figures.drawn(entry, lang, _NARROW), "png", _NARROW)),
        numbers=shown(numbers, cited, lang),
        **texts,
    )


def _light(png: bytes) -> bytes:
    """The picture in as many colours as a figure has, at a third of the bytes."""
    from PIL import Image

    result = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(_COLOURS).save(result, "PNG")
    return result.getvalue()


def _judged(rows: pd.DataFrame, cited: pd.Series, lang: str) -> pd.DataFrame:
    """The gap table behind a figure: the year due, verdict or reason, and the gap in words."""
    gaps = [
        "" if pd.isna(gap) else words.difference(gap, unit, lang)
        for gap, unit in zip(rows["gap"], rows["unit_measure"], strict=True)
    ]
    outcomes = [captions.outcome_name(str(code), lang) for code in captions.outcome(rows)]
    heads = {key: words.say(COLUMNS[key], lang) for key in COLUMNS}
    table = _gap_table(rows, cited, lang).drop(columns=[heads["verdict"], heads["reason"]])
    table.insert(3, words.say(TEXT["due"], lang), rows["due"].astype("str"))
    table.insert(4, heads["outcome"], outcomes)
    table.insert(5, words.say(TEXT["gap"], lang), gaps)
    return table[[c for c in table if table[c].astype("str").ne("").any()]]


def _gap_table(rows: pd.DataFrame, numbers: pd.Series, lang: str) -> pd.DataFrame:
    """The gap table as a reader reads it, sources by their number."""
    records = rows.to_dict("records")
    verdicts, reasons = (
        ["" if code == "" else captions.outcome_name(code, lang) for code in rows[column]]
        for column in ("verdict", "reason")
    )
    cells = {
        "target": rows["target"],
        "name": rows[f"name_{lang}"],
        "promise": [words.promise(row, lang) for row in records],
        "verdict": verdicts,
        "reason": reasons,
        "nearest": [_nearest(row, lang) for row in records],
        "sources": [_cited(row, numbers, lang) for row in records],
    }
    return pd.DataFrame({words.say(COLUMNS[k], lang): v for k, v in cells.items()}, dtype="object")


def _nearest(row: dict, lang: str) -> str:
    """The figure that judges, or a part or bound of the target's own, else the context."""
    own = pd.notna(row["obs_value"])
    prefix = "" if own else "context_"
    value = row["obs_value"] if own else row["context_value"]
    if pd.isna(value):
        return words.say(TEXT["nothing"], lang)
    area = words.area_names(pd.Series([row["ref_area"] if own else row["context_area"]]), lang)
    return words.say(TEXT["nearest"], lang).format(
        area=area.iloc[0],
        year=row[f"{prefix}time_period"].replace("/", "-"),
        value=words.observed(value, row["unit_measure"], row[f"{prefix}bound"], lang),
    )


def _cited(row: dict, numbers: pd.Series, lang: str) -> str:
    codes = [row["source"], row["obs_source"], row["context_source"]]
    cited = sorted({int(numbers[c]) for c in codes if c in numbers.index})
    own = words.say(TEXT["own"], lang).format(row["obs_source"]) if row["obs_own"] else ""
    return " ".join([*(f"[{number}]" for number in cited), own]).strip()


def _numbered(table: pd.DataFrame) -> pd.Series:
    """Number of each source that the report rests on, in the order of the codebook."""
    used = pd.concat([table["source"], table["obs_source"], table["context_source"]])
    used = pd.concat([used, catalogue.observations()["source"]])
    codes = tables.sources()["source"]
    cited = codes[codes.isin(used)].reset_index(drop=True)
    return pd.Series(range(1, len(cited) + 1), cited)


def _sources(numbers: pd.Series) -> pd.DataFrame:
    """Sources cited: ``number``, ``title``, ``publisher``, ``published``, ``url``.

    The address of a reprint is left out: it is where the words were read, not who said them.
    """
    listed = tables.sources().set_index("source").loc[numbers.index]
    listed = listed.assign(number=numbers, url=listed["url"].where(~listed["reprint"], ""))
    return listed[["number", "title", "publisher", "published", "url", "reprint"]]
