"""What became of the promises of the record, by level, theme, decade, comparator or hedge."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plangaps import frames, tables, words
from plangaps.charts import audit, canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.record import rates

# Neighbours are told apart by the hatch, without colour too.
_LOOKS = {
    "kept": (canvas.VERDICT["met"][1], ""),
    "missed": (canvas.VERDICT["missed"][1], "xx"),
    "words": ("#9dc3e0", "//"),
    "silent": ("#f0d9a0", ".."),
    "unclear": ("#ececec", ""),
}
_ORDERS = {
    "level": ["nation", "province", "prefecture", "county"],
    "theme": ["environment", "employment", "rural_revitalisation", "investment", "economy", "none"],
    "comparator": ["at_least", "at_most", "between", "about", "stated"],
    "hedge": ["none", "strive", "maintain"],
}


@frames.takes(rows=frames.needs("report", state=rates.STATES), right=audit.RIGHT)
def numbers(rows: pd.DataFrame, by: str, right: pd.DataFrame) -> pd.DataFrame:
    """Shares of each state by ``by``: kept, missed, words, silent, unclear.

    ``rows`` as from :func:`plangaps.record.grouped`; ``by``: level, theme, decade, comparator,
    hedge or indicator; ``right`` as from :func:`plangaps.record.share_right`. Out, one row a group
    and state: ``by``, ``group``, ``state``, ``count``, ``rows`` and ``reports`` of the group,
    ``share`` with ``low`` and ``high``; ``judged``, ``kept``, ``kept_low``, ``kept_high`` of the
    group; what the audit counts. Raises ValueError for no rows.
    """
    tables.need(rows, [by], "rows")
    phrases.need_rows(rows, "rows")
    found = rates.shares(rows, by)
    of_judged = rates.kept(rows, by)[[by, "rows", "share", "low", "high"]]
    of_judged = of_judged.set_axis([by, "judged", "kept", "kept_low", "kept_high"], axis="columns")
    found = found.merge(of_judged, how="left", on=by, validate="m:1")
    order = _ORDERS.get(by) or sorted(found[by].unique())
    for group in found[by].unique() if by in _ORDERS else ():
        tables.one_of(by, group, order)
    ranked = found.assign(group=pd.Categorical(found[by], order)).dropna(subset="group")
    ranked["state"] = pd.Categorical(ranked["state"], rates.STATES)
    ranked = ranked.sort_values(["group", "state"]).astype({"group": "str", "state": "str"})
    ranked = ranked.drop(columns=[by] if by != "group" else [])
    return audit.beside(ranked.assign(by=by, judged=ranked["judged"].fillna(0)), right)


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """Left, all promises of each group as a stacked bar; right, the share kept of the judged."""
    groups = numbers.drop_duplicates("group").reset_index(drop=True)
    names = group_names(groups, lang)
    names = [f"{name} ({n:,})" for name, n in zip(names, groups["rows"], strict=True)]
    left = min(canvas.inches(names, 8) + 0.3, 2.6)
    room: dict[str, Any] = {"left": left, "above": 0.5, "below": 0.5}
    body = max(0.42 * len(groups), 0.9) if len(groups) < 10 else 0.26 * len(groups)
    figure, (bars, dots) = canvas.sheet(told, body, grid=(1, 2), gap=(0.3, 0), **room)
    _stack(bars, numbers, list(groups["group"]), lang)
    _dots(dots, groups, lang)
    canvas.rows(bars, names, left - 0.2)
    canvas.rows(dots, [""] * len(names), 0)
    dots.grid(True, axis="x")
    return figure


def _stack(ax: Axes, numbers: pd.DataFrame, groups: list[str], lang: str) -> None:
    shares = numbers.pivot_table("share", "group", "state", fill_value=0).loc[groups]
    start = 0 * shares.iloc[:, 0]
    for state in (s for s in rates.STATES if s in shares):
        width, (colour, hatch) = 100 * shares[state], _LOOKS[state]
        name = words.say(f"record_rates.state.{state}", lang)
        look: dict[str, Any] = {
            "color": colour,
            "hatch": hatch,
            "edgecolor": "#8a8a8a",
            "linewidth": 0.6,
        }
        look |= {"linewidth": 0.6, "left": start, "height": 0.62, "label": name}
        bars = ax.barh(range(len(shares)), width, **look)
        marks = [f"{x:.0f}" if x >= 6 else "" for x in width]
        ink = "white" if state in ("kept", "missed") else canvas.INK
        box = {"fc": colour, "ec": "none", "pad": 1.2}
        ax.bar_label(bars, marks, label_type="center", size=8, color=ink, bbox=box)
        start = start + width
    ax.set(xlim=(0, 100))
    ax.set_xlabel(canvas.wrap(words.say("record_rates.axis", lang), 3.2, 9))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, frameon=False, fontsize=7.5,
              columnspacing=1.0, handlelength=1.4)  # fmt: skip


def _dots(ax: Axes, groups: pd.DataFrame, lang: str) -> None:
    there = groups[groups["judged"] > 0]
    colour = canvas.VERDICT["met"][1]
    ax.hlines(there.index, 100 * there["kept_low"], 100 * there["kept_high"], color=colour, lw=1.4)
    ax.plot(100 * there["kept"], there.index, "o", color=colour, ls="")
    ax.set(xlim=(0, 102))
    ax.set_xlabel(canvas.wrap(words.say("record_rates.judged", lang), 3.2, 9))


def group_names(groups: pd.DataFrame, lang: str) -> list[str]:
    """The name of each ``group`` of ``by``."""
    by, codes = groups["by"].iloc[0], groups["group"]
    if by == "indicator":
        return tables.names(codes, "indicator", lang).tolist()
    if by == "decade":
        return [words.say("record_rates.decade", lang, decade=code[:-1]) for code in codes]
    if by not in _ORDERS:
        return codes.tolist()
    group = by if by in ("level", "theme") else f"record_rates.{by}"
    keys = [f"{f'record_rates.{by}' if code == 'none' else group}.{code}" for code in codes]
    return [words.sentence(words.say(key, lang)) for key in keys]


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """How many of all promises have a verdict, are kept, and are never mentioned again."""
    groups = numbers.drop_duplicates("group")
    totals = numbers.groupby("state")["count"].sum().reindex(rates.STATES, fill_value=0)
    judged, every = int(totals["kept"] + totals["missed"]), int(totals.sum())
    values = {state: f"{100 * totals[state] / every:.0f}" for state in rates.STATES}
    of_judged = f"{100 * totals['kept'] / judged:.0f}" if judged else ""
    key = "title" if judged else "none"
    title = words.say(f"record_rates.{key}", lang, n=f"{every:,}", judged=f"{judged:,}",
                      kept=of_judged, silent=values["silent"])  # fmt: skip
    facts = [words.say("record_rates.facts", lang, n=f"{every:,}", **values)]
    facts += _of_judged(groups[groups["judged"] > 0], lang)
    notes = [words.say("record_rates.note", lang), *audit.notes(numbers, lang)]
    source = words.say("record_rates.source", lang)
    return told("record_rates", title, facts, notes, source, lang)


def _of_judged(groups: pd.DataFrame, lang: str) -> list[str]:
    """The share kept of each group, with its interval where several reports give one."""
    shares = 100 * groups[["kept", "kept_low", "kept_high"]]
    names = group_names(groups, lang) if len(groups) else []
    return [
        words.say(
            f"record_rates.{'alone' if pd.isna(low) else 'fact'}", lang,
            group=name, share=f"{share:.0f}", low=f"{low:.0f}", high=f"{high:.0f}",
        )
        for name, (share, low, high) in zip(names, shares.to_numpy(), strict=True)
    ]  # fmt: skip


record_rates = Form("record_rates", numbers, draw, tell)
