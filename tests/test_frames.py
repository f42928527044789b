"""Frames of one's own: read as files are, or refused in one sentence that says all."""

import doctest
import os
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from figures import ALL, SERIES, TABLE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import plan_targets
from plangaps import charts, frames, gaps, matching, observed, rules, tables, trajectories

DOCS = Path(__file__).parents[1] / "docs" / "frames.md"

MINE = {"ref_area": "520521", "indicator": "new_urban_jobs", "time_period": "2023"}
MINE |= {"obs_value": 20_000.0}
PROMISE = {"plan": "p", "target": "T01", "ref_area": "520521", "indicator": "new_urban_jobs"}
PROMISE |= {"comparator": "at_least", "value": 20_000.0, "due": 2023}


def mine(**columns) -> pd.DataFrame:
    """Observations of one's own; a list makes several rows."""
    rows = max([len(c) for c in columns.values() if pd.api.types.is_list_like(c)], default=1)
    return pd.DataFrame({**MINE, **columns}, index=range(rows))


def refused(frame, what="observations") -> str:
    with pytest.raises(tables.TableError) as caught:
        frames.valid(frame, what)
    return str(caught.value)


@pytest.mark.parametrize(
    ("frame", "what"), [(SERIES, "observations"), (ALL, "targets")], ids=["series", "targets"]
)
def test_the_project_s_own_frames_pass_as_they_are(frame, what):
    pd.testing.assert_frame_equal(frames.valid(frame, what)[frame.columns], frame)


@pytest.mark.parametrize(
    ("columns", "read"),
    [
        ({"ref_area": "大方县"}, {"ref_area": "520521"}),
        ({"ref_area": 520521}, {"ref_area": "520521"}),
        ({"indicator": "城镇新增就业人数"}, {"indicator": "new_urban_jobs"}),
        ({"indicator": "New urban jobs"}, {"indicator": "new_urban_jobs"}),
        ({"obs_value": 2, "unit_measure": "万人"}, {"obs_value": 2e4, "unit_measure": "persons"}),
        ({"obs_value": "2万人"}, {"obs_value": 2e4}),
        ({"obs_value": "1,310"}, {"obs_value": 1310}),
        ({"obs_value": "约2万人①"}, {"obs_value": 2e4, "bound": "approx"}),
        ({"indicator": "地区生产总值(亿元)", "obs_value": 2}, {"obs_value": 2e8}),
        ({"bound": ">="}, {"bound": "lower"}),
        ({"bound": "≥"}, {"bound": "lower"}),
        ({"bound": "不低于"}, {"bound": "lower"}),
        ({"bound": "＜="}, {"bound": "upper"}),
        ({"bound": np.nan}, {"bound": ""}),
        ({"basis": np.nan}, {"basis": ""}),
        ({"basis": "88个县城"}, {"basis": "88 county seats"}),
        ({"obs_status": None}, {"obs_status": "A"}),
        ({"time_period": "2023年"}, {"time_period": "2023"}),
        ({"time_period": 2023}, {"time_period": "2023"}),
        ({"time_period": 2023.0}, {"time_period": "2023"}),
        ({"time_period": pd.array([2023], dtype="Int64")}, {"time_period": "2023"}),
        ({"time_period": pd.to_datetime(["2023-01-01"])}, {"time_period": "2023"}),
        ({"time_period": pd.to_datetime(["2023-12-31"])}, {"time_period": "2023"}),
        ({"time_period": pd.to_datetime(["2023-06-30"])}, {"time_period": "2023-06-30"}),
        ({"time_period": pd.PeriodIndex(["2023"], freq="Y")}, {"time_period": "2023"}),
        ({"time_period": pd.PeriodIndex(["2023-11"], freq="M")}, {"time_period": "2023-11"}),
        ({"time_period": pd.PeriodIndex(["2023Q3"], freq="Q")},
         {"time_period": "2023-07/2023-09"}),
        ({"time_period": pd.Categorical(["2023年"])}, {"time_period": "2023"}),
    ],
)  # fmt: skip
def test_what_people_bring_is_read_as_in_a_file(columns, read):
    given_ = mine(**columns)
    before = given_.copy(deep=True)
    found = frames.valid(given_)
    assert found[list(read)].to_dict("records") == [read]
    pd.testing.assert_frame_equal(given_, before)


def test_the_same_cells_say_the_same_in_a_frame_and_in_a_file(tmp_path):
    cells = mine(
        ref_area=["大方", "Bijie"], time_period=["2022年", "2023"], obs_value=["2万人", "3,000"],
        unit_measure=["万人", "人"], bound=["超过", ""], basis="",
    )  # fmt: skip
    cells.to_csv(tmp_path / "mine.csv", index=False)
    in_file = observed.read_series(tmp_path / "mine.csv")
    columns = list(cells)
    pd.testing.assert_frame_equal(frames.valid(cells)[columns], in_file[columns])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"unit_measure": "%"}, "column unit_measure, row 0: found '%' for the indicator "
                                "new_urban_jobs; allowed: persons."),
        ({"obs_value": np.inf}, "column obs_value, row 0: found 'inf'; allowed: a number."),
        ({"obs_value": "1e-400"}, "column obs_value, row 0: found '1e-400'; allowed: a number."),
        ({"obs_value": -1}, "column obs_value, row 0: found -1 for the indicator new_urban_jobs; "
                            "allowed: at least 0 persons."),
        ({"obs_value": True}, "column obs_value, row 0: found 'True'; allowed: a number."),
        ({"bound": "perhaps"}, "column bound, row 0: found 'perhaps'; allowed: one of more than, "
                               "less than, about."),
        ({"indicator": "New urban job"}, "column indicator, row 0: found 'New urban job'; allowed: "
         "a code that data/indicators.csv holds (nearest: New urban jobs (new_urban_jobs)"),
        ({"time_period": "2023/2022"}, "column time_period, row 0: found '2023/2022'; allowed: a "
         "period whose days exist and that does not end before it begins."),
        ({"time_period": "2021-02-30"}, "column time_period, row 0: found '2021-02-30'; allowed: "),
        ({"time_period": [pd.Timestamp("2022-01-01"), 2023]},
         "column time_period, row 0: found '2022-01-01', a date beside other periods; allowed: "),
        ({"time_period": [None, "x"], "bound": "?"}, "column time_period, row 0: found nothing; "
         "allowed: text like 2023, 2021-11, 2021-01/2021-09 or 2012/2016; column bound, rows 0, 1: "
         "found '?'; allowed: one of more than, less than, about; column time_period, row 1: "
         "found 'x'; allowed: text like"),
        ({"bound": ["?"] * 9}, "column bound, rows 0, 1, 2, 3, 4, 5 and 3 more: found '?'; "),
    ],
)  # fmt: skip
def test_what_cannot_be_read_ends_in_one_sentence_with_all_that_is_wrong(columns, said):
    assert refused(mine(**columns)).startswith("observations: " + said)
    chinese = frames.told(frames.check(mine(**columns)), "observations", "zh")
    assert chinese.startswith("observations：“") and chinese.endswith("。")
    assert chinese.count("。") == 1


def test_rows_are_named_by_their_labels_and_kept_in_order():
    frame = mine(time_period=["2022", "x"]).set_axis(["a", "b"])
    assert "row b: found 'x'" in refused(frame)
    assert frames.valid(frame.assign(time_period=[2022, 2023])).index.tolist() == ["a", "b"]


def test_missing_columns_are_named_all_at_once():
    with pytest.raises(tables.TableError, match=r"the columns 'plan', 'due' are missing; found: "):
        gaps.gap_table(pd.DataFrame([PROMISE]).drop(columns=["plan", "due"]), SERIES)


def test_targets_of_ones_own_need_little_and_say_what_files_say():
    given_ = pd.DataFrame(
        [
            PROMISE | {"comparator": "不低于", "value": "2万人", "due": "2023年"},
            PROMISE | {"target": "T02", "comparator": "≤", "value": "3", "unit_measure": "万人"},
        ]
    )
    found = frames.valid(given_, "targets")
    assert found["comparator"].tolist() == ["at_least", "at_most"]
    assert found[["value", "due"]].to_numpy().tolist() == [[2e4, 2023], [3e4, 2023]]
    table = gaps.gap_table(given_.iloc[:1].drop(columns="unit_measure"), mine())
    assert table[["kind", "direction", "verdict"]].to_numpy().tolist() == [["flow", 1, "met"]]
    said = refused(pd.DataFrame([PROMISE | {"comparator": "between", "value": "x"}]), "targets")
    assert said.startswith(
        "targets: column value, row 0: found 'x'; allowed: a number; column value_"
    )


def test_own_targets_are_drawn_with_what_the_codebook_says_of_them():
    table = gaps.gap_table(pd.DataFrame([PROMISE]), mine())
    drawn = charts.gap_bars.numbers(table).iloc[0]
    assert (drawn["name_zh"], drawn["printed"]) == ("城镇新增就业人数", "20000人")
    figure = charts.gap_bars(table, lang="zh")
    plt.close(figure)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: gaps.gap_table(ALL, SERIES, tolerance=5), "tolerance: found 5; allowed: a number"),
        (lambda: gaps.gap_table(ALL, SERIES, rounding="x"), "rounding: found 'x'; allowed: a num"),
        (lambda: gaps.gap_table(ALL, SERIES, as_of="2023"), "as_of: found '2023'; allowed: a year"),
        (lambda: gaps.gap_table([1], SERIES), "targets: found a list; allowed: a DataFrame."),
        (lambda: gaps.gap_table(ALL, None), "observations: found a NoneType; allowed: a DataFrame"),
        (lambda: trajectories.project(SERIES, 10**9), "until: found 1000000000; allowed: a year"),
        (lambda: trajectories.project(SERIES, 2030, ()), "levels: found ()"),
        (lambda: trajectories.backtest(SERIES, ahead=0), "ahead: found 0; allowed: a whole number"),
        (lambda: gaps.summary(TABLE, "colour"), "table: the column 'colour' is missing"),
        (lambda: observed.series(SERIES, "no_such", "CN"), "indicator: found 'no_such'; allowed: "),
        (lambda: observed.around(SERIES, "52052"), "ref_area: found '52052'; allowed: one of 411"),
        (lambda: observed.around(SERIES, "CN", "money"), "themes: found 'money'; allowed: "),
        (lambda: trajectories.required_pace({2020: 1.0}, PROMISE), "series: found no numbers"),
        (lambda: charts.gap_bars(TABLE.drop(columns=["gap", "due"])), "table: the columns 'due', "),
    ],
)
def test_other_arguments_end_in_one_sentence_too(call, said):
    with pytest.raises(tables.TableError) as caught:
        call()
    assert str(caught.value).startswith(said)


def test_a_frame_goes_through_once(monkeypatch):
    seen = []
    from plangaps.frames import calls

    taken = calls.taken
    monkeypatch.setattr(calls, "taken", lambda *g: seen.append(g[1]) or taken(*g))
    trajectories.beforehand(SERIES, plan_targets.yearly())
    assert seen == ["observations", "targets"]


def test_the_examples_of_the_documentation_are_true():
    failed, tried = doctest.testfile(str(DOCS), module_relative=False, encoding="utf-8")
    assert (failed, tried > 5) == (0, True)


# Any frame into any function: a frame or one sentence.

# The search (see conftest) makes 2,000 draws in all, which take a minute and a half.
DRAWS = 50 if os.environ.get("HYPOTHESIS_PROFILE") == "search" else 8

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 2100), st.integers(), st.floats(width=64),
    st.sampled_from(["", "x", "2023", "2023年", "2023/2022", ">=", "万人", "%", "forest_coverage"]),
    st.sampled_from(["520521", "大方县", "at_least", "不超过", "met", "statcan", "60%", "\ud800"]),
    st.sampled_from([pd.Timestamp("2023-01-01"), pd.Period("2023Q1"), pd.NaT, [1], {"a": 1}, 1j]),
)  # fmt: skip
COLUMNS = [
    st.lists(CELLS, min_size=2, max_size=2).map(lambda cells: pd.Series(cells, dtype=object)),
    st.lists(st.floats(), min_size=2, max_size=2).map(pd.Series),
    st.integers(1900, 2100).map(lambda n: pd.Series([n, None], dtype="Int64")),
    st.sampled_from(
        [
            pd.Series(pd.to_datetime(["2022-01-01", "2023-01-01"])),
            pd.Series(pd.to_datetime(["2022-01-01", None], utc=True)),
            pd.Series(pd.period_range("2022", periods=2, freq="Y")),
            pd.Series(pd.to_timedelta([1, 2], unit="D")),
            pd.Series([True, False]),
            pd.Series([1 + 1j, 2]),
            pd.Series(["a", None], dtype="category"),
            pd.Series([1e308, -1e308]),
            pd.Series(pd.arrays.SparseArray([0.0, 1.0])),
            pd.Series(pd.interval_range(0, 2)),
            pd.Series([b"a", b"b"]),
            pd.Series([1, 2], dtype="int8[pyarrow]"),
        ]
    ),
]
AIR = SERIES[(SERIES["indicator"] == "forest_coverage") & SERIES["ref_area"].isin(["CN"])]
GOALS = ALL[(ALL["indicator"] == "forest_coverage") & (ALL["ref_area"] == "CN")]
RULED = pd.DataFrame(
    {"series": [0, 1], "base_time": 2015.0, "base_value": 10.0, "time": 2020.0, "value": 12.0,
     "target_value": 15.0, "due": 2025, "direction": 1, "kind": "level", "limit": 100.0,
     "constant": False, "obs_value": 12.0, "bound": "", "obs_status": "A", "value_high": np.nan,
     "comparator": "at_least"}
)  # fmt: skip
POINTS = pd.DataFrame({"series": 0, "time": range(2012, 2021), "value": np.arange(9.0)})
TWO = TABLE[TABLE["verdict"].isin(["met", "missed"])].iloc[:2]
PROGRESS, STEPS = rules.progress(GOALS, AIR), rules.ambition(GOALS, AIR)
TOLD = trajectories.backtest(AIR)
RIGHT = pd.DataFrame({"kind": ["judged", "silent"], "rows": 10, "right": 9, "share": 0.9,
                      "low": 0.8, "high": 0.95})  # fmt: skip
KEPT = pd.DataFrame({"report": ["a", "b"], "state": ["kept", "missed"], "theme": "economy",
                     "points": [0.1, 0.2], "period": "to_2007"})  # fmt: skip
FORMS = charts.FORMS
CALLS = {
    "match": (matching.match, GOALS, AIR),
    "gap_table": (gaps.gap_table, GOALS, AIR),
    "judge": (gaps.judge, RULED),
    "demand": (gaps.demand, RULED),
    "summary": (gaps.summary, TWO),
    "brief": (gaps.brief, TWO),
    "published_in": (gaps.published_in, TWO),
    "points": (observed.points, AIR),
    "exact": (observed.exact, AIR),
    "series": (lambda o: observed.series(o, "forest_coverage", "CN"), AIR),
    "around": (lambda o: observed.around(o, "520521"), AIR),
    "holdings": (observed.holdings, AIR),
    "project": (lambda o: trajectories.project(o, 2030), AIR),
    "chance": (trajectories.chance, AIR, GOALS),
    "beforehand": (trajectories.beforehand, AIR, GOALS),
    "backtest": (trajectories.backtest, AIR),
    "fit": (trajectories.fit, AIR),
    "pace_to": (lambda t: trajectories.required_pace(pd.Series({2015: 9.0}), t.iloc[0]), GOALS),
    "statcan": (rules.statcan, RULED),
    "un_chart": (rules.un_chart, RULED),
    "pace": (rules.pace, RULED),
    "destatis": (rules.destatis, RULED, POINTS),
    "progress": (rules.progress, GOALS, AIR),
    "within": (rules.pace_within_year, GOALS, AIR),
    "of_ambition": (rules.ambition, GOALS, AIR),
    "on_scale": (rules.on_scale, PROGRESS),
    "agreement": (rules.agreement, PROGRESS),
    "disagreement": (rules.disagreement, PROGRESS),
    "gap_bars": (FORMS["gap_bars"].numbers, TWO),
    "verdict_counts": (FORMS["verdict_counts"].numbers, TWO),
    "outcome_ladder": (FORMS["outcome_ladder"].numbers, TWO),
    "evidence_matrix": (FORMS["evidence_matrix"].numbers, GOALS, AIR),
    "series_with_target": (FORMS["series_with_target"].numbers, AIR, GOALS),
    "trajectory": (FORMS["trajectory"].numbers, AIR, GOALS),
    "ranking": (lambda g, o: FORMS["ambition"].numbers(g.iloc[0], g, o), GOALS, AIR),
    "scorecard": (FORMS["scorecard"].numbers, PROGRESS, GOALS),
    "steps": (FORMS["steps"].numbers, STEPS),
    "fan_check": (FORMS["fan_check"].numbers, TOLD),
    "record_rates": (lambda k, r: FORMS["record_rates"].numbers(k, "theme", r), KEPT, RIGHT),
    "passed_by": (FORMS["passed_by"].numbers, KEPT, RIGHT),
}


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=DRAWS, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_frame_ends_in_a_frame_or_one_sentence(name, data):
    """Two rows of a frame that is taken, some of their columns replaced by any column."""
    call, *given_ = CALLS[name]
    at = data.draw(st.integers(0, len(given_) - 1))
    frame = given_[at].iloc[:2].reset_index(drop=True)
    spoilt = data.draw(st.lists(st.sampled_from(list(frame)), max_size=3, unique=True))
    for column in spoilt:
        frame[column] = data.draw(st.one_of(COLUMNS))
    given_[at] = frame.drop(columns=data.draw(st.sampled_from([[], [], [], list(frame)[-1:]])))
    try:
        with np.errstate(all="ignore"):
            found = call(*given_)
    except tables.TableError as error:
        assert re.fullmatch(r"[^\n]+\.", str(error))
    else:
        assert isinstance(found, pd.DataFrame | pd.Series)
