"""Every sentence of the collection that says a number, computed from frames in both languages.

A finding is a sentence of ``words.toml`` (group ``finding``), the values that the frames give for
it, and a condition under which it may be said: where it is false another sentence is said, or none.

>>> from plangaps import findings
>>> findings.say("all_judged", findings.Held.read(), "zh")[:5]
'全部计划共'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plangaps import words
from plangaps.findings import (
    invested,
    national,
    nature,
    parents,
    plans,
    promises,
    ruled,
    rural,
    themes,
    tracks,
)
from plangaps.findings.held import Held
from plangaps.findings.said import FINDINGS, Said

if TYPE_CHECKING:
    from IPython.display import Markdown

__all__ = ["FINDINGS", "Held", "Said", "say", "show"]

# Each enters its findings.
_ROOMS = (plans, themes, nature, national, rural, invested, tracks, ruled, promises, parents)


def say(name: str, held: Held, lang: str) -> str:
    """The sentence of the finding ``name``, empty where it may not be said.

    Raises ValueError for a name that is no finding, or another language.
    """
    if name not in FINDINGS:
        raise ValueError(f"name: found {name!r}; allowed: {', '.join(FINDINGS)}.")
    (lang,), found = words.languages(lang), FINDINGS[name](held)
    return found.text(lang) if found else ""


def show(held: Held, *names: str, lang: str = "en") -> Markdown:
    """The sentences of several findings as one paragraph of a notebook."""
    from IPython.display import Markdown  # takes a while to import

    told = filter(None, (say(name, held, lang) for name in names))
    return Markdown((" " if lang == "en" else "").join(told))
