"""Evidence grades (scoring D1): how far a statement reaches, and what two sides that agree are worth together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from takeover.record.kinds import Evidence, Grade
from takeover.record.situation import Party, Row, Statement
from takeover.values import Method

OPEN_SHARE: Mapping[Grade, Fraction] = {
    Grade.E3: Fraction(0),
    Grade.E2: Fraction(0),
    Grade.E1: Fraction(2, 5),
    Grade.E0: Fraction(7, 10),
}
"""The share d of a statement that stays open."""

_ORDER = tuple(Grade)
_RANKS = {grade: number for number, grade in enumerate(_ORDER)}


def rank(grade: Grade) -> int:
    """Return 0 for E0 to 3 for E3."""
    return _RANKS[grade]


def grade_statement(statement: Statement | Row) -> Grade:
    """Grade a statement or row: the better of what its method and its best evidence allow.

    A word with name and date is E1, as is an own observation; a documented search that says where and whom is E2; a
    document that is not named proves nothing (E0).
    """
    searched = statement.method is Method.DOCUMENTED_SEARCH and isinstance(statement, Statement) and statement.words
    match statement.method:
        case Method.DOCUMENTED_SEARCH:
            by_method = Grade.E2 if searched else Grade.E1
        case Method.INTERVIEW | Method.OWN_OBSERVATION:
            by_method = Grade.E1
        case Method.DOCUMENT_EXAMINED:
            by_method = Grade.E0
    proofs = (grade_evidence(item, statement.method) for item in statement.evidence)
    return max((by_method, *proofs), key=rank)


def grade_evidence(evidence: Evidence, method: Method) -> Grade:
    """Cap the grade that was claimed: without a hashed file at most E2, for an own observation at most E1."""
    if evidence.sha256:
        return evidence.grade
    cap = Grade.E1 if method is Method.OWN_OBSERVATION else Grade.E2
    return min(evidence.grade, cap, key=rank)


def grade_together(statements: Iterable[Statement], parties: Mapping[str, Party]) -> Grade:
    """Grade statements that give the same value: the best, one higher where two sides agree, but then at most E2."""
    graded = [(grade_statement(statement), parties.get(statement.party)) for statement in statements]
    best = max((grade for grade, _ in graded), key=rank)
    sides = {party.side for _, party in graded if party}
    if len(sides) < 2 or rank(best) >= rank(Grade.E2):
        return best
    return _ORDER[rank(best) + 1]
