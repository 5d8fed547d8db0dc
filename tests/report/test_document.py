from __future__ import annotations

import io
import logging
import shutil
import subprocess
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest

from takeover.baseline.manifest import read_edition
from takeover.baseline.model import Baseline
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.errors import BadInput
from takeover.report.document import render_baseline, render_document, render_draft
from takeover.report.tools import describe_tools
from takeover.report.view.build import build_view
from tests.report.samples import SEALED_AT, draft_sample, sealed_sample, told_sample, unjudged_sample
from tests.verapdf.verapdf import validate, why_not

pytestmark = pytest.mark.slow

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads pages with pdftotext (poppler-utils)")
needs_verapdf = pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")


@lru_cache(maxsize=2)
def _sealed(language: str) -> bytes:
    frozen = sealed_sample(language).frozen
    return render_baseline(frozen.baseline, edition_file=frozen.edition_file, checklist_file=frozen.checklist_file)


def _told(baseline: Baseline) -> bytes:
    return render_baseline(baseline, edition_file=b"{}\n", checklist_file=b"{}")


def _read(data: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "report.pdf"
    file.write_bytes(data)
    run = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True)
    return run.stdout.decode()


@needs_poppler
@pytest.mark.parametrize(
    ("language", "first", "last", "second"),
    [
        ("en", "Delivery confidence Red", "Asked in all", "Contents"),
        ("zh-Hans", "交付信心 红", "索取事项总计", "目录"),
    ],
)
def test_page_one_holds_all_that_page_one_must(
    language: str, first: str, last: str, second: str, tmp_path: Path
) -> None:
    pages = _read(_sealed(language), tmp_path).split("\f")
    assert first in pages[0]
    assert last in pages[0]
    assert second in pages[1]


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_carries_the_mark_the_short_hash_and_its_number(language: str, tmp_path: Path) -> None:
    baseline = sealed_sample(language).baseline
    pages = _read(_sealed(language), tmp_path, "-layout").split("\f")[:-1]
    assert len(pages) > 10
    for number, page in enumerate(pages, 1):
        assert "INTERNAL / 内部" in page
        assert baseline.short_hash in page
        assert (f"Page {number} of {len(pages)}" if language == "en" else f"第 {number} 页，共 {len(pages)} 页") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_edition_inside_reads_back_as_the_one_that_was_frozen(language: str) -> None:
    frozen = sealed_sample(language).frozen
    with pikepdf.open(io.BytesIO(_sealed(language))) as pdf:
        files = {str(spec.UF): spec.EF.F.read_bytes() for spec in pdf.Root.AF}
        assert bytes(pdf.trailer.ID[0]) == bytes.fromhex(frozen.manifest.root)[:16]
    assert files == {"edition.jsonl": frozen.edition_file, "checklist.json": frozen.checklist_file}
    assert read_edition(files["edition.jsonl"])[0] == frozen.manifest


def test_the_boxes_have_room_for_a_seal() -> None:
    with pikepdf.open(io.BytesIO(_sealed("en"))) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            left, bottom, right, top = (float(number) / 72 * 25.4 for number in field.Rect)
            if str(field.T).startswith("sign-"):
                assert right - left == pytest.approx(120, abs=0.3)
                assert top - bottom >= 40
            assert left >= 20 - 0.3
            assert right <= 190.3


@needs_poppler
def test_a_long_company_and_capacity_stand_whole_beside_the_box(tmp_path: Path) -> None:
    """They say for whom somebody signs; half of them would be worse than none."""
    view = build_view(sealed_sample("en").baseline, load_catalogue("en"))
    capacity = "Deputy head of the office for renewal of lines and depots"
    company = "北线轨道交通信号系统工程与服务集团有限责任公司第二分公司"
    boxes = tuple(replace(box, organisation=company, capacity=capacity, person="") for box in view.boxes)
    data = render_document(replace(view, boxes=boxes, short_hash=""))
    text = "".join(_read(data, tmp_path, "-raw").split())
    assert text.count("".join(capacity.split())) == len(boxes)
    assert text.count(company) == len(boxes)


def test_bookmarks_name_the_sections() -> None:
    with pikepdf.open(io.BytesIO(_sealed("en"))) as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        titles = [item.title for item in top.children]
    assert {"Stop-lines", "Inherited state by dimension", "Disputes", "Requests", "Sign-off"} <= set(titles)


def test_the_same_baseline_gives_the_same_bytes() -> None:
    frozen = sealed_sample("zh-Hans").frozen
    again = render_baseline(frozen.baseline, edition_file=frozen.edition_file, checklist_file=frozen.checklist_file)
    assert again == _sealed("zh-Hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_weasyprint_has_nothing_to_say_about_the_style_sheet(language: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        _told(unjudged_sample(language).baseline)
        render_draft(draft_sample(language), created=SEALED_AT)
    assert caplog.records == []


def test_a_text_without_a_glyph_stops_with_the_character_named() -> None:
    with pytest.raises(BadInput) as caught:
        _told(told_sample("Project \U0001f680", "words"))
    assert "U+1F680 ROCKET" in caught.value.details["characters"]


def test_describe_tools_names_exact_versions_and_hashes() -> None:
    tools = describe_tools()
    assert {
        "python",
        "zlib",
        "weasyprint",
        "pydyf",
        "fonttools",
        "harfbuzz",
        "pango",
        "pikepdf",
        "qpdf",
        "cldr",
    } <= set(tools.versions)
    assert all(part.isdigit() for part in tools.versions["harfbuzz"].split("."))
    assert {"templates/baseline.css", "locale/zh-Hans/report.json", "fonts/NotoSansCJK-VF.otf.ttc"} <= set(tools.files)
    assert all(len(digest) == 64 for digest in tools.files.values())


@needs_verapdf
@pytest.mark.exhaustive  # in the usual run: tests/signing/test_every_document.py, on fewer pages
def test_every_kind_of_report_conforms_to_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    reports = {f"sealed-{language}.pdf": _sealed(language) for language in LANGUAGES}
    reports["draft.pdf"] = render_draft(draft_sample("zh-Hans"), created=SEALED_AT)
    reports["unjudged.pdf"] = _told(unjudged_sample("en").baseline)
    for name, data in reports.items():
        (tmp_path / name).write_bytes(data)
    results = validate([tmp_path / name for name in reports])
    assert {(result.profile, result.failures, result.error) for result in results} == {("3a", (), ""), ("ua1", (), "")}
    assert len(results) == 8
