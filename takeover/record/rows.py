"""Rows of registers, read from their entries: the newest value of each column, and what backs the values that stand.

Leaves to others: what a row is worth (assessment), which columns a register has (its checklist).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from takeover.record.bodies import list_bodies, read_method
from takeover.record.chain import Entry
from takeover.record.kinds import Evidence
from takeover.values import Method, Money, answer_from_plain

EvidenceOf: TypeAlias = Callable[[Entry], tuple[Evidence, ...]]
"""Returns the evidence of an entry: its own, and what was added to it later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """One time that a row was given: the columns whose standing values it gave, by which method, on what evidence."""

    columns: frozenset[str]
    method: Method
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A register row: the newest value of each column, who spoke last of it and how, and what backs the values."""

    id: str
    register: str
    values: Mapping[str, str | Money]
    party: str
    method: Method
    backings: tuple[Backing, ...]
    commitments: tuple[str, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence for the values that stand, each item once."""
        found: list[Evidence] = []
        for item in (item for backing in self.backings for item in backing.evidence):
            found += [] if item in found else [item]
        return tuple(found)


def read_row(entries: list[Entry], evidence_of: EvidenceOf) -> Row | None:
    """Read a row from its entries in record order, none of them erased; None where it was withdrawn."""
    bodies = list_bodies(entries)
    if bodies[-1].get("withdrawn"):
        return None
    values: dict[str, str | Money] = {}
    for body in bodies:
        for column, value in body["values"].items():
            values[column] = _read_cell(value)
    return Row(
        id=bodies[-1]["row"],
        register=bodies[-1]["register"],
        values=values,
        party=bodies[-1]["party"],
        method=read_method(bodies[-1]["method"]),
        backings=tuple(_back_values(entries, values, evidence_of)),
        commitments=tuple(entry.commitment for entry in entries),
    )


def _back_values(entries: list[Entry], values: Mapping[str, str | Money], evidence_of: EvidenceOf) -> Iterator[Backing]:
    """Find what backs the values of a row that stand; what withdrew the row backs none of them."""
    for together in _list_givings(entries):
        bodies = list_bodies(together)
        cells = [cell for body in bodies for cell in body["values"].items()]
        columns = frozenset(column for column, value in cells if _read_cell(value) == values[column])
        if columns:
            found = tuple(item for entry in together for item in evidence_of(entry))
            yield Backing(columns=columns, method=read_method(bodies[0]["method"]), evidence=found)


def _list_givings(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Put the entries of a row together that are one giving: one party's at one time, each of another level.

    The first of them carries the evidence of all. An edition has no lines, so `at` tells what was one line.
    """
    givings: list[list[Entry]] = []
    marks: tuple[str, ...] = ()
    levels: set[str] = set()
    for entry in entries:
        body = entry.body
        if body is None or body.get("withdrawn"):
            continue
        found = (body["at"], body["party"], body["method"])
        if found != marks or body["sharing"] in levels:
            givings.append([])
            marks, levels = found, set()
        givings[-1].append(entry)
        levels.add(body["sharing"])
    return givings


def _read_cell(value: str | Mapping[str, Any]) -> str | Money:
    if isinstance(value, str):
        return value
    money = answer_from_plain({"type": "money", **value})
    assert isinstance(money, Money)
    return money
