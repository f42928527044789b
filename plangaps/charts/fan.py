"""Where a series is heading, where it would have to, and how far to trust that."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plangaps import frames, trajectories, words
from plangaps.charts import canvas, phrases, series
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.charts.series import SERIES
from plangaps.matching import HELD

_AHEAD = 3  # years projected where no target is ahead
_FARTHEST = 5  # years after its last figure beyond which no series is projected in a figure
_BANDS = ["lower_80", "upper_80", "lower_95", "upper_95"]
_ADDED = (*_BANDS, "chance", "chance_points", "chance_last", "refusal", "already_there")


@frames.takes(
    observations=frames.needs(*HELD, *phrases.DRAWN),
    target=frames.needs(*phrases.TARGETS.columns, "set_in"),
)
def numbers(
    observations: pd.DataFrame, target: pd.Series | pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rows of :func:`plangaps.charts.series.numbers`, and what follows from them.

    Each series of at least four yearly figures on one definition is projected to the last due year,
    or three years on, but not further than five. Added ``what``: projected (``value`` the median,
    ``lower_80`` to ``upper_95`` its intervals), refused (a series that is not projected, with the
    ``refusal``, in the ``year`` that was asked for), required (the path to a target from the last
    value of its own area and definition before the plan, where that did not meet it). Targets have
    ``already_there`` (met by that value), ``chance``, and what it rests on: ``chance_points`` up to
    the year ``chance_last``, or the ``refusal`` of one.
    """
    rows = series.yearly(observations)
    goals = series.promised(target, rows["indicator"].iloc[0])
    paths = [_required(rows, goal) for goal in goals.to_dict("records")]
    if paths:
        names = {"points": "chance_points", "last": "chance_last", "reason": "refusal"}
        chances = trajectories.chance(observations, goals).rename(columns=names)
        there = [path is not None and path.empty for path in paths]
        goals = goals.assign(**chances[["chance", *names.values()]], already_there=there)
    shown = series.laid_out(rows, goals, _ADDED)
    lines = shown[shown["what"] == "observed"].drop_duplicates("line")
    ahead = _projected(rows, goals).merge(lines[[*SERIES, "line", "unit_measure"]], on=SERIES)
    added = [frame for frame in [ahead, *paths] if frame is not None and len(frame)]
    every = pd.concat([shown, *map(phrases.named, added)], ignore_index=True)
    return every.reindex(columns=shown.columns)


def _projected(rows: pd.DataFrame, goals: pd.DataFrame) -> pd.DataFrame:
    """The projection of each series, refused where its last figure is too old to be carried on."""
    until = _until(rows, goals)
    fan = trajectories.project(rows, until).rename(columns={"median": "value"})
    fan = fan.merge(_last(rows), on=SERIES)
    old = fan["latest"] < until - _FARTHEST
    once = fan[~old | ~fan.duplicated(SERIES)]
    refusal = once["reason"].mask(once["reason"].eq("") & old, "old")
    refused = refusal.ne("")
    figures = {column: once[column].mask(refused) for column in ["value", *_BANDS]}
    year = once["time_period"].astype("int64").mask(refused, until)
    what = refused.map({True: "refused", False: "projected"})
    return once.assign(**figures, what=what, refusal=refusal, year=year)


def _until(rows: pd.DataFrame, goals: pd.DataFrame) -> int:
    """The last due year that lies ahead of its own series, else a few years on."""
    last = rows["year"].max()
    own = goals[[*SERIES, "due"]].merge(_last(rows), on=SERIES, how="left")
    ahead = own.loc[own["due"] > own["latest"].fillna(last), "due"]
    return int(max(ahead.max(), last)) if len(ahead) else int(last + _AHEAD)


def _last(rows: pd.DataFrame) -> pd.DataFrame:
    """The year of the last value of each series, ``latest``."""
    return rows.groupby(SERIES, as_index=False).agg(latest=("year", "max"))


def _required(rows: pd.DataFrame, goal: dict) -> pd.DataFrame | None:
    """The path to a target from the last value before its plan; empty where that met it already.

    None where its own area and definition have no value before the plan.
    """
    own = rows[rows["ref_area"].eq(goal["ref_area"]) & rows["basis"].eq(goal["basis"])]
    exact = own[~own["bound"].isin(["lower", "upper"])].set_index("year")["obs_value"]
    if not (exact.index < goal["set_in"]).any():
        return None
    path = trajectories.required_path(exact, goal).rename(columns={"time_period": "year"})
    if trajectories.required_pace(exact, goal)["already_there"] is True:
        path = path.iloc[:0]
    same = {k: goal[k] for k in ("plan", "target", "indicator", "unit_measure", *SERIES)}
    return path.assign(what="required", **same)


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """Observed values, the projection as a fan, the target, and the path it required."""
    shown = numbers[numbers["what"] != "refused"]
    figure, ax = series.sheet(shown, told, lang)
    ends = series.lines(ax, shown, lang)
    _bands(ax, shown)
    for _, path in shown[shown["what"] == "required"].groupby(["plan", "target"]):
        ax.plot(path["year"], path["value"], ls=(0, (4, 2)), lw=1, color=canvas.INK)
    ends += series.goals(ax, shown, lang)
    series.limits(ax, pd.concat([shown["value"], shown["lower_95"], shown["upper_95"]]))
    first = shown.loc[shown["what"] == "projected", "year"].min()
    if pd.notna(first):
        ax.axvspan(first - 0.5, ax.get_xlim()[1], color="#f4f4f4", zorder=0)
        above = words.say("trajectory.projection", lang)
        ax.set_title(above, loc="right", size=8, color=canvas.GREY, pad=3)
    series.name_lines(ax, ends)
    return figure


def _bands(ax: Axes, numbers: pd.DataFrame) -> None:
    """The fan of each series, from its last value on."""
    for number, ahead in numbers[numbers["what"] == "projected"].groupby("line"):
        colour, _ = canvas.look(number)
        start = numbers[numbers["line"].eq(number) & numbers["stretch"].notna()].iloc[-1]
        years = np.r_[start["year"], ahead["year"]]
        for level, alpha in ((95, 0.13), (80, 0.22)):
            low, high = (np.r_[start["value"], ahead[f"{e}_{level}"]] for e in ("lower", "upper"))
            ax.fill_between(years, low, high, color=colour, alpha=alpha, lw=0)
        ax.plot(years, np.r_[start["value"], ahead["value"]], ":", color=colour, lw=1.4)


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """The chance of the one target ahead where there is one; values, targets and projections."""
    of = dict(list(numbers.groupby("what")))
    none = numbers.iloc[:0]
    asked, ahead = of.get("target", none), of.get("projected", none)
    facts = series.facts(numbers, lang)
    facts += [_interval(of_line, lang) for _, of_line in ahead.groupby("line")]
    notes = series.notes(numbers, lang)
    notes += [words.say("trajectory.fan", lang)] if len(ahead) else []
    notes += [words.say("trajectory.path", lang)] if "required" in of else []
    there = asked[asked["already_there"].eq(True)]
    notes += [_say("there", row, lang) for row in there.to_dict("records")]
    latest = asked[asked["year"] == asked["year"].max()]
    notes += [_chance(row, lang) for row in latest.to_dict("records")]
    notes += _refusals(of.get("refused", none), lang)
    title = series.finding(numbers, lang)
    if len(asked) == 1 and 0 < asked["chance"].iloc[0] < 1:
        title = _say("title", asked.iloc[0].to_dict(), lang, name=series.name(numbers, lang))
    sources = phrases.sources(numbers["source"], lang=lang)
    return told("trajectory", title, facts, notes, sources, lang)


def _say(key: str, row: dict, lang: str, **more: str) -> str:
    chance = words.chance(row["chance"], lang) if pd.notna(row["chance"]) else ""
    known = {"area": row[f"area_{lang}"], "year": row["year"], "chance": chance}
    known |= {"points": row["chance_points"], "last": row["chance_last"]}
    return words.say(f"trajectory.{key}", lang, **known, **more)


def _chance(row: dict, lang: str) -> str:
    """How likely a target is to be reached, or why nobody can say."""
    if row["refusal"]:
        return _say("none", row, lang, reason=_why(row, lang))
    return _say("known" if row["chance"] in (0, 1) else "chance", row, lang)


def _interval(ahead: pd.DataFrame, lang: str) -> str:
    """Between which values, to four digits, a series lies in the last year, with 80 %."""
    name, row = series.line_names(ahead, lang).iloc[-1], ahead.iloc[-1]
    ends = [float(f"{row[end]:.4g}") for end in ("lower_80", "upper_80")]
    low, high = (words.number(end, row["unit_measure"], lang) for end in ends)
    return words.say("trajectory.projected", lang, name=name, year=row["year"], low=low, high=high)


def _refusals(refused: pd.DataFrame, lang: str) -> list[str]:
    """The series that were not projected, by reason."""
    whys = pd.Series([_why(row, lang) for row in refused.to_dict("records")], refused.index)
    return [
        words.say("trajectory.refused", lang, names=words.listed(of_kind, lang), reason=why)
        for why, of_kind in series.line_names(refused, lang).groupby(whys)
    ]


def _why(row: dict, lang: str) -> str:
    """Why a series is not projected, or a target has no chance."""
    if row["refusal"] == "old":
        return words.say("trajectory.old", lang, year=row["year"])
    return words.say(f"projection_reason.{row['refusal']}", lang)


trajectory = Form("trajectory", numbers, draw, tell)
