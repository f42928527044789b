"""Destatis: the weather symbols of the German Sustainable Development Strategy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import frames
from plangaps.rules.common import Array, Columns, judged, meets, number, numbers

_POINTS = 6


@frames.takes(
    frame=frames.needs("series", "direction"), history=frames.needs("series", "time", "value")
)
def destatis(frame: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Progress as the Federal Statistical Office of Germany draws it, one row a row of ``frame``.

    In: ``frame`` with ``series`` (the key), ``direction`` and where held ``target_value``, ``due``,
    ``time`` (the year to judge; later points are left out), ``constant`` (True: the target holds in
    every year); ``history`` long, one row a point, with ``series``, ``time`` (year), ``value``.

    The current value is the last point. The mean yearly change is that over the last six points,
    the total change by the years between them; where there are fewer than six, over the last four
    or five, if they are consecutive years; else the status is not_applicable.

    Out: ``status`` by one of three branches:

    - target in a year, not met yet: the mean change is carried on to ``due``; ``value`` is the part
      of the remaining way that would be missed. sun below 0.05, sun_and_cloud to 0.20, cloud above;
      thunderstorm where the mean change does not point to the target.
    - ``constant``, or met already: sun, or sun_and_cloud where the mean change points backwards;
      not met: cloud where it points to the target, else thunderstorm.
    - no target: mean and last change right sun, mean alone sun_and_cloud, last alone cloud, neither
      thunderstorm.

    In the last two ``value`` is the mean yearly change, positive towards the good side. ``score``
    is missing: the rule has none. A target missed by its year is not judged after it.

    Source: Nachhaltige-Entwicklung-Deutschland/open-sdg-site-starter, _pages/en/status.md. Raises
    ValueError for a missing column.
    """
    n = numbers(frame, ["direction"], ["target_value", "due", "time"])
    n |= _trend(frame["series"], n["time"], history)
    way, target, now = n["direction"], n["target_value"], n["now"]
    aims, met = ~np.isnan(target), meets(now, target, way)
    mean, last = way * n["mean"], way * n["last"]
    constant = frame.get("constant", pd.Series(False, frame.index)).eq(True).fillna(False)
    steady = aims & (met | constant.to_numpy(bool))
    dated = aims & ~steady
    with np.errstate(all="ignore"):
        expected = now + n["mean"] * (n["due"] - n["time"])
        missed = (target - expected) / (target - now)
    value = np.where(dated, missed, mean)
    rank = np.select([dated, steady], [_dated(missed, mean), _steady(met, mean)], _free(mean, last))
    reasons = {
        "no_direction": np.abs(way) != 1,
        "too_few_points": np.isnan(mean),
        "no_due": dated & np.isnan(n["due"]),
        "due_passed": dated & (n["time"] > n["due"]),
        "out_of_range": ~np.isfinite(value),
    }
    return judged(frame, "destatis", value, rank, reasons)


def _dated(missed: Array, mean: Array) -> Array:
    return np.select([~(mean > 0), missed < 0.05, missed <= 0.2], [3, 0, 1], 2)


def _steady(met: Array, mean: Array) -> Array:
    return np.select([met & (mean >= 0), met, mean > 0], [0, 1, 2], 3)


def _free(mean: Array, last: Array) -> Array:
    return np.select([(mean > 0) & (last > 0), mean > 0, last > 0], [0, 1, 2], 3)


def _trend(series: pd.Series, until: Array, history: pd.DataFrame) -> Columns:
    """Last ``time`` and value ``now`` of each row's series, ``mean`` and ``last`` yearly change."""
    code, _ = pd.factorize(pd.concat([series, history["series"]], ignore_index=True))
    points = _changes(code[len(series) :], number(history["time"]), number(history["value"]))
    rows = pd.DataFrame({"series": code[: len(series)], "until": until}).fillna({"until": np.inf})
    rows = rows[rows["series"] >= 0].sort_values("until", kind="stable")
    last = pd.merge_asof(
        rows,
        points[["series", "time"]].assign(point=points.index).sort_values("time", kind="stable"),
        left_on="until",
        right_on="time",
        by="series",
    )
    trend = points.reindex(last["point"]).set_axis(rows.index).reindex(range(len(series)))
    return {c: trend[c].to_numpy("float64") for c in ["time", "now", "mean", "last"]}


def _changes(series: Array, time: Array, value: Array) -> pd.DataFrame:
    """Each point with the ``mean`` and the ``last`` yearly change of its series up to it."""
    points = pd.DataFrame({"series": series, "time": time, "now": value}).dropna()
    points = points.iloc[np.lexsort([points["time"], points["series"]])].reset_index(drop=True)
    key, years = points["series"], points["time"].diff()
    follows = (key == key.shift()) & (years == 1)
    four = follows & follows.shift(1, fill_value=False) & follows.shift(2, fill_value=False)
    five = four & follows.shift(3, fill_value=False)
    six = key == key.shift(_POINTS - 1)
    back = np.select([six, five, four], [5, 4, 3], 0)
    start = np.arange(len(points)) - back
    now, year = points["now"].to_numpy(), points["time"].to_numpy()
    with np.errstate(all="ignore"):
        mean = (now - now[start]) / (year - year[start])
    last = (points["now"].diff() / years).where(back > 0)
    return points.assign(mean=mean, last=last)
