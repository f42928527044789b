"""Quantities of a review that are no results: ranks, sizes, names, dates, counted words."""

from __future__ import annotations

import re

from plangaps.reading.exclusions import RAW, WORDS
from plangaps.reading.lexicon import any_of
from plangaps.reading.member import WINDOW
from plangaps.reading.outcome_words import move, moves, split_head, verbs
from plangaps.reading.quantities import Quantity

_BEFORE, _BEHIND = 14, 12  # characters around a quantity that tell what it is
_FAR = 45  # characters before it that may tell of what time it is
_TAIL = 24  # characters behind it that may name what it describes
_OF_OTHERS = re.compile(
    "(?:第|每|每(?:出口|生产|销售|投入)|[^目此之日以年提]前|^前|[位排名并]列|居全[国省市区县]|[×xX*])$"
)
_NAMES = re.compile("[级强届号版型]|周年|年代|世纪|期工程|线城市")
_NEEDS = {
    "year": re.compile(any_of("reached", "years")),
    "age": re.compile(any_of("reached", "ages")),
    "time": re.compile(any_of("reached", "times")),
}
_PASSES = re.compile(f"{any_of('reached', 'passing')}$")
_THINGS = re.compile(f"{any_of('nouns', 'things')}")
_INDEX = re.compile(f"{any_of('reached', 'indexes')}$")
_FROM = re.compile("[从由]$")
_SHARES = re.compile(r"(?:[\d.]+[∶:：]){2}[\d.]+")
_MOVED = re.compile("(?:[∶:：]1)?[增提扩降减下上缩升达到至调]")
_LISTED = re.compile(r"(?:[、和及与][\d.]+)+[个%倍万亿元人户公吨家项]")
_RATIO = re.compile(r"[∶:：](?!1(?!\d))\d")
_CONCRETE = set("家所座台辆架艘栋间床张列班趟宗起只头羽株棵盏口眼")
_RESULT = re.compile(f"{any_of('verbs', 'makes', 'result')}$")
_PEOPLE = {"count", "person", "household", "none"}
_GOAL = re.compile("的?(?:预期|年度|年初|既定|计划)*" + any_of("reached", "goals"))
_SPEECH = re.compile("[一-龥]{0,6}(?:儿女|父老)")
_TALK = re.compile(
    f"(?:主要|重点|经济)*(?:指标|{any_of('reached', 'talk')}(?=[有均全都实取得位、，的]|$))"
)
_RANKED = re.compile(r"之一|前[一二三四五六七八九十百\d列]")
_PART = re.compile("[^、，]{2,}(?:已|累计|均|全部)+[^、，]*")
_SIZES = {"money", "area", "length"}
_BOUND = ("以上", "以下", "以内", "及以上", "或以上", "之上")


def can_be_result(quantity: Quantity, text: str, start: int, end: int, sentence: int) -> bool:
    """Whether the words right before and behind a quantity allow it to be a result."""
    before = text[max(start, quantity.start - _BEFORE) : quantity.start]
    after = text[quantity.end : min(quantity.end + _BEHIND, end)]
    if quantity.measure == "name" or _OF_OTHERS.search(before):
        return False
    if _NAMES.match(after) and quantity.measure not in ("share", "multiple"):
        return False
    if quantity.spelt == "words":
        return quantity.unit == "%" and not re.match("[一-龥]", after)
    if quantity.measure in _NEEDS:
        return _is_of_time(quantity, text[max(sentence, quantity.start - _FAR) : quantity.start])
    if quantity.measure == "none":
        near = text[max(start, quantity.start - _FAR) : min(quantity.end + _BEHIND, end)]
        return _is_bare_result(quantity, before, after, near)
    return quantity.spelt != "chinese" or _is_spelt_result(quantity, before)


def _is_of_time(quantity: Quantity, before: str) -> bool:
    """Whether years, days, hours are measured: of schooling, good air, delays; no dates."""
    dated = quantity.measure == "year" and 1900 <= quantity.value <= 2100
    needed = _NEEDS[quantity.measure].search(before)
    return not dated and needed is not None and not _PASSES.search(before)


def _is_bare_result(quantity: Quantity, before: str, after: str, near: str) -> bool:
    """Whether a number without a unit counts people (13万困难群众), or measures all the same."""
    if re.match("[A-Za-z]", after):
        return False
    if quantity.unit:
        return quantity.spelt != "chinese" or _is_spelt_result(quantity, before)
    if _RATIO.match(after) or before.endswith(("∶", ":", "：")):
        return "产业" in near and _SHARES.search(near) is not None
    return _is_index(quantity, before, after)


def _is_index(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a number without a unit is the value of an index, or of a list that ends in one."""
    year = quantity.value.is_integer() and 1900 <= quantity.value <= 2100
    closed = not re.match(r"(?![和及与])[\w+“]", after)
    if _LISTED.match(after):
        return True
    if _FROM.search(before) and _MOVED.match(after):
        return True
    told = _INDEX.search(before) or move(split_head(before)[1])[0]
    return not year and closed and bool(told)


def _is_spelt_result(quantity: Quantity, before: str) -> bool:
    """Whether a number spelt in numerals counts things: no 三个一批, 五项制度."""
    if quantity.measure in ("share", "multiple"):
        return True
    if quantity.measure not in ("count", "person", "household") or len(quantity.unit) > 1:
        return quantity.unit != "元" or quantity.value >= 10  # no 城乡二元
    made = bool(_RESULT.search(before))
    return made and quantity.value >= 2 and (quantity.value >= 10 or quantity.unit in _CONCRETE)


def is_size(
    quantity: Quantity, following: Quantity | None, text: str, start: int, end: int
) -> bool:
    """Whether a quantity only describes what follows: 投资10亿元以上项目, 280万亩的国储林."""
    head = text[max(start, quantity.start - WINDOW) : quantity.start]
    tail = text[quantity.end : min(quantity.end + _TAIL, end)]
    if _is_cited(tail):
        return True
    if quantity.measure == "share" or not tail:
        return False
    if _is_scope_of_share(quantity, following, text):
        return True
    if tail.startswith("的"):
        return not _owns(quantity, following, head)
    if not re.match("(?![和及与以并])[一-龥“]", tail):
        return False
    told = verbs(tail)
    if moves(tail) or (told and told[0].start() == 0):
        return False
    gap = text[quantity.end : following.start] if following else "，"
    bounded = text.endswith(_BOUND, quantity.number, quantity.end)
    return _describes(quantity, head, tail, bounded, not re.search("[、，]", gap))


def _is_cited(tail: str) -> bool:
    """Whether a quantity is a goal (3%的目标), a figure of speech, or of others (20个之一)."""
    spoken = _GOAL.match(tail) or _SPEECH.match(tail)
    return bool(spoken) or _RANKED.search(tail.split("、")[0]) is not None


def _owns(quantity: Quantity, following: Quantity | None, head: str) -> bool:
    """Whether a quantity with 的 behind it is a result itself: 总投资9亿元的45个项目."""
    counted = following is not None and following.start == quantity.end + 1
    if counted and "投资" in head and quantity.comparator == "stated":
        return True
    if _RESULT.search(head) or head.endswith("了"):
        return True
    return bool(verbs(head)) and quantity.measure in _PEOPLE


def _describes(quantity: Quantity, head: str, tail: str, bounded: bool, led: bool) -> bool:
    """Whether a quantity sizes the noun behind it; ``led`` means that it leads to another one."""
    made, sizes = bool(_RESULT.search(head)), quantity.measure in RAW | _SIZES
    if not made and quantity.unit in WORDS and _TALK.match(tail):
        return True
    if bounded:
        return led or not made or sizes
    if made or move(split_head(head)[1])[0]:
        return False
    return quantity.measure in RAW or (sizes and bool(_THINGS.search(tail)))


def _is_scope_of_share(quantity: Quantity, following: Quantity | None, text: str) -> bool:
    """Whether a count only says whose figure follows: 44个县生产总值增长18.8%, 28个桥已开工9个."""
    if following is None or quantity.measure not in ("count", "household"):
        return False
    gap = text[quantity.end : following.start]
    if following.unit == quantity.unit and _PART.fullmatch(gap) and _RESULT.search(gap):
        return True
    told = following.measure in ("share", "multiple") and move(split_head(gap)[1])[0]
    return bool(told) and not re.search("[、，]", gap)
