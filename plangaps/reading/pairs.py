"""Two reports of a place side by side: the targets of one, and what the next one says came of them.

>>> pair = read_pair(
...     "一、2026年工作回顾\\n渔获稳定。\\n二、2027年工作安排\\n渔业产值增长6%左右，新建码头3座。",
...     "一、2027年工作回顾\\n渔业产值增长5.8%。\\n二、2028年工作安排\\n继续办好渔业。", 2027)
>>> pair[["match", "verdict"]].values.tolist()
[['same', 'met'], ['none', '']]
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from plangaps.gaps import judge
from plangaps.reading.document import Document, document
from plangaps.reading.likeness import Likeness
from plangaps.reading.matching import LIKE, assigned, candidates, context
from plangaps.reading.meaning import meaning
from plangaps.reading.mentions import Review, mentions, review_of, unsure
from plangaps.reading.outcomes import outcomes_in
from plangaps.reading.targets import COLUMNS, targets_in
from plangaps.reading.timing import of_the_year, perhaps_of_years

_OUTCOME = {
    "indicator_zh": "str", "value": "float64", "unit": "str", "bound": "str", "period": "str",
    "start": "Int64", "end": "Int64", "wording": "str",
}  # fmt: skip
_TOLD = {f"outcome_{name}": kind for name, kind in _OUTCOME.items()}
_ORDER = [*(name for name in COLUMNS if name != "confidence"), "match", *_TOLD]
_ORDER += ["verdict", "reason", "confidence"]
_REASONS = {"same": "", "words": "words_only", "none": "no_observation"}
_SURE = {"same": 1.0, "near": 0.8, "words": 0.8, "none": 0.9, "": 0.5}
_APART = 3  # growth rates of the year by which a review of several years tells of it too


def read_pair(before: str, after: str, year: int) -> pd.DataFrame:
    """The targets that ``before`` sets for ``year``, each with what ``after`` says came of it.

    ``before`` is the work report that carries the plan of ``year``, ``after`` the next one, whose
    review tells what that year brought. One row a target, in the order of ``before``; targets for
    later years only are left out. The columns of :func:`read_targets`, then

    - ``match``: same (indicator, definition, scope, unit and period are the target's: it judges),
      near (another definition, part, scope or span: context only), words (said to be done, without
      a figure), none (the review says nothing about it), or empty where that cannot be told;
    - ``outcome_indicator_zh``, ``outcome_value``, ``outcome_unit``, ``outcome_bound``,
      ``outcome_period``, ``outcome_start``, ``outcome_end``, ``outcome_wording``: the outcome as
      :func:`read_outcomes` gives it, with its place in ``after``; for words only the clause;
    - ``verdict``: met, missed or undecided by the rules of :func:`plangaps.gaps.judge`, empty
      unless ``match`` is same;
    - ``reason``: why there is no verdict. bound_too_loose (undecided); other_definition or
      other_span (near); words_only; no_observation (none); and where ``match`` is empty, abridged
      (``after`` is marked as shortened), no_review (no review part is found in it), other_span
      (its review is of several years only), mentioned (it has the target's words, but neither
      an outcome nor a word that it is done) or unsure (it may tell of it in other words, or the
      target's own ones are not plain);
    - ``confidence``: from 0 to 1, how plain both wordings are and how alike; no measured frequency.
    """
    return pair(Report(document(before, year)), Report(document(after, year + 1)), year)[_ORDER]


@dataclass(frozen=True)
class Report:
    """A report, read once for each of what is asked of it.

    ``shortened``: its publisher says that the text is not whole.
    """

    document: Document
    shortened: bool = False

    @cached_property
    def targets(self) -> pd.DataFrame:
        """As :func:`read_targets` gives them."""
        return targets_in(self.document)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """As :func:`read_outcomes` gives them."""
        return outcomes_in(self.document)

    @cached_property
    def review(self) -> Review:
        """Its review part, and why what it leaves out tells nothing."""
        review = review_of(self.document)
        return replace(review, doubt="abridged") if self.shortened else review


def pair(before: Report, after: Report, year: int) -> pd.DataFrame:
    """What :func:`read_pair` says of two reports that are read; see :func:`pair_targets`."""
    return pair_targets(before.targets, before.document.text, after, year)


def pair_targets(targets: pd.DataFrame, text: str, after: Report, year: int) -> pd.DataFrame:
    """What ``after`` says of ``targets`` that stand in ``text``, by hand or as they were read.

    The columns of :func:`read_pair` and four more: ``t``, row of the target in ``targets``; ``o``,
    row of the outcome in ``after.outcomes``, missing without one; ``gap`` and ``gap_relative`` in
    base units, as :func:`plangaps.gaps.judge` gives them, missing unless ``match`` is same.
    """
    targets = targets.loc[targets["period"].isin(["", str(year)]), list(COLUMNS)]
    targets = targets.rename_axis("t").reset_index()
    outcomes, review = after.outcomes, after.review
    if targets.empty:
        return pd.DataFrame(columns=["t", "o", "gap", "gap_relative", *_ORDER])
    asked = meaning(targets, text)
    held = meaning(outcomes, after.document.text)
    likeness = Likeness([*asked["name"], *review.said])
    held["in_time"] &= of_the_year(outcomes, after.document, year)
    held["long"] = perhaps_of_years(outcomes, after.document)
    found = candidates(asked, held, likeness)
    best = pd.concat([assigned(asked, held, found), context(found)]).drop_duplicates("t")
    said = mentions(targets, asked["core"], text, review, likeness)
    open_ = (said["mention"] == "none") & unsure(targets, asked, held, text, review)
    said["mention"] = said["mention"].mask(open_, "unsure")
    matched = _matched(
        targets, best.set_index("t").reindex(targets.index), said, _doubt(review, outcomes, year)
    )
    rows = targets.drop(columns="confidence").join(matched)
    told = _with_outcomes(rows, outcomes, after.document.text, review)
    return _judged(told, asked, held)


def _doubt(review: Review, outcomes: pd.DataFrame, year: int) -> str:
    """Why silence tells nothing; a review of years tells of the last one too if its rates do."""
    apart = (outcomes["change"] == "growth") & (outcomes["period"] == str(year))
    return "" if review.doubt == "other_span" and apart.sum() >= _APART else review.doubt


def _matched(
    targets: pd.DataFrame, best: pd.DataFrame, said: pd.DataFrame, doubt: str
) -> pd.DataFrame:
    """``match``, ``reason`` and ``confidence``; ``o`` is the outcome's place, ``clause`` that of
    the clause that says so in words."""
    same, near = best["same"].eq(True), best["o"].notna()
    words = said["mention"].eq("words") & ~(best["like"] >= LIKE)
    silent = said["mention"].eq("none") & (doubt == "")
    match = pd.Series("", targets.index, dtype=str).mask(silent, "none").mask(near, "near")
    match = match.mask(words, "words").mask(same, "same")
    one = best["definition"].eq(True) & best["sort"].eq(True) & best["unit"].eq(True)
    span = one & ~best["time"].eq(True)
    near_of = span.map({True: "other_span", False: "other_definition"})
    told = pd.Series(doubt or "mentioned", targets.index).mask(
        said["mention"].eq("unsure") & (doubt == ""), "unsure"
    )
    reason = match.map(_REASONS).fillna(near_of).mask(match == "", told)
    sure = match.map(_SURE) * best["like"].where(match.isin(["same", "near"]), 1)
    return pd.DataFrame(
        {
            "match": match,
            "reason": reason,
            "o": best["o"].where(match.isin(["same", "near"])),
            "clause": said["clause"].where(match == "words"),
            "confidence": (sure * targets["confidence"]).round(2),
        }
    )


def _with_outcomes(
    rows: pd.DataFrame, outcomes: pd.DataFrame, after: str, review: Review
) -> pd.DataFrame:
    """Rows with the outcome that each was matched with, or the clause that calls it done."""
    told = outcomes[list(_OUTCOME)].add_prefix("outcome_").reindex(rows["o"]).set_axis(rows.index)
    words = rows["clause"].dropna().astype(int)
    places = [review.places[at] for at in words]
    told.loc[words.index, "outcome_start"] = [start for start, _ in places]
    told.loc[words.index, "outcome_end"] = [end for _, end in places]
    told.loc[words.index, "outcome_wording"] = [after[start:end] for start, end in places]
    texts = {name: "" for name, kind in _TOLD.items() if kind == "str"}
    return rows.join(told.fillna(texts).astype(_TOLD))


def _judged(rows: pd.DataFrame, asked: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Rows with the verdict that the rules of the gaps give, in base units.

    A decline is negative as an outcome, and a target of a decline is told without a sign.
    """
    size = held["size"].reindex(rows["o"]).set_axis(rows.index)
    fallen = np.where(asked["sort"] == "amount", size.abs(), -size)
    scale = asked["size"] / rows["value"].where(rows["value"] != 0)
    judged = judge(
        pd.DataFrame(
            {
                "comparator": rows["comparator"],
                "value": asked["size"],
                "value_high": rows["value_high"] * scale,
                "direction": np.where(asked["less"], -1, 1),
                "kind": rows["kind"],
                "obs_value": np.where(asked["falls"], fallen, size),
                "bound": rows["outcome_bound"],
                "obs_status": "A",
            }
        )
    )
    same = rows["match"] == "same"
    verdict, reason = judged["verdict"].where(same, ""), judged["reason"]
    gap, relative = judged["gap"].where(same), judged["gap_relative"].where(same)
    reason = reason.where(same, rows["reason"])
    return rows.assign(verdict=verdict, reason=reason, gap=gap, gap_relative=relative)
