"""Targets against outcomes: how far each was passed or fell short, or why nobody can say."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plangaps import frames, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.gaps import OUTCOME

_LEFT, _RIGHT = 3.75, 0.25  # inches beside the bars
_COLUMNS = [
    "plan", "target", "area_en", "area_zh", "ref_area", "indicator", "name_en", "name_zh", "theme",
    "basis", "comparator", "value", "value_high", "unit_measure", "printed", "promise_en",
    "promise_zh", "due", "obs_value", "time_period", "bound", "gap", "gap_relative", "tolerance",
    "verdict", "reason", "context_area", "context_area_en", "context_area_zh", "context_basis",
    "context_time_period", "context_value", "context_bound", "source", "obs_source", "obs_own",
    "context_source", "context_own",
]  # fmt: skip
_JUDGED = ["met", "missed"]
_NAMED = ["area_en", "area_zh", "promise_en", "promise_zh", "context_area_en", "context_area_zh"]
_NEEDED = [c for c in _COLUMNS if c not in [*_NAMED, *OUTCOME]]


@frames.takes(table=frames.needs(*_NEEDED, **OUTCOME))
def numbers(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of a gap table (:func:`plangaps.gaps.gap_table`) that a reader needs.

    Names of the areas are added. Raises ValueError for a table without rows.
    """
    phrases.need_rows(table, "table")
    near = {
        f"context_area_{lang}": tables.names(table["context_area"], "area", lang)
        for lang in words.LANGUAGES
    }
    rows = phrases.promised(table.assign(**near))
    return rows[_COLUMNS].reset_index(drop=True)


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """One row a target: the gap as a bar, or in words why there is none.

    Right of zero is better than the target, left falls short, as a share of the target; the gap in
    its own unit stands beside the bar. Targets that cannot be judged name the nearest figure.
    """
    judged = numbers[numbers["gap"].notna()]
    bars = not judged.empty
    below, above = (0.5, 0.3) if bars else (0.1, 0.1)
    figure, (ax,) = canvas.sheet(
        told, 0.42 * len(numbers), left=_LEFT, right=_RIGHT, below=below, above=above
    )
    canvas.rows(ax, phrases.targets(numbers, lang), 3.55)
    if bars:
        _bars(ax, judged, lang)
    else:
        ax.set_xticks([])
        ax.spines[["bottom", "left"]].set_visible(False)
    silent = numbers[numbers["gap"].isna()]
    start, width = (0.52, 2.4) if bars else (0.03, 4.7)
    for y, text in zip(silent.index.tolist(), _reasons(silent, lang), strict=True):
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


def _bars(ax: Axes, judged: pd.DataFrame, lang: str) -> None:
    share = (judged["gap_relative"] * 100).fillna(0.0)
    labels = [canvas.wrap(_gap(row, lang), 2.0, 7.5) for row in judged.to_dict("records")]
    half = (canvas.WIDTH - _LEFT - _RIGHT) / 2
    reach = max(share.abs().max(), 1.0) * half / (half - canvas.inches(labels, 7.5) - 0.15)
    ax.axvline(0, color=canvas.INK, lw=1)
    for verdict, of_kind in share.groupby(judged["verdict"]):
        marker, colour, _ = canvas.VERDICT[str(verdict)]
        ax.barh(of_kind.index, of_kind, height=0.28, color=colour, alpha=0.55)
        ax.plot(of_kind, of_kind.index, marker, color=colour, ls="")
    for y, at, text in zip(share.index.tolist(), share, labels, strict=True):
        ax.annotate(
            text,
            (at, y),
            xytext=(8 if at >= 0 else -8, 0),
            textcoords="offset points",
            ha="left" if at >= 0 else "right",
            va="center",
            size=7.5,
        )
    ax.set(xlim=(-reach, reach), xlabel=words.say("gap_bars.axis", lang))
    digits = 0 if reach >= 5 else 1
    ax.xaxis.set_major_formatter(lambda at, _: words.signed_percent(at, digits, lang))
    ax.grid(True, axis="x")
    for key, x, side in (("short", 0.0, "left"), ("better", 1.0, "right")):
        text = words.say(f"gap_bars.{key}", lang)
        ax.text(
            x, 1.0, text, transform=ax.transAxes, ha=side, va="bottom", size=8, color=canvas.GREY
        )


def _gap(row: dict, lang: str) -> str:
    """The gap in its own unit, by an own figure if so; of a bound or about where that is."""
    text = words.difference(row["gap"], row["unit_measure"], lang)
    if row["bound"] == "approx":
        text = phrases.bounded(text, "approx", lang)
    if row["bound"] in ("lower", "upper"):
        key = "more" if row["verdict"] == "met" else "worse"
        text = words.say(f"gap_bars.{key}", lang, gap=text)
    return text + phrases.own_mark(row["obs_own"], lang)


def _reasons(rows: pd.DataFrame, lang: str) -> list[str]:
    """In words why each row has no bar, and the nearest figure there is."""
    own = rows["obs_own"].where(rows["obs_value"].notna(), rows["context_own"])
    near = [
        words.say("gap_bars.nearest", lang, figure=figure) + phrases.own_mark(mine, lang)
        if figure
        else ""
        for figure, mine in zip(phrases.nearest(rows, lang), own, strict=True)
    ]
    stop = words.say("mark.semicolon", lang)
    whys = phrases.verdicts(rows, lang)
    return [stop.join(filter(None, pair)) for pair in zip(whys, near, strict=True)]


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """How many targets were met, how many missed, and between which ends the gaps lie."""
    judged = numbers[numbers["gap"].notna()]
    sources = phrases.sources(
        numbers["source"], numbers["obs_source"], numbers["context_source"], lang=lang
    )
    notes = [phrases.marker_note(judged["verdict"], lang), _tolerance(judged, lang)]
    return told("gap_bars", _finding(numbers, lang), facts(numbers, lang), notes, sources, lang)


def _finding(numbers: pd.DataFrame, lang: str) -> str:
    n, met, missed = len(numbers), *(int(numbers["verdict"].eq(v).sum()) for v in _JUDGED)
    rest = n - met - missed
    if numbers["verdict"].eq("open").all():
        return words.say("figure.waiting", lang, n=n)
    key = "none" if rest == n else "some" if rest else "all"
    where = phrases.selection(numbers, lang)
    counts = {"n": n, "met": met, "missed": missed, "rest": rest}
    return words.say(f"gap_bars.{key}", lang, where=where, **counts)


def facts(numbers: pd.DataFrame, lang: str) -> list[str]:
    """Targets by outcome, how many are judged by own figures, the smallest and largest gap."""
    mine = numbers["verdict"].isin(_JUDGED) & numbers["obs_own"]
    counts = phrases.counted(phrases.outcome(numbers).value_counts(), lang)
    counts += phrases.by_own(int(mine.sum()), lang)
    judged = numbers.dropna(subset="gap_relative").sort_values("gap_relative", kind="stable")
    if len(judged) < 2:
        return counts
    ends = judged.iloc[[0, -1]]
    least, most = ends[f"name_{lang}"] + " " + ends["due"].astype("str")
    low, high = (words.signed_percent(100 * share, 1, lang) for share in ends["gap_relative"])
    return [*counts, words.say("gap_bars.ends", lang, low=low, high=high, least=least, most=most)]


def _tolerance(judged: pd.DataFrame, lang: str) -> str:
    """By how much "about" targets may be missed, where there are any."""
    about = judged[judged["comparator"].eq("about") & judged["value"].ne(0)]
    if about.empty:
        return ""
    share = (100 * about["tolerance"] / about["value"].abs()).max()
    return words.say("gap_bars.tolerance", lang, share=words.number(share, "percent", lang))


gap_bars = Form("gap_bars", numbers, draw, tell)
