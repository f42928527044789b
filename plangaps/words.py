"""Every word shown to people, in English and Chinese, from one table, and numbers as readers write.

``words.toml`` holds a text for each key; :func:`say` fills it. Numbers, lists and compact decimals
are Babel's (Unicode CLDR); what Babel lacks, one scale for a whole axis, is here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal

LANGUAGES = ("en", "zh")

# Scales of an axis; below a million English writes numbers out.
_SCALES = {
    "en": {1e12: "trillion", 1e9: "billion", 1e6: "million", 1e4: "thousand"},
    "zh": {1e12: "万亿", 1e8: "亿", 1e4: "万"},
}
_DIVISOR = {"thousand": 1e3}
_COMPACT_FROM = {"en": 1e6, "zh": 1e4}
_UNSCALED = {"percent", "km2", "km"}
# Control characters but the end of a line, marks that turn the direction of writing, half signs.
_STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def say(key: str, lang: str, **values: Any) -> str:
    """The text of ``key`` in ``lang``, its placeholders filled with ``values``.

    Raises ValueError for another language than 'en' and 'zh', KeyError for an unknown key.

    >>> say("verdict.met", "en"), say("verdict.met", "zh")
    ('met', '已完成')
    """
    return table()[key][languages(lang)[0]].format(**values)


def languages(lang: str | None = None) -> list[str]:
    """One language, or all where none is named; ValueError for another."""
    if lang not in (None, *LANGUAGES):
        raise ValueError(f"lang: found {lang!r}; allowed: 'en' or 'zh'.")
    return list(LANGUAGES) if lang is None else [lang]


def both(key: str, between: str = " ", **values: Any) -> str:
    """A text in both languages, where one sheet or page serves readers of either."""
    return between.join(say(key, lang, **values) for lang in LANGUAGES)


def said(keys: Iterable[str], group: str, lang: str) -> dict[str, str]:
    """The texts of several codes of a group, by code: ``said(["met"], "verdict", "zh")``."""
    return {code: say(f"{group}.{code}", lang) for code in keys}


def codes(group: str) -> list[str]:
    """The codes of a group of ``words.toml`` in its order."""
    ends = (key.removeprefix(f"{group}.") for key in table() if key.startswith(f"{group}."))
    return [code for code in ends if "." not in code]


@cache
def table() -> dict[str, dict[str, str]]:
    """All texts: ``{"verdict.met": {"en": ..., "zh": ...}, ...}``."""
    return dict(_leaves(tomllib.loads(files("plangaps").joinpath("words.toml").read_text("utf-8"))))


def _leaves(branch: dict[str, Any], path: str = "") -> Iterable[tuple[str, dict[str, str]]]:
    for name, value in branch.items():
        if set(value) == set(LANGUAGES) and isinstance(value["en"], str):
            yield path + name, value
        else:
            yield from _leaves(value, f"{path}{name}.")


def listed(items: Iterable[str], lang: str) -> str:
    """Names one after the other: ``a, b, c``, ``甲、乙、丙``."""
    items = list(items)
    return "、".join(items) if lang == "zh" else format_list(items, style="unit", locale="en")


def scale(values: Any, unit: str, lang: str) -> tuple[float, str]:
    """Divisor and unit that make ``values`` readable on one axis: 亿元, 万人, million yuan.

    >>> scale([1.2e10], "CNY", "zh"), scale([20000.0], "persons", "en")
    ((100000000.0, '亿元'), (1000.0, 'thousand persons'))
    """
    word = say(f"unit.{unit}", lang)
    largest = np.nanmax(np.abs(np.asarray(values, dtype=float)), initial=0.0)
    for size, name in {} if unit in _UNSCALED else _SCALES[lang].items():
        if largest >= size:
            return _DIVISOR.get(name, size), f"{name} {word}" if lang == "en" else name + word
    return 1.0, word


def number(value: float, unit: str, lang: str) -> str:
    """One value with its unit, at most two digits behind the point.

    >>> number(27e6, "CNY", "en"), number(27e6, "CNY", "zh"), number(82.11, "percent", "en")
    ('27 million yuan', '2700万元', '82.11 %')
    """
    word = say(f"unit.{unit}", lang)
    text = _decimal(value, unit, lang)
    return f"{text} {word}".rstrip() if lang == "en" else text + word


def _decimal(value: float, unit: str, lang: str) -> str:
    if unit not in _UNSCALED and abs(value) >= _COMPACT_FROM[lang]:
        return format_compact_decimal(
            value, format_type="long" if lang == "en" else "short", locale=lang, fraction_digits=2
        )
    pattern = "#,##0.##" if unit == "percent" or abs(value) < 1000 else "#,##0"
    return format_decimal(value, pattern if lang == "en" else pattern.replace(",", "#"), lang)


def promise(target: Any, lang: str) -> str:
    """What a target says, comparator and figure: ``at least 97 %``, ``不低于97%``.

    ``target`` has ``comparator``, ``value``, ``value_high``, ``unit_measure`` and ``printed``; in
    Chinese the figure stands as printed.
    """
    ends = [v for v in (target["value"], target["value_high"]) if v == v]
    figures = [number(v, target["unit_measure"], lang) for v in ends]
    figure = target["printed"] if lang == "zh" else "–".join(figures)
    return say(f"comparator.{target['comparator']}", lang, n=figure)


def difference(value: float, unit: str, lang: str) -> str:
    """A difference with its sign: ``+0.4 points``, ``−2700万元``, ``0 points``."""
    sign = "" if abs(value) < 1e-9 else "+" if value > 0 else "−"
    text = number(abs(value), unit, lang)
    return sign + (say("number.points", lang, n=text.rstrip(" %")) if unit == "percent" else text)


def signed_percent(value: float, digits: int, lang: str) -> str:
    """A relative gap on an axis: ``+20 %``, ``−20%``, ``0 %``."""
    text = f"{value:+.{digits}f}".replace("-", "−") if abs(value) > 1e-9 else "0"
    return text + (" %" if lang == "en" else "%")


def axis_number(value: float, _: float | None = None) -> str:
    """Number on an axis, without digits that say nothing."""
    return f"{value:,.10g}".replace("-", "−")


def chance(share: float, lang: str) -> str:
    """A probability in whole per cent, never 0 or 100 where it is not certain."""
    text = "< 1" if share < 0.01 else "> 99" if share > 0.99 else f"{100 * share:.0f}"
    return f"{text} %" if lang == "en" else f"{text}%".replace(" ", "")


def printable(text: str) -> str:
    """``text`` whose control characters, which steer a terminal, are escapes as in Python.

    >>> printable("a\\x1b[2J.csv")
    'a\\\\x1b[2J.csv'
    """
    return _STEERING.sub(lambda sign: repr(sign[0])[1:-1], text)


def sentence(text: str) -> str:
    """``text`` with a capital at its beginning."""
    return re.sub("^[a-z]", lambda first: first[0].upper(), text)


def within(text: str) -> str:
    """``text`` as it stands within a sentence: ``new urban jobs``, ``GDP growth``."""
    return re.sub("^[A-Z](?=[a-z ])", lambda first: first[0].lower(), text)
