"""The project's tables, read as ``data/datapackage.json`` describes them.

The codebook is the Frictionless data package in ``data/``; pandera turns each table schema into
vectorised checks. What is wrong with a file ends in one :class:`TableError`, a sentence that names
file, row, column, what was found and what is allowed. Rows are counted as a spreadsheet shows them:
the header is row 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

DATA = Path(__file__).resolve().parents[1] / "data"

# Columns of a frame of faults: where, what was found, what is allowed.
FAULT = ["row", "column", "found", "allowed"]

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
    frame, cases = _validate(raw, name)
    wrong = _faults(raw, cases, name)
    if len(wrong):
        more = wrong["row"].nunique() - 1
        rest = f" ({more} more rows have a fault.)" if more else ""
        raise TableError(sentence(wrong.iloc[0], name_of(path)) + rest)
    _check_key(cases, raw, path)
    return _with_texts(frame, name)


def faults(raw: pd.DataFrame, name: str, free: Collection[str] = ()) -> pd.DataFrame:
    """Every cell of ``raw`` that breaks the table schema ``name``, in the order of the rows.

    ``raw`` holds text, missing where a cell is empty, in the columns of the schema. One row a
    fault: ``row`` (label in ``raw``), ``column``, ``found`` and ``allowed`` in words. Codes in the
    columns ``free`` need not be held by the table they refer to. Keys held twice are no fault of a
    cell and are not looked for.
    """
    _, cases = _validate(raw, name)
    return _faults(raw, cases, name, free)


def sentence(fault: pd.Series, where: str) -> str:
    """A fault as one sentence; its ``row`` is a label from 0 of the table that ``where`` names."""
    return (
        f"{where}, row {fault['row'] + 2}, column {fault['column']}: "
        f"found {fault['found']}; allowed: {fault['allowed']}."
    )


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


def need(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """ValueError naming the first of ``columns`` that ``frame``, called ``what``, lacks."""
    missing = [c for c in columns if c not in frame]
    if missing:
        raise ValueError(
            f"{what}: the column {missing[0]!r} is missing; found: "
            f"{', '.join(map(str, frame.columns)) or 'none'}."
        )


def unique(frame: pd.DataFrame, key: list[str], what: str) -> None:
    """ValueError naming the first ``key`` that two rows of ``frame`` share."""
    twice = frame.duplicated(key)
    if twice.any():
        values = ", ".join(f"{k} {v!r}" for k, v in frame.loc[twice, key].iloc[0].items())
        raise ValueError(f"{what}: found two rows of the key {values}; one is allowed.")


def names(codes: pd.Series, table: str, lang: str) -> pd.Series:
    """Names of codes in a language; a code that is not held, such as a title, stays as it is.

    ``table``: area, indicator, plan, source (its title), or basis (whose codes are English).
    """
    frame, code, text = _NAMED[table]
    held = frame().set_index(code)
    text = text.format(lang=lang)
    return codes.map(held[text]).fillna(codes) if text in held else codes


def ancestors(codes: Iterable[str]) -> pd.DataFrame:
    """The areas above each area: ``ref_area``, ``higher_area``, ``hops`` levels up, from 1.

    One row an area and level, an area named twice once; none for the country and unknown codes.
    """
    parent = areas().set_index("ref_area")["parent"]
    area = pd.Series(list(dict.fromkeys(codes)), dtype=object)
    chain: list[pd.DataFrame] = []
    above = area.map(parent)
    while (held := above.notna() & (above != "")).any():
        area, above = area[held], above[held]
        chain.append(pd.DataFrame({"ref_area": area, "higher_area": above, "hops": len(chain) + 1}))
        above = above.map(parent)
    empty = pd.DataFrame({"ref_area": [], "higher_area": [], "hops": []})
    return pd.concat(chain, ignore_index=True) if chain else empty.astype({"hops": "int64"})


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
    Raises :class:`TableError`, with ``where`` as the table's name, for the first of the
    :func:`measure_faults`.
    """
    result, wrong = _measured(frame, values, unit)
    if len(wrong):
        raise TableError(sentence(wrong.iloc[0], where))
    return result


def measure_faults(frame: pd.DataFrame, values: list[str], unit: str) -> pd.DataFrame:
    """Cells whose ``unit`` is not the indicator's, or whose value breaks its natural limits.

    Columns as in :func:`faults`. Indicators and units must be held. Limits, such as a share of at
    most 100 %, are checked in the base unit.
    """
    return _measured(frame, values, unit)[1]


def units_of(unit_measure: str) -> str:
    """Printed units that a base unit allows: ``%, 百分点, percent``."""
    known = units()
    return ", ".join(known.loc[known["unit_measure"] == unit_measure, "unit"])


def _measured(
    frame: pd.DataFrame, values: list[str], unit: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame in base units, and its :func:`measure_faults`."""
    rate = units().set_index("unit").loc[frame[unit]].set_index(frame.index)
    kind = indicators().set_index("indicator").loc[frame["indicator"]].set_index(frame.index)
    factors = {v: _times(frame[v], rate["multiply_by"]) / rate["divide_by"] for v in values}
    result = frame.assign(**factors, unit_measure=rate["unit_measure"])
    wrong = rate["unit_measure"] != kind["unit_measure"]
    units_allowed = kind.loc[wrong, "unit_measure"].map(units_of)
    found = [faults_where(frame, wrong, unit, units_allowed, "for the indicator")]
    for column in values:
        outside = (result[column] < kind["minimum"]) | (result[column] > kind["maximum"])
        outside = (outside | result[column].isin([np.inf, -np.inf])) & ~wrong
        found.append(
            faults_where(frame, outside, column, _limits(kind[outside]), "for the indicator")
        )
    return result, in_order(found, [unit, *values])


def _times(values: pd.Series, factor: pd.Series) -> pd.Series:
    """Multiples of printed figures as a reader writes them: 20913.26 亿 is 2091326000000."""
    decimal = (values * factor).map("{:.15g}".format).astype(float)
    return decimal.where(factor != 1, values)


def _limits(kind: pd.DataFrame) -> pd.Series:
    """Natural limits of each row's indicator in words; without a limit, a finite number."""
    ends = zip(kind["minimum"], kind["maximum"], kind["unit_measure"], strict=True)
    words = [
        f"from {low:g} to {high:g} {unit}" if pd.notna(high)
        else f"at least {low:g} {unit}" if pd.notna(low)
        else f"a finite number in {unit}"
        for low, high, unit in ends
    ]  # fmt: skip
    return pd.Series(words, kind.index, dtype=object)


def faults_where(
    frame: pd.DataFrame, wrong: pd.Series, column: str, allowed: pd.Series | str, about: str = ""
) -> pd.DataFrame:
    """The cells of ``column`` where ``wrong``, as faults; ``about`` adds the row's indicator."""
    if not wrong.any():
        return pd.DataFrame(columns=FAULT)
    rows = frame[wrong]
    found = rows[column].map(_shown).astype(object)
    if about:
        found = found + f" {about} " + rows["indicator"]
    words = allowed if isinstance(allowed, str) else allowed.loc[rows.index]
    return pd.DataFrame(
        {"row": rows.index, "column": column, "found": found, "allowed": words}, columns=FAULT
    )


def in_order(found: list[pd.DataFrame], columns: Collection[str]) -> pd.DataFrame:
    """Faults by row and, within a row, by ``columns``; one a cell."""
    found = [faults for faults in found if len(faults)]
    if not found:
        return pd.DataFrame(columns=FAULT)
    place = {column: i for i, column in enumerate(columns)}
    return (
        pd.concat(found)
        .sort_values("column", key=lambda c: c.map(place), kind="stable")
        .sort_values("row", kind="stable")
        .drop_duplicates(["row", "column"], ignore_index=True)
    )


# How the codes of a table are named: the table, its column of codes, its column of names.
_NAMED: dict[str, tuple[Callable[[], pd.DataFrame], str, str]] = {
    "area": (areas, "ref_area", "name_{lang}"),
    "indicator": (indicators, "indicator", "name_{lang}"),
    "basis": (bases, "basis", "name_{lang}"),
    "plan": (plans, "plan", "name_{lang}"),
    "source": (sources, "source", "title"),
}


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
    return _cells(text, path)


def _cells(text: str, path: Path) -> pd.DataFrame:
    """Cells as text, labelled by their place in the file: empty lines count but are no rows."""
    try:
        raw = pd.read_csv(
            StringIO(text if text.strip() else ""),
            dtype=str,
            keep_default_na=False,
            na_values=[""],
            skip_blank_lines=False,
        )
    except pd.errors.EmptyDataError:
        raise TableError(f"{name_of(path)}: the file is empty; a header row is needed.") from None
    except pd.errors.ParserError as error:
        reason = str(error).removeprefix("Error tokenizing data. C error: ").strip()
        raise TableError(f"{name_of(path)}: not a table in CSV form ({reason}).") from None
    if not isinstance(raw.index, pd.RangeIndex):  # pandas takes cells too many for row labels
        width = len(raw.columns)
        raise TableError(
            f"{name_of(path)}, row 2: found {width + raw.index.nlevels} cells; allowed: {width}, "
            "one a column (is a figure written with a comma, or a text with one not in quotes?)."
        )
    return raw.dropna(how="all")


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


def _validate(raw: pd.DataFrame, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The typed table (as it came where it fails), and pandera's failure cases."""
    from pandera.errors import SchemaErrors

    fields = _fields(name)
    truth = {f: raw[f].str.lower() == "true" for f in _of_type(fields, "boolean")}
    try:
        frame = _checks(name).validate(raw.assign(**truth), lazy=True)
    except SchemaErrors as errors:
        return raw, errors.failure_cases
    return frame, pd.DataFrame(columns=["column", "check", "index"])


def _with_texts(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Columns in the order of the schema, text empty where the file is."""
    fields = _fields(name)
    texts = {
        c: frame[c].astype("str").where(frame[c].notna(), "") for c in _of_type(fields, "string")
    }
    return frame.assign(**texts)[list(fields)]


def _fields(name: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in schema(name)["fields"]}


def _of_type(fields: dict[str, dict[str, Any]], type_: str) -> list[str]:
    return [name for name, field in fields.items() if field["type"] == type_]


def _faults(
    raw: pd.DataFrame, cases: pd.DataFrame, name: str, free: Collection[str] = ()
) -> pd.DataFrame:
    """Wrong values and unknown codes, one row a cell, as :func:`faults` says."""
    fields = _fields(name)
    found = []
    values = cases[~_of_key(cases) & cases["index"].notna()]
    for column in values["column"].unique():
        if column in fields:
            rows = values.loc[values["column"] == column, "index"].astype(int)
            wrong = pd.Series(raw.index.isin(rows), raw.index)
            found.append(faults_where(raw, wrong, column, _allowed(fields[column])))
    found += _unreadable(raw, fields)
    found += _unknown_codes(raw, schema(name), free)
    return in_order(found, fields)


def _unreadable(raw: pd.DataFrame, fields: dict[str, dict[str, Any]]) -> list[pd.DataFrame]:
    """No finite numbers, no truths: Python takes 1_310 for a number and any text for true."""
    numbers = [*_of_type(fields, "number"), *_of_type(fields, "integer")]
    fine = {c: np.isfinite(pd.to_numeric(raw[c], errors="coerce")) | raw[c].isna() for c in numbers}
    truths = _of_type(fields, "boolean")
    fine |= {c: raw[c].str.lower().isin(["true", "false"]) for c in truths}
    return [faults_where(raw, ~good, c, _allowed(fields[c])) for c, good in fine.items()]


def _of_key(cases: pd.DataFrame) -> pd.Series:
    return cases["check"].astype(str).str.contains("uniqueness")


def _check_key(cases: pd.DataFrame, raw: pd.DataFrame, path: Path) -> None:
    keys = cases[_of_key(cases)]
    if keys.empty:
        return
    rows = sorted(keys["index"].astype(int).unique())
    key = list(keys["column"].unique())
    same = raw.loc[rows, key].eq(raw.loc[rows[0], key]) | raw.loc[rows, key].isna()
    places = " and ".join(str(row + 2) for row in rows if same.loc[row].all())
    raise TableError(
        f"{name_of(path)}, rows {places}: found the same key {_pairs(raw.loc[rows[0], key])}; "
        "one row a key is allowed."
    )


def _unknown_codes(
    raw: pd.DataFrame, descriptor: dict[str, Any], free: Collection[str]
) -> list[pd.DataFrame]:
    tables = {"areas": areas, "indicators": indicators, "bases": bases, "units": units}
    tables |= {"sources": sources, "plans": plans}
    found = []
    for key in descriptor.get("foreignKeys", []):
        (column,), resource = key["fields"], key["reference"]["resource"]
        (code,) = key["reference"]["fields"]
        if column not in free:
            known = tables[resource]()[code] if resource else raw[code]
            unknown = ~raw[column].isin(known) & raw[column].notna()
            hint = f"a code that data/{resource or 'areas'}.csv holds"
            found.append(faults_where(raw, unknown, column, hint))
    return found


def _shown(found: Any) -> str:
    """A cell in words; a text in quotes, so that no sign in it can act where it is shown."""
    if isinstance(found, str):
        return repr(found)
    return "nothing" if pd.isna(found) else f"{found:g}"


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
