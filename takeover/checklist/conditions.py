"""Conditions out of a file: `when` is data, all, any and not over leaves (docs/checklist-format.md)."""

from __future__ import annotations

from decimal import Decimal

from takeover.checklist.fields import Fields
from takeover.checklist.files import Node
from takeover.checklist.model import (
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    Condition,
    NotOf,
    SettingIs,
)
from takeover.problems import Problem


def read_condition(node: Node, problems: list[Problem]) -> Condition | None:
    """Read a condition: all, any, not, or one leaf over a setting or a question."""
    fields = Fields(node, problems)
    subjects = ("setting", "question")
    keys = tuple(sorted((key for key, _ in fields.pairs()), key=lambda key: (key not in subjects, key)))
    match keys:
        case ("all",) | ("any",):
            parts = tuple(read_condition(item, problems) for item in fields.items(keys[0]))
            kept = tuple(part for part in parts if part is not None)
            if not kept:
                fields.report("CL019", fields.place)
                return None
            return AllOf(parts=kept) if keys == ("all",) else AnyOf(parts=kept)
        case ("not",):
            inner = fields.node("not")
            part = read_condition(inner, problems) if inner else None
            return NotOf(part=part) if part else None
        case ("setting", "is" | "in"):
            return SettingIs(setting=fields.text("setting"), codes=_read_codes(fields, keys[1]))
        case ("question", ("is" | "in") as operator):
            return AnswerIs(question=fields.text("question"), codes=_read_codes(fields, operator))
        case ("question", ("at_least" | "below") as operator):
            fields.text(operator, required=True)
            bound = fields.number(operator) or Decimal(0)
            question = fields.text("question")
            if operator == "at_least":
                return AnswerAtLeast(question=question, bound=bound)
            return AnswerBelow(question=question, bound=bound)
        case ("question", "unknown") if fields.flag("unknown"):
            return AnswerUnknown(question=fields.text("question"))
        case _:
            fields.report("CL019", fields.place)
            return None


def _read_codes(fields: Fields, operator: str) -> tuple[str, ...]:
    if operator == "is":
        return (fields.text("is"),)
    codes = tuple(item.text for item in fields.texts("in"))
    if not codes:
        fields.report("CL019", fields.place)
    return codes
