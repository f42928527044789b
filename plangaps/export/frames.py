"""The numbers of each chart form as one flat table: what its CSV holds and its caption tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from plangaps import gaps, rules, tables
from plangaps.charts import FORMS, evidence, plans, series, words
from plangaps.charts.trajectory import coverage, projection

_VERDICTS = [
    "plan", "target", "area_en", "area_zh", "ref_area", "indicator", "name_en", "name_zh", "theme",
    "comparator", "value", "value_high", "unit_measure", "printed", "due", "obs_value",
    "time_period", "bound", "gap", "gap_relative", "verdict", "reason", "context_area",
    "context_basis", "context_time_period", "context_value", "context_bound", "source",
    "obs_source", "obs_own", "context_source", "context_own",
]  # fmt: skip
_SERIES = [
    "what", "area_en", "area_zh", "ref_area", "indicator", "basis", "time_period", "value",
    "unit_measure", "bound", "obs_status", "own", "comparator", "value_high", "printed",
    "lower_80", "upper_80", "lower_95", "upper_95", "source",
]  # fmt: skip

_HELD = ["years", "first", "last", "bases", "total", "own_share"]


def numbers(form: str, frames: dict[str, Any]) -> pd.DataFrame:
    """What the chart ``form`` shows of ``frames``, values in the base unit ``unit_measure``."""
    if form in FORMS:
        return FORMS[form].numbers(**frames)
    return _NUMBERS[form](**frames).reset_index(drop=True)


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with the names of its areas, ``area_en`` and ``area_zh``."""
    return frame.assign(
        area_en=words.area_names(frame["ref_area"], "en"),
        area_zh=words.area_names(frame["ref_area"], "zh"),
    )


def gap_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of a gap table that a reader needs."""
    return named(table)[_VERDICTS]


def _evidence(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    kept = evidence.whole_years(observations)
    held = evidence.years_held(gaps.gap_table(targets, observations), kept)
    asked = targets.reset_index(drop=True)[["plan", "target", "name_en", "name_zh"]]
    rows = held.merge(asked, left_on="row", right_index=True).sort_values(["row", "level"])
    counted = rows.fillna({"years": 0, "bases": 0, "own_share": 0.0}).astype(
        {"years": "int64", "bases": "int64"}
    )
    columns = ["plan", "target", "name_en", "name_zh", "indicator", "level", "area_en", "area_zh"]
    return named(counted)[[*columns, "ref_area", *_HELD]]


def _line(observations: pd.DataFrame, target: pd.DataFrame | None = None) -> pd.DataFrame:
    points, goals = _points(observations, target)
    shown = points.rename(columns={"obs_value": "value"})
    shown = shown.assign(what="observed", own=points.get("own", False))
    if goals.empty:
        return _ordered(shown)
    asked = goals.assign(what="target", time_period=goals["due"].astype(str))
    return _ordered(pd.concat([shown, asked]))


def _trajectory(observations: pd.DataFrame, target: pd.DataFrame | None = None) -> pd.DataFrame:
    points, goals = _points(observations, target)
    told = projection(points, goals)
    told = told[told["reason"] == ""].rename(columns={"median": "value"})
    unit = points["unit_measure"].iloc[0]
    ahead = told.assign(what="projected", unit_measure=unit)
    rows = _line(observations, target)
    return _ordered(pd.concat([rows, ahead])) if len(ahead) else rows


def _points(
    observations: pd.DataFrame, target: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    points = series.annual(observations)
    return points, series.as_frame(target, points)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    return named(rows).reindex(columns=_SERIES)


def _ambition(target: pd.Series, peers: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    rows = named(plans.ranked(target, peers, observations, "en"))
    what = rows["is_target"].map({True: "target", False: "observed"})
    rows = rows.assign(what=what, unit_measure=target["unit_measure"], rank=range(1, len(rows) + 1))
    columns = ["rank", "what", "is_this", "own", "area_en", "area_zh", "ref_area", "basis", "year"]
    return rows[[*columns, "value", "unit_measure", "comparator", "bound", "obs_status", "source"]]


def _steps(ambition: pd.DataFrame) -> pd.DataFrame:
    known = tables.indicators()[["indicator", "name_en", "name_zh", "unit_measure"]]
    rows = named(ambition.dropna(subset=["last_value", "over_last"]))
    columns = ["plan", "target", "area_en", "area_zh", "ref_area", "indicator", "name_en"]
    columns += ["name_zh", "unit_measure", "due", "target_value", "last_time", "last_value"]
    return rows.merge(known, on="indicator", validate="m:1")[[*columns, "over_last"]]


def _scorecard(progress: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    key = ["plan", "target"]
    said = rules.on_scale(progress)[[*key, "rule", "status", "reason", "scale"]]
    named = targets.assign(own=targets.get("own", False))
    return named[[*key, "name_en", "name_zh", "due", "own"]].merge(said, on=key, validate="1:m")


def _coverage(backtest: pd.DataFrame) -> pd.DataFrame:
    rows = coverage(backtest, "en")
    chinese = coverage(backtest, "zh")["label"]
    count = r" \(\d+\)$"
    return rows.assign(
        series_en=rows["label"].str.replace(count, "", regex=True),
        series_zh=chinese.str.replace(count, "", regex=True),
    )[["series_en", "series_zh", "n", "held_80", "held_95"]]


_NUMBERS: dict[str, Callable[..., pd.DataFrame]] = {
    "outcome_ladder": gap_rows,
    "evidence_matrix": _evidence,
    "series_with_target": _line,
    "trajectory": _trajectory,
    "ambition": _ambition,
    "scorecard": _scorecard,
    "steps": _steps,
    "fan_check": _coverage,
}
