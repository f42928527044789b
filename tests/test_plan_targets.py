"""What was promised: the front door, its units, its messages and its wording."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import plan_targets as plan
from plangaps import tables

FIELDS = [field["name"] for field in tables.schema("target")["fields"]]
GOOD = {
    "plan": "dafang-2023", "target": "T01", "indicator": "forest_coverage",
    "comparator": "at_least", "value": "60", "unit": "%", "time_period": "2023", "set_in": "2023",
    "due": "2023", "wording": "森林覆盖率60%以上", "source": "s262",
}  # fmt: skip


def line(**cells: str) -> str:
    return ",".join({**GOOD, **cells}.get(field, "") for field in FIELDS)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Makes the targets read one file of the lines given, as if it were published."""
    monkeypatch.setattr(plan, "_is_published", lambda _: True)

    def inner(*lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "plan.csv"
        path.write_bytes("\n".join([",".join(FIELDS), *lines]).encode(encoding))
        monkeypatch.setattr(plan, "_files", lambda kind: [path])
        return path

    return inner


def complaint(path: Path) -> str:
    with pytest.raises(tables.TableError) as caught:
        plan.targets(None)
    assert str(caught.value).startswith(str(path))
    return str(caught.value).removeprefix(str(path)).lstrip(":, ")


@pytest.mark.parametrize(
    ("theme", "rows"),
    [("environment", 5), ("employment", 4), ("rural_revitalisation", 13), ("investment", 8)],
)
def test_the_themes_are_frames_of_the_first_plan(theme, rows):
    frame = getattr(plan, theme)
    assert len(frame) == rows
    assert list(frame.columns) == plan.COLUMNS
    assert set(frame["theme"]) == {theme}
    assert set(frame["ref_area"]) == {"520521"}
    assert frame.index.tolist() == list(range(rows))


def test_the_themes_together_are_the_plan():
    parts = [plan.environment, plan.employment, plan.rural_revitalisation, plan.investment]
    together = pd.concat(parts).sort_values("target", ignore_index=True)
    pd.testing.assert_frame_equal(together, plan.targets())


def test_a_frame_handed_out_is_the_readers_own():
    first = plan.environment
    first["value"] = 0.0
    assert plan.environment["value"].gt(0).all()


def test_other_names_are_no_attributes():
    assert {"environment", "targets", "check_wording"} <= set(dir(plan))
    for name in ("economy", "weather"):
        with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
            getattr(plan, name)


def test_one_plan_or_all():
    assert set(plan.targets("china-2014")["plan"]) == {"china-2014"}
    assert set(plan.targets(None)["plan"]) <= set(plan.plans()["plan"])
    assert len(plan.milestones(None)) >= len(plan.milestones()) == 79


def test_one_target_by_its_number():
    air = plan.target("T05")
    assert (air["name_en"], air["printed"]) == ("Share of days with good air quality", "97%")
    assert plan.target("T02", "china-2022")["value"] == 5.5
    with pytest.raises(ValueError, match="target: found 'T99'; allowed in china-2022: T01 to T0"):
        plan.target("T99", "china-2022")


def test_yearly_targets_of_the_nation_are_all_but_the_five_year_plans():
    nation = plan.targets(None).query("ref_area == 'CN'")
    expected = nation[~nation["plan"].str.contains("fyp")].reset_index(drop=True)
    pd.testing.assert_frame_equal(plan.yearly(), expected)
    assert "dafang-2023" in set(plan.yearly("520521")["plan"])


@pytest.mark.parametrize("ask", [plan.targets, plan.milestones])
def test_an_unknown_plan_is_answered_with_near_names(ask):
    with pytest.raises(ValueError, match=r"plan: found 'dafang-2032'; allowed: None for all") as e:
        ask("dafang-2032")
    assert "such as dafang-2023" in str(e.value)


def test_targets_are_in_base_units_and_keep_what_was_printed(written):
    written(
        line(),
        line(target="T02", indicator="afforestation", value="9", unit="万亩"),
        line(
            target="T03", indicator="gdp_growth", comparator="between", value="5", value_high="5.5"
        ),
        line(target="T04", indicator="market_entities", value="6.6", unit="万家"),
    )
    frame = plan.targets()
    assert frame["printed"].tolist() == ["60%", "9万亩", "5-5.5%", "6.6万家"]
    assert frame["value"].tolist() == pytest.approx([60, 60, 5, 66_000])
    assert frame["value_high"].tolist()[2] == 5.5
    assert frame["unit_measure"].tolist() == ["percent", "km2", "percent", "units"]
    assert frame["name_zh"][0] == "森林覆盖率"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"due": ""}, "row 3, column due: found nothing; allowed: a whole number from 1949 to "
                       "2100."),
        ({"due": "soon"}, "row 3, column due: found 'soon'; allowed: a whole number"),
        ({"due": "2_023"}, "row 3, column due: found '2_023'; allowed: a whole number from 1949"),
        ({"due": "23"}, "row 3, column due: found '23'; allowed: a whole number from 1949"),
        ({"value": "sixty"}, "row 3, column value: found 'sixty'; allowed: a number."),
        ({"value": "140"}, "row 3, column value: found 140 for the indicator forest_coverage; "
                           "allowed: from 0 to 100 percent."),
        ({"value": "inf"}, "row 3, column value: found 'inf'; allowed: a number."),
        ({"unit": "亩"}, "row 3, column unit: found '亩' for the indicator forest_coverage; "),
        ({"plan": "dafang-2032"}, "row 3, column plan: found 'dafang-2032'; allowed: a code that"),
        ({"indicator": "forests"}, "row 3, column indicator: found 'forests'; allowed: a code"),
        ({"comparator": "more"}, "row 3, column comparator: found 'more'; allowed: one of at_"),
        ({"target": "1"}, "row 3, column target: found '1'; allowed: text like T01."),
        ({"hedge": "maybe"}, "row 3, column hedge: found 'maybe'; allowed: one of strive"),
        ({"start": "-1"}, "row 3, column start: found '-1'; allowed: a whole number of at least 0"),
        ({"target": "T01"}, "rows 2 and 3: found the same key plan 'dafang-2023', target 'T01'"),
        ({"comparator": "between"}, "row 3, column value_high: found nothing for the comparator "
                                    "between; allowed: a figure above value"),
        ({"comparator": "between", "value_high": "50"}, "row 3, column value_high: found 50 for "),
        ({"value_high": "70"}, "row 3, column value_high: found 70 for the comparator at_least"),
    ],
)  # fmt: skip
def test_a_fault_in_a_plan_is_named(written, cells, message):
    path = written(line(), line(**({"target": "T02"} | cells)))
    assert complaint(path).startswith(message)


def test_a_plan_in_gb18030(written):
    message = complaint(written(line(), encoding="gb18030"))
    assert message.endswith("as in a GBK or GB18030 file); allowed: a CSV file saved as UTF-8.")


def test_a_plan_without_rows_and_a_plan_that_is_not_there(written):
    path = written()
    assert complaint(path) == "the file holds a header and no row."
    path.unlink()
    assert complaint(path).startswith("found no file; allowed: a file that is there")


# The wording and its place.


def test_wording_is_compared_at_its_place(written, monkeypatch):
    text = "今年,森林覆盖率60%以上,造林9万亩。"
    written(
        line(start="3", end="12"),
        line(target="T02", indicator="afforestation", value="9", unit="万亩", wording="造林9万亩",
             start="12", end="17"),
        line(target="T03", indicator="gdp_growth", value="6", wording="增长6%"),
    )  # fmt: skip
    monkeypatch.setattr(plan, "milestones", lambda _: pd.DataFrame(columns=["plan", "milestone"]))
    found = plan.check_wording(text).set_index("target")
    assert text[3:13] == "森林覆盖率60%以上"
    assert found["found"].to_dict() == {"T01": text[3:12], "T02": text[12:17], "T03": ""}
    assert not found["stands"].any()
    written(line(start="3", end="13"))
    assert plan.check_wording(text)["stands"].tolist() == [True]


def test_nothing_stands_in_another_text():
    found = plan.check_wording("")
    assert len(found) == 109
    assert not found["stands"].any()
    assert set(found["found"]) == {""}


PLAN_TEXT = os.environ.get("PLANGAPS_PLAN_TEXT", "")


@pytest.mark.skipif(
    not PLAN_TEXT,
    reason="the text of the plan is not part of the project; PLANGAPS_PLAN_TEXT may name its file",
)
def test_every_wording_stands_in_the_text_of_the_plan():
    found = plan.check_wording(Path(PLAN_TEXT).read_text("utf-8"))
    assert len(found) == 109
    assert found.loc[~found["stands"], "target"].tolist() == []


# The front door stays cheap.


def test_importing_loads_nothing_heavy():
    heavy = [
        "matplotlib",
        "seaborn",
        "scipy",
        "pandera",
        "frictionless",
        "openpyxl",
        "docx",
        "dask",
    ]
    code = (
        "import sys, plan_targets, plangaps.observed, plangaps.gaps;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    root = str(Path(plan.__file__).parent)
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
