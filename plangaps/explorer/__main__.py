"""Command line: serve the explorer as a page on this machine."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plangaps import own

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "80_explore.ipynb"
SHARE = Path(__file__).parent / "share"  # the page's template, where Voila looks for one

_TO_OTHERS = """\
Only this machine can open the page, and only with the token of the address that is printed. From
another machine: ssh -L {port}:127.0.0.1:{port} THIS_MACHINE, then the same address there. For
several people put it behind a proxy with TLS and a login; never serve it on an open address."""
_HEADING = "Plan gaps 规划目标与统计数据"
_MOST_UPLOADED = 200_000_000  # bytes that reach the explorer, which refuses what is no table


def main(argv: Sequence[str] | None = None) -> None:
    """Serve the page on 127.0.0.1 until it is stopped."""
    asked = _parser().parse_args(argv)
    own.use(*asked.series)
    print(_TO_OTHERS.format(port=asked.port), flush=True)
    _serve(asked.port, asked.browser)


def _serve(port: int, browser: bool) -> None:
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH")])
    )
    from traitlets.config import Config
    from voila.app import Voila

    settings = Config()
    settings.Voila.ip = "127.0.0.1"
    settings.Voila.port = port
    settings.Voila.auto_token = True  # it keeps other users of this machine out
    settings.Voila.open_browser = browser
    # An upload is one message. One that is too large for the server would end the connection.
    settings.Voila.tornado_settings = {"websocket_max_message_size": _MOST_UPLOADED}
    settings.VoilaConfiguration.template = "explorer"
    settings.VoilaConfiguration.prelaunch_hook = _page
    Voila.launch_instance([str(NOTEBOOK)], config=settings)


def _page(_: Any, notebook: Any, cwd: str) -> Any:
    """The notebook without what is only for its readers."""
    from nbformat.v4 import new_markdown_cell

    kept = [c for c in notebook.cells if "notebook-only" not in c.metadata.get("tags", [])]
    notebook.cells = [new_markdown_cell(f"# {_HEADING}"), *kept]
    notebook.metadata.title = _HEADING
    return notebook


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m plangaps.explorer",
        description="The explorer as a page: one target at a time, and your own figures beside it.",
        epilog=_TO_OTHERS.format(port="PORT"),
    )
    parser.add_argument("--port", type=int, default=8866, help="port (default: %(default)s)")
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="open no browser"
    )
    own.add_option(parser)
    return parser


if __name__ == "__main__":
    main()
