"""Figures, read back from their artists: what is drawn is what the frame says."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from figures import assert_readable, said

import plan_targets as plan
from plangaps import charts, gaps, observed, rules, trajectories
from plangaps.charts import canvas, words

LANGUAGES = ["en", "zh"]
DAFANG, ALL = plan.targets(), plan.targets(None)
SERIES = observed.read_series()
TABLE = gaps.gap_table(ALL, SERIES)
CHINA = TABLE[TABLE["ref_area"] == "CN"]
AREAS = ["CN", "520000", "520500", "520521"]


def small(**columns):
    """Observations of one made-up area and indicator, with the columns given."""
    rows = {
        "ref_area": "CN",
        "indicator": "registered_urban_unemployment_rate",
        "basis": "year end",
        "obs_status": "A",
        "bound": "",
        "unit_measure": "percent",
        "source": "s157",
    }
    frame = pd.DataFrame(rows | columns)
    return frame.assign(year=frame["year"].astype("Int64"), time_period=frame["year"].astype(str))


def markers(figure, marker):
    """Points drawn with ``marker``: a frame of x and y."""
    lines = [a for ax in figure.axes for a in ax.lines if a.get_marker() == marker]
    points = [np.column_stack([a.get_xdata(), a.get_ydata()]) for a in lines]
    return pd.DataFrame(np.concatenate(points) if points else np.empty((0, 2)), columns=["x", "y"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "theme", ["environment", "employment", "rural_revitalisation", "investment"]
)
def test_the_themes_of_the_plan_are_readable(theme, lang):
    targets = getattr(plan, theme)
    figure = charts.gap_bars(gaps.gap_table(targets, SERIES), lang=lang)
    assert_readable(figure)
    assert all(name in said(figure).replace(" ", "") for name in targets["target"])
    assert_readable(charts.evidence_matrix(targets, SERIES, lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_national_record_is_readable(lang):
    assert_readable(charts.outcome_ladder(CHINA[~CHINA["plan"].str.contains("fyp")], lang=lang))
    assert_readable(charts.gap_bars(CHINA[CHINA["plan"].str.contains("fyp")], lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("target", ["T04", "T05", "T09", "T16", "T27"])
def test_series_with_the_target_are_readable(target, lang):
    row = DAFANG.set_index("target", drop=False).loc[target]
    here = SERIES[(SERIES["indicator"] == row["indicator"]) & SERIES["ref_area"].isin(AREAS)]
    figure = charts.series_with_target(here, row, lang=lang)
    assert_readable(figure)
    assert words.promise(row, lang) in said(figure)
    near = SERIES[SERIES["ref_area"].isin(AREAS)]
    assert_readable(charts.ambition(row, ALL[ALL["ref_area"].isin(AREAS)], near, lang=lang))


def test_all_areas_at_once_stay_readable():
    air = SERIES[SERIES["indicator"] == "air_good_days_share"]
    assert_readable(charts.series_with_target(air))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counts_add_up_to_the_targets(lang):
    table = gaps.gap_table(DAFANG, SERIES)
    figure = charts.verdict_counts(table, lang=lang)
    assert_readable(figure)
    widths = pd.Series({}, dtype=float)
    for bar in figure.axes[0].patches:
        y = round(bar.get_y() + bar.get_height() / 2)
        widths[y] = widths.get(y, 0) + bar.get_width()
    assert widths.tolist() == [5, 4, 13, 8]
    assert_readable(charts.verdict_counts(TABLE, lang=lang))


def test_bars_are_the_relative_gap_and_the_marker_is_the_verdict():
    table = CHINA[CHINA["indicator"] == "surveyed_urban_unemployment_rate"].reset_index(drop=True)
    figure = charts.gap_bars(table)
    judged = table[table["gap"].notna()]
    bars = {round(p.get_y() + p.get_height() / 2): p.get_width() for p in figure.axes[0].patches}
    expected = 100 * (judged["value"] - judged["obs_value"]) / judged["value"]
    assert bars == pytest.approx(expected.to_dict())
    assert markers(figure, "X")["y"].tolist() == table.index[table["verdict"] == "missed"].tolist()
    assert markers(figure, "o")["y"].tolist() == table.index[table["verdict"] == "met"].tolist()


def test_a_target_without_a_verdict_names_reason_and_nearest_figure():
    text = said(charts.gap_bars(gaps.gap_table(plan.environment, SERIES)))
    assert "cannot be judged: only a higher area's figure is published" in text
    assert "Guizhou, 2023: 98.7 %" in text
    assert not charts.gap_bars(gaps.gap_table(plan.environment, SERIES)).axes[0].patches


def test_no_line_crosses_a_missing_year_or_a_break():
    years = [2010, 2011, 2013, 2014, 2015]
    frame = small(year=years, obs_value=[4.0, 4.1, 4.2, 4.3, 4.4])
    frame["obs_status"] = ["A", "A", "A", "B", "A"]
    lines = charts.series_with_target(frame).axes[0].lines
    runs = [list(a.get_xdata()) for a in lines if a.get_linestyle() == "-"]
    assert runs == [[2010, 2011], [2013], [2014, 2015]]


def test_no_line_joins_two_definitions():
    frame = small(year=[2010, 2011], obs_value=[4.0, 4.1], basis=["a", "b"])
    lines = charts.series_with_target(frame).axes[0].lines
    assert [list(a.get_xdata()) for a in lines if a.get_linestyle() == "-"] == [[2010], [2011]]


def test_bounds_stand_apart_and_are_explained():
    frame = small(year=[2010, 2011, 2012], obs_value=[4.0, 4.1, 4.2], bound=["", "lower", ""])
    figure = charts.series_with_target(frame)
    assert markers(figure, "^").to_numpy().tolist() == [[2011, 4.1]]
    lines = figure.axes[0].lines
    assert [list(a.get_xdata()) for a in lines if a.get_linestyle() == "-"] == [[2010], [2012]]
    assert "△ more than" in said(figure)


def test_partial_years_and_unreliable_values_are_not_drawn():
    frame = small(year=[2010, 2011, pd.NA], obs_value=[4.0, 4.1, 9.0])
    frame["obs_status"] = ["A", "U", "A"]
    assert markers(charts.series_with_target(frame), "o")["x"].tolist() == [2010]


def test_points_are_the_observations_in_the_unit_of_the_axis():
    jobs = SERIES[(SERIES["indicator"] == "new_urban_jobs") & (SERIES["ref_area"] == "CN")]
    figure = charts.series_with_target(jobs, lang="zh")
    annual = jobs[jobs["year"].notna()].sort_values("year")
    drawn = markers(figure, "o").sort_values("x")
    assert drawn["y"].tolist() == pytest.approx((annual["obs_value"]).tolist())
    assert figure.axes[0].get_ylabel() == "万人"


def test_the_ladder_draws_each_target_and_each_outcome():
    table = CHINA[CHINA["indicator"] == "new_urban_jobs"]
    figure = charts.outcome_ladder(table)
    dashes = figure.axes[0].collections[0].get_segments()
    assert [dash[:, 1].tolist() for dash in dashes] == [[v, v] for v in table["value"]]
    assert all(dash[1, 0] - dash[0, 0] < 1 for dash in dashes)
    met = table[table["verdict"] == "met"]
    assert markers(figure, "o")["y"].tolist() == met["obs_value"].tolist()


def test_the_ranking_marks_the_target_asked_about():
    row = DAFANG.set_index("target", drop=False).loc["T05"]
    near = SERIES[SERIES["ref_area"].isin(AREAS)]
    figure = charts.ambition(row, ALL[ALL["ref_area"] == "520000"], near)
    assert_readable(figure)
    labels = [t.get_text() for t in figure.axes[0].get_yticklabels()]
    own = markers(figure, "D")
    place = labels.index("Dafang, target 2023, county seat")
    assert own.loc[own["y"] == place, "x"].tolist() == [97.0]
    values = figure.axes[0].lines[:-1]
    assert [a.get_xdata()[0] for a in values] == sorted(a.get_xdata()[0] for a in values)[::-1]


@pytest.mark.parametrize(
    ("draw", "name"),
    [
        (lambda: charts.gap_bars(TABLE.iloc[:0]), "table"),
        (lambda: charts.outcome_ladder(TABLE.iloc[:0]), "table"),
        (lambda: charts.evidence_matrix(ALL.iloc[:0], SERIES), "targets"),
        (lambda: charts.series_with_target(SERIES.iloc[:0]), "observations"),
        (lambda: charts.series_with_target(SERIES), "one indicator"),
        (lambda: charts.gap_bars(TABLE, lang="fr"), "lang"),
        (lambda: charts.ambition(DAFANG.iloc[5], ALL.iloc[:0], SERIES), "peers"),
    ],
)
def test_what_cannot_be_drawn_is_named(draw, name):
    with pytest.raises(ValueError, match=name):
        draw()


def test_a_target_of_another_indicator_is_refused():
    jobs = SERIES[SERIES["indicator"] == "new_urban_jobs"]
    with pytest.raises(ValueError, match="forest_coverage"):
        charts.series_with_target(jobs, DAFANG.set_index("target").loc["T04"])


def test_drawing_leaves_the_users_style_and_no_open_figure():
    before = dict(plt.rcParams)
    charts.gap_bars(gaps.gap_table(plan.environment, SERIES))
    assert dict(plt.rcParams) == before
    assert plt.get_fignums() == []


def test_verdicts_differ_by_marker_and_not_by_colour_alone():
    assert len({marker for marker, _, _ in canvas.VERDICT.values()}) == len(gaps.VERDICTS)
    assert list(canvas.VERDICT) == list(gaps.VERDICTS)


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (27e6, "CNY", "27 million yuan", "2700万元"),
        (9.15e9, "CNY", "9.15 billion yuan", "91.5亿元"),
        (20_000, "persons", "20,000 persons", "2万人"),
        (82.11, "percent", "82.11 %", "82.11%"),
        (66_000, "units", "66,000 units", "6.6万个"),
        (60.0, "km2", "60 km²", "60平方公里"),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(value, unit, en, zh):
    assert [words.number(value, unit, lang) for lang in LANGUAGES] == [en, zh]


def path_lines(figure):
    """Dashed lines of the required path."""
    return [a for a in figure.axes[0].lines if a.get_linestyle() == "--"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("indicator", "plans"),
    [
        ("new_urban_jobs", ["china-2026"]),
        ("air_good_days_share", ["dafang-2023"]),
        ("forest_coverage", ["china-fyp14", "dafang-2023"]),
        ("rural_disposable_income", []),
    ],
)
def test_trajectories_are_readable(indicator, plans, lang):
    here = SERIES[(SERIES["indicator"] == indicator) & SERIES["ref_area"].isin(AREAS)]
    goals = ALL[(ALL["indicator"] == indicator) & ALL["plan"].isin(plans)]
    assert_readable(charts.trajectory(here, goals if len(goals) else None, lang=lang))


def test_the_fan_is_the_projection_and_begins_at_the_last_value():
    jobs = SERIES[(SERIES["indicator"] == "new_urban_jobs") & (SERIES["ref_area"] == "CN")]
    figure = charts.trajectory(jobs)
    told = trajectories.project(jobs, 2028).set_index("time_period")
    pale, dark = (c.get_paths()[0].vertices for c in figure.axes[0].collections)
    for band, level in ((pale, 95), (dark, 80)):
        at_end = band[band[:, 0] == 2028][:, 1]
        expected = told.loc["2028", [f"lower_{level}", f"upper_{level}"]]
        assert [at_end.min(), at_end.max()] == pytest.approx(expected.tolist())
        assert band[band[:, 0] == 2025][:, 1] == pytest.approx(12.67e6)


def test_a_target_that_was_met_before_has_no_path_but_a_sentence():
    jobs = SERIES[(SERIES["indicator"] == "new_urban_jobs") & (SERIES["ref_area"] == "CN")]
    goal = ALL[(ALL["plan"] == "china-2026") & (ALL["indicator"] == "new_urban_jobs")]
    figure = charts.trajectory(jobs, goal)
    assert not path_lines(figure)
    assert "met the target already" in said(figure)
    share = trajectories.chance(jobs, goal)["chance"].iloc[0]
    assert f"{100 * share:.0f} % chance of reaching the target" in said(figure)


def test_a_target_of_an_area_without_figures_gets_no_chance():
    air = SERIES[(SERIES["indicator"] == "air_good_days_share") & (SERIES["ref_area"] == "CN")]
    text = said(charts.trajectory(air, DAFANG.set_index("target", drop=False).loc["T05"]))
    assert "Dafang, 2023: no chance can be given (no yearly figure on this definition)" in text


def test_the_required_path_goes_from_the_last_value_before_the_plan_to_the_target():
    forest = SERIES[(SERIES["indicator"] == "forest_coverage") & (SERIES["ref_area"] == "CN")]
    goal = ALL[(ALL["plan"] == "china-fyp14") & (ALL["indicator"] == "forest_coverage")]
    figure = charts.trajectory(forest, goal)
    (path,) = [
        a for a in figure.axes[0].lines if a.get_linewidth() == 1 and a.get_color() == canvas.INK
    ]
    assert (path.get_xdata()[0], path.get_ydata()[0]) == (2020, 23.04)
    assert (path.get_xdata()[-1], path.get_ydata()[-1]) == pytest.approx((2025, 24.1))


def test_the_fan_check_shows_the_share_of_values_inside():
    tested = trajectories.backtest(SERIES)
    figure = charts.fan_check(tested)
    assert_readable(figure)
    inside = (tested["obs_value"] >= tested["lower_80"]) & (
        tested["obs_value"] <= tested["upper_80"]
    )
    first = markers(figure, "o").iloc[0]
    assert first["x"] == pytest.approx(100 * inside.sum() / len(tested))
    assert_readable(charts.fan_check(tested, lang="zh"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_steps_show_each_target_beside_the_last_figure_before_it(lang):
    asked = rules.ambition(ALL[ALL["plan"].str.startswith("china-20")], SERIES)
    jobs = asked[asked["indicator"] == "new_urban_jobs"]
    figure = charts.steps(jobs, lang=lang)
    assert_readable(figure)
    factor = 1
    assert markers(figure, "o")["x"].tolist() == pytest.approx(
        (jobs["last_value"] / factor).tolist()
    )
    assert markers(figure, "D")["x"].tolist() == pytest.approx(
        (jobs["target_value"] / factor).tolist()
    )
    rates = asked[asked["indicator"] == "surveyed_urban_unemployment_rate"]
    filled = [
        a
        for a in charts.steps(rates).axes[0].lines
        if a.get_markerfacecolor() == canvas.TARGET and a.get_marker() == "D"
    ]
    assert len(filled[0].get_xdata()) == (rates["over_last"] > 0).sum()
    with pytest.raises(ValueError, match="one indicator"):
        charts.steps(asked)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_steps_of_many_areas_are_readable(lang):
    asked = rules.ambition(ALL[ALL["due"] == 2026], SERIES)
    assert_readable(charts.steps(asked[asked["indicator"] == "gdp_growth"], lang=lang))
