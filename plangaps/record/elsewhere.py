"""Promises like a plan's own, elsewhere: what became of them, and how much they asked."""

from __future__ import annotations

import pandas as pd

from plangaps.record import rates

LEAST = 10  # judged promises below which no share is given


def elsewhere(rows: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """What became of promises of the same indicator as each of ``targets``.

    ``rows`` as from :func:`plangaps.record.grouped`, of the areas to compare with; ``targets`` as
    from :mod:`plan_targets`. Out, one row a target: ``target``, ``name_en``, ``printed``,
    ``promises``, ``areas``, a column a state with its count, and of the judged the share
    ``kept_share`` with ``low`` and ``high``, empty where fewer than ten are judged.
    """
    own = targets[["target", "indicator", "name_en", "printed"]]
    like = rows[rows["indicator"].isin(own["indicator"])]
    sizes = like.groupby("indicator").agg(promises=("state", "size"), areas=("ref_area", "nunique"))
    counts = like.pivot_table(index="indicator", columns="state", values="year", aggfunc="count")
    counts = counts.reindex(columns=rates.STATES)
    share = rates.kept(like, "indicator").set_index("indicator")
    share = share.loc[share["rows"] >= LEAST, ["share", "low", "high"]]
    found = sizes.join([counts, share.rename(columns={"share": "kept_share"})])
    whole = ["promises", "areas", *rates.STATES]
    out = own.merge(found, how="left", on="indicator", validate="m:1")
    return out.fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, "int64"))


def standing(promised: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """How much each of ``targets`` in per cent asks among promises of its indicator.

    ``promised`` as from :func:`plangaps.record.targets`, of the areas and years to compare with;
    what is due in the year of the report counts, once where it is stated twice. Counts and sums
    depend on the size of a place and are left out. Out: ``target``, ``name_en``, ``printed``,
    ``others``, and the shares that asked ``less``, the ``same`` and ``more``, empty where there
    are fewer than ten. Less is a lower floor or a higher ceiling.
    """
    own = targets[targets["unit_measure"] == "percent"]
    own = own[["target", "indicator", "name_en", "printed", "value", "direction"]]
    of_year = promised["time_period"] == promised["year"].astype("str")
    theirs = promised[of_year & (promised["unit_measure"] == "percent")]
    theirs = theirs.drop_duplicates(["report", "indicator", "value"])[["indicator", "value"]]
    both = own.merge(theirs, on="indicator", suffixes=("", "_other"))
    more = both["direction"] * (both["value_other"] - both["value"])
    marked = both.assign(less=more < -1e-9, same=more.abs() <= 1e-9, more=more > 1e-9)
    out = marked.groupby("target").agg(
        others=("same", "size"), less=("less", "mean"), same=("same", "mean"), more=("more", "mean")
    )
    shares = ["less", "same", "more"]
    out[shares] = out[shares].where(out["others"] >= LEAST)
    said = own[["target", "name_en", "printed"]].merge(out.reset_index(), how="left", on="target")
    return said.fillna({"others": 0}).astype({"others": "int64"})
