"""The HTML pages in headless Chromium with axe-core: phone and desk, offline, nothing fetched, no violation.

The page's own policy forbids scripts; it is set aside for the checker alone (`bypass_csp`).
"""

from __future__ import annotations

import shutil

import pytest

from takeover.report.document import render_page
from takeover.report.sheet_document import render_sheet_page
from tests.report.samples import sealed_sample, unjudged_sample
from tests.report.test_sheets import make_sheet

CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here; the packages are named in CONTRIBUTING.md"),
]
PHONE, DESK = 390, 1200


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def look_at(browser):
    """Open a page at a width; return what axe-core finds, what was fetched, and by how much the page is too wide."""
    from axe_playwright_python.sync_playwright import Axe

    def look(html: str, width: int):
        with browser.new_context(bypass_csp=True, offline=True, viewport={"width": width, "height": 800}) as context:
            page = context.new_page()
            fetched: list[str] = []
            page.on("request", lambda request: fetched.append(request.url))
            page.set_content(html)
            too_wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            found = Axe().run(page).response["violations"]
        named = {item["id"]: item["nodes"][0]["html"][:200] for item in found}
        return named, fetched, too_wide

    return look


PAGES = {
    "judged": lambda: render_page(sealed_sample("en").baseline),
    "judged zh": lambda: render_page(sealed_sample("zh-Hans").baseline),
    "without a judgement": lambda: render_page(unjudged_sample("en").baseline),
}


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_keeps_within_the_window(look_at, name, width):
    assert look_at(PAGES[name](), width) == ({}, [], 0)


def test_the_checker_finds_what_is_wrong(look_at):
    page = render_page(sealed_sample("en").baseline)
    broken = page.replace('<html lang="en">', "<html>", 1).replace("</h1>", "</h1><img src=data:,>", 1)
    found, _, _ = look_at(broken, DESK)
    assert {"html-has-lang", "image-alt"} <= found.keys()
