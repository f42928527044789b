"""The words of figures and tables, in English and Chinese."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from plangaps import tables

LANGUAGES = ("en", "zh")

UNITS = {
    "percent": ("%", "%"),
    "persons": ("persons", "人"),
    "person-times": ("person-times", "人次"),
    "CNY": ("yuan", "元"),
    "km2": ("km²", "平方公里"),
    "km": ("km", "公里"),
    "units": ("units", "个"),
    "tonnes": ("tonnes", "吨"),
}

COMPARATORS = {
    "at_least": ("at least {}", "不低于{}"),
    "at_most": ("at most {}", "不超过{}"),
    "stated": ("{}", "{}"),
    "about": ("about {}", "{}左右"),
    "between": ("{}", "{}"),
}

BOUNDS = {
    "": ("", ""),
    "lower": ("more than ", "超过"),
    "upper": ("less than ", "不到"),
    "approx": ("about ", "约"),
}

OWN = (" (own figures)", "（自有数据）")
_WITH_OWN = (" (with own figures)", "（含自有数据）")

# The markers of canvas.VERDICT in words.
MARKERS = {
    "met": ("circle: met", "圆点：已完成"),
    "missed": ("cross: missed", "叉号：未完成"),
    "undecided": ("square: cannot be judged", "方块：无法判断"),
}

_CONFLICT = (
    "{area}, {name}, {time_period}: own figure {own}, published {published} ({source}); the "
    "published one judges.",
    "{area}{name}{time_period}：自有数据{own}，公布数据{published}（{source}）；以公布数据为准。",
)
_SCALES = {
    "en": [(1e12, "trillion "), (1e9, "billion "), (1e6, "million "), (1e4, "thousand ")],
    "zh": [(1e12, "万亿"), (1e8, "亿"), (1e4, "万")],
}
_FACTORS = {"thousand ": 1e3}


def say(pair: tuple[str, str], lang: str) -> str:
    """The English or the Chinese of ``pair``; ValueError for another ``lang``."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang: found {lang!r}; allowed: 'en' or 'zh'.")
    return pair[LANGUAGES.index(lang)]


def indicator_names(codes: pd.Series, lang: str) -> pd.Series:
    """Names of indicators, code by code."""
    return _names(codes, tables.indicators().set_index("indicator")[f"name_{lang}"])


def area_names(codes: pd.Series, lang: str) -> pd.Series:
    """Names of areas, code by code."""
    return _names(codes, tables.areas().set_index("ref_area")[f"name_{lang}"])


def basis_names(codes: pd.Series, lang: str) -> pd.Series:
    """Definitions as a reader knows them, code by code (the code itself is English)."""
    known = tables.bases().set_index("basis")["name_zh"]
    return codes if lang == "en" else _names(codes, known)


def scale(values: Any, unit: str, lang: str) -> tuple[float, str]:
    """Divisor and unit that make ``values`` readable: 亿元, 万人, million yuan.

    >>> scale([1.2e10], "CNY", "zh"), scale([20000.0], "persons", "en")
    ((100000000.0, '亿元'), (1000.0, 'thousand persons'))
    """
    word = say(UNITS[unit], lang)
    largest = np.nanmax(np.abs(np.asarray(values, dtype=float)), initial=0.0)
    scales = _SCALES[lang] if unit in ("persons", "person-times", "CNY", "units", "tonnes") else []
    for size, name in scales:
        if largest >= size:
            return _FACTORS.get(name, size), name + word
    return 1.0, word


def number(value: float, unit: str, lang: str) -> str:
    """One value with its unit, at most four digits that mean something.

    >>> number(27e6, "CNY", "en"), number(27e6, "CNY", "zh"), number(82.11, "percent", "en")
    ('27 million yuan', '2700万元', '82.11 %')
    """
    factor, word = scale([value], unit, lang)
    if word.startswith("thousand ") or word == say(UNITS[unit], lang):
        factor, word = 1.0, say(UNITS[unit], lang)
    scaled = value / factor
    digits = 2 if unit == "percent" or abs(scaled) < 1000 else 0
    text = f"{scaled:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{scaled:,.0f}"
    text = text if lang == "en" else text.replace(",", "")
    if not word.strip():
        return text
    return f"{text} {word}" if lang == "en" else f"{text}{word}"


def difference(value: float, unit: str, lang: str) -> str:
    """A difference with its sign: ``+0.4 points``, ``−2700万元``, ``0 points``."""
    sign = "" if abs(value) < 1e-9 else "+" if value > 0 else "−"
    text = number(abs(value), unit, lang)
    if unit == "percent":
        text = text.rstrip(" %") + say((" points", "个百分点"), lang)
    return sign + text


def promise(target: Any, lang: str) -> str:
    """What a target says, comparator and figure: ``at least 97 %``, ``不低于97%``.

    ``target`` has ``comparator``, ``value``, ``value_high``, ``unit_measure`` and ``printed``; in
    Chinese the figure stands as printed.
    """
    ends = [target["value"], target["value_high"]]
    figures = [number(v, target["unit_measure"], lang) for v in ends if pd.notna(v)]
    figure = target["printed"] if lang == "zh" else "-".join(figures)
    return say(COMPARATORS[target["comparator"]], lang).format(figure)


def observed(value: float, unit: str, bound: str, lang: str) -> str:
    """What was measured, as the source bounds it: ``more than 27 million yuan``."""
    return say(BOUNDS[bound], lang) + number(value, unit, lang)


def conflicts(both: pd.DataFrame, lang: str) -> list[str]:
    """Own figures that differ from the published ones, in words.

    ``both`` as from :func:`plangaps.observed.conflicts`.
    """
    named = both.assign(
        area=area_names(both["ref_area"], lang),
        name=indicator_names(both["indicator"], lang),
        source=_names(both["published_source"], tables.sources().set_index("source")["title"]),
    )
    return [
        say(_CONFLICT, lang).format(
            area=row["area"],
            name=_with_basis(row["name"], row["basis"], lang),
            time_period=row["time_period"],
            source=row["source"],
            own=_exact(row["own_value"], row["unit_measure"], row["own_bound"], lang),
            published=_exact(
                row["published_value"], row["unit_measure"], row["published_bound"], lang
            ),
        )
        for row in named.to_dict("records")
    ]


def _with_basis(name: str, basis: str, lang: str) -> str:
    known = basis_names(pd.Series([basis]), lang).iloc[0]
    return name + say((f" ({known})", f"（{known}）"), lang) if known else name


def _exact(value: float, unit: str, bound: str, lang: str) -> str:
    """A value to its last digit, so that two that differ look different."""
    figure = say((f"{value:,.15g} ", f"{value:.15g}"), lang)
    return say(BOUNDS[bound], lang) + figure + say(UNITS[unit], lang)


def own_mark(share: float, lang: str) -> str:
    """Words beside figures of which ``share`` are own: all, some; none where no figure is."""
    if not share > 0:
        return ""
    return say(OWN if share == 1 else _WITH_OWN, lang)


def signed_percent(value: float, digits: int, lang: str) -> str:
    """A relative gap on an axis: ``+20 %``, ``−20%``, ``0 %``."""
    text = f"{value:+.{digits}f}".replace("-", "−") if abs(value) > 1e-9 else "0"
    return text + say((" %", "%"), lang)


def marker_note(judged: pd.DataFrame, lang: str) -> str:
    """What the markers of the verdicts there are mean; empty where there is none.

    ``judged`` has the column ``verdict`` as from :func:`plangaps.gaps.gap_table`.
    """
    there = [
        say(text, lang) for verdict, text in MARKERS.items() if verdict in set(judged["verdict"])
    ]
    text = say((", ", "，"), lang).join(there)
    return text[:1].upper() + text[1:] + say((".", "。"), lang) if there else ""


def sources_note(codes: pd.Series, lang: str, most: int = 4) -> str:
    """Sources of a figure by their publishers: at most ``most`` names, then how many more.

    Codes that ``data/sources.csv`` does not hold are sources of own figures, named as such.
    """
    listed = tables.sources().set_index("source")
    unnamed = listed["publisher"].str.startswith("original publisher not stated")
    known = listed["publisher"].mask(unnamed, listed["title"])
    own = codes[~codes.isin(known.index) & (codes != "")]
    names = known.loc[[c for c in codes.unique() if c in known.index]].unique()
    short = [name.split(" ")[0] if _is_chinese(name) else name for name in names]
    lists = {("Sources: {}", "来源：{}"): _listed(short, lang, most)}
    lists[("own figures: {}", "自有数据：{}")] = _listed(list(own.str.slice(0, 60)), lang, 1)
    told = [say(pair, lang).format(text) for pair, text in lists.items() if text]
    text = say(("; ", "；"), lang).join(told)
    return text[:1].upper() + text[1:] + say((".", "。"), lang) if told else ""


def _listed(names: list[str], lang: str, most: int) -> str:
    """At most ``most`` names, then how many more."""
    names = list(dict.fromkeys(names))
    rest = len(names) - most
    more = say((f" and {rest} more", f"等{len(names)}家"), lang) if rest > 0 else ""
    return say((", ", "、"), lang).join(names[:most]) + more


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _names(codes: pd.Series, known: pd.Series) -> pd.Series:
    return codes.map(known).fillna(codes)


def axis_number(value: float, _: float | None = None) -> str:
    """Number on an axis, without digits that say nothing."""
    return f"{value:,.10g}".replace("-", "−")


def chance(share: float, lang: str) -> str:
    """A probability in words of whole per cent, never 0 or 100 where it is not certain."""
    text = "< 1" if share < 0.01 else "> 99" if share > 0.99 else f"{100 * share:.0f}"
    return f"{text} %" if lang == "en" else f"{text}%".replace(" ", "")
