"""Figures, tables and a report to take away, in English and Chinese.

``frames`` are what a run rests on, ``catalogue`` names the figures of the collection, ``processes``
has several processes work on them, ``drawing`` makes files of them and ``gallery`` a folder;
``workbook`` writes tables; ``content`` collects what the report says, ``readable`` its tables,
``page`` and ``word`` set it, ``documents`` writes both.
"""

from plangaps.report.documents import write_report
from plangaps.report.frames import Frames
from plangaps.report.gallery import write_figures
from plangaps.report.workbook import write_tables

__all__ = ["Frames", "write_figures", "write_report", "write_tables"]
