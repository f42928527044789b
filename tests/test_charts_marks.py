"""What the marks, names and notes of figures say, where a figure could say more than is known."""

import re
from functools import cache
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from figures import assert_readable, said, texts
from matplotlib.colors import to_hex

import plan_targets as plan
from plangaps import charts, gaps, observed
from plangaps.charts import canvas, words

LANGUAGES = ["en", "zh"]
DAFANG, ALL = plan.targets(), plan.targets(None)
SERIES = observed.read_series()
TABLE = gaps.gap_table(ALL, SERIES)
NATION = TABLE[(TABLE["ref_area"] == "CN") & (TABLE["theme"] == "employment")]
AREAS = ["CN", "520000", "520500", "520521"]
NEAR = SERIES[SERIES["ref_area"].isin(AREAS)]
AIR, TOILETS = (DAFANG.set_index("target", drop=False).loc[t] for t in ("T05", "T16"))
FORMS = {
    "gap_bars": lambda lang: charts.gap_bars(TABLE[TABLE["plan"] == "china-fyp13"], lang=lang),
    "series": lambda lang: charts.series_with_target(of("air_good_days_share"), AIR, lang=lang),
    "evidence": lambda lang: charts.evidence_matrix(plan.environment, SERIES, lang=lang),
    "ladder": lambda lang: charts.outcome_ladder(NATION, lang=lang),
    "ambition": lambda lang: charts.ambition(AIR, ALL, NEAR, lang=lang),
    "counts": lambda lang: charts.verdict_counts(TABLE, lang=lang),
}


@cache
def drawn(form, lang):
    return FORMS[form](lang)


def of(indicator, frame=NEAR):
    return frame[frame["indicator"] == indicator]


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


def judged_rows(**columns):
    """Rows of a gap table with one judged target each, of the columns given."""
    n = len(columns["obs_value"])
    observations = pd.DataFrame(
        {
            "ref_area": "CN",
            "indicator": "surveyed_urban_unemployment_rate",
            "basis": "annual mean",
            "time_period": [str(2020 + i) for i in range(n)],
            "obs_status": "A",
            "source": "s157",
            "bound": columns.get("bound", [""] * n),
            "obs_value": columns["obs_value"],
        }
    )
    targets = ALL[ALL["indicator"].eq("surveyed_urban_unemployment_rate")].iloc[[0] * n]
    years = range(2020, 2020 + n)
    targets = targets.assign(
        plan=[f"p{y}" for y in years],
        due=list(years),
        time_period=[str(y) for y in years],
        basis="annual mean",
        ref_area="CN",
        comparator=columns.get("comparator", "at_most"),
        value=5.5,
    )
    return gaps.gap_table(targets, observations)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_readable_and_names_its_sources(form, lang):
    figure = drawn(form, lang)
    assert_readable(figure)
    assert figure.get_figwidth() == canvas.WIDTH
    assert ("Sources: " if lang == "en" else "来源：") in said(figure)


@pytest.mark.parametrize("form", FORMS)
def test_another_language_is_refused_by_name(form):
    with pytest.raises(ValueError, match=r"lang: found 'de'; allowed: 'en' or 'zh'\."):
        FORMS[form]("de")


@pytest.mark.parametrize("form", ["series", "counts"])
def test_figures_are_the_same_byte_for_byte(form):
    one, other = BytesIO(), BytesIO()
    for file, figure in ((one, drawn(form, "zh")), (other, FORMS[form]("zh"))):
        figure.savefig(file, format="png", metadata={"Software": None})
    assert one.getvalue() == other.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "indicator",
    [
        "air_good_days_share",
        "forest_coverage",
        "registered_urban_unemployment_rate",
        "surveyed_urban_unemployment_rate",
        "rural_disposable_income",
        "new_urban_jobs",
    ],
)
def test_series_with_the_targets_of_all_their_areas_are_readable(indicator, lang):
    goals = of(indicator, ALL[ALL["ref_area"].isin(AREAS)])
    assert_readable(
        charts.series_with_target(of(indicator), goals if len(goals) else None, lang=lang)
    )


@pytest.mark.parametrize("form", FORMS)
def test_chinese_figures_use_chinese_marks(form):
    text = said(drawn(form, "zh")).split("来源")[0]  # sources keep the marks of their names
    assert re.search(r"[\u4e00-\u9fff][,:;?]", text) is None


def test_a_bound_is_no_exact_gap():
    table = judged_rows(obs_value=[5.2, 5.2, 5.9, 5.2], bound=["", "upper", "lower", "approx"])
    assert table["verdict"].tolist() == ["met", "met", "missed", "met"]
    said_of_each = ["+0.3 points", "+0.3 points or more", "−0.4 points or worse"]
    figure = charts.gap_bars(table)
    assert [t.get_text() for t in texts(figure)][:4] == [*said_of_each, "about +0.3 points"]


def test_no_gap_has_no_sign():
    figure = charts.gap_bars(judged_rows(obs_value=[5.5]))
    assert "0 points" in [t.get_text() for t in texts(figure)]
    assert "+0 %" not in said(figure)


def test_the_tolerance_of_about_targets_is_printed_where_there_are_any():
    note = "may be missed by up to 5 % of it"
    assert note in said(charts.gap_bars(judged_rows(obs_value=[5.6], comparator="about")))
    assert note not in said(charts.gap_bars(judged_rows(obs_value=[5.6])))


def test_markers_are_explained_for_the_verdicts_there_are():
    assert "Circle: met." in said(charts.gap_bars(judged_rows(obs_value=[5.4])))
    assert "Circle: met, cross: missed." in said(charts.gap_bars(judged_rows(obs_value=[5.4, 5.6])))
    table = judged_rows(obs_value=[5.4, 5.51], bound=["", "approx"])
    assert table["verdict"].tolist() == ["met", "undecided"]
    assert "square: cannot be judged" in said(charts.outcome_ladder(table))


def test_bars_of_several_areas_name_the_area():
    growth = TABLE[(TABLE["indicator"] == "gdp_growth") & TABLE["verdict"].eq("met")]
    assert len(growth["ref_area"].unique()) > 1
    labels = [t.get_text() for t in charts.gap_bars(growth).axes[0].get_yticklabels()]
    names = words.area_names(growth["ref_area"], "en")
    assert all(name in label for name, label in zip(names, labels, strict=True))


def test_areas_have_panels_of_their_own_on_the_ladder():
    jobs = TABLE[(TABLE["indicator"] == "new_urban_jobs") & TABLE["ref_area"].isin(AREAS[:2])]
    figure = charts.outcome_ladder(jobs)
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == [
        "China: New urban jobs (million persons)",
        "Guizhou: New urban jobs (thousand persons)",
    ]
    for ax, area in zip(figure.axes, ["CN", "520000"], strict=True):
        middle = [segment[:, 0].mean() for segment in ax.collections[0].get_segments()]
        assert middle == pytest.approx(jobs.loc[jobs["ref_area"] == area, "due"].tolist())


def test_definitions_within_a_panel_are_named():
    roads = TABLE[(TABLE["indicator"] == "rural_roads_built") & (TABLE["ref_area"] == "CN")]
    assert "2 definitions (rebuilt; new and rebuilt)" in said(charts.outcome_ladder(roads))


def test_the_ranking_says_what_a_bound_is_and_draws_it_hollow():
    figure = charts.ambition(TOILETS, ALL.iloc[:0], NEAR)
    outcomes = of("rural_sanitary_toilet_coverage").dropna(subset=["year"])
    bounds = outcomes[outcomes["bound"] != ""]
    circles = points(figure).query("marker == 'o'")
    assert sorted(circles.loc[~circles["filled"], "x"]) == sorted(bounds["obs_value"])
    for value, bound in zip(bounds["obs_value"], bounds["bound"], strict=True):
        assert words.observed(value, "percent", bound, "en") in said(figure)
    assert "at least 82.11 %" in said(figure)


def test_an_estimate_is_hollow_in_the_ranking():
    forest = of("forest_coverage").query("ref_area == '520500' and year == 2016")
    assert forest["obs_status"].tolist() == ["E"]
    target = DAFANG.set_index("target", drop=False).loc["T04"]
    circles = points(charts.ambition(target, ALL.iloc[:0], forest)).query("marker == 'o'")
    assert circles["filled"].tolist() == [False]


def test_lines_differ_by_shape_as_well_as_by_colour():
    marks = points(charts.series_with_target(of("air_good_days_share")))
    exact = marks[marks["filled"]]
    shapes = exact.groupby("colour")["marker"].agg(["nunique", "first"])
    assert (shapes["nunique"] == 1).all()
    assert shapes["first"].is_unique
    assert len(canvas.SHAPES) == len(canvas.SERIES)


def test_estimated_and_provisional_values_differ_and_only_what_is_drawn_is_explained():
    frame = of("new_urban_jobs").query("ref_area == 'CN'").head(4)
    frame = frame.assign(obs_status=["A", "E", "P", "A"], bound=["", "approx", "", "lower"])
    figure = charts.series_with_target(frame)
    hollow = points(figure).query("not filled").sort_values("x")
    assert hollow["marker"].tolist() == ["s", "D", "^"]
    assert all(mark in said(figure) for mark in ("□ estimated", "◇ provisional", "△ more than"))
    assert "○ about" not in said(figure)  # the estimate stands for it


def test_a_break_is_named_with_area_and_year():
    figure = charts.series_with_target(of("forest_coverage"))
    assert "Break in the series before Guizhou 2012, Guizhou 2021." in said(figure)
    assert "Break" not in said(charts.series_with_target(of("new_urban_jobs")))


def test_targets_of_one_year_and_figure_are_one_label():
    goals = of("forest_coverage", ALL[ALL["ref_area"] == "520000"])
    assert goals["due"].tolist() == [2020, 2020]
    figure = charts.series_with_target(of("forest_coverage"), goals)
    assert "Guizhou, target for 2020: 60 %" in said(figure)


def test_the_label_of_several_targets_says_what_the_last_one_is():
    goals = of("new_urban_jobs", ALL[ALL["ref_area"] == "CN"])
    text = said(charts.series_with_target(of("new_urban_jobs"), goals))
    assert "China, targets for 2005–2026; the last: at least 12 million persons" in text


def test_a_total_of_several_years_is_evidence_too():
    figure = charts.evidence_matrix(plan.environment, SERIES)
    assert "one figure for 2008–2021" in said(figure)
    national = ALL[(ALL["plan"] == "china-fyp12") & (ALL["indicator"] != "forest_coverage")]
    text = said(charts.evidence_matrix(national, SERIES))
    assert "one figure for 2016–2020 | met" in text
    assert "the verdict they allow" in text


def test_neighbouring_counts_differ_without_colour():
    table = TABLE[TABLE["verdict"] != "open"]
    figure = charts.verdict_counts(table)
    legend = figure.axes[0].get_legend()
    looks = [(p.get_hatch() or "", p.get_facecolor()[:3]) for p in legend.get_patches()]
    grey = [(hatch, round(float(np.dot(c, [0.299, 0.587, 0.114])), 1)) for hatch, c in looks]
    assert len(set(grey)) == len(grey)


def test_a_unit_stays_with_its_number_and_a_line_begins_with_no_closing_mark():
    assert canvas.wrap("at least 80 %", 9 * 0.58 * 8 / 72, 8).split("\n")[-1] != "%"
    lines = canvas.wrap("无法判断：只有较早年份的数据；最接近的数据：2006年", 0.9, 8).split("\n")
    assert all(line[0] not in "：；，。" for line in lines)
    lines = canvas.wrap("中国：地级及以上城市(扣除沙尘)", 11.5 * 8 / 72, 8).split("\n")
    assert lines == ["中国：地级及以上城市", "(扣除沙尘)"]  # and ends with no opening one
