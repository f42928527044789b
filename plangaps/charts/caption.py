"""What a figure says in words: its title, caption, notes, sources and alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plangaps import words


class Told(NamedTuple):
    """What a figure says in words.

    ``title``: the finding where the numbers carry one, else the question; ``caption``: what it
    shows, in numbers; ``notes``: how to read it; ``sources``: where the numbers come from.
    """

    kind: str
    title: str
    caption: str
    notes: list[str]
    sources: str
    lang: str

    @property
    def alt(self) -> str:
        """Alternative text: the kind of picture, its title, what it shows in numbers."""
        return words.say("mark.stop", self.lang).join([self.kind, self.title, self.caption])

    @property
    def foot(self) -> str:
        """Notes and sources as one text, as they stand below the figure."""
        text = " ".join(filter(None, [*self.notes, self.sources]))
        return text.replace("。 ", "。") if self.lang == "zh" else text


def told(
    form: str, title: str, facts: Sequence[str], notes: Sequence[str], sources: str, lang: str
) -> Told:
    """What a figure of ``form`` says; ``facts`` become one sentence, empty notes are left out."""
    caption = words.say("mark.semicolon", lang).join(facts) + words.say("mark.end", lang)
    kind = words.say(f"{form}.kind", lang)
    return Told(kind, title, caption, [note for note in notes if note], sources, lang)
