"""Who does and who answers for what: activities by people, and a word for each row that has not exactly one answering.

The one who answers has a dark box. Where nobody or more than one does, the row says so with a shape and a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from takeover.report.charts.canvas import (
    INK,
    PALE,
    SMALL,
    SOLID,
    WHITE,
    WIDTH,
    Frame,
    box,
    fit,
    frame_picture,
    line,
    measure,
    wrap,
    write,
)

MOST_PEOPLE = 7
LABEL, GAPS = 130.0, 112.0
"""Widths of the activities on the left, and of the gaps on the right at most."""
_NUMBER, _WIDEST, _STEP = 17.0, 60.0, 13.0
_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An activity: row number, words, the letters of each person (R, A, C, I), and its gap in words or nothing."""

    number: str
    label: str
    letters: tuple[str, ...]
    gap: str


def draw_raci(frame: Frame, *, headings: tuple[str, str], people: tuple[str, ...], duties: tuple[Duty, ...]) -> Markup:
    """Draw the duties; `headings` stand over the activities and the gaps; at most `MOST_PEOPLE` people."""
    words = max(measure(text) for text in (headings[1], *(duty.gap for duty in duties)))
    cell = min(_WIDEST, (WIDTH - LABEL - min(GAPS, words) - 11) / max(1, len(people)))
    names = [_break_name(name, cell - 1) for name in people]
    head = 4.0 + 8.5 * max((len(name) for name in names), default=1)
    left = LABEL + 4
    gaps = left + cell * len(people) + 6
    parts = [
        write(0, head - 1, fit(headings[0], LABEL), bold=True),
        write(gaps, head - 1, fit(headings[1], WIDTH - gaps), bold=True),
        line(0, head + 3, WIDTH, head + 3, stroke=INK, width=0.8),
    ]
    for at, name in enumerate(names):
        base = head - 1 - 8.5 * (len(name) - 1)
        middle = left + (at + 0.5) * cell
        parts += [write(middle, base + n * 8.5, text, size=SMALL, anchor="middle") for n, text in enumerate(name)]
    for at, duty in enumerate(duties):
        base = head + 3 + at * _STEP + 9
        parts += _draw_duty(duty, base, left, cell, gaps)
    return frame_picture(frame, head + 4 + len(duties) * _STEP, parts)


def _break_name(name: str, width: float) -> tuple[str, ...]:
    """Break a name into lines; a Chinese one into lines of like length, so that no character stands alone."""
    lines = wrap(name, width, _LINES, SMALL)
    if "".join(lines) != name or measure(name, 1) != len(name):
        return lines
    even = wrap(name, SMALL * -(-len(name) // max(1, len(lines))), _LINES, SMALL)
    return even if "".join(even) == name else lines


def _draw_duty(duty: Duty, base: float, left: float, cell: float, gaps: float) -> list[str]:
    parts = [
        write(_NUMBER - 5, base, fit(duty.number, _NUMBER), size=SMALL, anchor="end"),
        write(_NUMBER, base, fit(duty.label, LABEL - _NUMBER)),
        line(0, base + 4, WIDTH, base + 4, stroke=PALE),
    ]
    for at, letters in enumerate(duty.letters):
        middle = left + (at + 0.5) * cell
        if "A" in letters:
            parts.append(box(middle - 9, base - 7.7, 18, 10.4, fill=SOLID))
        ink = WHITE if "A" in letters else INK
        if letters:
            parts.append(write(middle, base, fit(letters, cell), anchor="middle", bold="A" in letters, fill=ink))
    if duty.gap:
        parts.append(write(gaps, base, fit(duty.gap, WIDTH - gaps), bold=True))
    return parts
