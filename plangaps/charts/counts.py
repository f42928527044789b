"""How many targets were met, missed, or could not be judged, and why."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from plan_targets import THEMES
from plangaps import gaps
from plangaps.charts import canvas, words

# Verdicts in full colours, reasons for none in pale ones, from nearest evidence to none at all.
_COLOURS = {
    "met": "#0072B2",
    "missed": "#D55E00",
    "open": "#ffffff",
    "other_area": "#9dc3e0",
    "other_definition": "#c9b3d9",
    "before_due": "#f0d9a0",
    "part_of_total": "#b4d9b9",
    "bound_too_loose": "#e0b9bd",
    "no_observation": "#ececec",
}
# Neighbours are told apart without colour too.
_HATCHES = {
    "missed": "xx",
    "other_area": "//",
    "other_definition": "..",
    "before_due": "\\\\",
    "part_of_total": "--",
    "bound_too_loose": "++",
}
_TEXT = {
    "title": (
        "{judged} of {n} targets can be judged from public figures",
        "{n}项目标中，{judged}项可以根据公开数据判断",
    ),
    "title_own": (
        "{judged} of {n} targets can be judged, {own} of them by own figures",
        "{n}项目标中，{judged}项可以判断，其中{own}项根据自有数据",
    ),
    "axis": ("targets", "目标数"),
}


@canvas.drawn
def verdict_counts(table: pd.DataFrame, lang: str = "en", title: str | None = None) -> Figure:
    """Targets of each theme by verdict, those without one by the reason.

    ``table`` as from :func:`plangaps.gaps.gap_table`. Raises ValueError for a table without rows.
    """
    if table.empty:
        raise ValueError("table: found no rows; at least one is needed for a figure.")
    counts = count_verdicts(table)
    judged = table["verdict"].isin(["met", "missed"])
    own = int((judged & table["obs_own"]).sum()) if "obs_own" in table else 0
    heading = words.say(_TEXT["title_own" if own else "title"], lang)
    heading = heading.format(n=len(table), judged=int(judged.sum()), own=own)
    codes = pd.concat([table[c] for c in ["source", "obs_source", "context_source"] if c in table])
    notes = [words.sources_note(codes, lang)]
    figure, (ax,) = canvas.sheet(
        0.5 * len(counts), title or heading, notes, left=1.6, right=2.9, below=0.45
    )
    start, widest = pd.Series(0, counts.index), counts.sum(axis="columns").max()
    for outcome in counts.columns.tolist():
        ax.barh(
            range(len(counts)),
            counts[outcome],
            left=start,
            color=_COLOURS[outcome],
            edgecolor="#8a8a8a",
            linewidth=0.6,
            hatch=_HATCHES.get(outcome, ""),
            height=0.62,
            label=canvas.wrap(_name(outcome, lang), 2.1 if canvas.is_narrow() else 2.65, 8),
        )
        for y, (count, left) in enumerate(zip(counts[outcome], start, strict=True)):
            if count >= widest / 35:
                ink = "white" if outcome in ("met", "missed") else canvas.INK
                plain = {"fc": _COLOURS[outcome], "ec": "none", "pad": 1.5}
                at = (left + count / 2, y)
                ax.text(*at, count, ha="center", va="center", color=ink, size=8.5, bbox=plain)
        start = start + counts[outcome]
    names = [canvas.wrap(_theme(theme, lang), 1.55, 8.5) for theme in counts.index]
    ax.set_yticks(range(len(counts)), names)
    ax.set(ylim=(len(counts) - 0.5, -0.5), xlabel=words.say(_TEXT["axis"], lang))
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.grid(False)
    ax.tick_params(axis="y", length=0)
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.02), frameon=False, fontsize=8)
    return figure


def count_verdicts(table: pd.DataFrame) -> pd.DataFrame:
    """Number of targets, themes by outcome: a verdict, or the reason why there is none."""
    outcome = table["reason"].where(table["verdict"] == "undecided", table["verdict"])
    counts = pd.crosstab(table["theme"], outcome)
    themes = [theme for theme in THEMES if theme in counts.index]
    return counts.loc[themes, [outcome for outcome in _COLOURS if outcome in counts]]


def _name(outcome: str, lang: str) -> str:
    return words.say({**gaps.VERDICTS, **gaps.REASONS}[outcome], lang)


def _theme(theme: str, lang: str) -> str:
    return words.say((theme.replace("_", " ").capitalize(), THEMES[theme]), lang)
