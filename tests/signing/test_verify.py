import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from takeover.baseline.check import EditionCheck, Judgement, RecordCheck
from takeover.baseline.model import EditionName, Manifest, Signer
from takeover.errors import BadInput
from takeover.problems import Problem, Severity
from takeover.signing.model import LayerName, State, Verdict, Verification
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.signing import tampering
from tests.signing.samples import (
    CHECKLIST,
    EDITION,
    EditionChecker,
    make_manifest,
    make_pdf,
    make_test_identity,
    pin,
    sign_as,
    signed_by,
)

PM = make_test_identity("incoming_pm").fingerprint
SPONSOR = make_test_identity("sponsor").fingerprint
TWO = (Role.INCOMING_PM, Role.SPONSOR)


def verify(data: bytes, *trusted: str, manifest: Manifest | None = None, **checks: object) -> Verification:
    record = checks.pop("record", None)
    checker = EditionChecker(manifest or make_manifest(), **checks)  # type: ignore[arg-type]
    return verify_pdf(data, trusted=frozenset(trusted), check_edition=checker, record=record)  # type: ignore[arg-type]


def keys(found: Verification, name: LayerName) -> list[str]:
    return [finding.key.removeprefix(f"signing.{name.value}.") for finding in found.layer(name).findings]


def test_unsigned_baseline_is_indeterminate() -> None:
    found = verify(make_pdf())
    assert (found.verdict, found.signed, found.expected) == (Verdict.INDETERMINATE, 0, 4)
    assert found.headline.key == "signing.verdict.indeterminate.unsigned"


def test_certified_by_a_trusted_pm_passes() -> None:
    found = verify(signed_by(Role.INCOMING_PM), PM)
    assert (found.verdict, found.signed, found.expected) == (Verdict.PASSED, 1, 4)
    assert found.layer(LayerName.RECORD).state is State.NOT_CHECKED


def test_fingerprints_may_be_written_as_other_tools_write_them() -> None:
    colons = ":".join(PM[at : at + 2] for at in range(0, 64, 2)).upper()
    assert verify(signed_by(Role.INCOMING_PM), colons).verdict is Verdict.PASSED


def test_certified_by_an_unknown_pm_is_indeterminate_and_says_what_to_compare() -> None:
    found = verify(signed_by(Role.INCOMING_PM))
    assert found.verdict is Verdict.INDETERMINATE
    [finding] = found.layer(LayerName.TRUST).findings
    assert (finding.key, finding.details["fingerprint"]) == ("signing.trust.certifier_unknown", PM)


@pytest.mark.parametrize(
    ("pinned", "trusted", "verdict", "trust"),
    [
        ({}, (PM,), Verdict.INDETERMINATE, ["trusted", "not_pinned"]),
        ({}, (PM, SPONSOR), Verdict.PASSED, ["trusted", "trusted"]),
        ({"sponsor": SPONSOR}, (PM,), Verdict.PASSED, ["trusted", "vouched"]),
        ({"sponsor": SPONSOR}, (), Verdict.INDETERMINATE, ["certifier_unknown", "pinned_only"]),
        ({"sponsor": "00" * 32}, (PM, SPONSOR), Verdict.FAILED, ["trusted", "other_certificate"]),
        ({"incoming_pm": "00" * 32}, (PM, SPONSOR), Verdict.FAILED, ["other_certificate", "trusted"]),
    ],
)
def test_trust_starts_outside_and_spreads_by_pins(
    pinned: dict[str, str], trusted: tuple[str, ...], verdict: Verdict, trust: list[str]
) -> None:
    found = verify(signed_by(*TWO), *trusted, manifest=pin(make_manifest(), **pinned))
    assert (found.verdict, keys(found, LayerName.TRUST)) == (verdict, trust)


def test_a_certificate_of_the_same_name_is_another_certificate() -> None:
    twin = make_test_identity("incoming_pm", (2026, 2037))
    assert twin.common_name == make_test_identity("incoming_pm").common_name
    data = sign_as(make_pdf(), Role.INCOMING_PM, identity=twin).data
    assert verify(data, PM).verdict is Verdict.INDETERMINATE
    found = verify(data, PM, manifest=pin(make_manifest(), incoming_pm=PM))
    assert (found.verdict, keys(found, LayerName.TRUST)) == (Verdict.FAILED, ["other_certificate"])


def test_one_key_for_two_parties_is_remarked() -> None:
    data = sign_as(signed_by(Role.INCOMING_PM), Role.WITNESS, identity=make_test_identity("incoming_pm")).data
    found = verify(data, PM)
    assert found.verdict is Verdict.PASSED
    assert "same_key" in keys(found, LayerName.TRUST)


@pytest.mark.parametrize("years", [(2020, 2021), (2035, 2036)])
def test_a_certificate_outside_its_time_is_indeterminate(years: tuple[int, int]) -> None:
    data = tampering.sign_with_pyhanko(signed_by(Role.INCOMING_PM), "sign-sponsor", years=years)
    found = verify(data, PM, make_test_identity("witness", years).fingerprint)
    assert (found.verdict, found.failures) == (Verdict.INDETERMINATE, ())
    assert "out_of_bounds" in keys(found, LayerName.SIGNATURES)


def test_a_certificate_for_other_purposes_is_indeterminate() -> None:
    data = tampering.sign_with_pyhanko(signed_by(Role.INCOMING_PM), "sign-sponsor", wrong_usage=True)
    found = verify(data, PM)
    assert found.verdict is Verdict.INDETERMINATE
    assert "doubt" in keys(found, LayerName.SIGNATURES)


def test_times_that_go_back_are_remarked() -> None:
    import datetime as dt

    from tests.signing.samples import SIGNED_AT

    data = sign_as(signed_by(Role.INCOMING_PM), Role.WITNESS, at=SIGNED_AT - dt.timedelta(days=1)).data
    assert "clock" in keys(verify(data, PM), LayerName.SIGNATURES)


def test_another_record_s_edition_in_a_sealed_pdf_fails() -> None:
    """The swapped edition is intact in itself; the PDF was not made from it."""
    swapped = make_pdf(edition=b"other")
    found = verify(swapped, manifest=make_manifest(root="ee" * 32), edition=b"other")
    assert (found.verdict, keys(found, LayerName.EDITION)) == (Verdict.FAILED, ["other_document"])


def test_document_id_survives_what_literal_strings_do_to_line_ends() -> None:
    root = b"\r\n\r" + bytes(13)
    found = verify(make_pdf(document_id=b"\n\n" + bytes(13)), manifest=make_manifest(root=root.hex() + "00" * 16))
    assert keys(found, LayerName.EDITION) == ["intact"]


@pytest.mark.parametrize("missing", ["edition", "checklist"])
def test_signed_pdf_without_its_edition_fails(missing: str) -> None:
    bare = make_pdf(**{missing: None})  # type: ignore[arg-type]
    found = verify(tampering.sign_with_pyhanko(bare, "sign-incoming-pm", identity="incoming_pm", certify=True), PM)
    assert (found.verdict, keys(found, LayerName.EDITION)) == (Verdict.FAILED, ["missing"])
    assert found.expected == 0


def test_pdf_that_is_no_baseline_is_bad_input() -> None:
    with pytest.raises(BadInput) as caught:
        verify(make_pdf((), edition=None, checklist=None))
    assert (caught.value.code, caught.value.details["name"]) == ("SG041", "edition.jsonl")


def test_broken_edition_fails_with_the_problems_of_the_baseline_room() -> None:
    found = verify(make_pdf(edition=b"altered"))
    assert found.verdict is Verdict.FAILED
    assert [finding.key for finding in found.layer(LayerName.EDITION).findings] == [
        "problem.SG990",
        "signing.edition.broken",
    ]


def test_warnings_of_the_baseline_room_leave_the_verdict_open() -> None:
    def check(edition: bytes, checklist: bytes) -> EditionCheck:
        assert (edition, checklist) == (EDITION, CHECKLIST)
        found = EditionChecker(make_manifest())(edition, checklist)
        return replace(found, problems=(Problem(code="SG990", severity=Severity.WARNING),))

    found = verify_pdf(signed_by(Role.INCOMING_PM), trusted=frozenset({PM}), check_edition=check)
    assert found.verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize(
    ("judgement", "state"),
    [
        (Judgement.RECOMPUTED, State.PASSED),
        (Judgement.NONE, State.PASSED),
        (Judgement.NOT_AT_HAND, State.INDETERMINATE),
        (Judgement.DIFFERS, State.FAILED),
    ],
)
def test_judgement_weighs_in(judgement: Judgement, state: State) -> None:
    found = verify(signed_by(Role.INCOMING_PM), PM, judgement=judgement)
    assert found.layer(LayerName.JUDGEMENT).state is state
    assert found.verdict.value == state.value


def test_boxes_must_be_those_of_the_manifest() -> None:
    expected = (*make_manifest().expected, Signer(role=Role.TEAM, party="team"))
    found = verify(make_pdf(), manifest=make_manifest(expected=expected))
    assert found.verdict is Verdict.FAILED
    assert keys(found, LayerName.SIGNERS)[:3] == ["count", "fields", "fields"]


def test_client_in_an_internal_edition_fails() -> None:
    expected = (*make_manifest().expected, Signer(role=Role.CLIENT, party="client"))
    found = verify(make_pdf(expected), manifest=make_manifest(expected=expected))
    assert "client_inside" in keys(found, LayerName.SIGNERS)
    shared = make_manifest(EditionName.SHARED)
    assert "client_inside" not in keys(verify(make_pdf(shared.expected), manifest=shared), LayerName.SIGNERS)


def hashes(found: Verification) -> list[str]:
    return [revision.sha256 for revision in found.chain.revisions]


def test_record_that_knows_the_file_fits() -> None:
    base, *signed = hashes(verify(signed_by(*TWO)))
    record = RecordCheck(sealed=base, signed=tuple(signed), later_lines=2)
    assert keys(verify(signed_by(*TWO), PM, record=record), LayerName.RECORD) == ["fits"]


def test_record_shows_that_the_last_signature_was_cut_off() -> None:
    base, *signed = hashes(verify(signed_by(*TWO)))
    cut = tampering.cut_last_signature(signed_by(*TWO))
    assert verify(cut, PM).verdict is Verdict.PASSED
    found = verify(cut, PM, record=RecordCheck(sealed=base, signed=tuple(signed)))
    assert (found.verdict, keys(found, LayerName.RECORD)) == (Verdict.FAILED, ["signature_missing"])


def test_record_names_signatures_that_it_does_not_know_yet() -> None:
    base, first, _ = hashes(verify(signed_by(*TWO)))
    found = verify(signed_by(*TWO), PM, SPONSOR, record=RecordCheck(sealed=base, signed=(first,)))
    assert (found.verdict, keys(found, LayerName.RECORD)) == (Verdict.PASSED, ["fits", "signature_new"])


def test_record_of_another_baseline_fails() -> None:
    found = verify(signed_by(Role.INCOMING_PM), PM, record=RecordCheck(sealed="00" * 32))
    assert (found.verdict, keys(found, LayerName.RECORD)) == (Verdict.FAILED, ["other_base"])


def test_record_that_does_not_fit_fails_with_its_problems() -> None:
    record = RecordCheck(sealed="", problems=(Problem(code="SG990"),))
    found = verify(signed_by(Role.INCOMING_PM), PM, record=record)
    assert [finding.key for finding in found.layer(LayerName.RECORD).findings] == ["problem.SG990"]
    assert found.verdict is Verdict.FAILED


def encrypted() -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(make_pdf())) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="x", user="x"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "SG042"),
        (b"hello", "SG042"),
        (b"PK\x03\x04", "SG042"),
        (b" " + make_pdf(), "SG042"),
        (b"%PDF-1.7", "SG040"),
        (make_pdf()[:700], "SG040"),
        (encrypted(), "SG043"),
    ],
)
def test_what_cannot_be_read_is_bad_input(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        verify(data)
    assert caught.value.code == code


def test_a_file_beyond_all_measure_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("takeover.signing.snapshots.MAX_BYTES", 100)
    with pytest.raises(BadInput):
        verify(make_pdf())


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, takeover.signing.keys, takeover.signing.sign, takeover.signing.verify, takeover.signing.describe;"
        "sys.exit(len({'pyhanko', 'pikepdf', 'cryptography', 'fontTools', 'asn1crypto'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


SIGNED = signed_by(*TWO)
LAST_HOLE = slice(SIGNED.rindex(b"/Contents <"), SIGNED.index(b">", SIGNED.rindex(b"/Contents <")))


def outcome(data: bytes) -> Verdict | None:
    """The verdict, None for bad input; anything else raised fails the test."""
    try:
        return verify(data, PM, SPONSOR).verdict
    except BadInput:
        return None


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, len(SIGNED) - 1), bit=st.integers(0, 7))
@example(at=LAST_HOLE.stop - 1, bit=0)
def test_any_flipped_bit_is_found(at: int, bit: int) -> None:
    changed = bytes([SIGNED[at] ^ 1 << bit])
    in_hole = LAST_HOLE.start + 11 <= at < LAST_HOLE.stop
    assume(not (in_hole and changed.lower() == SIGNED[at : at + 1].lower()))  # the same digit in the other case
    assert outcome(SIGNED[:at] + changed + SIGNED[at + 1 :]) in (Verdict.FAILED, None)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.sampled_from((*range(60), *range(470, 570))), bit=st.integers(0, 7))
@example(at=3, bit=4)  # length of the whole: the filling zeros would become a part of it
@example(at=26, bit=1)  # version of the container
@example(at=42, bit=1)  # parameters of a digest algorithm
@example(at=495, bit=5)  # issuer in capitals
def test_any_flipped_bit_of_the_signature_s_frame_is_found(at: int, bit: int) -> None:
    """The frame of a CMS signature is protected by nothing but its format."""
    place = LAST_HOLE.start + 11 + 2 * at
    flipped = b"%02x" % (int(SIGNED[place : place + 2], 16) ^ 1 << bit)
    assert outcome(SIGNED[:place] + flipped + SIGNED[place + 2 :]) in (Verdict.FAILED, None)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cut=st.integers(0, len(SIGNED) - 1))
def test_any_cut_is_found_or_told(cut: int) -> None:
    ends = tampering.revision_ends(SIGNED)
    found = outcome(SIGNED[:cut])
    assert found in (Verdict.FAILED, None) or any(end - 1 <= cut <= end for end in ends)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, len(SIGNED)), length=st.integers(0, 300), junk=st.binary(max_size=60))
def test_no_splice_passes_or_crashes(at: int, length: int, junk: bytes) -> None:
    spliced = SIGNED[:at] + junk + SIGNED[at + length :]
    assume(spliced != SIGNED)
    ends = tampering.revision_ends(SIGNED)
    assume(at + length < len(SIGNED) or junk or at not in ends)
    assert outcome(spliced) in (Verdict.FAILED, None)


@given(st.binary(max_size=300))
def test_garbage_is_bad_input(data: bytes) -> None:
    assert outcome(b"%PDF-1.7\n" + data) is None
