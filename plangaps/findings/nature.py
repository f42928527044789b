"""Environment: air, forest, rocky desertification of the first plan beside what is published."""

from __future__ import annotations

import pandas as pd

from plangaps.findings.held import Held
from plangaps.findings.said import (
    Amount,
    Each,
    Figure,
    Names,
    Points,
    Promise,
    Said,
    Word,
    finding,
    said,
)

AIR, FOREST, ROCKY = "air_good_days_share", "forest_coverage", "rocky_desertification_area"
SEATS, STATUTORY = "88 county seats", "statutory county, forestry bureau"
UPDATE = "forestry department update"
MU = 1500  # mu in a square kilometre


def over_years(rows: pd.DataFrame) -> Each:
    """Figures of one series, year by year."""
    figures = rows.to_dict("records")
    return Each([said("of_year", value=Figure(row), year=row["year"]) for row in figures])


@finding
def air_target(held: Held) -> Said | None:
    """The plan's share of good-air days beside what the county seats of the province had."""
    goal, air = held.goal(AIR), held.series(AIR, "520000", SEATS)
    if goal.empty or air.empty:
        return None
    year = air.index.max()
    below = air[year] - goal["value"]
    return said(
        "air_target." + ("below" if below > 0 else "above"), area=Names([goal["ref_area"]], "area"),
        series=over_years(held.rows(AIR, "520000", SEATS)), goal=Promise(goal), year=year,
        below=Points(below), days=abs(below) * 3.65,
    )  # fmt: skip


@finding
def forest_boundary(held: Held) -> Said | None:
    """The county's own forest figure, which counts another territory."""
    goal, own = held.goal(FOREST), held.series(FOREST, "520521", STATUTORY)
    if goal.empty or own.empty:
        return None
    year, value = own.index[-1], own.iloc[-1]
    near = [
        said("forest_near", area=Names([area], "area"), last=over_years(rows.tail(1)))
        for area in ("520000", "520500")
        if len(rows := held.rows(FOREST, area, UPDATE))
    ]
    return said(
        "forest_boundary", area=Names([goal["ref_area"]], "area"), year=year,
        value=Amount(value, "percent"), goal=Promise(goal), short=Points(value - goal["value"]),
        near=Each(near),
    )  # fmt: skip


@finding
def rocky_pace(held: Held) -> Said | None:
    """How fast the county's rocky land shrank, and how much the plan promised to treat."""
    goal = held.first[held.first["indicator"].str.startswith("rocky_desertification")]
    rows = held.observations.query("indicator == @ROCKY and ref_area == '520521'")
    area = rows.dropna(subset="year").drop_duplicates("year").sort_values("year")
    if goal.empty or len(area) < 2:
        return None
    first, last, row = area.iloc[0], area.iloc[-1], goal.iloc[0]
    pace = (first["obs_value"] - last["obs_value"]) / (last["year"] - first["year"])
    if pace <= 0:
        return None
    return said(
        "rocky_pace", area=Names([row["ref_area"]], "area"), high=first["obs_value"],
        first=first["year"], low=last["obs_value"], last=last["year"], pace=pace,
        asked=row["value"] * MU, km2=row["value"], due=row["due"],
        ratio=row["value"] / pace,
    )  # fmt: skip


@finding
def five_year(held: Held) -> Said | None:
    """Each five-year target of the nation with its outcome and verdict."""
    rows = held.five_year
    judged = rows[rows["verdict"].isin(["met", "missed"])]
    rest = rows[~rows.index.isin(judged.index)]
    if judged.empty:
        return None
    parts = [
        said(
            "five_year.one", name=Names([row["indicator"]], "indicator"), year=row["due"],
            value=Amount(row["obs_value"], row["unit_measure"]),
            goal=Amount(row["value"], row["unit_measure"]),
            verdict=Word(row["verdict"], "verdict"),
        )
        for row in judged.to_dict("records")
    ]  # fmt: skip
    silent = [
        said(
            "five_year.silent", name=Names([row["indicator"]], "indicator"), year=row["due"],
            why=Word(row["reason"], "reason"),
        )
        for row in rest[rest["verdict"] == "undecided"].to_dict("records")
    ]  # fmt: skip
    key = "five_year." + ("some" if silent else "all")
    return said(key, parts=Each(parts), silent=Each(silent))
