"""What every document says of itself: its state, how to cite it, its licence."""

from __future__ import annotations

import plan_targets
from plangaps import package, record, tables, words

_DAY = r"(\d{4}-\d\d-\d\d)"
_TEXTS = ["state", "cite", "licence"]


def date() -> str:
    """The day of the state of the data: no clock enters a document."""
    return package.about()["created"][:10]


def texts(lang: str) -> dict[str, str]:
    """Version and data cut-off (``state``), how to ``cite``, ``licence``, in one language."""
    held = {
        "title": words.say("report.title", lang),
        "version": plan_targets.__version__,
        "date": date(),
        "year": date()[:4],
        "until": tables.sources()["published"].str.extract(_DAY)[0].max(),
        "texts": record.reports()["year"].max(),
    }
    return {key: words.say(f"report.{key}", lang, **held) for key in _TEXTS}
