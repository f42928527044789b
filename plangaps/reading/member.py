"""A member of a clause: one quantity, or a list of quantities, with the words it shares."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangaps.reading.lexicon import any_of
from plangaps.reading.outlook import Clause
from plangaps.reading.quantities import Quantity

WINDOW = 80  # characters looked at on either side of a quantity: keeps the reader linear

CHANGES = re.compile(f"{any_of('verbs', 'change')}{any_of('verbs', 'adverbs')}*$")
LEVELS = re.compile(f"{any_of('verbs', 'level')}{any_of('verbs', 'adverbs')}*$")
_VERB = re.compile(
    f"(?P<name>{any_of('nouns', 'names')})|(?P<result>{any_of('verbs', 'makes', 'result')})"
    f"|(?P<advance>{any_of('verbs', 'advance')})|(?P<existing>{any_of('verbs', 'existing')})"
)


@dataclass(slots=True)
class Member:
    """Quantities that share words: ``head`` stands before the first, ``tail`` behind the last.

    ``named`` is where the indicator is called; words that say nothing but 增长 go back to the ones
    before (产值超过8亿元、增长6%). ``verb`` governs them, ``status`` is its sort (result,
    advance, existing, or empty without a verb), ``form`` is rate, amount or thing.
    """

    quantities: list[Quantity]
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


def verbs(words: str) -> list[re.Match[str]]:
    """The verbs of some words; those inside names (城镇新增就业) are none."""
    return [v for v in _VERB.finditer(words) if v.lastgroup != "name"]
