"""YAML as people write it: every scalar is text, every node knows its line and column.

YAML 1.1 turns ``No``, ``on``, ``1e27`` and ``12:30`` into other things, lets a duplicate key win silently, and lets a
few bytes of anchors grow to gigabytes. So scalars stay text, and anchors, tags, duplicate keys, several documents and
deep nesting are problems with their place. The same loader serves checklists, translations and answers files.

Nodes are built straight from the parser's events and keep the parser's mark; a place (file, line, column, path) is
made when somebody asks for it, which in a good file nobody does. Measured: half the time of PyYAML's C loader on the
same bytes, composing its nodes first takes 0.6 of it before ours are made (tests/checklist/bench.py).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from takeover.problems import Place, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 12
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_IN_YAML = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that YAML 1.1 does not allow (section 5.1); asked here, so that the place is said."""

Mark: TypeAlias = Any
"""The parser's mark: `line` and `column`, counted from 0."""
Trail: TypeAlias = "tuple[Trail, str | int] | str"
"""The way to a node from the root: pairs of the way to the node above and the key below it; first the file's name."""


def _place_at(mark: Mark, trail: Trail) -> Place:
    names: list[str] = []
    while not isinstance(trail, str):
        trail, key = trail
        names.append(f"[{key}]" if isinstance(key, int) else f".{key}")
    path = "".join(reversed(names)).removeprefix(".")
    return Place(file=trail, line=mark.line + 1, column=mark.column + 1, path=path)


# The nodes are not frozen: thousands are made a file, and `frozen` makes each of them three times as dear.


@dataclass(slots=True, eq=False)
class Scalar:
    """A text, as it stands in the file."""

    text: str
    mark: Mark
    trail: Trail

    @property
    def place(self) -> Place:
        """Where it stands."""
        return _place_at(self.mark, self.trail)


@dataclass(slots=True, eq=False)
class Map:
    """Keys with their values and marks, in file order."""

    items: Mapping[str, Node]
    marks: Mapping[str, Mark]
    mark: Mark
    trail: Trail

    @property
    def place(self) -> Place:
        """Where it begins."""
        return _place_at(self.mark, self.trail)

    def get(self, key: str) -> Node | None:
        """Return the value of a key."""
        return self.items.get(key)

    def text(self, key: str) -> str:
        """Return the value of a key if it is a text, else nothing."""
        found = self.items.get(key)
        return found.text if isinstance(found, Scalar) else ""

    def place_of_key(self, key: str) -> Place:
        """Where a key stands; its value may begin further down."""
        return _place_at(self.marks[key], self.items[key].trail)


@dataclass(slots=True, eq=False)
class Seq:
    """A list."""

    items: tuple[Node, ...]
    mark: Mark
    trail: Trail

    @property
    def place(self) -> Place:
        """Where it begins."""
        return _place_at(self.mark, self.trail)


Node: TypeAlias = Scalar | Map | Seq


class _Stop(Exception):
    """Reading cannot go on behind this problem."""

    def __init__(self, code: str, place: Place, **details: str) -> None:
        super().__init__(code)
        self.problem = Problem(code=code, place=place, details=details)


def load_yaml(data: bytes, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document; all problems at once as far as the syntax allows to go on.

    Returns:
        The root node, or None where the file cannot be read at all, and the problems found.
    """
    problems: list[Problem] = []
    try:
        root = _Reader(_decode(data, file), file, problems).read_document()
    except _Stop as stop:
        return None, (*problems, stop.problem)
    except yaml.YAMLError as error:
        return None, (*problems, _not_yaml(error, file))
    return root, tuple(problems)


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise _Stop("CL001", Place(file=file), limit=f"{MAX_BYTES // 1_000_000} MB")
    plain = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = plain.decode()
    except UnicodeDecodeError as error:
        before = plain[: error.start].decode()
        offset = len(data) - len(plain) + error.start
        byte = f"0x{plain[error.start]:02X}"
        raise _Stop("CL002", _place_after(before, file), byte=byte, offset=str(offset)) from error
    if bad := _NOT_IN_YAML.search(text):
        raise _Stop("CL003", _place_after(text[: bad.start()], file), reason=f"U+{ord(bad[0]):04X}")
    return text


def _place_after(before: str, file: str) -> Place:
    return Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def _not_yaml(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    place = _place_at(mark, file) if mark else Place(file=file)
    return Problem(code="CL003", place=place, details={"reason": str(getattr(error, "problem", None) or error)})


class _Reader:
    """One pass over the events of a document."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        self.next_event: Callable[[], Any] = _LOADER(text).get_event
        self.file = file
        self.problems = problems

    def read_document(self) -> Node:
        root: Node | None = None
        while (event := self.next_event()) is not None:
            match event:
                case yaml.DocumentStartEvent() if root is not None:
                    raise _Stop("CL005", _place_at(event.start_mark, self.file))
                case (
                    yaml.StreamStartEvent()
                    | yaml.StreamEndEvent()
                    | yaml.DocumentStartEvent()
                    | yaml.DocumentEndEvent()
                ):
                    continue
                case _:
                    root = self.read_node(event, self.file, 1)
        if root is None:
            raise _Stop("CL004", Place(file=self.file))
        return root

    def read_node(self, event: Any, trail: Trail, depth: int) -> Node:
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event, trail)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return Scalar(event.value, event.start_mark, trail)
        if depth > MAX_DEPTH:
            raise _Stop("CL006", _place_at(event.start_mark, trail), depth=str(MAX_DEPTH))
        if kind is yaml.MappingStartEvent:
            return self.read_map(event.start_mark, trail, depth)
        return self.read_seq(event.start_mark, trail, depth)

    def refuse_extras(self, event: Any, trail: Trail) -> None:
        """Report a tag; stop at an anchor or alias, behind which nothing can be trusted to be what it seems."""
        place = _place_at(event.start_mark, trail)
        if event.anchor is not None:
            raise _Stop("CL007", place)
        if event.tag != "!":
            self.problems.append(Problem(code="CL008", place=place, details={"tag": str(event.tag)}))

    def read_map(self, mark: Mark, trail: Trail, depth: int) -> Map:
        items: dict[str, Node] = {}
        marks: dict[str, Mark] = {}
        while type(event := self.next_event()) is not yaml.MappingEndEvent:
            key = self.read_node(event, trail, depth)
            if not isinstance(key, Scalar):
                raise _Stop("CL009", key.place)
            inner = (trail, key.text)
            value = self.read_node(self.next_event(), inner, depth + 1)
            if key.text in items:
                details = {"key": key.text, "first": f"{self.file}:{marks[key.text].line + 1}"}
                place = _place_at(key.mark, inner)
                self.problems.append(Problem(code="CL010", place=place, details=details))
                continue
            items[key.text], marks[key.text] = value, key.mark
        return Map(items, marks, mark, trail)

    def read_seq(self, mark: Mark, trail: Trail, depth: int) -> Seq:
        items: list[Node] = []
        while type(event := self.next_event()) is not yaml.SequenceEndEvent:
            items.append(self.read_node(event, (trail, len(items)), depth + 1))
        return Seq(tuple(items), mark, trail)
