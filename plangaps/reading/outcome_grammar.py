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
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest

from plangaps.reading.lexicon import any_of
from plangaps.reading.member import WINDOW
from plangaps.reading.outcome_exclusions import can_be_result, is_size
from plangaps.reading.outcome_names import REMARK, SECTORS, name
from plangaps.reading.outcome_words import is_area, lead_end, move, split_head, subject, verbs
from plangaps.reading.quantities import Quantity, within
from plangaps.reading.result import COUNTED, Phrase, Result

_JOINT = re.compile("以及|并|[、,/和及与]")
_LIST = re.compile(r"[∶:：]|[、,/和及与以并]{1,3}(?:分别|每人?每?[年月])?|，(?=[\d约近超逾])")
_BASE = re.compile("(?:从|(?<![自理])由(?![于此]))(?![事业严而])[^从由]*$")
_TO = re.compile(
    r"(?:[:：∶]1)?[^，；。\d]{0,14}?(?:\d{4}年[^，、；。\d]{0,6})?[到至为]"
    r"|，(?:提高|增加|上升|增长|扩大|下降|降低|减少|缩小)[到至为]"
)
_DONE = re.compile(any_of("reached", "done"))
_GROWS = re.compile("的?(?:高?速度?)?((?:增长|增速|增幅|涨幅|降幅|下降)(?![一-龥]))")
_RATIO = ":：∶"
_RELATIVE = {"share", "multiple"}
_HEADS = {"count", "person", "household"}
_TAIL = 40


def results(phrases: Iterable[Phrase], quantities: list[Quantity], text: str) -> Iterator[Result]:
    """Results of the phrases in order; ``text`` is masked."""
    before: list[Result] = []
    silent: Phrase | None = None
    for phrase, own in within(phrases, quantities):
        if before and before[-1].phrase.sentence != phrase.sentence:
            before = []
        if not own:
            silent = phrase
            continue
        groups = _groups(phrase, own, text)
        context = silent if silent and silent.sentence == phrase.sentence else None
        for result in _divided(phrase, groups, text):
            name(result, before, context, text)
            if all(result.names) and result.names:
                before.append(result)
                yield result
            context = None
        silent = None if groups else phrase


def _groups(phrase: Phrase, quantities: Sequence[Quantity], text: str) -> list[list[Quantity]]:
    """Quantities of a phrase that can be results, lists of them together."""
    groups: list[list[Quantity]] = []
    span = phrase.start, phrase.end
    able = [q for q in quantities if can_be_result(q, text, *span, phrase.sentence)]
    for quantity, following in zip_longest(able, able[1:]):
        if is_size(quantity, following, text, *span):
            continue
        if groups and _is_limit(groups[-1][-1], quantity, phrase, text):
            continue
        if groups and _goes_on(groups[-1], quantity, phrase, text):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    return [_with_unit(group, text) for group in groups]


def _is_limit(share: Quantity, quantity: Quantity, phrase: Phrase, text: str) -> bool:
    """Whether a quantity only says of whom a share is told: 70%以上的村收入超15万元."""
    if share.measure != "share" or quantity.measure == "share":
        return False
    gap, head = (
        text[share.end : quantity.start],
        text[max(phrase.start, share.start - WINDOW) : share.start],
    )
    near = not re.search("[、，和及与]|^$", gap)
    return near and (gap.startswith("的") or is_area(split_head(head)[0]))


def _with_unit(group: list[Quantity], text: str) -> list[Quantity]:
    """A list whose unit is told once, at its end: 1.1和0.6个百分点, 0.6个、0.4个百分点."""
    if len(group) == len(SECTORS) and text[group[0].end] in _RATIO:
        return [quantity._replace(unit="%", measure="ratio") for quantity in group]
    unit, measure = group[-1].unit, group[-1].measure
    bare = ("", "个") if unit.endswith("百分点") else ("",)
    return [q._replace(unit=unit, measure=measure) if q.unit in bare else q for q in group]


def _goes_on(group: list[Quantity], quantity: Quantity, phrase: Phrase, text: str) -> bool:
    """Whether a quantity belongs to the list before it: of the same sort, or announced by 分别."""
    first, last = group[0], group[-1]
    if last.end == quantity.start and {last.measure, quantity.measure} <= _HEADS:
        return True
    if not _LIST.fullmatch(text, last.end, quantity.start):
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
    if left.measure in COUNTED and split_head(gap)[0] and not acts:
        return right.start, right.start
    return left.end, left.end


def _result(phrase: Phrase, group: list[Quantity], start: int, end: int, text: str) -> Result:
    first, last = group[0], group[-1]
    head = text[start : first.start]
    base = _BASE.search(head) if _TO.match(text, last.end) else None
    words, predicate = split_head(head[: base.start()] if base else head)
    if words.endswith("、"):  # 生产总值净增超万亿元、年均增长9%
        words = words[slice(*subject(words.rstrip("、")))]
    end = min(end, last.end + _TAIL)
    tail = REMARK.sub("", text[last.end : end])
    said = split_head(head[base.start() :])[1] if base else predicate
    if first.measure in _RELATIVE:
        grows = _GROWS.match(tail)
        tells, falls = move(grows[1] if grows else said)
        tail = "" if grows else tail
    else:
        tells, falls = move(said)
        if base or (tells == "change" and _is_work(words, said, first)):
            tells, falls = "level", False
    end = end if re.match(r"[^、,和及与以并]*\w", tail) else last.end
    start += lead_end(head)
    result = Result(group, phrase, start, end, head, words, predicate, tells, falls, bool(base))
    result.since = "累计" in head
    return result


def _is_work(words: str, predicate: str, quantity: Quantity) -> bool:
    """Whether a verb of change is the work that was done: 完成公路等级提升224公里, 新增22家."""
    if "新增" in predicate and (is_area(words) or quantity.measure in _HEADS):
        return True
    acts = [verb.end() for verb in verbs(words)]
    return bool(_DONE.match(words)) or (bool(acts) and acts[-1] == len(words))
