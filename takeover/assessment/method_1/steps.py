"""What follows from the judgement (scoring D9): disputes and requests; findings have a module of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum
from fractions import Fraction
from math import lcm

from takeover.assessment.method_1.dimensions import Pair
from takeover.assessment.method_1.figures import roles_asked
from takeover.assessment.model import Assessed, Dispute, Request, State
from takeover.calendars import add_working_days
from takeover.checklist.model import CountsFor, Question
from takeover.checklist.roles import roles_to_ask
from takeover.record.situation import Situation
from takeover.values import Code, Role, Unknown

DAYS_STOP_LINE = 5
DAYS_OTHERS = 10


def list_disputes(pairs: Iterable[Pair]) -> tuple[Dispute, ...]:
    """List open disputes in checklist order with the statements that differ."""
    disputed = (assessed for _, assessed in pairs if assessed.state is State.DISPUTED)
    return tuple(
        Dispute(
            number=f"D-{number:02}",
            question=assessed.question,
            statements=tuple(s for s in assessed.statements if not isinstance(s.answer, Unknown)),
            range=assessed.range,
            document_rules=assessed.ruled_by is not None,
        )
        for number, assessed in enumerate(disputed, 1)
    )


def list_requests(
    pairs: Iterable[Pair],
    situation: Situation,
    *,
    as_of: dt.date,
    days_off: Collection[dt.date],
    dimension_weights: dict[str, int],
) -> tuple[Request, ...]:
    """List what to ask of whom: open stop-lines first, then what moves the whole picture most."""
    found = [(find_want(q, a), _swing(q, a, dimension_weights), q, a) for q, a in pairs]
    scale = lcm(*(swing.denominator for _, swing, _, _ in found))  # whole numbers sort many times faster than fractions
    wanted = sorted(
        (item for item in found if item[0]),
        key=lambda item: (item[0] is not Want.OPEN_STOP, -item[1].numerator * (scale // item[1].denominator)),
    )
    roles_held = {party.role for party in situation.parties.values()}
    due = {days: add_working_days(as_of, days, days_off) for days in (DAYS_STOP_LINE, DAYS_OTHERS)}
    return tuple(
        Request(
            number=f"R-{number:02}",
            question=question.id,
            of=_whom(question, assessed, situation, roles_held),
            due=due[DAYS_STOP_LINE if question.stop_line else DAYS_OTHERS],
            stop=question.stop_line is not None,
            swing=swing,
        )
        for number, (_, swing, question, assessed) in enumerate(wanted, 1)
    )


class Want(StrEnum):
    """Why something is asked for (D4, D9)."""

    OPEN_STOP = "open_stop"
    ANSWER = "answer"
    RULING = "ruling"
    PROOF = "proof"


def find_want(question: Question, assessed: Assessed) -> Want | None:
    """An open stop-line is asked for whatever its state, all else while an answer or its proof is missing.

    What is withheld is not asked for.
    """
    if assessed.state is State.WITHHELD:
        return None
    if question.stop_line is not None and assessed.range.lo == 0 < assessed.range.hi:
        return Want.OPEN_STOP
    match assessed.state:
        case State.UNKNOWN | State.NOT_ASKED:
            return Want.ANSWER
        case State.DISPUTED if assessed.ruled_by is None:
            return Want.RULING
        case State.CLAIMED:
            ruling = assessed.ruled_by
            lacking = isinstance(ruling, Code) and ruling.code in question.evidence.needed_for
            return Want.PROOF if lacking else None
        case _:
            return None


def _swing(question: Question, assessed: Assessed, dimension_weights: dict[str, int]) -> Fraction:
    """Points of the whole picture that one answer can move: 100·w·(hi − lo) / (Σw·n)."""
    if question.counts_for is not CountsFor.INHERITED:
        return Fraction(0)
    whole = dimension_weights[question.dimension] * len(dimension_weights)
    lo, hi = assessed.range.lo, assessed.range.hi
    width = hi.numerator * lo.denominator - lo.numerator * hi.denominator
    return Fraction(100 * question.weight * width, hi.denominator * lo.denominator * whole)


def _whom(question: Question, assessed: Assessed, situation: Situation, roles_held: set[Role]) -> Role:
    """The party that may know, else the first role to ask that is named and was not asked, else the first.

    Where several parties may know, the one that the question would ask first, so that order changes nothing.
    """
    roles = roles_to_ask(question, situation.settings)
    answers = (statement.answer for statement in assessed.statements)
    may_know = {
        situation.parties[answer.who].role
        for answer in answers
        if isinstance(answer, Unknown) and answer.who in situation.parties
    }
    if may_know:
        return min(may_know, key=(*roles, *Role).index)
    named = roles_held - roles_asked(assessed, situation.parties)
    return next((role for role in roles if role in named), roles[0] if roles else Role.INCOMING_PM)
