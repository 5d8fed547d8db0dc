"""Lines as a terminal shows them whole: broken between words, a command to be copied on a line of its own.

Only for a terminal: what goes to a pipe or a file stays as it is, one line a line.
"""

from __future__ import annotations

import re
import shutil

from takeover.interview.wrapping import width_of, wrap_text

_STOPS = r"^,;:()，；：。（）"
_COMMAND = rf"(?:(?<=[:：])|(?<=[:：,] )|(?<=then )|(?<=or )|(?<=[后或用行] ))takeover [{_STOPS}]*[{_STOPS}.\s]"
_WHOLE = re.compile(rf"{_COMMAND}|[^\s\u2e80-\uffef]+")
"""What is not broken: a command that a sentence names to be run, behind a colon or after another one; and a word."""
_GLUE = "\ue000"
"""Stands for a blank at which a line is not broken."""
_STEP = "  "
_ENDINGS = " ,.;，。；"
"""What would stand alone at the beginning of the line behind a command or word that fills its own."""


def fit_terminal(text: str) -> str:
    """Break what is wider than the terminal."""
    return fit_lines(text, shutil.get_terminal_size().columns)


def fit_lines(text: str, width: int) -> str:
    """Break lines that are wider than `width` columns between words, further lines standing a step in.

    A command stays in one line: copied, it must run. One that is wider than the terminal is left to the terminal.
    """
    return "\n".join(part for line in text.split("\n") for part in _fit(line, width))


def _fit(line: str, width: int) -> list[str]:
    if width_of(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip())] + _STEP
    lines: list[str] = []
    rest = line
    while wide := next((found for found in _WHOLE.finditer(rest) if width_of(found[0] + indent) > width), None):
        before = _wrap(rest[: wide.start()], width, indent)
        lines += [before, indent + wide[0]] if before.strip() else [indent + wide[0]]
        rest = rest[wide.end() :].lstrip(_ENDINGS)
        rest = indent + rest if rest else ""
    return [*lines, _wrap(rest, width, indent)] if rest else lines


def _wrap(text: str, width: int, indent: str) -> str:
    glued = _WHOLE.sub(lambda found: found[0].replace(" ", _GLUE), text)
    return wrap_text(glued, width, indent).replace(_GLUE, " ")
