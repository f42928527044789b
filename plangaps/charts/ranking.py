"""How high the bar was set: one target among other plans' targets and what was reached."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from plangaps import frames, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.matching import HELD

_COLUMNS = [
    "rank", "what", "is_this", "own", "area_en", "area_zh", "ref_area", "name_en", "name_zh",
    "basis", "year", "value", "value_high", "unit_measure", "printed", "comparator", "bound",
    "obs_status", "source",
]  # fmt: skip


@frames.takes(
    target=phrases.TARGETS,
    peers=phrases.TARGETS,
    observations=frames.needs(*HELD, *phrases.DRAWN),
)
def numbers(target: pd.Series, peers: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """One target, the same indicator's targets of other plans and yearly outcomes, highest first.

    ``target`` one row of :func:`plan_targets.targets`; ``peers`` more rows of it; ``observations``
    in the form of :func:`plangaps.observed.read_series`. Rows of other indicators are passed over.
    Out: ``rank``, ``what`` (target or observed), ``is_this`` for the one asked about, and the row's
    value and what its source says of it. Raises ValueError where nothing is left to compare with.
    """
    plans = pd.concat([target.to_frame().T.infer_objects(), peers], ignore_index=True)
    plans = plans[plans["indicator"] == target["indicator"]].drop_duplicates(["plan", "target"])
    plans = plans.assign(what="target", year=plans["due"], bound="", obs_status="A", own=False)
    plans["is_this"] = plans.index == 0
    known = observations[observations["indicator"] == target["indicator"]]
    known = known[known["year"].notna() & (known["obs_status"] != "U")]
    if len(plans) + len(known) < 2:
        raise tables.TableError(
            f"peers, observations: found no row of the indicator {target['indicator']}; "
            "at least one is needed."
        )
    ends = known.rename(columns={"obs_value": "value"}).assign(what="observed", is_this=False)
    ends = ends.assign(comparator="", printed="", value_high=None)
    rows = pd.concat([plans, ends.astype({"value_high": float})], ignore_index=True)
    rows = rows.assign(name_en=target["name_en"], name_zh=target["name_zh"])
    rows = rows.sort_values(["value", "year"], ascending=[False, True], kind="stable")
    rows = rows.assign(rank=range(1, len(rows) + 1), unit_measure=target["unit_measure"])
    return phrases.named(rows).reset_index(drop=True)[_COLUMNS]


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A diamond a target, a circle an outcome, what it says beside it."""
    labels = [canvas.wrap(label, 4.6, 8) for label in _labels(numbers, lang)]
    says = _says(numbers, lang)
    left = min(canvas.inches(labels, 8) + 0.3, 4.8)
    right = canvas.inches(says, 8) + 0.25
    figure, (ax,) = canvas.sheet(told, 0.235 * len(numbers), left=left, right=right)
    canvas.rows(ax, labels, 4.6)
    unit = numbers["unit_measure"].iloc[0]
    ax.set_xlabel(canvas.quantities(ax.xaxis, numbers["value"], unit, lang))
    ax.grid(True, axis="both")
    for y, (row, text) in enumerate(zip(numbers.to_dict("records"), says, strict=True)):
        target = row["what"] == "target"
        colour = canvas.GREY if target else canvas.SERIES[0]
        colour = canvas.TARGET if row["is_this"] else colour
        exact = target or (row["bound"] == "" and row["obs_status"] in ("A", "B"))
        face = colour if exact else "white"
        marker, size = "D" if target else "o", 8 if row["is_this"] else 6
        ax.plot(row["value"], y, marker, color=colour, mfc=face, ms=size)
        ax.text(1.02, y, text, transform=ax.get_yaxis_transform(), va="center", size=8)
    asked = numbers.loc[numbers["is_this"], "value"].iloc[0]
    ax.axvline(asked, color=canvas.INK, lw=0.8, ls=":")
    return figure


def _labels(numbers: pd.DataFrame, lang: str) -> pd.Series:
    """Area, target or outcome, year, definition, and whether the figure is own."""
    kinds = {what: words.say(f"ambition.{what}", lang, year="{}") for what in numbers["what"]}
    years = [kinds[w].format(y) for w, y in zip(numbers["what"], numbers["year"], strict=True)]
    basis = tables.names(numbers["basis"], "basis", lang)
    gap = ", " if lang == "en" else ""
    names = numbers[f"area_{lang}"] + gap + years
    basis = (words.say("mark.comma", lang) + basis).where(basis != "", "")
    return names + basis + phrases.own_marks(numbers["own"], lang)


def _says(numbers: pd.DataFrame, lang: str) -> list[str]:
    """What each row promises, or what was measured."""
    return [
        words.promise(row, lang)
        if row["what"] == "target"
        else phrases.observed(row["value"], row["unit_measure"], row["bound"], lang)
        for row in numbers.to_dict("records")
    ]


def _around(numbers: pd.DataFrame, this: pd.Series) -> dict[str, int]:
    """How many other targets and outcomes lie above and below the one asked about."""
    others = numbers.loc[~numbers["is_this"], "value"]
    return {"above": int((others > this["value"]).sum()),
            "below": int((others < this["value"]).sum()), "n": len(others)}  # fmt: skip


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """Which rank the target asked about has among all."""
    this = numbers[numbers["is_this"]].iloc[0]
    title = words.say(
        "ambition.title", lang, name=this[f"name_{lang}"], area=this[f"area_{lang}"],
        year=this["year"], promise=words.promise(this, lang), **_around(numbers, this),
    )  # fmt: skip
    ends = {"value": this["value"], "low": numbers["value"].min(), "high": numbers["value"].max()}
    ends = {k: words.number(v, this["unit_measure"], lang) for k, v in ends.items()}
    facts = [words.say("ambition.rank", lang, rank=this["rank"], n=len(numbers), **ends)]
    own = int(numbers["own"].sum())
    facts += [words.say("ambition.own", lang, n=own)] if own else []
    notes = [words.say("ambition.note", lang)]
    sources = phrases.sources(numbers["source"], lang=lang)
    return told("ambition", title, facts, notes, sources, lang)


ambition = Form("ambition", numbers, draw, tell)
