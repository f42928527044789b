"""By how much promises in per cent were passed: outcome less target, around zero."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from plangaps import frames, words
from plangaps.charts import audit, canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.record import rates

# Bins are a tenth of a point, to which nearly all outcomes are printed, with the tenth in their
# middle: zero is a bin of its own.
_REACH = 3.0
_EDGES = np.arange(-_REACH - 0.05, _REACH + 0.1, 0.1)
_PANEL = 1.15  # inches


@frames.takes(
    rows=frames.needs("points", "report", period=rates.PERIODS.values()), right=audit.RIGHT
)
def numbers(rows: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Judged rows by ``period`` and gap in ``points`` (tenths): ``count``, ``share`` of the period.

    ``rows`` as from :func:`plangaps.record.passed_by`, ``right`` as from
    :func:`plangaps.record.share_right`. Beside them ``rows`` and ``reports`` of the period, of
    which the rows beyond three points either way are shown by none of its bins, and what the audit
    counts. Raises ValueError for no rows.
    """
    phrases.need_rows(rows, "rows")
    order = list(rates.PERIODS.values())
    held = rows.assign(place=rows["period"].map(order.index))
    of_period = held.groupby("place").agg(rows=("points", "size"), reports=("report", "nunique"))
    out = held.groupby(["place", "period", "points"]).size().rename("count").reset_index()
    out = out.merge(of_period.reset_index(), on="place", validate="m:1").drop(columns="place")
    return audit.beside(out.assign(share=out["count"] / out["rows"]), right)


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A histogram a period, each a share of its own rows."""
    periods = list(dict.fromkeys(numbers["period"]))
    room: dict[str, Any] = {"left": 0.8, "above": 0.3, "below": 0.5}
    body = _PANEL * len(periods) + 0.3 * (len(periods) - 1)
    figure, axes = canvas.sheet(told, body, grid=(len(periods), 1), gap=(0, 0.3), **room)
    for ax, period in zip(axes, periods, strict=True):
        one = numbers[numbers["period"] == period]
        near = one[one["points"].abs() <= _REACH]
        bins: dict[str, Any] = {"bins": list(_EDGES), "weights": 100 * near["share"]}
        sns.histplot(x=near["points"], ax=ax, color=canvas.SERIES[0], edgecolor="white", **bins)
        ax.axvline(0, color=canvas.VERDICT["missed"][1], lw=1, ls="--")
        sizes = {name: f"{one[name].iloc[0]:,}" for name in ("rows", "reports")}
        text = words.say("passed_by.panel", lang, period=_period(period, lang), **sizes)
        ax.set_title(text, size=8.5, loc="left", pad=3)
        ax.set(xlabel="", ylabel="", xlim=(-_REACH - 0.1, _REACH + 0.1))
        ax.tick_params(labelbottom=ax is axes[-1])
    axes[-1].set_xlabel(words.say("passed_by.axis", lang))
    axes[len(axes) // 2].set_ylabel(words.say("passed_by.share", lang))
    return figure


def _period(code: str, lang: str) -> str:
    return words.say(f"passed_by.period.{code}", lang)


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """Whether outcomes pile up at the target: how many lie on it, just above, just below."""
    points, count = numbers["points"], numbers["count"]
    every = int(count.sum())
    places = {
        "at": points.abs() < 0.05,
        "above": points.between(0.05, 0.55),
        "below": points.between(-0.55, -0.05),
        "far": points.abs() > _REACH + 0.05,
    }
    held = {name: int(count[where].sum()) for name, where in places.items()}
    said = {name: f"{n:,}" for name, n in held.items()}
    more = held["above"] > held["below"]
    title = words.say(f"passed_by.{'title' if more else 'even'}", lang, n=f"{every:,}", **said)
    facts = [words.say("passed_by.facts", lang, n=f"{every:,}", **said)]
    for period, one in numbers.groupby("period", sort=False):
        on = 100 * one.loc[one["points"].abs() < 0.05, "share"].sum()
        less = 100 * one.loc[one["points"] < -0.05, "share"].sum()
        facts.append(words.say("passed_by.fact", lang, period=_period(str(period), lang),
                               at=f"{on:.0f}", less=f"{less:.0f}"))  # fmt: skip
    notes = [words.say("passed_by.note", lang), *audit.notes(numbers, lang, ("judged",))]
    return told("passed_by", title, facts, notes, words.say("record_rates.source", lang), lang)


passed_by = Form("passed_by", numbers, draw, tell)
