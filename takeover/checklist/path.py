"""Which questions are asked: conditions in three values, and the path that follows from them (DESIGN part 5).

Leaves, in this order: a question off the path is false; not applicable is false; a dispute is decided only where every
statement agrees; unknown is undecided; not yet asked is undecided and waiting. ``unknown: true`` is true for unknown
and for not yet asked and is never undecided. `all`, `any`, `not` combine them as Kleene did.

A question whose condition is undecided stays on the path, marked optional; where the only reason is that a question
before it was not asked yet, it waits: it is asked after its parent and not counted in progress.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from typing import assert_never

from takeover.checklist.model import (
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    Checklist,
    Condition,
    NotOf,
    SettingIs,
)
from takeover.values import Answer, Code, Money, Number, Percent, Unknown


class Truth(Enum):
    """Three values, and why the third: UNDECIDED for good, WAITING until a question is asked."""

    FALSE = 0
    UNDECIDED = 1
    WAITING = 2
    TRUE = 3


class Place(StrEnum):
    """Where a question stands: asked, asked but optional, waiting for another one, or off the path."""

    ON = "on"
    OPTIONAL = "optional"
    WAITING = "waiting"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the path depends on: the setting's codes, and the newest answer of each party by question id."""

    settings: Mapping[str, str]
    answers: Mapping[str, tuple[Answer, ...]]


def find_path(checklist: Checklist, known: Known) -> dict[str, Place]:
    """Place every question of the checklist.

    A condition may name a question anywhere in the list; cycles are refused by lint, so the recursion ends.
    """
    places: dict[str, Place] = {}
    questions = {question.id: question for question in checklist.questions}

    def place(question_id: str) -> Place:
        if question_id not in places:
            question = questions.get(question_id)
            truth = Truth.FALSE if question is None else decide(question.when, known, place)
            places[question_id] = _PLACES[truth]
        return places[question_id]

    return {question.id: place(question.id) for question in checklist.questions}


_PLACES = {
    Truth.TRUE: Place.ON,
    Truth.UNDECIDED: Place.OPTIONAL,
    Truth.WAITING: Place.WAITING,
    Truth.FALSE: Place.OFF,
}


def decide(condition: Condition | None, known: Known, place: Callable[[str], Place]) -> Truth:
    """Decide a condition; no condition is true."""
    match condition:
        case None:
            return Truth.TRUE
        case AllOf(parts=parts):
            return _all([decide(part, known, place) for part in parts])
        case AnyOf(parts=parts):
            return _negate(_all([_negate(decide(part, known, place)) for part in parts]))
        case NotOf(part=part):
            return _negate(decide(part, known, place))
        case SettingIs(setting=setting, codes=codes):
            value = known.settings.get(setting)
            return Truth.UNDECIDED if value is None else _truth(value in codes)
        case AnswerUnknown(question=question):
            return _decide_unknown(question, known, place)
        case AnswerIs(question=question, codes=codes):
            return _decide_answers(question, known, place, lambda answer: _code_in(answer, codes))
        case AnswerAtLeast(question=question, bound=bound):
            return _decide_answers(question, known, place, lambda answer: _quantity(answer, lambda v: v >= bound))
        case AnswerBelow(question=question, bound=bound):
            return _decide_answers(question, known, place, lambda answer: _quantity(answer, lambda v: v < bound))
        case _:
            assert_never(condition)


def _truth(holds: bool) -> Truth:  # noqa: FBT001
    return Truth.TRUE if holds else Truth.FALSE


def _negate(truth: Truth) -> Truth:
    return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(truth, truth)


def _all(truths: list[Truth]) -> Truth:
    """Kleene's and; a doubt for good outweighs one that an answer may still clear."""
    for truth in (Truth.FALSE, Truth.UNDECIDED, Truth.WAITING):
        if truth in truths:
            return truth
    return Truth.TRUE


def _decide_unknown(question: str, known: Known, place: Callable[[str], Place]) -> Truth:
    if place(question) is Place.OFF:
        return Truth.FALSE
    answers = known.answers.get(question, ())
    return _truth(all(isinstance(answer, Unknown) for answer in answers))


def _decide_answers(
    question: str, known: Known, place: Callable[[str], Place], test: Callable[[Answer], Truth]
) -> Truth:
    if place(question) is Place.OFF:
        return Truth.FALSE
    answers = known.answers.get(question, ())
    if not answers:
        return Truth.WAITING
    said = tuple(answer for answer in answers if not isinstance(answer, Unknown))
    truths = {test(answer) for answer in said or answers}
    return truths.pop() if len(truths) == 1 else Truth.UNDECIDED


def _code_in(answer: Answer, codes: tuple[str, ...]) -> Truth:
    match answer:
        case Unknown():
            return Truth.UNDECIDED
        case Code(code=code):
            return _truth(code in codes)
        case _:
            return Truth.FALSE


def _quantity(answer: Answer, test: Callable[[Decimal], bool]) -> Truth:
    match answer:
        case Unknown():
            return Truth.UNDECIDED
        case Number(value=value) | Percent(value=value) | Money(amount=value):
            return _truth(test(value))
        case _:
            return Truth.FALSE
