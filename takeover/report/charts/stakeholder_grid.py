"""Stakeholders by power and interest, with how they stand and how they should. For the PM's private annex only."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from takeover.report.charts.canvas import SMALL, WIDTH, Frame, fit, frame_picture, write
from takeover.report.charts.grid import HEAD_AND_FOOT, Grade, Place, draw_field, lay_out

_LEAST, _PAD, _ITEM = 40.0, 6.0, 21.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    """Somebody in a cell: row number, name or role, and the present and the wanted engagement as words."""

    number: str
    label: str
    place: Place
    engagement: str = ""


def draw_stakeholder_grid(
    frame: Frame, *, power: Grade, interest: Grade, stakeholders: tuple[Stakeholder, ...]
) -> Markup:
    """Draw the stakeholders in their cells, one below the other."""
    cells: dict[Place, list[Stakeholder]] = {}
    for stakeholder in stakeholders:
        cells.setdefault(stakeholder.place, []).append(stakeholder)
    needed = {place: 2 * _PAD + _ITEM * len(found) for place, found in cells.items()}
    field = lay_out(power, interest, needed, width=WIDTH, least=_LEAST)
    parts = draw_field(field, power, interest)
    for place, found in cells.items():
        left, top = field.corner(place)
        for at, stakeholder in enumerate(found):
            base, room = top + _PAD + 7 + at * _ITEM, field.cell - 2 * _PAD
            parts.append(write(left + _PAD, base, fit(f"{stakeholder.number} {stakeholder.label}", room)))
            parts.append(write(left + _PAD, base + 9, fit(stakeholder.engagement, room, SMALL), size=SMALL))
    return frame_picture(frame, field.bottom + HEAD_AND_FOOT, parts)
