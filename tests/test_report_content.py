"""The report: what it says, its web page and its Word document."""

import html
import io
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

import plan_targets as plan
from plangaps import observed, own, report, tables, words
from plangaps.charts import phrases
from plangaps.report import catalogue, content, docxparts, page, readable, word


@pytest.fixture(scope="module")
def frames():
    return report.Frames.read()


@pytest.fixture(scope="module")
def cited(frames):
    return content.citations(frames)


@pytest.fixture(scope="module")
def small(frames, cited):
    """The report with one figure of one theme, so that it is made fast; a cell of it is hostile."""
    (entry,) = catalogue.choose(figure="unemployment-2026")
    (picture,) = content.pictures(entry, frames, ["zh"], cited)
    whole = content.content("zh", frames, {"employment": [picture]}, cited)
    (section,) = whole.sections
    name = section.table.columns[1]
    risky = section.table.assign(**{name: "<script>alert(1)</script>"})
    return replace(whole, sections=[replace(section, table=risky)])


def numbers_of(name, frames):
    (entry,) = catalogue.choose(figure=name)
    return entry.form, entry.numbers(frames)


def test_the_page_stands_alone_and_escapes_what_comes_from_data(small):
    data = page.report(small).decode()
    assert data.lstrip().startswith("<!DOCTYPE html>") and '<html lang="zh-CN">' in data
    assert "<script" not in data and "&lt;script&gt;" in data
    assert re.findall(r'src="(?!data:image/png;base64,)', data) == []
    alts = re.findall(r'<img alt="([^"]+)"', data)
    assert len(alts) == 1 and small.sections[0].pictures[0].told.caption in alts[0]
    levels = [int(level) for level in re.findall(r"<h(\d)", data)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_only_addresses_that_are_no_reprints_become_links(small):
    listed = tables.sources()
    reprints = set(listed.loc[~listed["kind"].isin(["official", "press"]), "url"]) - {""}
    assert reprints
    links = set(re.findall(r'href="(http[^"]+)"', html.unescape(page.report(small).decode())))
    assert links and not links & reprints
    numbers = small.sources["number"].tolist()
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_summary_counts_every_target_once(small, frames):
    assert small.counts.iloc[:, 1].sum() == 30
    assert small.counts.iloc[:, 2].sum() == len(plan.targets(None))
    silent = frames.table["plan"].eq("dafang-2023") & frames.table["reason"].eq("no_observation")
    assert small.summary[0].startswith("大方县2023年：30")
    assert f"未见公开数据{silent.sum()}" in small.summary[0]


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
    assert book.sections[0].footer.paragraphs[0].text == "1"  # until Word counts the pages
    for table in book.tables:
        assert table.autofit is False
        assert len(table._tbl.xpath("./w:tr/w:trPr/w:cantSplit")) == len(table.rows)
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in book.tables)
    (shape,) = book.inline_shapes
    assert shape._inline.docPr.get("descr") == small.sections[0].pictures[0].told.alt


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
    captions = body.xpath("./w:p[w:pPr/w:pStyle[@w:val='Caption']]")
    figure = next(p for p in captions if p.xpath(".//w:instrText[contains(., 'Figure')]"))
    assert "".join(figure.itertext("{*}t")).endswith("数据见表 3。")
    (name,) = captions[-1].xpath("./w:bookmarkStart/@w:name")
    assert figure.xpath(f".//w:instrText[contains(., 'REF {name}')]")
    assert "".join(captions[-1].itertext("{*}t")).startswith("表 3　图 1　")


def test_chinese_has_its_font_in_every_style_of_the_word_document(small):
    book = Document(io.BytesIO(word.document(small)))
    fonts = book.styles.element.xpath("//w:rFonts")
    assert len(fonts) > 10
    assert {f.get(qn("w:eastAsia")) for f in fonts} == {"Microsoft YaHei"}
    assert not any(name.endswith("Theme") for one in fonts for name in one.attrib)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_word_document_converts_to_pdf(small, tmp_path):
    (tmp_path / "report.docx").write_bytes(word.document(small))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    asked = ["soffice", home, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "report.pdf").pages)
    assert "大方县" in text


def test_a_column_has_room_for_its_longest_word():
    rows = [["Year", "What"], ["2023", "unemployment " * 9], ["1,050.256", "x"]]
    widths = docxparts._widths(rows, 170)
    assert sum(widths) == pytest.approx(170)
    assert widths[0] >= 9 * 1.6 and widths[1] > 3 * widths[0]


@pytest.mark.parametrize("entry", catalogue.every(), ids=lambda entry: entry.name)
def test_numbers_to_read_are_those_of_the_frame_without_a_code(entry, frames, cited):
    numbers = entry.numbers(frames)
    if "what" in numbers:
        numbers = numbers[numbers["what"].isin(["observed", "target", "projected"])]
    for lang in words.LANGUAGES:
        shown = readable.table(entry.form, numbers, cited, lang)
        assert len(shown) == len(numbers)
        cells = shown.astype("str").to_numpy().ravel()
        assert not [c for c in cells if "_" in c or c in ("nan", "None", "<NA>", "True", "False")]
        if lang == "zh":
            assert not [c for c in shown if re.search("[a-z]", c)]
        if "last_time" in numbers:
            years = shown[words.say("column.last_time", lang)]
            assert years.astype("int64").tolist() == numbers["last_time"].tolist()
        if "what" in numbers:
            head = words.say("column.value", lang)
            (value,) = [c for c in shown if c.startswith(head)]
            printed = numbers["what"].ne("projected")
            ratio = pd.to_numeric(shown[value])[printed] / numbers["value"][printed]
            assert ratio.max() == pytest.approx(ratio.min(), rel=1e-12)


def test_the_interval_of_a_projection_is_told_by_its_ends(frames, cited):
    form, numbers = numbers_of("air", frames)
    shown = readable.table(form, numbers, cited, "en")
    ahead = numbers[numbers["what"].eq("projected")]
    told = shown["80 % within"][shown["Kind"] == "projection"]
    ends = told.str.split("–", expand=True).astype(float)
    assert len(ahead) >= 3
    assert ends[0].tolist() == [float(f"{v:.4g}") for v in ahead["lower_80"]]
    assert ends[1].tolist() == [float(f"{v:.4g}") for v in ahead["upper_80"]]
    assert shown["80 % within"][shown["Kind"] != "projection"].eq("").all()


def test_a_large_value_keeps_its_digits_in_millions(frames, cited):
    shown = readable.table(*numbers_of("jobs", frames), cited, "en")
    last = shown[shown["Kind"] == "figure"].iloc[-1]
    assert readable.written(last["Value (million persons)"]) == "12.67"
    assert str(last["Year"]) == "2025"


def test_numbers_of_two_units_have_no_common_scale():
    two = pd.DataFrame({"value": [5.0, 2e7], "unit_measure": ["percent", "persons"]})
    with pytest.raises(ValueError, match="found the units percent, persons; allowed: one"):
        readable.table("ambition", two, pd.Series(dtype=int), "en")


def test_sources_are_told_by_number_and_own_ones_by_name(cited):
    first, second = cited.index[0], cited.index[4]
    joined = phrases.SEVERAL.join([second, "", "my yearbook", first])
    assert readable._cited(joined, cited) == "[1] [5] my yearbook"


def test_the_nearest_figure_is_the_one_that_judges_else_the_context(frames, cited):
    form, numbers = numbers_of("unemployment", frames)
    shown = readable.table(form, numbers, cited, "en")
    nearest = shown["Figure that judges, or nearest one"]
    for row, told in zip(numbers.to_dict("records"), nearest, strict=True):
        value = row["obs_value"] if pd.notna(row["obs_value"]) else row["context_value"]
        if pd.isna(value):
            assert told == "–"
        else:
            assert told.endswith(words.number(value, "percent", "en"))


def test_the_years_of_a_total_are_told_as_a_span(frames, cited):
    form, numbers = numbers_of("five-year-environment", frames)
    total = numbers.assign(time_period="2021/2025", obs_value=24.5, bound="")
    shown = readable.table(form, total, cited, "en")
    assert shown["Figure that judges, or nearest one"].str.contains(", 2021–2025: 24.5 %").all()


@pytest.mark.parametrize(
    ("value", "text"),
    [(2023.0, "2,023"), (98.70, "98.7"), (-0.5, "−0.5"), (0.1234567, "0.123457"), (2023, "2023")],
)
def test_a_cell_has_the_digits_of_its_value(value, text):
    assert readable.written(value) == text


@pytest.fixture
def differing(frames, tmp_path):
    """The frames with one own figure that differs from the published one of the same key."""
    wanted = {"ref_area": "CN", "indicator": "new_urban_jobs", "time_period": "2025"}
    row = catalogue.select(frames.observations, **wanted)
    kept = row[["ref_area", "indicator", "basis", "time_period", "unit_measure"]]
    path = tmp_path / "mine.csv"
    kept.assign(obs_value=12_000_000, source="Made up").to_csv(path, index=False)
    return report.Frames.read(path)


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_an_own_figure_that_differs_is_said_in_the_report(differing, small, cited, lang):
    whole = content.content(lang, differing, {}, cited)
    (told,) = whole.conflicts
    mine, published = {"en": ("12,000,000", "12,670,000"), "zh": ("12000000", "12670000")}[lang]
    assert mine in told and published in told
    whole = replace(whole, sections=small.sections)
    data = html.unescape(page.report(whole).decode())
    book = Document(io.BytesIO(word.document(whole)))
    heading = whole.say("conflicts")
    assert f"{heading}</h3>" in data and f"<li>{told}</li>" in data
    texts = [p.text for p in book.paragraphs]
    assert texts[texts.index(heading, 12) + 1] == told


def test_without_own_figures_nothing_is_said_of_them(small):
    assert small.conflicts == []
    assert small.say("conflicts") not in page.report(small).decode()


def test_frames_are_read_anew_each_time(tmp_path, monkeypatch):
    """A file dropped into the folder while a kernel runs is seen by the next call."""
    monkeypatch.setenv("PLANGAPS_OWN", str(tmp_path))
    before = report.Frames.read()
    rows = (
        "ref_area,indicator,time_period,obs_value,unit_measure\n520521,forest_coverage,2023,61,%\n"
    )
    (tmp_path / "dropped.csv").write_text(rows, "utf-8")
    after = report.Frames.read()
    assert len(after.observations) == len(before.observations) + 1
    verdicts = (f.table.set_index(["plan", "target"])["verdict"] for f in (before, after))
    assert [v.loc[("dafang-2023", "T04")] for v in verdicts] == ["undecided", "met"]
    figures = own.read(tmp_path / "dropped.csv")
    same = report.Frames.of(observed.add_own(before.observations, figures), figures)
    pd.testing.assert_frame_equal(same.table, after.table)
