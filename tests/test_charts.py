"""Every form in both languages: readable, in a style of its own, told from its numbers alone."""

import re
from functools import cache
from io import BytesIO

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from figures import ALL, AREAS, CHINA, DAFANG, SERIES, TABLE, assert_readable, of, said
from matplotlib.colors import to_rgb

import plan_targets as plan
from plangaps import charts, gaps, record, rules, trajectories, words
from plangaps.charts import canvas

YEARLY = ~CHINA["plan"].str.contains("fyp")
NEAR = SERIES[SERIES["ref_area"].isin(AREAS)]
STEPS = rules.ambition(ALL, SERIES)
PROGRESS = rules.progress(ALL, SERIES)
GUIZHOU = record.grouped(record.pairs("520000"))
STATE = ALL[ALL["ref_area"] == "CN"]


def row(target):
    return DAFANG.set_index("target", drop=False).loc[target]


def lines(indicator, goals=None, areas=AREAS):
    return of(indicator, SERIES[SERIES["ref_area"].isin(areas)]), goals


# What each form is drawn from: its name and, one a case, its frames.
CASES = {
    "counts": ("verdict_counts", (TABLE,)),
    "counts-due": ("verdict_counts", (TABLE[TABLE["plan"] == plan.FIRST_PLAN],)),
    "gaps": ("gap_bars", (CHINA[~YEARLY],)),
    "gaps-none": ("gap_bars", (TABLE[TABLE["plan"] == plan.FIRST_PLAN],)),
    "gaps-areas": ("gap_bars", (of("gdp_growth", TABLE[TABLE["verdict"] == "met"]),)),
    "evidence": ("evidence_matrix", (plan.environment, SERIES)),
    "evidence-rural": ("evidence_matrix", (plan.rural_revitalisation, SERIES)),
    "evidence-state": ("evidence_matrix", (STATE[STATE["plan"] == "china-fyp12"], SERIES)),
    "ladder": ("outcome_ladder", (CHINA[YEARLY],)),
    "ladder-areas": (
        "outcome_ladder",
        (of("new_urban_jobs", TABLE[TABLE["ref_area"].isin(AREAS[:2])]),),
    ),
    "ranking": ("ambition", (row("T05"), ALL[ALL["ref_area"].isin(AREAS)], NEAR)),
    "ranking-bounds": ("ambition", (row("T16"), ALL.iloc[:0], NEAR)),
    "card": ("scorecard", (PROGRESS, STATE[STATE["plan"].str.contains("fyp")])),
    "card-county": ("scorecard", (PROGRESS, DAFANG)),
    "card-yearly": ("scorecard", (PROGRESS, STATE[STATE["due"].between(2019, 2024)])),
    "steps": ("steps", (of("surveyed_urban_unemployment_rate", STEPS[STEPS["ref_area"] == "CN"]),)),
    "steps-areas": ("steps", (of("gdp_growth", STEPS[STEPS["due"] == 2026]),)),
    "series": ("series_with_target", lines("air_good_days_share", row("T05"))),
    "series-all": ("series_with_target", (of("air_good_days_share"),)),
    "series-targets": ("series_with_target", lines("new_urban_jobs", of("new_urban_jobs", STATE))),
    "series-bounds": ("series_with_target", lines("rural_sanitary_toilet_coverage", row("T16"))),
    "fan": ("trajectory", lines("forest_coverage", row("T04"))),
    "fan-ahead": (
        "trajectory",
        lines("new_urban_jobs", of("new_urban_jobs", ALL[ALL["plan"] == "china-2026"])),
    ),
    "fan-alone": ("trajectory", lines("rural_disposable_income")),
    "check": ("fan_check", (trajectories.backtest(SERIES),)),
    "record": ("record_rates", (GUIZHOU, "theme", record.share_right())),
    "record-years": ("record_rates", (GUIZHOU, "year", record.share_right())),
    "passed": ("passed_by", (record.passed_by(GUIZHOU), record.share_right())),
}
EACH = {form: case for case, (form, _) in reversed(CASES.items())}  # the first case of each form
both_languages = pytest.mark.parametrize("lang", words.LANGUAGES)


@cache
def numbers(case):
    form, frames = CASES[case]
    return charts.FORMS[form].numbers(*frames)


@cache
def drawn(case, lang):
    return charts.FORMS[CASES[case][0]].draw(numbers(case), lang)


def test_every_form_has_a_case_and_is_named_in_the_package():
    assert set(EACH) == set(charts.FORMS) <= set(charts.__all__)
    assert all(getattr(charts, name) is form for name, form in charts.FORMS.items())


@both_languages
@pytest.mark.parametrize("case", CASES)
def test_figures_are_readable_and_say_what_is_told(case, lang):
    figure, told = drawn(case, lang), charts.FORMS[CASES[case][0]].tell(numbers(case), lang)
    assert_readable(figure)
    assert figure.get_figwidth() == canvas.WIDTH
    shown = said(figure).replace(" ", "")
    assert all(text.replace(" ", "") in shown for text in [told.title, *told.notes, told.sources])
    assert told.alt.endswith(told.caption) and told.title in told.alt
    assert ("Sources: " if lang == "en" else "来源：") in told.sources or case == "check"


@both_languages
@pytest.mark.parametrize("case", ["counts", "evidence", "ladder", "fan", "check"])
def test_figures_are_readable_in_a_column(case, lang):
    with canvas.sheet_width(4.7):
        figure = charts.FORMS[CASES[case][0]].draw(numbers(case), lang)
    assert_readable(figure)
    assert figure.get_figwidth() == 4.7


@pytest.mark.parametrize("case", CASES)
def test_no_word_of_one_language_is_told_in_the_other(case):
    told = charts.FORMS[CASES[case][0]].tell(numbers(case), "zh")
    text = "".join([told.kind, told.title, told.caption, *told.notes])
    text = re.sub(r"规则：.*?。", "", text)  # sources of the rules keep their names
    text = re.sub("Wilson|GDP|5G", "", text)
    assert not re.findall(r"[A-Za-z]{3,}", text)
    assert re.search(r"[\u4e00-\u9fff][,:;?]", text) is None
    told = charts.FORMS[CASES[case][0]].tell(numbers(case), "en")
    notes = [note for note in told.notes if not note.startswith("Rules")]
    assert not re.search(r"[\u4e00-\u9fff，。；：]", "".join([told.title, told.caption, *notes]))


@pytest.mark.parametrize("case", EACH.values())
def test_numbers_are_values_and_codes_that_a_csv_keeps(case):
    frame = numbers(case)
    assert frame.index.equals(frame.reset_index().index) and len(frame)
    assert not frame.map(lambda cell: isinstance(cell, (list, dict, set, tuple))).any(axis=None)


@pytest.mark.parametrize("case", EACH.values())
def test_another_language_is_refused_by_name(case):
    with pytest.raises(ValueError, match=r"lang: found 'de'; allowed: 'en' or 'zh'\."):
        charts.FORMS[CASES[case][0]].draw(numbers(case), "de")


def test_a_call_draws_the_numbers_under_the_title_it_is_given():
    form, frames = CASES["gaps"]
    figure = charts.FORMS[form](*frames, lang="zh", title="另一标题")
    assert figure.texts[0].get_text() == "另一标题"
    assert said(figure).split(" | ")[:-2] == said(drawn("gaps", "zh")).split(" | ")[:-2]


def png(figure):
    data = BytesIO()
    with canvas.house_style():
        figure.savefig(data, format="png", metadata={"Software": None})
    return data.getvalue()


@pytest.mark.parametrize("case", ["fan", "counts", "evidence"])
def test_a_users_own_style_changes_nothing_and_is_not_changed(case):
    own = {"savefig.bbox": "tight", "font.size": 20, "axes.facecolor": "red", "text.usetex": False,
           "lines.marker": "o", "hatch.linewidth": 5, "axes.grid": False}  # fmt: skip
    with mpl.rc_context(own):
        before = dict(mpl.rcParams)
        figure = charts.FORMS[CASES[case][0]].draw(numbers(case), "zh")
        assert png(figure) == png(drawn(case, "zh"))
        assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def contrast(colour):
    """Contrast with white as WCAG 2.1 defines it, channel by channel."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05)


def test_letters_on_white_are_legible_and_no_line_has_the_colour_of_a_verdict():
    for case in ("series-all", "fan", "gaps", "card"):
        shown = [t for t in drawn(case, "en").findobj(mpl.text.Text) if t.get_text().strip()]
        assert min(contrast(text.get_color()) for text in shown) >= 4.5
    assert not set(canvas.SERIES) & {colour for _, colour, _ in canvas.VERDICT.values()}
    assert len(set(canvas.SERIES)) == len(set(canvas.SHAPES)) == len(canvas.SERIES)


def test_verdicts_differ_by_marker_and_not_by_colour_alone():
    assert len({marker for marker, _, _ in canvas.VERDICT.values()}) == len(gaps.VERDICTS)
    assert list(canvas.VERDICT) == list(gaps.VERDICTS)


@pytest.mark.parametrize(
    ("draw", "name"),
    [
        (lambda: charts.gap_bars(TABLE.iloc[:0]), "table: found no rows"),
        (lambda: charts.outcome_ladder(TABLE.iloc[:0]), "table: found no rows"),
        (lambda: charts.verdict_counts(TABLE.iloc[:0]), "table: found no rows"),
        (lambda: charts.evidence_matrix(ALL.iloc[:0], SERIES), "targets: found no rows"),
        (lambda: charts.scorecard(PROGRESS, ALL.iloc[:0]), "targets: found no rows"),
        (
            lambda: charts.scorecard(PROGRESS.iloc[:4], STATE),
            "progress: found no row for the target T02",
        ),
        (lambda: charts.fan_check(trajectories.backtest(SERIES).iloc[:0]), "backtest: found no"),
        (lambda: charts.series_with_target(SERIES.iloc[:0]), "observations: found no annual value"),
        (lambda: charts.series_with_target(SERIES), "annual values of one indicator"),
        (lambda: charts.trajectory(of("new_urban_jobs"), row("T04")), "found .* forest_coverage"),
        (lambda: charts.ambition(DAFANG.iloc[5], ALL.iloc[:0], SERIES), "peers, observations: "),
        (lambda: charts.steps(STEPS), "targets of one indicator"),
        (lambda: charts.steps(STEPS.iloc[:0]), "ambition: found no rows"),
    ],
)
def test_what_cannot_be_drawn_is_named(draw, name):
    with pytest.raises(ValueError, match=name):
        draw()


def test_a_unit_stays_with_its_number_and_a_line_begins_with_no_closing_mark():
    assert canvas.wrap("at least 80 %", 9 * 0.58 * 8 / 72, 8).split("\n")[-1] != "%"
    lines = canvas.wrap("无法判断：只有较早年份的数据；最接近的数据：2006年", 0.9, 8).split("\n")
    assert all(line[0] not in "：；，。" for line in lines) and len(lines) > 3
    lines = canvas.wrap("中国：地级及以上城市(扣除沙尘)", 11.5 * 8 / 72, 8).split("\n")
    assert lines == ["中国：地级及以上城市", "(扣除沙尘)"]  # and ends with no opening one


def test_names_are_moved_as_little_as_keeps_them_apart():
    wanted = [3.0, 1.0, 1.1, 1.2, 9.9]
    moved = canvas.apart(wanted, 1.0, 0.0, 10.0)
    assert np.diff(np.sort(moved)).min() >= 1 - 1e-9 and moved.max() <= 10
    assert np.argsort(moved, kind="stable").tolist() == np.argsort(wanted, kind="stable").tolist()
    assert moved.tolist() == pytest.approx([3.0, 0.1, 1.1, 2.1, 9.9], abs=0.13)
