"""What both halves of the page are made of: options, paragraphs, files to take away."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from typing import Any

import ipywidgets as widgets

from plangaps import words


def named(group: str, codes: Iterable[str], lang: str) -> list[tuple[str, str]]:
    """Codes of a group of words.toml as options, by their names."""
    return [(words.say(f"{group}.{code}", lang), code) for code in codes]


def offer(control: widgets.Dropdown, options: Iterable[tuple[str, Any]], first: Any = None) -> None:
    """New options; the value stays where it is still among them, else it is ``first``, or the first
    of them.

    Options that are there already are left alone: setting them would go through the first of them,
    and a page on which somebody chooses just then would lose that choice.
    """
    offered = tuple(options)
    if offered == tuple(control.options):
        return
    before, control.options = control.value, offered
    values = [value for _, value in offered]
    there = (value for value in (before, first, *values) if value in values)
    control.value = next(there, None)


def link(name: str, kind: str, content: bytes) -> str:
    """A file to take away, held in the page itself."""
    name, look = escape(name), "text-decoration: underline"
    return f'<a download="{name}" href="{data(kind, content)}" style="{look}">{name}</a>'


def data(kind: str, content: bytes) -> str:
    """Bytes as an address of the page itself."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def headed(key: str, text: str, lang: str) -> str:
    """A text behind its heading of the explorer."""
    return words.say(f"explorer.{key}", lang) + words.say("mark.colon", lang) + text


def paragraph(html: str) -> str:
    """HTML that is safe already, as a paragraph."""
    return f"<p>{html}</p>"


def paragraphs(lines: Iterable[str]) -> str:
    """Plain texts as paragraphs, escaped."""
    return "".join(paragraph(escape(line)) for line in lines)
