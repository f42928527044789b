"""Whether intervals hold what they promise: the share of values that fell inside."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import stats

from plangaps import frames, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form

_LEVELS = (80, 95)
_BOUNDS = [f"{end}_{level}" for level in _LEVELS for end in ("lower", "upper")]


@frames.takes(backtest=frames.needs("indicator", "obs_value", *_BOUNDS))
def numbers(backtest: pd.DataFrame) -> pd.DataFrame:
    """Values inside their intervals, all together and by indicator, the most foretold first.

    ``backtest`` as from :func:`plangaps.trajectories.backtest`, one year ahead. Out: ``indicator``
    (empty for all), its names ``series_en`` and ``series_zh``, ``n`` values, and for the intervals
    of 80 and 95 %: ``held_80`` values inside, with ``low_80`` and ``high_80`` the share's 95 %
    confidence interval (Wilson). Raises ValueError for a frame without rows.
    """
    phrases.need_rows(backtest, "backtest")
    inside = {
        f"held_{level}": backtest["obs_value"].between(
            backtest[f"lower_{level}"], backtest[f"upper_{level}"]
        )
        for level in _LEVELS
    }
    held = pd.DataFrame(inside).assign(indicator=backtest["indicator"], n=1)
    by = held.groupby("indicator").sum().sort_values("n", ascending=False, kind="stable")
    total = held.drop(columns="indicator").sum().to_frame().T.assign(indicator="")
    rows = pd.concat([total, by.reset_index()], ignore_index=True).astype({"n": "int64"})
    for lang in words.LANGUAGES:
        names = tables.names(rows["indicator"], "indicator", lang)
        rows[f"series_{lang}"] = names.mask(names == "", words.say("fan_check.all", lang))
    for level in _LEVELS:
        pairs = zip(rows[f"held_{level}"].astype(int), rows["n"], strict=True)
        wilson = [stats.binomtest(k, n).proportion_ci(method="wilson") for k, n in pairs]
        rows[f"low_{level}"] = [interval.low for interval in wilson]
        rows[f"high_{level}"] = [interval.high for interval in wilson]
    front = ["indicator", "series_en", "series_zh", "n"]
    return rows[[*front, *(f"{c}_{level}" for level in _LEVELS for c in ("held", "low", "high"))]]


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A panel an interval: the share inside beside the share promised."""
    names = numbers[f"series_{lang}"] + " (" + numbers["n"].astype("str") + ")"
    labels = [canvas.wrap(name, 4.4, 8) for name in names]
    left = min(canvas.inches(labels, 8) + 0.3, 4.6)
    body = 0.32 * len(numbers)
    figure, axes = canvas.sheet(told, body, left=left, above=0.45, grid=(1, 2), gap=(0.3, 0))
    for ax, level in zip(axes, _LEVELS, strict=True):
        _panel(ax, numbers, level, lang)
    canvas.rows(axes[0], labels, 4.4)
    canvas.rows(axes[1], [""] * len(labels), 0)
    for ax in axes:
        ax.grid(True, axis="x")
    return figure


def _panel(ax: Axes, numbers: pd.DataFrame, level: int, lang: str) -> None:
    low, high = 100 * numbers[f"low_{level}"], 100 * numbers[f"high_{level}"]
    ax.hlines(numbers.index, low, high, color=canvas.SERIES[0], lw=1.2)
    share = 100 * numbers[f"held_{level}"] / numbers["n"]
    ax.plot(share, numbers.index, "o", color=canvas.SERIES[0], ls="")
    ax.axvline(level, color=canvas.INK, lw=1, ls="--")
    ax.set_title(words.say("fan_check.promised", lang, level=level), size=9, loc="left")
    ticks = [0, 50, 100] if canvas.is_narrow() else [0, 25, 50, 75, 100]
    ax.set_xticks(ticks, [words.number(x, "percent", lang) for x in ticks])
    ax.set(xlim=(0, 103))
    ax.set_xlabel(canvas.wrap(words.say("fan_check.inside", lang), 3.0, 9))


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """How many of all values fell into each of their intervals."""
    first = numbers.iloc[0]
    counts = {f"k{level}": int(first[f"held_{level}"]) for level in _LEVELS}
    share = f"{100 * first['held_80'] / first['n']:.0f}"
    title = words.say("fan_check.title", lang, n=first["n"], share=share)
    facts = [words.say("fan_check.facts", lang, n=first["n"], **counts)]
    return told("fan_check", title, facts, [words.say("fan_check.note", lang)], "", lang)


fan_check = Form("fan_check", numbers, draw, tell)
