"""The report as data: summary, a section a theme, methods, sources, in one language each.

:func:`plangaps.report.page.report` sets it as one web page and :mod:`plangaps.report.word` as a
Word document.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pandas as pd

import plan_targets
from plangaps import charts, citing, tables, words
from plangaps.charts import phrases
from plangaps.report import catalogue, processes, readable
from plangaps.report.catalogue import Entry
from plangaps.report.drawing import COLUMN, PAGE, drawn, printed
from plangaps.report.frames import Frames

_COLOURS = 128
_SHARP = 120  # mm at 300 dpi: the 1,417 dots that a screen and 170 mm of paper show
_METHODS = ["judged", "gap", "bounds", "verdicts", "projections"]


@dataclass(frozen=True)
class Picture:
    """A figure of the report: its picture, one for a narrow screen, its texts and its numbers."""

    png: bytes
    narrow: bytes
    told: charts.Told
    numbers: pd.DataFrame

    @property
    def caption(self) -> str:
        """What it shows, how to read it, its sources."""
        between = "" if self.told.lang == "zh" else " "
        return between.join(filter(None, [self.told.caption, self.told.foot]))


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
    subtitle: str
    summary: list[str]
    conflicts: list[str]
    counts: pd.DataFrame
    sections: list[Section]
    methods: list[str]
    sources: pd.DataFrame

    def say(self, key: str) -> str:
        """A fixed text of the report."""
        return words.say(f"report.{key}", self.lang)


def contents(
    frames: Frames, languages: list[str], plan: str | None = None, *, jobs: int, progress: bool
) -> list[Report]:
    """The report in each language, of the collection or of one ``plan``.

    ``frames`` are then those of the plan; ``jobs`` and ``progress`` as for ``write_figures``.
    """
    cited = citations(frames)
    entries = catalogue.every() if plan is None else catalogue.of_plan(frames, plan)
    drawn_ = processes.each(
        pictures, entries, frames, languages, cited, jobs=jobs, progress=progress
    )
    by_theme: dict[str, dict[str, list[Picture]]] = {
        lang: {entry.theme: [] for entry in entries} for lang in languages
    }
    for entry, both in zip(entries, drawn_, strict=True):
        for lang, picture in zip(languages, both, strict=True):
            by_theme[lang][entry.theme].append(picture)
    return [content(lang, frames, by_theme[lang], cited, plan) for lang in languages]


def pictures(entry: Entry, frames: Frames, languages: list[str], cited: pd.Series) -> list[Picture]:
    """One figure of the report, in each language; ``cited`` as from :func:`citations`."""
    numbers = entry.numbers(frames)
    return [_picture(entry, numbers, lang, cited) for lang in languages]


def content(
    lang: str,
    frames: Frames,
    by_theme: dict[str, list[Picture]],
    cited: pd.Series,
    plan: str | None = None,
) -> Report:
    """The report in one language, a section a theme with its pictures."""
    first = catalogue.select(frames.table, plan=plan or plan_targets.FIRST_PLAN)
    every = {} if plan else {words.say("column.all", lang): frames.table}
    title = tables.names(pd.Series([plan]), "plan", lang).iloc[0] if plan else ""
    name = title or words.say("column.dafang", lang)
    scopes = {name: first, **every}
    return Report(
        lang=lang,
        subtitle=title or words.say("report.subtitle", lang),
        summary=[_count(scope, rows, lang) for scope, rows in scopes.items()],
        conflicts=phrases.conflicts(frames.conflicts, lang),
        counts=_counts(scopes, lang),
        sections=[
            _section(theme, first, shown, cited, (name, lang)) for theme, shown in by_theme.items()
        ],
        methods=[words.say(f"report.method.{key}", lang) for key in _METHODS],
        sources=_sources(cited, lang),
    )


def citations(frames: Frames) -> pd.Series:
    """Number of each source that the report rests on, in the order of the codebook."""
    table = frames.table
    used = [table["source"], table["obs_source"], table["context_source"]]
    codes = tables.sources()["source"]
    cited = codes[codes.isin(pd.concat([*used, frames.observations["source"]]))]
    return pd.Series(range(1, len(cited) + 1), pd.Index(cited))


def _picture(entry: Entry, numbers: pd.DataFrame, lang: str, cited: pd.Series) -> Picture:
    return Picture(
        png=_light(printed(drawn(entry, numbers, lang, PAGE), "png", _SHARP)),
        narrow=_light(printed(drawn(entry, numbers, lang, COLUMN), "png", COLUMN)),
        told=entry.tell(numbers, lang),
        numbers=readable.table(entry.form, numbers, cited, lang),
    )


def _light(png: bytes) -> bytes:
    """The picture in as many colours as a figure has, at a third of the bytes."""
    from PIL import Image

    result = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(_COLOURS).save(result, "PNG")
    return result.getvalue()


def _count(scope: str, rows: pd.DataFrame, lang: str) -> str:
    """A sentence with the counts of targets by verdict or reason."""
    counted = phrases.counted(phrases.outcome(rows).value_counts(), lang)
    own = int((rows["verdict"].isin(["met", "missed"]) & rows["obs_own"]).sum())
    said = words.say("mark.semicolon", lang).join(counted + phrases.by_own(own, lang))
    return scope + words.say("mark.colon", lang) + said + words.say("mark.end", lang)


def _counts(scopes: dict[str, pd.DataFrame], lang: str) -> pd.DataFrame:
    """Number of targets by verdict or reason."""
    counted = pd.DataFrame({k: phrases.outcome(f).value_counts() for k, f in scopes.items()})
    last = counted.columns[-1]
    counted = counted.fillna(0).astype("int64").sort_values(last, ascending=False, kind="stable")
    named = readable.outcomes(counted.index.to_series(), lang)
    counted.insert(0, words.say("column.outcome", lang), named)
    return counted.reset_index(drop=True)


def _section(
    theme: str, table: pd.DataFrame, shown: list[Picture], cited: pd.Series, about: tuple[str, str]
) -> Section:
    """One theme; ``about`` names the plan, in which language."""
    plan, lang = about
    title, rows = words.say(f"theme.{theme}", lang), table[table["theme"] == theme]
    gaps = pd.DataFrame()
    if len(rows):
        gaps = readable.table("section", charts.gap_bars.numbers(rows), cited, lang)
    return Section(
        theme=theme,
        title=title,
        pictures=shown,
        caption=words.say("report.section_table", lang, plan=plan, theme=title),
        table=gaps,
    )


def _sources(cited: pd.Series, lang: str) -> pd.DataFrame:
    """Sources cited, by ``number``: the columns of :func:`plangaps.citing.cited`."""
    return citing.cited(cited.index, lang).assign(number=cited)
