"""Reading marks off pictures: askew, grainy, turned, squeezed, in layers, flattened; and files that are none."""

from __future__ import annotations

import io
import shutil
from functools import lru_cache

import pikepdf
import pytest
import segno
from PIL import Image

from takeover.baseline.model import EditionName
from takeover.baseline.page_mark import PageMark, write_mark
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.errors import BadInput
from takeover.signing import pictures
from takeover.signing.pictures import read_scan
from tests.report.pdf.test_marks import sealed
from tests.scans import picture, print_pages, scan_page, wrap_pdf

needs_poppler = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="draws pages with pdftoppm (poppler-utils)")
MARK = PageMark(root="ab" * 32, edition=EditionName.SHARED, page=2, pages=3)


def draw_sheet(*texts: str) -> Image.Image:
    """A sheet of paper at 150 dpi with codes in a row."""
    sheet = Image.new("L", (1240, 1754), 255)
    for place, text in enumerate(texts):
        buffer = io.BytesIO()
        segno.make_qr(text, error="m").save(buffer, kind="png", scale=4)
        sheet.paste(Image.open(buffer).convert("L"), (60 + 380 * place, 1400))
    return sheet


def marks_in(*files: bytes) -> list[tuple[PageMark, ...]]:
    return [sheet.marks for sheet in read_scan([(f"file-{number}", data) for number, data in enumerate(files)])]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pictures_of_every_kind_are_read(kind: str) -> None:
    assert marks_in(picture(draw_sheet(write_mark(MARK)), kind)) == [(MARK,)]


def test_sheets_are_counted_over_all_files() -> None:
    pages = [draw_sheet(write_mark(MARK)), draw_sheet()]
    sheets = read_scan([("a.pdf", wrap_pdf(pages, dpi=150)), ("b.png", picture(pages[0]))])
    assert [(sheet.number, sheet.file, sheet.marks) for sheet in sheets] == [
        (1, "a.pdf", (MARK,)), (2, "a.pdf", ()), (3, "b.png", (MARK,)),
    ]  # fmt: skip


def test_a_tiff_of_several_sheets_has_several() -> None:
    buffer = io.BytesIO()
    draw_sheet(write_mark(MARK)).save(buffer, "TIFF", save_all=True, append_images=[draw_sheet()])
    assert marks_in(buffer.getvalue()) == [(MARK,), ()]


def test_other_people_s_codes_are_no_marks() -> None:
    assert marks_in(picture(draw_sheet("https://example.org/parcel", write_mark(MARK)))) == [(MARK,)]
    assert marks_in(picture(draw_sheet("https://example.org/parcel"))) == [()]


def test_one_mark_twice_on_a_sheet_is_one_and_two_are_two() -> None:
    other = PageMark(root="ab" * 32, edition=EditionName.SHARED, page=3, pages=3)
    assert marks_in(picture(draw_sheet(write_mark(MARK), write_mark(MARK)))) == [(MARK,)]
    ((*found,),) = marks_in(picture(draw_sheet(write_mark(MARK), write_mark(other))))
    assert set(found) == {MARK, other}


@lru_cache(maxsize=1)
def printed() -> list[Image.Image]:
    return print_pages(sealed("en"))[:4]


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 2.5, -6, 90, 181.5])
def test_a_print_that_was_scanned_badly_is_read(turn: float) -> None:
    scan = wrap_pdf([scan_page(page, turn=turn) for page in printed()])
    assert [[mark.page for mark in marks] for marks in marks_in(scan)] == [[1], [2], [3], [4]]


@needs_poppler
@pytest.mark.slow
def test_a_scan_in_black_and_white_at_150_dpi_is_read() -> None:
    pages = [page.convert("1") for page in print_pages(sealed("zh-Hans"), dpi=150)[:4]]
    assert [[mark.page for mark in marks] for marks in marks_in(wrap_pdf(pages, dpi=150))] == [[1], [2], [3], [4]]


@pytest.mark.slow
def test_a_file_that_a_platform_saved_anew_is_read() -> None:
    with pikepdf.open(io.BytesIO(sealed("en"))) as pdf:
        number = len(pdf.pages)
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        del pdf.Root.AcroForm, pdf.Root.StructTreeRoot, pdf.Root.AF, pdf.Root.Names
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert [[mark.page for mark in marks] for marks in marks_in(buffer.getvalue())] == [
        [page] for page in range(1, number + 1)
    ]


def encrypted() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.7\nnot really\n",
        encrypted(),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"GIF89a" + bytes(50),
    ],
)
def test_what_is_no_scan_is_bad_input_that_names_the_file(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read_scan([("mine.pdf", data)])
    assert caught.value.code == "SG109"
    assert caught.value.details["reason"]
    assert "0x" not in caught.value.details["reason"]
    assert all("mine.pdf" in caught.value.describe(load_catalogue(language)) for language in LANGUAGES)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG", optimize=True)
    with pytest.raises(BadInput) as caught:
        read_scan([("bomb.png", bomb.getvalue())])
    assert caught.value.code == "SG109"


def test_a_huge_page_is_drawn_small() -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_400, 14_400))
        pdf.save(buffer)
    assert marks_in(buffer.getvalue()) == [()]


def test_too_many_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_SHEETS", 1)
    scan = wrap_pdf([draw_sheet(), draw_sheet()])
    with pytest.raises(BadInput) as caught:
        read_scan([("a", scan)])
    assert caught.value.code == "SG109"
