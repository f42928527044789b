"""What the next report says of promises, laid out for an editor and read back."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

import plan_targets
from plangaps import gaps, observed, own, proposal_sheet, proposals, words
from plangaps.__main__ import main
from plangaps.own import names

BEFORE = """大方县2023年政府工作报告
一、2022年工作回顾
过去一年，地区生产总值增长4%。
二、2023年重点工作
森林覆盖率稳定在60%以上，城镇登记失业率控制在5.5%以内，单位地区生产总值能耗下降3%。
新建灯塔3座，培训渔民500人次。
"""
AFTER = """大方县2024年政府工作报告
一、2023年工作回顾
过去一年，森林覆盖率达60.4%，预计城镇登记失业率3.9%，单位地区生产总值能耗下降3.2%。
渔民培训任务全面完成。
二、2024年重点工作
继续办好渔业。
"""


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return proposals.of_reports(BEFORE, 2023, "520521", AFTER, "大方县2024年政府工作报告")


def _confirmed(path, answers: dict[str, str], **typed: object):
    """The workbook with answers by the name of the promise, and what an editor typed."""
    book = openpyxl.load_workbook(path, rich_text=True)
    sheet = book.active
    at = {cell.value.split(" ")[0]: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for word, answer in answers.items():
            if word in str(sheet.cell(row, 2).value):
                sheet.cell(row, at["Confirmed"]).value = answer
                for heading, value in typed.items():
                    sheet.cell(row, at[heading]).value = value
    book.save(path)


def test_a_promise_stands_beside_the_words_that_say_what_came(rows):
    forest = rows[rows["name_zh"] == "森林覆盖率"].iloc[0]
    assert forest["promised_in"] == "森林覆盖率稳定在60%以上，城镇登记失业率控制在5.5%以内，" + (
        "单位地区生产总值能耗下降3%"
    )
    start, end = forest["outcome_at"]
    assert forest["outcome_in"][start:end] == "森林覆盖率达60.4%"
    assert (forest["match"], forest["verdict"], forest["obs_value"]) == ("same", "met", 60.4)
    assert forest["indicator"] == "forest_coverage" and forest["time_period"] == "2023"


def test_only_the_same_indicator_fills_a_figure_and_none_is_confirmed(rows):
    other = rows[rows["match"] != "same"]
    assert len(other) and other["obs_value"].isna().all() and (other["unit_measure"] == "").all()
    assert (rows["confirmed"] == "").all()


def test_an_estimate_stays_one_and_a_fall_has_the_sign_of_its_indicator(rows):
    status = rows.set_index("name_zh")["obs_status"]
    assert status["城镇登记失业率"] == "E" and status["森林覆盖率"] == ""
    energy = rows[rows["promised_in"].str.contains("能耗") & rows["name_zh"].str.contains("能耗")]
    assert energy["verdict"].tolist() == ["met"]
    same_sense = proposals.link(
        pd.DataFrame(
            {
                "indicator_zh": ["单位地区生产总值能耗"], "unit": "%", "wording": "", "change":
                "growth",
            }
        )
    )  # fmt: skip
    wanted = -3.2 * same_sense["sign"].iloc[0]
    assert energy["obs_value"].tolist() in ([wanted], [pytest.approx(wanted)])


def test_nothing_is_read_before_the_editor_confirms(rows, tmp_path):
    path = tmp_path / "pairs.xlsx"
    proposal_sheet.write(path, rows)
    untouched = own.load(path)
    assert untouched.figures.empty and untouched.problems.empty
    _confirmed(path, {"森林": "是", "灯塔": "no"})
    read = own.load(path)
    assert read.problems.empty
    assert read.figures["indicator"].tolist() == ["forest_coverage"]
    figure = read.figures.iloc[0]
    assert figure["source"] == "大方县2024年政府工作报告" and figure["quote"] == "森林覆盖率达60.4%"


def test_a_corrected_figure_is_the_one_that_counts(rows, tmp_path):
    path = tmp_path / "pairs.xlsx"
    proposal_sheet.write(path, rows)
    _confirmed(path, {"森林": "yes 是 (yes)"}, Value="59.9")
    assert own.load(path).figures["obs_value"].tolist() == [59.9]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_an_answer_that_is_none_is_a_problem_in_words(rows, tmp_path, lang):
    path = tmp_path / "pairs.xlsx"
    proposal_sheet.write(path, rows)
    _confirmed(path, {"森林": "perhaps"})
    read = own.load(path)
    assert read.figures.empty
    (told,) = own.sentences(read.problems, lang)
    assert "perhaps" in told and words.say("choice.confirmed.yes", lang) in told


def test_the_words_that_were_read_are_marked_in_the_sheet(rows, tmp_path):
    proposal_sheet.write(tmp_path / "pairs.xlsx", rows)
    sheet = openpyxl.load_workbook(tmp_path / "pairs.xlsx", rich_text=True).active
    cell = sheet.cell(2, 1 + proposals.COLUMNS.index("outcome_in")).value
    strong = [part.text for part in cell if hasattr(part, "font") and part.font.b]
    assert strong == ["森林覆盖率达60.4%"]
    assert [c.value for c in sheet[1]] == [names.heading(c) for c in proposals.COLUMNS]


def test_a_text_that_looks_like_a_formula_stays_a_text(rows, tmp_path):
    risky = rows.assign(source="=1+1")
    proposal_sheet.write(tmp_path / "pairs.xlsx", risky)
    sheet = openpyxl.load_workbook(tmp_path / "pairs.xlsx").active
    cell = sheet.cell(2, 1 + proposals.COLUMNS.index("source"))
    assert cell.data_type == "s" and cell.value == "=1+1"


def test_the_held_plan_gets_verdicts_once_confirmed(tmp_path):
    report, sheet = tmp_path / "report-2024.txt", tmp_path / "pairs.xlsx"
    report.write_text(AFTER, "utf-8")
    assert main(["pair", "--plan", "dafang-2023", str(report), "-o", str(sheet)]) == 0
    _confirmed(sheet, {"森林覆盖率": "yes", "登记失业率": "yes"})
    series = observed.read_series(sheet)
    published = observed.read_series()
    with_own = observed.add_own(published, own.read(sheet))
    assert series["own"].all()
    table = gaps.gap_table(plan_targets.targets("dafang-2023"), with_own).set_index("target")
    assert table.loc["T04", ["verdict", "obs_value"]].tolist() == ["met", 60.4]
    assert table.loc["T09", ["verdict", "obs_value"]].tolist() == ["met", 3.9]
    assert table["verdict"].isin(["met", "missed"]).sum() == 2


def test_every_held_target_keeps_its_number_and_words():
    rows = proposals.of_plan("dafang-2023", AFTER, "report")
    held = plan_targets.targets("dafang-2023")
    assert rows["target"].tolist() == held["target"].tolist()
    cut = [text[a:b] for text, (a, b) in zip(rows["promised_in"], rows["promised_at"], strict=True)]
    assert cut == held["wording"].tolist()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["one.txt", "-o", "x.xlsx"], "1 reports"),
        (["one.txt", "two.txt", "-o", "x.csv"], ".xlsx"),
        (["bare.txt", "two.txt", "-o", "x.xlsx"], "--year"),
        (["one.txt", "two.txt", "--area", "大房县", "-o", "x.xlsx"], "大方县"),
        (["two.txt", "--plan", "dafang-2032", "-o", "x.xlsx"], "dafang-2023"),
    ],
)
def test_a_wrong_call_is_one_sentence(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, text in {"one.txt": BEFORE, "two.txt": AFTER, "bare.txt": "渔业。"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert main(["pair", *arguments]) == 2
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1
    assert not list(tmp_path.glob("x.*"))


def test_a_sheet_that_is_there_is_never_written_over(rows, tmp_path):
    path = tmp_path / "pairs.xlsx"
    path.write_bytes(b"decisions")
    with pytest.raises(ValueError, match="already"):
        proposal_sheet.write(path, rows)
    assert path.read_bytes() == b"decisions"


def test_the_same_rows_give_the_same_bytes(rows):
    assert proposal_sheet.as_workbook(rows) == proposal_sheet.as_workbook(rows)
