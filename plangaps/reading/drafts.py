"""A report's targets as a draft of a plan, in the schema of ``data/plans``."""

from __future__ import annotations

import re
from difflib import get_close_matches

import pandas as pd

from plangaps import tables
from plangaps.reading.lexicon import one_of
from plangaps.reading.linking import link
from plangaps.reading.quantities import normalise
from plangaps.reading.targets import read_targets
from plangaps.reading.years import year_of

_DOUBTFUL = 0.6  # below: a verb only pushes on; the editor is asked to look


def draft_plan(
    text: str, plan: str, area: str | None = None, year: int | None = None
) -> pd.DataFrame:
    """Targets of a report as rows of ``data/plans/<plan>.csv``, to be completed by an editor.

    ``plan`` is the code of the plan (lower-case letters, digits, hyphens), ``area`` the code or the
    Chinese name of an area in ``data/areas.csv``, ``year`` the year the report is for (without it
    the title is asked; where that is silent too, the years are left to the editor). The columns
    are those of the table schema ``target``. ``indicator`` is filled where a name or a synonym in
    ``data/indicators.csv`` is that of the text and unit and kind agree; elsewhere, and where the
    name tells the opposite of the indicator (增速 of a 降幅), it is empty and ``note`` says so.
    ``source`` is always left to the editor. ``plan_targets`` reads the file once both are filled
    and the plan stands in ``data/plans.csv``.

    Raises ValueError for a code that is malformed and for an area that is not held.
    """
    _check(plan, year)
    year = year or year_of(normalise(text))
    found = read_targets(text, year)
    linked = link(found, area_of(area)["name_zh"] if area else "")
    period = found["period"].str.replace("-", "/")
    rows = {
        "plan": plan,
        "target": [f"T{number:02d}" for number in range(1, len(found) + 1)],
        "indicator": linked["indicator"].where(linked["sign"] > 0, ""),
        "basis": linked["basis"].where(linked["sign"] > 0, ""),
        "comparator": found["comparator"],
        "value": found["value"],
        "value_high": found["value_high"],
        "unit": found["unit"],
        "time_period": period,
        "set_in": pd.Series(year, found.index, dtype="Int64"),
        "due": pd.to_numeric(period.str[-4:]).astype("Int64"),
        "hedge": found["hedge"],
        "wording": found["wording"],
        "start": found["start"],
        "end": found["end"],
        "note": _notes(found, linked),
    }
    columns = [field["name"] for field in tables.schema("target")["fields"]]
    return pd.DataFrame(rows, index=found.index).reindex(columns=columns, fill_value="")


def area_of(area: str) -> pd.Series:
    """An area given by its code or its Chinese name, as the codebook has it; else ValueError.

    A county may stand behind its city: 保定市易县.
    """
    held = tables.areas()
    match = held[held["ref_area"] == tables.codes_by_name().get(area, area)]
    if match.empty:
        near = get_close_matches(area, [*held["name_zh"], *held["ref_area"]], 3) or ["520521"]
        raise ValueError(
            f"area: found {area!r}; allowed: a code or a Chinese name of data/areas.csv, "
            f"or of an areas.csv in data/own/plans, such as {', '.join(near)}."
        )
    return match.iloc[0]


def said_of(
    text: str, area: str | None = None, year: int | None = None
) -> tuple[str | None, int | None]:
    """``area`` and ``year`` of a report; where they are not given, those that its text names.

    The area is the Chinese name of the one whose government or congress the beginning names.
    """
    year = year or year_of(normalise(text))
    if not area:
        names = one_of(tables.areas()["name_zh"])
        named = re.search(rf"({names})[^。\n]{{0,20}}(?:政府|人民代表大会|工作报告)", text[:500])
        area = named[1] if named else None
    return area, year


def _check(plan: str, year: int | None) -> None:
    if not re.fullmatch("[a-z0-9-]+", plan):
        raise ValueError(
            f"plan: found {plan!r}; allowed: lower-case letters, digits and hyphens, dafang-2024."
        )
    if year is not None and not 1949 <= year <= 2100:
        raise ValueError(f"year: found {year}; allowed: 1949 to 2100.")


def _notes(found: pd.DataFrame, linked: pd.DataFrame) -> pd.Series:
    """What the editor must look at, in a sentence or more; empty where nothing is to be done."""
    unknown = "indicator not in indicators.csv: " + found["indicator_zh"] + ". "
    unit = "unit not in units.csv: " + found["unit"] + ". "
    turned = "the name tells the opposite of " + linked["indicator"] + ": turn the figure. "
    doubt = pd.Series("doubtful whether promised: see the wording. ", index=found.index)
    said = [
        unknown.where(linked["indicator"] == "", ""),
        turned.where(linked["sign"] < 0, ""),
        unit.where(~found["unit"].isin(tables.units()["unit"]), ""),
        doubt.where(found["confidence"] < _DOUBTFUL, ""),
    ]
    return sum(said[1:], said[0]).str.strip()
