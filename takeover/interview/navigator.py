"""Where an interview stands and where it goes: a pure function of checklist, situation and cursor.

1. The questions of the first hour come first, then the rest, each as the checklist has them; but a question that
   depends on a later one comes after it, so waiting questions follow their parents.
2. Open = on the path and nobody has answered. Unknown with its reason is an answer.
3. Next is the first open question after the cursor, then the first one before it. A question that was left open is not
   offered again in this pass; so the interview ends.
4. Back and forward go along the path whatever was answered; nothing that was answered is ever lost. An answer whose
   question left the path stays in the record.
5. The next sitting goes on after the question last answered in record order.
6. A sitting with one person, or with one paper in hand, has a scope: only its questions are asked, and open is what
   this person, or this paper, has not answered yet.
7. A ranked sitting always goes to the first open question of its order, so that what matters most comes next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
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
    QuestionType,
    SettingIs,
)
from takeover.checklist.path import Known, Place, find_path
from takeover.record.situation import Situation, Statement
from takeover.values import Method, NotApplicable, Unknown, UnknownReason

_ASKED = frozenset({Place.ON, Place.OPTIONAL})
_NOT_ASKED = Unknown(reason=UnknownReason.NOT_ASKED)


class Stand(StrEnum):
    """How a question stands in the outline; `KEPT` = answered, but off the path now."""

    OPEN = "open"
    ANSWERED = "answered"
    DIFFERING = "differing"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    WAITING = "waiting"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Questions answered of those on the path; the waiting ones are counted apart."""

    done: int
    total: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineLine:
    """One question of the outline, and whether the path depends on something unknown."""

    question: Question
    stand: Stand
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which questions are asked in a sitting, and whose answer is wanted (a party's id).

    "Not asked yet" is no answer of that party. With a `paper` (SHA-256) only a statement that this paper proves is one.
    A question that compares people (`compared`) is not answered for a person by a paper.
    """

    questions: frozenset[str]
    party: str
    paper: str = ""
    compared: frozenset[str] = frozenset()

    def is_answered(self, question: str, standing: tuple[Statement, ...]) -> bool:
        """Tell whether the party's standing statement answers the question here."""
        said = next((statement for statement in standing if statement.party == self.party), None)
        if said is None or said.answer == _NOT_ASKED:
            return False
        if self.paper:
            return any(proof.sha256 == self.paper for proof in said.evidence)
        return said.method is not Method.DOCUMENT_EXAMINED or question not in self.compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigator:
    """Where the interview stands. `cursor` is a question on the path, empty at the end; build it with `start_at_open`.

    `order` are all question ids in asking order, `left` those left open in this pass; `ranked` as in rule 7.
    """

    checklist: Checklist
    situation: Situation
    path: Mapping[str, Place]
    order: tuple[str, ...]
    cursor: str = ""
    left: frozenset[str] = frozenset()
    scope: Scope | None = None
    ranked: bool = False

    def current(self) -> Question | None:
        """Return the question at the cursor, or None at the end."""
        return self.checklist.question(self.cursor) if self.cursor else None

    def walk(self) -> tuple[str, ...]:
        """List the ids of the questions on the path in asking order."""
        return tuple(question for question in self.order if self.is_asked(question))

    def with_situation(self, situation: Situation) -> Navigator:
        """Take in what was kept; the cursor stays, or moves on if its question left the path."""
        path = _find_path(self.checklist, situation)
        moved = replace(self, situation=situation, path=path)
        return moved if not self.cursor or moved.is_asked(self.cursor) else moved.next_open()

    def next_open(self) -> Navigator:
        """Go to the next open question: after the cursor, then from the top; to the end if there is none."""
        at = self.order.index(self.cursor) + 1 if self.cursor and not self.ranked else 0
        turn = self.order[at:] + self.order[:at]
        return replace(self, cursor=next((question for question in turn if self._is_due(question)), ""))

    def leave_open(self) -> Navigator:
        """Go on without an answer: an open question is not offered again in this pass."""
        if not self._is_due(self.cursor):
            return self.forward()
        return replace(self, left=self.left | {self.cursor}).next_open()

    def back(self) -> Navigator:
        """Go to the question before on the path, whatever its state; at the first one stay."""
        walk = self.walk()
        at = walk.index(self.cursor) if self.cursor else len(walk)
        return replace(self, cursor=walk[at - 1]) if at > 0 else self

    def forward(self) -> Navigator:
        """Go to the question behind on the path, whatever its state; behind the last one is the end."""
        walk = self.walk()
        at = walk.index(self.cursor) + 1 if self.cursor else len(walk)
        return replace(self, cursor=walk[at] if at < len(walk) else "")

    def jump(self, question: str) -> Navigator:
        """Go to a question on the path; stay if it is not on it."""
        return replace(self, cursor=question) if question in self.path and self.is_asked(question) else self

    def is_answered(self, question: str) -> bool:
        """Tell whether a question is answered: by the scope's party, without scope by anybody or by rows."""
        if self.scope:
            return self.scope.is_answered(question, self.situation.standing(question))
        return self.has_answer(question)

    def has_answer(self, question: str) -> bool:
        """Tell whether anybody has answered a question, or given rows for it."""
        if self.situation.by_question.get(question):
            return True
        found = self.checklist.question(question)
        return found is not None and found.type is QuestionType.REGISTER and bool(self.situation.rows(found.register))

    def progress(self) -> Progress:
        """Count what is done, what there is to do, and what waits."""
        walk = self.walk()
        waiting = sum(self.path[question] is Place.WAITING for question in self.path if self._in_scope(question))
        return Progress(done=sum(map(self.is_answered, walk)), total=len(walk), waiting=waiting)

    def outline(self) -> tuple[OutlineLine, ...]:
        """List every question of the scope that is asked, waits, or left the path with an answer, in asking order."""
        lines = (self._outline_line(question) for question in self.order if self._in_scope(question))
        return tuple(line for line in lines if line is not None)

    def _in_scope(self, question: str) -> bool:
        return self.scope is None or question in self.scope.questions

    def is_asked(self, question: str) -> bool:
        """Tell whether a question is on the path, and in the scope."""
        return self.path[question] in _ASKED and self._in_scope(question)

    def _is_due(self, question: str) -> bool:
        if not question or question in self.left or not self.is_asked(question):
            return False
        return not self.is_answered(question)

    def _outline_line(self, question_id: str) -> OutlineLine | None:
        question, place = self.checklist.question(question_id), self.path[question_id]
        assert question is not None
        given = self.has_answer(question_id)
        if place is Place.OFF and not given:
            return None
        stand = _STANDS.get(place) or stand_of(self.situation.standing(question_id), given=given)
        return OutlineLine(question=question, stand=stand, optional=place is Place.OPTIONAL)


_STANDS = {Place.WAITING: Stand.WAITING, Place.OFF: Stand.KEPT}


def start_at_open(checklist: Checklist, situation: Situation) -> Navigator:
    """Begin, or go on: at the first open question behind the one last answered in record order."""
    order = find_order(checklist)
    path = _find_path(checklist, situation)
    last = last_answered(order, situation)
    return Navigator(checklist=checklist, situation=situation, path=path, order=order, cursor=last).next_open()


def start_in_scope(checklist: Checklist, situation: Situation, scope: Scope) -> Navigator:
    """Begin at the first question of a scope that is open in it."""
    order = find_order(checklist)
    path = _find_path(checklist, situation)
    return Navigator(checklist=checklist, situation=situation, path=path, order=order, scope=scope).next_open()


def start_ranked(
    checklist: Checklist, situation: Situation, ranks: Mapping[str, int], scope: Scope | None = None
) -> Navigator:
    """Begin at what comes first: the first hour's questions, then by rank, those without a rank last."""
    order = find_order(checklist, ranks)
    path = _find_path(checklist, situation)
    ranked = Navigator(checklist=checklist, situation=situation, path=path, order=order, scope=scope, ranked=True)
    return ranked.next_open()


def find_order(checklist: Checklist, ranks: Mapping[str, int] = MappingProxyType({})) -> tuple[str, ...]:
    """Put the first hour's questions first, then those of the lowest rank, and all behind what their condition names.

    Questions that have the same rank, or none, stay in the order of the checklist.
    """
    ids = {question.id for question in checklist.questions}
    last = len(ids)

    def key(question: Question) -> tuple[bool, int]:
        return (not question.day_one, 0 if question.day_one else ranks.get(question.id, last))

    waits = {question.id: named_in(question.when) & ids for question in sorted(checklist.questions, key=key)}
    order: dict[str, None] = {}
    left = list(waits)
    while left:
        ready = next((question for question in left if waits[question] <= order.keys()), left[0])
        order[ready] = None
        left.remove(ready)
    return tuple(order)


def named_in(condition: Condition | None) -> frozenset[str]:
    """Collect the ids of the questions that a condition names."""
    match condition:
        case None | SettingIs():
            return frozenset()
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return frozenset[str]().union(*(named_in(part) for part in parts))
        case NotOf(part=part):
            return named_in(part)
        case AnswerIs(question=question) | AnswerUnknown(question=question):
            return frozenset({question})
        case AnswerAtLeast(question=question) | AnswerBelow(question=question):
            return frozenset({question})
        case _:
            assert_never(condition)


def last_answered(order: tuple[str, ...], situation: Situation) -> str:
    """Find the question answered last in record order; of one line the one asked last; empty if there is none."""
    lines = {
        question: max(entry.line for entry in entries) for question, entries in situation.by_question.items() if entries
    }
    known = [question for question in order if question in lines]
    return max(known, key=lambda question: (lines[question], order.index(question)), default="")


def stand_of(standing: tuple[Statement, ...], *, given: bool) -> Stand:
    """Say in one word how the statements on a question stand; `given` = there are statements or rows."""
    answers = [statement.answer for statement in standing]
    known = [answer for answer in answers if not isinstance(answer, Unknown)]
    if not answers:
        return Stand.ANSWERED if given else Stand.OPEN
    if not known:
        return Stand.UNKNOWN
    if any(answer != known[0] for answer in known):
        return Stand.DIFFERING
    return Stand.NOT_APPLICABLE if isinstance(known[0], NotApplicable) else Stand.ANSWERED


def _find_path(checklist: Checklist, situation: Situation) -> dict[str, Place]:
    return find_path(checklist, Known(settings=situation.settings, answers=situation.answers()))
