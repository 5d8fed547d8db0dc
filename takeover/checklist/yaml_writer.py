"""Checklists, their parts and their translations as YAML that people like to read and edit.

What is written reads back as the same list: tests write every kind of text and read it again. A text stands as it is
where YAML takes it so, else in double quotes; short lists and maps stand on one line, as in the bundled list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from takeover.checklist.model import Checklist
from takeover.checklist.plain import checklist_to_plain
from takeover.checklist.translation import list_texts, source_hash

_ESCAPED = re.compile("[\\x7f-\\xa0\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff]")
_PLAIN = re.compile(
    r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~\x00-\x1f\x7f-\xa0\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]"
    r"[^\t\x00-\x1f\x7f-\xa0\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]*"
)
_BREAKS_PLAIN = re.compile(r": |:$| #| $")
_IN_FLOW = re.compile(r"[,\[\]{}]|:(?=\S)")
_ONE_LINE = 100
_KEYS = (
    "dimension", "counts_for", "type", "register", "unit", "choices", "text", "help", "why", "source", "weight",
    "stop_line", "day_one", "sharing", "ask", "ask_all", "evidence", "health", "finding", "action", "when",
)  # fmt: skip
"""The keys of a question in the order of the bundled list."""


def write_list(checklist: Checklist, notes: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """Write a checklist as one file; `notes` are comments in front of questions (by id) and registers (register.ID)."""
    plain, notes = checklist_to_plain(checklist), notes or {}
    lines = [*_head(plain), *_registers(plain["registers"], notes), *_questions(plain["questions"], notes)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of a list: its name as the main file has it, what stands in it, and the keys of the texts in it."""

    name: str
    text: str
    keys: frozenset[str]


def write_parts(
    checklist: Checklist, folder: str, notes: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Part, ...] | None:
    """Write a checklist as a main file, which has no name, and in `folder` a part for the registers and each dimension.

    None where the questions do not stand dimension by dimension, so that parts would change their order.
    """
    groups = {d.id: tuple(q for q in checklist.questions if q.dimension == d.id) for d in checklist.dimensions}
    if tuple(question for group in groups.values() for question in group) != checklist.questions:
        return None
    empty = replace(checklist, dimensions=(), registers=(), questions=(), house=None)
    pieces = {f"{folder}/registers.yaml": replace(empty, registers=checklist.registers)} if checklist.registers else {}
    for name, questions in groups.items():
        if questions:
            pieces[_part_name(folder, name, pieces)] = replace(empty, questions=questions)
    parts = tuple(_write_part(name, piece, notes or {}) for name, piece in pieces.items())
    names = ["", "parts:", *(f"  - {write_scalar(part.name)}" for part in parts)]
    lines = [*_head(checklist_to_plain(checklist)), *(names if parts else _questions((), {}))]
    keys = frozenset(list_texts(replace(checklist, registers=(), questions=())))
    return (Part(name="", text="\n".join(lines) + "\n", keys=keys), *parts)


def _write_part(name: str, piece: Checklist, notes: Mapping[str, tuple[str, ...]]) -> Part:
    plain = checklist_to_plain(piece)
    questions = _questions(plain["questions"], notes) if piece.questions else []
    lines = ["takeover_part: 1", f"of: {write_scalar(piece.id)}", *_registers(plain["registers"], notes), *questions]
    keys = frozenset(list_texts(piece).keys() - {"checklist.title"})
    return Part(name=name, text="\n".join(lines) + "\n", keys=keys)


def _part_name(folder: str, dimension: str, parts: Iterable[str]) -> str:
    stem = re.sub(r"[^A-Za-z0-9._-]", "_", dimension).strip(".") or "part"
    names = {name.lower() for name in parts}
    name, number = f"{folder}/{stem}.yaml", 2
    while name.lower() in names:
        name, number = f"{folder}/{stem}-{number}.yaml", number + 1
    return name


def write_translation(
    checklist: Checklist, language: str, strings: Mapping[str, str], only: Iterable[str] | None = None
) -> str:
    """Write the texts of a language with the hashes of their sources, in the order of the list.

    `only` names the keys that this file is for; all where it is left out.
    """
    texts = list_texts(checklist)
    wanted = texts.keys() if only is None else set(only)
    lines = ["takeover_translation: 1", f"of: {write_scalar(f'{checklist.id}@{checklist.version}')}"]
    lines.append(f"language: {write_scalar(language)}")
    entries: list[str] = []
    group = ""
    for key, source in texts.items():
        if key not in wanted or not strings.get(key):
            continue
        owner = ".".join(key.split(".")[: 1 if key.startswith("dimension.") else 2])
        entries += [""] if entries and owner != group else []
        group = owner
        text = write_scalar(strings[key], flow=True, quoted=True)
        entries.append(f"  {write_scalar(key)}: {{source: {source_hash(source)}, text: {text}}}")
    lines += ["strings:", *entries] if entries else ["strings: {}"]
    return "\n".join(lines) + "\n"


def write_scalar(text: str, *, flow: bool = False, quoted: bool = False) -> str:
    """Write a text: as it is where YAML takes it so, else in double quotes. `flow`: inside brackets or braces."""
    if (
        not quoted
        and _PLAIN.fullmatch(text)
        and not _BREAKS_PLAIN.search(text)
        and not (flow and _IN_FLOW.search(text))
    ):
        return text
    body = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04X}", body)


def _head(plain: Mapping[str, Any]) -> list[str]:
    lines = ["takeover_checklist: 1"]
    lines += [f"{key}: {write_scalar(plain[key])}" for key in ("id", "version", "language", "title")]
    if "house" in plain:
        lines += ["", "house:", *_indent(_block(plain["house"]))]
    dimensions = [f"  - {_flow(item)}" for item in plain["dimensions"]]
    return [*lines, "", *(["dimensions:", *dimensions] if dimensions else ["dimensions: []"])]


def _registers(registers: Iterable[Mapping[str, Any]], notes: Mapping[str, tuple[str, ...]]) -> list[str]:
    lines: list[str] = []
    for register in registers:
        lines += ["", *_comments(notes, f"register.{register['id']}"), *_item(_block(register))]
    return ["", "registers:", *_indent(lines)] if lines else []


def _questions(questions: Iterable[Mapping[str, Any]], notes: Mapping[str, tuple[str, ...]]) -> list[str]:
    lines: list[str] = []
    for question in questions:
        keys = ("id", *(key for key in _KEYS if key in question))
        lines += ["", *_comments(notes, question["id"]), *_item(_block({key: question[key] for key in keys}))]
    return ["", "questions:", *_indent(lines)] if lines else ["", "questions: []"]


def _comments(notes: Mapping[str, tuple[str, ...]], key: str) -> list[str]:
    return [f"# {' '.join(note.split())}" for note in notes.get(key, ())]


def _indent(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _item(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"- {line}" if number == 0 else f"  {line}"


def _block(fields: Mapping[str, Any]) -> Iterator[str]:
    """Write a map line by line; what is short and has no further levels stands on the line of its key."""
    for key, value in fields.items():
        name = write_scalar(key)
        if isinstance(value, str):
            yield f"{name}: {write_scalar(value)}"
        elif _is_short(key, value):
            yield f"{name}: {_flow(value)}"
        elif isinstance(value, dict):
            yield f"{name}:"
            yield from _indent(_block(value))
        else:
            yield f"{name}:"
            for item in value:
                yield from _indent([f"- {_flow(item)}"] if _is_short("", item) else list(_item(_block(item))))


def _is_short(key: str, value: Any) -> bool:
    if key in ("choices", "columns", "action", "evidence", "start_with"):
        return False
    is_flat = all(isinstance(item, str) for item in (value.values() if isinstance(value, dict) else value))
    if is_flat and isinstance(value, list):
        return True
    return len(_flow(value)) <= _ONE_LINE or (is_flat and "text" not in value)


def _flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, str):
        return write_scalar(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    return "{" + ", ".join(f"{write_scalar(key, flow=True)}: {_flow(item)}" for key, item in value.items()) + "}"
