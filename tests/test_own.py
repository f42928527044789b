"""Own figures: what is read, and what is refused."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from figures import said
from hypothesis import given, settings
from hypothesis import strategies as st

import plan_targets
from plangaps import observed, own, tables, words
from plangaps.__main__ import main
from plangaps.gaps import gap_table
from plangaps.own import names, printed, workbook

PLAIN = "ref_area,indicator,time_period,obs_value,unit_measure\n"
FIELDS = [field["name"] for field in tables.schema("series")["fields"]]


@pytest.fixture
def project(monkeypatch, tmp_path):
    """A copy of the project's data with a folder for own figures that holds none."""
    data = tmp_path / "project" / "data"
    shutil.copytree(tables.DATA, data, ignore=shutil.ignore_patterns("own", "record"))
    monkeypatch.setattr(tables, "DATA", data)
    monkeypatch.delenv("PLANGAPS_OWN")
    return data


def listed(one: own.Loaded) -> list[dict]:
    return one.problems.to_dict("records")


def csv(text: str, encoding: str = "utf-8") -> own.Loaded:
    return own.load("figures.csv", text.encode(encoding))


def book(*sheets: list[list], titles: tuple[str, ...] = ("Sheet",)) -> openpyxl.Workbook:
    result = openpyxl.Workbook()
    result.remove(result.active)
    for title, rows in zip(titles, sheets, strict=True):
        sheet = result.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return result


def xlsx(workbook: openpyxl.Workbook) -> own.Loaded:
    return own.load("figures.xlsx", saved(workbook))


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# -- tables as they come

WIDE = """大方县主要指标,,,,
指标,单位,地区,2021年,2022,2023
森林覆盖率,%,大方县,60.1,60.5,—
地区生产总值(亿元),,大 方,"1,244.76",250.1,260亿元
注:本表按当年价格计算。
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_wide_table_in_every_encoding(encoding, separator):
    text = WIDE.replace('"1,244.76"', "1244.76").replace(",", separator)
    one = csv(text, encoding)
    assert one.problems.empty
    rows = one.figures.set_index(["indicator", "time_period"])["obs_value"]
    assert rows.to_dict() == {
        ("forest_coverage", "2021"): 60.1,
        ("forest_coverage", "2022"): 60.5,
        ("gdp", "2021"): 124_476_000_000,
        ("gdp", "2022"): 25_010_000_000,
        ("gdp", "2023"): 26_000_000_000,
    }
    assert (one.figures["ref_area"] == "520521").all()
    assert one.figures["source"].iloc[0] == "figures.csv, row 3"
    assert one.figures["quote"].tolist()[-1] == "260亿元"


def test_wide_and_long_say_the_same():
    long = csv(
        "年份,地区代码,指标代码,计量单位,数值\n"
        "2021,520521,forest_coverage,percent,60.1\n2022年,Dafang,Forest coverage,%,60.5\n"
        '2021,大方县,生产总值,亿元,"1,244.76"\n2022,520521 大方县,GDP,CNY,25010000000\n'
        "2023,大方县,gdp,亿元,260\n"
    )
    columns = ["ref_area", "indicator", "basis", "time_period", "obs_value", "unit_measure"]
    pd.testing.assert_frame_equal(long.figures[columns], csv(WIDE).figures[columns])


@pytest.mark.parametrize(
    "heading", [*names.HEADINGS["obs_value"], "obs_value", "VALUE", "Value 数值"]
)
def test_every_heading_is_understood(heading):
    one = csv(f"ref_area,indicator,time_period,{heading},unit\n520521,gdp,2023,260,亿元\n")
    assert one.figures["obs_value"].tolist() == [26e9]


def test_bound_status_and_basis_by_code_name_or_label():
    one = csv(
        "地区,指标,口径,时间,数值,单位,界限,状态\n"
        "大方县,air_good_days_share,县城,2021,97,%,以上,P\n"
        "大方县,air_good_days_share,county seat,2022,97,%,lower 以上 (more than),初步数\n"
        "大方县,air_good_days_share,County Seat,2023,97,%,About,P 初步数 (provisional)\n"
    )
    assert one.problems.empty
    assert one.figures["basis"].tolist() == ["county seat"] * 3
    assert one.figures["bound"].tolist() == ["lower", "lower", "approx"]
    assert one.figures["obs_status"].tolist() == ["P"] * 3


def test_an_ambiguous_name_is_asked_for():
    one = csv(
        PLAIN.replace("indicator", "indicator,basis") + "大方县,market_entities,年末,2023,6,万家\n"
    )
    (english,), (chinese,) = (own.sentences(one.problems, lang) for lang in ("en", "zh"))
    assert english.endswith(" Nearest: 'year end', 'year-end stock', 'public, year-end stock'.")
    assert "相近的有：年末（year end）、年末（year-end stock）、" in chinese


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("91.5", "亿元", 9.15e9),
        ("9,150,000,000", "元", 9.15e9),
        ("91.5亿元", "", 9.15e9),
        ("91.5 亿元", "亿元", 9.15e9),
        ("91.5", "亿元", 9.15e9),
        ("0.1", "CNY", 0.1),
        (".5", "万元", 5000.0),
        ("1e3", "元", 1000.0),
    ],
)
def test_units_as_printed(typed, unit, value):
    one = csv(PLAIN + f'大方县,gdp,2023,"{typed}",{unit}\n')
    assert one.figures["obs_value"].tolist() == [value]
    assert one.figures["unit_measure"].tolist() == ["CNY"]


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=50))
@settings(deadline=None, max_examples=5)
def test_sums_come_back_to_the_yuan(sums):
    rates = [("万元", 10**4), ("亿元", 10**8), ("万亿元", 10**12)]
    printed = [(Decimal(v) / rates[i % 3][1], rates[i % 3][0]) for i, v in enumerate(sums)]
    rows = [f"520521,gdp,{1950 + i},{v:f},{unit}\n" for i, (v, unit) in enumerate(printed)]
    assert csv(PLAIN + "".join(rows)).figures["obs_value"].tolist() == sums


@given(st.lists(st.decimals(0, 100, places=4), min_size=1, max_size=50))
@settings(deadline=None, max_examples=5)
def test_shares_come_back_as_typed(shares):
    values = [float(share) for share in shares]
    rows = [["520521", "forest_coverage", 1950 + i, v, "%"] for i, v in enumerate(values)]
    one = xlsx(book([PLAIN.strip().split(","), *rows]))
    assert one.figures["obs_value"].tolist() == values
    assert one.figures["quote"].str.rstrip("%").astype(float).tolist() == values


def test_a_cell_in_percent_is_the_percentage_it_shows():
    workbook = book([PLAIN.strip().split(","), ["大方县", "森林覆盖率", 2023, 0.6212, "%"]])
    workbook.active["D2"].number_format = "0.00%"
    assert xlsx(workbook).figures["obs_value"].tolist() == [62.12]
    workbook.active["C2"], workbook.active["B2"], workbook.active["E2"] = 2023, "gdp", "亿元"
    (problem,) = own.sentences(xlsx(workbook).problems)
    assert "row 2, column obs_value: found '62.12%'; allowed: a number." in problem


@pytest.mark.parametrize(
    ("value", "code", "unit", "found"),
    [
        (60.5, '0.0"万"', "人", "60.5万"),
        (60.5, "0.0\\万", "人", "60.5万"),
        (605000, '0!.0,"万"', "人", '=format 0!.0,"万"'),
        (60500, "#,##0,", "人", "=format #,##0,"),
        (5, '[>=10000]0.0,"万";0', "人", '=format [>=10000]0.0,"万";0'),
        (-5, "0.0;0.0", "人", "=format 0.0;0.0"),
        (0, "0;-0;;@", "人", "=format 0;-0;;@"),
        (5, ";;;", "人", "=format ;;;"),
        (5, "0" * 256, "人", "=format 00000000000000000000..."),
        (60.5, '0.0"万人"', "", 605000),
        (60.5, "G/通用格式", "万人", 605000),
        (60.5, "[$¥-804]#,##0.00_);(#,##0.00)", "万人", 605000),
        (60.5, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', "万人", 605000),
        (605000, "0.00E+00", "人", 605000),
    ],
)
def test_a_cell_is_read_as_its_number_format_shows_it(value, code, unit, found):
    one = book([PLAIN.strip().split(","), ["大方县", "registered_population", 2023, value, unit]])
    one.active["D2"].number_format = code
    read = xlsx(one)
    told = [p["values"]["found"] for p in listed(read)] or read.figures["obs_value"].tolist()
    assert told == [found]


def test_what_a_spreadsheet_does_not_show_is_read_and_told():
    head = [*PLAIN.strip().split(","), "note"]
    rows = [["大方县", "gdp", year, 260, "亿元", "a\x85\x9bb"] for year in (2021, 2022, 2023)]
    hidden = book([head, *rows], [head, ["大方县", "gdp", 2020, 250, "亿元"]], titles=("A", "B"))
    hidden["A"].row_dimensions[3].hidden = hidden["A"].row_dimensions[900].hidden = True
    hidden["A"].column_dimensions["F"].hidden = hidden["A"].column_dimensions["Z"].hidden = True
    hidden["B"].sheet_state = "hidden"
    one = xlsx(hidden)
    assert len(one.figures) == 4 and one.figures["note"].tolist()[0] == "a\x85 b"
    told = own.notes(one.notes)
    assert told[0].startswith("figures.xlsx, sheet A: 1 rows are hidden, the first of them row 3")
    assert told[1].startswith("figures.xlsx, sheet A: 1 columns are hidden, the first of them F")
    assert told[2] == "figures.xlsx, sheet A, row 2: 1 control characters were taken for blanks."
    assert told[-1].startswith("figures.xlsx, sheet B: the sheet is hidden")
    assert len(told) == len(own.notes(one.notes, "zh")) == 6


def test_control_characters_are_blanks_and_never_glue_a_number():
    one = csv(PLAIN.strip() + ",note\n大方县,gdp,2023,260,亿元,a\x01\uffffb\n")
    assert one.figures["note"].tolist() == ["a  b"]
    assert own.notes(one.notes) == [
        "figures.csv, row 2: 2 control characters were taken for blanks."
    ]
    (problem,) = listed(csv(PLAIN + "大方县,gdp,2023,2\x0160,亿元\n"))
    assert (problem["column"], problem["values"]["found"]) == ("obs_value", "2 60")


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ('大方县,gdp,2021,"250,亿元\n大方县,gdp,2022,255,亿元\n', 2),
        ('大方县,gdp,2021,250,亿元\n大方县,gdp,2022,"255,亿元\n大方县,gdp,2023,"260,亿元\n', 3),
        ('"大方县,gdp,2022,255,亿元\n大方县,gdp,2023,260,亿元\n大方县",gdp,2021,250,亿元\n', 2),
        ('大方县,gdp,2021,250,"亿元\n大方县,gdp,2022,255",亿元\n大方县,gdp,2023,260,亿元\n', 2),
        ('大方县,gdp,2021,250,"亿"元\n', 2),
    ],
)
def test_a_quote_that_swallows_rows_is_refused_with_its_row(rows, row):
    one = csv(PLAIN + rows)
    assert one.figures.empty
    assert [(p["key"], p["row"]) for p in listed(one)] == [("quote", row)]


def test_a_cell_of_several_lines_is_a_cell():
    one = csv(PLAIN.strip() + ',note\n大方县,gdp,2023,260,亿元,"one, and\ntwo"\n')
    assert one.figures["note"].tolist() == ["one, and\ntwo"]


@pytest.mark.parametrize("first", ["gb18030", "utf-8", "utf-8-sig"])
def test_lines_of_two_encodings_are_refused(first):
    other = "utf-8" if first == "gb18030" else "gb18030"
    gdp = "大方县,gdp,{},260,亿元\n"
    lines = PLAIN.encode(first) + gdp.format(2022).encode(first) + gdp.format(2023).encode(other)
    (problem,) = listed(own.load("figures.csv", lines.replace(b"\xef\xbb\xbf\xe5", b"\xe5")))
    places = (3, 2) if first == "gb18030" else (2, 3)
    assert problem["key"] == "encodings"
    assert tuple(problem["values"][name] for name in ("one", "other")) == places


def test_merged_texts_hold_for_their_rows_and_merged_numbers_for_none():
    rows = [["地区", "指标", "单位", 2022, 2023], ["大方县", "森林覆盖率", "%", 60, 61]]
    workbook = book([*rows, [None, "地区生产总值", "亿元", 250, 260]])
    workbook.active.merge_cells("A2:A3")
    assert xlsx(workbook).figures["ref_area"].tolist() == ["520521"] * 4
    workbook.active.merge_cells("D2:E2")
    (problem,) = xlsx(workbook).problems.to_dict("records")
    assert (problem["row"], problem["column"]) == (2, "2023")
    assert problem["values"]["found"] == "=merged D2:E2"


def test_own_sheets_and_columns_are_left_alone():
    head = PLAIN.strip().split(",")
    row = ["大方县", "gdp", 2023, 260, "亿元"]
    workbook = book(
        [["scribble", 1]], [[*head, "# mine"], [*row, "=1+1"]], [], titles=("# own", "A", "empty")
    )
    assert xlsx(workbook).figures["place"].tolist() == ["figures.xlsx, sheet A, row 2"]


# -- what is refused


def test_every_problem_is_listed_at_once():
    one = csv(
        "指标,单位,地区,时间,数值,界限,状态,来源,乱\n"
        "森林复盖率,%,大方县,2023,61,,,,1\n"
        "森林覆盖率,万元,大方县,23,abc,x,y,,2\n"
        "森林覆盖率,,大房县,2023,60,,,=1+1,\n"
        "森林覆盖率,%,大方县,2023,160,,,<b>,\n"
        "森林覆盖率,%,大方县,2022,60,,,,\n"
    )
    assert one.figures.empty
    found = [(p["row"], p["column"], p["values"]["found"]) for p in listed(one)]
    assert found == [
        (1, "乱", "乱"),
        (2, "指标", "森林复盖率"),
        (3, "时间", "23"),
        (3, "数值", "abc"),
        (3, "状态", "y"),
        (3, "界限", "x"),
        (4, "地区", "大房县"),
        (4, "单位", ""),
        (4, "来源", "=1+1"),
        (5, "数值", 160),
    ]
    said = own.sentences(one.problems)
    assert "Nearest: Forest coverage (forest_coverage)" in said[1]
    assert "allowed: %, percent." in said[7]
    assert said[9].startswith("figures.csv, row 5, column 数值: found 160")
    assert "allowed: from 0 to 100 percent." in said[9]


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        ("", "no_cell", None),
        ("a,b\n1,2\n", "no_headings", None),
        ("<html><body>1</body></html>", "no_headings", None),
        ("ref_area,indicator\n520521,gdp\n", "heading_missing", None),
        (PLAIN.replace("unit_measure", "obs_value"), "heading_twice", "obs_value"),
        ("地区,指标,2023,2023年\n", "heading_twice", "2023年"),
        ("地区,指标,数值,2023\n", "heading_beside", "数值"),
        (PLAIN.strip() + ",\n大方县,gdp,2023,260,亿元,5\n", "heading_none", None),
        (PLAIN + "大方县,gdp,2023,nan,亿元\n", "number", "nan"),
        (PLAIN + "大方县,gdp,2023,1_000,亿元\n", "number", "1_000"),
        (PLAIN + "大方县,gdp,2023,1e999,亿元\n", "number", "1e999"),
        (PLAIN + "大方县,gdp,2023,1e308,万亿元\n", "floor", 1e308),
        (PLAIN + "大方县,gdp,1e-400,260,亿元\n", "like", "1e-400"),
        (PLAIN + "大方县,gdp,2023,1e-400,亿元\n", "number", "1e-400"),
        (PLAIN + "大方县,gdp,9999,260,亿元\n", "like", "9999"),
        (PLAIN + "大方县,gdp,2023/2022,260,亿元\n", "period", "2023/2022"),
        (PLAIN + "大方县,gdp,2023-02-29,260,亿元\n", "period", "2023-02-29"),
        (PLAIN + "大方县,gdp,2023,260,\n", "unit", ""),
        (PLAIN + "大方县,gdp,2023,260亿元,万元\n", "number", "260亿元"),
        (PLAIN + "抚顺,gdp,2023,260,亿元\n", "code", "抚顺"),
    ],
)
def test_a_file_that_is_not_understood_is_refused(text, key, found):
    one = csv(text)
    assert one.figures.empty
    assert (key, found) in [(p["key"], p["values"].get("found")) for p in listed(one)]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "no_workbook"),
        (b"PK\x03\x04broken", "no_workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "no_workbook"),
        (b"\0" * 5_000_001, "bytes"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(content, key):
    assert csv("x").problems["key"].tolist() == ["no_headings"]
    one = own.load("figures.xlsx", content)
    assert one.figures.empty
    assert one.problems["key"].tolist() == [key]


@pytest.mark.parametrize(("rows", "found"), [(19, None), (20, "no_headings")])
def test_headings_are_looked_for_in_the_first_twenty_rows(rows, found):
    one = csv("a title,of the table\n" * rows + PLAIN + "520521,gdp,2023,260,亿元\n")
    assert one.problems["key"].tolist() == ([found] if found else [])
    assert one.figures["row"].tolist() == ([] if found else [rows + 2])


def altered(data: bytes, **changes) -> bytes:
    """A workbook or document with parts changed, by the last word of their name before the dot."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as parts,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in parts.namelist():
            change = changes.get(name.rpartition("/")[2].partition(".")[0], lambda part: part)
            archive.writestr(name, change(parts.read(name)))
    return stream.getvalue()


ONE = [PLAIN.strip().split(","), ["520521", "gdp", 2023, 1, "亿元"]]
READ = re.compile(r"xl/(?:_rels|worksheets)/[^/]+$|xl/[^/]+$|_rels|\[")


def packed(size: int) -> bytes:
    """A workbook whose parts that are read have ``size`` bytes, and take next to nothing packed."""
    data = saved(book(ONE))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = sum(part.file_size for part in archive.infolist() if READ.match(part.filename))
    return altered(data, sheet1=lambda part: part + b" " * (size - held))


def test_a_workbook_unpacks_to_thirty_million_bytes_at_most():
    allowed, bomb = packed(30_000_000), packed(30_000_001)
    assert len(bomb) < 50_000
    assert own.load("figures.xlsx", allowed).figures["obs_value"].tolist() == [1e8]
    (problem,) = listed(own.load("figures.xlsx", bomb))
    assert (problem["key"], problem["values"]["n"]) == ("unpacked", 30_000_001)


@pytest.mark.parametrize(("rows", "refused"), [(99_999, False), (100_001, True)])
def test_a_table_has_a_hundred_thousand_cells_at_most(rows, refused):
    assert ("cells" in csv("x\n" * rows).problems["key"].tolist()) == refused


def test_a_cell_far_away_is_refused():
    far = book([["x"]])
    far.active["XFD1048576"] = 1
    (problem,) = listed(xlsx(far))
    assert (problem["key"], problem["values"]["n"]) == ("cells", 2**20 * 2**14)


@pytest.mark.parametrize("spread", [b"A1:XFD1048576", b"A1&#58;XFD1048576"])
def test_a_small_workbook_that_spreads_without_end_is_refused(spread):
    small = book([["x"]])
    small.active.merge_cells("A1:B2")
    wide = altered(saved(small), sheet1=lambda part: part.replace(b"A1:B2", spread))
    (problem,) = listed(own.load("figures.xlsx", wide))
    assert (problem["key"], problem["values"]["n"]) == ("ranges", 2**20 * 2**14)


@pytest.mark.parametrize("ref", ["A", "A1:XFD1048576", "A1&#58;XFD1048576"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-32-be", "utf-16"])
def test_links_and_comments_are_not_read_whatever_they_say(ref, encoding):
    noted = book(ONE)
    noted.active["A1"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink("A1", location="x")
    noted.active["A1"].comment = openpyxl.comments.Comment("x", "x")

    def spread(part: bytes) -> bytes:
        wide = re.sub(rb'((?:hyperlink|comment) ref=")[A-Z0-9:]+', rb"\1" + ref.encode(), part)
        return wide if b"<hyperlink" in part else wide.decode().encode(encoding)

    one = own.load("figures.xlsx", altered(saved(noted), sheet1=spread, comment1=spread))
    assert one.figures["obs_value"].tolist() == [1e8]


def times(count: int, text: bytes, before: bytes):
    """A change that writes ``text`` again and again."""
    return lambda part: part.replace(before, text * count + before, 1)


BEYOND = {
    "sheets": ("sheets", {"workbook": times(200, b'<sheet name="x"/>', b"</sheets>")}),
    "styles": ("elements", {"styles": times(100_001, b'<xf numFmtId="0"/>', b"</cellXfs>")}),
    "names": ("elements", {"workbook": times(100_001, b"<definedName/>", b"</workbook>")}),
    "strings": ("elements", {"sheet1": times(1_000, b"<t/>", b"</sheetData>")}),
    "cells of two sheets": ("cells", {}),
    "another encoding": (
        "no_workbook",
        {"sheet1": lambda part: part.decode().replace("?>", "?>", 1).encode("utf-32")},
    ),
    "a declared encoding": (
        "no_workbook",
        {"styles": lambda part: b'<?xml version="1.0" encoding="utf-7"?>' + part},
    ),
    "rows that go back": (
        "no_workbook",
        {"sheet1": lambda part: part.replace(b'<row r="2"', b'<row r="1"')},
    ),
    "a DTD": ("no_workbook", {"styles": lambda part: b"<!DOCTYPE x>" + part}),
}


@pytest.mark.parametrize("what", BEYOND)
def test_one_budget_holds_for_a_whole_workbook(what, monkeypatch):
    """Before openpyxl sees any of it; but the sheets are its own to find."""
    wide = [["x"] * 501, *[["x"]] * 100]
    data = saved(book(wide, wide, titles=("A", "B")) if what.startswith("cells") else book(ONE))
    if not what.startswith("cells"):
        monkeypatch.setattr(openpyxl, "load_workbook", None)
        monkeypatch.setattr(workbook, "_MOST_ELEMENTS", 1_000 if what == "strings" else 1_000_000)
    key, changes = BEYOND[what]
    assert own.load("figures.xlsx", altered(data, **changes)).problems["key"].tolist() == [key]


def test_a_part_that_unpacks_by_another_method_is_refused():
    """One step of bzip2 unpacks gigabytes."""
    stream = io.BytesIO(saved(book(ONE)))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/x.xml", b"<x/>", zipfile.ZIP_BZIP2)
    one = own.load("figures.xlsx", stream.getvalue())
    assert one.problems["key"].tolist() == ["no_workbook"]


def test_an_entity_bomb_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    text = altered(saved(book(ONE)), sheet1=lambda part: bomb + part.replace(b">gdp<", b">&b;<"))
    assert own.load("figures.xlsx", text).problems["key"].tolist() == ["no_workbook"]


def test_a_formula_is_never_read_as_a_figure():
    one = xlsx(book([PLAIN.strip().split(","), ["大方县", "gdp", 2023, "=200+60", "亿元"]]))
    assert one.figures.empty
    (problem,) = listed(one)
    assert (problem["key"], problem["values"]["found"]) == ("formula", "=200+60")


def test_html_stays_text():
    one = csv(PLAIN.strip() + ",note\n大方县,gdp,2023,260,亿元,<script>alert(1)</script>\n")
    assert one.figures["note"].tolist() == ["<script>alert(1)</script>"]
    assert "<script>" not in one.figures.to_html()


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(date(1950, 1, 1)),
    st.sampled_from(
        [2023, "2023", "大方县", "gdp", "%", "亿元", "=A1", "单位", "#", "", "1,0", "'="]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
)
HEADS = st.sampled_from(
    ["地区", "指标", "时间", "数值", "单位", 2022, 2023, "备注", "?", "# x", None]
)


def assert_all_or_nothing(one: own.Loaded) -> None:
    assert one.figures.empty or one.problems.empty
    assert one.figures.columns[-len(FIELDS) :].tolist() == FIELDS
    assert len(own.sentences(one.problems)) == len(one.problems)


@given(
    head=st.lists(HEADS, min_size=1, max_size=8),
    rows=st.lists(st.lists(CELLS, max_size=8), max_size=4),
    code=st.sampled_from(["General", '0.0"万"', "0!.0,", "0;;", '"x"', "[>1]0;@"]) | st.text(),
    spread=st.sampled_from(["A1:B2", "B2:H5", "A5:A9"]),
    hidden=st.booleans(),
)
@settings(deadline=None, max_examples=25)
def test_any_workbook_gives_figures_or_problems(head, rows, code, spread, hidden):
    try:
        workbook = book([head, *rows])
        for row in workbook.active.iter_rows():
            for cell in row:
                cell.number_format = code
        workbook.active.merge_cells(spread)
        workbook.active.row_dimensions[2].hidden = hidden
        content = saved(workbook)
    except (ValueError, TypeError):  # what Excel itself cannot hold
        return
    one = own.load("figures.xlsx", content)
    assert_all_or_nothing(one)
    assert len(own.notes(one.notes)) == len(one.notes)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda t: (PLAIN + t).encode("utf-8", "ignore")),
    )
)
@settings(deadline=None, max_examples=25)
def test_any_bytes_give_figures_or_problems(content):
    assert_all_or_nothing(own.load("figures.csv", content))
    assert_all_or_nothing(own.load("figures.xlsx", content))


@given(cut=st.floats(0, 1), flip=st.integers(1, 255), at=st.floats(0, 0.999))
@settings(deadline=None, max_examples=15)
def test_a_damaged_workbook_gives_figures_or_problems(cut, flip, at):
    sound = saved(book([PLAIN.strip().split(","), ["大方县", "gdp", 2023, 260, "亿元"]]))
    assert_all_or_nothing(own.load("figures.xlsx", sound[: int(cut * len(sound))]))
    place = int(at * len(sound))
    damaged = sound[:place] + bytes([sound[place] ^ flip]) + sound[place + 1 :]
    assert_all_or_nothing(own.load("figures.xlsx", damaged))


# -- beside the published series

GDP = "520000,gdp,2023,{},亿元\n"


def test_own_files_are_found_by_folder_and_by_environment(project, tmp_path, monkeypatch):
    folder = project / "own"
    folder.mkdir()
    (folder / "a.csv").write_text(PLAIN + "520521,gdp,2024,280,亿元\n", "utf-8")
    (folder / "~$a.xlsx").write_text("lock")
    (folder / "notes.txt").write_text("notes")
    (tmp_path / "b.csv").write_text(PLAIN + "520521,gdp,2022,250,亿元\n", "utf-8")
    monkeypatch.setenv("PLANGAPS_SERIES", os.pathsep.join(["", str(tmp_path / "b.csv")]))
    assert [file.name for file in own.files()] == ["a.csv", "b.csv"]
    series = observed.read_series()
    assert series.loc[series["own"], "time_period"].tolist() == ["2024", "2022"]
    assert series["own"].dtype == bool
    held = observed.series(series, "gdp", "520521", "").to_dict()
    assert held == {2022: 25e9, 2023: 26_667_000_000, 2024: 28e9}
    with pytest.raises(tables.TableError, match="found no file"):
        observed.read_series(tmp_path / "missing.csv")
    (folder / "a.csv").write_text(PLAIN + "520521,gdp,2025,290,亿元\n", "utf-8")
    (folder / "c.csv").write_text(PLAIN + "520521,gdp,2026,300,亿元\n", "utf-8")
    series = observed.read_series(extra=[tmp_path / "b.csv"])  # what is there now, each file once
    assert series.loc[series["own"], "time_period"].tolist() == ["2025", "2026", "2022"]
    (folder / "c.csv").unlink()
    monkeypatch.setenv("PLANGAPS_OWN", str(tmp_path))
    assert [file.name for file in own.files()] == ["b.csv"]
    monkeypatch.setenv("PLANGAPS_OWN", "")
    monkeypatch.setenv("PLANGAPS_SERIES", "")
    assert own.files() == []
    named = own.files(tmp_path / "b.csv", folder)
    assert [file.name for file in named] == ["b.csv", "a.csv"]
    assert own.files() == []


def test_a_folder_that_is_not_there_or_holds_too_much_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("PLANGAPS_OWN", str(tmp_path / "none"))
    with pytest.raises(tables.TableError, match=r"PLANGAPS_OWN: found .*none, which is no folder"):
        own.files()
    monkeypatch.setenv("PLANGAPS_OWN", str(tmp_path))
    for number in range(201):
        (tmp_path / f"{number}.csv").touch()
    with pytest.raises(tables.TableError, match="found 201 tables; allowed: at most 200"):
        observed.read_series()


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "A.ET"])
def test_a_table_of_another_program_is_refused_where_it_stands(name, tmp_path, monkeypatch):
    (tmp_path / name).touch()
    monkeypatch.setenv("PLANGAPS_OWN", str(tmp_path))
    with pytest.raises(tables.TableError, match=f"{name}: found a file '{name}'; allowed: a name"):
        observed.read_series()


def test_only_regular_files_are_opened(tmp_path):
    """A pipe would be waited for, a device read without end."""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nothing")
    (tmp_path / "folder.csv").mkdir()
    with (tmp_path / "hole.csv").open("wb") as hole:
        hole.truncate(10**12)
    problems = own.check(*own.files(tmp_path)).set_index("file")["key"]
    keys = {"pipe": "unreadable", "zero": "unreadable", "loop": "unreadable", "gone": "no_file",
            "folder": "unreadable", "hole": "bytes"}  # fmt: skip
    assert {Path(file).stem: key for file, key in problems.items()} == keys
    with pytest.raises(tables.TableError, match="found no readable file"):
        observed.read_series(tmp_path / "loop.csv")


def test_a_published_value_stays_and_the_conflict_is_shown(tmp_path):
    published = observed.read_series()
    assert not published["own"].any()
    figures = csv(PLAIN + GDP.format("20913.26") + "520521,gdp,2024,280,亿元\n").figures
    both = observed.add_own(published, figures)
    pd.testing.assert_frame_equal(both[~both["own"]], published)
    assert both.loc[both["own"], "ref_area"].tolist() == ["520521"]
    (row,) = observed.conflicts(figures).to_dict("records")
    assert (row["ref_area"], row["indicator"], row["time_period"]) == ("520000", "gdp", "2023")
    assert (row["published_value"], row["own_value"]) == (2_091_325_000_000, 2_091_326_000_000)
    assert row["published_source"] == "s126"
    assert row["own_place"] == "figures.csv, row 2"


def test_the_same_figure_is_no_conflict_and_one_row():
    published = observed.read_series()
    figures = csv(PLAIN + GDP.format("20913.25")).figures
    assert len(figures) == 1
    assert observed.conflicts(figures).empty
    pd.testing.assert_frame_equal(observed.add_own(published, figures), published)


def test_own_figures_that_differ_are_a_problem(tmp_path):
    for name, value in [("a", 260), ("b", 260), ("c", 261)]:
        (tmp_path / f"{name}.csv").write_text(PLAIN + f"520521,gdp,2023,{value},亿元\n", "utf-8")
    paths = [tmp_path / f"{name}.csv" for name in "abc"]
    assert len(own.read(*paths[:2])) == 1
    (problem,) = own.check(*paths).to_dict("records")
    assert problem["file"].endswith("c.csv")
    assert [problem["values"][name] for name in ("found", "other")] == ["261亿元", "260亿元"]
    english, chinese = (own.sentences(own.check(*paths), lang)[0] for lang in ("en", "zh"))
    assert english.endswith(f"Keep this one or the one in {paths[0]}, row 2.")
    assert chinese.endswith(f"请保留此数据或{paths[0]}，第2行的数据。")


def test_a_file_with_a_problem_is_never_read_in_part(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(PLAIN + "520521,gdp,2023,260,亿元\n520521,gdp,x,y,亿元\n", "utf-8")
    with pytest.raises(tables.TableError, match=r"row 3, column time_period: found 'x'.* 1 more"):
        observed.read_series(path)


def test_published_files_keep_the_strict_form(project):
    path = project / "series" / "economy.csv"
    path.write_text(path.read_text("utf-8").replace("s126", "my yearbook"), "utf-8")
    with pytest.raises(tables.TableError, match="column source: found 'my yearbook'"):
        observed.read_series(path)


# -- everything follows


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_own_figures_are_named_as_own_in_figures(lang):
    from plangaps import charts

    targets = plan_targets.targets()
    text = PLAIN.strip() + ",source\n520521,forest_coverage,2023,61,%,$x_{1$ <b>yearbook</b>\n"
    table = gap_table(targets, observed.add_own(observed.read_series(), csv(text).figures))
    says = {
        "en": (
            "of 30 targets due, 1 can be judged, 1 of them by own figures",
            "own figures: $x_{1$",
        ),
        "zh": ("30个到期目标中，1个可以判断，其中1个根据自有数据", "自有数据：$x_{1$"),
    }
    title, source = says[lang]
    told = said(charts.verdict_counts(table, lang=lang))
    assert title in told and source in told
    assert source in said(charts.gap_bars(table[table["theme"] == "environment"], lang=lang))
    without = gap_table(targets, observed.read_series())
    assert says[lang][1][:4] not in said(charts.verdict_counts(without, lang=lang))


def test_sources_of_own_figures_stand_beside_the_published():
    listed = observed.sources_of(["s126", "my yearbook, p. 5", "s120"])
    known = tables.sources().set_index("source")[["title", "issuer"]]
    pd.testing.assert_frame_equal(listed.iloc[[0, 2]], known.loc[["s126", "s120"]])
    assert listed.loc["my yearbook, p. 5"].tolist() == ["my yearbook, p. 5", "own figures"]


BROKEN = {
    "bound.csv": f"{PLAIN[:-1]},bound\n520521,gdp,2023,60以上,亿元,upper\n".encode(),
    "a.txt": b"x",
    "missing.csv": None,
    "empty.csv": b"",
    "bytes.csv": b"\xff\xff\x81",
    "book.xlsx": b"PK\x03\x04",
    "large.csv": b"0," * 3_000_000,
    "cells.csv": b"0," * 150_000,
    "heads.csv": b"one,two\n1,2\n",
    "twice.csv": (PLAIN.strip() + ",unit\n520521,gdp,2023,1,\u4ebf\u5143,x\n").encode(),
    "lost.csv": b"ref_area,indicator,obs_value\n520521,gdp,1\n",
    "years.csv": b"ref_area,indicator,obs_value,2022\n520521,gdp,1,2\n",
    "unknown.csv": (PLAIN.strip() + ",wrong\n520521,gdp,2023,1,\u4ebf\u5143,x\n").encode(),
    "values.csv": (
        PLAIN + "nowhere,gdp,2023,1,\u4ebf\u5143\n520521,gddp,2023,1,\u4ebf\u5143\n"
        "520521,gdp,soon,1,\u4ebf\u5143\n520521,gdp,2023,many,\u4ebf\u5143\n520521,gdp,1850,1,\u4ebf\u5143\n"
        "520521,gdp,2022,=1+1,\u4ebf\u5143\n520521,gdp,2021,1,\u516c\u91cc\n520521,gdp,2020,1,\n"
        "520521,forest_coverage,2020,120,%\n520521,gdp,2019,1,\u4ebf\u5143\n520521,gdp,2019,2,\u4ebf\u5143\n"
    ).encode(),
    "none.csv": (PLAIN.strip() + ",\n520521,gdp,2023,1,\u4ebf\u5143,5\n").encode(),
    "floor.csv": (PLAIN + "520521,gdp,2023,-1,\u4ebf\u5143\n").encode(),
    "one.csv": (PLAIN + "520521,gdp,2024,1,\u4ebf\u5143\n").encode(),
    "two.csv": (PLAIN + "520521,gdp,2024,2,\u4ebf\u5143\n").encode(),
    "backwards.csv": (PLAIN + "520521,gdp,2023/2022,1,\u4ebf\u5143\n").encode(),
    "quote.csv": (PLAIN + '520521,gdp,2023,"1,\u4ebf\u5143\n').encode(),
    "encodings.csv": PLAIN.encode() + "520521,gdp,2023,1,\u4ebf\u5143\n".encode("gb18030")
    + "520521,gdp,2022,1,\u4ebf\u5143\n".encode(),
    "choices.csv": (
        PLAIN.strip() + ",bound,obs_status,basis\n520521,gdp,2023,1,\u4ebf\u5143,x,y,z\n"
    ).encode(),
}  # fmt: skip


NAMES_OF_FILES = r"data/\w+\.csv|UTF-8|GB18030|CSV|Excel|\.csv|\.xlsx|#|（true/false）"


def without_the_files_own_words(told: str, problem: dict) -> str:
    """A sentence without what it quotes: texts of the file, its name, codes to be typed."""
    values = problem["values"]
    place = values.get("place", {})
    quoted = [problem["file"], place.get("file"), problem["sheet"], problem["column"]]
    quoted += [values.get("found"), values.get("other"), values.get("indicator")]
    for text in sorted({q for q in quoted if isinstance(q, str) and q}, key=len, reverse=True):
        told = told.replace(text, "")
    return re.sub(NAMES_OF_FILES, "", re.sub(r"（[a-z0-9_ -]+）|\([a-z0-9_ -]+\)", "", told))


@pytest.fixture(scope="module")
def every_problem(tmp_path_factory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("broken")
    for name, content in BROKEN.items():
        if content is not None:
            (folder / name).write_bytes(content)
    (folder / "folder.csv").mkdir()
    (folder / "bomb.xlsx").write_bytes(packed(30_000_001))
    wide = book([["x"]])
    wide.active.merge_cells("A1:CW1000")
    (folder / "wide.xlsx").write_bytes(saved(wide))
    for what in ("sheets", "styles"):
        (folder / f"{what}.xlsx").write_bytes(altered(saved(book(ONE)), **BEYOND[what][1]))
    names = [*BROKEN, "folder.csv", "bomb.xlsx", "wide.xlsx", "sheets.xlsx", "styles.xlsx"]
    return own.check(*[folder / name for name in names])


def test_every_kind_of_problem_is_met(every_problem):
    """All that ``words.toml`` can say of a file of own figures is said of some broken file here."""
    published_alone = {"text", "boolean", "range", "number_minimum", "finite"}
    published_alone |= {"integer", "mixed"}  # and of frames
    published_alone |= {"integer_minimum", "integer_minimum_maximum", "twice"}
    keys = {key.removeprefix("problem.") for key in words.table() if key.startswith("problem.")}
    assert keys - set(every_problem["key"]) == published_alone | {"nothing", "quoted"}


def test_no_problem_is_told_in_words_of_the_other_language(every_problem):
    rows = every_problem.to_dict("records")
    for told, row in zip(own.sentences(every_problem), rows, strict=True):
        assert ": found " in told and "; allowed: " in told
        assert not re.search("[一-鿿，。；：（）“”]", without_the_files_own_words(told, row)), told
    for told, row in zip(own.sentences(every_problem, "zh"), rows, strict=True):
        plain = without_the_files_own_words(told, row)
        assert not re.search(r"[A-Za-z]{2,}|[,;:()'\"]", re.sub(r"\d,\d", "", plain)), told
        assert told.endswith("。")


def test_what_stands_in_a_file_cannot_act_in_a_sentence():
    one = csv(PLAIN + '"{0} {found}\n%s",gdp,2023,1,亿元\n')
    for lang in ("en", "zh"):
        (told,) = own.sentences(one.problems, lang)
        assert "{0} {found}\\n%s" in told and "\n" not in told


# What stands around a figure in its cell.


@pytest.mark.parametrize(
    ("cell", "value", "bound"),
    [
        ("约91.5亿元", 91.5e8, "approx"), ("91.5亿元左右", 91.5e8, "approx"),
        ("超过91.5亿元", 91.5e8, "lower"), ("91.5亿元以上", 91.5e8, "lower"),
        (">=91.5亿元", 91.5e8, "lower"), ("≥ 91.5 亿元", 91.5e8, "lower"),
        ("不足91.5亿元", 91.5e8, "upper"), ("91.5亿元以内", 91.5e8, "upper"),
        ("About 91.5亿元", 91.5e8, "approx"), ("不低于91.5亿元以上", 91.5e8, "lower"),
        ("超过91.5亿元以下", None, None),
        ("91.5亿元", 91.5e8, ""),
    ],
)  # fmt: skip
def test_a_bound_in_the_cell_goes_where_it_belongs(cell, value, bound):
    one = csv(f"地区,指标,时间,数值\n贵州省,地区生产总值,2030,{cell}\n")
    if value is None:
        assert [p["key"] for p in listed(one)] != []
        return
    assert listed(one) == []
    (row,) = one.figures.to_dict("records")
    assert row["obs_value"] == pytest.approx(value)
    assert (row["bound"], row["quote"]) == (bound, cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("35①", 35), ("60.32①", 60.32), ("50²", 50), ("61%①", 61), ("6①%", 6), ("全覆盖", 100),
     ("73*", 73), ("73 ③", 73)],
)  # fmt: skip
def test_marks_of_footnotes_are_no_digits(cell, value):
    unit = "" if "%" in cell or cell == "全覆盖" else "%"
    one = csv(f"地区,指标,时间,数值,单位\n大方县,森林覆盖率,2023,{cell},{unit}\n")
    assert listed(one) == []
    assert one.figures["obs_value"].tolist() == [value]


def test_a_bound_beside_another_in_the_cell_is_asked_for():
    one = csv("地区,指标,时间,数值,单位,界限\n大方县,森林覆盖率,2023,60以上,%,以下\n")
    assert [(p["key"], p["column"]) for p in listed(one)] == [("bound", "界限")]


# -- yearbooks as printed

PRINTED = {
    "names, units and years as printed, in two languages": """2-1 大方县国民经济主要指标,,,,,
,,,,单位：亿元,
指标,Item,单位,Unit,2022年,2023年*
一、综合,,,,,
地区生产总值①,Gross Domestic Product,,,249,260
#第一产业增加值 Primary,Primary,,,50,51
其中：税收收入,Tax,万元,10 000 yuan,300,310
森林覆盖率（%）,Forest,,,60,61
资料来源：县统计局,,,,,
注：*为初步数。,,,,,
""",
    "years down": """大方县主要年份指标,,
年  份,地区生产总值（亿元）,森林覆盖率（%）
2022,249,60
2023*,260,61
资料来源：县统计局,,
""",
    "counties down": """2023年各县（市、区）主要指标,,
县（市、区）,地区生产总值①,森林覆盖率
,亿元,（%）
大方县,260,61
资料来源：县统计局,,
""",
    "counties across": """2023年主要指标,,
指标,单位,大方县
地区生产总值,亿元,260
森林覆盖率,%,61
资料来源：县统计局,,
""",
    "one indicator, in the title": """3-5 各县（市、区）地区生产总值（2022—2023年）,,
单位：亿元,,
地区,2022,2023
大方县,249,260
资料来源：县统计局,,
""",
}


@pytest.mark.parametrize("table", PRINTED.values(), ids=PRINTED)
def test_a_table_is_read_as_a_yearbook_prints_it(table):
    one = csv(table)
    assert listed(one) == []
    assert (one.figures["source"] == "县统计局").all() and (
        one.figures["ref_area"] == "520521"
    ).all()
    rows = one.figures[one.figures["time_period"] == "2023"].set_index("indicator")["obs_value"]
    held = {"gdp": 26e9, "forest_coverage": 61}
    held |= {"primary_value_added": 5.1e9, "tax_revenue": 3.1e6} if "Item" in table else {}
    held = {"gdp": 26e9} if "3-5" in table else held
    assert rows.to_dict() == held


@pytest.mark.parametrize(
    ("title", "name", "area", "found"),
    [
        ("贵州省毕节市大方县主要指标", "a.csv", "", "520521"),
        ("贵州省统计年鉴 大方县主要指标", "a.csv", "", "520521"),
        ("主要指标", "大方县.csv", "", "520521"),
        ("主要指标", "a.csv", "520521", "520521"),
        ("大方县主要指标", "毕节市.csv", "520500", "520521"),
        ("大方县、黔西县主要指标 毕节市", "a.csv", "", None),
        ("主要指标", "贵州省统计年鉴.csv", "", None),
    ],
)
def test_the_area_is_that_of_the_title_the_call_or_the_name(title, name, area, found):
    text = f"{title},\n指标,2023\n地区生产总值（亿元）,260\n"
    one = own.load(name, text.encode(), area=area)
    assert one.figures["ref_area"].tolist() == ([found] if found else [])
    assert [p["key"] for p in listed(one)] == ([] if found else ["heading_missing"])


@pytest.mark.parametrize(
    ("title", "period"),
    [("2023年", "2023"), ("2023年1-6月", None), ("2023年上半年", None), ("2022年和2023年", None),
     ("2024年统计年鉴", None), ("2019—2023年", None)],
)  # fmt: skip
def test_the_year_of_a_title_counts_where_it_is_one_whole_year(title, period):
    one = csv(f"大方县{title}主要指标,,\n指标,单位,数值\n地区生产总值,亿元,260\n")
    assert one.figures["time_period"].tolist() == ([period] if period else [])


def test_unknown_names_are_told_once_and_can_be_left_out(tmp_path):
    path = tmp_path / "大方县.csv"
    rows = "地区生产总值,亿元,250,260,4\n" + "某物,个,1,2,3\n" * 2
    path.write_text(f"指标,单位,2022,2023,比上年增长\n{rows}", "utf-8")
    told = own.sentences(own.load(path).problems)
    assert len(told) == 2 and ", rows 3, 4, column 指标: found '某物'" in told[1]
    one = own.load(path, skip_unknown=True)
    assert one.problems.empty and one.figures["obs_value"].tolist() == [25e9, 26e9]
    left = own.notes(one.notes)
    assert "column 比上年增长: left out" in left[0] and "rows 3, 4: left out" in left[1]
    assert len(own.notes(one.notes, "zh")) == 2
    output = tmp_path / "read.csv"
    assert main(["check", str(path), "--area", "大方县", "--skip-unknown", "-o", str(output)]) == 0
    pd.testing.assert_frame_equal(
        own.read(output)[FIELDS], own.load(path, skip_unknown=True).figures[FIELDS]
    )


COUNTY_YEARBOOK = """
经营主体 规模以上工业增加值增速 规模以上工业增加值增长速度 社会消费品零售总额
一般公共预算收入 户籍人口 常住人口 城镇人口 乡村人口 户籍户数 出生人口
死亡人口 粮食总产量 农作物总播种面积 粮食作物播种面积 玉米产量 稻谷产量
小麦产量 油菜籽产量 猪肉产量 牛肉产量 羊肉产量 生猪出栏 农林牧渔业总产值
固定资产投资增速 城镇常住居民人均可支配收入 农村常住居民人均可支配收入
地区生产总值增长速度 人均生产总值 第一产业增加值 规模以上工业企业个数
规模以上工业利润总额 限额以上社会消费品零售额 房地产开发投资额 商品房销售面积
进出口总额 居民生活用电量 全社会用电量 公路通车里程 电信业务总量
民用汽车拥有量 注册护士 卫生技术人员 金融机构人民币存款余额
"""
COUNTY_UNITS = (
    """µg/m³ 万千瓦 万美元 人次 万人次 ha 公顷 平方千米 万标准立方米 亿千瓦时 千克 百万元 千册"""
)


def test_names_and_units_of_county_yearbooks_are_known():
    written = pd.Series(COUNTY_YEARBOOK.split())
    codes = printed.indicators("其中：" + written + "①")
    assert written[~codes.isin(tables.indicators()["indicator"])].tolist() == []
    units = printed.units("（" + pd.Series(COUNTY_UNITS.split()) + "）")
    assert units[~units.isin(tables.units()["unit"])].tolist() == []
