"""One sheet of text as records: a row a figure, whether the sheet has a column a year or not.

The first row whose headings name an indicator and a value (or a year) is the header; what stands
above it, a title for one, is passed over.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps.own import names

# The first cell of a row that shows how to fill a template; such a row is never a figure.
EXAMPLE = "# Example 示例"

PROBLEM = ["file", "sheet", "row", "column", "found", "allowed", "advice"]

_PERIOD = r"((?:19|20)[0-9]{2}(?:-[0-9]{2}|-[0-9]{2}/[0-9]{4}-[0-9]{2}|/[0-9]{4})?)年?"
_SEARCHED = 20
_NEEDED = ["ref_area", "indicator", "time_period", "obs_value"]


def records(cells: pd.DataFrame, sheet: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records of a sheet as :func:`plangaps.own.sheets.read_sheets` gives it, and its problems.

    One record a row and value: ``sheet``, ``row``, ``column`` (heading of the value), and the
    columns of :data:`plangaps.own.names.HEADINGS` as text, empty where the sheet has none. A
    problem of the headings (:data:`PROBLEM`) that leaves doubt about the figures leaves no record.
    """
    top = _header(cells)
    if top is None:
        wanted = ", ".join(names.heading(c) for c in _NEEDED)
        advice = "Name the columns so, or begin the name of the sheet with # to leave it out."
        return no_records(), problem(sheet, None, "", "no headings", wanted, advice)
    headings = cells.iloc[top - 1]
    held = fields(headings)
    body = cells.loc[cells.index > top]
    body = body[~body[body.columns[0]].str.strip().str.startswith(EXAMPLE)]
    wrong = _heading_problems(headings, held, body, sheet, top)
    unclear = wrong["advice"].isin([_TWICE, _MISSING]).any()
    return (no_records() if unclear else _long(body, held, headings, sheet)), wrong


def fields(headings: pd.Series) -> pd.Series:
    """What each column holds: a field, ``period``, nothing to read (``#``), or unknown (``?``)."""
    codes = names.coded(headings, "heading")
    own = headings.str.strip().str.startswith("#") | codes.isin(names.TOLD)
    kinds = [codes.isin(names.HEADINGS), own, periods(headings).notna(), headings.str.strip() == ""]
    return pd.Series(np.select(kinds, [codes, "#", "period", ""], "?"), headings.index)


def headings(cells: pd.DataFrame) -> dict[str, str]:
    """Headings of a sheet by the field they name; years are left out."""
    top = _header(cells)
    if top is None:
        return {}
    shown = cells.iloc[top - 1]
    return {f: h for f, h in zip(fields(shown), shown, strict=True) if f in names.HEADINGS}


def problem(
    sheet: str, row: int | None, column: str, found: str, allowed: str, advice: str
) -> pd.DataFrame:
    """One problem as a frame of :data:`PROBLEM`, the file left open."""
    return pd.DataFrame([["", sheet, row, column, found, allowed, advice]], columns=PROBLEM)


def no_problems() -> pd.DataFrame:
    """A frame of :data:`PROBLEM` without a row."""
    return pd.DataFrame(columns=PROBLEM)


def no_records() -> pd.DataFrame:
    """Records of a sheet that has none."""
    return pd.DataFrame(columns=["sheet", "row", "column", *names.HEADINGS], dtype="str")


def periods(texts: pd.Series) -> pd.Series:
    """The period that a text names, in the codebook's form (2023 for 2023年), missing for none."""
    return names.plain(texts).str.extract(f"^{_PERIOD}$")[0]


def _header(cells: pd.DataFrame) -> int | None:
    """Row of the headings: the first that will do, else the fullest of two and more, else none."""
    known = {}
    for row in cells.index[:_SEARCHED]:
        held = set(fields(cells.iloc[row - 1]))
        if "indicator" in held and held & {"obs_value", "period"}:
            return row
        known[row] = len(held & set(names.HEADINGS))
    fullest = max(known, key=lambda row: known[row], default=None)
    return fullest if fullest is not None and known[fullest] > 1 else None


_TWICE = "Keep one of the columns, or begin the heading of the other with #."
_MISSING = "Add the column."
_UNKNOWN = "Rename the column, or begin its heading with # to leave it out."


def _heading_problems(
    headings: pd.Series, held: pd.Series, body: pd.DataFrame, sheet: str, top: int
) -> pd.DataFrame:
    shown = [names.heading(c) for c in names.HEADINGS]
    filled = (body != "").any()
    lost = headings[held.isin(["?", ""]) & filled]
    same = held.where(held != "period", periods(headings))
    twice = headings[same.duplicated() & ~held.isin(["?", "", "#"])]
    needed = [c for c in _NEEDED if not (held == "period").any() or c in _NEEDED[:2]]
    missing = [names.heading(c) for c in needed if c not in set(held)]
    both = headings[held.isin(_NEEDED[2:])] if (held == "period").any() else headings[:0]
    found = [
        *[problem(sheet, top, h, _quoted(h), ", ".join(shown) + ", years", _UNKNOWN) for h in lost],
        *[problem(sheet, top, h, _quoted(h) + " twice", "one column of it", _TWICE) for h in twice],
        *[problem(sheet, top, h, "no such column", "a column of it", _MISSING) for h in missing],
        *[problem(sheet, top, h, f"{h!r} beside years", "one or the other", _TWICE) for h in both],
    ]
    return pd.concat(found, ignore_index=True) if found else no_problems()


def _quoted(heading: str) -> str:
    return repr(heading) if heading else "figures without a heading"


def _long(body: pd.DataFrame, held: pd.Series, headings: pd.Series, sheet: str) -> pd.DataFrame:
    """A record a row and value column; texts go with each of them."""
    texts = held[held.isin(set(names.HEADINGS) - {"obs_value"})]
    base = body[texts.index].set_axis(texts.to_list(), axis="columns")
    base = base.reindex(columns=list(names.HEADINGS), fill_value="").assign(row=body.index)
    years = periods(headings)[held == "period"]
    if years.empty:
        (column,) = held.index[held == "obs_value"]
        return base.assign(obs_value=body[column], column=headings[column], sheet=sheet)
    parts = [
        base.assign(obs_value=body[c], time_period=year, column=headings[c], sheet=sheet)
        for c, year in zip(years.index, years, strict=True)
    ]
    return pd.concat(parts).sort_values("row", kind="stable")
