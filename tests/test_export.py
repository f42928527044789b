"""What writers take away: whole files, the same bytes each time, texts as texts."""

import html
import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from figures import assert_readable
from openpyxl import load_workbook
from pypdf import PdfReader

import plan_targets as plan
from plangaps import charts, export
from plangaps import tables as reference
from plangaps.charts import canvas, words
from plangaps.export import (
    captions,
    catalogue,
    figures,
    files,
    frames,
    pages,
    readable,
    report,
    tables,
    word,
    wordparts,
)
from plangaps.export.__main__ import main

MANY_FORMS = ["gaps-rural", "evidence-investment", "national-five-year", "verdicts-all", "air"]
MANY_FORMS += ["interval-check", "scorecard"]
TWO = ["gaps-employment", "steps-unemployment"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """One theme's index, and the folder it was written to."""
    place = tmp_path_factory.mktemp("out") / "figures"
    return export.write_figures(place, figure="steps-unemployment", jobs=1), place


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize("kind", figures.FORMATS)
def test_the_same_figure_gives_the_same_bytes(name, kind):
    (entry,) = catalogue.choose(figure=name)
    once, twice = (figures.printed(figures.drawn(entry, "zh", 85), kind, 85) for _ in range(2))
    assert once == twice
    numbers = frames.numbers(entry.form, entry.frames())
    assert tables.as_csv(numbers) == tables.as_csv(numbers.copy())


def test_text_is_text_and_the_size_is_that_of_print(written):
    _, place = written
    svg = (place / "track_record/steps-unemployment-zh-180mm.svg").read_text("utf-8")
    assert re.search(r"<text[^>]*>[^<]*城镇调查失业率", svg)
    width = float(re.search(r'<svg [^>]*width="([\d.]+)pt"', svg)[1])
    assert width / 72 * 25.4 == pytest.approx(180, abs=0.01)


def test_pdf_embeds_its_fonts_and_holds_its_text(written):
    _, place = written
    page = PdfReader(place / "track_record/steps-unemployment-zh-85mm.pdf").pages[0]
    assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(85, abs=0.1)
    assert "中国" in page.extract_text()
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        # As outlines: readers refuse the packaged font embedded as TrueType, which it is not.
        assert font["/Subtype"] == "/Type3"
        assert font["/CharProcs"].get_object()
        assert "/ToUnicode" in font


def test_beside_each_figure_stand_its_numbers_caption_and_alternative_text(written):
    index, place = written
    assert index["lang"].tolist() == ["en", "zh"]
    data = (place / "track_record/steps-unemployment.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    numbers = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")
    better = int((numbers["over_last"] > 0).sum())
    caption = (place / "track_record/steps-unemployment-en.caption.txt").read_text("utf-8")
    assert f"{len(numbers)} targets, {better} of them better than the last figure" in caption
    assert "Sources: " in caption
    alt = (place / "track_record/steps-unemployment-en.alt.txt").read_text("utf-8")
    assert index["title"][0] in alt and index["shows"][0] in alt
    page = (place / "index.html").read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert len(links) == 16 and all((place / link).is_file() for link in links)


def test_a_second_run_keeps_what_the_first_one_wrote(written, tmp_path):
    export.write_figures(tmp_path, figure="gaps-employment", lang="zh", jobs=1)
    index = export.write_figures(tmp_path, figure="steps-unemployment", lang="en", jobs=1)
    assert index["figure"].tolist() == TWO
    assert pd.read_csv(tmp_path / "index.csv")["lang"].tolist() == ["zh", "en"]


def test_every_figure_of_the_catalogue_names_a_form_and_a_theme_that_exist():
    assert len({entry.name for entry in catalogue.FIGURES}) == len(catalogue.FIGURES)
    assert {entry.theme for entry in catalogue.FIGURES} == set(catalogue.THEMES)
    assert {entry.form for entry in catalogue.FIGURES} <= set(charts.__all__)


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("name", MANY_FORMS)
def test_figures_for_a_column_of_print_are_readable(name, lang):
    (entry,) = catalogue.choose(figure=name)
    figure = figures.drawn(entry, lang, 85)
    assert_readable(figure)
    scale = 85 / 25.4 / figure.get_figwidth()
    sizes = [t.get_size() for ax in figure.axes for t in ax.texts] + [7.0]
    assert min(sizes) * scale >= 4.99
    assert canvas.share() == 1


def test_a_caption_counts_what_its_frame_holds():
    rows = frames.gap_rows(catalogue.dafang())
    told = captions.shows("gap_bars", rows, "en")
    silent = int(rows["reason"].eq("no_observation").sum())
    assert told.startswith(f"{len(rows)} targets; no figure is published: {silent};")


def test_a_cell_of_a_csv_is_never_a_formula():
    data = tables.as_csv(pd.DataFrame({"a": ["=1+1", "+1", "-1", "@x", "x"], "b": [-1.5] * 5}))
    rows = data.decode("utf-8-sig").splitlines()[1:]
    assert rows == ["'=1+1,-1.5", "'+1,-1.5", "'-1,-1.5", "'@x,-1.5", "x,-1.5"]


def test_text_from_data_is_escaped_in_pages():
    row = dict.fromkeys(figures.INDEX, "<script>alert(1)</script>") | {"theme": "overview"}
    page = pages.figure_index(pd.DataFrame([row]), [180], ["png"]).decode()
    assert "<script" not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("output", ["missing/figures", "file"])
def test_a_place_that_cannot_be_written_ends_in_one_sentence(output, tmp_path, capsys):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit) as stop:
        main(["figures", "--figure", TWO[0], "--output", str(tmp_path / output)])
    assert stop.value.code == 2
    (last,) = capsys.readouterr().err.strip().splitlines()[-1:]
    assert "output: found" in last and "cannot be written" in last


@pytest.fixture
def read_only(tmp_path):
    """A folder that may not be written to; root may write anywhere but to /proc."""
    if os.geteuid() == 0:
        yield Path("/proc")
        return
    tmp_path.chmod(0o500)
    yield tmp_path
    tmp_path.chmod(0o700)


def test_a_read_only_folder_is_named(read_only, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["report", "--lang", "zh", "--output", str(read_only)])
    assert stop.value.code == 2
    (last,) = capsys.readouterr().err.strip().splitlines()[-1:]
    assert f"output: found {read_only}, which cannot be written (" in last


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


@pytest.mark.parametrize(
    ("asked", "name"),
    [({"theme": "weather"}, "theme"), ({"figure": "none"}, "figure"), ({"lang": "fr"}, "lang")],
)
def test_what_is_not_held_is_named(asked, name, tmp_path):
    with pytest.raises(ValueError, match=f"^{name}: found"):
        export.write_figures(tmp_path, **asked)


def test_the_workbook_has_typed_cells_frozen_headers_and_units(tmp_path):
    path, again = tmp_path / "tables.xlsx", tmp_path / "again.xlsx"
    export.to_excel(path, "dafang-2023")
    export.to_excel(again, "dafang-2023")
    assert path.read_bytes() == again.read_bytes()
    book = load_workbook(path)
    assert book.sheetnames == ["gaps", "targets", "observations", "sources", "codebook"]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    sheet = book["targets"]
    heads = [cell.value for cell in sheet[1]]
    assert "value [in unit_measure]" in heads and "due [year]" in heads
    value = sheet.cell(2, heads.index("value [in unit_measure]") + 1)
    assert value.data_type == "n"
    assert value.value == plan.targets()["value"][0]
    assert sheet.max_row == 31
    described = [row[3].value for row in book["codebook"].iter_rows(min_row=2)]
    assert all(described)


def test_a_text_in_a_workbook_is_never_a_formula(tmp_path, monkeypatch):
    risky = pd.DataFrame({"a": ["=1+1", "@x", "-1", "+1"], "b": [-1.0, 2, 3, 4]})
    monkeypatch.setattr(tables, "collected", lambda _: {"one": risky})
    export.to_excel(tmp_path / "x.xlsx")
    cells = [row for row in load_workbook(tmp_path / "x.xlsx")["one"].iter_rows(min_row=2)]
    assert [row[0].data_type for row in cells] == ["s"] * 4
    assert [row[1].value for row in cells] == risky["b"].tolist()


def test_the_same_tables_as_csv(tmp_path):
    assert main(["tables", "-o", str(tmp_path / "csv"), "--plan", "dafang-2023"]) == 0
    held = pd.read_csv(tmp_path / "csv/gaps.csv", encoding="utf-8-sig")
    assert len(held) == 30 and held["verdict"].eq("undecided").all()
    assert len(list((tmp_path / "csv").iterdir())) == 5


@pytest.fixture(scope="module")
def small():
    """The report with one figure of one theme, so that it is made fast."""
    numbers = report._numbered(catalogue.table())
    picture = report._picture(catalogue.choose(figure="steps-unemployment")[0], numbers, "zh")
    rows = report._gap_table(catalogue.dafang("employment"), numbers, "zh")
    risky = rows.assign(**{rows.columns[1]: "<script>alert(1)</script>"})
    section = report.Section("employment", "就业", [picture], "就业目标", risky)
    return report.Report(
        lang="zh",
        summary=report._summary("zh"),
        conflicts=[],
        counts=report._counts("zh"),
        sections=[section],
        methods=report.METHODS["zh"],
        sources=report._sources(numbers),
    )


def test_the_page_stands_alone_and_escapes_what_comes_from_data(small):
    page = pages.report(small).decode()
    assert page.lstrip().startswith("<!DOCTYPE html>") and '<html lang="zh-CN">' in page
    assert "<script" not in page and "&lt;script&gt;" in page
    assert re.findall(r'src="(?!data:image/png;base64,)', page) == []
    alts = re.findall(r'<img alt="([^"]+)"', page)
    assert len(alts) == 1 and small.sections[0].pictures[0].shows in alts[0]
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_only_addresses_that_are_no_reprints_become_links(small):
    listed = reference.sources()
    reprints = set(listed.loc[listed["reprint"], "url"]) - {""}
    assert reprints
    links = set(re.findall(r'href="(http[^"]+)"', html.unescape(pages.report(small).decode())))
    assert links and not links & reprints
    cited = small.sources["number"].tolist()
    assert cited == list(range(1, len(cited) + 1))


def test_the_summary_counts_every_target_once(small):
    assert small.counts.iloc[:, 1].sum() == 30
    assert small.counts.iloc[:, 2].sum() == len(plan.targets(None))
    assert small.summary[0].startswith("大方县2023年：30个目标")


def test_the_word_document_has_styles_captions_contents_tables_and_alternative_texts(small):
    data = word.document(small)
    assert data == word.document(small)
    book = Document(io.BytesIO(data))
    styles = [p.style.name for p in book.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 5 and styles.count("Caption") == 4
    xml = book.element.xml
    assert xml.count("SEQ Table") == 3 and xml.count("SEQ Figure") == 1
    behind = small.sections[0].pictures[0].numbers
    rows = [len(small.counts) + 1, 5, len(behind) + 1]
    assert [len(table.rows) for table in book.tables] == rows
    assert [cell.text for cell in book.tables[2].rows[0].cells] == list(behind.columns)
    for table in book.tables:
        assert len(table._tbl.xpath("./w:tr/w:trPr/w:cantSplit")) == len(table.rows)
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in book.tables)
    (shape,) = book.inline_shapes
    assert shape._inline.docPr.get("descr") == small.sections[0].pictures[0].alt


def test_the_contents_of_the_word_document_name_every_heading_and_link_to_it(small):
    body = Document(io.BytesIO(word.document(small))).element.body
    headings = body.xpath("./w:p[w:pPr/w:pStyle[@w:val='Heading1' or @w:val='Heading2']]")
    entries = body.xpath("./w:p[w:pPr/w:pStyle[starts-with(@w:val, 'toc')]]")
    assert ["".join(p.itertext("{*}t")) for p in entries] == [
        "".join(p.itertext("{*}t")) for p in headings
    ]
    anchors = [str(a) for p in entries for a in p.xpath("./w:hyperlink/@w:anchor")]
    names = [str(n) for p in headings for n in p.xpath("./w:bookmarkStart/@w:name")]
    assert anchors == names and len(set(names)) == len(headings) == 6
    # One field that Word can update: its code before the first entry, its end after the last.
    marks = body.xpath(".//w:fldChar/@w:fldCharType")
    assert marks[:3] == ["begin", "separate", "end"]
    assert body.xpath(".//w:instrText")[0].text.strip().startswith('TOC \\o "1-2"')
    assert entries[0].xpath(".//w:fldChar") and not entries[1].xpath(".//w:fldChar")


def test_the_caption_of_a_figure_names_the_table_of_its_numbers(small):
    body = Document(io.BytesIO(word.document(small))).element.body
    captions_there = body.xpath("./w:p[w:pPr/w:pStyle[@w:val='Caption']]")
    figure = next(p for p in captions_there if p.xpath(".//w:instrText[contains(., 'Figure')]"))
    assert "".join(figure.itertext("{*}t")).endswith("数据见表 3。")
    (name,) = captions_there[-1].xpath("./w:bookmarkStart/@w:name")
    assert figure.xpath(f".//w:instrText[contains(., 'REF {name}')]")
    assert "".join(captions_there[-1].itertext("{*}t")).startswith("表 3　图 1　")


def test_chinese_has_its_font_in_every_style_of_the_word_document(small):
    book = Document(io.BytesIO(word.document(small)))
    held = book.styles.element.xpath("//w:rFonts")
    assert len(held) > 10
    assert {f.get(qn("w:eastAsia")) for f in held} == {"Microsoft YaHei"}
    assert not any(name.endswith("Theme") for fonts in held for name in fonts.attrib)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_word_document_converts_to_pdf(small, tmp_path):
    (tmp_path / "report.docx").write_bytes(word.document(small))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    asked = ["soffice", home, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages)
    assert "大方县" in text


def test_a_column_has_room_for_its_longest_word():
    rows = [["Year", "What"], ["2023", "unemployment " * 9], ["1,050.256", "x"]]
    widths = wordparts._widths(rows, 170)
    assert sum(widths) == pytest.approx(170)
    assert widths[0] >= 9 * 1.6 and widths[1] > 3 * widths[0]


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("entry", catalogue.FIGURES, ids=lambda entry: entry.name)
def test_numbers_to_read_are_those_of_the_frame_without_a_code(entry, lang):
    frame = frames.numbers(entry.form, entry.frames())
    cited = report._numbered(catalogue.table())
    shown = (report._judged if entry.form in report._JUDGED else readable.table)(frame, cited, lang)
    assert len(shown) == len(frame)
    cells = shown.astype("str").to_numpy().ravel()
    assert not [c for c in cells if "_" in c or c in ("nan", "None", "<NA>", "True", "False")]
    if lang == "zh":
        assert not [c for c in shown if re.search("[a-z]", c)]
    if "last_time" in frame:
        years = shown[words.say(readable._HEADS["last_time"], lang)].map(readable.written)
        assert years.astype("int64").tolist() == frame["last_time"].tolist()
    if "what" in frame:
        (value,) = [c for c in shown if c.startswith(words.say(readable._HEADS["value"], lang))]
        printed = frame["what"].ne("projected")
        ratio = pd.to_numeric(shown[value])[printed] / frame["value"][printed]
        assert ratio.max() == pytest.approx(ratio.min(), rel=1e-12)


def test_the_interval_of_a_projection_is_told_by_its_ends():
    (entry,) = catalogue.choose(figure="air")
    frame = frames.numbers(entry.form, entry.frames())
    shown = readable.table(frame, report._numbered(catalogue.table()), "en")
    ends = shown["80 % within"].str.split("–", expand=True)[frame["what"].eq("projected")]
    assert ends[0].astype(float).tolist() == [float(f"{v:.4g}") for v in frame["lower_80"].dropna()]
    assert ends[1].astype(float).tolist() == [float(f"{v:.4g}") for v in frame["upper_80"].dropna()]
    assert shown["80 % within"][frame["what"].ne("projected")].eq("").all()


def test_a_large_value_keeps_its_digits_in_millions():
    (entry,) = catalogue.choose(figure="jobs")
    frame = frames.numbers(entry.form, entry.frames())
    shown = readable.table(frame, report._numbered(catalogue.table()), "en")
    last = shown[shown["Kind"] == "figure"].iloc[-1]
    assert readable.written(last["Value (million persons)"]) == "12.67"
    assert last["Year"] == 2025


@pytest.fixture
def differing(tmp_path, monkeypatch):
    """An own file with one figure that differs from the published one of the same key."""
    path = tmp_path / "mine.csv"
    held = catalogue.observations()
    wanted = {"ref_area": "CN", "indicator": "new_urban_jobs", "time_period": "2025"}
    row = held[held[list(wanted)].eq(wanted).all(axis="columns")]
    kept = row[["ref_area", "indicator", "basis", "time_period", "unit_measure"]]
    kept.assign(obs_value=12_000_000, source="Made up").to_csv(path, index=False)
    monkeypatch.setenv("PLANGAPS_SERIES", str(path))


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_an_own_figure_that_differs_is_said_in_the_report(differing, small, lang):
    content = replace(small, lang=lang, conflicts=report._conflicts(lang))
    (told,) = content.conflicts
    own, published = {"en": ("12,000,000", "12,670,000"), "zh": ("12000000", "12670000")}[lang]
    assert own in told and published in told
    page = html.unescape(pages.report(content).decode())
    book = Document(io.BytesIO(word.document(content)))
    heading = content.say("conflicts")
    assert f"{heading}</h3>" in page and f"<li>{told}</li>" in page
    texts = [p.text for p in book.paragraphs]
    assert texts[texts.index(heading, 12) + 1] == told


def test_without_own_figures_nothing_is_said_of_them(small):
    assert report._conflicts("zh") == []
    assert small.say("conflicts") not in pages.report(small).decode()


def test_numbers_of_two_units_have_no_common_scale():
    two = pd.DataFrame({"value": [5.0, 2e7], "unit_measure": ["percent", "persons"]})
    with pytest.raises(ValueError, match="found the units percent, persons; allowed: one"):
        readable.table(two, pd.Series(dtype=int), "en")


def test_the_ranked_numbers_keep_what_bounds_them():
    (entry,) = catalogue.choose(figure="air-ranked")
    numbers = frames.numbers(entry.form, entry.frames())
    this = numbers[numbers["is_this"]].iloc[0]
    assert (this["value"], this["comparator"]) == (97, "at_least")
    more = numbers[(numbers["value"] == 98) & (numbers["year"] == 2021)]
    assert set(more["bound"]) == {"lower"}
