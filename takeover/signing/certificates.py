"""What a certificate says of itself, and whether an authority of the reader's house stands behind it.

Rules: a certificate is asked at the time that a signature claims, never at the clock's, so that the same file gives the
same answer for ever. Nothing is fetched: whether a certificate was revoked is not known here, and is said. Leaves to
others: what that means for a baseline (`trust`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from takeover.errors import BadInput

_SIGNING_USAGES = frozenset({"digital_signature", "non_repudiation"})


def hash_certificate(der: bytes) -> str:
    """Return the fingerprint: SHA-256 of the certificate, hex."""
    return hashlib.sha256(der).hexdigest()


def name_holder(der: bytes) -> str:
    """Return the common name of a certificate's subject, else all that it says of it."""
    subject = _load(der).subject
    return str(subject.native.get("common_name", subject.human_friendly))


def doubt_certificate(der: bytes, claimed: dt.datetime | None) -> str:
    """Return why a certificate does not carry a signature of that time: an ETSI sub-indication, or empty."""
    certificate = _load(der)
    if claimed is None:
        return "NO_CLAIMED_TIME"
    if not certificate.not_valid_before <= claimed <= certificate.not_valid_after:
        return "OUT_OF_BOUNDS_NO_POE"
    usage = certificate.key_usage_value
    if usage is not None and not _SIGNING_USAGES & usage.native:
        return "CHAIN_CONSTRAINTS_FAILURE"
    return ""


def read_authorities(pem: bytes, file: str) -> tuple[bytes, ...]:
    """Read the certificates of a PEM file, as DER.

    Raises:
        BadInput: SG080, it holds none, or one that cannot be read.
    """
    from asn1crypto import pem as armour

    unarmour: Any = armour.unarmor
    try:
        found = tuple(der for kind, _, der in unarmour(pem, multiple=True) if kind == "CERTIFICATE")
        for der in found:
            name_holder(der)
    except Exception as error:  # asn1crypto's errors on other people's files are of every kind
        raise BadInput("SG080", file=file) from error
    if not found:
        raise BadInput("SG080", file=file)
    return found


def find_authority(der: bytes, others: Iterable[bytes], authorities: Iterable[bytes], at: dt.datetime) -> str:
    """Return the name of the authority that a certificate leads up to (RFC 5280, 6.1) at a time, or empty.

    `others` are certificates that may stand between the two.
    """
    import asyncio

    from pyhanko_certvalidator import CertificateValidator, ValidationContext

    roots = list(map(_load, authorities))
    context: Any = ValidationContext(
        trust_roots=roots,
        other_certs=list(map(_load, others)),
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=at,
    )
    try:
        validator: Any = CertificateValidator(_load(der), validation_context=context)
        path = asyncio.run(validator.async_validate_path())
    except Exception:  # noqa: BLE001 - no path, or a certificate that cannot be read: both are no authority
        return ""
    return name_holder(path.trust_anchor.certificate.dump())


def _load(der: bytes) -> Any:
    from asn1crypto import x509

    loader: Any = x509.Certificate
    return loader.load(der)
