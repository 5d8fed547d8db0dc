"""The published attack classes on signed PDFs, each as a function from the scene to a forged file.

USF: universal signature forgery, SWA: signature wrapping, ISA: incremental saving (Mladenov et al., CCS 2019). Shadow
attacks (Mainka et al., NDSS 2021). EAA, SSA: evil annotation and sneaky signature (Rohlmann et al., S&P 2021). The
cases of our own notes, and those that a viewer's form could make, are in `tampering`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream
from pyhanko.pdf_utils import generic as pdf
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields

from takeover.values import Role
from tests.baseline.sealing import SHARED, encode_plain, lines_of, seal
from tests.signing import tampering
from tests.signing.samples import SIGNED_AT, make_test_identity
from tests.signing.scene import Scene, make_scene, note_pdf, pdf_of, sign_in_turn, sign_real, tell

LAST = "sign-sponsor"
FALSE_PAGE = b"BT /F1 12 Tf 72 720 Td (All risks accepted) Tj ET"


# ---- signature forgery: the value of a signature is made meaningless, in the hope that "nothing wrong" is shown


def replace_value(change: Callable[[Any], None], field: str = LAST) -> Callable[[Scene], bytes]:
    """Overwrite the value of a signature in one more revision."""

    def attack(scene: Scene) -> bytes:
        def write(writer: Any) -> None:
            found = tampering.field_of(writer, field)[1]
            reference = found.raw_get("/V")
            value = reference.get_object()
            change(value)
            writer.mark_update(reference)

        return tampering.append(scene.good, write)

    return attack


def drop(key: str) -> Callable[[Any], None]:
    return lambda value: value.pop(name(key))


def put(key: str, content: Any) -> Callable[[Any], None]:
    def change(value: Any) -> None:
        value[name(key)] = content

    return change


def numbers(*values: int) -> Any:
    return pdf.ArrayObject(map(pdf.NumberObject, values))


def last_gap(data: bytes) -> tuple[int, int]:
    """Where the hex of the last signature begins and ends, without its brackets."""
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    return start, data.index(b">", start)


def zero_contents(scene: Scene) -> bytes:
    start, end = last_gap(scene.good)
    return scene.good[:start] + b"0" * (end - start) + scene.good[end:]


def claim_signature(**entries: Any) -> Callable[[Scene], bytes]:
    """Put a bare signature value into the free field of the witness."""

    def attack(scene: Scene) -> bytes:
        def write(writer: Any) -> None:
            reference, field = tampering.field_of(writer, "sign-witness")
            value = {name("/Type"): name("/Sig"), name("/Filter"): name("/Adobe.PPKLite")}
            value |= {name("/SubFilter"): name("/ETSI.CAdES.detached")}
            value |= {name(f"/{key}"): content for key, content in entries.items()}
            field[name("/V")] = writer.add_object(pdf.DictionaryObject(value))
            writer.mark_update(reference)

        return tampering.append(scene.good, write)

    return attack


def copy_signature(scene: Scene) -> bytes:
    """Show the sponsor's signature once more, in the field of the witness."""

    def write(writer: Any) -> None:
        reference, field = tampering.field_of(writer, "sign-witness")
        field[name("/V")] = tampering.field_of(writer, LAST)[1].raw_get("/V")
        writer.mark_update(reference)

    return tampering.append(scene.good, write)


# ---- signature wrapping: the signed bytes are kept, and moved to where nobody looks


def wrap_moved_part(scene: Scene) -> bytes:
    """Change the page; the signature's second part is copied behind the file, and its range points to the copy."""
    data = scene.good
    [*_, last] = PdfFileReader(BytesIO(data)).embedded_signatures
    first, later, rest = (int(last.byte_range[at]) for at in (1, 2, 3))
    copied = data + b"%\n" + data[later : later + rest]

    def write(writer: Any) -> None:
        value = tampering.field_of(writer, LAST)[1].raw_get("/V")
        value.get_object()[name("/ByteRange")] = numbers(0, first, len(data) + 2, rest)
        writer.mark_update(value)
        tampering.replace_stream(writer, writer.root["/Pages"]["/Kids"][0].raw_get("/Contents"), FALSE_PAGE)

    return tampering.append(copied, write)


def wrap_in_gap(scene: Scene) -> bytes:
    """End the hex early and write objects of one's own into the rest of the gap, which nobody signs."""
    start, end = last_gap(scene.good)
    hexed = scene.good[start:end].rstrip(b"0")
    hexed += b"0" * (len(hexed) % 2)
    room = end - start - len(hexed)
    extra = b">\n% 999 0 obj " + FALSE_PAGE + b" endobj\n"
    return scene.good[:start] + hexed + extra + b" " * (room - len(extra) + 1) + scene.good[end + 1 :]


def wrap_widened_gap(scene: Scene) -> bytes:
    """Let the gap swallow bytes that were signed, and change them."""
    data = scene.good
    found = list(re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+) *\]", data))[-1]
    first, later, rest = map(int, found.groups())
    wider = b"/ByteRange [0 %d %d %d]" % (first, later + 16, rest - 16)
    forged = data[: found.start()] + wider.ljust(len(found[0])) + data[found.end() :]
    return forged[:later] + b" " * 16 + forged[later + 16 :]


# ---- incremental saving: something is added behind what was signed


def save_without_table(scene: Scene) -> bytes:
    """Add a page's content as an object alone; viewers that repair a file find the newest one."""
    with pikepdf.open(BytesIO(scene.good)) as document:
        number, _ = document.pages[0].obj.Contents.objgen
    body = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(FALSE_PAGE), FALSE_PAGE)
    return scene.good + b"%d 0 obj\n%s\nendobj\n" % (number, body)


def save_without_mark(scene: Scene) -> bytes:
    """Add a whole revision, but no mark at its end."""
    forged = replace_page(scene)
    return forged[: forged.rindex(b"startxref")]


def save_with_copied_signature(scene: Scene) -> bytes:
    """Change the page, and close the revision with a copy of an earlier signature."""

    def write(writer: Any) -> None:
        reference, field = tampering.field_of(writer, "sign-witness")
        old = tampering.field_of(writer, LAST)[1]["/V"]
        field[name("/V")] = writer.add_object(pdf.DictionaryObject({key: old.raw_get(key) for key in old}))
        writer.mark_update(reference)
        tampering.replace_stream(writer, writer.root["/Pages"]["/Kids"][0].raw_get("/Contents"), FALSE_PAGE)

    return tampering.append(scene.good, write)


def replace_page(scene: Scene) -> bytes:
    def write(writer: Any) -> None:
        tampering.replace_stream(writer, writer.root["/Pages"]["/Kids"][0].raw_get("/Contents"), FALSE_PAGE)

    return tampering.append(scene.good, write)


def on_scene(attack: Callable[[bytes], bytes]) -> Callable[[Scene], bytes]:
    """An attack of `tampering` on the file with all signatures."""

    def run(scene: Scene) -> bytes:
        return attack(scene.good)

    run.__name__ = attack.__name__
    return run


# ---- shadow attacks: the file is prepared before anybody signs


def prepare(
    scene: Scene,
    change: Callable[[pikepdf.Pdf], None],
    *,
    object_streams: bool = True,
    patch: Callable[[bytes], bytes] = bytes,
) -> bytes:
    """Let a dishonest sealer change the base, and everybody sign it."""
    document = pikepdf.open(BytesIO(pdf_of(scene.frozen, object_streams=object_streams)))
    change(document)
    buffer = BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if object_streams else pikepdf.ObjectStreamMode.disable
    document.save(
        buffer,
        object_stream_mode=mode,
        deterministic_id=True,
        fix_metadata_version=False,
        compress_streams=object_streams,
    )
    data = patch(buffer.getvalue())
    identifier = bytes.fromhex(scene.frozen.manifest.root)[:16]
    with pikepdf.open(BytesIO(data)) as saved:
        assert bytes(saved.trailer.ID[0]) == identifier
    return sign_in_turn(data)[-1]


def shadow_hide(scene: Scene) -> bytes:
    """Everybody signs the page with a harmless picture over the text; later the picture is emptied."""

    def cover(document: pikepdf.Pdf) -> None:
        page = document.pages[0].obj
        page.Contents = document.make_indirect(
            pikepdf.Array([page.Contents, document.make_stream(b"1 g 0 0 595 842 re f")])
        )

    signed = prepare(scene, cover)

    def uncover(writer: Any) -> None:
        tampering.replace_stream(writer, writer.root["/Pages"]["/Kids"][0]["/Contents"].raw_get(1), b"")

    return tampering.append(signed, uncover)


def shadow_hide_by_table(scene: Scene) -> bytes:
    """As `shadow_hide`, but the cover is only declared free in a new cross-reference table."""

    def cover(document: pikepdf.Pdf) -> None:
        page = document.pages[0].obj
        page.Contents = pikepdf.Array([page.Contents, document.make_stream(b"1 g 0 0 595 842 re f")])

    signed = prepare(scene, cover, object_streams=False)
    with pikepdf.open(BytesIO(signed)) as document:
        number, _ = document.pages[0].obj.Contents[1].objgen
    return append_table(signed, b"%d 1\n0000000000 00001 f \n" % number)


def append_table(data: bytes, rows: bytes) -> bytes:
    """Write a revision that consists of a cross-reference table alone."""
    with pikepdf.open(BytesIO(data)) as document:
        size, root = int(document.trailer.Size), document.trailer.Root.objgen[0]
        identifier = b"<" + bytes(document.trailer.ID[0]).hex().encode() + b">"
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d /ID [%s %s] >>\n" % (
        size,
        root,
        previous,
        identifier,
        identifier,
    )
    return data + b"xref\n" + rows + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def shadow_replace_font(scene: Scene) -> bytes:
    """The glyphs of a font are exchanged: 1 000 reads as 9 000."""

    def add_font(document: pikepdf.Pdf) -> None:
        program = document.make_stream(b"glyphs of the digits")
        descriptor = document.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=Name.F1, FontFile2=program))
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.F1, FontDescriptor=descriptor)
        document.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(font)))

    signed = prepare(scene, add_font)

    def exchange(writer: Any) -> None:
        font = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]["/F1"]
        tampering.replace_stream(writer, font["/FontDescriptor"].raw_get("/FontFile2"), b"other glyphs")

    return tampering.append(signed, exchange)


def shadow_replace_by_own_look(scene: Scene) -> bytes:
    """The empty look of a signer's box is also drawn over page one; the signer draws into it when signing."""

    def share(document: pikepdf.Pdf) -> None:
        look = next(f for f in document.Root.AcroForm.Fields if str(f.T) == "sign-witness").AP.N
        page = document.pages[0].obj
        page.Resources = Dictionary(XObject=Dictionary(X=look))
        page.Contents = pikepdf.Array([page.Contents, document.make_stream(b"/X Do")])

    signed = prepare(scene, share)

    def draw(writer: Any) -> None:
        look = tampering.field_of(writer, "sign-witness")[1]["/AP"].raw_get("/N")
        tampering.replace_stream(writer, look, FALSE_PAGE, Type="XObject", Subtype="Form")

    return tampering.sign_with_pyhanko(signed, "sign-witness", change=draw)


def second_document(document: pikepdf.Pdf) -> None:
    """Put a second page into the file that nothing shows."""
    hidden = Dictionary(Type=Name.Page, MediaBox=[0, 0, 595, 842], Contents=document.make_stream(FALSE_PAGE))
    document.Root.Shadow = document.make_indirect(hidden)


def shadow_hide_and_replace_page(scene: Scene) -> bytes:
    """Two documents in one file: later the pages of the other one are shown."""
    signed = prepare(scene, second_document)

    def exchange(writer: Any) -> None:
        pages, tree = writer.root["/Pages"], writer.root.raw_get("/Pages")
        pages["/Kids"][0] = writer.root.raw_get("/Shadow")
        writer.mark_update(tree)

    return tampering.append(signed, exchange)


def shadow_hide_and_replace_tree(scene: Scene) -> bytes:
    """As before, by a catalogue that names another tree of pages."""
    signed = prepare(scene, second_document)

    def exchange(writer: Any) -> None:
        kids = pdf.ArrayObject([writer.root.raw_get("/Shadow")])
        tree = {name("/Type"): name("/Pages"), name("/Kids"): kids, name("/Count"): pdf.NumberObject(1)}
        writer.root[name("/Pages")] = writer.add_object(pdf.DictionaryObject(tree))
        writer.update_root()

    return tampering.append(signed, exchange)


def shadow_hide_and_replace_by_table(scene: Scene) -> bytes:
    """The second text lies in the base as the data of a stream; a table alone makes it the page's content."""
    hidden = b" 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(FALSE_PAGE), FALSE_PAGE)

    def bury(document: pikepdf.Pdf) -> None:
        document.Root.Shadow = Stream(document, b"######" + hidden)

    def number_buried(data: bytes) -> bytes:
        with pikepdf.open(BytesIO(data)) as document:
            return data.replace(b"######", b"%6d" % document.pages[0].obj.Contents.objgen[0])

    signed = prepare(scene, bury, object_streams=False, patch=number_buried)
    with pikepdf.open(BytesIO(signed)) as document:
        number, _ = document.pages[0].obj.Contents.objgen
    digits = b"%d" % number
    place = signed.index(digits + hidden)
    forged = append_table(signed, b"%d 1\n%010d 00000 n \n" % (number, place))
    with pikepdf.open(BytesIO(forged)) as document:
        assert document.pages[0].obj.Contents.read_bytes() == FALSE_PAGE
    return forged


# ---- certified files: annotations, fields and permissions


def annotate(subtype: str, scene: Scene) -> bytes:
    return tampering.append(scene.good, lambda writer: add_note(writer, subtype))


def add_note(writer: Any, subtype: str) -> None:
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    note = {
        name("/Type"): name("/Annot"),
        name("/Subtype"): name(f"/{subtype}"),
        name("/Rect"): numbers(50, 700, 400, 780),
        name("/Contents"): pdf.pdf_string("All risks accepted by the incoming PM"),
    }
    page = reference.get_object()
    page[name("/Annots")] = pdf.ArrayObject([writer.add_object(pdf.DictionaryObject(note))])
    writer.mark_update(reference)


def annotate_free_text(scene: Scene) -> bytes:
    return annotate("FreeText", scene)


def annotate_stamp(scene: Scene) -> bytes:
    return annotate("Stamp", scene)


def annotate_redaction(scene: Scene) -> bytes:
    return annotate("Redact", scene)


def annotate_where_certified_for_it(scene: Scene) -> bytes:
    """Certify with permission for annotations (P=3), then annotate: allowed by the file, not by us."""
    certified = certify(scene, fields.MDPPerm.ANNOTATE)
    return tampering.append(certified, lambda writer: add_note(writer, "FreeText"))


def certify(scene: Scene, permissions: Any) -> bytes:
    return tampering.sign_with_pyhanko(
        scene.base, "sign-incoming-pm", identity="incoming_pm", certify=True, permissions=permissions
    )


def certify_with_annotations(scene: Scene) -> bytes:
    return certify(scene, fields.MDPPerm.ANNOTATE)


def certify_without_filling(scene: Scene) -> bytes:
    return certify(scene, fields.MDPPerm.NO_CHANGES)


def approve_first(scene: Scene) -> bytes:
    """The incoming PM approves and nobody certifies: nothing then says what may change."""
    return tampering.sign_with_pyhanko(scene.base, "sign-incoming-pm", identity="incoming_pm")


def certify_as_another(scene: Scene) -> bytes:
    return tampering.sign_with_pyhanko(scene.base, "sign-witness", certify=True)


def certify_again(scene: Scene) -> bytes:
    """A second signature that calls itself a certification, with wider permissions."""

    def write(writer: Any) -> None:
        reference = name("/Reference")
        old = tampering.field_of(writer, "sign-incoming-pm")[1]["/V"]
        kept = pdf.DictionaryObject({key: old.raw_get(key) for key in old if key != "/Reference"})
        parameters = {
            name("/Type"): name("/TransformParams"),
            name("/P"): pdf.NumberObject(3),
            name("/V"): name("/1.2"),
        }
        transform = {
            name("/Type"): name("/SigRef"),
            name("/TransformMethod"): name("/DocMDP"),
            name("/TransformParams"): pdf.DictionaryObject(parameters),
        }
        kept[reference] = pdf.ArrayObject([pdf.DictionaryObject(transform)])
        field_reference, field = tampering.field_of(writer, "sign-witness")
        field[name("/V")] = writer.add_object(kept)
        writer.mark_update(field_reference)

    return tampering.append(scene.good, write)


def point_permissions_elsewhere(scene: Scene) -> bytes:
    """The catalogue names another signature as the certification, in a revision that the witness signs."""

    def change(writer: Any) -> None:
        writer.root["/Perms"][name("/DocMDP")] = tampering.field_of(writer, LAST)[1].raw_get("/V")
        writer.update_root()

    return tampering.sign_with_pyhanko(scene.good, "sign-witness", change=change)


def replace_own_signature(scene: Scene) -> bytes:
    """The sponsor takes the signature back, fills the box anew, and somebody signs it again under the same name."""

    def clear(writer: Any) -> None:
        reference, field = tampering.field_of(writer, LAST)
        del field["/V"]
        writer.mark_update(reference)
        tampering.set_text(writer, "reserve-sponsor", "No reservations at all.")

    cleared = tampering.append(scene.good, clear)
    return tampering.sign_with_pyhanko(cleared, LAST, identity="sponsor", years=(2026, 2030))


def add_unsigned_field(scene: Scene) -> bytes:
    """A field of one's own, visible over the page, in a revision that the witness signs."""

    def change(writer: Any) -> None:
        fields.append_signature_field(writer, fields.SigFieldSpec("sign-auditor", on_page=0, box=(50, 700, 400, 780)))

    return tampering.sign_with_pyhanko(scene.good, "sign-witness", change=change)


# ---- the record inside


def swap_edition(scene: Scene, edition: bytes) -> bytes:
    """Attach another edition file in one more revision."""

    def write(writer: Any) -> None:
        listed = writer.root["/AF"]
        for item in (listed[index] for index in range(len(listed))):
            if item["/UF"] == "edition.jsonl":
                tampering.replace_stream(writer, item["/EF"].raw_get("/F"), edition, Type="EmbeddedFile")

    return tampering.append(scene.good, write)


def forge_record(scene: Scene) -> bytes:
    """The edition of a record that was written anew with other words: every hash in it fits."""
    return swap_edition(scene, seal(tell("nothing was ever agreed")).edition_file)


def forge_whole_file(scene: Scene) -> bytes:
    """A whole new file of the forged record, with the forger's own keys under the same names."""
    assert scene.base
    data = pdf_of(seal(tell("nothing was ever agreed")))
    for minute, role in enumerate((Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR)):
        at = SIGNED_AT + dt.timedelta(minutes=minute)
        data = sign_real(data, role, at=at, identity=make_test_identity(role.value, (2026, 2033)))
    return data


def drop_entry(scene: Scene) -> bytes:
    lines = lines_of(scene.frozen)
    return swap_edition(scene, encode_plain([*lines[:5], *lines[6:]]))


def drop_entry_before_signing(scene: Scene) -> bytes:
    """A dishonest sealer leaves an entry out of the attached file."""
    lines = lines_of(scene.frozen)

    def attach(document: pikepdf.Pdf) -> None:
        for item in document.Root.AF:
            if str(item.UF) == "edition.jsonl":
                item.EF.F.write(encode_plain([*lines[:5], *lines[6:]]))

    document = pikepdf.open(BytesIO(pdf_of(scene.frozen)))
    attach(document)
    buffer = BytesIO()
    document.save(buffer, deterministic_id=True, fix_metadata_version=False)
    return tampering.sign_with_pyhanko(buffer.getvalue(), "sign-incoming-pm", identity="incoming_pm", certify=True)


def swap_evidence_hash(scene: Scene) -> bytes:
    """The attached edition names another file as the evidence of a statement."""
    return swap_edition(scene, scene.frozen.edition_file.replace(b'"title":"minutes"', b'"title":"MINUTES"'))


def mix_editions(scene: Scene) -> bytes:
    """The shared edition of the same baseline inside the internal PDF: it has the same root."""
    shared = seal(tell(), SHARED)
    assert shared.manifest.root == scene.frozen.manifest.root
    return swap_edition(scene, shared.edition_file)


def mix_editions_before_signing(scene: Scene) -> bytes:
    """A dishonest sealer attaches the shared edition to the internal PDF."""
    shared = seal(tell(), SHARED)
    data = pdf_of(scene.frozen)
    document = pikepdf.open(BytesIO(data))
    for item in document.Root.AF:
        content = shared.edition_file if str(item.UF) == "edition.jsonl" else shared.checklist_file
        item.EF.F.write(content)
    buffer = BytesIO()
    document.save(buffer, deterministic_id=True, fix_metadata_version=False)
    return tampering.sign_with_pyhanko(buffer.getvalue(), "sign-incoming-pm", identity="incoming_pm", certify=True)


# ---- keys, certificates and time


def sign_with_same_name(scene: Scene) -> bytes:
    """Another key whose certificate has the witness's name."""
    return tampering.sign_with_pyhanko(scene.good, "sign-witness", years=(2026, 2031))


def certify_with_same_name(scene: Scene) -> bytes:
    """Another key whose certificate has the incoming PM's name."""
    return sign_real(scene.base, Role.INCOMING_PM, identity=make_test_identity("incoming_pm", (2026, 2031)))


def sign_with_expired(scene: Scene) -> bytes:
    return tampering.sign_with_pyhanko(scene.good, "sign-witness", years=(2020, 2021))


def sign_with_future(scene: Scene) -> bytes:
    return tampering.sign_with_pyhanko(scene.good, "sign-witness", years=(2035, 2036))


def sign_with_server_key(scene: Scene) -> bytes:
    return tampering.sign_with_pyhanko(scene.good, "sign-witness", wrong_usage=True)


# ---- the three that a file alone cannot show


def cut_last(scene: Scene) -> bytes:
    return scene.signed[-2]


def replay_old(scene: Scene) -> bytes:
    """The first baseline, shown after a second one was sealed (compare with `scene.make_later_scene`)."""
    return scene.good


def set_clock_back(scene: Scene) -> bytes:
    """The sponsor signs with the clock most of a year behind."""
    assert scene.signed
    return make_clock_scene().good


@lru_cache
def make_clock_scene() -> Scene:
    """The scene in which the record, too, was told of the signature with the clock set back."""
    scene = make_scene()
    last = sign_real(scene.signed[1], Role.SPONSOR, at=SIGNED_AT - dt.timedelta(days=300))
    signed = (*scene.signed[:-1], last)
    record = tell()
    note_pdf(record, scene.frozen, scene.base, signed)
    return Scene(frozen=scene.frozen, base=scene.base, signed=signed, record=record.bytes())
