"""Notebooks as pages: text, figures and tables as they were executed, their code folded away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from plangaps import tables

FOLDER = tables.DATA.parent / "notebooks"
# What keeps a table of a notebook from readers who use no mouse or no screen.
_LEGIBLE = {
    "<th></th>": "<td></td>",
    '<div class="output_html rendered_html': '<div tabindex="0" class="output_html rendered_html',
}
_TEMPLATE = Path(__file__).parent / "notebook"


class Notebook(NamedTuple):
    """``name`` of the file, ``title`` (its first heading) and ``html`` of its cells."""

    name: str
    title: str
    html: str


def every(lang: str) -> list[Notebook]:
    """The notebooks in ``lang``, in their order; those in English where there are none."""
    folder = FOLDER / lang if (FOLDER / lang).is_dir() else FOLDER
    return [_read(path) for path in sorted(folder.glob("*.ipynb"))]


def styles() -> str:
    """The look of the code; black on white is legible to everybody."""
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(style="bw").get_style_defs(".highlight")


def _read(path: Path) -> Notebook:
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    settings = Config()
    settings.HTMLExporter.exclude_input_prompt = settings.HTMLExporter.exclude_output_prompt = True
    settings.HTMLExporter.extra_template_basedirs = [str(_TEMPLATE.parent)]
    exporter = HTMLExporter(config=settings, template_name=_TEMPLATE.name)
    html, _ = exporter.from_filename(str(path))
    for found, instead in _LEGIBLE.items():
        html = html.replace(found, instead)
    heading = re.search(r"<h1[^>]*>(.*?)(?:<a|</h1>)", html, re.S)
    return Notebook(path.stem, heading[1].strip() if heading else path.stem, html)
