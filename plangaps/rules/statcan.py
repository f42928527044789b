"""Statistics Canada: growth so far against the growth that the target needs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import frames
from plangaps.rules.common import Array, growth, is_kind, judged, meets, numbers, other_sign

# A growth rate from or to zero does not exist; the rule puts this in its place.
_FOR_ZERO = 0.001

# How fast the demand on growth falls as the base comes near its natural limit.
_EXPONENT = 4.44

_NEEDED = ["base_time", "base_value", "time", "value", "direction"]


@frames.takes(frame=frames.needs(*_NEEDED))
def statcan(frame: pd.DataFrame) -> pd.DataFrame:
    """Progress as Statistics Canada and Open SDG 2.4.0 measure it, one row a row of ``frame``.

    In: ``base_time``, ``base_value``, ``time``, ``value``, ``direction`` (1 more is better, -1 less
    is), and where held ``target_value``, ``due``, ``limit`` (the natural limit on the good side),
    ``kind``. Times are years; values are in any one unit.

    Out: ``value``, with a target the yearly growth observed over the yearly growth required (1 is
    just enough), without one the yearly growth towards the good side as a fraction; ``score`` from
    -5 to 5; ``status``: a target that is reached is achieved whatever the ratio, else from 0.95
    substantial, from 0.60 moderate, from 0 limited, below deterioration. Without a target 1.5 %,
    0.5 % and 0 a year, less near ``limit``. ``reason`` says why the status is not_applicable.

    A base or target of zero counts as 0.001. Rates of change (kind growth) have no growth rate that
    means anything: the published method excludes them. What it leaves to a division by zero (base
    equal to the target, values of two signs) is not_applicable here.

    Source: open-sdg/sdg-build, sdg/ProgressMeasure.py; open-sdg/open-sdg,
    docs/progress-methodology.md. Raises ValueError for a missing column.

    >>> row = {"base_time": 2015, "base_value": 98.8, "time": 2024, "value": 98.3, "due": 2030}
    >>> found = statcan(pd.DataFrame([row | {"target_value": 100, "direction": 1}]))
    >>> found[["value", "score", "status"]].round(6).values.tolist()
    [[-0.699948, -5.0, 'deterioration']]
    """
    n = numbers(frame, _NEEDED, ["target_value", "due", "limit"])
    base, target = (np.where(n[c] == 0, _FOR_ZERO, n[c]) for c in ("base_value", "target_value"))
    aims, rates, passed = ~np.isnan(target), is_kind(frame, "growth"), n["time"] - n["base_time"]
    with np.errstate(all="ignore"):
        observed = growth(base, n["value"], passed) * n["direction"] * np.sign(base)
        required = growth(base, target, n["due"] - n["base_time"])
        value = np.where(aims, observed / np.abs(required), observed)
        scale = _scale(n["base_value"], n["limit"])
        score = np.where(aims, _score_with(value), _score_without(value, scale))
    reached = meets(n["value"], target, n["direction"])
    enough, some = np.where(aims, 0.95, 0.015 * scale), np.where(aims, 0.6, 0.005 * scale)
    rank = np.select([reached, value >= enough, value >= some, value >= 0], [0, 1, 2, 3], 4)
    reasons = {
        "growth_rates": rates,
        "no_direction": np.abs(n["direction"]) != 1,
        "no_base": np.isnan(n["base_time"]) | np.isnan(base),
        "no_value": np.isnan(n["time"]) | np.isnan(n["value"]),
        "one_point": ~(passed >= 1),
        "two_signs": other_sign(base, n["value"]) | other_sign(base, target),
        "no_due": aims & np.isnan(n["due"]),
        "due_before_base": aims & (n["due"] <= n["base_time"]),
        "base_is_target": aims & (required == 0),
        "out_of_range": ~np.isfinite(value),
    }
    score = np.where(reached, 5.0, score)
    return judged(frame, "statcan", value, rank, reasons, score, settled=reached & ~rates)


def _scale(base: Array, limit: Array) -> Array:
    """The coefficient C by which thresholds shrink: 1 far from the limit, 0 at it."""
    size, end = np.abs(base), np.abs(limit)
    near = 1 - (np.where(size <= end, size, 2 * end - size) / end) ** _EXPONENT
    return np.where(size < 2 * end, near, 1.0)


def _score_with(ratio: Array) -> Array:
    above = np.minimum(7.1429 * ratio - 4.2857, 5)
    return np.where(ratio >= 0.6, above, np.maximum(4.1667 * ratio - 2.5, -5))


def _score_without(rate: Array, scale: Array) -> Array:
    scaled = rate / scale
    steps = [
        np.maximum(125 * rate - 2.5, -5),
        500 * scaled - 2.5,
        250 * scaled - 1.25,
        np.fmin(500 * scaled - 5, 5),  # at the limit itself, 0 / 0, holding on earns 5
    ]
    return np.select([rate < 0, scaled < 0.005, scaled < 0.015], steps[:3], steps[3])
