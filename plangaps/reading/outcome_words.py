"""The words before a figure of a review: what is measured, and the predicate that leads to it.

>>> split_head("全年城镇居民收入比上年实际增长")
('城镇居民收入', '比上年实际增长')
"""

from __future__ import annotations

import re

from plangaps.reading.lexicon import any_of
from plangaps.reading.member import verbs

_QUOTED = '“□+”|‘□+’|"□+"'
_WHEN = rf"(?:(?:19|20)\d\d年(?:同期|底|末|初|度)?|(?:去年|上年|前年|年初|上届|同期|{_QUOTED})(?:同期|末|底|期?末|时期|期间)?)"
_AGAINST = rf"(?:[比较与同](?:{_WHEN}|[一-龥]{{0,3}}[一二三四五六七八九十]年前)(?:相比|同期)?)"
_CHANGES = any_of("verbs", "change") + "|" + any_of("reached", "change")
_LEVELS = any_of("verbs", "level") + "|" + any_of("reached", "level")
_ADVERBS = any_of("verbs", "adverbs") + "|" + any_of("reached", "adverbs")
_PREDICATE = re.compile(
    rf"(?>{_AGAINST}|{_WHEN}|{_LEVELS}|{_CHANGES}|{_ADVERBS}|{any_of('before')}|[（(]□*[）)]|\s)+$"
)
_LEADS = re.compile(
    rf"(?>{any_of('reached', 'leads')}|{any_of('verbs', 'advance')}|{_WHEN}(?:[-至到]{_WHEN})?"
    rf"|[（(]□*[）)]|[■◆●◇○▶►•·|*#\-—\s]|\d{{1,2}}[.、]|[、，]|[到至]{_WHEN})*"
)
_MOVES = re.compile(f"(?P<level>{_LEVELS})|(?P<change>{_CHANGES})")
_FALLS = re.compile(any_of("reached", "falls"))
_AREA = re.compile(f"(?:{any_of('reached', 'areas')})?$")
_TOTAL = re.compile(f"{any_of('reached', 'totals')}$")
_PART = re.compile(
    "占[^占]{2,25}|(?:完成|为|是|相当于|达到)[^占]{0,12}(?:任务|预算|计划|目标|总数|总量)[^占]{0,4}"
)
_PREPOSITION = re.compile("[在为对向由通过根据利用针对从给]|联合|围绕|按照|面向")
_SILENT = re.compile("(?:完成|实现|达到|做到|力争)+")
_MADE = re.compile(f"(?:{any_of('verbs', 'makes', 'result')}|净增|增加|减少)+")
_LONGEST = 40


def split_head(head: str) -> tuple[str, str]:
    """The words before a figure as what is measured, without leads, and the predicate behind it."""
    found = _PREDICATE.search(head)
    end = found.start() if found else len(head)
    return head[lead_end(head[:end]) : end], head[end:]


def lead_end(words: str) -> int:
    """Where the words begin that name something: behind 全年, 2025年, 其中 and the like."""
    found = _LEADS.match(words)
    return found.end() if found else 0


def move(predicate: str) -> tuple[str, bool]:
    """Whether a predicate tells a ``change``, a ``level`` or neither; and whether it falls."""
    told = list(_MOVES.finditer(predicate))
    changes = [m[0] for m in told if m.lastgroup == "change"]
    if changes:
        return "change", bool(_FALLS.match(changes[-1]))
    return ("level" if told else ""), False


def is_area(words: str) -> bool:
    """Whether words say only whose figure it is: 全省, 我市."""
    return bool(_AREA.match(words))


def goes_on(words: str) -> bool:
    """Whether words only go on with the indicator before them: 总数, 占全年任务."""
    return bool(_TOTAL.fullmatch(words) or _PART.fullmatch(words))


def counted(name: str) -> str:
    """What is counted, without the verbs that made it: 新增高新技术企业 is of 高新技术企业."""
    made = _MADE.match(name)
    return name[made.end() :] if made and made.end() < len(name) - 1 else name


def shortened(words: str) -> tuple[str, int]:
    """A name without circumstances before its verb, and how many characters were cut."""
    cut = 0
    if _PREPOSITION.match(words) or len(words) > _LONGEST:
        ends = [v for v in verbs(words) if len(words) - v.end() > 1]
        cut = ends[-1].start() if ends else 0
    silent = _SILENT.match(words, cut)
    if silent and silent.end() < len(words) - 1:
        cut = silent.end()
    return words[cut:], cut
