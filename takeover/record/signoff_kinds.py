"""The bodies of what happens to a sealed baseline: released, sealed, handed over, signed, refused, received, lifted.

As in `kinds`, of which this is the second half, each builder takes values and gives a body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from takeover.record.kinds import Evidence, Kind, Stamp, evidence_field, list_given


class Way(StrEnum):
    """How a baseline was handed to a party."""

    IN_PERSON = "in_person"
    MAIL = "mail"
    PLATFORM = "platform"
    POST = "post"


class Form(StrEnum):
    """In which form an answer came back. Two copies of one revision were signed in `PARALLEL`; `NOTHING` is silence."""

    DIGITAL = "digital"
    PARALLEL = "parallel"
    DETACHED = "detached"
    INK = "ink"
    PLATFORM = "platform"
    SEAL = "seal"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """What is known of a signature: field, SHA-256 of certificate and of the PDF before and after, the field's text."""

    field: str
    certificate: str
    before: str
    after: str
    text: str


def sealed(
    stamp: Stamp, *, baseline: int, root: str, head: str, editions: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Freeze a baseline: `editions` = {edition, manifest (sha256), pdf (sha256), bytes} each."""
    fields = {"baseline": baseline, "root": root, "head": head, "editions": [dict(edition) for edition in editions]}
    return stamp.plain(Kind.SEALED) | fields


def sealed_salts(stamp: Stamp, *, baseline: int, level_salts: Mapping[str, str]) -> dict[str, Any]:
    """Keep the level salts of a baseline; the stamp's level is private."""
    return stamp.plain(Kind.SEALED) | {"baseline": baseline, "level_salts": dict(level_salts)}


def signed(stamp: Stamp, *, baseline: int, edition: str, party: str, signature: SignatureFacts) -> dict[str, Any]:
    """Record a signature on an edition of a baseline."""
    fields = {"baseline": baseline, "edition": edition, "party": party}
    return stamp.plain(Kind.SIGNED) | fields | asdict(signature)


def reserved(stamp: Stamp, *, baseline: int, party: str, number: str, text: str, **parts: str) -> dict[str, Any]:
    """Record one reservation of a signer; `text` is what is disputed.

    `parts`, where they are given: edition, item (F-07; missing = general), own_version, wish, due, evidence_sha256.
    """
    fields = {"baseline": baseline, "party": party, "number": number, "text": text}
    return stamp.plain(Kind.RESERVED) | fields | list_given(parts)


def released(
    stamp: Stamp,
    *,
    baseline: int,
    edition: str,
    party: str,
    text: str,
    checklist: str = "",
    judgement: bool = False,
    evidence: Sequence[Evidence] = (),
) -> dict[str, Any]:
    """Record that a party of the own organisation lets an edition go out; `baseline` is the one it is meant for.

    `checklist` is the SHA-256 of the list that was released, `judgement` = the lights go out too.
    """
    fields = {"baseline": baseline, "edition": edition, "party": party, "text": text}
    lights = {"judgement": True} if judgement else {}
    return (
        stamp.plain(Kind.RELEASED) | fields | list_given({"checklist": checklist}) | lights | evidence_field(evidence)
    )


def delivered(
    stamp: Stamp,
    *,
    baseline: int,
    edition: str,
    pdf: str,
    to: str,
    presenter: str,
    how: Way,
    evidence: Sequence[Evidence] = (),
    **said: str,
) -> dict[str, Any]:
    """Record that a party was given an edition; `pdf` is the SHA-256 of the file as it was handed over.

    `said`, where it is given: place, attempts (to reach the party), answer_by (ISO date).
    """
    fields = {"baseline": baseline, "edition": edition, "pdf": pdf, "to": to, "presenter": presenter, "how": how.value}
    return stamp.plain(Kind.DELIVERED) | fields | list_given(said) | evidence_field(evidence)


def refused(
    stamp: Stamp,
    *,
    baseline: int,
    edition: str,
    party: str,
    presenter: str,
    evidence: Sequence[Evidence] = (),
    **said: str,
) -> dict[str, Any]:
    """Record that a party did not sign what was presented.

    `said`, where it is given: witness (a party id), place, attempts, words (the party's own; missing = no reason).
    """
    fields = {"baseline": baseline, "edition": edition, "party": party, "presenter": presenter}
    return stamp.plain(Kind.REFUSED) | fields | list_given(said) | evidence_field(evidence)


def received(
    stamp: Stamp,
    *,
    baseline: int,
    edition: str,
    form: Form,
    party: str,
    pages: int = 0,
    evidence: Sequence[Evidence] = (),
    **said: str,
) -> dict[str, Any]:
    """Record in which form a party's answer came back.

    `said`, where it is given: sha256 (of the file that came), text (written by hand), attempts (where nothing came).
    """
    fields = {"baseline": baseline, "edition": edition, "form": form.value, "party": party}
    counted = {"pages": pages} if pages else {}
    return stamp.plain(Kind.RECEIVED) | fields | counted | list_given(said) | evidence_field(evidence)


def lifted(
    stamp: Stamp, *, target: str, baseline: int, party: str, number: str, evidence: Sequence[Evidence], **said: str
) -> dict[str, Any]:
    """Record that a party lifts its own reservation; `target` is the commitment of the `reserved` entry.

    `said`, where it is given: text (why), certificate (SHA-256 of the one that signed; missing = lifted on paper).
    """
    fields = {"target": target, "baseline": baseline, "party": party, "number": number}
    return stamp.plain(Kind.LIFTED) | fields | list_given(said) | evidence_field(evidence)
