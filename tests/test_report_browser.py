"""The report in a real browser: no fault of accessibility, no wider than a phone, no network."""

import pytest
from browser import browser, needs_browser, violations

from plangaps import report, words

pytestmark = needs_browser


@pytest.fixture(scope="module")
def running():
    with browser() as held:
        yield held


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The whole report."""
    place = tmp_path_factory.mktemp("report")
    report.write_report(report.Frames.read(), place)
    return place


@pytest.fixture(params=words.LANGUAGES)
def written(request, folder):
    """The page of the report in one language."""
    return folder / f"plan-gaps-{request.param}.html"


# Tables are open on a phone only: to look through all of them takes a quarter of a minute.
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1200, "dark")])
def test_the_page_is_accessible_fits_and_asks_for_nothing(written, running, width, scheme):
    page = running.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    faults, asked = [], []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written.as_uri())
    if width == 360:
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert faults == []
    page.close()


def test_the_page_prints_with_every_table_open(written, running):
    page = running.new_page()
    page.goto(written.as_uri())
    page.emulate_media(media="print")
    tables = page.locator("details table")
    assert tables.count() > 10
    assert all(tables.nth(i).is_visible() for i in range(tables.count()))
    page.close()
