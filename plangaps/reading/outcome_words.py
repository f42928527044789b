"""The words before a quantity of a review: what is measured, and the predicate that leads to it.

>>> split_head("全年城镇居民收入比上年实际增长")
('城镇居民收入', '比上年实际增长')
"""

from __future__ import annotations

import re
from itertools import cycle

from plangaps.reading.lexicon import any_of

_QUOTED = '“□+”|‘□+’|"□+"'
WHEN = (
    rf"(?:(?:19|20)\d\d年(?:同期|底|末|初|度)?"
    rf"|(?:去年|上年|前年|年初|同期)(?:同期|底|期?末)?|(?:{_QUOTED})(?:同期|底|期?末|时期|期间))"
)
AGAINST = rf"[比较与同](?:{WHEN}|{_QUOTED}|[一-龥]{{0,3}}[一二三四五六七八九十]年前)(?:相比|同期)?"
_CHANGES = f"{any_of('reached', 'change')}|{any_of('verbs', 'change')}"
_LEVELS = f"{any_of('reached', 'level')}|{any_of('verbs', 'level')}"
_PREDICATE = re.compile(
    rf"(?>(?!(?<=[人户日月亩地])均)(?:{AGAINST}|{WHEN}|{_LEVELS}|(?<!新|稳)(?<!自然)(?:{_CHANGES})"
    rf"|{any_of('verbs', 'adverbs')}|{any_of('reached', 'adverbs')}|{any_of('before')}"
    r"|(?<![一二三四五六七八九十])年平均|(?<![前个十])[四五]年|连续[\d一二三四五六七八九十]{1,3}年|[（(]□*[）)]|\s))+$"
)
_LEADS = re.compile(
    rf"(?>{any_of('reached', 'leads')}|{any_of('verbs', 'advance')}|[到至]?{WHEN}(?:[-至到]{WHEN})?"
    r"|[（(]□*[）)]|[■◆●◇○▶►•·|*#\-—\s、，]|\d{1,2}[.、]|并(?![网购轨联])|共(?![享同建]))*"
)
_MOVES = re.compile(f"(?P<level>{_LEVELS})|(?P<change>{_CHANGES})")
_FALLS = re.compile(any_of("reached", "falls"))
_AREA = re.compile(f"(?:{any_of('reached', 'areas')})?")
_TOTAL = re.compile(f"{any_of('reached', 'totals')}|占[^占]{{2,25}}|与[^，]{{2,20}}之比")
_YIELD = re.compile(f"(?:完成|实现)?{any_of('reached', 'yields')}")
_QUOTA = re.compile(f"(?:完成|为|是|相当于|达到?)?[^占]{{0,12}}{any_of('reached', 'quotas')}数?的?")
_PREPOSITION = re.compile("[在为对向由通过根据利用针对从给]|联合|围绕|按照|面向")
_SILENT = re.compile("(?:完成|实现|达到|做到|力争)+")
_VERB = re.compile(
    f"(?P<name>{any_of('nouns', 'names')})"
    f"|{any_of('verbs', 'makes', 'result')}|{any_of('reached', 'makes')}"
)
_SHIFT = re.compile(f"{any_of('reached', 'shifts')}$")
_MADE = re.compile(
    f"(?:(?!{any_of('nouns', 'names')})(?:{any_of('verbs', 'makes', 'result')}|净增|增加|减少))+"
)
_SUBJECT = re.compile(
    r"(?P<name>[^，]{2,24}?)"
    f"(?={any_of('reached', 'manner')}|{any_of('verbs', 'level', 'change')}|$)"
)
_MEASURED = re.compile(f"{any_of('reached', 'indicators')}$")
_NO_SUBJECT = re.compile(f"{any_of('reached', 'manner', 'rankings')}|居(?!民)")
_HIDDEN = re.compile("□+")
_NOTE = re.compile(r"[\[〔［]\d{1,3}[\]〕］]")
_LONGEST = 40


def verbs(words: str) -> list[re.Match[str]]:
    """The verbs of some words that say what was done; those inside names are none."""
    return [verb for verb in _VERB.finditer(words) if verb.lastgroup != "name"]


def split_head(head: str) -> tuple[str, str]:
    """The words before a quantity as what is measured, without leads, and the predicate."""
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
    changes = [match[0] for match in told if match.lastgroup == "change"]
    if changes:
        return "change", bool(_FALLS.match(changes[-1]))
    return ("level" if told else ""), False


def is_area(words: str) -> bool:
    """Whether words say nothing, or only whose figure it is: 全省, 我市."""
    return bool(_AREA.fullmatch(words))


def goes_on(words: str, measure: str, before: str) -> bool:
    """Whether words only go on with an indicator that was measured ``before``.

    总数 and 占全省比重 do, a share of a task (占任务的) does, and what counted things yield (投资).
    """
    of_share = measure in ("share", "multiple") and _QUOTA.fullmatch(words)
    of_things = before == "count" and measure == "money" and _YIELD.fullmatch(words)
    return bool(_TOTAL.fullmatch(words) or of_share or of_things)


def moves(words: str) -> bool:
    """Whether words begin with a change or a level: 减至600万吨."""
    return bool(_MOVES.match(words))


def shift(predicate: str) -> str:
    """The verb of change that makes a thing: 新增 in 新增2家饭店."""
    found = _SHIFT.search(predicate)
    return found[0] if found else ""


def counted(name: str) -> str:
    """What is counted, without the verbs that made it: 新增高新技术企业 is of 高新技术企业."""
    made = _MADE.match(name)
    return name[made.end() :] if made and made.end() < len(name) - 1 else name


def shortened(words: str) -> int:
    """How many characters of a name are circumstances, or verbs that say only that it was done."""
    cut = 0
    if _PREPOSITION.match(words) or len(words) > _LONGEST:
        ends = [verb for verb in verbs(words) if len(words) - verb.end() > 1]
        cut = ends[-1].start() if ends else 0
    silent = _SILENT.match(words, cut)
    return silent.end() if silent and silent.end() < len(words) - 1 else cut


def subject(clause: str) -> tuple[int, int]:
    """Place of what a clause without quantities speaks of: 森林覆盖率 in 森林覆盖率稳步提高."""
    start = lead_end(clause)
    made = _MADE.match(clause, start)
    start = made.end() if made else start
    if _MEASURED.search(clause) and len(clause) - start <= _LONGEST:
        return start, len(clause)
    found = _SUBJECT.match(clause, start)
    if not found or _NO_SUBJECT.match(clause, start):
        return 0, 0
    return found.span("name")


def shown(names: list[str], masked: str, text: str) -> list[str]:
    """Names with the words in quotes and brackets that ``masked`` hides of ``text``."""
    hidden: dict[int, list[str]] = {}
    for match in _HIDDEN.finditer(masked):
        hidden.setdefault(len(match[0]), []).append(text[slice(*match.span())])
    order = {length: cycle(words) for length, words in hidden.items()}
    full = [_HIDDEN.sub(lambda m: next(order.get(len(m[0]), cycle([""]))), name) for name in names]
    return [_NOTE.sub("", name) for name in full]
