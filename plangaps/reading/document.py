"""A text as the readers see it: made once, read for targets, outcomes and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from plangaps.reading.quantities import Quantity, compact, mask, normalise, quantities
from plangaps.reading.sections import Sections, outline
from plangaps.reading.years import year_of


@dataclass(frozen=True)
class Document:
    """A ``text`` and the forms of it that the readers work on; all but ``text`` share their places.

    ``plain`` has half-width digits and no blanks; ``masked`` is blanked within quotes and brackets.
    ``places`` gives for each place in ``plain`` the one in ``text``.
    """

    text: str
    year: int | None
    plain: str
    masked: str
    places: Sequence[int]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers with their units outside quotes and brackets, in order."""
        return quantities(self.masked)

    @cached_property
    def sections(self) -> Sections:
        """Parts of the report, with places in ``plain``."""
        return outline(self.plain, self.year)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Place in ``text`` of what stands from ``start`` to ``end`` in ``plain``."""
        return self.places[start], self.places[end - 1] + 1


def document(text: str, year: int | None = None) -> Document:
    """The document of a report for ``year`` (its title is asked otherwise).

    Raises TypeError for what is no string.
    """
    if not isinstance(text, str):
        raise TypeError(f"text: found {type(text).__name__}; allowed: a string.")
    plain, places = compact(normalise(text))
    return Document(text, year or year_of(plain), plain, mask(plain), places)
