"""Names of the indicators that quantities belong to, from the words around them.

>>> split("茶叶、桑蚕和柑橘产量", 3)
['茶叶产量', '桑蚕产量', '柑橘产量']
"""

from __future__ import annotations

import re

from plangaps.reading.grammar import BASE
from plangaps.reading.lexicon import any_of
from plangaps.reading.member import CHANGES, Member

_TIME = r"(?:到|至)?(?:“?十.五”?(?:时期|期间)?|\d{4}年(?:底|末)?)"
_SIGNS = r"[■◆●◇○▶►•·|\s]|\d{1,2}[.、]"
_LEADS = re.compile(
    rf"(?:{any_of('nouns', 'leads')}|{any_of('verbs', 'advance')}|{_TIME}|{_SIGNS})*"
)
_MADE = re.compile(f"(?:{any_of('verbs', 'makes', 'result')}|和|与)+")
_PREPOSITION = re.compile("[在为对向由围绕通过根据利用针对因各]")
_GROWTH = "增速|涨幅|增幅|降幅"
_ENDS = f"{any_of('verbs', 'change', 'level', 'adverbs')}|{any_of('before')}"
_TRAILING = re.compile(rf"(?>(?:(?!{_GROWTH})(?:{_ENDS}|[比较](?:上年|去年)|拟按|拟|按|要|\s))+)$")
_FALLS = ("下降", "降低", "减少", "压减", "缩小", "压缩", "缩短", "削减", "降")
_SEPARATORS = tuple(map(re.compile, ("、", "、|和|与", "、|和|以及|及|与")))
_MEASURE = re.compile(f"{any_of('nouns', 'measures')}$")
_RATE = re.compile(f"{any_of('nouns', 'rates')}$")
_EACH = re.compile("(?:均|分别)(?:$|为|不|超|达|保持|稳定|控制|增长|提高|下降|实现|突破)")
_REMARK = re.compile("^[（(][^）)]*[）)]")
_COLON = re.compile("([^，。；：:、\n]+)[：:]$")
_SECTORS = ["第一产业增加值", "第二产业增加值", "第三产业增加值"]
_MEASURED = {"数量", "规模", "总量", "人数", "户数", "面积", "里程", "能力"}
_SILENT = {"完成", "实现", "力争", "确保", "做到", "争取", "安排"}


def names(member: Member, text: str) -> list[str]:
    """Names for the quantities of a member; more names than quantities share the one quantity."""
    if member.form == "thing":
        tail = _REMARK.sub("", text[member.quantities[-1].end : member.end])
        name = tail if "□" in member.tail else member.tail
        return [_with_verb(name.removeprefix("的"), member)]
    words = text[slice(*member.named)] or _heading(text[max(0, member.start - 30) : member.start])
    if base := BASE.search(words):
        words = words[: base.start()] + words[base.end() :]
    words = words[_leads(words) :]
    bare = _TRAILING.sub("", words)
    count = len(member.quantities)
    listed = split(bare, count) if count > 1 else _sharing(member, words)
    if member.form == "rate":
        return [_grown(name, member) for name in listed]
    return [_with_verb(_counted(name), member) for name in listed]


def split(name: str, count: int) -> list[str]:
    """A name taken apart into ``count`` names; a measure named once, at the end, goes to all."""
    name = re.sub("分别|各自|均$", "", name)
    if count == 3 and name == "一二三产增加值":
        return _SECTORS
    if count == 2 and name.startswith("城乡"):
        return ["城镇" + name[2:], "农村" + name[2:]]
    for separator in _SEPARATORS:
        parts = [part for part in separator.split(name) if part]
        if len(parts) == count:
            return [_completed(part, parts[-1]) for part in parts]
    return [name] * count


def _completed(name: str, last: str) -> str:
    """A name with the words that only the last of its list has: 城镇和农村居民收入, A、B产量."""
    if name in ("城镇", "农村"):
        return name + last[2:]
    measure = _MEASURE.search(last)
    return name + measure[0] if measure and not _MEASURE.search(name) else name


def _heading(before: str) -> str:
    """The words before a colon: 地区生产总值：增长6%."""
    title = _COLON.search(before)
    return title[1] if title else ""


def _leads(words: str) -> int:
    leads = _LEADS.match(words)
    return leads.end() if leads else 0


def _sharing(member: Member, words: str) -> list[str]:
    """Several indicators that share one quantity (A、B均增长8%), else the one name there is."""
    bare, each = _TRAILING.sub("", words), _EACH.search(words)
    one = not each and member.quantities[0].measure != "share"
    if one or member.form != "rate" or "等" in bare:
        return [bare]
    parts = [part for part in _SEPARATORS[1].split(bare) if part]
    rates = all(_RATE.search(part) for part in parts)
    if not each and not rates:
        parts = [part for part in _SEPARATORS[0].split(bare) if part]
        rates = all(_RATE.search(part) for part in parts)
    alike = each or CHANGES.search(words) or rates
    apart = alike and all(len(part) > 1 for part in parts)
    return split(bare, len(parts)) if apart and parts else [bare]


def _grown(name: str, member: Member) -> str:
    """The name of a growth rate says so: 茶园面积增长6% is of the 茶园面积增速."""
    quantity, change = member.quantities[0], CHANGES.search(member.head)
    if not change or re.search(f"(?:{_GROWTH}|增长率)$", name):
        return name
    falls = change[0].startswith(_FALLS)
    if quantity.unit.endswith("百分点"):
        return name + ("下降幅度" if falls else "提升幅度")
    if quantity.measure not in ("share", "multiple"):
        return name
    return name + ("年均" if "年均" in member.head else "") + ("降幅" if falls else "增速")


def _counted(name: str) -> str:
    """What is counted, without the verbs that promise it."""
    made = _MADE.match(name)
    rest = name[made.end() :] if made else ""
    if len(rest) > 1 and rest not in _MEASURED:
        return rest
    if _PREPOSITION.match(name) and (verbs := list(_MADE.finditer(name))):
        last = name[verbs[-1].end() :]
        return last if len(last) > 1 else name
    return name


def _with_verb(name: str, member: Member) -> str:
    """The name with the verb that says what is to happen: 铁路专用线(新建)."""
    silent = member.verb in _SILENT or member.verb in name or len(member.verb) < 2
    return name if silent or member.status != "result" else f"{name}({member.verb})"
