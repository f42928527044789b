"""The way to a target: the path it requires, where the series is heading, and the chance.

Nothing here enters the data: a projection is a statement about years without figures, from the
points of one series on one definition since its last break, and it stops where they are fewer than
four. The distribution and the evidence for it stand in :mod:`plangaps.predictive`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from plangaps import frames, gaps, observed, predictive, tables
from plangaps.matching import ASKED, HELD

KEY = observed.KEY[:3]

# Of one series nothing is looked up but its limits: it may be of any indicator.
_SERIES = frames.needs(*HELD, free=True)
_TARGET = frames.needs(*gaps.PROMISED, "due", "set_in")
_BOTH = {"observations": frames.needs(*HELD), "targets": frames.needs(*ASKED, *gaps.PROMISED)}

# Only a known outcome is certain; far in a tail, floating point would round to certainty.
_NEVER_SURE = float(np.finfo(float).eps)

REASONS = ["too_few_points", "never_moved", "no_series", "not_a_year", "not_ahead", "no_direction"]


@frames.takes(target=_TARGET)
def required_path(series: pd.Series, target: Mapping[str, Any]) -> pd.DataFrame:
    """The way from the last value before the plan to the target, year by year.

    ``series``: values by year, as from :func:`plangaps.observed.series`. ``target``: a row of
    targets, as for :func:`required_pace`. Out: ``time_period`` (year) and ``value``. A share or
    growth rate moves in a straight line, a positive level or flow at constant growth. Raises
    ValueError where no value precedes the plan.
    """
    pace = required_pace(series, target)
    years = np.arange(int(pace["base_time"]), int(target["due"]) + 1)
    passed = (years - years[0]) / (years[-1] - years[0])
    base, end = pace["base_value"], pace["end_value"]
    even = base + (end - base) * passed
    values = base * (end / base) ** passed if pace["constant_growth"] else even
    return pd.DataFrame({"time_period": years, "value": values})


@frames.takes(target=_TARGET)
def required_pace(series: pd.Series, target: Mapping[str, Any]) -> pd.Series:
    """How fast the series has to move to reach the target in the year it is due.

    ``series`` as for :func:`required_path`. ``target``: ``comparator``, ``value``, ``value_high``,
    ``direction``, ``kind``, ``due`` and, where it is known, ``set_in``: the way begins at the last
    value before that year (without it, before ``due``).

    Out: ``base_time``, ``base_value``, ``end_value`` (the end that binds), ``per_year`` in the
    indicator's unit, ``percent_per_year`` (missing unless both values are positive),
    ``constant_growth`` (whether the path grows at a constant rate), ``already_there`` (whether the
    last value before the plan met the target already, as :func:`plangaps.gaps.judge` has it,
    missing where neither more nor less is better).

    >>> ceiling = {"comparator": "at_most", "value": 7.25, "value_high": None, "direction": -1}
    >>> one = pd.Series({2015: 14.5, 2023: 10.4})
    >>> pace = required_pace(one, ceiling | {"kind": "share", "due": 2030})
    >>> round(pace["per_year"], 3), pace["already_there"]
    (-0.45, False)
    """
    base_time, base = _base(series, target)
    row = pd.DataFrame([{**target, "obs_value": base, "bound": "", "obs_status": "A"}])
    row = row.astype({"value": float, "value_high": float})
    demand, judged = gaps.demand(row).iloc[0], gaps.judge(row).iloc[0]
    end, years = float(demand["end"]), int(target["due"]) - base_time
    positive = base > 0 and end > 0
    return pd.Series(
        {
            "base_time": base_time,
            "base_value": base,
            "end_value": end,
            "per_year": (end - base) / years,
            "percent_per_year": 100 * ((end / base) ** (1 / years) - 1) if positive else np.nan,
            "constant_growth": positive and target["kind"] in ("level", "flow", "count"),
            "already_there": judged["verdict"] == "met" if demand["sign"] else pd.NA,
        },
        dtype=object,
    )


def _base(series: pd.Series, target: Mapping[str, Any]) -> tuple[int, float]:
    """Year and value of the last point before the plan."""
    start = min(target["set_in"], target["due"])
    numbers = isinstance(series, pd.Series) and pd.api.types.is_numeric_dtype(series)
    if not numbers or not pd.api.types.is_numeric_dtype(series.index):
        raise tables.TableError("series: found no numbers by year; allowed: those of one series.")
    before = series[series.index < start].replace([np.inf, -np.inf], np.nan).dropna().sort_index()
    if before.empty:
        raise tables.TableError(
            f"series: found no value before {start}; at least one is needed to begin the path at."
        )
    return int(before.index[-1]), float(before.iloc[-1])


@frames.takes(observations=_SERIES)
def project(
    observations: pd.DataFrame, until: int, levels: tuple[float, ...] = (0.8, 0.95)
) -> pd.DataFrame:
    """Where each series may go, year by year until ``until``.

    ``observations`` in long form: ``ref_area``, ``indicator``, ``basis``, ``time_period``,
    ``obs_value`` and, where there are, ``obs_status`` and ``bound``. A series is area, indicator
    and basis since its last break, of what :func:`plangaps.observed.points` calls points; a missing
    year stays missing. An indicator unknown to ``data/indicators.csv`` has no limits.

    Out: the key, ``time_period`` (the year as text), ``median`` and for each level ``lower_80``,
    ``upper_80``, ... in the indicator's unit, and ``reason`` (:data:`REASONS`): a series that
    cannot be projected has one row, of the year ``until``, without numbers and with the reason.
    A series that reaches ``until`` has no row. Raises TableError for a frame that
    :func:`plangaps.frames.valid` refuses (infinite figures, dates beside years), a key held twice,
    or a level outside 0 to 1.
    """
    return _years_ahead(fit(observations), until, levels)


def _years_ahead(fitted: pd.DataFrame, until: int, levels: tuple[float, ...]) -> pd.DataFrame:
    """Quantiles of each series in each year up to ``until``; one row with the reason for none."""
    refused = fitted["reason"] != ""
    count = (until - fitted["last"]).clip(lower=0).fillna(0).mask(refused, 1).astype("int64")
    each = fitted.loc[fitted.index.repeat(count)]
    step = each.groupby(level=0).cumcount().to_numpy() + 1
    each = each.reset_index(drop=True)
    shares = {"median": 0.5}
    for level in levels:
        shares[f"lower_{100 * level:g}"] = (1 - level) / 2
        shares[f"upper_{100 * level:g}"] = (1 + level) / 2
    numbers = {name: predictive.quantile(each, step, share) for name, share in shares.items()}
    year = (each["last"] + step).mask(each["reason"] != "", until).astype("int64")
    return pd.concat(
        [
            each[KEY].assign(time_period=year.astype("str")),
            pd.DataFrame(numbers).where(each["reason"] == ""),
            each["reason"],
        ],
        axis="columns",
    )


@frames.takes(**_BOTH)
def chance(
    observations: pd.DataFrame, targets: pd.DataFrame, as_of: int | None = None
) -> pd.DataFrame:
    """Probability that each target is reached in the year it is due.

    ``targets`` as from :func:`plan_targets.targets`; ``as_of``: only figures up to that year are
    looked at (all by default). One row a target: ``plan``, ``target``, ``due``, ``last`` (year of
    the last figure), ``points``, ``chance``, ``reason`` (:data:`REASONS`) where there is none. It
    is 1 or 0 only where the figure of the due year is known and decides; in between it comes from
    the same distribution as :func:`project`, and comparators mean what they do in
    :func:`plangaps.gaps.gap_table`.
    """
    periods = observed.annual_year(observations["time_period"])
    figures = observations if as_of is None else observations[(periods <= as_of).fillna(False)]
    table = gaps.gap_table(targets, figures).drop(columns="reason")
    table = table.merge(fit(figures), on=KEY, how="left", validate="m:1")
    outcome = table["verdict"].map({"met": 1.0, "missed": 0.0}).astype("float64")
    demand = gaps.demand(table)
    reasons = [
        (outcome.notna(), ""),
        (table["target_period"] != table["due"].astype("str"), "not_a_year"),
        (table["reason"].isna(), "no_series"),
        (table["reason"] != "", table["reason"].fillna("")),
        (table["due"] <= table["last"], "not_ahead"),
        (demand["sign"] == 0, "no_direction"),
    ]
    holds, said = zip(*reasons, strict=True)
    reason = np.select(holds, said, default="")
    projected = outcome.isna() & (reason == "")
    return table[["plan", "target", "due"]].assign(
        last=table["last"].astype("Int64"),
        points=table["points"].astype("Int64").fillna(0),
        chance=outcome.where(~projected, _reached(table, demand)),
        reason=reason,
    )


@frames.takes(**_BOTH)
def beforehand(observations: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """:func:`chance` of each target from the figures up to the year before it was due."""
    due = targets["due"]
    years = [chance(observations, targets[due == y], as_of=int(y) - 1) for y in sorted(set(due))]
    return pd.concat(years, ignore_index=True)


def _reached(table: pd.DataFrame, demand: pd.DataFrame) -> np.ndarray:
    """Probability that the figure of the due year is at the binding end or better."""
    years = (table["due"] - table["last"]).where(lambda ahead: ahead > 0).to_numpy("float64")
    end = (demand["end"] - demand["sign"] * demand["tolerance"]).to_numpy("float64")
    above = predictive.chance_above(table, years, end)
    below = predictive.chance_below(table, years, end)
    share = np.where(demand["sign"] > 0, above, below)
    return np.clip(share, _NEVER_SURE, 1 - _NEVER_SURE)


@frames.takes(observations=_SERIES)
def backtest(
    observations: pd.DataFrame, levels: tuple[float, ...] = (0.8, 0.95), ahead: int = 1
) -> pd.DataFrame:
    """What the projection said at every earlier year, and what came.

    From each year of each series with at least four points up to it, ``ahead`` years on. One row
    an origin and year foretold: the key, ``origin``, ``time_period``, ``median``, the bounds of
    ``levels``, ``obs_value``, and ``change``, the series' mean absolute yearly change until then,
    which makes errors of different units comparable.
    """
    points = observed.points(observations)
    points = points.assign(time_period=points["year"].astype("str"))
    foretold = [
        _years_ahead(_fit(points[points["year"] <= origin]), origin + ahead, levels).assign(
            origin=origin
        )
        for origin in sorted(points["year"].unique()) or [0]
    ]
    rows = pd.concat(foretold, ignore_index=True)
    rows = rows[rows["reason"] == ""]
    run = points[[*KEY, "year", "run"]].rename(columns={"year": "origin"})
    came = points[[*KEY, "time_period", "obs_value", "run"]]
    joined = (
        rows.merge(run, on=[*KEY, "origin"], validate="m:1")
        .merge(came, on=[*KEY, "time_period", "run"], validate="m:1")
        .merge(_movement(points), on=[*KEY, "origin"], validate="m:1")
    )
    front = [*KEY, "origin", "time_period", "obs_value", "median"]
    return joined[[*front, *[c for c in joined if c not in [*front, "run", "reason"]]]]


def _movement(points: pd.DataFrame) -> pd.DataFrame:
    """Mean absolute yearly change since the last break, up to each point."""
    runs = [points[column] for column in [*KEY, "run"]]
    by = points.groupby(runs, sort=False)
    change = (by["obs_value"].diff() / by["year"].diff()).abs()
    mean = change.groupby(runs).cumsum() / change.notna().groupby(runs).cumsum()
    named = points[KEY].assign(origin=points["year"], change=mean)
    return named.dropna(subset="change")


@frames.takes(observations=_SERIES)
def fit(observations: pd.DataFrame) -> pd.DataFrame:
    """The predictive distribution of each series: key, :func:`plangaps.predictive.fit`, reason."""
    return _fit(observed.points(observations))


def _fit(points: pd.DataFrame) -> pd.DataFrame:
    by = points.groupby(KEY, sort=False)
    points = points[points["run"] == by["run"].transform("max")]
    keys = points.drop_duplicates(KEY)[KEY].reset_index(drop=True)
    limits = tables.indicators().set_index("indicator")[["minimum", "maximum"]]
    number = points.groupby(KEY, sort=False).ngroup()
    used = points[["year"]].assign(series=number, value=points["obs_value"])
    fitted = predictive.fit(used, limits.reindex(keys["indicator"]).reset_index(drop=True))
    few, still = fitted["points"] < predictive.FEWEST, fitted["scale"] == 0
    reason = np.select([few, still], ["too_few_points", "never_moved"], default="")
    return keys.join(fitted).assign(reason=reason)
