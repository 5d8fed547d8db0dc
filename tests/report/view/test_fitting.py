from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from takeover.baseline.model import Baseline
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.fonts import prepare_fonts
from takeover.report.html import render_html
from takeover.report.layout import Layout
from takeover.report.paper import Paper
from takeover.report.pdf.render import load_weasyprint
from takeover.report.view.build import build_view
from takeover.report.view.fitting import ROOMS, count_lines, estimate_height
from tests.report.full_samples import full_sample
from tests.report.samples import sealed_sample, unjudged_sample


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 0), ("a" * 10, 10, 1), ("a" * 11, 10, 2), ("质保期止", 9, 1), ("质保期止", 8, 2)],
)
def test_count_lines_gives_han_characters_two_columns_and_a_little_more(text: str, width: int, lines: int) -> None:
    assert count_lines(text, width) == lines


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stop_line_stays_on_page_one_whatever_else_goes(language: str, paper: Paper) -> None:
    baseline = full_sample(language).baseline
    assert baseline.assessment is not None
    page = build_view(baseline, load_catalogue(language), paper).page_one
    shown = {stop.item.text for group in page.groups for one in group.lines for stop in one.stops}
    found = baseline.assessment
    stops = {stop.question for stop in (*found.stop_lines, *found.readiness.stop_lines)}
    stops |= {finding.question for finding in found.findings if finding.stop and finding.partly}
    assert len(shown) == len(stops) > len(found.stop_lines)
    assert len(page.requests) >= 1
    assert estimate_height(page) < ROOMS[paper]


def test_a_short_page_one_shows_all_there_is() -> None:
    page = build_view(sealed_sample("zh-Hans").baseline, load_catalogue("zh-Hans")).page_one
    assert len(page.requests) == 5
    assert all(stop.text for group in page.groups for stop in group.lines[0].stops if group.lines[0].mark.shape == "■")


def _count_pages(baseline: Baseline, language: str, paper: Paper) -> int:
    """Lay page one out alone: everything after it is left out of the page."""
    view = build_view(baseline, Layout(paper=paper).words(language), paper)
    page = render_html(replace(view, boxes=()), target="print", layout=Layout(paper=paper))
    page = page[: page.index('<section class="contents')] + "</main></body></html>"
    weasyprint = load_weasyprint()
    from takeover.report.pdf.render import _lay_out

    fonts = prepare_fonts((page,))
    return len(_lay_out(weasyprint, page, fonts, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), language).pages)


@pytest.mark.slow
@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_one_is_one_page_for_a_full_project_and_for_a_first_morning(language: str, paper: Paper) -> None:
    sealed = full_sample(language).baseline
    for baseline in (sealed, replace(sealed, manifest=None), unjudged_sample(language).baseline):
        assert _count_pages(baseline, language, paper) == 1


@pytest.mark.slow
def test_page_one_of_a_full_project_is_one_page_in_two_languages_on_a4() -> None:
    both = "en+zh-Hans"
    assert _count_pages(full_sample(both).baseline, both, Paper.A4) == 1
