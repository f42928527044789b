"""Dask workers: one process a core of this machine, or a cluster by its address."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any

_AHEAD = 3  # jobs out at a time for each worker, so that none waits and their texts do not pile up
_PATIENCE = 3  # seconds a scheduler has to answer


@contextmanager
def workers(cluster: str | None = None) -> Iterator[Any]:
    """A Dask client.

    ``cluster`` is the address of a scheduler (``tcp://host:8786``) whose workers have this package;
    without it one process a core is started here, which listens to this machine alone.

    Without TLS whoever reaches a scheduler runs code on it and reads what it reads: in a network of
    others take one with a ``tls://`` address and the keys that Dask's configuration names.

    Raises ValueError for a cluster that does not answer.
    """
    from dask.distributed import Client, LocalCluster

    if cluster is None:
        quiet = {"dashboard_address": "127.0.0.1:0", "silence_logs": logging.ERROR}
        with LocalCluster(threads_per_worker=1, **quiet) as local, Client(local) as client:
            yield client
        return
    with _client(cluster) as client:
        yield client


def _client(cluster: str) -> Any:
    """A client of a scheduler that was greeted first: Dask's own waits for a greeting without end.

    Another kind of peer breaks the greeting in any way there is.
    """
    from dask.distributed import Client
    from distributed.utils import silence_logging_cmgr

    try:
        # a notebook has an event loop of its own
        with silence_logging_cmgr(logging.CRITICAL + 1), ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, _greeted(cluster)).result()
        return Client(cluster, timeout=_PATIENCE)
    except Exception as error:
        raise ValueError(
            f"cluster: found {cluster!r}, which does not answer ({type(error).__name__}); allowed: "
            "the address of a running Dask scheduler, such as tcp://127.0.0.1:8786."
        ) from None


async def _greeted(cluster: str) -> None:
    from distributed.comm import connect
    from distributed.security import Security

    keys = Security().get_connection_args("client")
    answer = connect(cluster, timeout=_PATIENCE, **keys)
    (await asyncio.wait_for(answer, _PATIENCE)).abort()


def done(client: Any, work: Callable[..., Any], jobs: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    """The results of ``work(*job)``, as they are done, in whatever order.

    Jobs are made as workers get free.
    """
    from dask.distributed import as_completed

    waiting = iter(jobs)
    queue = as_completed()
    for job in islice(waiting, _AHEAD * max(1, len(client.ncores()))):
        queue.add(client.submit(work, *job, pure=False))
    for future in queue:
        yield future.result()
        future.release()
        for job in islice(waiting, 1):
            queue.add(client.submit(work, *job, pure=False))
