"""Investment: what the first plan promised to the size of its economy, and to a nation's shares."""

from __future__ import annotations

from plangaps.findings.held import Held
from plangaps.findings.said import Amount, Each, Figure, Names, Said, Years, finding, said

FIXED, NEW, STOCK = "fixed_asset_investment", "new_market_entities", "market_entities"


@finding
def investment_amounts(held: Held) -> Said | None:
    """Years for which the province's amount of fixed-asset investment is held."""
    rows = held.observations.query("indicator == @FIXED and ref_area == '520000'")
    years = rows["year"].dropna().drop_duplicates().sort_values()
    return said("investment_amounts", years=Years(years)) if len(years) else None


@finding
def entities_share(held: Held) -> Said | None:
    """New market entities as a share of the stock: the plan's, and the nation's."""
    new, stock = held.goal(NEW), held.goal(STOCK)
    nation = (100 * held.series(NEW, "CN") / held.series(STOCK, "CN", "year-end stock")).dropna()
    if new.empty or stock.empty or nation.empty:
        return None
    return said(
        "entities_share", area=Names([new["ref_area"]], "area"), new=new["value"],
        stock=stock["value"], share=100 * new["value"] / stock["value"],
        nation=nation.iloc[-1], year=nation.index[-1],
    )  # fmt: skip


@finding
def gdp_territories(held: Held) -> Said | None:
    """The county's GDP figures, each on its own territory."""
    rows = held.observations.query("indicator == 'gdp' and ref_area == '520521'")
    rows = rows.dropna(subset="year").sort_values("year")
    if rows["basis"].nunique() < 2 or rows["basis"].duplicated().any():
        return None
    figures = rows.to_dict("records")
    parts = [
        said("on_basis", value=Figure(row), year=row["year"], basis=Names([row["basis"]], "basis"))
        for row in figures
    ]
    return said("gdp_territories", area=Names(["520521"], "area"), parts=Each(parts))


@finding
def investment_size(held: Held) -> Said | None:
    """The fixed-asset investment that the plan promised as a share of the year's GDP."""
    goal = held.goal(FIXED)
    if goal.empty:
        return None
    rows = held.observations.query("indicator == 'gdp' and ref_area == @goal.ref_area")
    same = rows[rows["time_period"] == str(goal["due"])]
    if len(same) != 1:
        return None
    return said(
        "investment_size", year=goal["due"], gdp=Figure(same.iloc[0]),
        planned=Amount(goal["value"], "CNY"),
        share=100 * goal["value"] / same.iloc[0]["obs_value"],
    )  # fmt: skip


@finding
def gdp_ends(held: Held) -> Said | None:
    """Where the city's first releases of GDP end."""
    city = held.series("gdp", "520500", "first release")
    return said("gdp_ends", year=city.index[-1], n=len(city)) if len(city) else None
