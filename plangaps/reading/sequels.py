"""Names that say too little alone, completed by what their sentence named before them.

骨干电网工程开工2个、建成5个           the same thing at another stage
企业达到80家，产值超过100亿元          what is told of the things before
亿元以上项目50个，10亿元以上20个       things of another size
"""

from __future__ import annotations

import re

from plangaps.reading.lexicon import any_of, groups, one_of
from plangaps.reading.member import Member, stage

_OF_THING = re.compile(f"占[^占]{{2,25}}$|(?:播种|种植|养殖)?{any_of('nouns', 'measures')}$")
_CALLED = re.compile(
    rf"\([^()]*\)$|(?:年均|每年|{one_of(groups('bases'))})*(?:增速|[降升]幅|[提下][升降]幅度)$"
)
_TOTAL = re.compile(
    f"(?:其中)?年?(?:{any_of('reached', 'totals')}|{any_of('nouns', 'parts')}|占[^占]{{2,25}})"
)
_YIELD = re.compile(f"(?:年度|年内|全年|年|计划|完成|实现)*{any_of('reached', 'yields')}")
_SIZED = re.compile("^.*(?:以上|以下|以内)")
_STAGES = re.compile(f"(?:{any_of('nouns', 'done')}|计划|实现|年度|全年)+$")
_NEAR = 40  # characters from a figure within which a name may go on


def going_on(name: str, member: Member) -> str:
    """A name that says too little alone, with what the sentence named before it.

    骨干电网工程开工2个、建成5个; 企业达到80家，产值超100亿元; 亿元项目50个、10亿元以上20个.
    """
    before = member.context
    if not before or not before.called or member.start - before.quantities[-1].end > _NEAR:
        return name
    thing, bare = _CALLED.sub("", before.called[-1]), _CALLED.sub("", name)
    measure, last = member.quantities[0].measure, before.quantities[-1].measure
    if stage(member.head) and member.form == "amount" and last in (measure, "money"):
        return f"{_subject(thing)}({stage(member.head)})"
    if measure == "count" and _SIZED.fullmatch(bare):
        return bare + (_SIZED.sub("", thing) or thing) + name[len(bare) :]
    if not bare:
        return thing + name
    yields = last == "count" and measure == "money" and _YIELD.fullmatch(bare)
    totals = last != "person" and _TOTAL.fullmatch(bare)
    goes_on = (yields or totals) and not thing.endswith(bare)
    whole = thing if bare == "人均" else _subject(thing)
    return whole + name if goes_on else name


def _subject(name: str) -> str:
    """What a name speaks of, without what is measured of it: 羊 of 羊饲养量."""
    return _STAGES.sub("", _OF_THING.sub("", name)) or name
