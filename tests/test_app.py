"""The explorer as a page, in a real browser: controls, uploads, downloads, both languages."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from browser import browser, needs_browser, violations
from playwright.sync_api import expect

pytestmark = needs_browser

HEAD = "ref_area,indicator,time_period,obs_value,unit_measure,source\n"
GOOD = (
    HEAD
    + "520521,forest_coverage,2022,60.1,%,Yearbook\n520521,forest_coverage,2023,60.5,%,Yearbook\n"
)
HTML = '<img src=x onerror="window.hit=1">'
IMAGE = ".jupyter-widgets img"
CHANGED = f"before => document.querySelector('{IMAGE}')?.src !== before"
PATIENCE = 30_000  # ms, on a machine that does much else


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The app as `make app` serves it, on a free port, until the tests are done."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = [sys.executable, "-m", "plangaps", "explore", "--no-browser", "--port", str(port)]
    log = tmp_path_factory.mktemp("app") / "log"
    with log.open("wb") as told, subprocess.Popen(asked, stdout=told, stderr=told) as server:
        yield told_address(log)
        server.terminate()


def told_address(log):
    """The address that the server prints once it listens."""
    for _ in range(600):
        if found := re.search(r"http://127\S+token=\w+", log.read_text("utf-8")):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"the app did not start: {log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def page(address):
    """One page for all tests; what it says in the console and asks of others is kept."""
    with browser() as running:
        opened = running.new_page(viewport={"width": 1200, "height": 900})
        opened.faults, opened.asked = [], []
        opened.on("console", lambda m: opened.faults.append(m.text) if m.type == "error" else None)
        opened.on("pageerror", lambda error: opened.faults.append(str(error)))
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.set_default_timeout(PATIENCE)
        opened.goto(address)
        opened.locator(IMAGE).wait_for()
        yield opened


def picture(page):
    return page.locator(IMAGE).get_attribute("src")


def choose(page, label, option):
    """Choose in a control, by text or place, and wait for the figure that is drawn then."""
    before = picture(page)
    how = {"index": option} if isinstance(option, int) else {"label": option.replace(" ", "\xa0")}
    page.get_by_label(label, exact=True).select_option(**how)
    page.wait_for_function(CHANGED, arg=before)


def shows(page, text):
    """Wait for a text: the figure changes a moment before what is said of it."""
    expect(page.locator(".jupyter-widgets").get_by_text(text).first).to_be_visible(timeout=PATIENCE)


def begin(page):
    """The trajectory of forest coverage, in English, whatever was chosen before."""
    if page.get_by_label("语言", exact=True).count():
        choose(page, "语言", "English")
    wanted = [("Theme", "Environment"), ("Target", "T04 Forest coverage"), ("Figure", "trajectory")]
    for label, option in wanted:
        chosen = page.get_by_label(label, exact=True)
        if chosen.evaluate("e => e.selectedOptions[0].text").replace("\xa0", " ") != option:
            choose(page, label, option)


def upload(page, path, content):
    """Upload a file and wait for the word on it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Own figures").click()
    asked.value.set_files(path)
    told = page.locator(".jupyter-widgets p").filter(has_text=path.name)
    told.first.wait_for()
    return told.all_inner_texts()


def test_it_opens_without_a_fault_and_asks_no_other_machine(page, address):
    assert page.title() == "Plan gaps 计划目标与统计数据"
    assert page.faults == []
    outside = [u for u in page.asked if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", u)]
    assert outside == []


def test_only_this_machine_can_open_it_and_only_with_the_token(address):
    port = int(re.search(r":(\d+)/", address)[1])
    listening = [c.laddr for c in psutil.net_connections("tcp") if c.status == "LISTEN"]
    assert {held.ip for held in listening if held.port == port} == {"127.0.0.1"}
    with urllib.request.urlopen(address.split("?")[0]) as answer:
        assert "/login" in answer.url
        assert "rendered_cells" not in answer.read().decode()


def test_other_host_names_are_refused(address):
    asked = urllib.request.Request(address, headers={"Host": "example.org"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    refused.value.close()
    assert refused.value.code == 403


CONTROLS = [
    ("Figure", "gap"),
    ("Figure", "series"),
    ("Figure", "trajectory"),
    ("Rule", "Destatis weather symbols"),
    ("Areas", "Guizhou"),
    ("Target", "T05 Share of days with good air quality"),
    ("Theme", "Employment"),
    ("Plan", "China work report 2020"),
    ("Language", "中文"),
    ("图", "差距"),
    ("规则", "联合国进展图"),
    ("计划", "大方县2023年政府工作报告"),
    ("领域", "乡村振兴"),
    ("目标", 1),
    ("语言", "English"),
]


@pytest.mark.parametrize(("label", "option"), CONTROLS)
def test_each_control_changes_the_figure_in_both_languages(page, label, option):
    choose(page, label, option)
    assert page.faults == []


def test_a_good_file_gives_a_verdict_and_its_figures_are_named_own(page, tmp_path):
    begin(page)
    before = picture(page)
    assert upload(page, tmp_path / "good.csv", GOOD) == ["good.csv: 2 figures are read."]
    page.wait_for_function(CHANGED, arg=before)
    shows(page, "Verdict: met")
    assert "own figures" in page.locator(IMAGE).get_attribute("alt")
    choose(page, "Language", "中文")
    shows(page, "good.csv：读入2个数据。")


BAD = {
    "words.csv": (HEAD + "520521,forest_coverage,2023,many,%,x\n", "'many'"),
    "html.csv": (HEAD + f"520521,forest_coverage,2023,{HTML},%,x\n".replace('"', ""), "<img src=x"),
    "broken.xlsx": (b"PK\x03\x04 not a workbook", "no sound Excel workbook"),
    # A server takes messages of ten million bytes where it is not told otherwise.
    "large.csv": (b"0," * 5_500_000, "at most 5,000,000"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_ends_in_a_clear_word_and_the_page_goes_on(page, name, tmp_path):
    content, word = BAD[name]
    begin(page)
    told = upload(page, tmp_path / name, content)
    assert told[0] == f"{name}: nothing is read."
    assert word in told[1]
    assert page.evaluate("window.hit") is None
    choose(page, "Figure", "gap")
    choose(page, "Figure", "trajectory")
    assert page.faults == []


def test_a_text_of_a_file_is_text_on_the_page(page, tmp_path):
    begin(page)
    upload(page, tmp_path / "source.csv", GOOD.replace("Yearbook", HTML.replace('"', "'")))
    shows(page, "<img src=x")
    assert page.locator(IMAGE).count() == 1
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize(
    ("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"\xef\xbb\xbf")]
)
def test_figure_and_numbers_can_be_taken_away(page, kind, begins):
    with page.expect_download() as held:
        page.locator(f'a[download^="dafang-2023-T04"][download$=".{kind}"]').click()
    assert Path(held.value.path()).read_bytes().startswith(begins)


def test_it_is_accessible_and_fits_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_the_records_promises_are_beside_the_targets(page):
    begin(page)
    page.get_by_role("tab", name="Record").click()
    page.get_by_label("Place", exact=True).select_option(label="Bijie")
    shows(page, "Bijie, report of 2022")
    page.get_by_label("Report of", exact=True).select_option(label="2019")
    shows(page, "Bijie, report of 2019")
    with page.expect_download() as taken:
        page.locator('a[download="520500-2019.csv"]').click()
    assert Path(taken.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")
    page.get_by_role("tab", name="Targets").click()
    assert page.faults == []


def kernels(address):
    """Processes of the pages that the server keeps."""
    port = int(re.search(r":(\d+)/", address)[1])
    listening = [c for c in psutil.net_connections("tcp") if c.status == "LISTEN"]
    (server,) = {c.pid for c in listening if c.laddr.port == port}
    every = psutil.process_iter(["ppid", "cmdline"])
    own = [process for process in every if process.info["ppid"] == server]
    return [process for process in own if "ipykernel_launcher" in (process.info["cmdline"] or [])]


def test_a_page_that_is_loaded_anew_or_closed_leaves_no_kernel(page, address):
    before = len(kernels(address))
    other = page.context.browser.new_page()
    other.goto(address)
    other.locator(IMAGE).wait_for(timeout=PATIENCE)
    other.reload()
    other.locator(IMAGE).wait_for(timeout=PATIENCE)
    wait_until(lambda: len(kernels(address)) == before + 1)
    other.close(run_before_unload=True)
    wait_until(lambda: len(kernels(address)) == before)
    assert page.faults == []


def test_a_page_whose_kernel_died_says_so(page, address):
    other = page.context.browser.new_page()
    there = {kernel.pid for kernel in kernels(address)}
    other.goto(address)
    other.locator(IMAGE).wait_for(timeout=PATIENCE)
    (own,) = [kernel for kernel in kernels(address) if kernel.pid not in there]
    assert not other.get_by_role("alert").is_visible()
    own.kill()
    expect(other.get_by_role("alert")).to_contain_text("Load the page again", timeout=PATIENCE)
    other.close(run_before_unload=True)


def wait_until(true, seconds=30):
    for _ in range(10 * seconds):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not become true")
