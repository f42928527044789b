"""Pace within the year (序时进度): the part of the plan fulfilled against the part of time gone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import frames
from plangaps.rules.common import Array, is_kind, judged, numbers

# Shares that differ in the ninth digit are the same share, computed twice.
_EPSILON = 1e-9

_NEEDED = ["value", "target_value", "time", "due"]


@frames.takes(frame=frames.needs(*_NEEDED))
def pace(frame: pd.DataFrame) -> pd.DataFrame:
    """Whether a flow keeps up with the time that has passed, one row a row of ``frame``.

    In: ``value`` (the total to date), ``target_value`` (the plan), ``time``, ``due``, and where
    held ``base_time``, ``direction``, ``kind``. ``time`` counts the part of the due year that has
    passed: 2021.75 is the end of September 2021 for ``due`` 2021, and 2021 the whole year, as in
    yearly figures. A ``time`` before ``due`` is a part of the way from ``base_time`` to ``due``.

    Out: ``value`` the share of the plan fulfilled, not capped; ``score`` missing; ``status`` done
    from 1 on, else ahead, on_pace or behind as it is above, at or below the share of time that has
    passed; no margin is published, so none is taken. ``reason`` says why it is not_applicable:
    levels, shares and rates do not add up over a year, nor is a ceiling fulfilled step by step.

    Source: the practice of Chinese governments (欠进度, 达进度, 超进度, 已完成). Raises ValueError
    for a missing column.

    >>> row = {"time": 2017.5, "due": 2017, "value": 41.8, "target_value": 100, "kind": "flow"}
    >>> pace(pd.DataFrame([row]))["status"].tolist()
    ['behind']
    """
    n = numbers(frame, _NEEDED, ["base_time", "direction"])
    passed = elapsed(n["base_time"], n["time"], n["due"])
    with np.errstate(all="ignore"):
        value = n["value"] / n["target_value"]
    late, early = value < passed - _EPSILON, value > passed + _EPSILON
    rank = np.select([value >= 1, early, late], [0, 1, 3], 2)
    reasons = {
        "not_a_flow": is_kind(frame, "level", "share", "growth"),
        "less_is_better": n["direction"] == -1,
        "no_direction": n["direction"] == 0,
        "no_target": np.isnan(n["target_value"]),
        "no_plan": n["target_value"] <= 0,
        "no_value": np.isnan(n["value"]),
        "no_elapsed": np.isnan(passed),
        "out_of_range": ~np.isfinite(value),
    }
    return judged(frame, "pace", value, rank, reasons)


def elapsed(base_time: Array, time: Array, due: Array) -> Array:
    """Share of the planned time that has passed, from 0 to 1; NaN where it is not known."""
    with np.errstate(all="ignore"):
        on_the_way = (time - base_time) / (due - base_time)
    kinds = [time == due, time > due, time > base_time]
    return np.select(kinds, [1.0, np.minimum(time - due, 1.0), on_the_way], np.nan)
