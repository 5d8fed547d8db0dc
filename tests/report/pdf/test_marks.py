"""Page marks: where the code lies, what it says, and that a printed page can be read at 150 and 300 dpi."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zlib
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from takeover.baseline.model import EditionName
from takeover.baseline.page_mark import PageMark, read_mark
from takeover.catalogues import LANGUAGES
from takeover.report.document import render_baseline, render_draft
from takeover.report.pdf.marks import draw_code
from takeover.report.pdf.tree import UnexpectedPdf
from tests.report.pdf.test_render import PAGE, _render
from tests.report.samples import SEALED_AT, draft_sample, sealed_sample

MILLIMETRE = 72 / 25.4
needs_poppler = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="draws pages with pdftoppm (poppler-utils)")
MARK = PageMark(root="3f" * 32, edition=EditionName.INTERNAL)
MARKED_PAGE = (
    PAGE.replace("@page {", "@page { @bottom-right-corner { content: element(m) }")
    .replace("</style>", ".m { position: running(m) } .m a { display: block; width: 15mm; height: 15mm }</style>")
    .replace("<body>", '<body><div class="m"><a href="pagemark:"></a></div>')
)


def read_codes(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


def paint(content: bytes) -> Image.Image:
    """Paint the rectangles of a drawn code, eight pixels a module."""
    picture = Image.new("L", (45 * 8, 45 * 8), 128)
    lines = content.decode().splitlines()
    ink = 255
    for line in lines:
        ink = 0 if line == "0 g" else ink
        if found := re.match(r"(?:1 g )?(-?\d+) (-?\d+) (\d+) (\d+) re", line):
            x, y, width, height = map(int, found.groups())
            picture.paste(ink, ((x + 4) * 8, (41 - y - height) * 8, (x + 4 + width) * 8, (41 - y) * 8))
    return picture


def test_draw_code_draws_what_a_reader_reads() -> None:
    picture = paint(draw_code("TAKEOVER:1:AB", [100, 50, 142.5, 92.5]))
    assert read_codes(picture) == ["TAKEOVER:1:AB"]


def test_draw_code_has_the_size_of_its_box_a_quiet_zone_and_is_an_artifact() -> None:
    content = draw_code("TAKEOVER:1:AB", [142.5, 50, 100, 92.5]).decode()
    module, left, bottom = re.search(r"q ([0-9.]+) 0 0 \1 ([0-9.]+) ([0-9.]+) cm", content).groups()  # type: ignore[union-attr]
    assert float(module) * 37 == pytest.approx(42.5, abs=0.01)
    assert (float(left), float(bottom)) == (100, 50)
    assert "1 g -4 -4 45 45 re f" in content
    assert content.startswith("/Artifact <</Type /Pagination>> BDC")
    assert content.count("BDC") == content.count("EMC") == 1


@lru_cache(maxsize=2)
def sealed(language: str) -> bytes:
    frozen = sealed_sample(language).frozen
    return render_baseline(frozen.baseline, edition_file=frozen.edition_file, checklist_file=frozen.checklist_file)


def draw_pages(data: bytes, dpi: int, folder: Path) -> list[Image.Image]:
    (folder / "file.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", folder / "file.pdf", folder / "page"], check=True)
    return [Image.open(io.BytesIO(file.read_bytes())) for file in sorted(folder.glob("page*.pgm"))]


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_page_says_which_page_of_which_baseline_it_is(language: str, dpi: int, tmp_path: Path) -> None:
    manifest = sealed_sample(language).frozen.manifest
    pages = draw_pages(sealed(language), dpi, tmp_path)
    found = [[read_mark(text) for text in read_codes(page)] for page in pages]
    expected = PageMark(root=manifest.root, edition=manifest.edition, pages=len(pages))
    assert len(pages) > 10
    assert found == [
        [PageMark(root=expected.root, edition=expected.edition, page=number, pages=expected.pages)]
        for number in range(1, len(pages) + 1)
    ]


@needs_poppler
@pytest.mark.slow
def test_the_code_lies_15_mm_wide_inside_the_printable_page_and_over_nothing(tmp_path: Path) -> None:
    quiet = 4 * 15 / 37 * MILLIMETRE
    with pikepdf.open(io.BytesIO(sealed("en"))) as pdf:
        (tmp_path / "file.pdf").write_bytes(sealed("en"))
        words = subprocess.run(
            ["pdftotext", "-bbox", tmp_path / "file.pdf", "-"], capture_output=True, text=True, check=True
        )
        sheets = words.stdout.split("<page ")[1:]
        for page, sheet in zip(pdf.pages, sheets, strict=True):
            *_, drawn = page.obj.Contents.read_bytes().rpartition(b"/Artifact <</Type /Pagination>> BDC\nq ")
            size, _, _, _, left, bottom = (float(number) for number in drawn.split(b" cm")[0].split())
            side = size * 37
            assert side / MILLIMETRE == pytest.approx(15, abs=0.02)
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            assert min(left, bottom, width - left - side) > 4.9 * MILLIMETRE
            for x, y, right, low in re.findall(
                r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">', sheet
            ):
                beside = float(right) < left - quiet or float(x) > left + side + quiet
                above = float(low) < height - bottom - side - quiet or float(y) > height - bottom + quiet
                assert beside or above
            for field in page.obj.get("/Annots", ()):
                if field.Subtype == "/Widget":
                    assert float(field.Rect[1]) > bottom + side + quiet


@pytest.mark.slow
def test_the_places_of_the_marks_leave_no_trace() -> None:
    with pikepdf.open(io.BytesIO(_render(MARKED_PAGE, mark=MARK))) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        assert all("pagemark" not in str(note.get("/A", "")) for note in notes)
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)[::2]
        keys = [int(note.StructParent) for note in notes] + [int(page.obj.StructParents) for page in pdf.pages]
        assert sorted(map(int, numbers)) == sorted(keys)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "mark"), [(PAGE, MARK), (MARKED_PAGE, None)])
def test_places_and_marks_that_do_not_belong_together_are_a_bug(page: str, mark: PageMark | None) -> None:
    with pytest.raises(UnexpectedPdf):
        _render(page, mark=mark)


@needs_poppler
@pytest.mark.slow
def test_a_draft_has_no_code(tmp_path: Path) -> None:
    pages = draw_pages(render_draft(draft_sample("en"), created=SEALED_AT), 100, tmp_path)
    assert [read_codes(page) for page in pages] == [[]] * len(pages)


@pytest.mark.slow
def test_a_code_costs_less_than_two_kilobytes_a_page() -> None:
    with pikepdf.open(io.BytesIO(sealed("en"))) as pdf:
        number = len(pdf.pages)
        for page in pdf.pages:
            content, _, drawn = page.obj.Contents.read_bytes().rpartition(b"/Artifact <</Type /Pagination>> BDC\nq ")
            assert content
            assert len(zlib.compress(drawn)) < 2_000
    assert number > 10
