"""Letter, two languages and the style of a house as PDF: one rendering each, for all tests of this module."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from takeover.catalogues import load_catalogue
from takeover.report.document import render_baseline
from takeover.report.house.folder import load_style
from takeover.report.layout import Layout
from takeover.report.paper import Paper
from takeover.report.pdf.tree import parent_tree
from takeover.report.stages import Stage
from takeover.report.tools import describe_tools
from tests.report.house.test_check import PMO
from tests.report.house.test_images import make_png
from tests.report.pdf.reading import read_aloud
from tests.report.samples import sealed_sample
from tests.verapdf.verapdf import list_faults, validate, why_not

pytestmark = pytest.mark.slow

LETTER = Layout(paper=Paper.LETTER)
HOUSE = Layout(style=load_style(PMO))
DOCUMENTS = {"letter": ("en", LETTER), "bilingual": ("en+zh-Hans", Layout()), "house": ("zh-Hans", HOUSE)}
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads pages with pdftotext (poppler-utils)")
TOLD: list[tuple[Stage, int]] = []


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("documents")
    for name, (language, layout) in DOCUMENTS.items():
        frozen = sealed_sample(language).frozen
        data = render_baseline(
            frozen.baseline,
            edition_file=frozen.edition_file,
            checklist_file=frozen.checklist_file,
            layout=layout,
            tell=lambda *told: TOLD.append(told),
        )
        (folder / f"{name}.pdf").write_bytes(data)
    return {name: folder / f"{name}.pdf" for name in DOCUMENTS}


def read_pages(file: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
def test_a_house_style_passes_verapdf_for_pdf_a_3a_and_pdf_ua_1(documents: dict[str, Path]) -> None:
    """Papers and languages are in the table of tests/signing/test_every_document.py."""
    results = validate([documents["house"]])
    assert list_faults(results) == []
    assert len(results) == 2


def test_letter_is_letter_on_every_page_and_the_boxes_keep_their_size(documents: dict[str, Path]) -> None:
    with pikepdf.open(documents["letter"]) as pdf:
        sizes = {tuple(sorted(round(float(side)) for side in page.mediabox[2:])) for page in pdf.pages}
        assert sizes == {(612, 792)}
        for field in pdf.Root.AcroForm.Fields:
            left, _, right, _ = (float(number) / 72 * 25.4 for number in field.Rect)
            assert left >= 20
            assert right <= 215.9 - 20


@needs_poppler
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_page_that_says_it_all_is_one_page(name: str, documents: dict[str, Path]) -> None:
    pages = read_pages(documents[name])
    at = 1 if name == "house" else 0
    last, contents = {
        "letter": ("Asked in all", "Contents"),
        "bilingual": ("索取事项总计", "目录"),
        "house": ("索取事项总计", "目录"),
    }[name]
    assert last in "".join(pages[at].split("\n")) or last.replace(" ", "") in "".join(pages[at].split())
    assert contents in pages[at + 1]


@needs_poppler
def test_two_languages_stand_on_every_page_and_the_leading_one_leads(documents: dict[str, Path]) -> None:
    pages = read_pages(documents["bilingual"])
    assert "Delivery confidence / 交付信心 Red / 红" in " ".join(pages[0].split())
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
    with pikepdf.open(documents["bilingual"]) as pdf:
        assert str(pdf.Root.Lang) == "en"
        tips = [str(field.TU) for field in pdf.Root.AcroForm.Fields]
    assert all(" / " in tip and "域" in tip for tip in tips)


def test_a_screen_reader_hears_the_second_language_as_such(documents: dict[str, Path]) -> None:
    with pikepdf.open(documents["bilingual"]) as pdf:
        said = read_aloud(pdf)
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ()) if note.Subtype == "/Link"]
        tree = parent_tree(pdf)
        assert {str(tree[int(note.StructParent)].S) for note in notes} == {"/Link"}
    chinese = [(language, text) for language, text in said if re.search("[\u4e00-\u9fff]", text)]
    assert len(chinese) > 1000
    law = "个人信息保护法"  # an English sentence names it
    assert [text for language, text in chinese if language != "zh-Hans" and law not in text] == []
    assert ("zh-Hans", "交付信心") in said
    assert ("zh-Hans", load_catalogue("zh-Hans").text("report.section.sign_off")) in said


@needs_poppler
def test_a_house_style_keeps_hash_and_edition_on_its_own_pages_too(documents: dict[str, Path]) -> None:
    pages = read_pages(documents["house"])
    short = sealed_sample("zh-Hans").baseline.short_hash
    assert "项目管理办公室" in pages[0]
    assert any("本单位如何接管项目" in page for page in pages)
    assert [number for number, page in enumerate(pages, 1) if short not in page or "内部" not in page] == []


def test_who_waits_is_told_every_stage_and_page(documents: dict[str, Path]) -> None:
    assert [stage for stage, page in TOLD if not page] == [s for s in Stage if s is not Stage.LAYOUT] * len(documents)
    with pikepdf.open(documents["house"]) as pdf:
        assert (Stage.LAYOUT, len(pdf.pages)) in TOLD


def test_paper_and_style_are_among_the_tools() -> None:
    plain, letter, house = describe_tools(), describe_tools(LETTER), describe_tools(HOUSE)
    assert dict(letter.versions) == {**plain.versions, "paper": "letter"}
    assert letter.files == plain.files
    assert {name for name in house.files if name not in plain.files} == set(load_style(PMO).hashes)
    style = load_style(PMO)
    with_png = Layout(style=type(style)(files={**style.files, "logo.png": make_png()}, texts=style.texts))
    assert "pillow" in describe_tools(with_png).versions
