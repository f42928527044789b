"""Figures, tables and a report to take away, in English and Chinese.

``catalogue`` names the figures of the collection, ``frames`` the numbers of each, ``captions``
tells them, ``figures`` and ``tables`` write files, ``report`` collects what
the report says, ``pages`` fills templates. On the command line:
``python -m plangaps.export --help``.
"""

from plangaps.export.figures import write_figures
from plangaps.export.report import write_report
from plangaps.export.tables import to_csv, to_excel

__all__ = ["to_csv", "to_excel", "write_figures", "write_report"]
