"""The nation's record: jobs, unemployment, what its targets asked for."""

from __future__ import annotations

import pandas as pd

from plangaps import trajectories
from plangaps.findings.held import Held
from plangaps.findings.said import (
    Amount,
    Each,
    Names,
    Points,
    Promise,
    Said,
    Years,
    finding,
    said,
)

JOBS = "new_urban_jobs"
SURVEYED = "surveyed_urban_unemployment_rate"
REGISTERED = "registered_urban_unemployment_rate"


def margins(held: Held) -> pd.Series:
    """By how many per cent each yearly jobs target was passed, by year."""
    rows = held.yearly[held.yearly["indicator"] == JOBS].dropna(subset="obs_value")
    return (100 * (rows["obs_value"] / rows["value"] - 1)).set_axis(rows["due"])


@finding
def jobs_margin(held: Held) -> Said | None:
    """In how many years the nation passed its jobs target, and by how much."""
    margin = margins(held)
    if margin.empty:
        return None
    kept = int((margin >= 0).sum())
    values = {"n": len(margin), "kept": kept, "mean": margin.mean(), "median": margin.median()}
    ends = {"least": margin.min(), "most": margin.max(), "year": margin.idxmin()}
    return said("jobs_margin." + ("all" if kept == len(margin) else "some"), **values, **ends)


@finding
def jobs_asked(held: Held) -> Said | None:
    """How many jobs targets asked for more than the last figure before them."""
    rows = held.asked[held.asked["indicator"] == JOBS].merge(held.yearly[["plan", "target"]])
    slack = rows.dropna(subset="over_last").set_index("due")["over_last"]
    if slack.empty:
        return None
    first, last = slack.index.min(), slack.index.max()
    below, widest, most = int((slack < 0).sum()), slack.idxmin(), float(slack.min())
    return said(
        "jobs_asked." + ("all" if below == len(slack) else "some"), n=len(slack), below=below,
        first=first, last=last, widest=widest, most=Amount(-most, "persons"),
        now=Amount(abs(float(slack[slack.index == last].iloc[0])), "persons"),
    )  # fmt: skip


@finding
def ceilings_asked(held: Held) -> Said | None:
    """How many ceilings of the surveyed rate the last annual mean had met already."""
    rows = held.asked[held.asked["indicator"] == SURVEYED].merge(held.yearly[["plan", "target"]])
    known = rows.dropna(subset="over_last")
    if known.empty:
        return None
    harder = known[known["over_last"].round(6) > 0]
    key = "ceilings_asked." + ("none" if harder.empty else "some")
    by = Points(harder["over_last"].max()) if len(harder) else ""
    met = int(known["met_when_set"].sum())
    return said(key, n=len(known), met=met, years=Years(harder["due"]), by=by)


@finding
def jobs_silent(held: Held) -> Said | None:
    """Years of the nation's jobs targets for which no figure of the whole year is held."""
    rows = held.yearly[held.yearly["indicator"] == JOBS]
    years = rows.loc[rows["verdict"] == "undecided", "due"]
    return said("jobs_silent", years=Years(years)) if len(years) else None


@finding
def ceilings_kept(held: Held) -> Said | None:
    """In how many years the two unemployment rates stayed under their ceilings."""
    kept = {}
    for name, code in (("registered", REGISTERED), ("surveyed", SURVEYED)):
        verdict = held.yearly.loc[held.yearly["indicator"] == code, "verdict"]
        kept[name] = int((verdict == "met").sum())
        kept[f"of_{name}"] = int(verdict.isin(["met", "missed"]).sum())
    return said("ceilings_kept", **kept) if kept["of_registered"] else None


@finding
def ceiling_like_the_plans(held: Held) -> Said | None:
    """Years in which the nation set the plan's ceiling for the registered rate."""
    goal, nation = held.goal(REGISTERED), held.yearly[held.yearly["indicator"] == REGISTERED]
    if goal.empty:
        return None
    same = nation[nation["value"] == goal["value"]].dropna(subset="obs_value")
    if same.empty:
        return None
    parts = [
        said("of_year", value=Amount(row["obs_value"], "percent"), year=row["due"])
        for row in same.to_dict("records")
    ]
    return said("ceiling_like_the_plans", goal=Promise(goal), outcomes=Each(parts))


@finding
def registered_target(held: Held) -> Said | None:
    """The plan's ceiling of the registered rate beside the nation's last one and its projection."""
    goal, rate = held.goal(REGISTERED), held.series(REGISTERED, "CN", "year end")
    if goal.empty or rate.empty or rate.index[-1] >= goal["due"]:
        return None
    rows = held.observations.query("indicator == @REGISTERED and ref_area == 'CN'")
    told = trajectories.project(rows, int(goal["due"])).set_index("time_period")
    if str(goal["due"]) not in told.index or rate.iloc[-1] >= goal["value"]:
        return None
    ends = told.loc[str(goal["due"]), ["lower_80", "upper_80"]]
    key = "inside" if ends["lower_80"] <= goal["value"] <= ends["upper_80"] else "outside"
    return said(
        f"registered_target.{key}", area=Names([goal["ref_area"]], "area"), goal=Promise(goal),
        value=Amount(rate.iloc[-1], "percent"), year=rate.index[-1], due=goal["due"],
        below=Points(goal["value"] - rate.iloc[-1]),
    )  # fmt: skip
