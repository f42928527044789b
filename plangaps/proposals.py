"""What the next report says of promises, laid out for an editor who confirms or corrects it.

A proposal is a row that a program read: the promise in its words, beside it the words of the next
report. Nobody has looked at it yet. Saved as a workbook it is a table of own figures in which only
the rows count that the editor confirmed: :func:`plangaps.own.load` reads it as any filled template.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

import plan_targets
from plangaps import tables, words
from plangaps.reading.document import document
from plangaps.reading.drafts import said_of
from plangaps.reading.linking import link
from plangaps.reading.pairs import Report, pair_targets
from plangaps.reading.targets import read_targets

# What an editor reads, then what an editor settles: the key and the figure of an observation.
SHOWN = ["target", "name_zh", "promised", "promised_in", "outcome_in", "match", "verdict"]
SHOWN += ["reason", "confidence"]
SETTLED = ["confirmed", "ref_area", "indicator", "basis", "time_period", "obs_value"]
SETTLED += ["unit_measure", "bound", "obs_status", "source", "quote", "note"]
COLUMNS = [*SHOWN, *SETTLED]

_STOPS = "。；！？\n"
_ROOM = 90  # characters of a sentence on each side of its words
_PRINTED = r"^([\d.]+)(?:-([\d.]+))?(.*)$"


def of_reports(before: str, year: int, ref_area: str, after: str, source: str) -> pd.DataFrame:
    """Proposals for the targets that the report ``before`` sets for ``year``.

    ``after`` is the text of the next report, ``source`` its title as own figures cite it,
    ``ref_area`` the code of the area that both speak of. One row a target: :data:`SHOWN` and
    :data:`SETTLED`, with ``said``, the place of the wording within ``promised_in`` and
    ``outcome_in`` as ``(start, end)`` in ``promised_at`` and ``outcome_at``. ``obs_value`` and what
    belongs to it are filled where ``match`` is same, ``confirmed`` is left to the editor.
    """
    targets = read_targets(before, year)
    area = tables.names(pd.Series([ref_area]), "area", "zh").iloc[0]
    linked = link(targets, area)
    targets = targets.assign(indicator=linked["indicator"], basis=linked["basis"])
    return _proposed(targets, before, after, year, ref_area, source)


def of_plan(plan: str, after: str, source: str) -> pd.DataFrame:
    """Proposals for the targets of a plan that ``data/plans`` holds, as :func:`of_reports`.

    The targets are those checked by hand; only the outcomes are read by program. Targets due in
    another year than the plan's first are left out. Raises ValueError for an unknown plan, and for
    a report that names another area or year than that of the next one.
    """
    held = plan_targets.targets(plan)
    year = int(held["set_in"].iloc[0])
    _check(after, held["ref_area"].iloc[0], year + 1)
    held = held[held["time_period"] == str(year)].reset_index(drop=True)
    text, targets = _as_read(held)
    return _proposed(targets, text, after, year, held["ref_area"].iloc[0], source)


def _check(text: str, ref_area: str, year: int) -> None:
    """Where a report names its area and year they must be the ones asked for."""
    wanted = tables.names(pd.Series([ref_area]), "area", "zh").iloc[0]
    area, stated = said_of(text)
    named = (area or wanted, stated or year)
    if named != (wanted, year):
        raise ValueError(
            f"report: found that of {named[0]}, {named[1]}; allowed: that of {wanted}, {year}."
        )


def _as_read(held: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """A text of the wordings of hand-checked targets, and these as if they were read from it."""
    text = "\n".join(held["wording"])
    ends = (held["wording"].str.len() + 1).cumsum() - 1
    printed = held["printed"].str.extract(_PRINTED)
    read = held.assign(
        indicator_zh=held["name_zh"].str.normalize("NFKC"),  # as texts are when read
        value=printed[0].astype(float),
        value_high=printed[1].astype(float),
        unit=printed[2],
        period=held["time_period"],
        start=ends - held["wording"].str.len(),
        end=ends,
        confidence=1.0,
    )
    return text, read


def _proposed(
    targets: pd.DataFrame, before: str, after: str, year: int, ref_area: str, source: str
) -> pd.DataFrame:
    report = Report(document(after, year + 1))
    rows = pair_targets(targets, before, report, year)
    asked = targets.loc[rows["t"]].reset_index(drop=True)
    outcome = report.outcomes.reindex(rows["o"]).reset_index(drop=True)
    rows = rows.reset_index(drop=True)
    said, said_at = _sentences(before, rows["start"], rows["end"])
    told, told_at = _sentences(after, rows["outcome_start"], rows["outcome_end"])
    figure = _figures(rows, asked["indicator"], outcome)
    numbers = pd.Series([f"T{n + 1:02d}" for n in range(len(rows))])
    return rows.assign(
        target=asked.get("target", numbers),
        name_zh=rows["indicator_zh"],
        promised=_promised(rows),
        promised_in=said,
        promised_at=said_at,
        outcome_in=told,
        outcome_at=told_at,
        confirmed="",
        ref_area=ref_area,
        indicator=asked["indicator"],
        basis=asked["basis"],
        time_period=str(year),
        source=source,
        quote=rows["outcome_wording"],
        note="",
        **figure,
    )[[*COLUMNS, "promised_at", "outcome_at"]]


def _figures(
    rows: pd.DataFrame, indicator: pd.Series, outcome: pd.DataFrame
) -> dict[str, pd.Series]:
    """Value, unit, bound and status of the outcomes that may judge, in the indicator's sense.

    A fall is told without a sign where the indicator itself is a fall. Where the outcome's own
    words are not linked to the indicator, a figure below zero is left for the editor to type.
    """
    same = rows["match"] == "same"
    texts = {"indicator_zh": "", "unit": "", "change": "", "wording": ""}
    linked = link(outcome.assign(**{c: outcome[c].fillna(v) for c, v in texts.items()}))
    agrees = linked["indicator"] == indicator
    value = rows["outcome_value"] * linked["sign"].where(agrees, 1)
    plain = same & (agrees | (value >= 0))
    estimated = outcome["estimated"].eq(True)
    return {
        "obs_value": value.where(plain),
        "unit_measure": rows["outcome_unit"].where(same, ""),
        "bound": rows["outcome_bound"].where(same, ""),
        "obs_status": pd.Series(np.where(same & estimated, "E", ""), rows.index),
    }


def _promised(rows: pd.DataFrame) -> pd.Series:
    """The promise as printed, with its comparator in Chinese."""
    number = rows["value"].map("{:.12g}".format)
    high = rows["value_high"].map("—{:.12g}".format).where(rows["value_high"].notna(), "")
    printed = number + high + rows["unit"]
    said = [words.say(f"comparator.{code}", "zh", n="{}") for code in rows["comparator"]]
    return pd.Series([s.format(n) for s, n in zip(said, printed, strict=True)], rows.index)


def _sentences(text: str, starts: pd.Series, ends: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The sentence around each place, and where the place is in it; empty without a place."""
    parts = [
        ("", (0, 0)) if pd.isna(start) else _sentence(text, int(start), int(end))
        for start, end in zip(starts, ends, strict=True)
    ]
    sentences, places = zip(*parts, strict=True) if parts else ((), ())
    return pd.Series(sentences, starts.index), pd.Series(places, starts.index)


def _sentence(text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    first = max(start - _ROOM, 1 + max(text.rfind(stop, 0, start) for stop in _STOPS))
    stops = [at for stop in _STOPS if (at := text.find(stop, end)) >= 0]
    last = min(end + _ROOM, min(stops, default=len(text)))
    return text[first:last], (start - first, end - first)
