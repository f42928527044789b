"""Promise against measurement: which observation may judge a target, the gap, and the verdict.

A target is judged by one observation only: same area, indicator, basis and period. Everything else
that is near (a higher area, an earlier year, another basis, a part of the total) travels along as
context, named as such, and never decides.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import observed, tables

VERDICTS = {
    "met": ("met", "已完成"),
    "missed": ("missed", "未完成"),
    "open": ("not due yet", "未到期"),
    "undecided": ("cannot be judged", "无法判断"),
}

REASONS = {
    "no_observation": ("no figure is published", "没有公布的数据"),
    "other_area": ("only a higher area's figure is published", "只有上级地区的数据"),
    "other_definition": ("the figure follows another definition", "统计口径不同"),
    "before_due": ("only an earlier year's figure is published", "只有较早年份的数据"),
    "part_of_total": ("the figure is only a part of the total", "只是总数的一部分"),
    "bound_too_loose": ("the figure is a bound that does not decide", "只是界限值，不足以判断"),
}

RELATIONS = ["same", "part", "earlier_year", "other_basis", "higher_area"]

# Figures that differ in the ninth digit are the same figure, computed twice.
_EPSILON = 1e-9

_TARGET = ["plan", "target"]
_PROMISED = ["comparator", "value", "value_high", "direction", "kind"]
_MEASURED = ["obs_value", "obs_status", "bound"]
_TRACED = {"source": "obs_source", "own": "obs_own"}


def match(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """For each target the observation that may judge it, and the context that may not.

    ``targets`` as from :func:`plan_targets.targets` (needed: ``plan``, ``target``, ``ref_area``,
    ``indicator``, ``due``; ``basis`` and ``time_period`` where they are not the empty basis and the
    due year). ``observations`` as from :func:`plangaps.observed.read_series`.

    One row a target and relation, at most one of each but ``higher_area``, which has one a level:

    - ``relation``: ``same`` (the one that judges: same area, indicator, basis and period), ``part``
      (same but a part of the total), ``earlier_year`` (same basis, the last year before the due
      one), ``other_basis`` (the last value up to the due year that follows another definition, a
      total over several years included), ``higher_area`` (the last value up to the due year).
    - ``role``: ``judged``; ``bound`` for a part, which can only prove a floor passed or a ceiling
      broken; ``context`` for the rest.
    - ``area_distance``: levels up, 0 for the own area. ``year_distance``: due year less year.
      ``same_basis``: whether the definition is the target's.
    - the observation: ``obs_area``, ``obs_basis``, ``time_period``, ``obs_value``, ``obs_status``,
      ``bound`` and, where the frame has them, ``obs_source`` and ``obs_own`` (an own figure).

    Values of low reliability (``obs_status`` U) are left out. Parts of a year are never matched.
    Raises ValueError where a needed column is missing or an observation's key is held twice.
    """
    held = _held(observations)
    pairs = _related(_pairs(_asked(targets), held), held)
    place = np.lexsort([pairs["area_distance"], pairs["relation"].map(RELATIONS.index), pairs["t"]])
    pairs = pairs.iloc[place].reset_index(drop=True)
    role = pairs["relation"].map({"same": "judged", "part": "bound"}).fillna("context")
    front = ["relation", "role", "area_distance", "year_distance", "same_basis"]
    rest = ["obs_area", "obs_basis", "time_period", *_MEASURED]
    rest += [c for c in _TRACED.values() if c in pairs]
    named = targets.iloc[pairs["t"]][_TARGET].reset_index(drop=True)
    return named.join(pairs.assign(role=role)[[*front, *rest]])


def gap_table(
    targets: pd.DataFrame,
    observations: pd.DataFrame,
    *,
    tolerance: float = 0.05,
    rounding: float = 0.01,
    as_of: int | None = None,
) -> pd.DataFrame:
    """One row a target: what was measured, the gap, the verdict, and the reason for none.

    The columns of ``targets`` (its ``time_period`` becomes ``target_period``), then

    - ``obs_value``, ``time_period``, ``obs_status``, ``bound``: the observation that judges, with
      ``obs_source`` and ``obs_own`` where ``observations`` has them;
    - ``gap``: positive is better than the target, negative falls short, in ``unit_measure``
      (percentage points for percentages); for a bound it is a bound too; missing while undecided;
    - ``gap_relative``: the gap as a share of the target; ``fulfilled``: for flows and counts the
      share of the plan fulfilled, never capped;
    - ``tolerance``: by how much an ``about`` target may be missed, in ``unit_measure``;
    - ``verdict``: met, missed, open, undecided (:data:`VERDICTS`); ``reason`` (:data:`REASONS`),
      empty unless undecided;
    - ``context_relation``, ``context_area``, ``context_basis``, ``context_time_period``,
      ``context_value``, ``context_bound``: the nearest evidence that may not judge, with
      ``context_source`` and ``context_own`` where ``observations`` has them.

    ``tolerance``: share of the value by which an ``about`` target (左右) may be missed.
    ``rounding``: share by which an approximate observation may be off; it decides only where the
    target lies outside that band. ``as_of``: last year whose figures are out; a target due later
    is open. By default the last year that is published in ``observations``: own figures do not
    make other targets due. Where they hold none, that of the project's series decides.

    >>> t = pd.DataFrame({"plan": "p", "target": ["T01"], "ref_area": "CN", "kind": "share",
    ...     "indicator": "registered_urban_unemployment_rate", "comparator": "at_most",
    ...     "value": 4.6, "value_high": float("nan"), "direction": -1, "due": 2010})
    >>> o = pd.DataFrame({"ref_area": ["CN"], "indicator": "registered_urban_unemployment_rate",
    ...     "basis": "", "time_period": "2010", "obs_value": 4.1, "obs_status": "A", "bound": ""})
    >>> gap_table(t, o)[["gap", "verdict"]].round(1).values.tolist()
    [[0.5, 'met']]
    """
    tables.need(targets, _PROMISED, "targets")
    evidence = match(targets, observations)
    rows = _with_evidence(targets, evidence)
    table = judge(rows, tolerance=tolerance, rounding=rounding)
    last = _last_year(observations) if as_of is None else as_of
    not_due = table["obs_value"].isna() & (table["due"] > last)
    verdict = table["verdict"].mask(not_due, "open")
    same = rows["relation"] == "same"
    reason = np.select([verdict != "undecided", ~same], ["", rows["nearest"]], table["reason"])
    table = table.assign(verdict=verdict, reason=reason).drop(columns=["relation", "nearest"])
    return _with_context(table, evidence)


def judge(frame: pd.DataFrame, *, tolerance: float = 0.05, rounding: float = 0.01) -> pd.DataFrame:
    """Gap and verdict of each row, a target beside the figure that judges it.

    Needed: ``comparator``, ``value``, ``value_high``, ``direction``, ``kind`` of the target, and
    ``obs_value``, ``bound``, ``obs_status`` of the figure; a missing value or one of low
    reliability (U) judges nothing. Out: ``frame`` with ``gap``, ``gap_relative``, ``fulfilled``,
    ``tolerance``, ``verdict`` (met, missed, undecided) and ``reason`` (no_observation,
    bound_too_loose), all as in :func:`gap_table`, which says what the parameters mean.
    """
    tables.need(frame, [*_PROMISED, *_MEASURED], "frame")
    wanted = demand(frame, tolerance)
    measured = frame["obs_value"].where(frame["obs_status"] != "U")
    gap = _gap(measured, frame, wanted)
    low, high = _gap_range(gap, measured, frame, wanted["sign"], rounding)
    allowed = -wanted["tolerance"] - _EPSILON * frame["value"].abs()
    verdict = np.select([low >= allowed, high < allowed], ["met", "missed"], "undecided")
    decided = pd.Series(verdict != "undecided", frame.index)
    planned = frame["value"].where(frame["kind"].isin(["flow", "count"]) & (frame["value"] > 0))
    end = wanted["end"].abs()
    return frame.assign(
        tolerance=wanted["tolerance"],
        gap=gap.where(decided),
        gap_relative=(gap / end.where(end > 0)).where(decided),
        fulfilled=(measured / planned).where(decided),
        verdict=verdict,
        reason=np.select([decided, measured.notna()], ["", "bound_too_loose"], "no_observation"),
    )


def demand(targets: pd.DataFrame, tolerance: float = 0.05) -> pd.DataFrame:
    """What each target demands, in one form for every comparator.

    Out, row by row: ``sign`` (+1 more is better, -1 less is, 0 the range itself is wanted), ``end``
    the figure that binds, ``tolerance`` by how much an ``about`` target may be missed, both in
    ``unit_measure``. This is the one place where the sign of "less is better" is turned.
    """
    comparator, direction = targets["comparator"], targets["direction"]
    sign = np.select([comparator == "at_least", comparator == "at_most"], [1, -1], direction)
    high = (comparator == "between") & (sign <= 0)
    about = comparator == "about"
    return pd.DataFrame(
        {
            "sign": sign,
            "end": targets["value"].mask(high, targets["value_high"]),
            "tolerance": (targets["value"].abs() * tolerance).where(about, 0.0),
        }
    )


def summary(table: pd.DataFrame, by: str = "theme") -> pd.DataFrame:
    """How many targets of each ``by`` (theme, plan, ref_area, ...) have which verdict.

    ``table`` as from :func:`gap_table`. One row a value of ``by`` in the order of the table, one
    column a verdict (:data:`VERDICTS`), then ``targets``, their sum.
    """
    tables.need(table, [by, "verdict"], "table")
    counts = pd.crosstab(table[by], table["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    counts = counts.reindex(table[by].unique()).rename_axis(index=by, columns=None)
    return counts.assign(targets=counts.sum(axis="columns"))


def published_in(table: pd.DataFrame) -> pd.DataFrame:
    """Where the outcome of each target that cannot be judged would be published.

    ``table`` as from :func:`gap_table`. One row an undecided target: ``plan``, ``target``,
    ``name_en``, ``name_zh``, ``reason``, ``published_in``.
    """
    columns = ["plan", "target", "name_en", "name_zh", "reason"]
    tables.need(table, [*columns, "verdict", "indicator"], "table")
    missing = table.loc[table["verdict"] == "undecided", [*columns, "indicator"]]
    places = tables.indicators()[["indicator", "published_in"]]
    return missing.merge(places, on="indicator", how="left").drop(columns="indicator")


def _asked(targets: pd.DataFrame) -> pd.DataFrame:
    """What each target asks for: key, due year and position ``t``, beside each area up to CN."""
    tables.need(targets, [*_TARGET, "ref_area", "indicator", "due"], "targets")
    tables.unique(targets, _TARGET, "targets")
    period = targets.get("time_period", targets["due"].astype(str))
    basis = targets.get("basis", pd.Series("", targets.index))
    asked = targets[["ref_area", "indicator", "due"]].reset_index(drop=True)
    asked = asked.assign(basis=basis.to_numpy(), asked_period=period.to_numpy(), t=asked.index)
    own = pd.DataFrame({"ref_area": asked["ref_area"].unique()})
    own = own.assign(higher_area=own["ref_area"], hops=0)
    places = pd.concat([own, tables.ancestors(own["ref_area"])])
    return asked.merge(places, on="ref_area").rename(
        columns={"higher_area": "obs_area", "hops": "area_distance"}
    )


def _held(observations: pd.DataFrame) -> pd.DataFrame:
    """Reliable observations whose period is a year or several whole years."""
    tables.need(observations, [*observed.KEY, *_MEASURED], "observations")
    columns = [*observed.KEY, *_MEASURED, *(c for c in _TRACED if c in observations)]
    usable = (observations["obs_status"] != "U") & observations["obs_value"].notna()
    held = observations.loc[usable, columns]
    codes, periods = pd.factorize(held["time_period"])
    years = pd.Series(periods, dtype="str").str.extract(r"^(\d{4}/)?(\d{4})$")
    last = years[1].fillna("0").astype("int64").to_numpy()[codes]
    held = held.assign(year=last, span=years[0].notna().to_numpy()[codes])
    held = held[held["year"] > 0]
    tables.unique(held, observed.KEY, "observations")
    return held.rename(columns={"ref_area": "obs_area", "basis": "obs_basis", **_TRACED})


def _pairs(asked: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Each target beside every observation of its indicator in its area or one above."""
    both = asked.merge(held, on=["obs_area", "indicator"])
    bases = tables.bases()
    return both.assign(
        part=both["obs_basis"].isin(bases.loc[bases["part_of_total"], "basis"]),
        same_basis=both["obs_basis"] == both["basis"],
        same_period=both["time_period"] == both["asked_period"],
        year_distance=(both["due"] - both["year"]).astype("int64"),
    )


def _related(both: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The nearest pair of each relation; pairs with none (a later year, a part above) are left out.

    Nearest: same period, last year, same basis, an exact value; of several parts the largest, which
    bounds the total best; ties go by the name of the basis.
    """
    own, part, single = both["area_distance"] == 0, both["part"], ~both["span"]
    same_basis, same_period = both["same_basis"], both["same_period"]
    upto = both["year_distance"] >= 0
    rules = {
        "same": own & same_basis & same_period,
        "part": own & part & same_period,
        "earlier_year": own & same_basis & single & (both["year_distance"] > 0),
        "other_basis": own & ~same_basis & ~part & upto,
        "higher_area": ~own & ~part & upto & (single | same_period),
    }
    relation = np.select(list(rules.values()), list(rules), default="")
    both = both.assign(relation=relation)[relation != ""]
    size = np.where(both["part"], -both["obs_value"], 0)
    name = both["obs_basis"].map({n: i for i, n in enumerate(sorted(held["obs_basis"].unique()))})
    far = [~both["same_period"], both["year_distance"], ~both["same_basis"], both["bound"] != ""]
    order = np.lexsort([name, size, *reversed(far)])
    return both.iloc[order].drop_duplicates(["t", "area_distance", "relation"])


def _with_evidence(targets: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Targets with the observation that judges, its ``relation``, and the reason without one.

    A part of the total stands in where there is no total, as a lower bound of it: where parts add
    up (no share or growth does) and the part itself is not smaller than it says.
    """
    columns = [*_TARGET, "relation", "time_period", *_MEASURED]
    columns += [c for c in _TRACED.values() if c in evidence]
    adds_up = targets.loc[~targets["kind"].isin(["share", "growth"]), _TARGET]
    parts = evidence[(evidence["relation"] == "part") & evidence["bound"].isin(["", "lower"])]
    parts = parts.merge(adds_up, on=_TARGET).assign(bound="lower")
    judging = pd.concat([evidence[evidence["relation"] == "same"], parts])
    judging = judging.drop_duplicates(_TARGET)[columns]
    table = targets.rename(columns={"time_period": "target_period"})
    table = table.merge(judging, on=_TARGET, how="left", validate="1:1")
    table = table.merge(_nearest_reason(evidence), on=_TARGET, how="left", validate="1:1")
    return _filled(table.fillna({"nearest": "no_observation"}), columns)


def _nearest_reason(evidence: pd.DataFrame) -> pd.DataFrame:
    """Why a target without its observation cannot be judged, from the ``nearest`` evidence."""
    relation, now = evidence["relation"], evidence["year_distance"] == 0
    ladder = [
        ("part_of_total", relation == "part"),
        ("other_definition", (relation == "other_basis") & now),
        ("before_due", relation == "earlier_year"),
        ("other_definition", relation == "other_basis"),
        ("other_area", relation == "higher_area"),
        ("no_observation", relation == "same"),
    ]
    reasons, holds = zip(*ladder, strict=True)
    rank = np.argmax(holds, axis=0)
    ranked = evidence[_TARGET].assign(nearest=np.array(reasons)[rank])
    return ranked.iloc[np.argsort(rank, kind="stable")].drop_duplicates(_TARGET)


def _gap(measured: pd.Series, frame: pd.DataFrame, wanted: pd.DataFrame) -> pd.Series:
    """How much better than the binding end; where no way is better, how far inside the range."""
    top = frame["value_high"].fillna(frame["value"])
    inside = np.minimum(measured - frame["value"], top - measured)
    return ((measured - wanted["end"]) * wanted["sign"]).where(wanted["sign"] != 0, inside)


def _gap_range(
    gap: pd.Series, measured: pd.Series, frame: pd.DataFrame, sign: pd.Series, rounding: float
) -> tuple[pd.Series, pd.Series]:
    """Lowest and highest true gap; the two are one where the figure is exact."""
    bound = frame["bound"]
    off = (measured.abs() * rounding).where(bound == "approx", 0.0)
    one_sided = bound.isin(["lower", "upper"])
    better = bound == np.where(sign < 0, "upper", "lower")
    # Where neither more nor less is better, a bound outside the range leads further away only.
    outside = (sign == 0) & (gap < 0) & ((measured > frame["value"]) == better)
    low = (gap - off).mask(one_sided & (~better | (sign == 0)), -np.inf)
    high = (gap + off).mask(one_sided & (better | (sign == 0)) & ~outside, np.inf)
    return low, high


def _with_context(table: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """The nearest evidence that may not judge, as context columns."""
    told = ["relation", "obs_area", "obs_basis", "time_period", "obs_value", "bound"]
    told += [c for c in _TRACED.values() if c in evidence]
    names = {c: f"context_{c.removeprefix('obs_')}" for c in told}
    context = evidence[evidence["role"] == "context"].drop_duplicates(_TARGET)
    context = context[[*_TARGET, *told]].rename(columns=names)
    merged = table.merge(context, on=_TARGET, how="left", validate="1:1")
    return _filled(merged, list(names.values()))


def _filled(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """No text and no own figure where there is no observation; a value stays missing."""
    empty = {c: False if c.endswith("_own") else "" for c in columns if not c.endswith("_value")}
    own = {c: bool for c in columns if c.endswith("_own")}
    return table.fillna(empty).astype(own)


def _last_year(observations: pd.DataFrame) -> int:
    """Last year of published figures, of the project's own series where the frame has none."""
    own = observations.get("own", pd.Series(False, observations.index)).astype(bool)
    years = observed.annual_year(observations.loc[~own, "time_period"]).dropna()
    return int(years.max()) if len(years) else observed.last_year()
