"""Targets against outcomes: how far each was passed or fell short, or why nobody can say."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plangaps import gaps
from plangaps.charts import canvas, words

_ROW = 0.42  # inches a target
_LEFT, _RIGHT = 3.75, 0.25  # inches beside the bars
_TEXT = {
    "gap": ("gap, share of the target", "差距，占目标的比例"),
    "short": ("falls short", "低于目标"),
    "better": ("better than the target", "优于目标"),
    "none": (
        "None of these {n} targets can be judged from what is published",
        "这{n}项目标都无法根据公开数据判断",
    ),
    "some": (
        "{met} of {n} targets met, {missed} missed, {rest} not judged",
        "{n}项目标中{met}项完成、{missed}项未完成、{rest}项未判断",
    ),
    "nearest": ("nearest figure: {0}, {1}: {2}", "最接近的数据：{1}{0}{2}"),
    "due": ("{0} (due {1})", "{0}（{1}年）"),
    "more": ("{} or more", "{}以上"),
    "worse": ("{} or worse", "{}或更差"),
    "tolerance": (
        'A target of "about" a figure may be missed by up to {} of it.',
        "“左右”类目标允许差{}以内。",
    ),
}


@canvas.drawn
def gap_bars(table: pd.DataFrame, lang: str = "en", title: str | None = None) -> Figure:
    """One row a target: the gap as a bar, or in words why there is none.

    ``table`` as from :func:`plangaps.gaps.gap_table`. Right of zero is better than the target,
    left falls short, as a share of the target; the gap in its own unit stands beside the bar.
    Targets that cannot be judged name the reason and the nearest figure. Raises ValueError for a
    table without rows.
    """
    need_rows(table, "table")
    rows = table.reset_index(drop=True)
    judged = rows["gap"].notna()
    notes = [words.marker_note(rows[judged], lang), _tolerance_note(rows[judged], lang)]
    figure, (ax,) = canvas.sheet(
        _ROW * len(rows),
        title or _finding(rows, lang),
        [*notes, words.sources_note(_judging_sources(rows), lang)],
        left=_LEFT,
        right=_RIGHT,
        below=0.5 if judged.any() else 0.1,
        above=0.3 if judged.any() else 0.1,
    )
    label_rows(ax, rows, lang)
    _draw_bars(ax, rows[judged], lang)
    for y, text in zip(rows.index[~judged], _reasons(rows[~judged], lang), strict=True):
        start, width = (0.52, 2.4) if judged.any() else (0.03, 4.7)
        ax.text(
            start,
            y,
            canvas.wrap(text, width, 7.5),
            transform=ax.get_yaxis_transform(),
            va="center",
            size=7.5,
            color=canvas.GREY,
            linespacing=1.15,
            bbox={"fc": "white", "ec": "none", "pad": 1},
        )
    return figure


def need_rows(frame: pd.DataFrame, name: str) -> None:
    """ValueError for a frame ``name`` without rows."""
    if frame.empty:
        raise ValueError(f"{name}: found no rows; at least one is needed for a figure.")


def _finding(rows: pd.DataFrame, lang: str) -> str:
    count = rows["verdict"].value_counts()
    met, missed = count.get("met", 0), count.get("missed", 0)
    text = _TEXT["some"] if met + missed else _TEXT["none"]
    return words.say(text, lang).format(
        n=len(rows), met=met, missed=missed, rest=len(rows) - met - missed
    )


def _judging_sources(rows: pd.DataFrame) -> pd.Series:
    columns = [c for c in ["source", "obs_source", "context_source"] if c in rows]
    return pd.concat([rows[c] for c in columns]) if columns else pd.Series([], dtype=str)


def label_rows(ax: Axes, rows: pd.DataFrame, lang: str, width: float = 3.55) -> None:
    """Number, name, promise and due year of each target, left of the axes; areas if several."""
    due = words.say(_TEXT["due"], lang)
    promises = [due.format(words.promise(row, lang), row["due"]) for row in rows.to_dict("records")]
    many = len(rows["ref_area"].unique()) > 1
    colon = words.say((": ", "："), lang)
    of_area = words.area_names(rows["ref_area"], lang) + colon if many else ""
    names = rows["target"] + " " + of_area + rows[f"name_{lang}"]
    labels = [
        canvas.wrap(f"{name}\n{what}", width, 8) for name, what in zip(names, promises, strict=True)
    ]
    ax.set_yticks(np.arange(len(rows)), labels, size=8, linespacing=1.2)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(False)


def _draw_bars(ax: Axes, judged: pd.DataFrame, lang: str) -> None:
    if judged.empty:
        ax.set_xticks([])
        ax.spines[["bottom", "left"]].set_visible(False)
        return
    share = (judged["gap_relative"] * 100).fillna(0.0)
    labels = [canvas.wrap(_gap_text(row, lang), 2.0, 7.5) for row in judged.to_dict("records")]
    half = (canvas.WIDTH - _LEFT - _RIGHT) / 2
    reach = max(share.abs().max(), 1.0) * half / (half - canvas.inches(labels, 7.5) - 0.15)
    ax.axvline(0, color=canvas.INK, lw=1)
    for verdict, of_kind in judged.groupby("verdict"):
        marker, colour, _ = canvas.VERDICT[str(verdict)]
        ax.barh(of_kind.index, share[of_kind.index], height=0.28, color=colour, alpha=0.55)
        ax.plot(share[of_kind.index], of_kind.index, marker, color=colour, ls="")
    for y, at, text in zip(judged.index.tolist(), share.tolist(), labels, strict=True):
        right = at >= 0
        ax.annotate(
            text,
            (at, y),
            xytext=(8 if right else -8, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            size=7.5,
        )
    ax.set(xlim=(-reach, reach), xlabel=words.say(_TEXT["gap"], lang))
    digits = 0 if reach >= 5 else 1
    ax.xaxis.set_major_formatter(lambda at, _: words.signed_percent(at, digits, lang))
    ax.grid(True, axis="x")
    sides = [("short", 0.0, "left"), ("better", 1.0, "right")]
    for key, x, side in sides:
        ax.text(
            x,
            1.0,
            words.say(_TEXT[key], lang),
            transform=ax.transAxes,
            ha=side,
            va="bottom",
            size=8,
            color=canvas.GREY,
        )


def _gap_text(row: dict, lang: str) -> str:
    """The gap in its own unit, by an own figure if so; of a bound or about where that is."""
    text = words.difference(row["gap"], row["unit_measure"], lang)
    if row["bound"] == "approx":
        text = words.say(words.BOUNDS["approx"], lang) + text
    if row["bound"] in ("lower", "upper"):
        text = words.say(_TEXT["more" if row["verdict"] == "met" else "worse"], lang).format(text)
    return text + words.own_mark(row.get("obs_own", False), lang)


def _tolerance_note(judged: pd.DataFrame, lang: str) -> str:
    """By how much "about" targets may be missed, where there are any."""
    about = judged[judged["comparator"].eq("about") & judged["value"].ne(0)]
    if about.empty:
        return ""
    shares = (100 * about["tolerance"] / about["value"].abs()).round(1).unique()
    allowed = words.number(shares.max(), "percent", lang)
    return words.say(_TEXT["tolerance"], lang).format(allowed)


def _reasons(rows: pd.DataFrame, lang: str) -> pd.Series:
    """In words why each row has no bar, and the nearest figure there is."""
    near = [_nearest(row, lang) for row in rows.to_dict("records")]
    stop = words.say(("; ", "；"), lang)
    return verdict_words(rows, lang) + pd.Series([stop + n if n else "" for n in near], rows.index)


def verdict_words(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Verdict of each row in words, with its reason where it has one."""
    verdict = rows["verdict"].map({k: words.say(v, lang) for k, v in gaps.VERDICTS.items()})
    why = rows["reason"].map({k: words.say(v, lang) for k, v in gaps.REASONS.items()}).fillna("")
    return verdict + (words.say((": ", "："), lang) + why).where(why != "", "")


def _nearest(row: dict, lang: str) -> str:
    part = row["reason"] in ("part_of_total", "bound_too_loose")
    prefix = "" if part else "context_"
    value = row["obs_value"] if part else row["context_value"]
    if pd.isna(value):
        return ""
    area = row["ref_area"] if part else row["context_area"]
    name = words.area_names(pd.Series([area]), lang).iloc[0]
    period = row["time_period"] if part else row["context_time_period"]
    figure = words.observed(value, row["unit_measure"], row[f"{prefix}bound"], lang)
    text = words.say(_TEXT["nearest"], lang).format(name, _period(period, lang), figure)
    return text + words.own_mark(row.get("obs_own" if part else "context_own", False), lang)


def _period(period: str, lang: str) -> str:
    return period.replace("/", "-") + words.say(("", "年"), lang)
