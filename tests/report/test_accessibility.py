"""The HTML pages in headless Chromium with axe-core: phone and desk, offline, nothing fetched, no violation.

The page's own policy forbids scripts; it is set aside for the checker alone (`bypass_csp`). The usual run looks at two
pages, each at both widths; all other pages are in `make exhaustive`.
"""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack

import pytest

from takeover.baseline.model import EditionName
from takeover.catalogues import load_catalogue
from takeover.report.annex import build_annex, render_annex_page
from takeover.report.document import render_page
from takeover.report.html import render_html
from takeover.report.screen import let_tables_scroll
from takeover.report.sheets.document import render_sheet_page
from takeover.report.view.build import build_view
from takeover.values import Role
from tests.report.full_samples import full_sample
from tests.report.samples import AS_OF, draft_sample, sealed_sample, unjudged_sample
from tests.report.sheets.test_sheet import make_sheet

CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), "")
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here; the packages are named in CONTRIBUTING.md")
PHONE, DESK = 390, 1200
BROKEN = (
    ('<html lang="en">', "<html>", "html-has-lang"),
    ("</h1>", "</h1><img src=data:,>", "image-alt"),
    ('role="group" tabindex="0"', "", "scrollable-region-focusable"),
    ("text-decoration: underline", "text-decoration: none", "link-in-text-block"),
)
"""What is taken out of a sound page, what stands there instead, and the rule of axe-core that must notice."""


@pytest.fixture(scope="module")
def browser():
    """A browser that runs; a machine that cannot start one says nothing about our pages."""
    from playwright.sync_api import sync_playwright

    with ExitStack() as opened:
        try:
            driver = opened.enter_context(sync_playwright())
            started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        except Exception as error:  # noqa: BLE001 - the driver fails in ways of its own, such as a missing libatomic
            pytest.skip(f"Chromium does not start here: {error!s:.200}")
        opened.callback(started.close)
        yield started


@pytest.fixture
def look_at(browser):
    """Open a page; return by width what axe-core finds, what was fetched, and by how much the page is too wide."""
    from axe_playwright_python.sync_playwright import Axe

    def look(html: str, *widths: int):
        seen = {}
        with browser.new_context(bypass_csp=True, offline=True) as context:
            page = context.new_page()
            fetched: list[str] = []
            page.on("request", lambda request: fetched.append(request.url))
            page.set_content(html)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 800})
                too_wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
                found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
                named = {item["id"]: item["nodes"][0]["html"][:200] for item in found}
                seen[width] = (named, tuple(fetched), too_wide)
        return seen

    return look


def render_private(language: str) -> str:
    """Render the annex of the full record: its registers have columns that nobody else reads."""
    sample, catalogue = full_sample(language), load_catalogue(language)
    return render_annex_page(build_annex(sample.chain, sample.checklist, catalogue, as_of=AS_OF), catalogue)


USUAL = {
    "judged": lambda: render_page(sealed_sample("en").baseline),
    "sheet": lambda: render_sheet_page(make_sheet(None)),
}
OTHERS = {
    "full": lambda: render_page(full_sample("en").baseline),
    "full zh": lambda: render_page(full_sample("zh-Hans").baseline),
    "side by side": lambda: render_page(sealed_sample("en+zh-Hans").baseline),
    "without a judgement": lambda: render_page(unjudged_sample("en").baseline),
    "shared draft": lambda: render_page(draft_sample("en", EditionName.SHARED)),
    "annex": lambda: render_private("en"),
    "sheet of two languages": lambda: render_sheet_page(make_sheet(Role.CLIENT, "zh-Hans", "en")),
}


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize("name", [*USUAL, *(pytest.param(name, marks=pytest.mark.exhaustive) for name in OTHERS)])
def test_axe_finds_nothing_and_the_page_keeps_within_the_window(look_at, name):
    seen = look_at((USUAL | OTHERS)[name](), PHONE, DESK)
    assert seen == {PHONE: ({}, (), 0), DESK: ({}, (), 0)}


@needs_chromium
@pytest.mark.slow
def test_the_checker_finds_what_is_wrong(look_at):
    page = render_page(sealed_sample("en").baseline)
    for old, new, _ in BROKEN:
        assert old in page
        page = page.replace(old, new)
    found = look_at(page, PHONE)[PHONE][0]
    assert {rule for _, _, rule in BROKEN} <= found.keys()


def test_every_box_that_scrolls_is_named_after_a_heading_of_the_page_and_the_printed_page_has_none():
    page = render_page(sealed_sample("en").baseline)
    names = re.findall(r'<div class="(?:scroll|chart)" role="group" tabindex="0" aria-labelledby="([^"]+)">', page)
    headings = set(re.findall(r'<h[23] id="([^"]+)"', page))
    assert page.count('tabindex="0"') == len(names) > 5
    assert set(names) <= headings
    assert "tabindex" not in render_html(build_view(sealed_sample("en").baseline, load_catalogue("en")), target="print")


@pytest.mark.parametrize(
    ("page", "boxed"),
    [
        ('<h2 id="a">A</h2><table class="plan"><tr></table><p>', "a"),
        ('<h2 id="a">A</h2><h3 id="b">B</h3><table class="register">x<table class="plan">y</table>z</table>', "b"),
        ('<h2 id="a">A</h2><table class="key"><tr></table>', ""),
        ('<h2>A</h2><table class="plan"><tr></table>', ""),
        ('<h2 id="a">A</h2><table><tr></table>', ""),
        ('<h2 id="a">A</h2><p>&lt;table class=&#34;plan&#34;&gt;</p>', ""),
    ],
)
def test_only_wide_tables_under_a_heading_scroll(page, boxed):
    start = f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{boxed}">'
    made = let_tables_scroll(page)
    assert made.count("<div") == made.count("</div>") == bool(boxed)
    assert made.replace(start, "").replace("</table></div>", "</table>") == page
