"""The project's tables, read as ``data/datapackage.json`` describes them.

What is wrong with a file ends in one :class:`TableError`, a sentence that names file, row, column,
what was found and what is allowed. Rows are counted as a spreadsheet shows them: the header is
row 1.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache, wraps
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from plangaps import codebook, intake

_HERE = Path(__file__).resolve().parents[1]

# Where pip put the tables; in a checkout there is no such folder, and they stand in ``data``.
_INSTALLED = _HERE / "plangaps_data"

# The tables; the environment variable ``PLANGAPS_DATA`` names another folder.
_HELD = _INSTALLED if _INSTALLED.is_dir() else _HERE / "data"
DATA = Path(os.environ.get("PLANGAPS_DATA") or _HELD)

_MOST_BYTES = 50_000_000  # of a table
_LISTED = 40  # allowed codes of which an error names every one


# Tables that own plans may add rows to, by the name of their file: the schema of each.
CODEBOOK = {
    "areas": "area", "indicators": "indicator", "bases": "basis", "units": "unit",
    "sources": "source", "plans": "plan",
}  # fmt: skip


class TableError(ValueError):
    """A table that cannot be used as it is; the message says where, what, and what is allowed."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message, which says all, without the way the code took."""
        return [str(self)]


def kept(read: Callable[..., Any]) -> Callable[..., Any]:
    """``read`` of published tables, done anew only where the codebook or a file named has changed.

    Its arguments are files and names; each call hands out a frame of its own.
    """

    @lru_cache(maxsize=256)
    def once(stamp: object, *arguments: Path | str) -> Any:
        return read(*arguments)

    @wraps(read)
    def inner(*arguments: Path | str) -> Any:
        files = [*(g for g in arguments if isinstance(g, Path)), *_codebook_files()]
        states = [(file, file.stat()) for file in files if file.exists()]
        stamp = tuple((file, state.st_mtime_ns, state.st_size) for file, state in states)
        return once(stamp, *arguments).copy(deep=False)

    return inner


def _codebook_files() -> list[Path]:
    own = [file for table in CODEBOOK for file in own_tables(table)]
    return [*DATA.glob("*.csv"), *DATA.glob("schemas/*.json"), *own]


def own_tables(table: str) -> list[Path]:
    """Files in which users add rows to a table of :data:`CODEBOOK`: ``plans/areas.csv``, ..."""
    named = [folder / "plans" / f"{table}.csv" for folder in own_folders()]
    return [file for file in named if file.is_file()]


def own_folders() -> list[Path]:
    """Folders of what users bring: ``own`` beside the published tables.

    ``PLANGAPS_OWN`` names others, several as in PATH, none where it is empty. Where pip installed
    the tables it is ``data/own`` in the working directory: nobody looks for files among packages.
    """
    beside = Path("data") if DATA == _INSTALLED else DATA
    return paths(os.environ.get("PLANGAPS_OWN", str(beside / "own")))


def paths(listed: str) -> list[Path]:
    """Files and folders that an environment variable names, several as in PATH."""
    return [Path(path) for path in listed.split(os.pathsep) if path]


def schema(name: str) -> dict[str, Any]:
    """Table schema ``data/schemas/<name>.json`` (area, indicator, target, series, ...)."""
    return json.loads((DATA / "schemas" / f"{name}.json").read_text("utf-8"))


def fields(name: str) -> list[str]:
    """Columns of the table schema ``name``, in order."""
    return [field["name"] for field in schema(name)["fields"]]


def read_table(path: str | Path, name: str, free: Collection[str] = ()) -> pd.DataFrame:
    """One CSV file, checked against the table schema ``name``; ``free`` as for :func:`faults`.

    Text columns come as text, empty where the file is; numbers as float, whole numbers as ``Int64``
    where they may be missing. Raises :class:`TableError` for a file that is missing, empty, not
    UTF-8, or breaks the schema: wrong column, wrong type, value not allowed, duplicate key, or a
    code that the table it refers to does not hold.
    """
    path = Path(path)
    raw = _parse(path)
    _check_columns(raw, fields(name), path)
    wrong = faults(raw, name, free)
    if len(wrong):
        more = wrong["row"].nunique() - 1
        rest = f" ({more} more rows have a fault.)" if more else ""
        raise TableError(sentence(wrong.iloc[0], name_of(path)) + rest)
    _check_key(raw, schema(name)["primaryKey"], path)
    return codebook.typed(raw, schema(name))


def faults(raw: pd.DataFrame, name: str, free: Collection[str] = ()) -> pd.DataFrame:
    """Every cell of ``raw`` that breaks the table schema ``name``: :data:`codebook.FAULT`.

    ``raw`` holds text, missing where a cell is empty, in the columns of the schema. Codes in the
    columns ``free`` need not be held by the table they refer to.
    """
    descriptor = schema(name)
    codes = {
        key["fields"][0]: _codes(raw, key["reference"])
        for key in descriptor.get("foreignKeys", [])
        if key["fields"][0] not in free
    }
    return codebook.faults(raw, descriptor, codes)


def sentence(fault: pd.Series, where: str) -> str:
    """A fault as one English sentence; its ``row`` is a label from 0 of the table ``where``."""
    place = f"{where}, row {fault['row'] + 2}, column {fault['column']}"
    return f"{place}: {codebook.said(fault['key'], fault['values'])}"


def stack(frames: Mapping[Path, pd.DataFrame], name: str) -> pd.DataFrame:
    """Tables of one schema, by file, as one frame; a key that two of them share is an error."""
    if not frames:
        raise TableError(
            f"{DATA}: found no {name} file; allowed: a folder like the project's data/, "
            "which PLANGAPS_DATA may name."
        )
    frame = pd.concat(frames, names=["file", "row"])
    rows = _twice(frame, schema(name)["primaryKey"])
    if len(rows):
        places = " and ".join(f"{name_of(file)} row {row + 2}" for file, row in rows.index)
        raise TableError(
            f"{places} have the same key {_pairs(rows.iloc[0])}; one row a key is allowed."
        )
    return frame.reset_index(drop=True)


def need(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """TableError naming all of ``columns`` that ``frame``, called ``what``, lacks."""
    missing = [repr(c) for c in dict.fromkeys(columns) if c not in frame]
    if missing:
        lacks = "columns {} are" if missing[1:] else "column {} is"
        raise TableError(
            f"{what}: the {lacks.format(', '.join(missing))} missing; found: "
            f"{', '.join(map(str, frame.columns)) or 'none'}."
        )


def one_of(what: str, found: object, allowed: Iterable[str]) -> None:
    """TableError for ``found`` that is none of ``allowed``, of which the nearest are named."""
    held = list(allowed)
    if not (isinstance(found, str) and found in held):
        near = get_close_matches(str(found)[:60], held, 5, 0.5) or held[:5]
        such = f"one of {len(held)} held, such as {', '.join(near)}"
        listed = such if len(held) > _LISTED else ", ".join(held)
        raise TableError(f"{what}: found {found!r}; allowed: {listed or 'none is held'}.")


def unique(frame: pd.DataFrame, key: list[str], what: str) -> None:
    """TableError naming the first ``key`` that two rows of ``frame`` share."""
    rows = _twice(frame, key)
    if len(rows):
        raise TableError(
            f"{what}: found two rows of the key {_pairs(rows.iloc[0])}; one is allowed."
        )


def areas() -> pd.DataFrame:
    """Areas: ``ref_area`` (GB/T 2260, CN), names, ``level``, ``parent``, former names."""
    return _table("areas")


def indicators() -> pd.DataFrame:
    """Indicators: names, theme, ``unit_measure``, ``kind``, ``direction``, limits, definition."""
    return _table("indicators")


def bases() -> pd.DataFrame:
    """Definitions that figures follow: names, ``definition``, ``part_of_total``."""
    return _table("bases")


def sources() -> pd.DataFrame:
    """Sources: title, issuing body, date, kind, who reprinted it, address."""
    return _table("sources")


def plans() -> pd.DataFrame:
    """Plans: ``plan``, ``ref_area``, titles, ``set_in``, ``first``, ``last``, ``source``; ``own``,
    whether a user brought it."""
    frame, published = _table("plans"), _parse(DATA / "plans.csv")["plan"]
    return frame.assign(own=~frame["plan"].isin(published))


def units() -> pd.DataFrame:
    """Printed units: value * ``multiply_by`` / ``divide_by`` is the value in ``unit_measure``."""
    return _table("units")


def names(codes: pd.Series, table: str, lang: str) -> pd.Series:
    """Names of codes in a language; a code that is not held, such as a title, stays as it is.

    ``table``: area, indicator, plan, source (its title), or basis (whose codes are English).
    """
    code = "ref_area" if table == "area" else table
    text = "title" if table == "source" else f"name_{lang}"
    frame = _table("bases" if table == "basis" else f"{table}s")
    return codes.map(frame.set_index(code)[text]).fillna(codes) if text in frame else codes


def codes_by_name() -> dict[str, str]:
    """Codes of areas by their Chinese names; one may stand behind its parent's (保定市易县)."""
    held = areas()
    behind = names(held["parent"], "area", "zh") + held["name_zh"]
    every = pd.concat([behind, held["name_zh"]])
    return dict(zip(every, pd.concat([held["ref_area"]] * 2), strict=True))


def lineage(codes: Iterable[str]) -> pd.DataFrame:
    """Each area and those above it: ``ref_area``, ``higher_area``, ``hops`` levels up, 0 its own.

    One row an area and level, an area named twice once; unknown codes have none above them.
    """
    parent = areas().set_index("ref_area")["parent"]
    frame = pd.DataFrame({"ref_area": pd.Series(pd.unique(pd.Series(codes, dtype="str")))})
    frame = frame.assign(higher_area=frame["ref_area"], hops=0)
    levels = [frame]
    while len(frame):
        frame = frame.assign(higher_area=frame["higher_area"].map(parent), hops=frame["hops"] + 1)
        frame = frame[frame["higher_area"].fillna("") != ""]
        levels.append(frame)
    return pd.concat(levels, ignore_index=True)


def name_of(path: Path) -> str:
    """Path as a reader of the project knows it: ``data/series/environment.csv``."""
    return str(path.relative_to(DATA.parent)) if path.is_relative_to(DATA.parent) else str(path)


def _table(table: str) -> pd.DataFrame:
    return _stacked(table, DATA / f"{table}.csv", *own_tables(table))


@kept
def _stacked(table: str, *files: Path) -> pd.DataFrame:
    """A table with the rows that users add; these may cite a source by its title."""
    name, (published, *own) = CODEBOOK[table], files
    frames = {file: read_table(file, name, ["source"]) for file in own}
    return stack({published: read_table(published, name)} | frames, name)


def _codes(raw: pd.DataFrame, reference: dict[str, Any]) -> pd.Series:
    """Codes of the table that a foreign key refers to; ``raw`` itself where it names none, which
    then are areas, with those published."""
    (code,), table = reference["fields"], reference["resource"]
    if table:
        return _table(table)[code]
    return pd.concat([raw[code], _parse(DATA / "areas.csv")[code]])


def _parse(path: Path) -> pd.DataFrame:
    try:
        text = intake.read_bytes(path, _MOST_BYTES).decode("utf-8-sig")
    except intake.Refused as error:
        raise TableError(f"{path}: {codebook.said(error.key, error.values)}") from None
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


def _check_columns(raw: pd.DataFrame, wanted: list[str], path: Path) -> None:
    for column in raw.columns.difference(wanted):
        raise TableError(
            f"{name_of(path)}, row 1: found the column {column!r}; allowed: {', '.join(wanted)}."
        )
    need(raw, wanted, f"{name_of(path)}, row 1")
    if raw.empty:
        raise TableError(f"{name_of(path)}: the file holds a header and no row.")


def _check_key(raw: pd.DataFrame, key: list[str], path: Path) -> None:
    rows = _twice(raw, key)
    if len(rows):
        raise TableError(
            f"{name_of(path)}, rows {' and '.join(str(row + 2) for row in rows.index)}: "
            f"found the same key {_pairs(rows.iloc[0])}; one row a key is allowed."
        )


def _twice(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows that share the first key held twice, in the columns of the key."""
    twice = frame.loc[frame.duplicated(key, keep=False), key]
    return twice[twice.groupby(key, dropna=False, sort=False).ngroup() == 0]


def _pairs(values: pd.Series) -> str:
    return ", ".join(f"{k} {v!r}" for k, v in values.dropna().items())
