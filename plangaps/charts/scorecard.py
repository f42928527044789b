"""The same targets under every rule, side by side."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plangaps import rules
from plangaps.charts import canvas, words

_ROW = 0.46  # inches a target
_TEXT = {
    "title": (
        "{n} targets: two or more rules speak on {spoken}, and differ on {differ} of these",
        "{n}项目标中，{spoken}项有两种以上规则适用，其中{differ}项结论不一致",
    ),
    "note": (
        "Rules: {names}. Each as published; a rule that cannot speak says why. Differ: the rules "
        "that speak do not all find the same of good, partly, bad.",
        "规则：{names}。均按公布的方法计算，不适用时注明原因。“不一致”指各规则的结论不全相同。",
    ),
    "agree": ("agree?", "是否一致"),
    "differ": ("differ", "不一致"),
    "same": ("agree", "一致"),
    "alone": ("–", "–"),
    "due": ("{0} (due {1})", "{0}（{1}年）"),
    "alt": (
        "{name}, {promise}, due {due}: {said}.",
        "{name}，{promise}，{due}年：{said}。",
    ),
}


@canvas.drawn
def scorecard(
    progress: pd.DataFrame, targets: pd.DataFrame, lang: str = "en", title: str | None = None
) -> Figure:
    """Targets by rules: a symbol, a colour and a word each, and where the rules differ.

    ``progress`` as from :func:`plangaps.rules.progress` for these ``targets`` (rows of
    :func:`plan_targets.targets`, in the order to be shown). A rule that does not apply is pale and
    says why. Targets may have a column ``own``: judged by an own figure, and named so. Raises
    ValueError for no targets, or targets that ``progress`` does not hold.
    """
    cells = _cells(progress, targets)
    differ = _differ(progress, cells)
    heading = words.say(_TEXT["title"], lang).format(
        n=len(targets),
        spoken=int((differ != "alone").sum()),
        differ=int((differ == "differ").sum()),
    )
    join = words.say(("; ", "；"), lang)
    names = join.join(
        f"{words.say(_rule(r), lang)} ({rules.RULES[r]['source']})" for r in rules.RULES
    )
    note = words.say(_TEXT["note"], lang).format(names=names)
    figure, (ax,) = canvas.plain_sheet(
        _ROW * len(targets),
        title or heading,
        [note, words.sources_note(targets["source"], lang)],
        left=2.9,
        right=0.1,
        below=0.1,
        above=0.45,
    )
    _label(ax, targets, lang)
    heads = [words.say(_rule(r), lang) for r in rules.RULES]
    for x, head in enumerate([*heads, words.say(_TEXT["agree"], lang)]):
        ax.text(x + 0.5, -0.6, canvas.wrap(head, 1.1, 8), ha="center", va="bottom", size=8)
    for cell in cells.to_dict("records"):
        _draw(ax, cell, lang)
    for row, how in enumerate(differ):
        text = words.say(_TEXT[how], lang)
        box = {"fc": "white", "ec": canvas.INK, "lw": 0.8, "pad": 3} if how == "differ" else None
        ax.text(len(rules.RULES) + 0.5, row, text, ha="center", va="center", size=8, bbox=box)
    return figure


def scorecard_alt(progress: pd.DataFrame, targets: pd.DataFrame, lang: str = "en") -> str:
    """The scorecard as a text for who cannot see it: a sentence a target."""
    cells = _cells(progress, targets)
    comma, colon = words.say(("; ", "；"), lang), words.say((": ", "："), lang)
    said = [
        words.say(_rule(rule), lang) + colon + _word(status, reason, lang)
        for rule, status, reason in zip(
            cells["rule"], cells["status"], cells["reason"], strict=True
        )
    ]
    by_row = cells.assign(said=said).groupby("row")["said"].agg(comma.join)
    return "\n".join(
        words.say(_TEXT["alt"], lang).format(
            name=target[f"name_{lang}"],
            promise=words.promise(target, lang),
            due=target["due"],
            said=text,
        )
        for target, text in zip(targets.to_dict("records"), by_row, strict=True)
    )


def _rule(name: str) -> tuple[str, str]:
    return rules.RULES[name]["en"], rules.RULES[name]["zh"]


def _cells(progress: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Status and reason of each target (``row``) under each rule (``column``), in order."""
    if targets.empty:
        raise ValueError("targets: found no rows; at least one is needed for a figure.")
    rows = targets[["plan", "target"]].reset_index(drop=True).reset_index(names="row")
    columns = pd.DataFrame({"rule": list(rules.RULES), "column": range(len(rules.RULES))})
    cells = rows.merge(columns, how="cross").merge(
        progress[["plan", "target", "rule", "status", "reason"]],
        on=["plan", "target", "rule"],
        how="left",
        validate="1:1",
    )
    missing = cells["status"].isna()
    if missing.any():
        first = cells[missing].iloc[0]
        raise ValueError(
            f"progress: found no row for the target {first['target']} of {first['plan']} under "
            f"{first['rule']}; allowed: the progress of all targets shown."
        )
    return cells


def _differ(progress: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """By row: whether the rules that speak ``differ``, are the ``same``, or at most one speaks."""
    said = rules.on_scale(progress)[["plan", "target", "rule", "scale"]]
    placed = cells.merge(said, on=["plan", "target", "rule"], validate="1:1")
    spoken = placed[placed["scale"] != ""].groupby("row")["scale"].agg(["size", "nunique"])
    how = spoken["nunique"].gt(1).map({True: "differ", False: "same"}).mask(spoken["size"] < 2)
    return how.reindex(range(int(cells["row"].max()) + 1)).fillna("alone")


def _label(ax: Axes, targets: pd.DataFrame, lang: str) -> None:
    due = words.say(_TEXT["due"], lang)
    labels = [
        canvas.wrap(
            f"{row[f'name_{lang}']}{words.say(words.OWN, lang) if row.get('own') else ''}\n"
            f"{due.format(words.promise(row, lang), row['due'])}",
            2.7,
            8,
        )
        for row in targets.to_dict("records")
    ]
    ax.set_yticks(range(len(labels)), labels, size=8, linespacing=1.15)
    ax.set(xlim=(0, len(rules.RULES) + 1), ylim=(len(labels) - 0.5, -0.5), xticks=[])
    ax.tick_params(axis="y", length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.grid(False)
    for y in range(1, len(labels)):
        ax.axhline(y - 0.5, color=canvas.PALE, lw=0.8)


def _draw(ax: Axes, cell: dict, lang: str) -> None:
    silent = cell["status"] == rules.NOT_APPLICABLE
    look = rules.UNSAID if silent else rules.RULES[cell["rule"]]["statuses"][cell["status"]]
    text = _word(cell["status"], cell["reason"], lang)
    x, y = cell["column"] + 0.5, cell["row"]
    if silent:
        ax.text(
            x,
            y,
            canvas.wrap(text, 1.12, 7),
            ha="center",
            va="center",
            size=7,
            color=canvas.GREY,
            linespacing=1.1,
        )
        return
    ax.plot(x, y - 0.16, look["marker"], ms=10, color=look["colour"], mec=canvas.INK, mew=0.6)
    ax.text(x, y + 0.12, canvas.wrap(text, 1.25, 7.5), ha="center", va="top", size=7.5)


def _word(status: str, reason: str, lang: str) -> str:
    """A status in words, or why there is none."""
    if status == rules.NOT_APPLICABLE:
        return words.say(rules.REASONS[reason], lang)
    (look,) = [r["statuses"][status] for r in rules.RULES.values() if status in r["statuses"]]
    return words.say((look["en"], look["zh"]), lang)
