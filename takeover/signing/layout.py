"""Line breaking for text in fixed boxes, by East-Asian width.

A line may break after a space, and before or after a wide character; closing punctuation never starts a line and
opening punctuation never ends one. A word wider than the box is cut. Widths come from the caller, in the unit of the
box (for PDFs: the advances of the very font that is embedded, so that what fits here fits on the page).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from unicodedata import category, east_asian_width

Advance: TypeAlias = Callable[[str], float]
"""One character → its width in em."""

LEADING = 1.3
PADDING = 3.0
_NEVER_FIRST = frozenset("，。、；：！？）】》」』〉”’％…")
_NEVER_LAST = frozenset("（【《「『〈“‘")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines that fit a box at a size in points."""

    lines: tuple[str, ...]
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    """Text that does not fit: how many lines it has at the smallest size, how many there is room for."""

    lines: int
    room: int


def _count_cells(character: str) -> int:
    """Width as on a terminal: 2 if wide, 0 for a mark that stands on the character before it, else 1."""
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def fit_text(text: str, *, width: float, height: float, sizes: tuple[float, ...], advance: Advance) -> Block | Overflow:
    """Break text into lines for a box of points, at the first of the sizes that fits (largest first)."""
    lines: tuple[str, ...] = ()
    room = 0
    for size in sizes:
        em = (width - 2 * PADDING) / size
        lines = tuple(line for part in text.split("\n") for line in wrap_line(part, em, advance))
        room = int((height - 2 * PADDING) / (size * LEADING))
        if len(lines) <= room:
            return Block(lines=lines, size=size)
    return Overflow(lines=len(lines), room=room)


def wrap_line(text: str, room: float, advance: Advance) -> tuple[str, ...]:
    """Break one line of text into lines of at most `room` em; an empty line stays one."""
    lines: list[str] = []
    line = ""
    for piece in _split_pieces(text):
        if _width(line + piece.rstrip(), advance) <= room:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        *full, line = _cut(piece, room, advance)
        lines += full
    return (*lines, line.rstrip())


def _width(text: str, advance: Advance) -> float:
    return sum(advance(character) for character in text)


def _split_pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        if pieces and _clings(pieces[-1][-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _clings(before: str, character: str) -> bool:
    if character.isspace() or _count_cells(character) == 0:
        return True
    if before.isspace():
        return False
    if before in _NEVER_LAST or character in _NEVER_FIRST:
        return True
    return _count_cells(before) < 2 and _count_cells(character) < 2


def _cut(piece: str, room: float, advance: Advance) -> list[str]:
    parts = [""]
    for character in piece:
        if parts[-1] and _width(parts[-1] + character.strip(), advance) > room:
            parts.append("")
        parts[-1] += character
    return parts
