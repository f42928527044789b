"""Kernels of the page: each ends with its page, their number is limited, a dead one is told of."""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from plangaps import words

_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


class Ending(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that is closed or loaded anew."""

    @authenticated
    async def post(self, kernel_id: str) -> None:
        if kernel_id in self.kernel_manager:  # a page may say so twice
            await super().post(kernel_id)

    def check_xsrf_cookie(self) -> None:
        """A page that closes cannot send the cookie; the kernel's name, which is its own, proves
        who asks.
        """


class Process(APIHandler):
    """Which process is the kernel of a page; another one than before has lost what was chosen."""

    @authenticated
    async def get(self, kernel_id: str) -> None:
        if kernel_id not in self.kernel_manager:
            raise HTTPError(404)
        kernel = self.kernel_manager.get_kernel(kernel_id)
        self.finish({"process": getattr(kernel.provisioner, "pid", None)})


def handlers(root: str) -> list[tuple[str, Any]]:
    """What the server answers beside Voila's own addresses."""
    return [
        (url_path_join(root, "/voila/api/shutdown/" + _KERNEL), Ending),
        (url_path_join(root, "/plangaps/process/" + _KERNEL), Process),
    ]


def refuse_past(most: int, manager: Any) -> None:
    """HTTPError 503 where ``most`` kernels run already."""
    if len(manager.list_kernel_ids()) >= most:
        raise HTTPError(503, words.both("explorer.full", n=most))
