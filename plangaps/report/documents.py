"""The report in a folder, as a web page and as a Word document a language."""

from __future__ import annotations

from pathlib import Path

from plangaps import files, words
from plangaps.report import page
from plangaps.report.content import contents
from plangaps.report.frames import Frames


def write_report(
    frames: Frames,
    output: str | Path = "report",
    *,
    plan: str | None = None,
    lang: str | None = None,
    jobs: int = 2,
    progress: bool = False,
) -> list[Path]:
    """Write the report of ``frames`` to the folder ``output``; returns the files.

    ``plan`` has the report be of that plan alone. ``jobs`` processes draw at the same time. Raises
    ValueError for another language or plan, :class:`plangaps.files.OutputError` for a folder that
    cannot be written to.
    """
    from plangaps.report import word  # python-docx takes a while to import

    languages, place, paths = words.languages(lang), files.folder(output), []
    of = frames if plan is None else frames.of_plan(plan)
    for report in contents(of, languages, plan, jobs=jobs, progress=progress):
        for kind, data in (("html", page.report(report)), ("docx", word.document(report))):
            paths.append(place / f"{plan or 'plan-gaps'}-{report.lang}.{kind}")
            files.write(paths[-1], data)
    return paths
