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


def nearest(word: str, words: Iterable[str]) -> str:
    """Name the word that was probably meant, or list them if none comes near."""
    known = list(words)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(known)


class Fields:
    """The fields of one map. Ask for each known key, then call `refuse_others`; problems gather in the given list."""

    def __init__(self, node: Node | None, problems: list[Problem]) -> None:
        self.problems = problems
        self.place = node.place if node else Place()
        self._map = node if isinstance(node, Map) else None
        self._asked: list[str] = []
        if node is not None and self._map is None:
            self.report("CL013", node.place, expected="map")

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

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E | None:
        """Return one of an enum's codes; required where there is no default."""
        text = self.text(key, required=default is None)
        return read_code(text, kind, self.place_of(key), self.problems) if text else default

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
        return tuple((key, node) for key, (_, node) in self._map.items.items()) if self._map else ()

    def refuse_others(self) -> None:
        """Report every key that nobody asked for, with the one that was probably meant."""
        for key, (place, _) in self._map.items.items() if self._map else ():
            if key not in self._asked:
                self.report("CL012", place, key=key, near=nearest(key, self._asked))


def read_code(text: str, kind: type[E], place: Place, problems: list[Problem]) -> E | None:
    """Read a code of an enum, or report what is allowed."""
    try:
        return kind(text)
    except ValueError:
        allowed = ", ".join(member.value for member in kind)
        problems.append(Problem(code="CL014", place=place, details={"value": text, "allowed": allowed}))
        return None
