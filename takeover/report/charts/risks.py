"""Risks by probability and impact: row numbers in the cells, and the gravest of them in words beside the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from takeover.report.charts.canvas import (
    GREY,
    INK,
    SIZE,
    SMALL,
    WHITE,
    WIDTH,
    Frame,
    box,
    fit,
    frame_picture,
    measure,
    wrap,
    write,
)
from takeover.report.charts.grid import HEAD_AND_FOOT, Grade, Place, draw_field, lay_out

_GRID, _GAP = 264.0, 16.0
_LEAST, _PAD, _LINE = 46.0, 6.0, 13.0
_NUMBER, _ITEM = 17.0, 9.5
_LINES = (4, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A risk in its cell: row number, words, and whether it has already occurred."""

    number: str
    label: str
    place: Place
    occurred: bool = False


def draw_risks(
    frame: Frame, *, probability: Grade, impact: Grade, risks: tuple[Risk, ...], occurred: str, more: str
) -> Markup:
    """Draw the risks; `occurred` is the word for the dark numbers, `more` stands where the list is cut short."""
    slot = max((measure(risk.number, SIZE) for risk in risks), default=0.0) + 7
    cells = {place: list(group) for place, group in groupby(sorted(risks, key=_key), key=lambda risk: risk.place)}
    cell = (_GRID - _GRID / 4) / len(impact.steps)
    a_line = max(1, int((cell - _PAD) // slot))
    needed = {place: 2 * _PAD + _LINE * -(-len(found) // a_line) for place, found in cells.items()}
    field = lay_out(probability, impact, needed, width=_GRID, least=_LEAST)
    parts = draw_field(field, probability, impact)
    for place, found in cells.items():
        parts += _draw_numbers(found, field.corner(place), slot, a_line)
    bottom = field.bottom + HEAD_AND_FOOT
    if any(risk.occurred for risk in risks):
        parts.append(box(field.left, bottom + 1, 9, 9, fill=INK))
        parts.append(write(field.left + 13, bottom + 8, occurred, size=SMALL))
        bottom += 12
    parts += _list_risks(sorted(risks, key=_gravity), bottom, more)
    return frame_picture(frame, bottom, parts)


def _key(risk: Risk) -> Place:
    return risk.place


def _gravity(risk: Risk) -> tuple[int, int]:
    """Order by the sum of both grades, then by the higher impact."""
    return -sum(risk.place), -risk.place[1]


def _draw_numbers(found: Sequence[Risk], corner: tuple[float, float], slot: float, a_line: int) -> list[str]:
    parts: list[str] = []
    for at, risk in enumerate(found):
        x = corner[0] + _PAD + (at % a_line) * slot
        y = corner[1] + _PAD + (at // a_line) * _LINE
        if risk.occurred:
            parts.append(box(x, y, slot - 2.5, 10.5, fill=INK))
        ink = WHITE if risk.occurred else INK
        parts.append(write(x + (slot - 2.5) / 2, y + 8, risk.number, anchor="middle", bold=True, fill=ink))
    return parts


def _list_risks(risks: Sequence[Risk], bottom: float, more: str) -> list[str]:
    """Say the gravest risks in words, in as many lines each as let all of them in, but at least two."""
    left = _GRID + _GAP
    room = WIDTH - left - _NUMBER
    for most in _LINES:
        texts = [wrap(risk.label, room, most) for risk in risks]
        if sum(len(lines) * _ITEM + 4 for lines in texts) <= bottom:
            break
    parts: list[str] = []
    y = 8.0
    for risk, lines in zip(risks, texts, strict=True):
        if y + len(lines) * _ITEM > bottom - (0 if risk is risks[-1] else _ITEM):
            parts.append(write(left, y, fit(more, WIDTH - left, SMALL), size=SMALL, fill=GREY))
            break
        parts.append(write(left + _NUMBER - 5, y, risk.number, anchor="end", bold=True))
        parts += [write(left + _NUMBER, y + at * _ITEM, text) for at, text in enumerate(lines)]
        y += len(lines) * _ITEM + 4
    return parts


def group_places(risks: Sequence[Risk]) -> Mapping[Place, tuple[str, ...]]:
    """List the row numbers of each cell that has any, the gravest cell first."""
    places = sorted({risk.place for risk in risks}, key=lambda place: (-sum(place), -place[1]))
    return {place: tuple(risk.number for risk in risks if risk.place == place) for place in places}
