import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from takeover.errors import BadInput
from takeover.signing.certificates import hash_certificate
from takeover.signing.keys import load_identity, make_identity, read_certificate, write_certificate
from tests.signing.foreign import DSA_2048, ED25519, P_384, RSA_1024, RSA_2048, MakeKey, make_foreign
from tests.signing.foreign import PHRASE as FOREIGN_PHRASE

FROM = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
UNTIL = dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
PHRASE = "口令 with spaces".encode()


def make(name: str = "李娜", *, test: bool = True, **changes: object) -> bytes:
    wishes: dict = {"organisation": "示例公司", "passphrase": PHRASE, "valid_from": FROM, "valid_until": UNTIL}
    return make_identity(common_name=name, test=test, **wishes | changes)


def test_make_identity_reads_back_in_any_script() -> None:
    identity = load_identity(make(test=False), PHRASE)
    assert (identity.common_name, identity.organisation) == ("李娜", "示例公司")
    assert (identity.valid_from, identity.valid_until) == (FROM, UNTIL)


@pytest.mark.parametrize("name", ["李娜", "TEST 李娜"])
def test_make_identity_marks_test_identities_once(name: str) -> None:
    assert load_identity(make(name), PHRASE).common_name == "TEST 李娜"


def test_make_identity_gives_a_signing_certificate_on_p256() -> None:
    key, certificate, _ = pkcs12.load_key_and_certificates(make(), PHRASE)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert isinstance(key.curve, ec.SECP256R1)
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert certificate.issuer == certificate.subject
    assert load_identity(make(), PHRASE).fingerprint != certificate.fingerprint(hashes.SHA256()).hex()


def test_load_identity_names_the_certificate_by_sha256() -> None:
    data = make()
    certificate = pkcs12.load_key_and_certificates(data, PHRASE)[1]
    assert load_identity(data, PHRASE).fingerprint == certificate.fingerprint(hashes.SHA256()).hex()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"common_name": " "}, "SG001"),
        ({"common_name": "x" * 65}, "SG001"),
        ({"organisation": ""}, "SG001"),
        ({"passphrase": b""}, "SG002"),
        ({"valid_until": FROM}, "SG003"),
    ],
)
def test_make_identity_refuses(changes: dict, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        make(changes.pop("common_name", "x"), **changes)
    assert caught.value.code == code


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"\x30\x03\x02\x01\x03", make()[:200]])
def test_load_identity_refuses_what_is_no_identity(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        load_identity(data, PHRASE)
    assert caught.value.code == "SG004"


@pytest.mark.parametrize("phrase", [b"wrong", b""])
def test_load_identity_refuses_a_wrong_pass_phrase(phrase: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        load_identity(make(), phrase)
    assert caught.value.code == "SG005"
    assert "wrong" not in repr(caught.value)


def test_load_identity_refuses_a_certificate_without_key() -> None:
    certificate = pkcs12.load_key_and_certificates(make(), PHRASE)[1]
    data = pkcs12.serialize_key_and_certificates(b"x", None, certificate, None, BestAvailableEncryption(PHRASE))
    with pytest.raises(BadInput) as caught:
        load_identity(data, PHRASE)
    assert caught.value.code == "SG006"


def test_identity_never_shows_key_or_pass_phrase() -> None:
    shown = repr(load_identity(make(), PHRASE))
    assert "make_signer" not in shown
    assert PHRASE.decode() not in shown
    assert "key" not in shown.lower()


def test_identity_makes_a_signer_with_its_certificate() -> None:
    identity = load_identity(make(), PHRASE)
    assert identity.make_signer().signing_cert.sha256.hex() == identity.fingerprint


@pytest.mark.parametrize("make_key", [RSA_2048, P_384])
def test_load_identity_takes_what_other_programs_made(make_key: MakeKey) -> None:
    identity = load_identity(make_foreign(make_key, name="王伟"), FOREIGN_PHRASE)
    assert (identity.common_name, identity.organisation, identity.may_sign) == ("王伟", "", True)


@pytest.mark.parametrize(("make_key", "kind"), [(RSA_1024, "RSA 1024"), (DSA_2048, "DSA 2048"), (ED25519, "Ed25519")])
def test_load_identity_refuses_keys_that_nobody_should_sign_with(make_key: MakeKey, kind: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_identity(make_foreign(make_key), FOREIGN_PHRASE)
    assert (caught.value.code, caught.value.details["kind"]) == ("SG107", kind)


@pytest.mark.parametrize(
    ("usage", "may"), [("digital_signature", True), ("content_commitment", True), ("key_agreement", False)]
)
def test_load_identity_reads_whether_the_key_may_sign(usage: str, *, may: bool) -> None:
    assert load_identity(make_foreign(usage=usage), FOREIGN_PHRASE).may_sign is may


@pytest.mark.skipif(not shutil.which("openssl"), reason="old encryption is made with openssl")
def test_load_identity_reads_old_encryption(tmp_path: Path) -> None:
    """Files that Windows wrote until 2016: RC2 with 40 bits for the certificates."""
    key, certificate, _ = pkcs12.load_key_and_certificates(make(), PHRASE)
    (tmp_path / "both.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    command = "openssl pkcs12 -legacy -export -in both.pem -passout pass:x -certpbe PBE-SHA1-RC2-40 -out old.p12"
    if subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("this openssl has no old algorithms")
    old = load_identity((tmp_path / "old.p12").read_bytes(), b"x")
    assert old.fingerprint == hash_certificate(certificate.public_bytes(Encoding.DER))


def test_certificate_is_written_and_read_without_the_key() -> None:
    identity = load_identity(make(), PHRASE)
    written = write_certificate(identity)
    assert read_certificate(written) == read_certificate(identity.certificate) == ("TEST 李娜", identity.fingerprint)
    assert b"PRIVATE" not in written
    assert written.count(b"BEGIN") == 1


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", make()]
)
def test_read_certificate_refuses_what_is_none(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read_certificate(data)
    assert caught.value.code == "SG108"
