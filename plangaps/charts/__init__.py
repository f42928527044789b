"""Pictures: one chart form a file, each of numbers, drawn and told in English or Chinese.

``charts.gap_bars(table, lang="zh")`` is the closed Figure of a form's frames;
``charts.gap_bars.numbers(table)`` the frame that it shows, ``charts.gap_bars.tell(numbers, "zh")``
its title, caption, notes, sources and alternative text. :data:`FORMS` holds all by name.
"""

from plangaps.charts.counts import verdict_counts
from plangaps.charts.evidence import evidence_matrix
from plangaps.charts.form import Form, Told
from plangaps.charts.gap import gap_bars
from plangaps.charts.plans import ambition, outcome_ladder
from plangaps.charts.scorecard import scorecard, scorecard_alt
from plangaps.charts.series import series_with_target
from plangaps.charts.steps import steps
from plangaps.charts.trajectory import fan_check, trajectory

FORMS: dict[str, Form] = {form.name: form for form in (gap_bars, verdict_counts)}

__all__ = [
    "FORMS",
    "Form",
    "Told",
    "ambition",
    "evidence_matrix",
    "fan_check",
    "gap_bars",
    "outcome_ladder",
    "scorecard",
    "scorecard_alt",
    "series_with_target",
    "steps",
    "trajectory",
    "verdict_counts",
]
