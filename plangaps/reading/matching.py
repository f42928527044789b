"""Which outcome answers which target: by name, definition, sort, unit, stage and period."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from plangaps.reading.definitions import WORKS, agree, definition, kin
from plangaps.reading.likeness import Likeness

NEAR = 0.5  # likeness from which an outcome is evidence beside the target
LIKE, LEAST = 0.72, 0.6  # likeness, and share of either name, from which it may be the same
CLOSE = 1.25  # times that an amount is off its target at most where less is enough:
LIKE_CLOSE, LEAST_CLOSE = 0.6, 0.3
ALIKE = 0.9  # likeness from which names are taken as the same
FAR, FAR_UNLIKE, FAR_SHARE = 8, 3, 3  # times that an amount (of another name, a share) may be off
FAR_LONG = 1.6  # and one that may be of several years
FAR_MADE = 3  # and one that is made where those made before may be among the other
USUAL_WHOLE = "地区生产总值"  # of which a share is that does not say of what

Pairs = dict[str, np.ndarray]


def candidates(asked: pd.DataFrame, held: pd.DataFrame, likeness: Likeness) -> pd.DataFrame:
    """Pairs of a target and an outcome that are alike or akin, by their places ``t`` and ``o``.

    ``asked`` and ``held`` as from :func:`plangaps.reading.meaning.meaning`; of what says the very
    same the first outcome stands for all. ``like`` is the mean share of the names that the other
    one holds too. ``same``: whether definition, sort, unit, stage and time are the same, each of
    them a column, and the names alike enough, so that the outcome may judge; ``fits`` counts what
    of it is.
    """
    once = _first_of_its_kind(asked)
    ones, others = asked.iloc[np.unique(once)], held.iloc[np.unique(_first_of_its_kind(held))]
    names, other_names = list(ones["core"]), list(others["core"])
    told, back = likeness.shared(names, other_names), likeness.shared(other_names, names).T
    like = (told + back) / 2
    t, o = np.nonzero((like >= NEAR) | _akin(ones["definition"], others["definition"]))
    left, right = _taken(ones, t), _taken(others, o)
    facets = {
        "definition": _one_definition(left, right),
        "sort": left["sort"] == right["sort"],
        "unit": left["measure"] == right["measure"],
        "stage": _one_stage(left, right),
        "time": left["in_time"] & right["in_time"],
    }
    fits = np.sum(list(facets.values()), axis=0)
    alike = _alike(left, right, told[t, o], back[t, o])
    same = (fits == len(facets)) & alike & ~left["bare"] & ~right["bare"]
    places = {"once": ones.index[t], "o": others.index[o]}
    found = pd.DataFrame({**places, "like": like[t, o], **facets, "fits": fits, "same": same})
    rows = pd.DataFrame({"t": asked.index, "once": once})
    return rows.merge(found, on="once").drop(columns="once")


def _first_of_its_kind(rows: pd.DataFrame) -> np.ndarray:
    """For each row the place of the first one that says the very same."""
    places: dict[tuple, int] = {}
    says = zip(*(rows[name] for name in rows), strict=True)
    return np.array([places.setdefault(key, at) for at, key in enumerate(says)], dtype=int)


def _taken(frame: pd.DataFrame, places: np.ndarray) -> Pairs:
    """Columns of a frame, row by row of its ``places``."""
    return {str(name): frame[name].to_numpy()[places] for name in frame}


def _akin(ones: pd.Series, others: pd.Series) -> np.ndarray:
    """Whether two definitions are of one kin, ones x others."""
    kinds = len(kin(definition("")))
    left, right = (
        np.array(list(map(kin, listed)), dtype=int).reshape(-1, kinds) for listed in (ones, others)
    )
    return left @ right.T > 0


def _alike(left: Pairs, right: Pairs, told: np.ndarray, back: np.ndarray) -> np.ndarray:
    """Whether names are alike enough: less is enough where an amount is as large as its target.

    Far from its target an amount is of something else, nearer by if the name is another one; and
    one that falls short under a longer name, or with less done, may be a part, and one that passes
    it with more done may be more than the whole.
    """
    like, least = (told + back) / 2, np.minimum(told, back)
    amount, share = left["sort"] == "amount", left["measure"] == "percent"
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.abs(right["size"] / left["size"])
    most = np.where(share, FAR_SHARE, np.where(like < ALIKE, FAR_UNLIKE, FAR))
    most = np.where(right["long"] & ~share, np.minimum(most, FAR_LONG), most)
    mixed = (left["flow"] != right["flow"]) | (left["flow"] == 1)
    most = np.where(mixed, np.minimum(most, FAR_MADE), most)
    far = (ratio < 1 / most) | (ratio > most)
    less_done = _within(right["acts"], left["acts"])
    more_done = _within(left["acts"], right["acts"]) & (right["acts"] <= WORKS)
    part = ~share & (ratio < 1) & (less_done | (like < ALIKE) & (back < told))
    part |= ~share & (ratio >= 1) & more_done
    close = amount & ~share & (ratio >= 1 / CLOSE) & (ratio <= CLOSE)
    named = (like >= LIKE) & (least >= LEAST)
    named |= close & (like >= LIKE_CLOSE) & (least >= LEAST_CLOSE)
    return named & ~(amount & (far | part))


def _within(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether some acts are told, and others beside them."""
    return np.array([set() < a < b for a, b in zip(some, others, strict=True)], dtype=bool)


def _one_definition(left: Pairs, right: Pairs) -> np.ndarray:
    """Whether names agree, what growth is cleared of, and the whole of which a share is."""
    told = [np.where(side["whole"] == "", USUAL_WHOLE, side["whole"]) for side in (left, right)]
    other = (left["whole"] != right["whole"]) & (told[0] != told[1])
    alike = list(map(agree, left["definition"], right["definition"]))
    other |= (left["prices"] != right["prices"]) | (left["part"] != right["part"])
    apart = [
        bool(a and b) and a.isdisjoint(b) for a, b in zip(left["acts"], right["acts"], strict=True)
    ]
    return np.array(alike, dtype=bool) & ~np.array(apart, dtype=bool) & ~other


def _one_stage(left: Pairs, right: Pairs) -> np.ndarray:
    """Whether both are begun or done, of the year or added up, gained or all there is."""
    one, other = left["flow"], right["flow"]
    apart = (one * other < 0) | ((one == 2) & (other <= 0)) | ((other == 2) & (one < 0))
    return (left["begun"] == right["begun"]) & (left["since"] == right["since"]) & ~apart


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
