"""The scorecard, read back: what each rule says of each target, and where they differ."""

import pandas as pd
import pytest
from figures import assert_readable, said, texts

import plan_targets as plan
from plangaps import charts, observed, rules

TARGETS = plan.targets(None)
PROGRESS = rules.progress(TARGETS, observed.read_series())
CHINA = TARGETS[TARGETS["ref_area"] == "CN"]
SHOWN = {
    "five-year": CHINA[CHINA["plan"].str.contains("fyp")],
    "yearly": CHINA[CHINA["due"].between(2019, 2024) & ~CHINA["plan"].str.contains("fyp")],
    "province": TARGETS[(TARGETS["ref_area"] == "520000") & TARGETS["due"].between(2021, 2024)],
    "county": TARGETS[TARGETS["plan"] == "dafang-2023"],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", list(SHOWN))
def test_is_readable(name, lang):
    assert_readable(charts.scorecard(PROGRESS, SHOWN[name], lang=lang))


def drawn(figure):
    """Markers drawn: row, column, shape and colour of each."""
    points = [
        (round(a.get_ydata()[0] + 0.16), int(a.get_xdata()[0]), a.get_marker(), a.get_color())
        for a in figure.axes[0].lines
        if len(a.get_xdata()) == 1
    ]
    return pd.DataFrame(points, columns=["row", "column", "marker", "colour"])


def test_each_status_has_its_symbol_and_its_word():
    targets = SHOWN["yearly"].reset_index(drop=True)
    figure = charts.scorecard(PROGRESS, targets)
    place = targets.reset_index(names="row")[["plan", "target", "row"]]
    spoken = PROGRESS[PROGRESS["status"] != rules.NOT_APPLICABLE].merge(place)
    names = list(rules.RULES)
    looks = [
        rules.RULES[r]["statuses"][s] for r, s in zip(spoken["rule"], spoken["status"], strict=True)
    ]
    expected = pd.DataFrame(
        {
            "row": spoken["row"],
            "column": spoken["rule"].map(names.index),
            "marker": [look["marker"] for look in looks],
            "colour": [look["colour"] for look in looks],
        }
    )
    found = drawn(figure).sort_values(["row", "column"]).reset_index(drop=True)
    expected = expected.sort_values(["row", "column"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    written = pd.Series([t.get_text() for t in texts(figure)]).value_counts()
    assert written["done"] == (spoken["status"] == "done").sum()


def test_disagreement_is_marked_as_often_as_the_rules_differ():
    targets = SHOWN["yearly"]
    figure = charts.scorecard(PROGRESS, targets)
    differ = rules.disagreement(PROGRESS).merge(targets[["plan", "target"]])
    count = len(differ[["plan", "target"]].drop_duplicates())
    assert count == 7
    assert [t.get_text() for t in texts(figure)].count("differ") == count
    speaking = PROGRESS.merge(targets[["plan", "target"]]).query("status != 'not_applicable'")
    spoken = (speaking.groupby(["plan", "target"]).size() >= 2).sum()
    assert spoken < len(targets)
    heading = f"two or more rules speak on {spoken}, and differ on {count} of these"
    assert heading in said(figure)


def test_a_rule_that_does_not_apply_says_why():
    figure = charts.scorecard(PROGRESS, SHOWN["county"])
    assert drawn(figure).empty
    assert "no figure from before the plan" in said(figure)
    assert "differ" not in [t.get_text() for t in texts(figure)]


def test_what_cannot_be_shown_is_named():
    with pytest.raises(ValueError, match="targets: found no rows"):
        charts.scorecard(PROGRESS, TARGETS.iloc[:0])
    with pytest.raises(
        ValueError, match="progress: found no row for the target T01 of china-fyp12"
    ):
        charts.scorecard(PROGRESS.iloc[:4], SHOWN["five-year"])
