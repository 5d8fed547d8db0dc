"""What signing and verifying speak of: identities, acts, signed files, checks, findings, verdicts.

Rules: values only. A finding stores the key of its sentence and what the sentence names, so that one result reads in
any language. Time is the signer's claim unless something outside proves it.
Leaves to others: keys (`keys`), bytes of PDFs (`sign`, `revisions`, `crypto`), wording (`describe`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from takeover.baseline.check import EditionCheck
from takeover.baseline.model import Manifest
from takeover.problems import Problem, Severity
from takeover.signing.cms import TimeStamp
from takeover.signing.reservations import Reservation
from takeover.values import Role

SIGN_PREFIX = "sign-"
RESERVE_PREFIX = "reserve-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A key with its certificate; `make_signer` builds pyHanko's signer when it is needed.

    `certificate` is DER, `fingerprint` its SHA-256 in lower-case hex. `may_sign` tells whether its key usage allows
    signing documents. The key itself is no field.
    """

    common_name: str
    organisation: str
    fingerprint: str
    valid_from: dt.datetime
    valid_until: dt.datetime
    certificate: bytes = field(repr=False)
    may_sign: bool
    make_signer: Callable[[], Any] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningAct:
    """Who signs in which role, what they say, and when by their own clock (aware)."""

    role: Role
    party: str
    sentence: str
    signed_at: dt.datetime
    reservations: tuple[Reservation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A file with one more signature; `text` is what the reservations field says. Hashes are SHA-256, hex."""

    data: bytes
    field: str
    role: Role
    text: str
    certificate: str
    before: str
    after: str


class State(StrEnum):
    """What one check found, mildest first; a remark that weighs nothing counts as not checked."""

    NOT_CHECKED = "not_checked"
    PASSED = "passed"
    INDETERMINATE = "indeterminate"
    FAILED = "failed"


class Verdict(StrEnum):
    """The answer as a whole, in the words of ETSI EN 319 102-1."""

    PASSED = "passed"
    INDETERMINATE = "indeterminate"
    FAILED = "failed"


_ORDER = tuple(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: the key of its sentence, what the sentence names, and how grave it is."""

    key: str
    details: Mapping[str, str] = field(default_factory=dict)
    state: State = State.PASSED


class LayerName(StrEnum):
    """The layers of a verification, in the order in which they are told."""

    SIGNATURES = "signatures"
    REVISIONS = "revisions"
    EDITION = "edition"
    JUDGEMENT = "judgement"
    SIGNERS = "signers"
    TRUST = "trust"
    EVIDENCE = "evidence"
    RECORD = "record"
    EXPECTED = "expected"
    REBUILT = "rebuilt"
    DEEP = "deep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer with all that it found; its state is that of its gravest finding."""

    name: LayerName
    findings: tuple[Finding, ...]

    @property
    def state(self) -> State:
        """The gravest state; not checked if nothing was found."""
        return gravest(finding.state for finding in self.findings)


class RevisionKind(StrEnum):
    """What a revision of the file does."""

    SEALED = "sealed"
    SIGNATURE = "signature"
    FILL = "fill"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision: the bytes from 0 to `end`, whose SHA-256 is `sha256`.

    `field` is the signature field that closes it, or the text field that it fills; `text` what the signer's text field
    says there; `reason` the signed sentence; `permissions` the DocMDP level if the signature certifies, else 0.
    """

    number: int
    kind: RevisionKind
    end: int
    sha256: str
    field: str = ""
    reason: str = ""
    text: str = ""
    permissions: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureValue:
    """What a signature field holds: the container, the bytes that it claims to cover, its format, its time as text."""

    field: str
    contents: bytes
    byte_range: tuple[int, ...]
    sub_filter: str
    claimed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionChain:
    """A file as the list of its revisions; `fields` are the form fields of the sealed base, `document_id` its id.

    `values` is what the signature fields hold at the end of the file, in the order of the revisions that signed them.
    """

    revisions: tuple[Revision, ...]
    fields: tuple[str, ...]
    document_id: str
    values: tuple[SignatureValue, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def signatures(self) -> tuple[Revision, ...]:
        """The revisions that a signature closes, in order."""
        return tuple(revision for revision in self.revisions if revision.kind is RevisionKind.SIGNATURE)

    @property
    def pending(self) -> str:
        """The text field that the last revision fills without a signature behind it, or empty."""
        last = self.revisions[-1] if self.revisions else None
        return last.field if last and last.kind is RevisionKind.FILL else ""

    def hash_before(self, number: int) -> str:
        """Return the SHA-256 of the sealed or signed revision that revision `number` goes on from.

        What a viewer saved in between, when the signer typed into it, is in this copy alone: another signer's copy of
        the same file would never be recognised by it.
        """
        return next(item.sha256 for item in reversed(self.revisions[:number]) if item.kind is not RevisionKind.FILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCheck:
    """What cryptography says of one signature under the signer's own certificate; nothing about who that is.

    `sound`: hash and signature agree (`damage` says what does not). `doubt` is an ETSI sub-indication about the
    certificate at the claimed time (OUT_OF_BOUNDS_NO_POE …), or empty. `certificate` is the signer's and `others` came
    with it (DER); `fingerprint` is empty where there is none. `stamp` is a sound time stamp, by whomever.
    """

    field: str
    common_name: str
    fingerprint: str
    claimed_at: dt.datetime | None
    sound: bool
    damage: str = ""
    doubt: str = ""
    certificate: bytes = b""
    others: tuple[bytes, ...] = ()
    stamp: TimeStamp | None = None


CheckEdition: TypeAlias = Callable[[bytes, bytes], EditionCheck]
"""edition.jsonl and checklist.json as attached → what they prove. Mistakes come back as problems, never raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The whole answer: verdict, its sentence, all layers; `signed` of `expected` parties have signed."""

    verdict: Verdict
    headline: Finding
    layers: tuple[Layer, ...]
    signed: int
    expected: int
    manifest: Manifest | None
    chain: RevisionChain
    signatures: tuple[SignatureCheck, ...]

    def layer(self, name: LayerName) -> Layer:
        """Find a layer by its name."""
        return next(layer for layer in self.layers if layer.name is name)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Every finding that fails the file, in the order of the layers."""
        found = (finding for layer in self.layers for finding in layer.findings)
        return tuple(finding for finding in found if finding.state is State.FAILED)


def gravest(states: Iterable[State]) -> State:
    """Return the gravest of some states; not checked if there is none."""
    return max(states, key=_ORDER.index, default=State.NOT_CHECKED)


def finding_of(problem: Problem) -> Finding:
    """Turn a problem of another room into a finding; a warning leaves the verdict open, an error fails it."""
    state = State.FAILED if problem.severity is Severity.ERROR else State.INDETERMINATE
    return Finding(key=f"problem.{problem.code}", details=problem.details, state=state)


def normalise_fingerprint(text: str) -> str:
    """Write a fingerprint as 64 lower-case hex digits: colons and spaces, as other tools print them, are dropped."""
    return text.replace(":", "").replace(" ", "").lower()
