"""What several forms say alike: promises, figures, verdicts, own figures, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from plangaps import tables, words
from plangaps.charts import canvas

# Between the codes in a cell that names several sources.
SEVERAL = " | "


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with the names of its areas, ``area_en`` and ``area_zh``."""
    both = {
        f"area_{lang}": tables.names(frame["ref_area"], "area", lang) for lang in words.LANGUAGES
    }
    return frame.assign(**both)


def with_promises(targets: pd.DataFrame) -> pd.DataFrame:
    """``targets`` with what they promise in words, ``promise_en`` and ``promise_zh``."""
    rows = targets.to_dict("records")
    both = {f"promise_{lang}": [promise(row, lang) for row in rows] for lang in words.LANGUAGES}
    return targets.assign(**both)


def need_rows(frame: pd.DataFrame, name: str) -> None:
    """ValueError for a frame ``name`` without rows."""
    if frame.empty:
        raise ValueError(f"{name}: found no rows; at least one is needed for a figure.")


def promise(target: Any, lang: str) -> str:
    """What a target says, comparator and figure: ``at least 97 %``, ``不低于97%``.

    ``target`` has ``comparator``, ``value``, ``value_high``, ``unit_measure`` and ``printed``; in
    Chinese the figure stands as printed.
    """
    ends = [target["value"], target["value_high"]]
    figures = [words.number(v, target["unit_measure"], lang) for v in ends if pd.notna(v)]
    figure = target["printed"] if lang == "zh" else "–".join(figures)
    return words.say(f"comparator.{target['comparator']}", lang, n=figure)


def observed(value: float, unit: str, bound: str, lang: str) -> str:
    """What was measured, as the source bounds it: ``more than 27 million yuan``."""
    return bounded(words.number(value, unit, lang), bound, lang)


def bounded(text: str, bound: str, lang: str) -> str:
    """A number in words with what its source says of it: more than, less than, about."""
    return words.say(f"bound.{bound}", lang, n=text) if bound else text


def targets(rows: pd.DataFrame, lang: str) -> list[str]:
    """Number, name, promise and due year of each target; areas where there are several."""
    several = len(rows["ref_area"].unique()) > 1
    areas = rows[f"area_{lang}"] + words.say("mark.colon", lang) if several else ""
    heads = rows["target"] + " " + areas + rows[f"name_{lang}"]
    return (heads + "\n" + promises(rows, lang)).tolist()


def promises(rows: pd.DataFrame, lang: str) -> list[str]:
    """Promise and due year of each target: ``at least 97 % (due 2023)``."""
    return [
        words.say("figure.due", lang, promise=text, year=year)
        for text, year in zip(rows[f"promise_{lang}"], rows["due"], strict=True)
    ]


def span(first: Any, last: Any, lang: str) -> str:
    """Years from ``first`` to ``last``: ``2008–2021``, ``2008—2021``."""
    return str(first) if first == last else words.say("number.span", lang, low=first, high=last)


def outcome(rows: pd.DataFrame) -> pd.Series:
    """Verdict of each row of a gap table, or the reason why there is none."""
    return rows["reason"].where(rows["verdict"] == "undecided", rows["verdict"])


def outcome_name(code: str, lang: str) -> str:
    """A verdict, or the reason for none, in words."""
    return words.say(f"{'verdict' if code in canvas.VERDICT else 'reason'}.{code}", lang)


def verdicts(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Verdict of each row in words, with its reason where it has one."""
    said = rows["verdict"].map(words.said(rows["verdict"].unique(), "verdict", lang))
    colon = words.say("mark.colon", lang)
    why = {
        code: colon + text
        for code, text in words.said(set(rows["reason"]) - {""}, "reason", lang).items()
    }
    return said + rows["reason"].map({"": "", **why})


def counted(totals: pd.Series, lang: str) -> list[str]:
    """How many targets, and how many by outcome (the index of ``totals``), the most first."""
    ordered = totals[totals > 0].sort_values(ascending=False, kind="stable")
    return [words.say("figure.targets", lang, n=int(totals.sum()))] + [
        words.say("figure.count", lang, what=outcome_name(str(code), lang), n=int(n))
        for code, n in ordered.items()
    ]


def by_own(n: int, lang: str) -> list[str]:
    """How many targets own figures judge, where they judge any."""
    return [words.say("figure.judged_by_own", lang, n=n)] if n else []


def own_mark(share: float, lang: str) -> str:
    """Words beside figures of which ``share`` are own: all, some; none where no figure is."""
    if not share > 0:
        return ""
    return words.say("figure.own" if share == 1 else "figure.with_own", lang)


def marker_note(verdicts: pd.Series, lang: str) -> str:
    """What the markers of the verdicts there are mean; empty where there is none."""
    there = [
        words.say(f"figure.marker_{verdict}", lang)
        for verdict in ("met", "missed", "undecided")
        if verdict in set(verdicts)
    ]
    text = words.say("mark.comma", lang).join(there)
    return words.sentence(text) + words.say("mark.end", lang) if there else ""


def several(codes: pd.Series) -> str:
    """Source codes as one cell."""
    return SEVERAL.join(code for code in codes.dropna().unique() if code)


def sources(*codes: pd.Series, lang: str, most: int = 4) -> str:
    """Sources of a figure by their publishers: at most ``most`` names, then how many more.

    Codes that ``data/sources.csv`` does not hold are sources of own figures, named as such.
    """
    every = pd.concat(codes).dropna().str.split(SEVERAL, regex=False).explode()
    held = tables.sources().set_index("source")
    unnamed = held["publisher"].str.startswith("original publisher not stated")
    publisher = held["publisher"].mask(unnamed, held["title"])
    own = every[~every.isin(publisher.index) & (every != "")]
    public = publisher.loc[[code for code in every.unique() if code in publisher.index]].unique()
    short = [name.split(" ")[0] if _is_chinese(name) else name for name in public]
    lists = {"figure.sources": _first(short, lang, most)}
    lists["figure.own_sources"] = _first(list(own.str.slice(0, 60)), lang, 1)
    parts = [words.say(key, lang, names=text) for key, text in lists.items() if text]
    text = words.say("mark.semicolon", lang).join(parts)
    return words.sentence(text) + words.say("mark.end", lang) if parts else ""


def conflicts(both: pd.DataFrame, lang: str) -> list[str]:
    """Own figures that differ from the published ones, in words.

    ``both`` as from :func:`plangaps.observed.conflicts`.
    """
    titles = tables.sources().set_index("source")["title"]
    rows = both.assign(
        area=tables.names(both["ref_area"], "area", lang),
        name=tables.names(both["indicator"], "indicator", lang),
        basis=tables.names(both["basis"], "basis", lang),
        source=both["published_source"].map(titles),
    )
    return [
        words.say(
            "figure.conflict",
            lang,
            area=row["area"],
            name=with_basis(row["name"], row["basis"], lang),
            period=row["time_period"],
            source=row["source"],
            own=_exact(row["own_value"], row["unit_measure"], row["own_bound"], lang),
            published=_exact(
                row["published_value"], row["unit_measure"], row["published_bound"], lang
            ),
        )
        for row in rows.to_dict("records")
    ]


def with_basis(name: str, basis: str, lang: str) -> str:
    """A name with the definition behind it, where there is one: ``Guizhou (88 county seats)``."""
    return words.say("figure.with_basis", lang, name=name, basis=basis) if basis else name


def _exact(value: float, unit: str, bound: str, lang: str) -> str:
    """A value to its last digit, so that two that differ look different."""
    figure = f"{value:,.15g} " if lang == "en" else f"{value:.15g}"
    return bounded(figure + words.say(f"unit.{unit}", lang), bound, lang)


def _first(texts: Iterable[str], lang: str, most: int) -> str:
    """At most ``most`` names, then how many more."""
    every = list(dict.fromkeys(texts))
    rest = len(every) - most
    more = words.say("figure.more", lang, rest=rest, n=len(every)) if rest > 0 else ""
    return words.listed(every[:most], lang) + more


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
