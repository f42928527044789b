"""Columns of any type as texts and numbers, distinct cell by distinct cell."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

# Days on which a year begins and ends: dates that all lie on one of them stand for years.
_YEARLY = [{(1, 1)}, {(12, 31)}]

Held = tuple[np.ndarray, pd.Series]


def texts(column: pd.Series) -> Held:
    """The distinct cells of a column as texts, and their places in it: -1 where it is empty."""
    places, held = _distinct(column)
    return places, pd.Series([_text(cell) for cell in held], dtype="str")


def periods(column: pd.Series) -> tuple[np.ndarray, pd.Series, np.ndarray]:
    """As :func:`texts` for a column of periods, and which of them are dates among other periods.

    Dates are years where all of them are the first of January, or all the last of December; whether
    one date beside a year is that day or its year nobody can tell.
    """
    places, held = _distinct(column)
    dates = np.array([isinstance(cell, date | np.datetime64) for cell in held], dtype=bool)
    cells = [pd.Timestamp(cell) if day else cell for cell, day in zip(held, dates, strict=True)]
    days = {(cell.month, cell.day) for cell, day in zip(cells, dates, strict=True) if day}
    if dates.all() and days in _YEARLY:
        cells = [cell.year for cell in cells]
    mixed = dates & (not dates.all())
    return places, pd.Series([_text(cell) for cell in cells], dtype="str"), mixed


def numbers(column: pd.Series) -> pd.Series | None:
    """A column of numbers as float, missing where it is empty; None for one of another type."""
    kind = column.dtype
    if not pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_bool_dtype(kind):
        return None
    if pd.api.types.is_complex_dtype(kind):
        return None
    return pd.Series(column.to_numpy("float64", na_value=np.nan), column.index)


def spread(places: np.ndarray, held: Collection[Any], empty: Any, dtype: str) -> pd.Series:
    """Distinct cells back in their places, ``empty`` where there is none."""
    every = pd.Series([*held, empty], dtype=dtype)  # type: ignore[call-overload]
    return every.take(places % (len(held) + 1)).reset_index(drop=True)


def _distinct(column: pd.Series) -> tuple[np.ndarray, Any]:
    try:
        return pd.factorize(column)
    except TypeError:  # lists and the like
        return pd.factorize(column.map(_text, na_action="ignore"))


def _text(cell: Any) -> str:
    if isinstance(cell, pd.Period):
        return _period(cell)
    if isinstance(cell, pd.Timestamp) and cell == cell.normalize():
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, Integral) and not isinstance(cell, bool | np.bool_):
        return str(int(cell))
    if isinstance(cell, float | np.floating):
        value = float(cell)
        return str(int(value)) if value % 1 == 0 and abs(value) < 1e15 else repr(value)
    return str(cell).encode("utf-8", "replace").decode()


def _period(period: pd.Period) -> str:
    """A period of pandas as the codebook writes it: year, month, months, day."""
    try:
        first, last = period.start_time, period.end_time
    except ValueError:  # beyond the years that a clock of nanoseconds counts
        return str(period)
    months = first.is_month_start and last.is_month_end
    begin, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    if months and first.is_year_start and last.is_year_end:
        return f"{first.year}" if first.year == last.year else f"{first.year}/{last.year}"
    if months:
        return begin if begin == end else f"{begin}/{end}"
    return f"{first:%Y-%m-%d}" if first.date() == last.date() else str(period)
