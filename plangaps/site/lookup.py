"""What can be searched: places, indicators, and every name that a promise bears in the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from plangaps import tables

# A row of an indicator's script, in the order in which the page reads it.
ROW = ["ref_area", "year", "indicator_zh", "comparator", "printed", "outcome_printed", "verdict"]


def places(areas: pd.DataFrame) -> list[list[Any]]:
    """Code, names, level and number of promises of each area of
    :func:`plangaps.site.places.every`.
    """
    return areas[["ref_area", "name_zh", "name_en", "level", "promises"]].to_numpy().tolist()


def indicators(rows: pd.DataFrame) -> list[list[Any]]:
    """Code, names, theme and number of promises of each indicator of ``rows``, the most first."""
    count = rows.loc[rows["indicator"] != "", "indicator"].value_counts().rename("promises")
    held = tables.indicators().merge(count, left_on="indicator", right_index=True)
    held = held.sort_values("promises", ascending=False, kind="stable")
    return held[["indicator", "name_zh", "name_en", "theme", "promises"]].to_numpy().tolist()


def names(rows: pd.DataFrame) -> list[list[Any]]:
    """Each name in the record, and where it stands: ``[name, [[area, year], ...]]``."""
    where = rows[["indicator_zh", "ref_area", "year"]].drop_duplicates()
    return [
        [name, group[["ref_area", "year"]].to_numpy().tolist()]
        for name, group in where.groupby("indicator_zh", sort=True)
    ]


def each(rows: pd.DataFrame) -> Iterator[tuple[str, list[list[Any]]]]:
    """Code of each indicator and its promises, by area and year."""
    linked = rows[rows["indicator"] != ""].sort_values(["ref_area", "year"], kind="stable")
    for code, group in linked.groupby("indicator", sort=True):
        yield str(code), group[ROW].to_numpy().tolist()
