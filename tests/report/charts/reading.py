"""Reads a picture back as a reader would see it: every text with its box, as wide as its characters are at most."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from takeover.report.charts.canvas import measure

SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A text with its left and right end and its base line."""

    text: str
    left: float
    right: float
    base: float
    size: float


def read_texts(markup: str) -> Iterator[Drawn]:
    """List the texts of a picture; markup that is not well-formed is an error."""
    for element in ET.fromstring(markup).iter(f"{SVG}text"):
        text, size, at = element.text or "", float(element.get("font-size", "0")), float(element.get("x", "nan"))
        width = measure(text, size)
        left = {"end": at - width, "middle": at - width / 2}.get(element.get("text-anchor", ""), at)
        yield Drawn(text=text, left=left, right=left + width, base=float(element.get("y", "nan")), size=size)


def list_strays(markup: str) -> list[Drawn]:
    """List the texts that are too small or reach over the edge of the picture."""
    _, _, width, height = map(float, ET.fromstring(markup).get("viewBox", "").split())
    return [
        drawn
        for drawn in read_texts(markup)
        if drawn.size < SMALLEST
        or drawn.left < -0.6
        or drawn.right > width + 0.6
        or drawn.base - drawn.size < -0.6
        or drawn.base > height
    ]


def list_collisions(markup: str) -> list[tuple[str, str]]:
    """List pairs of texts on one line that overlap by more than a hair."""
    ordered = sorted((drawn for drawn in read_texts(markup) if drawn.text), key=lambda drawn: (drawn.base, drawn.left))
    return [
        (one.text, other.text)
        for one, other in pairwise(ordered)
        if one.base == other.base and other.left < one.right - 0.1
    ]
