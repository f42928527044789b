"""Ambition: what a target asks for beyond what was there when it was set."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import frames, observed, tables
from plangaps.matching import HELD
from plangaps.rules import histories
from plangaps.rules.common import meets

# As few points as the project projects a series from.
_FEWEST = 4

_COLUMNS = ["plan", "target", "ref_area", "indicator", "kind", "direction", "target_value"]
_COLUMNS += ["set_in", "due", "last_time", "last_value", "met_when_set", "over_last"]
_COLUMNS += ["higher_area", "higher_basis", "higher_time", "higher_value", "over_higher"]
_COLUMNS += ["trend_points", "trend_value", "over_trend"]


@frames.takes(targets=frames.needs(*histories.PROMISED), observations=frames.needs(*HELD))
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
    demands = histories.demands(targets)
    points = histories.points(demands, observations, demands["set_in"] - 1)
    frame = (
        demands.join(histories.last(points, demands, "last_"))
        .join(_higher(demands, observations))
        .join(_trend(demands, points))
    )
    direction = frame["direction"].where(frame["direction"] != 0)
    met = meets(*(frame[c].to_numpy() for c in ("last_value", "target_value", "direction")))
    comparable = frame["last_value"].notna() & direction.notna()
    return frame.assign(
        met_when_set=pd.Series(met, frame.index, dtype="boolean").where(comparable),
        over_last=(frame["target_value"] - frame["last_value"]) * direction,
        over_higher=(frame["target_value"] - frame["higher_value"]) * direction,
        over_trend=(frame["target_value"] - frame["trend_value"]) * direction,
    )[_COLUMNS]


def _higher(demands: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Last value of the nearest higher area before the plan, for percentages."""
    indicators, bases = tables.indicators(), tables.bases()
    percent = indicators.loc[indicators["unit_measure"] == "percent", "indicator"]
    parts = bases.loc[bases["part_of_total"], "basis"]
    points = observed.points(observations[observations["indicator"].isin(percent)])
    points = points[~points["basis"].isin(parts)].rename(
        columns={"ref_area": "higher_area", "basis": "higher_basis", "year": "higher_time"}
    )
    above = demands[~demands["over_years"]].merge(tables.lineage(demands["ref_area"]))
    both = above.merge(points, on=["higher_area", "indicator"], suffixes=("", "_held"))
    both = both[(both["hops"] > 0) & (both["higher_time"] < both["set_in"])]
    both = both.assign(other=both["higher_basis"] != both["basis"], back=-both["higher_time"])
    both = both.sort_values(["series", "hops", "other", "back", "higher_basis"])
    near = both.drop_duplicates("series").set_index("series").reindex(demands["series"])
    near = near.rename(columns={"obs_value": "higher_value"}).reset_index(drop=True)
    columns = ["higher_area", "higher_basis", "higher_time", "higher_value"]
    return near[columns].fillna({"higher_area": "", "higher_basis": ""})


def _trend(demands: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The straight line by least squares through the points of each target, at its due year."""
    by = points["series"]
    off = points[["time", "value"]] - points.groupby(by)[["time", "value"]].transform("mean")
    products = pd.DataFrame({"xy": off["time"] * off["value"], "xx": off["time"] ** 2})
    line = products.groupby(by).sum().join(points.groupby(by)[["time", "value"]].mean())
    line = line.assign(points=by.value_counts())
    line = line[line["points"] >= _FEWEST].reindex(demands["series"]).reset_index(drop=True)
    value = line["value"] + line["xy"] / line["xx"] * (demands["due"] - line["time"])
    low, high = demands["minimum"].fillna(-np.inf), demands["maximum"].fillna(np.inf)
    count = line["points"].fillna(0).astype("int64")
    return pd.DataFrame({"trend_points": count, "trend_value": value.clip(low, high)})
