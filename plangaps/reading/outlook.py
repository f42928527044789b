"""Which clauses of a text speak of what is to come, and of which years.

Headings decide where there are any (一、2025年工作回顾, 三、2026年工作安排). Without them words of
time do (去年, 今年, 2025年), then words of tense (已, 同比; 将, 力争), then the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from plangaps.reading.lexicon import any_of, groups

Years = tuple[int | None, int | None]


class Clause(NamedTuple):
    """A clause of the future; its targets fall into the years ``first`` to ``last``.

    ``headed`` says whether a heading says so; otherwise tense was judged from the words alone.
    """

    start: int
    end: int
    sentence: int
    first: int | None
    last: int | None
    headed: bool


_SENTENCE = re.compile(r"[^。！？\n]+")
_CLAUSE = re.compile(r"(?:[^，；：:;,]|,(?=\d{3}(?!\d)))+")
_KINDS = {kind: re.compile(any_of("sections", kind)) for kind in groups("sections")}
_NUMBERED = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:、|部分|[,，.])|附件)")
_DONE = re.compile("完成|实现了|取得|圆满|胜利")
_TURN = re.compile(
    "(?:预期目标|主要目标|奋斗目标|目标任务)是|做好今年"
    "|(?:今年|新的一年|下一步)(?:是|要|将|政府工作|工作|重点|经济社会|发展|我们)"
)
_TITLE = re.compile(r"(20\d\d)年[^。\n]{0,20}工作报告|(20\d\d)年\d{1,2}月\d{1,2}日在")
_AGENDA = re.compile(r"(20\d\d)年[^。\n]{0,8}(?:工作安排|重点工作|主要工作|目标|预期|民生实事)")
_YEAR = re.compile(r"\s*(?:到|至|截至|力争)?(20\d\d|19[5-9]\d)年")
_ANY_YEAR = re.compile(r"(20\d\d|19[5-9]\d)年")
_YEARS = re.compile(r"(20\d\d)年?[-~至](20\d\d)年")
_DUE = re.compile(r"(?:到|至)(20\d\d)年|^\s*(20\d\d)年")
_FIVE_YEAR_PLAN = re.compile("十([一二三四五六七八])五”?(?!以来|开局|末|规划纲要)")
_SPAN = re.compile("(?:今后|未来|接下来)的?([三五])年")
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


def year_of(text: str) -> int | None:
    """The year a report is for, as its title or the heading of its plan says; None if neither."""
    found = _TITLE.search(text) or _AGENDA.search(text)
    return int(found[found.lastindex or 1]) if found else None


def future_clauses(text: str, year: int | None) -> Iterator[Clause]:
    """Clauses of the future in a normalised text, in order."""
    state = _State(year, (year, year))
    for number, sentence in enumerate(_SENTENCE.finditer(text)):
        state.enter(sentence, text)
        if state.section == "glossary":
            continue
        for clause in _CLAUSE.finditer(text, *sentence.span()):
            if state.is_ahead(clause[0]):
                yield Clause(*clause.span(), number, *state.years, state.section is not None)


@dataclass
class _State:
    """What is known of tense and years while reading on."""

    year: int | None
    section_years: Years
    years: Years = (None, None)
    section: str | None = None
    tense: bool | None = None  # of the sentence: True for the future, None where it does not show
    exact: bool = False  # whether its quantities are printed to the last digit, as results are
    mood: bool = True  # tense of the last sentence of the paragraph that showed one
    time: bool | None = None  # what the last word of time said
    timed: bool = False  # whether it stands in this sentence

    def enter(self, sentence: re.Match[str], text: str) -> None:
        """Take in a sentence: a heading opens a section, otherwise its tense is noted."""
        if kind := self._heading(sentence, text):
            self.section, self.time = kind, None
            carried = (self.year, self.year) if _NUMBERED.match(sentence[0]) else self.section_years
            self.section_years = self._years_in(sentence[0][:45]) or carried
        self.years, self.timed = self.section_years, False
        self.tense, self.exact = _tense(sentence[0]), _is_exact(sentence[0])
        if text[sentence.start() - 1 : sentence.start()] == "\n":
            self.mood = True
        self.mood = self.mood if self.tense is None else self.tense
        if self.tense and self.section is None:
            self.time = True

    def is_ahead(self, clause: str) -> bool:
        """Whether a clause speaks of the future."""
        self.years = self._years_in(clause) or self.years
        told = self._time_told(clause)
        if told is not None:
            self.time, self.timed = told, True
            if told:
                self.tense = self._tense_in_own_year() if self._is_own_year(clause) else True
        if self.section == "review" and _TURN.search(clause) and not _DONE.search(clause):
            self.section = "agenda"
        if self.section == "review" or _PAST_REMARK.search(clause):
            return False
        if self.section == "agenda":
            return self.time is not False or not self.timed
        if self.timed:
            return bool(self.time) and self.tense is not False
        signs = (self.tense, self.time, False if self.exact else None, self.mood)
        return next(sign for sign in signs if sign is not None)

    def _time_told(self, clause: str) -> bool | None:
        """True for a clause that names a time to come, False for one gone by, None for neither."""
        if _PAST_TIME.search(clause):
            return False
        if (found := _YEAR.match(clause)) and self.year:
            return int(found[1]) >= self.year
        return True if _FUTURE_TIME.search(clause) else None

    def _tense_in_own_year(self) -> bool | None:
        return False if self.exact and not self.tense else self.tense

    def _is_own_year(self, clause: str) -> bool:
        """Whether a clause opens with the year of the text, which may be told of as gone by."""
        found = _YEAR.match(clause)
        return found is not None and int(found[1]) == self.year

    def _years_in(self, said: str) -> Years | None:
        if found := _FIVE_YEAR_PLAN.search(said):
            last = _last_year(found[1])
            return last - 4, last
        if (found := _SPAN.search(said)) and self.year:
            return self.year, self.year + {"三": 2, "五": 4}[found[1]]
        if found := _YEARS.search(said):
            return int(found[1]), int(found[2])
        if found := _DUE.search(said):
            due = int(found[found.lastindex or 1])
            return (due, due) if due >= (self.year or 0) else None
        return (self.year, self.year) if "今年" in said else None

    def _heading(self, sentence: re.Match[str], text: str) -> str | None:
        """Kind of the section that a heading opens; None where the sentence is no heading."""
        numbered = _NUMBERED.match(sentence[0])
        own_line = text[sentence.start() - 1 : sentence.start()] in ("", "\n")
        title = sentence[0][:60].split("：")[0]
        if not (numbered or own_line) or len(title) > 45 or (not numbered and "，" in title):
            return None
        kinds = [kind for kind, pattern in _KINDS.items() if pattern.search(title)]
        if kinds == ["agenda"] and _DONE.search(title):
            return None
        if "review" in kinds or (not kinds and not numbered):
            return "review" if kinds else None
        return self._kind_by_year(title) or (kinds[0] if kinds else None)

    def _kind_by_year(self, title: str) -> str | None:
        """A heading that names a year: one gone by opens a review, one to come an agenda."""
        named = [int(year) for year in _ANY_YEAR.findall(title)]
        named += [_last_year(plan) for plan in _FIVE_YEAR_PLAN.findall(title)]
        if not named or self.year is None:
            return None
        return "agenda" if max(named) >= self.year else "review"


def _last_year(plan: str) -> int:
    """Last year of a five-year plan by its number: 五 for 十五五, 2026 to 2030."""
    return 2010 + 5 * "一二三四五六七八".index(plan)


def _tense(sentence: str) -> bool | None:
    if _FUTURE_TENSE.search(sentence):
        return True
    return False if _PAST_TENSE.search(sentence) else None


def _is_exact(sentence: str) -> bool:
    return _EXACT.search(sentence) is not None and not _BOUNDED.search(sentence)
