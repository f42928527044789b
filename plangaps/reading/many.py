"""Many reports at once, in parallel on Dask.

A report is a file of a folder or a row of a table. Each is read by itself, in a process of this
machine or of a cluster, so the result is that of a loop over ``read_targets``. With a folder for
results every report done is kept there, and a run that was stopped goes on where it stood.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from pyarrow import ArrowException
from tqdm import tqdm

from plangaps import files, intake, words
from plangaps.reading.files import UnreadableFile, checked, read_text
from plangaps.reading.targets import COLUMNS, read_targets
from plangaps.workers import workers

_MOST_TABLE = 500_000_000  # bytes of a table of reports: all that are known have 200 million
_YEARS = (1949, 2100)

KINDS = (".txt", ".md", ".docx", ".pdf", ".csv")
_BAR = "{l_bar}{bar}| {n_fmt}/{total_fmt} reports, {remaining} to go"
_ALSO = {"title": "report", "full_text": "text"}  # names that public collections use


class Report(NamedTuple):
    """A report by its name, with its ``text`` or with the ``path`` of its file."""

    name: str
    path: str | None
    text: str | None
    year: int | None


def read_reports(
    reports: str | Path | pd.DataFrame,
    results: str | Path | None = None,
    cluster: str | None = None,
) -> pd.DataFrame:
    """Targets of many reports: ``report``, the name of each, and the columns of ``read_targets``.

    ``reports`` is a folder of files (.txt, .md, .docx, .pdf, and tables as .csv), a CSV file, or a
    frame with the columns ``report`` (or title), ``text`` (or full_text) and, if wanted, ``year``.
    ``results`` is a folder that keeps the targets of each report done, for one run at a time; a
    report that lies there, unchanged since, is not read again (use an empty folder after a change
    of the grammar). ``cluster`` is the address of a Dask scheduler (``tcp://host:8786``) whose
    workers have this package and see the files; without it one process a core is started on this
    machine.

    A report that cannot be read is named on standard error, skipped, and kept with the reason in
    ``frame.attrs["skipped"]``. Raises UnreadableFile for a folder or table without reports, for two
    reports of one name and for a damaged result, ValueError for a cluster that does not answer,
    :class:`plangaps.files.OutputError` for results that another run writes.
    """
    with files.held(results) if results else nullcontext() as place:
        return _read_reports(reports, place, cluster)


def _read_reports(
    reports: str | Path | pd.DataFrame, results: Path | None, cluster: str | None
) -> pd.DataFrame:
    listed, skipped = _listed(reports)
    kept = {report.name: _place(report, results) for report in listed} if results else {}
    done = {name: _load(place) for name, place in kept.items() if place.exists()}
    left = [report for report in listed if report.name not in done]
    read = _parallel(left, cluster)
    for name, frame, reason in tqdm(read, initial=len(done), total=len(listed), bar_format=_BAR):
        if frame is None:
            skipped[name] = reason
            continue
        done[name] = frame
        if kept:
            _save(frame, kept[name])
    for name, reason in skipped.items():
        print(words.printable(f"skipped {name}: {reason}"), file=sys.stderr)
    frames = [done[r.name].assign(report=r.name) for r in listed if r.name in done]
    empty = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS).assign(report="")
    frame = pd.concat(frames or [empty], ignore_index=True)[["report", *COLUMNS]]
    frame.attrs["skipped"] = skipped
    return frame


def _listed(reports: str | Path | pd.DataFrame) -> tuple[list[Report], dict[str, str]]:
    """Reports to read, and by name why others cannot be."""
    listed: list[Report] = []
    skipped: dict[str, str] = {}
    if isinstance(reports, pd.DataFrame):
        listed = _rows(reports, "table")
    elif not Path(reports).is_dir():
        listed = _rows(_table(Path(reports)), str(reports))
    else:
        for file in sorted(f for f in Path(reports).iterdir() if f.suffix.lower() in KINDS):
            try:
                table = file.suffix.lower() == ".csv"
                listed += _rows(_table(file), file.name) if table else [_file(file)]
            except ValueError as error:
                skipped[words.printable(file.name)] = str(error)
    if not listed:
        raise UnreadableFile(f"{reports}: found no report; allowed: files {', '.join(KINDS)}.")
    names = pd.Series([report.name for report in listed])
    if names.duplicated().any():
        twice = names[names.duplicated()].iloc[0]
        raise UnreadableFile(f"column report: found {twice!r} twice; one row a report is allowed.")
    return listed, skipped


def _file(path: Path) -> Report:
    return Report(words.printable(path.name), str(path.absolute()), None, None)


def _table(path: Path) -> pd.DataFrame:
    try:
        raw = intake.read_bytes(path, _MOST_TABLE)
        return pd.read_csv(io.BytesIO(raw), encoding="utf-8-sig")
    except intake.Refused as error:
        why = words.say(f"unread.{error.key}", "en", **error.values)
        raise UnreadableFile(f"{path}: {why}") from None
    except ValueError as error:
        raise UnreadableFile(
            f"{path}: cannot be read ({error}); allowed: a folder of reports, or a CSV file in "
            "UTF-8 with the columns report and text."
        ) from None


def _rows(table: pd.DataFrame, where: str) -> list[Report]:
    table = table.rename(columns={k: v for k, v in _ALSO.items() if v not in table.columns})
    missing = {"report", "text"} - set(table.columns)
    if missing:
        raise UnreadableFile(
            f"{where}: the column {sorted(missing)[0]!r} is missing; found: "
            f"{', '.join(map(str, table.columns))}."
        )
    texts = table["text"].astype("object").where(table["text"].notna(), "")
    years = _years(table, where) if "year" in table else [None] * len(table)
    return [
        Report(str(name), None, str(text), year)
        for name, text, year in zip(table["report"], texts, years, strict=True)
    ]


def _years(table: pd.DataFrame, where: str) -> list[int | None]:
    years = pd.to_numeric(table["year"], errors="coerce")
    wrong = table[table["year"].notna() & ~(years.between(*_YEARS) & (years % 1 == 0))]
    if len(wrong):
        name, year = wrong[["report", "year"]].iloc[0]
        raise UnreadableFile(
            f"{where}, report {name!r}, column year: found {year}; allowed: a year from "
            f"{_YEARS[0]} to {_YEARS[1]}, or nothing."
        )
    return [None if pd.isna(year) else int(year) for year in years]


def _read(report: Report) -> tuple[str, pd.DataFrame | None, str]:
    """Name, targets and, where there are none because it cannot be read, the reason."""
    try:
        text = read_text(report.path) if report.path else checked(report.text or "", report.name)
        return report.name, read_targets(text, report.year), ""
    except UnreadableFile as error:
        return report.name, None, str(error)


def _parallel(
    reports: list[Report], cluster: str | None
) -> Iterator[tuple[str, pd.DataFrame | None, str]]:
    """Reports as they are done, in whatever order."""
    if not reports:
        return
    from dask.distributed import as_completed

    with workers(cluster) as client:
        futures = client.map(_read, reports, pure=False)
        names = dict(zip(futures, (report.name for report in reports), strict=True))
        for future in as_completed(futures):
            lost = future.exception()
            yield (names[future], None, f"lost by its worker ({lost})") if lost else future.result()
            future.release()


def _place(report: Report, results: Path) -> Path:
    """File of a report's result; another one once the report has changed."""
    state = f"{report.text}" if report.path is None else _stamp(Path(report.path))
    mark = hashlib.sha256(f"{report.name}|{report.year}|{state}".encode("utf-8", "replace"))
    stem = re.sub(r"[^\w.-]+", "_", report.name)[:60]
    return results / f"{stem}-{mark.hexdigest()[:12]}.parquet"


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:  # reading it says why
        return ""
    return f"{status.st_size}|{status.st_mtime_ns}"


def _load(place: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(place).astype(COLUMNS)
    except (ArrowException, OSError, KeyError) as error:
        raise UnreadableFile(
            f"{place}: found no sound result ({type(error).__name__}); allowed: one as it was "
            "written. Delete the file, and its report is read again."
        ) from None


def _save(frame: pd.DataFrame, place: Path) -> None:
    files.write(place, frame.to_parquet(index=False))
