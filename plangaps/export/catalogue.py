"""The figures of the collection as data: name, theme, chart form, what it is drawn from, titles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

import plan_targets
from plangaps import charts, gaps, observed, rules, trajectories
from plangaps.charts import words

THEMES = {
    "overview": ("Overview", "概览"),
    "environment": ("Environment", "生态环境"),
    "employment": ("Employment", "就业"),
    "rural_revitalisation": ("Rural revitalisation", "乡村振兴"),
    "investment": ("Investment", "投资"),
    "track_record": ("Track record", "历年目标与实际"),
}

_AREAS = ["CN", "520000", "520500", "520521"]  # the county and what stands above it


@dataclass(frozen=True)
class Entry:
    """One figure: ``frames`` gives what the chart ``form`` of :mod:`plangaps.charts` is drawn from.

    Without a ``title`` the figure says its finding itself.
    """

    name: str
    theme: str
    form: str
    frames: Callable[[], dict[str, Any]]
    title: tuple[str, str] | None = None

    def draw(self, lang: str) -> Figure:
        """The figure in one language."""
        title = words.say(self.title, lang) if self.title else None
        return getattr(charts, self.form)(**self.frames(), lang=lang, title=title)


def choose(theme: str | None = None, figure: str | None = None) -> list[Entry]:
    """Figures of one theme, of one name, or all. Raises ValueError for one that is not held."""
    if theme is not None and theme not in THEMES:
        raise ValueError(f"theme: found {theme!r}; allowed: {', '.join(THEMES)}.")
    names = [entry.name for entry in FIGURES]
    if figure is not None and figure not in names:
        raise ValueError(f"figure: found {figure!r}; allowed: {', '.join(names)}.")
    return [e for e in FIGURES if theme in (None, e.theme) and figure in (None, e.name)]


@cache
def targets() -> pd.DataFrame:
    """Targets of all plans held."""
    return plan_targets.targets(None)


@cache
def observations() -> pd.DataFrame:
    """All observations, own figures included."""
    return observed.read_series()


@cache
def table() -> pd.DataFrame:
    """Gaps of all targets."""
    return gaps.gap_table(targets(), observations())


def dafang(theme: str | None = None) -> pd.DataFrame:
    """Gaps of the first plan, of one theme or all."""
    rows = table()[table()["plan"] == plan_targets.FIRST_PLAN]
    return rows[(rows["theme"] == theme) | (theme is None)].reset_index(drop=True)


def _national(five_year: bool | None = None) -> pd.DataFrame:
    rows = table()[table()["ref_area"] == "CN"]
    return rows if five_year is None else rows[rows["plan"].str.contains("fyp") == five_year]


def _gaps(theme: str) -> dict[str, Any]:
    return {"table": dafang(theme)}


def _evidence(theme: str) -> dict[str, Any]:
    first = targets()["plan"].eq(plan_targets.FIRST_PLAN) & targets()["theme"].eq(theme)
    return {"targets": targets()[first], "observations": observations()}


def _series(
    indicator: str, areas: list[str] = _AREAS, plan: str | None = None, basis: str | None = None
) -> dict[str, Any]:
    """Observations of an indicator in some areas, and the targets of it in plans named so."""
    held = observations()
    held = held[(held["indicator"] == indicator) & held["ref_area"].isin(areas)]
    goals = targets()[targets()["indicator"] == indicator]
    return {
        "observations": held if basis is None else held[held["basis"] == basis],
        "target": None if plan is None else goals[goals["plan"].str.fullmatch(plan)],
    }


def _air() -> dict[str, Any]:
    here = _series("air_good_days_share", plan=plan_targets.FIRST_PLAN)
    peers = targets()[targets()["ref_area"].isin(["CN", "520000", "520100"])]
    return {**here, "target": here["target"].iloc[0], "peers": peers}


def _national_rows(themed: pd.Series) -> dict[str, Any]:
    return {"table": _national().loc[themed.reindex(_national().index)].reset_index(drop=True)}


def _steps(indicator: str, provinces: bool) -> dict[str, Any]:
    of = targets()[targets()["indicator"] == indicator]
    national = of["ref_area"].eq("CN") & ~of["plan"].str.contains("fyp")
    due = of["due"].eq(2026) & of["ref_area"].str.endswith("0000")
    return {"ambition": rules.ambition(of[due if provinces else national], observations())}


def _scorecard() -> dict[str, Any]:
    """The national five-year targets, and those of the first plan that have a verdict."""
    five_year = targets()["ref_area"].eq("CN") & targets()["plan"].str.contains("fyp")
    judged = dafang().loc[lambda rows: rows["verdict"].isin(["met", "missed"])]
    mine = targets().merge(judged[["plan", "target", "obs_own"]], on=["plan", "target"])
    mine = mine.rename(columns={"obs_own": "own"})
    shown = pd.concat([targets()[five_year].assign(own=False), mine], ignore_index=True)
    return {"progress": rules.progress(shown, observations()), "targets": shown}


_YEARLY = r"china-\d{4}"

FIGURES = [
    Entry("verdicts-dafang", "overview", "verdict_counts", lambda: {"table": dafang()}),
    Entry("verdicts-all", "overview", "verdict_counts", lambda: {"table": table()}),
    Entry("scorecard", "overview", "scorecard", _scorecard),
    Entry("gaps-environment", "environment", "gap_bars", lambda: _gaps("environment")),
    Entry("evidence-environment", "environment", "evidence_matrix",
          lambda: _evidence("environment")),
    Entry("air", "environment", "trajectory",
          lambda: _series("air_good_days_share", plan=plan_targets.FIRST_PLAN),
          ("Dafang's 97 % is below what Guizhou's county seats had",
           "大方县97%的目标低于贵州各县城已有水平")),
    Entry("air-ranked", "environment", "ambition", _air),
    Entry("forest", "environment", "trajectory",
          lambda: _series("forest_coverage", plan=plan_targets.FIRST_PLAN),
          ("Forest coverage: no line is Dafang's of 2023",
           "森林覆盖率：没有一条线是大方县2023年的数据")),
    Entry("five-year-environment", "environment", "gap_bars",
          lambda: _national_rows(
              table()["indicator"].isin(["forest_coverage", "air_good_days_share"]))),
    Entry("rocky-desertification", "environment", "series_with_target",
          lambda: _series("rocky_desertification_area", _AREAS[1:]),
          ("Rocky desertified land, by survey", "历次监测的石漠化土地面积")),
    Entry("gaps-employment", "employment", "gap_bars", lambda: _gaps("employment")),
    Entry("evidence-employment", "employment", "evidence_matrix", lambda: _evidence("employment")),
    Entry("jobs", "employment", "series_with_target",
          lambda: _series("new_urban_jobs", ["CN"], _YEARLY),
          ("New urban jobs: outcome and yearly target, China", "全国城镇新增就业：实际与年度目标")),
    Entry("unemployment", "employment", "outcome_ladder",
          lambda: _national_rows(
              table()["indicator"].str.contains("unemployment")
              & ~table()["plan"].str.contains("fyp")),
          ("Ceilings and outcomes of the two unemployment rates, China",
           "全国两种失业率的控制目标与实际")),
    Entry("registered-unemployment", "employment", "trajectory",
          lambda: _series("registered_urban_unemployment_rate", plan=plan_targets.FIRST_PLAN),
          ("Dafang's ceiling stands above the last national rate",
           "大方县的控制目标高于最近一次全国数据")),
    Entry("gaps-rural", "rural_revitalisation", "gap_bars", lambda: _gaps("rural_revitalisation")),
    Entry("evidence-rural", "rural_revitalisation", "evidence_matrix",
          lambda: _evidence("rural_revitalisation")),
    Entry("toilets", "rural_revitalisation", "series_with_target",
          lambda: _series("rural_sanitary_toilet_coverage", plan=plan_targets.FIRST_PLAN),
          ("Rural sanitary toilets: Dafang planned more than the nation had",
           "农村卫生厕所：大方县的目标高于全国水平")),
    Entry("waste", "rural_revitalisation", "trajectory",
          lambda: _series("harmless_waste_treatment_rate", plan=plan_targets.FIRST_PLAN),
          ("Harmless treatment of household waste: cities, and Dafang's target",
           "生活垃圾无害化处理：城市数据与大方县目标")),
    Entry("rural-income", "rural_revitalisation", "trajectory",
          lambda: _series("rural_disposable_income"),
          ("Rural disposable income a head: the nation, Guizhou and Bijie",
           "农村居民人均可支配收入：全国、贵州、毕节")),
    Entry("national-rural", "rural_revitalisation", "outcome_ladder",
          lambda: _national_rows(table()["theme"].eq("rural_revitalisation"))),
    Entry("gaps-investment", "investment", "gap_bars", lambda: _gaps("investment")),
    Entry("evidence-investment", "investment", "evidence_matrix", lambda: _evidence("investment")),
    Entry("market-entities", "investment", "series_with_target",
          lambda: _series("market_entities", ["CN"]),
          ("Market entities in China, year-end stock", "全国市场主体年末实有数")),
    Entry("gdp-dafang", "investment", "series_with_target", lambda: _series("gdp", ["520521"]),
          ("Dafang's GDP stands on several territories and makes no line",
           "大方县GDP的地域范围不同，不连成线")),
    Entry("gdp", "investment", "trajectory", lambda: _series("gdp", ["520000", "520500"]),
          ("GDP of Guizhou and Bijie: where the series are long enough",
           "贵州和毕节的GDP：序列足够长的部分")),
    Entry("national-yearly", "track_record", "outcome_ladder",
          lambda: {"table": _national(five_year=False)}),
    Entry("national-five-year", "track_record", "gap_bars",
          lambda: {"table": _national(five_year=True)}),
    Entry("steps-jobs", "track_record", "steps", lambda: _steps("new_urban_jobs", False)),
    Entry("steps-unemployment", "track_record", "steps",
          lambda: _steps("surveyed_urban_unemployment_rate", False)),
    Entry("steps-growth-provinces", "track_record", "steps", lambda: _steps("gdp_growth", True)),
    Entry("steps-jobs-provinces", "track_record", "steps", lambda: _steps("new_urban_jobs", True)),
    Entry("jobs-2026", "track_record", "trajectory",
          lambda: _series("new_urban_jobs", ["CN"], "china-2026")),
    Entry("unemployment-2026", "track_record", "trajectory",
          lambda: _series("surveyed_urban_unemployment_rate", ["CN"], "china-2026",
                          "annual mean")),
    Entry("interval-check", "track_record", "fan_check",
          lambda: {"backtest": trajectories.backtest(observations())}),
]  # fmt: skip
