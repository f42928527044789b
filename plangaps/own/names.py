"""Codes for what people write: headings, areas, indicators, definitions, units, in two languages.

A text is compared without blanks, in one case and one width of letters, so that ``大 方 县`` and
``Dafang`` are both 520521. A text that could mean two codes means none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial

import pandas as pd

from plangaps import tables, words

# Columns of a file of own figures, with headings that yearbooks print beside those of words.toml.
HEADINGS = {
    "ref_area": ("地区代码", "地区名称", "行政区划代码", "区域", "区县", "县区", "县市区",
                 "县(市、区)", "县", "市县", "area code", "region", "county"),
    "indicator": ("指标代码", "指标名称", "项目", "indicator code", "item", "items", "indicators"),
    "basis": ("统计口径", "definition"),
    "time_period": ("年份", "年度", "时期", "year", "time"),
    "obs_value": ("数据", "值", "实际完成", "实际数"),
    "unit_measure": ("计量单位",),
    "bound": (),
    "obs_status": ("数据状态",),
    "source": ("source", "来源", "资料来源", "出处"),
    "quote": (),
    "note": ("说明", "注"),
}  # fmt: skip

# Columns of the template that say what to look for; they are not read back.
GIVEN = ["target", "name_zh", "name_en", "counts", "promised", "plan_unit", "base_unit"]
GIVEN += ["published_in", "number", "promised_in", "outcome_in", "match", "verdict", "reason"]
GIVEN += ["confidence"]

# Where a table has this column, only the rows count in which it says yes.
CONFIRMED = "confirmed"

# Columns with few codes, and what else is written for each.
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "bound": {
        "lower": ("超过", "不低于", "不少于", "至少", ">", ">=", "≥", "at least"),
        "upper": ("不到", "以内", "不超过", "不高于", "至多", "<", "<=", "≤", "at most"),
        "approx": ("左右", "~", "≈"),
    },
    "obs_status": {"A": ("正常",), "E": ("估计",), "P": ("初步核算",), "B": (), "U": ()},
    CONFIRMED: {"yes": ("y", "对"), "no": ("n", "不")},
    "comparator": {
        "at_least": ("不少于", "以上", "至少", "超过", "达到", ">", ">=", "≥"),
        "at_most": ("不高于", "以内", "至多", "控制在", "<", "<=", "≤"), "stated": ("=", "=="),
        "about": ("约", "~", "≈"), "between": (),
    },
    "hedge": {"strive": ("力争",), "maintain": ("保持", "稳定")},
}  # fmt: skip

_AREA_KIND = r"(?:(?:壮族|回族|维吾尔)?自治区|省|市|县)$"


def plain(texts: pd.Series) -> pd.Series:
    """Texts as they are compared: one width and case, no blanks, no invisible signs."""
    one_width = texts.astype("str").str.normalize("NFKC").str.casefold()
    return one_width.str.replace(r"[\s\u200b\ufeff]+", "", regex=True)


def heading(column: str) -> str:
    """Heading of a template's column in both languages: ``Value 数值``."""
    return words.both(f"heading.{column}")


def label(column: str, code: str) -> str:
    """A code of :data:`CHOICES` as a drop-down shows it: ``lower 以上 (more than)``."""
    english, chinese = (words.say(f"choice.{column}.{code}", lang) for lang in words.LANGUAGES)
    return f"{code} {chinese} ({english})"


def coded(texts: pd.Series, column: str) -> pd.Series:
    """The code of each text in ``column``; a text that has none, or could mean two, as it is."""
    places, written = pd.factorize(texts.astype("str"))
    codes = plain(pd.Series(written, dtype="str")).map(_codes(column)).fillna(pd.Series(written))
    return pd.Series(codes.to_numpy(dtype=object)[places], texts.index, dtype="str")


def nearest(text: str, column: str, most: int = 3) -> list[str]:
    """Codes of areas, indicators or definitions that are written much like ``text``."""
    table = _understood(column)
    (written,) = plain(pd.Series([text]))
    close = get_close_matches(written[:60], table["text"].unique(), most, 0.5)
    rows = table[table["text"].isin(close)]
    rows = rows.sort_values("text", key=lambda t: t.map(close.index), kind="stable")
    return list(rows["code"].drop_duplicates()[:most])


@tables.kept
def _understood(column: str) -> pd.DataFrame:
    """What is understood in a column: ``text`` (plain), ``code``, ``rank`` (names 0, others 1)."""
    tell = {"ref_area": _areas, "indicator": _indicators, "basis": _bases, "unit_measure": _units}
    code, names, others = tell[column]() if column in tell else _words(column)
    ranked = [(0, name) for name in names] + [(1, name) for name in others]
    frames = [pd.DataFrame({"text": t, "code": code, "rank": rank}) for rank, t in ranked]
    frame = pd.concat(frames, ignore_index=True).explode("text")
    frame = frame[frame["text"].fillna("") != ""]
    return frame.assign(text=plain(frame["text"])).sort_values("rank", kind="stable")


@tables.kept
def _codes(column: str) -> pd.Series:
    """Code of each text that has one alone at the rank where it is first met."""
    table = _understood(column)
    first = table[table["rank"] == table.groupby("text")["rank"].transform("min")]
    pairs = first[["text", "code"]].drop_duplicates()
    return pairs[~pairs["text"].duplicated(keep=False)].set_index("text")["code"]


# Codes of a column, their names, and what else is written for them.
_Understood = tuple[pd.Series, list[pd.Series], list[pd.Series]]


def _areas() -> _Understood:
    table = tables.areas()
    short = table["name_zh"].str.replace(_AREA_KIND, "", regex=True)
    code, zh, en = table["ref_area"], table["name_zh"], table["name_en"]
    return code, [code, zh, en, code + zh], [short, table["former_zh"].str.split("|")]


def _indicators() -> _Understood:
    table = tables.indicators()
    code, zh, en = table["indicator"], table["name_zh"], table["name_en"]
    return code, [code, zh, en, code + zh], [table["synonyms_zh"].str.split("|")]


def _bases() -> _Understood:
    table = tables.bases()
    return table["basis"], [table["basis"], table["name_zh"]], []


def _units() -> _Understood:
    code = tables.units()["unit"]
    return code, [code], []


def _words(column: str) -> _Understood:
    """Headings of figures (heading) or of targets (plan_heading), or the choices of a column."""
    others: Mapping[str, tuple[str, ...]] = HEADINGS | dict.fromkeys([*GIVEN, CONFIRMED], ())
    whole: Callable[[str], str] = heading
    key = "heading"
    if column == "plan_heading":
        others = dict.fromkeys([*tables.fields("target"), CONFIRMED], ())
    elif column != key:
        others, key = CHOICES[column], f"choice.{column}"
        whole = partial(label, column)
    code = pd.Series(list(others))
    said = [code.map(words.said(code, key, lang)) for lang in words.LANGUAGES]
    return code, [code, code.map(whole), *said], [code.map(others).map(list)]
