"""Which conditions can be true, and which can be false, whatever is answered.

A condition is written out as cases: maps from a setting or question to the values that it may have there. An answer
can only make a leaf true where its question is asked, so the cases of that question's own condition come along; it
makes a leaf false also where the question is off the path or not applicable. Statements of several parties need no
cases of their own: a leaf is decided only where all of them agree, and then each of them fits. What is too large or
faulty in itself counts as possible, so that lint never warns wrongly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, assert_never

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
    leaves,
    questions_of,
)
from takeover.checklist.settings import CODES

Value: TypeAlias = str | int
"""A code; of a quantity, between how many of its bounds it lies."""
Case: TypeAlias = Mapping[str, frozenset[Value]]
"""The values that each name may have; a name that is not there may have any."""
Cases: TypeAlias = tuple[Case, ...]
ANY: Cases = ({},)
MAX_CASES = 64
_UNKNOWN, _ELSE = "?", "-"
"""Unknown, and all that makes a leaf false: not applicable, there is none, off the path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The questions whose condition can never be true, and those whose condition can never be false."""

    never: frozenset[str]
    always: frozenset[str]


def decide_reach(checklist: Checklist) -> Reach:
    """Decide for every question with a condition whether it can be true and whether it can be false."""
    writer = _Writer(checklist)
    never, always = set(), set()
    for question in _parents_first(checklist):
        if question.when is None:
            continue
        writer.asked[question.id] = writer.write(question.when, wanted=True)
        if not writer.asked[question.id]:
            never.add(question.id)
        elif not writer.write(question.when, wanted=False):
            always.add(question.id)
    return Reach(never=frozenset(never), always=frozenset(always))


def _parents_first(checklist: Checklist) -> Iterator[Question]:
    """Order the questions behind those that they hang on; those of a circle, and behind one, are left out."""
    questions = {question.id: question for question in checklist.questions}
    waiting = {name: questions.keys() & questions_of(question.when) for name, question in questions.items()}
    children: dict[str, list[str]] = defaultdict(list)
    for name, parents in waiting.items():
        for parent in parents:
            children[parent].append(name)
    ready = [name for name, parents in waiting.items() if not parents]
    while ready:
        name = ready.pop()
        yield questions[name]
        for child in children[name]:
            waiting[child].discard(name)
            if not waiting[child]:
                ready.append(child)


class _Writer:
    """Writes conditions out as cases; `asked` are the cases in which a question is asked, as far as known."""

    def __init__(self, checklist: Checklist) -> None:
        self.asked: dict[str, Cases] = {}
        self.values = {question.id: frozenset[Value](question.codes()) for question in checklist.questions}
        self.by_settings = {
            question.id
            for question in checklist.questions
            if all(isinstance(leaf, SettingIs) for leaf in leaves(question.when))
        }
        bounds: dict[str, set[Decimal]] = defaultdict(set)
        for question in checklist.questions:
            for leaf in leaves(question.when):
                if isinstance(leaf, AnswerAtLeast | AnswerBelow) and not self.values.get(leaf.question):
                    bounds[leaf.question].add(leaf.bound)
        self.bounds = {name: sorted(found) for name, found in bounds.items()}
        self.values |= {name: frozenset(range(len(found) + 1)) for name, found in self.bounds.items()}

    def write(self, condition: Condition, *, wanted: bool) -> Cases:
        """Write out when a condition is true, or when it is false; no cases where it never is."""
        match condition:
            case NotOf(part=part):
                return self.write(part, wanted=not wanted)
            case AllOf(parts=parts) | AnyOf(parts=parts):
                written = [self.write(part, wanted=wanted) for part in parts]
                if isinstance(condition, AllOf) is wanted:
                    return _all_of(written)
                return tuple(case for cases in written for case in cases)
            case SettingIs(setting=setting, codes=codes):
                return _pick(f"setting {setting}", frozenset(CODES.get(setting, ())), frozenset(codes), wanted=wanted)
            case AnswerUnknown(question=name):
                return self.write_answer(name, frozenset({_UNKNOWN}), wanted=wanted)
            case AnswerIs(question=name, codes=codes):
                return self.write_answer(name, frozenset(codes), wanted=wanted)
            case AnswerAtLeast(question=name, bound=bound):
                return self.write_answer(name, self.pieces(name, bound, above=True), wanted=wanted)
            case AnswerBelow(question=name, bound=bound):
                return self.write_answer(name, self.pieces(name, bound, above=False), wanted=wanted)
            case _:
                assert_never(condition)

    def pieces(self, name: str, bound: Decimal, *, above: bool) -> frozenset[Value]:
        """List the pieces between the bounds of a quantity that lie above or below one of them."""
        bounds = self.bounds.get(name, [])
        first = bounds.index(bound) + 1 if bound in bounds else 0
        return frozenset(range(first, len(bounds) + 1) if above else range(first))

    def write_answer(self, name: str, chosen: frozenset[Value], *, wanted: bool) -> Cases:
        """Write out a leaf over a question: true only where it is asked, false also where it is not.

        "Unknown" is true also of a question that waits or may not apply, so it needs no case in which it is asked;
        only a question that the settings alone keep off the path is never unknown.
        """
        everything = self.values.get(name, frozenset()) | {_UNKNOWN, _ELSE}
        if wanted and chosen == {_UNKNOWN} and not (self.asked.get(name) == () and name in self.by_settings):
            return _pick(name, everything, chosen, wanted=True)
        if wanted:
            return _all_of([_pick(name, everything, chosen, wanted=True), self.asked.get(name, ANY)])
        false = everything if _UNKNOWN in chosen else everything - {_UNKNOWN}
        return _pick(name, false, chosen, wanted=False)


def _pick(name: str, everything: frozenset[Value], chosen: frozenset[Value], *, wanted: bool) -> Cases:
    """Write out that a name has one of the chosen values, or one of the others; anything where a choice is faulty."""
    if not chosen or not chosen <= everything | {_UNKNOWN}:
        return ANY
    left = chosen if wanted else everything - chosen
    return ({name: left},) if left else ()


def _all_of(written: Iterable[Cases]) -> Cases:
    """Write out that all hold: every combination in which no name is left without a value."""
    joined: Cases = ANY
    for cases in written:
        pairs = (_merge(one, other) for one in joined for other in cases)
        joined = tuple(case for case in pairs if case is not None)
        if len(joined) > MAX_CASES:
            return ANY
    return joined


def _merge(one: Case, other: Case) -> Case | None:
    merged = dict(one)
    for name, values in other.items():
        left = merged[name] & values if name in merged else values
        if not left:
            return None
        merged[name] = left
    return merged
