"""What writers take away: whole files, the same bytes each time, texts as texts."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from figures import assert_readable
from openpyxl import load_workbook
from pypdf import PdfReader

import plan_targets as plan
from plangaps import charts, files, report, tables, words
from plangaps.charts import canvas
from plangaps.findings import Held
from plangaps.report import about, catalogue, content, drawing, gallery, page, processes, workbook
from plangaps.report.drawing import COLUMN, FORMATS

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
MANY_FORMS = ["gaps-rural", "evidence-investment", "national-five-year", "verdicts-all", "air"]
MANY_FORMS += ["interval-check", "scorecard"]
TWO = ["gaps-employment", "steps-unemployment"]
STEPS = "track_record/steps-unemployment"


@pytest.fixture(scope="module")
def frames():
    return report.Frames.read()


@pytest.fixture(scope="module")
def written(frames, tmp_path_factory):
    """One figure's index, and the folder it was written to."""
    place = tmp_path_factory.mktemp("out") / "figures"
    return report.write_figures(frames, place, figure="steps-unemployment", jobs=1), place


def entry(name):
    (one,) = catalogue.choose(figure=name)
    return one


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_figure_gives_the_same_bytes(frames, name, kind):
    one = entry(name)
    once, twice = (
        drawing.printed(drawing.drawn(one, one.numbers(frames), "zh", COLUMN), kind, COLUMN)
        for _ in range(2)
    )
    assert once == twice


def test_text_is_text_and_the_size_is_that_of_print(written):
    _, place = written
    svg = (place / f"{STEPS}-zh-180mm.svg").read_text("utf-8")
    assert re.search(r"<text[^>]*>[^<]*城镇调查失业率", svg)
    width = float(re.search(r'<svg [^>]*width="([\d.]+)pt"', svg)[1])
    assert width / 72 * 25.4 == pytest.approx(180, abs=0.01)


def test_pdf_embeds_its_fonts_and_holds_its_text(written):
    _, place = written
    sheet = PdfReader(place / f"{STEPS}-zh-85mm.pdf").pages[0]
    assert float(sheet.mediabox.width) / 72 * 25.4 == pytest.approx(85, abs=0.1)
    assert "中国" in sheet.extract_text()
    fonts = [font.get_object() for font in sheet["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        # As outlines: readers refuse the packaged font embedded as TrueType, which it is not.
        assert font["/Subtype"] == "/Type3"
        assert font["/CharProcs"].get_object()
        assert "/ToUnicode" in font


def test_a_png_has_300_dots_an_inch(written):
    from PIL import Image

    _, place = written
    with Image.open(place / f"{STEPS}-en-85mm.png") as image:
        assert image.width == pytest.approx(85 / 25.4 * 300, abs=1)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_users_own_style_does_not_change_a_figure(frames):
    import matplotlib as mpl

    one = entry("steps-unemployment")
    numbers = one.numbers(frames)
    before = drawing.printed(drawing.drawn(one, numbers, "en", COLUMN), "svg", COLUMN)
    with mpl.rc_context({"savefig.bbox": "tight", "font.size": 20, "axes.facecolor": "red"}):
        after = drawing.printed(drawing.drawn(one, numbers, "en", COLUMN), "svg", COLUMN)
    assert before == after


def test_beside_each_figure_stand_its_numbers_caption_and_alternative_text(frames, written):
    index, place = written
    assert index["lang"].tolist() == ["en", "zh"]
    data = (place / f"{STEPS}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    numbers = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")
    assert list(numbers) == list(entry("steps-unemployment").numbers(frames))
    better = int((numbers["over_last"] > 0).sum())
    title, shows, notes = (
        (place / f"{STEPS}-en.caption.txt").read_text("utf-8").strip().split("\n\n")
    )
    assert f"{len(numbers)} targets, {better} of them better than the last figure" in shows
    assert notes.count("Sources: ") == 1
    assert index.loc[0, ["title", "shows", "sources"]].tolist() == [title, shows, notes]
    alt = (place / f"{STEPS}-en.alt.txt").read_text("utf-8").strip()
    assert alt == index["alt"][0] and title in alt and shows in alt
    links = re.findall(r'(?:href|src)="([^"]+)"', (place / "index.html").read_text("utf-8"))
    assert len(links) == 16 and all((place / link).is_file() for link in links)


def test_a_second_run_keeps_what_the_first_one_wrote(frames, tmp_path):
    report.write_figures(frames, tmp_path, figure="gaps-employment", lang="zh", jobs=1)
    index = report.write_figures(frames, tmp_path, figure="steps-unemployment", lang="en", jobs=1)
    assert index["figure"].tolist() == TWO
    assert pd.read_csv(tmp_path / "index.csv")["lang"].tolist() == ["zh", "en"]


def test_several_processes_write_what_one_writes(frames, written, tmp_path):
    place = written[1]
    for theme in ("employment", "track_record"):
        (tmp_path / theme).mkdir()
    entries = [entry("jobs-2026"), entry("steps-unemployment")]
    told = processes.each(gallery._write, entries, frames, ["en"], tmp_path, jobs=2, progress=False)
    assert [rows[0]["figure"] for rows in told] == [one.name for one in entries]
    files_of = sorted((place / STEPS).parent.glob("steps-unemployment*en*"))
    assert len(files_of) == 8
    for file in files_of:
        assert (tmp_path / file.relative_to(place)).read_bytes() == file.read_bytes()


def test_every_figure_of_the_catalogue_names_a_form_and_a_theme_that_exist():
    every = catalogue.every()
    assert len({one.name for one in every}) == len(every)
    assert list(dict.fromkeys(one.theme for one in every)) == catalogue.THEMES
    forms = {one.form for one in every}
    told = "".join(path.read_text("utf-8") for path in sorted(NOTEBOOKS.glob("*.ipynb")))
    assert forms <= set(charts.FORMS)
    assert all(f"charts.{form}(" in told for form in set(charts.FORMS) - forms)
    titled = {key.removeprefix("title.") for key in words.table() if key.startswith("title.")}
    assert titled <= {one.name for one in every}


def test_rows_are_chosen_by_whole_cells():
    frame = pd.DataFrame({"plan": ["china-2020", "china-fyp12", "x-china-2020"], "due": [1, 2, 1]})
    assert catalogue.select(frame, plan=r"china-\d{4}")["plan"].tolist() == ["china-2020"]
    assert catalogue.select(frame, plan=".*china.*", due="1")["due"].tolist() == [1, 1]
    assert catalogue.select(frame) is frame


def test_the_title_of_each_figure_is_what_its_form_finds(frames, tmp_path):
    """No title is fixed: an own figure of Dafang is told, and without one that there is none."""
    air = entry("air")
    assert air.tell(air.numbers(frames), "zh").title.endswith("没有大方县2023年与目标同口径的数据")
    figure = {"ref_area": "520521", "indicator": "air_good_days_share", "time_period": "2023"}
    figure |= {"basis": plan.target("T05")["basis"], "obs_value": 98.1}
    row = figure | {"unit_measure": "percent", "source": "年鉴"}
    pd.DataFrame([row]).to_csv(tmp_path / "mine.csv", index=False)
    mine = report.Frames.read(tmp_path / "mine.csv")
    told = air.tell(air.numbers(mine), "zh")
    assert told.title.endswith("大方县2023年目标不低于97%，实际98.1%") and told.title in told.alt
    assert air.draw(air.numbers(mine), "zh").texts[0].get_text().replace("\n", "") == told.title


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("name", MANY_FORMS)
def test_figures_for_a_column_of_print_are_readable(frames, name, lang):
    one = entry(name)
    figure = drawing.drawn(one, one.numbers(frames), lang, COLUMN)
    assert_readable(figure)
    scale = COLUMN / 25.4 / figure.get_figwidth()
    sizes = [t.get_size() for ax in figure.axes for t in ax.texts] + [7.0]
    assert min(sizes) * scale >= 4.99
    assert canvas.share() == 1


def test_text_from_data_is_escaped_in_pages():
    row = dict.fromkeys(gallery.INDEX, "<script>alert(1)</script>") | {"theme": "overview"}
    data = page.figures(pd.DataFrame([row]), [180], ["png"]).decode()
    assert "<script" not in data and "&lt;script&gt;" in data
    assert "Overview · 概览" in data


@pytest.mark.parametrize(
    ("asked", "name"),
    [({"theme": "weather"}, "theme"), ({"figure": "none"}, "figure"), ({"lang": "fr"}, "lang")],
)
def test_what_is_not_held_is_named(frames, asked, name, tmp_path):
    with pytest.raises(ValueError, match=f"^{name}: found"):
        report.write_figures(frames, tmp_path, **asked)
    assert not list(tmp_path.iterdir())


def test_the_workbook_has_typed_cells_frozen_headers_and_units(frames, tmp_path):
    path, again = tmp_path / "tables.xlsx", tmp_path / "again.xlsx"
    report.write_tables(frames, path, "dafang-2023")
    report.write_tables(frames, again, "dafang-2023")
    assert path.read_bytes() == again.read_bytes()
    book = load_workbook(path)
    names = ["gaps", "targets", "observations", "sources", "codebook"]
    assert book.sheetnames == ["cover", *names]
    assert {book[name].freeze_panes for name in names} == {"A2"}
    sheet = book["targets"]
    heads = heads_of(sheet)
    assert sheet.cell(1, heads["due"]).value == "Due\n到期年份\ndue [year]"
    value = sheet.cell(2, heads["value"])
    assert value.data_type == "n"
    assert value.value == plan.targets()["value"][0]
    assert sheet.max_row == 31
    described = [row[3].value for row in book["codebook"].iter_rows(min_row=2)]
    assert all(described)


def heads_of(sheet):
    """Column of each code, which is the last line of a heading."""
    return {c.value.split("\n")[-1].split(" [")[0]: c.column for c in sheet[1]}


@pytest.fixture(scope="module")
def book(frames, tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "tables.xlsx"
    report.write_tables(frames, path, "dafang-2023")
    return load_workbook(path)


def test_the_cover_says_in_both_languages_what_the_workbook_is(book):
    for at, lang in ((1, "en"), (2, "zh")):
        told = [row[at - 1].value for row in book["cover"].iter_rows()]
        assert told[0] == words.say("report.title", lang)
        assert all(text in told for text in about.texts(lang).values())
        for code in words.codes("verdict"):
            meaning = words.say(f"sheet.meaning.{code}", lang)
            assert meaning in told and meaning.startswith(words.say(f"verdict.{code}", lang))
        assert [text.split(words.say("mark.colon", lang))[0] for text in told[-5:]] == (
            book.sheetnames[1:]
        )


def test_a_reader_finds_names_verdicts_and_formats(book, frames):
    sheet = book["gaps"]
    heads = heads_of(sheet)
    assert max(heads[c] for c in ("area_en", "area_zh", "name_en", "verdict", "reason")) < 10
    assert all(
        re.search("[\u4e00-\u9fff]", cell.value) for s in book.worksheets[1:] for cell in s[1][:1]
    )
    rows = frames.table.query("plan == 'dafang-2023'").reset_index(drop=True)
    for row in rows.itertuples():
        cell = {c: sheet.cell(row.Index + 2, at) for c, at in heads.items()}
        assert cell["area_zh"].value == "大方县"
        assert cell["verdict"].value == words.both(f"verdict.{row.verdict}")
        assert cell["reason"].value == words.both(f"reason.{row.reason}")
        assert cell["due"].number_format == "0"
        whole = float(row.value).is_integer()
        assert cell["value"].number_format == ("#,##0" if whole else "#,##0.0#####")


def test_a_source_is_one_click_away(book):
    heads, listed = heads_of(book["gaps"]), heads_of(book["sources"])
    cell = book["gaps"].cell(2, heads["source"])
    assert book["sources"][cell.hyperlink.location.split("!")[1]].value == cell.value
    reprints = tables.sources().query("kind not in ['official', 'press']")["source"].tolist()
    for row in book["sources"].iter_rows(min_row=2):
        code, url = (row[listed[c] - 1] for c in ("source", "url"))
        assert (url.hyperlink is not None) == (code.value not in reprints and bool(url.value))


def test_each_sheet_is_set_up_for_print(book):
    for sheet in book:
        page_ = sheet.page_setup
        assert (page_.orientation, page_.paperSize, page_.fitToWidth) == ("landscape", 9, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and page_.fitToHeight == 0
        assert sheet.title == "cover" or sheet.print_title_rows == "$1:$1"


def test_the_codebook_says_the_unit_of_every_column_of_values(frames):
    book = workbook.codebook({"gaps": frames.table}).set_index("column")
    for column in ("value", "obs_value", "gap", "context_value"):
        assert book.loc[column, "unit"] == "in unit_measure"
    assert book.loc["gap_relative", "unit"] == "share of the target"
    assert book.loc["verdict", "unit"] == ""


def test_a_text_in_a_workbook_is_never_a_formula(frames, tmp_path, monkeypatch):
    risky = pd.DataFrame({"a": ["=1+1", "@x", "-1", "+1"], "b": [-1.0, 2, 3, 4]})
    monkeypatch.setattr(workbook, "collected", lambda *_: {"gaps": risky})
    report.write_tables(frames, tmp_path / "x.xlsx")
    cells = [row for row in load_workbook(tmp_path / "x.xlsx")["gaps"].iter_rows(min_row=2)]
    assert [row[0].data_type for row in cells] == ["s"] * 4
    assert [row[1].value for row in cells] == risky["b"].tolist()


def test_a_cell_of_a_csv_is_never_a_formula():
    data = files.csv_bytes(pd.DataFrame({"a": ["=1+1", "+1", "-1", "@x", "x"], "b": [-1.5] * 5}))
    rows = data.decode("utf-8-sig").splitlines()[1:]
    assert rows == ["'=1+1,-1.5", "'+1,-1.5", "'-1,-1.5", "'@x,-1.5", "x,-1.5"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    target = tmp_path / "figure.svg"
    files.write(target, b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(files.OutputError, match="No space left"):
        files.write(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["figure.svg"]


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.html"])
def test_a_name_of_a_file_is_none_of_a_folder(tmp_path, name):
    with pytest.raises(files.OutputError, match="the name of a file; allowed: that of a folder"):
        files.folder(tmp_path / name)
    (tmp_path / name).mkdir()
    assert files.folder(tmp_path / name) == tmp_path / name
    assert files.folder(tmp_path / "run.2026-07") == tmp_path / "run.2026-07"


def test_a_folder_that_may_not_be_written_to_is_named():
    with pytest.raises(files.OutputError, match=r"found /proc, which cannot be written \("):
        files.folder("/proc")


# One plan alone.


@pytest.mark.parametrize("code", ["china-2024", "beijing-2026", "guizhou-2013"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_any_plan_held_has_its_figures_and_its_report(frames, code, lang):
    """Each drawn and told from its own targets, in the report with no other's."""
    of = frames.of_plan(code)
    entries = catalogue.of_plan(of, code)
    assert entries[0].name == f"{code}-verdicts"
    assert len({e.name for e in entries}) == len(entries)
    shown = {e.name: e.numbers(of) for e in entries}
    assert shown[f"{code}-verdicts"]["targets"].sum() == len(plan.targets(code))
    for entry in entries:
        assert entry.tell(shown[entry.name], lang).alt
    asked = content.Asked(plan=code)
    shown = asked.entries(of)
    assert {e.theme for e in shown} <= {"overview", *asked.themes(of)}
    assert len({e.theme for e in shown}) == len(shown)
    told = content.content(lang, of, [], Held(of.observations, code), asked)
    assert told.subtitle == tables.names(pd.Series([code]), "plan", lang)[0]
    assert told.subtitle in told.answer or told.answer == ""
    assert sum(len(section.table) for section in told.sections) == len(of.table)
    said = [told.answer, *told.findings, *(text for s in told.sections for text in s.said)]
    assert "大方" not in "".join(said) + "".join(s.caption for s in told.sections)


def test_a_plan_is_drawn_into_the_folder_beside_what_is_there(frames, tmp_path):
    report.write_figures(frames, tmp_path, plan="china-2024", figure="china-2024-verdicts",
                         lang="en", jobs=1)  # fmt: skip
    both = report.write_figures(frames, tmp_path, figure="verdicts-dafang", lang="en", jobs=1)
    assert set(both["figure"]) == {"verdicts-dafang", "china-2024-verdicts"}
    with pytest.raises(ValueError, match="theme: found 'investment'; allowed: overview, "):
        report.write_figures(frames, tmp_path, plan="china-2024", theme="investment", jobs=1)
    with pytest.raises(ValueError, match="plan: found 'nowhere'; allowed:"):
        report.write_report(frames, tmp_path, plan="nowhere", jobs=1)
