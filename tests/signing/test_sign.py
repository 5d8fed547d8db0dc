import datetime as dt
import hashlib
import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from takeover.baseline.model import EditionName, Manifest, Signer
from takeover.errors import BadInput, OutsideFailure, Refused, TakeoverError
from takeover.roles import sentence_for
from takeover.signing.keys import load_identity
from takeover.signing.model import RevisionKind, SigningAct, Verdict
from takeover.signing.reservations import NO_RESERVATIONS, Reservation, read_reservations
from takeover.signing.sign import drawn_text, sign_pdf
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.signing import tampering
from tests.signing.foreign import P_384, PHRASE, RSA_2048, MakeKey, make_foreign
from tests.signing.samples import (
    CHINESE,
    ENGLISH,
    SIGNED_AT,
    XMP,
    EditionChecker,
    make_font,
    make_manifest,
    make_pdf,
    make_test_identity,
    pin,
    sign_as,
    signed_by,
)

ORDER = (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.WITNESS)
RESERVED = (
    Reservation(
        item="F-07", disputed="付款在三月到期", own_version="合同的日期是三月", wish="改", due=dt.date(2026, 12, 1)
    ),
    Reservation(disputed="everything about money", evidence_sha256="ab" * 32),
)


def value_of(data: bytes, name: str) -> str:
    with pikepdf.open(BytesIO(data)) as document:
        return next(str(field.V) for field in document.Root.AcroForm.Fields if name == field.T)


def poppler(tool: str, data: bytes, tmp_path: Path, *options: str) -> str:
    file = tmp_path / "file.pdf"
    file.write_bytes(data)
    after = ["-"] if tool == "pdftotext" else []
    run = subprocess.run([tool, *options, str(file), *after], capture_output=True, text=True, check=False)
    return run.stdout


@pytest.mark.parametrize("object_streams", [True, False])
def test_sign_pdf_certifies_then_approves(*, object_streams: bool) -> None:
    data = make_pdf(object_streams=object_streams)
    for role in ORDER:
        signed = sign_as(data, role)
        assert signed.data.startswith(data)
        assert (signed.role, signed.field) == (role, f"sign-{role.value.replace('_', '-')}")
        data = signed.data
    trusted = frozenset(make_test_identity(role.value).fingerprint for role in ORDER)
    found = verify_pdf(data, trusted=trusted, check_edition=EditionChecker(make_manifest()))
    assert (found.verdict, found.signed, found.expected) == (Verdict.PASSED, 4, 4)
    assert [revision.permissions for revision in found.chain.revisions] == [0, 2, 0, 0, 0]


def test_sign_pdf_is_pades_with_the_claimed_time_and_the_sentence_alone() -> None:
    reader = PdfFileReader(BytesIO(signed_by(Role.INCOMING_PM)))
    [signature] = reader.embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == sentence_for(Role.INCOMING_PM, ENGLISH)
    assert signature.self_reported_timestamp == SIGNED_AT
    attributes = {attribute["type"].native for attribute in signature.signer_info["signed_attrs"]}
    assert "signing_certificate_v2" in attributes
    assert "signing_time" not in attributes


def test_sign_pdf_fills_and_signs_in_one_revision() -> None:
    data = sign_as(signed_by(Role.INCOMING_PM), Role.OUTGOING_PM, reservations=RESERVED, language="zh-Hans").data
    found = verify_pdf(data, trusted=frozenset(), check_edition=EditionChecker(make_manifest()))
    assert [revision.kind for revision in found.chain.revisions[1:]] == [RevisionKind.SIGNATURE] * 2
    assert found.chain.revisions[2].end == len(data)
    assert read_reservations(found.chain.revisions[2].text) == RESERVED


def test_sign_pdf_always_fills_the_text() -> None:
    signed = sign_as(make_pdf(), Role.INCOMING_PM)
    assert signed.text == NO_RESERVATIONS
    assert value_of(signed.data, "reserve-incoming-pm") == NO_RESERVATIONS


def test_sign_pdf_draws_both_boxes_with_embedded_fonts(tmp_path: Path) -> None:
    data = sign_as(signed_by(Role.INCOMING_PM), Role.OUTGOING_PM, reservations=RESERVED, language="zh-Hans").data
    text = poppler("pdftotext", data, tmp_path)
    for drawn in ("付款在三月到期", "everything about money", "The outgoing_pm (TEST outgoing_pm)", "前任项目经理"):
        assert drawn in text
    assert "自称时间 2026-11-23 09:30 +0800" in text
    assert "除保留意见 R1–R2 外" in text
    fonts = poppler("pdffonts", data, tmp_path).splitlines()[2:]
    embedded = [line for line in fonts if "Boxes-Regular" in line]
    assert len(embedded) == 2
    assert all(re.search(r"yes\s+yes\s+yes", line) for line in embedded)


def test_sign_pdf_leaves_the_xmp_packet_and_the_library_alone() -> None:
    hook = IncrementalPdfFileWriter._update_meta
    data = signed_by(*ORDER)
    document = pikepdf.open(BytesIO(data))
    assert document.Root.Metadata.read_raw_bytes() == XMP
    assert data.count(b"<x:xmpmeta") == 1
    assert IncrementalPdfFileWriter._update_meta is hook


def test_sign_pdf_scales_a_font_of_another_size(tmp_path: Path) -> None:
    act = SigningAct(role=Role.INCOMING_PM, party="", sentence="x", signed_at=SIGNED_AT)
    widths = []
    for units in (1000, 2048):
        signed = sign_pdf(
            make_pdf(),
            act,
            identity=make_test_identity(),
            font=make_font(units_per_em=units),
            catalogue=ENGLISH,
            check_edition=EditionChecker(make_manifest()),
        )
        box = poppler("pdftotext", signed.data, tmp_path, "-bbox")
        widths.append(re.findall(r'xMin="([0-9.]+)".*>reservations', box))
    assert [float(x) for x in widths[0]] == pytest.approx([float(x) for x in widths[1]], abs=0.5)


@pytest.mark.slow
def test_pdfsig_finds_every_signature_valid_and_the_last_one_total(tmp_path: Path) -> None:
    report = poppler("pdfsig", signed_by(*ORDER), tmp_path, "-nocert")
    assert report.count("Signature is Valid.") == len(ORDER)
    parts = report.split("Signature #")[1:]
    assert ["Total document signed" in part and "Not total" not in part for part in parts] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("manifest", "done", "role", "error", "code"),
    [
        (make_manifest(), (), Role.SPONSOR, Refused, "SG014"),
        (make_manifest(), (Role.INCOMING_PM,), Role.INCOMING_PM, Refused, "SG013"),
        (make_manifest(), (Role.INCOMING_PM,), Role.CLIENT, Refused, "SG011"),
        (make_manifest(), (Role.INCOMING_PM,), Role.TEAM, Refused, "SG012"),
        (pin(make_manifest(), sponsor="00" * 32), (Role.INCOMING_PM,), Role.SPONSOR, Refused, "SG015"),
    ],
)
def test_sign_pdf_refuses_a_signer_who_may_not(
    manifest: Manifest, done: tuple[Role, ...], role: Role, error: type[TakeoverError], code: str
) -> None:
    with pytest.raises(error) as caught:
        sign_as(signed_by(*done), role, manifest=manifest)
    assert caught.value.code == code
    assert caught.value.describe(CHINESE)


def test_sign_pdf_lets_the_client_sign_a_shared_edition() -> None:
    manifest = make_manifest(EditionName.SHARED)
    data = sign_as(make_pdf(manifest.expected), Role.INCOMING_PM, manifest=manifest).data
    assert sign_as(data, Role.CLIENT, manifest=manifest).field == "sign-client"


def test_sign_pdf_refuses_a_client_even_where_an_internal_manifest_expects_one() -> None:
    expected = (*make_manifest().expected, Signer(role=Role.CLIENT, party="client"))
    manifest = make_manifest(expected=expected)
    with pytest.raises(Refused) as caught:
        sign_as(make_pdf(expected), Role.CLIENT, manifest=manifest)
    assert caught.value.code == "SG010"


@pytest.mark.parametrize("attack", [tampering.append_junk, tampering.change_xmp, tampering.replace_page_content])
def test_sign_pdf_refuses_a_changed_input(attack: object) -> None:
    with pytest.raises(Refused) as caught:
        sign_as(attack(signed_by(Role.INCOMING_PM)), Role.SPONSOR)  # type: ignore[operator]
    assert caught.value.code == "SG010"
    assert caught.value.details["reason"]


@pytest.mark.parametrize("data", [b"", b"hello", make_pdf()[:900], make_pdf((), edition=None)])
def test_sign_pdf_refuses_what_is_no_baseline(data: bytes) -> None:
    with pytest.raises(BadInput):
        sign_as(data, Role.INCOMING_PM)


@pytest.mark.parametrize(("year", "code"), [(2025, "SG104"), (2037, "SG103")])
def test_sign_pdf_refuses_a_certificate_that_is_not_valid_then(year: int, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        sign_as(make_pdf(), Role.INCOMING_PM, at=SIGNED_AT.replace(year=year))
    assert caught.value.code == code


def test_sign_pdf_refuses_a_certificate_that_is_not_made_for_signing() -> None:
    with pytest.raises(BadInput) as caught:
        sign_as(make_pdf(), Role.INCOMING_PM, identity=load_identity(make_foreign(usage="key_agreement"), PHRASE))
    assert caught.value.code == "SG105"


@pytest.mark.parametrize("make_key", [RSA_2048, P_384])
def test_sign_pdf_signs_with_identities_made_elsewhere(make_key: MakeKey) -> None:
    identity = load_identity(make_foreign(make_key), PHRASE)
    data = sign_as(make_pdf(), Role.INCOMING_PM, identity=identity).data
    found = verify_pdf(data, trusted=frozenset({identity.fingerprint}), check_edition=EditionChecker(make_manifest()))
    assert found.failures == ()
    assert found.signatures[0].sound


def test_sign_pdf_refuses_reservations_that_do_not_fit_and_says_by_how_much() -> None:
    long = tuple(Reservation(item=f"F-{n:02}", disputed="付款在三月到期" * 12) for n in range(8))
    with pytest.raises(BadInput) as caught:
        sign_as(make_pdf(), Role.INCOMING_PM, reservations=long)
    assert (caught.value.code, caught.value.details["room"]) == ("SG022", "8")
    assert int(caught.value.details["over"]) == int(caught.value.details["lines"]) - 8
    assert "evidence" in caught.value.describe(ENGLISH)


def test_sign_pdf_refuses_a_stamp_that_does_not_fit() -> None:
    act = SigningAct(role=Role.INCOMING_PM, party="long " * 500, sentence="x", signed_at=SIGNED_AT)
    checker = EditionChecker(make_manifest())
    with pytest.raises(BadInput) as caught:
        sign_pdf(
            make_pdf(), act, identity=make_test_identity(), font=make_font(), catalogue=ENGLISH, check_edition=checker
        )
    assert caught.value.code == "SG023"


def test_sign_pdf_refuses_a_font_without_the_characters() -> None:
    with pytest.raises(OutsideFailure) as caught:
        sign_as(make_pdf(), Role.INCOMING_PM, reservations=(Reservation(disputed="鑫"),))
    assert (caught.value.code, caught.value.details["characters"]) == ("SG026", "鑫")


def test_sign_pdf_refuses_what_is_no_font() -> None:
    act = SigningAct(role=Role.INCOMING_PM, party="", sentence="x", signed_at=SIGNED_AT)
    checker = EditionChecker(make_manifest())
    with pytest.raises(BadInput) as caught:
        sign_pdf(
            make_pdf(), act, identity=make_test_identity(), font=b"no font", catalogue=ENGLISH, check_edition=checker
        )
    assert caught.value.code == "SG025"


def test_drawn_text_names_all_that_is_drawn() -> None:
    act = SigningAct(role=Role.SPONSOR, party="王伟", sentence="x", signed_at=SIGNED_AT, reservations=RESERVED)
    text = drawn_text(act, make_test_identity(), CHINESE)
    for part in ("王伟", "TEST incoming PM", "Example", "付款在三月到期", "R1–R2", "无保留意见"):
        assert part in text


def typed_in_viewer(data: bytes) -> bytes:
    return tampering.append(data, lambda writer: tampering.set_text(writer, "reserve-sponsor", "I disagree with F-07."))


def test_sign_pdf_signs_what_its_signer_typed_in_a_viewer() -> None:
    signed = sign_as(typed_in_viewer(signed_by(Role.INCOMING_PM)), Role.SPONSOR)
    found = verify_pdf(signed.data, trusted=frozenset(), check_edition=EditionChecker(make_manifest()))
    assert signed.text == found.chain.revisions[-1].text == "I disagree with F-07."
    assert [revision.kind for revision in found.chain.revisions[2:]] == [RevisionKind.FILL, RevisionKind.SIGNATURE]
    assert found.failures == ()


def test_sign_pdf_never_overwrites_typed_text() -> None:
    with pytest.raises(Refused) as caught:
        sign_as(typed_in_viewer(signed_by(Role.INCOMING_PM)), Role.SPONSOR, reservations=RESERVED)
    assert caught.value.code == "SG016"


def test_sign_pdf_refuses_to_sign_over_another_party_s_unsigned_text() -> None:
    with pytest.raises(Refused) as caught:
        sign_as(typed_in_viewer(signed_by(Role.INCOMING_PM)), Role.WITNESS)
    assert caught.value.code == "SG010"


def test_sign_pdf_checks_its_own_output() -> None:
    """A signer that is not the identity's stands for output that came out wrong."""
    identity = replace(make_test_identity(), make_signer=make_test_identity("sponsor").make_signer)
    with pytest.raises(OutsideFailure) as caught:
        sign_as(make_pdf(), Role.INCOMING_PM, identity=identity)
    assert caught.value.code == "SG027"


def test_sign_pdf_of_typed_text_goes_on_from_what_was_signed_last() -> None:
    certified = signed_by(Role.INCOMING_PM)
    signed = sign_as(typed_in_viewer(certified), Role.SPONSOR)
    assert signed.before == hashlib.sha256(certified).hexdigest()
