"""The explorer as a page that this machine serves to itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plangaps import words

NOTEBOOK = Path(__file__).with_name("page.ipynb")  # without a cell: they differ by call

_TEMPLATE = Path(__file__).parent / "template"
_MOST_UPLOADED = 200_000_000  # bytes that reach the explorer, which refuses what is no table
_IDLE = 300  # seconds after which the kernel of a page that went without a word ends
_MOST_OPEN = 12  # pages at a time, of about 250 MB each


def serve(
    port: int, browser: bool, series: Sequence[str | Path] = (), texts: str | None = None
) -> None:
    """Serve the page on 127.0.0.1 until it is stopped, with own figures of ``series`` too.

    ``texts``: folder or zip of the record's reports, for their clauses. A page that is closed ends
    its kernel; past :data:`_MOST_OPEN` pages a visitor is told so. Requests under other host names
    than those of this machine are refused.
    """
    from traitlets.config import Config
    from voila.app import Voila

    from plangaps.explorer import kernels

    class Page(Voila):
        def setup_template_dirs(self) -> None:
            super().setup_template_dirs()
            self.template_paths.insert(0, str(_TEMPLATE))

        def init_handlers(self) -> list:
            return [*kernels.handlers(self.server_url), *super().init_handlers()]

    def hook(request: Any, notebook: Any, cwd: str) -> Any:
        kernels.refuse_past(_MOST_OPEN, request.kernel_manager)
        return _page(notebook, [str(path) for path in series], texts)

    settings = Config()
    settings.Voila.ip = "127.0.0.1"
    settings.Voila.port = port
    settings.Voila.auto_token = True  # it keeps other users of this machine out
    settings.Voila.open_browser = browser
    settings.Voila.tornado_settings = {
        # An upload is one message. One that is too large for the server would end the connection.
        "websocket_max_message_size": _MOST_UPLOADED,
        "allow_remote_access": False,
    }
    settings.VoilaConfiguration.template = "lab"
    settings.VoilaConfiguration.prelaunch_hook = hook
    settings.MappingKernelManager.cull_idle_timeout = _IDLE
    settings.MappingKernelManager.cull_interval = _IDLE // 5
    Page.launch_instance([str(NOTEBOOK)], config=settings)


def _page(notebook: Any, series: list[str], texts: str | None) -> Any:
    """The controls alone, beside the own figures of ``series``.

    They work where the command was called, so that relative paths of the environment hold.
    """
    from nbformat.v4 import new_code_cell, new_markdown_cell

    opened = ", ".join([*map(repr, series), *([f"texts={texts!r}"] if texts else [])])
    here = f"import os\n\nos.chdir({str(Path.cwd())!r})"
    cell = f"from plangaps import explorer\n\nexplorer.show({opened})"
    heading = words.both("explorer.page")
    notebook.cells = [new_markdown_cell(f"# {heading}"), *map(new_code_cell, [here, cell])]
    notebook.metadata.title = heading
    notebook.metadata.lost = words.both("explorer.lost")
    return notebook
