import hashlib
from io import BytesIO

import pikepdf
import pytest

from takeover.signing.model import Revision, RevisionKind
from takeover.signing.revisions import read_revisions
from takeover.signing.snapshots import Unreadable, open_strictly
from takeover.values import Role
from tests.signing import tampering
from tests.signing.samples import ROOT, make_pdf, signed_by

BOTH = (Role.INCOMING_PM, Role.SPONSOR)


def codes(data: bytes) -> set[str]:
    chain = read_revisions(data)
    found = [*chain.findings, *(finding for revision in chain.revisions for finding in revision.findings)]
    return {finding.key.removeprefix("signing.revisions.") for finding in found}


def test_chain_of_a_sealed_base() -> None:
    data = make_pdf()
    chain = read_revisions(data)
    assert chain.revisions == (
        Revision(number=0, kind=RevisionKind.SEALED, end=len(data), sha256=hashlib.sha256(data).hexdigest()),
    )
    assert chain.document_id == ROOT[:16].hex()
    assert len(chain.fields) == 8
    assert chain.pending == ""


def test_chain_tells_each_revision_by_its_prefix() -> None:
    data = signed_by(*BOTH)
    chain = read_revisions(data)
    assert [revision.end for revision in chain.revisions] == tampering.revision_ends(data)
    assert [revision.field for revision in chain.revisions] == ["", "sign-incoming-pm", "sign-sponsor"]
    for revision in chain.revisions:
        assert revision.sha256 == hashlib.sha256(data[: revision.end]).hexdigest()
    assert chain.signatures == chain.revisions[1:]


def test_chain_names_a_text_that_waits_for_its_signature() -> None:
    chain = read_revisions(tampering.fill_unsigned(signed_by(*BOTH)))
    assert (chain.pending, chain.revisions[-1].text) == ("reserve-witness", "R1: disputed everything")


def test_chain_takes_text_for_a_signature_only_on_signature_fields() -> None:
    chain = read_revisions(tampering.fill_unsigned(make_pdf()))
    assert chain.signatures == ()


def test_chain_refuses_a_text_that_another_party_signs() -> None:
    data = tampering.sign_with_pyhanko(tampering.fill_unsigned(signed_by(*BOTH)), "sign-outgoing-pm")
    assert "unsigned_text" in codes(data)


def test_chain_refuses_two_signatures_in_one_revision() -> None:
    one = signed_by(Role.INCOMING_PM)
    two = tampering.sign_with_pyhanko(one, "sign-witness")

    def change(writer: object) -> None:
        from pyhanko.pdf_utils import generic

        for field in ("sign-sponsor", "sign-outgoing-pm"):
            reference, found = tampering.field_of(writer, field)
            found[generic.pdf_name("/V")] = tampering.field_of(writer, "sign-witness")[1].raw_get("/V")
            writer.mark_update(reference)  # type: ignore[attr-defined]

    assert "several_signatures" in codes(tampering.append(two, change))


def test_chain_refuses_a_signature_that_was_there_before() -> None:
    def change(writer: object) -> None:
        from pyhanko.pdf_utils import generic

        reference, found = tampering.field_of(writer, "sign-sponsor")
        found[generic.pdf_name("/V")] = tampering.field_of(writer, "sign-incoming-pm")[1].raw_get("/V")
        writer.mark_update(reference)  # type: ignore[attr-defined]

    assert "byte_range" in codes(tampering.append(signed_by(Role.INCOMING_PM), change))


def test_chain_refuses_anything_but_zeros_behind_a_signature() -> None:
    data = signed_by(Role.INCOMING_PM)
    end = data.index(b">", data.rindex(b"/Contents <"))
    assert codes(data) == set()
    assert codes(data[: end - 2] + b"41" + data[end:]) == {"padding"}


def test_chain_refuses_fields_with_children_or_the_same_name() -> None:
    document = pikepdf.open(BytesIO(make_pdf()))
    fields = document.Root.AcroForm.Fields
    fields[0].Kids = pikepdf.Array([fields[1]])
    fields[2].T = fields[3].T
    document.Root.AcroForm.XFA = pikepdf.String("x")
    buffer = BytesIO()
    document.save(buffer)
    assert codes(buffer.getvalue()) == {"field_nested", "fields_doubled"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", make_pdf()[:-30], b"x" + make_pdf()])
def test_open_strictly_repairs_nothing(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_revisions(data)


def test_open_strictly_refuses_encryption() -> None:
    buffer = BytesIO()
    pikepdf.open(BytesIO(make_pdf())).save(buffer, encryption=pikepdf.Encryption(owner="x", user=""))
    with pytest.raises(Unreadable, match="encrypted"):
        open_strictly(buffer.getvalue())
