"""Command line: write the figures, the tables and the report of the collection."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from plangaps import own
from plangaps.charts import words
from plangaps.export import catalogue, to_csv, to_excel, write_figures, write_report


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 2 with a sentence on standard error where it could not be."""
    parser = _parser()
    asked = vars(parser.parse_args(argv))
    command, own_files = asked.pop("command"), asked.pop("series")
    own.use(*own_files)
    try:
        print(command(**asked))
    except ValueError as error:
        parser.error(str(error))
    return 0


def _figures(output: str, **chosen: str | int | None) -> str:
    index = write_figures(output, progress=sys.stderr.isatty(), **chosen)  # type: ignore[arg-type]
    return f"{output}: {index['figure'].nunique()} figures; open {output}/index.html."


def _tables(output: str, plan: str | None) -> str:
    write = to_excel if output.lower().endswith(".xlsx") else to_csv
    write(output, plan)
    return f"{output}: gaps, targets, observations, sources, codebook."


def _report(output: str, lang: str | None) -> str:
    return "\n".join(map(str, write_report(output, lang=lang)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m plangaps.export",
        description="Figures, tables and a report to take away, in English and Chinese.",
    )
    commands = parser.add_subparsers(required=True, metavar="figures|tables|report")
    figures = commands.add_parser(
        "figures", help="every figure as SVG, PDF, PNG, with numbers, caption and alternative text"
    )
    figures.add_argument("-o", "--output", default="figures", help="folder (default: %(default)s)")
    figures.add_argument("--theme", help=f"one of {', '.join(catalogue.THEMES)}")
    figures.add_argument("--figure", help="one figure by its name (see figures/index.csv)")
    figures.add_argument("--lang", choices=words.LANGUAGES, help="one language (default: both)")
    figures.add_argument("--jobs", type=int, default=2, help="processes (default: %(default)s)")
    figures.set_defaults(command=_figures)
    tables = commands.add_parser("tables", help="gaps, targets, observations, sources, codebook")
    tables.add_argument(
        "-o", "--output", default="tables.xlsx", help="file.xlsx, or a folder for CSV (%(default)s)"
    )
    tables.add_argument("--plan", help="one plan, such as dafang-2023 (default: all)")
    tables.set_defaults(command=_tables)
    report = commands.add_parser("report", help="the report as a web page and for Word")
    report.add_argument("-o", "--output", default="report", help="folder (default: %(default)s)")
    report.add_argument("--lang", choices=words.LANGUAGES, help="one language (default: both)")
    report.set_defaults(command=_report)
    for command in (figures, tables, report):
        own.add_option(command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
