"""The record: what became of promises that were read by program in work reports."""

from __future__ import annotations

from functools import partial

import pandas as pd

from plangaps import record, tables, words
from plangaps.findings.held import Held
from plangaps.findings.said import Decade, Each, Names, Said, Share, Word, entered, finding, said

STATES = ["kept", "missed", "words", "silent", "unclear"]

MANY = 50  # judged targets of a year below which it is not ranked

# In which groups the share kept is told, and the words for their codes.
GROUPS = {
    "level": "level",
    "theme": "theme",
    "period": "passed_by.period",
    "comparator": "record_rates.comparator",
    "hedge": "record_rates.hedge",
    "decade": "record_rates.decade",
}


def _word(by: str, code: object) -> Word | Decade:
    """The word of a group; promises that no indicator fits have no theme."""
    if by == "decade":
        return Decade(str(code))
    return Word(str(code), "record_rates.theme" if (by, code) == ("theme", "none") else GROUPS[by])


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many promises ended in each state, and how many have a verdict."""
    state = rows["state"].value_counts()
    every = {name: int(state.get(name, 0)) for name in STATES}
    return {"n": len(rows), "judged": every["kept"] + every["missed"], **every}


@finding
def record_texts(held: Held) -> Said | None:
    """How many texts were read, of which years and counties."""
    texts = record.reports().merge(tables.areas()[["ref_area", "level"]], on="ref_area")
    counties = texts.loc[texts["level"] == "county", "ref_area"].nunique()
    early = int((texts["year"] < 2000).sum())
    return said("record_texts", n=len(texts), early=early, counties=counties,
                promises=len(held.promises))  # fmt: skip


@finding
def record_audit(held: Held) -> Said | None:
    """How many rows were held against their texts, and how many are right."""
    right = record.share_right().to_dict("records")
    parts = [
        said(f"record_audited.{row['kind']}", right=row["right"], n=row["rows"],
             share=Share(row["share"], row["low"], row["high"]))
        for row in right
    ]  # fmt: skip
    return said("record_audit.some", parts=Each(parts)) if parts else said("record_audit.none")


@finding
def record_states(held: Held) -> Said | None:
    """Of all promises the shares kept, missed, told in words, silent and unclear."""
    found = counts(held.promises)
    if not found["n"]:
        return None
    shares = {name: 100 * found[name] / found["n"] for name in STATES}
    return said("record_states", n=found["n"], **shares)


@finding
def record_if_silent_missed(held: Held) -> Said | None:
    """The share kept of the judged, and what it would be if the silent ones had been missed."""
    found = counts(held.promises)
    if not found["judged"]:
        return None
    return said("record_if_silent_missed", share=100 * found["kept"] / found["judged"],
                least=100 * found["kept"] / (found["judged"] + found["silent"]))  # fmt: skip


def kept_by(held: Held, by: str, indicator: str = "", level: str = "") -> Said | None:
    """The share kept of the judged promises, by group."""
    rows = held.promises
    rows = rows[rows["indicator"] == indicator] if indicator else rows
    rows = rows[rows["level"] == level] if level else rows
    found = record.kept(rows, by)
    if found.empty:
        return None
    order = list(words.codes(GROUPS[by]))
    found = found.sort_values(by, key=lambda codes: codes.map({c: i for i, c in enumerate(order)}))
    parts = [
        said("share_of", name=_word(by, row[by]), n=row["rows"],
             share=Share(row["share"], row["low"], row["high"]))
        for row in found.to_dict("records")
    ]  # fmt: skip
    what = "growth" if indicator else "all"
    return said(f"record_kept.{'provinces' if level else what}", parts=Each(parts))


for _by in GROUPS:
    entered(f"record_kept_by_{_by}", partial(kept_by, by=_by))
entered("growth_kept_by_period", partial(kept_by, by="period", indicator="gdp_growth"))
entered("growth_kept_in_provinces",
        partial(kept_by, by="period", indicator="gdp_growth", level="province"))  # fmt: skip


@finding
def record_silent_themes(held: Held) -> Said | None:
    """The share of promises not mentioned again, by theme."""
    state = held.promises.groupby("theme")["state"].value_counts(normalize=True)
    silent = state.xs("silent", level="state").sort_values(ascending=False)
    parts = [
        said("share_only", name=_word("theme", code), share=100 * share)
        for code, share in silent.items()
    ]
    return said("record_silent_themes", parts=Each(parts))


def near_target(held: Held, indicator: str = "") -> Said | None:
    """How many outcomes lie on the target to the tenth, just above and just below it."""
    rows = held.promises
    rows = rows[rows["indicator"] == indicator] if indicator else rows
    passed = record.passed_by(rows)
    if passed.empty:
        return None
    near = record.above_and_below(passed.assign(every="every"), "every").iloc[0]
    key = "growth" if indicator else "all"
    return said(f"near_target.{key}", n=near["rows"], at=near["at"], above=near["above"],
                below=near["below"], share=100 * near["at"] / near["rows"])  # fmt: skip


entered("near_target", near_target)
entered("near_target_of_growth", partial(near_target, indicator="gdp_growth"))


@finding
def growth_near_target_since(held: Held) -> Said | None:
    """Outcomes of growth around their target, before and after 2013."""
    rows = held.promises[held.promises["indicator"] == "gdp_growth"]
    passed = record.passed_by(rows)
    passed = passed.assign(late=passed["year"] > 2013)
    near = record.above_and_below(passed, "late").sort_values("late")
    if len(near) < 2:
        return None
    before, since = near.to_dict("records")
    counted = {
        f"{name}_{of}": row[of]
        for name, row in (("early", before), ("late", since))
        for of in ("above", "below", "at")
    }
    share = {name: 100 * row["at"] / row["rows"]
             for name, row in (("early", before), ("late", since))}  # fmt: skip
    return said("growth_near_target_since", **counted, **share)


@finding
def growth_worst_year(held: Held) -> Said | None:
    """The year with the smallest share of growth targets reached, and those around it."""
    rows = held.promises[held.promises["indicator"] == "gdp_growth"]
    by_year = record.kept(rows, "year")
    years = by_year[by_year["rows"] >= MANY].sort_values("year").to_dict("records")
    if not years:
        return None
    worst = min(years, key=lambda row: row["share"])
    gap = rows.loc[rows["year"] == worst["year"], "gap"].median()
    parts = [
        said("year_share", year=row["year"], share=100 * row["share"])
        for row in years
        if row != worst and row["year"] >= worst["year"] - 3
    ]
    return said("growth_worst_year", year=worst["year"], share=100 * worst["share"],
                n=worst["rows"], gap=abs(gap), parts=Each(parts))  # fmt: skip


@finding
def targets_amplified(held: Held) -> Said | None:
    """By how much growth targets lie above those of the area above."""
    steps = record.steps(record.amplification(record.targets(indicator="gdp_growth")), "level")
    parts = [
        said("step", name=Word(row["level"], "level"), n=row["rows"], areas=row["areas"],
             mean=row["mean"], low=row["low"], high=row["high"], up=100 * row["up"])
        for row in steps.to_dict("records")
    ]  # fmt: skip
    return said("targets_amplified", parts=Each(parts)) if parts else None


@finding
def targets_follow(held: Held) -> Said | None:
    """How near growth targets lie to the last outcome that the same report tells."""
    goals = record.targets(indicator="gdp_growth")
    follow = record.follows(goals, record.outcomes(indicator="gdp_growth"))
    if follow.empty:
        return None
    parts = [
        said("follow", name=Word(row["level"], "level"), mean=row["mean"], up=100 * row["up"],
             down=100 * row["down"], n=row["rows"])
        for row in record.steps(follow, "level").to_dict("records")
    ]  # fmt: skip
    return said("targets_follow", n=len(follow), r=follow["value"].corr(follow["last"]),
                step=follow["step"].median(), parts=Each(parts))  # fmt: skip


@finding
def reviews_of_years(held: Held) -> Said | None:
    """What a review of several years at once answers, beside one of the year alone."""
    review = record.reports().set_index("report")["review"].replace("", "none")
    asked = held.promises.assign(review=held.promises["outcome_report"].map(review))
    asked = asked.dropna(subset="review")
    judged = asked["state"].isin(["kept", "missed"]).groupby(asked["review"]).mean() * 100
    unclear = asked["state"].eq("unclear").groupby(asked["review"]).mean() * 100
    n = asked["review"].value_counts()
    if not {"year", "years"} <= set(n.index):
        return None
    return said("reviews_of_years", year=judged["year"], years=judged["years"],
                unclear=unclear["years"], n=int(n["years"]))  # fmt: skip


@finding
def nation_in_record(held: Held) -> Said | None:
    """What the nation's own reports promised and told, on the indicators of the codebook."""
    rows = held.promises[(held.promises["ref_area"] == "CN") & (held.promises["indicator"] != "")]
    judged = rows[rows["state"].isin(["kept", "missed"])]
    if judged.empty:
        return None
    of = judged["indicator"].value_counts()
    kept = judged[judged["state"] == "kept"]["indicator"].value_counts()
    most = [
        said("kept_of", name=Names([str(code)], "indicator"), kept=int(kept.get(code, 0)), n=int(n))
        for code, n in of.head(8).items()
    ]
    return said("nation_in_record", k=len(of), most=Each(most), **counts(rows))
