"""A question's interval (scoring D2): the value mixed with total ignorance in the share that the evidence leaves open.

Steps of `assess_question`: 1. a resolution with evidence decides; 2. register rows decide; 3. no statement or only
unknown ones leave everything open; 4. not applicable leaves the question out (on a stop-line only with a second
person), and makes it optional where another party answers; 5. one value counts with the best grade; 6. different
values are a dispute: a much better document rules, a fact that can have one value only stays open, all else gives the
hull.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from takeover.assessment.method_1.grades import (
    OPEN_SHARE,
    best_grade,
    grade_evidence,
    grade_row,
    grade_together,
    raise_grade,
    rank,
)
from takeover.assessment.model import OPEN, Assessed, Range, State
from takeover.checklist.model import (
    FACT_TYPES,
    AnsweredHealth,
    CodeHealth,
    Question,
    RowsHealth,
    ThresholdHealth,
    Worth,
)
from takeover.record.kinds import Grade
from takeover.record.rows import Row
from takeover.record.situation import Party, Situation, Statement
from takeover.values import (
    Answer,
    Code,
    Known,
    Method,
    Money,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Unknown,
    UnknownReason,
)

_GRADE_WORTHS = {"yes": Worth.GOOD, "partly": Worth.HALF, "no": Worth.BAD}
_DOCUMENT_LEAD = 2
"""Grades that a document must be ahead to rule over an objection."""


def interval(value: Fraction, grade: Grade) -> Range:
    """Mix a value with total ignorance: [v(1 − d), v + d(1 − v)]."""
    open_share = OPEN_SHARE[grade]
    return Range(lo=value * (1 - open_share), hi=value + open_share * (1 - value))


@lru_cache(maxsize=len(Worth) * len(Grade))
def _interval_of_worth(worth: Worth, grade: Grade) -> Range:
    return interval(worth.value_of, grade)


def worth_of(answer: Known, question: Question) -> Fraction | None:
    """Return what an answer is worth, 0 to 1; None where the health rule does not know it (an older checklist)."""
    worth = _find_worth(answer, question)
    return None if worth is None else worth.value_of


def _find_worth(answer: Known, question: Question) -> Worth | None:
    match answer, question.health:
        case Code(code=code), CodeHealth(worths=worths):
            return worths.get(code)
        case Code(code=code), RowsHealth():
            return _GRADE_WORTHS.get(code)
        case ((Number(value=value) | Percent(value=value)), ThresholdHealth(steps=steps)):
            return next((step.worth for step in steps if step.holds(value)), None)
        case Nothing(), (AnsweredHealth() | RowsHealth()):
            return Worth.BAD
        case ((Code() | Nothing()), _):
            return None
        case _, AnsweredHealth():
            return Worth.GOOD
        case _:
            return None


def assess_question(question: Question, situation: Situation, *, optional: bool) -> Assessed:
    """Assess one question; the steps are those of the module."""
    standing = situation.standing(question.id)
    resolution = situation.resolution(question.id)
    if resolution and resolution.evidence and isinstance(resolution.answer, Known):  # 1
        grade = max((grade_evidence(e, Method.DOCUMENT_EXAMINED) for e in resolution.evidence), key=rank)
        result = _ruled(question, standing, resolution.answer, grade, State.RESOLVED)
    elif rows := situation.rows(question.register) if question.register else ():  # 2
        result = _assess_rows(question, standing, rows)
    else:
        result = _assess_statements(question, standing, situation.parties)
    return _mark_optional(result) if optional else result


def _assess_statements(question: Question, standing: tuple[Statement, ...], parties: Mapping[str, Party]) -> Assessed:
    known = any(isinstance(s.answer, Known) for s in standing)
    away = any(_is_agreed_away(question, s) for s in standing)
    if not known and not away:  # 3
        asked = any(was_asked(s) for s in standing)
        return _result(question, standing, OPEN, State.UNKNOWN if asked else State.NOT_ASKED)
    if not known:  # 4
        return _result(question, standing, OPEN, State.NOT_APPLICABLE)
    groups = group_statements(standing)
    if len(groups) == 1:  # 5
        answer, members = groups[0]
        grade = grade_together(members, parties)
        state = State.PROVEN if rank(grade) >= rank(Grade.E2) else State.CLAIMED
        result = _ruled(question, standing, answer, grade, state)
    else:  # 6
        result = _assess_dispute(question, standing, groups, parties)
    return _mark_optional(result) if away else result


def group_statements(standing: Iterable[Statement]) -> tuple[tuple[Known, tuple[Statement, ...]], ...]:
    """Group the statements that know a value by that value, in the order in which the values first came up."""
    groups: dict[Known, list[Statement]] = {}
    for statement in standing:
        if isinstance(statement.answer, Known):
            groups.setdefault(statement.answer, []).append(statement)
    return tuple((answer, tuple(members)) for answer, members in groups.items())


def was_asked(statement: Statement) -> bool:
    """Tell whether the party was asked; "unknown, not asked" is a statement, but nobody was."""
    answer = statement.answer
    return not (isinstance(answer, Unknown) and answer.reason is UnknownReason.NOT_ASKED)


def _is_agreed_away(question: Question, statement: Statement) -> bool:
    """Tell whether a statement takes the question out; on a stop-line that needs a second person (D8)."""
    answer = statement.answer
    if not isinstance(answer, NotApplicable):
        return False
    return question.stop_line is None or answer.second not in ("", statement.party)


def _assess_dispute(
    question: Question,
    standing: tuple[Statement, ...],
    groups: tuple[tuple[Known, tuple[Statement, ...]], ...],
    parties: Mapping[str, Party],
) -> Assessed:
    own = [best_grade(members) for _, members in groups]
    together = [raise_grade(best, members, parties) for best, (_, members) in zip(own, groups, strict=True)]
    second, first = sorted(map(rank, own))[-2:]
    if first - second >= _DOCUMENT_LEAD:
        leader = own.index(max(own, key=rank))
        return _ruled(question, standing, groups[leader][0], together[leader], State.DISPUTED)
    grade = max(together, key=rank)
    if question.type in FACT_TYPES:
        return _result(question, standing, OPEN, State.DISPUTED, grade)
    parts = [interval_of(question, answer, each) for (answer, _), each in zip(groups, together, strict=True)]
    hull = Range(lo=min(part.lo for part in parts), hi=max(part.hi for part in parts))
    return _result(question, standing, hull, State.DISPUTED, grade)


def _assess_rows(question: Question, standing: tuple[Statement, ...], rows: tuple[Row, ...]) -> Assessed:
    assert isinstance(question.health, RowsHealth)
    share = Fraction(len(list_complete(rows, question.health)), len(rows))
    worth = Worth.GOOD if share == 1 else Worth.HALF if share >= question.health.half else Worth.BAD
    grade = min((grade_row(row, question.health.complete) for row in rows), key=rank)
    state = State.PROVEN if rank(grade) >= rank(Grade.E2) else State.CLAIMED
    code = next(code for code, value in _GRADE_WORTHS.items() if value is worth)
    return _ruled(question, standing, Code(code=code), grade, state)


def list_complete(rows: Iterable[Row], health: RowsHealth) -> tuple[Row, ...]:
    """List the rows that have all the columns that the rule wants."""
    return tuple(row for row in rows if all(_has(row, name) for name in health.complete))


def _has(row: Row, column: str) -> bool:
    value = row.values.get(column, "")
    return isinstance(value, Money) or bool(value)


def interval_of(question: Question, answer: Known, grade: Grade) -> Range:
    """Return the interval of an answer; everything is open where the health rule does not know it."""
    worth = _find_worth(answer, question)
    return OPEN if worth is None else _interval_of_worth(worth, grade)


def _ruled(question: Question, standing: tuple[Statement, ...], answer: Known, grade: Grade, state: State) -> Assessed:
    overruled = tuple(s.commitment for s in standing if _differs(s.answer, answer))
    set_aside = overruled if state in (State.RESOLVED, State.DISPUTED) else ()
    return Assessed(
        question=question.id,
        dimension=question.dimension,
        range=interval_of(question, answer, grade),
        state=state,
        grade=grade,
        ruled_by=answer,
        statements=standing,
        overruled=set_aside,
    )


def _mark_optional(assessed: Assessed) -> Assessed:
    return assessed if assessed.optional else replace(assessed, optional=True)


def _differs(answer: Answer, ruling: Answer) -> bool:
    return isinstance(answer, Known) and answer != ruling


def _result(
    question: Question, standing: tuple[Statement, ...], found: Range, state: State, grade: Grade | None = None
) -> Assessed:
    return Assessed(
        question=question.id,
        dimension=question.dimension,
        range=found,
        state=state,
        grade=grade,
        ruled_by=None,
        statements=standing,
    )
