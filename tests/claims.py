"""What the prose says in numbers: each sentence, and the values that the tables give for it today.

One function a document; the sentences stand in its order. What only words say is asserted in
``test_claims.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import nbformat
import pandas as pd
from prose import ROOT, Claim, claim

import plan_targets as plan
from plangaps import charts, gaps, observed, record, rules, trajectories
from plangaps.reading import draft_plan, read_pair

SERIES = observed.read_series()
TARGETS = plan.targets(None)
TABLE = gaps.gap_table(TARGETS, SERIES)
DAFANG = TABLE[TABLE["plan"] == plan.FIRST_PLAN].set_index("target")
PLANNED = DAFANG["value"]
NATION = TABLE[TABLE["ref_area"] == "CN"]
YEARLY = NATION[~NATION["plan"].str.contains("fyp")]
FYP = NATION[NATION["plan"].str.contains("fyp")]
ASKED = rules.ambition(TARGETS, SERIES)
QUALITY = pd.read_csv(ROOT / "benchmarks" / "quality.csv")
MU = 1500  # mu in a square kilometre

SURVEYED = "surveyed_urban_unemployment_rate"
REGISTERED = "registered_urban_unemployment_rate"
_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPELLED += ("eleven", "twelve", "thirteen")


def claims() -> list[Claim]:
    """Every claim of every document."""
    every = [overview, environment, employment, rural_revitalisation, investment, track_record]
    every += [methods, reports, readme, readme_zh]
    return [one for document in every for one in document()]


def spelled(n: float) -> str:
    """A small number as a word."""
    return _SPELLED[int(n)] if n < len(_SPELLED) else f"{n:,.0f}"


def listed(values: Iterable) -> str:
    """Years or numbers in a sentence: ``2021 and 2023``; ``no year`` for none."""
    *front, end = [f"{v:g}" for v in values] or ["no year"]
    return f"{', '.join(front)} and {end}" if front else end


def value(indicator: str, ref_area: str, year: int, basis: str | None = None) -> float:
    """The one observation of a year."""
    rows = SERIES.query("indicator == @indicator and ref_area == @ref_area and year == @year")
    rows = rows if basis is None else rows[rows["basis"] == basis]
    (only,) = rows["obs_value"]
    return only


def value_of(indicator: str, ref_area: str, period: str) -> float:
    """The one observation of a part of a year."""
    rows = SERIES.query("indicator == @indicator and ref_area == @ref_area")
    (only,) = rows.loc[rows["time_period"] == period, "obs_value"]
    return only


def last(indicator: str, ref_area: str, basis: str | None = None) -> tuple[int, float]:
    """Year and value of the last yearly figure of a series."""
    series = observed.series(SERIES, indicator, ref_area, basis)
    return series.index[-1], series.iloc[-1]


def years_held(targets: pd.DataFrame, area: str) -> int:
    """Targets with at least one annual figure of the area."""
    annual = SERIES[(SERIES["ref_area"] == area) & SERIES["year"].notna()]
    return int(targets["indicator"].isin(annual["indicator"]).sum())


def judged(frame: pd.DataFrame) -> dict[str, int]:
    """How many targets, how many of them judged, met, missed and open."""
    counts = frame["verdict"].value_counts().reindex(gaps.VERDICTS, fill_value=0)
    return {"n": len(frame), "judged": counts["met"] + counts["missed"], **counts}


def jobs() -> pd.DataFrame:
    """The nation's yearly jobs targets, with the margin in per cent of the target."""
    rows = YEARLY[YEARLY["indicator"] == "new_urban_jobs"]
    return rows.assign(margin=100 * (rows["obs_value"] / rows["value"] - 1))


@cache
def progress() -> pd.DataFrame:
    return rules.progress(TARGETS, SERIES)


def turned(indicator: str) -> pd.Series:
    """Years of the nation's targets of an indicator on which Destatis differs."""
    of = TARGETS.loc[TARGETS["indicator"] == indicator, ["plan", "target"]]
    differ = rules.disagreement(progress()).merge(of)
    return differ.loc[differ["rule"] == "destatis", "due"]


def overview() -> Iterator[Claim]:
    here, counts = "00_overview", DAFANG["reason"].value_counts()
    silent = DAFANG[DAFANG["reason"] == "no_observation"]["theme"].value_counts()
    first = DAFANG[DAFANG["theme"].isin(["environment", "employment"])]
    n, unpublished = len(DAFANG), counts["no_observation"]
    yield claim(
        here,
        "holds {n} promises with a figure. None of the {n} can be judged from figures that are "
        "public: for {silent} nothing is published, and for {near} what is published",
        n=n, silent=unpublished, near=n - unpublished,
    )  # fmt: skip
    yield claim(
        here,
        "For {silent} of the {n} targets no figure is published at all; {rural} of these are in "
        "rural revitalisation, {invest} in investment. For {area} only a higher area's figure is "
        "public, for {definition} (forest coverage and rocky desertification) the county's own "
        "figure follows another territory or sums up another span, and for {part} (east-west",
        n=n, silent=unpublished, rural=silent["rural_revitalisation"],
        invest=silent["investment"], area=counts["other_area"],
        definition=counts["other_definition"], part=counts["part_of_total"],
    )  # fmt: skip
    yield claim(here, "The same {n} targets, by the years", n=n)
    yield claim(
        here,
        "{province} of the {n} targets have an annual figure of the province and {nation} one of "
        "the nation",
        n=len(first), province=years_held(first, "520000"), nation=years_held(first, "CN"),
    )  # fmt: skip
    yield claim(
        here,
        "{part:.0f} million yuan are known for 2023 against {whole:.0f} million promised",
        part=value("east_west_cooperation_funds", "520521", 2023) / 1e6,
        whole=PLANNED["T11"] / 1e6,
    )
    yield claim(here, "State Council's targets since {first} are", first=YEARLY["due"].min())
    missed = NATION[NATION["verdict"] == "missed"].iloc[0]
    yield claim(
        here,
        "Of {n} national targets {judged} can be judged: {met} were met and {missed} was missed, "
        "the surveyed unemployment rate of {year} (annual mean {rate:g} %, an estimated figure, "
        "against {ceiling:g} %)",
        **judged(NATION), year=missed["due"], rate=missed["obs_value"], ceiling=missed["value"],
    )  # fmt: skip
    yield claim(
        here,
        "Over all plans held, {n} targets of nation, provinces, prefectures and counties, {judged} "
        "can be judged: {met} met, {missed} missed. {open} are not due yet.",
        **judged(TABLE),
    )
    yield claim(here, "cannot be said for any of the {n}; beside", n=n)
    known = ASKED[ASKED["ref_area"] == "CN"]["met_when_set"].dropna()
    yield claim(
        here,
        "Of the nation's targets {n} have an earlier figure, and {met} of these were met already",
        n=len(known), met=int(known.sum()),
    )  # fmt: skip


def environment() -> Iterator[Claim]:
    here, seats = "10_environment", "88 county seats"
    air = observed.series(SERIES, "air_good_days_share", "520000", seats)
    forest_year, forest = last("forest_coverage", "520521", "statutory county, forestry bureau")
    yield claim(
        here,
        "Dafang promised five figures: {plants:.0f} sewage plants, {reserve:,.0f} mu of reserve "
        "forest, {rocky:,.0f} mu of rocky desertification treated, forest on at least {cover:g} % "
        "of its land and at least {air:g} % of days with good air. No public figure decides any "
        "of them; the county's own forest figure is of {year}",
        plants=PLANNED["T01"], reserve=PLANNED["T02"] * MU, rocky=PLANNED["T03"] * MU,
        cover=PLANNED["T04"], air=PLANNED["T05"], year=forest_year,
    )  # fmt: skip
    yield claim(here, "## Air: was {air:g} % ambitious?", air=PLANNED["T05"])
    about = value("air_good_days_share", "520000", 2022, seats)
    yield claim(
        here,
        "averaged {first:g} % in {year}, about {second:g} % in {next} and {third:g} % in 2023. "
        "Dafang's target of {asked:g} % for its county seat lies {below:.1f} percentage points "
        "below the mean of 2023: over a year that allows {days:.0f} bad-air days more",
        first=air.iloc[0], year=air.index[0], second=about, next=2022, third=air[2023],
        asked=PLANNED["T05"], below=air[2023] - PLANNED["T05"],
        days=(air[2023] - PLANNED["T05"]) * 3.65,
    )  # fmt: skip
    yield claim(here, "## Forest: {cover:g} % of which land?", cover=PLANNED["T04"])
    yield claim(
        here,
        "The forestry bureau's {forest:g} % (of {year}) counts",
        forest=forest, year=forest_year,
    )  # fmt: skip
    yield claim(
        here,
        "it lies {short:.2f} percentage points under the target and cannot decide it. Guizhou "
        "reported {province:g} % in {year}, Bijie more than {city:g} % in {later}.",
        short=PLANNED["T04"] - forest, province=value("forest_coverage", "520000", forest_year),
        year=forest_year, city=value("forest_coverage", "520500", 2022), later=2022,
    )  # fmt: skip
    state = FYP[FYP["theme"] == "environment"].set_index(["indicator", "due"])
    exact = state.loc["forest_coverage"].query("verdict == 'met' and gap == 0").index
    (air_due, margin), *_ = state.loc["air_good_days_share"]["gap"].items()
    yield claim(
        here,
        "met their forest targets of {one} and {two} exactly, to the hundredth of a point, and the "
        "air target of {air} by {margin:.0f} percentage points. The forest target of {open} cannot "
        "be judged on its own definition: the inventory's last figure is of {last}, and the "
        "{survey:g} % of {open} come from the land survey",
        one=exact[0], two=exact[1], air=air_due, margin=margin, open=2025,
        last=last("forest_coverage", "CN", "national forest inventory")[0],
        survey=value("forest_coverage", "CN", 2025, "land survey"),
    )  # fmt: skip
    mu, years = PLANNED["T03"] * MU, (2008, 2021)
    rocky = [value("rocky_desertification_area", "520521", year) for year in years]
    pace = (rocky[0] - rocky[1]) / (years[1] - years[0])
    yield claim(here, "## Rocky desertification: how fast is {mu:,.0f} mu a year?", mu=mu)
    yield claim(
        here,
        "fell from {high:,.2f} km² ({first}) to {low:.2f} km² ({last}), by {pace:.1f} km² a year. "
        "The {mu:,.0f} mu promised for the one year 2023 are {area:.2f} km². Treated is not "
        "recovered, so the two are not the same measure, and the ratio of {ratio:.1f} is",
        high=rocky[0], low=rocky[1], first=years[0], last=years[1], pace=pace, mu=mu,
        area=PLANNED["T03"], ratio=PLANNED["T03"] / pace,
    )  # fmt: skip


def employment() -> Iterator[Claim]:
    here = "20_employment"
    yield claim(
        here,
        "to train {train:,.0f} people, to bring {jobs:,.0f} into work in one joint total, to "
        "organise {share:g} % of its labour migration and to hold registered unemployment within "
        "{rate:g} %. No county outcome of any of the four is public. The nation's record since "
        "{first} shows",
        train=PLANNED["T06"], jobs=PLANNED["T07"], share=PLANNED["T08"], rate=PLANNED["T09"],
        first=YEARLY["due"].min(),
    )  # fmt: skip
    yield claim(here, "but Dafang's {jobs:,.0f} join", jobs=PLANNED["T07"])
    year, rate = last(REGISTERED, "CN")
    yield claim(here, "for the nation, until {year}.", year=year)
    every = jobs()
    known = every.dropna(subset="margin")
    narrow = known.loc[known["margin"].idxmin()]
    silent = listed(every.loc[every["verdict"] == "undecided", "due"])
    yield claim(
        here,
        "In {kept} of the {n} years that can be judged the nation passed its target, by "
        "{mean:.0f} % on average; the narrowest margin was {least:.1f} % in {year}. For {silent} "
        "no figure",
        kept=(known["margin"] >= 0).sum(), n=len(known), mean=known["margin"].mean(),
        least=narrow["margin"], year=narrow["due"], silent=silent,
    )  # fmt: skip
    registered = YEARLY[YEARLY["indicator"] == REGISTERED].set_index("due")
    surveyed = YEARLY[YEARLY["indicator"] == SURVEYED].dropna(subset="obs_value").set_index("due")
    over = surveyed[surveyed["verdict"] == "missed"].iloc[0]
    same = registered.index[registered["value"] == PLANNED["T09"]][-1]
    yield claim(
        here,
        "stayed under its ceiling in each of the {n} years that can be judged. The surveyed rate "
        "did in {kept} of {of}: in {year} its mean was {mean:g} % against {ceiling:g} %. A ceiling "
        "of {asked:g} % on the registered rate was set by the nation for {only} only, the first "
        "year of the pandemic, when the rate came out at {rate:g} %",
        n=registered["obs_value"].notna().sum(), kept=(surveyed["verdict"] == "met").sum(),
        of=len(surveyed), year=over.name, mean=over["obs_value"], ceiling=over["value"],
        asked=PLANNED["T09"], only=same, rate=registered["obs_value"][same],
    )  # fmt: skip
    down = turned("new_urban_jobs")
    yield claim(here, "marks jobs down from {a} to {b} because", a=down.min(), b=down.max())
    yield claim(here, "## Dafang's {rate:g} %", rate=PLANNED["T09"])
    yield claim(
        here,
        "registered rate that was published is {rate:g} % ({year}), {over:.2f} points below "
        "Dafang's ceiling, and the projection from it leaves {asked:g} % outside its 80 % band for "
        "2023. That is the number that the nation uses",
        rate=rate, year=year, over=PLANNED["T09"] - rate, asked=PLANNED["T09"],
    )  # fmt: skip


def rural_revitalisation() -> Iterator[Claim]:
    here, theme = "30_rural_revitalisation", DAFANG["theme"] == "rural_revitalisation"
    rural, part = DAFANG[theme], value("east_west_cooperation_funds", "520521", 2023) / 1e6
    count = {"n": spelled(len(rural))}
    yield claim(
        here,
        "{n} promises: incomes of people lifted out of poverty up by at least {income:g} %, at "
        "least {funds:.0f} million yuan",
        n=spelled(len(rural)).capitalize(), income=PLANNED["T10"], funds=PLANNED["T11"] / 1e6,
    )  # fmt: skip
    nation = spelled(years_held(rural, "CN"))
    yield claim(
        here,
        "one project of {part:.0f} million yuan is known, a part of the total. National figures "
        "give scale for {nation} of them;",
        part=part, nation=nation,
    )  # fmt: skip
    yield claim(here, "None of the {n} can be judged from what is published", **count)
    yield claim(here, "T13 says full coverage, that is {all:g} %, without", all=PLANNED["T13"])
    county = spelled(years_held(rural, "520521"))
    silent = spelled((rural["reason"] == "no_observation").sum())
    yield claim(
        here,
        "For {nation} of the {n} there is a figure of the nation, for {county} of the county; for "
        "{silent} there is none.",
        **count, nation=nation, county=county, silent=silent,
    )  # fmt: skip
    toilet = "rural_sanitary_toilet_coverage"
    yield claim(here, "## Toilets: {asked:g} % beside the nation", asked=PLANNED["T16"])
    yield claim(
        here,
        "For {year} {one:g} % were published for the nation; for 2023 over {two:g} %, for {later} "
        "about {three:g} %. Dafang's {asked:g} % is given",
        year=2022, one=value(toilet, "CN", 2022), two=value(toilet, "CN", 2023), later=2025,
        three=value(toilet, "CN", 2025), asked=PLANNED["T16"],
    )  # fmt: skip
    year, waste = last("harmless_waste_treatment_rate", "CN", "cities only")
    yield claim(
        here,
        "reached {waste:g} % in {year}. Dafang's {asked:g} % includes the countryside, so the "
        "difference of {more:.1f} percentage points",
        waste=waste, year=year, asked=PLANNED["T15"], more=waste - PLANNED["T15"],
    )  # fmt: skip
    basis = "integrated household survey"
    income = {a: observed.series(SERIES, "rural_disposable_income", a, basis)
              for a in ("CN", "520000", "520500")}  # fmt: skip
    nation_only = SERIES[SERIES["ref_area"] == "CN"].query(
        "indicator == 'rural_disposable_income' and basis == @basis"
    )
    ahead = trajectories.project(nation_only, 2028).set_index("time_period").loc["2028", "median"]
    growth = value("income_growth_people_out_of_poverty", "CN", 2022)
    yield claim(
        here,
        "{nation:,.0f} yuan in the nation and {province:,.0f} yuan in Guizhou in 2023, and "
        "{city:,.0f} yuan in Bijie in {year}.",
        nation=income["CN"][2023], province=income["520000"][2023],
        city=income["520500"].iloc[-1], year=income["520500"].index[-1],
    )  # fmt: skip
    yield claim(
        here,
        "would come to about {ahead:,.0f} yuan in {then}; the band says how little that is "
        "certain. Dafang's target is on the growth of the income of people lifted out of poverty, "
        "at least {asked:g} %; the nation reported {growth:g} % for {year}",
        ahead=round(ahead, -3), then=2028, asked=PLANNED["T10"], growth=growth, year=2022,
    )  # fmt: skip
    poverty = YEARLY[YEARLY["indicator"] == "rural_poor_population_reduction"]
    over = (poverty["obs_value"] - poverty["value"]) / 1e6
    (floor,) = poverty["value"].unique() / 1e6
    yield claim(
        here,
        "From {first} to {last} each yearly floor of {floor:.0f} million people lifted out of "
        "poverty was passed, by between {least:.2f} and {most:.2f} million",
        first=poverty["due"].min(), last=poverty["due"].max(), floor=floor, least=over.min(),
        most=over.max(),
    )  # fmt: skip
    roads = YEARLY[YEARLY["indicator"] == "rural_roads_built"]
    roads = roads[roads["verdict"] == "undecided"].set_index("reason")["due"]
    yield claim(
        here,
        "For roads {n} years cannot be judged, and in {year} the target",
        n=spelled(len(roads)), year=roads["other_definition"],
    )  # fmt: skip
    down = turned("rural_poor_population_reduction")
    yield claim(here, "Destatis marks {a} to {b} down because", a=down.min(), b=down.max())


def investment() -> Iterator[Claim]:
    here, theme = "40_investment", DAFANG[DAFANG["theme"] == "investment"]
    fixed = PLANNED["T27"] / 1e9
    yield claim(
        here,
        "{n} promises: {firms:.0f} firms attracted, {funds:g} billion yuan of funds in place, "
        "{fixed:g} billion yuan of fixed-asset investment, {new:,.0f} new and {stock:,.0f} "
        "standing market entities",
        n=spelled(len(theme)).capitalize(), firms=PLANNED["T23"], funds=PLANNED["T24"] / 1e9,
        fixed=fixed, new=PLANNED["T29"], stock=PLANNED["T30"],
    )  # fmt: skip
    silent = spelled((theme["reason"] == "no_observation").sum())
    yield claim(here, "for {silent} nothing is published at any level", silent=silent)
    amount = SERIES[SERIES["indicator"] == "fixed_asset_investment"]
    years = listed(amount.loc[amount["ref_area"] == "520000", "year"].dropna())
    yield claim(here, "held for Guizhou in {years} only;", years=years)
    yield claim(
        here,
        "Dafang planned {new:,.0f} new market entities and a stock of {stock:,.0f}: new ones are "
        "{share:.1f} % of the stock. For the nation the same share was {nation:.1f} % in {year}.",
        new=PLANNED["T29"], stock=PLANNED["T30"], share=100 * PLANNED["T29"] / PLANNED["T30"],
        nation=100 * value("new_market_entities", "CN", 2021)
        / value("market_entities", "CN", 2021),
        year=2021,
    )  # fmt: skip
    gdp = {year: value("gdp", "520521", year) / 1e9 for year in (2020, 2021, 2023)}
    yield claim(
        here,
        "GDP was {one:.3f} billion yuan in {first} and {two:.3f} billion in {next}, on different "
        "territories; the two make no growth rate. Beside the {three:.3f} billion published for "
        "2023, the {fixed:g} billion of fixed-asset investment planned for that year are "
        "{share:.1f} %",
        one=gdp[2020], first=2020, two=gdp[2021], next=2021, three=gdp[2023], fixed=fixed,
        share=100 * fixed / gdp[2023],
    )  # fmt: skip
    bijie = last("gdp", "520500", "first release")[0]
    yield claim(here, "Bijie's first releases end in {year};", year=bijie)


def track_record() -> Iterator[Claim]:
    here, every, counts = "50_track_record", jobs(), judged(YEARLY)
    yield claim(here, "each year since {first}, and", first=YEARLY["due"].min())
    yield claim(
        here,
        "Of {n} targets {judged} can be judged and {met} were met; but every one of the {jobs} "
        "jobs targets",
        **judged(NATION), jobs=len(every),
    )  # fmt: skip
    missed = YEARLY.loc[YEARLY["verdict"] == "missed", "due"].iloc[0]
    yield claim(
        here,
        "Of the {judged} yearly targets that can be judged {met} were met. The one that was not is "
        "the surveyed unemployment rate of {year}",
        **counts, year=missed,
    )  # fmt: skip
    margin = every["margin"].dropna()
    yield claim(
        here,
        "new urban jobs passed theirs by {least:.1f} to {most:.1f} %, with a median of "
        "{median:.1f} %",
        least=margin.min(), most=margin.max(), median=margin.median(),
    )  # fmt: skip
    of = FYP.dropna(subset="obs_value").set_index(["indicator", "due"])
    over = (100 * of["gap_relative"])[of.index.get_level_values(0).str.contains("jobs")]
    open_forest = FYP.query("indicator == 'forest_coverage' and verdict == 'undecided'")
    yield claim(
        here,
        "jobs by {one:.0f} and {two:.0f} %, good air by {air:.0f} points. The forest target of "
        "{year} waits",
        one=over.iloc[0], two=over.iloc[1], air=of["gap"]["air_good_days_share"].iloc[0],
        year=open_forest["due"].iloc[0],
    )  # fmt: skip
    asked = ASKED[(ASKED["ref_area"] == "CN") & ~ASKED["plan"].str.contains("fyp")]
    slack = asked[asked["indicator"] == "new_urban_jobs"].set_index("due")["over_last"] / -1e6
    yield claim(
        here,
        "None of the {n} jobs targets asked for more than the last figure. The slack has shrunk: "
        "from {one:.2f} million under the last figure in {first} and {two:.2f} million in {next} "
        "to {three:.2f} million in {now}",
        n=len(slack), one=slack[2013], first=2013, two=slack[2020], next=2020, three=slack[2026],
        now=2026,
    )  # fmt: skip
    rate = asked[asked["indicator"] == SURVEYED].dropna(subset="last_value")
    harder = rate[rate["over_last"] > 0]
    by = listed(harder["over_last"].round(1).unique())
    yield claim(
        here,
        "Of the {n} ceilings of the surveyed rate with an earlier annual mean, {met} were met "
        "already when they were set. In {years} they asked for {by} points less",
        n=len(rate), met=rate["met_when_set"].sum(), years=listed(harder["due"]), by=by,
    )  # fmt: skip
    chances = trajectories.beforehand(SERIES, plan.yearly()).dropna(subset="chance")
    due = chances.merge(YEARLY[["plan", "target", "verdict", "indicator"]])
    due = due[due["verdict"].isin(["met", "missed"])]
    lowest = due.loc[due["chance"].idxmin()]
    assert lowest["indicator"] == "new_urban_jobs"
    yield claim(
        here,
        "For {n} targets that came due a chance could be given: {mean:.0f} % on average, the "
        "lowest {least:.0f} % (jobs, {year}), and all {met} were met.",
        n=len(due), mean=100 * due["chance"].mean(), least=100 * lowest["chance"],
        year=lowest["due"], met=(due["verdict"] == "met").sum(),
    )  # fmt: skip
    tested = trajectories.backtest(SERIES)
    inside = {q: tested["obs_value"].between(tested[f"lower_{q}"], tested[f"upper_{q}"])
              for q in (80, 95)}  # fmt: skip
    registered = tested["indicator"] == REGISTERED
    yield claim(
        here,
        "Of {n} values foretold one year ahead {narrow:.0f} % fell into their 80 % interval and "
        "{wide:.0f} % into their 95 % one",
        n=len(tested), narrow=100 * inside[80].mean(), wide=100 * inside[95].mean(),
    )  # fmt: skip
    yield claim(
        here,
        "left its 80 % interval {left} times in {n}.",
        left=spelled((~inside[80][registered]).sum()), n=spelled(registered.sum()),
    )  # fmt: skip
    chance = trajectories.chance(SERIES, plan.targets("china-2026")).set_index("target")
    open_jobs, open_rate = plan.target("T01", "china-2026"), plan.target("T02", "china-2026")
    yield claim(here, "## The targets of {year} that are open", year=open_jobs["due"])
    yield claim(
        here,
        "{jobs} million new urban jobs in {year} have an {chance:.0f} % chance, from {n} yearly",
        jobs=spelled(int(open_jobs["value"] / 1e6)).capitalize(), year=open_jobs["due"],
        chance=100 * chance["chance"]["T01"], n=chance["points"]["T01"],
    )  # fmt: skip
    yield claim(
        here,
        "A surveyed rate of about {rate:g} % or less has a {chance:.0f} % chance, from {n} annual",
        rate=open_rate["value"], chance=100 * chance["chance"]["T02"],
        n=spelled(chance["points"]["T02"]),
    )  # fmt: skip
    provinces = ASKED[(ASKED["due"] == 2026) & ASKED["ref_area"].str.endswith("0000")]
    growth = provinces[provinces["indicator"] == "gdp_growth"]["over_last"].dropna()
    work = provinces[provinces["indicator"] == "new_urban_jobs"]["over_last"].dropna()
    assert (work <= 0).all()
    years = {"now": 2026, "before": 2025}
    yield claim(here, "provinces: targets of {now} against outcomes of {before}", **years)
    yield claim(
        here,
        "Of {n} provinces {easy} planned no more GDP growth for {now} than they reported for "
        "{before}; the mean target is {more:.2f} points above",
        n=len(growth), easy=(growth <= 0).sum(), more=growth.mean(), **years,
    )  # fmt: skip
    yield claim(
        here,
        "all {n} provinces with a figure of {before} planned no more than they had",
        n=len(work), before=2025,
    )  # fmt: skip
    yield claim(
        here,
        "Dafang's {air:g} % of good-air days is of that kind if its air is like that of Guizhou's "
        "other county seats; its {rate:g} % ceiling of registered unemployment is, beside the "
        "nation's last {last:g} %",
        air=PLANNED["T05"], rate=PLANNED["T09"], last=last(REGISTERED, "CN")[1],
    )  # fmt: skip


def methods() -> Iterator[Claim]:
    here = "60_methods"
    found = rules.statcan(_published())
    names = [f"r{i}" for i in range(6)], [f"s{i}" for i in range(6)]
    yield claim(
        here,
        "R {r0:.6f}, {r1:.6f}, {r2:.6f} and {r3:.6f}, growth {r4:.6f} and {r5:.6f}, scores "
        "{s0:.4f}, {s1:.4f}, {s2:.4f}, {s3:.0f}, {s4:.4f} and {s5:.4f}:",
        **dict(zip(names[0], found["value"], strict=True)),
        **dict(zip(names[1], found["score"], strict=True)),
    )
    carried = 231.41 - 2.386 * (2030 - 2019)
    yield claim(
        here,
        "H is {h:.2f} and m {m:.1f} %, sun and cloud",
        h=carried, m=100 * (200 - carried) / (200 - 231.41),
    )  # fmt: skip
    down, surveyed = (
        turned("new_urban_jobs"),
        observed.series(SERIES, SURVEYED, "CN", "annual mean"),
    )
    yield claim(
        here,
        "Destatis gives sun and cloud from {a} to {b}: met, and yet the mean of six years turned "
        "down after the loss of {a}. The surveyed rate of {year}, {low:g} to {high:g} %, is",
        a=down.min(), b=down.max(), year=2022, low=surveyed[2021], high=surveyed[2022],
    )  # fmt: skip
    pairs = rules.agreement(progress()).set_index(["rule", "other"])
    alike, weather = pairs.loc[("statcan", "un_chart")], pairs.loc[("statcan", "destatis")]
    spoken = progress().merge(TARGETS[["plan", "target", "ref_area"]])
    spoken = spoken[spoken["ref_area"] != "CN"]
    count = spoken[spoken["status"] != rules.NOT_APPLICABLE]["rule"].value_counts()
    yield claim(
        here,
        "place every one of the {both:.0f} targets on which both speak alike",
        both=alike["both"],
    )
    yield claim(
        here, "Destatis differs on {near:.0f} of {both:.0f}:", near=weather["near"],
        both=weather["both"],
    )  # fmt: skip
    yield claim(
        here,
        "on the {n} targets of provinces, prefectures and counties Statistics Canada speaks {a} "
        "times, Destatis {b}, the UN rule {c} and the pace {d}, and",
        n=len(spoken) // len(rules.RULES), a=count["statcan"], b=count["destatis"],
        c=count["un_chart"], d=count["pace"],
    )  # fmt: skip
    waste = observed.series(SERIES, "harmless_waste_treatment_rate", "CN", "cities only")
    yield claim(
        here,
        "rose from {low:g} to {high:g} % in seven years. Without a target and without knowing the "
        "limit of 100 %, that is a growth of {growth:.2f} % a year",
        low=waste[2015], high=waste[2022],
        growth=100 * ((waste[2022] / waste[2015]) ** (1 / 7) - 1),
    )  # fmt: skip
    rate, ceiling = observed.series(SERIES, REGISTERED, "CN"), plan.target("T02", "china-2020")
    yield claim(
        here,
        "a ceiling of {ceiling:g} % on registered unemployment in {year}, after {before:g} % in "
        "{last} and with {now:g} % in {year}.",
        ceiling=ceiling["value"], year=ceiling["due"], before=rate[2019], last=2019, now=rate[2020],
    )  # fmt: skip
    yield claim(
        here,
        "a ceiling that holds the {a:g} % registered unemployment of {first} until {due} (no plan "
        "set it; the target alone is made up to show the fault) divides by zero. With the {b:g} % "
        "published for {next} it",
        a=rate[2013], first=2013, due=2015, b=rate[2014], next=2014,
    )  # fmt: skip
    two = (
        progress().query("plan == 'china-fyp13' and target == 'T01' and rule == 'statcan'").iloc[0]
    )
    yield claim(
        here,
        "the forest target of {year:.0f} rests on the inventories of {a:.0f} and {year:.0f} and",
        year=two["time"], a=two["base_time"],
    )  # fmt: skip
    june = value_of("new_urban_jobs", "520000", "2024-01/2024-06")
    pace = rules.pace_within_year(TARGETS, SERIES)
    pace = pace[(pace["indicator"] == "new_urban_jobs") & (pace["ref_area"] == "520000")]
    planned = pace.set_index("time_period").loc["2024-01/2024-06", "target_value"]
    yield claim(
        here,
        "Of Guizhou's {n} totals within a year only that of June {year} has a plan beside it: "
        "{done:,.0f} of {planned:,.0f} jobs, {share:.1f} % of the plan after {elapsed:.0f} % of "
        "the year, ahead",
        n=spelled(len(pace)), year=2024, done=june, planned=planned, share=100 * june / planned,
        elapsed=100 * pace.dropna(subset="target_value")["elapsed"].iloc[0],
    )  # fmt: skip
    known = ASKED[ASKED["ref_area"] == "CN"].dropna(subset="met_when_set")
    yield claim(
        here,
        "Of the {n} national targets with an earlier figure {met} were met already",
        n=len(known), met=int(known["met_when_set"].sum()),
    )  # fmt: skip


def _published() -> pd.DataFrame:
    """The examples that Statistics Canada's script is held to, as the notebook types them."""
    columns = ["base_time", "base_value", "time", "value", "target_value", "due", "direction"]
    cases = [
        [2015, 14.5, 2023, 10.4, 7.25, 2030, -1, None],
        [2015, 0.37, 2025, 9.53, 60, 2030, 1, None],
        [2014, 699, 2024, 666.6, 490, 2030, -1, None],
        [2015, 98.8, 2024, 98.3, 100, 2030, 1, None],
        [2016, 66.6, 2023, 71.4, None, None, 1, 100],
        [2015, 79.82, 2020, 80.0, None, None, 1, 100],
    ]
    return pd.DataFrame(cases, columns=[*columns, "limit"]).astype(float)


def reports() -> Iterator[Claim]:
    here = "70_read_a_report"
    before, after = (_text(name) for name in ("before", "after"))
    pairs = read_pair(before, after, 2021)
    held = plan.targets("guizhou-2021")
    table = gaps.gap_table(held[held["indicator"].isin(_linked(before))], SERIES)
    counts = judged(table)
    yield claim(
        here,
        "{met} of the {n} targets can be judged and were met; for {rest} there is no",
        met=spelled(counts["met"]).capitalize(), n=spelled(len(table)),
        rest=spelled(counts["undecided"]),
    )  # fmt: skip
    match, reason = pairs["match"].value_counts(), pairs["reason"].value_counts()
    assert (pairs["verdict"] == "met").sum() == match["same"] == counts["met"]
    yield claim(
        here,
        "{same} of the {n} promises have their outcome in the next report and were met, as the "
        "published figures say above; {words} is said to be done, without a figure; of {mentioned} "
        "the report speaks without saying what came of them; and on {none} it is silent.",
        same=spelled(match["same"]).capitalize(), n=spelled(len(pairs)),
        words=spelled(match["words"]), mentioned=spelled(reason["mentioned"]),
        none=spelled(match["none"]),
    )  # fmt: skip
    yield measured(here)


def measured(document: str) -> Claim:
    """How well reports are read that the grammar was not written from, in one sentence."""
    read = unseen()
    right, given, labelled = read["right"], read["given"], read["labelled"]
    same, silent = "same, with its outcome", "nothing said"
    return claim(
        document,
        "on labelled reports that the grammar was not written from {targets} of {of} targets were "
        "found, {right} of {given} verdicts were right, {same} of {judging} outcomes that judge a "
        "target were matched with it, and of {silent} targets called unanswered {none} were "
        "labelled so",
        targets=right["targets"], of=labelled["targets"], right=right["verdicts"],
        given=given["verdicts"], same=right[same], judging=labelled[same], silent=given[silent],
        none=right[silent],
    )  # fmt: skip


def _text(name: str) -> str:
    """A text that notebook 70 writes down for the purpose."""
    cells = nbformat.read(ROOT / "notebooks" / "70_read_a_report.ipynb", 4).cells
    (cell,) = (c.source for c in cells if c.source.startswith(f'{name} = """'))
    return cell.split('"""')[1]


def _linked(text: str) -> pd.Series:
    return draft_plan(text, "guizhou-2021", "520000", 2021)["indicator"]


def unseen() -> pd.DataFrame:
    """Counts of each measure on labels that the grammar was not written from."""
    rows = QUALITY[QUALITY["labels"] != "at hand"]
    return rows.groupby("measure")[["right", "given", "labelled"]].sum().astype(int)


def readme() -> Iterator[Claim]:
    here, nation = "README.md", judged(NATION)
    yield claim(
        here,
        "holds dozens of figures: forest cover held above {cover:g} %, {jobs:,.0f} jobs, "
        "{firms:,.0f} new firms",
        cover=PLANNED["T04"], jobs=PLANNED["T07"], firms=PLANNED["T29"],
    )  # fmt: skip
    yield claim(here, "![{alt}](notebooks/overview.png)", alt=_alt(charts.verdict_counts, _first()))
    yield claim(
        here,
        "Dafang's {n} promises of 2023 can be judged? | None from public figures; of {of} national "
        "targets {judged} can, and {met} were met.",
        **nation | {"n": len(DAFANG), "of": nation["n"]},
    )
    yield claim(here, "its {air:g} % of good-air days", air=PLANNED["T05"])
    margin = jobs()["margin"].dropna()
    yield claim(
        here,
        "passed its jobs target in {kept} of {n} years, by {mean:.0f} % on average",
        kept=(margin >= 0).sum(), n=len(margin), mean=margin.mean(),
    )  # fmt: skip
    yield claim(
        here,
        "{part:.0f} of {whole:.0f} million yuan of cooperation funds are known",
        part=value("east_west_cooperation_funds", "520521", 2023) / 1e6,
        whole=PLANNED["T11"] / 1e6,
    )
    yearly = judged(YEARLY)
    yield claim(
        here,
        "{met} of {judged} yearly targets were met; each of the {jobs} jobs targets",
        **yearly, jobs=len(jobs()),
    )  # fmt: skip
    pair = rules.agreement(progress()).set_index(["rule", "other"]).loc[("statcan", "destatis")]
    yield claim(
        here, "Destatis differs on {near:.0f} of {both:.0f}.", near=pair["near"], both=pair["both"]
    )
    yield claim(here, "are the {n} targets by theme", n=len(DAFANG))
    yield claim(here, "are the {n} targets of all plans held", n=len(TARGETS))
    yield claim(here, "![{alt}](docs/jobs-2026-en.png)", alt=_alt(charts.trajectory, *_jobs()))
    yield claim(here, "None of the {n} targets has a clean county", n=len(DAFANG))
    yield claim(here, "The national record ({met} of {judged} met)", **nation)
    yield measured(here)
    state = record.grouped(record.pairs())["state"]
    yield claim(
        here,
        "of {n:,} promises {kept:.0f} % were kept, {missed:.0f} % missed, {silent:.0f} % never "
        "mentioned again",
        n=len(state), **(100 * state.value_counts(normalize=True)),
    )  # fmt: skip
    looked = record.pairs(["520000", "520500"])["checked"]
    yield claim(
        here,
        "{judged_right} of {judged_rows} verdicts, {silent_right} of {silent_rows} silences and "
        "{target_right} of {target_rows} targets were read right; of the {seen} verdicts on "
        "Guizhou and Bijie, all looked at, {sound} were",
        **audited(), seen=(looked != "").sum(), sound=(looked == "right").sum(),
    )  # fmt: skip


def audited() -> dict[str, int]:
    """How many rows of each kind the audit holds, and how many are right."""
    share = record.share_right().set_index("kind")
    return {f"{kind}_{of}": share.loc[kind, of] for kind in share.index for of in ("rows", "right")}


def readme_zh() -> Iterator[Claim]:
    here, nation, read = "README.zh.md", judged(NATION), unseen()
    yield claim(here, "大方县2023年政府工作报告：{n}项目标中，没有一项", n=len(DAFANG))
    yield claim(
        here, "![{alt}](docs/jobs-2026-zh.png)", alt=_alt(charts.trajectory, *_jobs(), lang="zh")
    )
    yield claim(here, "国家层面{n}项目标中{judged}项可以判断，{met}项完成", **nation)
    yield claim(
        here,
        "给出的{given}个结论中{right}个正确，可判断的{same}项中找到{found}项",
        given=read["given"]["verdicts"], right=read["right"]["verdicts"],
        same=read["labelled"]["same, with its outcome"],
        found=read["right"]["same, with its outcome"],
    )  # fmt: skip
    yield claim(
        here,
        "{judged_rows}项结论中{judged_right}项正确，{silent_rows}项“未提及”中{silent_right}项正确，"
        "{target_rows}项目标中{target_right}项正确",
        **audited(),
    )


def _first() -> pd.DataFrame:
    return TABLE[TABLE["plan"] == plan.FIRST_PLAN]


def _jobs() -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the picture of the jobs targets shows."""
    china = SERIES[(SERIES["ref_area"] == "CN") & (SERIES["indicator"] == "new_urban_jobs")]
    return china, plan.targets("china-2026").query("indicator == 'new_urban_jobs'")


def _alt(form: charts.Form, *frames: pd.DataFrame, lang: str = "en") -> str:
    """The alternative text of a figure."""
    return form.tell(form.numbers(*frames), lang).alt
