"""The explorer without a browser: every control, uploads good and bad, both languages."""

import ast
import base64
import io
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.display import Markdown
from nbformat.v4 import new_notebook
from tornado.web import HTTPError

import plan_targets
from plangaps import explorer, own, tables
from plangaps.explorer import kernels, page, views
from plangaps.report import Frames

HEAD = "ref_area,indicator,time_period,obs_value,unit_measure,source\n"
GOOD = HEAD + "".join(
    f"520521,forest_coverage,{y},{v},%,Yearbook\n" for y, v in [(2022, 60.1), (2023, 60.5)]
)


@pytest.fixture(scope="module")
def frames():
    return Frames.read()


@pytest.fixture(scope="module")
def opened():
    """The explorer as it opens, to look at."""
    return explorer.Explorer()


@pytest.fixture
def widget():
    """One of its own for a test that chooses or uploads."""
    return explorer.Explorer()


def upload(widget, content, name="mine.csv"):
    content = content.encode() if isinstance(content, str) else content
    file = {"name": name, "type": "", "size": len(content), "content": memoryview(content)}
    widget.upload.value = (file | {"last_modified": pd.Timestamp("2024-01-01", tz="UTC")},)


def choose(widget, target):
    held = plan_targets.targets(None)
    (theme,) = held.loc[(held["plan"] == widget.plan.value) & (held["target"] == target), "theme"]
    widget.theme.value, widget.target.value = theme, target


CHANGES = [
    ("rule", "pace"),
    ("areas", ("520000",)),
    ("form", "series"),
    ("form", "gap"),
    ("target", "T05"),
    ("theme", "employment"),
    ("plan", "china-2020"),
    ("lang", "zh"),
]


def test_each_control_changes_what_is_shown(widget):
    for control, value in CHANGES:
        picture, said = widget.picture.value, widget.said.value
        getattr(widget, control).value = value
        assert widget.picture.value != picture, control
        assert (widget.said.value != said) or control in ("areas", "form"), control
    assert widget.plan.description == "计划"
    assert "结论" in widget.said.value
    assert dict((v, k) for k, v in widget.form.options)["gap"] == "差距"


def test_a_change_moves_no_other_control(widget):
    choose(widget, "T05")
    moved = []
    for name in ["plan", "theme", "target", "form", "rule", "lang"]:
        getattr(widget, name).observe(lambda change: moved.append(change["new"]), "index")
    widget.form.value = "gap"
    assert moved == [list(dict(widget.form.options).values()).index("gap")]


def test_what_is_said_is_what_the_tables_hold(frames):
    seen = explorer.view(explorer.Choice(target="T04"), frames)
    assert seen.said["verdict"].startswith("cannot be judged: ")
    assert seen.said["gap"] == "none can be given"
    assert set(seen.numbers["ref_area"]) <= {"520521", "520500", "520000", "CN"}
    assert set(seen.numbers["indicator"]) == {"forest_coverage"}
    assert seen.figure.texts[0].get_text() in seen.alt
    assert seen.said["rule"] in seen.alt
    assert "more than 60 % in 2022" in seen.alt


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"plan": "dafang-2024"}, r"^plan: found 'dafang-2024'; allowed: .*dafang-2023"),
        ({"target": "T99"}, r"^target: found 'T99'; allowed: T01, "),
        ({"form": "pie"}, r"^form: found 'pie'; allowed: trajectory, series, gap\.$"),
        ({"rule": "x"}, r"^rule: found 'x'; allowed: statcan, destatis, un_chart, pace\.$"),
        ({"rule": 3}, r"^rule: found 3; allowed: statcan"),
        ({"areas": ("520521", "52052")}, r"^areas: found '52052'; .* held, such as .*520521"),
        ({"lang": "de"}, r"^lang: found 'de'; allowed: en, zh\.$"),
    ],
)
def test_what_is_not_offered_is_told(frames, asked, message):
    with pytest.raises(tables.TableError, match=message):
        explorer.view(explorer.Choice(**asked), frames)


def test_the_page_begins_with_the_choice_of_who_says_nothing(opened):
    assert opened.choice == explorer.Choice()


def test_lineage_climbs_to_the_nation():
    assert views.lineage("520521") == ("520521", "520500", "520000", "CN")


def test_an_own_file_gives_a_verdict_and_is_marked(widget):
    choose(widget, "T04")
    assert "cannot be judged" in widget.said.value
    upload(widget, GOOD)
    assert "2 figures are read" in widget.news.value
    assert "<p>Verdict: met</p>" in widget.said.value
    assert "+0.5 points" in widget.said.value
    seen = explorer.view(widget.choice, widget.frames)
    labels = " ".join(t.get_text() for t in seen.figure.axes[0].texts).replace("\n", " ")
    assert "own figures" in labels
    widget.lang.value = "zh"
    assert "读入2个数据" in widget.news.value


def test_a_published_value_stays_and_the_conflict_is_shown(widget):
    before = len(widget.frames.observations)
    held = widget.frames.observations.query("indicator == 'new_urban_jobs' and ref_area == 'CN'")
    one = held[(held["year"] == 2020) & (held["basis"] == "")].iloc[0]
    upload(widget, HEAD + f"CN,new_urban_jobs,2020,{one['obs_value'] + 1e6:.0f},persons,mine\n")
    assert "1 figures are read" in widget.news.value
    assert "the published one judges" in widget.said.value
    assert len(widget.frames.observations) == before


BAD = [
    ("<script>alert(1)</script>,forest_coverage,2023,60,%,x\n", "mine.csv"),
    ("520521,forest_coverage,2023,<img src=x onerror=alert(1)>,%,x\n", "<b>mine</b>.csv"),
    ("520521,forest_coverage,2023,=1+1,%,x\n", "mine.csv"),
]


def test_a_bad_cell_is_told_as_text_and_nothing_is_read(widget):
    before = widget.frames
    for row, name in BAD:
        upload(widget, HEAD + row, name)
        assert "nothing is read" in widget.news.value
        assert set(re.findall(r"<(\w+)", widget.news.value)) == {"p"}
        assert widget.frames is before


NO_TABLES = [
    (b"PK\x03\x04 not a workbook", "mine.xlsx"),
    (b"0" * 50_000_000, "mine.csv"),
    (b"x", "a.exe"),
]


def test_what_is_no_table_is_refused_and_the_explorer_goes_on(widget):
    for (content, name), form in zip(NO_TABLES, ["gap", "series", "trajectory"], strict=True):
        upload(widget, content, name)
        assert "nothing is read" in widget.news.value
        before = widget.picture.value
        widget.form.value = form
        assert widget.picture.value != before
        upload(widget, GOOD)
        assert "2 figures are read" in widget.news.value


def test_html_in_an_own_source_shows_as_text(widget):
    choose(widget, "T04")
    upload(widget, GOOD.replace("Yearbook", "<script>alert(1)</script>"))
    assert "&lt;script&gt;" in widget.said.value
    assert "<script" not in widget.said.value + widget.links.value


def test_downloads_are_the_figure_and_the_data(opened):
    found = re.findall(
        r'download="([^"]+)" href="data:([^;]+)[^"]*base64,([^"]+)"', opened.links.value
    )
    files = {kind: base64.b64decode(data) for _, kind, data in found}
    shown = re.search(r'src="data:image/png;base64,([^"]+)"', opened.picture.value)
    assert files["image/png"] == base64.b64decode(shown[1])
    assert b"<svg" in files["image/svg+xml"]
    assert files["text/csv"].startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(files["text/csv"]), dtype={"ref_area": str})
    expected = explorer.view(opened.choice, opened.frames).numbers
    assert table["value"].dropna().tolist() == expected["value"].dropna().tolist()


def test_the_template_of_the_plan_is_there_to_fill(opened):
    (link,) = re.findall(
        r'download="dafang-2023.xlsx" href="[^"]*base64,([^"]+)"', opened.blank.value
    )
    loaded = own.load("dafang-2023.xlsx", base64.b64decode(link))
    assert (len(loaded.figures), len(loaded.problems), loaded.without) == (0, 0, 30)


def test_a_file_that_gainsays_another_own_file_is_refused(tmp_path):
    (tmp_path / "first.csv").write_text(GOOD, "utf-8")
    widget = explorer.Explorer(tmp_path)
    choose(widget, "T04")
    assert "Verdict: met" in widget.said.value
    upload(widget, GOOD.replace("60.5", "61.5"))
    assert re.search("Keep this one or the one in .*first.csv, row 3", widget.news.value)


def test_an_executed_notebook_holds_no_widget(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    assert isinstance(explorer.show(), Markdown)
    assert "make app" in explorer.show().data
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    assert isinstance(explorer.show().children[0], explorer.Explorer)
    assert explorer.show().titles == ("Targets 目标", "Record 历年报告")


def test_the_page_opens_the_controls_alone_with_the_own_files_named():
    made = page._page(new_notebook(), ["/a b/it's.csv"], "/texts")
    assert [cell.cell_type for cell in made.cells] == ["markdown", "code", "code"]
    call = ast.parse(made.cells[-1].source).body[-1].value
    assert ast.unparse(call.func) == "explorer.show"
    assert [ast.literal_eval(path) for path in call.args] == ["/a b/it's.csv"]
    assert {k.arg: ast.literal_eval(k.value) for k in call.keywords} == {"texts": "/texts"}


def test_past_the_pages_that_are_served_a_visitor_is_told():
    manager = SimpleNamespace(list_kernel_ids=lambda: ["one", "two"])
    kernels.refuse_past(3, manager)
    with pytest.raises(HTTPError) as refused:
        kernels.refuse_past(2, manager)
    assert refused.value.status_code == 503
    assert (
        "2 pages are open" in refused.value.log_message and "2个页面" in refused.value.log_message
    )


NEXT = """大方县2024年政府工作报告
一、2023年工作回顾
过去一年，森林覆盖率达60.4%，城镇登记失业率5.9%。
二、2024年重点工作
继续办好林业。
"""


def give(widget, text, name="report-2024.txt"):
    file = {"name": name, "type": "", "size": len(text), "content": text.encode()}
    stamp = {"last_modified": pd.Timestamp("2024-01-01", tz="UTC")}
    widget.next_report.upload.value = (file | stamp,)


def test_the_next_report_proposes_outcomes_in_their_words_and_takes_none_by_itself(widget):
    controls = [widget.plan, widget.target, widget.areas, widget.upload, widget.next_report.upload]
    assert [control.layout.display for control in controls] == [None] * len(controls)
    assert widget.next_report.outcomes.layout.display == "none"  # until there is a report
    give(widget, NEXT)
    assert widget.next_report.outcomes.layout.display == ""
    offered = [target for _, target in widget.next_report.outcomes.options]
    assert offered == ["T04", "T09"]
    assert "<mark" in widget.next_report.said.value
    assert ">森林覆盖率达60.4%</mark>" in widget.next_report.said.value
    assert not widget.frames.observations["own"].any()


def test_an_outcome_that_is_taken_judges_until_it_is_given_back_or_the_plan_is_another(widget):
    give(widget, NEXT)
    widget.next_report.outcomes.value = ("T09",)
    mine = widget.frames.observations[widget.frames.observations["own"]]
    assert mine["obs_value"].tolist() == [5.9]
    verdict = widget.frames.table.set_index(["plan", "target"])["verdict"]
    assert verdict["dafang-2023", "T09"] == "missed"
    assert verdict["dafang-2023", "T04"] == "undecided"
    widget.next_report.outcomes.value = ()
    assert not widget.frames.observations["own"].any()
    widget.next_report.outcomes.value = ("T09",)
    widget.plan.value = "china-2020"
    assert widget.next_report.loaded is None
    assert not widget.frames.observations["own"].any()


def test_outcomes_taken_stand_beside_an_own_file(widget):
    upload(widget, GOOD)
    before = int(widget.frames.observations["own"].sum())
    give(widget, NEXT)
    widget.next_report.outcomes.value = ("T09",)
    assert widget.frames.observations["own"].sum() == before + 1


def test_another_places_or_years_report_proposes_nothing(widget):
    for text, said in [
        (NEXT.replace("大方县2024年", "毕节市2024年"), "大方县"),
        (NEXT.replace("2024年政府", "2023年政府"), "2024"),
        (" ", "no text"),
    ]:
        give(widget, text)
        assert said in widget.next_report.said.value
        assert widget.next_report.outcomes.options == ()
