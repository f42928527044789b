"""Frames of one's own, made valid as files are before anything is computed from them.

Areas, indicators and definitions are written by code or by name in either language, periods in any
type, figures in any unit of their indicator, bounds and comparators as codes, signs or words. What
cannot be read ends in one sentence with all that is wrong: :class:`plangaps.tables.TableError`.

:func:`valid` makes one frame valid. :func:`takes` stands above every function that takes frames:
what is handed to it goes through :func:`valid` once, and not again where it calls others.

``cells`` columns of any type as texts and numbers, ``kinds`` what a column may hold, ``columns``
one column made valid, ``making`` the whole frame, ``calls`` functions that take frames.
"""

from plangaps.frames.calls import takes
from plangaps.frames.kinds import needs
from plangaps.frames.making import check, told, valid

__all__ = ["check", "needs", "takes", "told", "valid"]
