"""Lint: what is allowed but hardly meant. Every rule here warns; a list with warnings can be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from takeover.checklist.model import CountsFor, Question, questions_of
from takeover.checklist.reach import decide_reach
from takeover.checklist.reader import Placed
from takeover.checklist.wording import JUDGING, find_guilt
from takeover.problems import Place, Problem, Severity


def _warning(code: str, place: Place, **details: str) -> Problem:
    return Problem(code=code, place=place, details=details, severity=Severity.WARNING)


def check_reach(placed: Placed) -> Iterator[Problem]:
    """Every condition can be true, and can be false: otherwise it decides nothing."""
    reach = decide_reach(placed.checklist)
    for question in placed.checklist.questions:
        place = placed.place(question.id, "when") if question.id in reach.never | reach.always else Place()
        blocked = [parent for parent in questions_of(question.when) if parent in reach.never]
        if question.id in reach.never and blocked:
            yield _warning("CL111", place, id=question.id, parent=blocked[0])
        elif question.id in reach.never:
            yield _warning("CL110", place, id=question.id)
        elif question.id in reach.always:
            yield _warning("CL112", place, id=question.id)


def check_weights(placed: Placed) -> Iterator[Problem]:
    """No question holds more than half of its dimension's weight; one that stands alone has nothing to weigh against.

    Only the inherited state is weighed: readiness is judged by itself (scoring D7).
    """
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in placed.checklist.questions:
        if question.counts_for is CountsFor.INHERITED:
            groups[question.dimension].append(question)
    for dimension, questions in groups.items():
        total = sum(question.weight for question in questions)
        heaviest = max(questions, key=lambda question: question.weight)
        weighed = len(questions) > 1 and all(question.weight for question in questions)  # 0 stands for a faulty one
        if weighed and 2 * heaviest.weight > total:
            details = {"id": heaviest.id, "dimension": dimension, "total": str(total), "weight": str(heaviest.weight)}
            yield _warning("CL113", placed.place(heaviest.id, "weight"), **details)


def check_wording(placed: Placed) -> Iterator[Problem]:
    """Questions, findings and actions name no guilt."""
    for key in JUDGING:
        texts = {
            question.id: question.action.text if key == "action" else getattr(question, key)
            for question in placed.checklist.questions
        }
        for question_id, word in find_guilt(texts):
            yield _warning("CL114", placed.place(question_id, key), key=f"{question_id}.{key}", word=word)


def check_open_registers(placed: Placed) -> Iterator[Problem]:
    """Every register is opened by a question or filled by a command."""
    opened = {question.register for question in placed.checklist.questions}
    for register in placed.checklist.registers:
        if register.id not in opened and not register.command:
            yield _warning("CL115", placed.place_of_register(register.id), register=register.id)


def check_ask_all(placed: Placed) -> Iterator[Problem]:
    """A question that compares people asks more than one role."""
    for question in placed.checklist.questions:
        if question.ask_all and len(set(question.ask)) < 2:
            yield _warning("CL116", placed.place(question.id, "ask_all"), id=question.id)


ADVICE: tuple[Callable[[Placed], Iterator[Problem]], ...] = (
    check_reach,
    check_weights,
    check_wording,
    check_open_registers,
    check_ask_all,
)
