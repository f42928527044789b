"""All texts of one area: each read once, its targets and outcomes listed, years in a row paired.

The work of one worker; nothing here knows of the others.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from plangaps.reading.document import document
from plangaps.reading.pairs import Report, pair
from plangaps.record import store
from plangaps.record.rows import numbered, outcome_rows, target_rows
from plangaps.record.texts import decoded, digest

Frames = dict[str, pd.DataFrame]

READ = ("reports", "targets", "outcomes", "pairs")
_LATE = (10, 11, 12)


class Source(NamedTuple):
    """A text of an area: its row of :func:`plangaps.record.listing.listed`, a pattern of the words
    that name the area, and its bytes.
    """

    report: str
    ref_area: str
    year: int
    kind: str
    title: str
    date: str
    address: str
    repository: str
    path: str
    file: str
    extra: bool
    shortened: bool
    naming: str
    raw: bytes

    @property
    def early(self) -> bool:
        """Whether it was given in the last months of the year whose outcomes it tells."""
        return self.kind == "report" and self.date[:7] in (f"{self.year - 1}-{m}" for m in _LATE)


def read_area(area: str, sources: list[Source]) -> tuple[str, Frames]:
    """The area, and what is read of it: ``reports`` (what was found in each), ``targets``,
    ``outcomes``, ``pairs``, as the record holds them.

    A text that cannot be read, or not be paired with the next, has its reason in ``problem``.
    """
    read: dict[str, Report] = {}
    found = []
    for source in sources:
        facts = source._asdict() | _UNREAD | {"hash": digest(source.raw)}
        try:
            read[source.report], parts = _read(source)
            found.append(facts | parts)
        except Exception as error:  # whatever ails one text, the others are read
            found.append(facts | {"problem": _reason(error)})
    reports = pd.DataFrame(found)[store.schema("reports").names]
    kept = [source for source in sources if source.report in read]
    plans = [source for source in kept if source.kind == "report"]
    usable = set(reports.loc[reports["names_area"] & ~reports["extra"], "report"])
    if not plans:
        return area, {name: store.empty(name) for name in READ} | {"reports": reports}
    pairs, problems = _pairs(area, [s for s in kept if s.report in usable], read)
    told = reports["report"].map(problems).fillna(reports["problem"])
    return area, {
        "reports": reports.assign(problem=told),
        "targets": target_rows(_rows(plans, [read[s.report].targets for s in plans])),
        "outcomes": outcome_rows(_rows(kept, [read[s.report].outcomes for s in kept])),
        "pairs": pairs,
    }


_UNREAD = {
    "review": "", "plan": False, "abridged": False, "names_area": False, "targets": 0,
    "outcomes": 0, "problem": "",
}  # fmt: skip


def _read(source: Source) -> tuple[Report, dict[str, object]]:
    text = decoded(source.raw)
    if not text.strip():
        raise ValueError("found no text; allowed: a report with its words as text.")
    told_in = source.year + (source.kind == "communique")
    report = Report(document(text, told_in), source.shortened)
    parts = report.document.sections.parts
    return report, {
        "review": _looked_back({p.first == p.last for p in parts if p.kind == "review"}),
        "plan": any(part.kind == "agenda" for part in parts),
        "abridged": report.review.doubt == "abridged",
        "names_area": re.search(source.naming, f"{source.title}\n{text}") is not None,
        "targets": len(report.targets) if source.kind == "report" else 0,
        "outcomes": len(report.outcomes),
    }


def _looked_back(single: set[bool]) -> str:
    """On a year, on several years, or on both, from whether each part of a review is of one."""
    return {(): "", (True,): "year", (False,): "years"}.get(tuple(single), "both")


def _rows(sources: list[Source], read: list[pd.DataFrame]) -> pd.DataFrame:
    frames = [
        frame.assign(report=s.report, ref_area=s.ref_area, year=s.year, early=s.early)
        for s, frame in zip(sources, read, strict=True)
    ]
    return pd.concat(frames, ignore_index=True)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _pairs(
    area: str, sources: list[Source], read: dict[str, Report]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Each target beside what came of it; and why reports, by their keys, could not be paired."""
    reports = {s.year: s for s in sources if s.kind == "report"}
    communiques = {s.year: s for s in sources if s.kind == "communique"}
    frames, problems = [store.empty("pairs")], {}
    for year, before in reports.items():
        asked = [s for s in (reports.get(year + 1), communiques.get(year)) if s]
        try:
            told = [_pair(before, after, read) for after in asked]
        except Exception as error:  # as with a text that cannot be read
            problems[before.report] = _reason(error)
            continue
        if told:
            frame = told[0] if len(told) == 1 else _first_that_judges(*told)
            frames.append(frame.assign(ref_area=area, year=year, report=before.report))
    return pd.concat(frames, ignore_index=True)[store.schema("pairs").names], problems


def _pair(before: Source, after: Source, read: dict[str, Report]) -> pd.DataFrame:
    paired = pair(read[before.report], read[after.report], before.year)
    judged = paired["match"] != ""
    number = pd.Series(_numbers(read[before.report].targets, "T"))
    outcome = pd.Series(_numbers(read[after.report].outcomes, "O"))
    return paired.assign(
        target=number.reindex(paired["t"]).to_numpy(),
        outcome=outcome.reindex(paired["o"]).fillna("").to_numpy(),
        outcome_report=after.report,
        outcome_from=pd.Series(after.kind, paired.index).where(judged, ""),
        self_reported=judged & (after.kind == "report"),
    )


def _numbers(rows: pd.DataFrame, letter: str) -> pd.Series:
    return numbered(pd.Series("", rows.index), letter)


def _first_that_judges(report: pd.DataFrame, communique: pd.DataFrame) -> pd.DataFrame:
    """Rows of the report, those of the communiqué where it alone tells the same indicator."""
    instead = (communique["match"] == "same") & ~report["match"].isin(["same", "words"])
    return report.where(~instead, communique)
