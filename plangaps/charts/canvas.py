"""The sheet that every figure is drawn on: style, fonts, title, notes, places for labels.

Widths are given in inches of a sheet nine inches wide. On a narrower one (:func:`sheet_width`) they
shrink with it, words are wrapped to what is left, and the axes grow in height by as much: the same
drawing with letters of the same size.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from scipy.optimize import isotonic_regression

from plangaps import words
from plangaps.charts.caption import Told

WIDTH = 9.0  # inches
INK, GREY, PALE, TARGET = "#222222", "#767676", "#e9e9e9", "#000000"

# Colours of lines, none that of a verdict: hues of Paul Tol's muted scheme ("Colour schemes", 2021)
# dark enough for letters on white (WCAG 2.1: 4.5 to 1), and a shape each, told apart in grey too.
SERIES = ["#332288", "#117733", "#AA4499", "#007F7A", "#882255", "#8A5A00", "#555555"]
SHAPES = ["o", "D", "P", "h", "*", "d", "p"]

# Marker, colour and fill of each verdict (Okabe and Ito, 2008): told apart without colour too.
VERDICT = {
    "met": ("o", "#0072B2", True),
    "missed": ("X", "#D55E00", True),
    "open": ("D", GREY, False),
    "undecided": ("s", GREY, False),
}

_FALLBACKS = ["Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"]
_FALLBACKS += ["SimHei", "WenQuanYi Micro Hei"]
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WIDE = r"[\u2014\u2018-\u201d\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# What stays on one line: a Chinese sign with the brackets and marks around it, a Latin word.
_TOKEN = rf"[(（《「]*{_CJK}[，。、；：）》」”]*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+"
_NUMBERS = 0.9  # inches that numbers on an axis need on any sheet
_width = ContextVar("width", default=WIDTH)


@contextmanager
def sheet_width(inches: float) -> Iterator[None]:
    """Draw on sheets ``inches`` wide for as long as this is entered."""
    before = _width.set(inches)
    try:
        yield
    finally:
        _width.reset(before)


def share() -> float:
    """Width of the sheet as a share of the nine inches that widths are given for."""
    return _width.get() / WIDTH


def is_narrow() -> bool:
    """Whether the sheet is a column of a page, too narrow for two panels side by side."""
    return share() < 0.7


@cache
def families() -> list[str]:
    """Font families for both languages: the packaged Noto Sans SC first.

    Where the package is not there a Chinese font of the system takes its place, which is told.
    """
    try:
        import pylopdf_fonts_zh_cn

        font_manager.fontManager.addfont(pylopdf_fonts_zh_cn.sans_path())
        packaged = True
    except (ImportError, OSError):
        packaged = False
    installed = set(font_manager.get_font_names())
    chinese = [f for f in ["Noto Sans SC", *_FALLBACKS] if f in installed]
    if not packaged:
        key = "font.other" if chinese else "font.none"
        warnings.warn(words.say(key, "en", family=chinese[0] if chinese else ""), stacklevel=2)
    return [*chinese, "DejaVu Sans"]


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save in the style of every figure, whatever the user's own style is."""
    style: dict[str, Any] = {
        "font.family": families(),
        "font.size": 9,
        "text.color": INK,
        "text.parse_math": False,  # a $ in a source's title is a sign like any other
        "axes.labelcolor": INK,
        "axes.edgecolor": GREY,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": PALE,
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.labelsize": 8.5,
        "ytick.labelsize": 8.5,
        "lines.linewidth": 1.6,
        "figure.dpi": 96,
        "savefig.dpi": 96,
    }
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(style)  # type: ignore[arg-type]
        yield


def rows(ax: Axes, labels: Iterable[str], width: float, size: float = 8, first: float = 0) -> None:
    """Rows from the top down at ``first``, one apart, labels wrapped to ``width`` inches."""
    wrapped = [wrap(label, width, size) for label in labels]
    places = first + np.arange(len(wrapped))
    ax.set_yticks(places, wrapped, size=size, linespacing=1.2, rotation=0)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(places[-1] + 0.5, first - 0.5)
    ax.grid(False)


def quantities(axis: Axis, values: Any, unit: str, lang: str) -> str:
    """Number an axis, drawn in base units, as suits ``values``; returns the unit it then has."""
    factor, name = words.scale(values, unit, lang)
    axis.set_major_formatter(lambda at, _: words.axis_number(at / factor))
    return name


def dashes(ax: Axes, years: pd.Series, values: pd.Series) -> None:
    """Targets as dashes that stay within the year they are due in."""
    ax.hlines(values, years - 0.35, years + 0.35, color=TARGET, lw=2.2, zorder=3)


def look(line: object) -> tuple[str, str]:
    """Colour and marker of the line of a number."""
    place = int(str(line)) % len(SERIES)
    return SERIES[place], SHAPES[place]


def sheet(
    told: Told,
    body: float,
    *,
    left: float = 0.8,
    right: float = 0.3,
    below: float = 0.55,
    above: float = 0.15,
    grid: tuple[int, int] = (1, 1),
    gap: tuple[float, float] = (0.7, 0.75),
) -> tuple[Figure, list[Axes]]:
    """A figure of fixed width under what is told of it, with a grid of axes ``body`` inches high.

    ``left``, ``right``, ``below``, ``above`` are the room around the axes for labels, ``gap`` the
    room between columns and rows, all in inches. Returns the figure and its axes, row by row.
    """
    width, body = _width.get(), body / share()
    left, right = max(left * share(), min(left, _NUMBERS)), right * share()
    head = wrap(told.title, WIDTH - 0.3, 12)
    foot = "\n".join(wrap(note, WIDTH - 0.3, 7.5) for note in (*told.notes, told.sources) if note)
    top = 0.385 + 0.235 * head.count("\n") + above
    bottom = below + 0.1 + (0.155 * (foot.count("\n") + 1) if foot else 0)
    height = top + body + bottom
    figure = plt.figure(figsize=(width, height))
    x, y = 0.15 / width, 0.07 / height
    figure.text(x, 1 - 0.1 / height, head, size=12, va="top")
    figure.text(x, y, foot, size=7.5, color=GREY, va="bottom", linespacing=1.25)
    spec = figure.add_gridspec(
        *grid,
        left=left / width,
        right=1 - right / width,
        bottom=bottom / height,
        top=1 - top / height,
        wspace=_space(width - left - right, gap[0], grid[1]),
        hspace=_space(body, gap[1], grid[0]),
    )
    return figure, [figure.add_subplot(spec[place]) for place in range(grid[0] * grid[1])]


def _space(whole: float, gap: float, parts: int) -> float:
    """The gap between parts of a whole as a share of one of them, as matplotlib asks for it."""
    return gap * parts / (whole - gap * (parts - 1))


def wrap(text: str, inches: float, size: float) -> str:
    """``text`` broken into lines that fit; Chinese breaks anywhere, Latin at spaces."""
    return "\n".join(_wrapped(part, inches * share() * 72 / size) for part in text.split("\n"))


def _wrapped(text: str, em: float) -> str:
    lines, line = [], ""
    for token in re.findall(_TOKEN, text):
        stays = token.isspace() or token in tuple(",。、;:)，；：）》」”!?%")
        if _ems(line + token) > em and line.strip() and not stays:
            lines.append(line.rstrip())
            line = ""
        line += token
    return "\n".join([*lines, line.rstrip()])


def inches(texts: Iterable[str], size: float) -> float:
    """Width of the widest line of ``texts``."""
    lines = (line for text in texts for line in text.split("\n"))
    return max(map(_ems, lines), default=0.0) * size / 72 / share()


def _ems(text: str) -> float:
    return 0.58 * len(text) + 0.42 * len(re.findall(_WIDE, text))


def apart(places: Sequence[float], least: float, low: float, high: float) -> np.ndarray:
    """Places moved as little as needed to stand ``least`` apart within ``low`` and ``high``.

    >>> apart([1.0, 1.0, 5.0], 1.0, 0.0, 10.0).tolist()
    [0.5, 1.5, 5.0]
    """
    wanted = np.asarray(places, dtype=float)
    order = np.argsort(wanted, kind="stable")
    steps = least * np.arange(len(wanted))
    # Least squares under an order constraint is isotonic regression of what is left of the steps.
    moved = isotonic_regression(wanted[order] - steps).x
    result = np.empty(len(wanted))
    result[order] = np.clip(moved, low, max(high - steps[-1], low)) + steps
    return result
