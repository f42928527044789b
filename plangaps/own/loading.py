"""Files of own figures: what is sound in them, and every problem with its place."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from plangaps import tables, words
from plangaps.own import names, telling
from plangaps.own.figures import NO_FIGURE, observations, unknown
from plangaps.own.shape import no_records, records
from plangaps.own.sheets import OTHERS, SUFFIXES, Sheet, UnreadableFile, read_sheets

KEY = ["ref_area", "indicator", "basis", "time_period"]

_MOST_FILES = 200  # in a folder: a table for each county of a province, and more

_PLACE = ["file", "sheet", "row", "column", "place"]


class Loaded(NamedTuple):
    """One file: ``figures`` (none where there is a problem), ``problems``, ``without`` a figure.

    ``notes``, of the columns of ``problems``: what does not show in a spreadsheet.
    """

    figures: pd.DataFrame
    problems: pd.DataFrame
    without: int
    notes: pd.DataFrame


def files(*more: str | Path) -> list[Path]:
    """Files of own figures: in ``data/own``, named by ``PLANGAPS_SERIES``, and ``more``.

    The environment variable holds files and folders, several as in PATH; ``more`` may be either
    too. ``PLANGAPS_OWN`` names another folder in place of ``data/own``, none where it is empty
    (:func:`plangaps.tables.own_folders`). Raises :class:`plangaps.tables.TableError` where it names
    what is no folder, and for a folder of more tables than anybody keeps.
    """
    standing = tables.own_folders()
    for place in standing if os.environ.get("PLANGAPS_OWN") else []:
        if not place.is_dir():
            raise tables.TableError(
                f"PLANGAPS_OWN: found {place}, which is no folder; allowed: a folder that is "
                "there, or nothing."
            )
    places = [file for place in standing for file in _files_in(place)]
    for place in [*tables.paths(os.environ.get("PLANGAPS_SERIES", "")), *map(Path, more)]:
        places += _files_in(place) if place.is_dir() else [place]
    return list(dict.fromkeys(places))


def load(
    path: str | Path,
    content: bytes | None = None,
    *,
    area: str = "",
    skip_unknown: bool = False,
) -> Loaded:
    """One file of own figures; never raises for what is in it.

    ``figures``: the columns of the codebook ``data/schemas/series.json``, ``obs_value`` in the
    indicator's base unit, and ``file``, ``sheet``, ``row``, ``column``, ``place`` where it stands.
    ``quote`` is the figure with its unit as typed, ``source`` free text, the place where none is
    given. ``problems`` as from :func:`check`. ``without``: how many rows (cells, where a column is
    a year) hold no figure and are left out. ``content``: the bytes of a file that is not on disk.
    ``area``: whose figures they are, where no column says so. ``skip_unknown`` leaves out what is
    under unknown names of columns, indicators and areas; ``notes`` list what was left.
    """
    path = Path(path)
    file = words.printable(tables.name_of(path.absolute()) if content is None else path.name)
    try:
        filled = _filled(path, content)
    except UnreadableFile as error:
        lost = telling.problems([telling.problem(error.key, **error.values)])
        return Loaded(_no_figures(), lost.assign(file=file), 0, telling.problems([]))
    name = path.stem.encode(errors="ignore").decode()  # some systems name files with no text
    sheets = {n: records(sheet.cells, n, area, name) for n, sheet in filled.items()}
    notes = [note for sheet in filled.values() for note in sheet.notes]
    rows = pd.concat([no_records(), *(sheet.rows for sheet in sheets.values())], ignore_index=True)
    given = ~names.plain(rows["obs_value"]).isin(NO_FIGURE)
    placed = _placed(rows[given].reset_index(drop=True), file, words.printable(path.name))
    problems = [p for sheet in sheets.values() for p in sheet.problems]
    columns = [p for sheet in sheets.values() for p in sheet.unknown]
    if skip_unknown:
        placed, left = _known(placed)
        notes += [p | {"key": "left_column"} for p in columns] + left
    else:
        problems += columns
    figures, faults = observations(placed)
    headings = {name: sheet.headings for name, sheet in sheets.items()}
    frame = telling.problems(problems + _problems(faults, placed, headings)).assign(file=file)
    frame = frame.sort_values(["sheet", "row"], kind="stable", ignore_index=True)
    without = int((~given & (rows["indicator"] != "")).sum())
    sound = _no_figures() if len(frame) else placed[_PLACE].join(figures)
    return Loaded(sound, frame, without, telling.problems(notes).assign(file=file))


def check(*paths: str | Path) -> pd.DataFrame:
    """Every problem of the files named, of all own files where none is; empty if all are sound.

    One row a problem: ``file``, ``sheet``, ``row`` (as a spreadsheet counts, missing where it is
    the whole file), ``column`` (its heading), ``key`` and ``values`` of what is wrong, which
    :func:`sentences` says. Two figures for one key that differ are a problem of the second.
    """
    return together(_load_all(paths))[1]


def read(*paths: str | Path) -> pd.DataFrame:
    """Figures of the files named, of all own files where none is, as :func:`load` has them.

    One row a key: area, indicator, basis, period. Raises :class:`plangaps.tables.TableError` with
    the first problem and the number of the others; a file with a problem is never read in part.
    """
    figures, problems = together(_load_all(paths))
    if len(problems):
        more = len(problems) - 1
        rest = f" {more} more: python -m plangaps check lists them all." if more else ""
        raise tables.TableError(telling.sentences(problems[:1])[0] + rest)
    return figures


def together(files: Iterable[Loaded]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of several files, one row a key, and all problems, those between files included."""
    files = list(files)
    parts = [one.figures for one in files if len(one.figures)]
    figures = pd.concat(parts or [_no_figures()], ignore_index=True)
    problems = [*(one.problems for one in files), _clashes(figures)]
    problems = [part for part in problems if len(part)] or [telling.problems([])]
    return figures.drop_duplicates(KEY, ignore_index=True), pd.concat(problems, ignore_index=True)


def same_figure(values: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Whether two figures, row by row, say the same: ``obs_value`` and ``bound``."""
    close = np.isclose(values["obs_value"], others["obs_value"], rtol=1e-9, atol=0)
    return (values["bound"] == others["bound"]) & close


def _files_in(folder: Path) -> list[Path]:
    """Tables in a folder, without the lock files that a spreadsheet leaves while it is open."""
    every, ends = sorted(folder.glob("*")), (*SUFFIXES, *OTHERS)
    tables_ = [f for f in every if f.suffix.lower() in ends and f.name[0] not in "~."]
    if len(tables_) > _MOST_FILES:
        raise tables.TableError(
            f"{folder}: found {len(tables_):,} tables; allowed: at most {_MOST_FILES} in a folder."
        )
    return tables_


def _filled(path: Path, content: bytes | None) -> dict[str, Sheet]:
    """Sheets that hold anything and are not the user's own."""
    sheets = read_sheets(path, content)
    named = {name: sheet for name, sheet in sheets.items() if not name.startswith("#")}
    filled = {name: sheet for name, sheet in named.items() if (sheet.cells != "").any(axis=None)}
    if not filled:
        raise UnreadableFile("no_cell")
    return filled


def _known(records: pd.DataFrame) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Records whose names are known, and notes of the others."""
    lost = unknown(records)
    left = [
        telling.problem("left_row", row["sheet"], row["row"], name=name)
        for row, name in zip(records[lost != ""].to_dict("records"), lost[lost != ""], strict=True)
    ]
    return records[lost == ""].reset_index(drop=True), _once(left)


def _once(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each problem once; ``rows`` of its values lists its rows where they are several."""
    first: dict[str, dict[str, Any]] = {}
    rows: dict[str, list[int]] = {}
    for one in problems:
        same = repr([one[name] for name in ("sheet", "column", "key", "values")])
        first.setdefault(same, one)
        rows.setdefault(same, []).append(one["row"])
    every = {same: list(dict.fromkeys(held)) for same, held in rows.items()}
    return [
        one | {"values": one["values"] | {"rows": every[same]}} if len(every[same]) > 1 else one
        for same, one in first.items()
    ]


def _placed(records: pd.DataFrame, file: str, name: str) -> pd.DataFrame:
    sheet = (", sheet " + records["sheet"]).where(records["sheet"] != "", "")
    place = name + sheet + ", row " + records["row"].astype(str)
    return records.assign(file=file, place=place)


def _problems(
    faults: pd.DataFrame, records: pd.DataFrame, headings: dict[str, dict[str, str]]
) -> list[dict[str, Any]]:
    """Faults of records with their place in the file and the field they are of."""
    problems = []
    places = records.loc[faults["row"]].to_dict("records")
    for fault, record in zip(faults.to_dict("records"), places, strict=True):
        field = fault["column"]
        named = headings[record["sheet"]]
        wide = field in ("obs_value", "time_period") and field not in named
        column = record["column"] if wide else named.get(field, "")
        values = fault["values"] | {"field": field}
        place = record["sheet"], record["row"], column
        problems.append(telling.problem(fault["key"], *place, **values))
    return _once(problems)


def _load_all(paths: Iterable[str | Path]) -> list[Loaded]:
    return [load(path) for path in dict.fromkeys([Path(p) for p in paths] or files())]


def _clashes(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures that say another thing than the first of the same key."""
    first = figures.drop_duplicates(KEY)
    first = figures[KEY].merge(first, on=KEY, how="left", validate="m:1")
    other = ~same_figure(figures, first)
    pairs = zip(figures[other].to_dict("records"), first[other].to_dict("records"), strict=True)
    rows = [
        telling.problem(
            "clash", row["sheet"], row["row"], row["column"], found=row["quote"],
            other=one["quote"], place={p: one[p] for p in _PLACE[:3]} | {"column": ""},
        ) | {"file": row["file"]}
        for row, one in pairs
    ]  # fmt: skip
    return telling.problems(rows)


def _no_figures() -> pd.DataFrame:
    frame = pd.DataFrame(columns=[*_PLACE, *tables.fields("series")], dtype="str")
    return frame.astype({"row": "int64", "obs_value": float})
