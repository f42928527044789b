"""One sheet of text as records: a row a figure, whether the sheet has a column a year or not.

The first row whose headings name an indicator and a value (or a year) is the header; what stands
above it, a title for one, is passed over.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from plangaps import words
from plangaps.own import names
from plangaps.own.telling import problem

# The first cell of a row that shows how to fill a template; such a row is never a figure.
EXAMPLE = "# " + words.both("template.sheet.example")

_PERIOD = r"((?:19|20)[0-9]{2}(?:-[0-9]{2}|-[0-9]{2}/[0-9]{4}-[0-9]{2}|/[0-9]{4})?)年?"
_SEARCHED = 20
_NEEDED = ["ref_area", "indicator", "time_period", "obs_value"]


class Records(NamedTuple):
    """Records of a sheet, its problems, and its headings by the field they name."""

    rows: pd.DataFrame
    problems: list[dict[str, Any]]
    headings: dict[str, str]


def records(cells: pd.DataFrame, sheet: str) -> Records:
    """Records of a sheet as :func:`plangaps.own.sheets.read_sheets` gives it.

    One record a row and value: ``sheet``, ``row``, ``column`` (heading of the value), and the
    columns of :data:`plangaps.own.names.HEADINGS` as text, empty where the sheet has none. A
    problem of the headings that leaves doubt about the figures leaves no record.
    """
    top = _header(cells)
    if top is None:
        return Records(no_records(), [problem("no_headings", sheet, headings=_NEEDED)], {})
    headings = cells.iloc[top - 1]
    kinds = _kinds(headings)
    body = cells.loc[cells.index > top]
    body = body[~body[body.columns[0]].str.strip().str.startswith(EXAMPLE)]
    body, undecided = _confirmed(body, headings, sheet)
    unknown = _unknown(headings, kinds, body, sheet, top) + undecided
    unclear = _unclear(headings, kinds, sheet, top)
    rows = no_records() if unclear else _long(body, kinds, headings, sheet)
    named = headings[kinds.isin(names.HEADINGS)]
    return Records(rows, unknown + unclear, dict(zip(kinds[named.index], named, strict=True)))


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
    return pd.DataFrame(columns=["sheet", "row", "column", *names.HEADINGS], dtype="str")


def periods(texts: pd.Series) -> pd.Series:
    """The period that a text names, in the codebook's form (2023 for 2023年), missing for none."""
    return names.plain(texts).str.extract(f"^{_PERIOD}$")[0]


def _kinds(headings: pd.Series) -> pd.Series:
    """What each column holds: a field, ``period``, nothing to read (``#``), or unknown (``?``)."""
    codes = names.coded(headings, "heading")
    given = codes.isin([*names.GIVEN, names.CONFIRMED])
    own = headings.str.strip().str.startswith("#") | given
    kinds = [codes.isin(names.HEADINGS), own, periods(headings).notna(), headings.str.strip() == ""]
    return pd.Series(np.select(kinds, [codes, "#", "period", ""], "?"), headings.index)


def _header(cells: pd.DataFrame) -> int | None:
    """Row of the headings: the first that will do, else the fullest of two and more, else none."""
    fullest, most = None, 1
    for row in cells.index[:_SEARCHED]:
        kinds = set(_kinds(cells.iloc[row - 1]))
        if "indicator" in kinds and kinds & {"obs_value", "period"}:
            return row
        if len(kinds & set(names.HEADINGS)) > most:
            fullest, most = row, len(kinds & set(names.HEADINGS))
    return fullest


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


def _unclear(headings: pd.Series, kinds: pd.Series, sheet: str, top: int) -> list[dict[str, Any]]:
    """Headings that leave doubt: twice the same, one that is missing, a value beside years."""
    wide = "period" in set(kinds)
    same = kinds.where(kinds != "period", periods(headings))
    twice = headings[same.duplicated() & ~kinds.isin(["?", "", "#"])]
    beside = headings[kinds.isin(_NEEDED[2:] if wide else [])]
    missing = [c for c in (_NEEDED[:2] if wide else _NEEDED) if c not in set(kinds)]
    return [
        *[problem("heading_twice", sheet, top, h, found=h) for h in twice],
        *[problem("heading_missing", sheet, top, field=c) for c in missing],
        *[problem("heading_beside", sheet, top, h, found=h) for h in beside],
    ]


def _long(body: pd.DataFrame, kinds: pd.Series, headings: pd.Series, sheet: str) -> pd.DataFrame:
    """A record a row and value column; texts go with each of them."""
    texts = kinds[kinds.isin(set(names.HEADINGS) - {"obs_value"})]
    base = body[texts.index].set_axis(texts.to_list(), axis="columns")
    base = base.reindex(columns=list(names.HEADINGS), fill_value="")
    base = base.assign(row=body.index, sheet=sheet)
    years = periods(headings)[kinds == "period"]
    if years.empty:
        (column,) = kinds.index[kinds == "obs_value"]
        return base.assign(obs_value=body[column], column=headings[column])
    parts = [
        base.assign(obs_value=body[c], time_period=year, column=heading)
        for c, year, heading in zip(years.index, years, headings[years.index], strict=True)
    ]
    return pd.concat(parts).sort_values("row", kind="stable")
