"""The matrix: goals, scope, budget and timetable, for each party: what it says, whether it signed, and when.

A cell says no more than the record. Each subject is read from a question whether there is an approved text, or how much
it is: a no says that there is none, and nothing of what the party would agree to. *Signed* is a yes or a value that
rests on a paper that the party signed (evidence that counts as E3, so its file is at hand, whose author it is, or a
paper that it put its name to without another author named). A party that was not asked is open, never a no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from takeover.assessment.method_1.grades import grade_evidence
from takeover.checklist.model import GRADES, Checklist
from takeover.record.kinds import Evidence, Grade
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
    """What a party says of a subject, from nothing to what it signed."""

    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NOTHING = "nothing"
    NO = "no"
    PARTLY = "partly"
    VALUE = "value"
    YES = "yes"
    SIGNED = "signed"
    VALUE_SIGNED = "value_signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one party says of one subject, since when, and its statement; None where it was not asked."""

    subject: Subject
    party: str
    role: Role
    standing: Standing
    on: dt.date | None = None
    said: Statement | None = None


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
    signed = _list_signed(said)
    standing = _read_standing(said, is_signed=bool(signed))
    papers = signed if standing in (Standing.SIGNED, Standing.VALUE_SIGNED) else ()
    return Cell(
        subject=subject,
        party=party.id,
        role=party.role,
        standing=standing,
        on=_date(said, papers),
        said=said,
    )


def _read_standing(said: Statement, *, is_signed: bool) -> Standing:
    match said.answer:
        case Unknown():
            return Standing.UNKNOWN
        case NotApplicable():
            return Standing.NOT_APPLICABLE
        case Nothing():
            return Standing.NOTHING
        case Code(code="yes"):
            return Standing.SIGNED if is_signed else Standing.YES
        case Code(code=code) if code in GRADES:
            return Standing(code)
        case _:
            return Standing.VALUE_SIGNED if is_signed else Standing.VALUE


def _list_signed(said: Statement) -> list[Evidence]:
    """List the papers behind a statement that its own party signed."""
    papers = (item for item in said.evidence if grade_evidence(item, said.method) is Grade.E3)
    return [item for item in papers if item.author in ("", said.party)]


def _date(said: Statement, papers: Iterable[Evidence]) -> dt.date:
    """Return the day of the paper that counts as signed, else the day of the talk, else that of the entry."""
    return next((item.dated for item in papers if item.dated), None) or said.on or dt.date.fromisoformat(said.at[:10])
