"""Which clauses of a text speak of what is to come, and of which years.

The plan of a report speaks of the future but for remarks on the past. Where the sections cannot be
told, words of time decide (去年, 今年, 2025年), then words of tense (已, 同比; 将, 力争), then the
sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from plangaps.reading.document import Document
from plangaps.reading.lexicon import any_of
from plangaps.reading.sections import Part
from plangaps.reading.years import years_due


class Clause(NamedTuple):
    """A clause of the future; its targets fall into the years ``first`` to ``last``.

    ``since`` is the first year from which what is yearly or averaged up to ``last`` counts.
    ``headed`` says whether a heading says so; otherwise tense was judged from the words alone.
    """

    start: int
    end: int
    sentence: int
    first: int | None
    last: int | None
    headed: bool
    since: int | None = None


_SENTENCE = re.compile(r"[^。！？\n]+")
_CLAUSE = re.compile(r"(?:[^，；：:;,]|,(?=\d{3}(?!\d)))+")
_YEAR = re.compile(r"\s*(?:到|至|截至|力争)?(20\d\d|19[5-9]\d)年")
_PAST_TIME = re.compile(f"(?<![比较]){any_of('tense', 'past_time')}")
_PAST_TENSE = re.compile(
    any_of("tense", "past_tense") + r"|[建完实取增达获突超]\w{0,2}了|连续\d|\d{1,2}[-至]\d{1,2}月"
)
_PAST_REMARK = re.compile(f"(?<![比较]){any_of('tense', 'past_remark')}")
_FUTURE_TIME = re.compile(any_of("tense", "future_time"))
_FUTURE_TENSE = re.compile(
    any_of("tense", "future_tense") + "|(?<![主重需])要(?![求素闻点塞道害件])|(?<!即)将(?![军士领])"
)
# Results are printed to the last digit, promises are round or bounded.
_EXACT = re.compile(r"\d\.\d{2,6}[万亿]|[1-9]\d{2,8}[1-9](?=[元人户家个])|增长\d{1,2}\.[1-46-9]%")
_BOUNDED = re.compile("以上|左右|以内|不低于|不少于|不超过|不高于")


def future_clauses(document: Document) -> Iterator[Clause]:
    """Clauses of the future that hold a quantity; review, front and annex have none."""
    starts = [quantity.start for quantity in document.quantities]

    def holds(span: re.Match[str]) -> bool:
        return bisect_left(starts, span.start()) < bisect_left(starts, span.end())

    number = 0
    for part in document.sections.parts:
        clauses = {"agenda": _planned, "mixed": _undecided}.get(part.kind)
        state = _State(document.year)
        for sentence in _SENTENCE.finditer(document.plain, part.start, part.end) if clauses else ():
            number += 1
            if clauses and (part.kind == "mixed" or holds(sentence)):
                for clause, first, last in clauses(sentence, part, state):
                    ahead = last is None or document.year is None or last >= document.year
                    if ahead and holds(clause):
                        since = _since(part, first, document.year)
                        headed = part.kind == "agenda"
                        yield Clause(*clause.span(), number, first, last, headed, since)


def _since(part: Part, first: int | None, year: int | None) -> int | None:
    """The year from which years count that end in a due one: the first of the plan at hand."""
    begins = part.first if part.first != part.last else year
    return min(begins, first) if begins and first else first


_Due = tuple[re.Match[str], int | None, int | None]


def _planned(sentence: re.Match[str], part: Part, state: _State) -> Iterator[_Due]:
    """Clauses of a plan, but for remarks on the past; ``state`` is that of the text."""
    years, ahead = (part.first, part.last), True
    for clause in _CLAUSE.finditer(sentence.string, *sentence.span()):
        years = years_due(clause[0], state.year) or years
        time = state.time_of(clause[0])
        ahead = ahead if time is None else time
        if ahead and not _PAST_REMARK.search(clause[0]):
            yield clause, *years


def _undecided(sentence: re.Match[str], part: Part, state: _State) -> Iterator[_Due]:
    """Clauses that speak of the future where past and plan stand side by side."""
    years = (part.first, part.last)
    state.enter(sentence)
    for clause in _CLAUSE.finditer(sentence.string, *sentence.span()):
        years = years_due(clause[0], state.year) or years
        if state.is_ahead(clause[0]):
            yield clause, *years


@dataclass
class _State:
    """What is known of tense while reading a text on."""

    year: int | None
    tense: bool | None = None  # of the sentence: True for the future, None where it does not show
    exact: bool = False  # whether its quantities are printed to the last digit, as results are
    mood: bool = True  # tense of the last sentence of the paragraph that showed one
    time: bool | None = None  # what the last word of time said
    timed: bool = False  # whether it stands in this sentence

    def enter(self, sentence: re.Match[str]) -> None:
        """Take in a sentence: its tense is noted."""
        self.timed = False
        self.tense, self.exact = _tense(sentence[0]), _is_exact(sentence[0])
        if sentence.string[sentence.start() - 1 : sentence.start()] == "\n":
            self.mood = True
        self.mood = self.mood if self.tense is None else self.tense
        self.time = self.tense or self.time

    def is_ahead(self, clause: str) -> bool:
        """Whether a clause speaks of the future."""
        time = self.time_of(clause)
        if time is not None:
            self.time, self.timed = time, True
            if time:
                self.tense = self._tense_in_own_year() if self._is_own_year(clause) else True
        if _PAST_REMARK.search(clause):
            return False
        if self.timed:
            return bool(self.time) and self.tense is not False
        signs = (self.tense, self.time, False if self.exact else None, self.mood)
        return next(sign for sign in signs if sign is not None)

    def time_of(self, clause: str) -> bool | None:
        """True for a clause that names a time to come, False for one gone by, None for neither."""
        if _PAST_TIME.search(clause):
            return False
        if (named := _YEAR.match(clause)) and self.year:
            return int(named[1]) >= self.year
        return True if _FUTURE_TIME.search(clause) else None

    def _tense_in_own_year(self) -> bool | None:
        return False if self.exact and not self.tense else self.tense

    def _is_own_year(self, clause: str) -> bool:
        """Whether a clause opens with the year of the text, which may be told of as gone by."""
        named = _YEAR.match(clause)
        return named is not None and int(named[1]) == self.year


def _tense(sentence: str) -> bool | None:
    if _FUTURE_TENSE.search(sentence):
        return True
    return False if _PAST_TENSE.search(sentence) else None


def _is_exact(sentence: str) -> bool:
    return _EXACT.search(sentence) is not None and not _BOUNDED.search(sentence)
