"""What the project's tables hold about each target: its demand, and the points of its series."""

from __future__ import annotations

import pandas as pd

from plangaps import gaps, observed, tables
from plangaps.matching import ASKED

_TARGET = ["plan", "target", "ref_area", "indicator"]

# What the rules need of targets.
PROMISED = [*ASKED, "comparator", "value", "value_high", "kind", "direction", "set_in", "hedge"]


def demands(targets: pd.DataFrame) -> pd.DataFrame:
    """What each target demands, one row a target, numbered from 0 in ``series``.

    ``plan``, ``target``, ``ref_area``, ``indicator``, ``basis``, ``kind``, ``set_in``, ``due``;
    ``direction`` and ``target_value``: sign and binding end as :func:`plangaps.gaps.demand` has
    them; ``minimum``, ``maximum``, ``limit``: natural limits, the last on the good side;
    ``over_years``: a total or mean of several years, to which no single year compares;
    ``constant``: to be held every year, see :func:`plangaps.rules.progress`.
    """
    frame = targets.reset_index(drop=True)
    demand = gaps.demand(frame)
    limits = tables.indicators().set_index("indicator")[["minimum", "maximum"]]
    limits = limits.reindex(frame["indicator"]).set_index(frame.index)
    span = frame["time_period"].str.contains("/")
    share = frame["kind"] == "share"
    annual = (frame["due"] == frame["set_in"]) & frame["comparator"].isin(["at_least", "at_most"])
    return frame[[*_TARGET, "basis", "kind", "set_in", "due"]].assign(
        series=frame.index,
        direction=demand["sign"].astype("float64"),
        target_value=demand["end"],
        minimum=limits["minimum"],
        maximum=limits["maximum"],
        limit=limits["maximum"].where(demand["sign"] > 0, limits["minimum"]),
        over_years=span & ~share,
        constant=frame["hedge"].eq("maintain") | (share & (span | annual)),
    )


def points(demands: pd.DataFrame, observations: pd.DataFrame, until: pd.Series) -> pd.DataFrame:
    """Yearly points of each target's own series, in order: ``series``, ``time``, ``value``.

    Same area, indicator and basis, up to the year ``until`` of each target. What lies before a
    break in the series (status B) is another series and left out, and so are the points of targets
    that speak of several years together.
    """
    single = demands.assign(until=until)[~demands["over_years"]]
    key = observed.KEY[:3]
    both = single[[*key, "series", "until"]].merge(observed.points(observations), on=key)
    both = both[both["year"] <= both["until"]]
    both = both[both["run"] == both.groupby("series")["run"].transform("max")]
    both = both.rename(columns={"year": "time", "obs_value": "value"})
    return both[["series", "time", "value"]].sort_values(["series", "time"], ignore_index=True)


def last(points: pd.DataFrame, demands: pd.DataFrame, prefix: str = "") -> pd.DataFrame:
    """The last point of each target as columns ``time`` and ``value``, missing where none is held.

    One row a row of ``demands``, names led by ``prefix``.
    """
    final = points.drop_duplicates("series", keep="last").set_index("series")
    return final.reindex(demands["series"]).add_prefix(prefix).reset_index(drop=True)


def parts_of_year(observations: pd.DataFrame) -> pd.DataFrame:
    """Totals from January on within a year, in order of the months they reach to.

    The columns of ``observations``, ``due`` (the year) and ``time``: year and part of it that has
    passed (2021.75 at the end of September), missing where the end is not known ("2020-01/..").
    """
    totals = observed.exact(observations)
    months = totals["time_period"].str.extract(r"^(\d{4})-01/(?:(\d{4})-(\d{2})|\.\.)$")
    within = months[0].notna() & (months[1].isna() | (months[1] == months[0]))
    year = months.loc[within, 0].astype("int64")
    passed = months.loc[within, 2].astype("float64") / 12
    return totals[within].assign(due=year, time=year + passed).sort_values("time")
