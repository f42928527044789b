"""Command line: write a template to fill, check files of own figures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from plangaps import observed, own
from plangaps.own import template


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``python -m plangaps.observed``; 0 done, 1 problems found, 2 asked for wrongly."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if asked.command == "check":
        return _check([Path(p) for p in asked.path] or own.files())
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
    return parser


def _check(paths: list[Path]) -> int:
    """Print what each file holds, every problem, and the conflicts with published values."""
    loaded = [own.load(path) for path in paths]
    figures, problems = own.together(loaded)
    lines = [f"{path}: {_state(one)}." for path, one in zip(paths, loaded, strict=True)]
    lines += own.sentences(problems) + _conflicts(figures)
    print("\n".join(lines or ["No own figures: data/own holds none, PLANGAPS_SERIES names none."]))
    return 1 if len(problems) else 0


def _state(one: own.Loaded) -> str:
    if len(one.problems):
        return f"{len(one.problems)} to put right; nothing of the file is read"
    return f"{len(one.figures)} figures, {one.without} rows or cells without one"


def _conflicts(figures: pd.DataFrame) -> list[str]:
    both = observed.conflicts(figures)
    key = both["ref_area"] + " " + both["indicator"] + " " + both["basis"]
    told = both.assign(key=key.str.strip() + " " + both["time_period"])
    return [
        f"{one.own_place}: {one.key} is {one.own_value:.15g} {one.unit_measure}, published as "
        f"{one.published_value:.15g} ({one.published_source}); the published value is used."
        for one in told.itertuples()
    ]
