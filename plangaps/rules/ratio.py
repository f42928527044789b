"""Statistics Canada: growth so far against the growth that the target needs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps.rules.frames import (
    Array,
    Columns,
    Judgement,
    growth,
    is_kind,
    judged,
    meets,
    numbers,
    other_sign,
)

# A growth rate from or to zero does not exist; the rule puts this in its place.
_FOR_ZERO = 0.001

# How fast the demand on growth falls as the base comes near its natural limit.
_EXPONENT = 4.44


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
    columns = numbers(
        frame,
        ["base_time", "base_value", "time", "value", "direction"],
        ["target_value", "due", "limit"],
    )
    return judged(frame, "statcan", columns | {"rates": is_kind(frame, "growth")}, _judge)


def _judge(n: Columns) -> Judgement:
    base, target = _without_zero(n["base_value"]), _without_zero(n["target_value"])
    turn = np.where(base < 0, -n["direction"], n["direction"])
    observed = turn * growth(base, n["value"], n["time"] - n["base_time"])
    required = growth(base, target, n["due"] - n["base_time"])
    value = observed / np.abs(required)
    high, middle, score = np.full(len(value), 0.95), np.full(len(value), 0.6), _score_with(value)
    free = np.flatnonzero(np.isnan(target))
    value[free] = observed[free]
    scale = _scale(n["base_value"][free], n["limit"][free])
    high[free], middle[free] = 0.015 * scale, 0.005 * scale
    score[free] = _score_without(value[free], scale)
    rank = 4 - (value >= 0).astype("int8") - (value >= middle) - (value >= high)
    reached = meets(n["value"], target, n["direction"])
    reasons = {"growth_rates": n["rates"]} | _reasons(n, base, target, required, value)
    score, rank = np.where(reached, 5.0, score), np.where(reached, 0, rank)
    return Judgement(value, score, rank, reasons, reached & ~n["rates"])


def _without_zero(values: Array) -> Array:
    return np.where(values == 0, _FOR_ZERO, values)


def _scale(base: Array, limit: Array) -> Array:
    """The coefficient C by which thresholds shrink: 1 far from the limit, 0 at it."""
    scale = np.ones(len(base))
    near = np.flatnonzero(np.abs(base) < 2 * np.abs(limit))
    size, end = np.abs(base[near]), np.abs(limit[near])
    scale[near] = 1 - (np.where(size <= end, size, 2 * end - size) / end) ** _EXPONENT
    return scale


def _score_with(ratio: Array) -> Array:
    above = np.minimum(7.1429 * ratio - 4.2857, 5)
    return np.where(ratio >= 0.6, above, np.maximum(4.1667 * ratio - 2.5, -5))


def _score_without(rate: Array, scale: Array) -> Array:
    scaled = rate / scale
    steps = np.minimum(500 * scaled - 2.5, np.maximum(250 * scaled - 1.25, 500 * scaled - 5))
    # At the limit itself the scale is 0 and holding on earns 5; fmin passes over 0 / 0.
    return np.where(rate >= 0, np.fmin(steps, 5), np.maximum(125 * rate - 2.5, -5))


def _reasons(n: Columns, base: Array, target: Array, required: Array, value: Array) -> Columns:
    """Why the growth rates do not exist or mean nothing, in the order in which it is said."""
    aims = ~np.isnan(target)
    return {
        "no_direction": np.abs(n["direction"]) != 1,
        "no_base": np.isnan(n["base_time"]) | np.isnan(base),
        "no_value": np.isnan(n["time"]) | np.isnan(n["value"]),
        "one_point": ~(n["time"] - n["base_time"] >= 1),
        "two_signs": other_sign(base, n["value"]) | other_sign(base, target),
        "no_due": aims & np.isnan(n["due"]),
        "due_before_base": aims & (n["due"] <= n["base_time"]),
        "base_is_target": aims & (required == 0),
        "out_of_range": ~np.isfinite(value),
    }
