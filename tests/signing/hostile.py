"""Files made to hang, crash or fill memory, as bytes by name. Small in themselves; what they grow to is the attack."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

from tests.baseline.sealing import encode_plain, lines_of
from tests.signing import tampering
from tests.signing.samples import make_pdf
from tests.signing.scene import make_scene

TREE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R %s >>"
FILES = (b"edition.jsonl", b"checklist.json")
FIELD = b"<< /FT /Sig /T (sign-sponsor) /Subtype /Widget /Rect [0 0 0 0] >>"


def build(*objects: bytes) -> bytes:
    """A PDF of these objects, with a cross-reference table."""
    data, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return bytes(data) + head + table + trailer


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return stream_of(zlib.compress(data, 9), entries)


def stream_of(packed: bytes, entries: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    return b"<< %s /Filter %s /Length %d >>\nstream\n%s\nendstream" % (entries, filters, len(packed), packed)


def pack_run(character: bytes, mebibytes: int, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """Pack a long run of one character (RFC 1950): one packed block again and again, which takes no time to make."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = character * 2**20
    first, again = (packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH) for data in (before, block))
    last = packer.compress(after) + packer.flush()
    check = zlib.adler32(before)
    for _ in range(mebibytes):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + first + again * mebibytes + last + zlib.adler32(after, check).to_bytes(4, "big")


def sealed_with_bomb(mebibytes: int) -> bytes:
    """Attached files that unpack to zeros."""
    files = [b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 4 0 R >> >>" % (name, name) for name in FILES]
    form = b"/AF [5 0 R 6 0 R] /AcroForm << /Fields [7 0 R] >>"
    return build(
        CATALOGUE % form, TREE, PAGE, stream_of(pack_run(b"\0", mebibytes), b"/Type /EmbeddedFile"), *files, FIELD
    )


def object_stream_bomb(mebibytes: int) -> bytes:
    """An object stream that unpacks to blanks, named by the cross-reference stream for the catalogue itself."""
    inside = pack_run(b" ", mebibytes, before=b"1 0 ", after=CATALOGUE % b"/AcroForm << >>")
    content = stream_of(inside, b"/Type /ObjStm /N 1 /First 4")
    return with_xref_stream([b"", TREE, PAGE, content], {1: (2, 4, 0)})


def doubly_packed(mebibytes: int) -> bytes:
    """An object stream in two packings: the first step grows to little."""
    inside = pack_run(b" ", mebibytes, before=b"1 0 ", after=CATALOGUE % b"/AcroForm << >>")
    packed = zlib.compress(inside, 9)
    content = stream_of(packed, b"/Type /ObjStm /N 1 /First 4", b"[/FlateDecode /FlateDecode]")
    return with_xref_stream([b"", TREE, PAGE, content], {1: (2, 4, 0)})


def with_xref_stream(objects: list[bytes], packed: Mapping[int, tuple[int, int, int]], size: int = 0) -> bytes:
    """A PDF whose cross-reference section is a stream; `packed` gives entries that are not plain offsets."""
    data, rows = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {0: (0, 0, 65535)}
    for number, content in enumerate(objects, 1):
        if number not in packed:
            rows[number] = (1, len(data), 0)
            data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows |= packed
    last = len(objects) + 1
    rows[last] = (1, len(data), 0)
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for _, (kind, place, index) in sorted(rows.items())
    )
    table += bytes(7 * size)
    entries = b"/Type /XRef /Size %d /Root 1 0 R /W [1 4 2]" % (last + 1 + size)
    start = len(data)
    return bytes(data) + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, stream(table, entries), start)


def signed_with(byte_range: bytes, contents: bytes) -> bytes:
    """A second revision that claims a signature."""
    base = build(CATALOGUE % b"/AcroForm << /SigFlags 3 /Fields [4 0 R] >>", TREE, PAGE, FIELD)
    field = b"4 0 obj\n<< /FT /Sig /T (sign-sponsor) /Subtype /Widget /Rect [0 0 0 0] /V 5 0 R >>\nendobj\n"
    value = b"5 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange %s /Contents <%s> >>\nendobj\n"
    body = value % (byte_range, contents)
    table = b"xref\n4 2\n%010d 00000 n \n%010d 00000 n \n" % (len(base), len(base) + len(field))
    previous = int(re.findall(rb"startxref\n([0-9]+)", base)[-1])
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return base + field + body + table + trailer % (previous, len(base) + len(field) + len(body))


def many_revisions(count: int) -> bytes:
    """A sealed file with many revisions that do nothing."""
    data = make_pdf(object_streams=False)
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", data)[-1]
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    parts = [data]
    at = len(data)
    for _ in range(count):
        trailer = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size %d /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        parts.append(trailer % (size, root, previous, at))
        previous, at = at, at + len(parts[-1])
    return b"".join(parts)


def many_objects(count: int, revisions: int = 1) -> bytes:
    """A file of many tiny objects, rewritten in more revisions."""
    form = CATALOGUE % b"/AcroForm << /Fields [4 0 R] >>"
    data = build(form, TREE, PAGE, FIELD, *([b"<</A 1>>"] * count))
    for _ in range(revisions):
        data = tampering.append(data, lambda writer: writer.mark_update(writer.root_ref))
    return data


def with_edition(edition: bytes, checklist: bytes | None = None) -> bytes:
    """A sealed file that carries these two files."""
    scene = make_scene()
    return make_pdf(
        scene.frozen.manifest.expected,
        edition=edition,
        checklist=checklist or scene.frozen.checklist_file,
        document_id=bytes.fromhex(scene.frozen.manifest.root)[:16],
        reserve_height=60,
    )


def edition_of_small_values(megabytes: int) -> bytes:
    """Entries whose bodies are long lists of empty objects: three bytes in the file, sixty in memory."""
    lines = lines_of(make_scene().frozen)
    body = {**lines[1]["body"], "x": [{}] * 80_000}
    line = {**lines[1], "body": body}
    encoded = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    return encode_plain(lines[:1]) + encoded * (megabytes * 1_000_000 // len(encoded))


def with_checklist(kilobytes: int) -> bytes:
    """A checklist of tiny questions whose hash is that of the manifest."""
    checklist = b'{"questions":[' + b'{"id":"a.b","text":"x"},' * (kilobytes * 1_000 // 24) + b'{"id":"a.c"}]}'
    lines = lines_of(make_scene().frozen)
    lines[0]["checklist"]["attached"] = hashlib.sha256(checklist).hexdigest()
    return with_edition(encode_plain(lines), checklist)


LOOP = build(CATALOGUE % b"", TREE, PAGE)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested_60000_deep": lambda: build(CATALOGUE % (b"/X " + b"[" * 60_000 + b"]" * 60_000), TREE, PAGE),
    "nested_60000_dictionaries": lambda: build(CATALOGUE % (b"/X " + b"<</A " * 60_000 + b">>" * 60_000), TREE, PAGE),
    "bomb_400_mb": lambda: sealed_with_bomb(400),
    "object_stream_bomb": lambda: object_stream_bomb(1024),
    "xref_stream_bomb": lambda: with_xref_stream([CATALOGUE % b"", TREE, PAGE], {}, size=60_000_000),
    "many_revisions": lambda: many_revisions(2_000),
    "many_objects": lambda: many_objects(90_000, revisions=5),
    "many_objects_often": lambda: many_objects(90_000, revisions=12),
    "too_many_objects": lambda: many_objects(600_000, revisions=0),
    "edition_of_small_values": lambda: with_edition(edition_of_small_values(8)),
    "edition_too_long": lambda: with_edition(edition_of_small_values(60)),
    "edition_nested": lambda: with_edition(
        b'{"format":"takeover-edition/1","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    ),
    "edition_of_newlines": lambda: with_edition(b"\n" * 16_000_000),
    "checklist_of_scalars": lambda: with_checklist(630),
    "checklist_too_long": lambda: with_checklist(1_900),
    "just_below_the_bombs": lambda: build(
        CATALOGUE % b"", TREE, PAGE, stream(bytes(30 << 20)), stream(bytes(30 << 20))
    ),
    "doubly_packed_objects": lambda: doubly_packed(1024),
    "previous_loop": lambda: LOOP.replace(b"/Root", b"/Prev %s /Root" % re.findall(rb"startxref\n([0-9]+)", LOOP)[-1]),
    "previous_behind": lambda: LOOP.replace(b"/Root", b"/Prev 999999 /Root"),
    "previous_no_number": lambda: LOOP.replace(b"/Root", b"/Prev (x) /Root"),
    "pages_loop": lambda: build(CATALOGUE % b"", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>", PAGE),
    "fields_loop": lambda: build(
        CATALOGUE % b"/AcroForm << /Fields [4 0 R] >>", TREE, PAGE, b"<< /FT /Sig /T (sign-a) /Kids [4 0 R] >>"
    ),
    "names_loop": lambda: build(
        CATALOGUE % b"/Names << /EmbeddedFiles 4 0 R >>", TREE, PAGE, b"<< /Kids [4 0 R 4 0 R] >>"
    ),
    "length_loop": lambda: build(CATALOGUE % b"", TREE, PAGE, b"<< /Length 4 0 R >>\nstream\nx\nendstream"),
    "form_no_dictionary": lambda: build(CATALOGUE % b"/AcroForm 7", TREE, PAGE),
    "fields_no_list": lambda: build(CATALOGUE % b"/AcroForm << /Fields /X >>", TREE, PAGE),
    "field_no_dictionary": lambda: build(CATALOGUE % b"/AcroForm << /Fields [7 (x) null] >>", TREE, PAGE),
    "files_no_list": lambda: build(CATALOGUE % b"/AF (x) /Names << /EmbeddedFiles << /Kids [1 0 R] >> >>", TREE, PAGE),
    "no_pages": lambda: build(b"<< /Type /Catalog >>"),
    "root_no_dictionary": lambda: build(b"(x)"),
    "byte_range_huge": lambda: signed_with(b"[0 10 999999999999 5]", b"00" * 64),
    "byte_range_negative": lambda: signed_with(b"[0 -10 20 5]", b"00" * 64),
    "byte_range_short": lambda: signed_with(b"[0 10]", b"00"),
    "byte_range_words": lambda: signed_with(b"[(a) /b null 7]", b"00"),
    "byte_range_beyond_all": lambda: signed_with(b"[0 10 99999999999999999999999999 5]", b"00"),
    "cms_junk": lambda: signed_with(b"[0 10 20 30]", b"30ff" * 4000),
    "cms_nested": lambda: signed_with(b"[0 10 20 30]", b"3080" * 50_000),
    "cms_empty": lambda: signed_with(b"[0 10 20 30]", b""),
    "only_marks": lambda: b"%PDF-1.7\n" + b"startxref\n0\n%%EOF\n" * 5000,
}


@lru_cache(maxsize=4)
def make_hostile(name: str) -> bytes:
    """The bytes of a hostile file."""
    return HOSTILE[name]()
