"""What an observer would have expected: chances beforehand, intervals, targets ahead, provinces."""

from __future__ import annotations

import pandas as pd

import plan_targets
from plangaps import observed, trajectories
from plangaps.findings.held import Held
from plangaps.findings.national import REGISTERED
from plangaps.findings.said import Chance, Each, Names, Points, Promise, Said, finding, said


@finding
def expected_beforehand(held: Held) -> Said | None:
    """The chance that a look at earlier years gave the nation's yearly targets, and what came."""
    known = held.yearly[["plan", "target", "verdict", "indicator"]]
    due = held.expected.dropna(subset="chance").merge(known)
    due = due[due["verdict"].isin(["met", "missed"])]
    if due.empty:
        return None
    lowest, met = due.sort_values("chance").iloc[0], int((due["verdict"] == "met").sum())
    return said("expected_beforehand", n=len(due), mean=100 * due["chance"].mean(), met=met,
                least=100 * lowest["chance"], name=Names([lowest["indicator"]], "indicator"),
                year=lowest["due"])  # fmt: skip


@finding
def intervals_held(held: Held) -> Said | None:
    """How many values foretold a year ahead fell into their intervals."""
    told = held.foretold
    if told.empty:
        return None
    value = told["obs_value"]
    inside = {q: value.between(told[f"lower_{q}"], told[f"upper_{q}"]) for q in (80, 95)}
    shares = {"narrow": 100 * inside[80].mean(), "wide": 100 * inside[95].mean()}
    same = told["indicator"] == REGISTERED
    return said("intervals_held", n=len(told), left=int((~inside[80][same]).sum()),
                of=int(same.sum()), **shares)  # fmt: skip


@finding
def chances_ahead(held: Held) -> Said | None:
    """How likely the nation's targets of the year ahead are to be reached."""
    targets = plan_targets.yearly()
    ahead = targets[targets["due"] > observed.last_year()]
    if ahead.empty:
        return None
    chance = trajectories.chance(held.observations, ahead).dropna(subset="chance")
    rows = chance.merge(ahead, on=["plan", "target", "due"])
    parts = [
        said("chance_ahead", name=Names([row["indicator"]], "indicator"), goal=Promise(row),
             year=row["due"], chance=Chance(row["chance"]), n=row["points"])
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return said("chances_ahead", parts=Each(parts)) if parts else None


def _provinces(held: Held, indicator: str) -> pd.DataFrame:
    """The provinces' targets with an earlier figure, of the year for which most are held."""
    rows = held.asked[held.asked["ref_area"].str.endswith("0000")]
    rows = rows[rows["indicator"] == indicator].dropna(subset="over_last")
    return rows[rows["due"] == rows["due"].mode().max()]


@finding
def provinces_growth(held: Held) -> Said | None:
    """How many provinces planned no more growth than they had."""
    rows = _provinces(held, "gdp_growth")
    if rows.empty:
        return None
    more = rows["over_last"].mean()
    key = "provinces_growth." + ("above" if more >= 0 else "below")
    easy = int((rows["over_last"].round(6) <= 0).sum())
    return said(key, n=len(rows), easy=easy, more=Points(more), year=rows["due"].max(),
                before=int(rows["last_time"].max()))  # fmt: skip


@finding
def provinces_jobs(held: Held) -> Said | None:
    """How many provinces planned no more new jobs than they had."""
    rows = _provinces(held, "new_urban_jobs")
    if rows.empty:
        return None
    easy = int((rows["over_last"] <= 0).sum())
    return said("provinces_jobs", n=len(rows), easy=easy, year=rows["due"].max(),
                before=int(rows["last_time"].max()))  # fmt: skip
