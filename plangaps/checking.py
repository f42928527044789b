"""What is wrong with files that users bring, and what each figure in them will be good for.

Figures, plans and drafts alike, and the tables beside own plans: every problem, then which targets
each figure judges, or why it judges none.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import plan_targets
from plangaps import files as outputs
from plangaps import gaps, observed, own, tables, words
from plangaps.charts import phrases
from plangaps.own import plans

# Whether a figure judges a target, or why it does not.
REASONS = ["judges", "unreliable", "published", "basis", "period", "both", "area", "indicator"]

_MOST = 60  # lines about figures; past these nobody reads on
_KEY = observed.KEY
_GROUP = ["ref_area", "indicator", "basis", "reason", "asked"]


def files(paths: Iterable[str]) -> list[Path]:
    """Files to check: those named, the tables of folders named; all own ones where none is."""
    named = [Path(path) for path in paths]
    if not named:
        beside = [file for table in tables.CODEBOOK for file in tables.own_tables(table)]
        return [*own.files(), *beside, *plans.plan_files()]
    inside = {p: sorted(f for f in p.iterdir() if plans.is_table(f)) for p in named if p.is_dir()}
    return [file for path in named for file in inside.get(path, [path])]


class Checked(NamedTuple):
    """Lines about files, in words; whether anything has to be put right; the figures read."""

    lines: list[str]
    wrong: bool
    figures: pd.DataFrame


def write(output: str | Path, figures: pd.DataFrame) -> int:
    """Figures as a file of own figures that needs no option to be read; how many they are."""
    outputs.write(output, outputs.csv_bytes(figures[tables.fields("series")]))
    return len(figures)


def told(paths: Iterable[str], lang: str, *, area: str = "", skip_unknown: bool = False) -> Checked:
    """Check files; ``area`` and ``skip_unknown`` as :func:`plangaps.own.load` has them."""
    lines, problems, notes, loaded = [], [], [], []
    for path in files(paths):
        if path.stem in tables.CODEBOOK and path.suffix == ".csv":
            line, wrong = _table(path, lang)
        elif draft := plans.load(path):
            line, wrong = _plan(path, draft, lang)
            notes += own.notes(draft.notes, lang)
        else:
            one = own.load(path, area=area, skip_unknown=skip_unknown)
            loaded.append(one)
            notes += own.notes(one.notes, lang)
            line, wrong = _state(path, len(one.figures), one.problems, lang, one.without), []
        lines.append(line)
        problems += wrong
    figures, faults = own.together(loaded)
    problems += [*own.sentences(faults, lang), *_held_twice(bool(problems))]
    if len(figures) and not problems:
        lines += _uses(figures, lang)
    lines = [*lines, *problems, *notes, *_conflicts(figures, lang)]
    return Checked(lines, bool(problems), figures)


def uses(figures: pd.DataFrame, targets: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """What each figure is good for: its key, ``reason`` (:data:`REASONS`) and what is ``asked``.

    ``figures`` as from :func:`plangaps.own.read`, ``published`` the observations that come before
    them. ``asked`` lists what the nearest targets ask for: the targets judged as ``plan target``,
    the definitions or the periods in which the figure differs, or the number of areas that have a
    target of the indicator; nothing where no plan has one. One row a figure, on its index.
    """
    near = _nearest(figures, targets)
    each = near.groupby("figure").agg(reason=("reason", "first"), asked=("asked", _unique))
    keys, held = (pd.MultiIndex.from_frame(frame[_KEY]) for frame in (figures, published))
    judges = each["reason"] == "judges"
    reason = each["reason"].mask(judges & keys.isin(held), "published")
    reason = reason.mask(judges & figures["obs_status"].eq("U"), "unreliable")
    return figures[_KEY].join(each.assign(reason=reason))


def _nearest(figures: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Each figure beside the targets nearest to it: ``figure``, ``reason``, ``asked``."""
    near = figures[_KEY].reset_index(names="figure").merge(
        targets[["plan", "target", *_KEY]], on="indicator", how="left", suffixes=("", "_asked")
    )  # fmt: skip
    area, basis, period = (
        near[c] == near[f"{c}_asked"] for c in ("ref_area", "basis", "time_period")
    )
    held = near["plan"].notna()
    either = near["basis_asked"] + " " + near["time_period_asked"]
    relations = {
        "judges": (area & basis & period, near["plan"] + " " + near["target"]),
        "basis": (area & period, near["basis_asked"]),
        "period": (area & basis, near["time_period_asked"]),
        "both": (area, either.str.strip()),
        "area": (held, near["ref_area_asked"]),
        "indicator": (~held, pd.Series("", near.index)),
    }
    near = near.assign(reason="", asked="", rank=len(relations))
    for rank, (reason, (fits, asked)) in enumerate(relations.items()):
        here = fits & (near["reason"] == "")
        near["reason"] = near["reason"].mask(here, reason)
        near["asked"] = near["asked"].mask(here, asked)
        near["rank"] = near["rank"].mask(here, rank)
    return near[near["rank"] == near.groupby("figure")["rank"].transform("min")]


def _unique(texts: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(texts.astype("str").unique()))


def _state(path: Path, n: int, problems: pd.DataFrame, lang: str, without: int) -> str:
    kind, count = ("faulty", len(problems)) if len(problems) else ("sound", n)
    return words.say(f"command.check.{kind}", lang, path=path, n=count, without=without)


def _plan(path: Path, draft: plans.Draft, lang: str) -> tuple[str, list[str]]:
    wrong = own.sentences(draft.problems, lang)
    n = len(wrong) or len(draft.targets)
    key = "faulty" if wrong else "plan"
    return words.say(f"command.check.{key}", lang, path=path, n=n, waiting=draft.waiting), wrong


def _table(path: Path, lang: str) -> tuple[str, list[str]]:
    try:
        rows = tables.read_table(path, tables.CODEBOOK[path.stem], ["source"])
    except tables.TableError as error:
        return words.say("command.check.faulty", lang, path=path, n=1), [str(error)]
    return words.say("command.check.table", lang, path=path, n=len(rows)), []


def _held_twice(known: bool) -> list[str]:
    """What stands between own plans and the others, once each is sound by itself."""
    if known:
        return []
    try:
        plan_targets.targets(None)
    except tables.TableError as error:
        return [str(error)]
    return []


def _conflicts(figures: pd.DataFrame, lang: str) -> list[str]:
    both = observed.conflicts(figures)
    lines = zip(both["own_place"], phrases.conflicts(both, lang), strict=True)
    return [words.say("command.check.conflict", lang, place=p, told=t) for p, t in lines]


def _uses(figures: pd.DataFrame, lang: str) -> list[str]:
    """A line a series of figures that are good for the same."""
    published, targets = observed.read_published(), plan_targets.targets(None)
    each = uses(figures, targets, published)
    table = gaps.gap_table(targets, observed.add_own(published, figures))
    verdicts = dict(zip(table["plan"] + " " + table["target"], phrases.verdicts(table, lang),
                        strict=True))  # fmt: skip
    grouped = each.groupby(_GROUP, sort=False)["time_period"].agg(_unique).reset_index()
    lines = [_use(row, verdicts, lang) for row in grouped.to_dict("records")]
    n = int((each["reason"] == "judges").sum())
    counts = words.say("command.uses.count", lang, n=n, of=len(each))
    more = (
        [words.say("command.uses.more", lang, n=len(lines) - _MOST)] if len(lines) > _MOST else []
    )
    return [counts, *lines[:_MOST], *more]


def _use(row: dict, verdicts: dict[str, str], lang: str) -> str:
    area, name = (
        tables.names(pd.Series([row[c]]), table, lang).iloc[0]
        for c, table in (("ref_area", "area"), ("indicator", "indicator"))
    )
    asked = list(row["asked"])
    if row["reason"] in ("judges", "published", "unreliable"):
        asked = [
            words.say("command.uses.judged", lang, target=target, verdict=verdicts[target])
            for target in asked
        ]
    if row["reason"] == "basis":
        named = tables.names(pd.Series(asked), "basis", lang)
        asked = [name or words.say("command.uses.no_basis", lang) for name in named]
    n = len(asked)
    if row["reason"] == "area":
        asked = tables.names(pd.Series(asked[:3]), "area", lang).to_list()
    what = phrases.with_basis(name, row["basis"], lang)
    about = {"area": area, "name": what, "periods": words.listed(row["time_period"], lang)}
    said = words.say(f"command.uses.{row['reason']}", lang, asked=words.listed(asked, lang), n=n)
    return words.say("command.uses.line", lang, **about, said=said)
