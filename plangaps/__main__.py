"""The one door of commands: ``python -m plangaps VERB``.

Ends with 0: done, 1: problems in the files that were given, 2: a wrong call; what is wrong is said
in one sentence. Texts are English, or Chinese where the environment's language is Chinese.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from plangaps import files, tables, words

PROBLEMS, WRONG_CALL = 1, 2
_STOPPED = 130  # as a shell says of a program that Ctrl-C ended


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(words.printable(message))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb; returns 0, 1 or 2, of which :mod:`argparse` exits with the last by itself."""
    from plangaps.reading.files import UnreadableFile

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # of a terminal that may know no Chinese
            stream.reconfigure(errors="backslashreplace")
    given = vars(_parser().parse_args(argv))
    run = given.pop("run")
    try:
        return run(**given)
    except (tables.TableError, UnreadableFile) as error:
        _note(str(error))
        return PROBLEMS
    except ValueError as error:
        _note(str(error))
        return WRONG_CALL
    except OSError as error:
        _note(_say("system", why=error))
        return WRONG_CALL
    except KeyboardInterrupt:
        _note(_say("stopped"))
        return _STOPPED


def _figures(series: list[str], output: str, **chosen: Any) -> int:
    from plangaps import report

    frames = report.Frames.read(*series)
    index = report.write_figures(frames, output, progress=True, **chosen)
    _tell(_say("figures.done", output=output, n=index["figure"].nunique()))
    return 0


def _tables(series: list[str], output: str, plan: str | None) -> int:
    from plangaps import report

    report.write_tables(report.Frames.read(*series), output, plan)
    _tell(_say("tables.done", output=output))
    return 0


def _report(series: list[str], output: str, **chosen: Any) -> int:
    from plangaps import report

    frames = report.Frames.read(*series)
    paths = report.write_report(frames, output, progress=True, **chosen)
    _tell("\n".join(map(str, paths)))
    return 0


def _template(series: list[str], output: str, plan: str) -> int:
    from plangaps import report, template

    rows = template.write(output, report.Frames.read(*series).observations, plan)
    _tell(_say("template.done", output=output, n=len(rows), plan=plan))
    return 0


def _check(path: list[str], lang: str | None, output: str | None, area: str, **how: Any) -> int:
    """Print what each file holds, every problem, what figures judge, conflicts with published."""
    from plangaps import checking
    from plangaps.reading.drafts import area_of

    lang = lang or _lang()
    checked = checking.told(path, lang, area=area and area_of(area)["ref_area"], **how)
    _tell("\n".join(checked.lines or [words.say("command.check.none", lang)]))
    if output and not checked.wrong:
        n = checking.write(output, checked.figures)
        _tell(words.say("command.check.written", lang, output=output, n=n))
    return PROBLEMS if checked.wrong else 0


def _read(report: str, output: str | None, csv: bool, results: str | None, cluster: str | None,
          **given: Any) -> int:  # fmt: skip
    if output and Path(report).is_dir():
        return _drafts(Path(report), output, "csv" if csv else "xlsx", given["source"])
    if output:
        return _draft(report, Path(output), **given)
    many = Path(report).is_dir() or report.lower().endswith(".csv")
    frame = _many(report, results, cluster) if many else _one(report, **given)
    sys.stdout.buffer.write(files.csv_bytes(frame))
    sys.stdout.flush()
    return 0


def _draft(report: str, output: Path, source: str | None, plan: str | None, **given: Any) -> int:
    """The draft of one report as a file, its plan in the plans.csv beside it."""
    from plangaps import drafting

    known = {name: value for name, value in given.items() if value}
    draft = drafting.read(drafting.Report(Path(report), source=source or "", **known), plan)
    _own_place(output.parent)
    drafting.write(output, draft.rows)
    drafting.add_plans(output.parent, [draft.plan])
    _tell(_say("read.drafts", output=output, n=1, skipped=0, **drafting.counts([draft])))
    return 0


def _own_place(folder: Path) -> Path:
    """The folder of drafts; ``data/own/plans`` is made whole where it is not there yet."""
    if folder.parts[-2:] == ("own", "plans"):
        for above in reversed(folder.parents[:2]):
            files.folder(above)
    return files.folder(folder)


def _drafts(folder: Path, output: str, kind: str, source: str | None) -> int:
    """A draft a report of a folder; those that cannot be read are named."""
    from plangaps import drafting

    reports, drafts, lost = drafting.listed(folder), [], 0
    place = _own_place(Path(output))
    cited = [r._replace(source=source) if source else r for r in reports]
    for report, draft in drafting.write_all(cited, place, kind):
        if isinstance(draft, str):
            _note(_say("read.skipped", report=report.path.name, why=draft))
            lost += 1
        else:
            drafts.append(draft)
    counts = drafting.counts(drafts)
    _tell(_say("read.drafts", output=output, n=len(drafts), skipped=lost, **counts))
    return PROBLEMS if lost else 0


def _one(
    report: str, year: int | None, area: str | None, plan: str | None, source: str | None
) -> pd.DataFrame:
    from plangaps.reading import draft_plan, read_text
    from plangaps.reading.drafts import said_of

    text = read_text(report)
    area, year = said_of(text, area, year)
    code = plan or "-".join(map(str, filter(None, [_code(area), year])))
    draft = draft_plan(text, code, area, year).assign(source=source or "")
    linked = int((draft["indicator"] != "").sum())
    where, when = area or _say("read.no_area"), year or _say("read.no_year")
    counts = {"n": len(draft), "linked": linked, "left": len(draft) - linked}
    _note(_say("read.one", area=where, year=when, **counts))
    if year is None:
        _note(_say("read.ask_year"))
    return draft


def _many(report: str, results: str | None, cluster: str | None) -> pd.DataFrame:
    from plangaps.reading import read_reports

    frame = read_reports(report, results, cluster)
    counts = {"reports": frame["report"].nunique(), "skipped": len(frame.attrs["skipped"])}
    _note(_say("read.many", n=len(frame), **counts))
    return frame


def _code(area: str | None) -> str:
    """What a plan's code begins with: the area's English name, or ``draft``."""
    areas = tables.areas()
    name = areas.loc[(areas["name_zh"] == area) | (areas["ref_area"] == area), "name_en"]
    return re.sub("[^a-z0-9]+", "-", name.iloc[0].lower()).strip("-") if len(name) else "draft"


def _pair(reports: list[str], output: str, plan: str | None, source: str | None, **of: Any) -> int:
    from plangaps import proposal_sheet, proposals
    from plangaps.reading import read_text

    if len(reports) != (1 if plan else 2):
        raise ValueError(_say("pair.count", n=len(reports)))
    after, cited = read_text(reports[-1]), source or Path(reports[-1]).stem
    rows = (
        proposals.of_plan(plan, after, cited)
        if plan
        else proposals.of_reports(*_first(read_text(reports[0]), **of), after, cited)
    )
    proposal_sheet.write(output, rows)
    count = rows["match"].value_counts().add(rows["verdict"].value_counts(), fill_value=0)
    kinds = ("same", "near", "words", "none", "met", "missed")
    counts = {kind: int(count.get(kind, 0)) for kind in kinds}
    _tell(_say("pair.done", output=output, n=len(rows), **counts))
    return 0


def _first(text: str, year: int | None, area: str | None) -> tuple[str, int, str]:
    """The first report's text, the year of its plan and the code of its area."""
    from plangaps.reading.drafts import area_of, said_of

    area, year = said_of(text, area, year)
    if not year:
        raise ValueError(_say("pair.no_year"))
    if not area:
        raise ValueError(_say("pair.no_area"))
    return text, year, area_of(area)["ref_area"]


def _record(texts: str, output: str, work: str, cluster: str | None) -> int:
    from plangaps.record import build, store

    unread = build.build(texts, output, work=work, cluster=cluster)
    _note(_say("record.done", output=output, **store.counts(Path(output))))
    return PROBLEMS if len(unread) else 0


def _site(series: list[str], output: str, jobs: int) -> int:
    from plangaps import report, site

    frames = report.Frames.read(*series)
    place = site.build(frames, output, jobs=jobs, progress=True)
    print(_say("site.done", output=place / "index.html"))
    return 0


def _explore(series: list[str], port: int, no_browser: bool, texts: str | None) -> int:
    from plangaps.explorer.page import serve

    _tell(_say("explore.others", port=port))
    serve(port, not no_browser, series, texts)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m plangaps", description=_say("description"), epilog=_say("codes")
    )
    verbs = parser.add_subparsers(required=True, metavar="|".join(_VERBS))
    for name, (run, examples) in _VERBS.items():
        lines = [f"  python -m plangaps {name} {example}" for example in examples]
        notes = [_say("explore.others", port="PORT")] if name == "explore" else []
        notes += [_say("read.about")] if name == "read" else []
        verb = verbs.add_parser(
            name,
            help=_say(f"{name}.help"),
            description=words.sentence(_say(f"{name}.help")),
            epilog="\n".join([_say("example"), *lines, *(f"\n{_filled(text)}" for text in notes)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        verb.set_defaults(run=run)
        for *flags, help_key, how in _ARGUMENTS[name]:
            verb.add_argument(*flags, help=_say(help_key), **how)
    return parser


def _filled(text: str) -> str:
    return textwrap.fill(text, 90)


def _lang() -> str:
    """Chinese where the environment says so, else English."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, named), "").startswith("zh") else "en"


def _say(key: str, **values: Any) -> str:
    return words.say(f"command.{key}", _lang(), **values)


def _tell(message: str) -> None:
    print(words.printable(message), flush=True)


def _note(message: str) -> None:
    print(words.printable(message), file=sys.stderr)


_SERIES = ("--series", "series.help", {"action": "append", "default": [], "metavar": "PATH"})
_JOBS = ("--jobs", "figures.jobs", {"type": int, "default": 2})
_DRAWN = [
    _SERIES,
    ("--plan", "figures.plan", {}),
    ("--lang", "figures.lang", {"choices": words.LANGUAGES}),
    _JOBS,
]
_ARGUMENTS: dict[str, list[tuple]] = {
    "figures": [
        ("-o", "--output", "figures.output", {"default": "figures"}),
        ("--theme", "figures.theme", {}),
        ("--figure", "figures.figure", {}),
        *_DRAWN,
    ],
    "tables": [
        ("-o", "--output", "tables.output", {"default": "tables.xlsx"}),
        ("--plan", "tables.plan", {}),
        _SERIES,
    ],
    "report": [
        ("-o", "--output", "figures.output", {"default": "report"}),
        ("--theme", "figures.theme", {}),
        ("--brief", "report.brief", {"action": "store_true"}),
        ("--annex", "report.annex", {"action": "store_true"}),
        *_DRAWN,
    ],
    "site": [("-o", "--output", "figures.output", {"default": "site"}), _SERIES, _JOBS],
    "template": [
        ("-o", "--output", "template.output", {"required": True}),
        ("--plan", "template.plan", {"default": "dafang-2023"}),
        _SERIES,
    ],
    "check": [
        ("path", "check.path", {"nargs": "*"}),
        ("--area", "check.area", {"default": ""}),
        ("--skip-unknown", "check.skip", {"action": "store_true"}),
        ("-o", "--output", "check.output", {}),
        ("--lang", "check.lang", {"choices": words.LANGUAGES}),
    ],
    "read": [
        ("report", "read.report", {}),
        ("-o", "--output", "read.output", {}),
        ("--csv", "read.csv", {"action": "store_true"}),
        ("--year", "read.year", {"type": int}),
        *((f"--{n}", f"read.{n}", {}) for n in ("area", "plan", "source", "results", "cluster")),
    ],
    "pair": [
        ("reports", "pair.reports", {"nargs": "+"}),
        ("-o", "--output", "pair.output", {"required": True}),
        ("--plan", "pair.plan", {}),
        ("--year", "pair.year", {"type": int}),
        ("--area", "pair.area", {}),
        ("--source", "pair.source", {}),
    ],
    "record": [
        ("texts", "record.texts", {}),
        ("-o", "--output", "record.output", {"default": tables.DATA / "record"}),
        ("--work", "record.work", {"default": ".record"}),
        ("--cluster", "record.cluster", {}),
    ],
    "explore": [
        ("--port", "explore.port", {"type": int, "default": 8866}),
        ("--no-browser", "explore.no_browser", {"action": "store_true"}),
        ("--texts", "explore.texts", {}),
        _SERIES,
    ],
}
_VERBS: dict[str, tuple[Callable[..., int], list[str]]] = {
    "figures": (
        _figures,
        ["--theme environment --jobs 4", "--figure air --lang zh -o out", "--plan china-2024"],
    ),
    "tables": (_tables, ["-o tables.xlsx --plan dafang-2023", "-o tables"]),
    "site": (_site, ["-o site --jobs 4"]),
    "report": (
        _report,
        ["--lang zh --series my_figures.xlsx", "--plan china-2024 --annex", "--brief"],
    ),
    "template": (_template, ["--plan dafang-2023 -o my_figures.xlsx"]),
    "check": (
        _check,
        [
            "data/own/my_figures.xlsx --lang zh",
            "yearbook.xlsx --area 大方县 --skip-unknown -o data/own/dafang.csv",
        ],
    ),
    "read": (
        _read,
        [
            "report.docx -o data/own/plans/draft.xlsx",
            "reports/ -o data/own/plans",
            "report.docx > draft.csv",
            "reports/ --results done > targets.csv",
        ],
    ),
    "pair": (
        _pair,
        [
            "before.docx after.pdf -o pairs.xlsx",
            "--plan dafang-2023 report-2024.docx -o pairs.xlsx",
        ],
    ),
    "record": (_record, ["texts/", "texts/ --cluster tcp://host:8786 -o out"]),
    "explore": (_explore, ["--port 8900 --no-browser"]),
}


if __name__ == "__main__":
    sys.exit(main())
