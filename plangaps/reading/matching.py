"""Which outcome answers which target: by name, definition, sort, unit, stage and period."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from plangaps.reading.definitions import agree, akin
from plangaps.reading.likeness import Likeness

NEAR = 0.5  # likeness from which an outcome is evidence beside the target
LIKE, LEAST = 0.72, 0.6  # likeness, and share of either name, from which it may be the same
FAR, FAR_SHARE = 20, 2  # times that an amount, or a share, may be off its target

_FACETS = ["definition", "sort", "unit", "stage", "time"]


def candidates(
    asked: pd.DataFrame, held: pd.DataFrame, likeness: Likeness, in_time: pd.Series
) -> pd.DataFrame:
    """Pairs of a target and an outcome that are alike or akin, by their places ``t`` and ``o``.

    ``like`` is the mean share of the names that the other one holds too. ``same``: whether
    definition, sort, unit, stage and time are the same, each of them a column, and the names alike
    enough, so that the outcome may judge; ``fits`` counts what of it is.
    """
    names, others = list(asked["core"]), list(held["core"])
    told, back = likeness.shared(names, others), likeness.shared(others, names).T
    like = (told + back) / 2
    t, o = np.nonzero((like >= NEAR) | _akin(asked["definition"], held["definition"]))
    left, right = asked.iloc[t].reset_index(drop=True), held.iloc[o].reset_index(drop=True)
    found = pd.DataFrame(
        {
            "t": t,
            "o": o,
            "like": like[t, o],
            "definition": _one_definition(left, right),
            "sort": left["sort"] == right["sort"],
            "unit": left["measure"] == right["measure"],
            "stage": (left["begun"] == right["begun"]) & ~_other_flow(left["flow"], right["flow"]),
            "time": in_time.to_numpy()[o] & ~left["mean"] & ~right["mean"],
        }
    )
    alike = (
        (found["like"] >= LIKE)
        & (np.minimum(told, back)[t, o] >= LEAST)
        & ~left["bare"]
        & ~right["bare"]
    )
    alike &= _plausible(left, right)
    fits = found[_FACETS].sum(axis="columns")
    return found.assign(fits=fits, same=(fits == len(_FACETS)) & alike)


def _plausible(left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    """Whether an outcome is of the size of its target; far from it, it is of something else."""
    ratio = right["size"].abs() / left["size"].abs()
    share = (left["measure"] == "percent") & (left["sort"] == "amount")
    most = np.where(share, FAR_SHARE, FAR)
    return (left["sort"] != "amount") | ratio.between(1 / most, most)


def _akin(ones: pd.Series, others: pd.Series) -> np.ndarray:
    """Whether two definitions are of one kin, ones x others."""
    pairs = [akin(one, other) for one in ones for other in others]
    return np.array(pairs, dtype=bool).reshape(len(ones), len(others))


def _one_definition(left: pd.DataFrame, right: pd.DataFrame) -> np.ndarray:
    """Whether names agree, and so do the wholes that shares are of, where both name one."""
    other = (left["whole"] != right["whole"]) & (left["whole"] != "") & (right["whole"] != "")
    alike = list(map(agree, left["definition"], right["definition"]))
    apart = [
        bool(a and b) and a.isdisjoint(b) for a, b in zip(left["acts"], right["acts"], strict=True)
    ]
    return np.array(alike, dtype=bool) & ~np.array(apart, dtype=bool) & ~other.to_numpy()


def _other_flow(one: pd.Series, other: pd.Series) -> pd.Series:
    """Whether one is what was gained in the year, the other all there is."""
    return (one * other < 0) | ((one == 2) & (other <= 0)) | ((other == 2) & (one < 0))


def context(found: pd.DataFrame) -> pd.DataFrame:
    """For each target the pair that is nearest to it, whether or not it may judge."""
    near = found["like"] + 0.03 * found["fits"]
    order = near.sort_values(ascending=False, kind="stable").index
    return found.loc[order].assign(same=False).drop_duplicates("t")


def assigned(asked: pd.DataFrame, held: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Of the pairs that may judge the best ones, each outcome for one target.

    Targets that say the same thing twice share an outcome, and an outcome told twice is one.
    """
    may = found[found["same"]]
    if may.empty:
        return may
    key = ["core", "sort", "measure", "size", "begun"]
    rows, left = np.unique(_groups(asked, key)[may["t"]], return_inverse=True)
    columns, right = np.unique(_groups(held, key)[may["o"]], return_inverse=True)
    worth = np.zeros((len(rows), len(columns)))
    np.maximum.at(worth, (left, right), may["like"])
    chosen = np.zeros(worth.shape, dtype=bool)
    chosen[linear_sum_assignment(worth, maximize=True)] = True
    return may[chosen[left, right]].drop_duplicates("t")


def _groups(frame: pd.DataFrame, by: list[str]) -> np.ndarray:
    return frame.groupby(by, sort=False, dropna=False).ngroup().to_numpy()
