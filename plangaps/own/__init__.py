"""Own figures: a filled template, or a table as a yearbook prints it, beside what is published.

A file is taken as it stands: headings in English, Chinese or as in the codebook; a row a figure or
a column a year; units as printed; areas, indicators and definitions by code or name. What is not
understood is a problem with its place, and one problem keeps the whole file out. Nothing in a file
is computed or guessed: a formula, a number that merged cells share, a missing unit is asked for.
Sheets and columns whose name begins with ``#`` are the user's own and are not read.

``sheets`` a file as cells of text (``workbook`` those of Excel, ``formats`` what a cell shows),
``shape`` cells as records, ``names`` codes for what people
write, ``figures`` records as observations, ``loading`` files and their problems, ``telling``
these in words; ``plans`` files of targets. :func:`plangaps.observed.read_series` joins own figures
with the published ones; :mod:`plangaps.template` writes a table to fill.
"""

from plangaps.own.loading import (
    KEY,
    Loaded,
    check,
    files,
    load,
    read,
    same_figure,
    together,
)
from plangaps.own.telling import notes, sentences

__all__ = [
    "KEY",
    "Loaded",
    "check",
    "files",
    "load",
    "notes",
    "read",
    "same_figure",
    "sentences",
    "together",
]
