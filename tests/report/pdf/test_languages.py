"""Texts in another language than the document's: tagged where they stand, and nothing else is."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from takeover.fonts import prepare_fonts
from takeover.report.pdf.languages import note_languages, place_languages
from takeover.report.pdf.render import load_weasyprint
from takeover.report.pdf.tree import UnexpectedPdf
from tests.report.pdf.reading import read_aloud
from tests.report.pdf.test_render import PAGE, _render
from tests.verapdf.verapdf import validate, why_not

pytestmark = pytest.mark.slow

LONG = "一个比一行更长的句子，用来看它断行之后各行是否仍有自己的语言标记，也就是说读屏软件会不会换一种声音来读它"
MIXED = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mixed</title><style>
@page {{ size: 90mm 120mm; margin: 15mm; @top-left {{ content: element(head) }} @bottom-right {{ content: counter(page) }} }}
html {{ font: 9pt/1.5 Report }} .head {{ position: running(head) }} a {{ color: #26527a }}
</style></head><body><p class="head">Head <span lang="zh-Hans">页眉</span></p>
<h1>Baseline <span lang="zh-Hans">基准</span></h1>
<p>See <a href="#two">Goals / <span lang="zh-Hans">目标</span> 2</a>.</p>
<p lang="zh-Hans">{LONG}，见<a href="#two">第二节 <b lang="en">Two</b></a>。</p>
<p lang="en">English</p><p lang="no tag">Nonsense</p>
<svg xmlns="http://www.w3.org/2000/svg" lang="zh-Hans" width="40" height="9" viewBox="0 0 40 9"><title>横条</title>
<rect width="40" height="9" fill="#123456"/></svg>
<h2 id="two" style="break-before: page">Two</h2><table lang="zh-Hans"><thead><tr><th scope="col">甲</th></tr></thead>
<tbody><tr><td lang="de">zwei</td></tr></tbody></table></body></html>"""


def _render_mixed() -> bytes:
    return _render(MIXED, fonts=prepare_fonts([MIXED]), fields=(), attachments=())


@lru_cache(maxsize=1)
def _mixed() -> bytes:
    return _render_mixed()


@pytest.fixture
def pdf() -> Any:
    with pikepdf.open(io.BytesIO(_mixed())) as opened:
        yield opened


def _elements(pdf: pikepdf.Pdf) -> list[Any]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"]


def _kids(element: Any) -> list[Any]:
    return list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]


def test_every_text_is_read_in_its_language(pdf: pikepdf.Pdf) -> None:
    said = read_aloud(pdf)
    lines = [text for language, text in said if language == "zh-Hans" and text in f"{LONG}，见"]
    assert len(lines) > 2
    assert "".join(lines) == f"{LONG}，见"
    assert [one for one in said if one[1] not in lines] == [
        ("en", "Baseline"), ("zh-Hans", "基准"),
        ("en", "See"), ("en", "Goals /"), ("zh-Hans", "目标"), ("en", "2"), ("en", "."),
        ("zh-Hans", "第二节"), ("en", "Two"), ("zh-Hans", "。"),
        ("en", "English"), ("en", "Nonsense"),
        ("en", "Two"), ("zh-Hans", "甲"), ("de", "zwei"),
    ]  # fmt: skip
    (figure,) = (one for one in _elements(pdf) if one.S == "/Figure")
    assert (str(figure.Alt), str(figure.Lang)) == ("横条", "zh-Hans")


def test_only_what_holds_content_itself_has_a_language(pdf: pikepdf.Pdf) -> None:
    tagged = [element for element in _elements(pdf) if "/Lang" in element]
    assert {str(element.S) for element in tagged} == {"/Span", "/Figure"}
    assert all(isinstance(kid, int) for element in tagged for kid in _kids(element))


def test_a_link_keeps_one_annotation_a_line_whatever_stands_in_it(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    by_number = {int(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
    annotations = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
    links = [by_number[int(note.StructParent)] for note in annotations]
    assert len(links) == 2
    assert {str(link.S) for link in links} == {"/Link"}
    assert [kid.Obj.objgen for link in links for kid in _kids(link) if kid.__class__ is not int and "/Obj" in kid] == [
        note.objgen for note in annotations
    ]


def test_the_parent_tree_leads_from_every_content_to_the_element_that_holds_it(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    by_number = {int(tree[at]): tree[at + 1] for at in range(0, len(tree), 2)}
    held = 0
    for page in pdf.pages:
        for number, element in enumerate(by_number[int(page.obj.StructParents)]):
            if element is not None:  # the running head is none of the text
                held += 1
                assert number in [kid for kid in _kids(element) if isinstance(kid, int)]
                assert element.Pg.objgen == page.obj.objgen
                assert element.objgen in [kid.objgen for kid in _kids(element.P) if not isinstance(kid, int)]
    assert held == sum(isinstance(kid, int) for one in _elements(pdf) if "/K" in one for kid in _kids(one))


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
def test_it_conforms_to_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    file = tmp_path / "mixed.pdf"
    file.write_bytes(_mixed())
    assert [(one.profile, one.failures, one.error) for one in validate([file])] == [("3a", (), ""), ("ua1", (), "")]


def test_the_same_page_gives_the_same_bytes() -> None:
    assert _render_mixed() == _mixed()


def test_a_page_in_one_language_has_that_of_the_document_alone() -> None:
    plain = _render(PAGE)
    assert _render(PAGE.replace("<p>See", '<p lang="en">See')) == plain
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        assert [element for element in _elements(pdf) if "/Lang" in element] == []
        assert {language for language, _ in read_aloud(pdf)} == {"en"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda spoken: spoken[:-1], "2 pages, and the languages of 1"),
        (lambda spoken: [spoken[0][:-1], spoken[1]], "marked contents, and the languages of"),
        (lambda spoken: spoken[::-1], "marked contents, and the languages of"),
    ],
)
def test_languages_of_other_pages_are_a_bug(change: Any, reason: str, pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    spoken = [("en",) * len(tree[at + 1]) for at in (0, 2)]
    place_languages(pdf, spoken, "en")
    with pytest.raises(UnexpectedPdf, match=reason):
        place_languages(pdf, change(spoken), "en")


def test_a_content_that_its_link_does_not_hold_is_a_bug(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    link = next(element for element in _elements(pdf) if element.S == "/Link")
    tree[1][0] = link
    spoken = [("de", *("en",) * (len(tree[1]) - 1)), ("en",) * len(tree[3])]
    with pytest.raises(UnexpectedPdf, match="found 0 times in its link"):
        place_languages(pdf, spoken, "en")


def test_pages_that_are_painted_without_tags_are_a_bug() -> None:
    document = load_weasyprint().HTML(string="<p>x").render()
    note_languages(document)
    with pytest.raises(UnexpectedPdf, match="without tags"):
        document.write_pdf()
