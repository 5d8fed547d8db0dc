"""From YAML to a checklist, one file or a main file with parts: shape and types only; sense is for `rules`.

A part is named relative to the main file and comes in through a function, so that nothing here opens a file. Every
problem names the file that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from takeover.checklist.fields import Fields, describe_first, only_maps, refuse_twins
from takeover.checklist.files import Map, Scalar, load_yaml
from takeover.checklist.model import Changed, Checklist, Dimension, Hidden, House, Question
from takeover.checklist.questions import read_question
from takeover.checklist.registers import read_register
from takeover.problems import Place, Problem
from takeover.values import Level

ReadPart: TypeAlias = Callable[[str], bytes | None]
"""Gives the bytes of a part by its name as written in `parts`, or None where it is not there."""
_PART_NAME = re.compile(r"(?!\.)[^/\\:\x00-\x1f]+(/(?!\.)[^/\\:\x00-\x1f]+)*")
"""Relative, forward slashes, no drive, and no segment that begins with a dot: neither .. nor hidden files."""
_KINDS = ("checklist", "part", "overlay", "translation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A checklist with the nodes that it was read from, so that rules can point at every key.

    `questions`, `registers` and `dimensions` are nodes by id; `parts` the names of the part files.
    """

    checklist: Checklist
    questions: Mapping[str, Map]
    registers: Mapping[str, Map]
    dimensions: Mapping[str, Map]
    parts: tuple[str, ...] = ()

    def place(self, question_id: str, key: str = "") -> Place:
        """Return the place of a question's key, or of the question where it has no such key."""
        return _place_in(self.questions, question_id, key)

    def place_of_register(self, register_id: str, key: str = "") -> Place:
        """Return the place of a register or of one of its keys."""
        return _place_in(self.registers, register_id, key)


def _place_in(nodes: Mapping[str, Map], name: str, key: str) -> Place:
    node = nodes.get(name)
    if node is None:
        return Place()
    return node.place_of_key(key) if key in node.items else node.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a file says about itself: its kind (checklist, part, overlay, translation, or nothing known) and names."""

    kind: str
    id: str
    version: str
    language: str
    title: str
    of: str
    extends: str


def read_header(data: bytes, file: str) -> Header | None:
    """Read what a file is, without judging it; None where it is no map."""
    node, _ = load_yaml(data, file)
    if not isinstance(node, Map):
        return None
    return Header(
        kind=next((kind for kind in _KINDS if f"takeover_{kind}" in node.items), ""),
        id=node.text("id"),
        version=node.text("version"),
        language=node.text("language"),
        title=node.text("title"),
        of=node.text("of"),
        extends=node.text("extends"),
    )


def no_parts(name: str) -> bytes | None:  # noqa: ARG001 - the shape of ReadPart
    """Give no part: for lists that stand alone, such as the one attached to a baseline."""
    return None


def read_checklist(data: bytes, file: str, read_part: ReadPart = no_parts) -> tuple[Placed | None, tuple[Problem, ...]]:
    """Read a checklist file with its parts.

    Returns:
        The checklist with its nodes, or None where the main file cannot be read; and all problems of shape and type.
    """
    node, found = load_yaml(data, file)
    problems = list(found)
    if node is None:
        return None, tuple(problems)
    main = Fields(node, problems)
    main.version("takeover_checklist")
    names = _part_names(main)
    parts = _read_parts(main, names, file, read_part)
    dimensions = only_maps(main.items("dimensions", required=True), problems)
    registers = only_maps((item for one in (main, *parts) for item in one.items("registers")), problems)
    own = main.items("questions", required=main.node("parts") is None)
    questions = only_maps((*own, *(item for one in parts for item in one.items("questions"))), problems)
    for nodes in (dimensions, registers):
        refuse_twins(nodes, problems)
    checklist = Checklist(
        id=main.text("id", required=True),
        version=main.text("version", required=True),
        language=main.text("language", required=True),
        title=main.text("title", required=True),
        dimensions=tuple(read_dimension(Fields(item, problems)) for item in dimensions),
        registers=tuple(read_register(Fields(item, problems)) for item in registers),
        questions=read_questions(questions, problems),
        house=_read_house(main),
    )
    for fields in (main, *parts):
        fields.refuse_others()
    return place_checklist(checklist, dimensions, registers, questions, tuple(names)), tuple(problems)


def place_checklist(
    checklist: Checklist,
    dimensions: tuple[Map, ...],
    registers: tuple[Map, ...],
    questions: tuple[Map, ...],
    parts: tuple[str, ...] = (),
) -> Placed:
    """Join a checklist with its nodes; where an id stands twice, the first one has it."""
    return Placed(
        checklist=checklist,
        questions=_by_id(questions),
        registers=_by_id(registers),
        dimensions=_by_id(dimensions),
        parts=parts,
    )


def _by_id(nodes: tuple[Map, ...]) -> dict[str, Map]:
    found: dict[str, Map] = {}
    for node in nodes:
        found.setdefault(node.text("id").strip(), node)
    return found


def _part_names(main: Fields) -> dict[str, Scalar]:
    """List the names of the parts that may be read, with their nodes."""
    names: dict[str, Scalar] = {}
    for item in main.texts("parts"):
        if not _PART_NAME.fullmatch(item.text):
            main.report("CL044", item.place, part=item.text)
        elif item.text in names:
            main.report("CL010", item.place, key=item.text, first=describe_first(names[item.text]))
        else:
            names[item.text] = item
    return names


def _read_parts(main: Fields, names: Mapping[str, Scalar], file: str, read_part: ReadPart) -> tuple[Fields, ...]:
    of = main.text("id")
    folder = file.rpartition("/")[0]
    parts = []
    for name, node in names.items():
        data = read_part(name)
        if data is None:
            main.report("CL045", node.place, part=name)
            continue
        root, found = load_yaml(data, f"{folder}/{name}" if folder else name)
        main.problems += found
        if root is None:
            continue
        part = Fields(root, main.problems)
        part.version("takeover_part")
        if part.text("of", required=True) not in ("", of):
            part.report("CL046", part.place_of("of"), wanted=of)
        parts.append(part)
    return tuple(parts)


def read_dimension(fields: Fields) -> Dimension:
    """Read one dimension."""
    dimension = Dimension(id=fields.text("id", required=True), title=fields.text("title", required=True))
    fields.refuse_others()
    return dimension


def read_questions(nodes: tuple[Map, ...], problems: list[Problem]) -> tuple[Question, ...]:
    """Read questions in order; an id that an earlier one has is a problem."""
    first: dict[str, Map] = {}
    questions: list[Question] = []
    for node in nodes:
        fields = Fields(node, problems)
        question = read_question(fields)
        if question.id and question.id in first:
            where = describe_first(first[question.id])
            fields.report("CL020", fields.place_of("id"), id=question.id, first=where)
        first.setdefault(question.id, node)
        questions.append(question)
    return tuple(questions)


def _read_house(main: Fields) -> House | None:
    """Read what an overlay made of its base, as the program writes it into an attached checklist."""
    fields = main.sub("house")
    if fields is None:
        return None
    house = House(
        base=fields.text("base", required=True),
        base_sha256=fields.text("base_sha256", required=True),
        hidden=tuple(_read_hidden(Fields(node, fields.problems)) for node in fields.items("hidden")),
        changed=tuple(_read_changed(Fields(node, fields.problems)) for node in fields.items("changed")),
        added=tuple(item.text for item in fields.texts("added")),
    )
    fields.refuse_others()
    return house


def _read_hidden(fields: Fields) -> Hidden:
    hidden = Hidden(
        question=fields.text("question", required=True),
        text=fields.text("text", required=True),
        reason=fields.text("reason", required=True),
        sharing=fields.choice("sharing", Level, Level.INTERNAL) or Level.INTERNAL,
    )
    fields.refuse_others()
    return hidden


def _read_changed(fields: Fields) -> Changed:
    keys = tuple(item.text for item in fields.texts("keys"))
    changed = Changed(question=fields.text("question", required=True), keys=keys)
    fields.refuse_others()
    return changed
