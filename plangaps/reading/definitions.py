"""What the name of an indicator says of its definition, as ``definitions.toml`` lists the words.

>>> core(canonical("全省“规上”工业增加值增长率"))
'规模以上工业'
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from plangaps.reading import lexicon

_TABLES = tomllib.loads(Path(__file__).with_name("definitions.toml").read_text("utf-8"))


def any_of(table: str, *groups: str) -> re.Pattern[str]:
    """Pattern for any word of the groups named (of all groups of the table if none is)."""
    return _any(word for name in groups or _TABLES[table] for word in _TABLES[table][name].split())


def each_of(table: str) -> list[re.Pattern[str]]:
    """Pattern for any word of a group, for each group of the table."""
    return [_any(listed.split()) for listed in _TABLES[table].values()]


def _any(listed: Iterable[str]) -> re.Pattern[str]:
    return re.compile(lexicon.one_of(listed))


def _families(*tables: str) -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """Of each family its pattern, and for each word the one that stands for it."""
    listed = [group.split() for table in tables for group in _TABLES[table].values()]
    chosen = [{word: one for one in group for word in one.split("|")} for group in listed]
    return [(_any(words), words) for words in chosen]


_ALIKE = lexicon.alike(_TABLES["alike"])
_ALIKE_WORD = _any(_ALIKE)
_MARKS = re.compile("[\0“”‘’「」《》\"'（）()【】、，\\s□]")
_ITEM = re.compile(r"^\W*\d{1,2}\W+(?=[一-龥])|^[一二三四五六七八九十]{1,2}[是、]")
_AREAS = any_of("idle", "areas")
_WHOLE = re.compile("占(?P<of>[^占]{1,14}?)的?比重")
_KIN = _families("kin")
_STRICT = [*_KIN, *_families("families")]
_LOOSE = _families("details")
_BOTH = re.compile("新改扩?建")
_MEASURES = _families("measures")[0]
_ACTS = _families("acts")
_LISTED = re.compile(f"(?:{_ACTS[0][0].pattern}[、和及或]?)*\\Z")
WORKS = frozenset(_ACTS[0][1].values())  # what is done with a thing that is built
_IDLE = any_of("idle")
_TELLING = {word for _, words in [*_STRICT, *_LOOSE, _MEASURES] for word in words}
_KEPT = _any([*_ALIKE.values(), *(word for word in _TELLING if not _IDLE.fullmatch(word))])
_KEPT_OR_IDLE = re.compile(f"({_KEPT.pattern})|{_IDLE.pattern}")
_VERB = re.compile(lexicon.any_of("verbs", "makes", "result"))
_FRONT = re.compile(
    f"^(?:(?!{_KEPT.pattern})(?:新?{_VERB.pattern}|[和与及的]|新(?!型|一代|就业|兴|建|农)))++"
)
_BACK = re.compile(f"(?:{_VERB.pattern}|规模|[和与及数额])++$")
_GENERIC = {*_TABLES["idle"]["verbs"].split(), *lexicon.groups("verbs")["makes"]}


def canonical(text: str) -> str:
    """The text without quotes and areas, one word for all that say the same."""
    bare = _AREAS.sub("", _MARKS.sub("", _ITEM.sub("", text)))
    return _ALIKE_WORD.sub(lambda found: _ALIKE[found[0]], bare)


def whole_of(name: str) -> tuple[str, str]:
    """A canonical name without what it is a share of, and that: 工业投资占总投资比重."""
    found = _WHOLE.search(name)
    return (_WHOLE.sub("比重", name), found["of"]) if found else (name, "")


def core(name: str) -> str:
    """What is left of a canonical name without words that tell nothing about the definition."""
    telling = _KEPT_OR_IDLE.sub(lambda found: found[1] or "", name)
    return _BACK.sub("", _FRONT.sub("", telling)) or telling or name


def subject(name: str) -> str:
    """What a canonical name speaks of, without what is measured of it: 粮食 of 粮食播种面积."""
    return _MEASURES[0].sub("", core(name))


class Definition(NamedTuple):
    """What a canonical name says of its definition: words held of each family, and the measure."""

    strict: tuple[frozenset[str], ...]
    loose: tuple[frozenset[str], ...]
    measure: str


@lru_cache(1 << 16)  # most names come back in the reports of other years and areas
def definition(name: str) -> Definition:
    """What a canonical name says; of several words for what is measured the last one tells."""
    strict, loose = (
        tuple(_held(pattern, chosen, name) for pattern, chosen in families)
        for families in (_STRICT, _LOOSE)
    )
    measures = _MEASURES[0].findall(name)
    return Definition(strict, loose, _MEASURES[1][measures[-1]] if measures else "")


def agree(one: Definition, other: Definition) -> bool:
    """Whether two names may be of one definition.

    They hold the same words of each family, no two different ones of one sort of detail, and
    measure the same where both say what.
    """
    if one.strict != other.strict or (
        one.measure != other.measure and one.measure and other.measure
    ):
        return False
    return all(a == b or not a or not b for a, b in zip(one.loose, other.loose, strict=True))


def kin(one: Definition) -> list[bool]:
    """Of which kin a name is: two of one kin are near each other, whatever else they say."""
    return [bool(held) for held in one.strict[: len(_KIN)]]


def acts(name: str, words: str, before: str = "") -> frozenset[str]:
    """What is done with a thing: the verbs at either end of its name, 新建 or 改造 in its words.

    A list of them may end right ``before`` the words: 新建、 before 改造农田.
    """
    words = "".join(_LISTED.findall(before)) + words
    ends = (_FRONT.match(name), _BACK.search(name))
    told = frozenset(verb for part in ends if part for verb in _VERB.findall(part[0])) - _GENERIC
    said = _BOTH.sub("新建改建", _MARKS.sub("", words))
    return told.union(*(_held(*family, said) for family in _ACTS))


def _held(pattern: re.Pattern[str], chosen: dict[str, str], name: str) -> frozenset[str]:
    return frozenset(chosen[word] for word in pattern.findall(name))
