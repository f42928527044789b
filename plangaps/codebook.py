"""What a table schema asks of a table, as checks of whole columns, and the faults in words.

The schemas are those of the Frictionless data package in ``data/``; frictionless itself checks the
package in the tests. A fault is a key of ``words.toml`` (``problem.KEY``) and the values that its
sentence needs, so that it can be said in either language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from plangaps import words

# Columns of a frame of faults: the row's label, the column, what is wrong and with which values.
FAULT = ["row", "column", "key", "values"]

_NONE = pd.DataFrame(columns=FAULT)

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NOT_ZERO = r"^[^eE]*[1-9]"

# Columns of periods: their days must exist, and their ends lie behind their beginnings.
_PERIODS = ["time_period", "target_period"]

Field = dict[str, Any]


def faults(
    raw: pd.DataFrame, schema: dict[str, Any], codes: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """Every cell of ``raw`` that breaks ``schema``, by row and column; at most one a cell.

    ``raw`` holds text, missing where a cell is empty, in the columns of the schema. ``codes`` has,
    for the columns that refer to another table, the codes it holds; other columns may refer to
    what they like. Out: :data:`FAULT`. Keys held twice are no fault of a cell.
    """
    parts = [
        cells(raw, _wrong(raw[field["name"]], field), field["name"], *_allowed(field))
        for field in schema["fields"]
    ]
    for column in raw.columns.intersection(_PERIODS):
        parts.append(cells(raw, ~_possible(raw[column]), column, "period"))
    for key in schema.get("foreignKeys", []):
        (column,), table = key["fields"], key["reference"]["resource"]
        if column in codes:
            unknown = raw[column].notna() & ~raw[column].isin(codes[column])
            parts.append(cells(raw, unknown, column, "code", {"table": table or "areas"}))
    return in_order(parts, [field["name"] for field in schema["fields"]])


def no_faults() -> pd.DataFrame:
    """Faults of a table that has none."""
    return _NONE


def typed(raw: pd.DataFrame, schema: dict[str, Any]) -> pd.DataFrame:
    """``raw`` without faults in the types of ``schema``: text empty where a cell is."""
    return pd.DataFrame({f["name"]: _typed(raw[f["name"]], f) for f in schema["fields"]}, raw.index)


def cells(
    frame: pd.DataFrame,
    wrong: pd.Series,
    column: str,
    key: str,
    values: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """The cells of ``column`` where ``wrong``, as faults ``key``.

    ``values`` are the same for all, or a Series by row; what was found is added to them.
    """
    if not wrong.any():
        return no_faults()
    rows = frame[wrong]
    columns = {"found": rows[column].map(_plain).to_list()}
    for name, value in (values or {}).items():
        same = not isinstance(value, pd.Series)
        columns[name] = [value] * len(rows) if same else value[rows.index].to_list()
    each = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return pd.DataFrame(
        {"row": rows.index, "column": column, "key": key, "values": pd.Series(each, rows.index)},
        columns=FAULT,
    )


def in_order(parts: list[pd.DataFrame], columns: Collection[str]) -> pd.DataFrame:
    """Faults by row and, within a row, by ``columns``; the first of several of a cell."""
    place = {column: i for i, column in enumerate(columns)}
    parts = [part for part in parts if len(part)]
    if not parts:
        return no_faults()
    return (
        pd.concat(parts)
        .sort_values("column", key=lambda c: c.map(place), kind="stable")
        .sort_values("row", kind="stable")
        .drop_duplicates(["row", "column"], ignore_index=True)
    )


def said(key: str, values: Mapping[str, Any], lang: str = "en") -> str:
    """A fault in words: what was found and what is allowed."""
    shown = {name: _shown(name, value, lang) for name, value in values.items()}
    return words.say(f"problem.{key}", lang, **shown)


def _wrong(column: pd.Series, field: Field) -> pd.Series:
    limits, filled = field.get("constraints", {}), column.notna()
    wrong = pd.Series(False, column.index)
    if field["type"] in ("number", "integer"):
        value = numbers(column)
        outside = (value < limits.get("minimum", -np.inf)) | (value > limits.get("maximum", np.inf))
        broken = value % 1 != 0 if field["type"] == "integer" else False
        wrong = value.isna() | outside | broken
    elif field["type"] == "boolean":
        wrong = ~column.str.lower().isin(["true", "false"])
    if "enum" in limits:
        wrong = ~column.isin(limits["enum"])
    elif "pattern" in limits:
        wrong = ~column.str.fullmatch(limits["pattern"]).fillna(False).astype(bool)
    return (wrong & filled) | (~filled & limits.get("required", False))


def numbers(column: pd.Series) -> pd.Series:
    """Finite figures, missing for every other text: Python takes 1_310 and １３１０ for numbers."""
    plain = column.str.fullmatch(_NUMBER).fillna(False).astype(bool)
    value = column.where(plain).astype("float64").replace([np.inf, -np.inf], np.nan)
    lost = (value == 0) & column.str.contains(_NOT_ZERO, na=False)  # 1e-400 is no zero
    return value.mask(lost)


def _possible(periods: pd.Series) -> pd.Series:
    """Whether each period can be: 2021-02-30 and 2023/2022 cannot."""
    places, held = pd.factorize(periods)
    ends = [str(period).partition("/")[::2] for period in held]
    ordered = [last in ("", "..") or first[: len(last)] <= last for first, last in ends]
    first = pd.Series([first for first, _ in ends], dtype="str")
    day = first.where(first.str.len() == len("2021-02-28"))
    exists = day.isna() | pd.to_datetime(day, format="%Y-%m-%d", errors="coerce").notna()
    return pd.Series(np.append(exists & np.array(ordered, dtype=bool), True)[places], periods.index)


def _typed(column: pd.Series, field: Field) -> pd.Series:
    if field["type"] == "boolean":
        return column.str.lower() == "true"
    if field["type"] == "string":
        return column.astype("str").where(column.notna(), "")
    values = column.astype("float64")
    if field["type"] == "number":
        return values
    required = field.get("constraints", {}).get("required", False)
    return values.astype("int64" if required else "Int64")


def _allowed(field: Field) -> tuple[str, dict[str, Any]]:
    """What a field allows: the key of the fault and its values."""
    limits = field.get("constraints", {})
    if "enum" in limits:
        return "one_of", {"allowed": [*map(str, limits["enum"])]}
    if "pattern" in limits:
        return "like", {"example": field["example"]}
    if field["type"] in ("number", "integer"):
        bounds = {name: limits[name] for name in ("minimum", "maximum") if name in limits}
        return "_".join([field["type"], *bounds]), bounds
    return ("boolean" if field["type"] == "boolean" else "text"), {}


def _plain(found: Any) -> Any:
    """A cell as it is told: text, empty where there is nothing, or a number."""
    return "" if pd.isna(found) else found


def _shown(name: str, value: Any, lang: str) -> Any:
    """A value as a sentence shows it; a text in quotes, so that no sign in it can act there."""
    if isinstance(value, list):
        return words.listed(value, lang)
    if lang == "zh" and name in ("unit", "example"):  # in English as the codebook has them
        return words.say(f"unit.{value}", lang) if name == "unit" else _listed(value)
    if name not in ("found", "other"):
        return value
    return quoted(value, lang) if isinstance(value, str) else f"{value:g}"


def quoted(text: str, lang: str) -> str:
    """A text in quotes, so that no sign in it can act; ``nothing`` for an empty one."""
    if not text:
        return words.say("problem.nothing", lang)
    return words.say("problem.quoted", lang, text=repr(text)[1:-1])


def _listed(example: str) -> str:
    return words.listed(re.split(", | or ", example), "zh")
