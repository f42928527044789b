"""Targets shown where they stand in their text."""

from __future__ import annotations

from html import escape

import pandas as pd

_PAGE = "white-space:pre-wrap;line-height:1.9;max-width:46em"
_MARK = "background:#ffe9a8;padding:1px 2px"


def marked(text: str, targets: pd.DataFrame) -> str:
    """The text as HTML with the wording of each target marked and its row numbers behind it.

    ``targets`` has the columns of ``read_targets`` for this text; wordings that overlap (a list of
    figures, a name that goes on) make one mark. The figure read is shown when pointing at it.
    """
    parts, end = [], 0
    for start, stop, rows in _spans(targets):
        read = "; ".join(_label(targets.loc[row]) for row in rows)
        numbers = ",".join(map(str, rows))
        parts.append(escape(text[end:start]))
        parts.append(
            f'<mark style="{_MARK}" title="{escape(read)}">{escape(text[start:stop])}'
            f"<sub>{numbers}</sub></mark>"
        )
        end = stop
    parts.append(escape(text[end:]))
    return f'<div style="{_PAGE}">{"".join(parts)}</div>'


def _spans(targets: pd.DataFrame) -> list[tuple[int, int, list]]:
    """Overlapping wordings joined: start, end and the rows of each."""
    ordered = targets.sort_values("start", kind="stable")
    reach = ordered["end"].cummax().shift(fill_value=0)
    group = (ordered["start"] >= reach).cumsum()
    return [
        (int(rows["start"].min()), int(rows["end"].max()), list(rows.index))
        for _, rows in ordered.groupby(group)
    ]


def _label(target: pd.Series) -> str:
    high = f" to {target['value_high']:g}" if pd.notna(target["value_high"]) else ""
    figure = f"{target['comparator']} {target['value']:g}{high} {target['unit']}"
    return f"{target['indicator_zh']}: {figure}"
