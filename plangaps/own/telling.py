"""Problems of files of own figures in words, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from plangaps import codebook, tables, words
from plangaps.own import names

# Columns of a frame of problems: the place, the key of words.toml (problem.KEY) and its values.
PROBLEM = ["file", "sheet", "row", "column", "key", "values"]

TABLES = {"ref_area": "area", "indicator": "indicator", "basis": "basis"}

# Names that are much like a text are looked for slowly; past these nobody reads on.
_MOST_HINTS = 50

_MOST_ROWS = 8  # listed of those with the same problem


def problem(
    key: str, sheet: str = "", row: int | None = None, column: str = "", **values: Any
) -> dict[str, Any]:
    """One row of :data:`PROBLEM`, the file left open."""
    place = {"file": "", "sheet": sheet, "row": row, "column": column}
    return place | {"key": key, "values": values}


def problems(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of :func:`problem` as a frame."""
    return pd.DataFrame(rows, columns=PROBLEM).astype({"row": "Int64"})


def notes(notes: pd.DataFrame, lang: str = "en") -> list[str]:
    """Each note of :class:`plangaps.own.loading.Loaded` in words, in English or Chinese."""
    return [
        words.say(
            "place.problem",
            lang,
            place=_place(row, lang),
            problem=_note(row, lang),
        )
        for row in notes.to_dict("records")
    ]


def _note(note: Mapping[Any, Any], lang: str) -> str:
    said = {name: codebook.quoted(v, lang) if name in _NAMES else v
            for name, v in note["values"].items()}  # fmt: skip
    return words.say(f"note.{note['key']}", lang, **said)


_NAMES = ["found", "name"]  # what stands in the file


def sentences(problems: pd.DataFrame, lang: str = "en") -> list[str]:
    """Each problem (as from :func:`plangaps.own.check`) in words, in English or Chinese."""
    rows = enumerate(problems.to_dict("records"))
    return [_sentence(row, lang, hint=number < _MOST_HINTS) for number, row in rows]


def _sentence(row: Mapping[Any, Any], lang: str, hint: bool) -> str:
    values, field = row["values"], row["values"].get("field")
    column = row["column"] or (words.say(f"heading.{field}", lang) if field else "")
    place = _place({**row, "column": column}, lang)
    said = {name: value for name, value in values.items() if name != "rows"}
    parts = [codebook.said(row["key"], in_words(said, field, lang), lang)]
    if field and "found" in values:
        parts.append(words.say(f"advice.{field if field in _ADVISED else 'text'}", lang))
    if hint and values.get("found") and field in TABLES:
        labels = nearest(values["found"], field, lang)
        parts += [words.say("advice.nearest", lang, names=labels)] if labels else []
    sentence = (" " if lang == "en" else "").join(parts)
    return words.say("place.problem", lang, place=place, problem=sentence)


_ADVISED = ["ref_area", "indicator", "basis", "time_period", "obs_value", "unit_measure"]
_ADVISED += [*names.CHOICES]


def _place(row: Mapping[Any, Any], lang: str) -> str:
    place, rows = row["file"], row.get("values", {}).get("rows", [])
    for part in ("sheet", "row", "column"):
        if part == "row" and rows:
            shown, n = words.listed(map(str, rows[:_MOST_ROWS]), lang), len(rows) - _MOST_ROWS
            key = "rows_more" if n > 0 else "rows"
            place = words.say(f"place.{key}", lang, place=place, rows=shown, n=n)
        elif not pd.isna(row[part]) and row[part] != "":
            place = words.say(f"place.{part}", lang, place=place, **{part: row[part]})
    return place


def nearest(text: str, field: str, lang: str) -> str:
    """What is written much like ``text``, by name and code; nothing where there is none."""
    codes = pd.Series(names.nearest(text, field), dtype="str")
    labels = [
        words.say("problem.quoted", lang, text=code)
        if name == code
        else words.say("advice.with_code", lang, name=name, code=code)
        for code, name in zip(codes, tables.names(codes, TABLES[field], lang), strict=True)
    ]
    return words.listed(labels, lang)


def in_words(values: Mapping[str, Any], field: str | None, lang: str) -> dict[str, Any]:
    """The values of a problem, those that differ by language in its words."""
    return {name: _shown(name, value, field, lang) for name, value in values.items()}


def _shown(name: str, value: Any, field: str | None, lang: str) -> Any:
    """Values that differ by language: headings, choices, units, the place of another figure."""
    if name == "headings":
        return [words.say(f"heading.{code}", lang) for code in value]
    if name == "allowed" and field in names.CHOICES:
        return [words.say(f"choice.{field}.{code}", lang) for code in value]
    if name == "units":
        other = r"[一-鿿]" if lang == "en" else r"[A-Za-z]"
        return [unit for unit in value if not re.search(other, unit)]
    return _place(value, lang) if name == "place" else value
