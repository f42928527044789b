"""Paths, projections and chances: held to a plain second version, simulation and hand work."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import plan_targets
from plangaps import observed, predictive, tables
from plangaps.trajectories import (
    REASONS,
    backtest,
    beforehand,
    chance,
    project,
    required_pace,
    required_path,
)

quick = settings(deadline=None, max_examples=25)

KEY = ["ref_area", "indicator", "basis"]
BANDS = ["lower_95", "lower_80", "median", "upper_80", "upper_95"]
JOBS = {2018: 13.61e6, 2019: 13.52e6, 2020: 11.86e6, 2021: 12.69e6, 2022: 12.06e6, 2023: 12.44e6}
SHARE = {2019: 98.0, 2020: 98.9, 2021: 98.4, 2022: 99.1, 2023: 98.7}
WILD = "without_limits"

changes = st.lists(st.floats(-100, 100).map(lambda x: round(x, 3)), min_size=4, max_size=9)


@pytest.fixture(scope="module", autouse=True)
def codebook(tmp_path_factory):
    """The codebook with an indicator of which every figure can be."""
    folder = tmp_path_factory.mktemp("data")
    for held in tables.DATA.iterdir():
        (folder / held.name).symlink_to(held)
    indicators = (tables.DATA / "indicators.csv").read_text("utf-8")
    (folder / "indicators.csv").unlink()
    made_up = f"{WILD},无界指标,Without limits,economy,ratio,level,1,,,Made up.,,,\n"
    (folder / "indicators.csv").write_text(indicators + made_up, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "DATA", folder)
        yield


def long(values: dict, indicator: str = WILD, area: str = "CN", basis: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ref_area": area,
            "indicator": indicator,
            "basis": basis,
            "time_period": [str(year) for year in values],
            "obs_value": [float(value) for value in values.values()],
            "obs_status": "A",
            "bound": "",
        }
    )


def by_year(values: list[float], first: int = 2010) -> dict:
    return dict(zip(range(first, first + len(values)), values, strict=True))


def goal(value: float, due: int, indicator: str = WILD, **more) -> pd.DataFrame:
    row = {
        "plan": "p", "target": "T01", "ref_area": "CN", "indicator": indicator, "basis": "",
        "comparator": "at_least", "value": float(value), "value_high": np.nan, "kind": "level",
        "direction": 1, "due": due, "time_period": str(due),
    }  # fmt: skip
    return pd.DataFrame([row | more])


def share_of(observations: pd.DataFrame, target: pd.DataFrame, **more) -> float:
    found = chance(observations, target, **more)
    assert len(found) == 1
    return found["chance"].iloc[0]


def plain(values: dict, ahead: int, share, logged: bool = False):
    """The method as the docstring of ``predictive`` tells it, one series and one number at a time.

    The level is that of a series that is not negative, so that its mean is its mean absolute.
    """
    years = sorted(values)
    level = [float(np.log(values[y])) if logged else values[y] for y in years]
    size = 1.0 if logged else sum(abs(x) for x in level) / len(level)
    steps = [b - a for a, b in pairwise(years)]
    change = [b - a for a, b in pairwise(level)]
    weight = [0.7 ** (years[-1] - year) * k for year, k in zip(years[1:], steps, strict=True)]
    weight = [w / sum(weight) for w in weight]
    rate = [c / k for c, k in zip(change, steps, strict=True)]
    mean = sum(w * r for w, r in zip(weight, rate, strict=True))
    lost = sum(w * w for w in weight)
    variance = sum(w * (r - mean) ** 2 for w, r in zip(weight, rate, strict=True)) / (1 - lost)
    drift = mean / (1 + lost * variance / (0.04 * size) ** 2) if variance else mean
    errors = [(c - k * drift) / k**0.8 for c, k in zip(change, steps, strict=True)]
    around = sum(w * e * e for w, e in zip(weight, errors, strict=True))
    moved = sum(abs(c) / k**0.8 for c, k in zip(change, steps, strict=True)) / len(change)
    scale = max((around + moved**2 / len(years)) ** 0.5, 0.003 * (1 if logged else abs(level[-1])))
    freedom = min(len(years), 6) / 2 + 0.3
    end = level[-1] + ahead * drift + stats.t.ppf(share, freedom) * 0.95 * scale * ahead**0.8
    return np.exp(end) if logged else end


SERIES = {
    "wandering": ({2015: 20.0, 2016: 23.5, 2017: 22.0, 2018: 27.0, 2019: 26.0}, WILD, False),
    "four": ({2015: 20.0, 2016: 20.0, 2017: 22.0, 2018: 21.0}, WILD, False),
    "gaps": ({2009: 3.0, 2011: 4.5, 2012: 4.2, 2016: 6.0, 2017: 6.1}, WILD, False),
    "a line": (by_year([10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0]), WILD, False),
    "still": (by_year([50.0] * 5), WILD, False),
    "jobs": (JOBS, "new_urban_jobs", True),
    "stock, gaps": ({2014: 5.0, 2016: 7.0, 2017: 9.0, 2020: 16.0}, "market_entities", True),
    "growth": (by_year([8.1, 7.0, 7.5, 6.8, 6.1]), "gdp_growth", False),
}


@pytest.mark.parametrize(("values", "indicator", "logged"), SERIES.values(), ids=SERIES)
def test_a_plain_second_version_agrees(values, indicator, logged):
    last = max(values)
    found = project(long(values, indicator), last + 3)
    assert found["time_period"].tolist() == [str(last + k) for k in (1, 2, 3)]
    assert found["reason"].eq("").all()
    for column, share in zip(BANDS, (0.025, 0.1, 0.5, 0.9, 0.975), strict=True):
        expected = [plain(values, k, share, logged) for k in (1, 2, 3)]
        assert found[column].tolist() == pytest.approx(expected, rel=1e-12)


def test_series_do_not_touch_each_other():
    frames = [
        long(values, indicator, area=f"{i:06d}").sample(frac=1, random_state=i)
        for i, (values, indicator, _) in enumerate(SERIES.values())
    ]
    together = project(pd.concat(frames, ignore_index=True), 2025).set_index(KEY)
    alone = pd.concat([project(frame, 2025) for frame in frames]).set_index(KEY)
    pd.testing.assert_frame_equal(together.sort_index(), alone.sort_index())


def test_the_input_is_left_as_it_was():
    frame = long(JOBS, "new_urban_jobs")
    before = frame.copy()
    project(frame, 2025)
    chance(frame, goal(12e6, 2025, "new_urban_jobs"))
    backtest(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_columns_follow_the_levels_asked_for():
    found = project(long(JOBS), 2024, levels=(0.5, 0.975))
    bands = ["lower_50", "upper_50", "lower_97.5", "upper_97.5"]
    assert found.columns.tolist() == [*KEY, "time_period", "median", *bands, "reason"]


@pytest.mark.parametrize("level", [0, 1, 80, -0.5])
def test_levels_outside_0_to_1_are_refused(level):
    with pytest.raises(ValueError, match=f"levels: found {level}; allowed: numbers between"):
        project(long(JOBS), 2024, levels=(0.8, level))


@pytest.mark.parametrize("column", [*KEY[:2], "time_period", "obs_value"])
def test_a_missing_column_is_named(column):
    with pytest.raises((ValueError, KeyError), match=column):
        project(long(JOBS).drop(columns=column), 2024)


def test_an_indicator_that_nobody_knows_has_no_limits():
    unknown, wild = (project(long(JOBS, name), 2026) for name in ("my_index", WILD))
    pd.testing.assert_frame_equal(unknown.assign(indicator=WILD), wild)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"obs_value": np.inf}, "column obs_value, row 5: found 'inf'; allowed: a number"),
        ({"time_period": pd.Timestamp("2021-01-01")}, "found '2021-01-01', a date beside other"),
    ],
)
def test_what_would_be_left_out_unseen_is_refused(change, found):
    frame = long(JOBS).astype({"time_period": object})
    frame.loc[5, list(change)] = list(change.values())
    with pytest.raises(tables.TableError, match=f"^observations: .*{found}"):
        project(frame, 2026)


def test_a_year_held_twice_is_named():
    frame = pd.concat([long(JOBS), long({2020: 1.0})])
    with pytest.raises(ValueError, match=r"two rows of the key ref_area 'CN'.*period '2020'"):
        project(frame, 2024)


# What counts as a point


def test_fewer_than_four_points_are_refused_with_the_reason():
    few = long({2020: 1.0, 2021: 2.0, 2022: 3.0})
    found = project(few, 2025)
    assert found[["time_period", "reason"]].to_numpy().tolist() == [["2025", "too_few_points"]]
    assert found[BANDS].isna().all(axis=None)
    target = chance(few, goal(4, 2024)).iloc[0]
    assert (target["reason"], target["points"]) == ("too_few_points", 3)
    assert np.isnan(target["chance"])


def test_only_points_from_the_last_break_on_count():
    values = by_year([100.0, 90.0, 95.0, 20.0, 23.5, 22.0, 27.0, 26.0])
    broken = long(values).assign(obs_status=["A", "A", "A", "B", "A", "A", "A", "A"])
    since = long({year: value for year, value in values.items() if year >= 2013})
    pd.testing.assert_frame_equal(project(broken, 2020), project(since, 2020))
    late = long(values).assign(obs_status=["A"] * 5 + ["B", "A", "A"])
    assert project(late, 2020)["reason"].tolist() == ["too_few_points"]


def test_bases_are_never_joined():
    old, new = long({2018: 1, 2019: 2}, basis="old"), long({2020: 3, 2021: 4}, basis="new")
    found = project(pd.concat([old, new]), 2024)
    assert found["reason"].tolist() == ["too_few_points"] * 2


@pytest.mark.parametrize(
    "spoil",
    [
        {"bound": "lower"}, {"bound": "upper"}, {"obs_status": "U"}, {"obs_value": np.nan},
        {"time_period": "2021-01/2021-09"}, {"time_period": "2016/2021"},
    ],
)  # fmt: skip
def test_what_is_no_yearly_value_is_no_point(spoil):
    good = long({2017: 5.0, 2018: 6.0, 2019: 5.5, 2020: 7.0})
    bad = long({2021: 700.0}).assign(**spoil)
    found = project(pd.concat([good, bad]), 2023)
    pd.testing.assert_frame_equal(found, project(good, 2023))


def test_a_series_of_zeros_promises_nothing():
    assert project(long(by_year([0.0] * 5)), 2016)["reason"].tolist() == ["never_moved"]


def test_a_series_that_reaches_the_year_has_no_row():
    assert project(long(JOBS), 2023).empty


# Shape of the projection


@quick
@given(changes, st.floats(0.01, 1000), st.sampled_from([1, -1]))
def test_unit_and_sign_do_not_matter(moves, factor, sign):
    values = np.cumsum([500.0, *moves])
    one = project(long(by_year(list(values))), 2025)
    other = project(long(by_year(list(sign * factor * values))), 2025)
    columns = BANDS if sign > 0 else BANDS[::-1]
    assert other[columns].to_numpy() == pytest.approx(sign * factor * one[BANDS].to_numpy())


@quick
@given(changes, st.sampled_from([WILD, "new_urban_jobs", "forest_coverage", "gdp_growth"]))
def test_bands_are_nested_and_widen_within_the_limits(moves, indicator):
    values = np.clip(50 + np.cumsum(moves) / 20, 0, 100)
    found = project(long(by_year(list(values)), indicator), 2030)
    if found["reason"].iloc[0]:
        assert not values.any()
        return
    assert (np.diff(found[BANDS].to_numpy(), axis=1) >= 0).all()
    known = tables.indicators().set_index("indicator").reindex([indicator]).iloc[0]
    assert (found[BANDS] >= np.nan_to_num(known["minimum"], nan=-np.inf)).all(axis=None)
    assert (found[BANDS] <= np.nan_to_num(known["maximum"], nan=np.inf)).all(axis=None)
    if indicator == WILD:
        assert (np.diff(found["upper_80"] - found["lower_80"]) > 0).all()


def test_flows_stay_positive_and_shares_within_100():
    falling = project(
        long(by_year([900.0, 500.0, 250.0, 120.0, 50.0]), "rural_toilets_built"), 2025
    )
    assert (falling[BANDS] > 0).all(axis=None)
    share = project(long(SHARE, "air_good_days_share"), 2030)
    assert share["upper_95"].max() == 100
    assert (share["median"] <= 100).all()


def test_a_flow_that_was_zero_once_is_cut_off_at_zero():
    found = project(long(by_year([3.0, 0.0, 2.0, 1.0, 1.0]), "rural_toilets_built"), 2018)
    assert found["lower_95"].tolist() == [0, 0, 0, 0]


def test_a_noisy_series_has_hardly_any_drift_and_a_calm_one_all_of_it():
    noisy = project(long(by_year([10.0, 16.0, 9.0, 17.0, 12.0])), 2015)["median"].iloc[0]
    calm = project(long(by_year([1000.0, 1010.0, 1021.0, 1030.0, 1041.0])), 2015)["median"].iloc[0]
    assert noisy == pytest.approx(12, abs=0.05)
    assert calm == pytest.approx(1051.2, abs=0.3)


# Chances


SETTINGS = {
    "flow": (JOBS, "new_urban_jobs", True, [11e6, 12e6, 13e6, 14e6]),
    "share": (SHARE, "air_good_days_share", False, [96, 98, 98.7, 99.5]),
    "growth": (by_year([8.1, 7.0, 7.5, 6.8, 6.1], 2019), "gdp_growth", False, [4, 5, 6, 7.5]),
    "without limits": (by_year([3.0, 9.0, 6.0, 5.0, 8.0], 2019), WILD, False, [-5, 0, 8, 20]),
}


@pytest.mark.parametrize(
    ("values", "indicator", "logged", "goals"), SETTINGS.values(), ids=SETTINGS
)
@pytest.mark.parametrize("due", [2024, 2026])
def test_chances_agree_with_simulation_from_the_same_distribution(
    values, indicator, logged, goals, due
):
    places = np.random.default_rng(7).uniform(size=40_000)
    draws = plain(values, due - max(values), places, logged)
    targets = pd.concat(
        goal(value, due, indicator, comparator=comparator, target=f"{comparator} {value}")
        for value in goals
        for comparator in ("at_least", "at_most")
    )
    found = chance(long(values, indicator), targets)["chance"]
    expected = [share for g in goals for share in ((draws >= g).mean(), (draws <= g).mean())]
    assert found.tolist() == pytest.approx(expected, abs=0.01)  # four standard errors


@quick
@given(changes, st.floats(-400, 1400), st.floats(0, 300), st.sampled_from([1, -1]))
def test_a_harder_target_is_never_likelier_and_no_chance_is_certain(moves, value, more, sign):
    observations = long(by_year(list(np.cumsum([500.0, *moves]))))
    comparator = "at_least" if sign > 0 else "at_most"
    easy = goal(value, 2025, comparator=comparator)
    hard = goal(value + sign * more, 2025, comparator=comparator, target="T02")
    likely, less = chance(observations, pd.concat([easy, hard]))["chance"]
    assert 0 < less <= likely < 1


@pytest.mark.parametrize(("value", "expected"), [(-1e15, 1), (1e15, 0)])
def test_far_targets_are_not_certain_either(value, expected):
    found = share_of(long(by_year([1.0, 2.0, 1.5, 2.5])), goal(value, 2015))
    assert found == pytest.approx(expected, abs=1e-9)
    assert found != expected


@pytest.mark.parametrize(("value", "expected"), [(12.4e6, 1.0), (12.5e6, 0.0)])
def test_a_known_outcome_is_certain(value, expected):
    found = chance(long(JOBS, "new_urban_jobs"), goal(value, 2023, "new_urban_jobs")).iloc[0]
    assert (found["chance"], found["reason"]) == (expected, "")


def test_only_figures_up_to_the_year_asked_are_seen():
    observations = long(JOBS, "new_urban_jobs")
    target = goal(12e6, 2023, "new_urban_jobs")
    known = {year: value for year, value in JOBS.items() if year <= 2022}
    then = share_of(observations, target, as_of=2022)
    assert then == share_of(long(known, "new_urban_jobs"), target)
    assert 0 < then < 1
    assert share_of(observations, target) == 1


def test_the_median_is_even_odds():
    observations = long(JOBS, "new_urban_jobs")
    for row in project(observations, 2026).to_dict("records"):
        due = int(row["time_period"])
        even = share_of(observations, goal(row["median"], due, "new_urban_jobs"))
        likely = share_of(observations, goal(row["lower_80"], due, "new_urban_jobs"))
        assert (even, likely) == pytest.approx((0.5, 0.9))


@pytest.mark.parametrize(
    ("asked", "same_as"),
    [
        ({"comparator": "stated"}, {"comparator": "at_least"}),
        ({"comparator": "stated", "direction": -1}, {"comparator": "at_most"}),
        ({"comparator": "at_most", "direction": 1}, {"comparator": "at_most", "direction": -1}),
        ({"comparator": "about"}, {"comparator": "at_least", "value": 0.95 * 12.0}),
        (
            {"comparator": "about", "direction": -1},
            {"comparator": "at_most", "value": 1.05 * 12.0, "direction": -1},
        ),
        ({"comparator": "between", "value_high": 15.0}, {"comparator": "at_least"}),
        (
            {"comparator": "between", "value_high": 15.0, "direction": -1},
            {"comparator": "at_most", "value": 15.0},
        ),
    ],
)
def test_comparators_mean_what_they_do_when_judged(asked, same_as):
    observations = long(by_year([9.0, 12.0, 10.0, 13.0, 12.0]))
    found = share_of(observations, goal(**({"value": 12.0, "due": 2016} | asked)))
    expected = share_of(observations, goal(**({"value": 12.0, "due": 2016} | same_as)))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (goal(1, 2025, basis="land survey"), "no_series"),
        (goal(1, 2025, "gdp"), "no_series"),
        (goal(1, 2025, time_period="2021/2025"), "not_a_year"),
        (goal(1, 2015), "not_ahead"),
        (goal(1, 2025, direction=0, comparator="about"), "no_direction"),
    ],
)
def test_no_chance_without_its_reason(target, reason):
    observations = long({2018: 1, 2019: 2, 2020: 1, 2021: 3, 2022: 2})
    found = chance(observations, target).iloc[0]
    assert np.isnan(found["chance"])
    assert found["reason"] == reason
    assert reason in REASONS


def test_targets_keep_their_order_and_number():
    targets = pd.concat(
        [goal(v, 2024, target=f"T{i}") for i, v in enumerate([3.0, 1.0, 2.0])], ignore_index=True
    )
    found = chance(long({2018: 1, 2019: 2, 2020: 1, 2021: 3, 2022: 2}), targets)
    assert found["target"].tolist() == ["T0", "T1", "T2"]
    assert found["chance"].rank().tolist() == [1, 3, 2]


# Calibration


def heavy_tailed(count: int, points: int, seed: int, growth: float = 0.03) -> np.ndarray:
    """Walks of many scales and drifts whose yearly errors follow a t distribution."""
    rng = np.random.default_rng(seed)
    noise = 0.05 * rng.lognormal(sigma=0.7, size=(count, 1))
    error = rng.standard_t(3, size=(count, points)) * noise
    return 1000 * np.exp(np.cumsum(error + rng.normal(growth, 0.04, size=(count, 1)), axis=1))


@pytest.mark.parametrize("indicator", [WILD, "new_urban_jobs"])
@pytest.mark.parametrize("points", [4, 5, 8])
def test_intervals_hold_on_walks_with_heavy_tails(points, indicator):
    walks = heavy_tailed(4000, points + 1, seed=points)
    frame = pd.concat(
        [
            long(dict.fromkeys(range(len(walks)), 0), indicator).assign(
                ref_area=[f"{i}" for i in range(len(walks))],
                time_period=str(2000 + year),
                obs_value=walks[:, year],
            )
            for year in range(points)
        ]
    )
    told = project(frame, 2000 + points).set_index("ref_area")
    came = pd.Series(walks[:, -1], [f"{i}" for i in range(len(walks))])
    assert came.between(told["lower_80"], told["upper_80"]).mean() == pytest.approx(0.80, abs=0.05)
    assert came.between(told["lower_95"], told["upper_95"]).mean() == pytest.approx(0.95, abs=0.025)


def test_targets_are_reached_as_often_as_their_chance_says():
    walks = heavy_tailed(20_000, 6, seed=1, growth=0)
    last = walks[:, 4]
    goals = last * np.random.default_rng(2).uniform(0.8, 1.3, len(walks))
    points = pd.DataFrame(
        {
            "series": np.repeat(np.arange(len(walks)), 5),
            "year": np.tile(np.arange(5), len(walks)),
            "value": walks[:, :5].ravel(),
        }
    )
    limits = pd.DataFrame({"minimum": np.zeros(len(walks)), "maximum": np.nan})
    given = predictive.chance_above(predictive.fit(points, limits), 1, goals)
    reached = walks[:, 5] >= goals
    for low in np.arange(0, 1, 0.1):
        these = (given >= low) & (given < low + 0.1)
        assert these.sum() > 800
        assert reached[these].mean() == pytest.approx(given[these].mean(), abs=0.1)


# Back-test


def test_a_back_test_by_hand():
    values = {2010: 9.0, 2011: 12.0, 2012: 10.0, 2013: 13.0, 2014: 12.0, 2016: 15.0, 2017: 14.0}
    found = backtest(long(values)).set_index("origin")
    assert found.index.tolist() == [2013, 2016]  # 2015 has no figure to hold a forecast against
    assert found["time_period"].tolist() == ["2014", "2017"]
    assert found["obs_value"].tolist() == [12.0, 14.0]
    until = {year: value for year, value in values.items() if year <= 2016}
    assert found.loc[2016, "median"] == pytest.approx(plain(until, 1, 0.5))
    assert found.loc[2016, "upper_80"] == pytest.approx(plain(until, 1, 0.9))
    assert found.loc[2013, "change"] == pytest.approx((3 + 2 + 3) / 3)
    assert found.loc[2016, "change"] == pytest.approx((3 + 2 + 3 + 1 + 1.5) / 5)


def test_a_back_test_does_not_cross_a_break():
    values = by_year([9.0, 12.0, 10.0, 13.0, 40.0, 42.0, 41.0, 45.0, 44.0])
    broken = long(values).assign(obs_status=["A"] * 4 + ["B"] + ["A"] * 4)
    found = backtest(broken)
    assert found[["origin", "time_period"]].to_numpy().tolist() == [[2017, "2018"]]


def test_a_back_test_goes_as_far_as_it_is_asked():
    found = backtest(long(JOBS), levels=(0.5,), ahead=2)
    assert found[["origin", "time_period"]].to_numpy().tolist() == [
        [2021, "2022"], [2021, "2023"], [2022, "2023"],
    ]  # fmt: skip
    assert {"lower_50", "upper_50"} <= {*found}


def test_intervals_hold_on_the_project_s_own_series():
    found = backtest(observed.read_series())
    inside = {
        level: found["obs_value"].between(found[f"lower_{level}"], found[f"upper_{level}"]).sum()
        for level in (80, 95)
    }
    for level, held in inside.items():  # not held too seldom, as far as so few can tell
        assert stats.binomtest(int(held), len(found), level / 100, "less").pvalue > 0.05


# The path a target requires


def promise(value: float, due: int, kind: str = "share", **more) -> dict:
    row = {"comparator": "at_least", "value": value, "value_high": None, "direction": 1}
    return row | {"kind": kind, "due": due} | more


def test_a_share_moves_in_a_straight_line():
    share = pd.Series({2018: 57.0, 2020: 60.0})
    path = required_path(share, promise(62.0, 2024))
    assert path["time_period"].tolist() == [2020, 2021, 2022, 2023, 2024]
    assert path["value"].tolist() == pytest.approx([60, 60.5, 61, 61.5, 62])
    pace = required_pace(share, promise(62.0, 2024))
    assert pace["per_year"] == pytest.approx(0.5)
    assert pace["percent_per_year"] == pytest.approx(100 * ((62 / 60) ** 0.25 - 1))
    assert (pace["base_time"], pace["base_value"]) == (2020, 60.0)
    assert (pace["constant_growth"], pace["already_there"]) == (False, False)


@pytest.mark.parametrize("kind", ["flow", "level", "count"])
def test_flows_and_levels_grow_at_a_constant_rate(kind):
    path = required_path(pd.Series({2020: 100.0}), promise(121.0, 2022, kind))
    assert path["value"].tolist() == pytest.approx([100, 110, 121])
    pace = required_pace(pd.Series({2020: 100.0}), promise(121.0, 2022, kind))
    assert (pace["per_year"], pace["percent_per_year"]) == pytest.approx((10.5, 10))
    assert pace["constant_growth"]


def test_a_growth_rate_and_a_level_at_zero_move_in_a_straight_line():
    growth = required_path(pd.Series({2020: 8.0}), promise(6.0, 2022, "growth"))
    assert growth["value"].tolist() == [8, 7, 6]
    zero = pd.Series({2020: 0.0})
    assert required_path(zero, promise(10.0, 2022, "level"))["value"].tolist() == [0, 5, 10]
    assert np.isnan(required_pace(zero, promise(10.0, 2022, "level"))["percent_per_year"])


def test_the_path_begins_before_the_plan():
    jobs = pd.Series(JOBS)
    path = required_path(jobs, promise(13e6, 2023, "flow", set_in=2021))
    assert path["time_period"].tolist() == [2020, 2021, 2022, 2023]
    assert path["value"].iloc[[0, -1]].tolist() == pytest.approx([11.86e6, 13e6])
    with pytest.raises(ValueError, match="no value before 2018"):
        required_path(jobs, promise(13e6, 2023, "flow", set_in=2018))


@pytest.mark.parametrize(
    ("changes", "base", "there", "end"),
    [
        ({}, 4.5, True, 4),
        ({}, 4, True, 4),
        ({}, 3.9, False, 4),
        ({"comparator": "at_most"}, 3.9, True, 4),
        ({"comparator": "at_most"}, 4.1, False, 4),
        # What the words say goes before the indicator: a ceiling of the CPI, which has no good way.
        ({"comparator": "at_most", "direction": 0}, 3.9, True, 4),
        ({"comparator": "at_most", "direction": 0}, 4.1, False, 4),
        ({"comparator": "stated", "direction": -1}, 3.9, True, 4),
        ({"comparator": "stated", "direction": 0}, 3.9, None, 4),
        ({"comparator": "about"}, 3.8, True, 4),
        ({"comparator": "about"}, 3.79, False, 4),
        ({"comparator": "between", "value_high": 5, "direction": -1}, 4.9, True, 5),
        ({"comparator": "between", "value_high": 5, "direction": -1}, 5.1, False, 5),
        ({"comparator": "between", "value_high": 5}, 3.9, False, 4),
    ],
)
def test_whether_the_target_was_there_already(changes, base, there, end):
    pace = required_pace(pd.Series({2022: base}), promise(4, 2024) | changes)
    assert (pace["already_there"] if there is not None else None) == there
    assert there is not None or pace["already_there"] is pd.NA
    assert pace["end_value"] == end


def test_a_row_of_the_plans_is_a_target():
    rate = observed.series(
        observed.read_series(), "surveyed_urban_unemployment_rate", "CN", "annual mean"
    )
    pace = required_pace(rate, plan_targets.target("T02", "china-2022"))
    assert (pace["base_time"], pace["end_value"], pace["already_there"]) == (2021, 5.5, True)


@quick
@given(st.floats(0.1, 1e9), st.floats(0.1, 1e9), st.integers(1, 15))
def test_the_path_ends_on_the_target_and_keeps_its_pace(base, target, years):
    one, goal = pd.Series({2010: base}), promise(target, 2010 + years, "level")
    values = required_path(one, goal)["value"].to_numpy()
    assert values[[0, -1]] == pytest.approx([base, target])
    growth = 1 + required_pace(one, goal)["percent_per_year"] / 100
    assert values[1:] / values[:-1] == pytest.approx(np.full(years, growth))


# The distribution itself


def test_quantiles_and_chances_are_each_other_s_inverse():
    points = pd.DataFrame({"series": 0, "year": range(5), "value": [9.0, 12.0, 10.0, 13.0, 12.0]})
    for floor in (np.nan, 0.0, 8.5):
        limits = pd.DataFrame({"minimum": [floor], "maximum": [np.nan]})
        fitted = predictive.fit(points, limits)
        assert fitted["logged"].tolist() == [floor >= 0]
        for share in (0.05, 0.3, 0.8):
            value = predictive.quantile(fitted, np.array([2]), share)
            assert predictive.chance_below(fitted, np.array([2]), value) == pytest.approx(share)
            assert predictive.chance_above(fitted, np.array([2]), value) == pytest.approx(1 - share)


def test_years_and_goals_may_be_whole_numbers_and_missing():
    points = pd.DataFrame({"series": [0] * 4 + [1] * 4, "year": [*range(4)] * 2, "value": 9.0})
    points["value"] += points["year"] % 3
    limits = pd.DataFrame({"minimum": [0.0, np.nan], "maximum": [np.nan] * 2})
    fitted = predictive.fit(points, limits)
    whole, missing = pd.Series([2, 3], dtype="Int64"), pd.Series([2, None], dtype="Int64")
    goals = pd.Series([10, None], dtype="Int64")
    plain = predictive.quantile(fitted, np.array([2.0, 3.0]), 0.7)
    assert predictive.quantile(fitted, whole, 0.7).tolist() == plain.tolist()
    for found in (
        predictive.quantile(fitted, missing, 0.7),
        predictive.chance_above(fitted, missing, 10.0),
        predictive.chance_below(fitted, whole, goals),
    ):
        assert np.isnan(found).tolist() == [False, True]


def test_a_chance_given_beforehand_knows_nothing_of_the_year_that_is_due():
    observations, targets = observed.read_series(), plan_targets.yearly()
    found = beforehand(observations, targets).set_index(["plan", "target"])
    assert len(found) == len(targets)
    assert (found["last"].fillna(0) < found["due"]).all()
    known = found["chance"].dropna()
    assert known.between(0, 1, inclusive="neither").all()
    one = targets[targets["due"] == 2024]
    alone = chance(observations, one, as_of=2023).set_index(["plan", "target"])
    pd.testing.assert_frame_equal(found.loc[alone.index], alone)
