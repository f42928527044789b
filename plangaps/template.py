"""A table to fill: a row a target that has no outcome yet, as an Excel workbook or as CSV.

What the row asks for is written in (area, indicator, definition, period); what a reader of a
yearbook adds is left empty. An example, a published figure, is marked as one and never read. The
same rows give the same bytes, and no text is written as a formula, whatever sign it begins with.
"""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd

import plan_targets
from plangaps import files, filling, frames, observed, tables, units, words
from plangaps.gaps import gap_table
from plangaps.matching import HELD
from plangaps.own import names
from plangaps.own.shape import EXAMPLE

ASKED = [
    "target", "name_zh", "name_en", "counts", "promised", "plan_unit", "base_unit", "published_in",
    "ref_area", "indicator", "basis", "time_period",
]  # fmt: skip

FILLED = ["obs_value", "unit_measure", "bound", "obs_status", "source", "note"]

# Guizhou's GDP of 2023: what the example shows is published, not made up.
_EXAMPLE = {"ref_area": "520000", "indicator": "gdp", "basis": "", "time_period": "2023"}
_EXAMPLE_UNIT = "亿元"

_WIDTHS = {"name_zh": 26, "name_en": 34, "counts": 46, "published_in": 34, "ref_area": 16}
_WIDTHS |= {"indicator": 41, "source": 34, "note": 24, "target": 9}
_WIDTHS |= {"": 16}
_LINE = 15  # a line's height, in points
_GUIDE = [f"template.guide.{key}" for key in ("fill", "printed", "others", "own", "save")]


@frames.takes(observations=frames.needs(*HELD))
def rows(observations: pd.DataFrame, plan: str = plan_targets.FIRST_PLAN) -> pd.DataFrame:
    """Targets of ``plan`` that a figure could decide, in the columns of the template.

    ``observations`` as from :func:`plangaps.observed.read_series`. :data:`ASKED` says what is
    looked for: names, what counts, the figure promised with its unit, the base unit, where it is
    usually published, and the key of the observation that would judge. :data:`FILLED` is empty.
    Left out: targets that are judged or not due, and those that a published bound leaves open,
    because a published value stays the one that judges.
    """
    table = gap_table(plan_targets.targets(plan), observations)
    waiting = (table["verdict"] == "undecided") & (table["reason"] != "bound_too_loose")
    asked = table[waiting].drop(columns=["time_period"]).reset_index(drop=True)
    known = tables.indicators()[["indicator", "definition", "published_in"]]
    asked = asked.merge(known, on="indicator", how="left", validate="m:1").assign(
        counts=lambda t: _joined(t["definition"], _definitions(t["basis"]), t["scope"], t["note"]),
        promised=asked["printed"],
        plan_unit=asked["printed"].str.extract(r"([^\d.\-]+)$")[0],
        base_unit=asked["unit_measure"],
        time_period=asked["target_period"],
    )
    return asked[ASKED].reindex(columns=[*ASKED, *FILLED], fill_value="")


def example() -> pd.DataFrame:
    """One published figure in the columns of the template, marked :data:`EXAMPLE`."""
    published = observed.read_series(tables.DATA / "series" / "economy.csv")
    row = published.merge(pd.DataFrame([_EXAMPLE]), on=list(_EXAMPLE))
    about = row.drop(columns=["unit_measure", "note"]).merge(tables.indicators(), on="indicator")
    about = about.merge(tables.sources().drop(columns="note"), on="source")
    rate = tables.units().set_index("unit").loc[_EXAMPLE_UNIT]
    return about.assign(
        target=EXAMPLE,
        counts=about["definition"],
        base_unit=about["unit_measure"],
        obs_value=about["obs_value"] * rate["divide_by"] / rate["multiply_by"],
        unit_measure=_EXAMPLE_UNIT,
        obs_status=names.label("obs_status", "A"),
        source=about["title"],
    ).reindex(columns=[*ASKED, *FILLED], fill_value="")


def write(
    path: str | Path, observations: pd.DataFrame, plan: str = plan_targets.FIRST_PLAN
) -> pd.DataFrame:
    """Write the template of ``plan`` to a new file ``path`` (.xlsx or .csv); returns its rows.

    Raises ValueError for another kind of file, for a file that is there already (it may hold
    figures), for a place that cannot be written to, and where no target of the plan waits.
    """
    path = filling.new_file(path, ".xlsx", ".csv")
    frame = rows(observations, plan)
    if frame.empty:
        raise ValueError(f"plan: {plan!r} has no target that waits for a figure.")
    files.write(path, as_csv(frame) if path.suffix.lower() == ".csv" else as_workbook(frame))
    return frame


def as_csv(frame: pd.DataFrame) -> bytes:
    """The rows of :func:`rows` as CSV for a spreadsheet; the example is the first row."""
    shown = _shown(pd.concat([example(), frame])).astype("str")
    return files.csv_bytes(shown.rename(columns=names.heading))


def as_workbook(frame: pd.DataFrame) -> bytes:
    """The rows of :func:`rows` as a workbook: a sheet to fill, one with the example, a guide."""
    from openpyxl import Workbook

    book = Workbook()
    _fill(book.active, words.both("template.sheet.figures"), frame)
    _choices(book.active, frame)
    _fill(book.create_sheet(), "# " + words.both("template.sheet.example"), example())
    filling.guide(book, _GUIDE)
    return files.workbook_bytes(book)


def _definitions(basis: pd.Series) -> pd.Series:
    return basis.map(tables.bases().set_index("basis")["definition"]).fillna("")


def _joined(*texts: pd.Series) -> pd.Series:
    """Texts one after the other, each ending as a sentence."""
    ended = [t.str.rstrip(".") + (t != "").map({True: ". ", False: ""}) for t in texts]
    return sum(ended[1:], ended[0]).str.strip()


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Areas with their names, as a reader knows them."""
    names_of = tables.areas().set_index("ref_area")["name_zh"]
    return frame.assign(ref_area=frame["ref_area"] + " " + frame["ref_area"].map(names_of))


def _fill(sheet: Any, title: str, frame: pd.DataFrame) -> None:
    """Headings with notes, then the rows; the columns to fill are coloured."""
    sheet.title = title
    filling.fill(sheet, _shown(frame), FILLED, _WIDTHS)
    for cell, column in zip(sheet[1], frame, strict=True):
        if column in FILLED:
            _note(cell, words.both(f"template.hint.{column}", "\n"))
    _set_heights(sheet)
    _set_page(sheet)


def _note(cell: Any, text: str) -> None:
    from openpyxl.comments import Comment

    cell.comment = Comment(text, "plan-gaps", height=90, width=280)


def _set_heights(sheet: Any) -> None:
    """Room for the wrapped texts: not every spreadsheet finds it by itself."""
    for row in sheet.iter_rows():
        lines = [
            _lines(str(cell.value or ""), sheet.column_dimensions[cell.column_letter].width)
            for cell in row
        ]
        sheet.row_dimensions[row[0].row].height = _LINE * max(lines)


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column, with room for words that are not broken."""
    signs = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, math.ceil(1.15 * signs / width))


def _set_page(sheet: Any) -> None:
    """All columns on one page, A3 across, the headings on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.print_title_rows = "1:1"


def _choices(sheet: Any, frame: pd.DataFrame) -> None:
    """Drop-downs for unit, bound and status."""
    from openpyxl.utils import get_column_letter

    last = len(frame) + 1
    letter = {c: get_column_letter(i) for i, c in enumerate(frame, start=1)}
    for column in ("bound", "obs_status"):
        labels = [names.label(column, code) for code in names.CHOICES[column]]
        _offer(sheet, labels, f"{letter[column]}2:{letter[column]}{last}")
    for base, group in frame.groupby("base_unit"):
        at = " ".join(f"{letter['unit_measure']}{row + 2}" for row in group.index)
        _offer(sheet, units.printed(str(base)), at)


def _offer(sheet: Any, choices: list[str], cells: str) -> None:
    """A drop-down that takes nothing else."""
    listed = filling.offer(sheet, choices, cells)
    listed.error, listed.showErrorMessage = words.both("template.choose"), True
