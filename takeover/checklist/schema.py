"""The JSON Schema of checklist files, made from the model, so that editors complete and check while typing.

It says what shape a file has; whether a list makes sense is for lint. Editors read YAML 1.2, so `5` is a number and
`true` a truth value there; our own reader takes every scalar as text. `python -m tests.checklist.test_schema` writes
docs/checklist.schema.json anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeAlias

from takeover.checklist.model import ClearedBy, CountsFor, Horizon, QuestionType, Worth
from takeover.checklist.questions import MAX_WEIGHT
from takeover.checklist.registers import COLUMN_TYPES, COMMANDS
from takeover.checklist.settings import CODES
from takeover.values import Level, Role

Schema: TypeAlias = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_FLAG: Schema = {"enum": [True, False, "true", "false"]}
_NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^-?[0-9 _]+(\.[0-9]+)?$"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_ONE: Schema = {"enum": [1, "1"]}


def build_schema() -> Schema:
    """Build the schema: a list, a part, a house list or a translation, told by its first key."""
    kinds = ("list", "part", "house_list", "translation", "story")
    return {
        "$schema": DIALECT,
        "title": "Checklist of takeover: a list, a part of one, a house list, a translation, or a story",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds],
        "$defs": {
            "list": _file("takeover_checklist", _HEAD | {"dimensions": _list_of("dimension"), **_CONTENT, **_PARTS}),
            "part": _file("takeover_part", {"of": _TEXT} | _CONTENT, optional=tuple(_CONTENT)),
            "house_list": _file(
                "takeover_overlay",
                _HEAD | {"extends": _pattern(r"^[^@\s]+@[~^]?[0-9.]+$")} | _ADDED | {"changes": _list_of("change")},
                optional=(*_ADDED, "changes"),
            ),
            "translation": _file("takeover_translation", {"of": _TEXT, "language": _TEXT, "strings": _STRINGS}),
            "story": {"type": "object", "required": ["takeover_story", "checklist", "title", "as_of", "expect"]},
            "dimension": _object({"id": _TEXT, "title": _TEXT}),
            "register": _REGISTER,
            "column": _COLUMN,
            "question": _question(),
            "condition": _condition(),
            "change": _CHANGE,
        },
    }


def _codes(codes: Iterable[StrEnum]) -> Schema:
    return {"enum": [code.value for code in codes]}


def _pattern(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _file(key: str, properties: Schema, optional: tuple[str, ...] = ("registers", "questions", "parts")) -> Schema:
    return _object({key: _ONE} | properties, optional)


_HEAD: Schema = {"id": _TEXT, "version": _TEXT, "language": _TEXT, "title": _TEXT}
_CONTENT: Schema = {"registers": _list_of("register"), "questions": _list_of("question")}
_PARTS: Schema = {"parts": {"type": "array", "items": _pattern(r"^[^/\\][^\\]*$")}}
_ADDED: Schema = {"dimensions": _list_of("dimension"), "registers": _list_of("register")}
_CHOICES: Schema = {"type": "array", "minItems": 2, "items": _object({"code": _TEXT, "text": _TEXT})}
_STRINGS: Schema = {
    "type": "object",
    "additionalProperties": _object({"source": _pattern("^sha-[0-9a-f]{8}$"), "text": _TEXT}),
}
_COLUMN: Schema = _object(
    {"id": _TEXT, "type": _codes(COLUMN_TYPES), "title": _TEXT, "sharing": _codes(Level), "choices": _CHOICES},
    optional=("sharing", "choices"),
)
_REGISTER: Schema = _object(
    {
        "id": _TEXT,
        "title": _TEXT,
        "columns": _list_of("column"),
        "start_with": {"type": "array", "items": {"type": "object", "additionalProperties": _TEXT}},
        "command": {"enum": list(COMMANDS)},
    },
    optional=("start_with", "command"),
)
_SET: Schema = {"type": "object", "minProperties": 1}
_CHANGE: Schema = {
    "oneOf": [
        _object({"change": _TEXT, "set": _SET}),
        _object({"hide": _TEXT, "reason": _TEXT}),
        _object({"add_after": _TEXT, "question": {"$ref": "#/$defs/question"}}),
        _object({"add": {"$ref": "#/$defs/question"}}),
    ]
}


def _question() -> Schema:
    """The keys of a question; all beyond the optional ones are needed."""
    properties: Schema = {
        "id": _pattern(r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$"),
        "dimension": _TEXT,
        "counts_for": _codes(CountsFor),
        "type": _codes(QuestionType),
        "text": _TEXT,
        "weight": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MAX_WEIGHT}, _pattern("^([1-9]|10)$")]},
        "sharing": _codes(Level),
        "ask": {"type": "array", "minItems": 1, "items": _codes(Role)},
        "finding": _TEXT,
        "action": _object({"text": _TEXT, "horizon": _codes(Horizon)}),
    }
    optional: Schema = {
        "help": _TEXT,
        "why": _TEXT,
        "source": _TEXTS,
        "stop_line": _object({"cleared_by": _codes(ClearedBy)}),
        "day_one": _FLAG,
        "ask_all": _FLAG,
        "unit": _TEXT,
        "choices": _CHOICES,
        "evidence": _object({"typical": _TEXTS, "needed_for": _TEXTS}, optional=("typical", "needed_for")),
        "register": _TEXT,
        "health": _health(),
        "when": {"$ref": "#/$defs/condition"},
    }
    return _object(properties | optional, optional=tuple(optional))


def _health() -> Schema:
    worth = _codes(Worth)
    steps = [
        _object({"at_most": _NUMBER, "is": worth}),
        _object({"at_least": _NUMBER, "is": worth}),
        _object({"otherwise": worth}),
    ]
    rows = {"complete": _TEXTS, "good": {"const": "all"}, "half": _TEXT}
    return {
        "anyOf": [
            {"type": "array", "minItems": 1, "items": {"oneOf": steps}},
            _object(rows, optional=("good", "half")),
            {"type": "object", "minProperties": 1, "additionalProperties": worth},
        ]
    }


def _condition() -> Schema:
    """A condition: all, any, not, or one leaf; settings and their codes are listed, so that an editor offers them."""
    these = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}
    code: Schema = {"is": _TEXT}
    codes: Schema = {"in": _TEXTS}
    settings = [
        _object({"setting": {"const": name}} | choice)
        for name, allowed in CODES.items()
        for choice in ({"is": {"enum": list(allowed)}}, {"in": {"type": "array", "items": {"enum": list(allowed)}}})
    ]
    answers = [
        _object({"question": _TEXT} | choice)
        for choice in (code, codes, {"at_least": _NUMBER}, {"below": _NUMBER}, {"unknown": {"enum": [True, "true"]}})
    ]
    nested = [_object({"all": these}), _object({"any": these}), _object({"not": {"$ref": "#/$defs/condition"}})]
    return {"oneOf": [*nested, *settings, *answers]}
