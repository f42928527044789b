"""An area's promises of a year as the record holds them: both sides as printed, in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from plangaps import record, tables, words
from plangaps.charts import phrases

_KEY = ["report", "target"]
_TOLD = ["outcome_report", "match", "verdict", "reason", "outcome_indicator_zh", "outcome_printed",
         "outcome_time_period", "outcome_start", "outcome_end", "self_reported"]  # fmt: skip
_ADDRESS = ["report", "title", "date", "address", "repository", "path"]


def of(area: str, year: int) -> pd.DataFrame:
    """Targets of the report for ``year``, in its order, beside what the next report says.

    ``area``: code or Chinese name. The columns of :func:`plangaps.record.targets`, and of its
    pairs ``outcome_report``, ``match``, ``verdict``, ``reason``, the outcome's name, figure, period
    and place. Where no next report is held the reason is ``no_next``; where a promise is for
    another year than the report's it is ``other_year``.
    """
    return beside(record.targets(area=area, years=year), record.pairs(area=area, years=year))


def beside(targets: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Each of ``targets`` with what its pair tells; see :func:`of`."""
    told = pairs[[*_KEY, *_TOLD, "checked"]]
    rows = targets.merge(told, "left", _KEY, suffixes=("_target", ""), validate="1:1")
    rows["checked"] = rows["checked"].fillna(rows.pop("checked_target"))
    due = rows["time_period"] == rows["year"].astype("str")
    left = rows["match"].isna()
    reason = rows["reason"].mask(left & due, "no_next").mask(left & ~due, "other_year")
    texts = ["outcome_report", "match", "verdict", "outcome_indicator_zh", "outcome_printed",
             "outcome_time_period"]  # fmt: skip
    return rows.assign(reason=reason).fillna(dict.fromkeys(texts, ""))


def in_words(rows: pd.DataFrame, lang: str, texts: str | Path | None = None) -> pd.DataFrame:
    """``rows`` of :func:`of` as a reader reads them: headings and codes in ``lang``, names and
    figures as the reports print them; with the clauses themselves where ``texts`` are given.

    Raises :class:`plangaps.record.texts.TextsError` for a text that is not the one that was read.
    """
    sides = zip(rows["comparator"], rows["printed"], strict=True)
    printed = [words.say(f"comparator.{sign}", lang, n=figure) for sign, figure in sides]
    cells = {
        "promise": rows["indicator_zh"],
        "printed": pd.Series(printed, rows.index, dtype="str"),
        "period": rows["time_period"],
        "outcome": rows["outcome_indicator_zh"],
        "outcome_printed": rows["outcome_printed"],
        "outcome_period": rows["outcome_time_period"],
        "verdict": _verdict(rows, lang),
        "reason": phrases.coded(rows["reason"], "silence", lang),
        "checked": phrases.coded(rows["checked"], "promises.hand", lang),
    }
    if texts is not None:
        clauses = record.words(rows, texts)
        cells |= {column: clauses[column] for column in ("wording", "outcome_wording")}
    frame = pd.DataFrame(cells, rows.index)
    return frame.rename(columns=lambda column: words.say(f"promises.column.{column}", lang))


def addresses(rows: pd.DataFrame) -> pd.DataFrame:
    """The reports that the rows were read from: ``report``, ``title``, ``date``, ``address``,
    ``repository`` and ``path``, by year.
    """
    reports = record.reports(area=rows["ref_area"].unique().tolist())
    named = reports["report"].isin([*rows["report"], *rows["outcome_report"]])
    return reports.loc[named, _ADDRESS].reset_index(drop=True)


def summary(rows: pd.DataFrame, lang: str) -> str:
    """How many promises there are, and what became of them, in a sentence."""
    verdict, match = rows["verdict"], rows["match"]
    counts = {
        "n": len(rows),
        "met": int((verdict == "met").sum()),
        "missed": int((verdict == "missed").sum()),
        "words": int((match == "words").sum()),
        "none": int((match == "none").sum()),
    }
    counts["rest"] = counts["n"] - sum(counts[c] for c in ("met", "missed", "words", "none"))
    area = tables.names(rows["ref_area"].head(1), "area", lang).iloc[0]
    key = "no_next" if (rows["match"] == "").all() else "summary"
    return words.say(f"promises.{key}", lang, area=area, year=rows["year"].iloc[0], **counts)


def _verdict(rows: pd.DataFrame, lang: str) -> pd.Series:
    judged = phrases.coded(rows["verdict"], "verdict", lang)
    return judged.where(rows["verdict"] != "", phrases.coded(rows["match"], "match", lang))
