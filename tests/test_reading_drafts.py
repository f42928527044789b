"""From files to drafts of plans, one report or many."""

import io
from contextlib import contextmanager

import pandas as pd
import psutil
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

import plan_targets
from plangaps import tables
from plangaps.reading import draft_plan, many, marked, read_reports, read_targets, read_text
from plangaps.reading.files import UnreadableFile, _unwrapped
from plangaps.reading.many import _load, _save
from plangaps.workers import workers

REPORT = (
    "大方县2024年政府工作报告\n一、2023年工作回顾\n新增5G基站150个。\n二、2024年工作安排\n"
    "力争森林覆盖率稳定在61%以上，新增5G基站180个，打造渔业码头6座，城镇新增就业2.1万人左右。\n"
)


def test_a_draft_has_the_schema_of_plans_and_links_what_it_knows():
    draft = draft_plan(REPORT, "dafang-2024", "520521", 2024)
    assert list(draft) == [field["name"] for field in tables.schema("target")["fields"]]
    known = ["forest_coverage", "base_stations_5g_added", "", "new_urban_jobs"]
    assert draft["indicator"].tolist() == known
    assert draft["note"].tolist() == [
        "",
        "",
        "indicator not in indicators.csv: 渔业码头(打造).",
        "",
    ]
    assert draft["comparator"].tolist() == ["at_least", "stated", "stated", "about"]
    assert draft["target"].tolist() == ["T01", "T02", "T03", "T04"]
    assert set(draft["due"]) == set(draft["set_in"]) == {2024}
    assert [REPORT[s:e] for s, e in zip(draft["start"], draft["end"], strict=True)] == draft[
        "wording"
    ].tolist()


def test_plan_targets_reads_a_draft_once_it_is_completed(tmp_path):
    draft = draft_plan(REPORT, "dafang-2023", "大方县", 2023)
    done = draft[draft["indicator"] != ""].assign(source="s262")
    done.to_csv(tmp_path / "draft.csv", index=False)
    read = plan_targets.read_plan(tmp_path / "draft.csv")
    assert read["printed"].tolist() == ["61%", "180个", "2.1万人"]
    assert read.loc[read["indicator"] == "new_urban_jobs", "value"].item() == pytest.approx(21_000)


def test_growth_links_to_growth_and_amount_to_amount():
    text = "固定资产投资完成90亿元，增长6%。民间投资增长7%。全县固定资产投资年均增长5%。"
    draft = draft_plan(text, "x-2024", None, 2024)
    assert draft["indicator"].tolist() == [
        "fixed_asset_investment",
        "fixed_asset_investment_growth",
        "private_investment_growth",
        "fixed_asset_investment_growth",
    ]
    assert draft["basis"].tolist() == ["", "", "", "annual average"]


def test_units_that_are_not_held_are_marked():
    (note,) = draft_plan("算力规模达到90EFlops", "x-2024", None, 2024)["note"]
    assert "unit not in units.csv: EFlops." in note


def test_years_that_the_text_does_not_tell_are_left_open():
    draft = draft_plan("新建码头6座", "draft")
    assert draft["due"].isna().all() and draft["set_in"].isna().all()
    assert draft["time_period"].tolist() == [""]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"plan": "Dafang 2024"}, "plan: found 'Dafang 2024'; allowed: lower-case"),
        ({"area": "大方"}, "area: found '大方'; allowed: a code or a Chinese name .* 大方县"),
        ({"year": 24}, "year: found 24; allowed: 1949 to 2100"),
    ],
)
def test_bad_arguments_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        draft_plan(**{"text": REPORT, "plan": "x", "area": "520521", "year": 2024} | change)


def test_targets_are_marked_where_they_stand():
    text = "湖州<县>：新建码头6座，渔业、船业产值均增长7%。"
    page = marked(text, read_targets(text, 2024))
    assert page.count("<mark") == 2
    assert "湖州&lt;县&gt;：<mark" in page
    assert 'title="码头(新建): stated 6 座">新建码头6座<sub>0</sub></mark>，<mark' in page
    assert "渔业、船业产值均增长7%<sub>1,2</sub></mark>。</div>" in page


def docx(text: str) -> bytes:
    document, stream = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def pdf(text: str) -> bytes:
    """A page of text as matplotlib writes it, in the project's Chinese font."""
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    figure, stream = Figure(figsize=(12, 4)), io.BytesIO()
    for number, line in enumerate(text.splitlines()):
        figure.text(0.02, 0.9 - 0.15 * number, line, font=FontProperties(fname=sans_path()))
    FigureCanvasPdf(figure).print_pdf(stream, metadata={"CreationDate": None})
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("utf8.txt", REPORT.encode()),
        ("marked.txt", REPORT.encode("utf-8-sig")),
        ("chinese.txt", REPORT.encode("gb18030")),
        ("windows.txt", REPORT.replace("\n", "\r\n").encode()),
        ("word.docx", docx(REPORT)),
        ("print.pdf", pdf(REPORT)),
    ],
)
def test_every_kind_of_file_gives_the_same_targets(tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    columns = ["indicator_zh", "comparator", "value", "unit", "period", "wording"]
    found = read_targets(read_text(tmp_path / name))
    pd.testing.assert_frame_equal(found[columns], read_targets(REPORT)[columns])


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("empty.txt", b"", "empty.txt: found no text"),
        ("binary.txt", b"\x00\xff\x00\xfe", "neither UTF-8 nor GB18030"),
        ("torn.pdf", b"%PDF-1.7 torn", r"torn.pdf: not a readable .pdf file \("),
        ("torn.docx", b"PK torn", r"torn.docx: not a readable .docx file \("),
        ("old.doc", b"\xd0\xcf", "found an old Word file; allowed: save it as .docx"),
        ("scan.pdf", pdf(""), "found pages without text, as a scan has"),
    ],
)
def test_files_that_cannot_be_read_are_named(tmp_path, name, raw, message):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(UnreadableFile, match=message):
        read_text(tmp_path / name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"none\.txt: found no file; allowed"):
        read_text(tmp_path / "none.txt")


def test_lines_of_a_page_become_paragraphs_again():
    page = (
        "二、2024年工作安排\n新建码头六十座并且全部投入使用，渔船年检\n率达到90%。\n"
        "- 3 -\n新增渔船40艘。"
    )
    assert _unwrapped(page).splitlines() == [
        "二、2024年工作安排",
        "新建码头六十座并且全部投入使用，渔船年检率达到90%。",
        "新增渔船40艘。",
    ]


TABLE = pd.DataFrame(
    {
        "report": ["湖州", "山州", "海州"],
        "text": [REPORT, "新建灯塔3座，渔获增长5%。", "湖区风景很好。"],
        "year": [2024, 2025, None],
    }
)


def serial(table: pd.DataFrame) -> pd.DataFrame:
    years = [None if pd.isna(year) else int(year) for year in table["year"]]
    frames = [
        read_targets(text, year).assign(report=name)
        for name, text, year in zip(table["report"], table["text"], years, strict=True)
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[["report", *frame.columns.drop("report")]]


@pytest.fixture(scope="module")
def cluster():
    from dask.distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as running:
        yield running.scheduler_address


def test_many_reports_give_what_a_loop_gives(cluster):
    pd.testing.assert_frame_equal(read_reports(TABLE, cluster=cluster), serial(TABLE))


def test_local_processes_are_the_default_and_listen_to_this_machine_alone(tmp_path, monkeypatch):
    listening = set()

    @contextmanager
    def watched(cluster):
        with workers(cluster) as client:
            yield client
            run = psutil.Process()
            for process in [run, *run.children(recursive=True)]:
                held = process.net_connections("inet")
                listening.update(c.laddr.ip for c in held if c.status == psutil.CONN_LISTEN)

    monkeypatch.setattr(many, "workers", watched)
    TABLE.to_csv(tmp_path / "reports.csv", index=False)
    pd.testing.assert_frame_equal(read_reports(tmp_path / "reports.csv"), serial(TABLE))
    assert listening == {"127.0.0.1"}


def test_a_bad_file_is_reported_and_skipped_and_a_run_goes_on(tmp_path, cluster, capsys):
    folder, results = tmp_path / "reports", tmp_path / "results"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, "utf-8")
    (folder / "b.pdf").write_bytes(b"%PDF torn")
    (folder / "c.docx").write_bytes(docx("新建灯塔3座"))
    (folder / "d.png").write_bytes(b"no report")
    first = read_reports(folder, results, cluster)
    assert first["report"].unique().tolist() == ["a.txt", "c.docx"]
    assert list(first.attrs["skipped"]) == ["b.pdf"]
    err = capsys.readouterr().err
    assert "skipped b.pdf:" in err and "3/3 reports" in err
    kept = {file: file.stat().st_mtime_ns for file in results.glob("*.parquet")}
    assert len(kept) == 2
    again = read_reports(folder, results, cluster)
    assert {file: file.stat().st_mtime_ns for file in results.glob("*.parquet")} == kept
    pd.testing.assert_frame_equal(again, first)


def test_a_report_that_changed_is_read_again(tmp_path, cluster):
    table = TABLE.iloc[[1]]
    read_reports(table, tmp_path, cluster)
    changed = table.assign(text="新建灯塔4座")
    assert read_reports(changed, tmp_path, cluster)["value"].tolist() == [4]


@pytest.mark.parametrize(
    ("reports", "message"),
    [
        (pd.DataFrame({"report": ["a"]}), "table: the column 'text' is missing; found: report"),
        (pd.concat([TABLE, TABLE]), "column report: found '湖州' twice"),
        (TABLE.iloc[:0], "found no report; allowed: files"),
        ("none.csv", r"none\.csv: found no file"),
    ],
)
def test_bad_collections_are_named(reports, message):
    with pytest.raises(ValueError, match=message):
        read_reports(reports)


@settings(deadline=None, max_examples=25)
@given(text=st.lists(st.sampled_from(["新建", "5", "3.7%", "、", "NA", '"', ",", "\n", "座"])))
def test_a_kept_result_is_the_one_that_was_saved(tmp_path_factory, text):
    frame = read_targets("新建码头5座，" + "".join(text), 2024)
    place = tmp_path_factory.mktemp("kept") / "r.parquet"
    _save(frame, place)
    pd.testing.assert_frame_equal(_load(place), frame)


def test_a_name_that_tells_the_opposite_of_an_indicator_is_left_to_the_editor():
    """An increase of what the codebook holds as a fall would be promised with the wrong sign."""
    plan = "二、2026年工作安排\n单位GDP能耗{}3%。"
    falls = draft_plan(plan.format("下降"), "x-2026", None, 2026).iloc[0]
    rises = draft_plan(plan.format("增长率控制在"), "x-2026", None, 2026).iloc[0]
    assert falls["indicator"] == "energy_intensity_reduction" and "opposite" not in falls["note"]
    assert (rises["indicator"], rises["basis"]) == ("", "")
    assert "opposite of energy_intensity_reduction" in rises["note"]
