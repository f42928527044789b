"""What the record says: shares and intervals computed a second way, forms read back."""

import numpy as np
import pandas as pd
import pytest
from figures import assert_readable, said
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import plan_targets as plan
from plangaps import charts, record, words
from plangaps.record import rates, store

both_languages = pytest.mark.parametrize("lang", words.LANGUAGES)
NO_AUDIT = pd.DataFrame(columns=["kind", "rows", "right", "share", "low", "high"])


def pairs(*rows):
    """Pairs made up: report, area, year, verdict, match."""
    frame = pd.DataFrame(rows, columns=["report", "ref_area", "year", "verdict", "match"])
    frame["year"] = frame["year"].astype("Int64")
    return frame.assign(theme="environment", hedge="", comparator="at_least", indicator="forest")


def states(*rows):
    """Rows made up: report, state, all of one level."""
    return pd.DataFrame(rows, columns=["report", "state"]).assign(level="county")


SOME = pairs(
    ("a", "520000", 1999, "met", "same"),
    ("a", "520000", 1999, "missed", "same"),
    ("a", "520000", 1999, "undecided", "same"),
    ("b", "520500", 2022, "", "words"),
    ("b", "520500", 2022, "", "none"),
    ("b", "520500", 2022, "", "near"),
    ("b", "520500", 2022, "", ""),
)


def test_every_promise_has_one_state_a_level_and_a_time():
    rows = record.grouped(SOME)
    expected = ["kept", "missed", "unclear", "words", "silent", "unclear", "unclear"]
    assert rows["state"].tolist() == expected
    assert rows["level"].tolist() == ["province"] * 3 + ["prefecture"] * 4
    assert rows["decade"].tolist() == ["1990s"] * 3 + ["2020s"] * 4
    assert rows["period"].tolist() == ["to_2007"] * 3 + ["2020_2022"] * 4
    assert set(rows["hedge"]) == {"none"} and set(rows["theme"]) == {"environment"}


@pytest.mark.parametrize(
    ("year", "period"),
    [(2007, "to_2007"), (2008, "2008_2013"), (2013, "2008_2013"), (2014, "2014_2019"),
     (2019, "2014_2019"), (2020, "2020_2022"), (2022, "2020_2022"), (2023, "from_2023")],
)  # fmt: skip
def test_a_period_begins_with_its_first_year(year, period):
    assert record.grouped(pairs(("a", "CN", year, "met", "same")))["period"].tolist() == [period]


def test_shares_are_counts_over_rows():
    rows = states(("a", "kept"), ("a", "missed"), ("b", "kept"), ("b", "kept"), ("c", "silent"))
    found = record.shares(rows, "level").set_index("state")
    assert found["count"].to_dict() == {"kept": 3, "missed": 1, "silent": 1}
    assert found["share"].to_dict() == {"kept": 0.6, "missed": 0.2, "silent": 0.2}
    assert set(found["rows"]) == {5} and set(found["reports"]) == {3}


def test_the_interval_is_wilsons_at_the_rows_that_reports_are_worth():
    rows = states(*[(r, s) for r, s in zip("aaabbbcc", "kkmkmmkk", strict=True)])
    found = record.shares(rows, "level").set_index("state").loc["k"]
    share, n = 5 / 8, 8
    rest = [2 - 3 * share, 1 - 3 * share, 2 - 2 * share]
    variance = 3 / 2 * sum(r**2 for r in rest) / n**2
    worth = min(share * (1 - share) / variance, n)
    middle = (share + 1.959964**2 / 2 / worth) / (1 + 1.959964**2 / worth)
    half = (
        1.959964
        / (1 + 1.959964**2 / worth)
        * np.sqrt(share * (1 - share) / worth + 1.959964**2 / 4 / worth**2)
    )
    assert found[["low", "high"]].tolist() == pytest.approx([middle - half, middle + half], 1e-6)


def test_the_interval_is_about_that_of_a_bootstrap_of_reports():
    chance = np.random.default_rng(3)
    each = pd.DataFrame({"n": chance.integers(5, 40, 80), "p": chance.beta(4, 2, 80)})
    each["k"] = chance.binomial(each["n"], each["p"])
    rows = states(*[(str(r), "kept" if i < k else "missed")
                    for r, n, k in zip(each.index, each["n"], each["k"], strict=True)
                    for i in range(n)])  # fmt: skip
    found = record.shares(rows, "level").set_index("state").loc["kept"]
    drawn = each.to_numpy()[chance.integers(0, 80, (4000, 80))]
    low, high = np.quantile(drawn[..., 2].sum(1) / drawn[..., 0].sum(1), [0.025, 0.975])
    assert found["low"] == pytest.approx(low, abs=0.012)
    assert found["high"] == pytest.approx(high, abs=0.012)
    alone = stats.binomtest(int(each["k"].sum()), int(each["n"].sum())).proportion_ci()
    assert found["high"] - found["low"] > 1.5 * (alone.high - alone.low)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(rates.STATES)), min_size=1))
def test_shares_add_up_to_one_lie_within_their_intervals_and_know_no_order(rows):
    found = record.shares(states(*rows), "level")
    assert found["share"].sum() == pytest.approx(1)
    several = found[found["reports"] > 1]
    assert several["share"].between(several["low"], several["high"]).all()
    assert (several["low"] >= 0).all() and (several["high"] <= 1).all()
    assert found.loc[found["reports"] == 1, ["low", "high"]].isna().all(axis=None)
    other = record.shares(states(*rows[::-1]), "level").set_index("state").sort_index()
    pd.testing.assert_frame_equal(found.set_index("state").sort_index(), other)


def test_kept_is_a_share_of_the_judged_alone():
    rows = states(("a", "kept"), ("a", "missed"), ("b", "kept"), ("b", "silent"), ("c", "unclear"))
    found = record.kept(rows, "level")
    assert found[["count", "rows", "reports"]].to_numpy().tolist() == [[2, 3, 2]]
    assert found["share"].tolist() == [pytest.approx(2 / 3)]


def percents(*gaps, unit="percent"):
    frame = pd.DataFrame({"gap": gaps}).assign(unit_measure=unit, value_high=np.nan, bound="")
    return frame.assign(state="kept", period="to_2007", report=frame.index.astype("str"))


def test_passed_by_keeps_plain_judged_percentages_to_the_tenth():
    rows = percents(0.04, -0.12, 2.0, -0.5, 7.0)
    assert record.passed_by(rows)["points"].tolist() == [0.0, -0.1, 2.0, -0.5, 7.0]
    assert record.passed_by(rows.assign(unit_measure="persons")).empty
    assert record.passed_by(rows.assign(bound="lower")).empty
    assert record.passed_by(rows.assign(value_high=9.0)).empty
    assert record.passed_by(rows.assign(state="unclear")).empty


def test_above_and_below_are_the_half_point_on_either_side():
    rows = record.passed_by(percents(0, 0.1, 0.5, 0.6, -0.1, -0.5, -0.6, 0.3))
    found = record.above_and_below(rows, "period").iloc[0]
    assert found[["rows", "below", "at", "above", "ratio"]].tolist() == [8, 2, 1, 3, 1.5]


def goals(*rows):
    frame = pd.DataFrame(rows, columns=["ref_area", "year", "value"])
    frame = frame.assign(report=frame["ref_area"] + "-" + frame["year"].astype("str"), basis="")
    return frame.assign(time_period=frame["year"].astype("str"))


def test_amplification_is_the_target_less_that_of_the_area_above_in_the_same_year():
    found = record.amplification(
        goals(
            ("CN", 2020, 6.0), ("520000", 2020, 8.0), ("520500", 2020, 9.5), ("520500", 2021, 9.0)
        )
    )
    steps = found.set_index("ref_area")["step"].to_dict()
    assert steps == {"520000": 2.0, "520500": 1.5}
    assert found.set_index("ref_area")["level"].to_dict() == {
        "520000": "province", "520500": "prefecture"}  # fmt: skip


def test_an_area_with_two_figures_of_a_year_and_targets_of_other_years_drop_out():
    twice = goals(("CN", 2020, 6.0), ("520000", 2020, 8.0), ("520000", 2020, 7.0))
    assert record.amplification(twice).empty
    later = goals(("CN", 2020, 6.0), ("520000", 2020, 8.0)).assign(time_period=["2020", "2025"])
    assert record.amplification(later).empty
    same = goals(("CN", 2020, 6.0), ("520000", 2020, 8.0), ("520000", 2020, 8.0))
    assert record.amplification(same)["step"].tolist() == [2.0]


def test_follows_sets_a_target_beside_last_years_outcome_in_the_same_report():
    targets = goals(("520000", 2020, 8.0), ("520500", 2020, 9.0))
    told = pd.DataFrame({
        "report": ["520000-2020", "520000-2020", "520500-2020", "520500-2020"],
        "year": 2020, "basis": "", "bound": "", "obs_value": [8.3, 9.1, 7.0, 7.5],
        "time_period": ["2019", "2018", "2019", "2019"],
    })  # fmt: skip
    found = record.follows(targets, told)
    assert found[["ref_area", "last", "level"]].to_numpy().tolist() == [["520000", 8.3, "province"]]
    assert found["step"].tolist() == [pytest.approx(-0.3)]


def test_steps_are_means_with_an_interval_clustered_by_area():
    rows = pd.DataFrame({
        "ref_area": ["a", "a", "b", "c"], "step": [1.0, 2.0, 0.0, -1.0], "level": "county"
    })  # fmt: skip
    found = record.steps(rows, "level").iloc[0]
    rests = [0.5 + 1.5, -0.5, -1.5]
    half = stats.t.ppf(0.975, 2) * np.sqrt(3 / 2 * sum(r**2 for r in rests)) / 4
    assert found[["mean", "up", "same", "down"]].tolist() == [0.5, 0.5, 0.25, 0.25]
    assert [found["low"], found["high"]] == pytest.approx([0.5 - half, 0.5 + half])


@pytest.fixture
def audit(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    rights = ["judged,true"] * 19 + ["judged,false"] + ["silent,true"] * 9 + ["silent,false"]
    rows = [one.replace(",", f",520500-2019,T{n:03},{n},,,") for n, one in enumerate(rights, 1)]
    lines = ["kind,report,target,start,outcome_report,outcome_start,right,reason"]
    lines += [f"{row}," for row in rows]
    (tmp_path / "audit.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return rates.share_right()


def test_without_an_audit_no_kind_has_a_share(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    assert rates.share_right().empty
    assert list(rates.share_right()) == list(NO_AUDIT)


def test_the_share_right_of_an_audit_has_wilsons_interval(audit):
    for kind, k, n in [("judged", 19, 20), ("silent", 9, 10)]:
        row = audit.set_index("kind").loc[kind]
        wilson = stats.binomtest(k, n).proportion_ci(method="wilson")
        assert (row["rows"], row["right"]) == (n, k)
        assert [row["low"], row["high"]] == pytest.approx([wilson.low, wilson.high])


def test_a_verdict_found_to_be_read_wrongly_counts_as_none():
    rows = record.grouped(many(3, 4).assign(checked=["wrong", "right", "", "wrong"]))
    assert rows["state"].tolist() == ["unclear", "kept", "kept", "unclear"]


def many(k, n, indicator="forest_coverage", value=50.0):
    rows = pairs(*[(str(i), "520500", 2022, "met" if i < k else "missed", "same")
                   for i in range(n)])  # fmt: skip
    return record.grouped(
        rows.assign(indicator=indicator, value=value, unit_measure="percent", time_period="2022")
    )


def test_elsewhere_gives_a_share_from_ten_judged_promises_on():
    mine = plan.targets()
    found = record.elsewhere(many(8, 10), mine).set_index("indicator").loc["forest_coverage"]
    assert found[["promises", "kept", "missed", "silent"]].tolist() == [10, 8, 2, 0]
    assert found["kept_share"] == pytest.approx(0.8)
    few = record.elsewhere(many(8, 9), mine)
    assert len(few) == len(mine) and few["kept_share"].isna().all()


def test_standing_counts_a_lower_ceiling_as_more():
    mine = plan.targets()
    floor = record.standing(many(1, 12, value=50.0), mine).set_index("target").loc["T04"]
    assert floor[["others", "less", "more"]].tolist() == [12, 1.0, 0.0]
    rate = many(1, 12, "registered_urban_unemployment_rate", 4.0)
    ceiling = record.standing(rate, mine).set_index("target").loc["T09"]
    assert ceiling[["others", "less", "more"]].tolist() == [12, 0.0, 1.0]


# -- forms


@both_languages
@pytest.mark.parametrize("by", ["level", "theme", "decade", "comparator", "hedge", "year"])
def test_rates_are_drawn_and_told_by_any_group(by, lang, audit):
    rows = record.grouped(SOME)
    figure = charts.record_rates(rows, by, audit, lang=lang)
    assert_readable(figure)
    numbers = charts.record_rates.numbers(rows, by, audit)
    bars, dots = figure.axes
    widths = [patch.get_width() for patch in bars.patches if patch.get_width()]
    shares = 100 * numbers.loc[numbers["share"] > 0, "share"]
    assert sorted(widths) == pytest.approx(sorted(shares))
    judged = numbers[numbers["judged"] > 0].drop_duplicates("group")
    assert sorted(dots.lines[0].get_xdata()) == pytest.approx(sorted(100 * judged["kept"]))
    assert "95" in said(figure) and "76" in said(figure)


def test_rates_tell_the_audit_or_that_there_is_none(audit):
    rows = record.grouped(SOME)
    told = charts.record_rates.tell(charts.record_rates.numbers(rows, "level", audit), "en")
    assert "Of 20 verdicts checked by hand in their texts 95 % were right" in " ".join(told.notes)
    assert "Of 10 silences checked by hand 90 % were right" in " ".join(told.notes)
    assert told.title == (
        "Of 7 promises 2 can be judged, 50 % of them kept; 14 % are never mentioned again"
    )
    none = charts.record_rates.tell(charts.record_rates.numbers(rows, "level", NO_AUDIT), "en")
    assert "Not audited yet" in none.notes[-1]
    with pytest.raises(ValueError, match="rows: found no rows"):
        charts.record_rates.numbers(rows.iloc[:0], "level", NO_AUDIT)


@both_languages
def test_gaps_are_drawn_in_bins_of_a_tenth_with_zero_alone(lang, audit):
    rows = record.passed_by(percents(0, 0, 0.1, -0.1, 0.3, 2.9, 5.0, 3.0))
    figure = charts.passed_by(rows, audit, lang=lang)
    assert_readable(figure)
    bars = {round(b.get_x() + b.get_width() / 2, 1): b.get_height()
            for b in figure.axes[0].patches if b.get_height() > 1e-9}  # fmt: skip
    assert bars == pytest.approx({0.0: 25, 0.1: 12.5, -0.1: 12.5, 0.3: 12.5, 2.9: 12.5, 3.0: 12.5})
    told = charts.passed_by.tell(charts.passed_by.numbers(rows, audit), "en")
    assert told.title == (
        "Of 8 promises in per cent 2 were met to the tenth; 2 passed by up to half a point, "
        "1 fell short by as little"
    )
    assert "1 more than three points away" in told.caption


# -- what the notebook says in words, held by the record


@pytest.fixture(scope="module")
def rows():
    return record.grouped(record.pairs())


def test_what_the_first_cells_of_the_notebooks_say_holds(rows):
    share = rows["state"].value_counts(normalize=True)
    assert 0.1 < share["silent"] < 0.2 and 0.5 < share["unclear"] < 0.7
    assert 0.75 < rows.loc[rows["state"].isin(["kept", "missed"]), "state"].eq("kept").mean() < 0.9
    kept = record.kept(rows[rows["ref_area"].isin(["520000", "520500"])], "ref_area")
    kept = kept.set_index("ref_area")["share"]
    assert 0.5 < kept["520500"] < kept["520000"]


def test_in_nearly_all_years_less_than_half_of_guizhous_promises_can_be_judged(rows):
    guizhou = rows[rows["ref_area"] == "520000"]
    judged = guizhou["state"].isin(["kept", "missed"]).groupby(guizhou["year"]).mean()
    assert (judged < 0.5).mean() > 0.9


def test_the_order_of_themes_and_decades_that_the_notebook_tells_holds(rows):
    theme = record.kept(rows, "theme").set_index("theme")["share"]
    assert theme["economy"] < theme["investment"] < theme["environment"] < theme["employment"]
    decade = record.kept(rows, "decade").set_index("decade")["share"]
    assert decade["2000s"] > decade["2010s"] > decade["2020s"]


def test_growth_in_the_record_is_as_the_notebook_tells(rows):
    growth = rows[rows["indicator"] == "gdp_growth"]
    near = record.above_and_below(record.passed_by(growth), "period").set_index("period")
    old = near.loc[["to_2007", "2008_2013"]].sum()
    new = near.drop(index=["to_2007", "2008_2013"]).sum()
    assert old["above"] > 2 * old["below"]
    assert 0.7 < new["above"] / new["below"] < 1.4
    kept = record.kept(growth, "year").set_index("year")["share"]
    assert kept[2022] < 0.1 and kept[2020] < 0.1 and kept[2021] > 0.6 and kept[2007] > 0.9


def test_growth_targets_amplify_downwards_and_follow_the_last_outcome():
    goals = record.targets(indicator="gdp_growth")
    steps = record.steps(record.amplification(goals), "level").set_index("level")
    assert (steps.loc[["province", "prefecture"], "low"] > 0).all()
    follow = record.follows(goals, record.outcomes(indicator="gdp_growth"))
    assert follow["value"].corr(follow["last"]) > 0.6
    assert record.steps(follow, "level").set_index("level").loc["province", "high"] < 0
