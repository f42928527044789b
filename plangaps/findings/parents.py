"""The plan's province and city in the record, and promises like the plan's elsewhere."""

from __future__ import annotations

from functools import partial

import pandas as pd

from plangaps import record
from plangaps.findings.held import Held
from plangaps.findings.promises import counts
from plangaps.findings.said import Each, Names, Said, Share, Text, Years, entered, finding, said

AREAS = {"guizhou": "520000", "bijie": "520500"}
OFTEN = 0.25  # share told below which a report counts as hardly answered


def _of(held: Held, area: str) -> pd.DataFrame:
    return held.promises[held.promises["ref_area"] == area]


def _judged(held: Held, area: str) -> pd.DataFrame:
    """Judged promises on indicators, one a year and indicator."""
    rows = _of(held, area)
    rows = rows[rows["state"].isin(["kept", "missed"]) & (rows["theme"] != "none")]
    return rows.drop_duplicates(["year", "indicator"])


@finding
def parents_rows(held: Held) -> Said | None:
    """How many promises of province and city could be answered, and how many were looked at."""
    rows = held.promises[held.promises["ref_area"].isin(AREAS.values())]
    if rows.empty:
        return None
    parts = [
        said("rows_of", area=Names([str(area)], "area"), n=len(of), k=of["report"].nunique())
        for area, of in rows.groupby("ref_area")
    ]
    seen = rows[rows["checked"] != ""]["checked"]
    return said("parents_rows", parts=Each(parts), seen=len(seen),
                right=int((seen == "right").sum()))  # fmt: skip


def states(held: Held, area: str) -> Said | None:
    """What became of an area's promises, and the share kept of those judged."""
    found = counts(_of(held, area))
    if not found["judged"]:
        return None
    least = 100 * found["kept"] / (found["judged"] + found["silent"])
    return said("area_states", area=Names([area], "area"), least=least,
                share=100 * found["kept"] / found["judged"], **found)  # fmt: skip


def headline(held: Held, area: str) -> Said | None:
    """The title of an area's figure."""
    return said("area_title", area=Names([area], "area"), **counts(_of(held, area)))


def silent_years(held: Held, area: str) -> Said | None:
    """Years of which hardly anything is told, and the most silent one."""
    rows = _of(held, area)
    if not (rows["state"] == "silent").any():
        return None
    told = rows["state"].isin(["kept", "missed", "words"]).groupby(rows["year"]).mean()
    silent = rows.loc[rows["state"] == "silent", "year"].value_counts()
    return said("area_silent", area=Names([area], "area"), years=Years(told.index[told < OFTEN]),
                most=silent.index[0], n=silent.max())  # fmt: skip


def growth(held: Held, area: str) -> Said | None:
    """How many growth targets of an area were reached, and how they came down."""
    rows = _judged(held, area).query("indicator == 'gdp_growth'").sort_values("year")
    if rows.empty:
        return None
    missed = rows.loc[rows["state"] == "missed", "year"]
    key = "area_growth." + ("some" if len(missed) else "none")
    return said(key, area=Names([area], "area"), kept=int((rows["state"] == "kept").sum()),
                n=len(rows), missed=Years(missed), most=rows["value"].max(),
                last=rows["value"].iloc[-1], year=rows["year"].iloc[-1])  # fmt: skip


def themes(held: Held, area: str) -> Said | None:
    """How many judged promises on indicators were kept, and which were missed."""
    rows = _judged(held, area)
    if rows.empty:
        return None
    missed = rows[rows["state"] == "missed"].sort_values(["indicator", "year"])
    parts = [
        said("of_years", name=Names([str(code)], "indicator"), years=Years(of["year"]))
        for code, of in missed.groupby("indicator", sort=False)
    ]
    return said("area_themes", area=Names([area], "area"), n=len(rows),
                kept=len(rows) - len(missed), missed=len(missed), parts=Each(parts))  # fmt: skip


for _name, _area in AREAS.items():
    for _what, _compute in (("states", states), ("title", headline), ("silent", silent_years),
                            ("growth", growth), ("themes", themes)):  # fmt: skip
        entered(f"{_name}_{_what}", partial(_compute, area=_area))


@finding
def bijie_towns(held: Held) -> Said | None:
    """An urbanisation rate that fell with the census, so that its misses say little."""
    rows = _judged(held, "520500").query("indicator == 'urbanisation_rate'").set_index("year")
    if not {2020, 2021} <= set(rows.index):
        return None
    told = rows["outcome_printed"]
    return said("bijie_towns", before=told[2020], after=told[2021])


@finding
def elsewhere_kept(held: Held) -> Said | None:
    """How often promises like the plan's were kept in other prefectures and counties."""
    lower = held.promises[held.promises["level"].isin(["prefecture", "county"])]
    expected = record.elsewhere(lower, held.first.reset_index(drop=True))
    some = expected.dropna(subset="kept_share").sort_values("kept_share")
    if some.empty:
        return None
    first, last = (
        said("elsewhere_one", name=Text(row["name_en"], row["name_zh"]),
             share=Share(row["kept_share"], row["low"], row["high"]))
        for row in some.merge(held.first[["target", "name_zh"]].reset_index(drop=True))
        .iloc[[0, -1]].to_dict("records")
    )  # fmt: skip
    of = counts(lower[lower["indicator"].isin(held.first["indicator"])])
    return said("elsewhere_kept", k=len(some), of=len(expected), least=Each([first]),
                most=Each([last]), **of)  # fmt: skip


@finding
def standing_among(held: Held) -> Said | None:
    """How much the plan's targets in per cent ask among those of other places."""
    recent = pd.concat(
        [record.targets(level=level, years=(2021, 2025)) for level in ("prefecture", "county")]
    )
    asked = record.standing(recent, held.first.reset_index(drop=True)).dropna(subset="less")
    if asked.empty:
        return None
    named = asked.merge(held.first[["target", "name_zh"]].reset_index(drop=True), on="target")
    parts = [
        said("standing_one", name=Text(row["name_en"], row["name_zh"]), less=100 * row["less"],
             n=row["others"])
        for row in named.to_dict("records")
    ]  # fmt: skip
    return said("standing_among", parts=Each(parts))
