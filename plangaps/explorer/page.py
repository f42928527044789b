"""The explorer as a page that this machine serves to itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plangaps import words

NOTEBOOK = Path(__file__).with_name("page.ipynb")  # without a cell: they differ by call

_TEMPLATE = Path(__file__).parent / "template"
_MOST_UPLOADED = 200_000_000  # bytes that reach the explorer, which refuses what is no table
_IDLE = 300  # seconds after which the kernel of a page that was closed ends


def serve(port: int, browser: bool, series: Sequence[str | Path] = ()) -> None:
    """Serve the page on 127.0.0.1 until it is stopped, with own figures of ``series`` too."""
    from traitlets.config import Config
    from voila.app import Voila

    class Page(Voila):
        def setup_template_dirs(self) -> None:
            super().setup_template_dirs()
            self.template_paths.insert(0, str(_TEMPLATE))

    def hook(_: Any, notebook: Any, cwd: str) -> Any:
        return _page(notebook, [str(Path(path).resolve()) for path in series])

    settings = Config()
    settings.Voila.ip = "127.0.0.1"
    settings.Voila.port = port
    settings.Voila.auto_token = True  # it keeps other users of this machine out
    settings.Voila.open_browser = browser
    # An upload is one message. One that is too large for the server would end the connection.
    settings.Voila.tornado_settings = {"websocket_max_message_size": _MOST_UPLOADED}
    settings.VoilaConfiguration.template = "lab"
    settings.VoilaConfiguration.prelaunch_hook = hook
    settings.MappingKernelManager.cull_idle_timeout = _IDLE
    settings.MappingKernelManager.cull_interval = _IDLE // 5
    Page.launch_instance([str(NOTEBOOK)], config=settings)


def _page(notebook: Any, series: list[str]) -> Any:
    """The controls alone, beside the own figures of ``series``.

    They work where the command was called, so that relative paths of the environment hold.
    """
    from nbformat.v4 import new_code_cell, new_markdown_cell

    opened = ", ".join(map(repr, series))
    here = f"import os\n\nos.chdir({str(Path.cwd())!r})"
    cell = f"from plangaps import explorer\n\nexplorer.show({opened})"
    heading = words.both("explorer.page")
    notebook.cells = [new_markdown_cell(f"# {heading}"), *map(new_code_cell, [here, cell])]
    notebook.metadata.title = heading
    return notebook
