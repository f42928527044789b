"""UN Progress Chart: where growth so far would lead by the year of the target."""

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

# How near, in percentage points, a share must come to a target of none or all to have reached it.
_NEAR = 1.0
_ENDS = [0.0, 100.0]


def un_chart(frame: pd.DataFrame) -> pd.DataFrame:
    """Progress as the UN Progress Chart 2023 measures it, one row a row of ``frame``.

    In: ``base_time``, ``base_value``, ``time``, ``value``, ``direction``, and where held
    ``target_value``, ``due``, ``kind``, as for :func:`plangaps.rules.statcan`.

    Out: ``value``, with a target the part of the way from base to target that growth so far would
    cover by ``due`` (1 is all of it), without one the yearly growth towards the good side;
    ``score`` 3, 2 or 1; ``status`` reached (score 3) where the last value meets the target, or a
    share comes within one point of a target of 0 or 100 %; on_track (3) from 0.95, insufficient (2)
    from 0.10, off_track (1) below. Without a target 2 % and 0.5 % a year. ``reason`` says why the
    status is not_applicable; rates of change (kind growth) always are.

    A base better than the target that has since been lost (the formula would call it progress) and
    values below zero without a target (their growth points the other way) are not_applicable.

    Source: EUSTAT-DES/site, _pages/en/metodologia.md, after the UN technical note of 2023. Raises
    ValueError for a missing column.
    """
    columns = numbers(
        frame, ["base_time", "base_value", "time", "value", "direction"], ["target_value", "due"]
    )
    end = np.isin(columns["target_value"], _ENDS)
    end[end] = ~is_kind(frame[end], "level", "flow", "count")
    kinds = {"rates": is_kind(frame, "growth"), "end": end}
    return judged(frame, "un_chart", columns | kinds, _judge)


def _judge(n: Columns) -> Judgement:
    base, target = n["base_value"], n["target_value"]
    rate = growth(base, n["value"], n["time"] - n["base_time"])
    expected = n["value"] * (1 + rate) ** (n["due"] - n["time"])
    aims = ~np.isnan(target)
    value = np.where(aims, (expected - base) / (target - base), n["direction"] * rate)
    enough, some = np.where(aims, 0.95, 0.02), np.where(aims, 0.1, 0.005)
    reached = meets(n["value"], target, n["direction"]) | _at_an_end(n)
    rank = np.where(reached, 0, 3 - (value >= some).astype("int8") - (value >= enough))
    reasons = {"growth_rates": n["rates"]} | _reasons(n, value)
    return Judgement(value, np.where(reached, 3, 4 - rank), rank, reasons, reached & ~n["rates"])


def _at_an_end(n: Columns) -> Array:
    """Whether a share has all but reached a target of 0 or 100 %."""
    near = np.abs(n["value"] - n["target_value"]) <= _NEAR
    return n["end"] & near & (np.abs(n["direction"]) == 1)


def _reasons(n: Columns, value: Array) -> Columns:
    """Why the way travelled does not exist or means nothing, in the order in which it is said."""
    base, target = n["base_value"], n["target_value"]
    aims = ~np.isnan(target)
    return {
        "no_direction": np.abs(n["direction"]) != 1,
        "no_base": np.isnan(n["base_time"]) | np.isnan(base),
        "no_value": np.isnan(n["time"]) | np.isnan(n["value"]),
        "one_point": ~(n["time"] - n["base_time"] >= 1),
        "zero_base": base == 0,
        "two_signs": other_sign(base, n["value"]) | (~aims & (base < 0)),
        "no_due": aims & np.isnan(n["due"]),
        "due_before_base": aims & (n["due"] <= n["base_time"]),
        "base_is_target": aims & (base == target),
        "base_past_target": aims & meets(base, target, n["direction"]),
        "out_of_range": ~np.isfinite(value),
    }
