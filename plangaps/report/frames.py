"""What a run rests on, read once and passed on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import plan_targets
from plangaps import gaps, observed, own


@dataclass(frozen=True)
class Frames:
    """The frames of a run.

    ``targets`` of all plans, ``observations`` with own figures, the gap ``table`` of all targets,
    ``conflicts`` of own figures with published ones.
    """

    targets: pd.DataFrame
    observations: pd.DataFrame
    table: pd.DataFrame
    conflicts: pd.DataFrame

    @classmethod
    def read(cls, *series: str | Path) -> Frames:
        """The frames of now, with the own figures of ``series`` (files and folders) too.

        Raises :class:`plangaps.tables.TableError` for a file with a problem.
        """
        figures = own.read(*own.files(*series))
        return cls.of(observed.read_series(extra=series), figures)

    @classmethod
    def of(cls, observations: pd.DataFrame, figures: pd.DataFrame) -> Frames:
        """The frames of ``observations``, to which the own ``figures`` were added."""
        targets = plan_targets.targets(None)
        table = gaps.gap_table(targets, observations)
        return cls(targets, observations, table, observed.conflicts(figures))

    def of_plan(self, plan: str) -> Frames:
        """The frames of one plan: its targets, and figures of their indicators in its area and
        those above it. Raises ValueError for a plan that is not held."""
        targets = plan_targets.targets(plan)
        near = observed.around(self.observations, targets["ref_area"].iloc[0])
        near = near[near["indicator"].isin(targets["indicator"])].reset_index(drop=True)
        table = self.table[self.table["plan"] == plan].reset_index(drop=True)
        asked = self.conflicts["indicator"].isin(targets["indicator"])
        return Frames(targets, near, table, self.conflicts[asked].reset_index(drop=True))
