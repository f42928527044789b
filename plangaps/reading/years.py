"""Years in a report: the one it is for, and those that its headings and clauses speak of.

>>> years_ahead("“十五五”时期主要目标", 2026), years_gone("过去五年工作回顾", 2027)
((2026, 2030), (2022, 2026))
"""

from __future__ import annotations

import re

Years = tuple[int | None, int | None]

_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"○": "0", "零": "0"}
_COUNTS = {"三": 3, "四": 4, "五": 5, "3": 3, "4": 4, "5": 5}
_PLANS_BEGAN = 1955  # the sixth plan ends in 1985; those before the fourth had other lengths
_PLANS = ["六", "七", "八", "九", "十", *(f"十{sign}" for sign in "一二三四五六七八")]

_TITLE = re.compile(r"(20\d\d)年[^。\n]{0,20}工作报告|(20\d\d)年\d{1,2}月\d{1,2}日在")
_AGENDA = re.compile(r"(20\d\d)年[^。\n]{0,8}(?:工作安排|重点工作|主要工作|目标|预期|民生实事)")
_YEAR = re.compile(
    r"((?:19[4-9]|20\d)\d)(?=年|、|—|-|:|$)|([一二][九〇○零][〇○零一二三四五六七八九]{2})年"
)
_SPAN = re.compile(r"((?:19[4-9]|20\d)\d)年?[-~至到](20\d\d)年")
_ANY_YEAR = "(?:19[5-9]|20[0-9])[0-9]|[一二][九〇○零][〇○零一二三四五六七八九]{2}"
_DUE = re.compile(rf"(?:到|至|在)({_ANY_YEAR})年|^\s*({_ANY_YEAR})年")
_TITLE_NAMED = re.compile("《[^》]*》")  # names years that are not meant
_PLAN = re.compile("(十[一二三四五六七八]?|[六七八九])(?:五(?:”(?!普法)|(?=[时期计规发]))|个五年)")
_PLAN_AHEAD = re.compile(_PLAN.pattern + "(?!以来|开局|末|规划纲要|开好局|良好)")
_BEGUN = re.compile("开局|开好局|收官|谋划")
_PLAN_TIME = re.compile(
    "(?<![由从比较与])(?<![由从比较与]“)(十[一二三四五六七八]?|[六七八九])五”?(时期|期间|末)"
)
_SPAN_AHEAD = re.compile(
    "(?:今后|未来|接下来)的?([三五5])年|(?<![一二三四五六七八九十])([三五])年内"
)
_SPAN_GONE = re.compile(
    r"(?:过去|近|这|以来的?|的)([三四五345])年|(?<!\d)([三四五345])年(?:以?来|间|工作)"
)
_TERM = re.compile("(?:本届|上届)(?:人民)?政府(?!工作开局)|第.{1,4}届.{0,4}政府.{0,3}工作回顾")
_ONE_GONE = re.compile("去年|过去的?一年|一年来|上一?年|这一年")


def year_of(text: str) -> int | None:
    """The year a report is for, as its title or the heading of its plan says; None if neither."""
    match = _TITLE.search(text) or _AGENDA.search(text)
    return int(match[match.lastindex or 1]) if match else None


def named_years(words: str) -> list[int]:
    """Years that some words name, the last year for a five-year plan, in their order."""
    plans = [(match.start(), _last_of_plan(match[1])) for match in _PLAN.finditer(words)]
    years = [(match.start(), _as_year(match)) for match in _YEAR.finditer(words)]
    return [year for _, year in sorted(plans + years)]


def years_ahead(heading: str, year: int | None) -> Years | None:
    """Years to come that a heading names, first and last; None where it names none."""
    own = heading.find(f"{year}年")
    for plan in _PLAN_AHEAD.finditer(heading) if not _BEGUN.search(heading) else ():
        last = _last_of_plan(plan[1])
        if (last >= year >= last - 4 if year else True) and not 0 <= own < plan.start():
            return last - 4, last
    due = years_due(heading, year)
    if due and (due[0] != due[1] or due[0] == year or "远景" in heading):
        return due
    return (year, year) if own >= 0 else None


def years_due(words: str, year: int | None) -> Years | None:
    """Years to come in which what a clause promises is due; None where it names none.

    A five-year plan counts where it is a time (“十五五”时期), not where it is a text to fulfil
    (完成“十五五”规划目标).
    """
    words = _TITLE_NAMED.sub("", words) if "《" in words else words
    if match := _PLAN_TIME.search(words):
        last = _last_of_plan(match[1])
        return (last, last) if match[2] == "末" else (last - 4, last)
    if year and (match := _SPAN_AHEAD.search(words)):
        return year, year + _COUNTS[match[match.lastindex or 1]] - 1
    if (match := _SPAN.search(words)) and int(match[2]) >= (year or 0):
        return int(match[1]), int(match[2])
    if match := _DUE.search(words):
        due = int("".join(_DIGITS.get(sign, sign) for sign in match[match.lastindex or 1]))
        return (due, due) if due >= (year or 0) else None
    return (year, year) if "今年" in words else None


def years_gone(words: str, year: int | None) -> Years | None:
    """Years gone by that some words name first, before ``year``; None where they name none."""
    options = [_plan_gone(words, year), _span_gone(words, year), _one_gone(words, year)]
    named = [option for option in options if option]
    return min(named)[1] if named else None


def _plan_gone(words: str, year: int | None) -> tuple[int, Years] | None:
    match = _PLAN.search(words)
    if not match:
        return None
    last = _last_of_plan(match[1])
    if year is None or last < year:
        return match.start(), (last - 4, last)
    return (match.start(), (last - 4, year - 1)) if last - 4 < year else None


def _span_gone(words: str, year: int | None) -> tuple[int, Years] | None:
    match = _SPAN_GONE.search(words)
    term = _TERM.search(words)
    if year is None or not (match or term):
        return None
    count = _COUNTS[match[match.lastindex or 1]] if match else 5
    return min(m.start() for m in (match, term) if m), (year - count, year - 1)


def _one_gone(words: str, year: int | None) -> tuple[int, Years] | None:
    dates = [(match.start(), _as_year(match)) for match in _YEAR.finditer(words)]
    dates = [(at, named) for at, named in dates if year is None or named < year]
    if dates and not words.startswith("年以来", dates[0][0] + 4):
        return dates[0][0], (dates[0][1], dates[0][1])
    match = _ONE_GONE.search(words)
    return (match.start(), (year - 1, year - 1)) if match and year else None


def _last_of_plan(number: str) -> int:
    """Last year of a five-year plan by its number: 十五 for 十五五, 2026 to 2030."""
    return _PLANS_BEGAN + 5 * (_PLANS.index(number) + 6)


def _as_year(match: re.Match[str]) -> int:
    return int(match[1] or "".join(_DIGITS[sign] for sign in match[2]))
