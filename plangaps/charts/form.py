"""What a chart form is: numbers computed once, drawn and told in either language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from plangaps import words
from plangaps.charts import canvas
from plangaps.charts.caption import Told


@dataclass(frozen=True)
class Form:
    """One chart form.

    ``numbers`` takes frames and returns everything that the figure shows as one frame (values in
    the base unit, codes, names in both languages), ``tell`` says it, ``paint`` draws it under what
    is told. Calling the form does all three.
    """

    name: str
    numbers: Callable[..., pd.DataFrame]
    paint: Callable[[pd.DataFrame, Told, str], Figure]
    tell: Callable[[pd.DataFrame, str], Told]

    def __call__(
        self, *frames: Any, lang: str = "en", title: str | None = None, **more: Any
    ) -> Figure:
        """The figure of ``frames``, which are what :attr:`numbers` takes."""
        return self.draw(self.numbers(*frames, **more), lang, title)

    def draw(self, numbers: pd.DataFrame, lang: str = "en", title: str | None = None) -> Figure:
        """The figure of ``numbers``, closed; ``title`` in place of the one that is told.

        A user's own matplotlib style neither changes it nor is changed. Raises ValueError for
        another language than 'en' and 'zh'.
        """
        if lang not in words.LANGUAGES:
            raise ValueError(f"lang: found {lang!r}; allowed: 'en' or 'zh'.")
        said = self.tell(numbers, lang)
        with canvas.house_style():
            figure = self.paint(numbers, said._replace(title=title or said.title), lang)
            figure.draw_without_rendering()  # ticks are made here, in this style
            plt.close(figure)
        return figure
