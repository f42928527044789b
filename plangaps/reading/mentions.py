"""What a review says without a figure: which targets are called done, and on which it is silent.

"The report says nothing about it" is an accusation, so any clause that holds the target's rarer
words takes it away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from plangaps.reading.definitions import any_of, canonical, each_of
from plangaps.reading.document import Document
from plangaps.reading.lexicon import each
from plangaps.reading.likeness import Likeness, shared_characters

SAID, SILENT = 0.75, 0.3  # share of a target's name in a clause from and up to which it counts
HINT, HINT_NAMED = 2, 1.1  # times that an outcome in other words is off at most
SHARED = 0.3  # share of a target's characters that it has
PLAIN = 0.6  # confidence from which a target is plain
RUN = 3  # characters of a name in a row that count as a mention, half the name if that is less

_CLAUSE = re.compile(r"[^，。；！？\n]+")
_DONE = any_of("done", "words")
_PROGRAMME = any_of("done", "programmes")
_CLAUSE_START = re.compile("[，。；：！？\\n]")
_FAR = 60  # characters before a target in which its clause begins
_PUSHED = re.compile(rf"{any_of('signs', 'pushes').pattern}|\n(?:重点|要)?(?:[把为对在以向]|以及)")
_PROMISED = any_of("signs", "promised")
_ODD = re.compile(
    "[0-9等和与及]|^.?$|^[每月]人|^其中|未来|[三五七]年|(?:框架|格局|体系|发展|方面|工作|力度)$"
)
# Names of two clauses, of the rest of a thing, or cut.
_CUT = re.compile("力争|确保|[，；]|^[/、]|其他|以外|[省市县]定|[（(][^）)]*$|台阶")
_RELATED = each_of("related")
_DIGIT = re.compile(r"\d")
_STOPS = re.compile("[。；，]")
_HEADING = 40  # characters of a heading at most
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True)
class Review:
    """Clauses of a report's review: places and words; and why its silence tells nothing.

    ``doubt`` is empty where it does tell, otherwise abridged, no_review, or other_span (the review
    is of several years only).
    """

    places: list[tuple[int, int]]
    said: list[str]
    doubt: str


def review_of(document: Document) -> Review:
    """The review part of a report."""
    parts = [part for part in document.sections.parts if part.kind == "review"]
    clauses = [m for part in parts for m in _CLAUSE.finditer(document.plain, part.start, part.end)]
    last = None if document.year is None else document.year - 1
    own_year = any(part.first == part.last == last for part in parts)
    doubt = "abridged" if document.sections.abridged else "" if parts else "no_review"
    return Review(
        [document.span(*clause.span()) for clause in clauses],
        [canonical(clause[0]) for clause in clauses],
        doubt or ("" if own_year else "other_span"),
    )


def mentions(
    targets: pd.DataFrame, names: pd.Series, before: str, review: Review, likeness: Likeness
) -> pd.DataFrame:
    """For each target its ``mention`` (words, none or empty), and the place of the ``clause``.

    words: a clause calls it done without a figure, or calls the programme done that it belongs to.
    none: no clause holds its words. Empty: some clause does, so that nothing can be said.
    """
    if not review.said:
        return pd.DataFrame({"mention": "", "clause": -1}, index=targets.index)
    shares = likeness.shared(list(names), review.said)
    done, programme, counted = (each(p, review.said) for p in (_DONE, _PROGRAMME, _DIGIT))
    own = np.where(done & ~counted, shares, 0)
    clause = np.where(own.max(axis=1) >= SAID, own.argmax(axis=1), -1)
    listed, closing = in_programme(targets, before), np.flatnonzero(done & programme)
    if len(closing):
        clause = np.where((clause < 0) & listed, closing[0], clause)
    silent = (shares.max(axis=1) < SILENT) & ~_in_a_row(names, review.said)
    mention = np.select([clause >= 0, silent & ~(listed & programme.any())], ["words", "none"], "")
    return pd.DataFrame({"mention": mention, "clause": clause}, index=targets.index)


def _in_a_row(names: pd.Series, said: list[str]) -> np.ndarray:
    """Whether some characters of a name stand in a row somewhere."""
    text = "\n".join(said)
    lengths = [min(RUN, max(2, (len(name) + 1) // 2)) for name in names]
    runs = [
        {name[i : i + run] for i in range(max(len(name) - run, 0) + 1)}
        for name, run in zip(names, lengths, strict=True)
    ]
    return np.array([any(run in text for run in ways) for ways in runs], dtype=bool)


def unsure(
    targets: pd.DataFrame, asked: pd.DataFrame, held: pd.DataFrame, text: str, review: Review
) -> np.ndarray:
    """Of which targets it stays open whether a review that has none of their words is silent.

    Either their own words are not plain, or it speaks of the same field, or some outcome in other
    words may be theirs. ``text`` holds the targets, and ``asked``
    and ``held`` as from :func:`plangaps.reading.meaning.meaning`.
    """
    said = "\n".join(review.said)
    fields = [field for field in _RELATED if field.search(said)]
    related = np.any([each(field, asked["name"]) for field in fields], axis=0)
    return ~_plain(targets, asked, text) | related | _hinted(asked, held)


def _plain(targets: pd.DataFrame, asked: pd.DataFrame, text: str) -> np.ndarray:
    """Whether words of targets tell what is promised, and promise that number of it.

    In 推进12个重点项目 the number is of works that are there already.
    """
    clauses = [
        f"\n{_CLAUSE_START.split(text[max(0, start - _FAR) : start])[-1]}{text[start:end]}"
        for start, end in zip(targets["start"], targets["end"], strict=True)
    ]
    pushed = each(_PUSHED, clauses) & ~each(_PROMISED, clauses)
    sized = asked["begun"] & ~asked["measure"].isin(["units", "persons"])  # 开工80万吨乙烯项目
    odd = (
        asked["bare"]
        | sized
        | each(_ODD, asked["core"])
        | each(_CUT, targets["indicator_zh"])
        | (targets["confidence"] < PLAIN)
    )
    return ~(pushed | odd).to_numpy()


def _hinted(asked: pd.DataFrame, held: pd.DataFrame) -> np.ndarray:
    """Whether an outcome is about as large and shares some characters, or as large and a few."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.abs(held["size"].to_numpy() / asked["size"].to_numpy()[:, None])
    one = np.ones(ratio.shape, dtype=bool)
    for facet in ("sort", "measure"):
        one &= asked[facet].to_numpy()[:, None] == held[facet].to_numpy()
    hinted = np.zeros(len(asked), dtype=bool)
    for most, kind in ((HINT, "core"), (HINT_NAMED, "name")):
        close = one & (ratio >= 1 / most) & (ratio <= most)
        enough = SHARED * asked[kind].map(set).map(len).to_numpy()
        shared = shared_characters(asked[kind].tolist(), held["name"].tolist())
        hinted |= (close & (shared >= enough[:, None])).any(axis=1)
    return hinted


def in_programme(targets: pd.DataFrame, text: str) -> np.ndarray:
    """Whether targets stand in a list of livelihood projects (十件民生实事).

    Such a list is the rest of the line that names it, or the lines under a heading that does, up
    to the next heading.
    """
    spans, listed = [], False
    for line in _LINE.finditer(text):
        named, heading = _PROGRAMME.search(line[0]), not _STOPS.search(line[0])
        if heading:
            listed = named is not None and len(line[0]) < _HEADING
        if listed:
            spans.append(line.span())
        elif named:
            spans.append((line.start() + named.start(), line.end()))
    starts = targets["start"].to_numpy()
    inside = [(starts >= start) & (starts < end) for start, end in spans]
    return np.any(inside, axis=0) if inside else np.zeros(len(targets), dtype=bool)
