"""Unpaid extra work added up: a stair over time; what the client was told of is solid, what it was not is hatched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from markupsafe import Markup

from takeover.report.charts.canvas import (
    GREY,
    INK,
    RULE,
    SMALL,
    SOLID,
    WIDTH,
    Frame,
    box,
    fit,
    frame_picture,
    line,
    measure,
    path,
    write,
)
from takeover.report.charts.scales import Scale, span_days
from takeover.report.charts.timeline import TimeMark

AXIS, SIDE = 34.0, 126.0
"""Widths of the numbers on the left and of the words on the right."""
_TOP, _HEIGHT = 12.0, 104.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Work given away on a day: the row's number, its worth, and whether the client was told."""

    number: str
    on: dt.date
    worth: Decimal
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A word and an amount beside the stair."""

    label: str
    amount: str


def draw_extra_work(
    frame: Frame,
    *,
    steps: tuple[Step, ...],
    until: dt.date,
    amounts: tuple[tuple[Decimal, str], ...],
    marks: tuple[TimeMark, ...],
    keys: tuple[Key, Key, Key],
) -> Markup:
    """Draw the steps up to the day `until`; at least one.

    `amounts` are the marks of the upright axis from nothing to the top; `keys` say all, told and not told.
    """
    ordered = sorted(steps, key=lambda step: step.on)
    end = max(until, ordered[-1].on) + dt.timedelta(days=1)
    across = span_days((ordered[0].on, end), AXIS + 6, WIDTH - AXIS - SIDE - 18)
    up = Scale(low=Decimal(0), high=amounts[-1][0], left=0, width=_HEIGHT)
    floor = _TOP + _HEIGHT
    parts = _draw_axes(amounts, marks, across, up)
    told = [step.worth if step.told else Decimal(0) for step in ordered]
    days = [step.on for step in ordered]
    for worths, fill in (([step.worth for step in ordered], frame.hatch), (told, SOLID)):
        stair = _climb(days, worths, end, across, up)
        parts.append(path([(stair[0][0], floor), *stair, (stair[-1][0], floor)], fill=fill, stroke=INK))
    parts += _number_steps(ordered, across, up)
    parts += _draw_keys(frame, keys)
    return frame_picture(frame, floor + 14, parts)


def _climb(
    days: Sequence[dt.date], worths: Sequence[Decimal], end: dt.date, across: Scale, up: Scale
) -> list[tuple[float, float]]:
    """List the corners of a stair from its first step to its end."""
    corners: list[tuple[float, float]] = []
    before = Decimal(0)
    for day, total in zip(days, accumulate(worths), strict=True):
        at = across.place_day(day)
        corners += [(at, _height(before, up)), (at, _height(total, up))]
        before = total
    return [*corners, (across.place_day(end), _height(before, up))]


def _height(total: Decimal, up: Scale) -> float:
    return _TOP + _HEIGHT - up.place(total)


def _draw_axes(
    amounts: tuple[tuple[Decimal, str], ...], marks: tuple[TimeMark, ...], across: Scale, up: Scale
) -> list[str]:
    right, floor = across.left + across.width, _TOP + _HEIGHT
    parts: list[str] = []
    for amount, label in amounts:
        at = _height(amount, up)
        parts.append(line(across.left, at, right, at, stroke=RULE if amount else INK))
        parts.append(write(AXIS, at + 2.5, fit(label, AXIS, SMALL), size=SMALL, anchor="end", fill=GREY))
    free = 0.0
    for mark in marks:
        at = across.place_day(mark.on)
        start = max(across.left, min(at - measure(mark.label, SMALL) / 2, WIDTH - measure(mark.label, SMALL)))
        parts.append(line(at, floor, at, floor + 3, stroke=INK))
        if start >= free:
            parts.append(write(start, floor + 11, mark.label, size=SMALL, fill=GREY))
            free = start + measure(mark.label, SMALL) + 4
    return parts


def _number_steps(steps: Sequence[Step], across: Scale, up: Scale) -> list[str]:
    """Write the row's number above its step; where steps are close, above the last of them."""
    parts: list[str] = []
    totals = list(accumulate(step.worth for step in steps))
    places = [across.place_day(step.on) for step in steps]
    for at, step in enumerate(steps):
        width = measure(step.number, SMALL) + 3
        if at + 1 < len(steps) and places[at + 1] - places[at] < width:
            continue
        parts.append(write(places[at] + 1.5, _height(totals[at], up) - 2.5, step.number, size=SMALL))
    return parts


def _draw_keys(frame: Frame, keys: tuple[Key, Key, Key]) -> list[str]:
    left = WIDTH - SIDE
    fills = ("", frame.hatch, SOLID)
    parts: list[str] = []
    for at, (key, fill) in enumerate(zip((keys[0], keys[2], keys[1]), fills, strict=True)):
        base = _TOP + 10 + at * 28
        if fill:
            parts.append(box(left, base - 6.5, 9, 7, fill=fill, stroke=INK))
        parts.append(write(left + (13 if fill else 0), base, fit(key.label, SIDE - 13)))
        parts.append(write(left + (13 if fill else 0), base + 10.5, fit(key.amount, SIDE - 13), bold=True))
    return parts
