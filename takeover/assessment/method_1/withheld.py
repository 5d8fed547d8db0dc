"""What an edition withholds, in its judgement (scoring D10): a range of it always contains that of the whole record.

1. A question withheld in whole or in part counts from worst to best, and no answer to it decides a condition.
2. A condition that hangs on it is undecided, so that the questions behind it are optional (D3).
3. A dimension of which this edition shows no question that surely counts may not apply at all in the whole record; it
   counts from worst to best too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from takeover.assessment.method_1.dimensions import Pair
from takeover.assessment.model import OPEN, Assessed, State, Withheld, Withholding
from takeover.checklist.model import (
    Action,
    AllOf,
    AnsweredHealth,
    AnswerUnknown,
    AnyOf,
    Checklist,
    ClearedBy,
    Condition,
    Horizon,
    Leaf,
    NotOf,
    Question,
    QuestionType,
    SettingIs,
    leaves,
    questions_of,
)
from takeover.record.situation import Situation
from takeover.values import Level

VEIL = SettingIs(setting="withheld", codes=("withheld",))
"""Stands in a condition for what an edition does not show: a setting that nobody can record, so never decided."""


def veil_conditions(checklist: Checklist, blocked: Collection[str], settings: Collection[str]) -> Checklist:
    """Make undecided what hangs on questions that are blocked or not in the checklist; `settings` are those recorded.

    "Is unknown" is two-valued in the whole record wherever its question has a place; so it is undecided too where that
    place is not sure from here.
    """
    shown = {question.id for question in checklist.questions}
    unsure = _find_unsure(checklist, shown, blocked, settings)

    def veil(leaf: Leaf) -> Leaf:
        if isinstance(leaf, SettingIs):
            return leaf
        hidden = leaf.question in blocked or leaf.question not in shown
        return VEIL if hidden or (isinstance(leaf, AnswerUnknown) and leaf.question in unsure) else leaf

    questions = tuple(
        replace(q, when=map_leaves(q.when, veil)) if q.when is not None else q for q in checklist.questions
    )
    return replace(checklist, questions=questions)


def _find_unsure(
    checklist: Checklist, shown: Collection[str], blocked: Collection[str], settings: Collection[str]
) -> set[str]:
    """Find the questions whose place hangs on something that may be withheld, directly or through others."""
    parents = {question.id: set(questions_of(question.when)) for question in checklist.questions}
    unsure = {*blocked, *(name for name, asked in parents.items() if asked - set(shown))}
    for question in checklist.questions:
        needed = {leaf.setting for leaf in leaves(question.when) if isinstance(leaf, SettingIs)}
        unsure |= {question.id} if needed - set(settings) else set()
    while more := {name for name, asked in parents.items() if name not in unsure and asked & unsure}:
        unsure |= more
    return unsure


def map_leaves(condition: Condition, change: Callable[[Leaf], Leaf]) -> Condition:
    """Change the leaves of a condition, and keep its shape."""
    match condition:
        case AllOf(parts=parts):
            return AllOf(parts=tuple(map_leaves(part, change) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(parts=tuple(map_leaves(part, change) for part in parts))
        case NotOf(part=part):
            return NotOf(part=map_leaves(part, change))
        case _:
            return change(condition)


def open_blocked(
    checklist: Checklist, pairs: Iterable[Pair], situation: Situation, blocked: Collection[str]
) -> list[Pair]:
    """Count the blocked questions from worst to best, wherever their place; all others as they were judged."""
    judged = {question.id: assessed for question, assessed in pairs}
    found = []
    for question in checklist.questions:
        if question.id in blocked:
            found.append((question, _open(question, situation)))
        elif question.id in judged:
            found.append((question, judged[question.id]))
    return found


def _open(question: Question, situation: Situation | None = None) -> Assessed:
    return Assessed(
        question=question.id,
        dimension=question.dimension,
        range=OPEN,
        state=State.WITHHELD,
        grade=None,
        ruled_by=None,
        statements=situation.standing(question.id) if situation else (),
    )


def list_unseen(withholding: Withholding) -> list[Pair]:
    """List the questions that the edition does not show, without id and text, each from worst to best."""
    return [(question, _open(question)) for question in map(_stand_in, withholding.whole)]


def _stand_in(withheld: Withheld) -> Question:
    return Question(
        id="",
        dimension=withheld.dimension,
        counts_for=withheld.counts_for,
        type=QuestionType.TEXT,
        text="",
        weight=withheld.weight,
        sharing=Level.INTERNAL,
        ask=(),
        health=AnsweredHealth(),
        finding="",
        action=Action(text="", horizon=Horizon.DAY_90),
        stop_line=ClearedBy.PM if withheld.stop else None,  # who clears it is withheld; nothing clears a withheld one
    )


def open_uncertain(pairs: Iterable[Pair]) -> list[Pair]:
    """Count the optional questions of a dimension from worst to best where no question of it surely counts."""
    known = list(pairs)
    sure = {q.dimension for q, a in known if not a.optional and a.state is not State.WITHHELD}
    return [(q, a if q.dimension in sure or not a.optional else _open(q)) for q, a in known]
