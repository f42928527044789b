"""The evidence there is for each target, by area level, and what it allows to say."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from plangaps import frames, gaps, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.matching import HELD

_LEVELS = ["county", "prefecture", "province", "nation"]
_TARGET = ["plan", "target", "name_en", "name_zh", "indicator", "promise_en", "promise_zh", "due"]
_TARGET += ["verdict", "reason", "ref_area"]
_NOTHING = "–"


@frames.takes(targets=phrases.TARGETS, observations=frames.needs(*HELD, *phrases.DRAWN))
def numbers(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Each target at each area level from its own upwards: which years of its indicator are held.

    ``targets`` and ``observations`` as for :func:`plangaps.gaps.gap_table`. Out, one row a target
    and level: what identifies the target, its ``verdict`` and ``reason``; ``hops`` levels up the
    area ``ref_area`` of the ``level``; ``years`` with a value on any definition, the ``first`` and
    ``last``, ``bases`` (definitions); ``total``, the last period of several years in one figure;
    ``own_share`` of the yearly
    figures, of the others where there are none; ``source``. Raises ValueError for no targets.
    """
    phrases.need_rows(targets, "targets")
    table = phrases.promised(gaps.gap_table(targets, observations))[_TARGET].reset_index(names="t")
    areas = tables.lineage(table["ref_area"]).merge(
        tables.areas()[["ref_area", "level"]].rename(columns={"ref_area": "higher_area"})
    )
    cells = table.merge(areas, on="ref_area").drop(columns="ref_area")
    cells = cells.rename(columns={"higher_area": "ref_area"})
    cells = cells.merge(_held(observations), on=["ref_area", "indicator"], how="left")
    cells = cells.fillna({"years": 0, "bases": 0, "total": "", "own_share": 0.0, "source": ""})
    cells = cells.astype(dict.fromkeys(["years", "first", "last", "bases"], "Int64"))
    return phrases.named(cells.sort_values(["t", "hops"], ignore_index=True)).drop(columns="t")


def _held(observations: pd.DataFrame) -> pd.DataFrame:
    """By area and indicator: reliable values of a year or of several years together."""
    total = observations["time_period"].str.fullmatch(r"\d{4}/\d{4}")
    annual = observations["year"].notna()
    rows = observations[observations["obs_status"].ne("U") & (annual | total)]
    key = ["ref_area", "indicator"]
    yearly = rows["year"].notna()
    shown = yearly | ~yearly.groupby([rows[k] for k in key]).transform("any")
    return (
        rows.assign(
            annual_basis=rows["basis"].where(yearly),
            total=rows["time_period"].mask(yearly),
            own=rows["own"].astype(float).where(shown),
        )
        .groupby(key, as_index=False)
        .agg(
            years=("year", "nunique"),
            first=("year", "min"),
            last=("year", "max"),
            bases=("annual_basis", "nunique"),
            total=("total", "max"),
            own_share=("own", "mean"),
            source=("source", phrases.several),
        )
    )


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A cell a target and level that counts the years held, and the verdict beside them."""
    targets = numbers[numbers["hops"] == 0]
    levels = [level for level in _LEVELS if level in set(numbers["level"])]
    cells = [_cell(row, lang) for row in numbers.to_dict("records")]
    placed = numbers[["level"]].assign(row=(numbers["hops"] == 0).cumsum(), text=cells)
    texts = placed.pivot_table("text", "row", "level", "first")[levels].fillna("")
    body, text = 0.5 * len(targets), {"size": 7, "linespacing": 1.15}
    figure, (ax,) = canvas.sheet(told, body, left=2.75, right=0.1, below=0.1, above=0.3)
    sns.heatmap(
        ~texts.isin(["", _NOTHING]),
        ax=ax,
        annot=texts,
        fmt="",
        annot_kws={"color": canvas.INK, **text},
        cmap=["white", canvas.PALE],
        vmin=0,
        vmax=1,
        cbar=False,
        linewidths=2,
        linecolor="white",
    )
    canvas.rows(ax, phrases.targets(targets, lang), 2.55, first=0.5)
    end = len(levels) + 0.7  # the middle of the last column, the verdict, which is wider
    for row, verdict in enumerate(phrases.verdicts(targets, lang)):
        why = canvas.wrap(verdict, 1.45, 7)
        ax.text(end, row + 0.5, why, ha="center", va="center", fontdict=text)
    heads = [words.say(f"level.{level}", lang) for level in levels]
    heads.append(words.say("evidence_matrix.verdict", lang))
    ax.set_xticks([*(x + 0.5 for x in range(len(levels))), end], heads, size=8)
    ax.set(xlim=(0, len(levels) + 1.4), xlabel="", ylabel="")
    ax.tick_params(axis="x", length=0, labeltop=True, labelbottom=False)
    return figure


def _cell(row: dict, lang: str) -> str:
    """How many years are held and which, or a figure for several years."""
    text = _NOTHING
    if row["years"]:
        held = phrases.span(row["first"], row["last"], lang)
        key = "years" if row["years"] > 1 else "year"
        text = words.say(f"evidence_matrix.{key}", lang, n=row["years"], span=held)
        if row["bases"] > 1:
            text += "\n" + words.say("evidence_matrix.bases", lang, n=row["bases"])
    elif row["total"]:
        first, last = row["total"].split("/")
        held = phrases.span(first, last, lang)
        text = words.say("evidence_matrix.total", lang, span=held)
    return canvas.wrap(text + phrases.own_mark(row["own_share"], lang), 1.15, 7)


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """At which levels a target has a yearly figure, and of how many."""
    title = _finding(numbers, lang)
    facts = [_of_level(level, numbers[numbers["level"] == level], lang) for level in _LEVELS]
    notes = [words.say("evidence_matrix.note", lang)]
    sources = phrases.sources(numbers["source"], lang=lang)
    return told("evidence_matrix", title, [fact for fact in facts if fact], notes, sources, lang)


def _finding(numbers: pd.DataFrame, lang: str) -> str:
    """Of how many targets their own area has any figure, and how many can be judged."""
    itself = numbers[numbers["hops"] == 0]
    judged = int(itself["verdict"].isin(["met", "missed"]).sum())
    held = int((itself["years"].gt(0) | itself["total"].ne("")).sum())
    own = "own" if numbers["own_share"].gt(0).any() else "published"
    key = "judged" if judged else "silent" if held else "nothing"
    return words.say(
        f"evidence_matrix.{key}", lang, n=len(itself), judged=judged, k=held,
        where=phrases.selection(itself, lang),
        what=words.say(f"evidence_matrix.{own}", lang),
    )  # fmt: skip


def _of_level(level: str, rows: pd.DataFrame, lang: str) -> str:
    """Of how many targets a level has a yearly figure."""
    if rows.empty:
        return ""
    held, name = rows[rows["years"] > 0], words.say(f"level.{level}", lang)
    text = words.say("evidence_matrix.held", lang, level=name, k=len(held), n=len(rows))
    return text + phrases.own_mark(held["own_share"].mean(), lang)


evidence_matrix = Form("evidence_matrix", numbers, draw, tell)
