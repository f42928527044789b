"""The record: what governments promised in their work reports, and what their next ones say.

Read by program from 3,037 reports; a row holds the name and figure as printed and its place in the
text, not the text. A verdict from the promiser's own report is marked as self-reported.

>>> from plangaps import record
>>> record.reports(area="贵州省", years=(2003, 2026))["year"].is_monotonic_increasing
True
"""

from plangaps.record.bureau import compared
from plangaps.record.elsewhere import elsewhere, standing
from plangaps.record.load import outcomes, pairs, reports, targets, words
from plangaps.record.rates import (
    above_and_below,
    amplification,
    follows,
    grouped,
    kept,
    passed_by,
    share_right,
    shares,
    steps,
)

__all__ = [
    "above_and_below",
    "amplification",
    "compared",
    "elsewhere",
    "follows",
    "grouped",
    "kept",
    "outcomes",
    "pairs",
    "passed_by",
    "reports",
    "share_right",
    "shares",
    "standing",
    "steps",
    "targets",
    "words",
]
