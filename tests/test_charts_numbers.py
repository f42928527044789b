"""The numbers of each form, computed a second way, and the sentences told from them."""

import re

import numpy as np
import pandas as pd
import pytest
from figures import ALL, AREAS, CHINA, DAFANG, SERIES, TABLE, of
from hypothesis import given
from hypothesis import strategies as st

import plan_targets as plan
from plangaps import charts, gaps, rules, tables, trajectories, words
from plangaps.charts import phrases

NEAR = SERIES[SERIES["ref_area"].isin(AREAS)]
JOBS = of("new_urban_jobs", SERIES[SERIES["ref_area"] == "CN"])
PROGRESS = rules.progress(ALL, SERIES)
STEPS = rules.ambition(ALL, SERIES)


def goals(indicator, name):
    return of(indicator, ALL[ALL["plan"] == name])


def row(target):
    return DAFANG.set_index("target", drop=False).loc[target]


def caption(form, numbers, lang="en"):
    return charts.FORMS[form].tell(numbers, lang).caption


def small(**columns):
    """Observations of one made-up series, with the columns given."""
    rows = {"ref_area": "CN", "indicator": "registered_urban_unemployment_rate"}
    rows |= {"basis": "year end", "obs_status": "A", "bound": "", "unit_measure": "percent"}
    frame = pd.DataFrame(rows | {"source": "s157"} | columns)
    return frame.assign(year=frame["year"].astype("Int64"), time_period=frame["year"].astype(str))


def with_own(observations, *rows):
    """``observations`` and own figures: area, indicator, basis, period, value."""
    names = ["ref_area", "indicator", "basis", "time_period", "obs_value"]
    own = pd.DataFrame(rows, columns=names).assign(obs_status="A", bound="", own=True)
    own = own.assign(
        source="My survey",
        unit_measure="percent",
        year=pd.to_numeric(own["time_period"], errors="coerce"),
    )
    return pd.concat([observations, own.astype({"year": "Int64"})], ignore_index=True)


# -- counts


def test_counts_are_the_targets_of_each_theme_and_outcome():
    numbers = charts.verdict_counts.numbers(TABLE)
    assert numbers["targets"].sum() == len(TABLE)
    for theme, outcome, n in numbers[["theme", "outcome", "targets"]].itertuples(index=False):
        column = "verdict" if outcome in gaps.VERDICTS else "reason"
        assert ((TABLE["theme"] == theme) & (TABLE[column] == outcome)).sum() == n
    codes = {c for cell in numbers["source"] for c in cell.split(" | ")}
    assert codes == set(TABLE[["source", "obs_source", "context_source"]].to_numpy().ravel()) - {""}


def test_every_reason_there_is_has_a_part_of_its_own():
    one = TABLE[TABLE["verdict"] == "undecided"].head(1)
    every = pd.concat([one.assign(reason=reason) for reason in gaps.REASONS])
    numbers = charts.verdict_counts.numbers(every)
    assert set(numbers["outcome"]) == set(gaps.REASONS) and (numbers["targets"] == 1).all()


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_only_targets_that_are_due_count_as_judged_or_not(lang):
    judged = int(TABLE["verdict"].isin(["met", "missed"]).sum())
    waiting = int((TABLE["verdict"] == "open").sum())
    title = charts.verdict_counts.tell(charts.verdict_counts.numbers(TABLE), lang).title
    where = [TABLE["ref_area"].nunique(), TABLE["due"].min(), TABLE["due"].max()]
    counts = [len(TABLE) - waiting, judged, waiting]
    assert [*map(int, re.findall(r"\d+", title))] == [*where, *counts]


def test_targets_that_are_not_due_are_not_called_unjudged():
    waiting = TABLE[TABLE["verdict"] == "open"].head(7)
    for form in (charts.verdict_counts, charts.gap_bars):
        told = [form.tell(form.numbers(waiting), lang).title for lang in words.LANGUAGES]
        assert told == ["None of these 7 targets is due yet", "这7个目标均未到期"]


def test_what_own_figures_judge_is_counted_apart():
    series = with_own(
        SERIES, ("520521", "forest_coverage", "statutory county, forestry bureau", "2023", 61.0)
    )
    table = gaps.gap_table(DAFANG, series.assign(own=series["own"].astype(bool)))
    assert table["obs_own"].sum() == 0  # another definition judges nothing
    mine = table.assign(obs_own=table["target"].isin(["T01", "T04"]))
    mine = mine.assign(verdict=mine["verdict"].mask(mine["target"] == "T04", "met"))
    numbers = charts.verdict_counts.numbers(mine)
    assert numbers["own_figures"].sum() == 2
    title = charts.verdict_counts.tell(numbers, "en").title
    assert title == "Dafang, 2023: of 30 targets due, 1 can be judged, 1 of them by own figures"


# -- gaps


def test_gaps_are_the_rows_of_the_table_with_both_names():
    numbers = charts.gap_bars.numbers(TABLE)
    for column in ["plan", "target", "gap", "gap_relative", "tolerance", "verdict", "obs_value"]:
        assert numbers[column].equals(TABLE[column].reset_index(drop=True))
    held = tables.areas().set_index("ref_area")
    assert numbers["area_zh"].tolist() == held.loc[TABLE["ref_area"], "name_zh"].tolist()
    assert numbers["area_en"].tolist() == held.loc[TABLE["ref_area"], "name_en"].tolist()


def test_the_caption_counts_outcomes_and_names_the_ends():
    numbers = charts.gap_bars.numbers(CHINA[CHINA["plan"].str.contains("fyp")])
    judged = numbers.dropna(subset="gap_relative")
    low, high = judged["gap_relative"].min(), judged["gap_relative"].max()
    most = judged.loc[judged["gap_relative"].idxmax()]
    text = caption("gap_bars", numbers)
    assert f"{len(numbers)} targets; met: {(numbers['verdict'] == 'met').sum()}" in text
    ends = f"gaps from {'0' if low == 0 else f'{100 * low:+.1f}'} % (Forest coverage 2015) to "
    assert ends + f"+{100 * high:.1f} % ({most['name_en']} {most['due']})" in text


@given(st.sampled_from(list(gaps.VERDICTS)), st.sampled_from(["", *gaps.REASONS]))
def test_an_outcome_is_the_verdict_or_the_reason_for_none(verdict, reason):
    rows = pd.DataFrame({"verdict": [verdict], "reason": [reason]})
    code = phrases.outcome(rows)[0]
    assert code == (reason if verdict == "undecided" else verdict)
    if code:
        key = f"verdict.{code}" if code in gaps.VERDICTS else f"reason.{code}"
        for lang in words.LANGUAGES:
            assert phrases.outcome_name(code, lang) == words.say(key, lang)


# -- evidence


def test_each_level_counts_the_years_held():
    numbers = charts.evidence_matrix.numbers(plan.environment, SERIES)
    assert len(numbers) == 4 * len(plan.environment)
    for cell in numbers.itertuples():
        held = of(cell.indicator, SERIES[SERIES["ref_area"] == cell.ref_area])
        held = held[held["obs_status"] != "U"]
        years = sorted(set(held["year"].dropna()))
        assert cell.years == len(years)
        if years:
            assert [cell.first, cell.last] == [years[0], years[-1]]
            assert cell.bases == held.dropna(subset="year")["basis"].nunique()
    forest = numbers[numbers["target"] == "T03"]
    assert forest["total"].tolist()[0] == "2008/2021"
    assert forest["level"].tolist() == ["county", "prefecture", "province", "nation"]


def test_own_figures_mark_the_cell_they_stand_in_and_no_other():
    """An own total beside published years is not among the years that the cell tells."""
    key = ("520521", "forest_coverage", "land survey")
    for period, share in (("2020", 1 / 3), ("2001/2005", 0.0)):
        numbers = charts.evidence_matrix.numbers(
            plan.environment, with_own(SERIES, (*key, period, 50.0))
        )
        cell = numbers[(numbers["target"] == "T04") & (numbers["level"] == "county")]
        assert cell["own_share"].tolist() == pytest.approx([share])
        assert numbers["own_share"].gt(0).sum() == (share > 0)


# -- ranking


def test_the_ranking_holds_every_value_of_the_indicator_in_order():
    peers = ALL[ALL["ref_area"].isin(AREAS)]
    numbers = charts.ambition.numbers(row("T05"), peers, NEAR)
    asked, held = of("air_good_days_share", peers), of("air_good_days_share", NEAR)
    held = held[held["year"].notna() & (held["obs_status"] != "U")]
    assert sorted(numbers["value"]) == sorted([*asked["value"], *held["obs_value"]])
    assert numbers["value"].is_monotonic_decreasing
    this = numbers[numbers["is_this"]]
    assert this[["ref_area", "value", "what"]].to_numpy().tolist() == [["520521", 97.0, "target"]]
    rank = 1 + (numbers["value"] > 97).sum() + (numbers["value"][: this.index[0]] == 97).sum()
    assert f"97 % ranks {rank} of {len(numbers)}, from 76.7 % to 99.4 %" in caption(
        "ambition", numbers
    )


# -- scorecard


def test_the_card_agrees_where_all_rules_that_speak_find_the_same():
    state = ALL[(ALL["ref_area"] == "CN") & ALL["due"].between(2019, 2024)]
    numbers = charts.scorecard.numbers(PROGRESS, state)
    assert numbers["rule"].tolist() == list(rules.RULES) * len(state)
    differ = rules.disagreement(PROGRESS).merge(state[["plan", "target"]])
    differ = set(zip(differ["plan"], differ["target"], strict=True))
    for key, of_target in numbers.groupby(["plan", "target"]):
        spoken = (of_target["status"] != rules.NOT_APPLICABLE).sum()
        how = "differ" if key in differ else "same" if spoken > 1 else "alone"
        assert set(of_target["agreement"]) == {how}
    assert f"on {len(differ)} they differ" in caption("scorecard", numbers)


# -- steps


@pytest.mark.parametrize(
    ("indicator", "sign", "areas"),
    [
        ("new_urban_jobs", 1, "CN"),
        ("surveyed_urban_unemployment_rate", -1, "CN"),
        ("gdp_growth", 1, ".*0000"),  # some ask for exactly what there was
    ],
)
def test_a_target_no_better_than_the_last_figure_was_met_when_set(indicator, sign, areas):
    rows = of(indicator, STEPS[STEPS["ref_area"].str.fullmatch(areas)])
    numbers = charts.steps.numbers(rows[rows["due"].eq(2026) | (areas == "CN")])
    better = sign * (numbers["target_value"] - numbers["last_value"]) > 1e-9
    n, met = len(numbers), int((~better).sum())
    english, chinese = (charts.steps.tell(numbers, lang) for lang in words.LANGUAGES)
    assert english.title.endswith(f": {met} of {n} targets were already met when set")
    assert chinese.title.endswith(f"：{n}个目标中，{met}个设定时已达到")
    assert f"{n} targets, {n - met} of them better" in english.caption
    assert numbers["due"].is_monotonic_increasing


def test_a_difference_of_rates_is_told_in_points():
    text = caption("steps", charts.steps.numbers(of("gdp_growth", STEPS[STEPS["due"] == 2026])))
    assert re.search(r"steps from −\d(\.\d+)? points to \+\d(\.\d+)? points", text)


def test_the_most_demanding_of_many_areas_stands_first():
    numbers = charts.steps.numbers(of("gdp_growth", STEPS[STEPS["due"] == 2026]))
    assert numbers["over_last"].is_monotonic_decreasing and len(numbers) > 20


# -- series


def test_a_line_ends_at_a_missing_year_a_break_and_a_bound():
    frame = small(
        year=[2010, 2011, 2013, 2014, 2015, 2016, 2017],
        obs_value=[4.0, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6],
        obs_status=["A", "A", "A", "B", "A", "A", "A"],
        bound=["", "", "", "", "", "lower", ""],
    )
    numbers = charts.series_with_target.numbers(frame)
    joined = numbers.dropna(subset="stretch").groupby("stretch")["year"].agg(list).tolist()
    assert joined == [[2010, 2011], [2013], [2014, 2015], [2017]]
    assert numbers["year"].tolist() == frame["year"].tolist()


def test_two_definitions_are_two_lines():
    frame = small(year=[2010, 2011], obs_value=[4.0, 4.1], basis=["December", "month"])
    assert charts.series_with_target.numbers(frame)["line"].tolist() == [0, 1]


def test_partial_years_and_unreliable_values_are_left_out():
    frame = small(year=[2010, 2011, 2012], obs_value=[4.0, 4.1, 9.0], obs_status=["A", "U", "A"])
    frame["time_period"] = ["2010", "2011", "2012-06"]
    assert charts.series_with_target.numbers(frame)["year"].tolist() == [2010]


def titles(observations, target):
    numbers = charts.series_with_target.numbers(observations, target)
    return [charts.series_with_target.tell(numbers, lang).title for lang in words.LANGUAGES]


def test_the_title_says_what_came_of_the_one_target():
    air = of("air_good_days_share", NEAR)
    english, chinese = titles(air, row("T05"))
    assert english.endswith(": no figure of Dafang for 2023 on its target's definition")
    assert chinese.endswith("：没有大方县2023年与目标同口径的数据")
    came = with_own(air, ("520521", "air_good_days_share", row("T05")["basis"], "2023", 98.1))
    english, chinese = titles(came, row("T05"))
    assert english.endswith(": Dafang promised at least 97 % for 2023, 98.1 % was measured")
    assert chinese.endswith("：大方县2023年目标不低于97%，实际98.1%")
    many = of("new_urban_jobs", ALL[ALL["ref_area"] == "CN"])
    verdict = gaps.gap_table(many[many["time_period"] == many["due"].astype(str)], SERIES)
    verdict = verdict["verdict"]
    met, judged = (verdict == "met").sum(), verdict.isin(["met", "missed"]).sum()
    kept = f"of {judged} yearly targets that can be judged {met} were met"
    assert titles(JOBS, many)[0].endswith(kept)
    last = JOBS.dropna(subset="year").sort_values("year").iloc[-1]
    value = f"{last['obs_value'] / 1e4:g}万人"
    assert titles(JOBS, None)[1].endswith(f"：中国{value}（{last['year']}年）")


def test_without_a_target_the_title_tells_the_last_figures_or_that_they_make_no_line():
    both = SERIES.query("indicator == 'gdp' and ref_area in ['520000', '520500']")
    last = both.dropna(subset="year").sort_values("year").groupby("ref_area").tail(1)
    assert len(last) == 2
    for year in last["year"]:
        assert f"({year})" in titles(both, None)[0]
    county = SERIES.query("indicator == 'gdp' and ref_area == '520521'").dropna(subset="year")
    n = county["basis"].nunique()
    assert titles(county, None)[0].endswith(f"follow {n} definitions and make no single line")
    assert titles(of("air_good_days_share"), None)[0].endswith("what was measured?")


def test_a_target_for_the_sum_of_years_is_not_held_against_the_last_one():
    goal = goals("new_urban_jobs", "china-2025").iloc[0]
    assert titles(JOBS, goal)[0].endswith("12.67 million persons was measured")
    total = pd.Series({**goal, "time_period": "2021/2025"})
    assert titles(JOBS, total)[0].endswith("what was promised, what was measured?")


def test_the_caption_tells_the_last_value_of_each_line():
    text = caption("series_with_target", charts.series_with_target.numbers(JOBS))
    annual = JOBS.dropna(subset="year").sort_values("year")
    value = annual["obs_value"].iloc[-1] / 1e6
    years = f"{len(annual)} yearly figures since {annual['year'].min()}"
    assert text == f"China: {value:g} million persons in {annual['year'].max()} ({years})."


def test_of_many_lines_eight_are_told_and_the_others_counted():
    air = of("air_good_days_share")
    numbers = charts.series_with_target.numbers(air)
    more = len(air.dropna(subset="year")[["ref_area", "basis"]].drop_duplicates()) - 8
    text = caption("series_with_target", numbers)
    assert more > 0 and text.endswith(f"; and {more} more lines.") and text.count("; ") == 8


# -- trajectory


def test_the_projection_is_that_of_the_series():
    numbers = charts.trajectory.numbers(JOBS)
    told = trajectories.project(JOBS, 2028)
    ahead = numbers[numbers["what"] == "projected"]
    assert ahead["year"].tolist() == [2026, 2027, 2028]
    assert ahead["value"].tolist() == told["median"].tolist()
    for end in ("lower_80", "upper_80", "lower_95", "upper_95"):
        assert ahead[end].tolist() == told[end].tolist()
    assert ahead["line"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_the_caption_tells_the_interval_of_80_per_cent_by_its_own_ends(lang):
    numbers = charts.trajectory.numbers(JOBS)
    last = numbers[numbers["what"] == "projected"].iloc[-1]
    text = caption("trajectory", numbers, lang)
    ends = [
        words.number(float(f"{last[e]:.4g}"), "persons", lang) for e in ("lower_80", "upper_80")
    ]
    assert "80" in text and (" to " if lang == "en" else "至").join(ends) in text
    other = words.number(float(f"{last['lower_95']:.4g}"), "persons", lang)
    assert other not in text


def test_a_target_ahead_has_the_chance_of_its_series_and_says_if_it_is_there():
    goal = goals("new_urban_jobs", "china-2026")
    numbers = charts.trajectory.numbers(JOBS, goal)
    asked = numbers[numbers["what"] == "target"].iloc[0]
    found = trajectories.chance(JOBS, goal).iloc[0]
    assert [asked["chance"], asked["chance_points"], asked["chance_last"]] == [
        found["chance"], found["points"], found["last"]
    ]  # fmt: skip
    assert asked["already_there"] and "required" not in set(numbers["what"])
    told = charts.trajectory.tell(numbers, "en")
    share = f"{100 * found['chance']:.0f} %"
    assert told.title == f"New urban jobs: {share} chance that China reaches its target for 2026"
    assert any("met the target already" in note for note in told.notes)
    assert any(f"{share} chance of reaching the target, from {found['points']}" in note
               for note in told.notes)  # fmt: skip


def test_the_required_path_begins_at_the_last_value_before_the_plan():
    forest = of("forest_coverage", SERIES[SERIES["ref_area"] == "CN"])
    numbers = charts.trajectory.numbers(forest, goals("forest_coverage", "china-fyp14"))
    path = numbers[numbers["what"] == "required"]
    assert path["year"].tolist() == list(range(2020, 2026))
    assert path["value"].tolist() == pytest.approx(np.linspace(23.04, 24.1, 6).tolist())
    assert any("Dashed" in note for note in charts.trajectory.tell(numbers, "en").notes)
    since = forest[forest["year"] >= 2021]  # the year in which the plan was set, and later
    late = charts.trajectory.numbers(since, goals("forest_coverage", "china-fyp14"))
    assert "required" not in set(late["what"])


def test_a_target_without_a_series_gets_no_chance():
    air = of("air_good_days_share", SERIES[SERIES["ref_area"] == "CN"])
    numbers = charts.trajectory.numbers(air, row("T05"))
    notes = charts.trajectory.tell(numbers, "en").notes
    assert "Dafang, 2023: no chance can be given (no yearly figure on this definition)." in notes


def test_series_that_are_too_short_or_too_old_are_not_projected():
    def refusals(last, n):
        years = list(range(last - n + 1, last + 1))
        short = small(year=years, obs_value=np.linspace(4, 5, n), ref_area="520000")
        known = small(year=list(range(2015, 2024)), obs_value=np.linspace(4, 5, 9))
        numbers = charts.trajectory.numbers(pd.concat([known, short], ignore_index=True))
        refused = numbers[numbers["what"] == "refused"]
        assert refused[["value", "lower_80"]].isna().all(axis=None)
        return refused["refusal"].tolist(), charts.trajectory.tell(numbers, "zh").notes[-1]

    assert refusals(2021, 4)[0] == []  # 2026 is five years on
    assert refusals(2023, 3) == (
        ["too_few_points"], "贵州省（年末）不作预测：最近一次中断以来少于四个年度数据。"
    )  # fmt: skip
    assert refusals(2020, 4) == (["old"], "贵州省（年末）不作预测：最新数据距2026年超过五年。")


# -- coverage


def test_coverage_counts_values_inside_and_its_interval_is_wilsons():
    tested = trajectories.backtest(SERIES)
    numbers = charts.fan_check.numbers(tested)
    assert numbers["indicator"].tolist()[0] == "" and numbers["n"][0] == len(tested)
    assert numbers["n"][1:].sum() == len(tested)
    for level in (80, 95):
        inside = (tested["obs_value"] >= tested[f"lower_{level}"]) & (
            tested["obs_value"] <= tested[f"upper_{level}"]
        )
        k, n, z = inside.sum(), len(tested), 1.959964
        middle = (k + z**2 / 2) / (n + z**2)
        half = z / (n + z**2) * np.sqrt(k * (n - k) / n + z**2 / 4)
        first = numbers.iloc[0]
        assert first[f"held_{level}"] == k
        assert [first[f"low_{level}"], first[f"high_{level}"]] == pytest.approx(
            [middle - half, middle + half], abs=1e-6
        )
    k80, k95 = numbers["held_80"][0], numbers["held_95"][0]
    assert k80 != k95
    assert f"{k80} fell into their 80 % interval and {k95} into" in caption("fan_check", numbers)
    share = f"{100 * k80 / len(tested):.0f} % fell into their 80 % interval"
    assert charts.fan_check.tell(numbers, "en").title.endswith(share)


# -- sources


def test_at_most_four_publishers_are_named_and_the_others_counted():
    held = tables.sources().query("kind == 'press'").drop_duplicates("issuer").head(9)
    codes = held["source"]
    assert "and 5 more" in phrases.sources(codes, lang="en")
    assert "等9家" in phrases.sources(codes, lang="zh")
    assert phrases.sources(codes.head(4), lang="en").count(",") >= 3
    assert "more" not in phrases.sources(codes.head(4), lang="en")
    own = pd.Series(["My $x_{1$ survey", "another", ""])
    assert phrases.sources(own, lang="en") == "Own figures: My $x_{1$ survey and 1 more."
    assert phrases.sources(pd.Series([""]), lang="en") == ""


def test_issuers_are_cited_and_reprints_and_nameless_pages_counted_apart():
    known = tables.sources().set_index("source")
    codes = pd.Series(["s126", "s096", "s149", "s126", "s154"])
    told = phrases.sources(codes, lang="en")
    k = known.loc[["s126", "s096", "s149", "s154"], "kind"].eq("reprint").sum()
    assert told.startswith("Sources: 贵州省统计局, People's Daily Online; ")
    assert f"{k} of 4 documents read in reprints" in told
    assert told.endswith("2 from pages that name no issuing body.")
    assert "大方县" not in phrases.sources(codes, lang="zh")


def test_figures_are_own_only_where_all_of_them_are():
    shares = [float("nan"), 0, 0.01, 0.99, 1]
    own, some = "(own figures)", "(with own figures)"
    assert [phrases.own_mark(s, "en").strip() for s in shares] == ["", "", some, some, own]


@pytest.mark.parametrize("form", ["series_with_target", "trajectory"])
def test_rows_of_a_gap_table_are_the_targets_they_hold(form):
    here = "plan == 'china-2023' and indicator == 'new_urban_jobs'"
    judged = gaps.gap_table(ALL, SERIES).query(here)
    assert judged["obs_value"].notna().all()
    numbers = charts.FORMS[form].numbers
    pd.testing.assert_frame_equal(numbers(JOBS, judged), numbers(JOBS, ALL.query(here)))
