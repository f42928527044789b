"""What was measured over the years, with the target for scale."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from plangaps import observed, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.form import Form, Told, told

LABELS = 2.75  # inches right of the axes for the names of the lines
SERIES = ["ref_area", "basis"]
COLUMNS = [
    "what", "line", "plan", "target", "area_en", "area_zh", "ref_area", "indicator", "basis",
    "year", "target_period", "value", "unit_measure", "bound", "obs_status", "stretch", "own",
    "comparator", "value_high", "printed", "source",
]  # fmt: skip
_LINES = 8  # lines of a figure that its caption tells one by one
# Hollow markers of values that are not exact; an exact value has the filled shape of its line.
_HOLLOW = {"lower": "^", "upper": "v", "E": "s", "P": "D", "approx": "o"}


class End(NamedTuple):
    """Where a line ends, and its name."""

    x: float
    y: float
    name: str
    colour: str


def numbers(
    observations: pd.DataFrame, target: pd.Series | pd.DataFrame | None = None
) -> pd.DataFrame:
    """Yearly values of one indicator and targets beside them, one row a value.

    ``observations`` in the form of :func:`plangaps.observed.read_series`, one indicator only;
    ``target`` one or several rows of :func:`plan_targets.targets` of that indicator. Out: ``what``
    (observed or target), ``line`` (number of the area and definition), ``year``, ``value``, and
    ``stretch``: values are joined within one only, which ends where a year is missing and at a
    break; one that the source only bounds has none. Raises ValueError for no yearly value, more
    than one indicator, or a target of another one.
    """
    rows = yearly(observations)
    points = observed.points(rows)
    ends = points.groupby(SERIES)["year"].diff().ne(1) | points.groupby(SERIES)["run"].diff().ne(0)
    key = [*SERIES, "year"]
    rows = rows.merge(points[key].assign(stretch=ends.cumsum()), on=key, how="left")
    rows = rows.rename(columns={"obs_value": "value"}).assign(
        what="observed", line=rows.groupby(SERIES, sort=False).ngroup(), own=rows.get("own", False)
    )
    goals = promised(target, rows["indicator"].iloc[0])
    goals = goals.rename(columns={"time_period": "target_period"})
    goals = goals.assign(what="target", year=goals["due"])
    shown = pd.concat([rows, goals], ignore_index=True) if len(goals) else rows
    return laid_out(shown)


def laid_out(rows: pd.DataFrame, more: tuple[str, ...] = ()) -> pd.DataFrame:
    """``rows`` with the names of areas, in the columns of the form."""
    whole = dict.fromkeys(["line", "year", "stretch"], "Int64")
    frame = phrases.named(rows).reindex(columns=[*COLUMNS, *more])
    return frame.astype(whole).reset_index(drop=True)


def yearly(observations: pd.DataFrame) -> pd.DataFrame:
    """Reliable values of whole years, bounds too, by area, definition and year."""
    rows = observations[observations["year"].notna() & (observations["obs_status"] != "U")]
    codes = rows["indicator"].unique()
    if len(codes) != 1:
        found = ", ".join(codes) or "no annual value"
        raise ValueError(f"observations: found {found}; allowed: annual values of one indicator.")
    rows = rows.astype({"year": "int64"})
    return rows.sort_values([*SERIES, "year"], kind="stable").reset_index(drop=True)


def promised(target: pd.Series | pd.DataFrame | None, indicator: str) -> pd.DataFrame:
    """Targets as a frame, none as an empty one; they must be of the ``indicator``."""
    if target is None:
        return pd.DataFrame({"due": []})
    goals = target.to_frame().T.infer_objects() if isinstance(target, pd.Series) else target
    other = goals.loc[goals["indicator"] != indicator, "indicator"]
    if len(other):
        raise ValueError(
            f"target: found the indicator {other.iloc[0]}; allowed: {indicator}, as in "
            "observations."
        )
    return goals.reset_index(drop=True)


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A line an area and definition, a dash a target at the year it is due."""
    figure, ax = sheet(numbers, numbers["value"], told, lang)
    ends = [*lines(ax, numbers, lang), *goals(ax, numbers, lang)]
    limits(ax, numbers["value"])
    name_lines(ax, ends)
    return figure


def sheet(numbers: pd.DataFrame, values: pd.Series, told: Told, lang: str) -> tuple[Figure, Axes]:
    """A sheet with axes for the years and for ``values``, and room for the names of the lines."""
    count = numbers["line"].nunique() + len(_asking(numbers))
    figure, (ax,) = canvas.sheet(told, max(3.3, 0.4 * count), left=0.9, right=LABELS, below=0.3)
    ax.set_ylabel(canvas.quantities(ax.yaxis, values, numbers["unit_measure"].iloc[0], lang))
    ax.set_xlim(numbers["year"].min() - 0.6, numbers["year"].max() + 0.6)
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    return figure, ax


def lines(ax: Axes, numbers: pd.DataFrame, lang: str) -> list[End]:
    """Draw each area and definition; returns where they end."""
    ends = []
    for number, line in _lines(numbers):
        colour, shape = canvas.look(number)
        for _, stretch in line.groupby("stretch"):
            ax.plot(stretch["year"], stretch["value"], "-", color=colour)
        for kind, of_kind in line.groupby(_kinds(line)):
            face = "white" if kind else colour
            marker = _HOLLOW.get(str(kind), shape)
            ax.plot(of_kind["year"], of_kind["value"], marker, ls="", color=colour, mfc=face)
        last = line.iloc[-1]
        basis = tables.names(line["basis"].iloc[:1], "basis", lang).iloc[0]
        name = last[f"area_{lang}"] + (words.say("mark.colon", lang) + basis if basis else "")
        name += phrases.own_mark(line["own"].mean(), lang)
        ends.append(End(last["year"], last["value"], name, colour))
    return ends


def _lines(numbers: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    lines = numbers[numbers["what"] == "observed"].groupby("line")
    return [(int(str(number)), line) for number, line in lines]


def _asking(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """The targets of each area, in the order of the years."""
    asked = numbers[numbers["what"] == "target"].sort_values("year", kind="stable")
    return [of_area for _, of_area in asked.groupby("ref_area", sort=False)]


def _kinds(points: pd.DataFrame) -> pd.Series:
    """What the source says of each point: a bound, estimated, provisional, about; else exact ""."""
    unsure = points["obs_status"].isin(["E", "P"]) & ~points["bound"].isin(["lower", "upper"])
    return points["bound"].mask(unsure, points["obs_status"])


def goals(ax: Axes, numbers: pd.DataFrame, lang: str) -> list[End]:
    """Mark each target at the year it is due, named with the area whose target it is."""
    ends = []
    for asked in _asking(numbers):
        canvas.dashes(ax, asked["year"], asked["value"])
        last = asked.iloc[-1]
        same = asked["year"].nunique() == asked["value"].nunique() == 1
        text = words.say(
            f"series_with_target.{'target' if same else 'targets'}",
            lang,
            area=last[f"area_{lang}"],
            years=phrases.span(asked["year"].iloc[0], last["year"], lang),
            promise=phrases.promise(last, lang),
        )
        ends.append(End(last["year"], last["value"], text, canvas.TARGET))
    return ends


def limits(ax: Axes, values: pd.Series) -> None:
    """Room around the values; a scale that does not begin at zero is seen on its axis."""
    low, high = values.min(), values.max()
    room = (high - low) * 0.12 or abs(high) * 0.05 or 1.0
    ax.set_ylim(max(low - room, 0.0) if low >= 0 else low - room, high + room)


def name_lines(ax: Axes, ends: list[End]) -> None:
    """Names right of the axes, as near to the end of their lines as they fit."""
    low, high = ax.get_ylim()
    names = [canvas.wrap(end.name, LABELS - 0.45, 8) for end in ends]
    tallest = max(name.count("\n") + 1 for name in names)
    step = (high - low) * (0.15 * tallest + 0.06) / (ax.bbox.height / ax.figure.dpi)
    places = canvas.apart([end.y for end in ends], step, low + step / 2, high - step / 2)
    left, right = ax.get_xlim()
    for end, name, place in zip(ends, names, places, strict=True):
        ax.annotate(
            name,
            (end.x, end.y),
            xytext=(right + (right - left) * 0.04, place),
            textcoords="data",
            va="center",
            size=8,
            color=canvas.legible(end.colour),
            linespacing=1.1,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": end.colour,
                "lw": 0.5,
                "shrinkA": 1,
                "shrinkB": 4,
                "relpos": (0, 0.5),  # from the edge of the name, so that it crosses no other name
            },
        )


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """The outcome of the one target where there is one; the last value of each line."""
    return told(
        "series_with_target", title(numbers, lang), facts(numbers, lang), notes(numbers, lang),
        phrases.sources(numbers["source"], lang=lang), lang,
    )  # fmt: skip


def title(numbers: pd.DataFrame, lang: str) -> str:
    """What came of the target, or that nothing is known of it; of several the question."""
    asked = numbers[numbers["what"] == "target"]
    held = numbers[numbers["what"] == "observed"]
    key, values = "question" if len(asked) else "measured", {}
    if len(asked) == 1:
        goal = asked.iloc[0]
        values = {"area": goal[f"area_{lang}"], "year": goal["year"]}
        same = held[held[[*SERIES, "year"]].eq(goal[[*SERIES, "year"]]).all(axis=1)]
        if goal["target_period"] != str(goal["year"]):
            key = "question"
        elif len(same):
            end = same.iloc[0]
            values["value"] = phrases.observed(
                end["value"], end["unit_measure"], end["bound"], lang
            )
            key, values["promise"] = "outcome", phrases.promise(goal, lang)
        elif goal["year"] <= held["year"].max():
            key = "unseen"
    return words.say(f"series_with_target.{key}", lang, name=name(numbers, lang), **values)


def name(numbers: pd.DataFrame, lang: str) -> str:
    """The name of the indicator."""
    return tables.names(numbers["indicator"].iloc[:1], "indicator", lang).iloc[0]


def facts(numbers: pd.DataFrame, lang: str) -> list[str]:
    """The last value of each line and the targets of each area."""
    every = [_line(line, lang) for _, line in _lines(numbers)]
    more = len(every) - _LINES
    shown = every[:_LINES]
    shown += [words.say("series_with_target.more", lang, n=more)] if more > 0 else []
    return shown + [_targets(asked, lang) for asked in _asking(numbers)]


def _line(line: pd.DataFrame, lang: str) -> str:
    last = line.iloc[-1]
    return words.say(
        f"series_with_target.{'line' if len(line) > 1 else 'only'}",
        lang,
        name=line_names(line, lang).iloc[-1] + phrases.own_mark(line["own"].mean(), lang),
        value=phrases.observed(last["value"], last["unit_measure"], last["bound"], lang),
        year=last["year"],
        n=len(line),
        first=line["year"].iloc[0],
    )


def line_names(rows: pd.DataFrame, lang: str) -> pd.Series:
    """The area of each row with its definition behind it."""
    bases = tables.names(rows["basis"], "basis", lang)
    pairs = zip(rows[f"area_{lang}"], bases, strict=True)
    return pd.Series([phrases.with_basis(*pair, lang) for pair in pairs], rows.index, dtype=str)


def _targets(asked: pd.DataFrame, lang: str) -> str:
    last = asked.iloc[-1]
    return words.say(
        f"series_with_target.{'asked' if len(asked) == 1 else 'asked_often'}",
        lang,
        name=last[f"area_{lang}"],
        n=len(asked),
        promise=phrases.promise(last, lang),
        years=phrases.span(asked["year"].iloc[0], last["year"], lang),
    )


def notes(numbers: pd.DataFrame, lang: str) -> list[str]:
    """What the hollow markers mean, where a series breaks, and that lines do not compare."""
    held = numbers[numbers["what"] == "observed"]
    kinds = set(_kinds(held))
    marks = [words.say(f"series_with_target.{kind}", lang) for kind in _HOLLOW if kind in kinds]
    # The first point of a line has nothing before it that it could break with.
    broken = held[held["obs_status"].eq("B") & held.duplicated("line")]
    if len(broken):
        gap = " " if lang == "en" else ""
        places = words.listed(broken[f"area_{lang}"] + gap + broken["year"].astype("str"), lang)
        marks.append(words.say("series_with_target.break", lang, places=places))
    several = held["line"].max() > 0
    return ["   ".join(marks), words.say("series_with_target.apart", lang) if several else ""]


series_with_target = Form("series_with_target", numbers, draw, tell)
