"""Which clauses of a text tell what was reached, and of which years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plangaps.reading.lexicon import any_of
from plangaps.reading.outcome_grammar import Phrase, Result
from plangaps.reading.outlook import future_clauses
from plangaps.reading.quantities import Quantity

_SENTENCE = re.compile(r"[^。！？\n]+")
_CLAUSE = re.compile(r"(?:[^，；：:;,]|,(?=\d{3}(?!\d)))+")
_AHEAD = re.compile(any_of("reached", "ahead"))
_SPAN = re.compile("五年来|过去五年|过去的五年|五年间|这五年|本届政府|五年里|五年中")
_YEAR_PAST = re.compile("过去一年|一年来|刚刚过去的一年|去年|过去的一年")
_PLAN = re.compile('[“"]?十([一二三四五六七八])五[”"]?(?:时期|期间|以来)')
_SPAN_YEARS = re.compile(r"((?:19|20)\d\d)年?[-~至到—]+((?:19|20)\d\d)年")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_STOCK = re.compile(f"(?:{any_of('reached', 'stocks')}|[率比重])$")
_MADE = re.compile(f"{any_of('verbs', 'makes', 'result')}|累计|新增|净增|增加|减少")


def phrases(text: str, year: int | None) -> Iterator[Phrase]:
    ahead = {c.start for c in future_clauses(text, year)}
    one = (year - 1, year - 1) if year else (None, None)
    years = one
    for number, sentence in enumerate(_SENTENCE.finditer(text)):
        opening = sentence[0][:40]
        if year and (plan := _PLAN.search(opening)):
            last = 2010 + 5 * "一二三四五六七八".index(plan[1])
            if last < year:
                years = (last - 4, last)
        elif year and _SPAN.search(opening):
            years = (year - 5, year - 1)
        elif _YEAR_PAST.search(opening):
            years = one
        estimated = sentence[0].find("预计")
        for clause in _CLAUSE.finditer(text, *sentence.span()):
            if clause.start() in ahead or _AHEAD.search(clause[0]):
                continue
            sure = 0 <= estimated < clause.end() - sentence.start()
            yield Phrase(*clause.span(), number, *years, sure)


def period_of(result: Result, change: str, quantity: Quantity, plain: str, year: int | None) -> str:
    phrase = result.phrase
    first, last = phrase.first, phrase.last
    if result.base:
        before = plain[max(phrase.start, quantity.start - 12) : quantity.start]
        if named := _YEAR.search(before):
            return named[1]
        return str(first - 1) if first else ""
    said = plain[phrase.start : quantity.start]
    if span := _SPAN_YEARS.search(said):
        first, last = int(span[1]), int(span[2])
    elif (named := _YEAR.findall(said)) and not re.search("[比较]$", said[: said.find(named[0])]):
        first = last = int(named[-1])
    if last is None or first == last:
        return str(last or "")
    if change != "level" or "每年" in said:
        return f"{first}-{last}"
    if result.tells == "level" and not re.search("稳定|保持", result.predicate):
        return str(last)
    made = _MADE.search(result.head) or result.form == "thing"
    return f"{first}-{last}" if made else str(last)
