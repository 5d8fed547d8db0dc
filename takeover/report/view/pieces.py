"""The smallest pieces of a view: a labelled value, a link, a light with its word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text that leads to a place in the document; `anchor` is an id without #."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A light or state: shape and word say the same, `tone` (red, amber, green, open, none) colours the shape."""

    shape: str
    word: str
    tone: str


NO_MARK = Mark(shape="", word="", tone="none")
