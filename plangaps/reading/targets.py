"""From members to a frame of targets: names, shared comparators, lists, periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from plangaps.reading.figures import Figure, figures, mask, normalise
from plangaps.reading.grammar import _CHANGES, _LEVELS, Member, members
from plangaps.reading.lexicon import any_of
from plangaps.reading.outlook import future_clauses, year_of

COLUMNS = [
    "indicator_zh", "comparator", "value", "value_high", "unit", "period", "kind", "hedge",
    "wording", "start", "end", "confidence",
]  # fmt: skip

_LEAD = re.compile(f"{any_of('nouns', 'leads')}*")
_SPLIT = re.compile("、|和|以及|及|与")
_EACH = re.compile("均$|均(?:增长|达|提高|下降|保持|稳定|实现|超|突破|不低于)")
_TRAILING = re.compile(rf"(?:{any_of('verbs', 'change', 'level', 'adverbs')}|[:：、])+$")


def read_targets(text: str, year: int | None = None) -> pd.DataFrame:
    """Targets of a text."""
    rows = list(_rows(text, year))
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(text: str, year: int | None) -> Iterator[dict[str, Any]]:
    plain = mask(normalise(text))
    year = year or year_of(normalise(text))
    clauses = future_clauses(normalise(text), year)
    for member in members(clauses, figures(plain), plain):
        for name, figure, start, end in _targets(member, text):
            yield {
                "indicator_zh": name,
                "comparator": figure.comparator,
                "value": figure.value,
                "value_high": figure.high,
                "unit": figure.unit,
                "period": str(member.clause.last or ""),
                "kind": member.form,
                "hedge": member.hedge,
                "wording": text[start:end],
                "start": start,
                "end": end,
                "confidence": 0.5 if member.status == "advance" else 0.9,
            }


def _targets(member: Member, text: str) -> Iterator[tuple[str, Figure, int, int]]:
    listed = _shared(member.figures)
    start, end = member.start, member.figures[-1].end
    if member.form == "thing":
        end = member.tail_end
    names = _names(member, text)
    if len(listed) == 1 and member.form == "rate" and len(names) > 1:
        for name in names:
            yield name, listed[0], start, end
        return
    for i, figure in enumerate(listed):
        yield names[i] if len(names) == len(listed) else "、".join(names), figure, start, end


def _shared(listed: list[Figure]) -> list[Figure]:
    """Figures of a list; comparator words of the first or the last hold for bare ones too."""
    first, last = listed[0].comparator, listed[-1].comparator
    bare = [f.comparator == "stated" for f in listed]
    if len(listed) > 1 and all(bare[:-1]) and last not in ("stated", "between"):
        return [f._replace(comparator=last) for f in listed]
    if len(listed) > 1 and all(bare[1:]) and listed[0].start < listed[0].number:
        return [f._replace(comparator=first) for f in listed]
    return listed


def _names(member: Member, text: str) -> list[str]:
    lead = _LEAD.match(member.head)
    start = member.start + (lead.end() if lead else 0)
    head = text[start : member.figures[0].start]
    if member.form == "thing":
        return [member.tail or head]
    apart = "分别" in head or len(member.figures) > 1 or _EACH.search(head)
    name = _TRAILING.sub("", head)
    growing = member.form == "rate" and (_CHANGES.search(head) or _LEVELS.search(head))
    if apart:
        return _SPLIT.split(name)
    if growing and "、" in name and "等" not in name and member.figures[0].measure == "share":
        return [n for n in name.split("、") if len(n) > 1]
    return [name]
