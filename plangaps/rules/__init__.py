"""Published progress rules, side by side: the same target under each, and where they differ.

:func:`statcan`, :func:`destatis`, :func:`un_chart` and :func:`pace` are the rules, frame to frame;
:data:`RULES` names them and their statuses, :data:`REASONS` says why a rule does not speak.
"""

from plangaps.rules.chart import un_chart
from plangaps.rules.ratio import statcan
from plangaps.rules.registry import NOT_APPLICABLE, REASONS, RULES, UNSAID
from plangaps.rules.weather import destatis
from plangaps.rules.within_year import pace

__all__ = [
    "NOT_APPLICABLE",
    "REASONS",
    "RULES",
    "UNSAID",
    "destatis",
    "pace",
    "statcan",
    "un_chart",
]
