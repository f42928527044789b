"""The figures of the collection: names, themes, forms, and what each is drawn from.

They stand as data in ``catalogue.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

import plan_targets
from plangaps import charts, record, rules, tables, trajectories
from plangaps.report.frames import Frames

THEMES = [
    "overview", "environment", "employment", "rural_revitalisation", "investment", "track_record",
    "record",
]  # fmt: skip

# The county and what stands above it: the areas of a series where nothing else is said.
_AREAS = "CN|520000|520500|520521"
_YEARS = 3  # yearly figures, from which on there is something to draw
_PEERS = "CN|520000|520100"


@dataclass(frozen=True)
class Entry:
    """One figure: the form of :data:`plangaps.charts.FORMS` and the ``rows`` it is drawn from.

    Those that are ``best`` stand in the report.
    """

    name: str
    theme: str
    form: str
    frames: str
    rows: dict[str, str] = field(default_factory=dict)
    best: bool = False

    def numbers(self, frames: Frames) -> pd.DataFrame:
        """What the figure shows; it is drawn and told from this and nothing else."""
        return charts.FORMS[self.form].numbers(*_SELECTIONS[self.frames](frames, self.rows))

    def tell(self, numbers: pd.DataFrame, lang: str) -> charts.Told:
        """What the figure of ``numbers`` says."""
        return charts.FORMS[self.form].tell(numbers, lang)

    def draw(self, numbers: pd.DataFrame, lang: str) -> Figure:
        """The figure of ``numbers`` in one language."""
        return charts.FORMS[self.form].draw(numbers, lang)


@cache
def every() -> list[Entry]:
    """All figures of the collection, in their order."""
    text = files("plangaps.report").joinpath("catalogue.toml").read_text("utf-8")
    return [Entry(**entry) for entry in tomllib.loads(text)["figures"]]


def of_plan(frames: Frames, plan: str) -> list[Entry]:
    """Figures of any plan held: verdicts, gaps and evidence a theme, and the series of indicators.

    ``frames`` as from :meth:`plangaps.report.Frames.of_plan`. A series is drawn where three yearly
    figures are held: of the plan's area, or those above it too for a share or a growth, which alone
    can stand on one axis with theirs.
    """
    entries = [
        Entry(f"{plan}-verdicts", "overview", "verdict_counts", "gaps", {"plan": plan}, best=True)
    ]
    for theme in (t for t in plan_targets.THEMES if t in set(frames.targets["theme"])):
        rows = {"plan": plan, "theme": theme}
        entries += [
            Entry(f"{plan}-gaps-{theme}", theme, "gap_bars", "gaps", rows),
            Entry(f"{plan}-evidence-{theme}", theme, "evidence_matrix", "evidence", rows),
        ]
        asked = frames.targets[frames.targets["theme"] == theme].drop_duplicates("indicator")
        series: list[Entry] = []
        for target in asked.to_dict("records"):
            rows = {"plan": plan, "indicator": target["indicator"], "ref_area": _beside(target)}
            shown = {"indicator": rows["indicator"], "ref_area": rows["ref_area"]}
            if select(frames.observations, **shown)["year"].count() >= _YEARS:
                name = f"{plan}-{target['indicator']}".replace("_", "-")
                first = not series
                series.append(Entry(name, theme, "series_with_target", "series", rows, first))
        entries += series
    return entries


def _beside(target: dict) -> str:
    """Areas whose figures stand on one axis with a target, as a pattern."""
    own = target["ref_area"]
    compared = target["kind"] in ("share", "growth")
    return "|".join(tables.lineage([own])["higher_area"]) if compared else own


def choose(
    theme: str | None = None, figure: str | None = None, entries: Sequence[Entry] | None = None
) -> list[Entry]:
    """Figures of one theme, of one name, or all, among ``entries``, by default of the collection.

    Raises ValueError for one that is not held, or a figure of another theme.
    """
    among = every() if entries is None else entries
    themes, names = ([*dict.fromkeys(getattr(e, c) for e in among)] for c in ("theme", "name"))
    for what, asked, allowed in (("theme", theme, themes), ("figure", figure, names)):
        if asked is not None and asked not in allowed:
            raise ValueError(f"{what}: found {asked!r}; allowed: {', '.join(allowed)}.")
    chosen = [e for e in among if theme in (None, e.theme) and figure in (None, e.name)]
    if not chosen:
        of = next(e.theme for e in among if e.name == figure)
        raise ValueError(f"theme: found {theme!r} with the figure {figure!r}; allowed: {of}.")
    return chosen


def select(frame: pd.DataFrame, **patterns: str) -> pd.DataFrame:
    """Rows whose cells match, each as a whole, the pattern of their column."""
    fits = [frame[c].astype("str").str.fullmatch(pattern) for c, pattern in patterns.items()]
    return frame[np.logical_and.reduce(fits)].reset_index(drop=True) if fits else frame


def _gaps(frames: Frames, rows: dict[str, str]) -> tuple[Any, ...]:
    return (select(frames.table, **rows),)


def _evidence(frames: Frames, rows: dict[str, str]) -> tuple[Any, ...]:
    return select(frames.targets, **rows), frames.observations


def _series(frames: Frames, rows: dict[str, str]) -> tuple[Any, ...]:
    """Observations of an indicator in some areas, and its targets in the plans named, if any."""
    asked = {"ref_area": _AREAS, **rows}
    plan, indicator = asked.pop("plan", None), asked["indicator"]
    targets = select(frames.targets, indicator=indicator, plan=plan) if plan else None
    return select(frames.observations, **asked), targets


def _peers(frames: Frames, rows: dict[str, str]) -> tuple[Any, ...]:
    """One target, those of other areas, and the observations of the indicator."""
    observations, target = _series(frames, rows)
    return target.iloc[0], select(frames.targets, ref_area=_PEERS), observations


def _steps(frames: Frames, rows: dict[str, str]) -> tuple[Any, ...]:
    return (rules.ambition(select(frames.targets, **rows), frames.observations),)


def _scorecard(frames: Frames, _: dict[str, str]) -> tuple[Any, ...]:
    """The nation's five-year targets, and those of the first plan that have a verdict."""
    five_year = select(frames.targets, plan="china-fyp.*").assign(own=False)
    judged = select(frames.table, plan=plan_targets.FIRST_PLAN, verdict="met|missed")
    mine = frames.targets.merge(judged[["plan", "target", "obs_own"]], on=["plan", "target"])
    shown = pd.concat([five_year, mine.rename(columns={"obs_own": "own"})], ignore_index=True)
    return rules.progress(shown, frames.observations), shown


def _record(frames: Frames, rows: dict[str, str]) -> tuple[Any, ...]:
    """Promises of the record with what became of them, by what they are grouped, the audit."""
    return record.grouped(record.pairs()), rows["by"], record.share_right()


def _passed(frames: Frames, rows: dict[str, str]) -> tuple[Any, ...]:
    passed = record.passed_by(select(record.grouped(record.pairs()), **rows))
    return passed, record.share_right()


def _backtest(frames: Frames, _: dict[str, str]) -> tuple[Any, ...]:
    return (trajectories.backtest(frames.observations),)


_SELECTIONS: dict[str, Callable[[Frames, dict[str, str]], tuple[Any, ...]]] = {
    "gaps": _gaps,
    "evidence": _evidence,
    "series": _series,
    "peers": _peers,
    "steps": _steps,
    "scorecard": _scorecard,
    "backtest": _backtest,
    "record": _record,
    "passed": _passed,
}
