"""What a person can do in a takeover, as values; one act is one line of the record.

Parties are named by their key (``sponsor``) or their id. Leaves to others: what typed text means (`understand`), the
entry bodies that keep an act (`bodies`), keeping files and lines (cli, record).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from takeover.problems import Place, Problem
from takeover.record.kinds import Evidence, Grade
from takeover.values import Answer, Level, Method, Money, Role, Side, Unknown, UnknownReason

SIDES: Mapping[Role, Side] = {
    Role.INCOMING_PM: Side.OWN,
    Role.OUTGOING_PM: Side.OWN,
    Role.SPONSOR: Side.OWN,
    Role.CLIENT: Side.CUSTOMER,
    Role.MAIN_USER: Side.CUSTOMER,
    Role.CLIENT_PM: Side.CUSTOMER,
    Role.TEAM: Side.OWN,
    Role.FINANCE: Side.OWN,
    Role.SALES: Side.OWN,
    Role.LEGAL: Side.OWN,
    Role.LINE_MANAGER: Side.OWN,
    Role.PMO: Side.OWN,
    Role.PLANNER: Side.OWN,
    Role.WITNESS: Side.INDEPENDENT,
    Role.AUDITOR: Side.INDEPENDENT,
    Role.SUPPLIER: Side.SUPPLIER,
}
"""The side for which a role speaks, unless a party says otherwise."""


def default_method(role: Role) -> Method:
    """How a role's statement usually becomes known: the incoming PM looks, all others are asked."""
    return Method.OWN_OBSERVATION if role is Role.INCOMING_PM else Method.INTERVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Evidence as offered: a file to keep (`path`), one that must not be copied (`reference`), a `link`, or a `note`.

    Exactly one of them is filled. `author` is a party's key or id, `place` the page or clause.
    """

    grade: Grade
    path: str = ""
    reference: str = ""
    link: str = ""
    note: str = ""
    title: str = ""
    dated: dt.date | None = None
    author: str = ""
    place: str = ""

    @property
    def file(self) -> str:
        """The path of the file, copied or not; empty where it is none."""
        return self.path or self.reference


Proof: TypeAlias = Offered | Evidence
"""New evidence, or evidence that the record already has and that is taken along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A party stated an answer; `remark` is for the PM alone."""

    question: str
    party: str
    method: Method
    answer: Answer
    words: str = ""
    on: dt.date | None = None
    evidence: tuple[Proof, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """Cells of one register row; `row` is empty for a new one. Numbers and dates are text, as the record keeps them."""

    values: Mapping[str, str | Money]
    row: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsRecorded:
    """A party gave rows of a register."""

    register: str
    party: str
    method: Method
    rows: tuple[GivenRow, ...]
    on: dt.date | None = None
    evidence: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note, free or about a question."""

    text: str
    question: str = ""
    sharing: Level = Level.INTERNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyNamed:
    """A party was named, or named more fully. `id` is given where it was drawn before (the PM who opens the record)."""

    role: Role
    key: str = ""
    side: Side | None = None
    name: str = ""
    organisation: str = ""
    capacity: str = ""
    id: str = ""

    @property
    def short_name(self) -> str:
        """The key, by default the role."""
        return self.key or self.role.value


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRecorded:
    """A fact of the setting."""

    setting: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A dispute was closed; `statements` are the commitments it covers, by default all that stand on the question."""

    question: str
    answer: Answer
    statements: tuple[str, ...]
    reason: str
    evidence: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded:
    """Evidence for the statement `about` (a commitment) on a question; both empty for the takeover as a whole."""

    evidence: tuple[Proof, ...]
    question: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A party was asked on a question, to answer by a date."""

    question: str
    party: str
    due: dt.date


Act: TypeAlias = Answered | RowsRecorded | Noted | PartyNamed | SettingRecorded | Resolved | EvidenceAdded | Requested


def files_of(act: Act) -> dict[str, bool]:
    """List the paths of the files that an act offers, and if a copy is kept: before its bodies are built."""
    return {proof.file: bool(proof.path) for proof in _offered_in(act) if proof.file}


def find_mistakes(act: Act) -> tuple[Problem, ...]:
    """Find what no act may say, whoever built it: grade E3 without a file (IV025), "who" in the wrong place (IV029)."""
    place = Place(path=act.question if isinstance(act, Answered | Resolved | EvidenceAdded) else "")
    codes = ["IV025" for proof in _offered_in(act) if needs_file(proof)]
    if isinstance(act, Answered | Resolved) and isinstance(said := act.answer, Unknown):
        codes += ["IV029"] if (said.reason is UnknownReason.SOMEBODY_ELSE) is not bool(said.who) else []
    return tuple(Problem(code=code, place=place) for code in codes)


def needs_file(proof: Offered) -> bool:
    """Tell whether evidence claims the grade of a signed paper, and no file of it is offered."""
    return proof.grade is Grade.E3 and not proof.file


def _offered_in(act: Act) -> tuple[Offered, ...]:
    match act:
        case Answered(evidence=evidence) | RowsRecorded(evidence=evidence):
            offered = evidence
        case Resolved(evidence=evidence) | EvidenceAdded(evidence=evidence):
            offered = evidence
        case _:
            offered = ()
    return tuple(proof for proof in offered if isinstance(proof, Offered))
