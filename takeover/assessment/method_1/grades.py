"""Evidence grades (scoring D1): how far a statement reaches, and what two sides that agree are worth together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from takeover.record.kinds import Evidence, Grade
from takeover.record.rows import Row
from takeover.record.situation import Party, Statement
from takeover.values import Method

OPEN_SHARE: Mapping[Grade, Fraction] = {
    Grade.E3: Fraction(0),
    Grade.E2: Fraction(0),
    Grade.E1: Fraction(2, 5),
    Grade.E0: Fraction(7, 10),
}
"""The share d of a statement that stays open."""

_BY_METHOD: Mapping[Method, Grade] = {
    Method.DOCUMENTED_SEARCH: Grade.E1,
    Method.INTERVIEW: Grade.E1,
    Method.OWN_OBSERVATION: Grade.E1,
    Method.DOCUMENT_EXAMINED: Grade.E0,
}
_ORDER = tuple(Grade)
_RANKS = {grade: number for number, grade in enumerate(_ORDER)}


def rank(grade: Grade) -> int:
    """Return 0 for E0 to 3 for E3."""
    return _RANKS[grade]


def grade_statement(statement: Statement) -> Grade:
    """Grade a statement: the better of what its method and its best evidence allow.

    A word with name and date is E1, as is an own observation; a documented search that says where and whom is E2; a
    document that is not named proves nothing (E0).
    """
    searched = statement.method is Method.DOCUMENTED_SEARCH and statement.words
    return _grade(Grade.E2 if searched else _BY_METHOD[statement.method], statement.method, statement.evidence)


def grade_row(row: Row, columns: Collection[str]) -> Grade:
    """Grade a row by the weakest of its cells in these columns, a cell by the best that was given for its value.

    A row that has none of them is worth the best that was given for any of its cells; one without cells proves nothing.
    """
    grades = [(one.columns, _grade(_BY_METHOD[one.method], one.method, one.evidence)) for one in row.backings]
    cells = [[grade for backed, grade in grades if column in backed] for column in columns]
    best = [max(cell, key=rank) for cell in cells if cell]
    return min(best, key=rank) if best else max((grade for _, grade in grades), key=rank, default=Grade.E0)


def _grade(by_method: Grade, method: Method, evidence: Collection[Evidence]) -> Grade:
    return max(by_method, *(grade_evidence(item, method) for item in evidence), key=rank) if evidence else by_method


def grade_evidence(evidence: Evidence, method: Method) -> Grade:
    """Cap the grade that was claimed: without a hashed file at most E2, for an own observation at most E1."""
    if evidence.sha256:
        return evidence.grade
    cap = Grade.E1 if method is Method.OWN_OBSERVATION else Grade.E2
    return min(evidence.grade, cap, key=rank)


def grade_together(statements: Iterable[Statement], parties: Mapping[str, Party]) -> Grade:
    """Grade statements that give the same value: the best, one higher where two sides agree, but then at most E2."""
    members = tuple(statements)
    return raise_grade(best_grade(members), members, parties)


def best_grade(statements: Iterable[Statement]) -> Grade:
    """Return the best grade that one of the statements has by itself."""
    return max(map(grade_statement, statements), key=rank)


def raise_grade(best: Grade, statements: Iterable[Statement], parties: Mapping[str, Party]) -> Grade:
    """Raise the best grade of statements that agree by one where two sides do, but never above E2."""
    if rank(best) >= rank(Grade.E2):
        return best
    sides = {parties[statement.party].side for statement in statements if statement.party in parties}
    return best if len(sides) < 2 else _ORDER[rank(best) + 1]
