"""The words of work reports: ``lexicon.toml``, and patterns made from its groups."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_GROUPS = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8"))


def groups(table: str) -> dict[str, list[str]]:
    """Groups of words in one table of the lexicon: ``groups("units")["area"]``."""
    return {name: listed.split() for name, listed in _GROUPS[table].items()}


def any_of(table: str, *names: str) -> str:
    """Pattern for any word of the groups named (of all groups of the table if none is)."""
    chosen = groups(table)
    listed = {word for name in names or chosen for word in chosen[name]}
    return "(?:" + "|".join(map(re.escape, sorted(listed, key=len, reverse=True))) + ")"
