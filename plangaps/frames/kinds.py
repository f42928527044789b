"""What a column of a frame may hold: by its name, as ``data/schemas`` has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from plangaps import tables

Field = dict[str, Any]

# Frames by the name of the argument; any other holds what the project computed.
MEASURED = ["observations", "figures", "series"]
PROMISED = ["targets", "target", "peers"]

# Frames of the rules: a number that is missing or infinite is one that is not known.
RULED = ["frame", "history"]
OF_RULES = ["base_time", "base_value", "time", "value", "target_value", "due", "limit", "constant"]
OF_RULES += ["direction", "kind"]

# The columns in which figures stand, in the unit of the column ``unit_measure``.
FIGURES = {what: ["obs_value"] for what in MEASURED}
FIGURES |= {what: ["value", "value_high"] for what in PROMISED}

# What stands where a frame says nothing.
BLANK: dict[str, Any] = {"basis": "", "bound": "", "obs_status": "A", "own": False, "hedge": ""}
BLANK |= {"source": "", "scope": "", "wording": "", "note": "", "quote": "", "value_high": None}
BLANK |= {"obs_own": False, "context_own": False, "obs_source": "", "context_source": ""}

# What the indicator says where a frame says nothing.
KNOWN = ["kind", "direction", "theme", "name_en", "name_zh", "unit_measure"]

CODED = ["ref_area", "indicator", "basis", "unit_measure", "bound", "obs_status", "comparator"]
CODES = {"ref_area": "areas", "indicator": "indicators", "basis": "bases", "unit_measure": "units"}

_NUMBERS = ["value", "value_high", "obs_value", "gap", "gap_relative", "fulfilled", "tolerance"]
_NUMBERS += ["context_value", "score", "base_value", "target_value", "last_value", "higher_value"]
_NUMBERS += ["trend_value", "over_last", "over_higher", "over_trend", "limit", "base_time", "time"]
_NUMBERS += ["median", "lower_80", "upper_80", "lower_95", "upper_95", "change", "points", "rows"]
_NUMBERS += ["share", "low", "high", "right", "step", "minimum", "maximum"]
_WHOLE = ["trend_points", "last_time", "higher_time", "origin", "year", "reports"]
_FLAGS = ["own", "obs_own", "context_own", "constant", "met_when_set", "is_this", "same_basis"]
_YEAR: Field = {
    "type": "integer",
    "constraints": {"minimum": 1900, "maximum": 2100, "required": True},
}
_LABEL: Field = {"type": "string", "constraints": {"required": True}}


class Needs(NamedTuple):
    """What a function needs of a frame: ``columns``, and the ``choices`` of some of them.

    ``free``: areas, indicators and definitions may be any, as the function looks none of them up.
    """

    columns: tuple[str, ...]
    choices: Mapping[str, Iterable[str]]
    free: bool = False


def needs(*columns: str, free: bool = False, **choices: Iterable[str]) -> Needs:
    """Columns that a function needs, those with ``choices`` among them: see :class:`Needs`."""
    return Needs((*columns, *choices), choices, free)


# What makes a frame of observations or targets whole.
USUAL = {
    "observations": needs(
        "ref_area", "indicator", "basis", "time_period", "obs_value", "obs_status", "bound"
    ),
    "targets": needs(
        "plan", "target", "ref_area", "indicator", "basis", "comparator", "value", "value_high",
        "kind", "direction", "time_period", "due",
    ),
}  # fmt: skip


@cache
def fields(what: str) -> dict[str, Field]:
    """The columns that are known in a frame ``what``, with their types and limits."""
    known: dict[str, Field] = {name: {"type": "number"} for name in _NUMBERS}
    known |= {name: {"type": "integer"} for name in _WHOLE}
    known |= {name: {"type": "boolean"} for name in _FLAGS}
    series, indicator = _of("series"), _of("indicator")
    texts = {name: {"type": "string"} for name in ("source", "quote", "note", "scope", "wording")}
    target = _of("target") | texts | {"plan": _LABEL, "target": _LABEL, "set_in": _YEAR}
    target |= {"due": _YEAR, "value": target["value"], "printed": {"type": "string"}}
    both = {name: series[name] for name in ("ref_area", "unit_measure")}
    both |= {name: indicator[name] for name in ("kind", "direction", "theme")}
    both |= {name: {"type": "string"} for name in ("name_en", "name_zh")}
    if what in MEASURED:
        return series | texts | {"own": known["own"], "obs_value": known["obs_value"]}
    if what in PROMISED:
        return target | both | {"own": known["own"]}
    both |= {"unit_measure": indicator["unit_measure"], "bound": series["bound"]}
    computed = target | both | known | {"direction": {"type": "number"}}
    computed |= {"time_period": {"type": "string"}}
    enum = indicator["kind"]["constraints"]["enum"]
    kind: Field = {"type": "string", "constraints": {"enum": enum}}
    ruled: dict[str, Field] = {"due": {"type": "number"}, "kind": kind}
    return computed | (ruled if what in RULED else {})


def _of(name: str) -> dict[str, Field]:
    return {field["name"]: field for field in tables.schema(name)["fields"]}
