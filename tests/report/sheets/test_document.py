"""The sheet as PDF: conforming, nothing clipped or torn apart, and no word in it that is not for its reader."""

from __future__ import annotations

import io
import logging
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_checklist
from takeover.errors import BadInput
from takeover.report.sheets.document import render_sheet
from takeover.report.sheets.sheet import Order, Sheet, build_sheet
from takeover.report.sheets.tables import Paper
from takeover.values import Role
from tests.report.pdf.reading import read_aloud
from tests.report.sheets.lists import CANARY
from tests.report.sheets.test_sheet import SHA256, make_sheet
from tests.verapdf.verapdf import validate, why_not

pytestmark = pytest.mark.slow

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads pages with pdftotext (poppler-utils)")
needs_verapdf = pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
CREATED = "2026-11-22T02:53:16.123Z"
SHEETS = {
    "client": (Role.CLIENT, ("en",), Paper.A4),
    "outgoing": (Role.OUTGOING_PM, ("zh-Hans", "en"), Paper.LETTER),
    "own": (None, ("en", "zh-Hans"), Paper.A4),
}


@lru_cache(maxsize=8)
def render(name: str) -> bytes:
    reader, languages, paper = SHEETS[name]
    return render_sheet(make_sheet(reader, *languages, paper=paper), created=CREATED)


def bundled(reader: Role | None, language: str, **changes) -> Sheet:
    loaded = load_checklist()
    order = Order(**{"reader": reader, "settings": {"engagement": "client"}, "project": "Atlas"} | changes)
    return build_sheet((loaded.in_language(language),), (load_catalogue(language),), order, sha256=loaded.sha256)


def pages_of(data: bytes, folder: Path) -> list[str]:
    (folder / "sheet.pdf").write_bytes(data)
    run = subprocess.run(["pdftotext", "-layout", folder / "sheet.pdf", "-"], capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


def everything_in(data: bytes) -> bytes:
    """All streams, unpacked, and all other objects of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        others = [one.unparse() for one in pdf.objects if not isinstance(one, pikepdf.Stream)]
    return b"\n".join((*streams, *others, data))


def has_word(data: bytes, word: str) -> bool:
    found = everything_in(data)
    encodings = ("utf-8", "utf-16-be", "utf-16-le")
    return (
        any(word.encode(encoding) in found for encoding in encodings)
        or word.encode("utf-16-be").hex().encode() in found
    )


@needs_poppler
@pytest.mark.parametrize("name", ["client", "outgoing"])
def test_no_stream_of_somebody_elses_sheet_has_a_word_that_is_not_for_them(name, tmp_path):
    data = render(name)
    assert not has_word(data, CANARY)
    assert CANARY not in "".join("\n".join(pages_of(data, tmp_path)).split())


@needs_poppler
def test_the_search_finds_the_same_words_on_the_own_sheet(tmp_path):
    text = "".join("\n".join(pages_of(render("own"), tmp_path)).split())
    assert f"{CANARY}internalquestion?" in text
    assert has_word(render("own"), CANARY)


@needs_poppler
def test_every_page_carries_list_hash_reader_and_number(tmp_path):
    pages = pages_of(render("client"), tmp_path)
    for number, page in enumerate(pages, 1):
        assert f"test@1.0.0 · {SHA256[:12]} · Client" in page
        assert f"Page {number} of {len(pages)}" in page


@needs_poppler
@pytest.mark.parametrize(
    ("language", "proof", "paper"),
    [
        ("en", "What proves it", Paper.A4),
        ("zh-Hans", "有何证据", Paper.LETTER),
        pytest.param("en", "What proves it", Paper.LETTER, marks=pytest.mark.exhaustive),
        pytest.param("zh-Hans", "有何证据", Paper.A4, marks=pytest.mark.exhaustive),
    ],
)
def test_no_question_is_torn_apart_and_no_heading_ends_a_page(language, proof, paper, tmp_path):
    sheet = bundled(Role.OUTGOING_PM, language, paper=paper)
    pages = pages_of(render_sheet(sheet, created=CREATED), tmp_path)
    titles = {section.title[0].text for section in sheet.sections}
    found = 0
    for page in pages:
        on_page = [question.id for question in sheet.questions if question.id in page.split()]
        assert page.count(proof) == len(on_page)
        found += len(on_page)
        body = [line.strip() for line in page.splitlines() if line.strip()][:-1]
        assert body[-1] not in titles
    assert found == len(sheet.questions)


@needs_poppler
def test_the_clients_first_day_fits_few_pages(tmp_path):
    sheet = bundled(Role.CLIENT, "en", day_one=True)
    pages = pages_of(render_sheet(sheet, created=CREATED), tmp_path)
    assert len(sheet.questions) >= 10
    assert len(pages) - len(sheet.tables) <= 4


@needs_poppler
def test_a_table_is_found_on_the_page_that_its_question_names(tmp_path):
    pages = pages_of(render("client"), tmp_path)
    at = next(number for number, page in enumerate(pages, 1) if "Table 1 Broad register" in page)
    assert any(f"The rows go into table 1 on page {at}." in page for page in pages)


def test_pages_have_the_size_of_the_paper_and_wide_tables_lie_across():
    for name, (short, long) in {"client": (210, 297), "outgoing": (215.9, 279.4)}.items():
        with pikepdf.open(io.BytesIO(render(name))) as pdf:
            sizes = [tuple(round(float(side) / 72 * 25.4, 1) for side in page.mediabox[2:]) for page in pdf.pages]
        assert sizes[0] == (short, long)
        assert sizes[-1] == (long, short)


def test_the_document_is_tagged_titled_and_has_no_form():
    with pikepdf.open(io.BytesIO(render("outgoing"))) as pdf:
        assert str(pdf.Root.Lang) == "zh-Hans"
        assert str(pdf.docinfo.Title) == "问题单：前任项目经理 · Atlas"
        assert pdf.Root.MarkInfo.Marked
        assert "/AcroForm" not in pdf.Root


@pytest.mark.parametrize(("name", "main", "other"), [("own", "en", "zh-Hans"), ("outgoing", "zh-Hans", "en")])
def test_a_sheet_in_two_languages_is_read_aloud_in_both(name, main, other):
    with pikepdf.open(io.BytesIO(render(name))) as pdf:
        said = read_aloud(pdf)
    assert {language for language, _ in said} == {main, other}
    chinese = re.compile("[\u4e00-\u9fff]")
    mark = load_catalogue("en").text("report.edition.internal")  # the same words on every sheet
    assert {text for language, text in said if language == "en" and chinese.search(text)} <= {mark}
    for language in (main, other):
        read = "".join(text for one, text in said if one == language)
        for key in ("sheet.unknown" if name == "outgoing" else "sheet.not_known", "sheet.somebody", "sheet.typical"):
            assert load_catalogue(language).text(f"report.{key}", documents="").split("：")[0].strip("： ") in read
    counted = [sum(one == language for one, _ in said) for language in (main, other)]
    assert min(counted) > 100


def test_the_same_sheet_gives_the_same_bytes():
    assert render_sheet(make_sheet(Role.CLIENT), created=CREATED) == render("client")


def test_weasyprint_has_nothing_to_say_about_the_style_sheet(caplog):
    with caplog.at_level(logging.WARNING):
        render_sheet(make_sheet(Role.CLIENT, day_one=True), created=CREATED)
    assert caplog.records == []


@needs_poppler
def test_a_character_without_a_glyph_stops_the_sheet_unless_it_is_spelled_out(tmp_path):
    sheet = make_sheet(Role.CLIENT, day_one=True, project="Atlas \U0001f680")
    with pytest.raises(BadInput):
        render_sheet(sheet, created=CREATED)
    assert "Atlas [U+1F680]" in pages_of(render_sheet(sheet, created=CREATED, spell_out=True), tmp_path)[0]


@needs_verapdf
def test_sheets_conform_to_pdf_a_3a_and_pdf_ua_1(tmp_path):
    for name in SHEETS:
        (tmp_path / f"{name}.pdf").write_bytes(render(name))
    results = validate([tmp_path / f"{name}.pdf" for name in SHEETS])
    assert {(result.profile, result.failures, result.error) for result in results} == {("3a", (), ""), ("ua1", (), "")}
    assert len(results) == 2 * len(SHEETS)
