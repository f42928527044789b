"""What was measured over the years, with the target for scale."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

import plan_targets
from plangaps import frames, gaps, observed, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form
from plangaps.matching import HELD

SERIES = ["ref_area", "basis"]
_COLUMNS = [
    "what", "line", "plan", "target", "area_en", "area_zh", "ref_area", "indicator", "basis",
    "year", "target_period", "value", "unit_measure", "bound", "obs_status", "stretch", "own",
    "comparator", "value_high", "printed", "source",
]  # fmt: skip
_LABELS = 2.75  # inches right of the axes for the names of the lines
_MOST_AREAS = 3  # areas of a figure that its title tells
_MOST = 8  # lines of a figure that its caption tells one by one
# Hollow markers of values that are not exact; an exact value has the filled shape of its line.
_HOLLOW = {"lower": "^", "upper": "v", "E": "s", "P": "D", "approx": "o"}

End = tuple[float, float, str, str]  # x, y, name and colour


@frames.takes(observations=frames.needs(*HELD, *phrases.DRAWN), target=phrases.TARGETS)
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
    return laid_out(rows, promised(target, rows["indicator"].iloc[0]))


def laid_out(rows: pd.DataFrame, goals: pd.DataFrame, more: tuple[str, ...] = ()) -> pd.DataFrame:
    """Yearly values and targets as one frame, with ``more`` columns of the targets."""
    points = observed.points(rows)
    steps = points.groupby(SERIES)[["year", "run"]].diff().ne([1, 0]).any(axis="columns")
    key = [*SERIES, "year"]
    lines = rows.assign(line=rows.groupby(SERIES, sort=False).ngroup())
    lines = lines.merge(points[key].assign(stretch=steps.cumsum()), on=key, how="left")
    lines = lines.rename(columns={"obs_value": "value"}).assign(what="observed")
    asked = goals.rename(columns={"time_period": "target_period"})
    asked = asked.assign(what="target", year=asked["due"])
    frame = pd.concat([lines, asked], ignore_index=True) if len(asked) else lines
    columns = dict.fromkeys(["line", "year", "stretch"], "Int64")
    return phrases.named(frame).reindex(columns=[*_COLUMNS, *more]).astype(columns)


def yearly(observations: pd.DataFrame) -> pd.DataFrame:
    """Reliable values of whole years, bounds too, by area, definition and year."""
    rows = observations[observations["year"].notna() & (observations["obs_status"] != "U")]
    codes = rows["indicator"].unique()
    if len(codes) != 1:
        found = ", ".join(codes) or "no annual value"
        raise tables.TableError(
            f"observations: found {found}; allowed: annual values of one indicator."
        )
    rows = rows.astype({"year": "int64"})
    return rows.sort_values([*SERIES, "year"], kind="stable").reset_index(drop=True)


def promised(target: pd.Series | pd.DataFrame | None, indicator: str) -> pd.DataFrame:
    """Targets as a frame, none as an empty one; they must be of the ``indicator``.

    Rows of a gap table will do: what they hold of an outcome is left aside.
    """
    if target is None:
        return pd.DataFrame(columns=["due", *SERIES])
    goals = target.to_frame().T.infer_objects() if isinstance(target, pd.Series) else target
    other = goals.loc[goals["indicator"] != indicator, "indicator"]
    if len(other):
        raise tables.TableError(
            f"target: found the indicator {other.iloc[0]}; allowed: {indicator}, as in "
            "observations."
        )
    # A row of a gap table holds its outcome beside the target.
    return goals[[c for c in plan_targets.COLUMNS if c in goals]].reset_index(drop=True)


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A line an area and definition, a dash a target at the year it is due."""
    figure, ax = sheet(numbers, told, lang)
    ends = [*lines(ax, numbers, lang), *goals(ax, numbers, lang)]
    limits(ax, numbers["value"])
    name_lines(ax, ends)
    return figure


def sheet(numbers: pd.DataFrame, told: Told, lang: str) -> tuple[Figure, Axes]:
    """A sheet with axes for the years and the values, and room for the names of the lines."""
    count = numbers["line"].nunique() + len(_asked(numbers))
    figure, (ax,) = canvas.sheet(told, max(3.3, 0.4 * count), left=0.9, right=_LABELS, below=0.3)
    unit = numbers["unit_measure"].iloc[0]
    ax.set_ylabel(canvas.quantities(ax.yaxis, numbers["value"], unit, lang))
    ax.set_xlim(numbers["year"].min() - 0.6, numbers["year"].max() + 0.6)
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    return figure, ax


def _lines(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    return [line for _, line in numbers[numbers["what"] == "observed"].groupby("line")]


def _asked(numbers: pd.DataFrame) -> list[pd.DataFrame]:
    """The targets of each area, in the order of the years."""
    asked = numbers[numbers["what"] == "target"].sort_values("year", kind="stable")
    return [of_area for _, of_area in asked.groupby("ref_area", sort=False)]


def lines(ax: Axes, numbers: pd.DataFrame, lang: str) -> list[End]:
    """Draw each area and definition; returns where they end."""
    ends = []
    for line in _lines(numbers):
        last = line.iloc[-1]
        colour, shape = canvas.look(last["line"])
        for _, stretch in line.groupby("stretch"):
            ax.plot(stretch["year"], stretch["value"], "-", color=colour)
        for kind, of_kind in line.groupby(_kinds(line)):
            face, marker = ("white", _HOLLOW[str(kind)]) if kind else (colour, shape)
            ax.plot(of_kind["year"], of_kind["value"], marker, ls="", color=colour, mfc=face)
        basis = tables.names(line["basis"], "basis", lang).iloc[0]
        name = last[f"area_{lang}"] + (words.say("mark.colon", lang) + basis if basis else "")
        name += phrases.own_mark(line["own"].mean(), lang)
        ends.append((last["year"], last["value"], name, colour))
    return ends


def _kinds(points: pd.DataFrame) -> pd.Series:
    """What the source says of each point: a bound, estimated, provisional, about; else exact ""."""
    unsure = points["obs_status"].isin(["E", "P"]) & ~points["bound"].isin(["lower", "upper"])
    return points["bound"].mask(unsure, points["obs_status"])


def goals(ax: Axes, numbers: pd.DataFrame, lang: str) -> list[End]:
    """Mark each target at the year it is due, named with the area whose target it is."""
    ends = []
    for asked in _asked(numbers):
        canvas.dashes(ax, asked["year"], asked["value"])
        last = asked.iloc[-1]
        same = asked["year"].nunique() == asked["value"].nunique() == 1
        name = _of_targets("target" if same else "targets", asked, lang)
        ends.append((last["year"], last["value"], name, canvas.TARGET))
    return ends


def limits(ax: Axes, values: pd.Series) -> None:
    """Room around the values; a scale that does not begin at zero is seen on its axis."""
    low, high = values.min(), values.max()
    room = (high - low) * 0.12 or abs(high) * 0.05 or 1.0
    ax.set_ylim(max(low - room, 0.0) if low >= 0 else low - room, high + room)


def name_lines(ax: Axes, ends: list[End]) -> None:
    """Names right of the axes, as near to the end of their lines as they fit."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    names = [canvas.wrap(name, _LABELS - 0.45, 8) for _, _, name, _ in ends]
    tallest = max(name.count("\n") + 1 for name in names)
    step = (high - low) * (0.15 * tallest + 0.06) / (ax.bbox.height / ax.figure.dpi)
    places = canvas.apart([y for _, y, _, _ in ends], step, low + step / 2, high - step / 2)
    # From the edge of the name, so that it crosses no other name.
    leader = {"arrowstyle": "-", "lw": 0.5, "shrinkA": 1, "shrinkB": 4, "relpos": (0, 0.5)}
    for (x, y, _, colour), name, place in zip(ends, names, places, strict=True):
        ax.annotate(
            name,
            (x, y),
            xytext=(right + (right - left) * 0.04, place),
            va="center",
            size=8,
            color=colour,
            linespacing=1.1,
            annotation_clip=False,
            arrowprops={**leader, "color": colour},
        )


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """The outcome of the one target where there is one; the last value of each line."""
    title, sources = finding(numbers, lang), phrases.sources(numbers["source"], lang=lang)
    shows, reads = facts(numbers, lang), notes(numbers, lang)
    return told("series_with_target", title, shows, reads, sources, lang)


def finding(numbers: pd.DataFrame, lang: str) -> str:
    """What came of the target or targets, or the last figures where nothing was promised."""
    asked = numbers[numbers["what"] == "target"]
    held = numbers[numbers["what"] == "observed"]
    yearly = asked[asked["target_period"] == asked["year"].astype("str")]
    if asked.empty:
        return _measured(held, lang)
    if len(asked) == len(yearly) == 1:
        return _of_one(yearly.iloc[0], held, lang)
    return _of_several(yearly, held, lang)


def _of_one(goal: pd.Series, held: pd.DataFrame, lang: str) -> str:
    """What came of one target, or that its own definition has no figure."""
    same = held[held[[*SERIES, "year"]].eq(goal[[*SERIES, "year"]]).all(axis=1)]
    values = {"name": name(held, lang), "area": goal[f"area_{lang}"], "year": goal["year"]}
    if same.empty:
        return words.say("series_with_target.unseen", lang, **values)
    told = {"promise": words.promise(goal, lang), "value": _value(same.iloc[0], lang)}
    return words.say("series_with_target.outcome", lang, **values, **told)


def _of_several(yearly: pd.DataFrame, held: pd.DataFrame, lang: str) -> str:
    """How many of the targets for a year each that can be judged were met."""
    known = tables.indicators()[["indicator", "direction", "kind"]]
    figures = held[[*SERIES, "year", "value", "bound", "obs_status"]]
    both = yearly.drop(columns=["bound", "obs_status"]).merge(known, on="indicator")
    both = both.merge(figures.rename(columns={"value": "obs_value"}), on=[*SERIES, "year"])
    verdict = gaps.judge(both)["verdict"] if len(both) else both["year"]
    met, n = int((verdict == "met").sum()), int(verdict.isin(["met", "missed"]).sum())
    if not n:
        return words.say("series_with_target.question", lang, name=name(held, lang))
    where = phrases.selection(yearly.assign(due=yearly["year"]), lang)
    said = {"name": name(held, lang), "where": where, "n": n, "met": met}
    return words.say("series_with_target.kept", lang, **said)


def _measured(held: pd.DataFrame, lang: str) -> str:
    """The last figure of each area; that one area's figures make no line, where that is so."""
    areas = held[f"area_{lang}"].drop_duplicates()
    bases, named = held["basis"].nunique(), name(held, lang)
    if len(areas) == 1 and bases > 1:
        area = areas.iloc[0]
        return words.say("series_with_target.definitions", lang, name=named, area=area, n=bases)
    if len(areas) > _MOST_AREAS:
        return words.say("series_with_target.measured", lang, name=named)
    last = held.sort_values("year", kind="stable").drop_duplicates("ref_area", keep="last")
    said = [
        words.say("series_with_target.last", lang, area=row[f"area_{lang}"], year=row["year"],
                  value=phrases.observed(row["value"], row["unit_measure"], row["bound"], lang))
        for row in last.to_dict("records")
    ]  # fmt: skip
    parts = words.say("mark.comma", lang).join(said)
    return words.say("series_with_target.latest", lang, parts=parts, name=named)


def name(numbers: pd.DataFrame, lang: str) -> str:
    """The name of the indicator."""
    return tables.names(numbers["indicator"], "indicator", lang).iloc[0]


def facts(numbers: pd.DataFrame, lang: str) -> list[str]:
    """The last value of each line and the targets of each area."""
    every = _lines(numbers)
    shown = [_line(line, lang) for line in every[:_MOST]]
    if len(every) > _MOST:
        shown.append(words.say("series_with_target.more", lang, n=len(every) - _MOST))
    return shown + [
        _of_targets("asked" if len(asked) > 1 else "target", asked, lang)
        for asked in _asked(numbers)
    ]


def _line(line: pd.DataFrame, lang: str) -> str:
    """The last value of a line, and how many there are."""
    key, last = "line" if len(line) > 1 else "only", line.iloc[-1]
    named = line_names(line, lang).iloc[-1] + phrases.own_mark(line["own"].mean(), lang)
    held = {"year": last["year"], "n": len(line), "first": line["year"].iloc[0]}
    value = _value(last, lang)
    return words.say(f"series_with_target.{key}", lang, name=named, value=value, **held)


def _value(row: pd.Series, lang: str) -> str:
    return phrases.observed(row["value"], row["unit_measure"], row["bound"], lang)


def line_names(rows: pd.DataFrame, lang: str) -> pd.Series:
    """The area of each row with its definition behind it."""
    pairs = zip(rows[f"area_{lang}"], tables.names(rows["basis"], "basis", lang), strict=True)
    return pd.Series([phrases.with_basis(*pair, lang) for pair in pairs], rows.index, dtype=str)


def _of_targets(key: str, asked: pd.DataFrame, lang: str) -> str:
    """The targets of one area in words: the years, how many, the last promise."""
    first, last = asked.iloc[0], asked.iloc[-1]
    years = phrases.span(first["year"], last["year"], lang)
    said = {"n": len(asked), "years": years, "promise": words.promise(last, lang)}
    return words.say(f"series_with_target.{key}", lang, area=last[f"area_{lang}"], **said)


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
