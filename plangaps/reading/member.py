"""A member of a clause: one quantity, or a list of quantities, with the words it shares."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plangaps.reading.lexicon import any_of
from plangaps.reading.outlook import Clause
from plangaps.reading.quantities import Quantity

WINDOW = 80  # characters looked at on either side of a quantity: keeps the reader linear

CHANGES = re.compile(f"{any_of('verbs', 'change')}{any_of('verbs', 'adverbs')}*$")
YEARLY = re.compile("年均|每年|逐年")
LEVELS = re.compile(f"{any_of('verbs', 'level')}{any_of('verbs', 'adverbs')}*$")
_VERB = re.compile(
    f"(?P<name>{any_of('nouns', 'names')})|(?P<result>{any_of('verbs', 'makes', 'result')})"
    f"|(?P<advance>{any_of('verbs', 'advance')})|(?P<existing>{any_of('verbs', 'existing')})"
)
_STAGE = re.compile(f"(?:其中|预计|计划|力争)*({any_of('nouns', 'done')}+)")
LEADS = re.compile(f"(?:{any_of('nouns', 'leads')}|重点|抓紧|全力)*")
_JOINED = re.compile("[、和及与]?")
SILENT = {"完成", "实现", "力争", "确保", "做到", "争取", "安排"}  # verbs that say no more
LIGHT = SILENT | {"", "开展", "实施", "组织", "抓好", "支持", "帮助", "谋划", "布局", "提供"}


@dataclass(slots=True)
class Member:
    """Quantities that share words: ``head`` stands before the first, ``tail`` behind the last.

    ``named`` is where the indicator is called; words that say nothing but 增长 go back to the ones
    before (产值超过8亿元、增长6%). ``verb`` governs them, ``status`` is its sort (result,
    advance, existing, or empty without a verb), ``form`` is rate, amount or thing. ``context`` is
    the member before it in the sentence, ``called`` the names that were given to this one.
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
    context: Member | None = None
    called: list[str] = field(default_factory=list)


def verbs(words: str) -> list[re.Match[str]]:
    """The verbs of some words; those inside names (城镇新增就业) are none."""
    return [v for v in _VERB.finditer(words) if v.lastgroup != "name"]


def governing(words: str) -> tuple[str, str]:
    """The last verb of some words, with those that it is joined to (新建和改造), and its sort.

    Before a list of examples it is what the words begin with: 开工建设 in 开工建设A改造、B扩建等.
    """
    told = verbs(words)
    if words.endswith("等"):
        told = _beginning(words, told)
    if not told:
        return "", ""
    first = last = told[-1]
    for verb in reversed(told[:-1]) if last[0] not in SILENT else ():
        joined = _JOINED.fullmatch(words, verb.end(), first.start())
        if not joined or verb.lastgroup != "result" or verb[0] in LIGHT:
            break
        first = verb
    return words[first.start() : last.end()], last.lastgroup or ""


def _beginning(words: str, told: list[re.Match[str]]) -> list[re.Match[str]]:
    """The verbs that words begin with, none where something else stands before."""
    begins, run = LEADS.match(words).end(), []  # type: ignore[union-attr]
    for verb in told:
        if verb.start() > begins:
            break
        run.append(verb)
        begins = max(begins, verb.end())
    return run


def stage(head: str) -> str:
    """What words say if they only say how far the things named before are: 建成 in 建成5个."""
    told = _STAGE.fullmatch(head)
    return told[1] if told else ""
