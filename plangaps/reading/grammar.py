"""From the figures of a clause to its targets: whose figure it is, and whether it is promised.

A clause falls into members, each with one figure or with a list of figures that share their words:

    rate     城镇调查失业率 控制在 5.5%左右             indicator, verb, figure
    amount   新建 5G基站 1万个                         verb, what is counted, figure
    thing    建成 16座 农村生活垃圾中转站                 verb, figure, what is counted
    list     A、B和C产量分别达到 7000万吨、1280万吨、10亿立方米
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plangaps.reading.figures import Figure
from plangaps.reading.lexicon import any_of
from plangaps.reading.outlook import Clause

WINDOW = 80

_ENDS = "、，；。和及与并,;)）\n "
_JOINTS = "、和及与"
_LIST = re.compile(r"[、和及与,/](?:和|及|与)?|，(?=\d)")
_CHANGES = re.compile(f"{any_of('verbs', 'change')}{any_of('verbs', 'adverbs')}*$")
_LEVELS = re.compile(f"{any_of('verbs', 'level')}{any_of('verbs', 'adverbs')}*$")
_VERB = re.compile(
    f"(?P<name>{any_of('nouns', 'names')})|(?P<result>{any_of('verbs', 'makes', 'result')})"
    f"|(?P<advance>{any_of('verbs', 'advance')})|(?P<existing>{any_of('verbs', 'existing')})"
)
_VERB_END = re.compile(f"{any_of('verbs', 'makes', 'result', 'change', 'level')}$")
_MAKES = re.compile(f"{any_of('verbs', 'makes')}$")
_OUTCOME = re.compile(any_of("nouns", "outcome"))
_SCOPED = re.compile(r"[级制型岁强版届式]|周年|的(?!目标|任务|速度|增速|预期)")
_TALK = re.compile(any_of("nouns", "talk"))
_FUNDS = re.compile(any_of("nouns", "funds"))
_THINGS = re.compile(f"{any_of('nouns', 'things')}(?:建设)?$")
_NEEDS = {
    "year": re.compile("年限|教育"),
    "age": re.compile("寿命|年龄"),
    "time": re.compile("天数|时间|时长|时限|压|缩|不低于|不少于|达|控制在|延长|提前|减少|增加"),
}
_SIZES = {"money", "area", "length", "mass", "power", "household", "volume", "digital"}
_BASE = re.compile(r"[由从][^到至]{1,50}[到至]")
_STRIVE = re.compile(any_of("hedges", "strive"))
_MAINTAIN = re.compile(any_of("hedges", "maintain"))


@dataclass(slots=True)
class Member:
    """Figures that share their words: ``head`` stands before the first, ``tail`` behind the last.

    ``verb`` governs them, ``status`` says what sort of verb it is (result, advance, existing or
    none), ``form`` is rate, amount or thing.
    """

    figures: list[Figure]
    start: int
    head: str
    tail: str
    tail_end: int
    clause: Clause
    verb: str = ""
    status: str = ""
    form: str = ""
    hedge: str = ""


def members(clauses: Iterator[Clause], figures: list[Figure], text: str) -> Iterator[Member]:
    """Members of all clauses whose figures are promised, in order; ``text`` is masked."""
    at, last = 0, None
    for clause in clauses:
        while at < len(figures) and figures[at].start < clause.start:
            at += 1
        first = at
        while at < len(figures) and figures[at].end <= clause.end:
            at += 1
        context = last if last and last.clause.sentence == clause.sentence else None
        for member in _members(clause, figures[first:at], text):
            _govern(member, context)
            context = last = member
            if _is_promised(member):
                yield member


def _members(clause: Clause, figures: list[Figure], text: str) -> list[Member]:
    bases = _BASE.search(text, clause.start, clause.end) if figures else None
    found: list[Member] = []
    for figure in figures:
        if bases and bases.start() < figure.start and figure.end <= bases.end():
            continue
        if found and figure.start == found[-1].figures[-1].end:
            continue
        if not _can_be_target(figure, text, clause):
            continue
        if found and _LIST.fullmatch(text, found[-1].figures[-1].end, figure.start):
            found[-1].figures.append(figure)
        else:
            found.append(Member([figure], clause.start, "", "", clause.end, clause))
    for left, right in pairwise(found):
        left.tail_end, right.start = _boundary(left.figures[-1].end, right.figures[0].start, text)
    for member in found:
        begin, end = member.figures[0].start, member.figures[-1].end
        member.start = max(member.start, begin - WINDOW)
        member.head = text[member.start : begin]
        member.tail_end = min(member.tail_end, end + WINDOW)
        member.tail = text[end : member.tail_end].strip()
    return [m for m in found if m is found[-1] or not m.head.endswith("在")]


def _boundary(end: int, start: int, text: str) -> tuple[int, int]:
    """Where the words of one figure end, and where those of the next one begin."""
    if text[start - 1] in _JOINTS:
        return start - 1, start
    if text[end : end + 1] in _JOINTS:
        return end, end + 1
    comma = text.find("、", end, min(start, end + WINDOW))
    return (comma, comma + 1) if comma >= 0 else (min(start, end + WINDOW), end)


def _can_be_target(figure: Figure, text: str, clause: Clause) -> bool:
    before = text[max(clause.start, figure.start - 12) : figure.start]
    after = text[figure.end : min(figure.end + 6, clause.end)]
    if (before and before[-1] in "第每前后") or figure.measure == "name":
        return False
    if figure.spelt == "words":
        return bool(before) and (not after or after[0] in _ENDS)
    spelt_count = figure.spelt == "chinese" and figure.measure not in ("share", "multiple")
    if spelt_count and (figure.value < 2 or not _MAKES.search(before)):
        return False
    if figure.measure == "none":
        plain = not after or after[0] in _ENDS
        return plain and bool(figure.unit or _LEVELS.search(before) or _CHANGES.search(before))
    if figure.measure in _NEEDS and not _NEEDS[figure.measure].search(before):
        return False
    return not _SCOPED.match(after) and not _is_size(figure, before, after)


def _is_size(figure: Figure, before: str, after: str) -> bool:
    """Whether a figure only describes what follows: 30亿元以上项目, 30户以上自然村."""
    bound = figure.comparator in ("at_least", "at_most") and figure.measure in _SIZES
    if not bound or not after or after[0] in _ENDS:
        return False
    if figure.measure == "money":
        return not _FUNDS.match(after)
    return not _VERB_END.search(before) and figure.start == figure.number


def _govern(member: Member, context: Member | None) -> None:
    """Find the verb that governs a member; one without a verb goes on with the one before."""
    verbs = [v for v in _VERB.finditer(member.head) if v.lastgroup != "name"]
    if verbs:
        member.verb, member.status = verbs[-1][0], verbs[-1].lastgroup or ""
    elif context:
        member.verb, member.status = context.verb, context.status
    figure = member.figures[0]
    if figure.measure in ("share", "multiple"):
        member.form = "rate"
    elif member.tail and figure.spelt != "words":
        member.form = "thing"
    else:
        member.form = "rate" if _LEVELS.search(member.head) else "amount"
    if _MAINTAIN.search(member.head[-8:]):
        member.hedge = "maintain"
    elif _STRIVE.search(member.head) or (context and context.hedge == "strive" and not verbs):
        member.hedge = "strive"


def _is_promised(member: Member) -> bool:
    if member.form != "thing":
        return True
    figure, tail = member.figures[-1], member.tail
    if member.status == "existing":
        return False
    if figure.unit in ("个", "项", "条", "件") and _TALK.search(tail[-6:]):
        return False
    named = figure.measure in _SIZES and figure.measure != "household" and _THINGS.search(tail)
    return not (named and not _OUTCOME.search(tail))
