"""Dask workers: one process a core of this machine, or a cluster by its address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

_AHEAD = 3  # jobs out at a time for each worker, so that none waits and their texts do not pile up


@contextmanager
def workers(cluster: str | None = None) -> Iterator[Any]:
    """A Dask client.

    ``cluster`` is the address of a scheduler (``tcp://host:8786``) whose workers have this package;
    without it one process a core is started here, which listens to this machine alone.

    Raises ValueError for a cluster that does not answer.
    """
    from dask.distributed import Client, LocalCluster

    if cluster is None:
        quiet = {"dashboard_address": "127.0.0.1:0", "silence_logs": logging.ERROR}
        with LocalCluster(threads_per_worker=1, **quiet) as local, Client(local) as client:
            yield client
        return
    try:
        client = Client(cluster, timeout="10s")
    except (OSError, ValueError) as error:
        raise ValueError(
            f"cluster: found {cluster!r}, which does not answer ({type(error).__name__}); allowed: "
            "the address of a running Dask scheduler, such as tcp://127.0.0.1:8786."
        ) from None
    with client:
        yield client


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
