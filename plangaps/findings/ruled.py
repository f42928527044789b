"""What published progress rules say, where they differ, and their faults on real figures."""

from __future__ import annotations

from plangaps import rules
from plangaps.findings.held import Held
from plangaps.findings.national import REGISTERED, SURVEYED
from plangaps.findings.said import Amount, Each, Names, Said, Years, finding, said


@finding
def rules_agree(held: Held) -> Said | None:
    """On how many targets two rules speak, and on how many they differ."""
    pairs = rules.agreement(held.progress)
    alike, weather = (
        pairs[(pairs["rule"] == "statcan") & (pairs["other"] == other)].iloc[0]
        for other in ("un_chart", "destatis")
    )
    return said("rules_agree", both=int(alike["both"]), same=int(alike["same"]),
                near=int(weather["near"]), of=int(weather["both"]),
                opposite=int(pairs["opposite"].sum()))  # fmt: skip


@finding
def rules_elsewhere(held: Held) -> Said | None:
    """How often each rule speaks on targets below the nation."""
    places = held.targets[["plan", "target", "ref_area"]]
    rows = held.progress.merge(places).query("ref_area != 'CN'")
    spoken = rows[rows["status"] != rules.NOT_APPLICABLE]["rule"].value_counts()
    counts = {rule: int(spoken.get(rule, 0)) for rule in rules.RULES}
    return said("rules_elsewhere", n=len(rows) // len(rules.RULES), **counts)


@finding
def weather_differs(held: Held) -> Said | None:
    """Targets on which Destatis does not say what the other rules say."""
    differ = rules.disagreement(held.progress).query("rule == 'destatis'")
    differ = differ.drop(columns="due").merge(held.targets[["plan", "target", "indicator", "due"]])
    if differ.empty:
        return None
    parts = [
        said("of_years", name=Names([str(code)], "indicator"), years=Years(sorted(of["due"])))
        for code, of in differ.groupby("indicator")
    ]
    return said("weather_differs", n=len(differ), parts=Each(parts))


@finding
def waste_growth(held: Held) -> Said | None:
    """The growth of a share that nears its limit, which a rule without the limit calls moderate."""
    waste = held.series("harmless_waste_treatment_rate", "CN", "cities only")
    if not {2015, 2022} <= set(waste.index):
        return None
    growth = 100 * ((waste[2022] / waste[2015]) ** (1 / 7) - 1)
    return said("waste_growth", low=waste[2015], high=waste[2022], growth=growth)


@finding
def keep_at(held: Held) -> Said | None:
    """A ceiling that was kept in a year that moved the wrong way."""
    rate = held.series(REGISTERED, "CN", "year end")
    row = held.nation.query("plan == 'china-2020' and indicator == @REGISTERED")
    if row.empty or not {2019, 2020} <= set(rate.index):
        return None
    values = row["value"].iloc[0], rate[2019], rate[2020]
    goal, before, now = (Amount(value, "percent") for value in values)
    return said("keep_at", goal=goal, before=before, now=now)


@finding
def base_is_target(held: Held) -> Said | None:
    """A target made up to equal its base, by which a rule would divide by zero."""
    rate = held.series(REGISTERED, "CN", "year end")
    if not {2013, 2014} <= set(rate.index):
        return None
    return said("base_is_target", base=Amount(rate[2013], "percent"),
                now=Amount(rate[2014], "percent"))  # fmt: skip


@finding
def surveyed_turn(held: Held) -> Said | None:
    """The surveyed rate that rose beyond its ceiling, as three rules see it."""
    rate = held.series(SURVEYED, "CN", "annual mean")
    if not {2021, 2022} <= set(rate.index):
        return None
    return said("surveyed_turn", before=Amount(rate[2021], "percent"),
                now=Amount(rate[2022], "percent"))  # fmt: skip


@finding
def pace_known(held: Held) -> Said | None:
    """Totals within a year that have a plan beside them."""
    rows = rules.pace_within_year(held.targets, held.observations)
    rows = rows[(rows["indicator"] == "new_urban_jobs") & (rows["ref_area"] == "520000")]
    paced = rows.dropna(subset="target_value")
    if paced.empty:
        return None
    parts = [
        said("pace_one", year=row["time_period"][:4], months=int(row["time_period"][-2:]),
             done=Amount(row["obs_value"], "persons"), plan=Amount(row["target_value"], "persons"),
             share=100 * row["obs_value"] / row["target_value"], elapsed=100 * row["elapsed"])
        for row in paced.to_dict("records")
    ]  # fmt: skip
    return said("pace_known", n=len(rows), k=len(paced), parts=Each(parts))
