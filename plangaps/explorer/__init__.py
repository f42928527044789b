"""One target at a time, to look at and to try own figures on: :func:`show` opens it in a notebook.

``views`` what is shown for a choice, without a browser; ``controls`` the widget around it; ``page``
serves it on this machine. An uploaded file is read in memory by :func:`plangaps.own.load`: nothing
of it is evaluated or written, and every text reaches the page escaped.
"""

from plangaps.explorer.controls import Explorer, show
from plangaps.explorer.views import Choice, View, view

__all__ = ["Choice", "Explorer", "View", "show", "view"]
