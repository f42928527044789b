"""Target and outcome year by year: kept or missed, a panel an area and indicator."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from plangaps import gaps, tables, words
from plangaps.charts import canvas, gap, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form

numbers = gap.numbers

_MOST_NAMES = 2  # indicators that the title names


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """The target is a dash at the year it is due, the outcome a marker that differs by verdict."""
    panels = _panels(numbers)
    several = len(numbers["ref_area"].unique()) > 1
    columns = 1 if len(panels) == 1 or canvas.is_narrow() else 2
    grid = (-(-len(panels) // columns), columns)
    body = 2.35 * -(-len(panels) // 2)
    figure, axes = canvas.sheet(told, body, left=0.8, above=0.35, below=0.3, grid=grid)
    for ax, panel in zip(axes, panels, strict=False):
        _panel(ax, panel, several, lang)
    for ax in axes[len(panels) :]:
        ax.remove()
    return figure


def _panels(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    return [panel for _, panel in numbers.groupby(["ref_area", "indicator"], sort=False)]


def _panel(ax: Axes, panel: pd.DataFrame, several: bool, lang: str) -> None:
    values = panel[["value", "obs_value"]]
    unit = canvas.quantities(ax.yaxis, values, panel["unit_measure"].iloc[0], lang)
    canvas.dashes(ax, panel["due"], panel["value"])
    measured = panel[panel["obs_value"].notna()]
    for verdict, of_kind in measured.groupby("verdict"):
        marker, colour, filled = canvas.VERDICT[str(verdict)]
        ax.vlines(of_kind["due"], of_kind["value"], of_kind["obs_value"], color=colour, lw=0.8)
        face = colour if filled else "white"
        ax.plot(of_kind["due"], of_kind["obs_value"], marker, color=colour, mfc=face, ls="")
    heading = words.say(
        f"outcome_ladder.{'panel' if several else 'one_area'}",
        lang,
        area=panel[f"area_{lang}"].iloc[0],
        name=panel[f"name_{lang}"].iloc[0],
        unit=unit,
    )
    heading += phrases.own_mark(measured["obs_own"].mean(), lang)
    ax.set_title(canvas.wrap(heading, 4.0, 9), loc="left", size=9)
    first, last = panel["due"].min(), panel["due"].max()
    room = max(0.6, (last - first) * 0.04)
    ax.set_xlim(first - room, last + room)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(6))


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """How many targets that came due and can be judged were met."""
    count = numbers["verdict"].value_counts().reindex(gaps.VERDICTS, fill_value=0)
    title = words.say(
        "outcome_ladder.title",
        lang,
        where=phrases.selection(numbers, lang),
        due=len(numbers) - count["open"],
        judged=count["met"] + count["missed"],
        met=count["met"],
        on=_on(numbers, lang),
    )
    marks = phrases.marker_note(numbers.loc[numbers["obs_value"].notna(), "verdict"], lang)
    notes = [words.say("outcome_ladder.note", lang, marks=marks)]
    notes += [_bases(panel, lang) for panel in _panels(numbers)]
    sources = phrases.sources(numbers["source"], numbers["obs_source"], lang=lang)
    return told("outcome_ladder", title, gap.facts(numbers, lang), notes, sources, lang)


def _on(numbers: pd.DataFrame, lang: str) -> str:
    """The indicators by name, where there are few, else their number."""
    names = numbers[f"name_{lang}"].drop_duplicates()
    if len(names) > _MOST_NAMES:
        return words.say("outcome_ladder.on", lang, n=len(names))
    return words.listed(names, lang)


def _bases(panel: pd.DataFrame, lang: str) -> str:
    """That a panel's targets do not all follow one definition, where that is so."""
    bases = tables.names(panel["basis"].drop_duplicates(), "basis", lang)
    if len(bases) < 2:
        return ""
    named = bases.mask(bases == "", words.say("outcome_ladder.as_indicator", lang))
    bases_text = words.say("mark.semicolon", lang).join(named)
    name = panel[f"name_{lang}"].iloc[0]
    return words.say("outcome_ladder.bases", lang, name=name, n=len(named), bases=bases_text)


outcome_ladder = Form("outcome_ladder", numbers, draw, tell)
