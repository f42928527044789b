"""Figures read back from their artists: what is drawn is what the numbers say."""

import numpy as np
import pandas as pd
import pytest
from figures import ALL, AREAS, CHINA, DAFANG, SERIES, TABLE, of, said, texts
from matplotlib.colors import to_hex

import plan_targets as plan
from plangaps import charts, gaps, rules, trajectories, words
from plangaps.charts import canvas

NEAR = SERIES[SERIES["ref_area"].isin(AREAS)]
JOBS = of("new_urban_jobs", SERIES[SERIES["ref_area"] == "CN"])
STEPS = rules.ambition(ALL, SERIES)


def points(figure):
    """Every point drawn: place, marker, colour and whether it is filled."""
    return pd.DataFrame(
        [
            (x, y, a.get_marker(), to_hex(a.get_color()), a.get_markerfacecolor() != "white")
            for ax in figure.axes
            for a in ax.lines
            if a.get_marker() not in ("None", None, "")
            for x, y in zip(np.atleast_1d(a.get_xdata()), np.atleast_1d(a.get_ydata()), strict=True)
        ],
        columns=["x", "y", "marker", "colour", "filled"],
    )


def dashes(ax):
    """Targets drawn: first and last year, value."""
    (drawn,) = [c for c in ax.collections if to_hex(c.get_color()) == canvas.TARGET]
    return [(segment[0, 0], segment[1, 0], segment[0, 1]) for segment in drawn.get_segments()]


def stretches(figure):
    return [list(a.get_xdata()) for a in figure.axes[0].lines if a.get_linestyle() == "-"]


def judged(**columns):
    """Rows of a gap table with one judged target each: a ceiling of 5.5 % unemployment."""
    n = len(columns["obs_value"])
    key = {"ref_area": "CN", "indicator": "surveyed_urban_unemployment_rate"}
    key |= {"basis": "annual mean", "time_period": [str(2020 + i) for i in range(n)]}
    rows = pd.DataFrame({**key, "obs_status": "A", "source": "s157", "bound": ""} | columns)
    targets = of(key["indicator"], ALL).iloc[[0] * n].reset_index(drop=True)
    targets = targets.assign(**key, plan=[f"p{i}" for i in range(n)], value=5.5)
    comparator = columns.get("comparator", "at_most")
    targets = targets.assign(due=range(2020, 2020 + n), comparator=comparator)
    return gaps.gap_table(targets, rows)


# -- bars


def test_counts_are_as_wide_as_the_targets_are_many():
    table = TABLE[TABLE["verdict"] != "open"]
    ax = charts.verdict_counts(table).axes[0]
    themes = [label.get_text() for label in ax.get_yticklabels()]
    widths = pd.Series(0.0, themes)
    for bar in ax.patches:
        widths.iloc[round(bar.get_y() + bar.get_height() / 2)] += bar.get_width()
    count = table["theme"].map(words.said(table["theme"], "theme", "en")).value_counts()
    assert widths.to_dict() == count.to_dict()
    looks = [(p.get_hatch() or "", p.get_facecolor()[:3]) for p in ax.get_legend().get_patches()]
    grey = {(hatch, round(float(np.dot(c, [0.299, 0.587, 0.114])), 1)) for hatch, c in looks}
    assert len(grey) == len(looks)  # neighbours differ without colour


def test_bars_are_the_relative_gap_and_the_marker_is_the_verdict():
    table = of("surveyed_urban_unemployment_rate", CHINA).reset_index(drop=True)
    figure = charts.gap_bars(table)
    known = table[table["gap"].notna()]
    bars = {round(p.get_y() + p.get_height() / 2): p.get_width() for p in figure.axes[0].patches}
    expected = 100 * (known["value"] - known["obs_value"]) / known["value"]
    assert bars == pytest.approx(expected.to_dict())
    for verdict, marker in (("met", "o"), ("missed", "X")):
        drawn = points(figure)
        drawn = drawn[drawn["marker"] == marker]
        assert drawn["y"].tolist() == table.index[table["verdict"] == verdict].tolist()
        assert set(drawn["colour"]) == {canvas.VERDICT[verdict][1].lower()}


def test_a_target_without_a_verdict_names_reason_and_nearest_figure():
    figure = charts.gap_bars(gaps.gap_table(plan.environment, SERIES))
    assert "cannot be judged: only a higher area's figure is published" in said(figure)
    assert "Guizhou, 2023: 98.7 %" in said(figure)
    assert not figure.axes[0].patches


def test_a_bound_is_no_exact_gap_and_no_gap_has_no_sign():
    bounds = ["", "upper", "lower", "approx", ""]
    table = judged(obs_value=[5.2, 5.2, 5.9, 5.2, 5.5], bound=bounds)
    assert table["verdict"].tolist() == ["met", "met", "missed", "met", "met"]
    expected = ["+0.3 points", "+0.3 points or more", "−0.4 points or worse"]
    expected += ["about +0.3 points", "0 points"]
    assert [t.get_text() for t in texts(charts.gap_bars(table))][:5] == expected


def test_only_what_is_there_is_explained():
    tolerance = "may be missed by up to 5 % of it"
    assert tolerance in said(charts.gap_bars(judged(obs_value=[5.6], comparator="about")))
    one, two = (charts.gap_bars(judged(obs_value=values)) for values in ([5.4], [5.4, 5.6]))
    assert "Circle: met." in said(one) and tolerance not in said(one)
    assert "Circle: met, cross: missed." in said(two)
    table = judged(obs_value=[5.4, 5.51], bound=["", "approx"])
    assert table["verdict"].tolist() == ["met", "undecided"]
    assert "square: cannot be judged" in said(charts.outcome_ladder(table))


# -- ladder


@pytest.mark.parametrize("width", [4.7, canvas.WIDTH])
def test_each_target_is_a_dash_within_its_year_and_each_outcome_a_marker(width):
    table = of("new_urban_jobs", TABLE[TABLE["ref_area"].isin(AREAS[:2])])
    with canvas.sheet_width(width):
        figure = charts.outcome_ladder(table)
    titles = [ax.get_title(loc="left").replace("\n", " ") for ax in figure.axes]
    assert titles == ["China: New urban jobs (million persons)",
                      "Guizhou: New urban jobs (thousand persons)"]  # fmt: skip
    for ax, area in zip(figure.axes, AREAS[:2], strict=True):
        rows = table[table["ref_area"] == area]
        for (first, last, value), row in zip(dashes(ax), rows.itertuples(), strict=True):
            assert row.due - 0.5 < first < row.due < last < row.due + 0.5 and value == row.value
    met = table[table["verdict"] == "met"]
    drawn = points(figure).query("marker == 'o'")
    assert drawn["y"].tolist() == met["obs_value"].tolist()


def test_definitions_within_a_panel_are_named():
    roads = of("rural_roads_built", CHINA)
    assert "2 definitions (rebuilt; new and rebuilt)" in said(charts.outcome_ladder(roads))


# -- evidence, ranking, card, steps


def test_cells_tell_the_years_and_a_figure_for_several():
    text = said(charts.evidence_matrix(plan.environment, SERIES))
    assert "one figure for 2008–2021" in text and "12 years: 2006–2024" in text
    national = ALL[(ALL["plan"] == "china-fyp12") & (ALL["indicator"] != "forest_coverage")]
    text = said(charts.evidence_matrix(national, SERIES))
    assert "one figure for 2016–2020 | met" in text and "; 1 can be judged" in text


def test_the_ranking_marks_the_target_asked_about_and_hollows_what_is_not_exact():
    air, toilets = (DAFANG.set_index("target", drop=False).loc[t] for t in ("T05", "T16"))
    figure = charts.ambition(air, ALL[ALL["ref_area"] == "520000"], NEAR)
    labels = [t.get_text() for t in figure.axes[0].get_yticklabels()]
    this = points(figure).query("marker == 'D'").set_index("y")
    this = this.loc[[labels.index("Dafang, target 2023, county seat")]]
    assert this[["x", "colour"]].to_numpy().tolist() == [[97.0, canvas.TARGET]]
    figure = charts.ambition(toilets, ALL.iloc[:0], NEAR)
    held = of("rural_sanitary_toilet_coverage", NEAR).dropna(subset=["year"])
    circles = points(figure).query("marker == 'o'")
    unsure = held[held["bound"].ne("") | held["obs_status"].isin(["E", "P"])]
    assert sorted(circles.loc[~circles["filled"], "x"]) == sorted(unsure["obs_value"])
    estimate = of("forest_coverage", NEAR).query("ref_area == '520500' and year == 2016")
    assert estimate["obs_status"].tolist() == ["E"]
    forest = DAFANG.set_index("target", drop=False).loc["T04"]
    circle = points(charts.ambition(forest, ALL.iloc[:0], estimate)).query("marker == 'o'")
    assert circle["filled"].tolist() == [False]
    assert "more than 73 %" in said(figure) and "at least 82.11 %" in said(figure)


def test_the_card_draws_symbol_and_word_of_each_status_and_marks_disagreement():
    progress = rules.progress(ALL, SERIES)
    targets = ALL[(ALL["ref_area"] == "CN") & ALL["due"].between(2019, 2024)]
    numbers = charts.scorecard.numbers(progress, targets)
    figure = charts.scorecard.draw(numbers)
    spoken = numbers[numbers["status"] != rules.NOT_APPLICABLE]
    looks = [rules.RULES[r]["statuses"][s]
             for r, s in zip(spoken["rule"], spoken["status"], strict=True)]  # fmt: skip
    column = spoken["rule"].map(list(rules.RULES).index)
    expected = sorted(zip(spoken.index // len(rules.RULES), column,
                          [look["marker"] for look in looks],
                          [look["colour"] for look in looks], strict=True))  # fmt: skip
    drawn = points(figure).assign(y=lambda p: (p["y"] + 0.16).round(), x=lambda p: p["x"] // 1)
    assert sorted(drawn[["y", "x", "marker", "colour"]].itertuples(index=False)) == expected
    written = pd.Series([t.get_text() for t in texts(figure)]).value_counts()
    assert written["done"] == (spoken["status"] == "done").sum()
    each = numbers.drop_duplicates(["plan", "target"])
    assert written["differ"] == (each["agreement"] == "differ").sum() > 0
    silent = said(charts.scorecard(progress, DAFANG))
    assert "no figure from before the plan" in silent and "differ |" not in silent


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_steps_are_filled_where_the_target_asks_for_better(lang):
    rates = of("surveyed_urban_unemployment_rate", STEPS[STEPS["ref_area"] == "CN"]).dropna(
        subset="last_value"
    )
    drawn = points(charts.steps(rates, lang=lang))
    assert drawn.query("marker == 'o'")["x"].tolist() == rates["last_value"].tolist()
    targets = drawn.query("marker == 'D'").sort_values("y")
    assert targets["x"].tolist() == rates["target_value"].tolist()
    assert targets["filled"].tolist() == (rates["target_value"] < rates["last_value"]).tolist()


# -- lines


def test_points_are_the_observations_and_the_axis_is_in_a_readable_unit():
    figure = charts.series_with_target(JOBS, lang="zh")
    annual = JOBS[JOBS["year"].notna()].sort_values("year")
    drawn = points(figure).query("marker == 'o'").sort_values("x")
    assert drawn["y"].tolist() == annual["obs_value"].tolist()
    ax = figure.axes[0]
    assert ax.get_ylabel() == "万人"
    ticks = [(label.get_text(), label.get_position()[1]) for label in ax.get_yticklabels()]
    assert all(float(text.replace(",", "")) == pytest.approx(at / 1e4) for text, at in ticks)


def test_lines_are_joined_within_a_stretch_only_and_differ_by_shape_and_colour():
    figure = charts.series_with_target(JOBS)
    assert stretches(figure) == [list(range(2003, 2007)), list(range(2008, 2026))]
    marks = points(charts.series_with_target(of("air_good_days_share", NEAR))).query("filled")
    shapes = marks.groupby("colour")["marker"].agg(["nunique", "first"])
    assert (shapes["nunique"] == 1).all() and shapes["first"].is_unique and len(shapes) > 4


def test_values_that_are_not_exact_differ_and_only_what_is_drawn_is_explained():
    frame = JOBS.dropna(subset="year").head(4)
    frame = frame.assign(obs_status=["A", "E", "P", "A"], bound=["", "approx", "", "lower"])
    figure = charts.series_with_target(frame)
    hollow = points(figure).query("not filled").sort_values("x")
    assert hollow["marker"].tolist() == ["s", "D", "^"]
    assert all(mark in said(figure) for mark in ("□ estimated", "◇ provisional", "△ more than"))
    assert "○ about" not in said(figure)  # the estimate stands for it
    assert stretches(figure)[0] == frame["year"].tolist()[:3]


def test_a_break_is_named_with_area_and_year():
    figure = charts.series_with_target(of("forest_coverage", NEAR))
    assert "Break in the series before Guizhou 2012, Guizhou 2021." in said(figure)
    assert "Break" not in said(charts.series_with_target(JOBS))


def test_targets_of_an_area_are_dashes_in_their_years_and_one_label():
    goals = of("new_urban_jobs", ALL[ALL["ref_area"] == "CN"])
    figure = charts.series_with_target(JOBS, goals)
    drawn = dashes(figure.axes[0])
    assert sorted((round((a + b) / 2), y) for a, b, y in drawn) == sorted(
        zip(goals["due"], goals["value"], strict=True)
    )
    assert all(b - a < 1 for a, b, _ in drawn)  # none reaches into a year without that target
    years = "China, targets for 2005–2026; the last: at least 12 million persons"
    assert years in said(figure)
    forest = of("forest_coverage", ALL[ALL["ref_area"] == "520000"])
    assert forest["due"].tolist() == [2020, 2020]
    figure = charts.series_with_target(of("forest_coverage", NEAR), forest)
    assert "Guizhou, target for 2020: 60 %" in said(figure)


def test_the_fan_is_the_projection_and_begins_at_the_last_value():
    figure = charts.trajectory(JOBS)
    told = trajectories.project(JOBS, 2028).set_index("time_period")
    bands = [c.get_paths()[0].vertices for c in figure.axes[0].collections]
    for band, level in zip(bands, (95, 80), strict=True):
        at_end = band[band[:, 0] == 2028][:, 1]
        expected = told.loc["2028", [f"lower_{level}", f"upper_{level}"]]
        assert [at_end.min(), at_end.max()] == pytest.approx(expected.tolist())
        assert band[band[:, 0] == 2025][:, 1] == pytest.approx(12.67e6)
    assert "projection" in said(figure)


def test_the_required_path_is_drawn_in_ink_to_the_target():
    forest = of("forest_coverage", SERIES[SERIES["ref_area"] == "CN"])
    goal = of("forest_coverage", ALL[ALL["plan"] == "china-fyp14"])
    lines = charts.trajectory(forest, goal).axes[0].lines
    (path,) = [a for a in lines if a.get_linewidth() == 1 and a.get_color() == canvas.INK]
    ends = [(path.get_xdata()[i], path.get_ydata()[i]) for i in (0, -1)]
    assert ends == [(2020, 23.04), pytest.approx((2025, 24.1))]


def test_the_check_draws_the_share_inside_and_its_interval_beside_what_is_promised():
    numbers = charts.fan_check.numbers(trajectories.backtest(SERIES))
    figure = charts.fan_check.draw(numbers)
    for ax, level in zip(figure.axes, (80, 95), strict=True):
        (dots,) = [a for a in ax.lines if a.get_marker() == "o"]
        share = 100 * numbers[f"held_{level}"] / numbers["n"]
        assert dots.get_xdata().tolist() == share.tolist()
        spans = [segment[:, 0].tolist() for segment in ax.collections[0].get_segments()]
        expected = 100 * numbers[[f"low_{level}", f"high_{level}"]].to_numpy()
        np.testing.assert_allclose(spans, expected)
        assert [a.get_xdata()[0] for a in ax.lines if a.get_linestyle() == "--"] == [level]
