"""What was measured: the published series as one long frame.

One row a value, in the terms of SDMX: ``ref_area``, ``indicator``, ``basis`` (which definition),
``time_period``, ``obs_value``, ``unit_measure``, ``obs_status``, ``bound``, with the words each
value was read from. Two bases are two series: nothing here joins them, and nothing is filled in.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from plangaps import tables

KEY = ["ref_area", "indicator", "basis", "time_period"]


def read_series(*paths: str | Path) -> pd.DataFrame:
    """Observations of the files named, of all files in ``data/series`` where none is.

    Columns as in the codebook ``data/schemas/series.json``, ``obs_value`` in the indicator's base
    unit ``unit_measure``, and ``year`` (Int64): the year of an annual value, missing for months,
    parts of a year and spans of years, which never enter an annual join. Key: area, indicator,
    basis, period.

    Raises :class:`plangaps.tables.TableError` for a file that breaks the codebook, a unit that is
    not the indicator's, a value beyond the indicator's natural limits, a key held twice.
    """
    files = [Path(path) for path in paths] or sorted((tables.DATA / "series").glob("*.csv"))
    frame = tables.stack({file: _read_file(file) for file in files}, "series")
    return frame.assign(year=annual_year(frame["time_period"]))


def annual_year(time_period: pd.Series) -> pd.Series:
    """Year of each period that is a whole single year (Int64), missing for every other period.

    >>> annual_year(pd.Series(["2023", "2021-01/2021-09", "2012/2016"])).tolist()
    [2023, <NA>, <NA>]
    """
    codes, periods = pd.factorize(time_period)
    years = pd.Series(periods).str.extract(r"^(\d{4})$")[0].astype("Float64").astype("Int64")
    return pd.Series(years.array[codes], time_period.index)


def series(indicator: str, ref_area: str, basis: str | None = None) -> pd.Series:
    """One annual series: values by year, in the indicator's base unit.

    ``basis`` may be left out where the area has only one. Values that are only a bound (more than,
    less than) or of low reliability (``obs_status`` U) are no points of a series and are left out;
    :func:`read_series` has them.

    Raises ValueError, naming what is held, where there is no such series or more than one.
    """
    held = read_series()
    held = held[held["year"].notna() & ~held["bound"].isin(["lower", "upper"])]
    held = held[(held["indicator"] == indicator) & (held["obs_status"] != "U")]
    _check_held(held["ref_area"], "ref_area", ref_area, f"indicator {indicator!r}")
    held = held[held["ref_area"] == ref_area]
    if basis is None and len(held["basis"].unique()) == 1:
        basis = held["basis"].iloc[0]
    _check_held(held["basis"], "basis", basis, f"indicator {indicator!r} in {ref_area}")
    one = held[held["basis"] == basis].sort_values("year")
    return one.set_index(one["year"].astype(int))["obs_value"].rename(indicator)


def _read_file(path: Path) -> pd.DataFrame:
    raw = tables.read_table(path, "series")
    return tables.in_base_units(raw, ["obs_value"], "unit_measure", tables.name_of(path))


def _check_held(codes: pd.Series, name: str, found: str | None, what: str) -> None:
    if found not in set(codes):
        allowed = ", ".join(map(repr, sorted(codes.unique()))) or "none is held"
        raise ValueError(f"{name}: found {found!r} for {what}; allowed: {allowed}.")
