"""What stands behind a report: a glossary, notes, and lists of deeds, done or to be done."""

from __future__ import annotations

import re

from plangaps.reading.headings import LINE, SHORT
from plangaps.reading.lexicon import any_of

_GLOSSARY = re.compile(any_of("sections", "glossary"))
_ANNEX = re.compile(r"附[件录:：]|附件[一二三\d]")
_DEEDS = re.compile("实事|惠民工程|重点项目")
_DONE = re.compile("完成|进展|落实情况")
_NOTE = re.compile(
    r"(?:\[\^?\d{1,3}\]|〔\d{1,3}〕|［\d{1,3}］|\d{1,3}[.．、]|[①-⑳]|【)?[^，。\n]{2,40}"
    r"(?:[：:](?:是?指|即|$)?|是指|】)"
)
_FEWEST = 3  # notes at the end that are no glossary yet


def annexes(plain: str) -> list[tuple[str, int]]:
    """Kinds and starts of what stands behind a report, in order; empty where nothing does.

    A glossary and notes are annex; deeds to be done (2026年十件民生实事) are agenda, deeds
    done (2025年实事完成情况) to the review.
    """
    pieces: list[tuple[str, int]] = []
    for line in LINE.finditer(plain, len(plain) // 2):
        kind = _kind(line[0]) if len(line[0]) <= SHORT else ""
        if kind and (pieces or kind != "agenda"):
            pieces.append((kind, line.start()))
    return pieces or _notes(plain)


def _kind(title: str) -> str:
    if title[-1] in "。；！？，":
        return ""
    if _DEEDS.search(title) and title[-1] not in "：:":
        return "review" if _DONE.search(title) else "agenda"
    return "annex" if _GLOSSARY.search(title) or _ANNEX.match(title) else ""


def _notes(plain: str) -> list[tuple[str, int]]:
    """Notes without a title: the lines at the end that all explain something."""
    lines = list(LINE.finditer(plain, len(plain) // 2))
    count = next((i for i, line in enumerate(reversed(lines)) if not _NOTE.match(line[0])), 0)
    return [("annex", lines[-count].start())] if count >= _FEWEST else []
