"""Typed fields out of a YAML map: what is missing, unknown or of the wrong kind becomes a problem with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from takeover.checklist.files import Map, Node, Scalar, Seq
from takeover.problems import Place, Problem
from takeover.values import read_decimal

E = TypeVar("E", bound=StrEnum)


MOST_NAMED = 12
"""How many words are listed where none comes near."""
MOST_COMPARED = 1000
"""Comparing is slow; a list of more words is not searched for the one that was meant."""


def closest(word: str, words: Iterable[str]) -> str | None:
    """Name the word that was probably meant, or None."""
    known = list(words)
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6) if len(known) <= MOST_COMPARED else []
    return found[0] if found else None


def nearest(word: str, words: Iterable[str]) -> str:
    """Name the word that was probably meant, or list the first ones if none comes near."""
    known = list(dict.fromkeys(words))
    more = ["…"] if len(known) > MOST_NAMED else []
    return closest(word, known) or ", ".join(known[:MOST_NAMED] + more)


class Fields:
    """The fields of one map. Ask for each known key, then call `refuse_others`; problems gather in the given list."""

    def __init__(self, node: Node | None, problems: list[Problem]) -> None:
        self.problems = problems
        self._node = node
        self._map = node if isinstance(node, Map) else None
        self._asked: list[str] = []
        if node is not None and self._map is None:
            self.report("CL013", node.place, expected="map")

    @property
    def place(self) -> Place:
        """Where the map begins."""
        return self._node.place if self._node else Place()

    def report(self, code: str, place: Place, **details: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(code=code, place=place, details=details))

    def place_of(self, key: str) -> Place:
        """Return the place of a key's value, or of the map where the key is missing."""
        node = self._map.get(key) if self._map else None
        return node.place if node else self.place

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """Return the node of a key."""
        self._asked.append(key)
        found = self._map.get(key) if self._map else None
        if found is None and required and self._map is not None:
            self.report("CL011", self.place, key=key)
        return found

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text, empty where it is missing."""
        node = self.node(key, required=required)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.report("CL013", node.place, expected="text")
            return ""
        if required and not node.text.strip():
            self.report("CL011", node.place, key=key)
        return node.text.strip()

    def version(self, key: str) -> None:
        """Report a version of the format other than 1."""
        if self.text(key, required=True) not in ("", "1"):
            self.report("CL016", self.place_of(key), wanted="1")

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E | None:
        """Return one of an enum's codes; required where there is no default."""
        text = self.text(key, required=default is None)
        node = self._map.get(key) if self._map else None
        return read_code(text, kind, node, self.problems) if text and node else default

    def number(self, key: str) -> Decimal | None:
        """Return a number, or None where it is missing or none."""
        text = self.text(key)
        if not text:
            return None
        try:
            return read_decimal(text)
        except ValueError:
            self.report("CL015", self.place_of(key), value=text)
            return None

    def flag(self, key: str) -> bool:
        """Return true for the text ``true``; false for ``false`` and where it is missing."""
        text = self.text(key)
        if text not in ("", "true", "false"):
            self.report("CL014", self.place_of(key), value=text, allowed="true, false")
        return text == "true"

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """Return a list of texts with their places."""
        items = self.items(key)
        for item in items:
            if not isinstance(item, Scalar):
                self.report("CL013", item.place, expected="text")
        return tuple(item for item in items if isinstance(item, Scalar))

    def items(self, key: str, *, required: bool = False) -> tuple[Node, ...]:
        """Return the items of a list."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        if not isinstance(node, Seq):
            self.report("CL013", node.place, expected="list")
            return ()
        if required and not node.items:
            self.report("CL011", node.place, key=key)
        return node.items

    def sub(self, key: str) -> Fields | None:
        """Return the fields of a map inside this one, or None where it is missing."""
        node = self.node(key)
        return Fields(node, self.problems) if node is not None else None

    def pairs(self) -> tuple[tuple[str, Node], ...]:
        """Return all keys with their values: for maps whose keys are codes."""
        return tuple(self._map.items.items()) if self._map else ()

    def refuse_others(self) -> None:
        """Report every key that nobody asked for, with the one that was probably meant."""
        for key in self._map.items if self._map else ():
            if self._map and key not in self._asked:
                self.report("CL012", self._map.place_of_key(key), key=key, near=nearest(key, self._asked))


def read_code(text: str, kind: type[E], node: Node, problems: list[Problem]) -> E | None:
    """Read a code of an enum, or report what is allowed."""
    try:
        return kind(text)
    except ValueError:
        allowed = ", ".join(member.value for member in kind)
        problems.append(Problem(code="CL014", place=node.place, details={"value": text, "allowed": allowed}))
        return None


def only_maps(nodes: Iterable[Node], problems: list[Problem]) -> tuple[Map, ...]:
    """Return the maps of a list; everything else is a problem."""
    found = []
    for node in nodes:
        if isinstance(node, Map):
            found.append(node)
        else:
            problems.append(Problem(code="CL013", place=node.place, details={"expected": "map"}))
    return tuple(found)


def refuse_twins(nodes: Iterable[Map], problems: list[Problem]) -> None:
    """Report every map whose id an earlier one of the list has."""
    first: dict[str, Node] = {}
    for node in nodes:
        found = node.get("id")
        if not isinstance(found, Scalar):
            continue
        if found.text in first:
            details = {"key": found.text, "first": describe_first(first[found.text])}
            problems.append(Problem(code="CL010", place=found.place, details=details))
        first.setdefault(found.text, found)


def describe_first(node: Node) -> str:
    """Say where the first of two stands: file and line."""
    place = node.place
    return f"{place.file}:{place.line}"
