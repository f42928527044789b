"""What a printed table says around its figures: in its title, its foot, and beside its names.

A yearbook prints area, year and unit once, above the table, its sources below it, and puts marks
and numbers before and behind the names: ``#第一产业增加值``, ``其中：…``, ``户籍人口①``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from plangaps import tables
from plangaps.own import names

# Marks of footnotes behind a name or a year.
_MARKS = r"\s*(?:[①-⓿⁰¹²³⁴-⁹※*＊†]+|[\[［〔]\d{1,2}[\]］〕])$"
_NUMBERED = r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.．、](?!\d)"
_LEAD = rf"^(?:[#＃·•\s]+|其\s*中\s*[:：]?|{_NUMBERED})+"
_ENGLISH = r"(?<=[一-鿿)）])\s*[A-Za-z][^一-鿿]*$"
_BRACKETS = re.compile(r"^(.*\S)\s*[（(]([^（()）]+)[)）]$")
_ENCLOSED = r"^[（(]([^（()）]+)[)）]$"

_FOOT = r"(?i)^\s*(?:(资料来源|数据来源|来源|sources?)|注释?|备注|说明|notes?)\s*\d*\s*[:：]\s*"
_UNIT = r"单位\s*[:：]\s*[（(]?([^\s、，,;；（()）]+)(?!\S*[、，,;；])"
_YEAR = r"(?<!\d)((?:19|20)\d\d)\s*年(?!\S{0,6}年鉴)"
_PART = r"\d\s*月|季度|上半年|[-—–~～至]\s*\d{4}\s*年"  # then the year is not the period
_ISSUER = r"(?!\S{0,4}(?:年鉴|统计局|统计资料|公报))"
_NO_NAME = (
    r"^表?\s*[\d\s.．、—–-]+|各[县市区州盟旗地乡镇（）()、]+|主要年份|历年|[（(][^（()）]*[)）]|\s"
)


class Told(NamedTuple):
    """What title and foot say of every figure of a table; empty where they say nothing, or two."""

    ref_area: str = ""
    indicator: str = ""
    time_period: str = ""
    unit: str = ""
    source: str = ""


def told(above: pd.DataFrame, foot: pd.Series, named: list[str]) -> Told:
    """What the rows ``above`` the headings and those of the ``foot`` say.

    ``named``: names of sheet and file, which count where they are an area's name or code and
    nothing else.
    """
    lines = [" ".join(cell for cell in row if cell) for row in above.to_numpy().tolist()]
    title = " ".join(lines)
    years = set(re.findall(_YEAR, title)) if not re.search(_PART, title) else set()
    units = set(re.findall(_UNIT, title))
    sources = foot[foot.str.extract(_FOOT, expand=False).notna()].str.replace(_FOOT, "", regex=True)
    return Told(
        _area(title) or next(iter(_known(pd.Series(named, dtype="str"), "ref_area")), ""),
        next(iter(_known(_topics(lines), "indicator")), ""),
        years.pop() if len(years) == 1 else "",
        units.pop() if len(units) == 1 else "",
        "; ".join(sources.str.strip()),
    )


def feet(body: pd.DataFrame) -> pd.Series:
    """The first text of each row that is a note or names a source, by row."""
    first = body[body.columns[0]]
    for column in body.columns[1:]:
        first = first.where(first != "", body[column])
    return first[first.str.match(_FOOT)]


def unmarked(texts: pd.Series) -> pd.Series:
    """Texts without the marks of footnotes at their end."""
    return texts.str.replace(_MARKS, "", regex=True)


def indicators(texts: pd.Series) -> pd.Series:
    """Codes of indicators for names as printed; a text that has none as it is."""
    bare = unmarked(texts).str.replace(_LEAD, "", regex=True).str.strip()
    return _first_known(
        texts, [texts, bare, bare.str.replace(_ENGLISH, "", regex=True)], "indicator"
    )


def units(texts: pd.Series) -> pd.Series:
    """Codes of units as printed: in brackets, or with English behind them."""
    inner = texts.str.extract(_ENCLOSED, expand=False).fillna("")
    return _first_known(
        texts, [texts, inner, texts.str.extract(r"^([^\s（(]*)")[0]], "unit_measure"
    )


def unit_apart(indicator: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Name and unit where a yearbook prints both in one, 地区生产总值(亿元); else no unit."""
    parts = unmarked(indicator).str.extract(_BRACKETS).fillna("")
    inner = units(parts[1])
    apart = inner.isin(tables.units()["unit"]) & ~indicators(indicator).isin(_codes("indicator"))
    return indicator.mask(apart, parts[0]), inner.where(apart, "")


def _first_known(texts: pd.Series, forms: list[pd.Series], column: str) -> pd.Series:
    result = texts
    for form in reversed(forms):
        code = names.coded(form, column)
        result = result.mask(code.isin(_codes(column)), code)
    return result


def _known(texts: pd.Series, column: str) -> list[str]:
    """Codes of those texts that have one."""
    codes = names.coded(texts, column)
    return codes[codes.isin(_codes(column))].to_list()


def _codes(column: str) -> pd.Series:
    table = {"ref_area": tables.areas, "indicator": tables.indicators, "unit_measure": tables.units}
    return table[column]()["unit" if column == "unit_measure" else column]


def _topics(lines: list[str]) -> pd.Series:
    """What each line of a title is about, without its number, areas, brackets and blanks."""
    text = pd.Series(lines, dtype="str").str.replace(_NO_NAME, "", regex=True)
    areas = sorted(tables.areas()["name_zh"], key=len, reverse=True)
    return text.str.replace(rf"^(?:{'|'.join(areas)})+|{_YEAR}", "", regex=True)


def _area(title: str) -> str:
    """The one area that a title names; of a chain (毕节市大方县) its last, of two apart none."""
    every = sorted(tables.areas()["name_zh"], key=len, reverse=True)
    found = re.findall(rf"(?:{'|'.join(every)})*({'|'.join(every)}){_ISSUER}", title)
    codes = set(_known(pd.Series(found, dtype="str"), "ref_area"))
    return codes.pop() if len(codes) == 1 else ""
