"""The report in a real browser: no fault of accessibility, no wider than a phone, no network."""

import io

import pytest
from browser import browser, needs_browser, violations
from PIL import Image

from plangaps import report, words
from plangaps.report import content, drawing

pytestmark = needs_browser

SHORTER = """all => all.forEach((one) => {
    one.querySelectorAll("tbody tr:nth-child(n+6)").forEach((row) => row.remove());
})"""


@pytest.fixture(scope="module")
def running():
    with browser() as held:
        yield held


def blank(width: int) -> bytes:
    """A picture as wide as those that are drawn."""
    data = io.BytesIO()
    Image.new("1", (1417, 900) if width == drawing.PAGE else (1004, 1200)).save(data, "PNG")
    return data.getvalue()


def drawn_once(entry, numbers, lang, width):
    """Each figure is drawn, in one language and width; the page takes blank ones for all."""
    if (lang, width) == ("en", drawing.PAGE):
        drawing.drawn(entry, numbers, lang, width)
    return blank(width)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The whole report. Its pictures are blank: to a browser their size alone matters."""
    place = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "drawn", drawn_once)
        patch.setattr(content, "printed", lambda picture, kind, width: picture)
        patch.setattr(content, "_light", lambda png: png)
        report.write_report(report.Frames.read(), place, annex=True, jobs=1)
    return place


@pytest.fixture(params=words.LANGUAGES)
def written(request, folder):
    """The page of the report in one language."""
    return folder / f"plan-gaps-{request.param}.html"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1200, "dark")])
def test_the_page_is_accessible_fits_and_asks_for_nothing(written, running, width, scheme):
    page = running.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    faults, asked = [], []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("table").evaluate_all(
        SHORTER
    )  # a table's rows are alike, and axe looks at each cell
    assert violations(page) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert faults == []
    page.close()
