"""The collection's frames, and what holds for every figure: glyphs, no overlap, nothing cut."""

from itertools import combinations

import pylopdf_fonts_zh_cn
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.path import Path
from matplotlib.text import Annotation, Text

import plan_targets
from plangaps import gaps, observed

DAFANG, ALL = plan_targets.targets(), plan_targets.targets(None)
SERIES = observed.read_series()
TABLE = gaps.gap_table(ALL, SERIES)
CHINA = TABLE[TABLE["ref_area"] == "CN"].reset_index(drop=True)
AREAS = ["CN", "520000", "520500", "520521"]  # the county and what stands above it

_GLYPHS = set(FT2Font(str(pylopdf_fonts_zh_cn.sans_path())).get_charmap())


def of(indicator, frame=SERIES):
    """The rows of an indicator."""
    return frame[frame["indicator"] == indicator]


def texts(figure: Figure) -> list[Text]:
    """Texts that are drawn."""
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


def said(figure: Figure) -> str:
    """All that a figure says, lines joined."""
    return " | ".join(t.get_text().replace("\n", " ") for t in texts(figure))


def assert_readable(figure: Figure) -> None:
    """Every sign has a glyph, no text leaves the sheet or meets another or another's leader."""
    missing = {c for t in texts(figure) for c in t.get_text() if ord(c) not in _GLYPHS} - {"\n"}
    assert not missing, f"no glyph for {missing}"
    renderer = FigureCanvasAgg(figure).get_renderer()
    sheet = figure.bbox
    hidden = _beyond_the_axes(figure)
    shown = [t for t in texts(figure) if id(t) not in hidden]
    boxes = [(t.get_text(), Text.get_window_extent(t, renderer)) for t in shown]
    cut = [
        text
        for text, box in boxes
        if box.x0 < -1 or box.y0 < -1 or box.x1 > sheet.x1 + 1 or box.y1 > sheet.y1 + 1
    ]
    assert not cut, f"cut: {cut}"
    meeting = [
        (a, b)
        for (a, one), (b, other) in combinations(boxes, 2)
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 2
    ]
    assert not meeting, f"overlap: {meeting}"
    crossed = [
        (leader.get_text(), text)
        for leader in figure.findobj(Annotation)
        if leader.arrow_patch is not None
        for text, box in boxes
        if text != leader.get_text() and _path(leader).intersects_bbox(box, filled=False)
    ]
    assert not crossed, f"a leader runs through a text: {crossed}"


def _path(leader: Annotation) -> Path:
    patch = leader.arrow_patch
    return patch.get_transform().transform_path(patch.get_path())


def _beyond_the_axes(figure: Figure) -> set[int]:
    """Tick labels outside the limits of their axis: they exist and are not drawn."""
    axes = [
        (axis, sorted(limits), place)
        for ax in figure.axes
        for axis, limits, place in ((ax.xaxis, ax.get_xlim(), 0), (ax.yaxis, ax.get_ylim(), 1))
    ]
    return {
        id(label)
        for axis, (low, high), place in axes
        for label in axis.get_ticklabels(which="both")
        if not low - 1e-9 <= label.get_position()[place] <= high + 1e-9
    }
