"""A figure as a file for print: SVG, PDF and PNG, in two widths, the same bytes each time.

A figure is drawn on a sheet wider than print and set smaller, so that its smallest letters (7 pt on
the sheet) are 6 pt high on a page 180 mm wide and 5 pt in a column of 85 mm.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from plangaps.charts import canvas
from plangaps.report.catalogue import Entry

PAGE, COLUMN = 180, 85  # mm
# Width in print (mm): its scale, that is, the share of 7 pt that its smallest letters keep.
WIDTHS = {PAGE: 6 / 7, COLUMN: 5 / 7}
FORMATS = ("svg", "pdf", "png")
_DPI = 300

# Letters are embedded as drawings (type 3). As type 42 the packaged font, whose outlines are those
# of PostScript, would be marked as TrueType: Ghostscript then prints no Chinese letter.
_SAVE = {"svg.fonttype": "none", "svg.hashsalt": "plan-gaps", "pdf.fonttype": 3}


def drawn(entry: Entry, numbers: pd.DataFrame, lang: str, width: int) -> Figure:
    """The figure of ``numbers`` on a sheet for print ``width`` mm wide."""
    with canvas.sheet_width(width / 25.4 / WIDTHS[width]):
        return entry.draw(numbers, lang)


def printed(figure: Figure, kind: str, width: int) -> bytes:
    """The figure as SVG, PDF or PNG, ``width`` mm wide."""
    scale = width / 25.4 / figure.get_figwidth()
    return {"svg": _svg, "pdf": _pdf, "png": _png}[kind](figure, scale)


def _svg(figure: Figure, scale: float) -> bytes:
    data = _saved(figure, format="svg", metadata={"Date": None}).decode()
    width, height = figure.get_size_inches() * 72
    size = f'width="{width * scale:.4f}pt" height="{height * scale:.4f}pt"'
    return re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', size, data, count=1).encode()


def _pdf(figure: Figure, scale: float) -> bytes:
    from pypdf import PdfReader, PdfWriter

    plain = _saved(figure, format="pdf", metadata={"CreationDate": None, "ModDate": None})
    writer = PdfWriter(PdfReader(BytesIO(plain)))
    writer.pages[0].scale_by(scale)
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def _png(figure: Figure, scale: float) -> bytes:
    plain: dict[str, Any] = {"metadata": {"Software": None}, "pil_kwargs": {"dpi": (_DPI, _DPI)}}
    return _saved(figure, format="png", dpi=_DPI * scale, **plain)


def _saved(figure: Figure, **how: Any) -> bytes:
    data = BytesIO()
    with canvas.house_style(), mpl.rc_context(_SAVE):  # type: ignore[arg-type]
        figure.savefig(data, **how)
    return data.getvalue()
