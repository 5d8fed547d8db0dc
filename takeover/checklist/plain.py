"""A checklist as JSON: the keys of the YAML file, every scalar a text, so that one reader serves both.

Its canonical bytes are what is hashed, pinned in every answer, and attached to a baseline as checklist.json.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, assert_never

from takeover.checklist.model import (
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnsweredHealth,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    Checklist,
    Choice,
    CodeHealth,
    Column,
    Condition,
    Health,
    Hidden,
    House,
    NotOf,
    Question,
    Register,
    RowsHealth,
    SettingIs,
    Step,
    ThresholdHealth,
)
from takeover.values import Level, decimal_text


def encode_checklist(checklist: Checklist) -> bytes:
    """Encode a checklist in canonical form: sorted keys, compact, UTF-8."""
    plain = checklist_to_plain(checklist)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_checklist(checklist: Checklist) -> str:
    """Return the content hash of a checklist."""
    return hashlib.sha256(encode_checklist(checklist)).hexdigest()


def checklist_to_plain(checklist: Checklist) -> dict[str, Any]:
    """Write a checklist with the keys of its file."""
    plain: dict[str, Any] = {
        "takeover_checklist": "1",
        "id": checklist.id,
        "version": checklist.version,
        "language": checklist.language,
        "title": checklist.title,
        "dimensions": [{"id": item.id, "title": item.title} for item in checklist.dimensions],
        "registers": [_register(item) for item in checklist.registers],
        "questions": [_question(question) for question in checklist.questions],
    }
    return plain | ({"house": _house(checklist.house)} if checklist.house else {})


def _house(house: House) -> dict[str, Any]:
    lists: dict[str, Any] = {
        "hidden": [_hidden(one) for one in house.hidden],
        "changed": [{"question": c.question, "keys": list(c.keys)} for c in house.changed],
        "added": list(house.added),
    }
    return {"base": house.base, "base_sha256": house.base_sha256} | {key: some for key, some in lists.items() if some}


def _hidden(hidden: Hidden) -> dict[str, Any]:
    """Write a hidden question; the level internal is left out, so that lists of before it was kept stay the same."""
    plain = {"question": hidden.question, "text": hidden.text, "reason": hidden.reason}
    return plain if hidden.sharing is Level.INTERNAL else plain | {"sharing": hidden.sharing.value}


def _register(register: Register) -> dict[str, Any]:
    columns = [_column(column) for column in register.columns]
    fields: dict[str, Any] = {"id": register.id, "title": register.title, "columns": columns}
    optional = {"start_with": [dict(row) for row in register.start_with], "command": register.command}
    return fields | {name: value for name, value in optional.items() if value}


def _column(column: Column) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": column.id, "type": column.type.value, "title": column.title}
    return fields | {"sharing": column.sharing.value} | _choices(column.choices)


def _choices(choices: Sequence[Choice]) -> dict[str, Any]:
    return {"choices": [{"code": choice.code, "text": choice.text} for choice in choices]} if choices else {}


def _question(question: Question) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": question.id,
        "dimension": question.dimension,
        "counts_for": question.counts_for.value,
        "type": question.type.value,
        "text": question.text,
        "weight": str(question.weight),
        "sharing": question.sharing.value,
        "ask": [role.value for role in question.ask],
        "health": plain_health(question.health),
        "finding": question.finding,
        "action": {"text": question.action.text, "horizon": question.action.horizon.value},
    }
    optional: dict[str, Any] = {
        "help": question.help,
        "why": question.why,
        "source": list(question.source),
        "unit": question.unit,
        "register": question.register,
        "ask_all": "true" if question.ask_all else "",
        "day_one": "true" if question.day_one else "",
        "stop_line": {"cleared_by": question.stop_line.value} if question.stop_line else "",
        "evidence": {
            name: list(items)
            for name, items in (("typical", question.evidence.typical), ("needed_for", question.evidence.needed_for))
            if items
        },
        "when": plain_condition(question.when) if question.when else "",
    }
    return fields | {name: value for name, value in optional.items() if value} | _choices(question.choices)


def plain_health(health: Health) -> Any:
    """Write a health rule."""
    match health:
        case CodeHealth(worths=worths):
            return {code: worth.value for code, worth in worths.items()}
        case ThresholdHealth(steps=steps):
            return [_step(step) for step in steps]
        case AnsweredHealth():
            return {"answered": "good"}
        case RowsHealth(complete=complete, half=half):
            return {"complete": list(complete), "good": "all", "half": str(half)}
        case _:
            assert_never(health)


def _step(step: Step) -> dict[str, str]:
    if step.at_most is not None:
        return {"at_most": decimal_text(step.at_most), "is": step.worth.value}
    if step.at_least is not None:
        return {"at_least": decimal_text(step.at_least), "is": step.worth.value}
    return {"otherwise": step.worth.value}


def plain_condition(condition: Condition) -> dict[str, Any]:
    """Write a condition."""
    match condition:
        case AllOf(parts=parts):
            return {"all": [plain_condition(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"any": [plain_condition(part) for part in parts]}
        case NotOf(part=part):
            return {"not": plain_condition(part)}
        case SettingIs(setting=setting, codes=codes):
            return {"setting": setting, "in": list(codes)}
        case AnswerIs(question=question, codes=codes):
            return {"question": question, "in": list(codes)}
        case AnswerAtLeast(question=question, bound=bound):
            return {"question": question, "at_least": decimal_text(bound)}
        case AnswerBelow(question=question, bound=bound):
            return {"question": question, "below": decimal_text(bound)}
        case AnswerUnknown(question=question):
            return {"question": question, "unknown": "true"}
        case _:
            assert_never(condition)
