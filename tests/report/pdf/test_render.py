from __future__ import annotations

import hashlib
import io
import logging
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.errors import BadInput, OutsideFailure
from takeover.fonts import prepare_fonts
from takeover.report.pdf.parts import Attached, Relationship, SignatureBox
from takeover.report.pdf.render import load_weasyprint, render_pdf
from takeover.report.pdf.tree import UnexpectedPdf
from tests.verapdf.verapdf import validate, why_not

pytestmark = pytest.mark.slow

BOXES = tuple(
    SignatureBox(
        field=f"sign-{role}", reserve_field=f"reserve-{role}", tip=f"Signature: {role}", reserve_tip=f"Reserve: {role}"
    )
    for role in ("outgoing-pm", "sponsor")
)
FILES = (
    Attached(
        name="edition.jsonl", content=b'{"a":1}\n', media="application/jsonl", description="Edition",
        relationship=Relationship.DATA,
    ),
    Attached(
        name="checklist.json", content=b"{}", media="application/json", description="Questions",
        relationship=Relationship.SUPPLEMENT,
    ),
)  # fmt: skip
FIELDS = "".join(
    f'<div class="box"><p>{box.field}</p><a class="text" href="textfield:{box.reserve_field}"></a>'
    f'<a class="sign" href="sigfield:{box.field}"></a></div>'
    for box in BOXES
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Baseline 基线</title><style>
@page {{ size: A4; margin: 20mm; @top-left {{ content: string(title) }} @bottom-right {{ content: counter(page) }} }}
html {{ font: 10pt/1.5 Report }} body {{ margin: 0 }} h1 {{ string-set: title content() }} table {{ width: 100%; table-layout: fixed }}
.text {{ display: block; width: 150mm; height: 24mm; }} .sign {{ display: block; width: 120mm; height: 40mm; }}
.box {{ break-inside: avoid }}
</style></head><body><h1>Baseline 基线</h1><p>See <a href="#two">below</a>. <b>Bold 粗</b></p>
<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20" viewBox="0 0 100 20"><title>A bar</title>
<rect width="50" height="20" fill="#123456"/></svg>
<h2 id="two">Two</h2><table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><th scope="row">1</th><td>2</td></tr></tbody></table>{FIELDS}</body></html>"""
DOCUMENT_ID = b"\r\n()\\\x00\xff<>%/[]{}\t"


def _render(page: str = PAGE, **changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "fonts": prepare_fonts([PAGE]), "attachments": FILES, "document_id": DOCUMENT_ID,
        "created": "2026-11-22T02:53:16.123Z", "fields": BOXES, "language": "en",
    }  # fmt: skip
    return render_pdf(page, **arguments | changes)


@lru_cache(maxsize=1)
def _rendered() -> bytes:
    return _render()


@lru_cache(maxsize=1)
def _open() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(_rendered()))


def _elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == pikepdf.Name(f"/{kind}")]


def test_fields_lie_exactly_over_their_boxes() -> None:
    found = {str(field.T): field for field in _open().Root.AcroForm.Fields}
    assert list(found) == ["reserve-outgoing-pm", "sign-outgoing-pm", "reserve-sponsor", "sign-sponsor"]
    for name, (width, height) in {"sign-sponsor": (120, 40), "reserve-sponsor": (150, 24)}.items():
        left, bottom, right, top = (float(number) for number in found[name].Rect)
        assert (right - left) / 72 * 25.4 == pytest.approx(width, abs=0.01)
        assert (top - bottom) / 72 * 25.4 == pytest.approx(height, abs=0.01)
        assert left / 72 * 25.4 == pytest.approx(20, abs=0.01)


def test_signature_fields_lock_both_fields_of_their_party() -> None:
    field = next(f for f in _open().Root.AcroForm.Fields if str(f.T) == "sign-sponsor")
    assert (field.FT, field.Subtype, int(field.F), str(field.TU)) == ("/Sig", "/Widget", 4, "Signature: sponsor")
    assert field.Lock.Action == "/Include"
    assert [str(name) for name in field.Lock.Fields] == ["reserve-sponsor", "sign-sponsor"]
    assert field.AP.N.read_bytes() == b""
    assert "/V" not in field


def test_text_fields_are_multiline_with_an_embedded_font() -> None:
    form = _open().Root.AcroForm
    field = next(f for f in form.Fields if str(f.T) == "reserve-sponsor")
    assert (field.FT, int(field.Ff), str(field.TU)) == ("/Tx", 4096, "Reserve: sponsor")
    font_name = str(field.DA).split()[0]
    font = form.DR.Font[font_name]
    assert font.FontDescriptor.FontFile2.read_bytes()[:4] == b"\0\1\0\0"
    assert len(font.Widths) == int(font.LastChar) - int(font.FirstChar) + 1
    assert "/NeedAppearances" not in form


def test_no_field_name_is_the_beginning_of_another() -> None:
    names = [str(field.T) for field in _open().Root.AcroForm.Fields]
    assert not [(a, b) for a in names for b in names if a != b and b.startswith(a)]


def test_form_elements_have_the_annotation_itself_as_their_only_child() -> None:
    forms = _elements(_open(), "Form")
    assert len(forms) == 4
    assert all(isinstance(form.K, pikepdf.Dictionary) and form.K.Type == "/OBJR" for form in forms)


def test_attachments_are_associated_and_read_back_unchanged() -> None:
    root = _open().Root
    specs = {str(spec.UF): spec for spec in root.AF}
    for file in FILES:
        spec = specs[file.name]
        assert spec.AFRelationship == f"/{file.relationship.value}"
        assert spec.EF.F.read_bytes() == file.content
        assert spec.EF.F.Subtype == f"/{file.media}"
        assert str(spec.Desc) == file.description
        assert str(spec.EF.F.Params.ModDate) == "D:20261122025316Z"
    assert [str(name) for name in list(root.Names.EmbeddedFiles.Names)[::2]] == ["checklist.json", "edition.jsonl"]


def test_header_cells_have_a_scope_and_figures_a_box_in_points() -> None:
    pdf = _open()
    assert [str(cell.A.Scope) for cell in _elements(pdf, "TH")] == ["/Column", "/Column", "/Row"]
    (figure,) = _elements(pdf, "Figure")
    left, bottom, right, top = (float(number) for number in figure.A.BBox)
    assert (right - left, top - bottom) == (pytest.approx(75, abs=0.1), pytest.approx(15, abs=0.1))
    assert 0 < bottom < top < float(pdf.pages[0].mediabox[3])
    assert str(figure.Alt) == "A bar"


def test_running_headers_are_artifacts() -> None:
    for page in _open().pages:
        content = page.obj.Contents.read_bytes()
        assert content.count(b"/Artifact <</Type /Pagination>> BDC") == 2


def test_metadata_names_both_standards_in_one_rdf() -> None:
    stream = _open().Root.Metadata
    packet = stream.read_raw_bytes().decode()
    assert packet.count("<rdf:RDF") == 1
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert re.search(r"pdfaid:(part|conformance)", packet)
    assert "pdfaSchema:namespaceURI" in packet


def test_no_stream_ends_in_a_line_end() -> None:
    streams = [o for o in _open().objects if isinstance(o, pikepdf.Stream) and o.get("/Type") != "/Metadata"]
    assert not [s.objgen for s in streams if s.read_raw_bytes()[-1:] in (b"\r", b"\n")]


def test_fonts_are_ours_alone_and_subset() -> None:
    names = {str(o.FontName) for o in _open().objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o}
    assert {name.split("+")[1] for name in names} == {"Report", "Report-Bold", "NotoSansCJKsc-Regular"}
    assert len(_rendered()) < 60_000


def test_document_has_its_id_language_title_and_dates() -> None:
    pdf = _open()
    assert str(pdf.Root.Lang) == "en"
    assert str(pdf.docinfo.Title) == "Baseline 基线"
    assert "20261122025316" in str(pdf.docinfo.CreationDate)
    assert bytes(pdf.trailer.ID[0]) == DOCUMENT_ID


def test_weasyprint_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        _render()
    assert caplog.records == []


def test_the_same_arguments_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    script = (
        "import hashlib; from tests.report.pdf.test_render import _render; print(hashlib.sha256(_render()).hexdigest())"
    )
    environment = {
        "PYTHONHASHSEED": "99",
        "TZ": "Asia/Shanghai",
        "LC_ALL": "C",
        "PYTHONUTF8": "1",
        "HOME": str(tmp_path),
    }
    environment["PYTHONPATH"] = str(Path(__file__).parents[3])
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment, cwd=tmp_path
    )
    assert run.stdout.strip() == hashlib.sha256(_rendered()).hexdigest()


@pytest.mark.parametrize(
    "reference",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(file:///etc/passwd)</style>",
        '<style>@font-face{font-family:x;src:url("font:other")} p{font-family:x}</style>',
    ],
)
def test_nothing_is_fetched(reference: str) -> None:
    with pytest.raises(BadInput) as caught:
        _render(PAGE.replace("</h1>", f"</h1>{reference}"))
    assert caught.value.code == "RP097"


def test_a_character_without_a_glyph_stops_the_rendering() -> None:
    with pytest.raises(BadInput) as caught:
        _render(PAGE.replace("below", "below \U0001f600"))
    assert "U+1F600" in caught.value.describe(load_catalogue("zh-Hans"))


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace('href="sigfield:sign-sponsor"', 'href="#two"'),
        PAGE.replace("</h1>", '</h1><a href="sigfield:sign-client"></a>'),
        PAGE.replace("sigfield:sign-sponsor", "sigfield:sign-outgoing-pm"),
    ],
)
def test_links_that_do_not_match_the_fields_are_a_bug(page: str) -> None:
    with pytest.raises(UnexpectedPdf):
        _render(page)


def test_without_fields_there_is_no_form() -> None:
    page = PAGE.replace(FIELDS, "")
    pdf = pikepdf.open(io.BytesIO(_render(page, fields=(), attachments=())))
    assert "/AcroForm" not in pdf.Root
    assert "/AF" not in pdf.Root


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("missing", "cure"), [("pango", "libpangoft2-1.0-0"), ("weasyprint", "takeover[pdf]")])
def test_a_missing_library_is_named_with_its_cure(
    missing: str, cure: str, language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    if missing == "pango":
        (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n")
        monkeypatch.syspath_prepend(str(tmp_path))
    else:
        monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(OutsideFailure) as caught:
        load_weasyprint()
    assert cure in caught.value.describe(load_catalogue(language))


def test_a_missing_harfbuzz_subset_is_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    load_weasyprint()
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with pytest.raises(OutsideFailure) as caught:
        load_weasyprint()
    assert "libharfbuzz-subset0" in caught.value.describe(load_catalogue("en"))


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
def test_conforms_to_pdf_a_3a_and_pdf_ua_1(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(_rendered())
    results = validate([file])
    assert [(result.profile, result.rules > 100, result.failures) for result in results] == [
        ("3a", True, ()), ("ua1", True, ()),
    ]  # fmt: skip


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
@pytest.mark.parametrize(
    ("damage", "profile", "rule"),
    [
        (lambda pdf: pdf.Root.AF[0].__delitem__("/AFRelationship"), "3a", "6.8-3"),
        (lambda pdf: pdf.Root.AcroForm.Fields[0].__delitem__("/TU"), "ua1", "7.18.1-3"),
        (lambda pdf: pdf.Root.AcroForm.Fields[0].__delitem__("/AP"), "3a", "6.3.3-1"),
    ],
)
def test_the_validator_finds_what_a_step_left_out(damage: Any, profile: str, rule: str, tmp_path: Path) -> None:
    file = tmp_path / "damaged.pdf"
    with pikepdf.open(io.BytesIO(_rendered())) as pdf:
        damage(pdf)
        pdf.save(file)
    (result,) = validate([file], (profile,))
    assert rule in {failure.rule for failure in result.failures}
