"""Captions and alternative texts, told from the numbers of the figure itself."""

from __future__ import annotations

import pandas as pd

from plangaps.charts import FORMS
from plangaps.charts.phrases import outcome, outcome_name

__all__ = ["alt", "outcome", "outcome_name", "shows"]


def shows(form: str, numbers: pd.DataFrame, lang: str) -> str:
    """What a figure shows, in numbers: sentences from the frame of :func:`frames.numbers`."""
    return FORMS[form].tell(numbers, lang).caption


def alt(form: str, title: str, numbers: pd.DataFrame, lang: str) -> str:
    """Alternative text: the kind of picture, its title, what it shows in numbers."""
    return FORMS[form].tell(numbers, lang)._replace(title=title).alt
