"""Figures that are no targets: sizes, names, places, counted words, what is there already."""

from __future__ import annotations

import re

from plangaps.reading.figures import Figure
from plangaps.reading.lexicon import any_of
from plangaps.reading.member import CHANGES, LEVELS, WINDOW, Member, verbs
from plangaps.reading.outlook import Clause

_ENDS = "、，；。和及与并,;)）\n "
_MAKES = re.compile(f"{any_of('verbs', 'makes')}$")
_RESULT = re.compile(f"{any_of('verbs', 'makes', 'result', 'change', 'level')}$")
_PLACE = re.compile("(?<!稳定)(?<!保持)(?<!控制)(?<!维持)(?<!巩固)在")
_SCOPED = re.compile(r"[级制型岁强版届式]|周年|的(?!目标|任务|速度|增速|预期)")
_OF_OTHERS = ("第", "每", "前", "后", "现有", "原有")
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
_WORDS = {"个", "项", "条", "件"}
_MEASURES_TAKEN = ("实事", "措施", "举措", "政策")
_VAGUE = set("期次批种类部件项组")
_FUNDS = re.compile(any_of("nouns", "funds"))
_THINGS = re.compile(f"{any_of('nouns', 'things')}(?:建设)?$")
_NAMED_BY_SIZE = re.compile(f".{{0,6}}{any_of('nouns', 'things')}{any_of('verbs', 'level')}?$")
_OUTCOME = re.compile(any_of("nouns", "outcome"))
_SIZES = {"money", "area", "length", "mass", "power", "household", "volume", "digital"}
_RAW = {"mass", "power", "volume", "digital"}  # capacities, mostly part of a project's name


def can_be_target(figure: Figure, text: str, clause: Clause) -> bool:
    """Whether the words right before and behind a figure allow it to be a target."""
    before = text[max(clause.start, figure.start - 12) : figure.start]
    after = text[figure.end : min(figure.end + 8, clause.end)]
    plain = not after or after[0] in _ENDS
    if before.endswith(_OF_OTHERS) or figure.measure == "name":
        return False
    if figure.spelt == "words":
        return bool(before) and plain
    if figure.measure == "none":
        if figure.unit and _PEOPLE.match(after):
            return True
        return plain and bool(figure.unit or LEVELS.search(before) or CHANGES.search(before))
    if figure.spelt == "chinese" and figure.measure not in ("share", "multiple"):
        made = _MAKES.search(before) or (plain and _counts_things(figure, text, clause))
        return figure.value >= 2 and bool(made) and not _SCOPED.match(after)
    needed = _NEEDS.get(figure.measure)
    if needed and not needed.search(before) and figure.start == figure.number:
        return False
    scoped = _SCOPED.match(after) and not (after[0] == "的" and _may_own(figure, before))
    return not scoped and (plain or not _is_size(figure, before, after))


def _is_size(figure: Figure, before: str, after: str) -> bool:
    """Whether a figure only describes what follows: 30亿元以上项目, 30户以上自然村."""
    if figure.comparator not in ("at_least", "at_most") or figure.measure not in _SIZES:
        return False
    if figure.measure == "money":
        return not _FUNDS.match(after)
    return not _RESULT.search(before) and figure.start == figure.number


def _may_own(figure: Figure, before: str) -> bool:
    """Whether a figure with 的 behind it is promised itself: 90%的村, 开发2万个以上的岗位."""
    counts = figure.measure in ("count", "person") and _RESULT.search(before)
    return figure.measure == "share" or bool(counts)


def _counts_things(figure: Figure, text: str, clause: Clause) -> bool:
    """Whether a spelt number stands behind a verb of promise and counts things one can see."""
    before = text[max(clause.start, figure.start - WINDOW) : figure.start]
    return figure.unit not in _VAGUE and bool(verbs(before))


def is_scope_of(member: Member, following: Member | None) -> bool:
    """Whether the figure only says where the next one happens: 在14个市州增补学位2万个."""
    if following is None or following.start != member.figures[-1].end:
        return False
    figure, after = member.figures[-1], following.figures[0]
    bounded = figure.comparator == "at_least" or member.head.endswith("过")
    sized = bounded and figure.measure in _SIZES
    if _NAMED_BY_SIZE.match(following.head) and figure.measure == "money":
        return True
    if after.spelt == "words" or (sized and after.measure in ("share", "count", "household")):
        return True
    place = list(_PLACE.finditer(member.head))
    return bool(place) and not verbs(member.head[place[-1].end() :])


def is_limit_in(member: Member, before: Member | None) -> bool:
    """Whether the figure only says of whom a share is meant: 20%的村收入超30万元."""
    share = before is not None and before.figures[-1].measure == "share"
    return share and member.head.startswith("的")


def is_promised(member: Member) -> bool:
    """False for what only acts on things that are there (做强3个集群) or counts words (9个方面)."""
    figure, tail = member.figures[-1], member.tail
    if member.form != "thing":
        return not (figure.unit in _WORDS and member.head.endswith(_MEASURES_TAKEN))
    if figure.unit in _WORDS and _TALK.search(tail[-6:]):
        return False
    if member.status == "existing" or _CHANCES.search(tail):
        return False
    if member.verb in _BETTERED and _QUALITIES.search(tail):
        return False
    named = figure.measure in _SIZES - {"household"} and _THINGS.search(tail)
    made = figure.measure not in _RAW and _RESULT.search(member.head)
    return not named or bool(made or _OUTCOME.search(tail))
