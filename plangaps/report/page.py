"""Web pages from templates; every text that comes from data is escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import pandas as pd

from plangaps import words
from plangaps.report import about
from plangaps.report.content import Report
from plangaps.report.readable import written


def figures(index: pd.DataFrame, widths: Sequence[int], formats: Sequence[str]) -> bytes:
    """A page to browse the figures of ``index``, as from :func:`plangaps.report.write_figures`."""
    rows = {
        theme: index[index["theme"] == theme].to_dict("records")
        for theme in index["theme"].unique()
    }
    return _filled("figures.html", groups=rows, widths=widths, formats=formats, say=words.say)


def report(content: Report) -> bytes:
    """The report as one page that needs no other file and no network."""
    return _filled("report.html", report=content, date=about.date())


def _filled(template: str, **values: Any) -> bytes:
    """A template of this package with ``values``, as UTF-8."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("plangaps.report")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    pages.filters |= {"base64": lambda data: b64encode(data).decode(), "written": written}
    return pages.get_template(template).render(**values).encode()
