"""What somebody read: rows of the record marked right or wrong, and by no other place."""

import pandas as pd
import pytest

from plangaps import tables
from plangaps.record import checks, store

CHECKED = (
    "report,target,start,target_read,outcome_report,outcome_start,outcome_read,reason\n"
    "520500-2019,T001,10,right,520500-2020,40,right,\n"
    "520500-2019,T002,30,right,520500-2020,60,wrong,a part\n"
    "520500-2019,T003,50,wrong,,,,no target\n"
    "520500-2019,T004,70,wrong,520500-2020,90,right,another unit\n"
)
PAIRS = pd.DataFrame(
    {
        "report": "520500-2019",
        "target": ["T001", "T002", "T003", "T004", "T005"],
        "start": [10, 30, 50, 70, 90],
        "outcome_report": "520500-2020",
        "outcome_start": [40, 60, None, 90, 5],
    }
).astype({"outcome_start": "Int64"})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    (tmp_path / "checked.csv").write_text(CHECKED, "utf-8")
    return tmp_path


def test_a_target_is_what_its_own_reading_says(folder):
    targets = PAIRS.drop(columns=["outcome_report", "outcome_start"])
    marks = checks.with_checked(targets)["checked"].tolist()
    assert marks == ["right", "right", "wrong", "wrong", ""]


def test_a_pair_is_right_where_both_sides_are(folder):
    marks = checks.with_checked(PAIRS)["checked"].tolist()
    assert marks == ["right", "wrong", "", "wrong", ""]


@pytest.mark.parametrize("column", ["start", "outcome_start"])
def test_a_reading_of_another_place_is_not_meant(folder, column):
    moved = PAIRS.assign(**{column: PAIRS[column] + 1})
    assert set(checks.with_checked(moved)["checked"]) == {""}


def test_rows_keep_their_order_index_and_columns(folder):
    mixed = PAIRS.iloc[[3, 0, 4]]
    seen = checks.with_checked(mixed)
    pd.testing.assert_frame_equal(seen.drop(columns="checked"), mixed)
    assert seen["checked"].tolist() == ["wrong", "right", ""]


def test_a_row_checked_twice_is_refused(folder):
    twice = CHECKED + "520500-2019,T001,10,wrong,,,,\n"
    (folder / "checked.csv").write_text(twice, "utf-8")
    with pytest.raises(tables.TableError, match=r"T001"):
        checks.checked()


def test_another_word_than_right_or_wrong_is_refused(folder):
    (folder / "checked.csv").write_text(CHECKED.replace("10,right", "10,fine"), "utf-8")
    with pytest.raises(tables.TableError, match=r"row 2, column target_read.*right, wrong"):
        checks.checked()


@pytest.mark.parametrize("name", ["checked", "audit"])
def test_what_is_held_means_rows_of_the_record(name):
    """Every reading stands in the record, at its place."""
    seen = getattr(checks, name)()
    targets = store.read("targets", columns=["report", "target", "start"])
    both = seen.merge(targets, on=["report", "target", "start"], how="left", indicator=True)
    assert (both["_merge"] == "both").all()


def test_the_audit_is_of_every_kind_and_of_many_reports():
    rows = checks.audit()
    assert set(rows["kind"]) == {"target", "judged", "silent"}
    assert len(rows) >= 400 and rows["report"].nunique() > 300
    assert (rows.loc[~rows["right"], "reason"] != "").all()
