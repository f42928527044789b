"""Records of text as observations in base units, or the faults that stand in the way."""

from __future__ import annotations

import pandas as pd

from plangaps import codebook, tables, units
from plangaps.own import bounds, names, printed, shape

# What yearbooks print where there is no figure.
NO_FIGURE = ["", "-", "--", "—", "——", "–", "…", "……", "...", "......", "/", "n.a.", "na", "n/a"]

_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = rf"[+-]?(?:{_WHOLE}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"


def observations(records: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records (see :func:`plangaps.own.shape.records`) as observations, and their faults.

    Observations: the columns of the codebook ``data/schemas/series.json`` with ``obs_value`` in the
    indicator's base unit; where there is a fault, as text. ``quote`` is the figure with its unit
    where no words are given, ``source`` the ``place`` of the record where none is. Faults: as
    :data:`plangaps.codebook.FAULT`, every one.
    """
    raw = _coded(records)
    wrong = _faults(records, raw)
    if len(wrong):
        return raw, wrong
    typed = raw.astype({"obs_value": float})
    return units.in_base_units(typed, ["obs_value"], "unit_measure", "own figures"), wrong


def unknown(records: pd.DataFrame) -> pd.Series:
    """The first name in each record that has no code, of an indicator or an area; else empty."""
    indicator, _ = unit_in_brackets(records["indicator"].str.strip(), records["unit_measure"])
    area = names.coded(records["ref_area"].str.strip(), "ref_area")
    lost = records["ref_area"].mask(area.isin(tables.areas()["ref_area"]), "")
    held = indicator.isin(tables.indicators()["indicator"])
    return lost.where(held, records["indicator"]).str.strip()


def _coded(records: pd.DataFrame) -> pd.DataFrame:
    """Codes for names, the default for what may be left empty; what has no code stays as it is."""
    text = records[list(names.HEADINGS)].map(str.strip)
    indicator, unit = unit_in_brackets(text["indicator"], text["unit_measure"])
    inner = bounds.taken(text["obs_value"])
    value, unit = unit_in_value(inner["text"], unit)
    unit = unit.mask(unit == "", printed.units(records["table_unit"]))
    coded = {c: names.coded(text[c], c) for c in ["ref_area", "basis", "bound", "obs_status"]}
    coded["bound"] = coded["bound"].where(coded["bound"] != "", inner["bound"])
    typed = (value + unit).mask(inner["bound"] != "", text["obs_value"])
    frame = text.assign(
        **coded,
        indicator=indicator,
        time_period=shape.periods(text["time_period"]).fillna(text["time_period"]),
        obs_value=value,
        unit_measure=unit,
        quote=text["quote"].where(text["quote"] != "", typed),
        source=text["source"].where(text["source"] != "", records["place"]),
    )
    return frame[tables.fields("series")].replace({"obs_status": {"": "A"}})


def unit_in_brackets(indicator: pd.Series, unit: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Indicator and unit where a yearbook prints both in one: 地区生产总值(亿元)."""
    name, inner = printed.unit_apart(indicator)
    stated = printed.units(unit)
    apart = _agree(inner, stated)
    return printed.indicators(name.where(apart, indicator)), stated.mask(apart, inner)


def unit_in_value(value: pd.Series, unit: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Number and unit where a cell holds both (91.5亿元); another cell stays as it is."""
    clean = value.str.normalize("NFKC").str.replace("−", "-", regex=False)
    parts = clean.str.extract(rf"^({_NUMBER})\s*(.*)$").fillna("")
    inner = names.coded(parts[1], "unit_measure")
    agrees = _agree(inner, unit)
    sound = (parts[0] != "") & ((inner == "") | agrees)
    number = parts[0].str.replace(",", "", regex=False)
    return number.where(sound, value), unit.mask(sound & agrees, inner)


def _agree(inner: pd.Series, unit: pd.Series) -> pd.Series:
    """Whether a text is a unit, and that of the column of units where it says one."""
    return inner.isin(tables.units()["unit"]) & ((unit == "") | (unit == inner))


def _faults(records: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Every fault: formulas, what breaks the codebook, figures beyond their limits."""
    wrong = tables.faults(raw.mask(raw == ""), "series", free=["source"])
    columns = tables.fields("series")
    begins = {c: records[c].str.startswith("=") for c in columns}
    formulas = [codebook.cells(records, begins[c], c, "formula") for c in columns]
    wrong = codebook.in_order(
        [*formulas, units_allowed(wrong, raw), _bounds(records, raw), wrong], columns
    )
    unmeasured = wrong["column"].isin(["indicator", "obs_value", "unit_measure"])
    sound = raw[~raw.index.isin(wrong.loc[unmeasured, "row"])].astype({"obs_value": float})
    measured = units.faults(sound, ["obs_value"], "unit_measure")
    return codebook.in_order([wrong, measured], columns)


def _bounds(records: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Bounds that say another thing than the words in the cell of the figure."""
    inner = bounds.taken(records["obs_value"].str.strip())["bound"]
    other = (inner != "") & (raw["bound"] != "") & (inner != raw["bound"])
    allowed = {"other": records["obs_value"]}
    return codebook.cells(raw, other, "bound", "bound", allowed)


def units_allowed(wrong: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Faults of units once more, with the units that the row's indicator allows."""
    base = raw["indicator"].map(tables.indicators().set_index("indicator")["unit_measure"])
    rows = base.notna() & raw.index.isin(wrong.loc[wrong["column"] == "unit_measure", "row"])
    printed = {unit: units.printed(unit) for unit in base[rows].unique()}
    allowed = {"indicator": raw["indicator"], "units": base[rows].map(printed)}
    return codebook.cells(raw, rows, "unit_measure", "unit", allowed)
