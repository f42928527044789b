"""What somebody read: rows of the record checked one by one, and the audit of a sample.

Both are tables of the project, ``data/record/checked.csv`` and ``audit.csv``. A row is meant by its
report, its number and its place in the text, so that a reading of another place is not meant.
"""

from __future__ import annotations

import pandas as pd

from plangaps import tables
from plangaps.record import store

_PLACE = {"start": "Int64", "outcome_start": "Int64"}
_TARGET = ["report", "target", "start"]
_PAIR = [*_TARGET, "outcome_report", "outcome_start"]


def checked() -> pd.DataFrame:
    """Rows that were held against the text one by one.

    ``report``, ``target``, ``start``: the target; ``target_read``: right or wrong;
    ``outcome_report``, ``outcome_start`` and ``outcome_read``: the same of the outcome that judges
    it, empty without one; ``reason``: what is wrong.
    """
    return _read("checked")


def audit() -> pd.DataFrame:
    """A sample drawn at random over the whole record, each row held against its text.

    ``kind``: target (the target is read right), judged (so are outcome and verdict), silent (the
    next report says nothing, as the record says); the place as in :func:`checked`; ``right``: true
    or false; ``reason``: why not.
    """
    return _read("audit")


def with_checked(rows: pd.DataFrame) -> pd.DataFrame:
    """Targets or pairs with the column ``checked``: right, wrong, or empty where nobody looked.

    A pair is right where its target and its outcome are.
    """
    seen = checked()
    if "outcome_report" not in rows:
        return _joined(rows, seen.assign(checked=seen["target_read"]), _TARGET)
    right = (seen["target_read"] == "right") & (seen["outcome_read"] == "right")
    seen = seen.assign(checked=right.map({True: "right", False: "wrong"}))
    return _joined(rows, seen[seen["outcome_read"] != ""], _PAIR)


def _joined(rows: pd.DataFrame, seen: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    typed = rows.astype({column: "Int64" for column in _PLACE if column in key})
    joined = typed[key].merge(seen[[*key, "checked"]], on=key, how="left", validate="m:1")
    return rows.assign(checked=joined["checked"].fillna("").to_numpy())


def _read(name: str) -> pd.DataFrame:
    """The table; without rows where nobody has read any yet."""
    path, schema = store.FOLDER / f"{name}.csv", f"record_{name}"
    if not path.exists():
        return pd.DataFrame(columns=tables.fields(schema), dtype="str").astype(_PLACE)
    return tables.read_table(path, schema).astype(_PLACE)
