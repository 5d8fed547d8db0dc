"""One signature container: is it well formed, whose key made it, over which bytes (RFC 5652, 5035, 3161).

Own code over asn1crypto and cryptography, so that verifying loads a tenth of what pyHanko does; pyHanko is the second
reader (`deep`), openssl the third in the tests. Stricter than both where nothing protects the container: one signer,
content outside, every number as the format wants it, no parameter and no byte too many. Steps:

1. The container fills its length and holds one signer with detached content. 2. Of its certificates exactly one is the
signer's. 3. The signed attributes come once each, name the type of the content, bind the certificate, and hold the
digest of the bytes. 4. The signature over these attributes is that of the certificate's key. 5. A time stamp among the
unsigned attributes stamps this signature, and is itself such a container.

Only what is sound today counts: SHA-2, RSA from 2048 bits (PKCS #1 or PSS), ECDSA, EdDSA. Nothing is fetched.
Leaves to others: who holds the key (`trust`), what a certificate may do and when (`certificates`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

MIN_RSA_BITS = 2048
DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_ONCE = frozenset({"content_type", "message_digest"})

Part: TypeAlias = "bytes | memoryview[int]"


class Malformed(ValueError):
    """The container is not built as the format wants it, or in a way that proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStamp:
    """A time stamp on a signature: when, by which server's certificate (DER)."""

    at: dt.datetime
    certificate: bytes
    others: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CmsCheck:
    """What a container proves. `damage` is empty, or `digest` (other bytes), `signature` or `unusable`.

    `certificate` is the signer's (DER), empty where the container names none; `others` came along; `signed_at` is the
    time among the signed attributes, by the signer's clock.
    """

    damage: str
    certificate: bytes = b""
    others: tuple[bytes, ...] = ()
    signed_at: dt.datetime | None = None
    stamp: TimeStamp | None = None


def check_cms(contents: bytes, covered: Iterable[Part], *, bound: bool) -> CmsCheck:
    """Check a detached signature over some bytes, given in parts; zeros may fill the end of `contents`.

    `bound` demands that the signature names its certificate, as PAdES does (EN 319 142-1, 6.3).
    """
    try:
        signed_data = _open_container(contents, "data")  # 1
        certificate, others = _find_signer(signed_data)  # 2
    except Exception:  # noqa: BLE001 - hostile ASN.1 fails in every way there is
        return CmsCheck(damage="unusable")
    try:
        damage = _check_signer(signed_data, certificate, covered, bound=bound)
        signer = signed_data["signer_infos"][0]
        stamp = None if damage else _read_stamp(signer)
        signed_at = _find_time(signer)
    except Exception:  # noqa: BLE001 - as above; what cannot be read proves nothing
        damage, stamp, signed_at = "unusable", None, None
    return CmsCheck(damage=damage, certificate=certificate.dump(), others=others, signed_at=signed_at, stamp=stamp)


def container_length(data: bytes) -> int:
    """Return how many bytes the outermost DER element takes; behind it only zeros may fill the gap (X.690, 8.1.3)."""
    if len(data) < 2 or data[1] < 0x80:
        return 2 + (data[1] if len(data) > 1 else 0)
    size = data[1] & 0x7F
    return 2 + size + int.from_bytes(data[2 : 2 + size], "big")


def _open_container(contents: bytes, kind: str) -> Any:
    """Step 1 (RFC 5652, 3 and 5.1): the version follows from what is inside."""
    from asn1crypto import cms, tsp  # noqa: F401 - tsp teaches cms the attributes and contents of RFC 3161 and 5035

    loader: Any = cms.ContentInfo
    data = contents[: container_length(contents)]
    container = loader.load(data, strict=True)
    if container["content_type"].native != "signed_data" or not _fills_its_length(data):
        raise Malformed
    signed_data = container["content"]
    inside = signed_data["encap_content_info"]
    attached = kind != "data"
    plain = all(choice.name == "certificate" for choice in signed_data["certificates"]) and _names_issuer(signed_data)
    if (
        len(signed_data["signer_infos"]) != 1
        or inside["content_type"].native != kind
        or bool(inside["content"].native) != attached
        or (not attached and plain and signed_data["version"].native != "v1")
    ):
        raise Malformed
    return signed_data


def _names_issuer(signed_data: Any) -> bool:
    return bool(signed_data["signer_infos"][0]["sid"].name == "issuer_and_serial_number")


def _fills_its_length(contents: bytes) -> bool:
    """Tell whether a container holds its type and its content and nothing else (RFC 5652, 3)."""
    from asn1crypto import parser

    parse: Any = parser.parse
    peek: Any = parser.peek
    inside = parse(contents)[4]
    first = peek(inside)
    return bool(first + peek(inside[first:]) == len(inside))


def _find_signer(signed_data: Any) -> tuple[Any, tuple[bytes, ...]]:
    """Step 2 (RFC 5652, 5.3): the signer's id repeats issuer and serial number, or the key id, of one certificate."""
    certificates = {choice.chosen.dump(): choice.chosen for choice in signed_data["certificates"]}
    sid = signed_data["signer_infos"][0]["sid"]
    found = [certificate for certificate in certificates.values() if _is_named(certificate, sid)]
    if len(found) != 1:
        raise Malformed
    return found[0], tuple(der for der in certificates if der != found[0].dump())


def _is_named(certificate: Any, sid: Any) -> bool:
    if sid.name == "subject_key_identifier":
        return bool(certificate.key_identifier == sid.native)
    named = sid.chosen
    same = certificate.issuer.dump() == named["issuer"].dump()
    return bool(same and certificate.serial_number == named["serial_number"].native)


def _check_signer(signed_data: Any, certificate: Any, covered: Iterable[Part], *, bound: bool) -> str:
    """Steps 3 and 4; return what is damaged."""
    signer = signed_data["signer_infos"][0]
    digest = signer["digest_algorithm"]
    name = digest["algorithm"].native
    if (
        signer["version"].native != ("v1" if _names_issuer(signed_data) else "v3")
        or [algorithm["algorithm"].native for algorithm in signed_data["digest_algorithms"]] != [name]
        or any(a["parameters"].native is not None for a in (digest, *signed_data["digest_algorithms"]))
        or name not in DIGESTS
    ):
        raise Malformed
    attributes = _read_attributes(signer["signed_attrs"])
    if attributes["content_type"].native != signed_data["encap_content_info"]["content_type"].native:
        raise Malformed
    if not _binds(attributes, certificate, bound=bound):
        raise Malformed
    hasher = hashlib.new(name)
    for part in covered:
        hasher.update(part)
    if attributes["message_digest"].native != hasher.digest():
        return "digest"
    encoded = signer["signed_attrs"].dump()
    message = b"\x31" + encoded[1:]  # signed as the SET that it is, not under its tag (RFC 5652, 5.4)
    fits = _is_signed(certificate.dump(), signer["signature_algorithm"], name, signer["signature"].native, message)
    return "" if fits else "signature"


def _read_attributes(attributes: Any) -> dict[str, Any]:
    """Read attributes that come once each with one value; the two that must be there are there (RFC 5652, 11)."""
    types = [attribute["type"].dotted for attribute in attributes]
    if len(types) != len(set(types)) or any(len(attribute["values"]) != 1 for attribute in attributes):
        raise Malformed
    found = {attribute["type"].native: attribute["values"][0] for attribute in attributes}
    if not found.keys() >= _ONCE:
        raise Malformed
    return found


def _binds(attributes: dict[str, Any], certificate: Any, *, bound: bool) -> bool:
    """Tell whether the signing-certificate attribute, if it must or does stand there, names this certificate."""
    if "signing_certificate_v2" not in attributes:
        return not bound
    named = attributes["signing_certificate_v2"]["certs"][0]
    algorithm = named["hash_algorithm"]["algorithm"].native
    der = certificate.dump()
    return algorithm in DIGESTS and bool(named["cert_hash"].native == hashlib.new(algorithm, der).digest())


def _is_signed(certificate: bytes, algorithm: Any, digest: str, signature: bytes, message: bytes) -> bool:
    """Step 4: check the key's signature; its algorithm must use the digest that the signer names."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate).public_key()
    kind = algorithm.signature_algo
    known: dict[str, Any] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    chosen = known[digest]
    if not _uses_digest(algorithm, digest):
        raise Malformed
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
            key.verify(signature, message, ec.ECDSA(chosen))
        elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= MIN_RSA_BITS:
            key.verify(signature, message, _padding(algorithm, chosen), chosen)
        elif isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey) and kind in ("ed25519", "ed448"):
            key.verify(signature, message)
        else:
            raise Malformed
    except InvalidSignature:
        return False
    return True


def _uses_digest(algorithm: Any, digest: str) -> bool:
    """Tell whether a signature algorithm that names a digest names this one; plain RSA and EdDSA name none."""
    if algorithm["algorithm"].native in ("rsassa_pkcs1v15", "ed25519", "ed448"):
        return True
    return bool(algorithm.hash_algo == digest)


def _padding(algorithm: Any, chosen: Any) -> Any:
    from cryptography.hazmat.primitives.asymmetric import padding

    if algorithm.signature_algo == "rsassa_pkcs1v15":
        return padding.PKCS1v15()
    if algorithm.signature_algo != "rsassa_pss":
        raise Malformed
    mask = algorithm["parameters"]["mask_gen_algorithm"]
    if mask["algorithm"].native != "mgf1" or mask["parameters"]["algorithm"].native != chosen.name:
        raise Malformed
    return padding.PSS(padding.MGF1(chosen), algorithm["parameters"]["salt_length"].native)


def _find_time(signer: Any) -> dt.datetime | None:
    found = _read_attributes(signer["signed_attrs"]).get("signing_time")
    time = found.native if found is not None else None
    return time if isinstance(time, dt.datetime) and time.tzinfo is not None else None


def _read_stamp(signer: Any) -> TimeStamp | None:
    """Step 5 (RFC 3161, RFC 5816): read the time stamp on a signature, if there is one.

    Raises:
        Malformed: the stamp is on something else, or not sound.
    """
    attributes: Sequence[Any] = signer["unsigned_attrs"] or ()
    stamps = [a["values"] for a in attributes if a["type"].native == "signature_time_stamp_token"]
    if not stamps:
        return None
    if len(stamps) != 1 or len(stamps[0]) != 1:
        raise Malformed
    signed_data = _open_container(stamps[0][0].dump(), "tst_info")
    certificate, others = _find_signer(signed_data)
    content = signed_data["encap_content_info"]["content"]
    if _check_signer(signed_data, certificate, (bytes(content),), bound=False):
        raise Malformed
    info = content.parsed
    imprint = info["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    digest = hashlib.new(name, signer["signature"].native).digest() if name in DIGESTS else b""
    if imprint["hashed_message"].native != digest or not _may_stamp(certificate):
        raise Malformed
    return TimeStamp(at=info["gen_time"].native, certificate=certificate.dump(), others=others)


def _may_stamp(certificate: Any) -> bool:
    """Tell whether a certificate is for time stamps alone (RFC 3161, 2.3)."""
    usage = certificate.extended_key_usage_value
    return usage is not None and usage.native == ["time_stamping"]
