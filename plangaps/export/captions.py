"""Captions and alternative texts, told from the numbers of the figure itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from plangaps import gaps
from plangaps.charts import FORMS, series, words

_LINES = 8  # lines of a figure that its caption tells one by one

_FORMS = {
    "verdict_counts": (
        "Stacked bars, targets by theme and verdict",
        "堆积条形图，各领域目标按结论计数",
    ),
    "gap_bars": ("Bars, the gap of each target", "条形图，各项目标的差距"),
    "outcome_ladder": ("Targets and outcomes year by year", "逐年目标与实际对照图"),
    "evidence_matrix": ("Matrix, targets by level of area", "矩阵图，目标与地区层级"),
    "series_with_target": ("Lines, yearly figures with targets", "折线图，年度数据与目标"),
    "trajectory": ("Lines, yearly figures with projection", "折线图，年度数据与预测"),
    "ambition": ("Dots, targets and outcomes ranked", "点图，目标与实际排序"),
    "scorecard": ("Table of symbols, targets by rule", "符号表，各项目标按规则的结论"),
    "steps": ("Dots, targets beside the last figure", "点图，目标与此前数据对照"),
    "fan_check": ("Dots, share of values inside intervals", "点图，落入区间的比例"),
}
_TEXT = {
    "n": ("{n} targets", "{n}项目标"),
    "count": ("{what}: {n}", "{what}{n}项"),
    "own": ("judged by own figures: {n}", "根据自有数据判断{n}项"),
    "own_points": ("own figures: {n}", "自有数据{n}个"),
    "gap": (
        "gaps from {low} ({least}) to {high} ({most}) of the target",
        "差距占目标的比例从{low}（{least}）到{high}（{most}）",
    ),
    "line": ("{name}: {value} in {year} ({n} yearly figures since {first})",
             "{name}：{year}年{value}（自{first}年起{n}个年度数据）"),
    "only": ("{name}: {value} in {year}", "{name}：{year}年{value}"),
    "target": ("{name}, target for {year}: {what}", "{name}{year}年目标：{what}"),
    "targets": ("{name}: {n} targets, {first} to {last}", "{name}：{first}至{last}年{n}项目标"),
    "projected": (
        "{name}, projected for {year}: {low} to {high} with 80 %",
        "{name}{year}年预测：80%的可能在{low}至{high}之间",
    ),
    "more": ("and {n} more lines", "另有{n}条线"),
    "held": ("{level}: {k} of {n} targets with a yearly figure", "{level}：{n}项中{k}项有年度数据"),
    "rank": (
        "The target of {value} ranks {rank} of {n}, from {low} to {high}",
        "{value}的目标在{n}个数值中排第{rank}位，数值从{low}到{high}",
    ),
    "steps": (
        "{n} targets, {k} of them better than the last figure before; steps from {low} to {high}",
        "{n}项目标中{k}项优于此前数据，变化从{low}到{high}",
    ),
    "rules": (
        "{n} targets under {rules} rules: on {agree} the rules that speak agree, on {differ} they "
        "differ, on the rest at most one speaks",
        "{n}项目标、{rules}种规则：{agree}项结论一致，{differ}项不一致，其余至多一种规则适用",
    ),
    "inside": (
        "Of {n} values {k80} fell into their 80 % interval and {k95} into their 95 % one",
        "{n}个数据中{k80}个落入80%区间，{k95}个落入95%区间",
    ),
}  # fmt: skip
_LEVELS = {"county": ("county", "县"), "prefecture": ("prefecture", "市")}
_LEVELS |= {"province": ("province", "省"), "nation": ("nation", "全国")}


def shows(form: str, numbers: pd.DataFrame, lang: str) -> str:
    """What a figure shows, in numbers: sentences from the frame of :func:`frames.numbers`."""
    if form in FORMS:
        return FORMS[form].tell(numbers, lang).caption
    parts = _SHOWS[form](numbers, lang)
    return words.say(("; ", "；"), lang).join(parts) + words.say((".", "。"), lang)


def alt(form: str, title: str, numbers: pd.DataFrame, lang: str) -> str:
    """Alternative text: the kind of picture, its title, what it shows in numbers."""
    if form in FORMS:
        return FORMS[form].tell(numbers, lang)._replace(title=title).alt
    stop = words.say((". ", "。"), lang)
    title = title.replace("\n", words.say((" ", ""), lang))
    return stop.join([words.say(_FORMS[form], lang), title, shows(form, numbers, lang)])


def outcome(rows: pd.DataFrame) -> pd.Series:
    """Verdict of each row of a gap table, or the reason why there is none."""
    return rows["reason"].where(rows["verdict"] == "undecided", rows["verdict"])


def outcome_name(code: str, lang: str) -> str:
    """A verdict, or the reason for none, in words."""
    return words.say({**gaps.VERDICTS, **gaps.REASONS}[code], lang)


def _tell(key: str, lang: str, **values: Any) -> str:
    return words.say(_TEXT[key], lang).format(**values)


def _counted(totals: pd.Series, lang: str) -> list[str]:
    told = [_tell("n", lang, n=int(totals.sum()))]
    return told + [
        _tell("count", lang, what=outcome_name(str(code), lang), n=int(n))
        for code, n in totals.sort_values(ascending=False, kind="stable").items()
    ]


def _gaps(numbers: pd.DataFrame, lang: str) -> list[str]:
    told = _counted(outcome(numbers).value_counts(), lang)
    mine = numbers["verdict"].isin(["met", "missed"]) & numbers["obs_own"]
    told += _own("own", int(mine.sum()), lang)
    judged = numbers.dropna(subset="gap_relative").reset_index(drop=True)
    if len(judged) < 2:
        return told
    ends = judged.loc[[judged["gap_relative"].idxmin(), judged["gap_relative"].idxmax()]]
    who = (ends[f"name_{lang}"] + " " + ends["due"].astype(str)).tolist()
    low, high = (_percent(value, lang) for value in ends["gap_relative"])
    return [*told, _tell("gap", lang, low=low, high=high, least=who[0], most=who[1])]


def _own(key: str, n: int, lang: str) -> list[str]:
    return [_tell(key, lang, n=n)] if n else []


def _percent(share: float, lang: str) -> str:
    return words.difference(round(100 * share, 2), "percent", lang).split(" ")[0].removesuffix(
        "个百分点"
    ) + words.say((" %", "%"), lang)


def _evidence(numbers: pd.DataFrame, lang: str) -> list[str]:
    held = numbers.assign(
        any=numbers["years"] > 0, own=numbers["own_share"].where(numbers["years"] > 0)
    )
    by = held.groupby("level").agg(k=("any", "sum"), n=("any", "size"), own=("own", "mean"))
    return [
        _tell("held", lang, level=words.say(_LEVELS[level], lang), k=by["k"][level],
              n=by["n"][level]) + words.own_mark(by["own"][level], lang)
        for level in _LEVELS
        if level in by.index
    ]  # fmt: skip


def _lines(numbers: pd.DataFrame, lang: str) -> list[str]:
    of = {str(what): part for what, part in numbers.groupby("what")}
    lines = list(of["observed"].groupby(["ref_area", "basis"], sort=False))
    told = [_line(line, lang) for _, line in lines[:_LINES]]
    told += [_tell("more", lang, n=len(lines) - _LINES)] if len(lines) > _LINES else []
    for what, tell in (("target", _targets), ("projected", _projected)):
        if what in of:
            told += [tell(part, lang) for _, part in of[what].groupby(["ref_area"], sort=False)]
    return told


def _line(line: pd.DataFrame, lang: str) -> str:
    last = line.iloc[-1]
    value = words.observed(last["value"], last["unit_measure"], last["bound"], lang)
    told = {"value": value, "year": last["time_period"], "name": _name(line, lang)}
    told["name"] += series.own_mark(line, lang)
    first = line["time_period"].iloc[0]
    return _tell("line" if len(line) > 1 else "only", lang, n=len(line), first=first, **told)


def _name(line: pd.DataFrame, lang: str) -> str:
    area, basis = line[f"area_{lang}"].iloc[0], line["basis"].iloc[:1]
    known = words.basis_names(basis, lang).iloc[0]
    return area + words.say((f" ({known})", f"（{known}）"), lang) if known else area


def _targets(rows: pd.DataFrame, lang: str) -> str:
    name, years = rows[f"area_{lang}"].iloc[0], rows["time_period"]
    if len(rows) == 1:
        what = words.promise(rows.iloc[0], lang)
        return _tell("target", lang, name=name, year=years.iloc[0], what=what)
    return _tell("targets", lang, name=name, n=len(rows), first=years.min(), last=years.max())


def _projected(rows: pd.DataFrame, lang: str) -> str:
    last = rows.iloc[-1]
    low, high = (
        words.number(last[end], last["unit_measure"], lang) for end in ("lower_80", "upper_80")
    )
    return _tell("projected", lang, name=_name(rows.tail(1), lang), year=last["time_period"],
                 low=low, high=high)  # fmt: skip


def _ranked(numbers: pd.DataFrame, lang: str) -> list[str]:
    this = numbers[numbers["is_this"]].iloc[0]
    figures = [this["value"], numbers["value"].min(), numbers["value"].max()]
    value, low, high = (words.number(v, this["unit_measure"], lang) for v in figures)
    told = _tell("rank", lang, value=value, low=low, high=high, rank=this["rank"], n=len(numbers))
    return [told, *_own("own_points", int(numbers["own"].sum()), lang)]


def _steps(numbers: pd.DataFrame, lang: str) -> list[str]:
    step, unit = numbers["over_last"], numbers["unit_measure"].iloc[0]
    low, high = (words.difference(round(v, 6), unit, lang) for v in (step.min(), step.max()))
    return [_tell("steps", lang, n=len(step), k=int((step > 0).sum()), low=low, high=high)]


def _scorecard(numbers: pd.DataFrame, lang: str) -> list[str]:
    by = numbers[numbers["scale"] != ""].groupby(["plan", "target"])["scale"]
    found = by.agg(["size", "nunique"])
    agree = int((found["size"].gt(1) & found["nunique"].eq(1)).sum())
    each, used = numbers.drop_duplicates(["plan", "target"]), numbers["rule"].nunique()
    differ = int(found["nunique"].gt(1).sum())
    told = _tell("rules", lang, n=len(each), rules=used, agree=agree, differ=differ)
    return [told, *_own("own", int(each["own"].sum()), lang)]


def _coverage(numbers: pd.DataFrame, lang: str) -> list[str]:
    n, k80, k95 = numbers[["n", "held_80", "held_95"]].iloc[0].astype(int)
    return [_tell("inside", lang, n=n, k80=k80, k95=k95)]


_SHOWS: dict[str, Callable[[pd.DataFrame, str], list[str]]] = {
    "outcome_ladder": _gaps,
    "evidence_matrix": _evidence,
    "series_with_target": _lines,
    "trajectory": _lines,
    "ambition": _ranked,
    "scorecard": _scorecard,
    "steps": _steps,
    "fan_check": _coverage,
}
