"""What targets ask for beyond the last figure before them."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from plangaps import tables
from plangaps.charts import canvas, words

_MORE, _NO_MORE = "#D55E00", "#0072B2"
_TEXT = {
    "title": (
        "{no_more} of {n} targets ask for no more than the last figure before the plan",
        "{n}项目标中，{no_more}项不高于计划前最后一个数据",
    ),
    "note": (
        "Circle: last yearly figure before the plan, on the target's definition. Diamond: target; "
        "filled where it asks for better than that figure, open where it does not.",
        "圆点：计划前最后一个同口径年度数据。菱形：目标，实心表示要求优于该数据，空心表示不优于。",
    ),
}


@canvas.drawn
def steps(ambition: pd.DataFrame, lang: str = "en", title: str | None = None) -> Figure:
    """Each target beside the last figure before its plan: by year, or the most demanding first.

    ``ambition``: rows of one indicator as from :func:`plangaps.rules.ambition`; those without a
    last figure are left out. Raises ValueError for more than one indicator or no row with one.
    """
    codes = ambition["indicator"].unique()
    rows = ambition.dropna(subset=["last_value", "over_last"])
    if len(codes) != 1 or rows.empty:
        found = ", ".join(codes) if len(codes) != 1 else "no target with an earlier figure"
        raise ValueError(
            f"ambition: found {found or 'no rows'}; allowed: targets of one indicator with an "
            "earlier figure."
        )
    one_area = len(rows["ref_area"].unique()) == 1
    order = ["due", "plan"] if one_area else ["over_last", "due", "ref_area"]
    rows = rows.sort_values(order, ascending=[one_area, *[True] * (len(order) - 1)])
    rows = rows.reset_index(drop=True)
    plans = tables.plans().set_index("plan").loc[rows["plan"], "source"]
    notes = [words.say(_TEXT["note"], lang), words.sources_note(plans, lang)]
    unit = _unit(codes[0])
    factor, label = words.scale(rows[["last_value", "target_value"]], unit, lang)
    more = rows["over_last"] > 0
    name = words.indicator_names(pd.Series(codes), lang).iloc[0]
    heading = words.say(_TEXT["title"], lang).format(no_more=int((~more).sum()), n=len(rows))
    figure, (ax,) = canvas.plain_sheet(0.21 * len(rows) + 0.2, title or heading, notes, left=1.9)
    last, target = rows["last_value"] / factor, rows["target_value"] / factor
    ax.hlines(rows.index, last, target, color=canvas.GREY, lw=1)
    ax.plot(last, rows.index, "o", color=canvas.INK, ms=4.5, ls="")
    for asks, colour in ((True, _MORE), (False, _NO_MORE)):
        of_kind = more == asks
        face = colour if asks else "white"
        ax.plot(target[of_kind], rows.index[of_kind], "D", color=colour, mfc=face, ms=5.5, ls="")
    areas = words.area_names(rows["ref_area"], lang) + " " + rows["due"].astype(str)
    ax.set_yticks(range(len(rows)), [canvas.wrap(area, 1.75, 8) for area in areas], size=8)
    ax.tick_params(axis="y", length=0)
    ax.set(ylim=(len(rows) - 0.4, -0.6), xlabel=f"{name} ({label})")
    ax.xaxis.set_major_formatter(words.axis_number)
    ax.grid(True, axis="both")
    return figure


def _unit(indicator: str) -> str:
    return str(tables.indicators().set_index("indicator").loc[indicator, "unit_measure"])
