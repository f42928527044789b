"""The evidence there is for each target, by area level, and what it allows to say."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from plangaps import gaps, tables
from plangaps.charts import canvas, phrases, words
from plangaps.charts.phrases import need_rows
from plangaps.charts.phrases import verdicts as verdict_words

_NOTHING = "–"

_LEVELS = {
    "county": ("county", "县"),
    "prefecture": ("prefecture", "市"),
    "province": ("province", "省"),
    "nation": ("nation", "全国"),
}

_TEXT = {
    "matrix": (
        "Years with a {what} figure, by area, and why there is no verdict",
        "各级地区有{what}数据的年份，以及为何没有结论",
    ),
    "matrix_judged": (
        "Years with a {what} figure, by area, and the verdict they allow",
        "各级地区有{what}数据的年份，以及由此得出的结论",
    ),
    "published": ("published", "公开"),
    "or_own": ("published or own", "公开或自有"),
    "matrix_note": (
        "Figures of any definition; several years in one figure are named as a total. Only a "
        "figure of the same area, period and definition may judge a target.",
        "包括各种口径的数据，多年合计另行注明。只有同一地区、同一时期、同一口径的数据才能用来判断目标。",
    ),
    "total": ("total of {span}", "{span}年合计"),
    "year": ("1 year: {span}", "1年：{span}"),
    "years": ("{n} years: {span}", "{n}年：{span}"),
    "bases": ("\n{} definitions", "\n{}种口径"),
    "verdict": ("verdict", "结论"),
}


@canvas.drawn
def evidence_matrix(
    targets: pd.DataFrame, observations: pd.DataFrame, lang: str = "en", title: str | None = None
) -> Figure:
    """Targets by area level: which years of the indicator are held, and why there is no verdict.

    ``targets`` and ``observations`` as for :func:`plangaps.gaps.gap_table`; a cell counts the years
    with an annual value of the indicator on any definition, or names the last total of several
    years where that is all there is. Raises ValueError for no targets.
    """
    need_rows(targets, "targets")
    table = gaps.gap_table(targets, observations)
    kept = whole_years(observations)
    held = years_held(table, kept)
    judged = table["verdict"].isin(["met", "missed"]).any()
    heading = words.say(_TEXT["matrix_judged" if judged else "matrix"], lang)
    mine = held["own_share"].gt(0).any()
    shown = kept.merge(held[["ref_area", "indicator"]].drop_duplicates())
    columns = [level for level in _LEVELS if level in set(held["level"])]
    figure, (ax,) = canvas.plain_sheet(
        0.5 * len(table),
        title or heading.format(what=words.say(_TEXT["or_own" if mine else "published"], lang)),
        [words.say(_TEXT["matrix_note"], lang), words.sources_note(shown["source"], lang)],
        left=2.75,
        right=0.1,
        below=0.1,
        above=0.3,
    )
    canvas.rows(ax, phrases.targets(phrases.named(table), lang), 2.55)
    ax.set(xlim=(0, len(columns) + 1.4), ylim=(len(table) - 0.5, -0.5), xticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    heads = [words.say(_LEVELS[level], lang) for level in columns]
    for x, head in enumerate([*heads, words.say(_TEXT["verdict"], lang)]):
        ax.text(_middle(x, len(columns)), -0.58, head, ha="center", va="bottom", size=8)
    for row, level, years, text in _cells(held, lang):
        x = columns.index(level)
        face = canvas.PALE if years else "white"
        ax.axvspan(x, x + 1, *_span(row, len(table)), color=face, ec="white", lw=2)
        cell = canvas.wrap(text, 1.25, 7)
        ax.text(x + 0.5, row, cell, ha="center", va="center", size=7, linespacing=1.15)
    for row, text in enumerate(verdict_words(table, lang)):
        why = canvas.wrap(text, 1.45, 7)
        end = _middle(len(columns), len(columns))
        ax.text(end, row, why, ha="center", va="center", size=7, linespacing=1.15)
    return figure


def whole_years(observations: pd.DataFrame) -> pd.DataFrame:
    """Reliable values of a year or of several years together; no part of a year."""
    total = observations["time_period"].str.fullmatch(r"\d{4}/\d{4}")
    reliable = observations["obs_status"].ne("U")
    return observations[reliable & (observations["year"].notna() | total)]


def years_held(table: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """For each target and area level upwards: how many years are held, and which.

    ``own_share``: which share of the yearly figures is own, from 0 to 1; of the totals where
    there are no others.
    """
    known = tables.areas().set_index("ref_area")
    annual = kept["year"].notna()
    marked = kept.assign(
        annual_basis=kept["basis"].where(annual),
        total=kept["time_period"].mask(annual),
        own=kept.get("own", False),
        annual_own=lambda f: f["own"].astype(float).where(annual),
    )
    years = marked.groupby(["ref_area", "indicator"], as_index=False).agg(
        years=("year", "nunique"),
        first=("year", "min"),
        last=("year", "max"),
        bases=("annual_basis", "nunique"),
        total=("total", "max"),
        annual_own=("annual_own", "mean"),
        own=("own", "mean"),
    )
    years = years.assign(own_share=years["annual_own"].fillna(years["own"]))
    asked = table.reset_index(names="row")[["row", "ref_area", "indicator"]]
    steps = [asked]
    while steps[-1]["ref_area"].map(known["parent"]).fillna("").ne("").any():
        up = steps[-1].assign(ref_area=steps[-1]["ref_area"].map(known["parent"]).fillna(""))
        steps.append(up[up["ref_area"] != ""])
    levels = pd.concat(steps).assign(level=lambda f: f["ref_area"].map(known["level"]))
    return levels.merge(years, on=["ref_area", "indicator"], how="left", validate="m:1")


def _cells(held: pd.DataFrame, lang: str) -> list[tuple[int, str, bool, str]]:
    """Row, level, whether anything is held, and the text of each cell."""
    cells = held.fillna({"years": 0, "first": 0, "last": 0, "bases": 0, "total": ""})
    numbers = cells[["years", "first", "last", "bases"]].astype("int64")
    texts = [
        _cell(years, first, last, bases, total, lang) + words.own_mark(share, lang)
        for (years, first, last, bases), total, share in zip(
            numbers.to_numpy().tolist(), cells["total"], cells["own_share"], strict=True
        )
    ]
    there = [text != _NOTHING for text in texts]
    return list(zip(cells["row"], cells["level"], there, texts, strict=True))


def _cell(years: int, first: int, last: int, bases: int, total: str, lang: str) -> str:
    if not years and total:
        return words.say(_TEXT["total"], lang).format(span=total.replace("/", "-"))
    if not years:
        return _NOTHING
    span = f"{first}-{last}" if first < last else str(first)
    text = words.say(_TEXT["years" if years > 1 else "year"], lang).format(n=years, span=span)
    return text + (words.say(_TEXT["bases"], lang).format(bases) if bases > 1 else "")


def _middle(column: int, levels: int) -> float:
    """Middle of a column; the last one, the verdict, is wider."""
    return column + (0.5 if column < levels else 0.7)


def _span(row: int, rows: int) -> tuple[float, float]:
    return 1 - (row + 1) / rows, 1 - row / rows
