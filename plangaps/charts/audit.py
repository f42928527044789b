"""What stands under every figure made from the record: how it was read, how often rightly."""

from __future__ import annotations

import pandas as pd

from plangaps import frames, words

_COUNTED = ["rows", "right", "share", "low", "high"]
_KINDS = ["judged", "silent"]

# What is needed of what the audit found.
RIGHT = frames.needs(*_COUNTED, kind=[*_KINDS, "target"])


def beside(numbers: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """``numbers`` with what the audit found of judged and silent rows, as columns.

    ``right`` as from :func:`plangaps.record.share_right`; empty cells where there is no audit.
    """
    of_kind = right.set_index("kind").reindex(_KINDS)[_COUNTED].astype("float64")
    columns = {
        f"{kind}_{name}": float(of_kind[name].loc[kind]) for kind in _KINDS for name in _COUNTED
    }
    return numbers.assign(**columns).reset_index(drop=True)


def notes(
    numbers: pd.DataFrame, lang: str, kinds: tuple[str, ...] = ("judged", "silent")
) -> list[str]:
    """Read by program, self-reported; the share right of each kind with its interval."""
    first = numbers.iloc[0]
    read = [kind for kind in kinds if first[f"{kind}_rows"] > 0]
    said = [
        words.say(
            f"audit.{kind}", lang, n=f"{first[f'{kind}_rows']:.0f}",
            **{name: f"{100 * first[f'{kind}_{name}']:.0f}" for name in ("share", "low", "high")},
        )
        for kind in read
    ]  # fmt: skip
    return [words.say("audit.read", lang), *(said or [words.say("audit.none", lang)])]
