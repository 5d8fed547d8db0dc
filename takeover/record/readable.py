"""Values in a record that cannot be read, such as an amount with 70 digits: set aside before the situation is built.

Older versions took in numbers that the format does not allow (docs/record-format.md, part 4). Rules: such an answer or
resolution counts as not given, such a cell of a row as empty, each named by its line, until the same is said anew.
What it stood in front of does not come back meanwhile. All else stands as it does. Leaves to others: what is said
about it and what may not be done with such a record (cli).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from takeover.record.chain import Entry
from takeover.record.kinds import Kind
from takeover.values import answer_from_plain

_EXACT = frozenset({"number", "percent", "money", "date"})
"""Types of answers whose text has a form of its own."""
_VALUED = frozenset({Kind.ANSWERED.value, Kind.RESOLVED.value, Kind.ROW_RECORDED.value})
Key: TypeAlias = tuple[str, ...]
"""What saying it anew has in common with what cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A value that cannot be read; `about` is the question or register, `column` that of a row, else empty."""

    line: int
    kind: Kind
    about: str
    party: str
    column: str
    reason: str


def set_aside(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Unreadable, ...]]:
    """Part entries into what can be read and the values that cannot and were not said anew since, in record order."""
    kept: list[Entry] = []
    waiting: dict[Key, Unreadable] = {}
    for entry in entries:
        body = entry.body
        faults = _find_faults(entry, body) if body and ("answer" in body or "values" in body) else {}
        readable = _leave_out(entry, faults) if faults else entry
        if readable:
            kept.append(readable)
        if waiting and readable and readable.body:
            _drop_said_anew(waiting, readable.body)
        waiting |= faults
    if waiting:  # and what it stood in front of
        kept = [readable for entry in kept if (readable := _leave_out(entry, waiting))]
    return tuple(kept), tuple(waiting.values())


def _find_faults(entry: Entry, body: Mapping[str, Any]) -> dict[Key, Unreadable]:
    answer, values = body.get("answer"), body.get("values")
    faults: dict[Key, Unreadable] = {}
    if body.get("kind") not in _VALUED:
        return faults
    if isinstance(answer, dict) and answer.get("type") in _EXACT and (reason := _fault_of(answer)):
        faults[_key_of(body)] = _name(entry, body, str(body.get("question", "")), reason)
    for column, cell in values.items() if isinstance(values, dict) else ():
        if isinstance(cell, dict) and (reason := _fault_of({"type": "money", **cell})):
            faults[*_key_of(body), column] = _name(entry, body, str(body.get("register", "")), reason, column)
    return faults


def _fault_of(plain: Mapping[str, Any]) -> str:
    try:
        answer_from_plain(plain)
    except ValueError as error:
        return str(error)
    return ""


def _key_of(body: Mapping[str, Any]) -> Key:
    """Return the key of an answer or a resolution; of a row, the beginning of that of its cells."""
    names = {Kind.ANSWERED: ("question", "party"), Kind.RESOLVED: ("question",)}.get(body["kind"], ("row",))
    return (body["kind"], *(str(body.get(name, "")) for name in names))


def _name(entry: Entry, body: Mapping[str, Any], about: str, reason: str, column: str = "") -> Unreadable:
    return Unreadable(
        line=entry.line,
        kind=Kind(body["kind"]),
        about=about,
        party=str(body.get("party", "")),
        column=column,
        reason=reason,
    )


def _leave_out(entry: Entry, keys: Container[Key]) -> Entry | None:
    """Leave the values with these keys out: cells of a row, or the whole of an answer or a resolution."""
    body = entry.body
    if body is None or body.get("kind") not in _VALUED:
        return entry
    key, values = _key_of(body), body.get("values")
    if body["kind"] != Kind.ROW_RECORDED or not isinstance(values, dict):
        return None if key in keys else entry
    left = {column: cell for column, cell in values.items() if (*key, column) not in keys}
    return entry if len(left) == len(values) else replace(entry, body={**body, "values": left})


def _drop_said_anew(waiting: dict[Key, Unreadable], body: Mapping[str, Any]) -> None:
    """Drop what a body says anew: the answer, the resolution, the cells of the row, or all cells of one withdrawn."""
    if body.get("kind") not in _VALUED:
        return
    key = _key_of(body)
    for known in [known for known in waiting if known[: len(key)] == key]:
        if len(known) == len(key) or body.get("withdrawn") or known[-1] in body.get("values", ()):
            del waiting[known]
