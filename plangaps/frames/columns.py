"""One column of a frame made valid: its cells in codes and types, and the faults among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from plangaps import codebook, tables
from plangaps.frames import cells, kinds
from plangaps.own import names, shape

# A column, and its faults (:data:`plangaps.codebook.FAULT`) by the place of the row.
Read = tuple[pd.Series, pd.DataFrame]

_PERIODS = ["time_period", "target_period"]


def read(column: pd.Series, field: kinds.Field, codes: Mapping[str, Iterable[str]]) -> Read:
    """``column`` in the type of ``field``; ``codes`` has those allowed in columns of codes."""
    if field["type"] == "string":
        return _texts(column, field, codes)
    if field["type"] == "boolean":
        return _flags(column, field)
    return _numbers(column, field)


def _texts(column: pd.Series, field: kinds.Field, codes: Mapping[str, Iterable[str]]) -> Read:
    name = field["name"]
    if _is_sound(column, field, codes):
        return column, codebook.no_faults()
    mixed = np.array([], dtype=bool)
    if name in _PERIODS:
        places, written, mixed = cells.periods(column)
        held = shape.periods(written).fillna(written)
    else:
        places, written = cells.texts(column)
        held = names.coded(written.str.strip(), name) if name in kinds.CODED else written
    blank = kinds.BLANK.get(name, "")
    held = held.mask(held == "", blank)
    wrong = _faults(held, blank, places, field, codes)
    dated = codebook.cells(written.to_frame(name), pd.Series(mixed, dtype=bool), name, "mixed")
    wrong = codebook.in_order([dated, wrong], [name])
    return cells.spread(places, held, blank, "str"), _by_row(wrong, places)


def _is_sound(column: pd.Series, field: kinds.Field, codes: Mapping[str, Iterable[str]]) -> bool:
    """Whether a column holds texts that are allowed as they stand: nothing is to be read in it."""
    name, limits = field["name"], field.get("constraints", {})
    if not isinstance(column.dtype, pd.StringDtype) or column.hasnans:
        return False
    if name in _PERIODS:
        return all(map(_is_period, column.unique()))
    if name not in codes and "enum" not in limits:
        return name not in kinds.CODED and not (limits and column.eq("").any())
    open_ = [] if limits.get("required") else [""]
    return {*column.unique()} <= {*codes.get(name, []), *limits.get("enum", []), *open_}


@cache
def _is_period(period: str) -> bool:
    raw = pd.DataFrame({"time_period": [period]})
    schema = {"fields": [kinds.fields("observations")["time_period"]]}
    return codebook.faults(raw.mask(raw == ""), schema, {}).empty


def _faults(
    held: pd.Series,
    blank: str,
    places: np.ndarray,
    field: kinds.Field,
    codes: Mapping[str, Iterable[str]],
) -> pd.DataFrame:
    """Faults among distinct cells; an empty cell comes after them where there is one."""
    name = field["name"]
    empty = [blank] if (places < 0).any() else []
    raw = pd.DataFrame({name: pd.Series([*held, *empty], dtype="str")})
    keys = [{"fields": [name], "reference": {"resource": kinds.CODES.get(name, "")}}]
    schema = {"fields": [field], "foreignKeys": keys if name in codes else []}
    return codebook.faults(raw.mask(raw == ""), schema, codes)  # type: ignore[arg-type]


def _by_row(wrong: pd.DataFrame, places: np.ndarray) -> pd.DataFrame:
    """Faults of distinct cells as faults of the rows they stand in."""
    if wrong.empty:
        return wrong
    last = places.max(initial=-1) + 1  # where the empty cell is
    rows = pd.DataFrame({"at": np.arange(len(places)), "row": np.where(places < 0, last, places)})
    return rows.merge(wrong, on="row").drop(columns="row").rename(columns={"at": "row"})


def _flags(column: pd.Series, field: kinds.Field) -> Read:
    if column.dtype == bool:
        return column, codebook.no_faults()
    places, written = cells.texts(column)
    held = written.str.lower().replace({"1": "true", "0": "false"})
    wrong = _faults(held, "", places, field, {})
    flags = cells.spread(places, held.map({"true": True, "false": False}), None, "boolean")
    if field["name"] in kinds.BLANK:
        flags = flags.fillna(False).astype(bool)
    return flags, _by_row(wrong, places)


def _numbers(column: pd.Series, field: kinds.Field) -> Read:
    """Numbers as float, whole ones as integers; texts of years and numbers are read."""
    values, name, limits = cells.numbers(column), field["name"], field.get("constraints", {})
    if values is None:
        places, written, _ = cells.periods(column)
        if field["type"] == "integer":
            written = shape.periods(written).fillna(written)
        return _typed(*_parsed(places, written, field))
    low, high = limits.get("minimum", -np.inf), limits.get("maximum", np.inf)
    filled = values.notna()
    wrong = (values < low) | (values > high) | values.isin([np.inf, -np.inf])
    if field["type"] == "integer":
        wrong |= (values % 1 != 0) & filled
    wrong |= ~filled & limits.get("required", False)
    if not wrong.any():
        return _typed(values, codebook.no_faults(), field)
    raw = pd.DataFrame({name: values[wrong].map(lambda v: cells.texts(pd.Series([v]))[1].sum())})
    faults = codebook.faults(raw.mask(raw == ""), {"fields": [field]}, {})
    return _typed(values, faults, field)


def _parsed(places: np.ndarray, held: pd.Series, field: kinds.Field) -> tuple[Any, ...]:
    """Texts as numbers, their faults by row, and the field."""
    wrong = _faults(held, "", places, field, {})
    numbers = codebook.numbers(held)
    return cells.spread(places, numbers, np.nan, "float64"), _by_row(wrong, places), field


def _typed(values: pd.Series, faults: pd.DataFrame, field: kinds.Field) -> Read:
    if field["type"] == "integer" and faults.empty:
        return values.astype("Int64" if values.isna().any() else "int64"), faults
    return values, faults


def held_codes(free: bool) -> dict[str, pd.Series]:
    """Codes that the codebook holds, by column; of units alone where any code is ``free``."""
    held = {"unit_measure": tables.units()["unit"]}
    if not free:
        held |= {"ref_area": tables.areas()["ref_area"], "basis": tables.bases()["basis"]}
        held |= {"indicator": tables.indicators()["indicator"]}
    return held
