"""The parts of a work report: what it looks back on, what it plans, and what stands around them.

A report tells the past before the plan, each often in two parts, of a term and of a year. Headings
and openings of paragraphs say of which years a part speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from plangaps.reading.annexes import annexes
from plangaps.reading.headings import (
    DELEGATES,
    GONE_OPENER,
    NUMBERED,
    Sentence,
    cut,
    weighed,
)
from plangaps.reading.lexicon import any_of
from plangaps.reading.quantities import compact, normalise
from plangaps.reading.years import Years, year_of, years_ahead, years_gone


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


_SHORTENED = re.compile(r"[（(【\[][^）)】\]\n]{0,12}" + any_of("sections", "shortened"))
_EDGE = 400  # characters at either end in which a text says that it is shortened
_GREETING = re.compile("[^\n]*(?:请予审议|请予审查|请审议|请予审|提出意见|提出宝贵意见)[^\n]*")
_FRONT = 4000  # characters that title and address take at most
_AGENDA_OPENER = re.compile(
    DELEGATES + r"(?:(?:做好)?(?:今年|20\d\d年(?!底|末|前))|(?:今后|未来|接下来)的?[三五35]年"
    "|“?十.?五”?(?:时期|期间|是))"
)
_OPENER = 24  # characters in which the beginning of a paragraph says of which years it is


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
    behind = annexes(plain)
    end = behind[0][1] if behind else len(plain)
    sentences = list(weighed(plain, end, year))
    agenda, doubt = cut(sentences, end)
    front = min(_front(plain, sentences), agenda)
    kinds = [("front", 0), ("review", front), ("agenda", agenda), *behind]
    if doubt == "mixed":
        kinds = [("front", 0), ("mixed", front), *behind]
    ends = [start for _, start in kinds[1:]] + [len(plain)]
    parts = [
        part
        for (kind, start), stop in zip(kinds, ends, strict=True)
        if start < stop or not plain
        for part in _split(kind, start, stop, plain, sentences, year)
    ]
    edges = plain[:_EDGE] + "\n" + plain[-_EDGE:]
    return Sections(tuple(parts), doubt, _SHORTENED.search(edges) is not None)


def _front(plain: str, sentences: list[Sentence]) -> int:
    """Where the title and the address to the delegates end."""
    greeting = _GREETING.search(plain, 0, _FRONT)
    first = next((s.start for s in sentences if s.opens == "review"), _FRONT)
    if first < _FRONT:
        return first
    return greeting.end() if greeting else 0


def _split(
    kind: str, start: int, end: int, plain: str, sentences: list[Sentence], year: int | None
) -> Iterator[Part]:
    """A part by the years it speaks of: a term and a year, the years to come and the next."""
    last = {"review": year and year - 1, "agenda": year, "mixed": year}.get(kind)
    years, heading, begin = (last, last), "", start
    for sentence in sentences:
        if not start <= sentence.start < end:
            continue
        words = sentence.heading or plain[sentence.start : sentence.start + _OPENER]
        new = _years(kind, sentence, words, year) or years
        if sentence.start == start:
            years, heading = new, sentence.heading
        elif new != years:
            yield Part(kind, begin, sentence.start, *years, heading)
            years, heading, begin = new, sentence.heading, sentence.start
    yield Part(kind, begin, end, *years, heading)


def _years(kind: str, sentence: Sentence, words: str, year: int | None) -> Years | None:
    """Years that a heading or the beginning of a paragraph sets; None where it sets none."""
    if kind == "review":
        if sentence.opens == "review":
            return years_gone(words, year)
        opener = sentence.bonus >= 0 and GONE_OPENER.match(words)
        years = years_gone(opener[0], year) if opener else None
        return years if years and (years[0] != years[1] or years[0] == (year or 0) - 1) else None
    if kind == "agenda" and sentence.heading:
        carried = (year, year) if NUMBERED.match(words) else None
        return years_ahead(words, year) or carried
    if kind == "agenda" and sentence.bonus >= 0:
        opener = _AGENDA_OPENER.match(words)
        return years_ahead(opener[0], year) if opener else None
    return None
