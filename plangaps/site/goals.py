"""A page for each target of the first plan: its verdict, its figure, what came of such promises."""

from __future__ import annotations

from typing import Any

import pandas as pd

import plan_targets
from plangaps import record, tables, words
from plangaps.charts import phrases
from plangaps.explorer import views
from plangaps.record import rates
from plangaps.report import Frames
from plangaps.report.drawing import PAGE, printed

_LOWER = ("county", "prefecture")  # what the promises of a county are set beside


def listed(frames: Frames) -> pd.DataFrame:
    """The gap table of the first plan."""
    return frames.table[frames.table["plan"] == plan_targets.FIRST_PLAN].reset_index(drop=True)


def elsewhere(targets: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """What became of promises of the same indicator in counties and cities, by target.

    ``rows``: of :func:`plangaps.record.pairs`.
    """
    areas = tables.areas().set_index("ref_area")["level"]
    lower = rows[rows["ref_area"].map(areas).isin(_LOWER)]
    return record.elsewhere(record.grouped(lower), targets).set_index("target")


def shown(target: str, frames: Frames, lang: str) -> dict[str, Any]:
    """What the page of a target shows: ``heading``, ``said`` by heading, ``svg``, ``alt``,
    ``numbers`` drawn.
    """
    choice = views.Choice(plan=plan_targets.FIRST_PLAN, target=target, lang=lang)
    seen = views.view(choice, frames)
    rows = frames.table[(frames.table["plan"] == choice.plan) & (frames.table["target"] == target)]
    return {
        "heading": tables.names(rows["indicator"], "indicator", lang).iloc[0],
        "promise": words.promise(rows.iloc[0], lang),
        "wording": rows["wording"].iloc[0],
        "verdict": phrases.verdicts(rows, lang).iloc[0],
        "said": {key: text for key, text in seen.said.items() if key in ("gap", "rule", "note")},
        "sources": seen.said["sources"],
        "svg": printed(seen.figure, "svg", PAGE),
        "alt": seen.alt,
        "numbers": seen.numbers,
    }


def kept(like: pd.Series, lang: str) -> str:
    """What became of promises of the same indicator, in a sentence."""
    counts = {state: int(like[state]) for state in rates.STATES}
    if not like["promises"]:
        return words.say("site.elsewhere.none", lang)
    key = "few" if pd.isna(like["kept_share"]) else "some"
    shares = {name: f"{100 * like[name]:.0f}" for name in ("kept_share", "low", "high")}
    return words.say(
        f"site.elsewhere.{key}", lang, n=int(like["promises"]), areas=int(like["areas"]),
        **counts, **shares,
    )  # fmt: skip
