"""What a report says was reached, as a frame: the mirror of ``targets``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

import pandas as pd

from plangaps.reading.outcome_grammar import Result, results
from plangaps.reading.outcome_periods import period_of, phrases
from plangaps.reading.quantities import Quantity, compact, mask, normalise, quantities
from plangaps.reading.years import year_of

COLUMNS = {
    "indicator_zh": "str", "change": "str", "bound": "str", "value": "float64",
    "value_high": "float64", "unit": "str", "period": "str", "estimated": "bool",
    "wording": "str", "start": "int64", "end": "int64", "confidence": "float64",
}  # fmt: skip

_BOUNDS = {"at_least": "lower", "at_most": "upper", "about": "approx"}
_COMMUNIQUE = re.compile(r"(\d{4})年[^。\n]{0,20}统计公报")


def read_outcomes(text: str, year: int | None = None) -> pd.DataFrame:
    """What a work report or a statistical communiqué says was reached, in the order of the text.

    ``year`` is the year whose plan the report carries, so that most outcomes are of the year
    before; for a communiqué it is the year after the one it reports on. Without it the title is
    asked.

    One row a quantity: ``indicator_zh`` (what is measured, with the verb where a thing was made),
    ``change`` (level, growth in % or times, increment in the indicator's own unit), ``bound``
    (empty as printed, lower, upper, approx), ``value`` (negative for a fall) and ``value_high`` in
    ``unit`` as printed, ``period`` (a year, first-last, or empty where nothing tells),
    ``estimated`` (预计), ``wording`` (always ``text[start:end]``), ``start``, ``end``, and
    ``confidence`` from 0 to 1, a guess of the grammar and no measured frequency.
    """
    if not isinstance(text, str):
        raise TypeError(f"text: found {type(text).__name__}; allowed: a string.")
    words, places = compact(text)
    plain = normalise(words)
    masked = mask(plain)
    told = year or _year_of(plain)
    found = results(phrases(plain, told), quantities(masked), masked)
    rows = [row for result in found for row in _rows(result, words, plain, told)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.assign(**_in_place(frame, text, places)).astype(COLUMNS)


def _year_of(plain: str) -> int | None:
    if found := _COMMUNIQUE.search(plain[:400]):
        return int(found[1]) + 1
    return year_of(plain)


def _in_place(frame: pd.DataFrame, text: str, places: Sequence[int]) -> dict[str, list[Any]]:
    """``start``, ``end`` and ``wording`` in the text as it was given, blanks included."""
    start = [places[at] for at in frame["start"]]
    end = [places[at - 1] + 1 for at in frame["end"]]
    return {
        "start": start,
        "end": end,
        "wording": list(map(text.__getitem__, map(slice, start, end))),
    }


def _rows(result: Result, words: str, plain: str, year: int | None) -> Iterator[dict[str, Any]]:
    listed = _with_shared_words(result.quantities)
    names = result.names
    pairs = zip(names, cycle(listed)) if len(names) > len(listed) else zip(cycle(names), listed)
    for name, quantity in pairs:
        change = change_of(result, quantity)
        falls = -1 if result.falls and change != "level" else 1
        yield {
            "indicator_zh": _grown(name, result, change),
            "change": change,
            "bound": _BOUNDS.get(quantity.comparator, ""),
            "value": falls * quantity.value,
            "value_high": None if quantity.high is None else falls * quantity.high,
            "unit": quantity.unit,
            "period": period_of(result, change, quantity, plain, year),
            "estimated": result.phrase.estimated,
            "wording": "",
            "start": min(result.start, quantity.start),
            "end": result.end if result.form == "thing" else quantity.end,
            "confidence": _confidence(result, quantity),
        }


def change_of(result: Result, quantity: Quantity) -> str:
    """level, growth or increment."""
    if quantity.unit.endswith("百分点"):
        return "increment"
    if result.form == "gap":
        return "increment"
    if result.tells != "change" or result.form == "thing":
        return "level"
    return "growth" if quantity.measure in ("share", "multiple") else "increment"


def _grown(name: str, result: Result, change: str) -> str:
    if change != "growth" or name.endswith(("增速", "增长率", "涨幅", "增幅", "降幅")):
        return name
    return name + ("年均" if "年均" in result.predicate else "") + "增长率"


def _with_shared_words(listed: list[Quantity]) -> list[Quantity]:
    """Quantities of a list; a unit or comparator told once holds for all."""
    unit = listed[-1]
    if len(listed) > 1:
        listed = [
            q._replace(unit=unit.unit, measure=unit.measure)
            if q.unit in ("", "个") and unit.unit.endswith(("百分点", "%", "倍"))
            else q
            for q in listed
        ]
    return listed


def _confidence(result: Result, quantity: Quantity) -> float:
    sure = {"named": 0.95, "thing": 0.85, "gap": 0.6}[result.form]
    sure -= 0.05 if result.inherited else 0
    sure -= 0.1 if quantity.spelt != "digits" or not quantity.unit else 0
    sure -= 0 if result.phrase.sure else 0.1
    return round(sure, 2)
