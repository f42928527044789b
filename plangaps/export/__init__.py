"""Figures, tables and a report to take away, in English and Chinese.

``catalogue`` names the figures of the collection, ``frames`` the numbers of each, ``captions``
tells them, ``figures`` and ``tables`` write files, ``pages`` fills templates. On the command line:
``python -m plangaps.export --help``.
"""

from plangaps.export.figures import write_figures

__all__ = ["write_figures"]
