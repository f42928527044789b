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
from plangaps import findings, observed, own, package, report, tables, words
from plangaps.charts import phrases
from plangaps.findings import Held
from plangaps.report import catalogue, content, docxparts, page, readable, word


@pytest.fixture(scope="module")
def frames():
    return report.Frames.read()


@pytest.fixture(scope="module")
def held(frames):
    return Held(frames.observations)


@pytest.fixture(scope="module")
def cited(frames):
    return content.citations([frames.table, frames.observations])


@pytest.fixture(scope="module")
def small(frames, held):
    """One theme with one figure, so that it is made fast; a cell of it is hostile."""
    (entry,) = catalogue.choose(figure="unemployment-2026")
    (picture,) = content.pictures(replace(entry, theme="employment"), frames, ["zh"])
    asked = content.Asked(theme="employment", annex=True)
    whole = content.content("zh", frames, [picture], held, asked)
    (section,) = whole.sections
    name = section.table.columns[1]
    risky = section.table.assign(**{name: "<script>alert(1)</script>"})
    return replace(whole, sections=[replace(section, table=risky)])


@pytest.fixture(scope="module", params=words.LANGUAGES)
def whole(request, frames, held):
    """The report without its pictures."""
    return content.content(request.param, frames, [], held)


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


def texts_of(data):
    return [p.text for p in Document(io.BytesIO(data)).paragraphs]


def test_the_first_page_answers_and_says_five_findings(whole, held):
    said = [whole.answer, *whole.findings]
    assert said[0] == findings.say("plan_judged", held, whole.lang)
    assert len(set(said)) == 6 and all(said)
    held_texts = texts_of(word.document(whole))
    at = [held_texts.index(text) for text in said]
    assert at == sorted(at) and at[-1] < held_texts.index(whole.sections[0].title)
    data = html.unescape(page.report(whole).decode())
    assert all(data.count(text) == 1 for text in said)


def test_no_target_is_told_twice_and_each_names_who_would_publish_its_figure(whole, frames):
    rows = pd.concat([section.table for section in whole.sections])
    head = [words.say(f"column.{c}", whole.lang) for c in ("target", "published_in")]
    mine = frames.table.query("plan == 'dafang-2023'")
    assert sorted(rows[head[0]]) == sorted(mine["target"])
    places = tables.indicators().set_index("indicator")["published_in"]
    asked = rows.set_index(head[0])[head[1]]
    for target, indicator in zip(mine["target"], mine["indicator"], strict=True):
        said = [words.say(f"publisher.{p}", whole.lang) for p in places[indicator].split("; ")]
        assert asked[target].lower() == words.say("mark.semicolon", whole.lang).join(said).lower()


def test_every_publisher_has_its_words():
    places = tables.indicators()["published_in"].str.split("; ").explode()
    assert set(places) == set(words.codes("publisher"))


def test_date_version_citation_and_licence_stand_in_the_report_and_its_properties(whole):
    data, page_ = word.document(whole), html.unescape(page.report(whole).decode())
    told, properties = texts_of(data), Document(io.BytesIO(data)).core_properties
    date = package.about()["created"][:10]
    assert package.about()["version"] == plan.__version__ == properties.version
    assert properties.created.date().isoformat() == date
    assert properties.title == whole.say("title") and properties.language[:2] == whole.lang
    assert (properties.comments, properties.keywords) == (
        whole.about["cite"], whole.about["licence"]
    )  # fmt: skip
    for text in whole.about.values():
        assert text in told and page_.count(text) >= 2  # in the page and in its head
    assert plan.__version__ in whole.about["cite"] and date in whole.about["cite"]
    assert "CC BY 4.0" in whole.about["licence"]


def test_sources_stand_by_who_issued_them_and_are_those_that_are_shown(whole, frames):
    mine = frames.table.query("plan == 'dafang-2023'")
    shown = mine[["source", "obs_source", "context_source"]].to_numpy().ravel()
    assert set(whole.sources.index) == set(shown) - {""}
    issuers = [issuer for issuer, _ in whole.by_issuer]
    assert len(issuers) == len(set(issuers))
    numbers = [source.number for _, listed in whole.by_issuer for source in listed]
    assert numbers == list(range(1, len(shown := whole.sources) + 1)) and len(shown)
    caption = whole.sections[0].caption
    assert f"[{whole.sources['number'][mine['source'].iloc[0]]}]" in caption


def test_a_brief_is_the_first_page_and_no_more(frames, held):
    brief = content.content("en", frames, [], held, content.Asked(brief=True))
    assert brief.answer and brief.findings
    assert not brief.sections and not brief.methods and not len(brief.sources)
    assert [e.name for e in content.Asked(brief=True).entries(frames)] == ["verdicts-dafang"]
    for more in ({"theme": "employment"}, {"annex": True}):
        with pytest.raises(ValueError, match=f"brief: found with {next(iter(more))}; allowed: one"):
            content.Asked(brief=True, **more).entries(frames)


def test_each_theme_has_its_best_figure_and_the_record_two(frames):
    themes = [e.theme for e in content.Asked().entries(frames)]
    assert themes == [*catalogue.THEMES, "record"]


def test_the_word_document_has_styles_captions_tables_and_alternative_texts(small):
    data = word.document(small)
    assert data == word.document(small)
    book = Document(io.BytesIO(data))
    styles = [p.style.name for p in book.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 4 and styles.count("Caption") == 3
    xml = book.element.xml
    assert xml.count("SEQ Table") == 2 and xml.count("SEQ Figure") == 1
    ((title, behind),) = small.annex
    assert title == small.sections[0].pictures[0].told.title
    assert [len(table.rows) for table in book.tables] == [5, len(behind) + 1]
    assert [cell.text for cell in book.tables[1].rows[0].cells] == list(behind.columns)
    for table in book.tables:
        assert table.autofit is False
        assert len(table._tbl.xpath("./w:tr/w:trPr/w:cantSplit")) == len(table.rows)
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in book.tables)
    (shape,) = book.inline_shapes
    assert shape._inline.docPr.get("descr") == small.sections[0].pictures[0].told.alt


def test_no_field_of_the_word_document_waits_for_a_key(small):
    """Each has a result; page numbers are in the foot, where Word counts them by itself."""
    book = Document(io.BytesIO(word.document(small)))
    foot = book.sections[0].footer.paragraphs[0]
    assert foot.text == "1" and "PAGE" in foot._p.xml
    codes = [code.text for code in book.element.body.xpath(".//w:instrText")]
    assert codes and all(code.strip().startswith("SEQ ") for code in codes)


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
def test_an_own_figure_that_differs_is_said_in_the_report(differing, lang):
    brief = content.Asked(brief=True)
    whole = content.content(lang, differing, [], Held(differing.observations), brief)
    (told,) = whole.conflicts
    mine, published = {"en": ("12,000,000", "12,670,000"), "zh": ("12000000", "12670000")}[lang]
    assert mine in told and published in told
    data = html.unescape(page.report(whole).decode())
    heading = whole.say("conflicts")
    assert f"{heading}</h3>" in data and f"<li>{told}</li>" in data
    texts = texts_of(word.document(whole))
    assert texts[texts.index(heading) + 1] == told


def test_without_own_figures_nothing_is_said_of_them(whole):
    assert whole.conflicts == []
    assert whole.say("conflicts") not in page.report(whole).decode()


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
