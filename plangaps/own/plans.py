"""Plans of one's own: drafts as ``python -m plangaps read`` writes them, or tables typed by hand.

A file has the columns of the codebook ``data/schemas/target.json``, in English, Chinese or as in
the codebook, as CSV or workbook. Where it has a column to confirm, only the rows count in which it
says yes: the others wait, or were refused. As with figures, one problem keeps the whole file out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from plangaps import codebook, files, tables, units, words
from plangaps.own import names, telling
from plangaps.own.sheets import SUFFIXES, UnreadableFile, read_sheets

_SEARCHED = 20
_NEEDED = ["plan", "indicator", "comparator", "value", "unit", "wording"]
_MAY_BE_MISSING = {"scope", "basis", "value_high", "hedge", "start", "end", "note"}
_CODED = {"indicator": "indicator", "basis": "basis", "unit": "unit_measure"}
_CODED |= {"comparator": "comparator", "hedge": "hedge"}
_FIELDS = ["indicator", "basis", "time_period", "comparator", "hedge"]  # with advice in words


class Draft(NamedTuple):
    """One file: ``targets`` (none where there is a problem), ``problems``, how many rows wait."""

    targets: pd.DataFrame
    problems: pd.DataFrame
    waiting: int
    notes: pd.DataFrame = telling.problems([])  # what does not show in a spreadsheet


def plan_files() -> list[Path]:
    """Files of own plans: the tables in the folder ``plans`` of each folder of own figures."""
    every = [f for folder in tables.own_folders() for f in sorted((folder / "plans").glob("*"))]
    return [f for f in every if is_table(f) and f.stem not in tables.CODEBOOK]


def is_table(path: Path) -> bool:
    """Whether a file of ``plans`` may hold targets, by its name."""
    milestones = path.name.endswith(".milestones.csv")
    return path.suffix.lower() in SUFFIXES and path.name[0] not in "~." and not milestones


def load(path: str | Path) -> Draft | None:
    """One file of targets; never raises for what is in it, None where it holds no targets.

    ``targets``: typed, in the columns of the table schema ``target``, those confirmed where the
    file asks for it. ``problems`` as from :func:`plangaps.own.check`, every one.
    """
    path = Path(path)
    notes: list[dict[str, Any]] = []
    try:
        sheets = {n: c for n, c in read_sheets(path).items() if not n.startswith("#")}
        parts = [_sheet(sheet.cells, name, _plans(path)) for name, sheet in sheets.items()]
        drafts = [part for part in parts if part is not None]
        notes = [note for sheet in sheets.values() for note in sheet.notes]
    except UnreadableFile as error:
        drafts = [_lost(telling.problem(error.key, **error.values))]
    if not drafts:
        return None
    problems = pd.concat([draft.problems for draft in drafts], ignore_index=True)
    file = words.printable(tables.name_of(path.absolute()))
    problems = problems.assign(file=file)
    whole = pd.concat([draft.targets for draft in drafts], ignore_index=True)
    waiting = sum(draft.waiting for draft in drafts)
    told = telling.problems(notes).assign(file=file)
    return Draft(_none() if len(problems) else whole, problems, waiting, told)


def read(path: str | Path) -> pd.DataFrame:
    """The targets of :func:`load`; :class:`plangaps.tables.TableError` with the first problem."""
    nothing = telling.problem("no_headings", headings=_NEEDED)
    draft = load(path) or _lost(nothing | {"file": tables.name_of(Path(path))})
    if len(draft.problems):
        more = len(draft.problems) - 1
        rest = f" {more} more: python -m plangaps check lists them all." if more else ""
        raise tables.TableError(telling.sentences(draft.problems[:1])[0] + rest)
    return draft.targets


def range_faults(raw: pd.DataFrame) -> pd.DataFrame:
    """Faults of the upper end: wanted for ``between`` alone, and above ``value``."""
    low, high = (pd.to_numeric(raw[c], errors="coerce") for c in ("value", "value_high"))
    wrong = raw["comparator"].eq("between") != raw["value_high"].notna()
    return codebook.cells(
        raw, wrong | (high < low), "value_high", "range", {"comparator": raw["comparator"]}
    )


def _plans(path: Path) -> pd.Series:
    """Codes of the plans held, and of those in a ``plans.csv`` beside the file."""
    beside = path.parent / "plans.csv"
    held = tables.plans()["plan"]
    if path.parent.name == "plans" or not beside.is_file():
        return held
    return pd.concat([held, tables.read_table(beside, "plan", ["source"])["plan"]])


def _sheet(cells: pd.DataFrame, sheet: str, known: pd.Series) -> Draft | None:
    """The targets of a sheet, None where its headings are not those of targets."""
    top = _header(cells)
    if top is None:
        return None
    headings = cells.iloc[top - 1]
    codes = names.coded(headings, "plan_heading")
    wrong = _heading_problems(headings, codes, sheet, top)
    if wrong:
        return Draft(_none(), telling.problems(wrong), 0)
    body = cells.loc[cells.index > top]
    body = body.set_axis(codes.to_list(), axis="columns").map(str.strip)
    body = body[(body != "").any(axis="columns")]
    answer = names.coded(body.get(names.CONFIRMED, pd.Series("yes", body.index)), names.CONFIRMED)
    raw = _coded(body[answer == "yes"])
    faults = _faults(raw, known)
    shown = dict(zip(codes, headings, strict=True))
    problems = _strange(answer, sheet, shown) + _problems(faults, sheet, shown)
    targets = _none() if problems else codebook.typed(raw, tables.schema("target"))
    return Draft(targets, telling.problems(problems), int((answer == "").sum()))


def _header(cells: pd.DataFrame) -> int | None:
    """Row of the headings: the first that names what a target cannot do without."""
    for row in cells.index[:_SEARCHED]:
        if set(_NEEDED) <= set(names.coded(cells.iloc[row - 1], "plan_heading")):
            return row
    return None


def _heading_problems(
    headings: pd.Series, codes: pd.Series, sheet: str, top: int
) -> list[dict[str, Any]]:
    """Headings that say nothing, twice the same, or are missing."""
    wanted = tables.fields("target")
    own = headings.str.strip().str.startswith("#") | codes.isin([*names.GIVEN, names.CONFIRMED])
    strange = headings[~codes.isin(wanted) & ~own & (headings.str.strip() != "")]
    twice = headings[codes.duplicated() & codes.isin([*wanted, names.CONFIRMED])]
    missing = [c for c in wanted if c not in set(codes) | _MAY_BE_MISSING]
    return [
        *[telling.problem("heading_unknown", sheet, top, h, found=h, headings=wanted)
          for h in strange],
        *[telling.problem("heading_twice", sheet, top, h, found=h) for h in twice],
        *[telling.problem("heading_missing", sheet, top, field=c) for c in missing],
    ]  # fmt: skip


def _coded(body: pd.DataFrame) -> pd.DataFrame:
    """Codes for names, missing for an empty cell, in the columns of the codebook."""
    raw = body.reindex(columns=tables.fields("target"), fill_value="")
    guarded = raw["wording"].str.match(rf"'{files.FORMULA}")
    raw["wording"] = raw["wording"].mask(guarded, raw["wording"].str[1:])
    raw = raw.assign(**{c: names.coded(raw[c], kind) for c, kind in _CODED.items()})
    for column in ("value", "value_high", "set_in", "due", "start", "end"):
        raw[column] = raw[column].str.replace(r"\.0$", "", regex=True)
    return raw.mask(raw == "")


def _faults(raw: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Every cell that breaks the codebook, and keys held twice."""
    columns = tables.fields("target")
    unknown = raw["plan"].notna() & ~raw["plan"].isin(known)
    lost = codebook.cells(raw, unknown, "plan", "code", {"table": "plans"})
    wrong = tables.faults(raw, "target", free=["source", "plan"])
    unmeasured = wrong["column"].isin(["indicator", "value", "value_high", "unit"])
    sound = raw[~raw.index.isin(wrong.loc[unmeasured, "row"])]
    sound = sound.astype({"value": float, "value_high": float})
    twice = codebook.cells(raw, raw.duplicated(["plan", "target"]), "target", "twice")
    parts = [wrong, lost, units.faults(sound, ["value", "value_high"], "unit"), range_faults(sound)]
    return codebook.in_order([*parts, twice], columns)


def _problems(faults: pd.DataFrame, sheet: str, shown: dict[str, str]) -> list[dict[str, Any]]:
    """Faults with their place in the file."""
    return [
        telling.problem(
            fault["key"], sheet, fault["row"], shown.get(fault["column"], fault["column"]),
            **fault["values"], **({"field": fault["column"]} if fault["column"] in _FIELDS else {}),
        )
        for fault in faults.to_dict("records")
    ]  # fmt: skip


def _strange(answer: pd.Series, sheet: str, shown: dict[str, str]) -> list[dict[str, Any]]:
    """Answers that are neither yes nor no."""
    allowed = list(names.CHOICES[names.CONFIRMED])
    strange = answer[~answer.isin([*allowed, ""])]
    return [
        telling.problem(
            "one_of", sheet, row, shown[names.CONFIRMED],
            found=text, allowed=allowed, field=names.CONFIRMED,
        )
        for row, text in zip(strange.index.tolist(), strange, strict=True)
    ]  # fmt: skip


def _lost(problem: dict[str, Any]) -> Draft:
    return Draft(_none(), telling.problems([problem]), 0)


def _none() -> pd.DataFrame:
    schema = tables.schema("target")
    return codebook.typed(pd.DataFrame(columns=tables.fields("target"), dtype="str"), schema)
