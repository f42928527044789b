"""The site: pages of both languages from the same frames, links that lead somewhere, scripts."""

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from browser import browser, needs_browser, violations

import plan_targets
from plangaps import record, site, tables, words
from plangaps.report import Frames, catalogue
from plangaps.site import goals, notebooks, places

AREAS = ["520000", "520500"]


def small(monkeypatch, folder):
    """A site of two areas, two figures and one of the record, two targets and one notebook."""
    every, figures, rows, listed = places.every(), catalogue.every(), places.rows(), goals.listed
    monkeypatch.setattr(places, "every", lambda: every[every["ref_area"].isin(AREAS)])
    monkeypatch.setattr(places, "rows", lambda: rows[rows["ref_area"].isin(AREAS)])
    monkeypatch.setattr(catalogue, "every", lambda: figures[:2])
    monkeypatch.setattr(sys.modules["plangaps.site.build"], "_BY", ["level"])
    monkeypatch.setattr(
        goals, "listed", lambda frames: listed(frames).query("target in ['T01', 'T04']")
    )
    note = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell("# What is asked?", id="text"),
        nbformat.v4.new_code_cell("1 + 1", id="code", outputs=[
            nbformat.v4.new_output("execute_result", {"text/plain": "two"})]),
    ])  # fmt: skip
    (folder / "notebooks").mkdir()
    nbformat.write(note, folder / "notebooks" / "00_one.ipynb")
    monkeypatch.setattr(notebooks, "FOLDER", folder / "notebooks")
    return site.build(Frames.read(), folder / "site", jobs=1)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield small(monkeypatch, tmp_path_factory.mktemp("site"))


class Page(HTMLParser):
    """Addresses, ids and language of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.images, self.lang = [], set(), [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.lang = self.lang or found.get("lang")
        self.ids.add(found.get("id"))
        address = found.get("href") or found.get("src")
        if address and not address.startswith("http"):
            self.links.append(address)
        if tag == "img":
            self.images.append(found.get("alt"))


def pages(place):
    return {path.relative_to(place): path.read_text("utf-8") for path in place.rglob("*.html")}


def scripted(path):
    name, value = re.fullmatch(
        r'plangaps\.data\("([^"]+)",(.*)\);\n', path.read_text("utf-8"), re.S
    ).groups()
    return name, json.loads(value)


def test_every_link_leads_to_a_page_and_a_place_on_it(place):
    lost = []
    for path, text in pages(place).items():
        for link in Page(text).links:
            file, _, at = link.partition("#")
            there = (place / path).parent / file if file else place / path
            if not there.is_file() or (at and at not in Page(there.read_text("utf-8")).ids):
                lost.append((str(path), link))
    assert lost == []


def test_nothing_is_asked_of_another_machine(place):
    for path in place.rglob("*"):
        if path.suffix in (".html", ".css", ".js"):
            text = path.read_text("utf-8")
            assert not re.search(r'(?:src|@import|url\()\s*=?\s*["\']?https?:', text), path


def test_both_languages_have_the_same_pages_in_their_language(place):
    there = {lang: {p.relative_to(place / lang) for p in (place / lang).rglob("*.html")}
             for lang in words.LANGUAGES}  # fmt: skip
    assert there["en"] == there["zh"]
    papers = len(list((tables.DATA.parent / "docs").glob("*.md"))) + 1
    assert len(there["en"]) == 9 + 2 + len(AREAS) + 1 + papers
    for path, text in pages(place).items():
        assert Page(text).lang == ("zh-CN" if path.parts[0] == "zh" else "en")
        if path.parts[0] == "zh" and not {"notebooks", "papers"} & set(path.parts):
            assert "Cite" not in text and "Skip" not in text


def test_every_picture_says_what_it_shows(place):
    shown = {path: Page(text).images for path, text in pages(place).items()}
    assert all(all(alts) for alts in shown.values())
    assert sum(map(len, shown.values())) == 2 * (2 + 2 + 1)


def test_an_areas_script_holds_both_sides_of_each_promise(place):
    code, data = scripted(place / "data" / "areas" / "520500.js")
    held = record.targets(area=code)
    assert sum(map(len, data["years"].values())) == len(held)
    rows = [dict(zip(places.ROW, row, strict=True)) for row in data["years"]["2019"]]
    pairs = record.pairs(area=code, years=2019).set_index("target")
    for row in rows:
        if row["target"] in pairs.index:
            pair = pairs.loc[row["target"]]
            assert data["states"][row["state"]] == [pair["verdict"], pair["match"], pair["reason"]]
            assert row["outcome_printed"] == pair["outcome_printed"]
            assert row["printed"] == pair["printed"]


def test_the_bars_of_an_area_count_every_promise_once(place):
    """The states of the page's script and those of the record's rates are the same."""
    _, data = scripted(place / "data" / "areas" / "520000.js")
    rows = record.grouped(record.pairs(area="520000"))
    expected = rows[rows["checked"] != "wrong"].groupby("state").size()
    found = dict.fromkeys(["met", "missed", "words", "none"], 0)
    for listed in data["years"].values():
        for row in listed:
            verdict, match, _ = data["states"][row[7]]
            if row[8] != "wrong":
                found[verdict or match] = found.get(verdict or match, 0) + 1
    assert [found[k] for k in ("met", "missed", "words", "none")] == [
        expected.get(k, 0) for k in ("kept", "missed", "words", "silent")
    ]


def test_what_can_be_searched_is_the_record(place):
    _, indicators = scripted(place / "data" / "indicators.js")
    linked = pd.concat([record.targets(area=code) for code in AREAS])
    counts = linked.loc[linked["indicator"] != "", "indicator"].value_counts()
    assert {row[0]: row[4] for row in indicators} == counts.to_dict()
    _, names = scripted(place / "data" / "names.js")
    assert {name for name, _ in names} == set(linked["indicator_zh"])
    assert {path.stem for path in (place / "data" / "indicators").iterdir()} == set(counts.index)


def test_a_targets_page_has_its_promise_verdict_and_what_came_elsewhere(place):
    text = (place / "en" / "targets" / "T04.html").read_text("utf-8")
    target = plan_targets.target("T04")
    assert target["wording"] in text and "at least 60 %" in text
    assert "the figure follows another definition" in text
    like = goals.elsewhere(goals.listed(Frames.read()), record.pairs()).loc["T04"]
    assert f"{like['promises']} promises of this indicator" in text


def test_a_notebook_is_a_page_with_its_code_folded(place):
    text = (place / "en" / "notebooks" / "00_one.html").read_text("utf-8")
    assert "What is asked?" in text and "two" in text
    assert re.search(r'<details class="code"><summary>Code</summary>.*?1</span>', text, re.S)


def test_the_same_frames_give_the_same_bytes(place, tmp_path, monkeypatch):
    again = small(monkeypatch, tmp_path)
    for path in place.rglob("*"):
        if path.is_file():
            assert (again / path.relative_to(place)).read_bytes() == path.read_bytes(), path


def test_a_file_is_no_folder_for_a_site(tmp_path):
    from plangaps.files import OutputError

    with pytest.raises(OutputError, match="allowed: that of a folder"):
        site.build(Frames.read(), Path(tmp_path) / "site.html")


@pytest.fixture(scope="module")
def page():
    with browser() as running:
        opened = running.new_page(viewport={"width": 1200, "height": 900})
        opened.faults = []
        opened.on("pageerror", lambda error: opened.faults.append(str(error)))
        yield opened
        assert opened.faults == []


PAGES = [
    "index.html", "en/index.html", "zh/targets.html", "en/targets/T04.html", "en/figures.html",
    "zh/record.html", "en/areas/520500.html", "zh/search.html#words=森林", "en/methods.html",
    "en/papers/reference.html", "zh/papers/record.html", "en/notebooks.html",
    "en/notebooks/00_one.html", "zh/data.html",
]  # fmt: skip


@needs_browser
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_a_phone(page, place, path):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{place.as_uri()}/{path}")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


@needs_browser
def test_a_year_of_an_area_has_an_address_of_its_own_and_can_be_taken_away(page, place):
    page.goto(f"{place.as_uri()}/en/areas/520500.html#2019")
    n = len(record.targets(area="520500", years=2019))
    page.get_by_text(f"Bijie, report of 2019: {n} promises").first.wait_for()
    assert page.locator("#chart rect title").first.text_content().startswith("2023")
    page.get_by_label("Report of", exact=True).select_option("2016")
    page.get_by_text("Bijie, report of 2016").first.wait_for()
    assert page.url.endswith("#2016")
    with page.expect_download() as taken:
        page.locator("#download a").click()
    lines = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) > 100 and lines[0].startswith("Promise")


@needs_browser
def test_search_finds_places_indicators_and_words(page, place):
    page.goto(f"{place.as_uri()}/en/search.html")
    page.get_by_role("searchbox").fill("bijie")
    page.get_by_role("link", name="Bijie", exact=True).wait_for()
    page.get_by_role("searchbox").fill("forest coverage")
    page.get_by_role("link", name=re.compile("^Forest coverage")).click()
    page.get_by_role("cell", name="Bijie").first.wait_for()
    page.goto(f"{place.as_uri()}/zh/search.html#words=森林覆盖率")
    page.get_by_role("heading", name="含有这些词语的目标").wait_for()
    page.locator("section li a", has_text="贵州省").first.click()
    page.get_by_role("heading", name="贵州省").wait_for()
    assert re.search(r"/zh/areas/520000\.html#\d{4}$", page.url)
