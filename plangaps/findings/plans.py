"""What can be judged: one plan, the nation's targets, all plans."""

from __future__ import annotations

import pandas as pd

from plangaps.findings.held import Held
from plangaps.findings.said import Amount, Coded, Each, Names, Said, finding, said


def counted(table: pd.DataFrame) -> dict[str, int]:
    """How many targets are held, due, judged, met, missed, and judged by own figures."""
    verdict = table["verdict"].value_counts()
    met, missed, open_ = (int(verdict.get(v, 0)) for v in ("met", "missed", "open"))
    own = table["verdict"].isin(["met", "missed"]) & table["obs_own"].eq(True)
    due = {"n": len(table), "due": len(table) - open_, "open": open_}
    return {**due, "judged": met + missed, "met": met, "missed": missed, "own": int(own.sum())}


def variant(counts: dict[str, int]) -> str:
    """Whether targets are judged by nothing, by public figures alone, or by own ones too."""
    return "none" if not counts["judged"] else "own" if counts["own"] else "some"


def reasons(table: pd.DataFrame) -> Coded:
    """Why targets cannot be judged, the most frequent reason first."""
    why = table.loc[table["verdict"] == "undecided", "reason"].value_counts()
    return Coded({code: int(n) for code, n in why.items()}, "reason")


@finding
def plan_judged(held: Held) -> Said | None:
    """How many targets of the plan can be judged, and why the others cannot."""
    counts = counted(held.first)
    if not counts["due"]:
        return None
    key = "all" if counts["judged"] == counts["due"] else variant(counts)
    why = reasons(held.first)
    return said("plan_judged." + key, plan=Names([held.plan], "plan"), why=why, **counts)


@finding
def plan_silent(held: Held) -> Said | None:
    """Targets for which nothing is published, by theme."""
    silent = held.first[held.first["reason"] == "no_observation"]
    if silent.empty:
        return None
    themes = Coded({k: int(n) for k, n in silent["theme"].value_counts().items()}, "theme")
    return said("plan_silent", n=len(silent), of=len(held.first), themes=themes)


@finding
def nation_judged(held: Held) -> Said | None:
    """How many of the nation's targets can be judged, and the indicators that these rest on."""
    return _nation("nation_judged", held.nation)


@finding
def nation_yearly(held: Held) -> Said | None:
    """The same of the targets for one year each."""
    return _nation("nation_yearly", held.yearly)


def _nation(key: str, table: pd.DataFrame) -> Said | None:
    counts, judged = counted(table), table[table["verdict"].isin(["met", "missed"])]
    if judged.empty:
        return None
    on = judged["indicator"].value_counts().index
    return said(key, first=int(table["set_in"].min()), k=len(on), on=Names(on, "indicator"),
                **counts)  # fmt: skip


@finding
def nation_missed(held: Held) -> Said | None:
    """Each target of the nation that was missed, with its outcome."""
    missed = held.nation[held.nation["verdict"] == "missed"]
    if missed.empty:
        return said("nation_missed.none")
    parts = [
        said(
            "nation_missed.one",
            name=Names([row["indicator"]], "indicator"),
            year=row["target_period"],
            value=Amount(row["obs_value"], row["unit_measure"]),
            goal=Amount(row["value"], row["unit_measure"]),
        )
        for row in missed.to_dict("records")
    ]
    return said("nation_missed.some", n=len(parts), parts=Each(parts))


@finding
def all_judged(held: Held) -> Said | None:
    """How many targets of all plans are due, how many of these can be judged."""
    counts = counted(held.table)
    if not counts["judged"]:
        return None
    return said("all_judged." + ("own" if counts["own"] else "some"), **counts)


@finding
def nation_met_when_set(held: Held) -> Said | None:
    """How many of the nation's targets the last figure before them had met already."""
    known = held.asked[held.asked["ref_area"] == "CN"].dropna(subset="met_when_set")
    if known.empty:
        return None
    return said("nation_met_when_set", n=len(known), met=int(known["met_when_set"].sum()))


@finding
def plan_met_when_set(held: Held) -> Said | None:
    """The same of the plan, which mostly has no earlier figure of its own."""
    of_plan = held.asked[held.asked["plan"] == held.plan]
    known = of_plan.dropna(subset="met_when_set")
    area = Names(of_plan["ref_area"].unique(), "area")
    key = "plan_met_when_set." + ("none" if known.empty else "some")
    met = int(known["met_when_set"].sum())
    return said(key, area=area, n=len(of_plan), known=len(known), met=met)


@finding
def part_known(held: Held) -> Said | None:
    """What is known of the total that a target of the plan promises, where a part is."""
    rows = held.first[held.first["reason"] == "part_of_total"].dropna(subset="obs_value")
    if rows.empty:
        return None
    row = rows.iloc[0]
    return said(
        "part_known",
        name=Names([row["indicator"]], "indicator"),
        part=Amount(row["obs_value"], row["unit_measure"]),
        whole=Amount(row["value"], row["unit_measure"]),
        year=row["time_period"],
    )
