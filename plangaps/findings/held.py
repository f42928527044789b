"""What findings are computed from: frames, each made when the first finding asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

import plan_targets
from plangaps import gaps, observed, record, rules, trajectories


@dataclass(frozen=True, eq=False)
class Held:
    """The figures of a state of the data, and the plan that is looked at first.

    ``observations`` as from :func:`plangaps.observed.read_series`, own figures included.
    """

    observations: pd.DataFrame
    plan: str = plan_targets.FIRST_PLAN

    @classmethod
    def read(cls) -> Held:
        """The figures of now, with all own figures."""
        return cls(observed.read_series())

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Targets of all plans."""
        return plan_targets.targets(None)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The gap table of all targets."""
        return gaps.gap_table(self.targets, self.observations)

    @cached_property
    def first(self) -> pd.DataFrame:
        """The gap table of the plan, by the number of the target."""
        return self.table[self.table["plan"] == self.plan].set_index("target", drop=False)

    @cached_property
    def nation(self) -> pd.DataFrame:
        """The gap table of the nation's targets, yearly and five-year ones."""
        return self.table[self.table["ref_area"] == "CN"]

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """The gap table of the nation's targets for one year each."""
        return self.nation.merge(plan_targets.yearly()[["plan", "target"]])

    @cached_property
    def five_year(self) -> pd.DataFrame:
        """The gap table of the nation's targets for several years."""
        return self.nation[~self.nation["plan"].isin(self.yearly["plan"])]

    @cached_property
    def asked(self) -> pd.DataFrame:
        """What each target asks for beyond the last figure before its plan."""
        return rules.ambition(self.targets, self.observations)

    @cached_property
    def progress(self) -> pd.DataFrame:
        """Each target under each published rule."""
        return rules.progress(self.targets, self.observations)

    @cached_property
    def foretold(self) -> pd.DataFrame:
        """Every series foretold one year ahead."""
        return trajectories.backtest(self.observations)

    @cached_property
    def expected(self) -> pd.DataFrame:
        """The chance of each yearly target of the nation, from the years before it was due."""
        return trajectories.beforehand(self.observations, plan_targets.yearly())

    @cached_property
    def promises(self) -> pd.DataFrame:
        """The record: promises with what became of them."""
        return record.grouped(record.pairs())

    def series(self, indicator: str, ref_area: str, basis: str = "") -> pd.Series:
        """Values by year of one definition, those that say how much it was; empty for none."""
        rows = observed.points(self.observations)
        same = rows[["indicator", "ref_area", "basis"]].eq([indicator, ref_area, basis]).all(axis=1)
        return rows[same].sort_values("year").set_index("year")["obs_value"]

    def rows(self, indicator: str, ref_area: str, basis: str = "") -> pd.DataFrame:
        """Yearly figures of one definition in the order of the years, bounds too."""
        rows, key = self.observations, [indicator, ref_area, basis]
        same = rows[["indicator", "ref_area", "basis"]].eq(key).all(axis=1)
        return rows[same & rows["year"].notna() & (rows["obs_status"] != "U")].sort_values("year")

    def goal(self, indicator: str) -> pd.Series:
        """The plan's target of an indicator with what judges it; empty where it has none."""
        rows = self.first[self.first["indicator"] == indicator]
        return rows.iloc[0] if len(rows) else pd.Series(dtype="object")
