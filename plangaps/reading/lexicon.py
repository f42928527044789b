"""The words of work reports: ``lexicon.toml``, and patterns made from its groups."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

_GROUPS = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8"))


def groups(table: str) -> dict[str, list[str]]:
    """Groups of words in one table of the lexicon: ``groups("units")["area"]``."""
    return {name: listed.split() for name, listed in _GROUPS[table].items()}


def any_of(table: str, *names: str) -> str:
    """Pattern for any word of the groups named (of all groups of the table if none is)."""
    chosen = groups(table)
    return one_of(word for name in names or chosen for word in chosen[name])


def alike(more: Mapping[str, str]) -> dict[str, str]:
    """The word that stands for each one of the table ``alike``, and of ``more`` such words."""
    named = [*groups("alike").items(), *((one, listed.split()) for one, listed in more.items())]
    return {word: one for one, listed in named for word in listed} | {one: one for one, _ in named}


def each(pattern: re.Pattern[str], texts: Iterable[str]) -> np.ndarray:
    """Whether a pattern is found, text by text."""
    return np.array([pattern.search(text) is not None for text in texts], dtype=bool)


def one_of(words: Iterable[str]) -> str:
    """Pattern for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(words), key=len, reverse=True))) + ")"
