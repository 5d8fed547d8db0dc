"""Which questions are asked: conditions in three values, and the path that follows from them (DESIGN part 5).

Leaves, in this order: a question off the path is false; not applicable is false; a dispute is decided only where every
statement agrees; unknown is undecided; not yet asked is undecided and waiting. An answer to a question that is itself
undecided or waiting can make a leaf false, but not true, so that no later answer takes back what was decided.
``unknown: true`` is true for unknown and for not yet asked and is never undecided. `all`, `any`, `not` combine them as
Kleene did.

A question whose condition is undecided stays on the path, marked optional; where the only reason is that a question
before it was not asked yet, it waits: it is asked after its parent and not counted in progress.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    Question,
    SettingIs,
    questions_of,
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

    A condition may name a question anywhere in the list; each is placed after those that its condition names. Lint
    refuses circles; in a checklist that nobody linted, the question that closes one finds the first off the path.
    """
    places: dict[str, Place] = {}
    for question in _parents_first(checklist):
        truth = decide(question.when, known, lambda name: places.get(name, Place.OFF))
        places[question.id] = _PLACES[truth]
    return {question.id: places[question.id] for question in checklist.questions}


def _parents_first(checklist: Checklist) -> Iterator[Question]:
    """Order the questions depth first without recursion, so that a chain of thousands of them is no problem."""
    questions = {question.id: question for question in checklist.questions}
    seen: set[str] = set()
    for start in questions:
        todo = [(start, False)]
        while todo:
            here, leaving = todo.pop()
            if leaving:
                yield questions[here]
            elif here in questions and here not in seen:
                seen.add(here)
                todo.append((here, True))
                todo += [(parent, False) for parent in questions_of(questions[here].when)]


_PLACES = {
    Truth.TRUE: Place.ON,
    Truth.UNDECIDED: Place.OPTIONAL,
    Truth.WAITING: Place.WAITING,
    Truth.FALSE: Place.OFF,
}


_PARENTS = {place: truth for truth, place in _PLACES.items()}
"""What the place of a question says about an answer to it: an answer that may not count is not relied on."""


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
    truth = truths.pop() if len(truths) == 1 else Truth.UNDECIDED
    return _all([truth, _PARENTS[place(question)]])


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
