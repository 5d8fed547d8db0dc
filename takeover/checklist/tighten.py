"""What an overlay may change: answers given under the base stay readable, and a stop-line only ever gets tighter.

1. Of every question of the base, id and type stay, and no code goes: answers use them.
2. On a stop-line of the base `when`, `sharing`, `counts_for`, `unit`, `register`, codes and who clears it stay as they
   are; `ask_all` is not taken back, the weight does not go down, evidence is needed for at least the same codes, and no
   answer is worth more than before. It cannot be hidden.
3. What a stop-line hangs on, directly or through others, keeps its `when` and its codes, so that the stop-line cannot
   be taken off the path from behind.
All else is free: texts, weights, thresholds and evidence of other questions, and making a question a stop-line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from takeover.checklist.model import (
    Checklist,
    CodeHealth,
    Health,
    Question,
    RowsHealth,
    Step,
    ThresholdHealth,
    Worth,
    questions_of,
)
from takeover.problems import Place, Problem

_STAY_ON_STOPS = ("when", "sharing", "counts_for", "unit", "register", "stop_line")


def parents_of_stops(checklist: Checklist) -> dict[str, str]:
    """List the questions that a stop-line hangs on, directly or through others, each with such a stop-line."""
    depends = {question.id: questions_of(question.when) for question in checklist.questions}
    found: dict[str, str] = {}
    todo = [(parent, q.id) for q in checklist.questions if q.stop_line for parent in depends[q.id]]
    while todo:
        here, stop = todo.pop()
        if here not in found:
            found[here] = stop
            todo += [(parent, stop) for parent in depends.get(here, ())]
    return found


def check_change(old: Question, new: Question, place_of: Callable[[str], Place], stop: str) -> Iterator[Problem]:
    """Report what a change may not do; `stop` names a stop-line that hangs on this question, if there is one."""

    def report(code: str, key: str, **details: str) -> Problem:
        return Problem(code=code, place=place_of(key), details={"id": old.id, "key": key, **details})

    for key in ("id", "type"):  # 1
        if getattr(old, key) != getattr(new, key):
            yield report("CL103", key)
    if old.type is not new.type:
        return
    gone = [code for code in old.codes() if code not in new.codes()]
    if gone:
        yield report("CL104", "choices", codes=", ".join(gone))
    if old.stop_line:  # 2
        for key in _STAY_ON_STOPS:
            if getattr(old, key) != getattr(new, key):
                yield report("CL105", key)
        if not gone and set(old.codes()) != set(new.codes()):
            yield report("CL105", "choices")
        for key, was, now in _loosened(old, new):
            yield report("CL106", key, was=was, now=now)
    elif stop:  # 3
        if old.when != new.when:
            yield report("CL107", "when", stop=stop)
        if not gone and set(old.codes()) != set(new.codes()):
            yield report("CL107", "choices", stop=stop)


def _loosened(old: Question, new: Question) -> Iterator[tuple[str, str, str]]:
    """List the keys of a stop-line that got looser: key, what it was, what it would be."""
    if old.ask_all and not new.ask_all:
        yield "ask_all", "true", "false"
    if new.weight < old.weight:
        yield "weight", str(old.weight), str(new.weight)
    if not set(old.evidence.needed_for) <= set(new.evidence.needed_for):
        was, now = (", ".join(one.evidence.needed_for) or "–" for one in (old, new))
        yield "evidence", was, now
    if looser := find_looser(old.health, new.health):
        yield "health", *looser


def find_looser(old: Health, new: Health) -> tuple[str, str] | None:
    """Find an answer that the new rule holds for worth more than the old: what each says of it, None if there is none.

    Rules of different kinds are not compared; lint refuses a kind that does not fit the type.
    """
    match old, new:
        case CodeHealth(worths=was), CodeHealth(worths=now):
            for code, worth in now.items():
                if code in was and worth.value_of > was[code].value_of:
                    return f"{code}: {was[code]}", f"{code}: {worth}"
        case ThresholdHealth(steps=was_steps), ThresholdHealth(steps=now_steps):
            for point in _points(was_steps + now_steps):
                was_worth, now_worth = _worth_at(was_steps, point), _worth_at(now_steps, point)
                if was_worth and now_worth and now_worth.value_of > was_worth.value_of:
                    return f"{point}: {was_worth}", f"{point}: {now_worth}"
        case RowsHealth(), RowsHealth():
            if not set(old.complete) <= set(new.complete):
                return f"complete: {', '.join(old.complete)}", f"complete: {', '.join(new.complete)}"
            if new.half < old.half:
                return f"half: {old.half}", f"half: {new.half}"
        case _:
            return None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    """A number on which rules are compared: a bound, or whatever lies just below or just above it."""

    bound: Decimal
    side: str = ""

    def __str__(self) -> str:
        return f"{self.side} {self.bound:f}".strip()

    def falls_into(self, step: Step) -> bool:
        """Tell whether the number falls into a step, without arithmetic that could round."""
        if step.at_most is not None:
            return self.bound < step.at_most or (self.bound == step.at_most and self.side != ">")
        if step.at_least is not None:
            return self.bound > step.at_least or (self.bound == step.at_least and self.side != "<")
        return True


def _points(steps: tuple[Step, ...]) -> tuple[_Point, ...]:
    """List one number of every piece on which all steps are constant: each bound, and between and beside them."""
    bounds = sorted({bound for step in steps for bound in (step.at_most, step.at_least) if bound is not None})
    return tuple(_Point(bound=bound, side=side) for bound in bounds or (Decimal(0),) for side in ("<", "", ">"))


def _worth_at(steps: tuple[Step, ...], point: _Point) -> Worth | None:
    return next((step.worth for step in steps if point.falls_into(step)), None)
