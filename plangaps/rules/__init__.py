"""Published progress rules, side by side: the same target under each, and where they differ.

:func:`statcan`, :func:`destatis`, :func:`un_chart` and :func:`pace` are the rules, frame to frame;
:data:`RULES` has their sources and statuses, :data:`REASONS` why a rule does not speak.
:func:`progress` puts the project's targets under all of them, :func:`agreement` and
:func:`disagreement` compare what they say, :func:`pace_within_year` looks at parts of a year, and
:func:`ambition` at what a target asked for when it was set.
"""

from plangaps.rules.ambition import ambition
from plangaps.rules.destatis import destatis
from plangaps.rules.pace import pace
from plangaps.rules.registry import NOT_APPLICABLE, REASONS, RULES
from plangaps.rules.side_by_side import (
    FOUND,
    agreement,
    disagreement,
    on_scale,
    pace_within_year,
    progress,
)
from plangaps.rules.statcan import statcan
from plangaps.rules.un_chart import un_chart

__all__ = [
    "FOUND",
    "NOT_APPLICABLE",
    "REASONS",
    "RULES",
    "agreement",
    "ambition",
    "destatis",
    "disagreement",
    "on_scale",
    "pace",
    "pace_within_year",
    "progress",
    "statcan",
    "un_chart",
]
