"""A house authority made in the test run: a root, one that it lets issue, and signers under either."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from takeover.signing.keys import load_identity
from takeover.signing.model import Identity

FROM, UNTIL = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2036, 1, 1, tzinfo=dt.UTC)
SIGNING = ("digital_signature", "content_commitment")
ISSUING = ("key_cert_sign", "crl_sign")
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def issue(name: str, issuer: tuple[Any, Any] | None, usages: tuple[str, ...]) -> tuple[Any, Any]:
    """A key and its certificate, issued by another one or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = issuer or (key, None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer[1].subject if signer[1] else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=usages is ISSUING, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in _USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer[0].public_key()), critical=False)
    )
    return key, builder.sign(signer[0], hashes.SHA256())


@lru_cache
def house() -> tuple[Any, Any]:
    return issue("TEST house authority", None, ISSUING)


@lru_cache
def department() -> tuple[Any, Any]:
    return issue("TEST department", house(), ISSUING)


@lru_cache
def house_identity(name: str, *, through_department: bool = False) -> Identity:
    """A signer under the house, with all certificates in between."""
    key, certificate = issue(name, department() if through_department else house(), SIGNING)
    others = [department()[1]] if through_department else None
    data = pkcs12.serialize_key_and_certificates(b"x", key, certificate, others, BestAvailableEncryption(b"x"))
    return load_identity(data, b"x")


def house_der() -> bytes:
    der: bytes = house()[1].public_bytes(Encoding.DER)
    return der


def house_pem() -> bytes:
    pem: bytes = house()[1].public_bytes(Encoding.PEM)
    return pem
