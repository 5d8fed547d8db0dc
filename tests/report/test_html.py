from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.report.document import render_page
from takeover.report.html import list_templates, render_html
from takeover.report.view.build import build_view
from tests.report.samples import draft_sample, sealed_sample, told_sample

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ view }} {% include '/etc/passwd' %} {# gone #}",
    "</style><style>*{display:none}</style><link rel=stylesheet href=http://127.0.0.1/x>",
    '<a href="sigfield:sign-sponsor">sign</a><a rel=attachment href="file:///etc/passwd">x</a>',
    '"><svg onload=alert(1)><foreignObject><iframe src=file:///etc/passwd></foreignObject></svg>',
    "]]><!-- --><base href=http://127.0.0.1/>",
)
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "section", "header", "div", "p", "span", "a", "br", "h1",
    "h2", "h3", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "ol", "li", "svg", "desc", "defs",
    "pattern", "rect", "line", "path", "text",
}  # fmt: skip


class Collector(HTMLParser):
    """Collects tags, attributes and the text outside of style."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.ids: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def _collect(page: str) -> Collector:
    collector = Collector()
    collector.feed(page)
    return collector


def _print(language: str) -> str:
    return render_html(build_view(sealed_sample(language).baseline, load_catalogue(language)), target="print")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    baseline = told_sample(text, text)
    page = _collect(render_html(build_view(baseline, load_catalogue("en")), target="print"))
    plain = _collect(render_html(build_view(told_sample("p", "w"), load_catalogue("en")), target="print"))
    assert page.tags == plain.tags
    assert set(page.tags) <= ALLOWED
    assert page.text.count(text) >= 4
    targets = [value or "" for name, value in page.attributes if name == "href"]
    assert sorted(targets) == sorted(value or "" for name, value in plain.attributes if name == "href")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_have_language_title_and_no_address_outside(language: str) -> None:
    page = _print(language)
    assert f'<html lang="{language}">' in page
    assert "<title>" in page
    collector = _collect(page)
    assert not [name for name, _ in collector.attributes if name == "src" or name.startswith("on")]
    assert re.findall(r"url\((?!#)[^)]*\)", page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere_and_every_id_is_unique(language: str) -> None:
    collector = _collect(_print(language))
    assert len(collector.ids) == len(set(collector.ids))
    inside = {value[1:] for name, value in collector.attributes if name == "href" and value and value[0] == "#"}
    assert inside <= set(collector.ids)
    assert "Q-01" in inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_say_what_they_show(language: str) -> None:
    page = _print(language)
    assert page.count("<svg") == 12 + page.count('class="picture"')
    assert page.count("<svg") == len(re.findall(r"<svg[^>]*><title>[^<]+</title><desc>[^<]+</desc>", page))


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(tag[1]) for tag in _collect(_print("en")).tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_screen_page_has_no_fields_and_the_printed_one_has_two_for_each_box() -> None:
    baseline = sealed_sample("en").baseline
    assert "sigfield:" not in render_page(baseline)
    assert "textfield:" not in render_page(baseline)
    printed = _print("en")
    assert len(re.findall('href="sigfield:', printed)) == len(re.findall('href="textfield:', printed)) == 4


@pytest.mark.parametrize(("language", "word"), [("en", "DRAFT"), ("zh-Hans", "草稿")])
def test_a_draft_says_so_on_the_page_and_behind_it(language: str, word: str) -> None:
    page = render_page(draft_sample(language))
    collector = _collect(page)
    assert word in collector.text
    assert "data:image/svg+xml" in page
    assert "DRAFT" not in render_page(sealed_sample("en").baseline)


def test_the_internal_mark_and_the_short_hash_go_to_every_page() -> None:
    baseline = sealed_sample("en").baseline
    page = _print("en")
    assert 'data-mark="INTERNAL / 内部"' in page
    assert f'data-baseline="Baseline 1 · {baseline.short_hash}"' in page


def test_templates_are_listed_for_the_manifest() -> None:
    names = [file.name for file in list_templates()]
    assert {"baseline.html.j2", "baseline.css", "draft.css", "page_one.html.j2"} <= set(names)
    assert names == [file.name for file in sorted(list_templates())]
