"""Bad input: what is wrong with a file is said in one sentence with file, row and column."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from plangaps import tables, units

FIELDS = [field["name"] for field in tables.schema("series")["fields"]]
GOOD = {
    "ref_area": "CN", "indicator": "new_urban_jobs", "time_period": "2013", "obs_value": "1310",
    "unit_measure": "万人", "obs_status": "A", "quote": "城镇新增就业1310万人", "source": "s162",
}  # fmt: skip
PERIODS = "text like 2023, 2021-11, 2021-01/2021-09 or 2012/2016"
POSSIBLE = "a period whose days exist and that does not end before it begins"


def line(**cells: str) -> str:
    return ",".join({**GOOD, **cells}.get(field, "") for field in FIELDS)


@pytest.fixture
def write(tmp_path):
    def inner(*lines: str, header: str = ",".join(FIELDS), encoding: str = "utf-8") -> Path:
        path = tmp_path / "figures.csv"
        path.write_bytes("\n".join([header, *lines]).encode(encoding))
        return path

    return inner


def complaint(path: Path) -> str:
    with pytest.raises(tables.TableError) as caught:
        tables.read_table(path, "series")
    assert isinstance(caught.value, ValueError)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message.removeprefix(str(path)).lstrip(":, ")


def test_a_good_file_is_read_as_it_stands(write):
    frame = tables.read_table(write(line(), line(time_period="2014", obs_value="1322.5")), "series")
    assert list(frame.columns) == FIELDS
    assert frame["obs_value"].tolist() == [1310.0, 1322.5]
    assert frame["ref_area"].tolist() == ["CN", "CN"]
    assert frame[["basis", "bound", "note"]].eq("").all(axis=None)


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(write):
    frame = tables.read_table(write(line() + "\r", encoding="utf-8-sig"), "series")
    assert frame["obs_value"].tolist() == [1310.0]


def test_codes_of_areas_stay_text(write):
    frame = tables.read_table(write(line(ref_area="520521")), "series")
    assert frame["ref_area"].tolist() == ["520521"]


@pytest.mark.parametrize(
    ("column", "found", "allowed"),
    [
        ("ref_area", "999999", "a code that data/areas.csv holds"),
        ("indicator", "new_urban_job", "a code that data/indicators.csv holds"),
        ("basis", "guess", "a code that data/bases.csv holds"),
        ("source", "s999", "a code that data/sources.csv holds"),
        ("unit_measure", "furlongs", "a code that data/units.csv holds"),
        ("obs_value", "about 1310", "a number"),
        ("obs_value", "inf", "a number"),
        ("obs_value", "-inf", "a number"),
        ("obs_value", "nan", "a number"),
        ("obs_value", "1e400", "a number"),
        ("obs_status", "X", "one of A, E, P, B, U"),
        ("bound", "more", "one of lower, upper, approx"),
        ("obs_value", "1_310", "a number"),
        ("obs_value", "１３１０", "a number"),
        ("time_period", "２０１３", PERIODS),
        ("time_period", "0213", PERIODS),
        ("time_period", "2013-13", PERIODS),
        ("time_period", "2013-01/2013-00", PERIODS),
        ("time_period", "2013-02-32", PERIODS),
        ("time_period", "2013H1", PERIODS),
        ("time_period", "2013 ", PERIODS),
        ("time_period", "2013/2012", POSSIBLE),
        ("time_period", "2013-06/2013-01", POSSIBLE),
        ("time_period", "2013-06/2012", POSSIBLE),
        ("time_period", "2013-02-29", POSSIBLE),
        ("obs_value", "-1e-400", "a number"),
    ],
)
def test_a_wrong_cell_is_named_with_what_was_found_and_what_is_allowed(
    write, column, found, allowed
):
    message = complaint(write(line(time_period="2012"), line(**{column: found})))
    assert message == f"row 3, column {column}: found {found!r}; allowed: {allowed}."


@pytest.mark.parametrize("column", ["ref_area", "indicator", "obs_value", "source", "quote"])
def test_an_empty_cell_is_named(write, column):
    message = complaint(write(line(**{column: ""})))
    assert message.startswith(f"row 2, column {column}: found nothing; allowed: ")


@pytest.mark.parametrize("cell", ["true", "TRUE", "False", "false"])
def test_truth_is_read_as_a_spreadsheet_writes_it(tmp_path, cell):
    assert basis(tmp_path, cell)["part_of_total"].tolist() == [cell.lower() == "true"]


@pytest.mark.parametrize("cell", ["", "no", "0", "falsch"])
def test_what_is_neither_true_nor_false_is_named(tmp_path, cell):
    found = repr(cell) if cell else "nothing"
    with pytest.raises(tables.TableError) as caught:
        basis(tmp_path, cell)
    assert str(caught.value).endswith(
        f"row 2, column part_of_total: found {found}; allowed: true or false."
    )


def basis(folder: Path, part_of_total: str) -> pd.DataFrame:
    header = ",".join(field["name"] for field in tables.schema("basis")["fields"])
    path = folder / "bases.csv"
    path.write_text(f"{header}\nseats,县城,Mean of the seats,{part_of_total}\n", "utf-8")
    return tables.read_table(path, "basis")


def test_more_rows_with_a_fault_are_counted(write):
    rows = [line(time_period=str(year), obs_value="x") for year in (2012, 2013, 2014)]
    assert complaint(write(*rows)).endswith("a number. (2 more rows have a fault.)")


def test_empty_lines_count_but_are_no_rows(write):
    path = write("", line(), "", line(time_period="2014", obs_value="x"), "", ",,,,,,,,,,")
    assert complaint(path).startswith("row 5, column obs_value: found 'x'")
    assert len(tables.read_table(write("", line(), ""), "series")) == 1


def test_a_key_held_twice_is_named_with_its_rows(write):
    path = write(line(time_period="2012"), line(), line(time_period="2014"), line(obs_value="1"))
    assert complaint(path) == (
        "rows 3 and 5: found the same key ref_area 'CN', indicator 'new_urban_jobs', "
        "time_period '2013'; one row a key is allowed."
    )


def test_a_key_held_by_two_files_is_named_with_both(tmp_path):
    frames = {}
    for name, years in {"a.csv": ["2012", "2013"], "b.csv": ["2013"]}.items():
        path = tmp_path / name
        path.write_text("\n".join([",".join(FIELDS), *(line(time_period=y) for y in years)]))
        frames[path] = tables.read_table(path, "series")
    with pytest.raises(tables.TableError) as caught:
        tables.stack(frames, "series")
    assert f"{tmp_path / 'a.csv'} row 3 and {tmp_path / 'b.csv'} row 2" in str(caught.value)
    assert "time_period '2013'" in str(caught.value)


def test_two_files_without_a_common_key_are_one_frame(tmp_path):
    frame = pd.DataFrame(
        {"ref_area": ["CN"], "indicator": ["i"], "basis": [""], "time_period": ["2013"]}
    )
    files = {tmp_path / "a": frame, tmp_path / "b": frame.assign(basis="other")}
    assert tables.stack(files, "series")["basis"].tolist() == ["", "other"]
    with pytest.raises(tables.TableError, match="found no series file; allowed: a folder"):
        tables.stack({}, "series")


def test_a_missing_column_is_named(write):
    header = ",".join(field for field in FIELDS if field != "bound")
    message = complaint(write(header.replace("note", "x"), header=header))
    assert (
        message == f"row 1: the column 'bound' is missing; found: {', '.join(header.split(','))}."
    )


@pytest.mark.parametrize("extra", ["remark", "note"])
def test_a_column_too_many_is_named(write, extra):
    message = complaint(write(line() + ",x", header=",".join([*FIELDS, extra])))
    assert message.startswith(f"row 1: found the column '{extra}")
    assert f"allowed: {', '.join(FIELDS)}" in message


def test_semicolons_are_no_commas(write):
    message = complaint(write(line().replace(",", ";"), header=";".join(FIELDS)))
    assert message.startswith("row 1: found the column 'ref_area;indicator;")


def test_a_figure_with_a_comma_is_one_cell_too_many(write):
    message = complaint(write(line(obs_value="1,310")))
    assert message.startswith("row 2: found 12 cells; allowed: 11, one a column")
    assert "line 3, saw 12" in complaint(write(line(), line(obs_value="1,310")))


def test_an_unclosed_quote_is_no_table(write):
    assert complaint(write(line(), '"CN,new')).startswith("not a table in CSV form (EOF inside")


@pytest.mark.parametrize("text", ["", "\n\n", "  \n"])
def test_an_empty_file(tmp_path, text):
    path = tmp_path / "figures.csv"
    path.write_text(text)
    assert complaint(path) == "the file is empty; a header row is needed."


def test_a_header_alone(write):
    assert complaint(write()) == "the file holds a header and no row."


def test_a_file_in_gb18030(write):
    message = complaint(write(line(), encoding="gb18030"))
    place = len(",".join(FIELDS)) + 1 + line().index("万人")
    assert message == (
        f"byte {place} is not UTF-8 (found 0xcd, as in a GBK or GB18030 file); "
        "allowed: a CSV file saved as UTF-8."
    )


def test_a_missing_file_and_a_folder(tmp_path):
    assert complaint(tmp_path / "none.csv").startswith("found no file; allowed")
    assert complaint(tmp_path).startswith("found no readable file; allowed: a regular file")


def test_files_of_the_project_are_named_as_a_reader_knows_them():
    assert tables.name_of(tables.DATA / "series" / "economy.csv") == "data/series/economy.csv"


def test_tables_handed_out_are_copies():
    for table in ("areas", "indicators", "bases", "sources", "plans", "units"):
        first = getattr(tables, table)()
        first.iloc[:, 0] = "changed"
        assert not getattr(tables, table)().iloc[:, 0].eq("changed").any()


def test_faults_lists_every_wrong_cell_in_the_order_of_the_rows():
    raw = pd.DataFrame([GOOD, GOOD], columns=FIELDS)
    raw = raw.assign(obs_value=["x", "inf"], ref_area=["CN", "ZZ"])
    found = tables.faults(raw, "series")
    assert found[["row", "column"]].to_numpy().tolist() == [
        [0, "obs_value"], [1, "ref_area"], [1, "obs_value"],
    ]  # fmt: skip
    assert "ref_area" not in set(tables.faults(raw, "series", free=["ref_area"])["column"])


# Units.


def measured(indicator: str, value: float, unit: str) -> pd.DataFrame:
    return pd.DataFrame({"indicator": [indicator], "value": [value], "unit": [unit]})


@pytest.mark.parametrize(
    ("indicator", "value", "unit", "expected", "base"),
    [
        ("afforestation", 1, "亩", 1 / 1500, "km2"),
        ("afforestation", 9, "万亩", 60, "km2"),
        ("afforestation", 250, "公顷", 2.5, "km2"),
        ("fixed_asset_investment", 91.5, "亿元", 9_150_000_000, "CNY"),
        ("fixed_asset_investment", 4000, "万元", 40_000_000, "CNY"),
        ("new_urban_jobs", 2, "万人", 20_000, "persons"),
        ("market_entities", 6.6, "万家", 66_000, "units"),
        ("rural_roads_built", 20, "万公里", 200_000, "km"),
        ("forest_coverage", 60, "%", 60, "percent"),
    ],
)
def test_units_worked_out_by_hand(indicator, value, unit, expected, base):
    before = measured(indicator, value, unit)
    after = units.in_base_units(before, ["value"], "unit", "here")
    assert after["value"][0] == pytest.approx(expected)
    assert after["unit_measure"][0] == base
    assert before["value"][0] == value


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 10**7), st.sampled_from(["亩", "万亩", "公顷", "平方公里", "万公顷"]))
def test_conversion_is_proportional(number, unit):
    one, many = (
        units.in_base_units(measured("afforestation", value, unit), ["value"], "unit", "here")
        for value in (1.0, float(number))
    )
    assert many["value"][0] == pytest.approx(one["value"][0] * number)


def test_a_unit_of_another_kind_is_named():
    with pytest.raises(tables.TableError) as caught:
        units.in_base_units(measured("forest_coverage", 60, "亩"), ["value"], "unit", "here")
    assert str(caught.value) == (
        "here, row 2, column unit: found '亩' for the indicator forest_coverage; "
        "allowed: %, 百分点, percent, 个百分点."
    )


@pytest.mark.parametrize(
    ("indicator", "value", "unit", "allowed"),
    [
        ("forest_coverage", 140.0, "%", "from 0 to 100 percent"),
        ("forest_coverage", 100.01, "%", "from 0 to 100 percent"),
        ("forest_coverage", -0.01, "%", "from 0 to 100 percent"),
        ("new_urban_jobs", -0.01, "万人", "at least 0 persons"),
    ],
)
def test_a_figure_beyond_the_natural_limits_is_named(indicator, value, unit, allowed):
    with pytest.raises(tables.TableError) as caught:
        units.in_base_units(measured(indicator, value, unit), ["value"], "unit", "here")
    assert str(caught.value) == (
        f"here, row 2, column value: found {value:g} for the indicator {indicator}; "
        f"allowed: {allowed}."
    )


@pytest.mark.parametrize("value", [0.0, 100.0])
def test_natural_limits_are_allowed_themselves(value):
    share = units.in_base_units(measured("forest_coverage", value, "%"), ["value"], "unit", "here")
    assert share["value"].tolist() == [value]


def test_a_fall_is_no_fault_and_an_infinite_growth_is():
    growth = measured("gdp_growth", -9.9, "%")
    assert units.in_base_units(growth, ["value"], "unit", "here")["value"].tolist() == [-9.9]
    with pytest.raises(tables.TableError, match="found inf for the indicator gdp_growth"):
        units.in_base_units(growth.assign(value=float("inf")), ["value"], "unit", "here")


# Names and areas above.


def test_codes_are_named_and_unknown_ones_stay():
    codes = pd.Series(["520521", "a book"], index=[5, 6])
    assert tables.names(codes, "area", "zh").to_dict() == {5: "大方县", 6: "a book"}
    assert tables.names(codes, "area", "en")[5] == "Dafang"
    assert tables.names(pd.Series(["gdp"]), "indicator", "zh")[0] == "地区生产总值"
    basis = tables.bases().iloc[0]
    assert tables.names(pd.Series([basis["basis"]]), "basis", "zh")[0] == basis["name_zh"]
    assert tables.names(pd.Series([basis["basis"]]), "basis", "en")[0] == basis["basis"]
    source = tables.sources().iloc[0]
    assert tables.names(pd.Series([source["source"]]), "source", "zh")[0] == source["title"]


def test_a_lineage_climbs_to_the_country():
    lines = tables.lineage(["520521", "CN", "520521", "520000", "nowhere"])
    assert sorted(map(tuple, lines.to_numpy().tolist())) == [
        ("520000", "520000", 0), ("520000", "CN", 1),
        ("520521", "520000", 2), ("520521", "520500", 1), ("520521", "520521", 0),
        ("520521", "CN", 3),
        ("CN", "CN", 0), ("nowhere", "nowhere", 0),
    ]  # fmt: skip
    assert tables.lineage([])["hops"].dtype == "int64"


# What is kept in memory.


def test_a_table_that_changes_while_it_is_in_use_is_read_anew(tmp_path, monkeypatch):
    for name in ("schemas", "areas.csv"):
        source, place = tables.DATA / name, tmp_path / name
        shutil.copytree(source, place) if source.is_dir() else shutil.copy(source, place)
    monkeypatch.setattr(tables, "DATA", tmp_path)
    before = tables.areas()
    with (tmp_path / "areas.csv").open("a", encoding="utf-8") as file:
        file.write("999999,新县,New County,county,CN,\n")
    assert tables.areas()["ref_area"].tolist() == [*before["ref_area"], "999999"]
    assert tables.lineage(["999999"])["higher_area"].tolist() == ["999999", "CN"]


def test_a_notebook_shows_the_sentence_alone(capsys):
    shell = InteractiveShell()
    shell.run_cell("from plangaps import tables\nraise tables.TableError('mine.csv: found x.')")
    assert capsys.readouterr().out == "mine.csv: found x.\n"
