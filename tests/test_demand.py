"""What targets ask for beyond what was there, worked by hand from the published figures."""

import numpy as np
import pandas as pd
import pytest

import plan_targets
from plangaps import observed
from plangaps.rules import ambition


@pytest.fixture(scope="module")
def asked() -> pd.DataFrame:
    return ambition(plan_targets.targets(None), observed.read_series()).set_index(
        ["plan", "target"]
    )


def test_dafangs_air_target_lies_below_what_the_province_had(asked):
    """97 % planned for 2023; Guizhou's 88 county seats had 99 % in 2022. None of its own."""
    air = asked.loc[("dafang-2023", "T05")]
    assert (air["higher_area"], air["higher_basis"]) == ("520000", "88 county seats")
    assert (air["higher_time"], air["over_higher"]) == (2022, pytest.approx(97 - 99))
    assert pd.isna(air["met_when_set"])
    assert np.isnan(air["over_last"])


def test_a_ceiling_met_when_it_was_set(asked):
    """Registered unemployment within 5.5 % in 2020; it was 3.62 % in 2019."""
    ceiling = asked.loc[("china-2020", "T02")]
    assert ceiling["met_when_set"]
    assert ceiling["over_last"] == pytest.approx(3.62 - 5.5)


def test_the_national_forest_target_of_2021(asked):
    """24.10 % by 2025 against 23.04 % in 2020 and a line through 2008, 2013, 2015 and 2020."""
    forest = asked.loc[("china-fyp14", "T01")]
    held = observed.series(
        observed.read_series(), "forest_coverage", "CN", "national forest inventory"
    )
    held = held[held.index < 2021]
    slope, start = np.polyfit(held.index, held, 1)
    assert forest["trend_points"] == len(held) >= 4
    assert forest["trend_value"] == pytest.approx(start + slope * 2025)
    assert forest["over_trend"] == pytest.approx(24.10 - start - slope * 2025)
    assert (forest["over_last"], forest["met_when_set"]) == (pytest.approx(24.10 - 23.04), False)
    assert forest["higher_area"] == ""


def test_only_percentages_are_set_against_a_higher_area(asked):
    higher = asked[asked["higher_area"] != ""]
    assert higher["kind"].isin(["share", "growth"]).all()
    assert (higher["higher_time"] < higher["set_in"]).all()


def one(values: dict, statuses: list[str] | None = None, **changes) -> pd.Series:
    row = {
        "plan": "p", "target": "T01", "ref_area": "520521", "indicator": "forest_coverage",
        "comparator": "stated", "value": 60.0, "kind": "share", "direction": 1, "set_in": 2020,
        "due": 2025,
    }  # fmt: skip
    held = pd.DataFrame({"time_period": [str(t) for t in values], "obs_value": values.values()})
    held = held.assign(ref_area="520521", indicator="forest_coverage", basis="", bound="")
    held = held.assign(obs_status=statuses or "A")
    return ambition(pd.DataFrame([row | changes]), held).iloc[0]


def test_trend_needs_four_points_and_stays_within_limits():
    rising = {2016: 80, 2017: 85, 2018: 90, 2019: 95}
    assert one(rising)["trend_value"] == 100
    assert one(rising, due=2020)["trend_value"] == 100
    assert one({2016: 10, 2017: 12, 2018: 14, 2019: 16})["trend_value"] == pytest.approx(28)
    assert one({2013: 10, 2016: 16, 2018: 20, 2019: 22})["trend_value"] == pytest.approx(34)
    three = one({2017: 85, 2018: 90, 2019: 95})
    assert (three["trend_points"], np.isnan(three["trend_value"])) == (0, True)


def test_trend_starts_at_the_last_break_and_ends_before_the_plan():
    values = {2015: 1, 2016: 10, 2017: 12, 2018: 14, 2019: 16, 2020: 99, 2021: 99}
    broken = one(values, ["A", "B", "A", "A", "A", "A", "B"])
    assert (broken["trend_points"], broken["trend_value"]) == (4, pytest.approx(28))
    assert broken["last_value"] == 16


@pytest.mark.parametrize(
    ("changes", "met", "over"),
    [
        ({"value": 50}, True, 0),
        ({"value": 49}, True, -1),
        ({"value": 51}, False, 1),
        ({"value": 51, "direction": -1}, True, -1),
        ({"value": 51, "comparator": "at_most"}, True, -1),
        ({"value": 40, "value_high": 49, "comparator": "between", "direction": -1}, False, 1),
        ({"value": 51, "direction": 0}, None, np.nan),
    ],
)
def test_good_is_positive_whatever_the_direction(changes, met, over):
    found = one({2019: 50.0}, **changes)
    assert (None if pd.isna(found["met_when_set"]) else bool(found["met_when_set"])) == met
    assert found["over_last"] == pytest.approx(over, nan_ok=True)


def test_totals_of_several_years_are_compared_with_none():
    found = one({2019: 50.0}, kind="growth", time_period="2020/2025")
    assert pd.isna(found["met_when_set"])
    assert np.isnan(found["last_value"])


def test_no_targets_or_no_observations():
    targets, held = plan_targets.targets(), observed.read_series()
    assert ambition(targets.head(0), held).empty
    nothing = ambition(targets, held.head(0))
    assert nothing[["last_value", "higher_value", "trend_value"]].isna().all().all()
    with pytest.raises(ValueError, match="targets: the column 'set_in' is missing"):
        ambition(targets.drop(columns="set_in"), held)
