"""The evidence there is for each target, by area level, and what it allows to say."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from plangaps import gaps, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.form import Form, Told, told

_LEVELS = ["county", "prefecture", "province", "nation"]
_TARGET = ["plan", "target", "name_en", "name_zh", "indicator", "promise_en", "promise_zh", "due"]
_TARGET += ["verdict", "reason", "ref_area"]
_NOTHING = "–"


def numbers(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """Each target at each area level from its own upwards: which years of its indicator are held.

    ``targets`` and ``observations`` as for :func:`plangaps.gaps.gap_table`. Out, one row a target
    and level: what identifies the target, its ``verdict`` and ``reason``; ``hops`` levels up the
    area ``ref_area`` of the ``level``; ``years`` with a value on any definition, the ``first`` and
    ``last``, ``bases`` (definitions); ``total``, the last period of several years in one figure;
    ``own_share`` of the yearly figures (of the totals where there are no others); ``source``.
    Raises ValueError for no targets.
    """
    phrases.need_rows(targets, "targets")
    table = phrases.with_promises(gaps.gap_table(targets, observations))[_TARGET]
    table = table.reset_index(names="row")
    own = table[["ref_area"]].drop_duplicates().assign(higher_area=table["ref_area"], hops=0)
    areas = pd.concat([own, tables.ancestors(table["ref_area"])])
    cells = table.merge(areas, on="ref_area").drop(columns="ref_area")
    cells = cells.rename(columns={"higher_area": "ref_area"})
    cells = cells.merge(tables.areas()[["ref_area", "level"]], on="ref_area")
    cells = cells.merge(_held(observations), on=["ref_area", "indicator"], how="left")
    blank = {"years": 0, "bases": 0, "total": "", "own_share": 0.0, "source": ""}
    whole = dict.fromkeys(["years", "first", "last", "bases"], "Int64")
    cells = cells.fillna(blank).astype(whole).sort_values(["row", "hops"], ignore_index=True)
    return phrases.named(cells).drop(columns="row")


def _held(observations: pd.DataFrame) -> pd.DataFrame:
    """By area and indicator: reliable values of a year or of several years together."""
    total = observations["time_period"].str.fullmatch(r"\d{4}/\d{4}")
    reliable = observations["obs_status"].ne("U")
    kept = observations[reliable & (observations["year"].notna() | total)]
    annual = kept["year"].notna()
    own = kept.get("own", pd.Series(False, kept.index)).astype(float)
    marked = kept.assign(
        own=own,
        annual_own=own.where(annual),
        annual_basis=kept["basis"].where(annual),
        total=kept["time_period"].mask(annual),
    )
    held = marked.groupby(["ref_area", "indicator"], as_index=False).agg(
        years=("year", "nunique"),
        first=("year", "min"),
        last=("year", "max"),
        bases=("annual_basis", "nunique"),
        total=("total", "max"),
        annual_own=("annual_own", "mean"),
        own=("own", "mean"),
        source=("source", phrases.several),
    )
    held["own_share"] = held["annual_own"].fillna(held["own"])
    return held.drop(columns=["annual_own", "own"])


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A cell a target and level that counts the years held, and the verdict beside them."""
    targets = numbers[numbers["hops"] == 0]
    levels = [level for level in _LEVELS if level in set(numbers["level"])]
    texts = _grid(numbers, _cells(numbers, lang), levels)
    figure, (ax,) = canvas.sheet(
        told, 0.5 * len(targets), left=2.75, right=0.1, below=0.1, above=0.3
    )
    sns.heatmap(
        ~texts.isin(["", _NOTHING]),
        ax=ax,
        annot=texts,
        fmt="",
        annot_kws={"size": 7, "color": canvas.INK, "linespacing": 1.15},
        cmap=["white", canvas.PALE],
        vmin=0,
        vmax=1,
        cbar=False,
        linewidths=2,
        linecolor="white",
    )
    canvas.rows(ax, phrases.targets(targets, lang), 2.55, first=0.5)
    ends = len(levels) + 0.7  # the last column, the verdict, is wider
    heads = [words.say(f"level.{level}", lang) for level in levels]
    ax.set(xlim=(0, len(levels) + 1.4), xlabel="", ylabel="")
    ax.set_xticks(
        [*(x + 0.5 for x in range(len(levels))), ends],
        [*heads, words.say("evidence_matrix.verdict", lang)],
        size=8,
        rotation=0,
    )
    ax.tick_params(axis="x", length=0, top=False, bottom=False, labeltop=True, labelbottom=False)
    for row, text in enumerate(phrases.verdicts(targets, lang)):
        why = canvas.wrap(text, 1.45, 7)
        ax.text(ends, row + 0.5, why, ha="center", va="center", size=7, linespacing=1.15)
    return figure


def _grid(numbers: pd.DataFrame, texts: list[str], levels: list[str]) -> pd.DataFrame:
    """``texts`` of the rows of ``numbers``, targets by ``levels``; empty below a target's area."""
    row = (numbers["hops"] == 0).cumsum()
    placed = numbers[["level"]].assign(row=row, text=texts)
    return placed.pivot_table("text", "row", "level", "first")[levels].fillna("")


def _cells(numbers: pd.DataFrame, lang: str) -> list[str]:
    """The text of each cell: how many years are held and which, or a figure for several years."""
    texts = []
    for cell in numbers.to_dict("records"):
        text = _NOTHING
        if cell["years"]:
            key = "evidence_matrix.years" if cell["years"] > 1 else "evidence_matrix.year"
            held = phrases.span(cell["first"], cell["last"], lang)
            text = words.say(key, lang, n=cell["years"], span=held)
            if cell["bases"] > 1:
                text += "\n" + words.say("evidence_matrix.bases", lang, n=cell["bases"])
        elif cell["total"]:
            first, last = cell["total"].split("/")
            held = phrases.span(first, last, lang)
            text = words.say("evidence_matrix.total", lang, span=held)
        texts.append(canvas.wrap(text + phrases.own_mark(cell["own_share"], lang), 1.25, 7))
    return texts


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """At which levels a target has a yearly figure, and of how many."""
    judged = numbers["verdict"].isin(["met", "missed"]).any()
    own = numbers["own_share"].gt(0).any()
    what = words.say(f"evidence_matrix.{'own' if own else 'published'}", lang)
    title = words.say(f"evidence_matrix.{'judged' if judged else 'silent'}", lang, what=what)
    held = numbers.assign(any=numbers["years"] > 0)
    held["own_share"] = held["own_share"].where(held["any"])
    by = held.groupby("level").agg(k=("any", "sum"), n=("any", "size"), own=("own_share", "mean"))
    facts = [
        words.say(
            "evidence_matrix.held",
            lang,
            level=words.say(f"level.{level}", lang),
            k=by["k"][level],
            n=by["n"][level],
        )
        + phrases.own_mark(by["own"][level], lang)
        for level in _LEVELS
        if level in by.index
    ]
    notes = [words.say("evidence_matrix.note", lang)]
    sources = phrases.sources(numbers["source"], lang=lang)
    return told("evidence_matrix", title, facts, notes, sources, lang)


evidence_matrix = Form("evidence_matrix", numbers, draw, tell)
