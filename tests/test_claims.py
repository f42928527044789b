"""Numbers in the notebooks' prose, worked out again from the tables."""

import io
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from PIL import Image

import plan_targets as plan
from plangaps import charts, gaps, observed, rules, trajectories

ROOT = Path(__file__).parents[1]
OVERVIEW = (ROOT / "notebooks" / "overview.png").read_bytes()  # before a notebook draws it anew
SERIES = observed.read_series()
TABLE = gaps.gap_table(plan.targets(None), SERIES)
DAFANG = TABLE[TABLE["plan"] == "dafang-2023"].set_index("target")
NATION = TABLE[TABLE["ref_area"] == "CN"]
YEARLY = NATION[~NATION["plan"].str.contains("fyp")]


def prose(notebook):
    """All cells of a notebook as one text."""
    cells = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", 4).cells
    return " ".join(c.source for c in cells)


def value(indicator, ref_area, year, basis=None):
    """The one observation there is."""
    rows = SERIES.query("indicator == @indicator and ref_area == @ref_area and year == @year")
    rows = rows if basis is None else rows[rows["basis"] == basis]
    (only,) = rows["obs_value"]
    return only


def years_held(targets, area):
    """Targets with at least one annual figure of the area."""
    annual = SERIES[(SERIES["ref_area"] == area) & SERIES["year"].notna()]
    return int(targets["indicator"].isin(annual["indicator"]).sum())


def claims():
    reasons = DAFANG["reason"].value_counts()
    silent = DAFANG[DAFANG["reason"] == "no_observation"]["theme"].value_counts()
    first = DAFANG[DAFANG["theme"].isin(["environment", "employment"])]
    yield (
        "00_overview",
        (
            f"for {reasons['no_observation']} nothing is published, and for "
            f"{30 - reasons['no_observation']} what is published"
        ),
    )
    yield (
        "00_overview",
        (
            f"For {reasons['no_observation']} of the {len(DAFANG)} targets no figure is published at "
            f"all; {silent['rural_revitalisation']} of these are in rural revitalisation, "
            f"{silent['investment']} in investment. For {reasons['other_area']} only a higher area's "
            f"figure is public, for {reasons['other_definition']} ("
        ),
    )
    yield (
        "00_overview",
        (
            f"{years_held(first, '520000')} of the {len(first)} targets have an annual figure of the "
            f"province and {years_held(first, 'CN')} one of the nation"
        ),
    )
    part = value("east_west_cooperation_funds", "520521", 2023) / 1e6
    yield (
        "00_overview",
        (
            f"{part:.0f} million yuan are known for 2023 against {DAFANG['value']['T11'] / 1e6:.0f} "
            "million promised"
        ),
    )
    verdicts = NATION["verdict"].value_counts()
    surveyed = value("surveyed_urban_unemployment_rate", "CN", 2022, "annual mean")
    yield (
        "00_overview",
        (
            f"Of {len(NATION)} national targets {verdicts['met'] + verdicts['missed']} can be judged: "
            f"{verdicts['met']} were met and {verdicts['missed']} was missed, the surveyed "
            f"unemployment rate of 2022 (annual mean {surveyed:g} %, an estimated figure, against 5.5 %)"
        ),
    )
    every = TABLE["verdict"].value_counts()
    yield (
        "00_overview",
        (
            f"{len(TABLE)} targets of nation, provinces, prefectures and counties, "
            f"{every['met'] + every['missed']} can be judged: {every['met']} met, {every['missed']} "
            f"missed. {every['open']} are not due yet."
        ),
    )

    air = [value("air_good_days_share", "520000", y, "88 county seats") for y in (2019, 2022, 2023)]
    yield (
        "10_environment",
        (f"averaged {air[0]:g} % in 2019, about {air[1]:g} % in 2022 and {air[2]:g} % in 2023"),
    )
    below = air[2] - DAFANG["value"]["T05"]
    yield (
        "10_environment",
        (
            f"lies {below:.1f} percentage points below the mean of 2023: over a year that allows "
            f"{below * 3.65:.0f} bad-air days more"
        ),
    )
    forest = value("forest_coverage", "520521", 2021)
    yield "10_environment", f"The forestry bureau's {forest:g} % (of 2021)"
    yield "10_environment", f"{DAFANG['value']['T04'] - forest:.2f} percentage points under"
    yield (
        "10_environment",
        f"Guizhou reported {value('forest_coverage', '520000', 2021):g} % in 2021",
    )
    rocky = [value("rocky_desertification_area", "520521", y) for y in (2008, 2021)]
    pace = (rocky[0] - rocky[1]) / 13
    yield (
        "10_environment",
        (f"from {rocky[0]:,.2f} km² (2008) to {rocky[1]:.2f} km² (2021), by {pace:.1f} km² a year"),
    )
    promised = 100_000 / 1500
    yield "10_environment", f"are {promised:.2f} km²"
    yield "10_environment", f"the ratio of {promised / pace:.1f}"

    jobs = YEARLY[YEARLY["indicator"] == "new_urban_jobs"].dropna(subset="obs_value")
    margin = jobs["obs_value"] / jobs["value"] - 1
    narrow = jobs.loc[margin.idxmin()]
    yield (
        "20_employment",
        (
            f"In {(margin >= 0).sum()} of the {len(jobs)} years that can be judged the nation passed "
            f"its target, by {100 * margin.mean():.0f} % on average; the narrowest margin was "
            f"{100 * margin.min():.1f} % in {narrow['due']}."
        ),
    )
    registered = YEARLY[YEARLY["indicator"] == "registered_urban_unemployment_rate"]
    known = registered.dropna(subset="obs_value")
    assert (known["obs_value"] <= known["value"]).all()
    yield "20_employment", f"in each of the {len(known)} years that can be judged"
    other = YEARLY[YEARLY["indicator"] == "surveyed_urban_unemployment_rate"]
    other = other.dropna(subset="obs_value")
    kept = (other["obs_value"] <= other["value"]).sum()
    yield "20_employment", f"The surveyed rate did in {kept} of {len(other)}"
    assert registered.loc[registered["value"] == 5.5, "due"].tolist() == [2020]
    last = value("registered_urban_unemployment_rate", "CN", 2021)
    yield "20_employment", f"is {last:g} % (2021)"
    yield "20_employment", f"{DAFANG['value']['T09'] - last:.2f} points above"
    yield (
        "20_employment",
        (f"came out at {value('registered_urban_unemployment_rate', 'CN', 2020):g} %"),
    )

    waste = value("harmless_waste_treatment_rate", "CN", 2022, "cities only")
    yield (
        "30_rural_revitalisation",
        (
            f"reached {waste:g} % in 2022. Dafang's 85 % includes the countryside, so the difference "
            f"of {waste - DAFANG['value']['T15']:.1f} percentage points"
        ),
    )
    basis = "integrated household survey"
    incomes = [value("rural_disposable_income", a, 2023, basis) for a in ("CN", "520000")]
    bijie = value("rural_disposable_income", "520500", 2022, basis)
    yield (
        "30_rural_revitalisation",
        (
            f"{incomes[0]:,.0f} yuan in the nation and {incomes[1]:,.0f} yuan in Guizhou in 2023, and "
            f"{bijie:,.0f} yuan in Bijie in 2022"
        ),
    )
    growth = value("income_growth_people_out_of_poverty", "CN", 2022)
    yield "30_rural_revitalisation", f"the nation reported {growth:g} % for 2022"
    poverty = YEARLY[YEARLY["indicator"] == "rural_poor_population_reduction"]
    over = (poverty["obs_value"] - poverty["value"]) / 1e6
    yield (
        "30_rural_revitalisation",
        (
            f"From {poverty['due'].min()} to {poverty['due'].max()} each yearly floor of 10 million "
            f"people lifted out of poverty was passed, by between {over.min():.2f} and "
            f"{over.max():.2f} million"
        ),
    )
    rural = DAFANG[DAFANG["theme"] == "rural_revitalisation"]
    assert years_held(rural, "CN") == 4
    assert years_held(rural, "520521") == 1
    assert silent["rural_revitalisation"] == 8
    yield (
        "30_rural_revitalisation",
        (
            "For four of the thirteen there is a figure of the nation, for one of the county; for "
            "eight there is none."
        ),
    )

    planned = DAFANG["value"]
    yield (
        "40_investment",
        (f"new ones are {100 * planned['T29'] / planned['T30']:.1f} % of the stock"),
    )
    share = value("new_market_entities", "CN", 2021) / value("market_entities", "CN", 2021)
    yield "40_investment", f"the same share was {100 * share:.1f} % in 2021"
    gdp = [value("gdp", "520521", y) / 1e9 for y in (2020, 2021, 2023)]
    yield "40_investment", f"GDP was {gdp[0]:.3f} billion yuan in 2020 and {gdp[1]:.3f} billion"
    yield (
        "40_investment",
        (
            f"Beside the {gdp[2]:.3f} billion published for 2023, the 9.15 billion of fixed-asset "
            f"investment planned for that year are {planned['T27'] / 1e7 / gdp[2]:.1f} %"
        ),
    )


def track_record():
    yearly = YEARLY[YEARLY["verdict"].isin(["met", "missed"])]
    met = (yearly["verdict"] == "met").sum()
    yield f"Of the {len(yearly)} yearly targets that can be judged {met} were met."
    jobs = YEARLY[YEARLY["indicator"] == "new_urban_jobs"]
    margin = 100 * (jobs["obs_value"] / jobs["value"] - 1).dropna()
    yield (
        f"new urban jobs passed theirs by {margin.min():.1f} to {margin.max():.1f} %, with a median "
        f"of {margin.median():.1f} %"
    )
    fyp = NATION[NATION["plan"].str.contains("fyp")].dropna(subset="obs_value")
    over = 100 * (fyp["obs_value"] / fyp["value"] - 1)[fyp["indicator"].str.contains("jobs")]
    yield f"jobs by {over.iloc[0]:.0f} and {over.iloc[1]:.0f} %"
    known = SERIES[(SERIES["indicator"] == "new_urban_jobs") & (SERIES["ref_area"] == "CN")]
    known = known.dropna(subset="year").set_index("year")["obs_value"].sort_index()
    last = jobs["due"].map(lambda due: known[known.index < due].iloc[-1])
    slack = (last - jobs["value"]).set_axis(jobs["due"]) / 1e6
    assert (slack > 0).all()
    yield f"None of the {len(jobs)} jobs targets asked for more than the last figure."
    yield (
        f"from {slack[2013]:.2f} million under the last figure in 2013 and {slack[2020]:.2f} million "
        f"in 2020 to {slack[2026]:.2f} million in 2026"
    )
    asked = rules.ambition(plan.targets(None), SERIES)
    surveyed = asked[
        (asked["indicator"] == "surveyed_urban_unemployment_rate") & (asked["ref_area"] == "CN")
    ].dropna(subset="last_value")
    yield (
        f"Of the {len(surveyed)} ceilings of the surveyed rate with an earlier annual mean, "
        f"{surveyed['met_when_set'].sum()} were met already"
    )
    harder = surveyed[surveyed["over_last"] > 0]
    assert harder["over_last"].round(1).tolist() == [0.1, 0.1]
    yield f"In {harder['due'].iloc[0]} and {harder['due'].iloc[1]} they asked for 0.1 points less"
    targets = plan.targets("china-2026")
    chance = trajectories.chance(SERIES, targets).set_index("target")
    yield f"in 2026 have an {100 * chance['chance']['T01']:.0f} % chance, from {chance['points']['T01']}"
    yield f"or less has a {100 * chance['chance']['T02']:.0f} % chance, from six annual means"
    tested = trajectories.backtest(SERIES)
    held = [
        (
            (tested["obs_value"] >= tested[f"lower_{q}"])
            & (tested["obs_value"] <= tested[f"upper_{q}"])
        )
        for q in (80, 95)
    ]
    yield (
        f"Of {len(tested)} values foretold one year ahead {100 * held[0].mean():.0f} % fell into "
        f"their 80 % interval and {100 * held[1].mean():.0f} % into their 95 % one"
    )
    registered = tested["indicator"] == "registered_urban_unemployment_rate"
    assert ((~held[0][registered]).sum(), registered.sum()) == (3, 9)
    provinces = asked[(asked["due"] == 2026) & asked["ref_area"].str.endswith("0000")]
    gdp = provinces[provinces["indicator"] == "gdp_growth"]["over_last"].dropna()
    yield (
        f"Of {len(gdp)} provinces {(gdp <= 0).sum()} planned no more GDP growth for 2026 than they "
        f"reported for 2025; the mean target is {gdp.mean():.2f} points above"
    )
    work = provinces[provinces["indicator"] == "new_urban_jobs"]["over_last"].dropna()
    assert (work <= 0).all()
    yield f"all {len(work)} provinces with a figure of 2025 planned no more than they had"


def test_the_rules_say_what_the_prose_says():
    progress = rules.progress(plan.targets(None), SERIES)
    pairs = rules.agreement(progress).set_index(["rule", "other"])
    alike = pairs.loc[("statcan", "un_chart")]
    weather = pairs.loc[("statcan", "destatis")]
    assert alike["same"] == alike["both"]
    assert (pairs["opposite"] == 0).all()
    said = prose("60_methods")
    assert f"place every one of the {alike['both']:.0f} targets on which both speak alike" in said
    assert f"Destatis differs on {weather['near']:.0f} of {weather['both']:.0f}" in said
    differ = rules.disagreement(progress)
    weather = differ[(differ["rule"] == "destatis") & (differ["target"] == "T01")]
    assert weather["due"].tolist() == [2020, 2021, 2022, 2023, 2024]
    assert "Destatis gives sun and cloud from 2020 to 2024" in said
    poverty = differ[(differ["rule"] == "destatis") & differ["target"].isin(["T03", "T04"])]
    assert poverty["due"].tolist() == [2016, 2017, 2018, 2019]
    assert (poverty["value"] < 0).all()
    assert "Destatis marks 2016 to 2019 down because the mean" in prose("30_rural_revitalisation")
    elsewhere = progress.merge(plan.targets(None)[["plan", "target", "ref_area", "indicator"]])
    elsewhere = elsewhere[elsewhere["ref_area"] != "CN"]
    spoken = elsewhere[elsewhere["status"] != rules.NOT_APPLICABLE]
    assert not spoken["indicator"].str.contains("income").any()
    count = spoken["rule"].value_counts()
    assert (
        f"on the {len(elsewhere) // len(rules.RULES)} targets of provinces, prefectures and "
        f"counties Statistics Canada speaks {count['statcan']} times, Destatis "
        f"{count['destatis']}, the UN rule {count['un_chart']} and the pace {count['pace']}, and "
        "on no income at all"
    ) in said
    rate = observed.series(SERIES, "registered_urban_unemployment_rate", "CN")
    assert f"holds the {rate[2013]} % registered unemployment of 2013" in said
    assert f"With the {rate[2014]} % published for 2014 it is not reached" in said
    assert f"after {rate[2019]} % in 2019 and with {rate[2020]} % in 2020" in said
    surveyed = observed.series(SERIES, "surveyed_urban_unemployment_rate", "CN", "annual mean")
    assert f"rate of 2022, {surveyed[2021]} to {surveyed[2022]} %" in said
    cases = pd.DataFrame(
        [
            [2015, 14.5, 2023, 10.4, 7.25, 2030, -1, None],
            [2015, 0.37, 2025, 9.53, 60, 2030, 1, None],
            [2014, 699, 2024, 666.6, 490, 2030, -1, None],
            [2015, 98.8, 2024, 98.3, 100, 2030, 1, None],
            [2016, 66.6, 2023, 71.4, None, None, 1, 100],
            [2015, 79.82, 2020, 80.0, None, None, 1, 100],
        ],
        columns=[
            "base_time",
            "base_value",
            "time",
            "value",
            "target_value",
            "due",
            "direction",
            "limit",
        ],
    ).astype(float)
    found = rules.statcan(cases)
    r, score = found["value"], found["score"]
    assert (
        f"R {r[0]:.6f}, {r[1]:.6f}, {r[2]:.6f} and {r[3]:.6f}, growth {r[4]:.6f} and {r[5]:.6f}, "
        f"scores {score[0]:.4f}, {score[1]:.4f}, {score[2]:.4f}, {score[3]:.0f}, {score[4]:.4f} "
        f"and {score[5]:.4f}"
    ) in said
    carried = 231.41 - 2.386 * (2030 - 2019)
    missing = 100 * (200 - carried) / (200 - 231.41)
    assert f"H is {carried:.2f} and m {missing:.1f} %, sun and cloud" in said
    waste = [value("harmless_waste_treatment_rate", "CN", y, "cities only") for y in (2015, 2022)]
    growth = 100 * ((waste[1] / waste[0]) ** (1 / 7) - 1)
    assert f"rose from {waste[0]:g} to {waste[1]:g} % in seven years" in said
    assert f"a growth of {growth:.2f} % a year, moderate" in said
    june = value_of("new_urban_jobs", "520000", "2024-01/2024-06")
    assert (
        f"only that of June 2024 has a plan beside it: {june:,.0f} of 600,000 jobs, "
        f"{100 * june / 600_000:.1f} % of the plan after 50 % of the year, ahead"
    ) in said


def value_of(indicator, ref_area, period):
    """The one observation of a part of a year."""
    rows = SERIES.query("indicator == @indicator and ref_area == @ref_area")
    (only,) = rows.loc[rows["time_period"] == period, "obs_value"]
    return only


def test_ambition_is_what_the_prose_says():
    asked = rules.ambition(plan.targets(None), SERIES)
    known = asked[(asked["ref_area"] == "CN")].dropna(subset="met_when_set")
    met = int(known["met_when_set"].sum())
    assert (
        f"Of the {len(known)} national targets with an earlier figure {met} were met already"
    ) in prose("60_methods")
    assert (
        f"Of the nation's targets {len(known)} have an earlier figure, and {met} of these were met"
    ) in prose("00_overview")
    dafang = asked[asked["plan"] == "dafang-2023"]
    assert dafang["met_when_set"].isna().all()
    assert (dafang["over_higher"] > 0).any()
    assert (dafang["over_higher"] < 0).any()


def test_projections_are_what_the_prose_says():
    china = SERIES[SERIES["ref_area"] == "CN"]
    income = china[china["indicator"] == "rural_disposable_income"]
    income = income[income["basis"] == "integrated household survey"]
    told = trajectories.project(income, 2028).set_index("time_period")
    assert round(told.loc["2028", "median"], -3) == 30_000
    assert "the nation would come to about 30,000 yuan in 2028" in prose("30_rural_revitalisation")
    rate = china[china["indicator"] == "registered_urban_unemployment_rate"]
    told = trajectories.project(rate, 2023).set_index("time_period")
    assert told.loc["2023", "upper_80"] < DAFANG["value"]["T09"] < told.loc["2023", "upper_95"]
    assert "a ceiling of 5.5 % outside its 80 % band for 2023" in prose("20_employment")


def test_chances_before_each_year_were_as_the_prose_says():
    targets = plan.targets(None).merge(YEARLY[["plan", "target", "verdict"]])
    found = pd.concat(
        trajectories.chance(SERIES, targets[targets["due"] == year], as_of=year - 1)
        for year in sorted(targets["due"].unique())
    ).merge(targets, on=["plan", "target"])
    due = found[found["verdict"].isin(["met", "missed"])].dropna(subset="chance")
    assert due["verdict"].eq("met").all()
    lowest = due.loc[due["chance"].idxmin()]
    assert (lowest["indicator"], lowest["due_x"]) == ("new_urban_jobs", 2024)
    claim = (
        f"For {len(due)} targets that came due a chance could be given: "
        f"{100 * due['chance'].mean():.0f} % on average, the lowest "
        f"{100 * lowest['chance']:.0f} % (jobs, 2024), and all {len(due)} were met."
    )
    assert claim in prose("50_track_record")


@pytest.mark.parametrize("claim", list(track_record()))
def test_the_track_record_says_what_the_tables_say(claim):
    assert claim in prose("50_track_record")


@pytest.mark.parametrize(("notebook", "claim"), list(claims()))
def test_prose_says_what_the_tables_say(notebook, claim):
    assert claim in prose(notebook)


def test_no_dafang_target_has_a_verdict_that_the_prose_denies():
    assert DAFANG["verdict"].eq("undecided").all()


def test_the_picture_of_the_readme_is_of_what_is_published():
    figure = charts.verdict_counts(TABLE[TABLE["plan"] == plan.FIRST_PLAN])
    figure.savefig(drawn := io.BytesIO())
    stored, fresh = (
        np.asarray(Image.open(file).convert("L"), float) for file in (io.BytesIO(OVERVIEW), drawn)
    )
    assert stored.shape == fresh.shape
    assert np.abs(stored - fresh).mean() < 2  # of 255; letters may differ by a shade
