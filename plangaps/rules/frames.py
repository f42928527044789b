"""What the rules share: columns read as numbers, growth, and the one form of what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from plangaps.rules.registry import NOT_APPLICABLE, RULES

Array = npt.NDArray[Any]
Columns = dict[str, Array]

# Rows computed at once: few enough that all that is computed of them stays in the fast memory of
# the processor, which halves the time of a million rows.
_BLOCK = 2**15


class Judgement(NamedTuple):
    """What a rule finds: a figure, a score, the rank of the status (0 is the best), and why not.

    ``reasons`` says for each reason where there is no figure because of it, and so no status but
    where ``settled``: a target that is reached is reached without one.
    """

    value: Array
    score: Array
    rank: Array
    reasons: Mapping[str, Array]
    settled: Array | bool = False


def numbers(frame: pd.DataFrame, needed: Sequence[str], optional: Sequence[str] = ()) -> Columns:
    """Columns as floats; NaN where a figure is missing, and in all of a column that may be absent.

    Raises ValueError naming the needed columns that are missing, or the column that holds text.
    """
    need(frame, needed, "frame")
    absent = np.full(len(frame), np.nan)
    held = [*needed, *(c for c in optional if c in frame)]
    return dict.fromkeys(optional, absent) | {c: number(frame[c], "frame") for c in held}


def number(column: pd.Series, what: str) -> Array:
    """One column as floats, NaN where it is missing."""
    try:
        return column.to_numpy("float64", na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what}: column {column.name}: {error}; allowed: numbers.") from None


def need(frame: pd.DataFrame, columns: Sequence[str], what: str) -> None:
    """ValueError naming every column that ``frame`` lacks."""
    missing = [c for c in columns if c not in frame]
    if missing:
        raise ValueError(
            f"{what}: missing column {', '.join(missing)}; needed: {', '.join(columns)}; "
            f"found: {', '.join(map(str, frame.columns)) or 'none'}."
        )


def is_kind(frame: pd.DataFrame, *kinds: str) -> Array:
    """Whether each row is said to be of one of ``kinds``; no where nothing is said."""
    if "kind" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["kind"].isin(kinds).to_numpy()


def finite(values: Array) -> Array:
    """NaN in place of what is infinite."""
    infinite = np.isinf(values)
    return np.where(infinite, np.nan, values) if infinite.any() else values


def growth(first: Array, last: Array, years: Array) -> Array:
    """Compound yearly growth from ``first`` to ``last`` as a fraction (0.02 is 2 % a year).

    What cannot be computed (no years between, another sign) is NaN or infinite.
    """
    return (last / first) ** (1 / years) - 1


def meets(value: Array, target: Array, direction: Array) -> Array:
    """Whether ``value`` is at ``target`` or better; no where one is missing or no way is good."""
    return ((direction == 1) & (value >= target)) | ((direction == -1) & (value <= target))


def other_sign(one: Array, other: Array) -> Array:
    """Whether one is above zero and the other below."""
    return ((one > 0) & (other < 0)) | ((one < 0) & (other > 0))


def judged(
    frame: pd.DataFrame, rule: str, columns: Columns, judge: Callable[[Columns], Judgement]
) -> pd.DataFrame:
    """The output of every rule: ``value``, ``score``, ``status``, ``reason``, index of ``frame``.

    ``judge`` is given the ``columns`` of some rows, infinite figures as missing ones. Of several
    reasons the first is given. A value or score beside a reason is missing.
    """
    rows = len(frame)
    value, score = np.empty(rows), np.empty(rows)
    rank, why = np.empty(rows, "int8"), np.empty(rows, "int8")
    reasons: list[str] = []
    unsaid = len(RULES[rule]["statuses"])
    with np.errstate(all="ignore"):
        for start in range(0, rows, _BLOCK):
            at = slice(start, start + _BLOCK)
            found = judge({name: finite(column[at]) for name, column in columns.items()})
            reasons = list(found.reasons)
            why[at] = _first(list(found.reasons.values()))
            value[at] = np.where(why[at] > 0, np.nan, found.value)
            why[at] *= ~np.asarray(found.settled)
            silent = why[at] > 0
            score[at] = np.where(silent, np.nan, found.score)
            rank[at] = np.where(silent, unsaid, found.rank)
    named = {
        "value": value,
        "score": score,
        "status": _words([*RULES[rule]["statuses"], NOT_APPLICABLE], rank),
        "reason": _words(["", *reversed(reasons)], why),
    }
    return pd.DataFrame(named, index=frame.index, copy=False)


def _first(conditions: Sequence[Array]) -> Array:
    """Which condition holds first, counted from the last, 1; 0 where none does."""
    found = np.zeros(len(conditions[0]), dtype=np.int8)
    for place, condition in enumerate(reversed(conditions), 1):
        # A maximum, not a choice: choices cost most where their outcome cannot be foreseen.
        np.maximum(found, condition.view(np.int8) * np.int8(place), out=found)
    return found


def _words(words: list[str], codes: Array) -> Any:
    return pd.array(words, dtype="str").take(codes)
