"""Printed units: the one place where 亩, 万亩, 亿元, 万人, 万家 become km2, CNY, persons, units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import codebook, tables


def in_base_units(frame: pd.DataFrame, values: list[str], unit: str, where: str) -> pd.DataFrame:
    """``values`` turned from the printed ``unit`` into the base unit of the row's indicator.

    Raises :class:`plangaps.tables.TableError`, with ``where`` as the table's name, for the first of
    the :func:`faults`.
    """
    result, wrong = measured(frame, values, unit)
    if len(wrong):
        raise tables.TableError(tables.sentence(wrong.iloc[0], where))
    return result


def faults(frame: pd.DataFrame, values: list[str], unit: str) -> pd.DataFrame:
    """Cells whose ``unit`` is not the indicator's, or whose value breaks its natural limits.

    Columns as :data:`plangaps.codebook.FAULT`. Indicators and units must be held. Limits, such as a
    share of at most 100 %, are checked in the base unit.
    """
    return measured(frame, values, unit)[1]


def printed(unit_measure: str) -> list[str]:
    """Printed units that a base unit allows: ``%``, ``百分点``, ``percent``."""
    table = tables.units()
    return table.loc[(table["unit_measure"] == unit_measure) & table["offered"], "unit"].tolist()


def times(values: pd.Series, factor: pd.Series) -> pd.Series:
    """Multiples of printed figures as a reader writes them: 20913.26 亿 is 2091326000000."""
    decimal = (values * factor).map("{:.15g}".format).astype(float)
    return decimal.where(factor != 1, values)


def measured(
    frame: pd.DataFrame, values: list[str], unit: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame in base units, and its :func:`faults`."""
    rate = tables.units().set_index("unit").loc[frame[unit]].set_index(frame.index)
    kind = tables.indicators().set_index("indicator").loc[frame["indicator"]]
    kind = kind.reset_index().set_index(frame.index)
    factors = {v: times(frame[v], rate["multiply_by"]) / rate["divide_by"] for v in values}
    result = frame.assign(**factors, unit_measure=rate["unit_measure"])
    other = rate["unit_measure"] != kind["unit_measure"]
    allowed = {
        "indicator": kind["indicator"],
        "units": kind.loc[other, "unit_measure"].map(printed),
    }
    parts = [codebook.cells(frame, other, unit, "unit", allowed)]
    for column in values:
        beyond = (result[column] < kind["minimum"]) | (result[column] > kind["maximum"])
        beyond = (beyond | result[column].isin([np.inf, -np.inf])) & ~other
        parts += _beyond(frame, beyond, column, kind)
    return result, codebook.in_order(parts, [unit, *values])


def _beyond(
    frame: pd.DataFrame, beyond: pd.Series, column: str, kind: pd.DataFrame
) -> list[pd.DataFrame]:
    """Values beyond the natural limits of each row's indicator; without a limit, infinite ones."""
    limits = {"low": kind["minimum"], "high": kind["maximum"], "unit": kind["unit_measure"]}
    limits |= {"indicator": kind["indicator"]}
    low, high = kind["minimum"].notna(), kind["maximum"].notna()
    kinds = {"limits": high, "floor": low & ~high, "finite": ~low & ~high}
    return [
        codebook.cells(frame, beyond & these, column, key, limits) for key, these in kinds.items()
    ]
