"""The report as data: the answer, five findings, a section a theme, methods, sources by issuer.

:func:`plangaps.report.page.report` sets it as one web page and :mod:`plangaps.report.word` as a
Word document.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

import pandas as pd

import plan_targets
from plangaps import charts, citing, findings, gaps, tables, words
from plangaps.charts import phrases
from plangaps.report import about, catalogue, processes, readable
from plangaps.report.catalogue import Entry
from plangaps.report.drawing import COLUMN, PAGE, drawn, printed
from plangaps.report.frames import Frames

_COLOURS = 128
_SHARP = 120  # mm at 300 dpi: the 1,417 dots that a screen and 180 mm of paper show
_METHODS = ["judged", "gap", "bounds", "verdicts", "projections", "record"]
_SOURCES = ["source", "obs_source", "context_source"]  # columns that hold codes of sources

# The sentences of the first page and of each section. Of the first page those stand that may be
# said, five at most.
_ANSWER, _FINDINGS = "plan_judged", 5
_FIRST = ["plan_silent", "nation_judged", "nation_met_when_set", "record_states",
          "growth_kept_by_period", "plan_met_when_set", "part_known"]  # fmt: skip
_OF_PLAN = ["plan_silent", "plan_met_when_set", "part_known"]
_SAID = {
    "environment": ["judged_environment", "forest_boundary", "air_target"],
    "employment": ["judged_employment", "registered_target", "ceiling_like_the_plans"],
    "rural_revitalisation": ["judged_rural_revitalisation", "toilets_target", "waste_target"],
    "investment": ["judged_investment", "entities_share", "investment_size"],
    "track_record": ["all_judged", "nation_missed", "jobs_margin", "jobs_asked", "ceilings_kept",
                     "provinces_growth", "chances_ahead"],
    "record": ["record_texts", "record_audit", "record_if_silent_missed", "record_kept_by_theme",
               "near_target", "growth_worst_year", "targets_amplified"],
}  # fmt: skip


class Asked(NamedTuple):
    """What a report is of: one ``plan`` or the collection, one ``theme`` or all; ``brief`` for the
    first page alone, ``annex`` with the numbers of the figures."""

    plan: str | None = None
    theme: str | None = None
    brief: bool = False
    annex: bool = False

    def entries(self, frames: Frames) -> list[Entry]:
        """The figures that stand in it; ValueError for a theme not held or a brief of more."""
        if self.brief and (self.theme or self.annex):
            more = "theme" if self.theme else "annex"
            raise ValueError(f"brief: found with {more}; allowed: one of the two.")
        held = catalogue.every() if self.plan is None else catalogue.of_plan(frames, self.plan)
        theme = "overview" if self.brief else self.theme
        return [e for e in catalogue.choose(theme, entries=held) if e.best]

    def themes(self, frames: Frames) -> list[str]:
        """Its sections in their order."""
        if self.brief or self.theme:
            return [self.theme] if self.theme not in (None, "overview") else []
        held = catalogue.THEMES if self.plan is None else plan_targets.THEMES
        there = set(frames.targets["theme"]) | {"track_record", "record"}
        return [theme for theme in held if theme in there]


COLLECTION = Asked()


@dataclass(frozen=True)
class Picture:
    """A figure of the report: its picture, one for a narrow screen, its texts and its numbers."""

    entry: Entry
    png: bytes
    narrow: bytes
    told: charts.Told
    numbers: pd.DataFrame


@dataclass(frozen=True)
class Section:
    """A theme: what is said, its figures, and the targets, each with why it cannot be judged and
    who would publish the figure."""

    theme: str
    title: str
    said: list[str]
    pictures: list[Picture]
    caption: str
    table: pd.DataFrame


@dataclass(frozen=True)
class Report:
    """All that the report says in one language."""

    lang: str
    subtitle: str
    answer: str
    findings: list[str]
    conflicts: list[str]
    opening: list[Picture]
    sections: list[Section]
    methods: list[str]
    sources: pd.DataFrame
    annex: list[tuple[str, pd.DataFrame]]

    def say(self, key: str) -> str:
        """A fixed text of the report."""
        return words.say(f"report.{key}", self.lang)

    @property
    def by_issuer(self) -> list[tuple[str, list[Any]]]:
        """Who issued the sources, with what they issued."""
        groups = self.sources.groupby("issuer", sort=False)
        return [(str(issuer), list(rows.itertuples())) for issuer, rows in groups]

    @property
    def about(self) -> dict[str, str]:
        """Its state, how to cite it, its licence."""
        return about.texts(self.lang)


def contents(
    frames: Frames, languages: list[str], asked: Asked = COLLECTION, *, jobs: int, progress: bool
) -> list[Report]:
    """The report in each language; ``frames`` are those of the plan where one is ``asked`` for.

    ``jobs`` and ``progress`` as for ``write_figures``.
    """
    entries = asked.entries(frames)
    drawn_ = processes.each(pictures, entries, frames, languages, jobs=jobs, progress=progress)
    by_lang = zip(*drawn_, strict=True) if entries else ([] for _ in languages)
    held = findings.Held(frames.observations, asked.plan or plan_targets.FIRST_PLAN)
    return [
        content(lang, frames, list(shown), held, asked)
        for lang, shown in zip(languages, by_lang, strict=True)
    ]


def pictures(entry: Entry, frames: Frames, languages: list[str]) -> list[Picture]:
    """One figure of the report, in each language."""
    numbers = entry.numbers(frames)
    return [_picture(entry, numbers, lang) for lang in languages]


def content(
    lang: str,
    frames: Frames,
    shown: list[Picture],
    held: findings.Held,
    asked: Asked = COLLECTION,
) -> Report:
    """The report in one language, a section a theme with its pictures."""
    first = catalogue.select(frames.table, plan=held.plan)
    themes, front = asked.themes(frames), asked.theme in (None, "overview")
    rows = first[first["theme"].isin(themes)]
    cited = citations([rows, *(p.numbers for p in shown)])
    title = tables.names(pd.Series([held.plan]), "plan", lang).iloc[0]
    said = _said(_OF_PLAN if asked.plan else _FIRST, held, lang)
    whole = not asked.brief
    return Report(
        lang=lang,
        subtitle=title if asked.plan else words.say("report.subtitle", lang),
        answer=findings.say(_ANSWER, held, lang) if front else "",
        findings=said[:_FINDINGS] if front else [],
        conflicts=phrases.conflicts(frames.conflicts, lang) if front else [],
        opening=[p for p in shown if p.entry.theme == "overview"],
        sections=[
            _section(theme, rows, [p for p in shown if p.entry.theme == theme], cited,
                     (held, title, lang))
            for theme in themes
        ],
        methods=[words.say(f"report.method.{key}", lang) for key in _METHODS] if whole else [],
        sources=_sources(cited, lang) if whole else _sources(cited.iloc[:0], lang),
        annex=[
            (p.told.title, readable.table(p.entry.form, p.numbers, cited, lang))
            for p in (shown if asked.annex else [])
        ],
    )  # fmt: skip


def citations(shown: list[pd.DataFrame]) -> pd.Series:
    """Number of each source that the frames ``shown`` name, those of one issuer together."""
    held = [frame[c] for frame in shown for c in _SOURCES if c in frame]
    codes = pd.concat([pd.Series(dtype="str"), *held]).astype("str")
    named = codes.str.split(phrases.SEVERAL).explode()
    rows = tables.sources()
    rows = rows[rows["source"].isin(named)].sort_values(["issuer", "published"], kind="stable")
    rows = rows.sort_values("issuer", key=lambda names: names == "", kind="stable")
    return pd.Series(range(1, len(rows) + 1), pd.Index(rows["source"]))


def _picture(entry: Entry, numbers: pd.DataFrame, lang: str) -> Picture:
    return Picture(
        entry=entry,
        png=_light(printed(drawn(entry, numbers, lang, PAGE), "png", _SHARP)),
        narrow=_light(printed(drawn(entry, numbers, lang, COLUMN), "png", COLUMN)),
        told=entry.tell(numbers, lang),
        numbers=numbers,
    )


def _light(png: bytes) -> bytes:
    """The picture in as many colours as a figure has, at a third of the bytes."""
    from PIL import Image

    result = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(_COLOURS).save(result, "PNG")
    return result.getvalue()


def _said(names: list[str], held: findings.Held, lang: str) -> list[str]:
    """The sentences that may be said."""
    return [text for name in names if (text := findings.say(name, held, lang))]


def _section(
    theme: str,
    table: pd.DataFrame,
    shown: list[Picture],
    cited: pd.Series,
    of: tuple[findings.Held, str, str],
) -> Section:
    """One theme; ``of``: the figures held, the name of the plan, the language."""
    held, plan, lang = of
    title, rows = words.say(f"theme.{theme}", lang), table[table["theme"] == theme]
    names = _SAID.get(theme, [])
    if held.plan != plan_targets.FIRST_PLAN:
        names = names[:1]
    missing, caption = pd.DataFrame(), ""
    if len(rows):
        promised = " ".join(map(str, sorted(cited[rows["source"].unique()])))
        caption = words.say("report.section_table", lang, plan=plan, n=promised)
        places = gaps.published_in(rows)[["plan", "target", "published_in"]]
        numbers = charts.gap_bars.numbers(rows).merge(places, how="left", on=["plan", "target"])
        missing = readable.table("section", numbers, cited, lang)
    return Section(
        theme=theme,
        title=title,
        said=_said(names, held, lang),
        pictures=shown,
        caption=caption,
        table=missing,
    )


def _sources(cited: pd.Series, lang: str) -> pd.DataFrame:
    """Sources cited, by ``number``: the columns of :func:`plangaps.citing.cited`."""
    return citing.cited(cited.index, lang).assign(number=cited)
