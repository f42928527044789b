"""Promise against measurement: the gap, the verdict, and the reason where there is none.

What may judge a target, and what is only near, says :func:`plangaps.matching.match`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from plangaps import frames, observed, tables
from plangaps.matching import ASKED, HELD, MEASURED, TRACED, match

VERDICTS = ["met", "missed", "open", "undecided"]

REASONS = ["no_observation", "other_area", "other_definition", "before_due", "part_of_total"]
REASONS += ["weak_source", "bound_too_loose"]

# Figures that differ in the ninth digit are the same figure, computed twice.
_EPSILON = 1e-9

_TARGET = ["plan", "target"]
PROMISED = ["comparator", "value", "value_high", "direction", "kind"]
_BRIEF = ["target", "name_en", "printed", "obs_value", "gap", "verdict", "obs_own", "reason"]
_BRIEF += ["context_area", "context_time_period", "context_value"]
_PLACED = ["plan", "target", "name_en", "name_zh"]

# What a function needs of a gap table: the verdicts and reasons there are.
OUTCOME: dict[str, Any] = {"verdict": VERDICTS, "reason": [*REASONS, ""]}


@frames.takes(targets=frames.needs(*ASKED, *PROMISED), observations=frames.needs(*HELD))
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
    is open. By default the last year of which the project holds a published figure, whatever
    ``observations`` are: neither own figures nor a selection makes other targets due.

    Raises TableError for frames that :func:`plangaps.frames.valid` refuses and for a share or year
    that can be none, with all that is wrong in one sentence.

    >>> t = pd.DataFrame({"plan": "p", "target": ["T01"], "ref_area": "CN", "kind": "share",
    ...     "indicator": "registered_urban_unemployment_rate", "comparator": "at_most",
    ...     "value": 4.6, "value_high": float("nan"), "direction": -1, "due": 2010})
    >>> o = pd.DataFrame({"ref_area": ["CN"], "indicator": "registered_urban_unemployment_rate",
    ...     "basis": "", "time_period": "2010", "obs_value": 4.1, "obs_status": "A", "bound": ""})
    >>> gap_table(t, o)[["gap", "verdict"]].round(1).values.tolist()
    [[0.5, 'met']]
    """
    evidence = match(targets, observations)
    rows = _with_evidence(targets, evidence)
    table = judge(rows, tolerance=tolerance, rounding=rounding)
    last = observed.last_year() if as_of is None else as_of
    not_due = table["obs_value"].isna() & (table["due"] > last)
    verdict = table["verdict"].mask(not_due, "open")
    same = rows["relation"] == "same"
    reason = np.select([verdict != "undecided", ~same], ["", rows["nearest"]], table["reason"])
    table = table.assign(verdict=verdict, reason=reason).drop(columns=["relation", "nearest"])
    return _with_context(table, evidence)


@frames.takes(frame=frames.needs(*PROMISED, *MEASURED))
def judge(frame: pd.DataFrame, *, tolerance: float = 0.05, rounding: float = 0.01) -> pd.DataFrame:
    """Gap and verdict of each row, a target beside the figure that judges it.

    Needed: ``comparator``, ``value``, ``value_high``, ``direction``, ``kind`` of the target, and
    ``obs_value``, ``bound``, ``obs_status`` of the figure; a missing value or one of low
    reliability (U) judges nothing. Out: ``frame`` with ``gap``, ``gap_relative``, ``fulfilled``,
    ``tolerance``, ``verdict`` (met, missed, undecided) and ``reason`` (no_observation,
    bound_too_loose), all as in :func:`gap_table`, which says what the parameters mean.
    """
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


@frames.takes(targets=frames.needs("comparator", "value", "value_high", "direction"))
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


@frames.takes(table=frames.needs(verdict=VERDICTS))
def summary(table: pd.DataFrame, by: str = "theme") -> pd.DataFrame:
    """How many targets of each ``by`` (theme, plan, ref_area, ...) have which verdict.

    ``table`` as from :func:`gap_table`. One row a value of ``by`` in the order of the table, one
    column a verdict (:data:`VERDICTS`), then ``targets``, their sum.
    """
    tables.need(table, [by], "table")
    counts = pd.crosstab(table[by], table["verdict"]).reindex(columns=VERDICTS, fill_value=0)
    counts = counts.reindex(table[by].unique()).rename_axis(columns=None)
    return counts.assign(targets=counts.sum(axis="columns"))


@frames.takes(table=frames.needs(*_BRIEF, **OUTCOME))
def brief(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of a :func:`gap_table` that are read first: what was promised, the verdict, the
    reason for none, and the nearest figure that may not judge."""
    return table[_BRIEF]


@frames.takes(table=frames.needs(*_PLACED, "indicator", **OUTCOME))
def published_in(table: pd.DataFrame) -> pd.DataFrame:
    """Where the outcome of each target that cannot be judged would be published.

    ``table`` as from :func:`gap_table`. One row an undecided target: ``plan``, ``target``,
    ``name_en``, ``name_zh``, ``reason``, ``published_in``.
    """
    missing = table.loc[table["verdict"] == "undecided", [*_PLACED, "reason", "indicator"]]
    places = tables.indicators()[["indicator", "published_in"]]
    return missing.merge(places, on="indicator", how="left").drop(columns="indicator")


def _with_evidence(targets: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Targets with the observation that judges, its ``relation``, and the reason without one.

    A part of the total stands in where there is no total, as a lower bound of it: where parts add
    up (no share or growth does) and the part itself is not smaller than it says.
    """
    columns = [*_TARGET, "relation", "time_period", *MEASURED]
    columns += [c for c in TRACED.values() if c in evidence]
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
        ("weak_source", relation == "weak_source"),
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
    # Where neither more nor less is better, a bound beyond the range leads further away only.
    away = (sign == 0) & ((measured > frame["value"]) == better)
    low = (gap - off).mask(one_sided & (~better | (sign == 0)), -np.inf)
    high = (gap + off).mask(one_sided & (better | (sign == 0)) & ~away, np.inf)
    return low, high


def _with_context(table: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """The nearest evidence that may not judge, as context columns."""
    columns = ["relation", "obs_area", "obs_basis", "time_period", "obs_value", "bound"]
    columns += [c for c in TRACED.values() if c in evidence]
    names = {c: f"context_{c.removeprefix('obs_')}" for c in columns}
    context = evidence[evidence["role"] == "context"].drop_duplicates(_TARGET)
    context = context[[*_TARGET, *columns]].rename(columns=names)
    merged = table.merge(context, on=_TARGET, how="left", validate="1:1")
    return _filled(merged, list(names.values()))


def _filled(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """No text and no own figure where there is no observation; a value stays missing."""
    empty = {c: False if c.endswith("_own") else "" for c in columns if not c.endswith("_value")}
    own = {c: bool for c in columns if c.endswith("_own")}
    return table.fillna(empty).astype(own)
