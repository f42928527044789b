"""One sheet of text as records: a row a figure, however its years, areas and indicators stand.

The first row whose headings name an indicator and a value (or a year) is the header; what stands
above it, a title for one, is passed over.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from plangaps import tables, words
from plangaps.own import names, printed
from plangaps.own.telling import problem

# The first cell of a row that shows how to fill a template; such a row is never a figure.
EXAMPLE = "# " + words.both("template.sheet.example")

_PERIOD = r"((?:19|20)[0-9]{2}(?:-[0-9]{2}|-[0-9]{2}/[0-9]{4}-[0-9]{2}|/[0-9]{4})?)年?"
_SEARCHED = 20
_NEEDED = ["ref_area", "indicator", "time_period", "obs_value"]


# A heading that is itself a year, an area or an indicator: the field that it gives its column.
_WIDE = {"period": "time_period", "of_area": "ref_area", "of_indicator": "indicator"}
# Columns that may stand a second time, in English, without what only a Chinese or a figure has.
_TEXTS = ["ref_area", "indicator", "unit_measure"]
_CHINESE_OR_NUMBER = r"[一-鿿]|^[\d.,\s-]+$"


class Records(NamedTuple):
    """Records of a sheet, its problems, and its headings by the field they name.

    ``unknown``: those of the problems that are columns under a heading that says nothing.
    """

    rows: pd.DataFrame
    problems: list[dict[str, Any]]
    headings: dict[str, str]
    unknown: list[dict[str, Any]]


def records(cells: pd.DataFrame, sheet: str, area: str = "", file: str = "") -> Records:
    """Records of a sheet as :func:`plangaps.own.sheets.read_sheets` gives it.

    One record a row and value: ``sheet``, ``row``, ``column`` (heading of the value), and the
    columns of :data:`plangaps.own.names.HEADINGS` as text, empty where the sheet has none.
    ``table_unit`` is the unit of the title. An area that no column names is that of the title, else
    ``area``, else that which the names of sheet or ``file`` are. A problem of
    the headings that leaves doubt about the figures leaves no record.
    """
    top = _header(cells)
    if top is None:
        lost = problem("no_headings", sheet, headings=_NEEDED)
        return Records(no_records(), [lost], {}, [])
    headings = cells.iloc[top - 1]
    body = cells.loc[cells.index > top]
    body = body[~body[body.columns[0]].str.strip().str.startswith(EXAMPLE)]
    feet = printed.feet(body)
    body, kinds = body.drop(feet.index), _kinds(headings)
    kinds = _without_english(_one_way(kinds), headings, body)
    told = printed.told(cells.loc[cells.index < top], feet, [area, sheet, file])
    body, undecided = _confirmed(body, headings, sheet)
    unknown = _unknown(headings, kinds, body, sheet, top)
    unclear = _unclear(headings, kinds, sheet, top, told)
    rows = no_records() if unclear else _long(body, kinds, headings, sheet, told)
    named = headings[kinds.isin(names.HEADINGS)]
    shown = dict(zip(kinds[named.index], named, strict=True))
    return Records(rows, undecided + unclear, shown, unknown)


def _confirmed(
    body: pd.DataFrame, headings: pd.Series, sheet: str
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Rows that the editor confirmed, where the sheet asks for it, and answers that are none."""
    column = headings[names.coded(headings, "heading") == names.CONFIRMED]
    if column.empty:
        return body, []
    answers = names.coded(body[column.index[0]].str.strip(), names.CONFIRMED)
    allowed = list(names.CHOICES[names.CONFIRMED])
    strange = answers[~answers.isin([*allowed, ""])]
    problems = [
        problem(
            "one_of", sheet, row, column.iloc[0], found=text, allowed=allowed, field=names.CONFIRMED
        )
        for row, text in zip(strange.index.tolist(), strange, strict=True)
    ]
    return body[answers == allowed[0]], problems


def no_records() -> pd.DataFrame:
    """Records of a sheet that has none."""
    columns = ["sheet", "row", "column", *names.HEADINGS, "table_unit"]
    return pd.DataFrame(columns=columns, dtype="str")


def periods(texts: pd.Series) -> pd.Series:
    """The period that a text names, in the codebook's form (2023 for 2023年*), missing for none."""
    return names.plain(printed.unmarked(texts)).str.extract(f"^{_PERIOD}$")[0]


def _kinds(headings: pd.Series) -> pd.Series:
    """What each column holds: a field, one of ``_WIDE``, nothing to read (``#``), or ``?``."""
    codes = names.coded(headings, "heading")
    chinese = names.coded(headings.str.replace(r"[^一-鿿]+$", "", regex=True), "heading")
    codes = codes.mask(~codes.isin(names.HEADINGS) & chinese.isin(names.HEADINGS), chinese)
    given = codes.isin([*names.GIVEN, names.CONFIRMED])
    own = headings.str.strip().str.startswith("#") | given
    apart, _ = printed.unit_apart(headings)
    areas = names.coded(headings, "ref_area").isin(tables.areas()["ref_area"])
    named = printed.indicators(apart).isin(tables.indicators()["indicator"])
    kinds = {
        "#": own, "period": periods(headings).notna(), "": headings.str.strip() == "",
        "of_area": areas, "of_indicator": named,
    }  # fmt: skip
    cases = [codes.isin(names.HEADINGS), *kinds.values()]
    return pd.Series(np.select(cases, [codes, *kinds], "?"), headings.index)


def _one_way(kinds: pd.Series) -> pd.Series:
    """Kinds with one of ``_WIDE`` at most: years before areas, areas before indicators.

    A column of years without a heading, and what stands before years, is named by its place.
    """
    held = set(kinds)
    if "obs_value" in held:
        return kinds.mask(kinds.isin(["of_area", "of_indicator"]), "?")
    if "period" in held and not held & {"indicator", "ref_area"} and kinds.iloc[0] == "":
        kinds = kinds.where(kinds.index != kinds.index[0], "indicator")
    free = [way for way, field in _WIDE.items() if way in held and field not in set(kinds)]
    way = "period" if "period" in held else next(iter(free), "")
    return kinds.mask(kinds.isin(_WIDE) & (kinds != way), "?")


def _without_english(kinds: pd.Series, headings: pd.Series, body: pd.DataFrame) -> pd.Series:
    """Kinds without columns that say in English what the one before them says in Chinese."""
    said = [body[c].str.contains(_CHINESE_OR_NUMBER).any() for c in body.columns]
    chinese = headings.str.contains("[一-鿿]")
    foreign = (body != "").any() & ~np.array(said) & ~chinese
    told = kinds.where(kinds.isin(_TEXTS) & chinese, "")
    again = kinds.isin(told[told != ""])
    beside = kinds.isin(["?", ""]) & (told.shift(fill_value="") != "")
    return kinds.mask(foreign & (again | beside), "#")


def _header(cells: pd.DataFrame) -> int | None:
    """Row of the headings: the first that will do, else the fullest of two and more, else none."""
    fullest, most = None, 1
    for row in cells.index[:_SEARCHED]:
        kinds = set(_one_way(_kinds(cells.iloc[row - 1])))
        if any(kinds & fields and kinds & values for fields, values in _HEADERS):
            return row
        if len(kinds & set(names.HEADINGS)) > most:
            fullest, most = row, len(kinds & set(names.HEADINGS))
    return fullest


# Fields, one of which a row of headings names, with what stands beside it.
_HEADERS = [
    ({"indicator"}, {"obs_value", "period", "of_area"}),
    ({"ref_area"}, {"period", "of_indicator"}),
    ({"time_period"}, {"of_area", "of_indicator"}),
]


def _unknown(
    headings: pd.Series, kinds: pd.Series, body: pd.DataFrame, sheet: str, top: int
) -> list[dict[str, Any]]:
    """Columns that hold something under a heading that says nothing."""
    lost = headings[kinds.isin(["?", ""]) & (body != "").any()]
    allowed = list(names.HEADINGS)
    return [
        problem("heading_unknown", sheet, top, h, found=h, headings=allowed) if h
        else problem("heading_none", sheet, top, headings=allowed)
        for h in lost
    ]  # fmt: skip


def _unclear(
    headings: pd.Series, kinds: pd.Series, sheet: str, top: int, told: printed.Told
) -> list[dict[str, Any]]:
    """Headings that leave doubt: twice the same, one that is missing, a value beside years."""
    held = set(kinds)
    wide = {"obs_value", *(_WIDE[way] for way in held & set(_WIDE))}
    same = kinds.where(kinds != "period", periods(headings))
    same = same.where(~kinds.isin(["of_area", "of_indicator"]), names.plain(headings))
    twice = headings[same.duplicated() & ~kinds.isin(["?", "", "#"])]
    beside = headings[kinds.isin(_NEEDED[2:] if "period" in held else [])]
    known = held | {field for field, said in told._asdict().items() if said}
    known |= wide if held & set(_WIDE) else set()
    missing = [column for column in _NEEDED if column not in known]
    return [
        *[problem("heading_twice", sheet, top, h, found=h) for h in twice],
        *[problem("heading_missing", sheet, top, field=c) for c in missing],
        *[problem("heading_beside", sheet, top, h, found=h) for h in beside],
    ]


def _long(
    body: pd.DataFrame, kinds: pd.Series, headings: pd.Series, sheet: str, told: printed.Told
) -> pd.DataFrame:
    """A record a row and value column; texts, and what the table tells of all, go with each."""
    texts = kinds[kinds.isin(set(names.HEADINGS) - {"obs_value"})]
    wide = headings[kinds.isin(_WIDE)]
    body, units = _row_of_units(body, wide.index)
    base = body[texts.index].set_axis(texts.to_list(), axis="columns")
    base = base.reindex(columns=list(names.HEADINGS), fill_value="")
    lacking = {c: v for c, v in told._asdict().items() if c in base and c not in set(texts)}
    base = base.assign(row=body.index, sheet=sheet, table_unit=told.unit, **lacking)
    if wide.empty:
        (column,) = kinds.index[kinds == "obs_value"]
        return base.assign(obs_value=body[column], column=headings[column])
    field = _WIDE[kinds[wide.index[0]]]
    said = (periods(wide) if field == "time_period" else wide).to_dict()
    parts = [
        base.assign(**{field: said[c], "obs_value": body[c], "column": heading}).assign(
            **({"unit_measure": units[c]} if c in units else {})
        )
        for c, heading in wide.items()
    ]
    return pd.concat(parts).sort_values("row", kind="stable")


def _row_of_units(body: pd.DataFrame, wide: pd.Index) -> tuple[pd.DataFrame, dict[Any, str]]:
    """The rows without the first where it names a unit in each column that it fills."""
    first = body.iloc[0][wide] if len(body) else pd.Series(dtype="str")
    said = first[first.str.strip() != ""]
    if said.empty or not printed.units(said.str.strip()).isin(tables.units()["unit"]).all():
        return body, {}
    return body.iloc[1:], said.to_dict()
