"""What was measured: the published series, and own figures beside them, as one long frame.

One row a value, in the terms of SDMX: ``ref_area``, ``indicator``, ``basis`` (which definition),
``time_period``, ``obs_value``, ``unit_measure``, ``obs_status``, ``bound``, with the words each
value was read from. Two bases are two series: nothing here joins them, and nothing is filled in.

Own figures (:mod:`plangaps.own`) never replace a published value: where both are held and differ,
the published one judges, and :func:`conflicts` shows the two.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from plangaps import frames, own, tables, units

KEY = own.KEY

_FIGURES = frames.needs(*KEY, "obs_value", "obs_status", "bound", free=True)

_OWN = frames.needs(*tables.fields("series"))

_SIDES = {"_pub": "published", "_own": "own"}


def read_series(*paths: str | Path, extra: Iterable[str | Path] = ()) -> pd.DataFrame:
    """Observations of the files named; where none is, the published and all own figures.

    Own figures are those of ``data/own``, looked at anew at each call, and of the files and folders
    ``extra``.

    Columns as in the codebook ``data/schemas/series.json``, ``obs_value`` in the indicator's base
    unit ``unit_measure``, then ``year`` (Int64): the year of an annual value, missing for months,
    parts of a year and spans of years, which never enter an annual join; and ``own``: False for a
    published value, True for an own figure, whose ``source`` is free text. Key: area, indicator,
    basis, period. Files in ``data/series`` are published; every other file, and those that
    :func:`plangaps.own.files` finds in ``data/own`` and ``PLANGAPS_SERIES``, is own.

    Raises :class:`plangaps.tables.TableError` for a file that breaks the codebook, a unit that is
    not the indicator's, a value beyond the indicator's natural limits, a key held twice.
    """
    named = [Path(path) for path in paths]
    published = [f for f in named if _is_published(f)] if named else _published_files()
    mine = [f for f in named if not _is_published(f)] if named else own.files(*extra)
    figures = own.read(*mine) if mine else None
    if not published and figures is not None:
        return _with_year(figures, own=True)
    series = _read_published(*published)
    return series if figures is None else add_own(series, figures)


@frames.takes(series=_OWN, figures=_OWN)
def add_own(series: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """``series`` (from :func:`read_series`) and the own figures whose key it does not hold.

    ``figures`` as from :func:`plangaps.own.read` or :func:`plangaps.own.load`. A figure whose key
    ``series`` holds is left out, whether it agrees or not: see :func:`conflicts`.
    """
    keys = pd.MultiIndex.from_frame(series[KEY])
    new = figures[~pd.MultiIndex.from_frame(figures[KEY]).isin(keys)]
    return pd.concat([series, _with_year(new, own=True)], ignore_index=True) if len(new) else series


@frames.takes(figures=frames.needs(*tables.fields("series"), "place"))
def conflicts(figures: pd.DataFrame | None = None) -> pd.DataFrame:
    """Own figures that differ from the published value of the same key, which stays the one used.

    ``figures`` as for :func:`add_own`; by default all own files. One row a key: ``ref_area``,
    ``indicator``, ``basis``, ``time_period``, ``unit_measure``; ``published_value``,
    ``published_bound``, ``published_source``; ``own_value``, ``own_bound``, ``own_source`` and
    ``own_place`` (file, sheet, row). Values in ``unit_measure``. Empty where all agree.
    """
    figures = own.read() if figures is None else figures
    both = _read_published(*_published_files()).merge(figures, on=KEY, suffixes=("_pub", "_own"))
    sides = [both.filter(regex=f"{side}$").rename(columns=lambda c: c[:-4]) for side in _SIDES]
    both = both[~own.same_figure(*sides)]
    names = {
        f"{c}{side}": f"{name}_{c.removeprefix('obs_')}"
        for side, name in _SIDES.items()
        for c in ["obs_value", "bound", "source"]
    }
    shown = both.rename(columns={**names, "unit_measure_pub": "unit_measure", "place": "own_place"})
    return shown[[*KEY, "unit_measure", *names.values(), "own_place"]].reset_index(drop=True)


def sources_of(codes: Iterable[str]) -> pd.DataFrame:
    """``title`` and ``issuer`` of each source code, in the order given, indexed by ``source``.

    The source of an own figure is its own title, and ``own figures`` stands for the issuer.
    """
    named = tables.sources().set_index("source")[["title", "issuer"]].reindex(pd.Index(codes))
    own_titles = pd.Series(named.index, named.index)
    filled = named.assign(
        title=named["title"].fillna(own_titles), issuer=named["issuer"].fillna("own figures")
    )
    return filled.rename_axis("source")


def annual_year(time_period: pd.Series) -> pd.Series:
    """Year of each period that is a whole single year (Int64), missing for every other period.

    >>> annual_year(pd.Series(["2023", "2021-01/2021-09", "2012/2016"])).tolist()
    [2023, <NA>, <NA>]
    """
    codes, periods = pd.factorize(time_period)
    years = pd.Series(periods).str.extract(r"^(\d{4})$")[0].astype("Float64").astype("Int64")
    return pd.Series(years.array[codes], time_period.index)


def read_published() -> pd.DataFrame:
    """The published series alone, as :func:`read_series` has them."""
    return _read_published(*_published_files())


def last_year() -> int:
    """The last year of which the project holds a published figure."""
    return int(_read_published(*_published_files())["year"].max())


@frames.takes(observations=_FIGURES)
def points(observations: pd.DataFrame) -> pd.DataFrame:
    """The yearly points of each series: what counts as one is said here alone.

    A point is an exact or approximate value of a whole single year: no bound (more than, less
    than), none of low reliability (``obs_status`` U), none of a part of a year or of several years.
    A series is area, indicator and basis. Needed: these, ``time_period`` and ``obs_value``; what
    ``obs_status`` and ``bound`` would say is not said where they are missing.

    Out: the rows that are points with all their columns, series by series in the order in which
    they are first met, by year; ``year`` as int64; ``run``, which counts the breaks (status B) of
    the series up to the point: a series goes on only within one run. Raises TableError for a frame
    that :func:`plangaps.frames.valid` refuses and for two points of one series and year.
    """
    frame = observations.assign(year=annual_year(observations["time_period"]))
    frame = frame[frame["year"].notna()].astype({"year": "int64"})
    number = frame.groupby(KEY[:3], sort=False).ngroup().to_numpy()
    frame = frame.iloc[np.lexsort([frame["year"].to_numpy(), number])]
    run = frame["obs_status"].eq("B").groupby(np.sort(number)).cumsum().astype("int64")
    return exact(frame.assign(run=run)).reset_index(drop=True)


@frames.takes(observations=_FIGURES)
def exact(observations: pd.DataFrame) -> pd.DataFrame:
    """Observations, of any period, that say how much it was: no bounds, no low reliability.

    Raises TableError for two of one key.
    """
    usable = observations["obs_value"].notna() & (observations["obs_status"] != "U")
    usable &= ~observations["bound"].isin(["lower", "upper"])
    tables.unique(observations[usable], KEY, "observations")
    return observations[usable]


@frames.takes(observations=_FIGURES)
def series(
    observations: pd.DataFrame, indicator: str, ref_area: str, basis: str | None = None
) -> pd.Series:
    """One annual series out of ``observations``: values by year, in the indicator's base unit.

    ``basis`` may be left out where the area has only one. Only :func:`points` are in it.

    Raises TableError, naming what is held, where there is no such series or more than one.
    """
    rows = points(observations)
    tables.one_of("indicator", indicator, rows["indicator"].unique())
    rows = rows[rows["indicator"] == indicator]
    _check_code(rows["ref_area"], "ref_area", ref_area, f"indicator {indicator!r}")
    rows = rows[rows["ref_area"] == ref_area]
    if basis is None and len(rows["basis"].unique()) == 1:
        basis = rows["basis"].iloc[0]
    _check_code(rows["basis"], "basis", basis, f"indicator {indicator!r} in {ref_area}")
    one = rows[rows["basis"] == basis].sort_values("year")
    return one.set_index("year")["obs_value"].rename(indicator)


@frames.takes(observations=frames.needs("ref_area", "indicator"))
def around(observations: pd.DataFrame, ref_area: str, *themes: str) -> pd.DataFrame:
    """Observations of an area and of all areas above it, of some themes only where they are named.

    ``themes`` as in ``data/indicators.csv``: environment, employment, ... The columns and the order
    are those of ``observations``.
    """
    tables.one_of("ref_area", ref_area, tables.areas()["ref_area"])
    known = tables.indicators()
    for theme in themes:
        tables.one_of("themes", theme, known["theme"].unique())
    areas = tables.lineage([ref_area])["higher_area"]
    asked = known.loc[known["theme"].isin(themes) | (not themes), "indicator"]
    near = observations["ref_area"].isin(areas) & observations["indicator"].isin(asked)
    return observations[near]


@frames.takes(observations=frames.needs(*KEY, "year", "source", free=True))
def holdings(observations: pd.DataFrame) -> pd.DataFrame:
    """What yearly figures are held: of each ``indicator``, ``ref_area`` and ``basis`` the number of
    ``years``, the ``first`` and ``last`` of them, and the number of ``sources``."""
    held = observations.dropna(subset="year").groupby(["indicator", "ref_area", "basis"])
    year, source = held["year"], held["source"]
    columns = {"years": year.nunique(), "first": year.min(), "last": year.max()}
    return pd.DataFrame({**columns, "sources": source.nunique()}).reset_index()


def _published_files() -> list[Path]:
    return sorted((tables.DATA / "series").glob("*.csv"))


def _is_published(path: Path) -> bool:
    return os.path.realpath(path.parent) == os.path.realpath(tables.DATA / "series")


@tables.kept
def _read_published(*files: Path) -> pd.DataFrame:
    return _with_year(tables.stack({file: _read_file(file) for file in files}, "series"), own=False)


def _read_file(path: Path) -> pd.DataFrame:
    raw = tables.read_table(path, "series")
    return units.in_base_units(raw, ["obs_value"], "unit_measure", tables.name_of(path))


def _with_year(frame: pd.DataFrame, own: bool) -> pd.DataFrame:
    """The codebook's columns, ``year`` and ``own``."""
    return frame[tables.fields("series")].assign(year=annual_year(frame["time_period"]), own=own)


def _check_code(codes: pd.Series, name: str, found: str | None, what: str) -> None:
    if found not in set(codes):
        allowed = ", ".join(map(repr, sorted(codes.unique()))) or "none is held"
        raise tables.TableError(f"{name}: found {found!r} for {what}; allowed: {allowed}.")
