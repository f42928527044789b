"""Drafts of plans out of reports, a file a report: what is plain is confirmed, the rest waits.

A row is plain where its indicator, unit and period are known, its figure lies within the limits of
the indicator, the words promise it, and no other row of the report says another thing of the same.
Only confirmed rows are read (:mod:`plangaps.own.plans`): an editor looks at the others, and may
leave them. Nothing is filled in that the report does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from plangaps import files, filling, tables, units, words
from plangaps.own import names
from plangaps.reading.drafts import area_of, draft_plan, said_of
from plangaps.reading.files import UnreadableFile, read_text

COLUMNS = [names.CONFIRMED, *tables.fields("target")]

_KINDS = (".txt", ".md", ".docx", ".pdf")
_INDEX = "index.csv"
_HEADINGS = {"report": "file", "report_year": "year", "title": "source", "area_code": "area"}
_WIDTHS = {"wording": 46, "note": 40, "indicator": 40, "source": 30, "target": 8, "": 12}
_LISTED = {"indicator": "indicators", "basis": "bases", "unit": "units"}
_PLAN = "read by program"


class Report(NamedTuple):
    """A report to read: its file, and what is known of it before."""

    path: Path
    area: str = ""
    year: int = 0
    source: str = ""


class Draft(NamedTuple):
    """What was read of a report: its ``plan`` as a row of ``plans.csv``, its ``rows``."""

    plan: dict[str, Any]
    rows: pd.DataFrame


def listed(folder: Path) -> list[Report]:
    """Reports of a folder: those that its ``index.csv`` names, else every file of a kind.

    The index has the columns ``file`` (or report) and, if wanted, ``area`` (code or Chinese name),
    ``year`` (or report_year) and ``source`` (or title). Raises UnreadableFile for a folder without
    reports and an index that names a file which is not there.
    """
    if not (folder / _INDEX).is_file():
        found = [Report(f) for f in sorted(folder.iterdir()) if f.suffix.lower() in _KINDS]
        if not found:
            raise UnreadableFile(
                f"{folder}: found no report; allowed: an index.csv, or files {', '.join(_KINDS)}."
            )
        return found
    index = pd.read_csv(folder / _INDEX, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    renamed = {a: b for a, b in _HEADINGS.items() if a in index and b not in index}
    index = index.rename(columns=renamed).reindex(columns=["file", *Report._fields[1:]])
    index = index.fillna("")
    strange = index[~index["year"].str.fullmatch(r"((19|20)\d\d)?")]
    lost = index[[not (folder / file).is_file() for file in index["file"]]]
    for rows, column, allowed in ((strange, "year", "a year or nothing"), (lost, "file", "a file")):
        if len(rows):
            raise UnreadableFile(
                f"{folder / _INDEX}, row {rows.index[0] + 2}, column {column}: found "
                f"{rows[column].iloc[0]!r}; allowed: {allowed}."
            )
    return [
        Report(folder / row["file"], row["area"], int(row["year"] or 0), row["source"])
        for row in index.to_dict("records")
    ]


def read(report: Report, plan: str | None = None) -> Draft:
    """The draft of one report; ``plan`` is its code, by default area and year (yi-2024).

    Raises UnreadableFile where the file cannot be read, and where neither it nor the report says
    of which area and year it is.
    """
    text = read_text(report.path)
    area, year = said_of(text, report.area, report.year)
    for what, known in (("area", area), ("year", year)):
        if not known:
            raise UnreadableFile(
                f"{report.path}: found no {what}; allowed: one in the title, in index.csv, or by "
                f"--{what}."
            )
    held = area_of(str(area))
    code = plan or _code(held, int(year or 0))
    draft = draft_plan(text, code, held["ref_area"], year)
    rows = _settled(draft.assign(source=report.source or report.path.stem))
    last = int(pd.to_numeric(rows["due"]).max()) if len(rows) else year
    return Draft(_row_of_plan(code, held, year, last, report), rows)


def _row_of_plan(
    code: str, area: pd.Series, year: int | None, last: int | None, report: Report
) -> dict[str, Any]:
    row = {
        "plan": code, "ref_area": area["ref_area"], "set_in": year, "first": year, "last": last,
        "name_zh": f"{area['name_zh']}{year}年政府工作报告",
        "name_en": f"{area['name_en']} work report {year}",
        "source": report.source or report.path.stem, "note": _PLAN,
    }  # fmt: skip
    return {column: row[column] for column in tables.fields("plan")}


def _code(area: pd.Series, year: int) -> str:
    """Code of a plan by the area's English name, with its own code where another has that name."""
    slugs = tables.areas()["name_en"].map(_slug)
    slug = _slug(area["name_en"])
    named = slug if (slugs == slug).sum() == 1 else f"{slug}-{area['ref_area']}"
    code = f"{named}-{year}".lower()
    published = pd.read_csv(tables.DATA / "plans.csv", dtype=str)["plan"]
    return f"{code}-own" if code in set(published) else code


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def _settled(draft: pd.DataFrame) -> pd.DataFrame:
    """Rows with ``confirmed``: yes where all is plain, no for what was told before, else empty."""
    key = ["indicator", "basis", "time_period"]
    figure = ["comparator", "value", "value_high", "unit"]
    linked = draft["indicator"] != ""
    again = linked & draft.duplicated([*key, *figure])
    rest = draft[linked & ~again]
    other = rest.index[rest.duplicated(key, keep=False)]
    told = draft["time_period"].ne("") & (draft["due"] >= draft["set_in"]).fillna(False)
    doubts = {
        "told before. ": again,
        "another row says another figure of the same. ": pd.Series(
            draft.index.isin(other), draft.index
        ),
        "beyond the limits of the indicator. ": _beyond(draft),
        "the words do not tell for which years. ": ~told,
    }
    note = draft["note"]
    for said, where in doubts.items():
        note = note.mask(where, note + " " + said)
    note = note.str.strip()
    confirmed = note.map({"": "yes", "told before.": "no"}).fillna("")
    note = note.mask(confirmed == "yes", _PLAN)
    return draft.assign(confirmed=confirmed, note=note)[COLUMNS]


def _beyond(draft: pd.DataFrame) -> pd.Series:
    """Rows whose unit or value the indicator does not allow."""
    known = (draft["indicator"] != "") & draft["unit"].isin(tables.units()["unit"])
    wrong = units.faults(draft[known], ["value", "value_high"], "unit")["row"]
    return pd.Series(draft.index.isin(wrong), draft.index)


def write(path: Path, rows: pd.DataFrame) -> None:
    """Rows of a draft as a new file: .csv (UTF-8 with BOM) or .xlsx with drop-downs."""
    kind = filling.new_file(path, ".csv", ".xlsx").suffix.lower()
    files.write(path, files.csv_bytes(rows) if kind == ".csv" else as_workbook(rows))


def add_plans(folder: Path, plans: Iterable[dict[str, Any]]) -> None:
    """Add rows to the ``plans.csv`` of a folder; a plan that is there stays as it is."""
    path, frames = folder / "plans.csv", [pd.DataFrame(plans, columns=tables.fields("plan"))]
    if path.is_file():
        frames.insert(0, tables.read_table(path, "plan", ["source"]))
    every = pd.concat(frames, ignore_index=True).drop_duplicates("plan")
    files.write(path, files.csv_bytes(every))


def write_all(
    reports: Iterable[Report], folder: Path, kind: str
) -> Iterator[tuple[Report, Draft | str]]:
    """Write the draft of each report into ``folder``, and their plans; yields them one by one.

    In place of a draft the reason why there is none: the report cannot be read, or its draft is
    there already, which may hold what somebody confirmed.
    """
    done: list[dict[str, Any]] = []
    for report in reports:
        try:
            draft = read(report)
            write(folder / f"{draft.plan['plan']}.{kind}", draft.rows)
        except ValueError as error:
            yield report, str(error)
            continue
        done.append(draft.plan)
        yield report, draft
    add_plans(folder, done)


def counts(drafts: Iterable[Draft]) -> dict[str, int]:
    """Rows of drafts: ``ready``, ``again`` (told before), ``unknown`` (indicator), ``waiting``."""
    rows = pd.concat([pd.DataFrame(columns=COLUMNS), *(draft.rows for draft in drafts)])
    ready, again = (int((rows[names.CONFIRMED] == answer).sum()) for answer in ("yes", "no"))
    unknown = int(((rows[names.CONFIRMED] == "") & (rows["indicator"] == "")).sum())
    waiting = len(rows) - ready - again - unknown
    return {"ready": ready, "again": again, "unknown": unknown, "waiting": waiting}


def as_workbook(rows: pd.DataFrame) -> bytes:
    """A draft as a workbook: a sheet to confirm, a guide, and what may be chosen."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = words.both("draft.sheet")
    shown = rows.astype("object").where(rows.notna(), "")
    for column in (c for c in names.CHOICES if c in rows):
        shown[column] = rows[column].map(
            lambda code, c=column: names.label(c, code) if code else ""
        )
    to_fill = [names.CONFIRMED, "indicator", "basis", "comparator", "value", "value_high", "unit"]
    filling.fill(sheet, shown, [*to_fill, "source"], _WIDTHS)
    _choices(book, sheet, rows)
    filling.guide(book, [f"draft.{key}" for key in ("look", "confirm", "correct", "save")])
    return files.workbook_bytes(book)


def _choices(book: Any, sheet: Any, rows: pd.DataFrame) -> None:
    """Drop-downs: few codes stand in them, long lists on a sheet of their own."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = {c: get_column_letter(at) for at, c in enumerate(rows, start=1)}
    for column in (c for c in names.CHOICES if c in rows):
        labels = [names.label(column, code) for code in names.CHOICES[column]]
        filling.offer(sheet, labels, f"{letter[column]}2:{letter[column]}{len(rows) + 1}")
    lists = book.create_sheet("# " + words.both("draft.lists"))
    for at, (column, table) in enumerate(_LISTED.items(), start=1):
        codes = sorted(pd.unique(getattr(tables, table)()[column]))
        for row, code in enumerate(codes, start=1):
            files.put(lists.cell(row, at), code)
        here = get_column_letter(at)
        chosen = f"'{lists.title}'!${here}$1:${here}${len(codes)}"
        cells = f"{letter[column]}2:{letter[column]}{len(rows) + 1}"
        sheet.add_data_validation(DataValidation("list", formula1=chosen, sqref=cells))
