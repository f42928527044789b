"""The project's tables, read as ``data/datapackage.json`` describes them.

The codebook is the Frictionless data package in ``data/``; pandera turns each table schema into
vectorised checks. What is wrong with a file ends in one :class:`TableError`, a sentence that names
file, row, column, what was found and what is allowed. Rows are counted as a spreadsheet shows them:
the header is row 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

DATA = Path(__file__).resolve().parents[1] / "data"

_TYPES = {"number": "a number", "integer": "a whole number", "boolean": "true or false"}


class TableError(ValueError):
    """A table that cannot be used as it is; the message says where, what, and what is allowed."""


@cache
def schema(name: str) -> dict[str, Any]:
    """Table schema ``data/schemas/<name>.json`` (area, indicator, target, series, ...)."""
    return json.loads((DATA / "schemas" / f"{name}.json").read_text("utf-8"))


def read_table(path: str | Path, name: str) -> pd.DataFrame:
    """One CSV file, checked against the table schema ``name``.

    Text columns come as text, empty where the file is; numbers as float, whole numbers as ``Int64``
    where they may be missing. Raises :class:`TableError` for a file that is missing, empty, not
    UTF-8, or breaks the schema: wrong column, wrong type, value not allowed, duplicate key, or a
    code that the table it refers to does not hold.
    """
    path = Path(path)
    raw = _parse(path)
    _check_columns(raw, schema(name), path)
    frame = _check_values(raw, name, path)
    _check_references(frame, schema(name), path)
    return frame


def stack(frames: Mapping[Path, pd.DataFrame], name: str) -> pd.DataFrame:
    """Tables of one schema, by file, as one frame; a key that two of them share is an error."""
    if not frames:
        raise TableError(f"no {name} file was found; at least one is needed.")
    frame = pd.concat(frames, names=["file", "row"])
    key = schema(name)["primaryKey"]
    twice = frame[frame.duplicated(key, keep=False)]
    if len(twice):
        values = twice[key].iloc[0]
        rows = twice[(twice[key] == values).all(axis="columns")]
        places = " and ".join(f"{name_of(file)} row {row + 2}" for file, row in rows.index)
        raise TableError(f"{places} have the same key {_pairs(values)}; one row a key is allowed.")
    return frame.reset_index(drop=True)


def areas() -> pd.DataFrame:
    """Areas: ``ref_area`` (GB/T 2260, CN), ``name_zh``, ``name_en``, ``level``, ``parent``."""
    return _table("areas.csv", "area").copy()


def indicators() -> pd.DataFrame:
    """Indicators: names, theme, ``unit_measure``, ``kind``, ``direction``, limits, definition."""
    return _table("indicators.csv", "indicator").copy()


def bases() -> pd.DataFrame:
    """Definitions that figures follow: names, ``definition``, ``part_of_total``."""
    return _table("bases.csv", "basis").copy()


def sources() -> pd.DataFrame:
    """Sources: title, original publisher, date, address, and whether the address is a reprint."""
    return _table("sources.csv", "source").copy()


def plans() -> pd.DataFrame:
    """Plans: ``plan``, ``ref_area``, titles, ``set_in``, ``first``, ``last``, ``source``."""
    return _table("plans.csv", "plan").copy()


def units() -> pd.DataFrame:
    """Printed units: value * ``multiply_by`` / ``divide_by`` is the value in ``unit_measure``."""
    return _table("units.csv", "unit").copy()


def in_base_units(frame: pd.DataFrame, values: list[str], unit: str, where: str) -> pd.DataFrame:
    """``values`` turned from the printed ``unit`` into the base unit of the row's indicator.

    This is the one place where 亩, 万亩, 亿元, 万元, 万人, 万家 become km2, CNY, persons, units.
    A natural limit of the indicator (a share of at most 100 %) is checked on the result. ``where``
    names the table in a :class:`TableError`.
    """
    rates = units().set_index("unit")
    rate = rates.loc[frame[unit]].set_index(frame.index)
    known = indicators().set_index("indicator")
    kind = known.loc[frame["indicator"]].set_index(frame.index)
    wrong = rate["unit_measure"] != kind["unit_measure"]
    if wrong.any():
        row = wrong.idxmax()
        allowed = rates.index[rates["unit_measure"] == kind["unit_measure"][row]]
        raise TableError(
            f"{where}, row {row + 2}, column {unit}: found {frame[unit][row]!r} for the indicator "
            f"{frame['indicator'][row]}; allowed: {', '.join(allowed)}."
        )
    factors = {v: frame[v] * rate["multiply_by"] / rate["divide_by"] for v in values}
    result = frame.assign(**factors, unit_measure=rate["unit_measure"])
    _check_limits(result, frame, values, kind, where)
    return result


@cache
def _table(file: str, name: str) -> pd.DataFrame:
    return read_table(DATA / file, name)


def _parse(path: Path) -> pd.DataFrame:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise TableError(
            f"{name_of(path)}: byte {error.start} is not UTF-8 (found "
            f"{error.object[error.start]:#x}, as in a GBK or GB18030 file); "
            "allowed: a CSV file saved as UTF-8."
        ) from None
    try:
        return pd.read_csv(StringIO(text), dtype=str, keep_default_na=False, na_values=[""])
    except pd.errors.EmptyDataError:
        raise TableError(f"{name_of(path)}: the file is empty; a header row is needed.") from None
    except pd.errors.ParserError as error:
        reason = str(error).removeprefix("Error tokenizing data. C error: ").strip()
        raise TableError(f"{name_of(path)}: not a table in CSV form ({reason}).") from None


def _check_columns(raw: pd.DataFrame, descriptor: dict[str, Any], path: Path) -> None:
    wanted = [field["name"] for field in descriptor["fields"]]
    for column in raw.columns.difference(wanted):
        raise TableError(
            f"{name_of(path)}, row 1: found the column {column!r}; allowed: {', '.join(wanted)}."
        )
    for column in [w for w in wanted if w not in raw]:
        raise TableError(
            f"{name_of(path)}, row 1: the column {column!r} is missing; found: "
            f"{', '.join(raw.columns)}."
        )
    if raw.empty:
        raise TableError(f"{name_of(path)}: the file holds a header and no row.")


@cache
def _checks(name: str) -> Any:
    """Pandera schema made from the frictionless one."""
    from pandera.io.pandas_io import from_frictionless_schema

    optional = [f for f in schema(name)["fields"] if not f.get("constraints", {}).get("required")]
    whole = {f["name"]: {"dtype": "Int64"} for f in optional if f["type"] == "integer"}
    empty = {f["name"]: {"nullable": True} | whole.get(f["name"], {}) for f in optional}
    return from_frictionless_schema(schema(name)).update_columns(empty)


def _check_values(raw: pd.DataFrame, name: str, path: Path) -> pd.DataFrame:
    from pandera.errors import SchemaErrors

    fields = {field["name"]: field for field in schema(name)["fields"]}
    truth = {f: raw[f].replace({"true": True, "false": False}) for f in _of_type(fields, "boolean")}
    try:
        frame = _checks(name).validate(raw.assign(**truth), lazy=True)
    except SchemaErrors as errors:
        raise TableError(_first_failure(errors.failure_cases, raw, fields, path)) from None
    numbers = _of_type(fields, "number")
    infinite = np.isinf(frame[numbers]).any(axis="columns")
    if infinite.any():
        row = infinite.idxmax()
        column = next(c for c in numbers if np.isinf(frame[c][row]))
        raise TableError(_sentence(path, row, column, raw[column][row], fields[column]))
    texts = {
        c: frame[c].astype("str").where(frame[c].notna(), "") for c in _of_type(fields, "string")
    }
    return frame.assign(**texts)[list(fields)]


def _of_type(fields: dict[str, dict[str, Any]], type_: str) -> list[str]:
    return [name for name, field in fields.items() if field["type"] == type_]


def _first_failure(
    cases: pd.DataFrame, raw: pd.DataFrame, fields: dict[str, dict[str, Any]], path: Path
) -> str:
    """The failure that stands first in the file, as one sentence."""
    keys = cases[cases["check"].astype(str).str.contains("uniqueness")]
    cells = cases[cases["column"].isin(list(fields)) & cases["index"].notna()].drop(keys.index)
    if len(cells):
        worst = cells.sort_values("index", kind="stable").iloc[0]
        row, column = int(worst["index"]), worst["column"]
        more = cells["index"].nunique() - 1
        rest = f" ({more} more rows have a fault.)" if more else ""
        return _sentence(path, row, column, raw[column][row], fields[column]) + rest
    rows = sorted(keys["index"].astype(int).unique())
    key = list(keys["column"].unique())
    same = raw.loc[rows, key].eq(raw.loc[rows[0], key]) | raw.loc[rows, key].isna()
    first = [row for row in rows if same.loc[row].all()]
    places = " and ".join(str(row + 2) for row in first)
    return (
        f"{name_of(path)}, rows {places}: found the same key {_pairs(raw.loc[rows[0], key])}; "
        "one row a key is allowed."
    )


def _check_references(frame: pd.DataFrame, descriptor: dict[str, Any], path: Path) -> None:
    tables = {"areas": areas, "indicators": indicators, "bases": bases, "units": units}
    tables |= {"sources": sources, "plans": plans}
    fields = {field["name"]: field for field in descriptor["fields"]}
    for key in descriptor.get("foreignKeys", []):
        (column,), resource = key["fields"], key["reference"]["resource"]
        (code,) = key["reference"]["fields"]
        known = tables[resource]()[code] if resource else frame[code]
        unknown = ~frame[column].isin(known) & (frame[column] != "")
        if unknown.any():
            row = unknown.idxmax()
            hint = f"a code that data/{resource or 'areas'}.csv holds"
            raise TableError(_sentence(path, row, column, frame[column][row], fields[column], hint))


def _check_limits(
    result: pd.DataFrame, printed: pd.DataFrame, values: list[str], kind: pd.DataFrame, where: str
) -> None:
    for column in values:
        outside = (result[column] < kind["minimum"]) | (result[column] > kind["maximum"])
        if outside.any():
            row = outside.idxmax()
            low, high = kind.loc[row, ["minimum", "maximum"]]
            limits = f"from {low:g} to {high:g}" if pd.notna(high) else f"at least {low:g}"
            raise TableError(
                f"{where}, row {row + 2}, column {column}: found {printed[column][row]:g} for the "
                f"indicator {result['indicator'][row]}; "
                f"allowed: {limits} {kind['unit_measure'][row]}."
            )


def _sentence(
    path: Path, row: int, column: str, found: Any, field: dict[str, Any], allowed: str = ""
) -> str:
    what = "nothing" if pd.isna(found) else repr(found)
    return (
        f"{name_of(path)}, row {row + 2}, column {column}: found {what}; "
        f"allowed: {allowed or _allowed(field)}."
    )


def _allowed(field: dict[str, Any]) -> str:
    limits = field.get("constraints", {})
    if "enum" in limits:
        return "one of " + ", ".join(map(str, limits["enum"]))
    if "pattern" in limits:
        return f"text like {field['example']}"
    low, high = limits.get("minimum"), limits.get("maximum")
    words = _TYPES.get(field["type"], "text")
    if low is not None:
        words += f" from {low} to {high}" if high is not None else f" of at least {low}"
    return words


def name_of(path: Path) -> str:
    """Path as a reader of the project knows it: ``data/series/environment.csv``."""
    return str(path.relative_to(DATA.parent)) if path.is_relative_to(DATA.parent) else str(path)


def _pairs(values: pd.Series) -> str:
    return ", ".join(f"{k} {v!r}" for k, v in values.dropna().items())
