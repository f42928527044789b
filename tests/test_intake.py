"""What comes in from outside ends in a text, a table or one sentence, whatever it is."""

import io
import os
import zipfile

import pandas as pd
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from plangaps import files, intake
from plangaps.reading import many, read_reports, read_text
from plangaps.reading.files import UnreadableFile, text_of

HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
WORDS = "<w:p><w:r><w:t>新建码头6座</w:t></w:r></w:p>"
CELL = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>' + WORDS + "</w:tc>"


def empty() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


EMPTY = empty()


def document(body: str, encoding: str = "utf-8", **more: bytes) -> bytes:
    """A Word document of the XML in ``body``, with other parts beside it."""
    with (
        zipfile.ZipFile(io.BytesIO(EMPTY)) as parts,
        zipfile.ZipFile(result := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in parts.namelist():
            if name != "word/document.xml":
                archive.writestr(name, parts.read(name))
        written = HEAD + body + "</w:body></w:document>"
        archive.writestr("word/document.xml", written.encode(encoding))
        for name, content in more.items():
            archive.writestr(f"word/{name}", content)
    return result.getvalue()


def test_a_document_is_read_in_paragraphs_and_cells_each_once():
    row = f"<w:tr>{CELL.format(2)}{CELL.format(1).replace('6', '7')}</w:tr>"
    inner = f"<w:tr><w:tc><w:tbl>{row}</w:tbl><w:p/></w:tc></w:tr>"
    text = text_of(document(f"<w:tbl>{row}{inner}</w:tbl>{WORDS}"), "a.docx")
    assert text.split() == [
        "新建码头6座",
        "新建码头6座",
        "新建码头7座",
        "新建码头6座",
        "新建码头7座",
    ]


@pytest.mark.parametrize("span", [10**9, 2**31, -1])
def test_a_span_of_cells_costs_nothing(span):
    assert text_of(document(f"<w:tbl><w:tr>{CELL.format(span)}</w:tr></w:tbl>"), "a.docx")


def test_a_part_that_is_not_read_costs_nothing():
    assert text_of(document(WORDS, unused=bytes(60_000_000)), "a.docx") == "新建码头6座"


PIECES = ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "新建", "6", "座", "<w:tbl>",
          "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:br/>", "&#1;", "&x;",
          '<w:gridSpan w:val="999999999"/>', "<!--", "-->", "<x/>", WORDS, CELL]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_document_gives_a_text_or_one_sentence(body):
    try:
        assert text_of(document(body), "a.docx").strip()
    except UnreadableFile as error:
        assert str(error).startswith("a.docx: ") and "\n" not in str(error)


@pytest.mark.parametrize(
    ("body", "encoding", "told"),
    [
        (WORDS + "<w:p/>" * 300_000, "utf-8", "found more than 300,000 elements of layout"),
        (WORDS + " " * 50_000_000, "utf-8", "bytes unpacked; allowed: at most 50,000,000"),
        (WORDS.replace("6", "6" * 10**6), "utf-8", "found 1,000,005 characters; allowed: at most"),
        (WORDS, "utf-32-be", r"not a readable \.docx file"),
        (WORDS.replace("<w:t>", "<w:x>"), "utf-8", r"not a readable \.docx file"),
    ],
)
def test_a_document_beyond_a_limit_is_refused(body, encoding, told):
    with pytest.raises(UnreadableFile, match=rf"^a\.docx: .*{told}"):
        text_of(document(body, encoding), "a.docx")


def test_a_text_has_a_million_characters_at_most():
    assert len(text_of(("码" * 10**6).encode(), "a.txt")) == 10**6
    for raw in (("码" * 10**6 + "头").encode(), b"1" * 4_000_001):
        with pytest.raises(UnreadableFile, match=r"^a\.txt: found [\d,]+ .*; allowed: at most"):
            text_of(raw, "a.txt")


def test_control_characters_are_blanks_and_told(capsys):
    assert text_of("力争2\x016\uffff0%\x1b[2J".encode(), "a\x1b.txt") == "力争2 6 0% [2J"
    assert capsys.readouterr().err == "a\\x1b.txt: 3 control characters were taken for blanks.\n"


@given(st.text(), st.text(st.characters(categories=["Lo"]), min_size=1))
def test_a_text_comes_back_from_either_encoding(text, letters):
    text = text.replace("\0", "").removeprefix("\ufeff")
    assert intake.text_of(text.encode()) == text
    clean, controls = intake.without_controls(text)
    assert len(clean) == len(text)
    assert sum(a != b for a, b in zip(clean, text, strict=True)) == controls


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["甲乙丙".encode(), "甲乙丙".encode("gb18030")], "UTF-8 in line 1 and another.* line 2"),
        (["甲乙丙".encode("gb18030"), "甲乙丙".encode()], "UTF-8 in line 2 and another.* line 1"),
        ([b"\xef\xbb\xbfA", "甲乙丙".encode("gb18030")], "UTF-8 in line 1 and another.* line 2"),
        ([b"A", b"\xff\xff"], "neither UTF-8 nor GB18030"),
        (["甲".encode("utf-16")], "neither UTF-8 nor GB18030"),
    ],
)
def test_lines_of_two_encodings_are_refused(lines, told):
    with pytest.raises(UnreadableFile, match=told):
        text_of(b"\n".join(lines), "a.txt")


@pytest.fixture
def folder(tmp_path):
    """Reports that are none, and one that is."""
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "table.csv")
    (tmp_path / "zero.docx").symlink_to("/dev/zero")
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    (tmp_path / "gone\x1b[2J.txt").symlink_to(tmp_path / "nothing")
    with (tmp_path / "hole.pdf").open("wb") as hole:
        hole.truncate(10**12)
    (tmp_path / "report.txt").write_text("新建码头6座", "utf-8")
    return tmp_path


def test_only_regular_files_are_opened(folder, capsys, monkeypatch):
    monkeypatch.setattr(many, "_parallel", lambda reports, cluster: map(many._read, reports))
    frame = read_reports(folder, folder / "results")
    skipped = frame.attrs["skipped"]
    assert frame["report"].tolist() == ["report.txt"]
    assert {name: "no folder, pipe" in why for name, why in skipped.items()} == {
        "pipe.txt": True, "table.csv": True, "zero.docx": True, "loop.pdf": True,
        "gone\\x1b[2J.txt": False, "hole.pdf": False,
    }  # fmt: skip
    assert "\x1b" not in capsys.readouterr().err
    with pytest.raises(UnreadableFile, match="found 1,000,000,000,000 bytes; allowed: at most 20"):
        read_text(folder / "hole.pdf")


@pytest.mark.parametrize("year", [float("inf"), 1e30, 2024.5, "2024年", 1948])
def test_a_year_that_is_none_is_named(year):
    table = pd.DataFrame({"report": ["a", "b"], "text": ["x", "y"], "year": [2024, year]})
    with pytest.raises(UnreadableFile, match=r"^table, report 'b', column year: found .*; allow"):
        read_reports(table)


def test_a_damaged_result_is_named_and_a_second_run_is_refused(folder, monkeypatch):
    monkeypatch.setattr(many, "_parallel", lambda reports, cluster: map(many._read, reports))
    results = folder / "results"
    table = pd.DataFrame({"report": ["a"], "text": ["新建码头6座"]})
    first = read_reports(table, results)
    (kept,) = results.glob("*.parquet")
    pd.testing.assert_frame_equal(read_reports(table, results), first)
    with files.held(results), pytest.raises(files.OutputError, match="which another run writes to"):
        read_reports(table, results)
    for damage in (b"", kept.read_bytes()[:-40], b"report,value\n"):
        kept.write_bytes(damage)
        with pytest.raises(UnreadableFile, match=rf"{kept.name}: found no sound result .* Delete"):
            read_reports(table, results)
