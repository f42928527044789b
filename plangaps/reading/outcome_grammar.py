"""From the quantities of a review to what was reached: whose figure it is, and how it is told.

A clause of a review falls into results, each with one quantity or a list that shares its words:

    named    全市森林覆盖率 达到 63%                 indicator, predicate, quantity
    thing    建成 200个 县域医疗次中心                verb, quantity, what is counted
    gap      增速 高于全国 0.7个百分点               distance from the figure of others
    goes on  工业增加值644亿元， 增长 6.3%            predicate alone: the indicator before holds
    base     城镇化率 从 53.2% 提高到 57.7%           two results of one indicator
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import NamedTuple

from plangaps.reading.member import WINDOW
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
    subject,
    verbs,
)
from plangaps.reading.quantities import Quantity

LONGEST_LIST = 12

_JOINT = re.compile("以及|并|[、,/和及与]")
_LIST = re.compile(r"[∶:：]|[、,/和及与以并]{1,3}(?:分别|每人?每?[年月])?|，(?=[\d约近超逾])")
_BASE = re.compile("(?:从|(?<![自理])由(?![于此]))(?![事业严而])[^从由]*$")
_TO = re.compile(r"[^，；。\d]{0,14}?(?:\d{4}年[^，、；。\d]{0,6})?[到至为]")
_REMARK = re.compile(r"^[（(]□*[）)]")
_EACH = re.compile("[均都各][^均都各]{0,4}$")
_APIECE = re.compile("各$")
_PARTS = re.compile("、|和|以及|及|与")
_ABOVE = re.compile(
    "(高于|高出|快于|优于|好于|多于|超过|超出|领先|低于|慢于|少于)([^，0-9]{2,25}?)"
    "(?:平均)?(?:水平)?$"
    "|比(?P<other>全?[国省市区]|预期目标)(?:平均)?(?:水平)?(?P<way>[高快多低慢少])$"
)
_LINK = re.compile(".{0,4}(?:[将把对使让以用与为有向同]|共有)")
_COUNTED = {"count", "person", "household", "area", "length", "digital", "none"}
_RESIDENT = re.compile("^(?:城镇|农村|城市|乡村)")
_DONE = re.compile("完成|实施|开展|推进|实现")
_SECTORS = ["第一产业占比", "第二产业占比", "第三产业占比"]
_RELATIVE = {"share", "multiple"}
_HEADS = {"count", "person", "household"}
_TAIL = 40


class Phrase(NamedTuple):
    """A clause of a review, where its sentence begins, and the years that it tells of."""

    start: int
    end: int
    sentence: int
    first: int | None
    last: int | None
    estimated: bool
    told: bool  # whether a heading says that it is of the past


@dataclass(slots=True)
class Result:
    """Quantities that share their words, with a name for each.

    Words begin at ``start``; in a thing they end at ``end``, behind the last quantity. What stands
    right before the first quantity is the ``head``: what is measured, then the ``predicate``, which
    ``tells`` change, level or nothing, and whether the change ``falls``.
    """

    quantities: list[Quantity]
    phrase: Phrase
    start: int
    end: int
    head: str
    words: str
    predicate: str
    tells: str
    falls: bool
    base: bool
    form: str = "named"
    verb: str = ""
    names: list[str] = field(default_factory=list)
    inherited: bool = False


def results(phrases: Iterable[Phrase], quantities: list[Quantity], text: str) -> Iterator[Result]:
    """Results of the phrases in order; ``text`` is masked."""
    at = 0
    before: list[Result] = []
    silent: Phrase | None = None
    for phrase in phrases:
        while at < len(quantities) and quantities[at].start < phrase.start:
            at += 1
        first = at
        while at < len(quantities) and quantities[at].end <= phrase.end:
            at += 1
        if before and before[-1].phrase.sentence != phrase.sentence:
            before = []
        groups = _groups(phrase, quantities[first:at], text)
        context = silent if silent and silent.sentence == phrase.sentence else None
        for result in _divided(phrase, groups, text):
            _name(result, before, context, text)
            if result.names:
                before.append(result)
                yield result
            context = None
        silent = None if groups else phrase


def _groups(phrase: Phrase, quantities: list[Quantity], text: str) -> list[list[Quantity]]:
    """Quantities of a phrase that can be results, lists of them together."""
    groups: list[list[Quantity]] = []
    span = phrase.start, phrase.end
    able = [q for q in quantities if can_be_result(q, text, *span, phrase.sentence)]
    for quantity, following in zip_longest(able, able[1:]):
        if is_size(quantity, following, text, *span):
            continue
        if groups and _goes_on(groups[-1], quantity, phrase, text):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    return [_with_unit(group) for group in groups]


def _with_unit(group: list[Quantity]) -> list[Quantity]:
    """A list whose unit is told once, at its end: 1.1和0.6个百分点, 0.6个、0.4个百分点."""
    unit, measure = group[-1].unit, group[-1].measure
    bare = ("", "个") if unit.endswith("百分点") else ("",)
    return [q._replace(unit=unit, measure=measure) if q.unit in bare else q for q in group]


def _goes_on(group: list[Quantity], quantity: Quantity, phrase: Phrase, text: str) -> bool:
    """Whether a quantity belongs to the list before it: of the same sort, or announced by 分别."""
    first, last = group[0], group[-1]
    if last.end == quantity.start and {last.measure, quantity.measure} <= _HEADS:
        return True
    if len(group) == LONGEST_LIST or not _LIST.fullmatch(text, last.end, quantity.start):
        return False
    apart = "分别" in text[max(phrase.start, first.start - WINDOW) : first.start]
    return apart or quantity.measure == first.measure or last.unit in ("", "个")


def _divided(phrase: Phrase, groups: list[list[Quantity]], text: str) -> Iterator[Result]:
    """A result for each group, with the words that are its own."""
    bounds = [(phrase.start, phrase.start)]
    bounds += [_boundary(left[-1], right[0], text) for left, right in pairwise(groups)]
    bounds += [(phrase.end, phrase.end)]
    for group, (_, start), (end, _) in zip(groups, bounds, bounds[1:], strict=False):
        yield _result(phrase, group, max(start, group[0].start - WINDOW), end, text)


def _boundary(left: Quantity, right: Quantity, text: str) -> tuple[int, int]:
    """Where the words of one quantity end, and where those of the next one begin."""
    gap = text[left.end : right.start]
    if joint := _JOINT.match(gap):
        return left.end, left.end + joint.end()
    comma = gap.find("、")
    if comma >= 0:
        return left.end + comma, left.end + comma + 1
    if gap and gap[-1] in "和及与":
        return right.start - 1, right.start
    acts = (told := verbs(gap)) and told[0].start() == 0
    if left.measure in _COUNTED and split_head(gap)[0] and not acts:
        return right.start, right.start
    return left.end, left.end


def _result(phrase: Phrase, group: list[Quantity], start: int, end: int, text: str) -> Result:
    first, last = group[0], group[-1]
    head = text[start : first.start]
    base = _BASE.search(head) if _TO.match(text, last.end) else None
    words, predicate = split_head(head[: base.start()] if base else head)
    tells, falls = ("level", False) if base else move(predicate)
    if tells == "change" and _is_work(words, predicate) and first.measure not in _RELATIVE:
        tells = "level"
    end = min(end, last.end + _TAIL)
    tail = _REMARK.sub("", text[last.end : end])
    end = end if re.match(r"[^、,和及与以并]*\w", tail) else last.end
    return Result(
        group, phrase, start + lead_end(head), end, head, words, predicate, tells, falls, bool(base)
    )


def _is_work(words: str, predicate: str) -> bool:
    """Whether a verb of change is the work that was done: 完成公路等级提升224公里, 新增22家."""
    acts = [verb.span() for verb in verbs(words)]
    if is_area(words) or _DONE.match(words):
        return bool(_DONE.match(words)) or "新增" in predicate
    return bool(acts) and acts[-1][1] == len(words)


def _name(result: Result, before: list[Result], silent: Phrase | None, text: str) -> None:
    """Names for the quantities of a result; none are left where nothing says what is measured."""
    last, end = result.quantities[-1], result.end
    tail = _REMARK.sub("", text[last.end : end])
    result.end = last.end
    words, told = result.words, verbs(result.words)
    bare = is_area(words) or bool(_LINK.fullmatch(words))
    made = told[-1] if told and told[-1].end() == len(words) else None
    if last.unit.endswith("百分点") and (above := _ABOVE.search(result.head)):
        _name_gap(result, above, before, silent, text)
    elif tail and not result.base and (made or (bare and (last.measure in _COUNTED or not before))):
        _name_thing(result, words[told[0].start() :] if made else "", tail, end)
    elif bare or goes_on(words, last.measure in ("share", "multiple")):
        _inherit(result, "" if bare else words, before, silent, text)
    elif tail and last.measure in _COUNTED and not verbs(words[shortened(words) :]):
        _name_thing(result, words, tail, end)
    elif _RESIDENT.fullmatch(words) and (before or silent):
        _inherit(result, "", before, silent, text)
        result.names = [words + _RESIDENT.sub("", name) for name in result.names]
    else:
        _name_words(result, before)


def _name_thing(result: Result, verb: str, tail: str, end: int) -> None:
    result.form, result.end, result.verb = "thing", end, verb
    result.names = [verb + tail.removeprefix("的")] * len(result.quantities)


def _name_words(result: Result, before: list[Result]) -> None:
    """A name out of the words before, with the verb that goes on from the result before."""
    cut = shortened(result.words)
    result.start += cut
    name, told = result.words[cut:], verbs(result.words)
    if told and told[0].start() == 0:
        result.verb = told[0][0]
    elif before and before[-1].phrase is result.phrase and before[-1].form == "named":
        result.verb = before[-1].verb
        name = result.verb + name
    result.names = _listed(name, result)


def _listed(name: str, result: Result) -> list[str]:
    """A name for each quantity; several names may share one."""
    count = len(result.quantities)
    if count == len(_SECTORS) and name.endswith("产业结构"):
        result.quantities = [q._replace(unit="%", measure="share") for q in result.quantities]
        return _SECTORS
    if count > 1:
        return split(name, count)
    parts = _PARTS.split(name)
    each = _EACH.search(name + result.predicate) and all(len(part) > 1 for part in parts)
    return split(_APIECE.sub("", name), len(parts)) if each and len(parts) > 1 else [name]


def _name_gap(
    result: Result, above: re.Match[str], before: list[Result], silent: Phrase | None, text: str
) -> None:
    """A distance from the figure of others: 高于全国0.7个百分点."""
    own, _ = split_head(result.head[: above.start()])
    way, other = above[1] or above["way"] + "于", above[2] or above["other"]
    whom = split(other, len(result.quantities))
    result.form, result.tells, result.falls = "gap", "change", way[0] in "低慢少"
    if is_area(own):
        _inherit(result, "", before, silent, text)
        own = result.names[-1] if result.names else ""
    result.names = [f"{own}{way}{each}" for each in whom] if own else []


def _inherit(
    result: Result, words: str, before: list[Result], silent: Phrase | None, text: str
) -> None:
    """The indicator of the words before: 产值超过8亿元、增长6%."""
    span = subject(text[silent.start : silent.end]) if silent else (0, 0)
    if silent and span[1] and result.quantities[0].start - silent.start < 2 * WINDOW:
        start = silent.start + span[0]
        names = [text[start : silent.start + span[1]]]
    elif before:
        start, names = before[-1].start, _names_before(result, before)
    else:
        result.names = [words] * len(result.quantities) if words else []
        return
    result.names = [counted(name) + words for name in names] if words else names
    result.inherited = True
    if result.quantities[0].start - start < 2 * WINDOW:
        result.start = start


def _names_before(result: Result, before: list[Result]) -> list[str]:
    """Names of the results before that the quantities of this one go on with."""
    count, names = len(result.quantities), before[-1].names
    if count > 1 and len(names) != count:
        several = [name for earlier in before[-count:] for name in earlier.names][-count:]
        return several if len(several) == count else [names[-1]] * count
    alone = count == 1 and not _EACH.search(result.predicate)
    return names[-1:] if alone else list(names)
