"""Sentences weighed for the past or the plan, and the place where a plan begins.

A sentence counts by the words that it has, a heading like many sentences. The plan begins where the
sentences before it and behind it differ most, and rather at a heading than elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from plangaps.reading.lexicon import any_of
from plangaps.reading.years import named_years


class Sentence(NamedTuple):
    """A sentence, its weight (above 0 for the plan) and, in a heading, what that opens."""

    start: int
    weight: int
    opens: str
    heading: str
    bonus: int  # how much a plan would rather begin here than at another sentence


_SENTENCE = re.compile(r"[^。！？；\n]+")
LINE = re.compile(r"[^\n]+")
NUMBERED = re.compile(
    "第[一二三四五六七八]部分[、，：:]?|(?:十?[一二三四五六七八九]|十)、(?![一二三四五六七八九十][、产])"
)
_MARKS = re.compile(r"^[#*\s—·■◆●※【\[]+|[#*※】\]]+$")
SHORT = 36  # characters of a line that may be a heading without a number
_OCCASION = re.compile(any_of("sections", "occasion") + r"|\d月\d*日|^目录$")
_GONE = re.compile(any_of("sections", "gone"))
_AHEAD = re.compile("(?!今年以来|今年前)" + any_of("sections", "ahead"))
_VAGUE_GONE = re.compile(any_of("sections", "vague_gone"))
_VAGUE_AHEAD = re.compile(any_of("sections", "vague_ahead"))
_START_OF_TERM = re.compile("开局|开好局|开端")
_SUBORDINATE = re.compile(r"[(（]|\d|第|——|--|·|[一二三四五六七八九十]是")
_PAST = re.compile(any_of("sections", "past"))
_DECIMAL = re.compile(r"\d\.\d")
_COMING = re.compile(any_of("sections", "coming"))
_LESSONS = re.compile(any_of("sections", "lessons"))
_STRONG, _WEAK, _MOST = 120, 24, 2  # what headings count, numbered; the most of one sentence
_THANKS = re.compile("(?:衷心|崇高|诚挚|真诚|最).{0,6}(?:感谢|谢意|敬意|致敬)")
_BEGINS = 60  # how much a plan would rather begin at its heading than at another paragraph
_CLOSING = 25  # what the thanks count that close a review, seldom a plan
_LEAST = 15  # sentences' worth of evidence that a part must have
OPENS = 12  # how much the first paragraph of a plan, or a numbered heading, counts
_PURE, _HEADED = 0.6, 0.4  # share of the sentences of a part that speak its tense; under a heading
DELEGATES = r"(?:各位代表[，！!：:])?"
GONE_OPENER = re.compile(
    DELEGATES + r"(?:回顾|回首|回望|总结)?(?:刚刚|已经)?"
    r"(?:(?:过去|这)的?[四五45]年|[四五45]年来|本届政府|“?十.?五”?(?:时期|期间|以来|是)"
    r"|去年|过去的?一年|一年来|20\d\d年[，是,])"
)
_GOALS = re.compile(DELEGATES + r"今年[^，。]{0,16}(?:预期|主要|奋斗)目标(?:是|为)")
AHEAD_OPENER = re.compile(
    DELEGATES + r"(?:今年是|\d{4}年，?是|做好今年|今年政府工作|\d{4}年政府工作的?总体|到\d{4}年"
    r"|(?:今后|未来|接下来)的?[三五35]年)"
)


def weighed(plain: str, end: int, year: int | None) -> Iterator[Sentence]:
    """Sentences of a text up to ``end`` with their weights; ``year`` is that of the plan."""
    for line in LINE.finditer(plain, 0, end):
        alone = len(line[0]) <= SHORT and line[0][-1] not in "。；！？，"
        lessons = False
        for sentence in _SENTENCE.finditer(plain, *line.span()):
            first = sentence.start() == line.start()
            numbered = NUMBERED.match(sentence[0])
            if numbered or (first and alone):
                title = line[0] if alone else re.split("[，：]", sentence[0][:SHORT])[0]
                behind = plain[line.end() : line.end() + SHORT].strip()
                yield _heading(sentence, title, numbered is not None, behind, year)
            else:
                lessons |= bool(first and _LESSONS.search(sentence[0]))
                ahead = first and opener(sentence[0], year) == "agenda"
                goals = first and _GOALS.match(sentence[0])
                bonus = _BEGINS if goals else OPENS if ahead else 0 if first else -_MOST
                count = min(-1, tense(sentence[0])) if lessons else tense(sentence[0])
                yield Sentence(sentence.start(), count, "", "", bonus)


def _heading(
    sentence: re.Match[str], title: str, numbered: bool, behind: str, year: int | None
) -> Sentence:
    opens, weight = opened(_MARKS.sub("", title), year)
    weight //= 1 if numbered else 3 if _SUBORDINATE.match(title) else 2
    if not opens and numbered:
        opens, weight = opener(behind, year), _WEAK
    if not opens or weight < _WEAK // 2:
        bonus = OPENS if numbered else 3
        return Sentence(sentence.start(), tense(sentence[0]), "", title, bonus)
    if opens == "agenda":
        return Sentence(sentence.start(), weight, opens, title, min(weight, _BEGINS))
    return Sentence(sentence.start(), -weight, opens, title, -weight)


def opened(title: str, year: int | None) -> tuple[str, int]:
    """What a heading opens (review, agenda or nothing), and how much that counts."""
    if _OCCASION.search(title):
        return "", 0
    begun = bool(_START_OF_TERM.search(title))
    named = named_years(title) if year and not begun else []
    earlier, later = min(named, default=9999) < (year or 0), max(named, default=0) >= (year or 9999)
    ahead, hope = not begun and bool(_AHEAD.search(title)), bool(_VAGUE_AHEAD.search(title))
    if _GONE.search(title):
        both = ahead or (later and hope)
        return ("", 0) if both else ("review", _STRONG)
    if ahead or named:
        both = earlier and (ahead or later)
        return ("", 0) if both else ("review" if earlier else "agenda", _STRONG)
    gone = bool(_VAGUE_GONE.search(title))
    return ("", 0) if gone == hope else ("review" if gone else "agenda", _WEAK)


def opener(words: str, year: int | None) -> str:
    """What the beginning of a paragraph opens: review, agenda or nothing."""
    opener = AHEAD_OPENER.match(words) or GONE_OPENER.match(words)
    if not opener:
        return ""
    named = named_years(opener[0])
    if named and year:
        return "agenda" if max(named) >= year else "review"
    return "agenda" if AHEAD_OPENER.match(words) else "review"


def tense(sentence: str) -> int:
    if _THANKS.search(sentence):
        return -_CLOSING
    coming = len(_COMING.findall(sentence))
    past = len(_PAST.findall(sentence)) + len(_DECIMAL.findall(sentence))
    return min(_MOST, coming) - min(_MOST, past)


def cut(sentences: list[Sentence], end: int) -> tuple[int, str]:
    """Where the plan begins, and what is doubtful: no_review, no_agenda, mixed or nothing."""
    counts = [sentence.weight for sentence in sentences]
    sums = [0, *accumulate(counts)]
    starts = [*(sentence.start for sentence in sentences), end]
    bonuses = [*(sentence.bonus for sentence in sentences), 0]
    best = max(range(len(starts)), key=lambda i: bonuses[i] - 2 * sums[i])
    past, coming = -sums[best], sums[-1] - sums[best]
    share = _HEADED if bonuses[best] > OPENS else _PURE
    pure = _pure(counts[:best], -1, share) and _pure(counts[best:], 1, share)
    if max(past, coming) < _LEAST or not pure:
        return starts[best], "mixed"
    if past < _LEAST:
        return 0, "no_review"
    return (end, "no_agenda") if coming < _LEAST else (starts[best], "")


def _pure(counts: list[int], sign: int, share: float) -> bool:
    signs = [count * sign > 0 for count in counts if count]
    return sum(signs) >= share * len(signs)
