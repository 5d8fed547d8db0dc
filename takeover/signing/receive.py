"""What comes back: is it the sealed baseline, what is new in it, and which entries keep that. Pure.

A PDF that comes back is measured against the record in this order; each step that fails has its own sentence:
1. its sealed base is the one that the record sealed, byte for byte; 2. nothing else was changed; 3. it is not older
than what the record knows; 4. somebody signed it. Then what is new is taken: every signature of the file that the
record does not know. Where the record knows a signature that the file lacks, two people signed the same revision in
two copies: both are valid over their own copy, nobody can merge the copies, and the record enters both.

Leaves to others: reading and keeping files, the record itself (`cli`); who holds a key (`verify`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from takeover.baseline.model import SIGNERS
from takeover.catalogues import Catalogue
from takeover.errors import BadInput, Refused
from takeover.record.kinds import Stamp
from takeover.record.signoff_kinds import Form, SignatureFacts, reserved, signed
from takeover.record.situation import Signature
from takeover.signing.describe import describe_finding
from takeover.signing.detached import DetachedCheck, SigningDeclaration
from takeover.signing.model import Finding, LayerName, Revision, State, Verification
from takeover.signing.reservations import number_reservations
from takeover.values import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One signature that the record does not know yet; `trust` says whose it is, as far as that is known here."""

    role: Role
    name: str
    form: Form
    facts: SignatureFacts
    trust: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a PDF brings: its new signatures, and the boxes of known ones that were signed in another copy."""

    new: tuple[Arrived, ...]
    elsewhere: tuple[str, ...] = ()


def examine_pdf(found: Verification, *, sealed: str, known: Sequence[Signature], catalogue: Catalogue) -> Arrival:
    """Say what a PDF brings that was verified without the record; empty where the record has all of it already.

    `sealed` is the SHA-256 of the PDF that the record sealed, `known` the signatures of that edition in the record.

    Raises:
        BadInput: SG060, another program saved it anew; SG062, nobody signed it.
        Refused: SG061, it was changed after sealing; SG063, it is older than what the record knows.
    """
    revisions, signatures = found.chain.revisions, found.chain.signatures
    if revisions[0].sha256 != sealed:  # 1
        raise BadInput("SG060")
    if found.failures:  # 2
        raise Refused("SG061", reason=describe_finding(found.failures[0], catalogue))
    hashes = {revision.sha256 for revision in revisions}
    entered = {signature.after for signature in known}
    missing = [signature for signature in known if signature.after not in hashes]
    new = [revision for revision in signatures if revision.sha256 not in entered]
    if not new and any(signature.before == revisions[-1].sha256 for signature in missing):  # 3
        raise Refused("SG063", known=len(known), found=len(signatures))
    if not signatures:  # 4
        raise BadInput("SG062")
    form = Form.PARALLEL if missing else Form.DIGITAL
    return Arrival(
        new=tuple(_read_arrived(found, revision, form) for revision in new),
        elsewhere=tuple(dict.fromkeys(signature.field for signature in missing)) if new else (),
    )


def _read_arrived(found: Verification, revision: Revision, form: Form) -> Arrived:
    check = next(check for check in found.signatures if check.field == revision.field)
    expected = found.manifest.expected if found.manifest else ()
    signer = next(signer for signer in expected if signer.field == revision.field)
    trust = found.layer(LayerName.TRUST).findings
    return Arrived(
        role=signer.role,
        name=check.common_name,
        form=form,
        trust=tuple(finding for finding in trust if finding.details.get("field") == revision.field),
        facts=SignatureFacts(
            field=revision.field,
            certificate=check.fingerprint,
            before=found.chain.hash_before(revision.number),
            after=revision.sha256,
            text=revision.text,
        ),
    )


def examine_declaration(check: DetachedCheck, *, sealed: str, known: Sequence[Signature], pinned: str = "") -> Arrived:
    """Say what a signing declaration with its signature brings; `pinned` is the certificate that the party has named.

    Raises:
        Refused: SG066, the signature does not hold over the declaration; SG067, it names other bytes than the sealed
            ones; SG068, this role does not sign this edition; SG069, the party has another certificate.
    """
    assert isinstance(check.declaration, SigningDeclaration)
    about, signature = check.declaration.about, check.signature
    refuse_broken(check)
    if about.pdf != sealed:
        raise Refused("SG067", pdf=about.pdf, sealed=sealed)
    if about.role not in SIGNERS[about.edition]:
        raise Refused("SG068", role=about.role.value, edition=about.edition.value)
    if pinned and pinned != signature.fingerprint:
        raise Refused("SG069", role=about.role.value, expected=pinned, found=signature.fingerprint)
    used = any((item.field, item.certificate) == (signature.field, signature.fingerprint) for item in known)
    details = {"field": signature.field, "name": signature.common_name, "fingerprint": signature.fingerprint}
    trust = "pinned" if pinned else "used_before" if used else "not_registered"
    findings = [Finding(key=f"signing.detached.{trust}", details=details)]
    if signature.doubt:
        doubted = details | {"doubt": signature.doubt}
        findings.append(Finding(key="signing.detached.doubt", details=doubted, state=State.INDETERMINATE))
    return Arrived(
        role=about.role,
        name=signature.common_name,
        form=Form.DETACHED,
        trust=tuple(findings),
        facts=SignatureFacts(
            field=signature.field,
            certificate=signature.fingerprint,
            before=sealed,
            after=sealed,
            text=check.declaration.text,
        ),
    )


def refuse_broken(check: DetachedCheck) -> None:
    """Refuse a signature that does not hold over its declaration.

    Raises:
        Refused: SG066.
    """
    if not check.signature.sound:
        raise Refused("SG066", name=check.signature.common_name, fingerprint=check.signature.fingerprint)


def keep_signature(
    stamp: Stamp, *, baseline: int, edition: str, party: str, facts: SignatureFacts, items: Collection[str] | None
) -> list[dict[str, Any]]:
    """Build the bodies that keep a signature with its reservations; `items` are the numbers in the baseline (F-07)."""
    kept = signed(stamp, baseline=baseline, edition=edition, party=party, signature=facts)
    return [
        kept,
        *keep_reservations(stamp, baseline=baseline, edition=edition, party=party, text=facts.text, items=items),
    ]


def keep_reservations(
    stamp: Stamp, *, baseline: int, edition: str, party: str, text: str, items: Collection[str] | None
) -> list[dict[str, Any]]:
    """Build the bodies that keep what a signer wrote, line by line.

    A reservation on an item that the baseline does not have is kept as a general one, in the signer's words.
    """
    bodies = []
    for number, given in number_reservations(text):
        known = not given.item or items is None or given.item in items
        bodies.append(
            reserved(
                stamp,
                baseline=baseline,
                edition=edition,
                party=party,
                number=number,
                text=given.disputed if known else f"{given.item}: {given.disputed}",
                item=given.item if known else "",
                own_version=given.own_version,
                wish=given.wish,
                due=given.due.isoformat() if given.due else "",
                evidence_sha256=given.evidence_sha256,
            )
        )
    return bodies


def names_items(text: str) -> bool:
    """Tell whether a reservation of a signer is about an item of the baseline."""
    return any(given.item for _, given in number_reservations(text))


def find_unknown_items(text: str, items: Collection[str] | None) -> tuple[str, ...]:
    """List the items of a signer's reservations that the baseline does not have, each once."""
    named = [given.item for _, given in number_reservations(text) if given.item]
    return tuple(dict.fromkeys(item for item in named if items is not None and item not in items))
