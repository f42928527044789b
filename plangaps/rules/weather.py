"""Destatis: the weather symbols of the German Sustainable Development Strategy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps.rules.frames import (
    Array,
    Columns,
    Judgement,
    judged,
    meets,
    need,
    number,
    numbers,
)

_POINTS = 6
_FEWEST = 4


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
    need(frame, ["series"], "frame")
    columns = numbers(frame, ["direction"], ["target_value", "due", "time"])
    trend = _trend(frame["series"], columns["time"], history)
    return judged(frame, "destatis", columns | trend | {"constant": _constant(frame)}, _judge)


def _judge(n: Columns) -> Judgement:
    way, target, now = n["direction"], n["target_value"], n["now"]
    mean, last = way * n["mean"], way * n["last"]
    expected = now + n["mean"] * (n["due"] - n["time"])
    missed = (target - expected) / (target - now)
    met, aims = meets(now, target, way), ~np.isnan(target)
    steady = aims & (met | n["constant"])
    dated = aims & ~steady
    value = np.where(dated, missed, mean)
    rank = np.where(dated, _on_the_way(missed, mean), _direction(mean, last))
    reasons = {
        "no_direction": np.abs(way) != 1,
        "too_few_points": np.isnan(mean),
        "no_due": dated & np.isnan(n["due"]),
        "due_passed": dated & (n["time"] > n["due"]),
        "out_of_range": ~np.isfinite(value),
    }
    rank = np.where(steady, _steady(met, mean), rank)
    return Judgement(value, np.full(len(value), np.nan), rank, reasons)


def _constant(frame: pd.DataFrame) -> Array:
    if "constant" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["constant"].eq(True).to_numpy(dtype=bool, na_value=False)


def _on_the_way(missed: Array, mean: Array) -> Array:
    rank = np.where(missed < 0.05, 0, np.where(missed <= 0.2, 1, 2))
    return np.where(mean > 0, rank, 3)


def _steady(met: Array, mean: Array) -> Array:
    return np.where(met, np.where(mean >= 0, 0, 1), np.where(mean > 0, 2, 3))


def _direction(mean: Array, last: Array) -> Array:
    return np.where(mean > 0, np.where(last > 0, 0, 1), np.where(last > 0, 2, 3))


def _trend(series: pd.Series, time: Array, history: pd.DataFrame) -> Columns:
    """Last ``time`` and value ``now`` of each row's series, ``mean`` and ``last`` yearly change."""
    keys, points, start, stop = _points(history)
    at, values = points["time"], points["value"]
    place = keys.get_indexer(pd.Index(series))
    first = np.where(place < 0, 0, start[place])
    end = _last_until(time, at, first, np.where(place < 0, 0, stop[place]))
    held = end - first + 1
    run = np.where(points["run"][end] >= _FEWEST, points["run"][end], 0)
    used = np.where(held >= _POINTS, _POINTS, np.minimum(run, held))
    from_, before = end - np.maximum(used - 1, 0), end - (used > 0)
    with np.errstate(all="ignore"):
        mean = (values[end] - values[from_]) / (at[end] - at[from_])
        last = (values[end] - values[before]) / (at[end] - at[before])
    return {"time": at[end], "now": values[end], "mean": mean, "last": last}


def _points(history: pd.DataFrame) -> tuple[pd.Index, Columns, Array, Array]:
    """Series held, their points in order of time, and where each series starts and stops.

    ``run`` counts the consecutive years that end at a point. One missing point stands behind the
    others, for rows that have none.
    """
    need(history, ["series", "time", "value"], "history")
    codes, keys = pd.factorize(history["series"])
    time, value = number(history["time"], "history"), number(history["value"], "history")
    held = (codes >= 0) & np.isfinite(time) & np.isfinite(value)
    if not held.all():
        codes, time, value = codes[held], time[held], value[held]
    if not _in_order(codes, time):
        order = np.lexsort([time, codes])
        codes, time, value = codes[order], time[order], value[order]
    counts = np.bincount(codes, minlength=max(len(keys), 1))
    stop = np.cumsum(counts)
    points = {"time": np.append(time, np.nan), "value": np.append(value, np.nan)}
    return pd.Index(keys), points | {"run": np.append(_run(codes, time), 0)}, stop - counts, stop


def _in_order(codes: Array, time: Array) -> bool:
    step = np.diff(codes)
    return bool(((step > 0) | ((step == 0) & (np.diff(time) >= 0))).all())


def _run(codes: Array, time: Array) -> Array:
    place = np.arange(len(codes))
    follows = (np.diff(codes, prepend=-1) == 0) & (np.diff(time, prepend=np.nan) == 1)
    return place - np.maximum.accumulate(np.where(follows, 0, place)) + 1


def _last_until(time: Array, at: Array, start: Array, stop: Array) -> Array:
    """Position of the last point up to ``time`` (the last of all where it is missing).

    Where there is none it is the missing point behind the others.
    """
    end = np.where(stop > start, stop - 1, len(at) - 1)
    late = np.flatnonzero(at[end] > time)
    low, high = start[late], stop[late]
    while (low < high).any():
        middle = (low + high) // 2
        after = (at[middle] > time[late]) | (low >= high)
        low, high = np.where(after, low, middle + 1), np.where(after, middle, high)
    end[late] = np.where(low > start[late], low - 1, len(at) - 1)
    return end
