"""What is different between two lists, question by question and key by key, and what that means for answers.

Rules: keys are those of the file, dotted where a key holds a map (`action.text`, `health.yes`), choices by their code
(`choices.same`). Two lists without a difference are equal. What a list as a whole says (title, settings of the house,
order of the questions) is one difference without an id.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from takeover.checklist.model import Checklist
from takeover.checklist.plain import checklist_to_plain


class Kind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Scope(StrEnum):
    """What kind of thing it happened to."""

    CHECKLIST = "checklist"
    DIMENSION = "dimension"
    REGISTER = "register"
    QUESTION = "question"


class Effect(StrEnum):
    """What a difference means for answers that were given: from "none" to "no question any more"."""

    NONE = "none"
    JUDGED = "judged"
    REWORDED = "reworded"
    UNFIT = "unfit"
    GONE = "gone"
    OPEN = "open"


_EFFECTS: Mapping[Effect, tuple[str, ...]] = {
    Effect.UNFIT: ("type", "unit", "register"),
    Effect.REWORDED: ("text", "choices"),
    Effect.JUDGED: ("weight", "health", "stop_line", "evidence", "counts_for", "dimension", "ask", "ask_all", "when"),
}
"""Keys by what a change of them does, the gravest first; a choice that is gone leaves answers without their code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One key with its old and new text; empty where it was not there."""

    key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is different; `text` is the question, or the title, as people know it."""

    kind: Kind
    scope: Scope
    id: str
    text: str
    changes: tuple[Change, ...]
    effect: Effect


def compare_lists(old: Checklist, new: Checklist) -> tuple[Difference, ...]:
    """List every difference: of the list, its dimensions, its registers, its questions, in the order of the new list.

    Compare two lists in the same language; in another language only texts can be other ones.
    """
    before, after = checklist_to_plain(old), checklist_to_plain(new)
    whole = (*_changes(_flatten_whole(before), _flatten_whole(after)), *_compare_order(before, after))
    head = _difference(Kind.CHANGED, Scope.CHECKLIST, "", new.title, whole)
    return (
        *((head,) if whole else ()),
        *_compare_things(Scope.DIMENSION, before["dimensions"], after["dimensions"], _flatten),
        *_compare_things(Scope.REGISTER, before["registers"], after["registers"], _flatten_register),
        *_compare_things(Scope.QUESTION, before["questions"], after["questions"], _flatten),
    )


def _compare_things(
    scope: Scope, old: Sequence[Any], new: Sequence[Any], flatten: Callable[[Mapping[str, Any]], dict[str, str]]
) -> Iterable[Difference]:
    before, after = ({thing["id"]: flatten(thing) for thing in things} for things in (old, new))
    for thing in merge_order(tuple(before), tuple(after)):
        kind = Kind.ADDED if thing not in before else Kind.REMOVED if thing not in after else Kind.CHANGED
        changes = _changes(before.get(thing, {}), after.get(thing, {}))
        fields = after.get(thing) or before[thing]
        if changes:
            yield _difference(kind, scope, thing, fields.get("text") or fields.get("title", ""), changes)


def merge_order(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Put what only the old list has behind what stood before it there; the new list's order stands."""
    merged = list(new)
    for at, thing in enumerate(old):
        if thing not in merged:
            before = next((name for name in reversed(old[:at]) if name in merged), None)
            merged.insert(merged.index(before) + 1 if before is not None else 0, thing)
    return tuple(merged)


def _difference(kind: Kind, scope: Scope, thing: str, text: str, changes: tuple[Change, ...]) -> Difference:
    effect = Effect.NONE if scope is not Scope.QUESTION else _effect_of(kind, changes)
    return Difference(kind=kind, scope=scope, id=thing, text=text, changes=changes, effect=effect)


def _effect_of(kind: Kind, changes: tuple[Change, ...]) -> Effect:
    if kind is not Kind.CHANGED:
        return Effect.OPEN if kind is Kind.ADDED else Effect.GONE
    if any(change.key.startswith("choices.") and not change.new for change in changes):
        return Effect.UNFIT
    keys = {change.key.split(".")[0] for change in changes}
    return next((effect for effect, grave in _EFFECTS.items() if keys.intersection(grave)), Effect.NONE)


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    keys = dict.fromkeys((*old, *new))
    return tuple(
        Change(key=key, old=old.get(key, ""), new=new.get(key, "")) for key in keys if old.get(key) != new.get(key)
    )


def _flatten(thing: Mapping[str, Any]) -> dict[str, str]:
    """Write a dimension or question as texts by dotted key, without its id."""
    return _flatten_fields({key: value for key, value in thing.items() if key != "id"}, "")


def _flatten_fields(fields: Mapping[str, Any], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in fields.items():
        name = f"{prefix}{key}"
        match value:
            case str():
                flat[name] = value
            case dict() if key != "when":
                flat |= _flatten_fields(value, f"{name}.")
            case list() if key == "choices":
                flat[name] = ", ".join(choice["code"] for choice in value)
                flat |= {f"{name}.{choice['code']}": choice["text"] for choice in value}
            case list() if all(isinstance(item, str) for item in value):
                flat[name] = ", ".join(value)
            case _:
                flat[name] = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return flat


def _flatten_register(register: Mapping[str, Any]) -> dict[str, str]:
    """Write a register as texts by dotted key, its columns by their ids."""
    flat = _flatten({key: value for key, value in register.items() if key != "columns"})
    flat["columns"] = ", ".join(column["id"] for column in register["columns"])
    for column in register["columns"]:
        flat |= {f"columns.{column['id']}.{key}": text for key, text in _flatten(column).items()}
    return flat


def _flatten_whole(plain: Mapping[str, Any]) -> dict[str, str]:
    """Write what a list says as a whole: its names, and what the house made of its base."""
    flat = {key: value for key, value in plain.items() if isinstance(value, str)}
    house = plain.get("house", {})
    flat |= {f"house.{key}": value for key, value in house.items() if isinstance(value, str)}
    flat |= {f"house.hidden.{item['question']}": item["reason"] for item in house.get("hidden", ())}
    flat |= {f"house.changed.{item['question']}": ", ".join(item["keys"]) for item in house.get("changed", ())}
    return flat | ({"house.added": ", ".join(house["added"])} if house.get("added") else {})


def _compare_order(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Say that things which both lists have stand in another order."""
    changes = []
    for name in ("dimensions", "registers", "questions"):
        old, new = (tuple(item["id"] for item in plain[name]) for plain in (before, after))
        common = set(old) & set(new)
        olds, news = ([thing for thing in order if thing in common] for order in (old, new))
        if olds != news:
            changes.append(Change(key=f"order.{name}", old=", ".join(olds), new=", ".join(news)))
    return tuple(changes)
