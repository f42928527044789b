"""The targets of a text as a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pandas as pd

from plangaps.reading.document import Document, document
from plangaps.reading.exclusions import is_promised
from plangaps.reading.grammar import members
from plangaps.reading.lexicon import any_of
from plangaps.reading.member import CHANGES, LEVELS, SILENT, YEARLY, Member
from plangaps.reading.naming import is_named, names
from plangaps.reading.outlook import future_clauses
from plangaps.reading.quantities import Quantity

COLUMNS = {
    "indicator_zh": "str", "comparator": "str", "value": "float64", "value_high": "float64",
    "unit": "str", "period": "str", "kind": "str", "hedge": "str", "wording": "str",
    "start": "int64", "end": "int64", "confidence": "float64",
}  # fmt: skip

_GROWTH = re.compile("(?:增速|增幅|涨幅|增长率|增长速度)$")
STOCK = re.compile(f"{any_of('reached', 'stocks')}$")
_BRACKET = re.compile(r"\([^()]*\)$")
_SURE = {"rate": 0.95, "amount": 0.9, "thing": 0.85}


def read_targets(text: str, year: int | None = None) -> pd.DataFrame:
    """Quantitative targets that a text sets for the future, in the order of the text.

    ``year`` is the year the text is for; without it the title or a heading is asked (2026年...
    政府工作报告). What was achieved already, sizes that only describe, names and years are left
    out, and figures of which the text does not say what they measure.

    One row a target: ``indicator_zh`` (as the text names it, with the verb of promise in brackets),
    ``comparator`` (at_least, at_most, stated, about, between), ``value`` and ``value_high`` in
    ``unit`` as printed, ``period``, ``kind`` (level, flow, share, growth, count), ``hedge``
    (strive, maintain or empty), ``wording`` (always ``text[start:end]``), ``start``, ``end``, and
    ``confidence`` from 0 to 1: how plain the wording is, a guess of the grammar and no measured
    frequency. Full coverage (全覆盖) is 100 % where it is promised with 力争, 确保 or 争取.

    ``period`` is the year or span that the clause names (到2029年, “十五五”期间), otherwise that of
    the heading or paragraph it stands under, otherwise ``year``; empty where none is known. What
    adds up or is averaged over several years has the span, first-last; a level its last year. So
    the targets of the plan's own year are those whose period is ``str(year)``.
    """
    return targets_in(document(text, year))


def targets_in(document: Document) -> pd.DataFrame:
    """The targets of a text whose forms were made already; see ``read_targets``."""
    clauses = future_clauses(document)
    listed = members(clauses, document.quantities, document.masked)
    named = [member for member in listed if names(member, document.plain)]
    rows = [row for member in named if is_promised(member) for row in _rows(member, document)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _rows(member: Member, document: Document) -> Iterator[dict[str, Any]]:
    end = member.end if member.form == "thing" else member.quantities[-1].end
    start, end = document.span(member.start, end)
    called, listed = member.called, _with_shared_words(member.quantities)
    pairs = zip(called, cycle(listed)) if len(called) > len(listed) else zip(cycle(called), listed)
    for name, quantity in pairs:
        if not is_named(name):
            continue
        kind = _kind(name, member, quantity)
        yield {
            "indicator_zh": name,
            "comparator": quantity.comparator,
            "value": quantity.value,
            "value_high": quantity.high,
            "unit": quantity.unit,
            "period": _period(member, kind),
            "kind": kind,
            "hedge": member.hedge,
            "wording": document.text[start:end],
            "start": start,
            "end": end,
            "confidence": _confidence(member, quantity),
        }


def _with_shared_words(listed: list[Quantity]) -> list[Quantity]:
    """Quantities of a list; comparator words of the first or of the last hold for bare ones too."""
    first, last = listed[0].comparator, listed[-1].comparator
    bare = [quantity.comparator == "stated" for quantity in listed]
    if len(listed) == 1 or not (all(bare[1:]) or all(bare[:-1])):
        return listed
    word = last if all(bare[:-1]) else first
    shared = word not in ("stated", "between") and (
        not bare[-1] or listed[0].start < listed[0].number
    )
    return [quantity._replace(comparator=word) for quantity in listed] if shared else listed


def _kind(name: str, member: Member, quantity: Quantity) -> str:
    if quantity.measure in ("share", "multiple"):
        grows = CHANGES.search(member.head) or _GROWTH.search(name)
        return "growth" if grows else "share"
    passes = quantity.start < quantity.number and not member.verb
    if (member.form == "rate" and LEVELS.search(member.head)) or passes:
        return "level"
    return "count" if quantity.measure == "count" else "flow"


def _period(member: Member, kind: str) -> str:
    """The due year, or first-last for what adds up or is averaged over several years."""
    clause, yearly = member.clause, YEARLY.search(member.head)
    first, last = clause.since if yearly else clause.first, clause.last
    if last is None or first == last:
        return str(last or "")
    stock = STOCK.search(_BRACKET.sub("", member.called[-1])) and member.verb in {"", *SILENT}
    made = member.status == "result" and kind in ("flow", "count") and not stock
    spans = kind == "growth" or made or yearly or "新增" in member.head
    return f"{first}-{last}" if spans else str(last)


def _confidence(member: Member, quantity: Quantity) -> float:
    """Lower where a verb only pushes on, a number is spelt, or no heading tells the tense."""
    sure = _SURE[member.form]
    sure -= 0.35 if member.status == "advance" and member.form == "thing" else 0
    sure -= 0.1 if quantity.spelt != "digits" or not quantity.unit else 0
    sure -= 0 if member.clause.headed else 0.1
    return round(sure, 2)
