"""Text in lines that fit a terminal: words for Latin, any place for Chinese, but no closing mark at a line's start.

Widths come from the East-Asian width of Unicode (UAX 11), which is what terminals draw; combining marks have none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NEVER_FIRST = "，。；：！？、）》」』】”’％…,.;:!?)%"
_NEVER_LAST = "（《「『【“‘"
_PIECES = re.compile(r"\s+|[^\s\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\uffef]+|.", re.DOTALL)


def width_of(text: str) -> int:
    """Count the columns that a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap_text(text: str, width: int, indent: str = "") -> str:
    """Break a text into lines of at most `width` columns; `indent` stands before every line but the first."""
    return "\n".join(line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width, indent))


def _wrap_paragraph(text: str, width: int, indent: str) -> list[str]:
    lines, line = [], ""
    for piece in _join_marks(_PIECES.findall(text)):
        for part in _cut(piece, max(2, width - width_of(indent))):
            if line.strip() and width_of(line) + width_of(part.rstrip()) > width:
                lines.append(line.rstrip())
                line = indent
            line += part.lstrip() if lines and line == indent else part
    return [*lines, line.rstrip()]


def _join_marks(pieces: list[str]) -> list[str]:
    """Tie closing marks to the piece before them, and opening marks to the piece behind."""
    joined: list[str] = []
    for piece in pieces:
        opened = bool(joined) and joined[-1][-1] in _NEVER_LAST
        if opened or (joined and piece[0] in _NEVER_FIRST and not joined[-1].isspace()):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _cut(piece: str, width: int) -> list[str]:
    """Cut a piece that is wider than a line."""
    if piece.isspace() or width_of(piece) <= width:
        return [piece]
    parts = [""]
    for character in piece:
        if width_of(parts[-1]) + _width(character) > width:
            parts.append("")
        parts[-1] += character
    return parts


def shorten(text: str, width: int) -> str:
    """Cut a text to at most `width` columns, the last one an ellipsis."""
    if width_of(text) <= width:
        return text
    return _cut(text, width - 1)[0].rstrip() + "…"


def join_in_lines(pieces: list[str], width: int, gap: str = " · ") -> str:
    """Set short pieces side by side, never breaking inside one that fits."""
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + gap + piece if lines[-1] else piece
        if lines[-1] and width_of(longer) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return "\n".join(lines)
