"""What the library says of itself: the pages of ``docs`` and the reference from its docstrings."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any, NamedTuple

from plangaps import tables

FOLDER = tables.DATA.parent / "docs"

# Modules that users import, in the order in which they meet them.
PUBLIC = [
    "plan_targets", "plangaps.observed", "plangaps.gaps", "plangaps.matching", "plangaps.frames",
    "plangaps.charts", "plangaps.findings", "plangaps.rules", "plangaps.trajectories",
    "plangaps.predictive", "plangaps.record", "plangaps.reading", "plangaps.own",
    "plangaps.template", "plangaps.report", "plangaps.site",
]  # fmt: skip


_SCROLLS = {
    "<table>": '<div class="scroll" tabindex="0"><table>',
    "</table>": "</table></div>",
    "<pre>": '<pre tabindex="0">',
}


class Paper(NamedTuple):
    """``name`` of the file, ``title`` (its first heading) and ``html``."""

    name: str
    title: str
    html: str


class Entry(NamedTuple):
    """A function or class of the reference: how it is called, and its docstring."""

    name: str
    call: str
    text: str


def every() -> list[Paper]:
    """The pages of ``docs``, by name; none where only the package is installed."""
    return [_read(path) for path in sorted(FOLDER.glob("*.md"))]


def reference() -> list[tuple[str, str, list[Entry]]]:
    """Each public module: its name, its docstring, and what it offers."""
    modules = {name: importlib.import_module(name) for name in PUBLIC}
    return [(name, inspect.getdoc(one) or "", _offered(one)) for name, one in modules.items()]


def _read(path: Any) -> Paper:
    from nbconvert.filters import markdown2html

    html = re.sub(r'href="([\w]+)\.md', r'href="\1.html', markdown2html(path.read_text("utf-8")))
    for tag, instead in _SCROLLS.items():
        html = html.replace(tag, instead)
    heading = re.search(r"<h1[^>]*>(.*?)(?:<a|</h1>)", html, re.S)
    return Paper(path.stem, heading[1].strip() if heading else path.stem, html)


def _offered(module: Any) -> list[Entry]:
    names = getattr(module, "__all__", None) or [
        name
        for name, one in vars(module).items()
        if not name.startswith("_") and getattr(one, "__module__", "") == module.__name__
    ]
    called = [(name, getattr(module, name)) for name in names]
    return [_entry(name, one) for name, one in called if callable(one)]


def _entry(name: str, one: Any) -> Entry:
    try:
        call = f"{name}{inspect.signature(one)}"
    except (TypeError, ValueError):
        call = name
    return Entry(name, call.replace("'", ""), inspect.getdoc(one) or "")
