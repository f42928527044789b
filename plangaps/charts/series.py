"""What was measured over the years, with the target for scale."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from plangaps.charts import canvas, words

End = tuple[float, float, str, str]  # x, y, name and colour

LABELS = 2.75  # inches right of the axes for the names of the lines
# Hollow markers of values that are not exact; an exact value has the filled shape of its line.
_HOLLOW = {"lower": "^", "upper": "v", "E": "s", "P": "D", "approx": "o"}
_TEXT = {
    "target": ("{area}, target for {year}: {promise}", "{area}{year}年目标：{promise}"),
    "targets": (
        "{area}, targets for {first}-{last}; the last: {promise}",
        "{area}{first}-{last}年的目标，最近一项：{promise}",
    ),
    "question": (
        "{name}: what was promised, what was measured?",
        "{name}：承诺了多少，实际是多少？",
    ),
    "measured": ("{name}: what was measured?", "{name}：实际是多少？"),
    "lower": ("△ more than", "△ 超过"),
    "upper": ("▽ less than", "▽ 不到"),
    "approx": ("○ about", "○ 约数"),
    "E": ("□ estimated", "□ 估计值"),
    "P": ("◇ provisional", "◇ 初步数"),
    "break": ("Break in the series before {}.", "{}之前序列中断。"),
    "apart": (
        "Lines of different definitions or areas are not comparable point by point.",
        "口径或地区不同的线不可逐点比较。",
    ),
}


@canvas.drawn
def series_with_target(
    observations: pd.DataFrame,
    target: pd.Series | pd.DataFrame | None = None,
    lang: str = "en",
    title: str | None = None,
) -> Figure:
    """Annual values of one indicator, a line an area and definition, with targets for scale.

    ``observations`` in the form of :func:`plangaps.observed.read_series`, one indicator only;
    ``target`` one or several rows of :func:`plan_targets.targets` of that indicator. Only values of
    a single year are drawn, none of low reliability. A line ends where a year is missing, at a
    break, and where the definition changes; a value that the source only bounds stands apart with a
    marker of its own. Raises ValueError for no annual value or more than one indicator.
    """
    points = annual(observations)
    goals = as_frame(target, points)
    unit = points["unit_measure"].iloc[0]
    factor, label = words.scale(pd.concat([points["obs_value"], goals["value"]]), unit, lang)
    points = points.assign(y=points["obs_value"] / factor)
    goals = goals.assign(y=goals["value"] / factor)
    name = words.indicator_names(points["indicator"].iloc[:1], lang).iloc[0]
    question = words.say(_TEXT["question" if len(goals) else "measured"], lang).format(name=name)
    notes = [marks(points, lang), not_comparable(points, lang)]
    notes += [words.sources_note(pd.concat([points["source"], goals["source"]]), lang)]
    lines = len(points[["ref_area", "basis"]].drop_duplicates()) + goals["ref_area"].nunique()
    body = max(3.3, 0.4 * lines)
    figure, (ax,) = canvas.plain_sheet(
        body, title or question, notes, left=0.9, right=LABELS, below=0.3
    )
    ends = [*draw_lines(ax, points, lang), *draw_goals(ax, goals, lang)]
    years = [points["year"].min(), points["year"].max(), *goals["due"]]
    ax.set(ylabel=label, xlabel="", xlim=(min(years) - 0.6, max(years) + 0.6))
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.yaxis.set_major_formatter(words.axis_number)
    limits(ax, pd.concat([points["y"], goals["y"]]))
    name_lines(ax, ends)
    return figure


def runs(points: pd.DataFrame) -> pd.Series:
    """Number of the line each annual point belongs to: a new one after a gap or at a break.

    ``points`` sorted by year, with ``year`` and ``obs_status``.
    """
    ends = points["year"].diff().ne(1) | points["obs_status"].eq("B")
    return ends.cumsum()


def annual(observations: pd.DataFrame) -> pd.DataFrame:
    """Annual values of the one indicator there is, by area, definition and year."""
    points = observations[observations["year"].notna() & (observations["obs_status"] != "U")]
    codes = points["indicator"].unique()
    if len(codes) != 1:
        found = ", ".join(codes) or "no annual value"
        raise ValueError(f"observations: found {found}; allowed: annual values of one indicator.")
    points = points.assign(year=points["year"].astype(int))
    return points.sort_values(["ref_area", "basis", "year"], kind="stable").reset_index(drop=True)


def as_frame(target: pd.Series | pd.DataFrame | None, points: pd.DataFrame) -> pd.DataFrame:
    """Targets as a frame, none as an empty one; they must be of the points' indicator."""
    if target is None:
        return pd.DataFrame({"value": [], "due": [], "source": [], "ref_area": []})
    frame = target.to_frame().T.infer_objects() if isinstance(target, pd.Series) else target
    other = frame.loc[frame["indicator"] != points["indicator"].iloc[0], "indicator"]
    if len(other):
        raise ValueError(
            f"target: found the indicator {other.iloc[0]}; allowed: {points['indicator'].iloc[0]}, "
            "as in observations."
        )
    return frame


def draw_lines(ax: Axes, points: pd.DataFrame, lang: str) -> list[End]:
    """Draw each area and definition; returns end point, name and colour of each."""
    ends = []
    for number, (_, line) in enumerate(points.groupby(["ref_area", "basis"], sort=False)):
        colour = canvas.SERIES[number % len(canvas.SERIES)]
        shape = canvas.SHAPES[number % len(canvas.SHAPES)]
        exact = line[~line["bound"].isin(["lower", "upper"])]
        for _, run in exact.groupby(runs(exact)):
            ax.plot(run["year"], run["y"], "-", color=colour)
        for kind, of_kind in line.groupby(_kinds(line)):
            marker = _HOLLOW.get(str(kind), shape)
            face = "white" if kind else colour
            ax.plot(of_kind["year"], of_kind["y"], marker, ls="", color=colour, mfc=face)
        last = line.iloc[-1]
        area = words.area_names(line["ref_area"].iloc[:1], lang).iloc[0]
        basis = words.basis_names(line["basis"].iloc[:1], lang).iloc[0]
        name = area + (words.say((f": {basis}", f"：{basis}"), lang) if basis else "")
        name += own_mark(line, lang)
        ends.append((last["year"], last["y"], name, colour))
    return ends


def own_mark(line: pd.DataFrame, lang: str) -> str:
    """Words that say whether a line is made of own figures, or holds some; else none."""
    return words.own_mark(line["own"].mean(), lang) if "own" in line else ""


def _kinds(points: pd.DataFrame) -> pd.Series:
    """What the source says of each point: a bound, estimated, provisional, about; else exact ""."""
    unsure = points["obs_status"].isin(["E", "P"]) & ~points["bound"].isin(["lower", "upper"])
    return points["bound"].mask(unsure, points["obs_status"])


def draw_goals(ax: Axes, goals: pd.DataFrame, lang: str) -> list[End]:
    """Mark each target at the year it is due, named with the area whose target it is."""
    ends: list[End] = []
    if goals.empty:
        return ends
    for area, of_area in goals.groupby("ref_area", sort=False):
        ax.plot(of_area["due"], of_area["y"], "_", color=canvas.TARGET, ms=14, mew=2.2, ls="")
        last = of_area.sort_values("due").iloc[-1]
        name = words.area_names(pd.Series([area]), lang).iloc[0]
        same = of_area["due"].nunique() == of_area["value"].nunique() == 1
        text = words.say(_TEXT["target" if same else "targets"], lang).format(
            area=name,
            year=last["due"],
            promise=words.promise(last, lang),
            first=of_area["due"].min(),
            last=of_area["due"].max(),
        )
        ends.append((last["due"], last["y"], text, canvas.TARGET))
    return ends


def limits(ax: Axes, values: pd.Series) -> None:
    """Room around the values; a scale that does not begin at zero is seen on its axis."""
    low, high = values.min(), values.max()
    room = (high - low) * 0.12 or abs(high) * 0.05 or 1.0
    ax.set_ylim(max(low - room, 0.0) if low >= 0 else low - room, high + room)


def name_lines(ax: Axes, ends: list[End]) -> None:
    """Names right of the axes, as near to the end of their lines as they fit."""
    inches = ax.bbox.height / ax.figure.dpi
    low, high = ax.get_ylim()
    names = [canvas.wrap(name, LABELS - 0.45, 8) for _, _, name, _ in ends]
    tallest = max(name.count("\n") + 1 for name in names)
    step = (high - low) * (0.15 * tallest + 0.06) / inches
    wanted = [y for _, y, _, _ in ends]
    placed = canvas.apart(wanted, step, low + step / 2, high - step / 2)
    right = ax.get_xlim()[1]
    for (x, y, _, colour), name, place in zip(ends, names, placed, strict=True):
        ax.annotate(
            name,
            (x, y),
            xytext=(right + (right - ax.get_xlim()[0]) * 0.04, place),
            textcoords="data",
            va="center",
            size=8,
            color=colour,
            linespacing=1.1,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "lw": 0.5,
                "shrinkA": 1,
                "shrinkB": 4,
                "relpos": (0, 0.5),  # from the edge of the name, so that it crosses no other name
            },
        )


def marks(points: pd.DataFrame, lang: str) -> str:
    """What the hollow markers mean, for those that are there, and where a series breaks."""
    kinds = _kinds(points)
    there = [words.say(_TEXT[k], lang) for k in _HOLLOW if kinds.eq(k).any()]
    return "   ".join([*there, *_breaks(points, lang)])


def _breaks(points: pd.DataFrame, lang: str) -> list[str]:
    """The breaks that a line would otherwise have crossed, by area and year."""
    inside = points.duplicated(["ref_area", "basis"])  # the first point has nothing before it
    broken = points[points["obs_status"].eq("B") & inside]
    if broken.empty:
        return []
    names = words.area_names(broken["ref_area"], lang)
    years = broken["year"].astype(str)
    places = names + words.say((" ", ""), lang) + years + words.say(("", "年"), lang)
    listed = words.say((", ", "、"), lang).join(places)
    return [words.say(_TEXT["break"], lang).format(listed)]


def not_comparable(points: pd.DataFrame, lang: str) -> str:
    """The warning that belongs under several lines."""
    several = len(points[["ref_area", "basis"]].drop_duplicates()) > 1
    return words.say(_TEXT["apart"], lang) if several else ""
