"""The published rules against published numbers, and against plain scalar code."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import scalar_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from plangaps import rules, words
from plangaps.rules import RULES, destatis, pace, statcan, un_chart

COLUMNS = ["base_time", "base_value", "time", "value", "target_value", "due", "direction", "limit"]
FRAME_RULES = {"statcan": statcan, "un_chart": un_chart, "pace": pace}

# Two Canadian repositories of Open SDG: base, current, target; value, score and status as shown.
# The score is printed to four places, the value of the last (a target reached) not at all.
STATCAN = [
    ((2015, 14.5, 2023, 10.4, 7.25, 2030, -1, None), (0.901090, 2.1507, "moderate_progress")),
    ((2015, 0.37, 2025, 9.53, 60, 2030, 1, None), (0.950407, 2.5030, "substantial_progress")),
    ((2014, 699, 2024, 666.6, 490, 2030, -1, None), (0.215629, -1.6015, "limited_progress")),
    ((2015, 98.8, 2024, 98.3, 100, 2030, 1, None), (-0.699948, -5, "deterioration")),
    ((2016, 66.6, 2023, 71.4, None, 2030, 1, 100), (0.009991, 1.7398, "moderate_progress")),
    ((2015, 79.82, 2020, 80.0, None, None, 1, 100), (0.000451, -2.1437, "limited_progress")),
    ((2015, 70, 2023, 55, 100, 2030, -1, None), (None, 5, "target_achieved")),
]


def table(*rows, **more) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS).assign(**more)


def series(values: dict, key: str = "a") -> pd.DataFrame:
    return pd.DataFrame({"series": key, "time": list(values), "value": list(values.values())})


def one(rule, *args) -> tuple:
    found = rule(*args)
    assert len(found) == 1
    return tuple(found.iloc[0][["status", "reason"]])


@pytest.mark.parametrize(("row", "expected"), STATCAN)
def test_statcan_gives_the_published_numbers(row, expected):
    value, score, status = expected
    found = statcan(table(row)).iloc[0]
    if value is not None:
        assert found["value"] == pytest.approx(value, abs=1e-6)
    assert found["score"] == pytest.approx(score, abs=5.1e-5)
    assert (found["status"], found["reason"]) == (status, "")


@pytest.mark.parametrize(("row", "expected"), STATCAN)
def test_statcan_scores_to_the_sixth_place(row, expected):
    plain = dict(zip(COLUMNS, row, strict=True)) | {"kind": "level"}
    value, score, _ = scalar_rules.statcan(plain)
    found = statcan(table(row)).iloc[0]
    assert (found["value"], found["score"]) == pytest.approx((value, score), abs=1e-12)


def test_statcan_at_a_natural_limit_keeps_the_best_mark():
    held, lost = (
        (2015, 100, 2020, 100, None, None, 1, 100),
        (2015, 100, 2020, 99, None, None, 1, 100),
    )
    found = statcan(table(held, lost))
    assert found["status"].tolist() == ["substantial_progress", "deterioration"]
    assert found["score"].tolist() == pytest.approx([5, 125 * ((99 / 100) ** 0.2 - 1) - 2.5])


def test_statcan_turns_the_direction_of_a_series_below_zero():
    up = (2015, -20, 2020, -10, None, None, 1, None)
    found = statcan(table(up)).iloc[0]
    assert found["value"] == pytest.approx(1 - (1 / 2) ** 0.2)
    assert found["status"] == "substantial_progress"


def test_statcan_puts_a_thousandth_for_zero():
    falling = statcan(table((2015, 3, 2020, 2, 0, 2030, -1, None)))["value"][0]
    assert falling == pytest.approx((1 - (2 / 3) ** (1 / 5)) / (1 - (0.001 / 3) ** (1 / 15)))
    rising = statcan(table((2015, 0, 2020, 2, None, None, 1, None)))["value"][0]
    assert rising == pytest.approx((2 / 0.001) ** (1 / 5) - 1)
    assert one(statcan, table((2015, 3, 2020, 0, 0, 2030, -1, None)))[0] == "target_achieved"


# Faults of a formula in growth rates, said instead of computed.
SILENT = [
    ((2015, 100, 2020, 90, 100, 2030, 1, None), "base_is_target", "base_is_target"),
    ((2015, 5, 2020, -1, 9, 2030, 1, None), "two_signs", "two_signs"),
    ((2015, 5, 2015, 5, 9, 2030, 1, None), "one_point", "one_point"),
    ((None, None, 2020, 5, 9, 2030, 1, None), "no_base", "no_base"),
    ((2015, 5, None, None, 9, 2030, 1, None), "no_value", "no_value"),
    ((2015, 5, 2020, 6, 9, None, 1, None), "no_due", "no_due"),
    ((2015, 5, 2020, 6, 9, 2015, 1, None), "due_before_base", "due_before_base"),
    ((2015, 5, 2020, 6, 9, 2030, 0, None), "no_direction", "no_direction"),
    ((2015, 110, 2020, 90, 100, 2030, 1, None), "", "base_past_target"),
    ((2015, 0, 2020, 5, 9, 2030, 1, None), "", "zero_base"),
    ((2015, 1e-300, 2016, 1e300, None, None, 1, None), "out_of_range", "out_of_range"),
]


@pytest.mark.parametrize(("row", "canada", "un"), SILENT)
def test_reasons_of_the_growth_rules(row, canada, un):
    for rule, reason in [(statcan, canada), (un_chart, un)]:
        status, found = one(rule, table(row))
        assert found == reason
        assert (status == "not_applicable") == bool(reason)


def test_rates_of_change_have_no_growth_rate():
    row = (2015, 6.0, 2020, 7.0, 6.5, 2020, 1, None)
    for rule in [statcan, un_chart]:
        assert one(rule, table(row, kind="growth")) == ("not_applicable", "growth_rates")
        assert one(rule, table(row, kind="share"))[1] == ""


def test_a_target_reached_needs_no_base():
    row = (None, None, 2020, 61, 60, 2020, 1, None)
    assert one(statcan, table(row)) == ("target_achieved", "")
    assert one(un_chart, table(row)) == ("reached", "")


def test_un_chart_by_hand():
    # 10 -> 12.1 in two years is 10 % a year: 12.1 * 1.1**2 = 14.641 in 2019.
    rows = [(2015, 10, 2017, 12.1, target, 2019, 1, None) for target in (14.641, 15, 60, 12)]
    found = un_chart(table(*rows))
    assert found["value"].tolist() == pytest.approx([1, 4.641 / 5, 4.641 / 50, 4.641 / 2])
    assert found["status"].tolist() == ["on_track", "insufficient", "off_track", "reached"]
    assert found["score"].tolist() == [3, 2, 1, 3]


def test_un_chart_without_a_target():
    rows = [
        (2015, 100, 2016, value, None, None, way, None)
        for way in (1, -1)
        for value in (103, 101, 100.2, 99)
    ]
    found = un_chart(table(*rows))["status"].tolist()
    assert found == [
        "on_track", "insufficient", "off_track", "off_track",
        "off_track", "off_track", "off_track", "insufficient",
    ]  # fmt: skip


def test_un_chart_takes_a_share_within_a_point_of_all_or_none_as_reached():
    near = [(2015, 80, 2020, 99.0, 100, 2030, 1, None), (2015, 9, 2020, 1.0, 0, 2030, -1, None)]
    far = [(2015, 80, 2020, 98.9, 100, 2030, 1, None), (2015, 98, 2020, 98.5, 99, 2030, 1, None)]
    share, persons = (
        un_chart(table(*near, *far, kind="share")),
        un_chart(table(*near, kind="level")),
    )
    assert share["status"].eq("reached").tolist() == [True, True, False, False]
    assert not persons["status"].eq("reached").any()


def weather(values: dict, **frame) -> pd.Series:
    row = {"series": "a", "target_value": None, "due": None} | frame
    return destatis(pd.DataFrame([row]), series(values)).iloc[0]


def steady(last: float, mean: float, year: int) -> dict:
    """Six yearly points that end in ``last`` with the mean change ``mean``."""
    return {year - back: last - back * mean for back in range(6)}


def test_destatis_gives_the_published_numbers():
    # Target 200 in 2030, less is better: 266.9 expected in one year's data, 205.16 in another's.
    storm = weather(steady(252.54, 1.596, 2021), target_value=200, due=2030, direction=-1)
    assert storm["value"] == pytest.approx((200 - 252.54 - 9 * 1.596) / (200 - 252.54))
    assert storm["status"] == "thunderstorm"
    near = weather(steady(231.41, -2.386, 2019), target_value=200, due=2030, direction=-1)
    assert near["value"] == pytest.approx((200 - 205.164) / (200 - 231.41), abs=1e-12)
    assert round(near["value"], 3) == 0.164
    assert near["status"] == "sun_and_cloud"


# Series and symbols of dns-indikatoren.de, as published in the indicator report of 2022.
PAY_GAP = dict(
    zip(range(2010, 2022), [22, 22, 23, 22, 22, 22, 21, 20, 20, 19, 18, 18], strict=True)
)
RAW = dict(
    zip(
        range(2010, 2018),
        [100, 100.906, 99.396, 98.792, 99.849, 97.885, 100.755, 99.396],
        strict=True,
    )
)
SMOKING = {
    2005: 20.0, 2007: 17.7, 2008: 15.4, 2010: 12.9, 2011: 11.7, 2012: 12.0, 2014: 9.7, 2015: 7.8,
    2016: 7.4, 2018: 6.6, 2019: 5.6,
}  # fmt: skip
GAP = {"target_value": 10, "due": 2020, "direction": -1}
SYMBOLS = [
    (PAY_GAP, 2015, GAP, "thunderstorm"),  # no change on average is not the right direction
    *[(PAY_GAP, year, GAP, "cloud") for year in (2016, 2017, 2018, 2019, 2020)],
    (PAY_GAP, 2021, GAP, "not_applicable"),  # the target's year has passed
    (PAY_GAP, 2021, {"target_value": 10, "constant": True, "direction": -1}, "cloud"),
    (RAW, 2015, {"direction": -1}, "sun"),
    (RAW, 2016, {"direction": -1}, "sun_and_cloud"),
    (RAW, 2017, {"direction": -1}, "cloud"),  # stagnation on average, the last change is right
    # Years without a survey lie between: the last six points count all the same.
    *[
        (SMOKING, year, {"target_value": 7, "due": 2030, "direction": -1}, "sun")
        for year in (2012, 2014, 2015, 2016, 2018, 2019)
    ],
]


@pytest.mark.parametrize(("values", "time", "target", "symbol"), SYMBOLS)
def test_destatis_gives_the_published_symbols(values, time, target, symbol):
    assert weather(values, time=time, **target)["status"] == symbol


@pytest.mark.parametrize(
    ("last", "mean", "symbol"),
    [
        (61, 0.5, "sun"),
        (61, 0, "sun"),
        (61, -0.5, "sun_and_cloud"),
        (60, 0.5, "sun"),
        (59, 0.5, "cloud"),
        (59, 0, "thunderstorm"),
        (59, -0.5, "thunderstorm"),
    ],
)
def test_destatis_on_a_target_held_every_year(last, mean, symbol):
    held = weather(steady(last, mean, 2020), target_value=60, direction=1, constant=True, due=2020)
    assert (held["status"], held["value"]) == (symbol, pytest.approx(mean))
    early = weather(steady(last, mean, 2020), target_value=60, direction=1, due=2040)
    assert last < 60 or early["status"] == symbol


@pytest.mark.parametrize(
    ("missed", "symbol"),
    [(0.049, "sun"), (0.051, "sun_and_cloud"), (0.199, "sun_and_cloud"), (0.201, "cloud")],
)
def test_destatis_thresholds(missed, symbol):
    # Ten years are left, 10 to go: the trend covers all but the part missed.
    values = steady(50, (1 - missed), 2020)
    assert weather(values, target_value=60, due=2030, direction=1)["status"] == symbol


def test_destatis_needs_four_consecutive_years_where_there_are_not_six_points():
    target = {"target_value": 60, "due": 2030, "direction": 1}
    silent = ("not_applicable", "too_few_points")
    three = {2018: 50, 2019: 51, 2020: 52}
    assert tuple(weather(three, **target)[["status", "reason"]]) == silent
    assert weather({2017: 49} | three, **target)["reason"] == ""
    assert tuple(weather({2016: 49} | three, **target)[["status", "reason"]]) == silent
    # The gap is passed over, not bridged: 2017 to 2020 rise by 1 a year.
    assert weather({2015: 0, 2017: 49} | three, **target)["value"] == pytest.approx(
        (60 - 62) / (60 - 52)
    )


def test_destatis_takes_history_in_any_order_and_up_to_time():
    values = steady(50, 1, 2020) | {2021: 10.0, 2022: None}
    rows = pd.DataFrame({"series": ["b", "a", "none"], "direction": 1, "time": [2020, 2021, 2020]})
    history = pd.concat([series(values, "a"), series(values, "b")]).sample(frac=1, random_state=3)
    found = destatis(rows, history)
    assert found["status"].tolist() == ["sun", "thunderstorm", "not_applicable"]
    assert found["value"].tolist()[:2] == pytest.approx([1, (10 - 46) / 5])


@pytest.mark.parametrize(
    ("part", "time", "status"),
    [
        (0.418, 2017.5, "behind"),  # Chongxin County, first half of 2017
        (0.5, 2017.5, "on_pace"),
        (0.661, 2017.5, "ahead"),
        (1.0, 2017.5, "done"),
        (1.2, 2017, "done"),
        (0.99, 2017, "behind"),
        (0.99, 2018.5, "behind"),
        (11 / 12, 2017 + 11 / 12, "on_pace"),
    ],
)
def test_pace_within_a_year(part, time, status):
    frame = pd.DataFrame([{"value": part * 250, "target_value": 250, "time": time, "due": 2017}])
    found = pace(frame.assign(kind="flow")).iloc[0]
    assert (found["status"], found["value"]) == (status, pytest.approx(part))


def test_pace_reproduces_a_countys_list():
    # Jinzhai County, half-year 2025: 17 behind, 162 on pace, 10 ahead, 24 done, 9 other.
    parts = np.repeat([0.3, 0.5, 0.6, 1.0, np.nan], [17, 162, 10, 24, 9])
    frame = pd.DataFrame({"value": parts, "target_value": 1, "time": 2025.5, "due": 2025})
    shares = pace(frame)["status"].value_counts(normalize=True) * 100
    assert shares["behind"] == pytest.approx(7.7, abs=0.05)
    assert shares["on_pace"] == pytest.approx(72.97, abs=0.005)
    assert shares["ahead"] == pytest.approx(4.5, abs=0.05)
    assert shares["done"] == pytest.approx(10.8, abs=0.05)
    assert shares["not_applicable"] == pytest.approx(4.1, abs=0.05)


def test_pace_over_several_years_counts_from_the_base():
    row = {"base_time": 2020, "time": 2023, "due": 2025, "value": 55, "target_value": 100}
    assert pace(pd.DataFrame([row]))["status"].tolist() == ["behind"]
    assert pace(pd.DataFrame([row | {"value": 60}]))["status"].tolist() == ["on_pace"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "share"}, "not_a_flow"),
        ({"kind": "growth"}, "not_a_flow"),
        ({"direction": -1}, "less_is_better"),
        ({"target_value": None}, "no_target"),
        ({"target_value": 0}, "no_plan"),
        ({"value": None}, "no_value"),
        ({"time": None}, "no_elapsed"),
        ({"time": 2016.5}, "no_elapsed"),
    ],
)
def test_reasons_of_pace(change, reason):
    row = {"time": 2017.5, "due": 2017, "value": 4.0, "target_value": 9.0, "kind": "flow"}
    assert one(pace, pd.DataFrame([row | {"direction": 1} | change])) == ("not_applicable", reason)


numbers = st.one_of(
    st.none(),
    st.sampled_from([0.0, -0.0, 1.0, -1.0, 50.0, 99.5, 100.0, math.inf, math.nan, 5e-324, 1e308]),
    st.floats(allow_nan=True, allow_infinity=True, width=64),
    st.floats(min_value=-200, max_value=200),
)
years = st.one_of(
    st.none(), st.integers(2005, 2035).map(float), st.floats(allow_nan=True, allow_infinity=True)
)
ways = st.sampled_from([1, -1, 0, None, 0.5])
kinds = st.sampled_from(["level", "flow", "share", "growth", "count", "", None])
any_rows = st.lists(
    st.fixed_dictionaries(
        {
            "series": st.sampled_from(["a", "b", None]),
            "base_time": years,
            "base_value": numbers,
            "time": years,
            "value": numbers,
            "target_value": numbers,
            "due": years,
            "direction": ways,
            "limit": numbers,
            "kind": kinds,
            "constant": st.sampled_from([True, False, None]),
        }
    ),
    max_size=4,
)
any_points = st.lists(st.tuples(st.sampled_from(["a", "b", None]), years, numbers), max_size=16)
INPUT = [*COLUMNS, "kind", "series", "constant"]


@given(any_rows, any_points)
@settings(deadline=None, max_examples=60)
def test_no_input_brings_infinity_warning_or_exception(rows, points):
    frame = pd.DataFrame(rows, columns=INPUT, index=range(10, 10 + len(rows)))
    history = pd.DataFrame(points, columns=["series", "time", "value"])
    before = frame.copy(deep=True)
    found = {name: rule(frame) for name, rule in FRAME_RULES.items()}
    found["destatis"] = destatis(frame, history)
    pd.testing.assert_frame_equal(frame, before)
    for name, verdict in found.items():
        assert verdict.columns.tolist() == ["value", "score", "status", "reason"]
        assert verdict.index.equals(frame.index)
        assert not np.isinf(verdict[["value", "score"]].to_numpy(float)).any()
        silent = verdict["status"] == "not_applicable"
        assert set(verdict.loc[~silent, "status"]) <= set(RULES[name]["statuses"])
        assert verdict.loc[silent, "value"].isna().all()
        assert (verdict.loc[silent, "reason"].isin(list(rules.REASONS))).all()
        assert (verdict.loc[~silent, "reason"] == "").all()


def random_rows(rows: int, seed: int) -> pd.DataFrame:
    """Rows that meet every branch: both signs, few years, missing cells, round figures."""
    rng = np.random.default_rng(seed)

    def values(size):
        return rng.choice(
            [0, 100, np.nan, -1, 0.5], size, p=[0.04, 0.1, 0.04, 0.02, 0.8]
        ) * np.where(
            rng.random(size) < 0.9,
            rng.choice([1, 1.01, 2, 90, 98.5, 199], size),
            rng.normal(size=size),
        )

    def times(first, last):
        return np.where(rng.random(rows) < 0.04, np.nan, rng.integers(first, last, rows))

    frame = {c: values(rows) for c in ["base_value", "value", "target_value", "limit"]}
    frame |= {"base_time": times(2010, 2016), "time": times(2014, 2024), "due": times(2012, 2031)}
    frame["time"] = frame["time"] + rng.choice([0, 0.25, 0.5], rows)
    frame["direction"] = rng.choice([1, -1, 0], rows, p=[0.6, 0.38, 0.02])
    frame["kind"] = rng.choice(["share", "flow", "level", "growth", "count"], rows)
    frame["constant"] = rng.random(rows) < 0.3
    frame["series"] = np.arange(rows)
    return pd.DataFrame(frame)


def as_plain(frame: pd.DataFrame) -> list[dict]:
    return [{k: None if v != v else v for k, v in row.items()} for row in frame.to_dict("records")]


def assert_same(found: pd.DataFrame, expected: list[tuple]) -> None:
    expected = pd.DataFrame(expected, found.index, ["value", "score", "status"])
    assert found["status"].tolist() == expected["status"].tolist()
    for column in ["value", "score"]:
        left, right = found[column].to_numpy(), expected[column].to_numpy(float)
        np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9)
    seen = found["status"].value_counts()
    assert (seen.drop("not_applicable") > 10).all()


@pytest.mark.parametrize("name", list(FRAME_RULES))
def test_rules_agree_with_plain_code(name):
    frame = random_rows(4000, 11)
    plain = getattr(scalar_rules, name)
    assert_same(FRAME_RULES[name](frame), [plain(row) for row in as_plain(frame)])


def test_destatis_agrees_with_plain_code():
    frame = random_rows(1500, 12).assign(time=lambda f: f["time"] // 1)
    rng = np.random.default_rng(13)
    points = {}
    for key in frame["series"]:
        held = np.sort(rng.choice(np.arange(2006, 2022), rng.integers(0, 14), replace=False))
        steps = rng.choice([-1, 0, 1, 2.5], len(held))
        points[key] = list(zip(held.tolist(), (60 + np.cumsum(steps)).tolist(), strict=True))
    history = pd.DataFrame(
        [(key, *point) for key, held in points.items() for point in held],
        columns=["series", "time", "value"],
    )
    frame = frame.assign(target_value=rng.choice([55, 60, 62, 75, np.nan], len(frame)))
    expected = [scalar_rules.destatis(row, points[row["series"]]) for row in as_plain(frame)]
    assert_same(destatis(frame, history), expected)


@pytest.mark.parametrize("rule", list(FRAME_RULES.values()))
def test_names_the_columns_that_are_missing(rule):
    with pytest.raises(ValueError, match=r"^frame: the columns '.*', '.*' are missing; "):
        rule(table(STATCAN[0][0]).drop(columns=["time", "value"]))


def test_names_what_is_wrong_with_a_column():
    frame = table(STATCAN[0][0]).astype({"value": object}).assign(value="much")
    with pytest.raises(ValueError, match=r"column value, row 0: found 'much'; allowed: a number"):
        statcan(frame)
    with pytest.raises(ValueError, match="frame: the column 'series' is missing"):
        destatis(frame, series({2020: 1}))
    with pytest.raises(ValueError, match="history: the column 'value' is missing"):
        destatis(frame.assign(series="a", value=1.0), series({2020: 1}).drop(columns="value"))


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", list(RULES))
def test_registry_can_be_read_in_grey_and_in_both_languages(name):
    statuses = RULES[name]["statuses"]
    looks = list(statuses.values())
    greys = [luminance(look["colour"]) for look in looks]
    assert all(a - b > 0.1 for a, b in pairwise(greys))
    assert len({look["marker"] for look in looks}) == len(looks)
    for key in [f"rule.{name}", *(f"rule_status.{status}" for status in statuses)]:
        assert words.say(key, "en") != words.say(key, "zh")
    assert RULES[name]["source"]


def test_statuses_stand_in_the_order_of_the_sources():
    assert {name: list(rule["statuses"]) for name, rule in RULES.items()} == {
        "statcan": [
            "target_achieved", "substantial_progress", "moderate_progress", "limited_progress",
            "deterioration",
        ],
        "destatis": ["sun", "sun_and_cloud", "cloud", "thunderstorm"],
        "un_chart": ["reached", "on_track", "insufficient", "off_track"],
        "pace": ["done", "ahead", "on_pace", "behind"],
    }  # fmt: skip
