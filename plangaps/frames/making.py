"""A whole frame made valid: columns, what a frame leaves open, figures in base units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from plangaps import codebook, tables, units, words
from plangaps.frames import cells, columns, kinds
from plangaps.own import bounds, figures, names, plans, telling

_MOST = 20  # kinds of faults of one frame past which nobody reads on
_ROWS = 6  # rows of one fault that are named
_WITH_FIGURES = ["indicator", "time_period", "due", "unit_measure"]
_YEAR = r"^(\d{4})$"


def valid(frame: Any, what: str = "observations") -> pd.DataFrame:
    """A frame of one's own as those of the project are: in codes, base units and their types.

    ``what``: ``observations`` (columns as :func:`plangaps.observed.read_series` has them; needed
    are ``ref_area``, ``indicator``, ``time_period``, ``obs_value``) or ``targets`` (as
    :func:`plan_targets.targets`; needed are ``plan``, ``target``, ``ref_area``, ``indicator``,
    ``comparator``, ``value``, ``due``). What may be left open is filled as in a file: ``basis`` and
    ``bound`` empty, ``obs_status`` A, what the indicator says of a target; without ``unit_measure``
    figures are in the base unit. Columns that are not known stay as they are, as do rows, their
    order and labels.

    Raises :class:`plangaps.tables.TableError` with all that is wrong in one sentence.

    >>> mine = pd.DataFrame({"ref_area": ["大方县"], "indicator": ["地区生产总值"],
    ...     "time_period": [2023], "obs_value": [260], "unit_measure": ["亿元"]})
    >>> valid(mine).to_numpy().tolist()[0][:5]
    ['520521', 'gdp', '2023', 26000000000.0, 'CNY']
    """
    return _sound(*_made(frame, what, _usual(what), every=True), what)


def taken(frame: Any, what: str, asked: kinds.Needs, *, every: bool = False) -> pd.DataFrame:
    """A frame with the columns ``asked`` made valid, and figures in base units; see :func:`valid`.

    ``what`` is the name of the argument that it was given as; ``every`` known column is read too.
    """
    return _sound(*_made(frame, what, asked, every=every), what)


def check(frame: Any, what: str = "observations") -> pd.DataFrame:
    """What is wrong in a frame, a row a cell: ``row`` (its label), ``column``, ``key``, ``values``.

    Empty if all is sound; :func:`told` says it. Raises as :func:`valid` for what is no frame.
    """
    return _made(frame, what, _usual(what), every=True)[1]


def _usual(what: str) -> kinds.Needs:
    tables.one_of("what", what, kinds.USUAL)
    return kinds.USUAL[what]


def _sound(made: pd.DataFrame, faults: pd.DataFrame, what: str) -> pd.DataFrame:
    if len(faults):
        raise tables.TableError(told(faults, what))
    return made


def told(faults: pd.DataFrame, what: str, lang: str = "en") -> str:
    """Faults, as from :func:`check` of a frame ``what``, in one sentence in either language."""
    same = pd.Series([repr(value) for value in faults["values"]], faults.index)
    kinds_of = [one for _, one in faults.groupby(["column", "key", same], sort=False)]
    parts = [_part(one, lang) for one in kinds_of[:_MOST]]
    if len(kinds_of) > _MOST:
        parts.append(words.say("frame.more", lang, n=len(kinds_of) - _MOST))
    sentence = words.say("mark.semicolon", lang).join(parts) + words.say("mark.end", lang)
    return words.say("place.problem", lang, place=what, problem=sentence)


def _part(same: pd.DataFrame, lang: str) -> str:
    """One fault and the rows it stands in."""
    first = same.iloc[0]
    rows = words.listed(map(str, same["row"].iloc[:_ROWS]), lang)
    if len(same) > _ROWS:
        rows += words.say("frame.rest", lang, n=len(same) - _ROWS)
    values = telling.in_words(first["values"], first["column"], lang)
    problem = codebook.said(first["key"], values, lang).removesuffix(words.say("mark.end", lang))
    key = "frame.cells" if len(same) > 1 else "frame.cell"
    place = words.say(key, lang, column=first["column"], rows=rows)
    if first["key"] == "code" and first["column"] in telling.TABLES and first["values"]["found"]:
        near = telling.nearest(first["values"]["found"], first["column"], lang)
        problem += words.say("frame.nearest", lang, names=near) if near else ""
    return words.say("place.problem", lang, place=place, problem=problem)


def _made(
    frame: Any, what: str, asked: kinds.Needs, *, every: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame, and its faults; ``every`` column that is known is looked at, or those needed."""
    plain = _whole(frame, what, asked)
    known = kinds.fields(what)
    plain, unit_given = _apart(plain, what), "unit_measure" in plain
    codes = columns.held_codes(asked.free or what not in kinds.FIGURES)
    made, wrong = {}, []
    needed = [*asked.columns, *(_WITH_FIGURES if what in kinds.FIGURES else [])]
    needed += kinds.FIGURES.get(what, kinds.OF_RULES if what in kinds.RULED else [])
    for name in dict.fromkeys([*known, *needed] if every else needed):
        if name not in plain:
            continue
        field: kinds.Field = {"name": name} | known.get(name, {"type": "string"})
        if name == "unit_measure" and not unit_given:
            field |= {"constraints": {}}
        if name in asked.choices:
            allowed = [*asked.choices[name]]
            field |= {"constraints": {"enum": allowed, "required": "" not in allowed}}
        column = plain[name]
        if what in kinds.RULED and cells.numbers(column) is not None:
            column = column.replace([np.inf, -np.inf], np.nan)
        made[name], faults = columns.read(column, field, codes)
        wrong.append(faults)
    made |= _filled(made, plain, what, asked)
    made, more = _measured(made, wrong, what, unit_given)
    changed = {n: c for n, c in made.items() if n not in plain or c is not plain[n]}
    changed = {n: c for n, c in changed.items() if n in frame or n in asked.columns}
    faults = codebook.in_order([*wrong, *more], list(made))
    result = plain.drop(columns=[c for c in plain if c not in frame]).assign(**changed)
    return (
        result.set_axis(frame.index),
        faults.assign(row=frame.index[faults["row"].to_numpy(dtype="int64")]),
    )


def _whole(frame: Any, what: str, asked: kinds.Needs) -> pd.DataFrame:
    """The frame with rows counted from 0; TableError for another thing, or columns missing."""
    if not isinstance(frame, pd.DataFrame):
        found = type(frame).__name__
        raise tables.TableError(words.say("frame.type", "en", what=what, found=found))
    if what in kinds.PROMISED and "target_period" in frame:  # a gap table: its outcome beside it
        plain = frame.drop(columns="time_period", errors="ignore")
        frame = plain.rename(columns={"target_period": "time_period"})
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise tables.TableError(words.say("frame.twice", "en", what=what, column=twice[0]))
    left_open = {*kinds.BLANK, *(["year", "unit_measure"] if what in kinds.MEASURED else [])}
    if what in kinds.PROMISED or "indicator" in frame:
        left_open |= {*kinds.KNOWN, "printed"}
    if what in kinds.PROMISED:
        left_open |= {"time_period", *(["set_in"] if what == "target" else [])}
    needed = [c for c in asked.columns if c not in left_open]
    if "year" in asked.columns and what in kinds.MEASURED:
        needed.append("time_period")
    if {"time_period", "set_in"} & {*asked.columns} - {*frame} and what in kinds.PROMISED:
        needed.append("due")
    if "printed" in asked.columns and "printed" not in frame:
        needed += ["indicator", "value"]
    tables.need(frame, needed, what)
    return frame.reset_index(drop=True)


def _apart(plain: pd.DataFrame, what: str) -> pd.DataFrame:
    """Figures written as text, their units and those behind names in a column of their own."""
    written = [c for c in kinds.FIGURES.get(what, []) if c in plain]
    written = [c for c in written if cells.numbers(plain[c]) is None]
    bracketed = "indicator" in plain and _written(plain, "indicator").str.contains(r"[)）]$").any()
    if not written and not (bracketed and kinds.FIGURES.get(what)):
        return plain
    apart, unit = {}, _written(plain, "unit_measure")
    for column in written:
        text = _written(plain, column)
        text = text.mask(names.plain(text).isin(figures.NO_FIGURE), "")
        if what in kinds.MEASURED:
            text, apart["bound"] = _bounded(text, _written(plain, "bound"))
        apart[column], unit = figures.unit_in_value(text, unit)
    if bracketed:
        indicator = _written(plain, "indicator")
        apart["indicator"], unit = figures.unit_in_brackets(indicator, unit)
    return plain.assign(**apart, unit_measure=unit)


def _bounded(text: pd.Series, bound: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Figures without the words of a bound, and the bounds that these and the frame say."""
    inner, said = bounds.taken(text), names.coded(bound.str.strip(), "bound")
    agree = (said == "") | (inner["bound"] == "") | (said == inner["bound"])
    return inner["text"].where(agree, text), said.mask(agree & (said == ""), inner["bound"])


def _written(plain: pd.DataFrame, column: str) -> pd.Series:
    """A column as texts, empty where it is or where there is none."""
    if column not in plain:
        return pd.Series("", plain.index, dtype="str")
    return cells.spread(*cells.texts(plain[column]), "", "str")


def _filled(
    made: dict[str, pd.Series], plain: pd.DataFrame, what: str, asked: kinds.Needs
) -> dict[str, pd.Series]:
    """The columns asked for that a frame leaves open."""
    open_ = [column for column in asked.columns if column not in made]
    filled = {c: pd.Series([kinds.BLANK[c]] * len(plain)) for c in open_ if c in kinds.BLANK}
    filled = {c: v.astype(bool if kinds.BLANK[c] is False else "str") for c, v in filled.items()}
    if "value_high" in filled:
        filled["value_high"] = pd.Series(np.nan, plain.index)
    if "indicator" in made:
        known = tables.indicators().set_index("indicator")
        filled |= {c: _of(made["indicator"], known[c]) for c in open_ if c in kinds.KNOWN}
    if "year" in asked.columns and what in kinds.MEASURED:
        places, held = pd.factorize(made["time_period"])
        years = pd.Series(held, dtype="str").str.extract(_YEAR)[0].astype("Float64")
        filled["year"] = cells.spread(places, years.astype("Int64"), None, "Int64")
    if "set_in" in open_:
        filled["set_in"] = made["due"]
    if "time_period" in open_:
        filled["time_period"] = made["due"].astype("str")
    if "printed" in open_:
        base = _of(made["indicator"], known["unit_measure"])
        unit = made.get("unit_measure", base)
        unit = unit.mask(unit == "", base)
        signs = unit.map({u: units.printed(u)[0] for u in unit.unique() if units.printed(u)})
        filled["printed"] = made["value"].map("{:.15g}".format) + signs.fillna(unit)
    return filled


def _of(indicator: pd.Series, known: Any) -> Any:
    """What the codebook says of the indicator of each row."""
    places, held = pd.factorize(indicator)
    return known.reindex(held).iloc[places].set_axis(indicator.index)


def _measured(
    made: dict[str, pd.Series], wrong: list[pd.DataFrame], what: str, unit_given: bool
) -> tuple[dict[str, pd.Series], list[pd.DataFrame]]:
    """Figures in the base unit of their indicator, and those that have another or cannot be."""
    values = [c for c in kinds.FIGURES.get(what, []) if c in made]
    if not values or "indicator" not in made:
        return made, []
    known = tables.indicators().set_index("indicator")
    limits = _of(made["indicator"], known[_LIMITS])
    base, low, high = (limits[name] for name in _LIMITS)
    unit = made.get("unit_measure", base)
    unit = unit if unit_given else unit.mask(unit == "", base)
    rows = pd.DataFrame({"indicator": made["indicator"], "unit_measure": unit})
    rows = rows.assign(**{c: made[c] for c in values})
    refused = _refused(wrong, [*rows])
    beyond = np.logical_or.reduce([(rows[c] < low) | (rows[c] > high) for c in values])
    odd = pd.Series(beyond) | (unit != base if "unit_measure" in made else False)
    odd &= base.notna() & ~rows.index.isin(refused["row"])
    more = [figures.units_allowed(refused, rows)] if len(refused) and unit_given else []
    if odd.any():
        result, faults = units.measured(rows[odd], values, "unit_measure")
        more.append(faults)
        made |= {c: made[c].mask(odd, result[c].reindex(odd.index)) for c in values}
    if what in kinds.PROMISED and {"value_high", "comparator"} <= set(made):
        more.append(plans.range_faults(pd.DataFrame(made)))
    return made | {"unit_measure": base.fillna(unit)}, more


_LIMITS = ["unit_measure", "minimum", "maximum"]


def _refused(wrong: list[pd.DataFrame], names_of: list[str]) -> pd.DataFrame:
    """Faults in the columns named."""
    wrong = [part for part in wrong if len(part)]
    every = codebook.in_order(wrong, [column for part in wrong for column in part["column"]])
    return every[every["column"].isin(names_of)]
