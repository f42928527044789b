"""What the project's tables hold about each target: what it asks, and the points of its series."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import tables
from plangaps.observed import annual_year
from plangaps.rules.frames import need

SERIES = ["ref_area", "indicator", "basis"]
_KEY = [*SERIES, "time_period"]
_ASKED = ["plan", "target", "ref_area", "indicator", "comparator", "value", "kind", "direction"]


def asked(targets: pd.DataFrame) -> pd.DataFrame:
    """What each target asks for, one row a target, numbered from 0 in ``series``.

    ``plan``, ``target``, ``ref_area``, ``indicator``, ``basis``, ``kind``, ``set_in``, ``due``;
    ``direction``: 1 for a floor, -1 for a ceiling, else the indicator's; ``target_value``: the end
    of a range that binds; ``minimum``, ``maximum``, ``limit``: natural limits, the last on the good
    side; ``over_years``: a total or mean of several years, to which no single year compares;
    ``constant``: to be held every year, see :func:`plangaps.rules.progress`.
    """
    need(targets, [*_ASKED, "set_in", "due"], "targets")
    frame = targets.reset_index(drop=True)
    blank = pd.DataFrame({"basis": "", "hedge": "", "value_high": np.nan}, frame.index)
    blank = blank.assign(time_period=frame["due"])
    frame = frame.join(blank[blank.columns.difference(frame.columns)])
    known = tables.indicators().set_index("indicator")[["minimum", "maximum"]]
    limits = known.reindex(frame["indicator"]).set_index(frame.index)
    sign = frame["comparator"].map({"at_least": 1, "at_most": -1}).fillna(frame["direction"])
    span = frame["time_period"].astype("str").str.contains("/")
    share = frame["kind"] == "share"
    annual = (frame["due"] == frame["set_in"]) & frame["comparator"].isin(["at_least", "at_most"])
    return frame[[*_ASKED[:4], "basis", "kind", "set_in", "due"]].assign(
        series=frame.index,
        direction=sign.astype("float64"),
        target_value=frame["value"].where(
            (sign > 0) | frame["value_high"].isna(), frame["value_high"]
        ),
        minimum=limits["minimum"],
        maximum=limits["maximum"],
        limit=limits["maximum"].where(sign > 0, limits["minimum"]),
        over_years=span & ~share,
        constant=frame["hedge"].eq("maintain") | (share & (span | annual)),
    )


def reliable(observations: pd.DataFrame) -> pd.DataFrame:
    """Observations that may stand for a series: no bounds, none of low reliability (status U)."""
    need(observations, [*_KEY, "obs_value", "obs_status", "bound"], "observations")
    twice = observations.duplicated(_KEY)
    if twice.any():
        key = ", ".join(map(repr, observations.loc[twice, _KEY].iloc[0]))
        raise ValueError(f"observations: found two rows of {key}; one of each {_KEY} is allowed.")
    exact = ~observations["bound"].isin(["lower", "upper"]) & (observations["obs_status"] != "U")
    return observations[exact & observations["obs_value"].notna()]


def points(asked: pd.DataFrame, observations: pd.DataFrame, until: pd.Series) -> pd.DataFrame:
    """Yearly points of each target's own series, in order: ``series``, ``time``, ``value``.

    Same area, indicator and basis, up to the year ``until`` of each target. What lies before a
    break in the series (status B) is another series and left out, and so are the points of targets
    that speak of several years together.
    """
    yearly = observations.assign(time=annual_year(observations["time_period"]))
    yearly = yearly[yearly["time"].notna()].astype({"time": "int64"})
    single = asked.assign(until=until)[~asked["over_years"]]
    both = single[[*SERIES, "series", "until"]].merge(yearly, on=SERIES)
    both = both[both["time"] <= both["until"]].sort_values(["series", "time"])
    start = both["time"].where(both["obs_status"] == "B").groupby(both["series"]).transform("max")
    both = both[~(both["time"] < start)].rename(columns={"obs_value": "value"})
    return both[["series", "time", "value"]].reset_index(drop=True)


def last(points: pd.DataFrame, asked: pd.DataFrame, prefix: str = "") -> pd.DataFrame:
    """The last point of each target as columns ``time`` and ``value``, missing where none is held.

    One row a row of ``asked``, names led by ``prefix``.
    """
    final = points.drop_duplicates("series", keep="last").set_index("series")
    return final.reindex(asked["series"]).add_prefix(prefix).reset_index(drop=True)


def parts_of_year(observations: pd.DataFrame) -> pd.DataFrame:
    """Totals from January on within a year, in order of the months they reach to.

    The columns of ``observations``, ``due`` (the year) and ``time``: year and part of it that has
    passed (2021.75 at the end of September), missing where the end is not known ("2020-01/..").
    """
    months = observations["time_period"].str.extract(r"^(\d{4})-01/(?:(\d{4})-(\d{2})|\.\.)$")
    within = months[0].notna() & (months[1].isna() | (months[1] == months[0]))
    year = months.loc[within, 0].astype("int64")
    passed = months.loc[within, 2].astype("float64") / 12
    return observations[within].assign(due=year, time=year + passed).sort_values("time")
