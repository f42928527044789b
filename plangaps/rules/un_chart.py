"""UN Progress Chart: where growth so far would lead by the year of the target."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import frames
from plangaps.rules.common import growth, is_kind, judged, meets, numbers, other_sign

# How near, in percentage points, a share must come to a target of none or all to have reached it.
_NEAR = 1.0

_NEEDED = ["base_time", "base_value", "time", "value", "direction"]


@frames.takes(frame=frames.needs(*_NEEDED))
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
    n = numbers(frame, _NEEDED, ["target_value", "due"])
    base, target, direction = n["base_value"], n["target_value"], n["direction"]
    aims, rates, passed = ~np.isnan(target), is_kind(frame, "growth"), n["time"] - n["base_time"]
    with np.errstate(all="ignore"):
        rate = growth(base, n["value"], passed)
        expected = n["value"] * (1 + rate) ** (n["due"] - n["time"])
        value = np.where(aims, (expected - base) / (target - base), direction * rate)
    share = np.isin(target, [0, 100]) & ~is_kind(frame, "level", "flow", "count")
    near = share & (np.abs(n["value"] - target) <= _NEAR) & (np.abs(direction) == 1)
    reached = meets(n["value"], target, direction) | near
    enough, some = np.where(aims, 0.95, 0.02), np.where(aims, 0.1, 0.005)
    rank = np.select([reached, value >= enough, value >= some], [0, 1, 2], 3)
    reasons = {
        "growth_rates": rates,
        "no_direction": np.abs(direction) != 1,
        "no_base": np.isnan(n["base_time"]) | np.isnan(base),
        "no_value": np.isnan(n["time"]) | np.isnan(n["value"]),
        "one_point": ~(passed >= 1),
        "zero_base": base == 0,
        "two_signs": other_sign(base, n["value"]) | (~aims & (base < 0)),
        "no_due": aims & np.isnan(n["due"]),
        "due_before_base": aims & (n["due"] <= n["base_time"]),
        "base_is_target": aims & (base == target),
        "base_past_target": aims & meets(base, target, direction),
        "out_of_range": ~np.isfinite(value),
    }
    score = np.where(reached, 3, 4 - rank)
    return judged(frame, "un_chart", value, rank, reasons, score, settled=reached & ~rates)
