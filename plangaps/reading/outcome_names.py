"""What the quantities of a result measure, called by the words around them and before them."""

from __future__ import annotations

import re

from plangaps.reading.lexicon import any_of
from plangaps.reading.member import WINDOW
from plangaps.reading.naming import split
from plangaps.reading.outcome_words import (
    counted,
    goes_on,
    is_area,
    shift,
    shortened,
    split_head,
    subject,
    verbs,
)
from plangaps.reading.result import COUNTED, Phrase, Result

SECTORS = ["第一产业占比", "第二产业占比", "第三产业占比"]
REMARK = re.compile(r"^[（(]□*[）)]")
_EACH = re.compile("[均都各][^均都各]{0,4}$")
_APIECE = re.compile("各$")
_PARTS = re.compile("、|和|以及|及|与")
_ABOVE = re.compile(
    f"({any_of('reached', 'above', 'below')})([^，0-9]{{2,25}}?)(?:平均)?(?:水平)?$"
    "|比(?P<other>全?[国省市区]|预期目标)(?:平均)?(?:水平)?(?P<way>[高快多低慢少])$"
)
_LINK = re.compile(".{0,4}(?:[将把对使让以用与为有向同]|共有)")
_BEGUN = re.compile("^(?:新开工|开工建设|开工)")  # what goes on with it is another stage
_FINISHED = re.compile("竣工|建成|完成|投产")
_RESIDENT = re.compile("^(?:城镇|农村|城市|乡村)")


def name(result: Result, before: list[Result], silent: Phrase | None, text: str) -> None:
    """Names for the quantities of a result; none are left where nothing says what is measured."""
    last, end = result.quantities[-1], result.end
    tail = "" if result.base else REMARK.sub("", text[last.end : end])
    result.end = last.end
    words, told = result.words, verbs(result.words)
    bare = is_area(words) or bool(_LINK.fullmatch(words))
    made = told[-1] if told and told[-1].end() == len(words) else None
    if last.unit.endswith("百分点") and (above := _ABOVE.search(result.head)):
        _name_gap(result, above, before, silent, text)
    elif tail and (made or (bare and _begins(result, before))):
        verb = words[told[0].start() :] if made else shift(result.predicate)
        _name_thing(result, verb, tail, end)
    elif bare or goes_on(words, last.measure, before[-1].quantities[-1].measure if before else ""):
        _inherit(result, "" if bare else words, before, silent, text)
    elif tail and last.measure in COUNTED and not verbs(words[shortened(words) :]):
        _name_thing(result, words, tail, end)
    elif _RESIDENT.fullmatch(words) and (before or silent):
        _inherit(result, "", before, silent, text)
        result.names = [words + _RESIDENT.sub("", name) for name in result.names]
    else:
        _name_words(result, before)


def _begins(result: Result, before: list[Result]) -> bool:
    """Whether a quantity without words before it counts what follows, and does not go on."""
    return result.quantities[-1].measure in COUNTED or not (before and result.predicate)


def _name_thing(result: Result, verb: str, tail: str, end: int) -> None:
    result.form, result.end, result.verb = "thing", end, verb
    result.names = [verb + tail.removeprefix("的")] * len(result.quantities)


def _name_words(result: Result, before: list[Result]) -> None:
    """A name out of the words before, with the verb that goes on from the result before."""
    cut = shortened(result.words)
    result.start += cut
    name, told = result.words[cut:], verbs(result.words)
    if told and told[0].start() == 0:
        result.verb = told[0][0]
    elif before and before[-1].phrase is result.phrase and before[-1].form == "named":
        result.verb, result.since = before[-1].verb, before[-1].since
        name = result.verb + name
    result.names = _listed(name, result)


def _listed(name: str, result: Result) -> list[str]:
    """A name for each quantity; several names may share one."""
    count = len(result.quantities)
    if result.quantities[-1].measure == "ratio":
        return SECTORS
    parts = _PARTS.split(name)
    if count == 1 and _EACH.search(name + result.predicate) and all(len(p) > 1 for p in parts):
        count = len(parts)
    return _with_verb(split(_APIECE.sub("", name), count), result) if count > 1 else [name]


def _with_verb(names: list[str], result: Result) -> list[str]:
    """Names of a list that share the verb of the first one: 新建小学、中学各1所."""
    if result.quantities[-1].measure not in COUNTED or result.tells:
        return names
    return [name if verbs(name) else result.verb + name for name in names]


def _name_gap(
    result: Result, above: re.Match[str], before: list[Result], silent: Phrase | None, text: str
) -> None:
    """A distance from the figure of others: 高于全国0.7个百分点."""
    own, _ = split_head(result.head[: above.start()])
    way, other = above[1] or above["way"] + "于", above[2] or above["other"]
    whom = split(other, len(result.quantities))
    result.form, result.tells, result.falls = "gap", "change", way[0] in "低慢少"
    if is_area(own):
        _inherit(result, "", before, silent, text)
        own = result.names[-1] if result.names else ""
    result.names = [f"{own}{way}{each}" for each in whom] if own else []


def _inherit(
    result: Result, words: str, before: list[Result], silent: Phrase | None, text: str
) -> None:
    """The indicator of the words before: 产值超过8亿元、增长6%."""
    span = subject(text[silent.start : silent.end]) if silent else (0, 0)
    if silent and span[1] and result.quantities[0].start - silent.start < 2 * WINDOW:
        start = silent.start + span[0]
        names = [text[start : silent.start + span[1]]]
    elif before:
        start, names = before[-1].start, _names_before(result, before)
    else:
        result.names = [words] * len(result.quantities) if words else []
        return
    if done := _FINISHED.search(result.predicate):
        names = [_BEGUN.sub(done[0], name) for name in names]
    result.names = [counted(name) + words for name in names] if words else names
    result.inherited = True
    if result.quantities[0].start - start < 2 * WINDOW:
        result.start = start


def _names_before(result: Result, before: list[Result]) -> list[str]:
    """Names of the results before that the quantities of this one go on with."""
    count, names = len(result.quantities), before[-1].names
    if count > 1 and len(names) != count:
        several = [name for earlier in before[-count:] for name in earlier.names][-count:]
        return several if len(several) == count else [names[-1]] * count
    alone = count == 1 and not _EACH.search(result.predicate)
    return names[-1:] if alone else list(names)
