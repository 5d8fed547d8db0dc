"""An explanation as JSON: every value of it, fractions as text; questions and dimensions by id, statements in short."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum
from fractions import Fraction
from typing import Any

from takeover.assessment.model import Light
from takeover.assessment.why.model import Agreement, Explanation, RowCount
from takeover.checklist.model import Dimension, Question
from takeover.record.kinds import Evidence
from takeover.record.rows import Row
from takeover.record.situation import Party, Statement
from takeover.values import Answer, answer_to_plain


def why_to_plain(explanation: Explanation) -> dict[str, Any]:
    """Write an explanation; `explains` names what kind of thing it is, what does not apply is left out."""
    kind = type(explanation).__name__.removesuffix("Why").lower()
    return {"explains": kind, **_write_fields(explanation)}


def _write(value: Any) -> Any:
    match value:
        case Light():
            return value.name.lower()
        case Enum():
            return value.value
        case Fraction():
            return str(value)
        case dt.date():
            return value.isoformat()
        case _ if isinstance(value, Answer):
            return answer_to_plain(value)
        case Question() | Dimension() | Party() | Row():
            return value.id
        case Evidence():
            return value.plain()
        case Statement():
            return _write_statement(value)
        case tuple():
            return [_write(item) for item in value]
        case _ if dataclasses.is_dataclass(value):
            return _write_fields(value)
        case _:
            return value


def _write_fields(value: Any) -> dict[str, Any]:
    """Write the fields of a value, and what it derives of them."""
    plain = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    match value:
        case Agreement():
            plain["raised"] = value.is_raised
        case RowCount():
            plain["share"] = value.share
        case _:
            pass
    return {name: _write(item) for name, item in plain.items() if item is not None}


def _write_statement(statement: Statement) -> dict[str, Any]:
    plain = {
        "commitment": statement.commitment,
        "party": statement.party,
        "at": statement.at,
        "on": statement.on.isoformat() if statement.on else "",
        "method": statement.method.value,
        "words": statement.words,
    }
    return {name: text for name, text in plain.items() if text} | {"answer": answer_to_plain(statement.answer)}
