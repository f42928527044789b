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
from itertools import pairwise

from plangaps.reading.exclusions import can_be_target, is_limit_in, is_promised, is_scope_of
from plangaps.reading.figures import Figure
from plangaps.reading.lexicon import any_of, groups
from plangaps.reading.member import CHANGES, LEVELS, WINDOW, Member, verbs
from plangaps.reading.outlook import Clause

LONGEST_LIST = 12

BASE = re.compile(r"[由从](?![业事严而此])[^到至]{1,50}[到至]")

_JOINTS = "、和及与"
_LIST = re.compile(r"[、和及与,/](?:和|及|与)?|，(?=\d)")
_NAMELESS = re.compile(
    rf"(?:[比较](?:上年|去年)|{any_of('verbs', 'change', 'level', 'adverbs')}|\s)*+"
)
_GOAL = re.compile(r"的?(?:预期|年度|既定)?(?:目标|任务|速度|水平)?(?:任务)?$")
_REMARK = re.compile(r"^[（(]□*[）)]")
_LOWER = re.compile(
    f"({any_of('before', 'at_least', 'at_most')})[^，、]{{1,25}}(?:的|平均水平|平均|增速)$"
)
_HEDGES = {name: re.compile(any_of("hedges", name)) for name in groups("hedges")}


def members(clauses: Iterator[Clause], figures: list[Figure], text: str) -> Iterator[Member]:
    """Members of the clauses whose figures are promised, in order; ``text`` is masked."""
    at, context = 0, None
    for clause in clauses:
        while at < len(figures) and figures[at].start < clause.start:
            at += 1
        first = at
        while at < len(figures) and figures[at].end <= clause.end:
            at += 1
        for member in _members(clause, figures[first:at], text):
            same = context and context.clause.sentence == clause.sentence
            _govern(member, context if same else None)
            context = member
            if is_promised(member):
                yield member


def _members(clause: Clause, figures: list[Figure], text: str) -> list[Member]:
    found: list[Member] = []
    for figure in _candidates(clause, figures, text):
        listed = found and _LIST.fullmatch(text, found[-1].figures[-1].end, figure.start)
        if listed and _goes_on(found[-1], figure, text):
            found[-1].figures.append(figure)
        elif not found or figure.start > found[-1].figures[-1].end:
            found.append(Member([figure], clause.start, clause.end, clause))
    for left, right in pairwise(found):
        left.end, right.start = _boundary(left.figures[-1].end, right.figures[0].start, text)
    for member in found:
        _take_words(member, text)
    for left, right in reversed(list(pairwise(found))):
        if left.tail.endswith("级") and right.tail and right.end - left.end < WINDOW:
            left.tail, left.end = left.tail + right.tail.split("级", 1)[-1], right.end
    kept = [m for m, n in zip(found, [*found[1:], None], strict=False) if not is_scope_of(m, n)]
    return [m for m, n in zip(kept, [None, *kept], strict=False) if not is_limit_in(m, n)]


def _goes_on(member: Member, figure: Figure, text: str) -> bool:
    """Whether a figure belongs to the list before it: of the same sort, or announced by 分别."""
    first = member.figures[0]
    alike = figure.measure == first.measure and figure.start == figure.number
    apart = "分别" in text[max(member.start, first.start - WINDOW) : first.start]
    return (alike or apart) and len(member.figures) < LONGEST_LIST


def _candidates(clause: Clause, figures: list[Figure], text: str) -> Iterator[Figure]:
    """Figures of a clause that may be targets: no baselines (由5%提高到6%), names, sizes, years."""
    base = BASE.search(text, clause.start, clause.end) if figures else None
    for figure in figures:
        in_base = base and base.start() < figure.start and figure.end <= base.end()
        if not in_base and can_be_target(figure, text, clause):
            yield figure


def _boundary(end: int, start: int, text: str) -> tuple[int, int]:
    """Where the words of one figure end, and where those of the next one begin."""
    if text[start - 1] in _JOINTS:
        return start - 1, start
    if text[end] in _JOINTS:
        return end, end + 1
    comma = text.find("、", end, min(start, end + WINDOW))
    return (comma, comma + 1) if comma >= 0 else (min(start, end + WINDOW), end)


def _take_words(member: Member, text: str) -> None:
    first, last = member.figures[0], member.figures[-1]
    member.start = max(member.start, first.start - WINDOW)
    member.end = min(member.end, last.end + WINDOW)
    member.head = text[member.start : first.start]
    tail = _REMARK.sub("", text[last.end : member.end]).strip()
    if tail.startswith(tuple(_JOINTS)) or not re.search(r"\w", tail):
        tail, member.end = "", last.end
    member.tail = _GOAL.sub("", tail) if tail.startswith("的") else tail
    if (lower := _LOWER.search(member.head)) and first.comparator == "stated":
        comparator = "at_least" if lower[1] in groups("before")["at_least"] else "at_most"
        member.figures[0] = first._replace(comparator=comparator)


def _govern(member: Member, context: Member | None) -> None:
    """Find the verb that governs a member; one without a verb goes on with the one before."""
    own = verbs(member.head)
    if own:
        member.verb, member.status = own[-1][0], own[-1].lastgroup or ""
    elif context:
        member.status = context.status
        member.verb = context.verb if context.clause is member.clause else ""
    member.form = _form(member)
    member.named = (member.start, member.figures[0].start)
    nameless = member.form != "thing" and _NAMELESS.fullmatch(member.head)
    if context and nameless and _follows(member, context):
        member.named, member.start = context.named, context.named[0]
    if _HEDGES["maintain"].search(member.head[-8:]):
        member.hedge = "maintain"
    elif _HEDGES["strive"].search(member.head) or (
        context and context.hedge == "strive" and not own
    ):
        member.hedge = "strive"


def _follows(member: Member, context: Member) -> bool:
    """Whether a member comes right behind another one, near enough to share its words."""
    near = member.start - context.named[0] < WINDOW
    return near and member.start - context.figures[-1].end <= 1


def _form(member: Member) -> str:
    figure = member.figures[0]
    if figure.measure in ("share", "multiple"):
        return "rate"
    if member.tail and figure.spelt != "words":
        return "thing"
    return "rate" if LEVELS.search(member.head) or CHANGES.search(member.head) else "amount"
