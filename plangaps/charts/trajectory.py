"""Where a series is heading, where it would have to, and how far to trust that."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from scipy import stats

from plangaps import trajectories
from plangaps.charts import canvas, words
from plangaps.charts.series import (
    LABELS,
    annual,
    as_frame,
    draw_goals,
    draw_lines,
    limits,
    marks,
    name_lines,
    not_comparable,
)

_AHEAD = 3  # years projected where no target is ahead
_FARTHEST = 5  # years after its last figure beyond which no series is projected in a figure
_TEXT = {
    "projection": ("projection", "预测"),
    "fan": (
        "Bands: the next values lie in the dark one with 80 %, in the pale one with 95 %; they "
        "rest on the yearly figures shown, and are no figures themselves.",
        "色带：深色区间概率为80%，浅色区间为95%；由图中年度数据推算，不是实际数据。",
    ),
    "path": (
        "Dashed: the path that the target required from the last figure before the plan.",
        "虚线：从计划前最后一个数据到目标所需的路径。",
    ),
    "chance": (
        "{area}, {year}: {chance} chance of reaching the target, from {points} yearly figures up "
        "to {last}.",
        "{area}{year}年：实现目标的概率为{chance}（依据截至{last}年的{points}个年度数据）。",
    ),
    "old": ("the last figure is more than five years old", "最新数据距今已超过五年"),
    "there": (
        "{area}, {year}: the last figure before the plan met the target already.",
        "{area}{year}年：计划前的最后一个数据已达到目标。",
    ),
    "known": ("{area}, {year}: the outcome is known.", "{area}{year}年：结果已知。"),
    "none": (
        "{area}, {year}: no chance can be given ({reason}).",
        "{area}{year}年：无法给出概率（{reason}）。",
    ),
    "refused": ("No projection for {names}: {reason}.", "{names}不作预测：{reason}。"),
    "check": (
        "Of {n} values foretold one year ahead, {share:.0f} % fell into their 80 % interval",
        "提前一年推算的{n}个数据中，{share:.0f}%落入80%区间",
    ),
    "check_note": (
        "Every series of the project from its fourth point on, each year foretold from the years "
        "before. Lines: 95 % confidence (Wilson); origins of one series are not independent.",
        "本项目各序列自第四个数据起，每年由此前数据推算。线段为95%置信区间（Wilson法），同一序列各次推算并不独立。",
    ),
    "held": ("values inside their interval", "落入区间的比例"),
    "all": ("all series", "全部序列"),
    "promised": ("{} % promised", "应为{}%"),
}

_REASONS = trajectories.REASONS | {"old": _TEXT["old"]}


@canvas.drawn
def trajectory(
    observations: pd.DataFrame,
    target: pd.Series | pd.DataFrame | None = None,
    lang: str = "en",
    title: str | None = None,
) -> Figure:
    """Observed values, the projection as a fan, the target, and the path it required.

    ``observations`` and ``target`` as for :func:`plangaps.charts.series_with_target`. Each series
    of at least four yearly figures on one definition is projected to the last due year, or three
    years on, but not further than five; the others are named with the reason. A target's required
    path is drawn where its own area and definition are among the series; otherwise the target
    stands for scale.
    """
    points = annual(observations)
    goals = as_frame(target, points)
    last = int(points["year"].max())
    until, fan = _until(points, goals), projection(points, goals)
    told = fan[fan["reason"] == ""]
    unit = points["unit_measure"].iloc[0]
    paths, there = _paths(points, goals, lang)
    everything = pd.concat([points["obs_value"], goals["value"], told["median"]])
    factor, label = words.scale(everything, unit, lang)
    points, goals = (
        points.assign(y=points["obs_value"] / factor),
        goals.assign(y=goals["value"] / factor),
    )
    name = words.indicator_names(points["indicator"].iloc[:1], lang).iloc[0]
    notes = [marks(points, lang), not_comparable(points, lang)]
    notes += [words.say(_TEXT["fan"], lang)] if len(told) else []
    notes += [words.say(_TEXT["path"], lang)] if paths else []
    notes += [*there, *_chances(observations, goals, lang), *_refusals(fan, lang)]
    notes += [words.sources_note(pd.concat([points["source"], goals["source"]]), lang)]
    lines = len(points[["ref_area", "basis"]].drop_duplicates()) + goals["ref_area"].nunique()
    figure, (ax,) = canvas.plain_sheet(
        max(3.3, 0.4 * lines), title or name, notes, left=0.9, right=LABELS, below=0.3
    )
    ends = draw_lines(ax, points, lang)
    bands = _draw_fan(ax, points, told, factor)
    for path in paths:
        ax.plot(path["time_period"], path["value"] / factor, ls=(0, (4, 2)), lw=1, color=canvas.INK)
    ends += draw_goals(ax, goals, lang)
    years = [points["year"].min(), until if len(told) else last, *goals["due"]]
    ax.set(ylabel=label, xlim=(min(years) - 0.6, max(years) + 0.6))
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.yaxis.set_major_formatter(words.axis_number)
    limits(ax, pd.concat([points["y"], goals["y"], bands]))
    _shade(ax, told, lang)
    name_lines(ax, ends)
    return figure


@canvas.drawn
def fan_check(backtest: pd.DataFrame, lang: str = "en", title: str | None = None) -> Figure:
    """Whether intervals hold what they promise: share of values inside, all and by indicator.

    ``backtest`` as from :func:`plangaps.trajectories.backtest`, one year ahead. Raises ValueError
    for a frame without rows.
    """
    if backtest.empty:
        raise ValueError("backtest: found no rows; at least one is needed for a figure.")
    rows = coverage(backtest, lang)
    rows = rows.assign(label=[canvas.wrap(label, 4.4, 8) for label in rows["label"]])
    inside = 100 * rows["held_80"].iloc[0] / rows["n"].iloc[0]
    heading = words.say(_TEXT["check"], lang).format(n=rows["n"].iloc[0], share=inside)
    figure, axes = canvas.plain_sheet(
        0.32 * len(rows),
        title or heading,
        [words.say(_TEXT["check_note"], lang)],
        left=min(canvas.inches(rows["label"], 8) + 0.3, 4.6),
        above=0.45,
        grid=(1, 2),
        gap=(0.3, 0),
    )
    ticks = [0, 50, 100] if canvas.is_narrow() else [0, 25, 50, 75, 100]
    for ax, level in zip(axes, (80, 95), strict=True):
        for y, (held, n) in enumerate(zip(rows[f"held_{level}"], rows["n"], strict=True)):
            low, high = stats.binomtest(int(held), int(n)).proportion_ci(method="wilson")
            ax.plot([100 * low, 100 * high], [y, y], color=canvas.SERIES[0], lw=1.2)
            ax.plot(100 * held / n, y, "o", color=canvas.SERIES[0])
        ax.axvline(level, color=canvas.INK, lw=1, ls="--")
        ax.set_title(words.say(_TEXT["promised"], lang).format(level), size=9, loc="left")
        ax.set(xlim=(0, 103), ylim=(len(rows) - 0.5, -0.5))
        ax.set_xlabel(canvas.wrap(words.say(_TEXT["held"], lang), 3.0, 9))
        ax.set_xticks(ticks, [f"{x} %" for x in ticks])
        ax.grid(True, axis="x")
        ax.tick_params(axis="y", length=0)
    axes[0].set_yticks(range(len(rows)), rows["label"], size=8)
    axes[1].set_yticks([])
    return figure


def projection(points: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """The projection that the figure shows, as from :func:`plangaps.trajectories.project`."""
    until = _until(points, goals)
    return _near(trajectories.project(points, until), points, until)


def _until(points: pd.DataFrame, goals: pd.DataFrame) -> int:
    """The last due year that lies ahead of its own series, else a few years on."""
    last = points["year"].max()
    if goals.empty:
        return int(last + _AHEAD)
    own = points.groupby(["ref_area", "basis"])["year"].max().rename("last").reset_index()
    known = goals[["ref_area", "basis", "due"]].merge(own, on=["ref_area", "basis"], how="left")
    ahead = known.loc[known["due"] > known["last"].fillna(last), "due"]
    return int(max(ahead.max(), last)) if len(ahead) else int(last + _AHEAD)


def _near(fan: pd.DataFrame, points: pd.DataFrame, until: int) -> pd.DataFrame:
    """The fan, with series refused whose last figure is too old to be carried so far."""
    key = ["ref_area", "basis"]
    last = points.groupby(key)["year"].max()
    old = fan[key].merge(last, on=key, how="left")["year"].to_numpy() < until - _FARTHEST
    first = old & ~fan.duplicated(key).to_numpy()
    kept = fan[~old | first]
    return kept.assign(reason=kept["reason"].mask((kept["reason"] == "") & old[kept.index], "old"))


def _paths(
    points: pd.DataFrame, goals: pd.DataFrame, lang: str
) -> tuple[list[pd.DataFrame], list[str]]:
    """Required path of each target whose own series has a value before its plan.

    Where that value met the target already there is no path, but a sentence.
    """
    paths, there = [], []
    names = words.area_names(goals["ref_area"], lang)
    for goal, name in zip(goals.to_dict("records"), names, strict=True):
        own = points[
            (points["ref_area"] == goal["ref_area"])
            & (points["basis"] == goal["basis"])
            & ~points["bound"].isin(["lower", "upper"])
        ]
        series = own.set_index("year")["obs_value"].rename(goal["indicator"])
        if not (series.index < goal["set_in"]).any():
            continue
        asked = (series, goal["value"], goal["due"], goal["set_in"])
        if trajectories.required_pace(*asked)["already_there"] is True:
            there.append(words.say(_TEXT["there"], lang).format(area=name, year=goal["due"]))
        else:
            paths.append(trajectories.required_path(*asked))
    return paths, there


def _draw_fan(ax: Axes, points: pd.DataFrame, told: pd.DataFrame, factor: float) -> pd.Series:
    """Draw the bands of each series from its last value on; returns what the axis must show."""
    shown = []
    pairs = list(points.groupby(["ref_area", "basis"], sort=False))
    for number, (key, line) in enumerate(pairs):
        own = told[(told["ref_area"] == key[0]) & (told["basis"] == key[1])]
        if own.empty:
            continue
        colour = canvas.SERIES[number % len(canvas.SERIES)]
        exact = line[~line["bound"].isin(["lower", "upper"])]
        years = np.r_[exact["year"].iloc[-1], own["time_period"].astype(int)]
        start = exact["y"].iloc[-1]
        for level, alpha in ((95, 0.13), (80, 0.22)):
            low = np.r_[start, own[f"lower_{level}"] / factor]
            high = np.r_[start, own[f"upper_{level}"] / factor]
            ax.fill_between(years, low, high, color=colour, alpha=alpha, lw=0)
        ax.plot(years, np.r_[start, own["median"] / factor], ":", color=colour, lw=1.4)
        shown += [own["lower_95"] / factor, own["upper_95"] / factor]
    return pd.concat(shown) if shown else pd.Series([], dtype=float)


def _shade(ax: Axes, told: pd.DataFrame, lang: str) -> None:
    if told.empty:
        return
    first = told["time_period"].astype(int).min() - 0.5
    ax.axvspan(first, ax.get_xlim()[1], color="#f4f4f4", zorder=0)
    ax.text(
        ax.get_xlim()[1],
        1.0,
        words.say(_TEXT["projection"], lang),
        transform=ax.get_xaxis_transform(),
        ha="right",
        va="bottom",
        size=8,
        color=canvas.GREY,
    )


def _chances(observations: pd.DataFrame, goals: pd.DataFrame, lang: str) -> list[str]:
    """In words: how likely each target ahead is to be reached, or why nobody can say."""
    if goals.empty:
        return []
    found = trajectories.chance(observations, goals.drop(columns="y"))
    names = words.area_names(goals["ref_area"].reset_index(drop=True), lang)
    ahead = found["due"] >= found["due"].max()
    return [
        _chance(row, name, lang)
        for row, name in zip(found[ahead].to_dict("records"), names[ahead.to_numpy()], strict=True)
    ]


def _chance(row: dict, area: str, lang: str) -> str:
    if row["reason"]:
        reason = words.say(trajectories.REASONS[row["reason"]], lang)
        return words.say(_TEXT["none"], lang).format(area=area, year=row["due"], reason=reason)
    known = row["chance"] in (0, 1)
    return words.say(_TEXT["known" if known else "chance"], lang).format(
        area=area,
        year=row["due"],
        chance=words.chance(row["chance"], lang),
        points=row["points"],
        last=row["last"],
    )


def _refusals(fan: pd.DataFrame, lang: str) -> list[str]:
    """The series that were not projected, by reason."""
    refused = fan[fan["reason"] != ""]
    comma = words.say((", ", "、"), lang)
    basis = words.basis_names(refused["basis"], lang)
    names = words.area_names(refused["ref_area"], lang) + (" (" + basis + ")").where(
        basis != "", ""
    )
    return [
        words.say(_TEXT["refused"], lang).format(
            names=comma.join(of_kind), reason=words.say(_REASONS[str(reason)], lang)
        )
        for reason, of_kind in names.groupby(refused["reason"])
    ]


def coverage(backtest: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Values inside their intervals, all together and by indicator, the most foretold first."""
    inside = {
        f"held_{level}": backtest["obs_value"].between(
            backtest[f"lower_{level}"], backtest[f"upper_{level}"]
        )
        for level in (80, 95)
    }
    held = pd.DataFrame(inside).assign(indicator=backtest["indicator"], n=1)
    by = held.groupby("indicator").sum().sort_values("n", ascending=False, kind="stable")
    names = words.indicator_names(by.index.to_series(), lang)
    total = held[["held_80", "held_95", "n"]].sum().to_frame().T
    rows = pd.concat([total.assign(label=words.say(_TEXT["all"], lang)), by.assign(label=names)])
    return rows.assign(label=rows["label"] + " (" + rows["n"].astype(str) + ")").reset_index(
        drop=True
    )
