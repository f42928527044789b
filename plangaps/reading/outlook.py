"""Which clauses of a text speak of what is to come, and of which years.

Headings decide where there are any (一、2025年工作回顾, 三、2026年工作安排). Without them the words
of time do (去年, 今年, 到2025年), and then the words of tense (已, 同比; 将, 力争).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from plangaps.reading.lexicon import any_of, groups


class Clause(NamedTuple):
    """A clause of the future; its targets fall into the years ``first`` to ``last``."""

    start: int
    end: int
    sentence: int
    first: int | None
    last: int | None


_SENTENCE = re.compile(r"[^。！？\n]+")
_CLAUSE = re.compile(r"(?:[^，；：:;,]|,(?=\d{3}(?!\d)))+")
_KINDS = {kind: re.compile(any_of("sections", kind)) for kind in groups("sections")}
_NUMBERED = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:、|部分|[,，.])|附件)")
_DONE = re.compile("完成|实现了|取得|圆满|胜利")
_PERIOD = re.compile("十([一二三四五六七八])五”?(?:时期|期间|规划)?(?!以来|开局)")
_SPAN = re.compile("(?:今后|未来|接下来)[的]?([三五])年")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19[5-9]\d)年")
_TITLE = re.compile(r"(20\d\d)年[^。\n]{0,20}工作报告|(20\d\d)年\d{1,2}月\d{1,2}日在")
_AGENDA = re.compile(r"(20\d\d)年[^。\n]{0,8}(?:工作安排|重点工作|主要工作|目标|预期|民生实事)")
_PAST_TIME = re.compile(any_of("tense", "past_time"))
_PAST_TENSE = re.compile(any_of("tense", "past_tense") + r"|[建完实取增达获突超]\w{0,2}了")
_PAST_REMARK = re.compile(any_of("tense", "past_remark"))
_FUTURE_TIME = re.compile(any_of("tense", "future_time"))
_FUTURE_TENSE = re.compile(any_of("tense", "future_tense"))
_GOALS = re.compile("(?:预期目标|主要目标|奋斗目标|目标任务)是")


def year_of(text: str) -> int | None:
    """The year a report is for, as its title or the heading of its plan says; None if neither."""
    found = _TITLE.search(text) or _AGENDA.search(text)
    return int(found[found.lastindex or 1]) if found else None


def future_clauses(text: str, year: int | None) -> Iterator[Clause]:
    """Clauses of the future in a normalised text, in order."""
    state = _State(year)
    for number, sentence in enumerate(_SENTENCE.finditer(text)):
        state.enter(sentence, text)
        if state.section == "glossary":
            continue
        for clause in _CLAUSE.finditer(text, *sentence.span()):
            if state.is_ahead(clause[0]):
                yield Clause(*clause.span(), number, *state.years)


@dataclass
class _State:
    """What is known of the tense and the years while reading on."""

    year: int | None
    section: str | None = None
    ahead: bool | None = None
    past_sentence: bool = False
    section_years: tuple[int | None, int | None] = (None, None)
    years: tuple[int | None, int | None] = (None, None)

    def __post_init__(self) -> None:
        self.section_years = self.years = (self.year, self.year)

    def enter(self, sentence: re.Match[str], text: str) -> None:
        """Take in a new sentence: a heading opens a section, tense words colour the sentence."""
        kind = _heading(sentence, text)
        if kind:
            self.section, self.ahead = kind, None
            self.section_years = self._years_in(sentence[0][:45]) or (self.year, self.year)
        self.years = self.section_years
        self.past_sentence = bool(_PAST_TENSE.search(sentence[0])) and not _FUTURE_TENSE.search(
            sentence[0]
        )

    def is_ahead(self, clause: str) -> bool:
        """Whether a clause speaks of the future; remembers what it says of the time."""
        self.years = self._years_in(clause) or self.years
        told = self._time_told(clause)
        if self.section in (None, "review"):
            if self.section == "review" and _GOALS.search(clause) and not _DONE.search(clause):
                self.section = "agenda"
            if told is not None:
                self.ahead = told
        if self.section == "agenda":
            return told is not False and not _PAST_REMARK.search(clause)
        if self.section == "review":
            return False
        if _PAST_REMARK.search(clause):
            return False
        return self.ahead if self.ahead is not None else not self.past_sentence

    def _time_told(self, clause: str) -> bool | None:
        """True for a clause that names a time to come, False for one gone by, None for neither."""
        if _PAST_TIME.search(clause):
            return False
        if (found := _YEAR.search(clause)) and self.year:
            return int(found[1]) >= self.year
        return True if _FUTURE_TIME.search(clause) else None

    def _years_in(self, told: str) -> tuple[int | None, int | None] | None:
        if found := _PERIOD.search(told):
            first = 2006 + 5 * "一二三四五六七八".index(found[1])
            return first, first + 4
        if (found := _SPAN.search(told)) and self.year:
            return self.year, self.year + {"三": 2, "五": 4}[found[1]]
        if (found := _YEAR.search(told)) and int(found[1]) >= (self.year or 0):
            return int(found[1]), int(found[1])
        if "今年" in told and self.year:
            return self.year, self.year
        return None


def _heading(sentence: re.Match[str], text: str) -> str | None:
    """Kind of the section that a heading opens; None where the sentence is no heading."""
    numbered = _NUMBERED.match(sentence[0])
    own_line = text[sentence.start() - 1 : sentence.start()] in ("", "\n")
    title = sentence[0].split("：")[0]
    if not (numbered or own_line) or len(title) > 45 or (not numbered and "，" in title):
        return None
    kinds = [kind for kind, pattern in _KINDS.items() if pattern.search(title)]
    if kinds == ["agenda"] and _DONE.search(title):
        return None
    return "review" if "review" in kinds else kinds[0] if kinds else None
