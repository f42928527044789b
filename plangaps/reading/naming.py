"""Names of the indicators that quantities belong to, from the words around them.

>>> split("茶叶、桑蚕和柑橘产量", 3)
['茶叶产量', '桑蚕产量', '柑橘产量']
"""

from __future__ import annotations

import re

from plangaps.reading.grammar import BASE
from plangaps.reading.lexicon import any_of, groups, one_of
from plangaps.reading.member import (
    CHANGES,
    LEADS,
    LEVELS,
    LIGHT,
    SILENT,
    Member,
    governing,
    verbs,
)
from plangaps.reading.sequels import going_on

_TIME = r"(?:到|至)?(?:“?十.五”?(?:时期|期间)?|\d{4}年(?:底|末)?)"
_SIGNS = r"[■◆●◇○▶►•·|\s]|\d{1,2}[.、]|[(（][一二三四五六七八九十\d]{1,2}[)）]"
_LEADS = re.compile(
    rf"(?:{any_of('nouns', 'leads')}|{any_of('verbs', 'advance')}|{_TIME}|{_SIGNS})*"
)
_MADE = re.compile(
    f"(?:(?!{any_of('nouns', 'names')})(?:{any_of('verbs', 'makes', 'result')}|[和与及、]))+"
)
_PREPOSITION = re.compile("[在为对向由围绕通过根据利用针对因各]")
_GROWTH = "增速|涨幅|增幅|降幅"
_BASES = {name: re.compile(one_of(words)) for name, words in groups("bases").items()}
_ENDS = f"{any_of('verbs', 'change', 'level', 'adverbs')}|{any_of('before')}|{any_of('bases')}"
_HOPES = "拟按|拟|按|要|将|估计|预计|一律"
_AGAINST = r"[比较](?:上年|去年|\d{4}年)"
_KEPT = f"{_GROWTH}|(?<=[人户日月亩地])均"
_TRAILING = re.compile(rf"(?>(?:(?!{_KEPT})(?:{_ENDS}|{_AGAINST}|{_HOPES}|\s))+)$")
_FALLS = ("下降", "降低", "减少", "压减", "缩小", "压缩", "缩短", "削减", "降")
_MOVED = re.compile(any_of("verbs", "change"))
_CHANGE = set(groups("verbs")["change"])
_SEPARATORS = tuple(map(re.compile, ("、", "、|和|与", "、|和|以及|及|与")))
_MEASURE = re.compile(f"{any_of('nouns', 'measures')}$")
_EACH_ONE = re.compile(
    f"每个?(?:{any_of('nouns', 'units')}|[千万][户人]?[^，、□（]{{1,6}}?(?=建|设))"
)
_RATE = re.compile(f"{any_of('nouns', 'rates')}$")
_EACH = re.compile(
    "(?:(?<![人户日月亩地])均|分别)(?:$|为|不|超|达|保持|稳定|控制|增长|提高|下降|实现|突破)"
)
_REMARK = re.compile("^[（(][^）)]*[）)]")
_COLON = re.compile("([^，。；：:、\n]+)[：:]$")
_SECTORS = ["第一产业增加值", "第二产业增加值", "第三产业增加值"]
_MEASURED = {"数量", "规模", "总量", "人数", "户数", "面积", "里程", "能力"}
_LISTED = re.compile(f"{any_of('nouns', 'kinds')}(?:建设)?")
_MEMBER = re.compile("[^、，；。]{0,40}")
_WHOLE = re.compile("(?P<part>.{2,}?)(?:达到|占到|占|达)(?P<whole>[^占达]{2,})的$")
_LONGEST = 40  # characters of a name that lists examples
_TOLD = re.compile(f"(?<=[增涨]速|[增涨降]幅|长率)(?:{any_of('verbs', 'level', 'adverbs')})+$")


_FRONT = re.compile(r"^(?:[、，；]|[①-⑳⑴-⒇]|[(（]\d{1,2}[)）])*")
_EMPTY = re.compile(
    rf"(?!(?:培训|销售|搬迁|{any_of('nouns', 'funds')})(?:$|\())(?:{any_of('reached', 'areas')}"
    rf"|{any_of('verbs', 'makes', 'result', 'advance', 'adverbs')}"
    r"|安排|帮助|实施|续建|聚焦|开办|年度|全年|每年|[国省市县]家?级|中型|等|率|[在对为向由把将使让])*(?:\([^)]*\))?"
)


def is_named(name: str) -> bool:
    """Whether a name says what is measured, and is not a verb, a place or a time alone.

    >>> is_named("全省"), is_named("在(筹集)"), is_named("学位(新增)")
    (False, False, True)
    """
    return not _EMPTY.fullmatch(name)


def names(member: Member, text: str) -> list[str]:
    """Names for the quantities of a member; more names than quantities share the one quantity.

    They are noted in ``member.called``: the next member of the sentence may go on with them.
    """
    listed = [_FRONT.sub("", name, 1) for name in _names(member, text)]
    member.called = [going_on(name, member) for name in listed]
    return member.called


def _names(member: Member, text: str) -> list[str]:
    if member.form == "thing":
        tail = _REMARK.sub("", text[member.quantities[-1].end : member.end])
        name = (tail if "□" in member.tail else member.tail).removeprefix("的")
        if member.quantities[0].measure == "share":
            return [_share(text[member.quantities[-1].end : member.clause.end])]
        return [_with_verb(_examples(member, text) + name, member.verb, member)]
    words = text[slice(*member.named)] or _heading(text[max(0, member.start - 30) : member.start])
    if base := BASE.search(words):
        words = words[: base.start()] + words[base.end() :]
    words = words[_leads(words) :]
    bare = _of_whole(_TRAILING.sub("", words))
    count = len(member.quantities)
    listed = split(bare, count) if count > 1 else _sharing(member, words, bare)
    if member.form == "rate":
        return [_grown(name, basis(words[len(bare) :]), member) for name in listed]
    return [_acted(name, member) for name in listed]


def _share(words: str) -> str:
    """The name of a share that stands before what it is of: 90%以上的村通油路."""
    name = _MEMBER.match(words)[0].removeprefix("的").removesuffix("目标")  # type: ignore[index]
    return name + ("率" if name.endswith("增长") else "" if _RATE.search(name) else "比例")


def _examples(member: Member, text: str) -> str:
    """The examples before a figure that alone say which projects are meant: A、B等8个项目."""
    head = text[member.start : member.quantities[0].start]
    if not head.endswith("等") or not _LISTED.fullmatch(member.tail):
        return ""
    begins = LEADS.match(head).end()  # type: ignore[union-attr]
    begins += len(member.verb) if head.startswith(member.verb, begins) else 0
    return head[begins:][-_LONGEST:]


def _of_whole(bare: str) -> str:
    """The name of a share that is told of its whole: 警力达到总数的 is 警力占总数比重."""
    if not bare.endswith("的"):
        return bare
    told = _WHOLE.fullmatch(bare)
    if not told:
        return bare[:-1] + ("比重" if bare.startswith("占") else "")
    rate = _RATE.search(told["part"])
    return told["part"] if rate else f"{told['part']}占{told['whole']}比重"


def basis(predicate: str) -> str:
    """How growth is measured, if a predicate says so: 实际, 可比, 同口径, 名义."""
    return next((name for name, words in _BASES.items() if words.search(predicate)), "")


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


def _sharing(member: Member, words: str, bare: str) -> list[str]:
    """Several indicators that share one quantity (A、B均增长8%), else the one name there is."""
    each = _EACH.search(words)
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


def _grown(name: str, basis: str, member: Member) -> str:
    """The name of a growth rate says so: 茶园面积增长6% is of the 茶园面积增速."""
    quantity, change = member.quantities[0], CHANGES.search(_TOLD.sub("", member.head))
    yearly = "年均" if re.search("年均|平均每年", member.head) else _yearly(member)
    alone = not verbs(member.head) and not LEVELS.search(member.head)
    if not change and member.verb in _CHANGE and alone:
        return f"{name}({member.verb})"
    if not change or re.search(f"(?:{_GROWTH}|增长率)$", name):
        share = quantity.measure == "share" and member.head.endswith(("占", "占到", "占比"))
        name += "占比" if share and not _RATE.search(name) else ""
        return name + (f"({yearly})" if yearly and yearly not in name else "")
    falls = change[0].startswith(_FALLS)
    if quantity.unit.endswith("百分点"):
        return name + yearly + ("下降幅度" if falls else "提升幅度")
    if quantity.measure not in ("share", "multiple"):
        return f"{name}({_MOVED.match(change[0])[0]})"  # type: ignore[index]
    return name + ("年均" if yearly else "") + basis + ("降幅" if falls else "增速")


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


def _acted(words: str, member: Member) -> str:
    """What is counted, with the verbs before it or else the one that governs them."""
    name = _counted(words)
    made = words[: -len(name)] if name and words.endswith(name) else ""
    verb, _ = governing(made)
    return _with_verb(name, member.verb if verb in LIGHT else verb, member)


def _with_verb(name: str, verb: str, member: Member) -> str:
    """The name with the verb that says what is to happen: 铁路专用线(新建), 每个镇渔港(建成)."""
    if each := _EACH_ONE.search(member.head):
        name = each[0] + name.removeprefix(each[0])
    silent = verb in SILENT or verb in name or len(verb) < 2
    done = "" if silent or member.status != "result" else verb
    since = "累计" if "累计" in member.head and "累计" not in name + done else ""
    done = _yearly(member) + since + done
    return f"{name}({done})" if done else name


def _yearly(member: Member) -> str:
    """每年 where a figure holds for each of several years."""
    several = member.clause.since != member.clause.last
    return "每年" if several and "每年" in member.head else ""
