"""The record: what became of promises that were read by program in work reports."""

from __future__ import annotations

import pandas as pd

from plangaps.findings.held import Held
from plangaps.findings.said import Each, Names, Said, finding, said

STATES = ["kept", "missed", "words", "silent", "unclear"]


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many promises ended in each state, and how many have a verdict."""
    state = {name: int(n) for name, n in rows["state"].value_counts().items()}
    every = {name: state.get(name, 0) for name in STATES}
    return {"n": len(rows), "judged": every["kept"] + every["missed"], **every}


@finding
def record_states(held: Held) -> Said | None:
    """Of all promises the shares kept, missed, told in words, silent and unclear."""
    found = counts(held.promises)
    shares = {name: 100 * found[name] / found["n"] for name in STATES}
    return said("record_states", n=found["n"], **shares)


@finding
def nation_in_record(held: Held) -> Said | None:
    """What the nation's own reports promised and told, on the indicators of the codebook."""
    rows = held.promises[(held.promises["ref_area"] == "CN") & (held.promises["indicator"] != "")]
    judged = rows[rows["state"].isin(["kept", "missed"])]
    if judged.empty:
        return None
    of = judged["indicator"].value_counts()
    kept = judged[judged["state"] == "kept"]["indicator"].value_counts()
    most = Each([
        said("kept_of", name=Names([str(code)], "indicator"), kept=int(kept.get(code, 0)), n=int(n))
        for code, n in of.head(5).items()
    ])  # fmt: skip
    return said("nation_in_record", k=len(of), most=most, **counts(rows))
