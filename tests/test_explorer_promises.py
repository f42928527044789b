"""The record's half of the explorer: an area's promises of a year, both sides as printed."""

import base64
import html
import io
import re
from functools import partial

import ipywidgets as widgets
import pandas as pd
import pytest

from plangaps import explorer, record
from plangaps.explorer.promises import Promises
from plangaps.record import store


@pytest.fixture
def promises():
    return Promises(widgets.Dropdown(options=["en", "zh"]))


def test_the_records_promises_are_both_sides_as_printed(promises):
    promises.place.value, promises.time.value = "520500", 2019
    rows = record.pairs(area="520500", years=2019)
    (table,) = pd.read_html(io.StringIO(promises.rows.value), keep_default_na=False)
    held = rows[(rows["indicator_zh"] == "进出口总额") & (rows["verdict"] == "met")].iloc[0]
    shown = table[table.iloc[:, 0] == "进出口总额"].iloc[0].tolist()
    assert shown[1] == held["printed"] and shown[4] == held["outcome_printed"]
    assert shown[6] == "met"
    for state, said in [("met", "were kept"), ("missed", "missed")]:
        assert f"{(rows['verdict'] == state).sum()} {said}" in promises.said.value
    assert len(table) == len(record.targets(area="520500", years=2019))


def test_the_records_promises_of_a_theme_and_in_chinese(promises):
    promises.place.value, promises.time.value = "520000", 2020
    promises.field.value = "economy"
    economy = record.targets(area="520000", years=2020, theme="economy")
    assert promises.rows.value.count("<tr>") == len(economy) > 2
    promises._lang.value = "zh"
    shown = re.sub("<.*?>", "", promises.said.value + promises.rows.value)
    assert f"贵州省2020年报告：{len(economy)}个目标" in shown
    assert not re.search("[a-z]{3} [a-z]{3}", shown)


def test_a_year_without_a_next_report_says_so(promises):
    promises.place.value = "CN"
    promises.time.value = max(year for _, year in promises.time.options)
    assert "no report of the next year is held" in promises.rows.value
    assert "no report of the next year is held" in promises.said.value


def test_a_place_opens_with_a_year_whose_next_report_is_held(promises):
    promises.place.value = "520500"
    assert "were kept" in promises.said.value


def test_the_record_can_be_taken_away_with_its_sources(promises):
    promises.place.value, promises.time.value = "520000", 2020
    (data,) = re.findall(
        r'download="520000-2020.csv" href="[^"]*base64,([^"]+)"', promises.links.value
    )
    taken = pd.read_csv(io.BytesIO(base64.b64decode(data)), encoding="utf-8-sig")
    assert len(taken) == len(record.targets(area="520000", years=2020))
    reports = record.reports(area="520000", years=(2020, 2021))
    assert all(html.escape(title) in promises.links.value for title in reports["title"])


def test_texts_that_are_not_there_are_told_and_the_rows_stay(promises, tmp_path):
    other = Promises(widgets.Dropdown(options=["en"]), tmp_path)
    assert str(tmp_path) in other.said.value
    assert "<table" in other.rows.value


def test_without_a_record_the_page_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(store, "read", partial(store.read, folder=tmp_path))
    assert "no record" in Promises(widgets.Dropdown(options=["en"])).said.value


def test_own_figures_that_cannot_be_read_are_told_on_the_page(monkeypatch, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("ref_area,indicator\n520521,x\n", encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", "page")
    told = explorer.show(bad).value
    assert "bad.csv" in told and "自有数据无法读取" in told
