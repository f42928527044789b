"""What a report says was reached, as a frame: the mirror of ``targets``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

import pandas as pd

from plangaps.reading.document import Document, document
from plangaps.reading.naming import basis
from plangaps.reading.outcome_grammar import results
from plangaps.reading.outcome_periods import COMMUNIQUE, STOCK, TITLE, YEARLY, period_of, phrases
from plangaps.reading.outcome_words import shown
from plangaps.reading.quantities import Quantity
from plangaps.reading.result import Result

COLUMNS = {
    "indicator_zh": "str", "change": "str", "bound": "str", "value": "float64",
    "value_high": "float64", "unit": "str", "period": "str", "estimated": "bool",
    "wording": "str", "start": "int64", "end": "int64", "confidence": "float64",
}  # fmt: skip

_BOUNDS = {"at_least": "lower", "at_most": "upper", "about": "approx"}


def read_outcomes(text: str, year: int | None = None) -> pd.DataFrame:
    """What a work report or a statistical communiqué says was reached, in the order of the text.

    ``year`` is the year whose plan the report carries, so that most outcomes are of the year
    before; for a communiqué it is the year after the one it reports on. Without it the title is
    asked. Prose is read; the tables of a communiqué are not.

    One row a quantity: ``indicator_zh`` (what is measured, with the verb where a thing was made),
    ``change`` (level, growth in % or times, increment in the indicator's own unit), ``bound``
    (empty as printed, lower, upper, approx), ``value`` (negative for a fall) and ``value_high`` in
    ``unit`` as printed, ``period`` (a year, first-last, or empty where nothing tells),
    ``estimated`` (预计), ``wording`` (always ``text[start:end]``), ``start``, ``end``, and
    ``confidence`` from 0 to 1, a guess of the grammar and no measured frequency.
    """
    return outcomes_in(document(text, year))


def outcomes_in(document: Document) -> pd.DataFrame:
    """The outcomes of a text whose forms were made already; see ``read_outcomes``."""
    title = COMMUNIQUE.search(document.plain[:TITLE])
    if title and document.year is None:
        document = replace(document, year=int(title[1]) + 1)
    found = results(phrases(document), document.quantities, document.masked)
    rows = [row for result in found for row in _rows(result, document)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _rows(result: Result, document: Document) -> Iterator[dict[str, Any]]:
    listed, names = result.quantities, _names(result, document)
    pairs = zip(names, cycle(listed)) if len(names) > len(listed) else zip(cycle(names), listed)
    for name, quantity in pairs:
        change = change_of(result, quantity)
        sign = -1 if result.falls and change != "level" else 1
        period = period_of(result, change, quantity, document.plain)
        start = min(result.start, quantity.start)
        end = result.end if result.form == "thing" else quantity.end
        start, end = document.span(start, end)
        yield {
            "indicator_zh": _grown(name, result, change, period),
            "change": change,
            "bound": _BOUNDS.get(quantity.comparator, ""),
            "value": sign * quantity.value,
            "value_high": None if quantity.high is None else sign * quantity.high,
            "unit": quantity.unit,
            "period": period,
            "estimated": result.phrase.estimated,
            "wording": document.text[start:end],
            "start": start,
            "end": end,
            "confidence": _confidence(result, quantity),
        }


def _names(result: Result, document: Document) -> list[str]:
    if not any("□" in name for name in result.names):
        return result.names
    span = slice(result.start, result.end)
    return shown(result.names, document.masked[span], document.plain[span])


def change_of(result: Result, quantity: Quantity) -> str:
    """level, growth or increment."""
    if quantity.unit.endswith("百分点"):
        return "increment"
    if result.form == "gap":
        return "increment"
    if result.tells != "change" or result.form == "thing":
        return "level"
    return "growth" if quantity.measure in ("share", "multiple") else "increment"


def _grown(name: str, result: Result, change: str, period: str) -> str:
    """The name with what is told of its growth, or that it adds up from a time not told."""
    if change == "level" and result.since:
        stands = "-" in period or "累计" in name or STOCK.search(name)
        return name if stands else "累计" + name
    if change != "growth" or name.endswith(("增速", "增长率", "涨幅", "增幅", "降幅")):
        return name
    yearly = "年均" if YEARLY.search(result.predicate) else ""
    return f"{name}{yearly}{basis(result.predicate)}增长率"


def _confidence(result: Result, quantity: Quantity) -> float:
    sure = {"named": 0.95, "thing": 0.85, "gap": 0.6}[result.form]
    sure -= 0.05 if result.inherited else 0
    sure -= 0.1 if quantity.spelt != "digits" or not quantity.unit else 0
    sure -= 0 if result.phrase.told else 0.1
    return round(sure, 2)
