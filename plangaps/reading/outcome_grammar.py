"""From the quantities of a review to what was reached: whose figure it is, and how it is told.

A clause of a review falls into results, each with one figure or a list that shares its words:

    named    全市森林覆盖率 达到 63%                 indicator, predicate, figure
    thing    建成 200个 县域医疗次中心                verb, figure, what is counted
    goes on  工业增加值644亿元， 增长 6.3%            predicate alone: the indicator before holds
    base     城镇化率 从 53.2% 提高到 57.7%           two results of one indicator
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import NamedTuple

from plangaps.reading.member import WINDOW, verbs
from plangaps.reading.naming import split
from plangaps.reading.outcome_exclusions import can_be_result, is_size
from plangaps.reading.outcome_words import (
    counted,
    goes_on,
    is_area,
    lead_end,
    move,
    shortened,
    split_head,
)
from plangaps.reading.quantities import Quantity

LONGEST_LIST = 12

_JOINT = re.compile(r"[、,/和及与]|以及|并")
_LIST = re.compile(r"[、,/和及与以并]{1,3}(?:分别|每人?每?[年月])?|，(?=[\d约近超逾])")
_BASE = re.compile("(?:从|(?<![自理])由(?![于此]))(?![事业严而])")
_TO = re.compile(r"[^，、；。\d]{0,14}?(?:\d{4}年[^，、；。\d]{0,6})?[到至为]")
_REMARK = re.compile(r"^[（(]□*[）)]")
_EACH = re.compile("(?:均|都|各)[^均都各]{0,4}$")
_PARTS = re.compile("、|和|以及|及|与")
_ABOVE = re.compile(
    "(?:高于|高出|快于|优于|好于|多于|超过|超出|领先|低于|慢于|少于)(?P<whom>[^，\\d]{2,25})$"
)
_LINK = re.compile(".{0,4}(?:[将把对使让以用与为有向同]|共有)")
_COUNTS = {"count", "person", "household", "area", "length", "digital", "none"}


class Phrase(NamedTuple):
    """A clause of a review, the number of its sentence, and the years it tells of."""

    start: int
    end: int
    sentence: int
    first: int | None
    last: int | None
    estimated: bool = False
    sure: bool = True


@dataclass(slots=True)
class Result:
    """Quantities that share their words, with a name for each.

    ``start`` is where the words begin, ``end`` where those behind the last quantity end.
    ``tells`` is change, level or empty, ``falls`` whether the change is downward; ``form`` is
    named, thing or gap (above or below the figure of another area).
    """

    quantities: list[Quantity]
    start: int
    end: int
    phrase: Phrase
    names: list[str] = field(default_factory=list)
    head: str = ""
    predicate: str = ""
    tells: str = ""
    falls: bool = False
    form: str = "named"
    base: bool = False
    verb: str = ""
    inherited: bool = False


def results(phrases: Iterable[Phrase], quantities: list[Quantity], text: str) -> Iterator[Result]:
    """Results of the phrases in order; ``text`` is masked."""
    at = 0
    before: list[Result] = []
    for phrase in phrases:
        while at < len(quantities) and quantities[at].start < phrase.start:
            at += 1
        first = at
        while at < len(quantities) and quantities[at].end <= phrase.end:
            at += 1
        if first == at:
            continue
        if before and before[-1].phrase.sentence != phrase.sentence:
            before = []
        for result in _results(phrase, quantities[first:at], text, before):
            before.append(result)
            yield result


def _results(
    phrase: Phrase, quantities: list[Quantity], text: str, before: list[Result]
) -> Iterator[Result]:
    groups = _groups(phrase, quantities, text)
    bounds = [(phrase.start, phrase.start)]
    bounds += [_boundary(left[-1], right[0], text) for left, right in pairwise(groups)]
    bounds += [(phrase.end, phrase.end)]
    last: Result | None = before[-1] if before else None
    for place, group in enumerate(groups):
        start, end = bounds[place][1], bounds[place + 1][0]
        result = _result(phrase, group, max(start, group[0].start - WINDOW), end, text)
        _name(result, last, before, text)
        if result.names:
            last = result
            yield result
            before = [*before, result]


def _groups(phrase: Phrase, quantities: list[Quantity], text: str) -> list[list[Quantity]]:
    """Quantities of a phrase that can be results, lists of them together."""
    groups: list[list[Quantity]] = []
    can = [q for q in quantities if can_be_result(q, text, phrase.start, phrase.end)]
    for quantity, following in zip_longest(can, can[1:]):
        if is_size(quantity, following, text, phrase.start, phrase.end):
            continue
        group = groups[-1] if groups else None
        if group and _goes_on(group, quantity, phrase, text):
            group.append(quantity)
        else:
            groups.append([quantity])
    return groups


def _goes_on(group: list[Quantity], quantity: Quantity, phrase: Phrase, text: str) -> bool:
    """Whether a quantity belongs to the list before it: of the same sort, or announced by 分别."""
    first, last = group[0], group[-1]
    if len(group) == LONGEST_LIST or not _LIST.fullmatch(text, last.end, quantity.start):
        return False
    apart = "分别" in text[max(phrase.start, first.start - WINDOW) : first.start]
    return apart or quantity.measure == first.measure or last.unit in ("", "个")


def _boundary(left: Quantity, right: Quantity, text: str) -> tuple[int, int]:
    """Where the words of one quantity end, and where those of the next one begin."""
    gap = text[left.end : right.start]
    joint = _JOINT.search(gap) if _JOINT.match(gap) else None
    if joint:
        return left.end, left.end + joint.end()
    comma = gap.find("、")
    if comma >= 0:
        return left.end + comma, left.end + comma + 1
    if gap and gap[-1] in "和及与":
        return right.start - 1, right.start
    counts = left.measure in _COUNTS and not split_head(gap)[0] == ""
    told = verbs(gap)
    if counts and not (told and told[0].start() == 0):
        return right.start, right.start
    return left.end, left.end


def _result(phrase: Phrase, group: list[Quantity], start: int, end: int, text: str) -> Result:
    """The words around a group: name words, predicate, base and tail."""
    first, last = group[0], group[-1]
    head = text[start : first.start]
    tail = _REMARK.sub("", text[last.end : min(end, last.end + WINDOW)])
    begin = start + lead_end(head)
    result = Result(group, begin, last.end, phrase, head=head)
    if (found := list(_BASE.finditer(head))) and _TO.match(text, last.end):
        result.base = True
        head = head[: found[-1].start()]
    words, result.predicate = split_head(head)
    result.tells, result.falls = ("level", False) if result.base else move(result.predicate)
    if re.search(r"\w", tail):
        result.end = min(end, last.end + WINDOW)
    return result


def _name(result: Result, last: Result | None, before: list[Result], text: str) -> None:
    head = text[result.start : result.quantities[0].start]
    if result.base:
        head = head[: list(_BASE.finditer(head))[-1].start()]
    tail = _REMARK.sub("", text[result.quantities[-1].end : result.end])
    if (above := _ABOVE.search(result.head)) and result.quantities[-1].unit.endswith("百分点"):
        _name_gap(result, above, last)
        return
    words, _ = split_head(head)
    told = verbs(words)
    bare = not words or is_area(words) or bool(_LINK.fullmatch(words))
    made = bool(told) and told[-1].end() == len(words)
    counts = result.quantities[0].measure in _COUNTS
    if tail and not result.base and (made or (bare and (counts or not last))):
        result.form, result.verb = "thing", words if made else ""
        name = words[told[0].start() :] if made else ""
        result.names = [name + tail[:40]] * len(result.quantities)
        return
    result.end = result.quantities[-1].end
    if bare or goes_on(words):
        _inherit(result, words, last, before)
    elif tail and counts and not told:
        result.form, result.end = "thing", result.quantities[-1].end + len(tail)
        result.names = [words + tail[:40]] * len(result.quantities)
    else:
        name, cut = shortened(words)
        result.start += cut
        result.verb = told[0][0] if told and told[0].start() == 0 else ""
        if not told and last and last.phrase is result.phrase and last.verb:
            name, result.verb = last.verb + name, last.verb
        result.names = _listed(name, result)


def _listed(name: str, result: Result) -> list[str]:
    """A name for each quantity; several names may share one."""
    count = len(result.quantities)
    if count > 1:
        return split(name, count)
    parts = _PARTS.split(name)
    if len(parts) > 1 and _EACH.search(name + result.predicate) and all(len(p) > 1 for p in parts):
        return split(name, len(parts))
    return [name]


def _name_gap(result: Result, above: re.Match[str], last: Result | None) -> None:
    """A distance from the figure of others: 高于全国0.7个百分点."""
    words, _ = split_head(result.head[: above.start()])
    own = words[lead_end(words) :]
    if not own and last:
        own, result.start = last.names[-1], last.start
        result.inherited = True
    whom = split(above["whom"].removesuffix("水平").removesuffix("平均"), len(result.quantities))
    result.form, result.tells = "gap", "change"
    result.falls = above[0].startswith(("低", "慢", "少"))
    result.names = [f"{own}{above[0][:2]}{each}" for each in whom]
    result.end = result.quantities[-1].end


def _inherit(result: Result, words: str, last: Result | None, before: list[Result]) -> None:
    """The indicator of the words before: 产值超过8亿元、增长6%."""
    if last is None:
        return
    count = len(result.quantities)
    names = last.names
    if count > 1 and len(names) != count:
        several = [name for earlier in before[-count:] for name in earlier.names][-count:]
        names = several if len(several) == count else [names[-1]] * count
    elif count == 1 and len(names) > 1 and not _EACH.search(result.predicate):
        names = names[-1:]
    result.names = [counted(name) + words for name in names] if words else list(names)
    result.inherited = True
    if result.quantities[0].start - last.start < 2 * WINDOW:
        result.start = last.start
