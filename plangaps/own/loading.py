"""Files of own figures: what is sound in them, and every problem with its place."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from plangaps import tables
from plangaps.own import names
from plangaps.own.figures import NO_FIGURE, observations
from plangaps.own.shape import headings, no_problems, no_records, problem, records
from plangaps.own.sheets import SUFFIXES, UnreadableFile, read_sheets
from plangaps.own.telling import sentences

KEY = ["ref_area", "indicator", "basis", "time_period"]

_PLACE = ["file", "sheet", "row", "column", "place"]

_NAMED = ["ref_area", "indicator", "basis"]

_ADVICE = {
    "ref_area": "Write the code or the full name, as 520521 or 大方县.",
    "indicator": "Write the code or a name that data/indicators.csv holds.",
    "basis": "Write a code of data/bases.csv, or nothing for the indicator's own definition.",
    "time_period": "Write the year alone.",
    "obs_value": "Type the figure itself; leave the cell empty where there is none.",
    "unit_measure": "Write the unit that the figure is printed in.",
    "bound": "Leave it empty for an exact figure.",
    "obs_status": "Leave it empty for a normal figure.",
}
_AS_TEXT = "Write it as text."

# Names that are much like a text are looked for slowly; past these nobody reads on.
_MOST_HINTS = 50


class Loaded(NamedTuple):
    """One file: ``figures`` (none where there is a problem), ``problems``, ``without`` a figure."""

    figures: pd.DataFrame
    problems: pd.DataFrame
    without: int


def files(*more: str | Path) -> list[Path]:
    """Files of own figures: in ``data/own``, named by ``PLANGAPS_SERIES``, and ``more``.

    The environment variable holds files and folders, several as in PATH; ``more`` too may be
    either. ``PLANGAPS_OWN`` names
    another folder in place of ``data/own``; where it is empty, there is none.
    """
    standing = _paths(os.environ.get("PLANGAPS_OWN", str(tables.DATA / "own")))
    held = [file for place in standing for file in _files_in(place)]
    for place in [*_paths(os.environ.get("PLANGAPS_SERIES", "")), *map(Path, more)]:
        held += _files_in(place) if place.is_dir() else [place]
    return list(dict.fromkeys(held))


def use(*paths: str | Path) -> None:
    """Have files or folders of own figures read everywhere, in processes started later too."""
    added = [str(Path(path).resolve()) for path in paths]
    before = os.environ.get("PLANGAPS_SERIES", "")
    os.environ["PLANGAPS_SERIES"] = os.pathsep.join(filter(None, [before, *added]))


def add_option(parser: argparse.ArgumentParser) -> None:
    """The option of a command that names own files, for :func:`use`."""
    parser.add_argument(
        "--series", action="append", default=[], metavar="PATH",
        help="own figures beside those of data/own: a file or a folder; may be repeated",
    )  # fmt: skip


def _paths(listed: str) -> list[Path]:
    return [Path(path) for path in listed.split(os.pathsep) if path]


def load(path: str | Path, content: bytes | None = None) -> Loaded:
    """One file of own figures; never raises for what is in it.

    ``figures``: the columns of the codebook ``data/schemas/series.json``, ``obs_value`` in the
    indicator's base unit, and ``file``, ``sheet``, ``row``, ``column``, ``place`` where it stands.
    ``quote`` is the figure with its unit as typed, ``source`` free text, the place where none is
    given. ``problems`` as from :func:`check`. ``without``: how many rows (cells, where a column is
    a year) hold no figure and are left out. ``content``: the bytes of a file that is not on disk.
    """
    path = Path(path)
    file = tables.name_of(path.resolve()) if content is None else path.name
    try:
        sheets = _filled(read_sheets(path, content))
    except UnreadableFile as error:
        lost = problem("", None, "", error.found, error.allowed, error.advice)
        return Loaded(_no_figures(), lost.assign(file=file), 0)
    parts = [records(cells, sheet) for sheet, cells in sheets.items()]
    found = pd.concat([no_records(), *(r for r, _ in parts)], ignore_index=True)
    given = ~names.plain(found["obs_value"]).isin(NO_FIGURE)
    held = _placed(found[given].reset_index(drop=True), file, path.name)
    figures, faults = observations(held)
    problems = pd.concat([p for _, p in parts] + [_problems(faults, held, sheets)])
    problems = problems.assign(file=file).sort_values(["sheet", "row"], kind="stable")
    figures = held[_PLACE].join(figures)
    without = int((~given & (found["indicator"] != "")).sum())
    sound = _no_figures() if len(problems) else figures
    return Loaded(sound, problems.reset_index(drop=True), without)


def check(*paths: str | Path) -> pd.DataFrame:
    """Every problem of the files named, of all own files where none is; empty if all are sound.

    One row a problem: ``file``, ``sheet``, ``row`` (as a spreadsheet counts, missing where it is
    the whole file), ``column`` (its heading), ``found``, ``allowed``, ``advice``. Two figures for
    one key that differ are a problem of the second.
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
        rest = f" {more} more: python -m plangaps.observed check lists them all." if more else ""
        raise tables.TableError(sentences(problems[:1])[0] + rest)
    return figures


def together(files: Iterable[Loaded]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of several files, one row a key, and all problems, those between files included."""
    files = list(files)
    held = [one.figures for one in files if len(one.figures)]
    figures = pd.concat(held or [_no_figures()], ignore_index=True)
    found = [*(one.problems for one in files), _clashes(figures)]
    problems = pd.concat([f for f in found if len(f)] or [no_problems()], ignore_index=True)
    return figures.drop_duplicates(KEY, ignore_index=True), problems


def same_figure(values: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Whether two figures, row by row, say the same: ``obs_value`` and ``bound``."""
    close = np.isclose(values["obs_value"], others["obs_value"], rtol=1e-9, atol=0)
    return (values["bound"] == others["bound"]) & close


def _files_in(folder: Path) -> list[Path]:
    """Tables in a folder, without the lock files that a spreadsheet leaves while it is open."""
    held = [f for f in folder.glob("*") if f.suffix.lower() in SUFFIXES]
    return sorted(f for f in held if f.name[0] not in "~.")


def _filled(sheets: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Sheets that hold anything and are not the user's own."""
    named = {name: cells for name, cells in sheets.items() if not name.startswith("#")}
    filled = {name: cells for name, cells in named.items() if (cells != "").any(axis=None)}
    if not filled:
        advice = "Fill a template, or name the columns."
        raise UnreadableFile("no filled cell", "a table with headings", advice)
    return filled


def _placed(records: pd.DataFrame, file: str, name: str) -> pd.DataFrame:
    sheet = (", sheet " + records["sheet"]).where(records["sheet"] != "", "")
    place = name + sheet + ", row " + records["row"].astype(str)
    return records.assign(file=file, place=place)


def _problems(
    faults: pd.DataFrame, records: pd.DataFrame, sheets: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """Faults of records with their place in the file, and what to do."""
    if faults.empty:
        return no_problems()
    held = records.loc[faults["row"]].reset_index(drop=True)
    shown = {name: headings(cells) for name, cells in sheets.items()}
    fields, places = faults["column"], zip(held["sheet"], held["column"], strict=True)
    columns = [
        value if field in ("obs_value", "time_period") and field not in shown[sheet]
        else shown[sheet].get(field, names.heading(field))
        for field, (sheet, value) in zip(fields, places, strict=True)
    ]  # fmt: skip
    written = [held.loc[i, field] for i, field in enumerate(fields)]
    asked = pd.MultiIndex.from_arrays([fields, written])
    hints = {at: _advice(*at) for at in asked.unique()[:_MOST_HINTS]}
    advice = [hints.get(at, _ADVICE.get(at[0], _AS_TEXT)) for at in asked]
    return pd.DataFrame(
        {
            "sheet": held["sheet"], "row": held["row"], "column": columns,
            "found": faults["found"], "allowed": faults["allowed"], "advice": advice,
        }
    )  # fmt: skip


def _advice(field: str, text: str) -> str:
    near = names.nearest(text, field) if field in _NAMED and text else []
    hint = f" Nearest: {', '.join(near)}." if near else ""
    return _ADVICE.get(field, _AS_TEXT) + hint


def _load_all(paths: Iterable[str | Path]) -> list[Loaded]:
    return [load(path) for path in dict.fromkeys([Path(p) for p in paths] or files())]


def _clashes(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures that say another thing than the first of the same key."""
    said = ["obs_value", "bound", "quote", "place"]
    first = figures[[*KEY, *said]].drop_duplicates(KEY)
    first = figures[KEY].merge(first, on=KEY, how="left", validate="m:1")
    other = ~same_figure(figures, first)
    rows, first = figures[other], first[other]
    return pd.DataFrame(
        {
            "file": rows["file"], "sheet": rows["sheet"], "row": rows["row"],
            "column": rows["column"],
            "found": rows["quote"].map(repr) + " and " + first["quote"].map(repr),
            "allowed": "one figure for one area, indicator, definition and period",
            "advice": "Keep this one or the one in " + first["place"] + ".",
        }
    )  # fmt: skip


def _no_figures() -> pd.DataFrame:
    fields = [field["name"] for field in tables.schema("series")["fields"]]
    frame = pd.DataFrame(columns=[*_PLACE, *fields], dtype="str")
    return frame.astype({"row": "int64", "obs_value": float})
