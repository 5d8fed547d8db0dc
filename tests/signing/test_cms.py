"""Containers of every kind that signers make, ours against two other readers: pyHanko and openssl."""

import asyncio
import datetime as dt
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import algos, cms, keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from takeover.signing.cms import CmsCheck, check_cms, container_length

DATA = b"the bytes that were signed"
MAKERS: dict[str, Any] = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa1024": lambda: rsa.generate_private_key(65537, 1024),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ed448": ed448.Ed448PrivateKey.generate,
    "dsa": lambda: dsa.generate_private_key(2048),
}


@lru_cache
def make_key(kind: str) -> tuple[bytes, bytes]:
    """A key (PKCS #8) and a certificate that it signs itself, both DER."""
    key = MAKERS[kind]()
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, f"TEST {kind}")])
    builder = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
        .add_extension(certificates.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    digest = None if kind.startswith("ed") else hashes.SHA256()
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return private, builder.sign(key, digest).public_bytes(Encoding.DER)


def make_cms(kind: str, digest: str = "sha256", *, pss: bool = False) -> bytes:
    """A detached signature over DATA."""
    private, certificate = make_key(kind)
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
        prefer_pss=pss,
    )
    container = asyncio.run(signer.async_sign_general_data(DATA, digest, detached=True, use_cades=True))
    return container.dump()


def check(container: bytes, data: bytes = DATA, *, bound: bool = True) -> CmsCheck:
    return check_cms(container, (data[:5], data[5:]), bound=bound)


GOOD = [
    ("p256", "sha256", False),
    ("p256", "sha512", False),
    ("p384", "sha384", False),
    ("p521", "sha512", False),
    ("rsa2048", "sha256", False),
    ("rsa2048", "sha512", False),
    ("rsa2048", "sha256", True),
    ("rsa2048", "sha512", True),
    ("ed25519", "sha512", False),
]


@pytest.mark.parametrize(("kind", "digest", "pss"), GOOD)
def test_signatures_of_today_hold_and_name_their_certificate(kind: str, digest: str, *, pss: bool) -> None:
    container = make_cms(kind, digest, pss=pss)
    found = check(container)
    assert (found.damage, found.certificate) == ("", make_key(kind)[1])
    assert check(container + bytes(500)).damage == ""
    assert check(container, DATA + b"!").damage == "digest"


@pytest.mark.parametrize(
    ("kind", "digest"), [("p256", "sha1"), ("rsa2048", "sha1"), ("rsa1024", "sha256"), ("rsa2048", "md5")]
)
def test_what_can_be_forged_today_proves_nothing(kind: str, digest: str) -> None:
    assert check(make_cms(kind, digest)).damage == "unusable"


def test_a_container_that_names_no_certificate_is_taken_only_where_the_format_allows_it() -> None:
    bare = drop_attribute("p256", "signing_certificate_v2")
    assert (check(bare, bound=True).damage, check(bare, bound=False).damage) == ("unusable", "")


def sign_again(kind: str, change: Any) -> bytes:
    """Change the container's content and sign its attributes anew: what the holder of a key can make."""
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    container = cms.ContentInfo.load(make_cms(kind))
    signer = container["content"]["signer_infos"][0]
    change(container["content"], signer)
    private: Any = load_der_private_key(make_key(kind)[0], None)
    message = b"\x31" + signer["signed_attrs"].dump(force=True)[1:]
    signer["signature"] = private.sign(message, ec.ECDSA(hashes.SHA256()))
    return container.dump(force=True)


def drop_attribute(kind: str, name: str) -> bytes:
    def change(_: Any, signer: Any) -> None:
        signer["signed_attrs"] = cms.CMSAttributes([a for a in signer["signed_attrs"] if a["type"].native != name])

    return sign_again(kind, change)


def double_attribute(_: Any, signer: Any) -> None:
    signer["signed_attrs"] = cms.CMSAttributes([*signer["signed_attrs"], signer["signed_attrs"][1]])


def double_signer(content: Any, signer: Any) -> None:
    content["signer_infos"] = cms.SignerInfos([signer, signer])


def attach_content(content: Any, _: Any) -> None:
    content["encap_content_info"] = cms.ContentInfo({"content_type": "data", "content": b"other"})


def no_certificate(content: Any, _: Any) -> None:
    content["certificates"] = cms.CertificateSet([])


def other_certificate(content: Any, _: Any) -> None:
    certificate = x509.Certificate.load(make_key("p384")[1])
    content["certificates"] = cms.CertificateSet([cms.CertificateChoices("certificate", certificate)])


def other_digest(content: Any, signer: Any) -> None:
    content["digest_algorithms"] = cms.DigestAlgorithms([algos.DigestAlgorithm({"algorithm": "sha512"})])


def other_version(content: Any, _: Any) -> None:
    content["version"] = "v3"


def other_signature_algorithm(_: Any, signer: Any) -> None:
    signer["signature_algorithm"] = algos.SignedDigestAlgorithm({"algorithm": "sha512_ecdsa"})


@pytest.mark.parametrize(
    "change",
    [
        double_attribute,
        double_signer,
        attach_content,
        no_certificate,
        other_certificate,
        other_digest,
        other_version,
        other_signature_algorithm,
    ],
)
def test_a_container_that_is_not_what_the_format_says_is_unusable(change: Any) -> None:
    assert check(sign_again("p256", lambda *_: None)).damage == ""
    assert check(sign_again("p256", change)).damage == "unusable"


@pytest.mark.parametrize("name", ["content_type", "message_digest"])
def test_an_attribute_that_must_be_there_is_there(name: str) -> None:
    assert check(drop_attribute("p256", name)).damage == "unusable"


def test_another_key_s_signature_does_not_hold() -> None:
    container = cms.ContentInfo.load(make_cms("p256"))
    signature = bytearray(container["content"]["signer_infos"][0]["signature"].native)
    signature[-1] ^= 1
    container["content"]["signer_infos"][0]["signature"] = bytes(signature)
    assert check(container.dump(force=True)).damage == "signature"


@pytest.mark.parametrize("kind", ["ed448", "dsa"])
def test_a_key_of_a_kind_that_nobody_signs_with_is_no_proof(kind: str) -> None:
    """pyHanko itself cannot sign with some of them, so the container of one key comes with another's certificate."""
    container = cms.ContentInfo.load(make_cms("p256"))
    certificate = x509.Certificate.load(make_key(kind)[1])
    content = container["content"]
    content["certificates"] = cms.CertificateSet([cms.CertificateChoices("certificate", certificate)])
    signer = content["signer_infos"][0]
    number = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer["sid"] = cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(number))
    assert check(container.dump(force=True)).damage == "unusable"


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x03\x02\x01\x01", b"\x30\x80" * 200, bytes(64), b"%PDF"])
def test_what_is_no_container_is_unusable(data: bytes) -> None:
    assert check(data) == CmsCheck(damage="unusable")


@pytest.mark.parametrize(
    ("data", "length"),
    [(b"", 2), (b"\x30", 2), (b"\x30\x05", 7), (b"\x30\x82\x01\x00", 260), (b"\x30\x81\x80" + bytes(200), 131)],
)
def test_container_length_is_that_of_the_outermost_element(data: bytes, length: int) -> None:
    assert container_length(data) == length


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "digest", "pss"), [row for row in GOOD if row[0] != "ed25519"])  # OpenSSL 3.0 cannot
def test_openssl_agrees(kind: str, digest: str, tmp_path: Path, *, pss: bool) -> None:
    (tmp_path / "content").write_bytes(DATA)
    (tmp_path / "certificate").write_bytes(make_key(kind)[1])
    container = make_cms(kind, digest, pss=pss)
    for name, data in (("good", container), ("bad", container.replace(make_key(kind)[1][-8:], bytes(8)))):
        (tmp_path / "cms").write_bytes(data)
        assert ask_openssl(tmp_path) is (check(data).damage == "") is (name == "good")


def ask_openssl(folder: Path) -> bool:
    """Whether `openssl cms` verifies the files cms, content and certificate of a folder."""
    try:
        convert = ["openssl", "x509", "-inform", "DER", "-in", "certificate", "-out", "certificate.pem"]
        subprocess.run(convert, cwd=folder, check=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    options = ["-binary", "-inform", "DER", "-in", "cms", "-content", "content", "-purpose", "any", "-out", "out"]
    trust = ["-CAfile", "certificate.pem", "-no_check_time", "-partial_chain"]
    run = subprocess.run(
        ["openssl", "cms", "-verify", *options, *trust], cwd=folder, capture_output=True, text=True, check=False
    )
    return run.returncode == 0
