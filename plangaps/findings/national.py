"""The nation's record: jobs, unemployment, what its targets asked for."""

from __future__ import annotations

import pandas as pd

from plangaps.findings.held import Held
from plangaps.findings.said import Amount, Points, Said, Years, finding, said

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
