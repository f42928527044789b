"""The same targets under every rule, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plangaps import frames, rules, tables, words
from plangaps.charts import canvas, phrases
from plangaps.charts.caption import Told, told
from plangaps.charts.form import Form

_KEY = ["plan", "target"]
_TARGET = [*_KEY, "name_en", "name_zh", "promise_en", "promise_zh", "due", "source", "own"]


@frames.takes(
    progress=frames.needs(*_KEY, "reason", **rules.FOUND),
    targets=frames.needs(*phrases.TARGETS.columns, "own"),
)
def numbers(progress: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Each target under each rule, one row a target and rule, in the order of ``targets``.

    ``progress`` as from :func:`plangaps.rules.progress` for these ``targets`` (rows of
    :func:`plan_targets.targets`, which may have a column ``own``: judged by an own figure). Out:
    what identifies the target, ``rule``, ``status``, ``reason`` where the rule is silent, ``scale``
    (:func:`plangaps.rules.on_scale`), and ``agreement`` of the target's rules: same, differ, or
    alone where at most one speaks. Raises ValueError for no targets, or targets that ``progress``
    does not hold.
    """
    phrases.need_rows(targets, "targets")
    rows = phrases.promised(targets)[_TARGET]
    rows = rows.merge(pd.DataFrame({"rule": list(rules.RULES)}), how="cross")
    said = rules.on_scale(progress)[[*_KEY, "rule", "status", "reason", "scale"]]
    cells = rows.merge(said, on=[*_KEY, "rule"], how="left", validate="1:1")
    missing = cells[cells["status"].isna()]
    if len(missing):
        plan, target, rule = missing.iloc[0][[*_KEY, "rule"]]
        raise tables.TableError(
            f"progress: found no row for the target {target} of {plan} under {rule}; allowed: the "
            "progress of all targets shown."
        )
    scales = cells.assign(scale=cells["scale"].replace("", None)).groupby(_KEY)["scale"]
    spoken, distinct = scales.transform("count"), scales.transform("nunique")
    return cells.assign(
        agreement=np.select([spoken < 2, distinct > 1], ["alone", "differ"], "same")
    )


def draw(numbers: pd.DataFrame, told: Told, lang: str) -> Figure:
    """A symbol, a colour and a word each, and where the rules differ."""
    targets, names = numbers.drop_duplicates(_KEY), list(rules.RULES)
    body, last = 0.46 * len(targets), len(names)
    figure, (ax,) = canvas.sheet(told, body, left=2.9, right=0.1, below=0.1, above=0.45)
    names_ = targets[f"name_{lang}"] + phrases.own_marks(targets["own"], lang)
    labels = names_ + "\n" + phrases.promises(targets, lang)
    canvas.rows(ax, labels, 2.7)
    ax.set(xlim=(0, last + 1), xticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.hlines(np.arange(1, len(targets)) - 0.5, 0, last + 1, color=canvas.PALE, lw=0.8)
    heads = [phrases.rule_name(name, lang) for name in names]
    for x, head in enumerate([*heads, words.say("scorecard.agree", lang)]):
        ax.text(x + 0.5, -0.6, canvas.wrap(head, 1.1, 8), ha="center", va="bottom", size=8)
    why = phrases.coded(numbers["reason"], "rule_reason", lang)
    said = why.where(numbers["reason"] != "", phrases.coded(numbers["status"], "rule_status", lang))
    for place, (cell, text) in enumerate(zip(numbers.to_dict("records"), said, strict=True)):
        _cell(ax, place % last + 0.5, place // last, cell, text)
    for y, how in enumerate(targets["agreement"]):
        text = words.say(f"scorecard.{how}", lang)
        box = {"fc": "white", "ec": canvas.INK, "lw": 0.8, "pad": 3} if how == "differ" else None
        ax.text(last + 0.5, y, text, ha="center", va="center", size=8, bbox=box)
    return figure


def _cell(ax: Axes, x: float, y: float, cell: dict, text: str) -> None:
    if cell["status"] == rules.NOT_APPLICABLE:
        why = canvas.wrap(text, 1.12, 7)
        ax.text(x, y, why, ha="center", va="center", size=7, color=canvas.GREY, linespacing=1.1)
        return
    look = rules.RULES[cell["rule"]]["statuses"][cell["status"]]
    ax.plot(x, y - 0.16, look["marker"], ms=10, color=look["colour"], mec=canvas.INK, mew=0.6)
    ax.text(x, y + 0.12, canvas.wrap(text, 1.25, 7.5), ha="center", va="top", size=7.5)


def tell(numbers: pd.DataFrame, lang: str) -> Told:
    """On how many targets two or more rules speak, and on how many of these they differ."""
    each = numbers.drop_duplicates(_KEY)
    count = {how: int(each["agreement"].eq(how).sum()) for how in ("same", "differ", "alone")}
    count |= {"n": len(each), "spoken": count["same"] + count["differ"]}
    facts = [words.say("scorecard.facts", lang, rules=len(rules.RULES), **count)]
    facts += phrases.by_own(int(each["own"].sum()), lang)
    names = [f"{phrases.rule_name(r, lang)} ({rules.RULES[r]['source']})" for r in rules.RULES]
    joined = words.say("mark.semicolon", lang).join(names)
    notes = [words.say("scorecard.note", lang, names=joined)]
    title = words.say("scorecard.title", lang, **count)
    return told("scorecard", title, facts, notes, phrases.sources(each["source"], lang=lang), lang)


scorecard = Form("scorecard", numbers, draw, tell)
