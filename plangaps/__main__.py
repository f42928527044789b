"""The one door of commands: ``python -m plangaps VERB``.

Ends with 0: done, 1: problems in the files that were given, 2: a wrong call; what is wrong is said
in one sentence. Texts are English, or Chinese where the environment's language is Chinese.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from plangaps import own, tables, words

PROBLEMS, WRONG_CALL = 1, 2
_STOPPED = 130  # as a shell says of a program that Ctrl-C ended
_EXAMPLES = {
    "figures": ["figures --theme environment --jobs 4", "figures --figure air --lang zh -o out"],
    "tables": ["tables -o tables.xlsx --plan dafang-2023", "tables -o tables"],
    "report": ["report --lang zh --series my_figures.xlsx"],
    "template": ["template --plan dafang-2023 -o my_figures.xlsx"],
    "check": ["check data/own/my_figures.xlsx --lang zh"],
    "read": ["read report.docx > draft.csv", "read reports/ --results done > targets.csv"],
    "explore": ["explore --port 8900 --no-browser"],
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb; returns 0, 1 or 2, of which :mod:`argparse` exits with the last by itself."""
    from plangaps.reading.files import UnreadableFile

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
    except KeyboardInterrupt:
        _note(_say("stopped"))
        return _STOPPED


def _figures(series: list[str], output: str, **chosen: Any) -> int:
    from plangaps import report

    frames = report.Frames.read(*series)
    index = report.write_figures(frames, output, progress=sys.stderr.isatty(), **chosen)
    print(_say("figures.done", output=output, n=index["figure"].nunique()))
    return 0


def _tables(series: list[str], output: str, plan: str | None) -> int:
    from plangaps import report

    report.write_tables(report.Frames.read(*series), output, plan)
    print(_say("tables.done", output=output))
    return 0


def _report(series: list[str], output: str, lang: str | None, jobs: int) -> int:
    from plangaps import report

    paths = report.write_report(
        report.Frames.read(*series), output, lang=lang, jobs=jobs, progress=sys.stderr.isatty()
    )
    print(*paths, sep="\n")
    return 0


def _template(series: list[str], output: str, plan: str) -> int:
    from plangaps import report, template

    rows = template.write(output, report.Frames.read(*series).observations, plan)
    print(_say("template.done", output=output, n=len(rows), plan=plan))
    return 0


def _check(path: list[str], lang: str) -> int:
    """Print what each file holds, every problem, and the conflicts with published values."""
    from plangaps import observed
    from plangaps.charts import phrases

    paths = [Path(p) for p in path] or own.files()
    loaded = [own.load(one) for one in paths]
    figures, problems = own.together(loaded)
    both = observed.conflicts(figures)
    conflicts = zip(both["own_place"], phrases.conflicts(both, lang), strict=True)
    lines = [_state(path, one, lang) for path, one in zip(paths, loaded, strict=True)]
    lines += own.sentences(problems, lang)
    lines += [words.say("command.check.conflict", lang, place=p, told=t) for p, t in conflicts]
    print("\n".join(lines or [words.say("command.check.none", lang)]))
    return PROBLEMS if len(problems) else 0


def _state(path: Path, one: own.Loaded, lang: str) -> str:
    kind, n = ("faulty", len(one.problems)) if len(one.problems) else ("sound", len(one.figures))
    return words.say(f"command.check.{kind}", lang, path=path, n=n, without=one.without)


def _read(report: str, results: str | None, cluster: str | None, **given: Any) -> int:
    many = Path(report).is_dir() or report.lower().endswith(".csv")
    frame = _many(report, results, cluster) if many else _one(report, **given)
    sys.stdout.write(frame.to_csv(index=False))
    return 0


def _one(report: str, year: int | None, area: str | None, plan: str | None) -> pd.DataFrame:
    from plangaps.reading import draft_plan, read_text
    from plangaps.reading.quantities import normalise
    from plangaps.reading.years import year_of

    text = read_text(report)
    year, area = year or year_of(normalise(text)), area or _area_in(text)
    code = plan or "-".join(map(str, filter(None, [_code(area), year])))
    draft = draft_plan(text, code, area, year)
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


def _area_in(text: str) -> str | None:
    """The area whose government or people's congress is named at the beginning of the text."""
    names = sorted(set(tables.areas()["name_zh"]), key=len, reverse=True)
    area = "|".join(map(re.escape, names))
    named = re.search(rf"({area})[^。\n]{{0,20}}(?:政府|人民代表大会|工作报告)", text[:500])
    return named[1] if named else None


def _code(area: str | None) -> str:
    """What a plan's code begins with: the area's English name, or ``draft``."""
    areas = tables.areas()
    name = areas.loc[(areas["name_zh"] == area) | (areas["ref_area"] == area), "name_en"]
    return re.sub("[^a-z0-9]+", "-", name.iloc[0].lower()).strip("-") if len(name) else "draft"


def _explore(series: list[str], port: int, browser: bool) -> int:
    from plangaps.explorer.page import serve

    print(_say("explore.others", port=port), flush=True)
    serve(port, browser, series)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m plangaps", description=_say("description"), epilog=_say("codes")
    )
    verbs = parser.add_subparsers(required=True, metavar="|".join(_EXAMPLES))
    _add_figures(_verb(verbs, "figures", _figures))
    _add_tables(_verb(verbs, "tables", _tables))
    _add_report(_verb(verbs, "report", _report))
    _add_template(_verb(verbs, "template", _template))
    _add_check(_verb(verbs, "check", _check))
    _add_read(_verb(verbs, "read", _read))
    _add_explore(_verb(verbs, "explore", _explore))
    return parser


def _verb(verbs: Any, name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
    """A verb with its help and examples; all but two take own figures."""
    about = "read.about" if name == "read" else f"{name}.help"
    examples = [f"  python -m plangaps {example}" for example in _EXAMPLES[name]]
    verb = verbs.add_parser(
        name,
        help=_say(f"{name}.help"),
        description=textwrap.fill(words.sentence(_say(about)), 90),
        epilog="\n".join([_say("example"), *examples]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.set_defaults(run=run)
    if name not in ("check", "read"):
        verb.add_argument(
            "--series", action="append", default=[], metavar="PATH", help=_say("series.help")
        )
    return verb


def _add_figures(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("-o", "--output", default="figures", help=_say("figures.output"))
    verb.add_argument("--theme", help=_say("figures.theme"))
    verb.add_argument("--figure", help=_say("figures.figure"))
    _add_lang_and_jobs(verb)


def _add_tables(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("-o", "--output", default="tables.xlsx", help=_say("tables.output"))
    verb.add_argument("--plan", help=_say("tables.plan"))


def _add_report(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("-o", "--output", default="report", help=_say("figures.output"))
    _add_lang_and_jobs(verb)


def _add_lang_and_jobs(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--lang", choices=words.LANGUAGES, help=_say("figures.lang"))
    verb.add_argument("--jobs", type=int, default=2, help=_say("figures.jobs"))


def _add_template(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--plan", default="dafang-2023", help=_say("template.plan"))
    verb.add_argument("-o", "--output", required=True, help=_say("template.output"))


def _add_check(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("path", nargs="*", help=_say("check.path"))
    verb.add_argument("--lang", choices=words.LANGUAGES, default=_lang(), help=_say("check.lang"))


def _add_read(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("report", help=_say("read.report"))
    verb.add_argument("--year", type=int, help=_say("read.year"))
    for option in ("area", "plan", "results", "cluster"):
        verb.add_argument(f"--{option}", help=_say(f"read.{option}"))


def _add_explore(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--port", type=int, default=8866, help=_say("explore.port"))
    verb.add_argument(
        "--no-browser", dest="browser", action="store_false", help=_say("explore.no_browser")
    )
    verb.epilog = f"{verb.epilog}\n\n{textwrap.fill(_say('explore.others', port='PORT'), 90)}"


def _lang() -> str:
    """Chinese where the environment says so, else English."""
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, named), "").startswith("zh") else "en"


def _say(key: str, **values: Any) -> str:
    return words.say(f"command.{key}", _lang(), **values)


def _note(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
