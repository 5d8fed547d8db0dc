"""Differences between two lists in words: what changed, and what it means for the answers that were given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from takeover.checklist.difference import Change, Difference, Kind, Scope
from takeover.cli.desk import Desk
from takeover.record.situation import Situation

_SHOWN_OF_NEW = ("text", "help", "type", "weight", "stop_line.cleared_by", "title", "columns")
"""What is shown of a thing that is new or gone; all the rest would be its whole file."""


def count_statements(situation: Situation | None) -> Mapping[str, int]:
    """Count the statements that stand on each question."""
    if situation is None:
        return {}
    return {question: len(situation.standing(question)) for question in situation.by_question}


def describe_difference(desk: Desk, difference: Difference, answers: Mapping[str, int]) -> Iterator[str]:
    """Say one difference: what it is, each key with its old and new text, and what it means for answers."""
    name = difference.id or "–"
    scope = desk.text(f"cli.checklist.scope.{difference.scope}")
    yield desk.text(f"cli.checklist.difference.{difference.kind}", scope=scope, id=name, text=difference.text)
    for change in difference.changes:
        if difference.kind is Kind.CHANGED or change.key in _SHOWN_OF_NEW:
            yield from _describe_change(change)
    if difference.scope is Scope.QUESTION:
        effect = desk.text(f"cli.checklist.effect.{difference.effect}")
        yield "  " + desk.text("cli.checklist.answers", effect=effect, count=answers.get(difference.id, 0))


def _describe_change(change: Change) -> Iterator[str]:
    yield f"  {change.key}"
    for sign, text in (("-", change.old), ("+", change.new)):
        if text:
            yield from (f"    {sign} {line}" for line in text.split("\n"))


def difference_to_plain(difference: Difference, answers: Mapping[str, int]) -> dict[str, Any]:
    """Write a difference for `--json`."""
    return {
        "kind": difference.kind.value,
        "scope": difference.scope.value,
        "id": difference.id,
        "text": difference.text,
        "changes": [{"key": one.key, "old": one.old, "new": one.new} for one in difference.changes],
        "effect": difference.effect.value,
        "statements": answers.get(difference.id, 0) if difference.scope is Scope.QUESTION else 0,
    }
