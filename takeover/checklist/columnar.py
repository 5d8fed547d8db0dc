"""A checklist by columns: the form that is read fastest, for the cache alone (`cache`).

The values of a field stand together, question after question, so that it is set for all of them in one sweep; a value
that has to be made (a role, a health rule) is written once and pointed at. What a column means stands nowhere but in
the model, so such a file counts only for the very program that wrote it.

Measured on the bundled list (149 questions, 266 columns of registers): 1.1 ms, a third of it for JSON; row by row it
took 1.9 ms. The limit for the whole compiled list is a twentieth of PyYAML's C loader on the same files
(tests/checklist/bench_compiled.py).
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice, repeat
from typing import Any, Generic, TypeAlias, TypeVar

from takeover.checklist.model import (
    Action,
    Changed,
    Checklist,
    Choice,
    ClearedBy,
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
)
from takeover.checklist.plain import plain_condition, plain_health
from takeover.checklist.plain_reader import read_condition, read_health
from takeover.values import Level, Role

T = TypeVar("T")
Form: TypeAlias = "_Once[Any] | _Table[Any] | _Groups[Any]"
"""How a column of values that JSON does not know is written and read."""


def write_columnar(checklist: Checklist) -> bytes:
    """Write a checklist."""
    return json.dumps(_CHECKLIST.write((checklist,)), ensure_ascii=False, separators=(",", ":")).encode()


def read_columnar(data: bytes | str) -> Checklist:
    """Read what `write_columnar` wrote.

    Raises:
        ValueError, LookupError, TypeError, AttributeError: it is something else.
    """
    (checklist,) = _CHECKLIST.read(json.loads(data))
    return checklist


@dataclass(frozen=True, slots=True)
class _Once(Generic[T]):
    """Values that are made: the different ones, each written once, and which of them stands at each place."""

    plain: Callable[[T], Any]
    make: Callable[[Any], T]

    def write(self, values: Sequence[T]) -> Any:
        written = [json.dumps(self.plain(value)) for value in values]
        places = {text: at for at, text in enumerate(dict.fromkeys(written))}
        return [[*map(json.loads, places)], [places[text] for text in written]]

    def read(self, column: Any) -> Sequence[T]:
        different, places = column
        return [*map([*map(self.make, different)].__getitem__, places)]


class _Table(Generic[T]):
    """Values of one frozen class: how many, then the column of each field.

    Fields are set past the constructor, which would set them one by one.
    """

    def __init__(self, kind: type[T], **forms: Form) -> None:
        names: list[str] = list(getattr(kind, "__dataclass_fields__"))  # noqa: B009 - the type checker cannot know it
        self._kind = kind
        self._fields = [(name, getattr(kind, name).__set__, forms.get(name)) for name in names]

    def write(self, values: Sequence[T]) -> Any:
        columns = [(form, [getattr(value, name) for value in values]) for name, _, form in self._fields]
        return [len(values), *(form.write(column) if form else column for form, column in columns)]

    def read(self, table: Any) -> Sequence[T]:
        count, *columns = table
        made: list[T] = [*map(object.__new__, repeat(self._kind, count))]
        for (_, put, form), column in zip(self._fields, columns, strict=True):
            values = form.read(column) if form else column
            if len(values) != count:
                raise ValueError
            deque(map(put, made, values), maxlen=0)  # uses up the map, and keeps nothing
        return made


@dataclass(frozen=True, slots=True)
class _Groups(Generic[T]):
    """Tuples of values of one class: how many each has, and the table of all of them."""

    table: _Table[T]

    def write(self, values: Sequence[tuple[T, ...]]) -> Any:
        return [[*map(len, values)], self.table.write([*chain.from_iterable(values)])]

    def read(self, column: Any) -> Sequence[tuple[T, ...]]:
        counts, table = column
        members = iter(self.table.read(table))
        return [tuple(islice(members, count)) for count in counts]


def _member(kind: type[StrEnum]) -> _Once[Any]:
    return _Once(str, {member.value: member for member in kind}.__getitem__)


def _or_none(once: _Once[T]) -> _Once[T | None]:
    return _Once(
        lambda value: None if value is None else once.plain(value),
        lambda plain: None if plain is None else once.make(plain),
    )


_TEXTS: _Once[tuple[str, ...]] = _Once(list, tuple)
_ROLE = _member(Role)
_ROLES: _Once[tuple[Role, ...]] = _Once(list, lambda plain: tuple(map(_ROLE.make, plain)))
_TYPE, _LEVEL = _member(QuestionType), _member(Level)
_CHOICES = _Groups(_Table(Choice))
_QUESTION = _Table(
    Question,
    counts_for=_member(CountsFor),
    type=_TYPE,
    sharing=_LEVEL,
    ask=_ROLES,
    health=_Once(plain_health, read_health),
    action=_Table(Action, horizon=_member(Horizon)),
    source=_TEXTS,
    choices=_CHOICES,
    evidence=_Table(EvidenceRule, typical=_TEXTS, needed_for=_TEXTS),
    stop_line=_or_none(_member(ClearedBy)),
    when=_or_none(_Once(plain_condition, read_condition)),
)
_REGISTER = _Table(
    Register,
    columns=_Groups(_Table(Column, type=_TYPE, sharing=_LEVEL, choices=_CHOICES)),
    start_with=_Once(list, tuple),
)
_HOUSE = _Table(
    House,
    hidden=_Groups(_Table(Hidden, sharing=_LEVEL)),
    changed=_Groups(_Table(Changed, keys=_TEXTS)),
    added=_TEXTS,
)
_CHECKLIST = _Table(
    Checklist,
    dimensions=_Groups(_Table(Dimension)),
    registers=_Groups(_REGISTER),
    questions=_Groups(_QUESTION),
    house=_or_none(_Once(lambda house: _HOUSE.write([house]), lambda plain: _HOUSE.read(plain)[0])),
)
