"""The record as frames: whole, or an area, a level, a theme, an indicator, some years of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from plangaps import tables
from plangaps.record import checks, store
from plangaps.record.texts import Texts, TextsError, decoded, digest

Filters = list[tuple[str, str, Any]]
Years = int | tuple[int, int]
Codes = str | Iterable[str]

_OUTCOME = {
    "indicator_zh": "outcome_indicator_zh", "obs_value": "obs_value",
    "obs_value_high": "obs_value_high", "unit_measure": "outcome_unit_measure",
    "printed": "outcome_printed", "time_period": "outcome_time_period", "bound": "bound",
    "obs_status": "obs_status", "start": "outcome_start", "end": "outcome_end",
}  # fmt: skip
_ASKED = {"report": ("start", "end"), "outcome_report": ("outcome_start", "outcome_end")}


def reports(
    area: Codes | None = None, level: str | None = None, years: Years | None = None
) -> pd.DataFrame:
    """The texts that were read, by area and year: ``report``, ``ref_area``, ``year``, ``kind``,
    title, date, address, repository, hash, and which parts were found in them.

    The arguments are those of :func:`targets`; the columns are described in the table schema
    ``record_report``.
    """
    return store.read("reports", _of_areas(area, level) + _of_years(years))


def targets(
    area: Codes | None = None,
    level: str | None = None,
    theme: str | None = None,
    indicator: Codes | None = None,
    years: Years | None = None,
) -> pd.DataFrame:
    """The targets read by program: one row each, as the table schema ``record_target`` says.

    ``area``: code or Chinese name in ``data/areas.csv``, or several; ``level``: nation, province,
    prefecture, county; ``theme``: of the indicator; ``indicator``: a code of
    ``data/indicators.csv``, or several; ``years``: that of the report, or the first and last of
    several. Values are in base units (``unit_measure``), ``printed`` is the figure of the text,
    ``checked`` right or wrong where somebody held the row against it, else empty.

    Raises ValueError for what is not held, :class:`plangaps.record.store.RecordError` without a
    record.
    """
    rows = store.read("targets", _filters(area, level, theme, indicator, years))
    return checks.with_checked(rows)


def outcomes(
    area: Codes | None = None,
    level: str | None = None,
    theme: str | None = None,
    indicator: Codes | None = None,
    years: Years | None = None,
) -> pd.DataFrame:
    """The outcomes read by program: one row each, as the table schema ``record_outcome`` says.

    The arguments are those of :func:`targets`; ``years`` is that of the report, which tells mostly
    of the year before (``time_period``); communiqués of the nation stand with the year they tell
    of.
    """
    return store.read("outcomes", _filters(area, level, theme, indicator, years))


def pairs(
    area: Codes | None = None,
    level: str | None = None,
    theme: str | None = None,
    indicator: Codes | None = None,
    years: Years | None = None,
) -> pd.DataFrame:
    """Targets beside what the next report says of them: one row a target that could be asked for.

    The columns of :func:`targets` without those of the year's own place, then ``match``,
    ``verdict``, ``reason``, ``gap``, ``gap_relative``, ``outcome_from``, ``self_reported``,
    ``confidence`` (of the match), and the outcome's: ``outcome_report``, ``outcome``,
    ``outcome_indicator_zh``, ``obs_value``, ``obs_value_high``, ``outcome_unit_measure``,
    ``outcome_printed``, ``outcome_time_period``, ``bound``, ``obs_status``, ``outcome_start``,
    ``outcome_end``; and ``checked`` as for :func:`targets`. What they mean is in the table schema
    ``record_pair``. The arguments are those of :func:`targets`.
    """
    where = _of_areas(area, level)
    promised = store.read("targets", _filters(area, level, theme, indicator, years))
    promised = promised.drop(columns="confidence")
    asked = store.read("pairs", where + _of_years(years)).drop(columns=["ref_area", "year"])
    rows = promised.merge(asked, on=["report", "target"], validate="1:1")
    told = store.read("outcomes", where, ["report", "outcome", *_OUTCOME])
    told = told.rename(columns=_OUTCOME | {"report": "outcome_report"})
    words = rows["outcome"] == ""
    places = [*_ASKED["outcome_report"]]
    joined = rows.drop(columns=places).merge(
        told, on=["outcome_report", "outcome"], how="left", validate="m:1"
    )
    joined[places] = joined[places].where(~words, rows[places])
    texts = [name for name in _OUTCOME.values() if joined[name].dtype == "str"]
    return checks.with_checked(joined.fillna(dict.fromkeys(texts, "")))


def words(rows: pd.DataFrame, texts: str | Path) -> pd.DataFrame:
    """``rows`` with the clauses they were read from, for whoever has the texts.

    ``rows``: of :func:`targets`, :func:`outcomes` or :func:`pairs`. ``texts``: folder or zip, as
    ``make record`` takes it, or the folder in which copies of the public repositories stand. Added
    is ``wording`` and, for pairs, ``outcome_wording``.

    Raises :class:`plangaps.record.texts.TextsError` for a text that is not there or not the one
    that was read (its hash differs).
    """
    tables.need(rows, ["report", "start", "end"], "rows")
    shelf, held = Texts(texts), store.read("reports", columns=["report", "file", "hash"])
    known = dict(zip(held["report"], zip(held["file"], held["hash"], strict=True), strict=True))
    added = {
        start.replace("start", "wording"): _clauses(rows, [report, start, end], shelf, known)
        for report, (start, end) in _ASKED.items()
        if report in rows
    }
    return rows.assign(**added)


def _clauses(
    rows: pd.DataFrame, place: list[str], shelf: Texts, known: Mapping[str, tuple[str, str]]
) -> pd.Series:
    """The clause of each row, empty for a row without; every text is read once."""
    placed = rows[place].dropna()
    texts = {report: _text(shelf, *known[report]) for report in placed[place[0]].unique()}
    spans = placed.itertuples(index=False)
    clauses = pd.Series([texts[r][start:end] for r, start, end in spans], placed.index, dtype="str")
    return clauses.reindex(rows.index, fill_value="")


def _text(shelf: Texts, file: str, hash_: str) -> str:
    raw = shelf.read(file)
    if digest(raw) != hash_:
        raise TextsError(
            f"texts: {file} is not the text that was read (its hash differs); "
            "allowed: the text of the commit that docs/record.md names."
        )
    return decoded(raw)


def _filters(
    area: Codes | None,
    level: str | None,
    theme: str | None,
    indicator: Codes | None,
    years: Years | None,
) -> Filters:
    filters = _of_areas(area, level) + _of_years(years)
    for name, asked in (("theme", theme), ("indicator", indicator)):
        if asked is not None:
            held = tables.indicators()[name]
            filters.append((name, "in", _held(asked, dict(zip(held, held, strict=True)), name)))
    return filters


def _of_areas(area: Codes | None, level: str | None) -> Filters:
    filters: Filters = []
    areas = tables.areas()
    if area is not None:
        codes = dict(zip(areas["name_zh"], areas["ref_area"], strict=True))
        codes |= dict(zip(areas["ref_area"], areas["ref_area"], strict=True))
        filters.append(("ref_area", "in", _held(area, codes, "area")))
    if level is not None:
        levels = dict(zip(areas["level"], areas["level"], strict=True))
        of_level = areas.loc[areas["level"].isin(_held(level, levels, "level")), "ref_area"]
        filters.append(("ref_area", "in", sorted(of_level)))
    return filters


def _of_years(years: Years | None) -> Filters:
    if years is None:
        return []
    first, last = years if isinstance(years, tuple | list) else (years, years)
    if first > last:
        raise ValueError(f"years: found {first} to {last}; allowed: the first, then the last.")
    return [("year", ">=", first), ("year", "<=", last)]


def _held(asked: Codes, codes: Mapping[str, str], name: str) -> list[str]:
    """The codes meant; ValueError for one that is not held, with those that are nearest."""
    listed = [asked] if isinstance(asked, str) else list(asked)
    if not listed:
        raise ValueError(f"{name}: found none; allowed: at least one, or None for all.")
    for one in listed:
        if one not in codes:
            near = get_close_matches(one, codes, 5, 0.3) or list(codes)[:5]
            raise ValueError(
                f"{name}: found {one!r}; allowed: a known one, such as {', '.join(near)}."
            )
    return [codes[one] for one in listed]
