"""Which observation may judge a target, and what is near: evidence by relation and distance.

A target is judged by one observation only: same area, indicator, basis and period. Everything else
that is near (a higher area, an earlier year, another basis, a part of the total) travels along as
context, named as such, and never decides.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from plangaps import citing, frames, observed, tables

RELATIONS = ["same", "part", "weak_source", "earlier_year", "other_basis", "higher_area"]

MEASURED = ["obs_value", "obs_status", "bound"]

# Where an observation comes from, in frames that say it.
TRACED = {"source": "obs_source", "own": "obs_own"}

_TARGET = ["plan", "target"]

# What targets and observations must say to be matched.
ASKED = [*_TARGET, "ref_area", "indicator", "basis", "time_period", "due"]
HELD = [*observed.KEY, *MEASURED]


@frames.takes(targets=frames.needs(*ASKED), observations=frames.needs(*HELD))
def match(targets: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """For each target the observation that may judge it, and the context that may not.

    ``targets`` as from :func:`plan_targets.targets` (needed: ``plan``, ``target``, ``ref_area``,
    ``indicator``, ``due``; ``basis`` and ``time_period`` where they are not the empty basis and the
    due year). ``observations`` as from :func:`plangaps.observed.read_series`.

    One row a target and relation, at most one of each but ``higher_area``, which has one a level:

    - ``relation``: ``same`` (the one that judges: same area, indicator, basis and period), ``part``
      (same but a part of the total), ``weak_source`` (either of them, but from an encyclopaedia or
      a look-up page, which judges nothing), ``earlier_year`` (same basis, the last year before the
      due one), ``other_basis`` (the last value up to the due year that follows another definition,
      a total over several years included), ``higher_area`` (the last value up to the due year).
    - ``role``: ``judged``; ``bound`` for a part, which can only prove a floor passed or a ceiling
      broken; ``context`` for the rest.
    - ``area_distance``: levels up, 0 for the own area. ``year_distance``: due year less year.
      ``same_basis``: whether the definition is the target's.
    - the observation: ``obs_area``, ``obs_basis``, ``time_period``, ``obs_value``, ``obs_status``,
      ``bound`` and, where the frame has them, ``obs_source`` and ``obs_own`` (an own figure).

    Values of low reliability (``obs_status`` U) are left out. Parts of a year are never matched.
    Raises TableError for frames that :func:`plangaps.frames.valid` refuses, and for a key held
    twice.
    """
    figures = _figures(observations)
    pairs = _related(_pairs(_wanted(targets), figures), figures)
    place = np.lexsort([pairs["area_distance"], pairs["relation"].map(RELATIONS.index), pairs["t"]])
    pairs = pairs.iloc[place].reset_index(drop=True)
    role = pairs["relation"].map({"same": "judged", "part": "bound"}).fillna("context")
    front = ["relation", "role", "area_distance", "year_distance", "same_basis"]
    rest = ["obs_area", "obs_basis", "time_period", *MEASURED]
    rest += [c for c in TRACED.values() if c in pairs]
    named = targets.iloc[pairs["t"]][_TARGET].reset_index(drop=True)
    return named.join(pairs.assign(role=role)[[*front, *rest]])


def _wanted(targets: pd.DataFrame) -> pd.DataFrame:
    """What each target asks for: key, due year and position ``t``, beside each area up to CN."""
    tables.unique(targets, _TARGET, "targets")
    wanted = targets[ASKED[2:]].rename(columns={"time_period": "period"}).reset_index(drop=True)
    wanted = wanted.assign(t=wanted.index)
    return wanted.merge(tables.lineage(wanted["ref_area"]), on="ref_area").rename(
        columns={"higher_area": "obs_area", "hops": "area_distance"}
    )


def _figures(observations: pd.DataFrame) -> pd.DataFrame:
    """Reliable observations whose period is a year or several whole years."""
    columns = [*observed.KEY, *MEASURED, *(c for c in TRACED if c in observations)]
    usable = (observations["obs_status"] != "U") & observations["obs_value"].notna()
    figures = observations.loc[usable, columns]
    codes, periods = pd.factorize(figures["time_period"])
    years = pd.Series(periods, dtype="str").str.extract(r"^(\d{4}/)?(\d{4})$")
    last = years[1].fillna("0").astype("int64").to_numpy()[codes]
    figures = figures.assign(year=last, span=years[0].notna().to_numpy()[codes])
    figures = figures[figures["year"] > 0]
    tables.unique(figures, observed.KEY, "observations")
    return figures.rename(columns={"ref_area": "obs_area", "basis": "obs_basis", **TRACED})


def _pairs(wanted: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Each target beside every observation of its indicator in its area or one above."""
    both = wanted.merge(figures, on=["obs_area", "indicator"])
    bases = tables.bases()
    return both.assign(
        part=both["obs_basis"].isin(bases.loc[bases["part_of_total"], "basis"]),
        same_basis=both["obs_basis"] == both["basis"],
        same_period=both["time_period"] == both["period"],
        year_distance=(both["due"] - both["year"]).astype("int64"),
    )


def _related(both: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The nearest pair of each relation; pairs with none (a later year, a part above) are left out.

    Nearest: same period, last year, same basis, an exact value; of several parts the largest, which
    bounds the total best; ties go by the name of the basis.
    """
    own, part, single = both["area_distance"] == 0, both["part"], ~both["span"]
    weak = both.get("obs_source", pd.Series("", both.index)).isin(citing.weak())
    same_basis, same_period = both["same_basis"], both["same_period"]
    upto = both["year_distance"] >= 0
    rules = {
        "same": own & same_basis & same_period & ~weak,
        "part": own & part & same_period & ~weak,
        "weak_source": own & (same_basis | part) & same_period,
        "earlier_year": own & same_basis & single & (both["year_distance"] > 0),
        "other_basis": own & ~same_basis & ~part & upto,
        "higher_area": ~own & ~part & upto & (single | same_period),
    }
    relation = np.select(list(rules.values()), list(rules), default="")
    both = both.assign(relation=relation)[relation != ""]
    size = np.where(both["part"], -both["obs_value"], 0)
    name = both["obs_basis"].map(
        {n: i for i, n in enumerate(sorted(figures["obs_basis"].unique()))}
    )
    far = [~both["same_period"], both["year_distance"], ~both["same_basis"], both["bound"] != ""]
    order = np.lexsort([name, size, *reversed(far)])
    return both.iloc[order].drop_duplicates(["t", "area_distance", "relation"])
