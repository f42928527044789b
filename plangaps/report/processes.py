"""Work on each figure of a list, in several processes, none of which outlives the run."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from plangaps.report.catalogue import Entry

_SELDOM = 5.0  # seconds between lines of progress in a log, where no line is written over

Result = TypeVar("Result")
Task = Callable[..., Result]


def each(
    task: Task[Result], entries: Sequence[Entry], *rest: Any, jobs: int, progress: bool
) -> Iterator[Result]:
    """``task(entry, *rest)`` of each entry, in their order, ``jobs`` at the same time.

    ``progress`` shows a bar on standard error. Raises ValueError for less than one job.
    """
    if jobs < 1:
        raise ValueError(f"jobs: found {jobs}; allowed: 1 and more.")
    if jobs == 1 or len(entries) == 1:
        results: Iterator[Result] = (task(entry, *rest) for entry in entries)
    else:
        results = _in_parallel(task, entries, rest, min(jobs, len(entries)))
    if not progress:
        return results
    from tqdm import tqdm

    seldom = {} if sys.stderr.isatty() else {"mininterval": _SELDOM}
    return iter(tqdm(results, total=len(entries), unit="figure", **seldom))


def _in_parallel(
    task: Task[Result], entries: Sequence[Entry], rest: tuple[Any, ...], jobs: int
) -> Iterator[Result]:
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _end_with_parent)
    try:
        with _interrupts_blocked():
            futures = [pool.submit(task, entry, *rest) for entry in entries]
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)  # the figures in hand are finished, no other is begun


def _end_with_parent() -> None:
    """Have a worker end when the run does, however that is ended."""

    def wait() -> None:
        parent_process().join()  # type: ignore[union-attr]  # a worker has one
        os._exit(1)

    Thread(target=wait, daemon=True).start()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: workers started here leave it to the first."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
