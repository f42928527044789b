"""The numbers of a figure as a reader reads them: names for codes, in one language.

The CSV beside a figure keeps the codes, for programs.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from plangaps import tables, words
from plangaps.charts import phrases
from plangaps.charts.record_rates import group_names

_JUDGED = ["target", "name", "promise", "due", "outcome", "gap", "nearest", "sources"]
_YEARLY = ["area", "basis", "year", "what", "limit", "value", "value_high", "inside_80",
           "inside_95", "obs_status", "own", "source"]  # fmt: skip
_COLUMNS = {
    "section": ["target", "name", "promise", "known", "published_in"],
    "verdict_counts": ["theme", "outcome", "targets"],
    "gap_bars": _JUDGED,
    "outcome_ladder": _JUDGED,
    "evidence_matrix": ["target", "name", "area", "years", "first", "last", "bases", "total"],
    "series_with_target": _YEARLY,
    "trajectory": _YEARLY,
    "ambition": ["rank", *_YEARLY],
    "scorecard": ["plan", "target", "name", "due", "own", "rule", "status", "silence"],
    "steps": ["plan", "target", "name", "area", "due", "target_value", "last_time", "last_value",
              "over_last"],
    "fan_check": ["series", "n", "held_80", "held_95"],
    "record_rates": ["group", "state", "count", "percent"],
    "passed_by": ["period", "points", "count"],
}  # fmt: skip
_NAMED = ["name", "area", "series", "promise"]  # columns with a name in each language
_SHOWN = ["observed", "target", "projected"]  # what a table of yearly values lists
_BANDS = ["lower_80", "upper_80", "lower_95", "upper_95"]
_COMPUTED = [*_BANDS, "over_last"]
_VALUES = ["value", "target_value", "value_high", "last_value", *_COMPUTED]
_LARGE = 1e6  # from here on in millions or the like
_DIGITS = 4  # of what was computed; what was printed stays as printed
_NOTHING = "–"


def table(form: str, numbers: pd.DataFrame, cited: pd.Series, lang: str) -> pd.DataFrame:
    """The ``numbers`` of a chart form in words, empty columns left out.

    ``form`` may be ``section``: the targets of a theme, from the numbers of gap bars with
    ``published_in`` (:func:`plangaps.gaps.published_in`). ``cited``: the number of each source by
    its code. What was computed (projections, steps) is rounded to four digits, what was printed is
    not. Raises ValueError for values in more than one unit.
    """
    rows, columns, unit = numbers, _COLUMNS[form], ""
    if "what" in rows:
        rows = rows[rows["what"].isin(_SHOWN)]
    if set(columns) & set(_VALUES):
        rows, unit = _scaled(_rounded(rows), lang)
    rows = rows.rename(columns={f"{column}_{lang}": column for column in _NAMED})
    cells = {c: _WRITE.get(c, _as_it_is(c))(rows, lang) for c in columns}
    for column in {"source", "sources"} & set(cells):
        cells[column] = cells[column].map(lambda codes: _cited(codes, cited))
    if "known" in cells:
        cells["known"] = _with_evidence(cells["known"], rows, cited, lang)
    return _headed(pd.DataFrame(cells, dtype="object"), unit, lang)


def outcomes(codes: pd.Series, lang: str) -> pd.Series:
    """Verdicts, or the reasons why there are none, in words."""
    return codes.map(lambda code: phrases.outcome_name(code, lang))


def written(cell: object) -> str:
    """A cell as text: a value with all its digits and thousands set off, anything else as it is.

    >>> written(12670000.0), written(98.70), written(2023)
    ('12,670,000', '98.7', '2023')
    """
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:,.6f}".rstrip("0").rstrip(".").replace("-", "−")


def _headed(frame: pd.DataFrame, unit: str, lang: str) -> pd.DataFrame:
    """Columns that hold anything, under their headings, with the unit where they hold values."""
    frame = frame.where(frame.notna(), "")
    full = [c for c in frame if (frame[c].astype("str") != "").any()]
    heads = {c: words.say(f"column.{c}", lang) for c in full}
    units = dict.fromkeys([c for c in full if unit and c in _VALUES], unit)
    if unit == "%" and "over_last" in units:  # a difference of rates is no rate
        units["over_last"] = words.say("column.points", lang)
    for column, of in units.items():
        heads[column] = words.say("column.with_unit", lang, name=heads[column], unit=of)
    return frame[full].rename(columns=heads)


def _rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """What was computed with the digits that mean something."""
    rounded = {c: rows[c].map(_round, na_action="ignore") for c in _COMPUTED if c in rows}
    if "what" in rows:
        ahead = rows["what"].eq("projected")
        rounded["value"] = rows["value"].mask(ahead, rows["value"].map(_round))
    return rows.assign(**rounded)


def _round(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _scaled(rows: pd.DataFrame, lang: str) -> tuple[pd.DataFrame, str]:
    """Large values in millions or 亿, all their digits kept, and the unit in words."""
    units = rows["unit_measure"].unique()
    if len(units) > 1:
        raise ValueError(f"numbers: found the units {', '.join(units)}; allowed: one, one scale.")
    columns = [c for c in _VALUES if c in rows]
    typical = rows[columns[0]].abs().median()
    factor, word = words.scale([typical if typical >= _LARGE else 0.0], units[0], lang)
    return rows.assign(**{c: rows[c] / factor for c in columns}), word


def _cited(codes: str, cited: pd.Series) -> str:
    """Sources as their numbers in the list of sources; those of own figures as they are."""
    each = [code for code in codes.split(phrases.SEVERAL) if code]
    numbers = sorted({int(cited[code]) for code in each if code in cited.index})
    own = [code for code in each if code not in cited.index]
    return " ".join([*(f"[{number}]" for number in numbers), *own])


def _interval(share: int) -> Callable[[pd.DataFrame, str], pd.Series]:
    """The interval of a projection that holds ``share`` per cent, as text: ``84.81–96.14``."""

    def ends(rows: pd.DataFrame, _: str) -> pd.Series:
        if f"lower_{share}" not in rows:
            return pd.Series("", rows.index)
        low, high = (rows[f"{end}_{share}"].map(written) for end in ("lower", "upper"))
        return (low + "–" + high).where(rows[f"lower_{share}"].notna(), "")

    return ends


def _limit(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Whether a figure is a bound or about, and a target a floor, a ceiling or about."""
    bound, comparator = (_in_words(column)(rows, lang) for column in ("bound", "comparator"))
    return comparator.where(comparator != "", bound)


def _nearest(rows: pd.DataFrame, lang: str) -> pd.Series:
    nearest = phrases.nearest(rows.rename(columns={"area": f"area_{lang}"}), lang)
    return nearest.where(nearest != "", _NOTHING)


def _with_evidence(
    outcomes: pd.Series, rows: pd.DataFrame, cited: pd.Series, lang: str
) -> pd.Series:
    """Verdict or reason, with the figure that judges or is nearest and its source."""
    nearest = phrases.nearest(rows.rename(columns={"area": f"area_{lang}"}), lang)
    own = rows["obs_own"].eq(True)
    sources = rows["obs_source"].mask(own, _own_source(rows, lang))
    codes = sources.where(rows["obs_value"].notna(), rows["context_source"])
    told = words.say("mark.colon", lang) + nearest + " " + codes.map(lambda c: _cited(c, cited))
    return outcomes + told.where(nearest != "", "")


def _own_source(rows: pd.DataFrame, lang: str) -> pd.Series:
    return rows["obs_source"].map(lambda title: words.say("report.own", lang, source=title))


def _sources(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Sources of promise and figure; that of an own figure is named as such."""
    figure = rows["obs_source"].mask(rows["obs_own"], _own_source(rows, lang))
    each = [rows["source"], figure, rows["context_source"]]
    return pd.concat(each, axis="columns").agg(phrases.SEVERAL.join, axis="columns")


def _gaps(rows: pd.DataFrame, lang: str) -> pd.Series:
    gaps = rows["gap"].dropna()
    units = rows["unit_measure"][gaps.index]
    told = [words.difference(gap, unit, lang) for gap, unit in zip(gaps, units, strict=True)]
    return pd.Series(told, gaps.index).reindex(rows.index, fill_value="")


def _published_in(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Where the missing figure would be published, one place after the other."""
    semicolon = words.say("mark.semicolon", lang)

    def told(places: str) -> str:
        named = [words.say(f"publisher.{place}", lang) for place in places.split("; ")]
        return words.sentence(semicolon.join(named))

    return rows["published_in"].map(told, na_action="ignore")


def _plans(rows: pd.DataFrame, lang: str) -> pd.Series:
    """Names of the plans; nothing where all rows are of one."""
    names = tables.names(rows["plan"], "plan", lang)
    return names if len(names.unique()) > 1 else names.where(names.isna(), "")


def _in_words(column: str, group: str = "") -> Callable[[pd.DataFrame, str], pd.Series]:
    """Codes of a column by a group of words.toml, that of its own name where none is given."""
    return lambda rows, lang: phrases.coded(rows[column], group or column, lang)


def _as_it_is(column: str) -> Callable[[pd.DataFrame, str], pd.Series]:
    return lambda rows, _: rows[column]


_WRITE: dict[str, Callable[[pd.DataFrame, str], pd.Series]] = {
    "plan": _plans,
    "theme": _in_words("theme"),
    "basis": lambda rows, lang: tables.names(rows["basis"], "basis", lang),
    "due": lambda rows, _: rows["due"].astype("str"),
    "what": _in_words("what"),
    "limit": _limit,
    "inside_80": _interval(80),
    "inside_95": _interval(95),
    "last_time": lambda rows, _: rows["last_time"].astype("int64").astype("str"),
    "total": lambda rows, _: rows["total"].str.replace("/", "-"),
    "obs_status": _in_words("obs_status"),
    "own": lambda rows, lang: rows["own"].map(
        {True: words.say("column.own_figure", lang), False: ""}
    ),
    "verdict": _in_words("verdict"),
    "reason": _in_words("reason"),
    "outcome": lambda rows, lang: outcomes(
        rows["outcome"] if "outcome" in rows else phrases.outcome(rows), lang
    ),
    "known": lambda rows, lang: outcomes(phrases.outcome(rows), lang),
    "gap": _gaps,
    "published_in": _published_in,
    "group": lambda rows, lang: pd.Series(group_names(rows, lang), rows.index),
    "state": _in_words("state", "record_rates.state"),
    "percent": lambda rows, _: (100 * rows["share"]).round(1),
    "period": _in_words("period", "passed_by.period"),
    "points": lambda rows, _: rows["points"].round(1),
    "nearest": _nearest,
    "rule": _in_words("rule"),
    "status": _in_words("status", "rule_status"),
    "silence": _in_words("reason", "rule_reason"),
    "source": lambda rows, _: rows["source"].fillna(""),
    "sources": _sources,
}
