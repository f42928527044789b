"""Pages from templates: one site in each language, every text that comes from data escaped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import plan_targets
from plangaps import words

# Pages of the menu, in their order: template, and the text of words.toml that names each.
MENU = ["index", "targets", "figures", "record", "search", "notebooks", "methods", "data", "papers"]


@dataclass(frozen=True)
class Site:
    """The site in one language; ``until`` is the latest year of a published figure."""

    lang: str
    until: int

    def page(self, template: str, path: str, **values: Any) -> bytes:
        """A page for ``path`` (within the language's folder) from a template of this package."""
        root = "../" * (path.count("/") + 1)
        other = {"en": "zh", "zh": "en"}[self.lang]
        places = {
            "root": root,
            "home": "../" * path.count("/"),
            "path": path,
            "other": other,
            "other_name": words.say("site.language", other),
        }
        shared = {"lang": self.lang, "menu": MENU, "until": self.until, "say": self.say}
        shared["version"] = plan_targets.__version__
        page = self._pages.get_template(f"{template}.html")
        return page.render(**places, **shared, **values).encode()

    def say(self, key: str, **values: Any) -> str:
        """A text of the site."""
        return words.say(f"site.{key}", self.lang, **values)

    @cached_property
    def _pages(self) -> Environment:
        pages = Environment(
            loader=PackageLoader("plangaps.site"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        pages.filters["grid"] = grid
        return pages


def grid(frame: pd.DataFrame, caption: str) -> Markup:
    """A frame as a table with a caption, that scrolls within a narrow page."""
    head = Markup("").join(Markup("<th scope=col>{}</th>").format(name) for name in frame)
    rows = [
        Markup("<tr>{}</tr>").format(Markup("").join(_cell(value) for value in row))
        for row in frame.itertuples(index=False, name=None)
    ]
    return Markup(
        '<div class=scroll role=region tabindex=0 aria-label="{0}"><table><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, head, Markup("").join(rows))


def _cell(value: Any) -> Markup:
    kind = " class=number" if isinstance(value, int | float) else ""
    return Markup("<td{}>{}</td>").format(Markup(kind), value)
