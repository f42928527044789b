"""Pictures: one chart form a file, each of numbers, drawn and told in English or Chinese.

``charts.gap_bars(table, lang="zh")`` is the closed Figure of a form's frames;
``charts.gap_bars.numbers(table)`` the frame that it shows, ``charts.gap_bars.tell(numbers, "zh")``
its title, caption, notes, sources and alternative text. :data:`FORMS` holds all by name.
"""

from plangaps.charts.caption import Told
from plangaps.charts.card import scorecard
from plangaps.charts.change import steps
from plangaps.charts.counts import verdict_counts
from plangaps.charts.coverage import fan_check
from plangaps.charts.evidence import evidence_matrix
from plangaps.charts.fan import trajectory
from plangaps.charts.form import Form
from plangaps.charts.gap import gap_bars
from plangaps.charts.ladder import outcome_ladder
from plangaps.charts.passed_by import passed_by
from plangaps.charts.ranking import ambition
from plangaps.charts.record_rates import record_rates
from plangaps.charts.series import series_with_target

_ALL = [gap_bars, verdict_counts, evidence_matrix, outcome_ladder, ambition, scorecard, steps]
_ALL += [series_with_target, trajectory, fan_check, record_rates, passed_by]
FORMS: dict[str, Form] = {form.name: form for form in _ALL}

__all__ = [
    "FORMS",
    "Form",
    "Told",
    "ambition",
    "evidence_matrix",
    "fan_check",
    "gap_bars",
    "outcome_ladder",
    "passed_by",
    "record_rates",
    "scorecard",
    "series_with_target",
    "steps",
    "trajectory",
    "verdict_counts",
]
