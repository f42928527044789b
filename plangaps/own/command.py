"""Command line: write a template to fill, check files of own figures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from plangaps import observed, own
from plangaps.charts import words
from plangaps.own import template

_TEXT = {
    "none": (
        "No own figures: data/own holds none, PLANGAPS_SERIES names none.",
        "没有自有数据：data/own中没有文件，PLANGAPS_SERIES也未指定文件。",
    ),
    "read": (
        "{path}: {n} figures, {without} rows or cells without one.",
        "{path}：{n}个数据，{without}行（格）没有数据。",
    ),
    "wrong": (
        "{path}: {n} to put right; nothing of the file is read.",
        "{path}：有{n}处需要更正；该文件未被读入。",
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``python -m plangaps.observed``; 0 done, 1 problems found, 2 asked for wrongly."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if asked.command == "check":
        return _check([Path(p) for p in asked.path] or own.files(), asked.lang)
    try:
        rows = template.write(asked.output, asked.plan)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    print(f"{asked.output}: {len(rows)} targets of {asked.plan} wait for a figure.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m plangaps.observed",
        description="Own figures beside the published ones: a template to fill, and its check.",
        epilog="Files in data/own, and those that PLANGAPS_SERIES names, are read everywhere.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("template", help="write a table to fill, a row a target")
    new.add_argument("--plan", default="dafang-2023", help="plan (default: %(default)s)")
    new.add_argument("-o", "--output", required=True, help="new file, .xlsx or .csv")
    check = commands.add_parser("check", help="list every problem of files of own figures")
    check.add_argument("path", nargs="*", help=".xlsx or .csv (default: all own files)")
    check.add_argument("--lang", choices=words.LANGUAGES, default="en", help="(default: en)")
    return parser


def _check(paths: list[Path], lang: str) -> int:
    """Print what each file holds, every problem, and the conflicts with published values."""
    loaded = [own.load(path) for path in paths]
    figures, problems = own.together(loaded)
    lines = [_state(path, one, lang) for path, one in zip(paths, loaded, strict=True)]
    lines += own.sentences(problems, lang) + _conflicts(figures, lang)
    print("\n".join(lines or [words.say(_TEXT["none"], lang)]))
    return 1 if len(problems) else 0


def _state(path: Path, one: own.Loaded, lang: str) -> str:
    text = _TEXT["wrong" if len(one.problems) else "read"]
    return words.say(text, lang).format(
        path=path, n=len(one.problems) or len(one.figures), without=one.without
    )


def _conflicts(figures: pd.DataFrame, lang: str) -> list[str]:
    both = observed.conflicts(figures)
    colon = words.say((": ", "："), lang)
    told = words.conflicts(both, lang)
    return [place + colon + text for place, text in zip(both["own_place"], told, strict=True)]
