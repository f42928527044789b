"""A result: quantities of a review that share their words, and the clause that tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from plangaps.reading.quantities import Quantity
from plangaps.reading.years import Years

# What is counted may stand behind the quantity: 200个县域医疗次中心.
COUNTED = {"count", "person", "household", "area", "length", "digital", "none"}


class Phrase(NamedTuple):
    """A clause of a review, where its sentence begins, and the years that it tells of."""

    start: int
    end: int
    sentence: int
    first: int | None
    last: int | None
    estimated: bool
    told: bool  # whether a heading says that it is of the past
    term: Years | None = None  # of the term that the text reviews beside its last year


@dataclass(slots=True)
class Result:
    """Quantities that share their words, with a name for each.

    Words begin at ``start``; in a thing they end at ``end``, behind the last quantity. What stands
    right before the first quantity is the ``head``: what is measured, then the ``predicate``, which
    ``tells`` change, level or nothing, and whether the change ``falls``.
    """

    quantities: list[Quantity]
    phrase: Phrase
    start: int
    end: int
    head: str
    words: str
    predicate: str
    tells: str
    falls: bool
    base: bool
    form: str = "named"
    verb: str = ""
    names: list[str] = field(default_factory=list)
    inherited: bool = False
    since: bool = False  # whether it adds up from some time on (累计)
