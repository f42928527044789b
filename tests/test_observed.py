"""What was measured: annual values stay annual, and a series is one basis."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangaps import observed, tables


def test_annual_year_is_of_whole_single_years_alone():
    periods = ["2023", "2021-11", "2020-05-18", "2021-01/2021-09", "2012/2016", "2020-01/.."]
    years = observed.annual_year(pd.Series(periods, index=range(10, 16)))
    assert years.dtype == "Int64"
    assert years.index.tolist() == list(range(10, 16))
    assert years.dropna().to_dict() == {10: 2023}


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1949, 2100).map(str) | st.text("0123456789-/.", max_size=9)))
def test_annual_year_agrees_with_a_reading_period_by_period(periods):
    found = observed.annual_year(pd.Series(periods, dtype=object)).tolist()
    expected = [int(p) if len(p) == 4 and p.isdigit() else None for p in periods]
    assert [None if pd.isna(year) else year for year in found] == expected


def test_all_files_of_the_project_are_read_once():
    held = observed.read_series(*sorted((tables.DATA / "series").glob("*.csv")))
    rows = sum(len(pd.read_csv(file, dtype=str)) for file in (tables.DATA / "series").glob("*.csv"))
    assert len(held) == rows
    assert held.index.tolist() == list(range(rows))
    assert not held.duplicated(observed.KEY).any()


FIELDS = [field["name"] for field in tables.schema("series")["fields"]]
GOOD = {
    "ref_area": "520521", "indicator": "forest_coverage", "time_period": "2023",
    "obs_value": "55.5", "unit_measure": "%", "obs_status": "A", "quote": "55.5%", "source": "s162",
}  # fmt: skip


@pytest.fixture
def published(tmp_path, monkeypatch):
    """Makes files of the lines given the only ones that are published."""

    def inner(**files: list[dict]) -> None:
        paths = [tmp_path / f"{name}.csv" for name in files]
        for path, rows in zip(paths, files.values(), strict=True):
            cells = pd.DataFrame([GOOD | row for row in rows], columns=FIELDS)
            cells.to_csv(path, index=False, encoding="utf-8")
        monkeypatch.setattr(observed, "_published_files", lambda: paths)
        monkeypatch.setattr(observed.own, "files", list)

    return inner


def test_figures_are_read_into_base_units_and_years(published):
    work = {"indicator": "afforestation", "obs_value": "9", "unit_measure": "万亩"}
    published(a=[{}], b=[work, work | {"time_period": "2023-01/2023-06"}])
    held = observed.read_series()
    assert held["obs_value"].tolist() == pytest.approx([55.5, 60, 60])
    assert held["unit_measure"].tolist() == ["percent", "km2", "km2"]
    assert held["year"].tolist() == [2023, 2023, pd.NA]
    assert not held["own"].any()
    assert observed.series(observed.read_series(), "afforestation", "520521").to_dict() == {
        2023: pytest.approx(60)
    }


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ({"obs_value": "140"}, "b.csv, row 3, column obs_value: found 140 for the indicator "
                               "forest_coverage; allowed: from 0 to 100 percent."),
        ({"unit_measure": "亩"}, "b.csv, row 3, column unit_measure: found '亩' for the indicator "
                                 "forest_coverage; allowed: %, "),
        ({"obs_value": "most"}, "b.csv, row 3, column obs_value: found 'most'; allowed: a number."),
        ({"ref_area": "520599"}, "b.csv, row 3, column ref_area: found '520599'; allowed: a code "),
        ({"time_period": "2022"}, "b.csv row 3 have the same key ref_area '520521', indicator "
                                  "'forest_coverage', basis '', time_period '2022'; one row a key"),
        ({"time_period": "2021"}, "b.csv, rows 2 and 3: found the same key ref_area '520521', "),
    ],
)  # fmt: skip
def test_a_fault_in_the_published_series_is_named_with_its_file_and_row(published, second, message):
    published(a=[{"time_period": "2022"}], b=[{"time_period": "2021"}, second])
    with pytest.raises(tables.TableError) as caught:
        observed.read_series()
    assert message in str(caught.value)


def test_files_that_are_named_are_read_alone(tmp_path):
    path = tables.DATA / "series" / "economy.csv"
    assert len(observed.read_series(path)) == len(pd.read_csv(path, dtype=str))
    head, row = "ref_area,indicator,time_period,obs_value,unit_measure", "520521,gdp,2024,280,亿元"
    (tmp_path / "mine.csv").write_text(f"{head}\n{row}\n", "utf-8")
    (read,) = observed.read_series(tmp_path / "mine.csv").to_dict("records")
    assert (read["own"], read["year"], read["obs_value"]) == (True, 2024, 28e9)


def test_a_series_of_the_country_worked_out_by_hand():
    poverty = observed.series(observed.read_series(), "rural_poor_population_reduction", "CN")
    assert poverty.name == "rural_poor_population_reduction"
    assert (poverty.loc[:2020] / 10_000).round(6).to_dict() == {
        2013: 1650, 2014: 1232, 2015: 1442, 2016: 1240, 2017: 1289, 2018: 1386, 2019: 1109,
        2020: 551,
    }  # fmt: skip


def test_bounds_are_no_points_of_a_series():
    roads = observed.series(observed.read_series(), "rural_roads_built", "CN")
    # 2018 is "more than 300,000 km"; 2013/2017 and 2018/2022 are totals over five years.
    assert roads.loc[:2019].to_dict() == {2014: 230_000, 2016: 290_000, 2019: 290_000}


def test_partial_years_and_low_reliability_stay_out():
    air = observed.series(
        observed.read_series(), "air_good_days_share", "520000", "88 county seats"
    )
    assert air.loc[:2023].to_dict() == {2019: 98.3, 2022: 99, 2023: 98.7}
    with pytest.raises(ValueError, match="basis: found 'promotional text'"):
        observed.series(observed.read_series(), "forest_coverage", "520521", "promotional text")


@pytest.mark.parametrize(
    ("indicator", "area", "basis"),
    [
        ("new_urban_jobs", "CN", ""),
        ("gdp", "520000", ""),
        ("forest_coverage", "520000", "forestry department update"),
    ],
)
def test_years_ascend_and_stand_once(indicator, area, basis):
    years = observed.series(observed.read_series(), indicator, area, basis).index
    assert len(years) >= 4
    assert years.tolist() == sorted(set(years))


def test_two_bases_are_never_joined():
    with pytest.raises(ValueError) as caught:
        observed.series(observed.read_series(), "surveyed_urban_unemployment_rate", "CN")
    assert str(caught.value) == (
        "basis: found None for indicator 'surveyed_urban_unemployment_rate' in CN; "
        "allowed: 'December', 'annual mean'."
    )
    mean = observed.series(
        observed.read_series(), "surveyed_urban_unemployment_rate", "CN", "annual mean"
    )
    assert mean.index.tolist()[:6] == [2020, 2021, 2022, 2023, 2024, 2025]


def test_an_area_or_indicator_without_a_series_is_named():
    with pytest.raises(ValueError, match=r"ref_area: found '520521' .*'new_urban_jobs'; allowed: "):
        observed.series(observed.read_series(), "new_urban_jobs", "520521")
    with pytest.raises(ValueError, match=r"^indicator: found 'no_such_thing'; allowed: one of"):
        observed.series(observed.read_series(), "no_such_thing", "CN")


def test_points_are_exact_reliable_yearly_values_in_runs_between_breaks():
    rows = [
        ("CN", "2014", 4.0, "A", ""), ("CN", "2012", 2.0, "B", "lower"),
        ("CN", "2011", 1.0, "A", ""), ("CN", "2013", 3.0, "A", "approx"),
        ("CN", "2015", 5.0, "U", ""), ("CN", "2016", None, "A", ""),
        ("CN", "2017-03", 7.0, "B", ""), ("CN", "2012/2016", 8.0, "A", ""),
        ("CN", "2018", 9.0, "B", ""), ("520000", "2012", 1.0, "A", ""),
        ("CN", "2019", 9.5, "A", "upper"),
    ]  # fmt: skip
    columns = ["ref_area", "time_period", "obs_value", "obs_status", "bound"]
    frame = pd.DataFrame(rows, columns=columns).assign(indicator="gdp", basis="")
    found = observed.points(frame)[["ref_area", "year", "obs_value", "run"]]
    assert found.to_numpy().tolist() == [
        ["CN", 2011, 1, 0], ["CN", 2013, 3, 1], ["CN", 2014, 4, 1], ["CN", 2018, 9, 2],
        ["520000", 2012, 1, 0],
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"two rows of the key ref_area 'CN'.*time_period '2011'"):
        observed.points(pd.concat([frame, frame.iloc[[2]]]))
    with pytest.raises(ValueError, match="observations: the column 'obs_value' is missing"):
        observed.points(frame.drop(columns="obs_value"))


def test_what_is_around_a_county_is_its_own_and_of_the_areas_above_it():
    held = observed.read_series()
    near = observed.around(held, "520521")
    assert set(near["ref_area"]) == {"520521", "520500", "520000", "CN"}
    jobs = observed.around(held, "520521", "employment", "economy")
    themes = tables.indicators().set_index("indicator")["theme"]
    assert set(jobs["indicator"].map(themes)) == {"employment", "economy"}
    pd.testing.assert_frame_equal(jobs, near.loc[jobs.index])
    assert set(observed.around(held, "CN")["ref_area"]) == {"CN"}


def test_holdings_count_the_years_of_each_series():
    rows = [("a", "CN", "", 2001, "s1"), ("a", "CN", "", 2003, "s1"), ("a", "CN", "", None, "s2")]
    rows += [("a", "CN", "survey", 2002, "s3")]
    frame = pd.DataFrame(rows, columns=["indicator", "ref_area", "basis", "year", "source"])
    period = frame["year"].astype("Int64").astype("str").replace("<NA>", "2001-06")
    frame = frame.assign(time_period=period.fillna("2001-06"), obs_value=1.0)
    found = observed.holdings(frame)
    assert found.to_numpy().tolist() == [
        ["a", "CN", "", 2, 2001, 2003, 1],
        ["a", "CN", "survey", 1, 2002, 2002, 1],
    ]
    assert found.columns[3:].tolist() == ["years", "first", "last", "sources"]
