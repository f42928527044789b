"""Plans beside each other: kept or missed year by year, and how high the bar was set."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from plangaps.charts import canvas, words

_TEXT = {
    "ladder": (
        "{met} of {due} targets that came due and can be judged were met",
        "到期且可判断的{due}项目标中，{met}项完成",
    ),
    "ladder_note": (
        "Dash: target. {marks} Years without a marker have no figure that may judge the target.",
        "横线为目标。{marks}没有标记的年份没有可用于判断的数据。",
    ),
    "one_area": ("{name} ({unit})", "{name}（{unit}）"),
    "panel": ("{area}: {name} ({unit})", "{area}：{name}（{unit}）"),
    "bases": (
        "{name}: the targets follow {n} definitions ({bases}), each judged by its own.",
        "{name}：目标有{n}种口径（{bases}），各按其口径判断。",
    ),
    "as_indicator": ("no further definition", "无另行说明"),
    "ambition": (
        "{name}: how ambitious was {area}'s target for {year}?",
        "{name}：{area}{year}年的目标是高是低？",
    ),
    "target": ("target {year}", "{year}年目标"),
    "outcome": ("outcome {year}", "{year}年实际"),
    "ambition_note": (
        "Diamond: target, black for the one asked about. Circle: outcome, hollow if it is a "
        "bound, about, estimated or provisional. Other areas' figures give scale; they judge "
        "nothing.",
        "菱形：目标，黑色为所问目标。圆点：实际结果，空心为界限值、约数、估计值或初步数。其他地区的数据仅供比较，不作判断。",
    ),
}


@canvas.drawn
def outcome_ladder(table: pd.DataFrame, lang: str = "en", title: str | None = None) -> Figure:
    """Target and outcome year by year, a panel an area and indicator.

    ``table`` as from :func:`plangaps.gaps.gap_table` over several plans. The target is a dash at
    the year it is due, the outcome a marker that differs by verdict. Raises ValueError for a table
    without rows.
    """
    if table.empty:
        raise ValueError("table: found no rows; at least one is needed for a figure.")
    panels = list(table.groupby(["ref_area", "indicator"], sort=False))
    several = len(table["ref_area"].unique()) > 1
    pairs = -(-len(panels) // 2)
    columns = 1 if len(panels) == 1 or canvas.is_narrow() else 2
    rows = -(-len(panels) // columns)
    judged = table[table["verdict"].isin(["met", "missed"])]
    heading = words.say(_TEXT["ladder"], lang).format(
        met=int(judged["verdict"].eq("met").sum()), due=len(judged)
    )
    sources = pd.concat([table["source"], table.get("obs_source", table["source"])])
    notes = [_ladder_note(table, lang)]
    notes += [_bases_note(panel, lang) for _, panel in panels]
    notes += [words.sources_note(sources, lang)]
    figure, axes = canvas.plain_sheet(
        2.35 * pairs, title or heading, notes, left=0.8, above=0.35, below=0.3, grid=(rows, columns)
    )
    for ax, (_, panel) in zip(axes, panels, strict=False):
        _ladder_panel(ax, panel, several, lang)
    for ax in axes[len(panels) :]:
        ax.remove()
    return figure


@canvas.drawn
def ambition(
    target: pd.Series,
    peers: pd.DataFrame,
    observations: pd.DataFrame,
    lang: str = "en",
    title: str | None = None,
) -> Figure:
    """One target beside the same indicator's targets of other plans and outcomes, ranked.

    ``target`` one row of :func:`plan_targets.targets`; ``peers`` more rows of it; ``observations``
    in the form of :func:`plangaps.observed.read_series`. Rows of other indicators are passed over;
    another definition is named. Raises ValueError where nothing is left to compare with.
    """
    rows = ranked(target, peers, observations, lang)
    if len(rows) < 2:
        raise ValueError(
            f"peers, observations: found no row of the indicator {target['indicator']}; "
            "at least one is needed."
        )
    factor, unit = words.scale(rows["value"], target["unit_measure"], lang)
    area = words.area_names(pd.Series([target["ref_area"]]), lang).iloc[0]
    heading = words.say(_TEXT["ambition"], lang).format(
        name=target[f"name_{lang}"], area=area, year=target["due"]
    )
    notes = [words.say(_TEXT["ambition_note"], lang), words.sources_note(rows["source"], lang)]
    rows = rows.assign(label=[canvas.wrap(label, 4.6, 8) for label in rows["label"]])
    left = min(canvas.inches(rows["label"], 8) + 0.3, 4.8)
    right = canvas.inches(rows["said"], 8) + 0.25
    figure, (ax,) = canvas.plain_sheet(
        0.235 * len(rows), title or heading, notes, left=left, right=right
    )
    ax.set_yticks(range(len(rows)), rows["label"], size=8)
    ax.tick_params(axis="y", length=0)
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlabel=unit)
    ax.grid(True, axis="both")
    ax.xaxis.set_major_formatter(words.axis_number)
    for y, row in enumerate(rows.to_dict("records")):
        marker = "D" if row["is_target"] else "o"
        colour = canvas.INK if row["is_this"] else canvas.SERIES[0]
        exact = not row["is_target"] and row["bound"] == "" and row["obs_status"] in ("A", "B")
        face = colour if row["is_this"] or exact else "white"
        size = 8 if row["is_this"] else 6
        ax.plot(row["value"] / factor, y, marker, color=colour, mfc=face, ms=size)
        ax.text(1.02, y, row["said"], transform=ax.get_yaxis_transform(), va="center", size=8)
    ax.axvline(target["value"] / factor, color=canvas.INK, lw=0.8, ls=":")
    return figure


def _ladder_panel(ax: Axes, panel: pd.DataFrame, several: bool, lang: str) -> None:
    values = pd.concat([panel["value"], panel["obs_value"]])
    factor, unit = words.scale(values, panel["unit_measure"].iloc[0], lang)
    ax.plot(panel["due"], panel["value"] / factor, "_", color=canvas.TARGET, ms=11, mew=2, ls="")
    for verdict, of_kind in panel[panel["obs_value"].notna()].groupby("verdict"):
        marker, colour, filled = canvas.VERDICT[str(verdict)]
        y = of_kind["obs_value"] / factor
        ax.vlines(of_kind["due"], of_kind["value"] / factor, y, color=colour, lw=0.8)
        face = colour if filled else "white"
        ax.plot(of_kind["due"], y, marker, color=colour, mfc=face, ls="")
    name = panel[f"name_{lang}"].iloc[0]
    area = words.area_names(panel["ref_area"].iloc[:1], lang).iloc[0]
    heading = words.say(_TEXT["panel" if several else "one_area"], lang)
    heading = heading.format(area=area, name=name, unit=unit)
    if "obs_own" in panel:
        heading += words.own_mark(panel.loc[panel["obs_value"].notna(), "obs_own"].mean(), lang)
    ax.set_title(canvas.wrap(heading, 4.0, 9), loc="left", size=9)
    first, last = panel["due"].min(), panel["due"].max()
    ax.set_xlim(first - max(0.6, (last - first) * 0.04), last + max(0.6, (last - first) * 0.04))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.yaxis.set_major_formatter(words.axis_number)


def _ladder_note(table: pd.DataFrame, lang: str) -> str:
    marks = words.marker_note(table[table["obs_value"].notna()], lang)
    return words.say(_TEXT["ladder_note"], lang).format(marks=marks)


def _bases_note(panel: pd.DataFrame, lang: str) -> str:
    """That a panel's targets do not all follow one definition, where that is so."""
    bases = words.basis_names(panel["basis"].drop_duplicates(), lang)
    if len(bases) < 2:
        return ""
    named = bases.mask(bases == "", words.say(_TEXT["as_indicator"], lang))
    return words.say(_TEXT["bases"], lang).format(
        name=panel[f"name_{lang}"].iloc[0],
        n=len(named),
        bases=words.say(("; ", "；"), lang).join(named),
    )


def ranked(
    target: pd.Series, peers: pd.DataFrame, observations: pd.DataFrame, lang: str
) -> pd.DataFrame:
    """Targets and annual outcomes of the target's indicator in one frame, highest first."""
    same = peers[peers["indicator"] == target["indicator"]]
    known = observations[
        (observations["indicator"] == target["indicator"])
        & observations["year"].notna()
        & (observations["obs_status"] != "U")
    ]
    plans = pd.concat([target.to_frame().T.infer_objects(), same], ignore_index=True)
    plans = plans.drop_duplicates(["plan", "target"])
    promised = [words.promise(row, lang) for row in plans.to_dict("records")]
    plans = plans.assign(is_target=True, year=plans["due"], bound="", obs_status="A", said=promised)
    plans, known = plans.assign(own=False), known.assign(own=known.get("own", False))
    unit = target["unit_measure"]
    found = [
        words.observed(value, unit, bound, lang)
        for value, bound in zip(known["obs_value"], known["bound"], strict=True)
    ]
    ends = known.rename(columns={"obs_value": "value"})
    ends = ends.assign(is_target=False, said=found, comparator="")
    columns = ["ref_area", "basis", "year", "value", "bound", "obs_status", "is_target", "said"]
    columns += ["source", "own", "comparator"]
    rows = pd.concat([plans[columns], ends[columns]], ignore_index=True)
    rows = rows.assign(is_this=rows.index == 0)
    highest = rows.sort_values(["value", "year"], ascending=[False, True], kind="stable")
    return highest.assign(label=_rank_labels(highest, lang)).reset_index(drop=True)


def _rank_labels(rows: pd.DataFrame, lang: str) -> pd.Series:
    what = rows["is_target"].map(
        {True: words.say(_TEXT["target"], lang), False: words.say(_TEXT["outcome"], lang)}
    )
    texts = [w.format(year=y) for w, y in zip(what, rows["year"], strict=True)]
    basis = words.basis_names(rows["basis"], lang)
    comma = words.say((", ", "，"), lang)
    names = words.area_names(rows["ref_area"], lang) + words.say((", ", ""), lang) + texts
    own = rows["own"].map({True: words.say(words.OWN, lang), False: ""})
    return names + (comma + basis).where(basis != "", "") + own
