"""Web pages from templates; every text that comes from data is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from plangaps.charts import words
from plangaps.export import catalogue, readable

if TYPE_CHECKING:
    from plangaps.export.report import Report


def figure_index(index: pd.DataFrame, widths: Sequence[int], formats: Sequence[str]) -> bytes:
    """A page to browse the figures of ``index``, as from :func:`figures.write_figures`."""
    themes = {
        words.say(names, "en") + " · " + words.say(names, "zh"): index[index["theme"] == theme]
        for theme, names in catalogue.THEMES.items()
    }
    groups = {name: rows.to_dict("records") for name, rows in themes.items() if len(rows)}
    return render("figures.html", groups=groups, widths=widths, formats=formats)


def report(content: Report) -> bytes:
    """The report as one page that needs no other file and no network."""
    html_lang = {"en": "en", "zh": "zh-CN"}[content.lang]
    return render("report.html", report=content, html_lang=html_lang)


def render(template: str, **values: Any) -> bytes:
    """A template of this package filled in, as UTF-8."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("plangaps.export")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    pages.filters["base64"] = lambda data: b64encode(data).decode()
    pages.filters["written"] = readable.written
    return pages.get_template(template).render(**values).encode()
