"""The corpus read, linked, judged and written: ``data/record`` from the texts.

Areas are read side by side on Dask. What is read of an area is kept in a work folder by the hashes
of its texts and the version of the reader, so that an interrupted run is taken up again.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import pandas as pd
from tqdm import tqdm

from plangaps import package, tables
from plangaps.files import folder, held
from plangaps.record import areas, bureau, store
from plangaps.record.listing import listed
from plangaps.record.place import READ, Frames, Source, read_area
from plangaps.record.texts import Texts, digest
from plangaps.workers import done, workers

WORK = Path(".record")

_HERE = Path(__file__).resolve().parent
_CODE = ["record/areas.py", "record/listing.py", "record/place.py", "record/rows.py"]
_CODE += ["record/store.py", "reading/*.py", "reading/*.toml", "gaps.py"]
_CODEBOOK = ["areas.csv", "indicators.csv", "units.csv", "schemas/record_*.json"]
_BAR = "{desc} {n_fmt} of {total_fmt}{unit}, {elapsed} gone, {remaining} to go"


class _Job(NamedTuple):
    """An area: its rows of the listing, and the folder for what is read of it."""

    area: str
    rows: pd.DataFrame
    place: Path


def build(
    texts: str | Path,
    output: str | Path = store.FOLDER,
    *,
    cluster: str | None = None,
    work: str | Path = WORK,
    progress: bool = True,
) -> pd.DataFrame:
    """Read all ``texts`` and write the record into the folder ``output``.

    ``texts``: as :class:`plangaps.record.texts.Texts` takes them. ``cluster``: address of a Dask
    scheduler, whose workers need this package but not the texts; without it one process a core
    works on this machine. ``work``: folder that keeps what was read of each area, for one run at a
    time. ``progress``: whether it is shown on standard error.

    Out: the texts that could not be read, ``file`` and ``problem``; they stand in ``reports`` too.
    The files are the same bytes for the same texts and code, however they were read; in
    ``data/record`` their hashes are renewed. Raises
    ValueError for texts, areas, folders and clusters that cannot be used.
    """
    shelf, place = Texts(texts), folder(output)
    frame = listed(shelf)
    if frame.empty:
        raise ValueError(
            f"texts: found no report in the index.csv of {texts}; allowed: one or more."
        )
    version = reader_version()
    with held(work) as kept:
        jobs = list(_jobs(frame, shelf, kept, version))
        left = [job for job in jobs if not job.place.exists()]
        with _progress(len(frame), progress) as bar:
            bar.update(len(frame) - sum(len(job.rows) for job in left))
            _read(left, shelf, cluster, version, bar)
        tables_ = {name: _together(name, jobs) for name in READ}
    store.write(tables_ | {"bureau": bureau.published(shelf.place)}, place, version)
    if place.resolve() == store.FOLDER.resolve():
        package.seal(under=f"{place.name}/")
    unread = tables_["reports"].query("problem != ''")
    return unread[["file", "problem"]].reset_index(drop=True)


def reader_version() -> str:
    """Short hash of the code and codebook by which texts are read: another one, another record."""
    files = [file for pattern in _CODE for file in sorted(_HERE.parent.glob(pattern))]
    files += [file for pattern in _CODEBOOK for file in sorted(tables.DATA.glob(pattern))]
    parts = [file.name.encode() + file.read_bytes() for file in files]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def _jobs(frame: pd.DataFrame, shelf: Texts, kept: Path, version: str) -> Iterator[_Job]:
    """The areas, those with most texts first, so that no worker is left with a long one."""
    areas_ = [(str(area), rows) for area, rows in frame.groupby("ref_area")]
    for area, rows in sorted(areas_, key=lambda job: -len(job[1])):
        state = [version, rows.to_csv(index=False), *(digest(shelf.read(f)) for f in rows["file"])]
        mark = digest("\n".join(state).encode())[:12]
        yield _Job(area, rows, kept / f"{area}-{mark}")


def _read(
    left: list[_Job], shelf: Texts, cluster: str | None, version: str, bar: tqdm[Any]
) -> None:
    """Read the areas that are ``left`` and keep what was read in their folders."""
    if not left:
        return
    namings = areas.namings(job.area for job in left)
    by_area = {job.area: job for job in left}
    calls = ((job.area, _sources(job.rows, shelf, namings[job.area])) for job in left)
    with workers(cluster) as client:
        for area, frames in done(client, read_area, calls):
            _keep(frames, by_area[area], version)
            bar.update(len(frames["reports"]))
            for problem in frames["reports"].query("problem != ''").itertuples():
                bar.write(f"skipped {problem.file}: {problem.problem}", file=sys.stderr)


def _sources(rows: pd.DataFrame, shelf: Texts, naming: str) -> list[Source]:
    records = cast("list[dict[str, Any]]", rows.to_dict("records"))
    return [Source(**fields, naming=naming, raw=shelf.read(fields["file"])) for fields in records]


def _keep(frames: Frames, job: _Job, version: str) -> None:
    """Written beside and moved, so that a folder that is there is whole; older ones go."""
    for old in job.place.parent.glob(f"{job.area}-*"):
        shutil.rmtree(old)
    beside = job.place.with_suffix(".part")
    beside.mkdir()
    store.write(frames, beside, version)
    beside.rename(job.place)


def _together(name: str, jobs: list[_Job]) -> pd.DataFrame:
    """The rows of all areas by code of the area; within one they are in order already."""
    in_order = sorted(jobs, key=lambda job: job.area)
    return pd.concat([store.read(name, folder=job.place) for job in in_order], ignore_index=True)


class _Lines:
    """Standard error where it is no terminal: what would be drawn over is a line of its own."""

    def write(self, text: str) -> None:
        if text := text.strip("\r\n "):
            sys.stderr.write(f"{text}\n")

    def flush(self) -> None:
        sys.stderr.flush()


def _progress(total: int, shown: bool) -> tqdm[Any]:
    terminal = sys.stderr.isatty()
    return tqdm(
        total=total,
        desc="read",
        unit=" texts",
        disable=not shown,
        file=sys.stderr if terminal else _Lines(),
        bar_format=None if terminal else _BAR,
        mininterval=0.1 if terminal else 10,
    )
