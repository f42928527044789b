"""Records of text as observations in base units, or the faults that stand in the way."""

from __future__ import annotations

import pandas as pd

from plangaps import tables
from plangaps.own import names, shape

# What yearbooks print where there is no figure.
NO_FIGURE = ["", "-", "--", "—", "——", "–", "…", "……", "...", "......", "/", "n.a.", "na", "n/a"]

_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = rf"[+-]?(?:{_WHOLE}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

_MEASURED = ["indicator", "obs_value", "unit_measure"]


def observations(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records (see :func:`plangaps.own.shape.records`) as observations, and their faults.

    Observations: the columns of the codebook ``data/schemas/series.json`` with ``obs_value`` in the
    indicator's base unit; where there is a fault, as text. ``quote`` is the figure with its unit
    where no words are given, ``source`` the ``place`` of the record where none is. Faults: as
    :func:`plangaps.tables.faults`, every one.
    """
    raw = _coded(records)
    wrong = _faults(records, raw)
    if len(wrong):
        return raw, wrong
    typed = raw.astype({"obs_value": float})
    return tables.in_base_units(typed, ["obs_value"], "unit_measure", "own figures"), wrong


def _coded(records: pd.DataFrame) -> pd.DataFrame:
    """Codes for names, the default for what may be left empty; what has no code stays as it is."""
    text = records[list(names.HEADINGS)].map(str.strip)
    indicator, unit = _unit_in_brackets(text["indicator"], text["unit_measure"])
    value, unit = _unit_in_value(text["obs_value"], unit)
    status = names.coded(text["obs_status"], "obs_status")
    coded = {c: names.coded(text[c], c) for c in ["ref_area", "basis", "bound"]}
    quote = text["quote"].where(text["quote"] != "", value + unit)
    source = text["source"].where(text["source"] != "", records["place"])
    frame = text.assign(
        **coded,
        indicator=indicator,
        time_period=shape.periods(text["time_period"]).fillna(text["time_period"]),
        obs_value=value,
        unit_measure=unit,
        obs_status=status.where(status != "", "A"),
        quote=quote,
        source=source,
    )
    return frame[[field["name"] for field in tables.schema("series")["fields"]]]


def _unit_in_brackets(indicator: pd.Series, unit: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Indicator and unit where a yearbook prints both in one: 地区生产总值(亿元)."""
    parts = indicator.str.extract(r"^(.+)[((]([^()()]+)[))]$").fillna("")
    inner, given = names.coded(parts[1], "unit_measure"), names.coded(unit, "unit_measure")
    named = names.coded(indicator, "indicator").isin(tables.indicators()["indicator"])
    agrees = inner.isin(tables.units()["unit"]) & ((given == "") | (given == inner))
    apart = agrees & ~named
    return names.coded(indicator.mask(apart, parts[0]), "indicator"), given.mask(apart, inner)


def _unit_in_value(value: pd.Series, unit: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Number and unit where a cell holds both (91.5亿元); another cell stays as it is."""
    clean = value.str.normalize("NFKC").str.replace("−", "-", regex=False)
    parts = clean.str.extract(rf"^({_NUMBER})\s*(.*)$").fillna("")
    inner = names.coded(parts[1], "unit_measure")
    agrees = inner.isin(tables.units()["unit"]) & ((unit == "") | (unit == inner))
    sound = (parts[0] != "") & ((inner == "") | agrees)
    number = parts[0].str.replace(",", "", regex=False)
    return number.where(sound, value), unit.mask(sound & agrees, inner)


def _faults(records: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Every fault, the codebook's and those of figures that are typed by hand."""
    columns = [*raw.columns]
    number = raw["obs_value"].str.fullmatch(_NUMBER)
    early = ~raw["time_period"].str.match(r"(?:19|20)[0-9]{2}") & (raw["time_period"] != "")
    formula = [
        tables.faults_where(records, records[c].str.startswith("="), c, "the figure or text itself")
        for c in columns
    ]
    by_hand = [
        tables.faults_where(raw, ~number, "obs_value", "a number"),
        tables.faults_where(raw, early, "time_period", "a period of 1900 to 2099, such as 2023"),
    ]
    codebook = tables.faults(raw.mask(raw == ""), "series", free=["source"])
    wrong = tables.in_order([*formula, *by_hand, _with_units(codebook, raw)], columns)
    unmeasured = wrong.loc[wrong["column"].isin(_MEASURED), "row"]
    sound = raw[~raw.index.isin(unmeasured)].astype({"obs_value": float})
    measured = tables.measure_faults(sound, ["obs_value"], "unit_measure")
    return tables.in_order([wrong, measured], columns)


def _with_units(faults: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Faults of a unit with the units that the row's indicator allows."""
    base = tables.indicators().set_index("indicator")["unit_measure"]
    measures = raw["indicator"].reindex(faults["row"]).map(base).set_axis(faults.index)
    known = (faults["column"] == "unit_measure") & measures.notna()
    units = measures[known].map(tables.units_of)
    return faults.assign(allowed=faults["allowed"].astype(object).mask(known, units))
