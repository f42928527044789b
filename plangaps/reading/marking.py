"""What was read, shown where it stands in its text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd

_PAGE = "white-space:pre-wrap;line-height:1.9;max-width:46em"
_MARK = "background:#ffe9a8;padding:1px 2px"
_HALF = "display:inline-block;vertical-align:top;width:48%;padding-right:1%"


def marked(text: str, targets: pd.DataFrame) -> str:
    """The text as HTML with the wording of each target marked and its row numbers behind it.

    ``targets`` has the columns of ``read_targets`` for this text; wordings that overlap (a list of
    figures, a name that goes on) make one mark. The figure read is shown when pointing at it.
    """
    figures = _figures(targets, "comparator")
    return f'<div style="{_PAGE}">{_marks(text, targets, figures, str)}</div>'


def marked_pair(before: str, after: str, pairs: pd.DataFrame) -> str:
    """Two reports as HTML side by side, each target's number leading to what came of it and back.

    ``pairs`` as from ``read_pair`` for these texts. A target of which ``after`` says nothing has a
    number that leads nowhere.
    """
    told = pairs.filter(like="outcome_").rename(columns=lambda name: name.removeprefix("outcome_"))
    told = told.assign(value_high=float("nan")).dropna(subset="start")
    answered = set(told.index)
    sides = [
        _marks(before, pairs, _figures(pairs, "comparator"), _link("t", "o", answered)),
        _marks(after, told, _figures(told, "bound"), _link("o", "t", answered)),
    ]
    halves = [f'<div style="{_PAGE};{_HALF}">{side}</div>' for side in sides]
    return "<div>" + "".join(halves) + "</div>"


def _link(here: str, there: str, answered: set) -> Callable[[object], str]:
    def number(row: object) -> str:
        place = f'<a id="{here}{row}" href="#{there}{row}">{row}</a>'
        return place if row in answered else str(row)

    return number


def _marks(text: str, rows: pd.DataFrame, labels: pd.Series, number: Callable) -> str:
    parts, end = [], 0
    for start, stop, group in _spans(rows):
        read = escape("; ".join(labels[group]))
        numbers = ",".join(map(number, group))
        parts.append(escape(text[end:start]))
        parts.append(
            f'<mark style="{_MARK}" title="{read}">{escape(text[start:stop])}'
            f"<sub>{numbers}</sub></mark>"
        )
        end = stop
    return "".join(parts) + escape(text[end:])


def _spans(rows: pd.DataFrame) -> list[tuple[int, int, list]]:
    """Overlapping wordings joined: start, end and the rows of each."""
    ordered = rows.sort_values("start", kind="stable")
    reach = ordered["end"].cummax().shift(fill_value=0)
    group = (ordered["start"] >= reach).cumsum()
    return [
        (int(rows["start"].min()), int(rows["end"].max()), list(rows.index))
        for _, rows in ordered.groupby(group)
    ]


def _figures(rows: pd.DataFrame, sign: str) -> pd.Series:
    """What was read, as it is shown when pointing at its mark."""
    value = rows["value"].map("{:g}".format).where(rows["value"].notna(), "")
    high = rows["value_high"].map(" to {:g}".format).where(rows["value_high"].notna(), "")
    bound = (rows[sign].fillna("") + " ").str.lstrip()
    said = rows["indicator_zh"].fillna("") + ": " + bound + value + high
    return (said + " " + rows["unit"].fillna("")).str.rstrip()
