"""The plan theme by theme: what it promised, what can be judged, what evidence there is."""

from __future__ import annotations

from functools import partial

from plangaps import tables
from plangaps.findings.held import Held
from plangaps.findings.plans import counted, reasons, variant
from plangaps.findings.said import (
    Coded,
    Count,
    Each,
    Names,
    Promise,
    Said,
    Text,
    Word,
    entered,
    said,
)

THEMES = ["environment", "employment", "rural_revitalisation", "investment"]


def promised(held: Held, theme: str) -> Said | None:
    """What the plan promised in a theme, target by target."""
    rows = held.first[held.first["theme"] == theme]
    if rows.empty:
        return None
    parts = [
        said("promise", name=Text(row["name_en"], row["name_zh"]), goal=Promise(row))
        for row in rows.to_dict("records")
    ]
    area = Names(rows["ref_area"].unique(), "area")
    return said("promised", area=area, n=Count(len(rows)), parts=Each(parts))


def judged(held: Held, theme: str) -> Said | None:
    """How many of the plan's targets of a theme can be judged, and why the others cannot."""
    rows = held.first[held.first["theme"] == theme]
    counts = counted(rows)
    if not counts["due"]:
        return None
    key = "all" if counts["judged"] == counts["due"] else variant(counts)
    return said("judged." + key, theme=Word(theme, "theme"), why=reasons(rows), **counts)


def evidence(held: Held, theme: str) -> Said | None:
    """For how many targets of a theme there is a yearly figure, by level of area."""
    rows = held.first[held.first["theme"] == theme]
    if rows.empty:
        return None
    above = tables.lineage(rows["ref_area"].unique()).merge(
        tables.areas()[["ref_area", "level"]], left_on="higher_area", right_on="ref_area"
    )
    yearly = held.observations.dropna(subset="year")
    seen = {
        area: int(rows["indicator"].isin(yearly.loc[yearly["ref_area"] == area, "indicator"]).sum())
        for area in above["higher_area"]
    }
    levels = {level: seen[area] for area, level in zip(above["higher_area"], above["level"],
                                                       strict=True)}  # fmt: skip
    around = yearly[yearly["ref_area"].isin(above["higher_area"])]
    none = int((~rows["indicator"].isin(around["indicator"])).sum())
    name = Word(theme, "theme")
    return said("evidence", theme=name, n=len(rows), levels=Coded(levels, "level"), none=none)


for _theme in THEMES:
    for _name, _compute in (("promised", promised), ("judged", judged), ("evidence", evidence)):
        entered(f"{_name}_{_theme}", partial(_compute, theme=_theme))
