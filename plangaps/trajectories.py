"""The way to a target: the path it requires, where the series is heading, and the chance.

Nothing here enters the data: a projection is a statement about years without figures, from the
points of one series on one definition since its last break, and it stops where they are fewer than
four. The distribution and the evidence for it stand in :mod:`plangaps.predictive`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import gaps, predictive, tables
from plangaps.observed import annual_year

KEY = ["ref_area", "indicator", "basis"]

# Only a known outcome is certain; far in a tail, floating point would round to certainty.
_NEVER_SURE = float(np.finfo(float).eps)

REASONS = {
    "too_few_points": ("fewer than four yearly figures since the last break", "少于四个年度数据"),
    "never_moved": ("every figure is zero", "所有数据均为零"),
    "no_series": ("no yearly figure on this definition", "没有该口径的年度数据"),
    "not_a_year": ("the target speaks of several years", "目标针对多个年份"),
    "not_ahead": ("the due year lies behind the last figure", "目标年份早于最新数据"),
    "no_direction": ("neither more nor less is better", "无优劣方向"),
}


def required_path(
    series: pd.Series, target_value: float, due: int, set_in: int | None = None
) -> pd.DataFrame:
    """The way from the last value before the plan to the target, year by year.

    ``series``: values by year, as from :func:`plangaps.observed.series`; its name is the indicator.
    ``set_in``: year in which the plan was set; the way begins at the last value before it (without
    it, before ``due``). Out: ``time_period`` (year) and ``value``. A share or growth rate moves in
    a straight line, a positive level or flow at constant growth. Raises ValueError where no value
    precedes the plan.
    """
    pace = required_pace(series, target_value, due, set_in)
    years = np.arange(int(pace["base_time"]), due + 1)
    passed = (years - pace["base_time"]) / (due - pace["base_time"])
    base = pace["base_value"]
    if pace["constant_growth"]:
        values = base * (target_value / base) ** passed
    else:
        values = base + (target_value - base) * passed
    return pd.DataFrame({"time_period": years, "value": values})


def required_pace(
    series: pd.Series, target_value: float, due: int, set_in: int | None = None
) -> pd.Series:
    """How fast the series has to move to reach the target in the year it is due.

    As :func:`required_path`. Out: ``base_time``, ``base_value``, ``per_year`` in the indicator's
    unit, ``percent_per_year`` (missing unless both values are positive), ``constant_growth``
    (whether the path grows at a constant rate), ``already_there`` (whether the last value before
    the plan met the target already, missing where the indicator has no direction).

    >>> one = pd.Series({2015: 14.5, 2023: 10.4}, name="registered_urban_unemployment_rate")
    >>> pace = required_pace(one, 7.25, 2030)
    >>> round(pace["per_year"], 3), pace["already_there"]
    (-0.45, False)
    """
    before = series.dropna()
    before = before[before.index < (due if set_in is None else min(set_in, due))].sort_index()
    if before.empty:
        raise ValueError(
            f"series: found no value before {due if set_in is None else set_in}; at least one is "
            "needed to begin the path at."
        )
    known = tables.indicators().set_index("indicator").reindex([series.name]).iloc[0]
    base_time, base = int(before.index[-1]), float(before.iloc[-1])
    years, positive = due - base_time, base > 0 and target_value > 0
    turn = known["direction"]
    return pd.Series(
        {
            "base_time": base_time,
            "base_value": base,
            "per_year": (target_value - base) / years,
            "percent_per_year": 100 * ((target_value / base) ** (1 / years) - 1)
            if positive
            else np.nan,
            "constant_growth": positive and known["kind"] in ("level", "flow", "count"),
            "already_there": bool((base - target_value) * turn >= 0) if turn in (1, -1) else pd.NA,
        },
        dtype=object,
    )


def project(
    observations: pd.DataFrame, until: int, levels: tuple[float, ...] = (0.8, 0.95)
) -> pd.DataFrame:
    """Where each series may go, year by year until ``until``.

    ``observations`` in long form: ``ref_area``, ``indicator``, ``basis``, ``time_period``,
    ``obs_value`` and, where there are, ``obs_status`` and ``bound``; a series is area, indicator
    and basis. An indicator unknown to ``data/indicators.csv`` has no limits. A break (status B)
    begins a series anew, a missing year stays missing, bounds and values of low reliability are no
    points.

    Out: the key, ``time_period`` (the year as text), ``median`` and for each level ``lower_80``,
    ``upper_80``, ... in the indicator's unit, and ``reason`` (:data:`REASONS`): a series that
    cannot be projected has one row, of the year ``until``, without numbers and with the reason.
    A series that reaches ``until`` has no row. Raises ValueError for a missing column, a key held
    twice, or a level outside 0 to 1.
    """
    wrong = [level for level in levels if not 0 < level < 1]
    if wrong:
        raise ValueError(f"levels: found {wrong[0]}; allowed: numbers between 0 and 1.")
    return _told(fit(observations), until, levels)


def _told(fitted: pd.DataFrame, until: int, levels: tuple[float, ...]) -> pd.DataFrame:
    ahead = until - fitted["last"]
    refused = fitted["reason"] != ""
    steps = np.where(refused, 1, ahead.clip(lower=0).fillna(0)).astype("int64")
    rows = np.repeat(np.arange(len(fitted)), steps)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(steps) - steps, steps) + 1
    each = fitted.iloc[rows].reset_index(drop=True)
    year = np.where(each["reason"] != "", until, each["last"].fillna(0) + step).astype("int64")
    shares = {"median": 0.5}
    for level in levels:
        shares[f"lower_{100 * level:g}"] = (1 - level) / 2
        shares[f"upper_{100 * level:g}"] = (1 + level) / 2
    numbers = {name: predictive.quantile(each, step, share) for name, share in shares.items()}
    told = pd.DataFrame(numbers).where(each["reason"] == "")
    years, which = np.unique(year, return_inverse=True)
    texts = pd.Series(years.astype(str).astype(object)).astype("str")
    period = texts.take(which).reset_index(drop=True).rename("time_period")
    return pd.concat([each[KEY], period, told, each["reason"]], axis="columns")


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
    held = observations.assign(year=annual_year(observations["time_period"]))
    held = held if as_of is None else held[(held["year"] <= as_of).fillna(False)]
    table = gaps.gap_table(targets, held)
    asked = table.assign(basis=table.get("basis", ""))[
        [*KEY, "plan", "target", "due", "target_period", "verdict"]
    ]
    asked = asked.merge(fit(held), on=KEY, how="left", validate="m:1")
    known = asked["verdict"].map({"met": 1.0, "missed": 0.0})
    wanted = gaps.demand(table)
    reason = np.select(
        [
            known.notna(),
            asked["target_period"] != asked["due"].astype(str),
            asked["reason"].isna(),
            asked["reason"] != "",
            asked["due"] <= asked["last"],
            wanted["sign"] == 0,
        ],
        ["", "not_a_year", "no_series", asked["reason"].fillna(""), "not_ahead", "no_direction"],
        default="",
    )
    there = pd.Series(reason == "", asked.index) & known.isna()
    found = known.copy()
    found[there] = _reached(asked[there], wanted[there.to_numpy()])
    numbers = asked[["points", "last"]].astype("Int64")
    return asked[["plan", "target", "due"]].assign(
        last=numbers["last"], points=numbers["points"].fillna(0), chance=found, reason=reason
    )


def _reached(asked: pd.DataFrame, wanted: pd.DataFrame) -> np.ndarray:
    years = (asked["due"] - asked["last"]).to_numpy(dtype=float)
    end = (wanted["end"] - wanted["sign"] * wanted["tolerance"]).to_numpy(dtype=float)
    above = predictive.chance_above(asked, years, end)
    below = predictive.chance_below(asked, years, end)
    share = np.where(wanted["sign"].to_numpy() > 0, above, below)
    return np.clip(share, _NEVER_SURE, 1 - _NEVER_SURE)


def backtest(
    observations: pd.DataFrame, levels: tuple[float, ...] = (0.8, 0.95), ahead: int = 1
) -> pd.DataFrame:
    """What the projection said at every earlier year, and what came.

    From each year of each series with at least four points up to it, ``ahead`` years on. One row
    an origin and year foretold: the key, ``origin``, ``time_period``, ``median``, the bounds of
    ``levels``, ``obs_value``, and ``change``, the series' mean absolute yearly change until then,
    which makes errors of different units comparable.
    """
    points = _points(observations)
    points = points.assign(time_period=points["year"].astype("str"))
    origins = sorted(points["year"].unique())
    told = pd.concat(
        {origin: _foretold(points, origin, ahead, levels) for origin in origins},
        names=["origin", None],
    ).reset_index("origin")
    run = points[[*KEY, "year", "run"]].rename(columns={"year": "origin"})
    came = points[[*KEY, "time_period", "obs_value", "run"]]
    joined = (
        told.merge(run, on=[*KEY, "origin"], validate="m:1")
        .merge(came, on=[*KEY, "time_period", "run"], validate="m:1")
        .merge(_movement(points), on=[*KEY, "origin"], validate="m:1")
    )
    front = [*KEY, "origin", "time_period", "obs_value", "median"]
    return joined[[*front, *[c for c in joined if c not in [*front, "run", "reason"]]]]


def _foretold(
    points: pd.DataFrame, origin: int, ahead: int, levels: tuple[float, ...]
) -> pd.DataFrame:
    told = _told(_fit(points[points["year"] <= origin]), origin + ahead, levels)
    return told[told["reason"] == ""]


def _movement(points: pd.DataFrame) -> pd.DataFrame:
    """Mean absolute yearly change since the last break, up to each point."""
    by = points.groupby(["series", "run"])
    change = (by["obs_value"].diff() / by["year"].diff()).abs()
    runs = [points["series"], points["run"]]
    mean = change.groupby(runs).cumsum() / change.notna().groupby(runs).cumsum()
    named = points[KEY].assign(origin=points["year"], change=mean)
    return named.dropna(subset="change")


def fit(observations: pd.DataFrame) -> pd.DataFrame:
    """The predictive distribution of each series: key, :func:`plangaps.predictive.fit`, reason."""
    return _fit(_points(observations))


def _fit(points: pd.DataFrame) -> pd.DataFrame:
    last_run = points.groupby("series")["run"].transform("max")
    points = points[points["run"] == last_run]
    keys = points.drop_duplicates("series")[KEY].reset_index(drop=True)
    known = tables.indicators().set_index("indicator")[["minimum", "maximum"]]
    limits = known.reindex(keys["indicator"]).reset_index(drop=True)
    number, _ = pd.factorize(points["series"])
    used = points[["year"]].assign(series=number, value=points["obs_value"])
    fitted = predictive.fit(used, limits)
    few = fitted["points"] < predictive.FEWEST
    still = fitted["scale"] == 0
    reason = np.select([few, still], ["too_few_points", "never_moved"], default="")
    return keys.join(fitted).assign(reason=reason)


def _points(observations: pd.DataFrame) -> pd.DataFrame:
    """Yearly points that make up series, in order: key, ``series``, ``run``, ``year``, value.

    ``series`` numbers them from 0; ``run`` counts the breaks on the way, those of series before
    included, so that it grows within a series at each break.
    """
    missing = [c for c in [*KEY, "time_period", "obs_value"] if c not in observations]
    if missing:
        raise ValueError(
            f"observations: the column {missing[0]!r} is missing; found: "
            f"{', '.join(observations.columns)}."
        )
    frame = observations.assign(year=annual_year(observations["time_period"]))
    use = frame["year"].notna() & frame["obs_value"].notna()
    if "obs_status" in frame:
        use &= frame["obs_status"] != "U"
    if "bound" in frame:
        use &= ~frame["bound"].isin(["lower", "upper"])
    frame = frame[use]
    frame = frame.assign(year=frame["year"].astype("int64"), series=_numbers(frame))
    frame = frame.sort_values(["series", "year"], kind="stable", ignore_index=True)
    series, year = frame["series"].to_numpy(), frame["year"].to_numpy()
    same = series[1:] == series[:-1]
    twice = np.flatnonzero(same & (year[1:] == year[:-1]))
    if len(twice):
        first = frame.loc[twice[0], [*KEY, "time_period"]]
        values = ", ".join(f"{k} {v!r}" for k, v in first.items())
        raise ValueError(f"observations: found two rows of the key {values}; one is allowed.")
    run = frame["obs_status"].eq("B").to_numpy().cumsum() if "obs_status" in frame else 0
    return frame[[*KEY, "year", "obs_value", "series"]].assign(run=run)


def _numbers(frame: pd.DataFrame) -> np.ndarray:
    """Number of each row's series, in order of first appearance.

    Only the first of rows that follow one another in a series is looked up.
    """
    columns = [frame[column].to_numpy() for column in KEY]
    head = np.ones(len(frame), dtype=bool)
    head[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    code = np.zeros(int(head.sum()), dtype="int64")
    for column in columns:
        codes, names = pd.factorize(column[head])
        code = code * len(names) + codes
    return pd.factorize(code)[0][np.cumsum(head) - 1]
