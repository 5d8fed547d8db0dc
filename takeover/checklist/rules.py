"""Lint: small rules over a whole checklist, each a function that returns the problems it finds.

The rules here find errors; the warnings come from `advice`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from takeover.checklist.advice import ADVICE
from takeover.checklist.fields import nearest
from takeover.checklist.model import (
    AnswerAtLeast,
    AnswerBelow,
    AnswerIs,
    CodeHealth,
    Leaf,
    Question,
    QuestionType,
    RowsHealth,
    SettingIs,
    ThresholdHealth,
    leaves,
    questions_of,
)
from takeover.checklist.reader import Placed
from takeover.checklist.settings import CODES
from takeover.problems import Problem

YAML_BOOLEANS = frozenset({"yes", "no", "on", "off", "true", "false"})
"""Codes that other YAML readers turn into booleans; only the built-in grades may use them."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+", re.ASCII)
_CODE = re.compile(r"[a-z0-9_]+", re.ASCII)
_QUANTITIES = (QuestionType.NUMBER, QuestionType.PERCENT)


def check_checklist(placed: Placed) -> tuple[Problem, ...]:
    """Run every rule; problems come in the order of the rules."""
    return tuple(problem for rule in (*RULES, *ADVICE) for problem in rule(placed))


def _at(placed: Placed, question: Question, key: str, code: str, /, **details: str) -> Problem:
    """Make a problem with the place of a question's key, or of the question where it has no such key."""
    return Problem(code=code, place=placed.place(question.id, key), details={"id": question.id, **details})


def check_ids(placed: Placed) -> Iterator[Problem]:
    """Ids read dimension.name in lower case with hyphens."""
    for question in placed.checklist.questions:
        if not _ID.fullmatch(question.id):
            yield _at(placed, question, "id", "CL021")


def check_dimensions(placed: Placed) -> Iterator[Problem]:
    """Every question belongs to a dimension of the list."""
    known = [dimension.id for dimension in placed.checklist.dimensions]
    for question in placed.checklist.questions:
        if question.dimension not in known:
            near = nearest(question.dimension, known)
            yield _at(placed, question, "dimension", "CL022", dimension=question.dimension, near=near)


def check_codes(placed: Placed) -> Iterator[Problem]:
    """A choice has at least two codes, each once, well formed and not one that YAML turns into a boolean."""
    for question in placed.checklist.questions:
        codes = [choice.code for choice in question.choices]
        wrong = len(codes) < 2 if question.type is QuestionType.CHOICE else bool(codes)
        if wrong or len(set(codes)) != len(codes):
            yield _at(placed, question, "choices", "CL023")
        for code in codes:
            if code.lower() in YAML_BOOLEANS or not _CODE.fullmatch(code):
                yield _at(placed, question, "choices", "CL024", code=code)


def check_health(placed: Placed) -> Iterator[Problem]:
    """The health rule fits the type; thresholds end in otherwise."""
    for question in placed.checklist.questions:
        match question.health, question.type:
            case CodeHealth(worths=worths), QuestionType.GRADE | QuestionType.CHOICE:
                if set(worths) != set(question.codes()):
                    yield _at(placed, question, "health", "CL025", codes=", ".join(question.codes()))
            case ThresholdHealth(steps=steps), kind if kind in _QUANTITIES:
                bounded = [step.at_most is not None or step.at_least is not None for step in steps]
                if not bounded or bounded[-1] or not all(bounded[:-1]):
                    yield _at(placed, question, "health", "CL026")
            case RowsHealth(), QuestionType.REGISTER:
                continue
            case ((CodeHealth() | ThresholdHealth() | RowsHealth()), _):
                yield _at(placed, question, "health", "CL027", type=question.type)
            case _, QuestionType.MONEY | QuestionType.DATE | QuestionType.TEXT:
                continue
            case _:
                yield _at(placed, question, "health", "CL027", type=question.type)


def check_evidence(placed: Placed) -> Iterator[Problem]:
    """Evidence is needed for codes that the question has."""
    for question in placed.checklist.questions:
        for code in question.evidence.needed_for:
            if code not in question.codes():
                yield _at(placed, question, "evidence", "CL028", code=code, codes=", ".join(question.codes()) or "-")


def check_registers(placed: Placed) -> Iterator[Problem]:
    """A register question names a register of the list and columns that it has."""
    for question in placed.checklist.questions:
        if (question.type is QuestionType.REGISTER) != bool(question.register):
            yield _at(placed, question, "register", "CL029")
        if not question.register or not isinstance(question.health, RowsHealth):
            continue
        register = placed.checklist.register(question.register)
        columns = [column.id for column in register.columns] if register else []
        for name in question.health.complete or ("",):
            if name not in columns:
                yield _at(placed, question, "health", "CL030", register=question.register, column=name)


def check_conditions(placed: Placed) -> Iterator[Problem]:
    """Conditions name settings, questions and codes that exist; hidden ones were named when the overlay was applied."""
    house = placed.checklist.house
    hidden = {item.question for item in house.hidden} if house else set()
    for question in placed.checklist.questions:
        for leaf in leaves(question.when):
            if isinstance(leaf, SettingIs) or leaf.question not in hidden:
                yield from _check_leaf(placed, question, leaf)


def _check_leaf(placed: Placed, question: Question, leaf: Leaf) -> Iterator[Problem]:
    if isinstance(leaf, SettingIs):
        allowed = CODES.get(leaf.setting)
        if allowed is None:
            yield _at(placed, question, "when", "CL031", setting=leaf.setting, near=nearest(leaf.setting, CODES))
        for code in leaf.codes if allowed else ():
            if code not in (allowed or ()):
                yield _at(placed, question, "when", "CL033", code=code, codes=", ".join(allowed or ()))
        return
    target = placed.checklist.question(leaf.question)
    if target is None:
        near = nearest(leaf.question, placed.questions)
        yield _at(placed, question, "when", "CL032", target=leaf.question, near=near)
        return
    for code in leaf.codes if isinstance(leaf, AnswerIs) else ():
        if code not in target.codes():
            yield _at(placed, question, "when", "CL033", code=code, codes=", ".join(target.codes()) or "-")
    if isinstance(leaf, AnswerAtLeast | AnswerBelow) and target.type not in (*_QUANTITIES, QuestionType.MONEY):
        yield _at(placed, question, "when", "CL035", target=target.id)


def check_cycles(placed: Placed) -> Iterator[Problem]:
    """No question depends on itself, directly or through others."""
    depends = {question.id: questions_of(question.when) for question in placed.checklist.questions}
    done: set[str] = set()
    for question in placed.checklist.questions:
        if question.id not in done:
            yield from _walk(placed, question.id, depends, done)


def _walk(placed: Placed, start: str, depends: dict[str, tuple[str, ...]], done: set[str]) -> Iterator[Problem]:
    """Depth first without recursion, so that a chain of thousands of questions is no problem."""
    trail: list[str] = []
    todo = [(start, False)]
    while todo:
        here, leaving = todo.pop()
        if leaving:
            trail.pop()
            done.add(here)
        elif here in trail:
            cycle = " → ".join((*trail[trail.index(here) :], here))
            yield Problem(code="CL034", place=placed.place(here, "when"), details={"cycle": cycle})
        elif here not in done:
            trail.append(here)
            todo.append((here, True))
            todo += [(target, False) for target in depends.get(here, ())]


RULES: tuple[Callable[[Placed], Iterator[Problem]], ...] = (
    check_ids,
    check_dimensions,
    check_codes,
    check_health,
    check_evidence,
    check_registers,
    check_conditions,
    check_cycles,
)
