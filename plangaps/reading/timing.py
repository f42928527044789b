"""Which outcomes are of the year that was planned: the whole of it, that one alone, and reached."""

from __future__ import annotations

import re
from bisect import bisect_right

import numpy as np
import pandas as pd

from plangaps.reading.definitions import any_of
from plangaps.reading.document import Document

_WINDOW = 15  # characters before an outcome in which a part of its year may be told
_FAR = 400  # characters before an outcome in which its paragraph may tell of what it is
_STOPS = re.compile("[。；！？\\n]")
_PART_YEAR = any_of("signs", "part_year")
_TERM = "(?<![0-9一续])[四五]年(?!规划|计划|行动)|“?十[一二三四]?五”?(?:期间|时期|以来)"
_SPAN = f"{any_of('signs', 'span').pattern}|{_TERM}"
_YEAR = f"{any_of('signs', 'year').pattern}|(?<![比较从由与同自])(?:19|20)[0-9]{{2}}年(?!以来|来)"
_MARK = re.compile(f"(?P<span>{_SPAN})|(?P<year>{_YEAR})")
_AIM = any_of("signs", "aim")
_CLAUSES = re.compile("[，；：]")
_ADDED_UP = any_of("signs", "since")
_REACHED = any_of("signs", "reached")
_KEPT = any_of("signs", "kept")


def of_the_year(outcomes: pd.DataFrame, document: Document, year: int) -> np.ndarray:
    """Whether outcomes are of the year, of the whole of it and of no other one, nor an aim.

    A level that a review of several years tells is of the last one; but the bounds in which it was
    kept are those of all the years, unless the sentence names one.
    """
    alone = (outcomes["period"] == str(year)).to_numpy(copy=True)
    rows = outcomes[alone]
    places = zip(rows["start"], rows["wording"], rows["change"], strict=True)
    alone[alone] = [_alone(document, *told) for told in places]
    return alone


def _alone(document: Document, start: int, wording: str, change: str) -> bool:
    line = _line(document.text, start)
    sentence = _STOPS.split(line)[-1]
    parts = _PART_YEAR.findall(sentence[-_WINDOW:] + wording)
    if parts and parts[-1] != "全年":
        return False
    if _ADDED_UP.search(_CLAUSES.split(sentence)[-1]) or _AIM.search(line):
        return False
    if change != "level" or _last_mark(sentence + wording) == "year":
        return True
    if _KEPT.search(wording) and _of_several_years(document, start):
        return False
    return _reached(wording) or not _last_mark(sentence)


def perhaps_of_years(outcomes: pd.DataFrame, document: Document) -> np.ndarray:
    """Whether outcomes may add up what several years brought, by the part they stand in."""
    if all(part.first == part.last for part in document.sections.parts):
        return np.zeros(len(outcomes), dtype=bool)
    told = [
        change == "level"
        and not _reached(wording)
        and _last_mark(_line(document.text, start)) != "year"
        and _of_several_years(document, start)
        for start, wording, change in zip(
            outcomes["start"], outcomes["wording"], outcomes["change"], strict=True
        )
    ]
    return np.array(told, dtype=bool)


def _reached(wording: str) -> bool:
    return _REACHED.search(wording) is not None and not _KEPT.search(wording)


def _line(text: str, start: int) -> str:
    return text[max(text.rfind("\n", 0, start) + 1, start - _FAR) : start]


def _last_mark(words: str) -> str:
    """Whether a span of years or one year is told last, empty where neither is."""
    marks = [str(mark.lastgroup) for mark in _MARK.finditer(words)]
    return marks[-1] if marks else ""


def _of_several_years(document: Document, start: int) -> bool:
    part = document.sections.at(max(bisect_right(document.places, start) - 1, 0))
    return part.first != part.last
