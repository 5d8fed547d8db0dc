"""Identities as other programs make them: RSA, other curves, other key usages, old encryption."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

MakeKey: TypeAlias = Callable[[], Any]
PHRASE = b"made elsewhere"
FROM, UNTIL = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2036, 1, 1, tzinfo=dt.UTC)
_USAGES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")


def RSA_1024() -> Any:  # noqa: N802 - reads as the name of a kind of key
    return rsa.generate_private_key(65537, 1024)


def RSA_2048() -> Any:  # noqa: N802
    return rsa.generate_private_key(65537, 2048)


def P_384() -> Any:  # noqa: N802
    return ec.generate_private_key(ec.SECP384R1())


def ED25519() -> Any:  # noqa: N802
    return ed25519.Ed25519PrivateKey.generate()


def DSA_2048() -> Any:  # noqa: N802
    return dsa.generate_private_key(2048)


def make_foreign(make_key: MakeKey = P_384, *, usage: str = "", name: str = "Somebody else") -> bytes:
    """A PKCS#12 file; without `usage` the certificate does not restrict its key."""
    key = make_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
    )
    if usage:
        others = dict.fromkeys(("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
        usages = {known: known == usage for known in _USAGES} | others
        builder = builder.add_extension(x509.KeyUsage(**usages), critical=True)
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = builder.sign(key, digest)
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, BestAvailableEncryption(PHRASE))
