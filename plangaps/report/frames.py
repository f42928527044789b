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
