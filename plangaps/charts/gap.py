"""Targets against outcomes: the gaps, and the evidence there is for each target."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plangaps import gaps, tables
from plangaps.charts import canvas, words

_ROW = 0.42  # inches a target

_LEVELS = {
    "county": ("county", "县"),
    "prefecture": ("prefecture", "市"),
    "province": ("province", "省"),
    "nation": ("nation", "全国"),
}

_TEXT = {
    "gap": ("gap, share of the target", "差距,占目标的比例"),
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
    "nearest": ("nearest figure: {0}, {1}: {2}", "最接近的数据:{1}{0}{2}"),
    "verdict": ("verdict", "结论"),
    "due": ("{0} (due {1})", "{0}({1}年)"),
    "matrix": (
        "Years with a published figure, by area, and why there is no verdict",
        "各级地区有公开数据的年份,以及为何没有结论",
    ),
    "matrix_note": (
        "Annual values of any definition. Only a figure of the same area, year and definition may "
        "judge a target.",
        "包括各种口径的年度数据。只有同一地区、同一年份、同一口径的数据才能用来判断目标。",
    ),
    "year": ("1 year: {span}", "1年:{span}"),
    "years": ("{n} years: {span}", "{n}年:{span}"),
    "bases": ("\n{} definitions", "\n{}种口径"),
}


@canvas.drawn
def gap_bars(table: pd.DataFrame, lang: str = "en", title: str | None = None) -> Figure:
    """One row a target: the gap as a bar, or in words why there is none.

    ``table`` as from :func:`plangaps.gaps.gap_table`. Right of zero is better than the target,
    left falls short, as a share of the target; the gap in its own unit stands beside the bar.
    Targets that cannot be judged name the reason and the nearest figure. Raises ValueError for a
    table without rows.
    """
    _need_rows(table, "table")
    rows = table.reset_index(drop=True)
    judged = rows["gap"].notna()
    notes = [words.sources_note(_judging_sources(rows), lang)]
    figure, (ax,) = canvas.sheet(
        _ROW * len(rows),
        title or _finding(rows, lang),
        notes,
        left=3.75,
        right=0.25,
        below=0.5 if judged.any() else 0.1,
        above=0.3 if judged.any() else 0.1,
    )
    _label_rows(ax, rows, lang)
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


@canvas.drawn
def evidence_matrix(
    targets: pd.DataFrame, observations: pd.DataFrame, lang: str = "en", title: str | None = None
) -> Figure:
    """Targets by area level: which years of the indicator are held, and why there is no verdict.

    ``targets`` and ``observations`` as for :func:`plangaps.gaps.gap_table`; a cell counts the years
    with an annual value of the indicator on any definition. Raises ValueError for no targets.
    """
    _need_rows(targets, "targets")
    table = gaps.gap_table(targets, observations)
    held = _held(table, observations)
    columns = [level for level in _LEVELS if level in set(held["level"])]
    figure, (ax,) = canvas.sheet(
        0.5 * len(table),
        title or words.say(_TEXT["matrix"], lang),
        [words.say(_TEXT["matrix_note"], lang)],
        left=2.75,
        right=0.1,
        below=0.1,
        above=0.3,
    )
    _label_rows(ax, table, lang, width=2.55)
    ax.set(xlim=(0, len(columns) + 1.4), ylim=(len(table) - 0.5, -0.5), xticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    heads = [words.say(_LEVELS[level], lang) for level in columns]
    for x, head in enumerate([*heads, words.say(_TEXT["verdict"], lang)]):
        ax.text(_middle(x, len(columns)), -0.58, head, ha="center", va="bottom", size=8)
    for row, level, years, text in _cells(held, lang):
        x = columns.index(level)
        face = canvas.PALE if years else "white"
        ax.axvspan(x, x + 1, *_span(row, len(table)), color=face, ec="white", lw=2)
        ax.text(x + 0.5, row, text, ha="center", va="center", size=7, linespacing=1.15)
    for row, text in enumerate(_verdicts(table, lang)):
        why = canvas.wrap(text, 1.45, 7)
        end = _middle(len(columns), len(columns))
        ax.text(end, row, why, ha="center", va="center", size=7, linespacing=1.15)
    return figure


def _need_rows(frame: pd.DataFrame, name: str) -> None:
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


def _label_rows(ax: Axes, rows: pd.DataFrame, lang: str, width: float = 3.55) -> None:
    """Number, name, promise and due year of each target, left of the axes."""
    due = words.say(_TEXT["due"], lang)
    promises = [due.format(words.promise(row, lang), row["due"]) for row in rows.to_dict("records")]
    names = rows["target"] + " " + rows[f"name_{lang}"]
    labels = [
        f"{canvas.wrap(name, width, 8)}\n{what}" for name, what in zip(names, promises, strict=True)
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
    reach = max(share.abs().max(), 1.0) * 1.6
    ax.axvline(0, color=canvas.INK, lw=1)
    for verdict, of_kind in judged.groupby("verdict"):
        marker, colour, _ = canvas.VERDICT[str(verdict)]
        ax.barh(of_kind.index, share[of_kind.index], height=0.28, color=colour, alpha=0.55)
        label = words.say(gaps.VERDICTS[str(verdict)], lang)
        ax.plot(share[of_kind.index], of_kind.index, marker, color=colour, ls="", label=label)
    for y, row in zip(judged.index, judged.to_dict("records"), strict=True):
        _annotate(ax, y, row, lang)
    ax.set(xlim=(-reach, reach), xlabel=words.say(_TEXT["gap"], lang))
    ax.xaxis.set_major_formatter("{x:+.0f} %" if reach >= 5 else "{x:+.1f} %")
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


def _annotate(ax: Axes, y: int, row: dict, lang: str) -> None:
    text = words.difference(row["gap"], row["unit_measure"], lang)
    right = row["gap"] >= 0
    ax.annotate(
        text,
        (100 * row["gap_relative"] if pd.notna(row["gap_relative"]) else 0.0, y),
        xytext=(8 if right else -8, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        size=7.5,
    )


def _reasons(rows: pd.DataFrame, lang: str) -> pd.Series:
    """In words why each row has no bar, and the nearest figure there is."""
    near = [_nearest(row, lang) for row in rows.to_dict("records")]
    stop = words.say(("; ", ";"), lang)
    return _verdicts(rows, lang) + pd.Series([stop + n if n else "" for n in near], rows.index)


def _verdicts(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Verdict of each row in words, with its reason where it has one."""
    verdict = rows["verdict"].map({k: words.say(v, lang) for k, v in gaps.VERDICTS.items()})
    why = rows["reason"].map({k: words.say(v, lang) for k, v in gaps.REASONS.items()}).fillna("")
    return verdict + (words.say((": ", ":"), lang) + why).where(why != "", "")


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
    return text


def _period(period: str, lang: str) -> str:
    return period.replace("/", "-") + words.say(("", "年"), lang)


def _held(table: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """For each target and area level upwards: how many years are held, and which."""
    known = tables.areas().set_index("ref_area")
    annual = observations[observations["year"].notna() & observations["obs_status"].ne("U")]
    years = annual.groupby(["ref_area", "indicator"], as_index=False).agg(
        years=("year", "nunique"),
        first=("year", "min"),
        last=("year", "max"),
        bases=("basis", "nunique"),
    )
    asked = table.reset_index(names="row")[["row", "ref_area", "indicator"]]
    steps = [asked]
    while steps[-1]["ref_area"].map(known["parent"]).fillna("").ne("").any():
        up = steps[-1].assign(ref_area=steps[-1]["ref_area"].map(known["parent"]).fillna(""))
        steps.append(up[up["ref_area"] != ""])
    levels = pd.concat(steps).assign(level=lambda f: f["ref_area"].map(known["level"]))
    return levels.merge(years, on=["ref_area", "indicator"], how="left", validate="m:1")


def _cells(held: pd.DataFrame, lang: str) -> list[tuple[int, str, bool, str]]:
    """Row, level, whether anything is held, and the text of each cell."""
    cells = held.fillna({"years": 0, "first": 0, "last": 0, "bases": 0})
    numbers = cells[["years", "first", "last", "bases"]].astype("int64")
    return [
        (row, level, years > 0, _cell(years, first, last, bases, lang))
        for row, level, (years, first, last, bases) in zip(
            cells["row"], cells["level"], numbers.to_numpy().tolist(), strict=True
        )
    ]


def _cell(years: int, first: int, last: int, bases: int, lang: str) -> str:
    if not years:
        return "–"
    span = f"{first}-{last}" if first < last else str(first)
    text = words.say(_TEXT["years" if years > 1 else "year"], lang).format(n=years, span=span)
    return text + (words.say(_TEXT["bases"], lang).format(bases) if bases > 1 else "")


def _middle(column: int, levels: int) -> float:
    """Middle of a column; the last one, the verdict, is wider."""
    return column + (0.5 if column < levels else 0.7)


def _span(row: int, rows: int) -> tuple[float, float]:
    return 1 - (row + 1) / rows, 1 - row / rows
