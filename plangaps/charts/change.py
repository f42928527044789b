"""What targets ask for beyond the last figure before them."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from plangaps import frames, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form

_COLUMNS = [
    "plan", "target", "area_en", "area_zh", "ref_area", "indicator", "name_en", "name_zh",
    "unit_measure", "due", "target_value", "last_time", "last_value", "over_last", "source",
]  # fmt: skip
_NEEDED = ["plan", "target", "ref_area", "indicator", "due", "target_value"]
_NEEDED += ["last_time", "last_value", "over_last"]


@frames.takes(ambition=frames.needs(*_NEEDED))
def numbers(ambition: pd.DataFrame) -> pd.DataFrame:
    """Each target beside the last figure before its plan: by year, or the most demanding first.

    ``ambition``: rows of one indicator as from :func:`plangaps.rules.ambition`; those without a
    last figure are left out. ``over_last``: by how much the target is better than that figure.
    Raises ValueError for more than one indicator or no row with a last figure.
    """
    codes = ambition["indicator"].unique()
    rows = ambition.dropna(subset=["last_value", "over_last"])
    if len(codes) != 1 or rows.empty:
        found = ", ".join(codes) if len(codes) != 1 else "no target with an earlier figure"
        raise tables.TableError(
            f"ambition: found {found or 'no rows'}; allowed: targets of one indicator with an "
            "earlier figure."
        )
    one_area = len(rows["ref_area"].unique()) == 1
    order = ["due", "plan"] if one_area else ["over_last", "due", "ref_area"]
    rows = rows.sort_values(order, ascending=[one_area, *[True] * (len(order) - 1)])
    known = tables.indicators()[["indicator", "name_en", "name_zh", "unit_measure"]]
    rows = rows.merge(known, on="indicator")
    rows = rows.merge(tables.plans()[["plan", "source"]], on="plan", how="left")
    return phrases.named(rows.fillna({"source": ""}))[_COLUMNS]


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A line from the last figure to the target; the target filled where it asks for better."""
    figure, (ax,) = canvas.sheet(told, 0.21 * len(numbers) + 0.2, left=1.9)
    canvas.rows(ax, numbers[f"area_{lang}"] + " " + numbers["due"].astype("str"), 1.75)
    last, target = numbers["last_value"], numbers["target_value"]
    unit = numbers["unit_measure"].iloc[0]
    label = canvas.quantities(ax.xaxis, [last, target], unit, lang)
    ax.hlines(numbers.index, last, target, color=canvas.GREY, lw=1)
    ax.plot(last, numbers.index, "o", color=canvas.SERIES[0], ms=4.5, ls="")
    more = numbers["over_last"] > 0
    for kind, face in ((more, canvas.TARGET), (~more, "white")):
        rows = numbers.index[kind]
        ax.plot(target[kind], rows, "D", color=canvas.TARGET, mfc=face, ms=5.5, ls="")
    ax.set_xlabel(f"{numbers[f'name_{lang}'].iloc[0]} ({label})")
    ax.grid(True, axis="both")
    return figure


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """How many targets were already met when they were set, and how far the others reach."""
    step, unit = numbers["over_last"], numbers["unit_measure"].iloc[0]
    met, n = int((step <= 0).sum()), len(step)
    low, high = (words.difference(round(v, 6), unit, lang) for v in (step.min(), step.max()))
    name, where = numbers[f"name_{lang}"].iloc[0], phrases.selection(numbers, lang)
    title = words.say("steps.title", lang, name=name, met=met, n=n, where=where)
    facts = [words.say("steps.facts", lang, n=n, more=n - met, low=low, high=high)]
    sources = phrases.sources(numbers["source"], lang=lang)
    return told("steps", title, facts, [words.say("steps.note", lang)], sources, lang)


steps = Form("steps", numbers, draw, tell)
