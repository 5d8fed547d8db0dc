"""A baseline as values: one frozen situation with its judgement, in one edition (docs/edition-format.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from takeover.assessment.model import Assessment, Withheld, Withholding
from takeover.checklist.model import Checklist
from takeover.record.chain import Entry
from takeover.record.situation import Situation
from takeover.values import Level, Role

FORMAT = "takeover-edition/1"
EDITION_FILE = "edition.jsonl"
CHECKLIST_FILE = "checklist.json"


class EditionName(StrEnum):
    """Who reads it: the client too, or the own organisation."""

    SHARED = "shared"
    INTERNAL = "internal"

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that this edition discloses."""
        return (Level.SHARED,) if self is EditionName.SHARED else (Level.SHARED, Level.INTERNAL)


SIGNERS: Mapping[EditionName, tuple[Role, ...]] = {
    EditionName.SHARED: (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.CLIENT, Role.WITNESS),
    EditionName.INTERNAL: (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.WITNESS),
}
"""Who signs which edition, in the order of the boxes. The client never signs the internal one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A party whose signature a baseline expects; `certificate` is the SHA-256 of a pinned certificate, or empty."""

    role: Role
    party: str
    certificate: str = ""

    @property
    def field(self) -> str:
        """The name of the signature field: sign-outgoing-pm."""
        return f"sign-{self.role.value.replace('_', '-')}"

    @property
    def reserve_field(self) -> str:
        """The name of the text field for reservations: reserve-outgoing-pm."""
        return f"reserve-{self.role.value.replace('_', '-')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The judgement's inputs, frozen as values."""

    as_of: dt.date
    zone: str
    days_off: tuple[dt.date, ...]
    language: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Exact versions of what makes the bytes, and SHA-256 of templates, catalogues, fonts: named, not frozen."""

    versions: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Line 1 of an edition file. Hashes are lower-case hex."""

    edition: EditionName
    takeover: str
    baseline: int
    predecessor_root: str
    root: str
    head: str
    levels: Mapping[Level, str]
    level_salts: Mapping[Level, str]
    inputs: Inputs
    judgement: str
    checklist: str
    attached_checklist: str
    blocked: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    expected: tuple[Signer, ...]
    tools: Tools
    sealed_at: str

    @property
    def withholding(self) -> Withholding:
        """What the edition withholds from its judgement."""
        return Withholding(blocked=self.blocked, whole=self.withheld)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a report shows: one edition's checklist, situation and judgement.

    `manifest` is None for a draft, which has no seal and no signature fields. `assessment` is None where the edition
    carries no judgement (the shared one, unless the PM switches it on). `entries` are those disclosed, in order;
    `withholding` says what is not. `basis` is what requests come from, also where no judgement is carried.
    `days_off` are the days that due dates and capacities leave out.
    """

    edition: EditionName
    language: str
    checklist: Checklist
    situation: Situation
    assessment: Assessment | None
    entries: tuple[Entry, ...]
    as_of: dt.date
    withholding: Withholding
    basis: Assessment
    manifest: Manifest | None = None
    days_off: tuple[dt.date, ...] = ()

    @property
    def short_hash(self) -> str:
        """The first 12 hex digits of the root, as printed on every page; empty for a draft."""
        return self.manifest.root[:12] if self.manifest else ""
