"""A real browser for tests: Chromium, as the system has it, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser"])), None)

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no browser: install chromium")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        # A container's root may not use the sandbox; the pages opened are this project's own.
        running = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds against accessibility, rule and place."""
    found = Axe().run(page).response
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]
