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
from plangaps.reading.lexicon import any_of, groups
from plangaps.reading.outlook import Clause

WINDOW = 80  # characters looked at on either side of a figure: keeps the reader linear
LONGEST_LIST = 12

CHANGES = re.compile(f"{any_of('verbs', 'change')}{any_of('verbs', 'adverbs')}*$")
LEVELS = re.compile(f"{any_of('verbs', 'level')}{any_of('verbs', 'adverbs')}*$")
BASE = re.compile(r"[由从](?![业事严而此])[^到至]{1,50}[到至]")

_ENDS = "、，；。和及与并,;)）\n "
_JOINTS = "、和及与"
_LIST = re.compile(r"[、和及与,/](?:和|及|与)?|，(?=\d)")
_VERB = re.compile(
    f"(?P<name>{any_of('nouns', 'names')})|(?P<result>{any_of('verbs', 'makes', 'result')})"
    f"|(?P<advance>{any_of('verbs', 'advance')})|(?P<existing>{any_of('verbs', 'existing')})"
)
_MAKES = re.compile(f"{any_of('verbs', 'makes')}$")
_RESULT = re.compile(f"{any_of('verbs', 'makes', 'result', 'change', 'level')}$")
_NAMELESS = re.compile(
    rf"(?:[比较](?:上年|去年)|{any_of('verbs', 'change', 'level', 'adverbs')}|\s)*+"
)
_PLACE = re.compile("(?<!稳定)(?<!保持)(?<!控制)(?<!维持)(?<!巩固)在")
_SCOPED = re.compile(r"[级制型岁强版届式]|周年|的(?!目标|任务|速度|增速|预期)")
_GOAL = re.compile(r"的?(?:预期|年度|既定)?(?:目标|任务|速度|水平)?(?:任务)?$")
_REMARK = re.compile(r"^[（(]□*[）)]")
_LOWER = re.compile(
    f"({any_of('before', 'at_least', 'at_most')})[^，、]{{1,25}}(?:的|平均水平|平均|增速)$"
)
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
_HEDGES = {name: re.compile(any_of("hedges", name)) for name in groups("hedges")}


@dataclass(slots=True)
class Member:
    """Figures that share their words: ``head`` stands before the first, ``tail`` behind the last.

    ``named`` is where the indicator is called; words that say nothing but 增长 go back to the ones
    before (产值超过8亿元、增长6%).
    ``verb`` governs them, ``status`` is its sort (result, advance, existing, or empty without a
    verb), ``form`` is rate, amount or thing.
    """

    figures: list[Figure]
    start: int
    end: int
    clause: Clause
    named: tuple[int, int] = (0, 0)
    head: str = ""
    tail: str = ""
    verb: str = ""
    status: str = ""
    form: str = ""
    hedge: str = ""


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
            if _is_promised(member):
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
    kept = [m for m, n in zip(found, [*found[1:], None], strict=False) if not _is_scope_of(m, n)]
    return [m for m, n in zip(kept, [None, *kept], strict=False) if not _is_limit_in(m, n)]


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
        if not in_base and _can_be_target(figure, text, clause):
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


def _is_scope_of(member: Member, following: Member | None) -> bool:
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
    return bool(place) and not _verbs(member.head[place[-1].end() :])


def _can_be_target(figure: Figure, text: str, clause: Clause) -> bool:
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


def _is_limit_in(member: Member, before: Member | None) -> bool:
    """Whether the figure only says of whom a share is meant: 20%的村收入超30万元."""
    share = before is not None and before.figures[-1].measure == "share"
    return share and member.head.startswith("的")


def _may_own(figure: Figure, before: str) -> bool:
    """Whether a figure with 的 behind it is promised itself: 90%的村, 开发2万个以上的岗位."""
    counts = figure.measure in ("count", "person") and _RESULT.search(before)
    return figure.measure == "share" or bool(counts)


def _counts_things(figure: Figure, text: str, clause: Clause) -> bool:
    """Whether a spelt number stands behind a verb of promise and counts things one can see."""
    before = text[max(clause.start, figure.start - WINDOW) : figure.start]
    return figure.unit not in _VAGUE and bool(_verbs(before))


def _is_size(figure: Figure, before: str, after: str) -> bool:
    """Whether a figure only describes what follows: 30亿元以上项目, 30户以上自然村."""
    if figure.comparator not in ("at_least", "at_most") or figure.measure not in _SIZES:
        return False
    if figure.measure == "money":
        return not _FUNDS.match(after)
    return not _RESULT.search(before) and figure.start == figure.number


def _verbs(words: str) -> list[re.Match[str]]:
    return [v for v in _VERB.finditer(words) if v.lastgroup != "name"]


def _govern(member: Member, context: Member | None) -> None:
    """Find the verb that governs a member; one without a verb goes on with the one before."""
    verbs = _verbs(member.head)
    if verbs:
        member.verb, member.status = verbs[-1][0], verbs[-1].lastgroup or ""
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
        context and context.hedge == "strive" and not verbs
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


def _is_promised(member: Member) -> bool:
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
