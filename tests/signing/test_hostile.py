"""Files made to hang, crash or fill memory: each ends quickly as bad input or FAILED, never as an unexpected error."""

import re
import time
import zlib

import pytest

from takeover.errors import BadInput
from takeover.signing.model import Verdict
from takeover.signing.verify import verify_pdf
from tests.signing.samples import EditionChecker, make_manifest, make_pdf

TREE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R %s >>"


def build(*objects: bytes) -> bytes:
    """A PDF of these objects, with a cross-reference table."""
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        data
        + head
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            len(data),
        )
    )


def sealed_with_bomb(size: int) -> bytes:
    packed = zlib.compress(bytes(size), 9)
    stream = b"<< /Type /EmbeddedFile /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    files = [b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 4 0 R >> >>" % (name, name) for name in FILES]
    form = b"/AF [5 0 R 6 0 R] /AcroForm << /Fields [7 0 R] >>"
    field = b"<< /FT /Sig /T (sign-sponsor) /Subtype /Widget /Rect [0 0 0 0] >>"
    return build(CATALOGUE % form, TREE, PAGE, stream, *files, field)


FILES = (b"edition.jsonl", b"checklist.json")


def signed_with(byte_range: bytes, contents: bytes) -> bytes:
    """A second revision that claims a signature."""
    form = b"/AcroForm << /SigFlags 3 /Fields [4 0 R] >>"
    base = build(CATALOGUE % form, TREE, PAGE, b"<< /FT /Sig /T (sign-sponsor) /Subtype /Widget /Rect [0 0 0 0] >>")
    field = b"4 0 obj\n<< /FT /Sig /T (sign-sponsor) /Subtype /Widget /Rect [0 0 0 0] /V 5 0 R >>\nendobj\n"
    value = b"5 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange %s /Contents <%s> >>\nendobj\n"
    body = value % (byte_range, contents)
    table = b"xref\n4 2\n%010d 00000 n \n%010d 00000 n \n" % (len(base), len(base) + len(field))
    previous = int(re.findall(rb"startxref\n([0-9]+)", base)[-1])
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return base + field + body + table + trailer % (previous, len(base) + len(field) + len(body))


LOOP = build(CATALOGUE % b"", TREE, PAGE)
HOSTILE = {
    "nested_60000_deep": build(CATALOGUE % (b"/X " + b"[" * 60_000 + b"]" * 60_000), TREE, PAGE),
    "bomb_400_mb": sealed_with_bomb(400 << 20),
    "previous_loop": LOOP.replace(b"/Root", b"/Prev %s /Root" % re.findall(rb"startxref\n([0-9]+)", LOOP)[-1]),
    "previous_behind": LOOP.replace(b"/Root", b"/Prev 999999 /Root"),
    "previous_no_number": LOOP.replace(b"/Root", b"/Prev (x) /Root"),
    "pages_loop": build(CATALOGUE % b"", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>", PAGE),
    "fields_loop": build(
        CATALOGUE % b"/AcroForm << /Fields [4 0 R] >>", TREE, PAGE, b"<< /FT /Sig /T (sign-a) /Kids [4 0 R] >>"
    ),
    "form_no_dictionary": build(CATALOGUE % b"/AcroForm 7", TREE, PAGE),
    "fields_no_list": build(CATALOGUE % b"/AcroForm << /Fields /X >>", TREE, PAGE),
    "field_no_dictionary": build(CATALOGUE % b"/AcroForm << /Fields [7 (x) null] >>", TREE, PAGE),
    "files_no_list": build(CATALOGUE % b"/AF (x) /Names << /EmbeddedFiles << /Kids [1 0 R] >> >>", TREE, PAGE),
    "no_pages": build(b"<< /Type /Catalog >>"),
    "root_no_dictionary": build(b"(x)"),
    "byte_range_huge": signed_with(b"[0 10 999999999999 5]", b"00" * 64),
    "byte_range_negative": signed_with(b"[0 -10 20 5]", b"00" * 64),
    "byte_range_short": signed_with(b"[0 10]", b"00"),
    "byte_range_words": signed_with(b"[(a) /b null 7]", b"00"),
    "cms_junk": signed_with(b"[0 10 20 30]", b"30ff" * 4000),
    "cms_empty": signed_with(b"[0 10 20 30]", b""),
    "only_marks": b"%PDF-1.7\n" + b"startxref\n0\n%%EOF\n" * 5000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_ends_quickly_and_is_never_accepted(data: bytes) -> None:
    start = time.perf_counter()
    assert outcome(data) in ("SG040", "SG041", "SG042", Verdict.FAILED)
    assert time.perf_counter() - start < 5


def outcome(data: bytes) -> str | Verdict:
    try:
        return verify_pdf(data, trusted=frozenset(), check_edition=EditionChecker(make_manifest())).verdict
    except BadInput as error:
        return error.code


def test_marks_inside_attached_text_do_not_confuse_the_chain() -> None:
    text = b'{"said":"startxref 12 %%EOF"}\nstartxref\n12\n%%EOF\n'
    checker = EditionChecker(make_manifest(), edition=text)
    found = verify_pdf(make_pdf(edition=text), trusted=frozenset(), check_edition=checker)
    assert found.failures == ()
