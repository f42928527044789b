"""Ambition: what a target asks for beyond what was there when it was set."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import tables
from plangaps.observed import annual_year
from plangaps.rules import evidence
from plangaps.rules.frames import meets

# As few points as the project projects a series from.
_FEWEST = 4


def ambition(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """What each target asks for beyond what was known when the plan was set, one row a target.

    ``targets`` as from :func:`plan_targets.targets`, ``observations`` as from
    :func:`plangaps.observed.read_series`. Out: ``plan``, ``target``, ``ref_area``, ``indicator``,
    ``kind``, ``direction``, ``target_value``, ``set_in``, ``due``, and, all from years before
    ``set_in``,

    - ``last_time``, ``last_value``: the last yearly value on the target's own basis, and
      ``met_when_set``: whether it met the target already, missing where there is none;
    - ``higher_area``, ``higher_basis``, ``higher_time``, ``higher_value``: the last value of the
      next higher area that has one, on the target's basis where it is held; for percentages only,
      as a county's persons or yuan cannot be set against its province's;
    - ``trend_points``, ``trend_value``: a straight line by least squares through the yearly values
      on the target's basis since the last break, at least four, carried to the due year and kept
      within the indicator's natural limits. It is a plain yardstick, not a forecast.
    - ``over_last``, ``over_higher``, ``over_trend``: target less that value, in the indicator's
      unit (percentage points for percentages), positive where the target asks for better.

    Raises ValueError for a missing column or an observation held twice.
    """
    asked = evidence.asked(targets)
    held = evidence.reliable(observations)
    before = evidence.points(asked, held, asked["set_in"] - 1)
    frame = (
        asked.join(evidence.last(before, asked, "last_"))
        .join(_higher(asked, held))
        .join(_trend(asked, before))
    )
    return frame.assign(
        met_when_set=_met(frame),
        over_last=_over(frame, "last_value"),
        over_higher=_over(frame, "higher_value"),
        over_trend=_over(frame, "trend_value"),
    )[_COLUMNS]


_COLUMNS = ["plan", "target", "ref_area", "indicator", "kind", "direction", "target_value"]
_COLUMNS += ["set_in", "due", "last_time", "last_value", "met_when_set", "over_last"]
_COLUMNS += ["higher_area", "higher_basis", "higher_time", "higher_value", "over_higher"]
_COLUMNS += ["trend_points", "trend_value", "over_trend"]


def _met(frame: pd.DataFrame) -> pd.Series:
    known = frame["last_value"].notna() & (frame["direction"] != 0)
    columns = (frame[c].to_numpy() for c in ["last_value", "target_value", "direction"])
    return pd.Series(meets(*columns), frame.index, dtype="boolean").where(known)


def _over(frame: pd.DataFrame, value: str) -> pd.Series:
    turn = frame["direction"].where(frame["direction"] != 0)
    return (frame["target_value"] - frame[value]) * turn


def _higher(asked: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Last value of the nearest higher area before the plan, for percentages."""
    bases, known = tables.bases(), tables.indicators()
    percent = known.loc[known["unit_measure"] == "percent", "indicator"]
    part = observations["basis"].isin(bases.loc[bases["part_of_total"], "basis"])
    held = observations.assign(time=annual_year(observations["time_period"]))
    held = held[held["time"].notna() & ~part & held["indicator"].isin(percent)]
    held = held.astype({"time": "float64"})
    held = held.rename(columns={"ref_area": "area", "basis": "held_basis"})
    both = _above(asked).merge(held, on=["area", "indicator"])
    both = both[both["time"] < both["set_in"]]
    both = both.assign(other=both["held_basis"] != both["basis"], back=-both["time"])
    near = both.sort_values(["series", "hops", "other", "back", "held_basis"])
    near = near.drop_duplicates("series").set_index("series").reindex(asked["series"])
    names = {"area": "area", "held_basis": "basis", "time": "time", "obs_value": "value"}
    found = near[list(names)].rename(columns=names).add_prefix("higher_").reset_index(drop=True)
    return found.fillna({"higher_area": "", "higher_basis": ""})


def _above(asked: pd.DataFrame) -> pd.DataFrame:
    """Each target beside each of its higher areas: ``area``, ``hops`` levels up."""
    parent = tables.areas().set_index("ref_area")["parent"]
    wanted = asked[~asked["over_years"]][["series", "indicator", "basis", "set_in"]]
    area, levels = asked.loc[wanted.index, "ref_area"], []
    for hops in range(1, len(tables.areas()["level"].unique())):
        area = area.map(parent)
        levels.append(wanted.assign(area=area, hops=hops))
    above = pd.concat(levels)
    return above[above["area"].notna() & (above["area"] != "")]


def _trend(asked: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The straight line through the points of each target, at its due year."""
    by = points["series"]
    middle = points.groupby(by)[["time", "value"]].transform("mean")
    off = points[["time", "value"]] - middle
    sums = pd.DataFrame({"xy": off["time"] * off["value"], "xx": off["time"] ** 2})
    sums = sums.groupby(by).sum().assign(points=by.value_counts())
    line = sums.join(points.groupby(by)[["time", "value"]].mean())
    line = line[line["points"] >= _FEWEST].reindex(asked["series"]).reset_index(drop=True)
    value = line["value"] + line["xy"] / line["xx"] * (asked["due"] - line["time"])
    held = value.clip(asked["minimum"].fillna(-np.inf), asked["maximum"].fillna(np.inf))
    return pd.DataFrame({"trend_points": line["points"].fillna(0), "trend_value": held}).astype(
        {"trend_points": "int64"}
    )
