"""A checklist as rows of values: the form that is read fastest, for the cache alone (`cache`).

A row holds the fields of a class in their order; what a row means stands nowhere but in the model, so a row counts only
for the very program that wrote it. Health and conditions stand in their plain form.

Measured on the bundled list (134 questions, 252 columns): reading its plain form with the constructors of the model
takes 2.3 ms, reading rows past them 1.6 ms. The limit, a twentieth of PyYAML's C loader on the same files, is 2.7 ms,
and a third of that goes into proving that the files are the same (tests/checklist/bench_compiled.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from takeover.checklist.model import (
    Action,
    AnsweredHealth,
    Changed,
    Checklist,
    Choice,
    ClearedBy,
    CodeHealth,
    Column,
    CountsFor,
    Dimension,
    EvidenceRule,
    Hidden,
    Horizon,
    House,
    Question,
    QuestionType,
    Register,
    RowsHealth,
    ThresholdHealth,
)
from takeover.checklist.plain import plain_condition, plain_health
from takeover.checklist.plain_reader import read_condition, read_health
from takeover.values import Level, Role

T = TypeVar("T")
_HEALTHS = (CodeHealth, ThresholdHealth, AnsweredHealth, RowsHealth)
_ROWS = (Checklist, Dimension, Register, Column, Choice, Question, EvidenceRule, Action, House, Hidden, Changed)


def write_rows(checklist: Checklist) -> bytes:
    """Write a checklist."""
    return json.dumps(checklist, default=_write, ensure_ascii=False, separators=(",", ":")).encode()


def _write(value: Any) -> Any:
    if isinstance(value, _HEALTHS):
        return plain_health(value)
    if isinstance(value, _ROWS):
        return [getattr(value, name) for name in value.__dataclass_fields__]
    return plain_condition(value)


def read_rows(data: bytes | str) -> Checklist:
    """Read what `write_rows` wrote.

    Raises:
        ValueError, LookupError, TypeError, AttributeError: it is something else.
    """
    return _CHECKLIST(json.loads(data))


def _maker(kind: type[T], **readers: Callable[[Any], Any]) -> Callable[[list[Any]], T]:
    """Make values of a frozen class out of rows: fields are set past its constructor, which costs twice as much.

    `readers` read what does not stand in the row as it is.
    """
    names: list[str] = list(getattr(kind, "__dataclass_fields__"))  # noqa: B009 - the type checker cannot know it
    setters = [getattr(kind, name).__set__ for name in names]
    reading = [(names.index(name), read) for name, read in readers.items()]
    make = object.__new__

    def read_row(row: list[Any]) -> T:
        for at, read in reading:
            row[at] = read(row[at])
        made: T = make(kind)
        for put, value in zip(setters, row, strict=True):
            put(made, value)
        return made

    return read_row


def _each(read: Callable[[Any], T]) -> Callable[[Iterable[Any]], tuple[T, ...]]:
    return lambda rows: tuple(map(read, rows))


def _member(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    return {member.value: member for member in kind}.__getitem__


def _or_none(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    return lambda value: None if value is None else read(value)


_CHOICES = _each(_maker(Choice))
_COLUMN = _maker(Column, type=_member(QuestionType), sharing=_member(Level), choices=_CHOICES)
_QUESTION = _maker(
    Question,
    counts_for=_member(CountsFor),
    type=_member(QuestionType),
    sharing=_member(Level),
    ask=_each(_member(Role)),
    health=read_health,
    action=_maker(Action, horizon=_member(Horizon)),
    source=tuple,
    choices=_CHOICES,
    evidence=_maker(EvidenceRule, typical=tuple, needed_for=tuple),
    stop_line=_or_none(_member(ClearedBy)),
    when=_or_none(read_condition),
)
_CHECKLIST = _maker(
    Checklist,
    dimensions=_each(_maker(Dimension)),
    registers=_each(_maker(Register, columns=_each(_COLUMN), start_with=tuple)),
    questions=_each(_QUESTION),
    house=_or_none(
        _maker(
            House,
            hidden=_each(_maker(Hidden, sharing=_member(Level))),
            changed=_each(_maker(Changed, keys=tuple)),
            added=tuple,
        )
    ),
)
