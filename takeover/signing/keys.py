"""Identities: making and reading PKCS#12 files. The only file that touches keys; `cli` alone may import it.

Rules: a pass phrase is never kept, logged or shown, and never stands in an error. A test identity says TEST in its
common name, which every viewer shows. Keys are EC P-256; certificates sign themselves and carry the key usages that
signing a document needs (digital signature, content commitment). Identities made elsewhere are welcome.
Leaves to others: where the file lies and its permissions (`cli`), who trusts it (`meaning`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from takeover.errors import BadInput
from takeover.signing.certificates import hash_certificate, name_holder
from takeover.signing.cms import MIN_RSA_BITS
from takeover.signing.model import Identity

TEST_MARK = "TEST "
_MAX_NAME = 64  # ub-common-name, RFC 5280 appendix A


def make_identity(
    *,
    common_name: str,
    organisation: str,
    passphrase: bytes,
    valid_from: dt.datetime,
    valid_until: dt.datetime,
    test: bool,
) -> bytes:
    """Make a key with a certificate that signs itself; return the PKCS#12 file. Times are aware.

    Raises:
        BadInput: a name is empty or longer than 64 characters (SG001), the pass phrase is empty (SG002), or the
            certificate would end before it begins (SG003).
    """
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs12

    shown = TEST_MARK + common_name if test and not common_name.startswith(TEST_MARK) else common_name
    _check_wishes(shown, organisation, passphrase, valid_from, valid_until)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _describe_certificate(shown, organisation, valid_from, valid_until, key.public_key())
    certificate = builder.sign(key, hashes.SHA256())
    protection = serialization.BestAvailableEncryption(passphrase)
    return pkcs12.serialize_key_and_certificates(shown.encode(), key, certificate, None, protection)


def load_identity(data: bytes, passphrase: bytes) -> Identity:
    """Open a PKCS#12 file.

    Raises:
        BadInput: not a PKCS#12 file (SG004), wrong pass phrase (SG005), no key with its certificate inside (SG006),
            a key that nobody should sign with (SG107).
    """
    from cryptography.hazmat.primitives.serialization import pkcs12

    if not is_identity(data):
        raise BadInput("SG004")
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase or None)
    except ValueError:
        raise BadInput("SG005") from None
    if key is None or certificate is None:
        raise BadInput("SG006")
    _refuse_weak(key)
    return _identity_of(key, certificate, others)


def is_identity(data: bytes) -> bool:
    """Tell whether the bytes are a PKCS#12 file (RFC 7292): a wrong pass phrase and a wrong file need other cures."""
    from asn1crypto.pkcs12 import Pfx

    try:
        loaded: Any = Pfx
        return bool(loaded.load(data, strict=True)["version"].native == "v3")
    except (ValueError, TypeError, KeyError):
        return False


def read_certificate(data: bytes) -> tuple[str, str]:
    """Read a certificate (PEM or DER); return its holder's name and its fingerprint.

    Raises:
        BadInput: it is none (SG108).
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        read = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
        der = read(data).public_bytes(Encoding.DER)
        return name_holder(der), hash_certificate(der)
    except (ValueError, TypeError) as error:
        raise BadInput("SG108") from error


def write_certificate(identity: Identity) -> bytes:
    """Write the public certificate of an identity as PEM: what the others need, and nothing secret."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.load_der_x509_certificate(identity.certificate).public_bytes(Encoding.PEM)


def _check_wishes(
    common_name: str, organisation: str, passphrase: bytes, valid_from: dt.datetime, valid_until: dt.datetime
) -> None:
    for name in (common_name.removeprefix(TEST_MARK), organisation):
        if not name.strip():
            raise BadInput("SG001", name=name, length=0, limit=_MAX_NAME)
    for name in (common_name, organisation):
        if len(name) > _MAX_NAME:
            raise BadInput("SG001", name=name, length=len(name), limit=_MAX_NAME)
    if not passphrase:
        raise BadInput("SG002")
    if valid_until <= valid_from:
        raise BadInput("SG003", valid_from=valid_from.date(), valid_until=valid_until.date())


def _describe_certificate(
    common_name: str, organisation: str, valid_from: dt.datetime, valid_until: dt.datetime, public_key: Any
) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _refuse_weak(key: Any) -> None:
    """Refuse keys that `verify`, or the readers of most people, would not accept."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    strong = isinstance(key, rsa.RSAPrivateKey) and key.key_size >= MIN_RSA_BITS
    if not strong and not isinstance(key, ec.EllipticCurvePrivateKey):
        kind = type(key).__name__.removesuffix("PrivateKey").lstrip("_")
        raise BadInput("SG107", kind=f"{kind} {getattr(key, 'key_size', '')}".strip(), bits=MIN_RSA_BITS)


def _may_sign(certificate: Any) -> bool:
    """Tell whether the key usage allows signing documents; a certificate that does not restrict it does."""
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(usage.digital_signature or usage.content_commitment)


def _identity_of(key: Any, certificate: Any, others: list[Any]) -> Identity:
    from cryptography.hazmat.primitives import serialization
    from cryptography.x509.oid import NameOID

    der = certificate.public_bytes(serialization.Encoding.DER)
    chain = [other.public_bytes(serialization.Encoding.DER) for other in others]

    def make_signer() -> Any:
        """Build pyHanko's signer; the key leaves the closure only here."""
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return _make_signer(private, der, chain)

    return Identity(
        common_name=_name_in(certificate.subject, NameOID.COMMON_NAME),
        organisation=_name_in(certificate.subject, NameOID.ORGANIZATION_NAME),
        fingerprint=hash_certificate(der),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        certificate=der,
        may_sign=_may_sign(certificate),
        make_signer=make_signer,
    )


def _make_signer(private_key: bytes, certificate: bytes, chain: list[bytes]) -> Any:
    from asn1crypto import keys, x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    load_certificate: Any = x509.Certificate.load
    load_key: Any = keys.PrivateKeyInfo.load
    store: Any = SimpleCertificateStore
    return SimpleSigner(
        signing_cert=load_certificate(certificate),
        signing_key=load_key(private_key),
        cert_registry=store.from_certs([load_certificate(other) for other in chain]),
    )


def _name_in(subject: Any, oid: Any) -> str:
    found = subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
