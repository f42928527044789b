"""What is shown for a choice: the figure, sentences about it, and the numbers behind it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

import plan_targets
from plangaps import charts, citing, gaps, rules, tables, words
from plangaps.charts import phrases
from plangaps.report import Frames

# Forms of the figure that can be chosen, and the chart of each.
FORMS = {"trajectory": "trajectory", "series": "series_with_target", "gap": "gap_bars"}


class Choice(NamedTuple):
    """What is asked for; no ``areas``: the target's own and those above it."""

    plan: str = plan_targets.FIRST_PLAN
    target: str = "T04"
    areas: tuple[str, ...] = ()
    form: str = "trajectory"
    rule: str = "statcan"
    lang: str = "en"


class View(NamedTuple):
    """What is shown: ``figure``, its alternative text ``alt``, the sentences ``said`` (plain text,
    by heading) and the ``numbers`` drawn, as those of the chart form.
    """

    figure: Figure
    alt: str
    said: dict[str, str]
    numbers: pd.DataFrame


def view(choice: Choice, frames: Frames | None = None) -> View:
    """Figure, verdict with its reason, gap, status under the rule, sources, numbers of a choice.

    Of the observations of ``frames`` (by default those of now) the rows of the indicator and the
    areas are drawn; without a yearly figure among them the gap is. The title names the target and
    its status under the rule. Raises TableError for a plan, target, area, form, rule or language
    that is not held.
    """
    _check(choice)
    frames = frames or Frames.read()
    target = one_target(frames.targets, choice.plan, choice.target)
    same = frames.observations.loc[lambda rows: rows["indicator"] == target["indicator"].iloc[0]]
    table = gaps.gap_table(target, same)
    areas = choice.areas or lineage(target["ref_area"].iloc[0])
    shown = same[same["ref_area"].isin(areas)].reset_index(drop=True)
    yearly = bool((shown["year"].notna() & (shown["obs_status"] != "U")).any())
    status = _status(rules.progress(target, same), choice)
    said = _said(choice, table, status, shown)
    if not yearly and choice.form != "gap":
        said["note"] = words.say("explorer.no_years", choice.lang)
    series = yearly and choice.form != "gap"
    form = charts.FORMS[FORMS[choice.form if series else "gap"]]
    numbers = form.numbers(shown, target) if series else form.numbers(table)
    title = _named(table, choice.lang) + words.say("mark.stop", choice.lang) + status
    told = form.tell(numbers, choice.lang)._replace(title=title)
    return View(form.draw(numbers, choice.lang, title), told.alt, said, numbers)


def _check(choice: Choice) -> None:
    """TableError for what is chosen and not offered."""
    tables.one_of("form", choice.form, FORMS)
    tables.one_of("rule", choice.rule, rules.RULES)
    tables.one_of("lang", choice.lang, words.LANGUAGES)
    for area in choice.areas:
        tables.one_of("areas", area, tables.areas()["ref_area"])


def lineage(area: str) -> tuple[str, ...]:
    """An area and those above it, as codes."""
    return tuple(tables.lineage([area])["higher_area"])


def one_target(targets: pd.DataFrame, plan: str, target: str) -> pd.DataFrame:
    """One of ``targets`` as a frame of one row. Raises TableError for one that is not held."""
    frame = targets
    for column, asked in (("plan", plan), ("target", target)):
        tables.one_of(column, asked, frame[column].unique())
        frame = frame[frame[column] == asked]
    return frame.reset_index(drop=True)


def _said(choice: Choice, table: pd.DataFrame, status: str, shown: pd.DataFrame) -> dict[str, str]:
    """Sentences by heading, in the language chosen."""
    lang, row = choice.lang, table.iloc[0]
    sources = pd.concat([table["source"], shown["source"]])
    return {
        "target": words.say(
            "explorer.promise",
            lang,
            target=_named(table, lang),
            promise=words.promise(row, lang),
            wording=row["wording"],
        ),
        "verdict": phrases.verdicts(table, lang).iloc[0],
        "gap": _gap(row, lang),
        "rule": status,
        "sources": "; ".join(citing.titles(sources[sources != ""].drop_duplicates(), lang)),
    }


def _gap(row: Any, lang: str) -> str:
    if pd.isna(row["gap"]):
        return words.say("explorer.no_gap", lang)
    gap = words.difference(row["gap"], row["unit_measure"], lang)
    return phrases.bounded(gap, row["bound"], lang)


def _named(table: pd.DataFrame, lang: str) -> str:
    """A target as a heading: ``T04 Dafang, 2023: Forest coverage``."""
    return words.say(
        "explorer.heading",
        lang,
        target=table["target"].iloc[0],
        area=tables.names(table["ref_area"], "area", lang).iloc[0],
        period=table["target_period"].iloc[0],
        name=tables.names(table["indicator"], "indicator", lang).iloc[0],
    )


def _status(progress: pd.DataFrame, choice: Choice) -> str:
    """What the rule chosen says: ``UN Progress Chart: on track``, or why it says nothing."""
    row = progress[progress["rule"] == choice.rule].iloc[0]
    silent = row["status"] == rules.NOT_APPLICABLE
    key = f"rule_reason.{row['reason']}" if silent else f"rule_status.{row['status']}"
    named = [words.say(f"rule.{choice.rule}", choice.lang), words.say(key, choice.lang)]
    return words.say("mark.colon", choice.lang).join(named)
