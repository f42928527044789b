"""Plans of one's own: drafts out of reports, what is read of them, what each figure judges."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

import plan_targets as plan
from plangaps import checking, drafting, explorer, observed, tables, template
from plangaps.__main__ import main
from plangaps.gaps import gap_table
from plangaps.own import plans
from plangaps.report import Frames

REPORTS = {
    "a.txt": "大方县2024年政府工作报告\n二、2024年工作安排\n森林覆盖率稳定在61%以上，新建码头6座，"
    "城镇新增就业2.1万人。推进3万亩高标准农田建设。城镇新增就业2.1万人。",
    "b.txt": "易县2024年政府工作报告\n二、2024年工作安排\n地区生产总值增长5%左右，"
    "森林覆盖率达到59%，力争森林覆盖率达到60%。",
}


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    """A folder for own figures and plans."""
    folder = tmp_path / "own"
    (folder / "plans").mkdir(parents=True)
    monkeypatch.setenv("PLANGAPS_OWN", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return folder


@pytest.fixture
def reports(tmp_path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def drafts(reports: Path, own: Path, *more: str) -> None:
    assert main(["read", str(reports), "-o", str(own / "plans"), *more]) == 0


@pytest.mark.parametrize("more", [[], ["--csv"]])
def test_reports_become_plans_without_an_edit(reports, own, more, capsys):
    held = len(plan.targets(None))
    drafts(reports, own, *more)
    assert "2 drafts; 3 rows ready, 3 to confirm, 1 without an indicator" in capsys.readouterr().out
    assert sorted(plan.plans()["plan"].iloc[-2:]) == ["dafang-2024", "yixian-2024"]
    mine = plan.targets("dafang-2024")
    assert mine["indicator"].tolist() == ["forest_coverage", "new_urban_jobs"]
    assert mine["value"].tolist() == [61, 21_000]
    assert mine["note"].eq("read by program").all() and mine["source"].eq("a").all()
    assert len(plan.targets(None)) == held + 3
    assert plan.check_wording(REPORTS["a.txt"], "dafang-2024")["stands"].all()
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "2 targets, 2 rows wait for a yes or no" in told
    table = gap_table(plan.targets("yixian-2024"), observed.read_series())
    assert table["verdict"].tolist() == ["undecided"]


def test_what_an_editor_confirms_is_read(reports, own):
    drafts(reports, own)
    path = own / "plans" / "yixian-2024.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = [cell.value.split()[0] for cell in sheet[1]]
    assert head[:2] == ["Confirmed", "Plan"]
    at = {name: head.index(name) + 1 for name in ("Confirmed", "Indicator", "Note", "Wording")}
    assert "another figure" in sheet.cell(3, at["Note"]).value
    assert {c.sqref.ranges.copy().pop().coord[0] for c in sheet.data_validations.dataValidation}
    sheet.cell(3, at["Confirmed"]).value = "是"
    sheet.cell(4, at["Confirmed"]).value = "no 否 (no)"
    book.save(path)
    assert plan.targets("yixian-2024")["value"].tolist() == [5, 59]


def test_a_draft_that_is_there_is_not_written_over(reports, own, capsys):
    drafts(reports, own)
    before = {f: f.read_bytes() for f in (own / "plans").iterdir()}
    assert main(["read", str(reports), "-o", str(own / "plans")]) == 1
    assert "skipped a.txt: output: found 'dafang-2024.xlsx' already" in capsys.readouterr().err
    assert {f: f.read_bytes() for f in (own / "plans").iterdir()} == before


def test_an_index_says_what_the_reports_do_not(reports, own, capsys):
    (reports / "a.txt").write_text("城镇新增就业1.2万人。", "utf-8")
    listed = pd.DataFrame({"file": ["a.txt", "b.txt"], "area": ["毕节市大方县", "130633"]})
    listed = listed.assign(report_year=["2031", ""], title=["大方县政府工作报告", ""])
    listed.to_csv(reports / "index.csv", index=False)
    drafts(reports, own)
    mine = plan.targets("dafang-2031")
    assert mine[["ref_area", "due", "source"]].to_numpy().tolist() == [
        ["520521", 2031, "大方县政府工作报告"]
    ]
    listed.assign(file="c.txt").to_csv(reports / "index.csv", index=False)
    assert main(["read", str(reports), "-o", str(own / "plans")]) == 1
    assert (
        "index.csv, row 2, column file: found 'c.txt'; allowed: a file" in capsys.readouterr().err
    )


def test_one_report_and_its_source(reports, own, tmp_path, capsys):
    out = tmp_path / "one.csv"
    told = ["read", str(reports / "a.txt"), "-o", str(out), "--source", "s262", "--plan", "x-1"]
    assert main(told) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert set(pd.read_csv(out)["source"]) == {"s262"}
    assert pd.read_csv(tmp_path / "plans.csv")["plan"].tolist() == ["x-1"]
    assert main(["check", str(out)]) == 0
    capsys.readouterr()
    (reports / "a.txt").write_text("城镇新增就业1.2万人。", "utf-8")
    assert main(["read", str(reports / "a.txt"), "-o", str(tmp_path / "two.csv")]) == 1
    assert "a.txt: found no area; allowed: one in the title" in capsys.readouterr().err


def test_areas_indicators_bases_and_sources_of_ones_own(own):
    folder = own / "plans"
    rows = {
        "areas": {"ref_area": "520599", "name_zh": "新区", "name_en": "New Area",
                  "level": "county", "parent": "520500"},
        "indicators": {"indicator": "own_libraries", "name_zh": "图书馆", "name_en": "Libraries",
                       "theme": "investment", "unit_measure": "units", "kind": "level",
                       "direction": "1", "definition": "Public libraries open at the year end."},
        "bases": {"basis": "own definition", "name_zh": "自定", "definition": "As we count.",
                  "part_of_total": "false"},
        "sources": {"source": "s901", "title": "Our yearbook", "issuer": "We", "kind": "official"},
        "plans": {"plan": "ours-2024", "ref_area": "520599", "name_zh": "新区计划",
                  "name_en": "Our plan", "set_in": "2024", "first": "2024", "last": "2024",
                  "source": "s901"},
    }  # fmt: skip
    for name, row in rows.items():
        frame = pd.DataFrame([row]).reindex(columns=tables.fields(tables.CODEBOOK[name]))
        frame.to_csv(folder / f"{name}.csv", index=False)
    target = {"plan": "ours-2024", "target": "T01", "indicator": "图书馆", "comparator": "以上",
              "value": "5", "unit": "个", "time_period": "2024", "set_in": "2024", "due": "2024",
              "wording": "图书馆5个以上", "source": "Our yearbook", "basis": "自定"}  # fmt: skip
    pd.DataFrame([target]).to_csv(folder / "ours.csv", index=False)
    (own / "figures.csv").write_text(
        "地区,指标,口径,时间,数值,单位\n新区,图书馆,自定,2024,6,个\n", "utf-8"
    )
    frames = Frames.read()
    row = frames.table.set_index("plan").loc["ours-2024"]
    assert (row["comparator"], row["verdict"], bool(row["obs_own"])) == ("at_least", "met", True)
    lines, wrong, _ = checking.told([], "en")
    assert not wrong
    assert "New Area, Libraries (own definition), 2024: judges ours-2024 T01 (met)." in lines
    seen = explorer.view(explorer.Choice(plan="ours-2024", target="T01"), frames)
    assert "met" in seen.said["verdict"]
    assert tables.lineage(["520599"])["higher_area"].tolist() == [
        "520599",
        "520500",
        "520000",
        "CN",
    ]


FAULTS = {
    "comparator": ("more", "found 'more'; allowed: one of at least, at most, a bare figure"),
    "unit": ("亩", "found '亩' for the indicator forest_coverage; allowed:"),
    "indicator": ("forests", "found 'forests'; allowed: a code that data/indicators.csv holds."),
    "value": ("140", "found 140 for the indicator forest_coverage; allowed: from 0 to 100"),
    "value_high": ("70", "found 70 for the comparator at_least"),
    "due": ("soon", "found 'soon'; allowed: a whole number from 1949"),
    "plan": ("nowhere", "found 'nowhere'; allowed: a code that data/plans.csv holds."),
    "target": ("T01", "found 'T01' twice in one plan"),
    "confirmed": ("maybe", "found 'maybe'; allowed: one of yes, no."),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_problem_of_a_draft_is_told_with_its_place(own, lang, tmp_path):
    row = {"confirmed": "yes", "plan": "dafang-2023", "target": "T01", "value": "60", "unit": "%",
           "indicator": "forest_coverage", "comparator": "at_least", "time_period": "2023",
           "set_in": "2023", "due": "2023", "wording": "森林覆盖率60%", "value_high": "",
           "source": "a"}  # fmt: skip
    rows = [row | {"target": f"T{n:02d}", c: v} for n, (c, (v, _)) in enumerate(FAULTS.items(), 2)]
    path = tmp_path / "draft.csv"
    pd.DataFrame([row, *rows]).to_csv(path, index=False)
    lines, wrong, _ = checking.told([str(path)], lang)
    assert wrong and len(lines) == 1 + len(FAULTS)
    for at, (column, (found, said)) in enumerate(FAULTS.items(), 3):
        place = {"en": f"row {at}, column {column}: ", "zh": f"第{at}行，“{column}”列："}[lang]
        (line,) = [line for line in lines if place in line]
        assert (said if lang == "en" else found) in line
    with pytest.raises(tables.TableError, match=r"8 more: python -m plangaps check lists them all"):
        plan.read_plan(path)


def test_a_plan_that_is_held_already_is_told(own, capsys):
    row = plan.plans().iloc[[0]].drop(columns="own")
    row.to_csv(own / "plans" / "plans.csv", index=False)
    assert main(["check"]) == 1
    assert "have the same key plan 'dafang-2023'" in capsys.readouterr().out


# Figures: what they are good for.


@pytest.mark.parametrize(
    ("change", "reason", "asked"),
    [
        ({}, "judges", ("dafang-2023 T04",)),
        ({"obs_status": "U"}, "unreliable", ("dafang-2023 T04",)),
        ({"time_period": "2022"}, "period", ("2023",)),
        ({"basis": "88 county seats"}, "basis", ("",)),
        ({"basis": "88 county seats", "time_period": "2022"}, "both", ("2023",)),
        ({"indicator": "gdp"}, "indicator", ("",)),
        ({"ref_area": "520522"}, "area", None),
    ],
)
def test_check_says_what_each_figure_judges(change, reason, asked):
    key = {"ref_area": "520521", "indicator": "forest_coverage", "basis": "",
           "time_period": "2023", "obs_status": "A"}  # fmt: skip
    figure = pd.DataFrame([key | change])
    row = checking.uses(figure, plan.targets(None), observed.read_series()).iloc[0]
    assert row["reason"] == reason
    assert asked is None or row["asked"] == asked
    if reason == "judges":
        held = checking.uses(figure, plan.targets(None), figure)
        assert held["reason"].tolist() == ["published"]


# A public plan more: nothing that reads or draws breaks.


def test_a_plan_added_as_contributing_says_breaks_no_loader(tmp_path, monkeypatch):
    data = tmp_path / "data"
    shutil.copytree(tables.DATA, data, ignore=shutil.ignore_patterns("own", "record"))
    held = plan.targets(None)
    row = plan.plans().iloc[[0]].drop(columns="own").assign(plan="made-up-2024")
    with (data / "plans.csv").open("a", encoding="utf-8") as file:
        file.write(row.to_csv(index=False, header=False))
    raw = pd.read_csv(data / "plans" / "dafang-2023.csv", dtype=str)
    raw.head(3).assign(plan="made-up-2024").to_csv(data / "plans" / "made-up-2024.csv", index=False)
    monkeypatch.setattr(tables, "DATA", data)
    assert len(plan.targets(None)) == len(held) + 3
    frames = Frames.read()
    assert len(frames.table) == len(held) + 3
    assert len(template.rows(frames.observations, "made-up-2024")) == 3
    found = plan.check_wording("，".join(plan.targets("made-up-2024")["wording"]), "made-up-2024")
    assert list(found["target"]) == ["T01", "T02", "T03"]


@pytest.mark.parametrize("code", ["china-2024", "guizhou-2013"])
def test_wordings_without_a_place_are_looked_for_in_the_text(code):
    words = plan.targets(code)["wording"]
    text = "\n".join(w.replace("…", "等若干句，")[:4] + "\n " + w.replace("…", "等若干句，")[4:]
                     for w in words)  # fmt: skip
    assert plan.check_wording(text, code)["stands"].all()
    assert not plan.check_wording(text.replace(words.iloc[0][:3], ""), code)["stands"].iloc[0]


def test_drafts_are_told_apart_from_figures(own, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("ref_area,indicator,time_period,obs_value,unit_measure\n", "utf-8")
    assert plans.load(path) is None
    assert drafting.COLUMNS[0] == "confirmed"
