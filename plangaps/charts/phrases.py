"""What several forms say alike: promises, figures, verdicts, own figures, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from plangaps import citing, frames, gaps, tables, words
from plangaps.charts import canvas
from plangaps.matching import ASKED

# What a form needs of targets, beside what is matched and judged, and of observations.
TARGETS = frames.needs(
    *ASKED, *gaps.PROMISED, "unit_measure", "printed", "name_en", "name_zh", "source"
)
DRAWN = ["year", "unit_measure", "own", "source"]

# Between the codes in a cell that names several sources.
SEVERAL = " | "
_MOST_AREAS = 3


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with the names of its areas, ``area_en`` and ``area_zh``."""
    areas = frame["ref_area"]
    return frame.assign(**{f"area_{c}": tables.names(areas, "area", c) for c in words.LANGUAGES})


def promised(targets: pd.DataFrame) -> pd.DataFrame:
    """``targets`` with names, and what they promise in words, ``promise_en``, ``promise_zh``."""
    rows = targets.to_dict("records")
    said = {f"promise_{c}": [words.promise(row, c) for row in rows] for c in words.LANGUAGES}
    return named(targets).assign(**said)


def need_rows(frame: pd.DataFrame, name: str) -> None:
    """ValueError for a frame ``name`` without rows."""
    if frame.empty:
        raise tables.TableError(f"{name}: found no rows; at least one is needed for a figure.")


def observed(value: float, unit: str, bound: str, lang: str) -> str:
    """What was measured, as the source bounds it: ``more than 27 million yuan``."""
    return bounded(words.number(value, unit, lang), bound, lang)


def bounded(text: str, bound: str, lang: str) -> str:
    """A number in words with what its source says of it: more than, less than, about."""
    return words.say(f"bound.{bound}", lang, n=text) if bound else text


def targets(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Number, name, promise and due year of each target; areas where there are several."""
    several = len(rows["ref_area"].unique()) > 1
    areas = rows[f"area_{lang}"] + words.say("mark.colon", lang) if several else ""
    return rows["target"] + " " + areas + rows[f"name_{lang}"] + "\n" + promises(rows, lang)


def promises(rows: pd.DataFrame, lang: str) -> list[str]:
    """Promise and due year of each target: ``at least 97 % (due 2023)``."""
    pairs = zip(rows[f"promise_{lang}"], rows["due"], strict=True)
    return [words.say("figure.due", lang, promise=text, year=year) for text, year in pairs]


def span(first: Any, last: Any, lang: str) -> str:
    """Years from ``first`` to ``last``: ``2008–2021``, ``2008—2021``."""
    return str(first) if first == last else words.say("number.span", lang, low=first, high=last)


def nearest(rows: pd.DataFrame, lang: str) -> pd.Series:
    """The figure that judges, or a part or bound of the target's own, else the context, as place,
    period and value; empty without one. ``rows`` as gap bars have them."""
    own = rows["obs_value"].notna()
    held = [(f"area_{lang}", f"context_area_{lang}"), ("time_period", "context_time_period"),
            ("obs_value", "context_value"), ("bound", "context_bound")]  # fmt: skip
    place, period, value, bound = (rows[mine].where(own, rows[near]) for mine, near in held)
    spans = [span(p.partition("/")[0], p.rpartition("/")[2], lang) for p in period]
    cells = [
        words.say("report.measured", lang, area=a, period=p, value=observed(v, u, b, lang))
        if pd.notna(v)
        else ""
        for a, p, v, u, b in zip(place, spans, value, rows["unit_measure"], bound, strict=True)
    ]
    return pd.Series(cells, rows.index, dtype="str")


def selection(rows: pd.DataFrame, lang: str) -> str:
    """Whose targets ``rows`` are and for which years: ``China, 2005–2026``."""
    areas = rows[f"area_{lang}"].drop_duplicates()
    area = words.listed(areas, lang)
    if len(areas) > _MOST_AREAS:
        area = words.say("figure.areas", lang, n=len(areas))
    years = span(rows["due"].min(), rows["due"].max(), lang)
    return words.say("figure.selection", lang, area=area, years=years)


def outcome(rows: pd.DataFrame) -> pd.Series:
    """Verdict of each row of a gap table, or the reason why there is none."""
    return rows["reason"].where(rows["verdict"] == "undecided", rows["verdict"])


def outcome_name(code: str, lang: str) -> str:
    """A verdict, or the reason for none, in words."""
    return words.say(f"{'verdict' if code in canvas.VERDICT else 'reason'}.{code}", lang)


def verdicts(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Verdict of each row in words, with its reason where it has one."""
    colon = words.say("mark.colon", lang)
    why = (colon + coded(rows["reason"], "reason", lang)).where(rows["reason"] != "", "")
    return coded(rows["verdict"], "verdict", lang) + why


def rule_name(rule: str, lang: str) -> str:
    """The name of a published rule."""
    return words.say(f"rule.{rule}", lang)


def coded(codes: pd.Series, group: str, lang: str) -> pd.Series:
    """Codes in the words of a ``group`` of words.toml; empty for one that has none there."""
    codes, texts = codes.astype("str"), words.table()
    keys = {code: f"{group}.{code}" for code in codes.unique()}
    held = {c: words.say(key, lang, n="").strip() for c, key in keys.items() if key in texts}
    return codes.map({**dict.fromkeys(keys, ""), **held}).astype("str")


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


def own_marks(own: pd.Series, lang: str) -> pd.Series:
    """Words beside each row whose figure is own, nothing beside the others."""
    return own.map({True: words.say("figure.own", lang), False: ""})


def marker_note(verdicts: pd.Series, lang: str) -> str:
    """What the markers of the verdicts there are mean; empty where there is none."""
    there = [v for v in ("met", "missed", "undecided") if v in set(verdicts)]
    markers = words.said((f"marker_{verdict}" for verdict in there), "figure", lang)
    return _sentence(words.say("mark.comma", lang).join(markers.values()), lang)


def several(codes: pd.Series) -> str:
    """Source codes as one cell."""
    return SEVERAL.join(code for code in codes.dropna().unique() if code)


def sources(*codes: pd.Series, lang: str, most: int = 4) -> str:
    """Sources of a figure by the bodies that issued them: at most ``most`` names, then how many
    more; how many documents were read in reprints, and how many name no issuing body.

    Codes that ``data/sources.csv`` does not hold are sources of own figures, named as such.
    """
    every = pd.concat(codes).dropna().str.split(SEVERAL, regex=False).explode()
    every = every[every != ""].drop_duplicates()
    held = tables.sources().set_index("source")
    documents = held.reindex(every[every.isin(held.index)])
    named = (documents["issuer"] != "") & ~documents["kind"].isin(citing.WEAK)
    reprints, unnamed = int((documents["kind"] == "reprint").sum()), int((~named).sum())
    lists = {
        "figure.sources": _first(documents.loc[named, "issuer"], lang, most),
        "figure.own_sources": _first(every[~every.isin(held.index)].str.slice(0, 60), lang, 1),
    }
    parts = [words.say(key, lang, names=text) for key, text in lists.items() if text]
    if reprints:
        parts.insert(1, words.say("figure.reprints", lang, k=reprints, n=len(documents)))
    if unnamed:
        parts.insert(-1 if len(every) > len(documents) else len(parts),
                     words.say("figure.unnamed", lang, n=unnamed))  # fmt: skip
    return _sentence(words.say("mark.semicolon", lang).join(parts), lang)


def conflicts(both: pd.DataFrame, lang: str) -> list[str]:
    """Own figures that differ from the published ones, in words.

    ``both`` as from :func:`plangaps.observed.conflicts`.
    """
    columns = {"ref_area": "area", "indicator": "indicator", "basis": "basis"}
    rows = both.assign(**{c: tables.names(both[c], table, lang) for c, table in columns.items()})
    rows = rows.assign(published_source=citing.titles(both["published_source"], lang))
    return [
        words.say(
            "figure.conflict",
            lang,
            area=row["ref_area"],
            name=with_basis(row["indicator"], row["basis"], lang),
            period=row["time_period"],
            source=row["published_source"],
            **{side: _exact(row, side, lang) for side in ("own", "published")},
        )
        for row in rows.to_dict("records")
    ]


def with_basis(name: str, basis: str, lang: str) -> str:
    """A name with the definition behind it, where there is one: ``Guizhou (88 county seats)``."""
    return words.say("figure.with_basis", lang, name=name, basis=basis) if basis else name


def _exact(row: dict, side: str, lang: str) -> str:
    """A value to its last digit, so that two that differ look different."""
    value, unit = row[f"{side}_value"], words.say(f"unit.{row['unit_measure']}", lang)
    figure = f"{value:,.15g} {unit}" if lang == "en" else f"{value:.15g}{unit}"
    return bounded(figure, row[f"{side}_bound"], lang)


def _first(texts: Iterable[str], lang: str, most: int) -> str:
    """At most ``most`` names, then how many more."""
    every = list(dict.fromkeys(texts))
    rest = len(every) - most
    more = words.say("figure.more", lang, rest=rest, n=len(every)) if rest > 0 else ""
    return words.listed(every[:most], lang) + more


def _sentence(text: str, lang: str) -> str:
    return words.sentence(text) + words.say("mark.end", lang) if text else ""
