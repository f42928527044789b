"""What is shown for a choice: the figure, sentences about it, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

import plan_targets
from plangaps import charts, gaps, observed, rules, tables
from plangaps.charts import words
from plangaps.charts.phrases import verdicts as verdict_words
from plangaps.export import captions, catalogue, frames

# Forms of the figure: its name, and the chart and what the chart is drawn from.
FORMS = {
    "trajectory": ("trajectory", "轨迹"),
    "series": ("series", "序列"),
    "gap": ("gap", "差距"),
}
_CHARTS: dict[str, Callable[..., Figure]] = {
    "trajectory": charts.trajectory,
    "series_with_target": charts.series_with_target,
    "gap_bars": charts.gap_bars,
}
_TEXT = {
    "no_gap": ("none can be given", "无法计算"),
    "no_years": (
        "No yearly figure of these areas is held; the verdict is drawn instead.",
        "没有这些地区的年度数据，改为显示结论。",
    ),
}


class Choice(NamedTuple):
    """What is asked for; no ``areas``: the target's own and those above it."""

    plan: str = plan_targets.FIRST_PLAN
    target: str = "T04"
    areas: tuple[str, ...] = ()
    form: str = "trajectory"
    rule: str = "statcan"
    lang: str = "en"


class View(NamedTuple):
    """What is shown.

    ``figure``, its alternative text ``alt``, the sentences ``said`` (plain text, by heading) and
    the ``numbers`` drawn, as :func:`plangaps.export.frames.numbers` has them.
    """

    figure: Figure
    alt: str
    said: dict[str, str]
    numbers: pd.DataFrame


def view(choice: Choice, series: pd.DataFrame | None = None) -> View:
    """Figure, verdict with its reason, gap, status under the rule, sources, numbers of a choice.

    ``series`` as from :func:`plangaps.observed.read_series`, which it is by default; of it the rows
    of the indicator and the areas are drawn. Without a yearly figure among them the gap is drawn.
    The title names the target and its status under the rule.
    """
    series = catalogue.observations() if series is None else series
    target = one_target(choice.plan, choice.target)
    same = series[series["indicator"] == target["indicator"].iloc[0]]
    table = gaps.gap_table(target, same)
    areas = choice.areas or lineage(target["ref_area"].iloc[0])
    shown = same[same["ref_area"].isin(areas)].reset_index(drop=True)
    yearly = bool((shown["year"].notna() & (shown["obs_status"] != "U")).any())
    status = _status(rules.progress(target, same), choice)
    said = _said(choice, table, status, shown)
    if not yearly and choice.form != "gap":
        said["note"] = words.say(_TEXT["no_years"], choice.lang)
    chart, drawn = "gap_bars", {"table": table}
    if yearly and choice.form != "gap":
        chart = "trajectory" if choice.form == "trajectory" else "series_with_target"
        drawn = {"observations": shown, "target": target}
    title = _title(table, status, choice.lang)
    figure = _CHARTS[chart](**drawn, lang=choice.lang, title=title)
    numbers = frames.numbers(chart, drawn)
    return View(figure, captions.alt(chart, title, numbers, choice.lang), said, numbers)


def lineage(area: str) -> tuple[str, ...]:
    """An area and those above it, as codes."""
    parent = tables.areas().set_index("ref_area")["parent"]
    found = [area]
    while parent.get(found[-1]):
        found.append(parent[found[-1]])
    return tuple(found)


def one_target(plan: str, target: str) -> pd.DataFrame:
    """One target as a frame of one row. Raises ValueError for a plan or target not held."""
    every = catalogue.targets()
    of = every[every["plan"] == plan]
    found = of[of["target"] == target].reset_index(drop=True)
    if found.empty:
        what, named = ("target", of["target"]) if len(of) else ("plan", every["plan"])
        allowed = ", ".join(named.unique())
        asked = target if len(of) else plan
        raise ValueError(f"{what}: found {asked!r}; allowed: {allowed}.")
    return found


def _said(choice: Choice, table: pd.DataFrame, status: str, shown: pd.DataFrame) -> dict[str, str]:
    """Sentences by heading, in the language chosen."""
    lang, row = choice.lang, table.iloc[0]
    gap = words.say(_TEXT["no_gap"], lang)
    if pd.notna(row["gap"]):
        bound = words.say(words.BOUNDS[row["bound"]], lang)
        gap = bound + words.difference(row["gap"], row["unit_measure"], lang)
    sources = pd.concat([table["source"], shown["source"]])
    return {
        "target": words.say(("{}, {} ({})", "{}，{}（{}）"), lang).format(
            _named(table, lang), words.promise(row, lang), row["wording"]
        ),
        "verdict": verdict_words(table, lang).iloc[0],
        "gap": gap,
        "rule": status,
        "sources": "; ".join(observed.sources_of(sources[sources != ""].unique())["title"]),
    }


def _named(table: pd.DataFrame, lang: str) -> str:
    """A target as a heading: ``T04 Dafang, 2023: Forest coverage``."""
    row = table.iloc[0]
    name = words.indicator_names(table["indicator"], lang).iloc[0]
    area = words.area_names(table["ref_area"], lang).iloc[0]
    way = words.say(("{} {}, {}: {}", "{} {}{}年：{}"), lang)
    return way.format(row["target"], area, row["target_period"], name)


def _title(table: pd.DataFrame, status: str, lang: str) -> str:
    return _named(table, lang) + words.say((". ", "。"), lang) + status


def _status(progress: pd.DataFrame, choice: Choice) -> str:
    found = progress[progress["rule"] == choice.rule].iloc[0]
    rule = rules.RULES[choice.rule]
    if found["status"] == rules.NOT_APPLICABLE:
        word = words.say(rules.REASONS[found["reason"]], choice.lang)
    else:
        status = rule["statuses"][found["status"]]
        word = words.say((status["en"], status["zh"]), choice.lang)
    return words.say((f"{rule['en']}: {word}", f"{rule['zh']}：{word}"), choice.lang)
