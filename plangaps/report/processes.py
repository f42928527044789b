"""Work on each figure of a list, in several processes, none of which outlives the run."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from plangaps.report.catalogue import Entry
from plangaps.report.frames import Frames

Result = TypeVar("Result")
Task = Callable[..., Result]

_frames: Frames  # of a worker, which is told them once


def each(
    task: Task[Result],
    entries: Sequence[Entry],
    frames: Frames,
    *rest: Any,
    jobs: int,
    progress: bool,
) -> Iterator[Result]:
    """``task(entry, frames, *rest)`` of each entry, in their order, ``jobs`` at the same time.

    ``progress`` shows a bar on standard error. Raises ValueError for less than one job.
    """
    if jobs < 1:
        raise ValueError(f"jobs: found {jobs}; allowed: 1 and more.")
    if jobs == 1 or len(entries) == 1:
        results: Iterator[Result] = (task(entry, frames, *rest) for entry in entries)
    else:
        results = _in_parallel(task, entries, frames, rest, min(jobs, len(entries)))
    if not progress:
        return results
    from tqdm import tqdm

    return iter(tqdm(results, total=len(entries), unit="figure"))


def _in_parallel(
    task: Task[Result], entries: Sequence[Entry], frames: Frames, rest: tuple[Any, ...], jobs: int
) -> Iterator[Result]:
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (frames,))
    try:
        with _interrupts_blocked():
            futures = [pool.submit(_run, task, entry, rest) for entry in entries]
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)  # the figures in hand are finished, no other is begun


def _begin(frames: Frames) -> None:
    """Prepare a worker, which ends when the run does, however that is ended."""
    global _frames
    _frames = frames
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(task: Task[Result], entry: Entry, rest: tuple[Any, ...]) -> Result:
    return task(entry, _frames, *rest)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: workers started here leave it to the first."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
