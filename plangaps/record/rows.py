"""Targets and outcomes as read, made rows of the record: linked, in base units, without wording."""

from __future__ import annotations

import pandas as pd

from plangaps import tables, units
from plangaps.reading.linking import link
from plangaps.reading.measures import in_base
from plangaps.record import store

# What a bound becomes where the text names the opposite of the indicator, so that its value turns.
_TURNED = {"at_least": "at_most", "at_most": "at_least", "lower": "upper", "upper": "lower"}


def target_rows(read: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``targets`` from those of ``read_targets`` with report, ``ref_area``, ``year``."""
    return _rows(read, "targets", "T", "value")


def outcome_rows(read: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``outcomes`` from those of ``read_outcomes`` with ``report``, ``ref_area``, ``year``.

    ``early`` is true where the report was given before the year was over: all it says is estimated.
    """
    status = (read["estimated"] | read["early"]).map({True: "E", False: "A"})
    frame = read.assign(obs_status=status)
    return _rows(frame, "outcomes", "O", "obs_value")


def _rows(read: pd.DataFrame, name: str, letter: str, value: str) -> pd.DataFrame:
    base = {unit: in_base(unit) for unit in read["unit"].unique()}
    linked = link(read, tables.names(read["ref_area"], "area", "zh"))
    factor = read["unit"].map({unit: size for unit, (_, size) in base.items()}) * linked["sign"]
    turned = linked["sign"] < 0
    themes = tables.indicators().set_index("indicator")["theme"]
    sense = "comparator" if name == "targets" else "bound"
    return read.assign(
        **{
            value: units.times(read["value"], factor),
            f"{value}_high": units.times(read["value_high"], factor),
            name.removesuffix("s"): numbered(read["report"], letter),
            sense: read[sense].mask(turned, read[sense].replace(_TURNED)),
        },
        indicator=linked["indicator"],
        basis=linked["basis"],
        theme=linked["indicator"].map(themes).fillna(""),
        unit_measure=read["unit"].map({unit: measure for unit, (measure, _) in base.items()}),
        printed=_printed(read),
        time_period=read["period"].str.replace("-", "/"),
    )[store.schema(name).names]


def numbered(reports: pd.Series, letter: str) -> pd.Series:
    """Numbers of rows within their report, in order: T001, T002, ..."""
    number = reports.groupby(reports, sort=False).cumcount() + 1
    return letter + number.astype("str").str.zfill(3)


def _printed(read: pd.DataFrame) -> pd.Series:
    """Figure and unit as the text gives them: 5.5%, 3-5万吨."""
    low, high = (read[column].map("{:.15g}".format) for column in ["value", "value_high"])
    return low.where(read["value_high"].isna(), low + "-" + high) + read["unit"]
