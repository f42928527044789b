"""Pictures: one function a chart form, each takes frames and returns a closed Figure.

Every figure is in English or Chinese by its argument ``lang``, with the unit on the axis, the
target named where it stands and the sources at the foot.
"""

from plangaps.charts.counts import verdict_counts
from plangaps.charts.evidence import evidence_matrix
from plangaps.charts.gap import gap_bars
from plangaps.charts.plans import ambition, outcome_ladder
from plangaps.charts.scorecard import scorecard, scorecard_alt
from plangaps.charts.series import series_with_target
from plangaps.charts.steps import steps
from plangaps.charts.trajectory import fan_check, trajectory

__all__ = [
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
