"""Quantities that are no targets: sizes, names, places, counted words, what is there already."""

from __future__ import annotations

import re

from plangaps.reading.lexicon import any_of
from plangaps.reading.member import CHANGES, LEVELS, WINDOW, Member, verbs
from plangaps.reading.outlook import Clause
from plangaps.reading.quantities import Quantity

_ENDS = "、，；。和及与并,;)）\n "
_MAKES = re.compile(f"{any_of('verbs', 'makes')}$")
_RESULT = re.compile(f"{any_of('verbs', 'makes', 'result', 'change', 'level')}$")
_PLACE = re.compile("(?<!稳定)(?<!保持)(?<!控制)(?<!维持)(?<!巩固)在")
_PLACES = re.compile("(?:市|县|区|市县|县区|市州|乡|镇|乡镇|街道|村|行政村|社区)")
_SCOPED = re.compile(r"[级制型岁强版届式]|周年|口径|范围|半径|一档|的(?!目标|任务|速度|增速|预期)")
_OF_OTHERS = ("第", "每", "前", "后", "现有", "原有", "总投资", "总投资额")
_THERE = re.compile(
    "了$|已[^，。]{1,8}的$|(?:共|现|尚|仍|还)有[^，。]{2,20}$|(?<![拥具享占稳均保])有$"
)
_PROMISED_FULLY = re.compile("力争|确保|争取")
_NEEDS = {
    "year": re.compile("年限|教育"),
    "age": re.compile("寿命|年龄"),
    "time": re.compile("天数|时间|时长|时限|压|缩|不低于|不少于|达|控制在|延长|提前|减少|增加"),
}
_PEOPLE = re.compile(f".{{0,4}}{any_of('nouns', 'people')}")
_TALK = re.compile(any_of("nouns", "talk"))
_CHANCES = re.compile(f"{any_of('nouns', 'chances')}$")
_QUALITIES = re.compile(f"{any_of('nouns', 'qualities')}$")
_BETTERED = {"提升", "提高", "增强"}
WORDS = {"个", "项", "条", "件"}  # measure words of what is said, and of things too
_MEASURES_TAKEN = ("实事", "措施", "举措", "政策")
_VAGUE = set("期次批种类部件项组")
_FUNDS = re.compile(any_of("nouns", "funds"))
_THINGS = re.compile(f"{any_of('nouns', 'things')}(?:建设)?$")
_NAMED_BY_SIZE = re.compile(f".{{0,6}}{any_of('nouns', 'things')}{any_of('verbs', 'level')}?$")
_OUTCOME = re.compile(any_of("nouns", "outcome"))
_SIZES = {"money", "area", "length", "mass", "power", "household", "volume", "digital"}
RAW = {"mass", "power", "volume", "digital"}  # capacities, mostly part of a project's name


def can_be_target(quantity: Quantity, text: str, clause: Clause) -> bool:
    """Whether the words right before and behind a quantity allow it to be a target."""
    before = text[max(clause.start, quantity.start - 12) : quantity.start]
    after = text[quantity.end : min(quantity.end + 8, clause.end)]
    plain = not after or after[0] in _ENDS
    if before.endswith(_OF_OTHERS) or quantity.measure == "name":
        return False
    if quantity.unit == "%" and quantity.spelt == "words":
        return plain and bool(_PROMISED_FULLY.search(text, clause.start, quantity.start))
    if quantity.spelt == "words":
        return bool(before) and plain
    if quantity.measure == "none":
        if quantity.unit and _PEOPLE.match(after):
            return True
        return plain and bool(quantity.unit or LEVELS.search(before) or CHANGES.search(before))
    if quantity.spelt == "chinese" and quantity.measure not in ("share", "multiple"):
        made = _MAKES.search(before) or (plain and _counts_things(quantity, text, clause))
        return quantity.value >= 2 and bool(made) and not _SCOPED.match(after)
    needed = _NEEDS.get(quantity.measure)
    if needed and not needed.search(before) and quantity.start == quantity.number:
        return False
    scoped = _SCOPED.match(after) and not (after[0] == "的" and _may_own(quantity, before))
    return not scoped and (plain or not _is_size(quantity, before, after))


def _is_size(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a quantity only describes what follows: 30亿元以上项目, 30户以上自然村."""
    if quantity.comparator not in ("at_least", "at_most") or quantity.measure not in _SIZES:
        return False
    if quantity.measure == "money":
        return not _FUNDS.match(after)
    return not _RESULT.search(before) and quantity.start == quantity.number


def _may_own(quantity: Quantity, before: str) -> bool:
    """Whether a quantity with 的 behind it is promised itself: 90%的村, 开发2万个以上的岗位."""
    counts = quantity.measure in ("count", "person") and _RESULT.search(before)
    return quantity.measure == "share" or bool(counts)


def _counts_things(quantity: Quantity, text: str, clause: Clause) -> bool:
    """Whether a spelt number stands behind a verb of promise and counts things one can see."""
    before = text[max(clause.start, quantity.start - WINDOW) : quantity.start]
    return quantity.unit not in _VAGUE and bool(verbs(before))


def is_scope_of(member: Member, following: Member | None) -> bool:
    """Whether the quantity only says where the next one happens: 在14个市州增补学位2万个."""
    if following is None or following.start != member.quantities[-1].end:
        return False
    quantity, after = member.quantities[-1], following.quantities[0]
    bounded = quantity.comparator == "at_least" or member.head.endswith("过")
    sized = bounded and quantity.measure in _SIZES
    if _NAMED_BY_SIZE.match(following.head) and quantity.measure == "money":
        return True
    if quantity.measure == after.measure == "count" and _PLACES.fullmatch(following.head):
        return True
    if after.spelt == "words" or (sized and after.measure in ("share", "count", "household")):
        return True
    place = list(_PLACE.finditer(member.head))
    return bool(place) and not verbs(member.head[place[-1].end() :])


def is_limit_in(member: Member, before: Member | None) -> bool:
    """Whether the quantity only says of whom a share is meant: 20%的村收入超30万元."""
    share = before is not None and before.quantities[-1].measure == "share"
    return share and member.head.startswith("的")


def is_promised(member: Member) -> bool:
    """False for what only acts on things that are there (做强3个集群) or counts words (9个方面)."""
    quantity, tail = member.quantities[-1], member.tail
    if _THERE.search(member.head):
        return False
    if member.form != "thing":
        return not (quantity.unit in WORDS and member.head.endswith(_MEASURES_TAKEN))
    if _sums_up(member) or (member.head.endswith("以") and "为" in tail):
        return False
    if quantity.unit in WORDS and (_TALK.search(tail[-6:]) or tail.endswith("重点")):
        return False
    if member.status == "existing" or _CHANCES.search(tail):
        return False
    if member.verb in _BETTERED and _QUALITIES.search(tail):
        return False
    named = quantity.measure in _SIZES - {"household"} and _THINGS.search(tail)
    made = quantity.measure not in RAW and _RESULT.search(member.head)
    return not named or bool(made or _OUTCOME.search(tail))


def _sums_up(member: Member) -> bool:
    """Whether the figure only counts the names before it: 培育数据、智能、应用3个产业."""
    own = verbs(member.head)
    listed = member.head[own[-1].end() if own else 0 :].split("、")
    return len(listed) > 1 and len(listed) == member.quantities[-1].value
