"""Trust by a house authority and by time stamps; fingerprints and pins are in test_verify."""

from dataclasses import replace

import pytest

from takeover.baseline.check import check_edition
from takeover.errors import BadInput
from takeover.signing.certificates import find_authority, hash_certificate, name_holder, read_authorities
from takeover.signing.model import Identity, LayerName, State, Verdict, Verification
from takeover.signing.outside import Outside
from takeover.signing.timestamps import Timestamps
from takeover.signing.trust import Anchors, judge_trust
from takeover.signing.verify import verify_pdf
from takeover.values import Level, Role
from tests.baseline.sealing import seal
from tests.builders import RecordBuilder
from tests.signing import time_server
from tests.signing.authority import department, house_der, house_identity, house_pem, issue
from tests.signing.samples import SIGNED_AT, EditionChecker, make_manifest, make_pdf, sign_as, signed_by
from tests.signing.scene import pdf_of, sign_real, tell

NAME = "The incoming project manager"


def named_record(name: str) -> RecordBuilder:
    """A record in which the incoming PM has a name."""
    from takeover.record.kinds import party_named

    record = tell()
    record.add(party_named(record.stamp(Level.SHARED), party="incomin1", name=name))
    return record


def verify_house(identity: Identity, party: str = NAME, **outside: object) -> Verification:
    """A baseline that the incoming PM certified with this identity, verified with the house authority at hand."""
    data = sign_real(pdf_of(seal(named_record(party))), Role.INCOMING_PM, identity=identity)
    beside = Outside(**({"authorities": (house_der(),)} | outside))  # type: ignore[arg-type]
    return verify_pdf(data, trusted=frozenset(), check_edition=check_edition, beside=beside)


def trust_of(found: Verification) -> list[str]:
    return [finding.key.removeprefix("signing.trust.") for finding in found.layer(LayerName.TRUST).findings]


@pytest.mark.parametrize("through_department", [False, True])
def test_the_house_authority_vouches_for_the_party_of_that_name(*, through_department: bool) -> None:
    found = verify_house(house_identity(NAME, through_department=through_department))
    assert (found.verdict, trust_of(found)) == (Verdict.PASSED, ["authority"])
    [finding] = found.layer(LayerName.TRUST).findings
    assert finding.details["authority"] == "TEST house authority"


@pytest.mark.parametrize("party", ["Somebody else", ""])
def test_the_house_authority_says_nothing_about_a_party_of_another_name(party: str) -> None:
    """Everybody in the house has such a certificate."""
    found = verify_house(house_identity(NAME), party)
    assert (found.verdict, trust_of(found)) == (Verdict.INDETERMINATE, ["authority_other_name"])


def test_without_the_authority_its_certificates_are_like_any_other() -> None:
    found = verify_house(house_identity(NAME), authorities=())
    assert (found.verdict, trust_of(found)) == (Verdict.INDETERMINATE, ["certifier_unknown"])


def test_a_certificate_that_only_claims_the_authority_is_unknown() -> None:
    """Same issuer's name, another issuer's key."""
    false_house = issue("TEST house authority", None, ("key_cert_sign", "crl_sign"))
    certificate = issue(NAME, false_house, ("digital_signature",))[1]
    from cryptography.hazmat.primitives.serialization import Encoding

    der = certificate.public_bytes(Encoding.DER)
    others = [false_house[1].public_bytes(Encoding.DER)]
    assert find_authority(der, others, [house_der()], SIGNED_AT) == ""


def test_an_authority_vouches_only_at_a_time_when_it_is_valid() -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    der = department()[1].public_bytes(Encoding.DER)
    assert find_authority(der, [], [house_der()], SIGNED_AT) == "TEST house authority"
    assert find_authority(der, [], [house_der()], SIGNED_AT.replace(year=2050)) == ""
    assert find_authority(b"junk", [], [house_der()], SIGNED_AT) == ""


def test_authorities_come_as_pem() -> None:
    assert read_authorities(house_pem() * 2, "ca.pem") == (house_der(),) * 2
    assert name_holder(house_der()) == "TEST house authority"


@pytest.mark.parametrize("pem", [b"", b"no certificate", house_pem()[:200], b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])  # fmt: skip
def test_a_file_without_certificates_is_refused_by_name(pem: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read_authorities(pem, "ca.pem")
    assert (caught.value.code, caught.value.details["file"]) == ("SG080", "ca.pem")


# ---- time stamps


def verify_stamped(*trusted: str, authorities: tuple[bytes, ...] = ()) -> Verification:
    with time_server.serve() as server:
        data = sign_as(make_pdf(), Role.INCOMING_PM, timestamps=Timestamps(address=server.address)).data
    return verify_pdf(
        data,
        trusted=frozenset(trusted),
        check_edition=EditionChecker(make_manifest()),
        beside=Outside(authorities=authorities),
    )


def test_a_time_stamp_of_an_unknown_service_is_a_remark() -> None:
    found = verify_stamped()
    assert trust_of(found) == ["certifier_unknown", "stamp_unknown"]
    assert found.layer(LayerName.TRUST).findings[1].state is State.NOT_CHECKED


def test_a_time_stamp_of_a_trusted_service_says_when() -> None:
    der = time_server.make_authority(may_stamp=True)[0]
    found = verify_stamped(hash_certificate(der))
    assert trust_of(found) == ["certifier_unknown", "stamped"]
    told = found.layer(LayerName.TRUST).findings[1]
    assert told.details["time"] == time_server.STAMPED_AT.isoformat(" ", "seconds")


def test_a_signature_that_does_not_hold_is_nobody_s() -> None:
    found = verify_pdf(signed_by(Role.INCOMING_PM), trusted=frozenset(), check_edition=EditionChecker(make_manifest()))
    [check] = found.signatures
    anchors = Anchors(fingerprints=frozenset({check.fingerprint}), names={})
    broken = replace(check, sound=False, damage="digest")
    assert judge_trust(make_manifest(), (broken,), anchors).findings == ()
    assert judge_trust(make_manifest(), (check,), anchors).state is State.PASSED
