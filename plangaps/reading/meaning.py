"""What targets and outcomes mean: name, sort, unit and stage of each, in one form for both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from plangaps.reading.definitions import (
    acts,
    any_of,
    canonical,
    core,
    definition,
    subject,
    whole_of,
)
from plangaps.reading.lexicon import each
from plangaps.reading.measures import in_base

_BARE = re.compile(rf"\A(?:{any_of('signs', 'bare').pattern})*+\Z")
_THRESHOLD = re.compile(r"[0-9.]+[万亿]*元(?:以上)?")
_FALLS = any_of("signs", "falls")
_MOVES = re.compile(rf"(?:{any_of('signs', 'moves').pattern})\d")
_SINCE = any_of("signs", "since")
_RATE = any_of("signs", "rate")
_FALLS_TO = re.compile(f"(?:{_FALLS.pattern})[到至]")
_FALL = re.compile("降幅$|下降幅度$")  # how read_targets ends the names of declines
_LESS = any_of("signs", "less")
_PUSHED = f"(?:{any_of('signs', 'pushed').pattern})[^，、]*(?:{any_of('signs', 'works').pattern})"
_BEGUN = re.compile(f"{any_of('signs', 'begun').pattern}|{_PUSHED}")
_GAINED, _MADE, _STOCK, _ALL = map(partial(any_of, "signs"), ("gained", "made", "stock", "all"))
_COUNTED = {"units", "persons", "km", "km2", "person-times"}
_MEAN = any_of("signs", "mean")
_ECONOMY, _ENDS = any_of("signs", "economy"), re.compile("[。；\\n]")
_AREA = re.compile(f"[一二三四五六七八九十两0-9][县区]|{any_of('signs', 'areas').pattern}")
_WITH_NATION = re.compile("[^。；\n]{0,12}其中[：:，]?地方")  # revenue that goes to the nation too
_DAMAGED = re.compile("[$]")  # left of digits that a publisher's program has replaced
_LAST = re.compile("[、，]")
_REAL, _LIKE = any_of("signs", "real"), any_of("signs", "like")
_ALWAYS_REAL = any_of("signs", "always_real")


def meaning(rows: pd.DataFrame, text: str) -> pd.DataFrame:
    """What rows of ``read_targets`` or ``read_outcomes`` of a text mean, row by row.

    ``name`` (canonical), its ``core`` and ``definition``; ``whole``, what it is a share of;
    ``bare``: it only says what is measured; ``sort`` (growth, increment, amount); ``measure`` and
    ``size``, unit and value in base units; ``falls``: a decline is meant; ``less``: less is better;
    ``begun``: not done yet; ``since``: added up from some time on; ``acts``: what is done with a
    thing; ``in_time``: not of several years, nor of damaged digits; ``prices``: what a growth is
    cleared of, empty where nothing is told; ``part``: of the area, that a figure of its economy is
    of; ``long``: perhaps of several years, which the place of an outcome tells; ``flow``: 2 gained,
    1 made, -1 all there is, 0 where it does not show.
    """
    names, wholes = _named(rows)
    cores = list(map(core, names))
    said = [
        f"{_LAST.split(wording)[-1]} {name}"
        for wording, name in zip(rows["wording"], rows["indicator_zh"], strict=True)
    ]
    units = list(map(in_base, rows["unit"]))
    sort = pd.Series(
        list(map(_sort, _changes(rows), rows["unit"], rows["indicator_zh"])), dtype=str
    )
    down_to = each(_FALLS_TO, said)
    falls = np.where(sort == "amount", each(_FALLS, said), each(_FALL, rows["indicator_zh"]))
    falls = falls & ~down_to
    return pd.DataFrame(
        {
            "name": names,
            "core": cores,
            "definition": list(map(definition, names)),
            "whole": wholes,
            "bare": each(_BARE, cores) | np.array([*map(_THRESHOLD.fullmatch, names)], dtype=bool),
            "sort": sort,
            "measure": [measure for measure, _ in units],
            "size": rows["value"].to_numpy() * np.array([factor for _, factor in units]),
            "falls": falls,
            "less": each(_LESS, names) & ~falls | down_to,
            "begun": each(_BEGUN, said),
            "since": each(_SINCE, said) | each(_SINCE, _right_before(rows["start"], text, 2)),
            "acts": list(map(acts, names, said, _listed_before(rows, text))),
            "in_time": ~each(_MEAN, said) & ~each(_DAMAGED, rows["wording"]),
            "prices": [*map(_prices, said, sort)],
            "part": _parts(names, rows, text),
            "long": False,
            "flow": [_flow(words, unit[0]) for words, unit in zip(said, units, strict=True)],
        }
    ).astype({"flow": int})


def _named(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Canonical names, and what each is a share of."""
    names = list(map(canonical, rows["indicator_zh"]))
    if "kind" in rows:
        names = _with_subjects(names, rows["start"].to_numpy(), rows["end"].to_numpy())
    parts = list(map(whole_of, names))
    return [name for name, _ in parts], [whole for _, whole in parts]


def _with_subjects(names: list[str], starts: np.ndarray, ends: np.ndarray) -> list[str]:
    """Names of targets; one that only says what is measured takes its subject from the one before.

    After 粮食播种面积920万亩 the words 产量228万吨 are of the 粮食产量.
    """
    for place in range(1, len(names)):
        follows = 0 <= starts[place] - ends[place - 1] <= 1
        if follows and names[place] and _BARE.match(core(names[place])):
            names[place] = subject(names[place - 1]) + names[place]
    return names


def _changes(rows: pd.DataFrame) -> Iterable[str]:
    """level, growth or increment."""
    told = (
        rows["change"]
        if "change" in rows
        else rows["kind"].where(rows["kind"] == "growth", "level")
    )
    return told.mask(each(_MOVES, rows["wording"]) & (told == "level"), "increment")


def _sort(change: str, unit: str, name: str) -> str:
    """growth, increment (in points or money; things gained are amounts) or amount."""
    if unit.endswith("百分点") or (change == "increment" and unit.endswith("元")):
        return "increment"
    return "growth" if change == "growth" and not _RATE.search(name) else "amount"


def _parts(names: list[str], rows: pd.DataFrame, text: str) -> list[str]:
    """The part of the area (四县, 新区) that a sentence names last for a figure of an economy."""
    told = ["" for _ in names]
    before = _right_before(rows["start"], text, 90)
    said = zip(map(str.__add__, before, rows["wording"]), rows["end"], strict=True)
    for at, (words, end) in enumerate(said):
        if _ECONOMY.search(names[at]):
            areas = _AREA.findall(_ENDS.split(words)[-1])
            told[at] = areas[-1] if areas and areas[-1][0] not in "全我" else ""
            told[at] = "nation" if _WITH_NATION.match(text, end) else told[at]
    return told


def _listed_before(rows: pd.DataFrame, text: str) -> list[str]:
    """What stands before the last of the things that a wording lists."""
    heads = (wording[: -len(_LAST.split(wording)[-1]) or None] for wording in rows["wording"])
    return list(map(str.__add__, _right_before(rows["start"], text, 9), heads))


def _prices(said: str, sort: str) -> str:
    """Growth in real terms (of value added it always is) or on a like basis."""
    if sort != "growth" or _ALWAYS_REAL.search(said):
        return ""
    return "real" if _REAL.search(said) else "like" if _LIKE.search(said) else ""


def _right_before(starts: pd.Series, text: str, signs: int) -> list[str]:
    return [text[max(0, start - signs) : start] for start in starts]


def _flow(said: str, measure: str) -> int:
    if measure == "percent":
        return 0
    if _ALL.search(said):
        return -1
    gained, stock = _GAINED.search(said), _STOCK.search(said)
    if measure not in _COUNTED:
        return 1 if gained else -1 if stock else 0
    made = _MADE.search(said)
    if stock:
        return 0 if made else -1
    return 2 if gained else 1 if made else 0
