"""The matrix: goals, scope, budget and timetable, for each party: known, agreed, signed, and when.

A cell says no more than the record: *known* where the party named a value or said yes or partly, *agreed* where it said
yes, *signed* where its yes rests on a paper that it signed (evidence of grade E3 whose author it is, or a paper that it
put its name to without another author named). A party that was not asked is open, never a no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from takeover.checklist.model import GRADES, Checklist
from takeover.record.kinds import Grade
from takeover.record.situation import Party, Situation, Statement
from takeover.values import Code, NotApplicable, Nothing, Role, Unknown


class Subject(StrEnum):
    """What must be known to all and signed by all parties."""

    GOALS = "goals"
    SCOPE = "scope"
    BUDGET = "budget"
    TIMETABLE = "timetable"


SUBJECTS: Mapping[Subject, str] = {
    Subject.GOALS: "goals.signed-statement",
    Subject.SCOPE: "scope.baseline-signed",
    Subject.BUDGET: "contract.cost-to-complete",
    Subject.TIMETABLE: "schedule.baseline",
}
"""The question of the base list that each subject is read from; ids are never used again for something else."""
PARTIES = (Role.OUTGOING_PM, Role.SPONSOR, Role.CLIENT, Role.MAIN_USER, Role.CLIENT_PM, Role.TEAM)


class Standing(StrEnum):
    """How far a party stands behind a subject, from nothing to its signature."""

    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    NOT_AGREED = "not_agreed"
    KNOWN = "known"
    AGREED = "agreed"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one party has to do with one subject, since when, and the statement that says so (its commitment)."""

    subject: Subject
    party: str
    role: Role
    standing: Standing
    on: dt.date | None = None
    statement: str = ""


def build_matrix(checklist: Checklist, situation: Situation) -> tuple[Cell, ...]:
    """Fill the matrix subject by subject, for the parties of the matrix that the record names."""
    parties = [party for role in PARTIES for party in situation.parties.values() if party.role is role]
    return tuple(
        _fill(subject, party, situation)
        for subject, question in SUBJECTS.items()
        if checklist.question(question) is not None
        for party in parties
    )


def _fill(subject: Subject, party: Party, situation: Situation) -> Cell:
    said = next((s for s in situation.standing(SUBJECTS[subject]) if s.party == party.id), None)
    if said is None:
        return Cell(subject=subject, party=party.id, role=party.role, standing=Standing.NOT_ASKED)
    return Cell(
        subject=subject,
        party=party.id,
        role=party.role,
        standing=_read_standing(said),
        on=_date(said),
        statement=said.commitment,
    )


def _read_standing(said: Statement) -> Standing:
    match said.answer:
        case Unknown():
            return Standing.UNKNOWN
        case Nothing() | NotApplicable():
            return Standing.NOT_AGREED
        case Code(code=code) if code in GRADES:
            if code == "yes":
                return Standing.SIGNED if _is_signed(said) else Standing.AGREED
            return Standing.KNOWN if code == "partly" else Standing.NOT_AGREED
        case _:
            return Standing.SIGNED if _is_signed(said) else Standing.KNOWN


def _is_signed(said: Statement) -> bool:
    return any(item.grade is Grade.E3 and item.author in ("", said.party) for item in said.evidence)


def _date(said: Statement) -> dt.date:
    """Return the day of the signed paper, else the day of the talk, else that of the entry."""
    signed = (item.dated for item in said.evidence if item.grade is Grade.E3)
    return next((day for day in signed if day), None) or said.on or dt.date.fromisoformat(said.at[:10])
