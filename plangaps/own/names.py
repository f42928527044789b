"""Codes for what people write: headings, areas, indicators, definitions, units, in two languages.

A text is compared without blanks, in one case and one width of letters, so that ``大 方 县`` and
``Dafang`` are both 520521. A text that could mean two codes means none.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from itertools import zip_longest

import pandas as pd

from plangaps import tables

# Columns of a file of own figures: English and Chinese heading, then others that yearbooks print.
HEADINGS = {
    "ref_area": ("Area", "地区", "地区代码", "地区名称", "行政区划代码", "区域", "area code"),
    "indicator": ("Indicator", "指标", "指标代码", "指标名称", "项目", "indicator code"),
    "basis": ("Definition followed", "口径", "统计口径", "definition"),
    "time_period": ("Period", "时间", "年份", "年度", "时期", "year", "time"),
    "obs_value": ("Value", "数值", "数据", "值", "实际完成", "实际数"),
    "unit_measure": ("Unit", "单位", "计量单位"),
    "bound": ("Bound", "界限"),
    "obs_status": ("Status", "状态", "数据状态"),
    "source": ("Source (title, page)", "来源(书名、页码)", "source", "来源", "资料来源", "出处"),
    "quote": ("Words of the source", "原文"),
    "note": ("Note", "备注", "说明", "注"),
}

# Columns of the template that tell what to look for; they are not read back.
TOLD = {
    "target": ("Target", "目标编号"),
    "name_zh": ("Name in Chinese", "中文名称"),
    "name_en": ("Name in English", "英文名称"),
    "counts": ("What counts", "指标含义"),
    "promised": ("Promised", "计划数"),
    "plan_unit": ("Unit of the plan", "计划单位"),
    "base_unit": ("Base unit", "基本单位"),
    "published_in": ("Usually published in", "通常公布于"),
    "number": ("No.", "序号"),
}

CHOICES = {
    "bound": {
        "lower": ("more than", "以上", "超过", "不低于"),
        "upper": ("less than", "以下", "不到", "以内"),
        "approx": ("about", "约", "左右"),
    },
    "obs_status": {
        "A": ("normal", "正式数", "正常"),
        "E": ("estimated", "估计数", "估计"),
        "P": ("provisional", "初步数", "初步核算"),
        "B": ("break in the series", "口径变动"),
        "U": ("low reliability", "可靠性低"),
    },
}

_AREA_KIND = r"(?:(?:壮族|回族|维吾尔)?自治区|省|市|县)$"


def plain(texts: pd.Series) -> pd.Series:
    """Texts as they are compared: one width and case, no blanks, no invisible signs."""
    one_width = texts.astype("str").str.normalize("NFKC").str.casefold()
    return one_width.str.replace(r"[\s\u200b\ufeff]+", "", regex=True)


def heading(column: str) -> str:
    """Heading of a template's column in both languages: ``Value 数值``."""
    return " ".join((HEADINGS | TOLD)[column][:2])


def label(column: str, code: str) -> str:
    """A code of :data:`CHOICES` as a drop-down shows it: ``lower 以上 (more than)``."""
    english, chinese = CHOICES[column][code][:2]
    return f"{code} {chinese} ({english})"


def coded(texts: pd.Series, column: str) -> pd.Series:
    """The code of each text in ``column``; a text that has none, or could mean two, as it is."""
    codes = plain(texts).map(_codes(column))
    return codes.where(codes.notna(), texts)


def nearest(text: str, column: str, most: int = 3) -> list[str]:
    """Codes with names that are written much like ``text``, the nearest first."""
    known = _known(column)
    (written,) = plain(pd.Series([text]))
    close = get_close_matches(written[:60], known["text"].unique(), most, 0.5)
    found = known[known["text"].isin(close)]
    found = found.sort_values("text", key=lambda t: t.map(close.index), kind="stable")
    return list(found["label"].drop_duplicates()[:most])


@cache
def _known(column: str) -> pd.DataFrame:
    """Texts of a column: ``text`` (plain), ``code``, ``rank`` (code 0, names 1, others 2)."""
    codes = {
        "ref_area": _areas,
        "indicator": _indicators,
        "basis": _bases,
        "unit_measure": _units,
    }
    frame = codes[column]() if column in codes else _words(column)
    return frame.assign(text=plain(frame["text"])).sort_values("rank", kind="stable")


@cache
def _codes(column: str) -> pd.Series:
    """Code of each text that has one alone at the rank where it is first met."""
    known = _known(column)
    first = known[known["rank"] == known.groupby("text")["rank"].transform("min")]
    pairs = first[["text", "code"]].drop_duplicates()
    return pairs[~pairs["text"].duplicated(keep=False)].set_index("text")["code"]


def _areas() -> pd.DataFrame:
    known = tables.areas()
    short = known["name_zh"].str.replace(_AREA_KIND, "", regex=True)
    code, zh, en = known["ref_area"], known["name_zh"], known["name_en"]
    return _ranked(code, [code, zh, en, code + zh], [short], code + " " + zh)


def _indicators() -> pd.DataFrame:
    known = tables.indicators()
    code, zh, en = known["indicator"], known["name_zh"], known["name_en"]
    others = known["synonyms_zh"].str.split("|", expand=True)
    return _ranked(code, [code, zh, en], [others[c] for c in others], code + " " + zh)


def _bases() -> pd.DataFrame:
    known = tables.bases()
    code, zh = known["basis"], known["name_zh"]
    return _ranked(code, [code, zh], [], code + " " + zh)


def _units() -> pd.DataFrame:
    code = tables.units()["unit"]
    return _ranked(code, [code], [], code)


def _words(column: str) -> pd.DataFrame:
    """Headings (``column`` is heading) or the choices of a column."""
    known = HEADINGS | TOLD if column == "heading" else CHOICES[column]
    code = pd.Series(list(known))
    names = pd.DataFrame(list(zip_longest(*known.values(), fillvalue=""))).T
    whole = code.map(heading if column == "heading" else lambda c: label(column, c))
    return _ranked(code, [code, whole, names[0], names[1]], [names[c] for c in names][2:], whole)


def _ranked(
    code: pd.Series, names: Iterable[pd.Series], others: Iterable[pd.Series], label: pd.Series
) -> pd.DataFrame:
    parts = [(rank, text) for rank, group in enumerate([names, others]) for text in group]
    frames = [
        pd.DataFrame({"text": text, "code": code, "rank": rank, "label": label})
        for rank, text in parts
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame["text"].fillna("") != ""]
