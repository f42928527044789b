"""Promise against measurement: which observation may judge a target, the gap, and the verdict.

A target is judged by one observation only: same area, indicator, basis and period. Everything else
that is near (a higher area, an earlier year, another basis, a part of the total) travels along as
context, named as such, and never decides.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from plangaps import observed, tables
from plangaps.observed import annual_year

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

_KEY = ["ref_area", "indicator", "basis", "time_period"]
_OBSERVED = ["obs_value", "obs_status", "bound"]
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
    asked = _asked(targets)
    held = _held(observations, asked)
    own = _pairs(asked, held, asked["ref_area"], 0)
    higher = [_pairs(asked, held, area, hops) for hops, area in _ancestors(asked["ref_area"])]
    pairs = pd.concat([own, *higher], ignore_index=True)
    result = targets.iloc[pairs["t"]][["plan", "target"]].reset_index(drop=True).join(pairs)
    result["role"] = result["relation"].map({"same": "judged", "part": "bound"}).fillna("context")
    order = result["relation"].map(RELATIONS.index)
    place = np.lexsort([result["area_distance"], order, result["t"]])
    front = ["plan", "target", "relation", "role", "area_distance", "year_distance", "same_basis"]
    rest = [c for c in result.columns if c not in [*front, "t"]]
    return result.iloc[place].reset_index(drop=True)[[*front, *rest]]


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
    tables.need(targets, ["comparator", "value", "value_high", "kind", "direction"], "targets")
    evidence = match(targets, observations)
    table = _with_judged(targets, evidence)
    table = _judge(_measure(table, tolerance), rounding)
    last = _last_year(observations) if as_of is None else as_of
    not_due = table["obs_value"].isna() & (table["due"] > last)
    verdict = table["verdict"].mask(not_due, "open")
    reason = table["reason"].where(verdict == "undecided", "")
    return _with_context(table.assign(verdict=verdict, reason=reason), evidence)


def _asked(targets: pd.DataFrame) -> pd.DataFrame:
    """What each target asks for: its key, due year and position ``t``."""
    tables.need(targets, ["plan", "target", "ref_area", "indicator", "due"], "targets")
    tables.unique(targets, ["plan", "target"], "targets")
    asked = targets[["ref_area", "indicator", "due"]].reset_index(drop=True)
    period = targets.get("time_period", targets["due"].astype(str))
    basis = targets["basis"] if "basis" in targets else pd.Series("", targets.index)
    return asked.assign(basis=basis.to_numpy(), time_period=period.to_numpy(), t=asked.index)


def _held(observations: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Reliable observations of the indicators asked for, by period that is a year or years."""
    tables.need(observations, [*_KEY, *_OBSERVED], "observations")
    columns = [*_KEY, *_OBSERVED, *(c for c in _TRACED if c in observations)]
    asked_for = observations["indicator"].isin(asked["indicator"].unique())
    held = observations.loc[asked_for & (observations["obs_status"] != "U"), columns]
    held = held.assign(part=held["basis"].isin(_parts()), **_years(held["time_period"]))
    held = held[held["year"] > 0]
    tables.unique(held, _KEY, "observations")
    return held.rename(columns={"ref_area": "obs_area", "basis": "obs_basis", **_TRACED})


def _years(time_period: pd.Series) -> dict[str, np.ndarray]:
    """Last year of each period of whole years (0 where it is none), and if it spans several."""
    codes, periods = pd.factorize(time_period)
    parsed = pd.Series(periods).str.extract(r"^(\d{4}/)?(\d{4})$")
    year = parsed[1].fillna("0").astype("int64").to_numpy()
    return {"year": year[codes], "span": parsed[0].notna().to_numpy()[codes]}


def _parts() -> pd.Series:
    bases = tables.bases()
    return bases.loc[bases["part_of_total"], "basis"]


def _ancestors(area: pd.Series) -> list[tuple[int, pd.Series]]:
    """Areas one, two, three levels up, position by position, empty above the country."""
    parent = tables.areas().set_index("ref_area")["parent"].to_dict()
    codes, names = pd.factorize(area)
    chain: list[tuple[int, pd.Series]] = []
    ups = [parent.get(name, "") for name in names]
    while any(ups):
        chain.append((len(chain) + 1, pd.Series(np.array(ups, dtype=object)[codes])))
        ups = [parent.get(name, "") for name in ups]
    return chain


def _pairs(asked: pd.DataFrame, held: pd.DataFrame, area: pd.Series, hops: int) -> pd.DataFrame:
    """Each target with the nearest observation of each relation in ``area``."""
    keys = asked.rename(columns={"time_period": "asked_period"}).assign(area=area.to_numpy())
    same = ["area", "indicator", "basis", "asked_period", "due"]
    keys["asked"] = keys.groupby(same, sort=False).ngroup()
    questions = keys.drop_duplicates("asked")[["asked", *same]]
    both = questions.merge(held, left_on=["area", "indicator"], right_on=["obs_area", "indicator"])
    near = _nearest(_related(both, hops), ["asked"] if hops else ["asked", "relation"])
    answers = near.drop(columns=[*same, "year", "span", "part", "same_period"])
    found = keys[["t", "asked"]].merge(answers, on="asked").drop(columns="asked")
    return found.assign(area_distance=hops)


def _related(both: pd.DataFrame, hops: int) -> pd.DataFrame:
    """Relation of each pair; pairs with none (a later year, a part elsewhere) are left out."""
    same_basis = both["obs_basis"] == both["basis"]
    same_period = both["time_period"] == both["asked_period"]
    upto = both["year"] <= both["due"]
    single = ~both["span"]
    rules = {
        "same": same_basis & same_period,
        "part": both["part"] & same_period,
        "earlier_year": same_basis & single & (both["year"] < both["due"]),
        "other_basis": ~same_basis & ~both["part"] & upto,
    }
    if hops:
        rules = {"higher_area": ~both["part"] & upto & (single | same_period)}
    relation = np.select(list(rules.values()), list(rules), default="")
    both = both.assign(
        relation=relation,
        same_basis=same_basis,
        same_period=same_period,
        year_distance=(both["due"] - both["year"]).astype("int64"),
    )
    return both[relation != ""]


def _nearest(both: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The pair that is nearest: same period, last year, same basis, an exact value.

    Of several parts the largest, which bounds the total best; ties go by the name of the basis.
    """
    size = np.where(both["part"], -both["obs_value"], 0)
    name, _ = pd.factorize(both["obs_basis"], sort=True)
    near = [~both["same_period"], both["year_distance"], ~both["same_basis"], both["bound"] != ""]
    order = np.lexsort([name, size, *reversed(near)])
    return both.iloc[order].drop_duplicates(by)


def _with_judged(targets: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Targets with the observation that judges, and the reason there would be without one.

    A part of the total stands in where there is no total, as a lower bound of it: where parts add
    up (no share or growth does) and the part itself is not smaller than it says.
    """
    columns = ["plan", "target", "relation", "time_period", *_OBSERVED]
    columns += [c for c in _TRACED.values() if c in evidence]
    adds_up = targets.loc[~targets["kind"].isin(["share", "growth"]), ["plan", "target"]]
    parts = evidence[(evidence["relation"] == "part") & evidence["bound"].isin(["", "lower"])]
    parts = parts.merge(adds_up, on=["plan", "target"]).assign(bound="lower")
    judging = pd.concat([evidence[evidence["relation"] == "same"], parts])
    judging = judging.drop_duplicates(["plan", "target"])
    table = (
        targets.rename(columns={"time_period": "target_period"})
        .merge(judging[columns], on=["plan", "target"], how="left", validate="1:1")
        .merge(_missing_reason(evidence), on=["plan", "target"], how="left", validate="1:1")
        .fillna({"reason": "no_observation", **_empty(columns)})
        .astype({c: bool for c in columns if c == "obs_own"})
    )
    reason = table["reason"].mask(table["relation"] == "same", "bound_too_loose")
    return table.assign(reason=reason).drop(columns="relation")


def _empty(columns: Iterable[str]) -> dict[str, str | bool]:
    """What stands in a column where there is no observation; a value stays missing."""
    return {c: False if c.endswith("_own") else "" for c in columns if not c.endswith("_value")}


def _missing_reason(evidence: pd.DataFrame) -> pd.DataFrame:
    """Why a target without its observation cannot be judged, from the nearest evidence there is."""
    now = evidence["year_distance"] == 0
    rules = {
        0: evidence["relation"] == "part",
        1: (evidence["relation"] == "other_basis") & now,
        2: evidence["relation"] == "earlier_year",
        3: evidence["relation"] == "other_basis",
        4: evidence["relation"] == "higher_area",
    }
    reasons = ["part_of_total", "other_definition", "before_due", "other_definition", "other_area"]
    rank = np.select(list(rules.values()), list(rules), default=len(reasons))
    ranked = evidence[["plan", "target"]].assign(rank=rank)
    first = ranked[rank < len(reasons)].groupby(["plan", "target"], as_index=False).min()
    return first.assign(reason=np.array(reasons)[first["rank"]]).drop(columns="rank")


def demand(targets: pd.DataFrame, tolerance: float = 0.05) -> pd.DataFrame:
    """What each target demands, in one form for every comparator.

    Out, row by row: ``sign`` (+1 more is better, -1 less is, 0 the range itself is wanted), ``end``
    the figure that binds, ``tolerance`` by how much an ``about`` target may be missed, both in
    ``unit_measure``. This is the one place where the sign of "less is better" is turned.
    """
    sign = targets["comparator"].map({"at_least": 1, "at_most": -1}).fillna(targets["direction"])
    low_end = (targets["comparator"] != "between") | (sign > 0)
    about = targets["comparator"] == "about"
    return pd.DataFrame(
        {
            "sign": sign,
            "end": targets["value"].where(low_end, targets["value_high"]),
            "tolerance": (targets["value"].abs() * tolerance).where(about, 0.0),
        }
    )


def judge(frame: pd.DataFrame, *, tolerance: float = 0.05, rounding: float = 0.01) -> pd.DataFrame:
    """Gap and verdict of each row, a target beside the figure that judges it.

    Needed: ``comparator``, ``value``, ``value_high``, ``direction``, ``kind`` of the target, and
    ``obs_value``, ``bound``, ``obs_status`` of the figure; a missing value or one of low
    reliability (U) judges nothing. Out: ``frame`` with ``gap``, ``gap_relative``, ``fulfilled``,
    ``tolerance``, ``verdict`` (met, missed, undecided) and ``reason`` (no_observation,
    bound_too_loose), all as in :func:`gap_table`, which says what the parameters mean.
    """
    tables.need(frame, ["comparator", "value", "value_high", "direction", "kind"], "frame")
    tables.need(frame, _OBSERVED, "frame")
    usable = frame["obs_value"].notna() & (frame["obs_status"] != "U")
    measured = _measure(frame.assign(obs_value=frame["obs_value"].where(usable)), tolerance)
    judged = _judge(measured, rounding)
    undecided = judged["verdict"] == "undecided"
    reason = np.select([~undecided, usable], ["", "bound_too_loose"], "no_observation")
    return judged.assign(obs_value=frame["obs_value"], reason=reason)


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


def _measure(table: pd.DataFrame, tolerance: float) -> pd.DataFrame:
    """Gap to the binding end of the target, positive where the figure is better."""
    asked = demand(table, tolerance)
    end = asked["end"]
    gap = (table["obs_value"] - end) * asked["sign"]
    gap = gap.where(asked["sign"] != 0, _within(table))
    flow = table["kind"].isin(["flow", "count"]) & (table["value"] > 0)
    return table.assign(
        sign=asked["sign"],
        tolerance=asked["tolerance"],
        gap=gap,
        gap_relative=gap / end.abs().where(end != 0),
        fulfilled=(table["obs_value"] / table["value"]).where(flow),
    )


def _within(table: pd.DataFrame) -> pd.Series:
    """Gap where neither more nor less is better: how far outside (negative) or inside the range."""
    high = table["value_high"].fillna(table["value"])
    inside = np.minimum(table["obs_value"] - table["value"], high - table["obs_value"])
    return pd.Series(inside, table.index)


def _judge(table: pd.DataFrame, rounding: float) -> pd.DataFrame:
    """Verdict from the range in which the true gap lies, given what the figure says of itself."""
    low, high = _gap_range(table, rounding)
    allowed = -table["tolerance"] - _EPSILON * table["value"].abs()
    verdict = np.select([low >= allowed, high < allowed], ["met", "missed"], default="undecided")
    undecided = pd.Series(verdict == "undecided", table.index)
    blank = {c: table[c].mask(undecided) for c in ["gap", "gap_relative", "fulfilled"]}
    return table.assign(verdict=verdict, **blank).drop(columns="sign")


def _gap_range(table: pd.DataFrame, rounding: float) -> tuple[pd.Series, pd.Series]:
    """Lowest and highest true gap; the two are one where the figure is exact."""
    gap, bound, sign = table["gap"], table["bound"], table["sign"]
    off = (table["obs_value"].abs() * rounding).where(bound == "approx", 0.0)
    one_sided = bound.isin(["lower", "upper"])
    above = bound == np.where(sign < 0, "upper", "lower")
    # Where neither more nor less is better, a bound outside the range leads further away only.
    outside = (sign == 0) & (gap < 0) & ((table["obs_value"] > table["value"]) == above)
    low = (gap - off).mask(one_sided & (~above | (sign == 0)), -np.inf)
    high = (gap + off).mask(one_sided & (above | (sign == 0)) & ~outside, np.inf)
    return low, high


def _with_context(table: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """The nearest evidence that may not judge, as context columns."""
    context = evidence[evidence["role"] == "context"].drop_duplicates(["plan", "target"])
    names = {"relation": "context_relation", "obs_area": "context_area"}
    names |= {"obs_basis": "context_basis", "time_period": "context_time_period"}
    names |= {
        "obs_value": "context_value",
        "bound": "context_bound",
        "obs_source": "context_source",
        "obs_own": "context_own",
    }
    columns = ["plan", "target", *[c for c in names if c in context]]
    merged = table.merge(
        context[columns].rename(columns=names), on=["plan", "target"], how="left", validate="1:1"
    )
    added = [names[c] for c in columns[2:]]
    return merged.fillna(_empty(added)).astype({c: bool for c in added if c == "context_own"})


def _last_year(observations: pd.DataFrame) -> int:
    """Last year of published figures, of the project's own series where the frame has none."""
    own = observations.get("own", pd.Series(False, observations.index)).astype(bool)
    years = annual_year(observations.loc[~own, "time_period"]).dropna()
    return int(years.max()) if len(years) else observed.last_year()
