"""From the quantities of a clause to its targets: what each measures, and whether it is promised.

A clause falls into members, each with one quantity or with a list that shares its words:

    rate     城镇调查失业率 控制在 5.5%左右             indicator, verb, quantity
    amount   新建 5G基站 1万个                         verb, what is counted, quantity
    thing    建成 16座 农村生活垃圾中转站                 verb, quantity, what is counted
    list     A、B和C产量分别达到 7000万吨、1280万吨、10亿立方米
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from plangaps.reading.exclusions import can_be_target, is_limit_in, is_scope_of
from plangaps.reading.lexicon import any_of, groups
from plangaps.reading.member import CHANGES, LEVELS, WINDOW, Member, governing, stage, verbs
from plangaps.reading.outlook import Clause
from plangaps.reading.quantities import Quantity, within

LONGEST_LIST = 12

BASE = re.compile(r"[由从](?![业事严而此])[^到至]{1,50}[到至]")

_JOINTS = "、和及与"
_LIST = re.compile(r"[、和及与,/](?:和|及|与)?|，(?=\d)")
_NAMELESS = re.compile(
    rf"(?:[比较](?:上年|去年)|{any_of('verbs', 'change', 'level', 'adverbs')}|\s)*+"
)
_GOAL = re.compile(r"的?(?:预期|年度|既定)?(?:目标|任务|速度|水平)?(?:任务)?$")
_NO_NAME = re.compile(r"\W*$|\d|的?(?:规模|水平|能力)$")  # behind a figure; it names nothing
_REMARK = re.compile(r"^[（(]□*[）)]")
_LOWER = re.compile(
    f"({any_of('before', 'at_least', 'at_most')})[^，、]{{1,25}}(?:的|平均水平|平均|增速)$"
)
_OWN_WORK = re.compile(f"^(?:其中)?(?:{any_of('nouns', 'stages')})|新增(?:城镇)?就业")
_HEAD = re.compile(f"^(?:{any_of('nouns', 'leads')}|{any_of('hedges', 'strive')})+")
_HEDGES = {name: re.compile(any_of("hedges", name)) for name in groups("hedges")}


def members(clauses: Iterator[Clause], quantities: list[Quantity], text: str) -> Iterator[Member]:
    """Members of the clauses in order, promised or not; ``text`` is masked."""
    context = None
    for clause, own in within(clauses, quantities):
        for member in _members(clause, own, text):
            same = context and context.clause.sentence == clause.sentence
            _govern(member, context if same else None)
            context = member
            yield member


def _members(clause: Clause, quantities: Sequence[Quantity], text: str) -> list[Member]:
    row: list[Member] = []
    for quantity in _candidates(clause, quantities, text):
        listed = row and _LIST.fullmatch(text, row[-1].quantities[-1].end, quantity.start)
        if listed and _goes_on(row[-1], quantity, text):
            row[-1].quantities.append(quantity)
        elif not row or quantity.start > row[-1].quantities[-1].end:
            row.append(Member([quantity], clause.start, clause.end, clause))
    for left, right in pairwise(row):
        left.end, right.start = _boundary(left.quantities[-1].end, right.quantities[0].start, text)
    for member in row:
        _take_words(member, text)
    for left, right in reversed(list(pairwise(row))):
        if left.tail.endswith("级") and right.tail and right.end - left.end < WINDOW:
            left.tail, left.end = left.tail + right.tail.split("级", 1)[-1], right.end
    kept = [m for m, n in zip(row, [*row[1:], None], strict=False) if not is_scope_of(m, n)]
    return [m for m, n in zip(kept, [None, *kept], strict=False) if not is_limit_in(m, n)]


def _goes_on(member: Member, quantity: Quantity, text: str) -> bool:
    """Whether a quantity belongs to the list before it: of the same sort, or announced by 分别."""
    first = member.quantities[0]
    alike = quantity.measure == first.measure and quantity.start == quantity.number
    apart = "分别" in text[max(member.start, first.start - WINDOW) : first.start]
    return (alike or apart) and len(member.quantities) < LONGEST_LIST


def _candidates(clause: Clause, quantities: Sequence[Quantity], text: str) -> Iterator[Quantity]:
    """Quantities that may be targets: no baselines (由5%提高到6%), names, sizes, years."""
    base = BASE.search(text, clause.start, clause.end) if quantities else None
    for quantity in quantities:
        in_base = base and base.start() < quantity.start and quantity.end <= base.end()
        if not in_base and can_be_target(quantity, text, clause):
            yield quantity


def _boundary(end: int, start: int, text: str) -> tuple[int, int]:
    """Where the words of one quantity end, and where those of the next one begin."""
    if text[start - 1] in _JOINTS:
        return start - 1, start
    if text[end] in _JOINTS:
        return end, end + 1
    comma = text.find("、", end, min(start, end + WINDOW))
    return (comma, comma + 1) if comma >= 0 else (min(start, end + WINDOW), end)


def _take_words(member: Member, text: str) -> None:
    first, last = member.quantities[0], member.quantities[-1]
    member.start = max(member.start, first.start - WINDOW)
    member.end = min(member.end, last.end + WINDOW)
    member.head = text[member.start : first.start]
    tail = _REMARK.sub("", text[last.end : member.end]).strip()
    if tail.startswith(tuple(_JOINTS)) or _NO_NAME.match(tail):
        tail, member.end = "", last.end
    member.tail = _GOAL.sub("", tail) if tail.startswith("的") else tail
    if (lower := _LOWER.search(member.head)) and first.comparator == "stated":
        comparator = "at_least" if lower[1] in groups("before")["at_least"] else "at_most"
        member.quantities[0] = first._replace(comparator=comparator)


def _govern(member: Member, context: Member | None) -> None:
    """Find the verb that governs a member; one without a verb goes on with the one before."""
    own = verbs(member.head)
    member.context = context
    if own:
        member.verb, member.status = governing(member.head)
    elif context:
        member.status = context.status
        goes_on = context.clause is member.clause and not _OWN_WORK.search(member.head)
        member.verb = context.verb if goes_on else ""
    member.form = _form(member)
    member.named = (member.start, member.quantities[0].start)
    silent = _NAMELESS.fullmatch(member.head) or stage(member.head)
    nameless = member.form != "thing" and silent
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
    return near and member.start - context.quantities[-1].end <= 1


def _form(member: Member) -> str:
    quantity = member.quantities[0]
    if quantity.measure in ("share", "multiple"):
        bare = quantity.spelt != "words" and not _HEAD.sub("", member.head)
        return "thing" if bare and len(member.tail) > 2 else "rate"
    if member.tail and quantity.spelt != "words":
        return "thing"
    told = LEVELS.search(member.head) or CHANGES.search(member.head)
    return "rate" if told and not stage(member.head) else "amount"
