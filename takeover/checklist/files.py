"""YAML as people write it: every scalar is text, every node knows its line and column.

YAML 1.1 turns ``No``, ``on``, ``1e27`` and ``12:30`` into other things, lets a duplicate key win silently, and lets a
few bytes of anchors grow to gigabytes. So scalars stay text, and anchors, tags, duplicate keys, several documents and
deep nesting are problems with their place. The same loader serves checklists, translations and answers files.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from takeover.problems import Place, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 12
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_IN_YAML = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that YAML 1.1 does not allow (section 5.1); asked here, so that the place is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A text, as it stands in the file."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Keys with their places and values, in file order."""

    items: Mapping[str, tuple[Place, Node]]
    place: Place

    def get(self, key: str) -> Node | None:
        """Return the value of a key."""
        found = self.items.get(key)
        return found[1] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seq:
    """A list."""

    items: tuple[Node, ...]
    place: Place


Node: TypeAlias = Scalar | Map | Seq


class _Stop(Exception):
    """Reading cannot go on behind this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def load_yaml(data: bytes, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document; all problems at once as far as the syntax allows to go on.

    Returns:
        The root node, or None where the file cannot be read at all, and the problems found.
    """
    problems: list[Problem] = []
    try:
        text = _decode(data, file)
        root = _Reader(file=file, events=iter(_parse(text, file)), problems=problems).read_document()
    except _Stop as stop:
        return None, (*problems, stop.problem)
    return root, tuple(problems)


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise _Stop(Problem(code="CL001", place=Place(file=file), details={"limit": f"{MAX_BYTES // 1_000_000} MB"}))
    plain = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = plain.decode()
    except UnicodeDecodeError as error:
        before = plain[: error.start].decode()
        raise _Stop(Problem(code="CL002", place=_place_after(before, file))) from error
    if bad := _NOT_IN_YAML.search(text):
        reason = f"U+{ord(bad[0]):04X}"
        raise _Stop(Problem(code="CL003", place=_place_after(text[: bad.start()], file), details={"reason": reason}))
    return text


def _place_after(before: str, file: str) -> Place:
    return Place(file=file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))


def _parse(text: str, file: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(file=file, line=mark.line + 1, column=mark.column + 1) if mark else Place(file=file)
        raise _Stop(Problem(code="CL003", place=place, details={"reason": str(error.problem)})) from error


@dataclass(slots=True, kw_only=True)
class _Reader:
    file: str
    events: Iterator[Any]
    problems: list[Problem]

    def read_document(self) -> Node:
        root: Node | None = None
        for event in self.events:
            match event:
                case yaml.DocumentStartEvent() if root is not None:
                    raise _Stop(Problem(code="CL005", place=self.place(event, "")))
                case (
                    yaml.StreamStartEvent()
                    | yaml.StreamEndEvent()
                    | yaml.DocumentStartEvent()
                    | yaml.DocumentEndEvent()
                ):
                    continue
                case _:
                    root = self.read_node(event, "", 1)
        if root is None:
            raise _Stop(Problem(code="CL004", place=Place(file=self.file)))
        return root

    def read_node(self, event: Any, path: str, depth: int) -> Node:
        place = self.place(event, path)
        if depth > MAX_DEPTH:
            raise _Stop(Problem(code="CL006", place=place, details={"depth": str(MAX_DEPTH)}))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Stop(Problem(code="CL007", place=place))
        if getattr(event, "tag", None) not in (None, "!"):
            self.problems.append(Problem(code="CL008", place=place, details={"tag": str(event.tag)}))
        match event:
            case yaml.MappingStartEvent():
                return self.read_map(place, path, depth)
            case yaml.SequenceStartEvent():
                return self.read_seq(place, path, depth)
            case _:
                return Scalar(text=event.value, place=place)

    def read_map(self, place: Place, path: str, depth: int) -> Map:
        items: dict[str, tuple[Place, Node]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.read_node(event, path, depth + 1)
            if not isinstance(key, Scalar):
                raise _Stop(Problem(code="CL009", place=key.place))
            inner = f"{path}.{key.text}" if path else key.text
            key_place = self.place(event, inner)
            value = self.read_node(next(self.events), inner, depth + 1)
            if key.text in items:
                first = str(items[key.text][0].line)
                self.problems.append(Problem(code="CL010", place=key_place, details={"key": key.text, "first": first}))
            items.setdefault(key.text, (key_place, value))
        return Map(items=items, place=place)

    def read_seq(self, place: Place, path: str, depth: int) -> Seq:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.read_node(event, f"{path}[{len(items)}]", depth + 1))
        return Seq(items=tuple(items), place=place)

    def place(self, event: Any, path: str) -> Place:
        mark = event.start_mark
        return Place(file=self.file, line=mark.line + 1, column=mark.column + 1, path=path)
