"""The table to fill: what it asks for, and what comes back when it is filled."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import plan_targets
from plangaps import observed, own, tables, template
from plangaps.gaps import gap_table
from plangaps.own import names


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return observed.read_series()


def filled(path: Path, values: pd.Series) -> Path:
    """The template at ``path`` with ``values`` and the units of the plan typed in."""
    units = template.rows(observed.read_series())["plan_unit"]
    if path.suffix == ".csv":
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        frame.loc[1:, names.heading("obs_value")] = values.to_list()
        frame.loc[1:, names.heading("unit_measure")] = units.to_list()
        frame.to_csv(path, index=False, encoding="utf-8-sig")
        return path
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row, (value, unit) in enumerate(zip(values, units, strict=True), start=2):
        sheet.cell(row, heads.index(names.heading("obs_value")) + 1, float(value))
        sheet.cell(row, heads.index(names.heading("unit_measure")) + 1, unit)
    workbook.save(path)
    return path


def test_it_asks_for_every_target_without_an_outcome(published):
    rows = template.rows(published)
    targets = plan_targets.targets()
    assert rows["target"].tolist() == targets["target"].tolist()
    key = ["ref_area", "indicator", "basis", "time_period"]
    pd.testing.assert_frame_equal(rows[key], targets[key])
    assert (rows[template.FILLED] == "").all(axis=None)
    assert rows.set_index("target").loc["T07", "counts"].startswith("One joint total")
    assert rows.set_index("target").loc["T02", ["plan_unit", "base_unit"]].tolist() == [
        "万亩",
        "km2",
    ]
    assert (rows["plan_unit"] + rows["published_in"] != "").all()


def test_it_leaves_out_what_is_judged(published):
    table = gap_table(plan_targets.targets("guizhou-2023"), published)
    waiting = table[(table["verdict"] == "undecided") & (table["reason"] != "bound_too_loose")]
    assert 0 < len(waiting) < len(table)
    rows = template.rows(published, "guizhou-2023")
    assert rows["target"].tolist() == waiting["target"].tolist()


def test_no_text_is_cut(published, tmp_path):
    template.write(tmp_path / "a.xlsx", published)
    for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[:2]:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            width = sheet.column_dimensions[cell.column_letter].width
            text = str(cell.value)
            needed = 15 * len(text.encode("gb18030")) / width  # a Chinese sign takes two places
            assert cell.alignment.wrap_text and needed <= sheet.row_dimensions[cell.row].height
            assert all(len(word) < width for word in re.findall("[!-~]+", text)), text


def test_it_is_the_same_bytes_each_time(published, tmp_path):
    rows = template.rows(published)
    for kind in [template.as_workbook, template.as_csv]:
        content = kind(rows)
        assert len(content) > 1000
        assert content == kind(rows)
    path = tmp_path / "a.xlsx"
    template.write(path, published)
    assert "1980" in str(openpyxl.load_workbook(path).properties.modified)
    one = own.load(path)
    assert (len(one.figures), len(one.problems), one.without) == (0, 0, 30)


def test_workbook_offers_the_units_of_each_row_and_keeps_the_header_in_sight(published, tmp_path):
    rows = template.write(tmp_path / "a.xlsx", published)
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = workbook.worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert [cell.value for cell in sheet[1]] == [names.heading(c) for c in rows]
    assert all(cell.comment for cell in sheet[1][len(template.ASKED) :])
    lists = [(str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation]
    offered = {at: formula for cells, formula in lists for at in cells.split()}
    unit = openpyxl.utils.get_column_letter(list(rows).index("unit_measure") + 1)
    for at, base in enumerate(rows["base_unit"], start=2):
        known = tables.units()
        allowed = known.loc[(known["unit_measure"] == base) & known["offered"], "unit"]
        assert offered[f"{unit}{at}"] == '"' + ",".join(allowed) + '"'
    assert all(len(formula) <= 257 for formula in offered.values())


def test_example_is_a_published_figure_and_never_read(published, tmp_path):
    (row,) = template.example().to_dict("records")
    gdp = published[(published["indicator"] == "gdp") & (published["ref_area"] == "520000")]
    value = gdp.loc[gdp["time_period"] == "2023", "obs_value"].item()
    assert row["obs_value"] * 1e8 == value
    assert row["source"] in set(tables.sources()["title"])
    template.write(tmp_path / "a.xlsx", published)
    titles = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert [title[0] for title in titles] == ["F", "#", "#"]


def test_no_text_is_written_as_a_formula(published):
    rows = template.rows(published).assign(note=["=1+1", "+1", "-1", "@a", "\t=1", *[""] * 25])
    sheet = openpyxl.load_workbook(io.BytesIO(template.as_workbook(rows))).worksheets[0]
    assert {c.data_type for row in sheet.iter_rows() for c in row} == {"s", "n"}
    assert sheet.cell(2, list(rows).index("note") + 1).value == "=1+1"
    text = pd.read_csv(io.BytesIO(template.as_csv(rows)), dtype=str)
    assert text[names.heading("note")].dropna().tolist() == ["'=1+1", "'+1", "'-1", "'@a", "'\t=1"]


@pytest.mark.parametrize(
    ("name", "plan", "found"),
    [
        ("a.txt", "dafang-2023", "a name that ends in .xlsx or .csv"),
        ("there.csv", "dafang-2023", "the name of a new file"),
        ("a.csv", "nowhere", "plan: found 'nowhere'"),
        ("a.csv", "beijing-2026", "no target that waits for a figure"),
    ],
)
def test_it_refuses(published, tmp_path, name, plan, found):
    (tmp_path / "there.csv").write_text("figures")
    with pytest.raises(ValueError, match=found):
        template.write(tmp_path / name, published, plan)
    assert [path.name for path in tmp_path.glob("*.*")] == ["there.csv"]
    assert (tmp_path / "there.csv").read_text() == "figures"


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_all_thirty_targets_get_a_verdict_and_nothing_else_changes(published, tmp_path, name):
    targets = plan_targets.targets(None)
    first = targets[targets["plan"] == plan_targets.FIRST_PLAN].reset_index(drop=True)
    template.write(tmp_path / name, published)
    typed = first["printed"].str.extract(r"^([\d.]+)")[0]
    filled(tmp_path / name, typed)
    after = observed.read_series(extra=[tmp_path / name])

    mine = after[after["own"]].reset_index(drop=True)
    assert mine["obs_value"].tolist() == first["value"].tolist()  # the figures typed, exactly
    assert mine["quote"].tolist() == first["printed"].tolist()
    table = gap_table(first, after)
    assert table["verdict"].tolist() == ["met"] * 30
    assert table["obs_own"].all()
    assert table["obs_source"].str.startswith(name).all()

    pd.testing.assert_frame_equal(after[~after["own"]], published)
    others = targets[targets["ref_area"] != first["ref_area"].iloc[0]]
    pd.testing.assert_frame_equal(gap_table(others, after), gap_table(others, published))
    half = after.assign(obs_value=after["obs_value"] / 2)
    verdicts = gap_table(first, half).set_index("indicator")["verdict"]
    assert verdicts.pop("registered_urban_unemployment_rate") == "met"  # less is better
    assert (verdicts == "missed").all()


def test_a_part_of_the_plan_filled_leaves_the_rest_to_ask_for(published, tmp_path):
    template.write(tmp_path / "a.csv", published)
    filled(tmp_path / "a.csv", pd.Series(["7"] + [""] * 28 + ["6.7"]))
    one = own.load(tmp_path / "a.csv")
    assert (len(one.figures), len(one.problems), one.without) == (2, 0, 28)
    rows = template.rows(observed.read_series(extra=[tmp_path]))
    assert rows["target"].tolist() == [f"T{n:02}" for n in range(2, 30)]
