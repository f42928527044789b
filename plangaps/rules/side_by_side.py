"""The project's targets under every rule, and where the rules differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from plangaps import frames, observed
from plangaps.matching import HELD
from plangaps.rules import histories
from plangaps.rules.destatis import destatis
from plangaps.rules.pace import elapsed, pace
from plangaps.rules.registry import NOT_APPLICABLE, RULES
from plangaps.rules.statcan import statcan
from plangaps.rules.un_chart import un_chart

_PROMISED, _HELD = frames.needs(*histories.PROMISED), frames.needs(*HELD)
_STATUSES = [*(status for rule in RULES.values() for status in rule["statuses"]), NOT_APPLICABLE]

# What is needed of what the rules found.
FOUND: dict[str, Any] = {"rule": RULES, "status": _STATUSES}
_FOUND = frames.needs("plan", "target", **FOUND)

_AIM = ["target_value", "direction"]
_OF_YEAR = [*observed.KEY[:3], "due"]
_PACE = ["ref_area", "indicator", "time_period", "plan", "target", "obs_value", "obs_status"]
_PACE += ["target_value", "elapsed", "fulfilled", "status", "reason"]
_INPUTS = ["base_time", "base_value", "time", "obs_value", "target_value", "due", "direction"]


@frames.takes(targets=_PROMISED, observations=_HELD)
def progress(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Each target under each rule of :data:`RULES`, one row a target and rule.

    ``targets`` as from :func:`plan_targets.targets`, ``observations`` as from
    :func:`plangaps.observed.read_series`.

    Out: ``plan``, ``target``, ``rule``, what the rule was given (``base_time``, ``base_value``,
    ``time``, ``obs_value``, ``target_value``, ``due``, ``direction``), and what it found:
    ``value``, ``score``, ``status``, ``reason``, as the rule says.

    The base is the last yearly value from before the year the plan was set in; the value judged is
    the last since then, up to the due year. Only the target's own area, indicator and basis count,
    and nothing from before a break in the series, no bounds and no value of low reliability. For
    destatis the whole series up to the value judged is the history. For pace the value is that of
    the due year itself, of the whole year or else its latest part. A target for the sum or mean of
    several years compares with no single year and is not applicable.

    A target is constant (destatis) where the plan says to keep it (``hedge`` maintain), and for
    shares where it is a floor or ceiling of the plan's own year (unemployment within 5.5 % in the
    year's plan) or holds for each year of a span; a share to be reached by a later year is not.

    What was judged in an earlier year is had by leaving out the observations since. Raises
    ValueError for a missing column or an observation held twice.
    """
    demands = histories.demands(targets)
    history = histories.points(demands, observations, demands["due"])
    inputs = _inputs(demands, history)
    flows = _of_the_year(demands, inputs, histories.parts_of_year(observations))
    rows = [
        _named("statcan", inputs, statcan(inputs)),
        _named("destatis", inputs, _destatis(inputs, history)),
        _named("un_chart", inputs, un_chart(inputs)),
        _named("pace", flows, pace(flows)),
    ]
    return pd.concat(rows).sort_index(kind="stable").reset_index(drop=True)


@frames.takes(targets=_PROMISED, observations=_HELD)
def pace_within_year(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Pace at every part of a year that a total is published for, against the year's plan.

    One row a target and period from January on: ``ref_area``, ``indicator``, ``time_period``,
    ``plan``, ``target``, ``obs_value``, ``obs_status``, ``target_value``, ``elapsed`` (share of the
    year gone, by whole months), ``fulfilled`` (share of the plan, not capped), ``status``,
    ``reason`` as in :func:`pace`. A period without an end ("2020-01/..") has no elapsed share and
    no status. Periods of an area and indicator for whose year no plan is held, only for others, are
    listed as well: ``plan`` and ``target`` empty, the reason no_target.
    """
    demands = histories.demands(targets)
    parts = histories.parts_of_year(observations)
    spoken = demands[["ref_area", "indicator", "kind"]].drop_duplicates(["ref_area", "indicator"])
    plans = demands.loc[~demands["over_years"], [*_OF_YEAR, "plan", "target", *_AIM]]
    rows = parts.merge(spoken, on=["ref_area", "indicator"])
    rows = rows.merge(plans, on=_OF_YEAR, how="left").fillna({"plan": "", "target": ""})
    rows = rows.assign(value=rows["obs_value"])
    judged = pace(rows)
    gone = elapsed(np.full(len(rows), np.nan), rows["time"].to_numpy(), rows["due"].to_numpy())
    verdict = judged[["status", "reason"]].assign(elapsed=gone, fulfilled=judged["value"])
    return rows.join(verdict)[_PACE].sort_values(_PACE[:5], ignore_index=True)


@frames.takes(progress=_FOUND)
def agreement(progress: pd.DataFrame) -> pd.DataFrame:
    """How often each pair of rules says the same, from a frame of :func:`progress`.

    One row a pair: ``rule``, ``other``; ``both``: targets on which both speak; ``same``, ``near``
    (good and partly, or partly and bad) and ``opposite`` (good and bad) count them on the common
    scale of :func:`on_scale`; ``share``: same of both, missing where there are none.
    """
    said = on_scale(progress)
    said = said[said["scale"] != ""][["plan", "target", "rule", "scale"]]
    pairs = said.merge(said, on=["plan", "target"], suffixes=("", "_other"))
    steps = (_step(pairs["scale"]) - _step(pairs["scale_other"])).abs()
    names = list(RULES)
    index = pd.MultiIndex.from_tuples(
        [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]], names=["rule", "other"]
    )
    by = [pairs["rule"], pairs["rule_other"].rename("other")]
    counts = pd.DataFrame({"both": steps >= 0, "same": steps == 0, "near": steps == 1})
    counts = counts.assign(opposite=steps == 2).groupby(by).sum().reindex(index, fill_value=0)
    return counts.assign(share=counts["same"] / counts["both"]).reset_index()


@frames.takes(progress=_FOUND)
def disagreement(progress: pd.DataFrame) -> pd.DataFrame:
    """The targets on which the rules that speak differ, with what each was given and found.

    The rows of ``progress`` (a frame of :func:`progress`) in which a rule speaks, for targets that
    are not in the same place of the common scale under all; ``scale`` is added.
    """
    said = on_scale(progress)
    said = said[said["scale"] != ""]
    places = said.groupby(["plan", "target"])["scale"].transform("nunique")
    return said[places > 1].reset_index(drop=True)


@frames.takes(progress=_FOUND)
def on_scale(progress: pd.DataFrame) -> pd.DataFrame:
    """``progress`` with ``scale``: good, partly or bad, empty where the rule does not speak.

    good: reached, or on the way to it (statcan target_achieved, substantial_progress; destatis sun;
    un_chart reached, on_track; pace done, ahead, on_pace). bad: the rule's worst status. partly:
    what lies between. The scale is ours; no rule says how it compares with another.
    """
    worst = {list(rule["statuses"])[-1] for rule in RULES.values()}
    status = progress["status"]
    spoken = (status != NOT_APPLICABLE).to_numpy()
    scale = np.select([status.isin(_GOOD), status.isin(worst)], ["good", "bad"], "partly")
    return progress.assign(scale=np.where(spoken, scale, ""))


_GOOD = ["target_achieved", "substantial_progress", "sun", "reached", "on_track"]
_GOOD += ["done", "ahead", "on_pace"]


def _step(scale: pd.Series) -> pd.Series:
    return scale.map({"good": 0, "partly": 1, "bad": 2}).astype("float64")


def _inputs(demands: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Demands with the last point before the plan (``base_``) and the last since."""
    set_in = demands["set_in"].to_numpy()[history["series"]]
    before, since = history[history["time"] < set_in], history[history["time"] >= set_in]
    return demands.join(histories.last(before, demands, "base_")).join(
        histories.last(since, demands)
    )


def _of_the_year(demands: pd.DataFrame, inputs: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Inputs with the value of the due year itself: of the whole year, else of its latest part."""
    single = demands.loc[~demands["over_years"], [*_OF_YEAR, "series"]]
    own = single.merge(parts[parts["time"].notna()], on=_OF_YEAR).sort_values("time")
    own = own.rename(columns={"obs_value": "value"})[["series", "time", "value"]]
    latest, whole = histories.last(own, demands), inputs["time"] == inputs["due"]
    return inputs.assign(
        time=inputs["time"].where(whole, latest["time"]),
        value=inputs["value"].where(whole, latest["value"]),
    )


def _destatis(inputs: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The rule on the targets that have a value since the plan; it would judge without one."""
    verdict = destatis(inputs, history)
    none = inputs["time"].isna() & (verdict["reason"] != "no_direction")
    return verdict.assign(
        value=verdict["value"].mask(none),
        status=verdict["status"].mask(none, NOT_APPLICABLE),
        reason=verdict["reason"].mask(none, "no_value"),
    )


def _named(rule: str, figures: pd.DataFrame, verdict: pd.DataFrame) -> pd.DataFrame:
    inputs = figures.rename(columns={"value": "obs_value"})[["plan", "target", *_INPUTS]]
    rows = inputs.join(verdict).assign(rule=rule)
    return rows[["plan", "target", "rule", *_INPUTS, "value", "score", "status", "reason"]]
