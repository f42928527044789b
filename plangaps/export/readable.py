"""The numbers of a figure as a reader reads them: names for codes, in one language.

The CSV beside a figure keeps the codes, for programs; see :mod:`plangaps.export.frames`.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from plan_targets import THEMES
from plangaps import gaps, rules, tables
from plangaps.charts import words

# In the order of the columns; a column of the frame that is not named here is left out.
_HEADS = {
    "rank": ("Rank", "位次"),
    "plan": ("Plan", "计划"),
    "theme": ("Theme", "领域"),
    "target": ("Target", "编号"),
    "name": ("What", "内容"),
    "series": ("Series", "序列"),
    "area": ("Area", "地区"),
    "basis": ("Definition", "口径"),
    "due": ("Due", "目标年份"),
    "time_period": ("Period", "时期"),
    "year": ("Year", "年份"),
    "what": ("Kind", "类别"),
    "limit": ("Given as", "表述"),
    "value": ("Value", "数值"),
    "value_high": ("to", "至"),
    "inside_80": ("80 % within", "80%区间"),
    "inside_95": ("95 % within", "95%区间"),
    "target_value": ("Target value", "目标值"),
    "last_time": ("Last figure of", "此前数据年份"),
    "last_value": ("Last figure", "此前数据"),
    "over_last": ("Better by", "优于此前"),
    "obs_status": ("Status", "状态"),
    "own": ("Own", "自有"),
    "years": ("Years held", "有数据年数"),
    "first": ("First", "最早"),
    "last": ("Last", "最近"),
    "bases": ("Definitions", "口径数"),
    "total": ("Only a total of", "仅有合计"),
    "outcome": ("Verdict or reason", "结论或原因"),
    "targets": ("Targets", "目标数"),
    "rule": ("Rule", "规则"),
    "status": ("Says", "结论"),
    "reason": ("Reason for silence", "不适用的原因"),
    "n": ("Values", "数据个数"),
    "held_80": ("Inside 80 %", "80%区间内"),
    "held_95": ("Inside 95 %", "95%区间内"),
    "source": ("Sources", "来源"),
}
_KINDS = {
    "observed": ("figure", "数据"),
    "target": ("target", "目标"),
    "projected": ("projection", "预测"),
}
_STATUSES = {
    "E": ("estimated", "估计"),
    "P": ("provisional", "初步"),
    "U": ("unreliable", "可靠性低"),
    "B": ("break before", "此前口径中断"),
}
_BANDS = ["lower_80", "upper_80", "lower_95", "upper_95"]
_COMPUTED = [*_BANDS, "over_last"]
_VALUES = ["value", "target_value", "value_high", "last_value", *_COMPUTED]
_LARGE = 1e6  # from here on in millions or the like
_DIGITS = 4  # of what was computed; what was printed stays as printed


def table(numbers: pd.DataFrame, cited: pd.Series, lang: str) -> pd.DataFrame:
    """``numbers`` (from :func:`plangaps.export.frames.numbers`) in words, empty columns left out.

    ``cited`` holds the number of each source by its code. What was computed (projections, steps)
    is rounded to four digits, what was printed is not. Raises ValueError for more than one unit.
    """
    told = numbers.rename(columns={f"{c}_{lang}": c for c in ("name", "area", "series")})
    told, unit = _scaled(_rounded(told).assign(limit=_limit(told, lang)), lang)
    told = told.assign(**{f"inside_{share}": _interval(told, share) for share in (80, 95)})
    columns = [c for c in _HEADS if c in told]
    written = {c: _WRITE.get(c, _as_is)(told[c], lang) for c in columns if c != "source"}
    if "source" in told:
        written["source"] = told["source"].map(lambda code: citation(code, cited)).fillna("")
    frame = pd.DataFrame(written, dtype="object")
    frame = frame.where(frame.notna(), "")
    full = [c for c in columns if frame[c].astype("str").ne("").any()]
    return frame[full].rename(columns=lambda column: _head(column, unit, lang))


def _head(column: str, unit: str, lang: str) -> str:
    """The heading of a column, with the unit where it holds values."""
    head = words.say(_HEADS[column], lang)
    in_unit = unit and column in _VALUES
    return words.say(("{} ({})", "{}（{}）"), lang).format(head, unit) if in_unit else head


def citation(code: str, cited: pd.Series) -> str:
    """A source as its number in the list of sources; a source of own figures as it is."""
    return f"[{cited[code]}]" if code in cited.index else code


def written(cell: object) -> str:
    """A cell as text: a value with all its digits and thousands set off, anything else as it is.

    >>> written(12670000.0), written(98.70), written(2023)
    ('12,670,000', '98.7', '2023')
    """
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:,.6f}".rstrip("0").rstrip(".").replace("-", "−")


def _rounded(told: pd.DataFrame) -> pd.DataFrame:
    """What was computed with the digits that mean something."""
    rounded = {c: told[c].map(_round, na_action="ignore") for c in _COMPUTED if c in told}
    if "what" in told:
        ahead = told["what"].eq("projected")
        rounded["value"] = told["value"].mask(ahead, told["value"].map(_round, na_action="ignore"))
    return told.assign(**rounded)


def _round(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _scaled(told: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, str]:
    """Large values in millions or 亿, all their digits kept, and the unit in words."""
    if "unit_measure" not in told:
        return told, ""
    if len(told["unit_measure"].unique()) > 1:
        held = ", ".join(told["unit_measure"].unique())
        raise ValueError(f"numbers: found the units {held}; allowed: one, for one scale.")
    columns = [c for c in _VALUES if c in told]
    unit, typical = told["unit_measure"].iloc[0], told[columns[0]].abs().median()
    factor, word = words.scale([typical if typical >= _LARGE else 0.0], unit, lang)
    return told.assign(**{c: told[c] / factor for c in columns}), word


def _interval(told: pd.DataFrame, share: int) -> pd.Series:
    """The interval of a projection that holds ``share`` per cent, as text: ``84.81–96.14``."""
    if f"lower_{share}" not in told:
        return pd.Series("", told.index)
    low, high = (told[f"{end}_{share}"].map(written) for end in ("lower", "upper"))
    return (low + "–" + high).where(told[f"lower_{share}"].notna(), "")


def _limit(told: pd.DataFrame, lang: str) -> pd.Series:
    """Whether a figure is a bound or about, and a target a floor, a ceiling or about."""
    empty = pd.Series("", told.index)
    bound = _say(told.get("bound", empty), words.BOUNDS, lang).str.strip()
    signs = {code: [text.format("").strip() for text in pair]
             for code, pair in words.COMPARATORS.items()}  # fmt: skip
    asked = _say(told.get("comparator", empty), signs, lang)
    return asked.where(asked != "", bound)


def _say(codes: pd.Series, pairs: dict, lang: str) -> pd.Series:
    """Codes in words; a code without any, and a missing one, says nothing."""
    known = {code: words.say(tuple(pair), lang) for code, pair in pairs.items()}
    return codes.map(known).fillna("")


def _by(pairs: dict) -> Callable[[pd.Series, str], pd.Series]:
    return lambda codes, lang: _say(codes, pairs, lang)


def _as_is(values: pd.Series, _: str) -> pd.Series:
    return values


def _plans(codes: pd.Series, lang: str) -> pd.Series:
    """Names of the plans; nothing where all rows are of one."""
    names = codes.map(tables.plans().set_index("plan")[f"name_{lang}"])
    return names if len(names.unique()) > 1 else names.mask(names.notna(), "")


_RULE_WORDS = {name: (rule["en"], rule["zh"]) for name, rule in rules.RULES.items()}
_SAID = {
    code: (look["en"], look["zh"])
    for rule in rules.RULES.values()
    for code, look in {**rule["statuses"], rules.NOT_APPLICABLE: rules.UNSAID}.items()
}
_WRITE: dict[str, Callable[[pd.Series, str], pd.Series]] = {
    "plan": _plans,
    "theme": _by({code: (code.replace("_", " ").capitalize(), zh) for code, zh in THEMES.items()}),
    "basis": words.basis_names,
    "what": _by(_KINDS),
    "time_period": lambda periods, _: periods.str.replace("/", "-"),
    "last_time": lambda years, _: years.astype("int64").astype("str"),
    "total": lambda periods, _: periods.str.replace("/", "-"),
    "obs_status": _by(_STATUSES),
    "own": _by({True: ("own figure", "自有数据")}),
    "outcome": _by({**gaps.VERDICTS, **gaps.REASONS}),
    "rule": _by(_RULE_WORDS),
    "status": _by(_SAID),
    "reason": _by(rules.REASONS),
}
