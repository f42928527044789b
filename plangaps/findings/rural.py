"""Rural revitalisation: toilets, waste, incomes of the first plan; the nation's poverty, roads."""

from __future__ import annotations

from plangaps import trajectories
from plangaps.findings.held import Held
from plangaps.findings.nature import over_years
from plangaps.findings.said import (
    Amount,
    Each,
    Figure,
    Names,
    Points,
    Promise,
    Said,
    Years,
    finding,
    said,
)

TOILETS, WASTE = "rural_sanitary_toilet_coverage", "harmless_waste_treatment_rate"
INCOME, SURVEY = "rural_disposable_income", "integrated household survey"
GROWTH, POVERTY, ROADS = (
    "income_growth_people_out_of_poverty", "rural_poor_population_reduction", "rural_roads_built",
)  # fmt: skip


@finding
def toilets_target(held: Held) -> Said | None:
    """The plan's share of sanitary toilets beside the nation's figures."""
    goal, nation = held.goal(TOILETS), over_years(held.rows(TOILETS, "CN"))
    if goal.empty or not nation.parts:
        return None
    return said("toilets_target", area=Names([goal["ref_area"]], "area"), series=nation,
                goal=Promise(goal))  # fmt: skip


@finding
def waste_target(held: Held) -> Said | None:
    """The plan's share of treated waste beside what the nation's cities had."""
    goal, cities = held.goal(WASTE), held.series(WASTE, "CN", "cities only")
    if goal.empty or cities.empty:
        return None
    return said("waste_target", area=Names([goal["ref_area"]], "area"), goal=Promise(goal),
                value=Amount(cities.iloc[-1], "percent"), year=cities.index[-1],
                apart=Points(cities.iloc[-1] - goal["value"]))  # fmt: skip


@finding
def incomes(held: Held) -> Said | None:
    """The last rural income a head of nation, province and city."""
    areas = {area: held.series(INCOME, area, SURVEY) for area in ("CN", "520000", "520500")}
    parts = [
        said("income", area=Names([area], "area"), value=Amount(series.iloc[-1], "CNY"),
             year=series.index[-1])
        for area, series in areas.items() if len(series)
    ]  # fmt: skip
    return said("incomes", parts=Each(parts)) if parts else None


@finding
def income_ahead(held: Held) -> Said | None:
    """What the nation's rural income would come to five years after its last figure."""
    rows = held.observations.query("indicator == @INCOME and ref_area == 'CN' and basis == @SURVEY")
    if rows.empty:
        return None
    year = int(rows["year"].max()) + 5
    told = trajectories.project(rows, year).set_index("time_period")
    if told.empty or told["reason"].ne("").any():
        return None
    at = told[["lower_80", "median", "upper_80"]].astype("float64").round(-3)
    low, median, high = (Amount(value, "CNY") for value in at.to_numpy()[-1])
    return said("income_ahead", year=year, median=median, low=low, high=high)


@finding
def income_growth_target(held: Held) -> Said | None:
    """The plan's growth of the income of people out of poverty beside the nation's."""
    goal, nation = held.goal(GROWTH), held.rows(GROWTH, "CN")
    if goal.empty or nation.empty:
        return None
    row = nation.iloc[-1]
    return said("income_growth_target", area=Names([goal["ref_area"]], "area"), goal=Promise(goal),
                value=Figure(row), year=row["year"])  # fmt: skip


@finding
def poverty_floors(held: Held) -> Said | None:
    """By how much the yearly floors of poverty reduction were passed."""
    rows = held.yearly[held.yearly["indicator"] == POVERTY].dropna(subset="obs_value")
    over = rows["obs_value"] - rows["value"]
    if rows.empty or not (over >= 0).all():
        return None
    floor, least, most = (
        Amount(v, "persons") for v in (rows["value"].min(), over.min(), over.max())
    )
    return said("poverty_floors", first=rows["due"].min(), last=rows["due"].max(), n=len(rows),
                floor=floor, least=least, most=most)  # fmt: skip


@finding
def roads_silent(held: Held) -> Said | None:
    """Years of the nation's targets of rural roads that cannot be judged."""
    rows = held.yearly[held.yearly["indicator"] == ROADS]
    silent = rows[rows["verdict"] == "undecided"]
    if silent.empty:
        return None
    other = silent.loc[silent["reason"] == "other_definition", "due"]
    return said("roads_silent", n=len(silent), of=len(rows), years=Years(silent["due"]),
                other=Years(other))  # fmt: skip
