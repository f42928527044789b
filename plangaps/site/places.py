"""The record by area: both sides of each promise as printed, one script an area for its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from plangaps import record, tables
from plangaps.report import promises

# A row of an area's script, in the order in which the page reads it.
ROW = ["indicator_zh", "comparator", "printed", "time_period", "outcome_indicator_zh",
       "outcome_printed", "outcome_time_period", "state", "checked", "target"]  # fmt: skip
_STATE = ["verdict", "match", "reason"]
_REPORT = ["report", "title", "date", "address", "repository", "path", "hash"]


def every() -> pd.DataFrame:
    """Areas of the record in the order of their codes: ``ref_area``, names, level, ``parent``,
    ``first`` and ``last`` year, ``reports``, and how many ``promises`` were read in them.
    """
    reports = record.reports()
    reports = reports[(reports["kind"] == "report") & (reports["targets"] > 0)]
    facts = reports.groupby("ref_area").agg(
        first=("year", "min"), last=("year", "max"), reports=("report", "size"),
        promises=("targets", "sum"),
    )  # fmt: skip
    columns = ["ref_area", "name_en", "name_zh", "level", "parent"]
    areas = tables.areas()[columns].merge(facts, left_on="ref_area", right_index=True)
    return areas.sort_values("ref_area", ignore_index=True)


def rows() -> pd.DataFrame:
    """All promises of the record beside what the next report says, as
    :func:`plangaps.report.promises.of` has them of one area and year.
    """
    return promises.beside(record.targets(), record.pairs())


def each(rows: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    """Code and data of each area: ``years`` with their rows, ``states``, ``reports``."""
    reports = {code: frame for code, frame in record.reports().groupby("ref_area")}
    for code, frame in rows.groupby("ref_area", sort=True):
        states = frame[_STATE].drop_duplicates().reset_index(drop=True)
        keyed = frame.merge(states.assign(state=states.index), on=_STATE, validate="m:1")
        years = {str(year): part[ROW].to_numpy().tolist() for year, part in keyed.groupby("year")}
        yield (
            str(code),
            {
                "years": years,
                "states": states.to_numpy().tolist(),
                "reports": reports[code][["year", *_REPORT]].to_numpy().tolist(),
            },
        )
