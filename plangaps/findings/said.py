"""What a finding is: a text of ``words.toml``, its values, and how a language writes them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import pandas as pd

from plangaps import tables, words
from plangaps.findings.held import Held


class Value(Protocol):
    """A value that each language writes in its own way."""

    def text(self, lang: str) -> str: ...


class Said(NamedTuple):
    """The key of a sentence below ``finding`` in ``words.toml``, and its values."""

    key: str
    values: dict[str, Any]

    def bare(self, lang: str) -> str:
        """The words in one language, as they stand within a sentence."""
        shown = {name: _shown(value, lang) for name, value in self.values.items()}
        return words.say(f"finding.{self.key}", lang, **shown)

    def text(self, lang: str) -> str:
        """The sentence in one language."""
        return words.sentence(self.bare(lang))


Finding = Callable[[Held], Said | None]

FINDINGS: dict[str, Finding] = {}


def finding(compute: Finding) -> Finding:
    """Enter a finding under the name of its function; None is that it may not be said."""
    return entered(compute.__name__, compute)


def entered(name: str, compute: Finding) -> Finding:
    """Enter a finding under a ``name``."""
    FINDINGS[name] = compute
    return compute


def said(key: str, **values: Any) -> Said:
    """A sentence and its values: numbers, texts, or what a language writes in its own way."""
    return Said(key, values)


@dataclass(frozen=True)
class Count:
    """A small number, which English spells out."""

    n: int

    def text(self, lang: str) -> str:
        key = f"count.{self.n}"
        return words.say(key, lang) if lang == "en" and key in words.table() else str(self.n)


@dataclass(frozen=True)
class Text:
    """A text that the data hold in both languages."""

    en: str
    zh: str

    def text(self, lang: str) -> str:
        return words.within(self.en) if lang == "en" else self.zh


@dataclass(frozen=True)
class Word:
    """One code in the words of a group of ``words.toml``."""

    code: str
    group: str

    def text(self, lang: str) -> str:
        return words.within(words.say(f"{self.group}.{self.code}", lang))


@dataclass(frozen=True)
class Decade:
    """A decade by its code: ``2010s``, ``2010年代``."""

    code: str

    def text(self, lang: str) -> str:
        return words.say("record_rates.decade", lang, decade=self.code.rstrip("s"))


@dataclass(frozen=True)
class Amount:
    """A value in its base unit: ``27 million yuan``, ``2700万元``."""

    value: float
    unit: str

    def text(self, lang: str) -> str:
        return words.number(self.value, self.unit, lang)


@dataclass(frozen=True)
class Figure:
    """A figure as its source gives it: ``about 99 %``, ``超过60%``."""

    row: Any

    def text(self, lang: str) -> str:
        text = words.number(self.row["obs_value"], self.row["unit_measure"], lang)
        return words.say(f"bound.{self.row['bound']}", lang, n=text) if self.row["bound"] else text


@dataclass(frozen=True)
class Promise:
    """What a target says, comparator and figure: ``at least 97 %``, ``不低于97%``."""

    target: Any

    def text(self, lang: str) -> str:
        return words.promise(self.target, lang)


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval where it has one: ``82 % (79 to 85)``, ``82%（79—85%）``."""

    share: float
    low: float
    high: float

    def text(self, lang: str) -> str:
        ends = {"low": f"{100 * self.low:.0f}", "high": f"{100 * self.high:.0f}"}
        key = "share" if self.low == self.low else "share_alone"
        return words.say(f"finding.{key}", lang, share=f"{100 * self.share:.0f}", **ends)


@dataclass(frozen=True)
class Chance:
    """A probability in whole per cent, never 0 or 100: ``88 %``."""

    share: float

    def text(self, lang: str) -> str:
        return words.chance(self.share, lang)


@dataclass(frozen=True)
class Points:
    """A difference of two percentages, without its sign: ``1.7 points``, ``1.7个百分点``."""

    value: float

    def text(self, lang: str) -> str:
        return words.difference(abs(round(self.value, 2)), "percent", lang).lstrip("+")


@dataclass(frozen=True)
class Names:
    """Names of codes of a table, one after the other; in English within a sentence."""

    codes: Iterable[str]
    table: str

    def text(self, lang: str) -> str:
        codes = pd.Series(list(self.codes), dtype="str")
        named = tables.names(codes, self.table, lang).replace("", words.say("finding.basis", lang))
        return words.listed(map(words.within, named) if self.table == "indicator" else named, lang)


@dataclass(frozen=True)
class Coded:
    """Codes in the words of a group of ``words.toml``, with their numbers behind them."""

    counts: dict[Hashable, int]
    group: str

    def text(self, lang: str) -> str:
        told = [
            words.say("finding.counted", lang, what=Word(str(code), self.group).text(lang), n=n)
            for code, n in self.counts.items()
        ]
        return words.listed(told, lang)


@dataclass(frozen=True)
class Years:
    """Years one after the other: ``2021 and 2023``, ``2021年、2023年``."""

    years: Iterable[int]

    def text(self, lang: str) -> str:
        return words.listed([words.say("finding.year", lang, year=y) for y in self.years], lang)


@dataclass(frozen=True)
class Each:
    """Parts of a sentence one after the other; nothing in the place of none."""

    parts: Iterable[Said]

    def text(self, lang: str) -> str:
        told = words.say("mark.semicolon", lang).join(part.bare(lang) for part in self.parts)
        return told or words.say("finding.nothing", lang)


def _shown(value: Any, lang: str) -> Any:
    return value.text(lang) if hasattr(value, "text") else value
