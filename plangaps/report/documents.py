"""The report in a folder, as a web page and as a Word document a language."""

from __future__ import annotations

from pathlib import Path

from plangaps import files, words
from plangaps.report import page
from plangaps.report.content import Asked, contents
from plangaps.report.frames import Frames


def write_report(
    frames: Frames,
    output: str | Path = "report",
    *,
    plan: str | None = None,
    theme: str | None = None,
    brief: bool = False,
    annex: bool = False,
    lang: str | None = None,
    jobs: int = 2,
    progress: bool = False,
) -> list[Path]:
    """Write the report of ``frames`` to the folder ``output``; returns the files.

    ``plan`` has the report be of that plan alone, ``theme`` of one theme; ``brief`` is its first
    page, ``annex`` adds the numbers of its figures. ``jobs`` processes draw at once. Raises
    ValueError for another language, plan or theme, or a brief of more than the first page,
    :class:`plangaps.files.OutputError` for a folder that cannot be written to.
    """
    from plangaps.report import word  # python-docx takes a while to import

    languages, asked, paths = words.languages(lang), Asked(plan, theme, brief, annex), []
    of = frames if plan is None else frames.of_plan(plan)
    asked.entries(of)
    place, name = files.folder(output), _name(asked)
    for report in contents(of, languages, asked, jobs=jobs, progress=progress):
        for kind, data in (("html", page.report(report)), ("docx", word.document(report))):
            paths.append(place / f"{name}-{report.lang}.{kind}")
            files.write(paths[-1], data)
    return paths


def _name(asked: Asked) -> str:
    """What the files' names begin with: the plan or the collection, and what part of it."""
    parts = [asked.plan or "plan-gaps", asked.theme, "brief" if asked.brief else None]
    return "-".join(filter(None, parts)).replace("_", "-")
