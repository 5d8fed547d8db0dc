"""Attacks on a signed sample: each function takes its bytes and gives a forged file (notes on PDF, part 7)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import embed
from pyhanko.pdf_utils import generic as pdf
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers

from takeover.signing.keys import load_identity
from tests.signing.samples import make_test_identity

MARK = re.compile(rb"%%EOF\r?\n?")


class SilentWriter(IncrementalPdfFileWriter):
    """Writes what the attack changes and nothing else."""

    def _update_meta(self) -> None:
        return


def append(data: bytes, change: Callable[[Any], None]) -> bytes:
    """Write one more revision."""
    writer = SilentWriter(BytesIO(data))
    change(writer)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def revision_ends(data: bytes) -> list[int]:
    return [mark.end() for mark in MARK.finditer(data)]


def field_of(writer: Any, field_name: str) -> tuple[Any, Any]:
    listed = writer.root["/AcroForm"]["/Fields"]
    references = [listed.raw_get(index) for index in range(len(listed))]
    return next((found, found.get_object()) for found in references if found.get_object()["/T"] == field_name)


def replace_stream(writer: Any, reference: Any, content: bytes, **entries: str) -> None:
    stream = pdf.StreamObject(stream_data=content)
    for key, value in entries.items():
        stream[name(f"/{key}")] = name(f"/{value}")
    writer.objects[(reference.generation, reference.idnum)] = stream


def flip_byte(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as document:
        content = document.pages[0].obj.Contents.read_raw_bytes()
    at = data.index(content) + len(content) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def edit_reason(data: bytes) -> bytes:
    assert b"To my knowledge" in data
    return data.replace(b"To my knowledge", b"With certainty!")


def add_page(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        tree, reference = writer.root["/Pages"], writer.root.raw_get("/Pages")
        size = pdf.ArrayObject(map(pdf.NumberObject, (0, 0, 595, 842)))
        page = {name("/Type"): name("/Page"), name("/Parent"): reference, name("/MediaBox"): size}
        tree["/Kids"].append(writer.add_object(pdf.DictionaryObject(page)))
        tree[name("/Count")] = pdf.NumberObject(int(tree["/Count"]) + 1)
        writer.mark_update(reference)

    return append(data, change)


def swap_attachment(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        reference = writer.root["/AF"][0]["/EF"].raw_get("/F")
        replace_stream(writer, reference, b'{"forged":true}', Type="EmbeddedFile")

    return append(data, change)


def add_attachment(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        content = embed.EmbeddedFileObject.from_file_data(writer, b"{}")
        embed.embed_file(writer, embed.FileSpec(file_spec_string="extra.json", embedded_data=content))

    return append(data, change)


def cut_last_signature(data: bytes) -> bytes:
    return data[: revision_ends(data)[-2]]


def cut_all_signatures(data: bytes) -> bytes:
    return data[: revision_ends(data)[0]]


def save_again(data: bytes) -> bytes:
    buffer = BytesIO()
    pikepdf.open(BytesIO(data)).save(buffer)
    return buffer.getvalue()


def annotate_page(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        reference = writer.root["/Pages"]["/Kids"].raw_get(0)
        note = {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): pdf.ArrayObject(map(pdf.NumberObject, (50, 700, 400, 780))),
            name("/Contents"): pdf.pdf_string("All risks accepted by the incoming PM"),
        }
        page = reference.get_object()
        page[name("/Annots")] = pdf.ArrayObject([writer.add_object(pdf.DictionaryObject(note))])
        writer.mark_update(reference)

    return append(data, change)


def remove_signature(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        reference, field = field_of(writer, "sign-outgoing-pm")
        del field["/V"]
        writer.mark_update(reference)

    return append(data, change)


def replace_stamp(data: bytes) -> bytes:
    return append(data, lambda writer: draw_over(writer, "sign-outgoing-pm"))


def replace_reservations_look(data: bytes) -> bytes:
    return append(data, lambda writer: draw_over(writer, "reserve-outgoing-pm"))


def draw_over(writer: Any, field_name: str) -> None:
    reference, field = field_of(writer, field_name)
    stream = pdf.StreamObject(stream_data=b"BT ET")
    stream[name("/Type")], stream[name("/Subtype")] = name("/XObject"), name("/Form")
    stream[name("/BBox")] = pdf.ArrayObject(map(pdf.NumberObject, (0, 0, 300, 100)))
    field[name("/AP")] = pdf.DictionaryObject({name("/N"): writer.add_object(stream)})
    writer.mark_update(reference)


def replace_page_content(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        replace_stream(writer, writer.root["/Pages"]["/Kids"][0].raw_get("/Contents"), b"q Q")

    return append(data, change)


def change_xmp(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        reference = writer.root.raw_get("/Metadata")
        packet = writer.prev.get_object(reference.reference, as_metadata_stream=True).data
        replace_stream(
            writer,
            reference,
            packet.replace(b"<x:xmpmeta", b"<!-- changed --><x:xmpmeta"),
            Type="Metadata",
            Subtype="XML",
        )

    return append(data, change)


def append_junk(data: bytes) -> bytes:
    return data + b"\n% hello\n"


def swap_cms(data: bytes) -> bytes:
    first, second = PdfFileReader(BytesIO(data)).embedded_signatures[:2]
    (start, end), (other_start, other_end) = ((int(s.byte_range[1]), int(s.byte_range[2])) for s in (first, second))
    length = int(data[start + 5 : start + 9], 16) * 2 + 8, int(data[other_start + 5 : other_start + 9], 16) * 2 + 8
    cms = data[other_start : other_start + 1 + length[1]]
    assert len(cms) < min(end - start, other_end - other_start)
    return data[:start] + cms.ljust(end - start - 1, b"0") + b">" + data[end:]


def fill_unsigned(data: bytes) -> bytes:
    return append(data, lambda writer: set_text(writer, "reserve-witness", "R1: disputed everything"))


def overwrite_signed_text(data: bytes) -> bytes:
    return append(data, lambda writer: set_text(writer, "reserve-outgoing-pm", "No reservations at all."))


def set_text(writer: Any, field_name: str, text: str) -> None:
    reference, field = field_of(writer, field_name)
    field[name("/V")] = pdf.pdf_string(text)
    draw_over(writer, field_name)
    writer.mark_update(reference)


def replace_catalogue(data: bytes) -> bytes:
    """A trailer that points to another catalogue (shadow document)."""

    def change(writer: Any) -> None:
        copy = pdf.DictionaryObject({name(key): writer.root.raw_get(key) for key in writer.root})
        reference = writer.add_object(copy)
        writer._root = writer.trailer["/Root"] = reference

    return append(data, change)


def drop_permissions(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return append(data, change)


def move_field(data: bytes) -> bytes:
    """Sign as the witness, and make the witness's box as large as the page."""

    def change(writer: Any) -> None:
        reference, field = field_of(writer, "sign-witness")
        field[name("/Rect")] = pdf.ArrayObject(map(pdf.NumberObject, (0, 0, 595, 842)))
        writer.mark_update(reference)

    return sign_with_pyhanko(data, "sign-witness", change=change)


def sign_and_change_page(data: bytes) -> bytes:
    """Hide a change of the page in a revision that the witness's signature closes."""

    def change(writer: Any) -> None:
        replace_stream(writer, writer.root["/Pages"]["/Kids"][0].raw_get("/Contents"), b"q Q")

    return sign_with_pyhanko(data, "sign-witness", change=change)


def sign_new_field(data: bytes) -> bytes:
    """Add a visible field of one's own and sign it."""
    spec = fields.SigFieldSpec("sign-auditor", on_page=0, box=(10, 10, 200, 60))
    return sign_with_pyhanko(data, "sign-auditor", new_field_spec=spec)


def change_form(data: bytes) -> bytes:
    def change(writer: Any) -> None:
        writer.root["/AcroForm"][name("/DA")] = pdf.pdf_string("/F9 1 Tf 1 g")
        writer.mark_update(writer.root.raw_get("/AcroForm"))

    return sign_with_pyhanko(data, "sign-witness", change=change)


def sign_with_pyhanko(
    data: bytes,
    field: str,
    *,
    change: Callable[[Any], None] = lambda _: None,
    identity: str = "witness",
    years: tuple[int, int] = (2026, 2036),
    certify: bool = False,
    wrong_usage: bool = False,
    permissions: fields.MDPPerm = fields.MDPPerm.FILL_FORMS,
    **extra: Any,
) -> bytes:
    """Sign as any viewer would: pyHanko alone, none of our checks."""
    writer = SilentWriter(BytesIO(data))
    change(writer)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        certify=certify,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        docmdp_permissions=permissions,
    )
    key = make_server_signer() if wrong_usage else make_test_identity(identity, years).make_signer()
    return signers.PdfSigner(metadata, signer=key, **extra).sign_pdf(writer).getvalue()


def make_server_signer() -> Any:
    """A signer whose certificate is for key agreement, not for signing documents."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TEST server")])
    flags = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.KeyUsage(key_agreement=True, **flags), critical=True)
        .sign(key, hashes.SHA256())
    )
    data = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(b"x"))
    return load_identity(data, b"x").make_signer()
