"""What the rules share: columns as numbers, growth, and the one form of what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from plangaps.rules.registry import NOT_APPLICABLE, RULES

Array = npt.NDArray[Any]
Columns = dict[str, Array]


def numbers(frame: pd.DataFrame, needed: Sequence[str], optional: Sequence[str] = ()) -> Columns:
    """Columns as floats: NaN where a figure is missing or infinite, or a column is absent."""
    absent = np.full(len(frame), np.nan)
    return {c: number(frame[c]) if c in frame else absent for c in [*needed, *optional]}


def number(column: pd.Series) -> Array:
    """One column as floats, NaN where it is missing or infinite."""
    values = column.to_numpy("float64", na_value=np.nan)
    return np.where(np.isinf(values), np.nan, values)


def is_kind(frame: pd.DataFrame, *kinds: str) -> Array:
    """Whether each row is said to be of one of ``kinds``; no where nothing is said."""
    return frame.get("kind", pd.Series("", frame.index)).isin(kinds).to_numpy()


def growth(first: Array, last: Array, years: Array) -> Array:
    """Compound yearly growth from ``first`` to ``last`` as a fraction (0.02 is 2 % a year).

    What cannot be computed (no years between, another sign) is NaN or infinite.
    """
    return (last / first) ** (1 / years) - 1


def meets(value: Array, target: Array, direction: Array) -> Array:
    """Whether ``value`` is at ``target`` or better; no where one is missing or no way is good."""
    return np.select([direction == 1, direction == -1], [value >= target, value <= target], False)


def other_sign(one: Array, other: Array) -> Array:
    """Whether one is above zero and the other below."""
    return np.sign(one) * np.sign(other) < 0


def judged(
    frame: pd.DataFrame,
    rule: str,
    value: Array,
    rank: Array,
    reasons: Mapping[str, Array],
    score: Array | float = np.nan,
    settled: Array | bool = False,
) -> pd.DataFrame:
    """The output of every rule: ``value``, ``score``, ``status``, ``reason``, index of ``frame``.

    ``rank`` of the status, 0 the best. ``reasons`` says where there is no value, and so no status
    but where ``settled`` (a target that is reached is reached without one); the first that holds
    is given.
    """
    first = np.select(list(reasons.values()), range(1, len(reasons) + 1), 0)
    why = np.where(settled, 0, first)
    statuses = [*RULES[rule]["statuses"], NOT_APPLICABLE]
    return pd.DataFrame(
        {
            "value": np.where(first > 0, np.nan, value),
            "score": np.where(why > 0, np.nan, score),
            "status": _words(statuses, np.where(why > 0, len(statuses) - 1, rank)),
            "reason": _words(["", *reasons], why),
        },
        index=frame.index,
    )


def _words(words: list[str], codes: Array) -> Any:
    return pd.array(words, dtype="str").take(codes.astype("intp"))
