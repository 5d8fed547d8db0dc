"""Signing beside the PDF: a declaration, and a detached CMS signature over it (docs/sign-off.md; CAdES B-B, SHA-256).

Two people who sign one revision of a PDF make two files that nobody can merge. So whoever signs side by side signs a
declaration instead: a small canonical JSON file that names the sealed PDF by its SHA-256 and the baseline by its root,
and says role, sentence and reservations. The signature covers the declaration, not the PDF's bytes directly: so nobody
can show the signature without the reservations, and a person can read what was signed. A reservation is lifted by a
declaration of the same format. Anybody checks both with `openssl cms -verify` and `sha256sum`.

Rules: a declaration is its own canonical form, so that it has one hash. Leaves to others: whether the record knows what
it speaks of (`receive`), who holds the key (`trust`), files and clock (`cli`).
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from takeover.baseline.model import EditionName
from takeover.errors import BadInput
from takeover.record.canonical import NotCanonical, encode_canonical
from takeover.signing.certificates import doubt_certificate, hash_certificate, name_holder
from takeover.signing.cms import check_cms
from takeover.signing.identities import refuse_unfit
from takeover.signing.model import SIGN_PREFIX, Finding, Identity, SignatureCheck, State
from takeover.signing.reservations import NO_RESERVATIONS
from takeover.values import Role

if TYPE_CHECKING:  # it opens the network's libraries, which checking needs none of
    from takeover.signing.timestamps import Timestamps

FORMAT = "takeover-declaration/1"
MAX_BYTES = 1024 * 1024
_ARMOUR = b"-----BEGIN "


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which edition of which baseline a declaration is about, who makes it, in which language. Hashes are hex."""

    takeover: str
    baseline: int
    edition: EditionName
    root: str
    pdf: str
    role: Role
    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningDeclaration:
    """A party signs: the sentence of the role, and one line for each reservation."""

    about: About
    sentence: str
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reservations as they would stand in the party's box."""
        return "\n".join(self.lines) or NO_RESERVATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftingDeclaration:
    """A party lifts its own reservation: its number, its words as they were made, and why."""

    about: About
    number: str
    reservation: str
    reason: str


Declaration: TypeAlias = SigningDeclaration | LiftingDeclaration


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachedCheck:
    """A declaration with what cryptography says of the signature over it; nothing about who that is."""

    declaration: Declaration
    signature: SignatureCheck


def encode_declaration(declaration: Declaration) -> bytes:
    """Write a declaration as the bytes that are signed: canonical JSON without a newline.

    Raises:
        BadInput: SG064, a text cannot be kept (a lone surrogate, say).
    """
    about = declaration.about
    plain: dict[str, Any] = {
        "format": FORMAT,
        "takeover": about.takeover,
        "baseline": about.baseline,
        "edition": about.edition.value,
        "root": about.root,
        "pdf": about.pdf,
        "role": about.role.value,
        "name": about.name,
        "language": about.language,
    }
    match declaration:
        case SigningDeclaration():
            plain |= {"act": "sign", "sentence": declaration.sentence, "reservations": list(declaration.lines)}
        case LiftingDeclaration():
            plain |= {"act": "lift", "number": declaration.number, "reservation": declaration.reservation}
            plain |= {"reason": declaration.reason}
    try:
        return encode_canonical(plain)
    except NotCanonical as error:
        raise BadInput("SG064", reason=error) from error


def read_declaration(data: bytes) -> Declaration:
    """Read a declaration.

    Raises:
        BadInput: SG064, it is none of this format, or not in canonical form.
    """
    if len(data) > MAX_BYTES:
        raise BadInput("SG064", reason=f"more than {MAX_BYTES} bytes")
    try:
        declaration = _read_plain(json.loads(data))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise BadInput("SG064", reason=str(error) or type(error).__name__) from error
    if encode_declaration(declaration) != data:
        raise BadInput("SG064", reason="not in canonical form")
    return declaration


def _read_plain(plain: dict[str, Any]) -> Declaration:
    if plain["format"] != FORMAT:
        raise ValueError(f"format is not {FORMAT}")
    texts = {name: _text(plain, name) for name in ("takeover", "root", "pdf", "name", "language")}
    role, edition = Role(plain["role"]), EditionName(plain["edition"])
    about = About(baseline=int(plain["baseline"]), edition=edition, role=role, **texts)
    match plain["act"]:
        case "sign":
            lines = tuple(map(str, plain["reservations"]))
            return SigningDeclaration(about=about, sentence=_text(plain, "sentence"), lines=lines)
        case "lift":
            number, reservation, reason = (_text(plain, name) for name in ("number", "reservation", "reason"))
            return LiftingDeclaration(about=about, number=number, reservation=reservation, reason=reason)
        case other:
            raise ValueError(f"act {other!r}")


def _text(plain: dict[str, Any], name: str) -> str:
    if not isinstance(plain[name], str):
        raise TypeError(f"{name} is no text")
    return str(plain[name])


def sign_declaration(
    data: bytes, *, identity: Identity, at: dt.datetime, timestamps: Timestamps | None = None
) -> bytes:
    """Sign the bytes of a declaration; return the container (DER), which names its certificate and the time `at`.

    Raises:
        BadInput: the certificate is not valid at that time or not made for signing (SG103 to SG105).
        OutsideFailure: SG101, the time-stamp service failed.
    """
    import asyncio

    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    refuse_unfit(identity, at)
    settings: Any = PdfCMSSignedAttributes
    container: Any = asyncio.run(
        identity.make_signer().async_sign_general_data(
            data,
            "sha256",
            detached=True,
            use_cades=True,
            timestamper=timestamps.make_stamper() if timestamps else None,
            signed_attr_settings=settings(signing_time=at),
        )
    )
    signature: bytes = container.dump()
    return signature


def check_detached(declaration: bytes, signature: bytes) -> DetachedCheck:
    """Check a signature (DER or PEM) over the bytes of a declaration; what does not hold is in the result.

    Raises:
        BadInput: SG064, the declaration is none; SG065, the signature is no CMS container with a certificate.
    """
    read = read_declaration(declaration)
    found = check_cms(_strip_armour(signature), (declaration,), bound=True)
    if not found.certificate:
        raise BadInput("SG065")
    try:
        name, doubt = name_holder(found.certificate), doubt_certificate(found.certificate, found.signed_at)
    except Exception as error:  # a hostile certificate raises anything
        raise BadInput("SG065") from error
    check = SignatureCheck(
        field=SIGN_PREFIX + read.about.role.value.replace("_", "-"),
        common_name=name,
        fingerprint=hash_certificate(found.certificate),
        claimed_at=found.signed_at,
        sound=not found.damage,
        damage=found.damage,
        doubt="" if found.damage else doubt,
        certificate=found.certificate,
        others=found.others,
        stamp=found.stamp,
    )
    return DetachedCheck(declaration=read, signature=check)


def _strip_armour(signature: bytes) -> bytes:
    if not signature.startswith(_ARMOUR):
        return signature
    from asn1crypto import pem

    unarmour: Any = pem.unarmor
    try:
        der: bytes = unarmour(signature)[2]
    except ValueError:
        return b""
    return der


def judge_detached(check: DetachedCheck, *, root: str, pdf: str) -> Finding:
    """Say for the record layer of a verification whether a signature beside the PDF holds, and is about this PDF.

    `root` and `pdf` are those of the sealed file.
    """
    about, signature = check.declaration.about, check.signature
    text = check.declaration.text if isinstance(check.declaration, SigningDeclaration) else ""
    holds = signature.sound and bool(text) and (about.root, about.pdf) == (root, pdf)
    details = {"field": signature.field, "name": signature.common_name, "fingerprint": signature.fingerprint}
    kind, state = ("sound", State.PASSED) if holds else ("broken", State.FAILED)
    return Finding(key=f"signing.detached.{kind}", details=details | {"text": text}, state=state)
