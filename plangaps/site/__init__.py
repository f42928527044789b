"""The collection as a folder of pages for any web server, or to open from a disk.

``pages`` fills the templates, ``places`` has the record by area, ``lookup`` what can be searched,
``goals`` the first plan's targets, ``notebooks`` the notebooks with their code folded, ``papers``
the documentation; ``data`` makes scripts of data and ``build`` puts all of it in a folder. No page
asks another machine for anything.
"""

from plangaps.site.build import build

__all__ = ["build"]
