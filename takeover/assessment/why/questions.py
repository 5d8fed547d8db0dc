"""Why a question stands where it stands: the step of the method that decided, and what each voice says alone."""

from __future__ import annotations

from collections.abc import Sequence

from takeover.assessment.method_1 import list_counted
from takeover.assessment.method_1.dimensions import Pair, cap_stops, count_in_world, is_confirmed, is_hit, weigh
from takeover.assessment.method_1.grades import (
    OPEN_SHARE,
    grade_evidence,
    grade_row,
    grade_statement,
    grade_together,
    rank,
)
from takeover.assessment.method_1.intervals import group_statements, interval_of, list_complete, worth_of
from takeover.assessment.model import OPEN, Assessed, Dispute, Finding, Request, State, StopState
from takeover.assessment.why.model import (
    Agreement,
    Grounds,
    Portion,
    Proof,
    QuestionWhy,
    RowCount,
    Rule,
    StopEffect,
    Voice,
)
from takeover.checklist.model import FACT_TYPES, Dimension, Question, RowsHealth
from takeover.checklist.path import Known as KnownAnswers
from takeover.checklist.path import find_path
from takeover.record.situation import Situation, Statement
from takeover.values import Known


def explain_question(grounds: Grounds, question: Question) -> QuestionWhy:
    """Explain one question of the checklist, on the path or off it."""
    situation = grounds.situation
    assessed = grounds.assessment.questions.get(question.id)
    standing = assessed.statements if assessed else situation.standing(question.id)
    overruled = assessed.overruled if assessed else ()
    portions = list_portions(grounds, question.dimension)
    return QuestionWhy(
        question=question,
        dimension=dimension_of(grounds, question.dimension),
        place=find_path(grounds.checklist, KnownAnswers(settings=situation.settings, answers=situation.answers()))[
            question.id
        ],
        assessed=assessed,
        rule=_find_rule(question, assessed, situation) if assessed else None,
        voices=tuple(explain_voice(situation, question, statement, overruled) for statement in standing),
        agreements=_list_agreements(situation, question, standing),
        resolution=situation.resolution(question.id) if assessed and assessed.state is State.RESOLVED else None,
        rows=_count_rows(situation, question),
        stop=explain_stop(question, assessed) if assessed else None,
        portion=next((portion for portion in portions if portion.question.id == question.id), None),
        numbers=_list_numbers(grounds, question.id),
    )


def dimension_of(grounds: Grounds, dimension_id: str) -> Dimension:
    """Return a dimension of the checklist; a question cannot name another one."""
    return next(dimension for dimension in grounds.checklist.dimensions if dimension.id == dimension_id)


def _find_rule(question: Question, assessed: Assessed, situation: Situation) -> Rule:
    """Name the step that decided: the state tells it, beside the question's type and whether it has rows."""
    match assessed.state:
        case State.RESOLVED:
            return Rule.RESOLUTION
        case State.UNKNOWN | State.NOT_ASKED | State.WITHHELD:
            return Rule.OPEN
        case State.NOT_APPLICABLE:
            return Rule.NOT_APPLICABLE
        case State.DISPUTED if assessed.ruled_by is not None:
            return Rule.DOCUMENT
        case State.DISPUTED:
            return Rule.ONE_FACT if question.type in FACT_TYPES else Rule.HULL
        case State.PROVEN | State.CLAIMED:
            return Rule.ROWS if question.register and situation.rows(question.register) else Rule.ONE_VALUE


def explain_voice(
    situation: Situation, question: Question, statement: Statement, overruled: Sequence[str] = ()
) -> Voice:
    """Say what a statement is worth by itself."""
    known = statement.answer if isinstance(statement.answer, Known) else None
    grade = grade_statement(statement)
    return Voice(
        statement=statement,
        party=situation.parties.get(statement.party),
        proofs=tuple(Proof(evidence=e, grade=grade_evidence(e, statement.method)) for e in statement.evidence),
        grade=grade if known else None,
        open_share=OPEN_SHARE[grade] if known else None,
        value=worth_of(known, question) if known else None,
        range=interval_of(question, known, grade) if known else OPEN,
        set_aside=statement.commitment in overruled,
    )


def _list_agreements(
    situation: Situation, question: Question, standing: tuple[Statement, ...]
) -> tuple[Agreement, ...]:
    agreements = []
    for answer, members in group_statements(standing):
        grade = grade_together(members, situation.parties)
        sides = (situation.parties[s.party].side for s in members if s.party in situation.parties)
        agreements.append(
            Agreement(
                answer=answer,
                parties=tuple(member.party for member in members),
                sides=tuple(dict.fromkeys(sides)),
                alone=max((grade_statement(member) for member in members), key=rank),
                grade=grade,
                open_share=OPEN_SHARE[grade],
                value=worth_of(answer, question),
                range=interval_of(question, answer, grade),
            )
        )
    return tuple(agreements)


def _count_rows(situation: Situation, question: Question) -> RowCount | None:
    rows = situation.rows(question.register) if question.register else ()
    if not rows or not isinstance(question.health, RowsHealth):
        return None
    return RowCount(
        columns=question.health.complete,
        complete=list_complete(rows, question.health),
        rows=rows,
        half=question.health.half,
        weakest=min((grade_row(row, question.health.complete) for row in rows), key=rank),
    )


def explain_stop(question: Question, assessed: Assessed) -> StopEffect | None:
    """Say what a stop-line does to its dimension; None where the question is none, or does not apply."""
    if question.stop_line is None or assessed.state is State.NOT_APPLICABLE:
        return None
    pair = (question, assessed)
    return StopEffect(
        state=StopState.CONFIRMED if is_confirmed(pair) else StopState.OPEN if is_hit(pair) else StopState.CLEAR,
        cleared_by=question.stop_line,
        worst_cap=cap_stops([pair], best=False),
        best_cap=cap_stops([pair], best=True),
    )


def list_portions(grounds: Grounds, dimension_id: str) -> tuple[Portion, ...]:
    """List what each applicable question adds to its dimension in both worlds; they add up to its range."""
    pairs = pairs_of(grounds, dimension_id)
    worst, best = (count_in_world(pairs, best=best) for best in (False, True))
    whole_worst, whole_best = weigh(worst), weigh(best)
    in_worst, in_best = ({question.id for question, _ in counted} for counted in (worst, best))
    return tuple(
        Portion(
            question=question,
            assessed=assessed,
            lo=100 * question.weight * assessed.range.lo / whole_worst if question.id in in_worst else None,
            hi=100 * question.weight * assessed.range.hi / whole_best if question.id in in_best else None,
            stop=explain_stop(question, assessed),
        )
        for question, assessed in pairs
    )


def pairs_of(grounds: Grounds, dimension_id: str) -> list[Pair]:
    """List the applicable questions of a dimension's inherited state."""
    return [pair for pair in list_counted(grounds.checklist, grounds.assessment) if pair[0].dimension == dimension_id]


def _list_numbers(grounds: Grounds, question_id: str) -> tuple[str, ...]:
    """List the findings, disputes and requests of a question."""
    assessment = grounds.assessment
    numbered: tuple[Finding | Dispute | Request, ...] = (
        *assessment.findings,
        *assessment.disputes,
        *assessment.requests,
    )
    return tuple(one.number for one in numbered if one.question == question_id)
