import re
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from takeover.signing.describe import describe_finding
from takeover.signing.model import LayerName, State, Verdict, Verification
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.signing import tampering
from tests.signing.samples import (
    CHINESE,
    ENGLISH,
    EditionChecker,
    make_manifest,
    make_pdf,
    make_test_identity,
    signed_by,
)

THREE = (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR)
EVERYBODY = frozenset(make_test_identity(role.value).fingerprint for role in (*THREE, Role.WITNESS))

FAILED = [
    (tampering.flip_byte, "signing.signatures.unreadable", "signing.signatures.digest"),
    (tampering.edit_reason, "signing.signatures.digest"),
    (tampering.add_page, "signing.revisions.objects", "signing.signatures.changed_later"),
    (tampering.swap_attachment, "signing.edition.broken", "signing.revisions.objects"),
    (tampering.add_attachment, "signing.revisions.no_signature"),
    (tampering.save_again, "signing.revisions.base_signed"),
    (tampering.annotate_page, "signing.revisions.objects"),
    (tampering.remove_signature, "signing.revisions.objects"),
    (tampering.replace_stamp, "signing.revisions.objects"),
    (tampering.replace_reservations_look, "signing.revisions.unsigned_text"),
    (tampering.replace_page_content, "signing.revisions.objects"),
    (tampering.change_xmp, "signing.revisions.objects"),
    (tampering.append_junk, "signing.revisions.appended"),
    (tampering.swap_cms, "signing.signatures.digest"),
    (tampering.fill_unsigned, "signing.revisions.unsigned_text"),
    (tampering.overwrite_signed_text, "signing.revisions.unsigned_text"),
    (tampering.replace_catalogue, "signing.revisions.frame"),
    (tampering.drop_permissions, "signing.revisions.no_signature"),
    (tampering.move_field, "signing.revisions.field"),
    (tampering.sign_and_change_page, "signing.revisions.objects"),
    (tampering.sign_new_field, "signing.signers.unexpected", "signing.revisions.form"),
    (tampering.change_form, "signing.revisions.form"),
]


def verify(data: bytes, *, deep: bool = True) -> Verification:
    """Verify, and make sure that every finding can be said in both languages."""
    found = verify_pdf(data, trusted=EVERYBODY, check_edition=EditionChecker(make_manifest()), deep=deep)
    findings = [finding for layer in found.layers for finding in layer.findings if finding.key != "problem.SG990"]
    for finding, catalogue in product([found.headline, *findings], (ENGLISH, CHINESE)):
        assert describe_finding(finding, catalogue)
    return found


def test_the_file_under_attack_passes() -> None:
    found = verify(signed_by(*THREE))
    assert (found.verdict, found.signed, found.expected) == (Verdict.PASSED, 3, 4)


@pytest.mark.parametrize(("attack", "keys"), [(row[0], row[1:]) for row in FAILED], ids=[r[0].__name__ for r in FAILED])
def test_attack_fails_and_is_named(attack: Callable[[bytes], bytes], keys: tuple[str, ...]) -> None:
    found = verify(attack(signed_by(*THREE)))
    assert found.verdict is Verdict.FAILED
    assert {finding.key for finding in found.failures} & set(keys)


@pytest.mark.parametrize("attack", [row[0] for row in FAILED])
def test_attack_fails_without_pyhanko_s_analysis_too(attack: Callable[[bytes], bytes]) -> None:
    assert verify(attack(signed_by(*THREE)), deep=False).verdict is Verdict.FAILED


@pytest.mark.parametrize("attack", [tampering.change_xmp, tampering.append_junk])
def test_own_chain_catches_what_pyhanko_accepts(attack: Callable[[bytes], bytes]) -> None:
    found = verify(attack(signed_by(*THREE)))
    assert found.layer(LayerName.SIGNATURES).state is State.PASSED
    assert found.layer(LayerName.REVISIONS).state is State.FAILED


def test_changed_xmp_is_named_as_such() -> None:
    [finding, *_] = verify(tampering.change_xmp(signed_by(*THREE))).layer(LayerName.REVISIONS).findings
    assert "(XMP)" in finding.details["objects"]


def test_cut_last_signature_is_told_as_one_less() -> None:
    found = verify(tampering.cut_last_signature(signed_by(*THREE)))
    assert (found.verdict, found.signed, found.expected) == (Verdict.PASSED, 2, 4)


def test_cut_all_signatures_is_told_as_none() -> None:
    found = verify(tampering.cut_all_signatures(signed_by(Role.INCOMING_PM)))
    assert (found.verdict, found.signed) == (Verdict.INDETERMINATE, 0)
    assert found.headline.key == "signing.verdict.indeterminate.unsigned"
    assert found.headline.details == {"signed": "0", "expected": "4"}


def test_second_certification_fails() -> None:
    from pyhanko.sign.general import SigningError

    with pytest.raises(SigningError):
        tampering.sign_with_pyhanko(signed_by(Role.INCOMING_PM), "sign-sponsor", certify=True)


def test_first_signature_without_certification_fails() -> None:
    found = verify(tampering.sign_with_pyhanko(make_pdf(), "sign-incoming-pm", identity="incoming_pm"))
    assert "signing.revisions.not_certified" in {finding.key for finding in found.failures}


def test_certification_by_another_role_fails() -> None:
    found = verify(tampering.sign_with_pyhanko(make_pdf(), "sign-witness", certify=True))
    assert "signing.signers.not_first" in {finding.key for finding in found.failures}


@pytest.mark.parametrize("form", [b"/TX %d 0 R", b"/TX [%d 0 R]"])
def test_filling_a_gap_fails(form: bytes) -> None:
    """An object that the sealed base names but does not have must not appear later (shadow attack)."""
    data = make_pdf(object_streams=False)
    next_number = int(re.findall(rb"/Size ([0-9]+)", data)[-1]) + 1  # where pyHanko goes on counting
    tip = b"/TU (reserve-sponsor)"
    assert data.count(tip) == 1
    gap = data.replace(tip, (form % next_number).ljust(len(tip)))
    assert verify(gap).layer(LayerName.REVISIONS).state is State.PASSED
    found = verify(tampering.sign_with_pyhanko(gap, "sign-incoming-pm", identity="incoming_pm", certify=True))
    assert "signing.revisions.objects" in {finding.key for finding in found.failures}


CHANGES_OF_CONTENT = [
    tampering.flip_byte,
    tampering.add_page,
    tampering.swap_attachment,
    tampering.save_again,
    tampering.annotate_page,
    tampering.replace_page_content,
    tampering.change_xmp,
    tampering.append_junk,
    tampering.fill_unsigned,
]


@pytest.mark.slow
@pytest.mark.parametrize("attack", CHANGES_OF_CONTENT)
def test_pdfsig_as_outside_judge_never_calls_a_forgery_total(attack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """The rule for readers of pdfsig: the last signature must be valid, and it must be *Total document signed*."""
    file = tmp_path / "forged.pdf"
    file.write_bytes(attack(signed_by(*THREE)))
    report = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout
    totals = [part for part in report.split("Signature #") if "\n  - Total document signed" in part]
    assert not any("Signature is Valid" in part for part in totals)
