"""Quantities in a text: a number with its unit, range, comparator words and place.

>>> [(f.value, f.high, f.unit, f.comparator) for f in quantities(normalise("增长５％，3—5家"))]
[(5.0, None, '%', 'stated'), (3.0, 5.0, '家', 'between')]
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from plangaps.reading.lexicon import any_of, groups


class Quantity(NamedTuple):
    """``value`` (to ``high``) in ``unit``, of the sort ``measure``, with its place in the text.

    ``start`` to ``end`` takes in the comparator words (不低于, 以上); the number itself begins at
    ``number`` and is ``spelt`` in digits, chinese (numerals) or words (全覆盖, 翻番). Digits that
    blanks part from others (2 4处) are ``split``: nobody can tell their value.
    """

    start: int
    number: int
    end: int
    value: float
    high: float | None
    unit: str
    measure: str
    comparator: str
    spelt: str


_FULL_WIDTH = "０１２３４５６７８９％﹪．／～〜－−–—﹣＋＞＜"
_HALF = dict(zip(_FULL_WIDTH, "0123456789%%./~~-----+><", strict=True))
_WIDE = re.compile(f"[{_FULL_WIDTH}]")
_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 15  # digits that a float holds exactly; longer ones are no quantities of a plan

_BLANKS = " \t\r\u3000\xa0\u200b\ufeff"
_NO_LETTERS = re.compile(
    rf"[{_BLANKS}]*(?:[①-⑳⑴-⒇]|[\[〔［【]\^?\d{{1,3}}[\]〕］】])|[{_BLANKS}]+|[¹²³⁰⁴-⁹₀-₉]+"
)
_ENDS_IN_DIGIT = re.compile(r"\d,?$")
_DIGIT_NEXT = re.compile(rf"[{_BLANKS}]*\d")
_SPLIT_BEFORE = re.compile(rf"(\d+),?[{_BLANKS}]+$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPLIT_BEHIND = re.compile(rf",?[{_BLANKS}]+\d")
_SQUARES = tuple("m米")  # m² and m³ are units, no notes
_MASKED = re.compile(
    r"“[^”\n]{1,60}”|‘[^’\n]{1,60}’|「[^」\n]{1,60}」|\"[^\"\n]{1,40}\"|《[^》\n]{1,60}》"
    r"|〔[^〕\n]{1,20}〕|（[^）\n]{1,80}）|\([^)\n]{1,80}\)|【[^】\n]{1,40}】|\[[^\]\n]{1,40}\]"
)
_SPELT = ["share", "multiple", "count", "person", "household", "area", "length", "mass", "money"]
_SIGNS = "[一二两三四五六七八九十][零一二三四五六七八九十百千]{0,6}"
_NUMBER = re.compile(
    r"(?P<digits>(?<![第\d])\d{1,3}(?:(?:[,，]\d{3}){1,4}(?!\d)(?:\.\d+)?"
    r"|(?: \d{3})+(?=[元亿万户套]))|\d+(?:\.\d+)?)"
    r"|百分之(?P<percent>[〇零一二两三四五六七八九十百点]{1,7})"
    rf"|(?P<mixed>{_SIGNS}(?:亿零?{_SIGNS}万?|万零?{_SIGNS}))(?=[多余]?{any_of('units', *_SPELT)})"
    rf"|(?P<chinese>{_SIGNS}(?:点[〇零一二三四五六七八九]{{1,3}})?)"
    rf"(?=成|{any_of('scales')}|{any_of('units', *_SPELT)})"
    r"|(?P<round>[百千](?=亿)|(?=万亿))(?=万?亿(?:元|美元|斤|大关|台阶|[，。；、\n]|$))"
    r"|(?P<full>全覆盖)|翻(?P<doubled>[一两二三]?)番"
)
# before 千亿元 and 万亿元 without a number
_REACHED = ("突破", "迈上", "跨越", "跨过", "冲刺", "超", "超过", "破", "跃上", "站上", "达到")
_MEASURES = {unit: measure for measure, units in groups("units").items() for unit in units}
_UNIT = re.compile(
    rf"(?P<more>[多余])?(?:(?P<scale>{any_of('scales')})?(?P<still>[多余])?"
    rf"(?P<base>{any_of('units')})(?!(?<=[A-Za-z])[A-Za-z]|(?<=台)阶)|(?P<bare>{any_of('scales')})[多余]?)"
)
_COMPARATORS = {w: name for name, listed in groups("before").items() for w in listed}
_COMPARATORS |= {w: name for name, listed in groups("behind").items() for w in listed}
_BEFORE = re.compile(rf"(?<![节集附临靠签合公预契条制违])({any_of('before')})(?:每.{{1,3}})?$")
_BEHIND = re.compile(any_of("behind"))
_RANGE = {"-", "--", "~", "~~", "至", "到"}


def normalise(text: str) -> str:
    """The text with half-width digits and signs; every character keeps its place."""
    return _WIDE.sub(lambda sign: _HALF[sign[0]], text)


def compact(text: str) -> tuple[str, Sequence[int]]:
    """A normalised text without blanks (增长 6% 左右) and marks of notes (50²), and the old places.

    The second value gives for each character, and for the end, its place in the text given. What
    stands between two digits stays: no number is ever put together from two.
    """
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for match in _NO_LETTERS.finditer(text):
        if _drops_out(match, text):
            parts.append(text[end : match.start()])
            places.extend(range(end, match.start()))
            end = match.end()
    if not end:
        return text, range(len(text) + 1)
    return "".join([*parts, text[end:]]), [*places, *range(end, len(text) + 1)]


def _drops_out(match: re.Match[str], text: str) -> bool:
    """Whether blanks or a mark may go: a mark only behind a word, neither between two digits."""
    behind_digit = _ENDS_IN_DIGIT.search(text, max(0, match.start() - 2), match.start())
    if behind_digit and _DIGIT_NEXT.match(text, match.end()):
        return False
    sign, before = match[0][-1], text[match.start() - 1 : match.start()]
    if sign in _BLANKS:
        return True
    if sign in "²³" and before in _SQUARES:
        return False
    return before.isalnum() or before in ("%", "”", "’", ")", "）")


def mask(text: str) -> str:
    """The text with what stands in quotes and brackets blanked; every character keeps its place."""
    return _MASKED.sub(lambda m: m[0][0] + "□" * (len(m[0]) - 2) + m[0][-1], text)


def chinese_number(numerals: str) -> float:
    """Value of Chinese numerals below ten thousand, 点 for the point: 一百二十 is 120."""
    whole, _, decimals = numerals.partition("点")
    total, digit = 0, 0
    for sign in whole:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = digit * 10 + _NUMERALS[sign]
    fraction = "".join(str(_NUMERALS.get(sign, 0)) for sign in decimals)
    return float(f"{total + digit}.{fraction or 0}")


def quantities(text: str) -> list[Quantity]:
    """All quantities of a normalised text, in order, ranges joined into one."""
    return list(_joined(_single(text), text))


def _single(text: str) -> Iterator[Quantity]:
    end = 0
    for match in _NUMBER.finditer(text):
        if match.start() >= end and (quantity := _quantity(match, text)):
            end = quantity.end
            yield quantity


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    kind, spelt = str(match.lastgroup), match[match.lastgroup or 0]
    if kind == "full":
        return _compared(match.span(), 100, "%", "share", "words", text)
    if kind == "doubled":
        times = {"两": 4, "二": 4, "三": 8}.get(spelt, 2)
        return _compared(match.span(), times, "倍", "multiple", "words", text)
    if kind == "percent":
        return _compared(match.span(), chinese_number(spelt), "%", "share", "chinese", text)
    if kind == "mixed":
        return _mixed(match, spelt, text)
    if len(spelt) > _LONGEST:
        return None
    if kind == "digits" and _in_a_code(match, text):
        return None
    if kind == "digits" and _is_split(match, text):
        if _YEAR.fullmatch(spelt):
            return None
        return _compared(match.span(), math.nan, "", "none", "split", text)
    if kind == "round":
        if not text.endswith(_REACHED, 0, match.start()):
            return None
        spelt = "一" + spelt  # of 万亿 too, which is a scale of its own
    number = float(re.sub("[,， ]", "", spelt)) if kind == "digits" else chinese_number(spelt)
    return _measured(match, number, kind, text)


def _mixed(match: re.Match[str], spelt: str, text: str) -> Quantity:
    """A number of two scales in the greater one: 一百二十七亿六千万元 is 127.6亿元."""
    scale = "亿" if "亿" in spelt else "万"
    whole, rest = spelt.split(scale)
    part = chinese_number(rest.removesuffix("万")) / 1e4
    part /= 1 if scale == "万" or rest.endswith("万") else 1e4
    quantity = _measured(match, round(chinese_number(whole) + part, 8), "chinese", text)
    return quantity._replace(unit=scale + quantity.unit)


def _in_a_code(match: re.Match[str], text: str) -> bool:
    """Whether the digits belong to a name such as PM2.5 or 3+1."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    letter = before.isascii() and (before.isalpha() or before in "_.+×*/")
    return bool(before and letter) or (bool(after) and after in "+×*")


def _is_split(match: re.Match[str], text: str) -> bool:
    """Whether blanks part the digits from others (22 650户), so that nobody can tell the number.

    A year before them (2026 60%) is a number of its own. Where a page lost its decimals it shows $.
    """
    if text.endswith("$", 0, match.start()):
        return True
    before = _SPLIT_BEFORE.search(text, max(0, match.start() - 2 * _LONGEST), match.start())
    year = before and _YEAR.fullmatch(before[1])
    return bool(before and not year) or _SPLIT_BEHIND.match(text, match.end()) is not None


def _measured(match: re.Match[str], number: float, spelt: str, text: str) -> Quantity:
    start, end = match.span()
    if number <= 10 and text.startswith("成", end) and not text.startswith("成立", end):
        half = _NUMERALS.get(text[end + 1 : end + 2], 0)  # 七成五 is 75 %
        return _compared(
            (start, end + 1 + bool(half)), number * 10 + half, "%", "share", spelt, text
        )
    printed = _UNIT.match(text, end)
    if not printed:
        return _compared((start, end), number, "", "none", spelt, text)
    unit = printed["bare"] or (printed["scale"] or "") + printed["base"]
    measure = _MEASURES[printed["base"]] if printed["base"] else "none"
    quantity = _compared((start, printed.end()), number, unit, measure, spelt, text)
    more = (printed["more"] or printed["still"]) and quantity.comparator == "stated"
    return quantity._replace(comparator="at_least") if more else quantity


def _compared(
    span: tuple[int, int], value: float, unit: str, measure: str, spelt: str, text: str
) -> Quantity:
    """The quantity with the comparator words before and behind it; those behind it are stronger."""
    start, end = span
    before = _BEFORE.search(text[max(0, start - 9) : start])
    behind = _BEHIND.match(text, end)
    word = behind[0] if behind else before[1] if before else ""
    begin = start - len(before[0]) if before else start
    end = behind.end() if behind else end
    comparator = _COMPARATORS.get(word, "stated")
    return Quantity(begin, start, end, float(value), None, unit, measure, comparator, spelt)


def _joined(singles: Iterator[Quantity], text: str) -> Iterator[Quantity]:
    last: Quantity | None = None
    for quantity in singles:
        if last and _is_range(last, quantity, text):
            quantity = quantity._replace(
                start=last.start,
                number=last.number,
                value=last.value,
                high=quantity.value,
                comparator="between",
            )
        elif last:
            yield last
        last = quantity
    if last:
        yield last


def _is_range(low: Quantity, high: Quantity, text: str) -> bool:
    sign = text[low.end : high.start]
    same = low.unit in ("", high.unit) and low.value < high.value and low.high is None
    return (
        same and sign in _RANGE and not re.search("[由从]", text[max(0, low.start - 6) : low.start])
    )


def within(
    spans: Iterable[Any], quantities: Sequence[Quantity]
) -> Iterator[tuple[Any, Sequence[Quantity]]]:
    """Each of some spans in order (clauses: with ``start`` and ``end``), and what lies in it.

    Nothing where a number of it is split: what the others measure cannot be told either.
    """
    at = 0
    for span in spans:
        while at < len(quantities) and quantities[at].start < span.start:
            at += 1
        first = at
        while at < len(quantities) and quantities[at].end <= span.end:
            at += 1
        own = quantities[first:at]
        yield span, () if any(quantity.spelt == "split" for quantity in own) else own
