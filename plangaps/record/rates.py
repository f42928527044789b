"""What the record says: how many promises were kept, by how much, and what targets follow.

Promises of one report hang together: every interval here is of shares whose variance is that of
reports, not of rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from plangaps import tables
from plangaps.record import checks

# What became of a promise, from kept to what cannot be told.
STATES = ["kept", "missed", "words", "silent", "unclear"]
PERIODS = {0: "to_2007", 2008: "2008_2013", 2014: "2014_2019", 2020: "2020_2022", 2023: "from_2023"}
_Z = stats.norm.ppf(0.975)


def grouped(pairs: pd.DataFrame) -> pd.DataFrame:
    """``pairs`` with ``state``, ``level``, ``decade`` and ``period``; no theme or hedge is 'none'.

    ``state``: kept or missed (judged), words (called done without a figure), silent (a review of
    the year does not mention it), unclear (anything else: see ``reason``; and what somebody held
    against the text and found read wrongly).
    """
    areas = tables.areas().set_index("ref_area")["level"]
    year = pairs["year"].astype("int64")
    starts = np.array(list(PERIODS))
    period = np.array(list(PERIODS.values()))[np.searchsorted(starts, year, side="right") - 1]
    named = pairs[["theme", "hedge"]].replace("", "none")
    decade = (year // 10 * 10).astype("str") + "s"
    return pairs.assign(
        **named, state=_state(pairs), level=pairs["ref_area"].map(areas), decade=decade,
        period=period,
    )  # fmt: skip


def _state(pairs: pd.DataFrame) -> np.ndarray:
    is_of = [
        pairs["verdict"] == "met",
        pairs["verdict"] == "missed",
        pairs["match"] == "words",
        pairs["match"] == "none",
    ]
    wrong = pairs.get("checked", pd.Series("", pairs.index)) == "wrong"
    return np.select([wrong, *is_of], [STATES[4], *STATES[:4]], STATES[4])


def shares(rows: pd.DataFrame, by: str, of: str = "state") -> pd.DataFrame:
    """Share of rows in each value of ``of``, by ``by``: one row a group and value, 0 where none.

    ``rows`` as from :func:`grouped`. Out: ``by``, ``of``, ``count``, ``rows`` and ``reports`` of
    the group, ``share`` (0 to 1), ``low`` and ``high``, its 95 % interval. The interval is
    Wilson's at the effective sample size that the variance between reports leaves (Dean and
    Pagano, 2015, Journal of Survey Statistics and Methodology 3): a share of 0 or 1 has one too, a
    group of one report has none.

    >>> two = pd.DataFrame({"report": ["a", "b"], "level": "county", "state": ["kept", "missed"]})
    >>> shares(two, "level")["share"].tolist()
    [0.5, 0.5]
    """
    sizes = rows.groupby([by, "report"], observed=True).size().rename("size").reset_index()
    values = pd.DataFrame({of: list(dict.fromkeys(rows[of]))})
    held = rows.groupby([by, "report", of], observed=True).size().rename("held").reset_index()
    cells = sizes.merge(values, how="cross").merge(held, how="left", on=[by, "report", of])
    cells = cells.fillna({"held": 0})
    group = cells.groupby([by, of], observed=True, sort=False)
    sums = group[["size", "held"]].transform("sum")
    rest = cells["held"] - cells["size"] * sums["held"] / sums["size"]
    totals = {"count": ("held", "sum"), "rows": ("size", "sum")}
    totals |= {"reports": ("report", "size"), "rest": ("rest", "sum")}
    out = cells.assign(rest=rest**2).groupby([by, of], observed=True).agg(**totals)
    share = out["count"] / out["rows"]
    low, high = _clustered(share, out["rows"], out["reports"], out.pop("rest"))
    out = out.astype({"count": "int64"}).assign(share=share, low=low, high=high)
    return out.reset_index()


def _clustered(
    share: pd.Series, rows: pd.Series, reports: pd.Series, rest: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Interval of a ratio of sums over reports, ``rest`` its squared residuals."""
    variance = rest * reports / (reports - 1).clip(lower=1) / rows**2
    effective = (share * (1 - share) / variance.where(variance > 1e-15)).fillna(reports)
    return _wilson(share, effective.clip(upper=rows, lower=1).where(reports > 1))


def _wilson(share: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    low, high = (middle - half).clip(lower=0), (middle + half).clip(upper=1)
    return low.where(~(low > share), share), high.where(~(high < share), share)


def kept(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Share kept of the rows that are judged, by ``by``: columns of :func:`shares`, one a group."""
    judged = rows[rows["state"].isin(["kept", "missed"])]
    found = shares(judged, by)
    return found[found["state"] == "kept"].drop(columns="state").reset_index(drop=True)


def passed_by(rows: pd.DataFrame) -> pd.DataFrame:
    """Judged rows in per cent whose target and outcome are each one figure, with ``points``.

    ``points`` is the gap, positive where it is better than the target, to the tenth of a point
    that nearly all outcomes are printed to.
    """
    is_one = (rows["unit_measure"] == "percent") & rows["gap"].notna() & rows["value_high"].isna()
    is_one &= (rows["bound"] == "") & rows["state"].isin(["kept", "missed"])
    return rows[is_one].assign(points=lambda frame: frame["gap"].round(1) + 0.0)


def above_and_below(rows: pd.DataFrame, by: str, within: float = 0.5) -> pd.DataFrame:
    """Outcomes at the target, just above and just below it, by ``by``.

    ``rows`` as from :func:`passed_by`. Out: ``rows``, ``reports``, ``below`` (within ``within``
    points below), ``at`` (on the figure), ``above`` (within ``within`` above), and ``ratio``,
    just above to just below; no bunching is a ratio near 1.
    """
    points = rows["points"]
    near = rows.assign(
        below=points.between(-within - 1e-9, -0.05),
        at=points.abs() < 0.05,
        above=points.between(0.05, within + 1e-9),
    )
    out = near.groupby(by, observed=True).agg(
        rows=("points", "size"), reports=("report", "nunique"),
        below=("below", "sum"), at=("at", "sum"), above=("above", "sum"),
    )  # fmt: skip
    return out.assign(ratio=out["above"] / out["below"].where(out["below"] > 0)).reset_index()


def yearly(targets: pd.DataFrame) -> pd.DataFrame:
    """The one target of each area and year for the year itself; areas with two figures drop out.

    ``targets`` of one indicator, as from :func:`plangaps.record.targets`. A figure that a report
    states twice is one; a target that is a range counts with its lower end.
    """
    of_year = targets["time_period"] == targets["year"].astype("str")
    plain = targets[of_year & (targets["basis"] == "")]
    plain = plain.drop_duplicates(["ref_area", "year", "value"])
    return plain[~plain.duplicated(["ref_area", "year"], keep=False)].reset_index(drop=True)


def amplification(targets: pd.DataFrame) -> pd.DataFrame:
    """Targets beside that of the area above for the same year: ``level``, ``above``, ``step``.

    ``targets`` of one indicator. ``step`` is target less that of the area above, in points;
    ``parent`` its code. Only areas of which both are in the record.
    """
    one = yearly(targets)[["report", "ref_area", "year", "value"]]
    areas = tables.areas()[["ref_area", "level", "parent"]]
    upper = one.rename(columns={"ref_area": "parent", "value": "above"}).drop(columns="report")
    both = one.merge(areas, on="ref_area").merge(upper, on=["parent", "year"], validate="m:1")
    return both.assign(step=both["value"] - both["above"])


def follows(targets: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Targets beside the last outcome that the same report tells: ``last``, ``step``.

    Both of one indicator. ``step`` is target less last year's outcome, in points. A report that
    tells two different figures of last year drops out.
    """
    one = yearly(targets)[["report", "ref_area", "year", "value"]]
    told = outcomes[(outcomes["basis"] == "") & (outcomes["bound"] == "")]
    told = told[told["time_period"] == (told["year"] - 1).astype("str")]
    told = told.drop_duplicates(["report", "obs_value"])
    told = told[~told.duplicated("report", keep=False)].rename(columns={"obs_value": "last"})
    both = one.merge(told[["report", "last"]], on="report", validate="1:1")
    levels = tables.areas().set_index("ref_area")["level"]
    return both.assign(step=both["value"] - both["last"], level=both["ref_area"].map(levels))


def steps(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """The mean ``step`` by ``by`` with its 95 % interval, clustered by area; shares up and down.

    ``rows`` of :func:`amplification` or :func:`follows`. Out: ``rows``, ``areas``, ``mean``,
    ``low``, ``high`` (points), ``up``, ``same``, ``down`` (0 to 1).
    """
    step = rows["step"]
    held = rows.assign(up=step > 0.04, same=step.abs() <= 0.04, down=step < -0.04)
    mean = held.groupby(by, observed=True)["step"].transform("mean")
    held = held.assign(rest=held["step"] - mean)
    sums = held.groupby([by, "ref_area"], observed=True)["rest"].sum() ** 2
    out = held.groupby(by, observed=True).agg(
        rows=("step", "size"), areas=("ref_area", "nunique"), mean=("step", "mean"),
        up=("up", "mean"), same=("same", "mean"), down=("down", "mean"),
    )  # fmt: skip
    scale = (out["areas"] / (out["areas"] - 1).where(out["areas"] > 1)) ** 0.5 / out["rows"]
    half = stats.t.ppf(0.975, out["areas"] - 1) * sums.groupby(level=0).sum() ** 0.5 * scale
    return out.assign(low=out["mean"] - half, high=out["mean"] + half).reset_index()


def share_right() -> pd.DataFrame:
    """How many rows of each ``kind`` were held against their texts, and how many were right.

    Out: ``kind`` (judged, silent, target), ``rows``, ``right``, ``share``, ``low``, ``high``
    (Wilson, 95 %); no rows where nothing is audited yet.
    """
    audit = checks.audit()
    is_right = audit["right"].astype("str").str.lower() == "true"
    out = is_right.groupby(audit["kind"]).agg(["size", "sum"])
    out = out.set_axis(["rows", "right"], axis="columns").reset_index()
    share = out["right"] / out["rows"]
    low, high = _wilson(share, out["rows"])
    return out.assign(share=share, low=low, high=high)
