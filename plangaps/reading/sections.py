"""The parts of a work report: what it looks back on, what it plans, and what stands around them.

A report tells the past before the plan. Where one ends and the other begins is found from headings
and wording together: each sentence counts for the past or for the plan by the words that it has, a
heading counts like many sentences, and the plan begins where the two sides differ most.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from plangaps.reading.lexicon import any_of
from plangaps.reading.quantities import compact, normalise
from plangaps.reading.years import Years, named_years, year_of, years_ahead, years_gone


class Part(NamedTuple):
    """``text[start:end]`` is of one ``kind`` and speaks of the years ``first`` to ``last``.

    ``kind`` is front (title and address), review (what was done), agenda (what is planned), mixed
    (past and plan not told apart) or annex (glossary, notes). The years are None where neither the
    text nor ``year`` gives them. ``heading`` is what opens the part, empty where nothing does.
    """

    kind: str
    start: int
    end: int
    first: int | None
    last: int | None
    heading: str


@dataclass(frozen=True)
class Sections:
    """Parts of a text in order and without gaps, and what cannot be told from it.

    ``doubt`` is empty where review and agenda were both found, otherwise no_review, no_agenda or
    mixed (the wording does not part past from plan). ``abridged``: the text says it is shortened.
    """

    parts: tuple[Part, ...]
    doubt: str
    abridged: bool

    def at(self, place: int) -> Part:
        """The part that holds a place of the text."""
        return self.parts[bisect_right([part.start for part in self.parts], place) - 1]


class _Sentence(NamedTuple):
    """A sentence, its weight (above 0 for the plan) and, in a heading, what that opens."""

    start: int
    weight: int
    opens: str
    heading: str
    bonus: int  # how much a plan would rather begin here than at another sentence


_SENTENCE = re.compile(r"[^。！？；\n]+")
_LINE = re.compile(r"[^\n]+")
_NUMBERED = re.compile(
    "第[一二三四五六七八]部分[、，：:]?|(?:十?[一二三四五六七八九]|十)、(?![一二三四五六七八九十][、产])"
)
_MARKS = re.compile(r"^[#*\s—·■◆●※【\[]+|[#*※】\]]+$")
_SHORT = 36  # characters of a line that may be a heading without a number
_OCCASION = re.compile(any_of("sections", "occasion") + r"|\d月\d*日|^目录$")
_GONE = re.compile(any_of("sections", "gone"))
_AHEAD = re.compile("(?!今年以来|今年前)" + any_of("sections", "ahead"))
_VAGUE_GONE = re.compile(any_of("sections", "vague_gone"))
_VAGUE_AHEAD = re.compile(any_of("sections", "vague_ahead"))
_START_OF_TERM = re.compile("开局|开好局|开端")
_SUBORDINATE = re.compile(r"[(（]|\d|第|——|--|·|[一二三四五六七八九十]是")
_PAST = re.compile(any_of("sections", "past") + r"|\d\.\d")
_COMING = re.compile(any_of("sections", "coming"))
_LESSONS = re.compile(any_of("sections", "lessons"))
_GLOSSARY = re.compile(any_of("sections", "glossary"))
_ANNEX = re.compile(r"附[件录:：]|附件[一二三\d]")
_NOTE = re.compile(
    r"(?:\[\^?\d{1,3}\]|〔\d{1,3}〕|［\d{1,3}］|\d{1,3}[.．、]|[①-⑳]|【)?[^，。\n]{2,40}"
    r"(?:[：:](?:是?指|即|$)?|是指|】)"
)
_SHORTENED = re.compile(r"[（(【\[][^）)】\]\n]{0,12}" + any_of("sections", "shortened"))
_STRONG, _WEAK, _MOST = 120, 24, 2  # what headings count, numbered; the most of one sentence
_THANKS = re.compile("(?:衷心|崇高|诚挚|真诚|最).{0,6}(?:感谢|谢意|敬意|致敬)")
_BEGINS = 60  # how much a plan would rather begin at its heading than at another paragraph
_CLOSING = 25  # what the thanks count that close a review, seldom a plan
_LEAST = 15  # sentences' worth of evidence that a part must have
_OPENS = 12  # how much the first paragraph of a plan, or a numbered heading, counts
_PURE, _HEADED = 0.6, 0.4  # share of the sentences of a part that speak its tense; under a heading
_FRONT = 4000  # characters that title and address take at most
_OPENER_LENGTH = 24
_GREETING = re.compile("[^\n]*(?:请予审议|请予审查|请审议|请予审|提出意见|提出宝贵意见)[^\n]*")
_DELEGATES = r"(?:各位代表[，！!：:])?"
_GONE_OPENER = re.compile(
    _DELEGATES + r"(?:回顾|回首|回望|总结)?(?:刚刚|已经)?"
    r"(?:(?:过去|这)的?[四五45]年|[四五45]年来|本届政府|“?十.?五”?(?:时期|期间|以来|是)"
    r"|去年|过去的?一年|一年来|20\d\d年[，是,])"
)
_AHEAD_OPENER = re.compile(
    _DELEGATES + r"(?:今年是|\d{4}年，?是|做好今年|今年政府工作|\d{4}年政府工作的?总体|到\d{4}年"
    r"|(?:今后|未来|接下来)的?[三五35]年)"
)
_EDGE = 400  # characters at either end in which a text says that it is shortened


def sections(text: str, year: int | None = None) -> Sections:
    """Parts of a work report: front, review, agenda, annex, each with the years it speaks of.

    ``year`` is the one whose plan the report carries (its title is asked otherwise). The review of
    a term and that of a year are parts of their own, and so are the plan of years and of the year.
    Places count in the text as given; ``Sections.doubt`` says what could not be found.
    """
    plain, places = compact(normalise(text))
    inner = outline(plain, year or year_of(plain))
    starts = [0, *(places[part.start] for part in inner.parts[1:]), len(text)]
    parts = (
        part._replace(start=start, end=end)
        for part, (start, end) in zip(inner.parts, pairwise(starts), strict=True)
    )
    return Sections(tuple(parts), inner.doubt, inner.abridged)


def outline(plain: str, year: int | None) -> Sections:
    """Sections of a text that was normalised and compacted; places count in it."""
    annex = _annex(plain)
    sentences = list(_sentences(plain, annex, year))
    cut, doubt = _cut(sentences, annex)
    front = min(_front(plain, sentences), cut)
    kinds = [("front", 0, front)]
    if doubt == "mixed":
        kinds += [("mixed", front, annex)]
    else:
        kinds += [("review", front, cut), ("agenda", cut, annex)]
    kinds += [("annex", annex, len(plain))]
    parts = [
        part
        for kind, start, end in kinds
        if start < end or (kind == "mixed" and not plain)
        for part in _split(kind, start, end, plain, sentences, year)
    ]
    ends = plain[:_EDGE] + "\n" + plain[-_EDGE:]
    return Sections(tuple(parts), doubt, _SHORTENED.search(ends) is not None)


def _sentences(plain: str, end: int, year: int | None) -> Iterator[_Sentence]:
    for line in _LINE.finditer(plain, 0, end):
        alone = len(line[0]) <= _SHORT and line[0][-1] not in "。；！？，"
        lessons = False
        for sentence in _SENTENCE.finditer(plain, *line.span()):
            first = sentence.start() == line.start()
            numbered = _NUMBERED.match(sentence[0])
            if numbered or (first and alone):
                title = line[0] if alone else re.split("[，：]", sentence[0][:_SHORT])[0]
                behind = plain[line.end() : line.end() + _SHORT].strip()
                yield _heading(sentence, title, numbered is not None, behind, year)
            else:
                lessons |= bool(first and _LESSONS.search(sentence[0]))
                ahead = first and _opener(sentence[0], year) == "agenda"
                bonus = _OPENS if ahead else 0 if first else -_MOST
                count = min(-1, _tense(sentence[0])) if lessons else _tense(sentence[0])
                yield _Sentence(sentence.start(), count, "", "", bonus)


def _heading(
    sentence: re.Match[str], title: str, numbered: bool, behind: str, year: int | None
) -> _Sentence:
    opens, weight = _opened(_MARKS.sub("", title), year)
    weight //= 1 if numbered else 3 if _SUBORDINATE.match(title) else 2
    if not opens and numbered:
        opens, weight = _opener(behind, year), _WEAK
    if not opens or weight < _WEAK // 2:
        bonus = _OPENS if numbered else 3
        return _Sentence(sentence.start(), _tense(sentence[0]), "", title, bonus)
    if opens == "agenda":
        return _Sentence(sentence.start(), weight, opens, title, min(weight, _BEGINS))
    return _Sentence(sentence.start(), -weight, opens, title, -weight)


def _opened(title: str, year: int | None) -> tuple[str, int]:
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


def _opener(words: str, year: int | None) -> str:
    """What the beginning of a paragraph opens: review, agenda or nothing."""
    opener = _AHEAD_OPENER.match(words) or _GONE_OPENER.match(words)
    if not opener:
        return ""
    named = named_years(opener[0])
    if named and year:
        return "agenda" if max(named) >= year else "review"
    return "agenda" if _AHEAD_OPENER.match(words) else "review"


def _tense(sentence: str) -> int:
    if _THANKS.search(sentence):
        return -_CLOSING
    coming, past = len(_COMING.findall(sentence)), len(_PAST.findall(sentence))
    return min(_MOST, coming) - min(_MOST, past)


def _cut(sentences: list[_Sentence], end: int) -> tuple[int, str]:
    """Where the plan begins, and what is doubtful: no_review, no_agenda, mixed or nothing."""
    counts = [sentence.weight for sentence in sentences]
    sums = [0, *accumulate(counts)]
    starts = [*(sentence.start for sentence in sentences), end]
    bonuses = [*(sentence.bonus for sentence in sentences), 0]
    best = max(range(len(starts)), key=lambda i: bonuses[i] - 2 * sums[i])
    past, coming = -sums[best], sums[-1] - sums[best]
    share = _HEADED if bonuses[best] > _OPENS else _PURE
    pure = _pure(counts[:best], -1, share) and _pure(counts[best:], 1, share)
    if max(past, coming) < _LEAST or not pure:
        return starts[best], "mixed"
    if past < _LEAST:
        return 0, "no_review"
    return (end, "no_agenda") if coming < _LEAST else (starts[best], "")


def _pure(counts: list[int], sign: int, share: float) -> bool:
    signs = [count * sign > 0 for count in counts if count]
    return sum(signs) >= share * len(signs)


def _front(plain: str, sentences: list[_Sentence]) -> int:
    """Where the title and the address to the delegates end."""
    greeting = _GREETING.search(plain)
    first = next((s.start for s in sentences if s.opens), None)
    if first is not None and first < _FRONT:
        return first
    return greeting.end() if greeting and greeting.end() < _FRONT else 0


def _split(
    kind: str, start: int, end: int, plain: str, sentences: list[_Sentence], year: int | None
) -> Iterator[Part]:
    """A part by the years it speaks of: a term and a year, the years to come and the next."""
    last = {"review": year and year - 1, "agenda": year, "mixed": year}.get(kind)
    years, heading, begin = (last, last), "", start
    for sentence in sentences:
        if not start <= sentence.start < end:
            continue
        words = sentence.heading or plain[sentence.start : sentence.start + _OPENER_LENGTH]
        new = _years(kind, sentence, words, year) or years
        if sentence.start == start:
            years, heading = new, sentence.heading
        elif new != years:
            yield Part(kind, begin, sentence.start, *years, heading)
            years, heading, begin = new, sentence.heading, sentence.start
    yield Part(kind, begin, end, *years, heading)


def _years(kind: str, sentence: _Sentence, words: str, year: int | None) -> Years | None:
    """Years that a heading or the beginning of a paragraph sets; None where it sets none."""
    if kind == "review":
        if sentence.opens == "review":
            return years_gone(words, year)
        opener = sentence.bonus >= 0 and _GONE_OPENER.match(words)
        years = years_gone(opener[0], year) if opener else None
        return years if years and (years[0] != years[1] or years[0] == (year or 0) - 1) else None
    if kind == "agenda" and sentence.heading:
        carried = (year, year) if _NUMBERED.match(words) else None
        return years_ahead(words, year) or carried
    if kind == "agenda" and sentence.bonus == _OPENS:
        opener = _AHEAD_OPENER.match(words) or _GONE_OPENER.match(words)
        return years_ahead(opener[0], year) if opener else None
    return None


def _annex(plain: str) -> int:
    """Where the glossary or the notes behind a report begin; its end where there are none."""
    half = len(plain) // 2
    lines = list(_LINE.finditer(plain, half))
    for number, line in enumerate(lines):
        title = line[0]
        if len(title) > _SHORT:
            continue
        if _GLOSSARY.search(title) and title[-1] not in "。；！？":
            return line.start()
        if _ANNEX.match(title):
            next_line = lines[number + 1][0][:_SHORT] if number + 1 < len(lines) else ""
            if not (_VAGUE_AHEAD.search(title + next_line) or _AHEAD.search(title + next_line)):
                return line.start()
    notes = 0
    for number in range(len(lines) - 1, -1, -1):
        if not _NOTE.match(lines[number][0]):
            break
        notes += 1
    return lines[-notes].start() if notes >= 3 else len(plain)
