"""Payments and warranty in time: a row each, with the day of judgement and the cut-off as lines through all of them.

A diamond stands on the due date: full when all came in, half when a part did, empty when nothing did. What is owed and
overdue has a hatched band from its due date to the day of judgement. A period is a bar with an end at each known date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from takeover.report.charts.canvas import (
    GREY,
    INK,
    PALE,
    RULE,
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
    path,
    write,
)
from takeover.report.charts.scales import Scale, span_days

LABEL, AMOUNT, STATE = 140.0, 76.0, 104.0
"""Widths of the words on the left, and of amount and state on the right, at most."""
_NUMBER, _GAP = 17.0, 7.0
_HEAD, _STEP = 34.0, 13.0
_DIAMOND = 3.6
_WIDEST_LATE, _NEAR = 74.0, 10.0


class Paid(StrEnum):
    """How much of a payment came in."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A payment on its due date; `late` says for how long it is overdue, and is empty where it is not."""

    number: str
    label: str
    on: dt.date
    paid: Paid
    amount: str
    state: str
    late: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time from a day to a day, one of which may be unknown."""

    label: str
    start: dt.date | None
    end: dt.date | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day that concerns every row."""

    label: str
    on: dt.date
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMark:
    """A day on the axis with its words."""

    label: str
    on: dt.date


def list_days(events: tuple[Event, ...], periods: tuple[Period, ...], moments: tuple[Moment, ...]) -> list[dt.date]:
    """List every day of a picture."""
    ends = (day for period in periods for day in (period.start, period.end) if day)
    return [*(event.on for event in events), *ends, *(moment.on for moment in moments)]


def draw_timeline(
    frame: Frame,
    *,
    headings: tuple[str, str, str],
    events: tuple[Event, ...],
    periods: tuple[Period, ...],
    moments: tuple[Moment, ...],
    marks: tuple[TimeMark, ...],
) -> Markup:
    """Draw the rows; `moments[0]` is the day of judgement; `headings` stand over words, amounts and states."""
    columns = _lay_out(headings, events, periods, moments)
    bottom = _HEAD + _STEP * (len(events) + len(periods))
    parts = _draw_ground(headings, columns, len(events) + len(periods), bottom)
    parts += _draw_marks(marks, columns.scale, bottom)
    parts += _draw_moments(moments, columns.scale, bottom)
    lines = [columns.scale.place_day(moment.on) for moment in moments]
    for at, event in enumerate(events):
        parts += _draw_event(frame, event, columns, _HEAD + at * _STEP + 9, lines)
    for at, period in enumerate(periods, len(events)):
        parts += _draw_period(period, columns, _HEAD + at * _STEP + 9)
    return frame_picture(frame, bottom + 13, parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Widths of the words, amounts and states, and the scale between them."""

    label: float
    amount: float
    state: float
    scale: Scale


def _lay_out(
    headings: tuple[str, str, str],
    events: tuple[Event, ...],
    periods: tuple[Period, ...],
    moments: tuple[Moment, ...],
) -> _Columns:
    """Give the words what they need, and time the rest, but so that the words behind the day of judgement have room."""
    rows: list[Event | Period] = [*events, *periods]
    words = max(measure(row.label) for row in rows) + _NUMBER
    label = min(LABEL, max(words, measure(headings[0])))
    amount = min(AMOUNT, max(measure(text) for text in (headings[1], *(event.amount for event in events))))
    state = min(STATE, max(measure(text) for text in (headings[2], *(row.state for row in rows))))
    left, room = label + _GAP, WIDTH - label - amount - state - 4 * _GAP
    days = list_days(events, periods, moments)
    late = max((measure(event.late, SMALL) + _NEAR + 5 for event in events if event.late), default=0.0)
    share = span_days(days, 0, 1).place_day(moments[0].on)
    width = min(room, (room - min(late, _WIDEST_LATE)) / share) if share else room
    return _Columns(label=label, amount=amount, state=state, scale=span_days(days, left, width))


def _draw_ground(headings: tuple[str, str, str], columns: _Columns, rows: int, bottom: float) -> list[str]:
    first, second, third = headings
    parts = [
        write(0, 28, fit(first, columns.label), bold=True),
        write(WIDTH - columns.state - _GAP, 28, fit(second, columns.amount), anchor="end", bold=True),
        write(WIDTH - columns.state, 28, fit(third, columns.state), bold=True),
        line(0, _HEAD - 2, WIDTH, _HEAD - 2, stroke=INK, width=0.8),
    ]
    parts += [line(0, _HEAD + n * _STEP, WIDTH, _HEAD + n * _STEP, stroke=PALE) for n in range(1, rows)]
    return [*parts, line(0, bottom, WIDTH, bottom, stroke=RULE)]


def _draw_marks(marks: tuple[TimeMark, ...], scale: Scale, bottom: float) -> list[str]:
    """Mark the axis; a word that would touch the one before it is left out."""
    parts: list[str] = []
    free = 0.0
    for mark in marks:
        at = scale.place_day(mark.on)
        start = _centre(at, measure(mark.label, SMALL), scale)
        parts.append(line(at, _HEAD, at, bottom + 2.5, stroke=RULE))
        if start >= free:
            parts.append(write(start, bottom + 10, mark.label, size=SMALL, fill=GREY))
            free = start + measure(mark.label, SMALL) + 4
    return parts


def _draw_moments(moments: tuple[Moment, ...], scale: Scale, bottom: float) -> list[str]:
    """Draw each moment as a line: the words of the first above, of the others beside it, away from the first."""
    parts: list[str] = []
    first = scale.place_day(moments[0].on)
    for level, moment in enumerate(moments):
        at, base = scale.place_day(moment.on), 8 + level * 9
        top = base + 2 if level == 0 else base - 6
        parts.append(line(at, top, at, bottom, stroke=INK, width=0.9, dashed=moment.dashed))
        shown = fit(moment.label, LABEL, SMALL)
        width = measure(shown, SMALL)
        start = _centre(at, width, scale) if level == 0 else _set_beside(at, first, width)
        parts.append(write(start, base, shown, size=SMALL, bold=True))
    return parts


def _set_beside(at: float, first: float, width: float) -> float:
    """Return where a text begins that stands beside its line, off the first line and inside the picture."""
    starts = (at + 3, at - 3 - width, max(at, first) + 3, min(at, first) - 3 - width)
    free = (x for x in starts if 0 <= x <= WIDTH - width and not x - 1 < first < x + width + 1)
    return next(free, max(0.0, min(at + 3, WIDTH - width)))


def _centre(at: float, width: float, scale: Scale) -> float:
    """Return where a text begins that is centred on a place and does not leave the scale by more than it must."""
    return max(scale.left, min(at - width / 2, max(scale.left + scale.width, scale.left + width) - width))


def _draw_event(frame: Frame, event: Event, columns: _Columns, base: float, lines: list[float]) -> list[str]:
    at, middle = columns.scale.place_day(event.on), base - 2.6
    parts = [
        write(_NUMBER - 5, base, fit(event.number, _NUMBER), size=SMALL, anchor="end"),
        write(_NUMBER, base, fit(event.label, columns.label - _NUMBER)),
        write(WIDTH - columns.state - _GAP, base, fit(event.amount, columns.amount), anchor="end"),
        write(WIDTH - columns.state, base, fit(event.state, columns.state)),
    ]
    if event.late:
        now = lines[0]
        behind = max(place for place in lines if now <= place < now + _NEAR) + 3
        shown = fit(event.late, _WIDEST_LATE - _NEAR, SMALL)
        parts.append(box(at, middle - 2.4, max(1.2, now - at), 4.8, fill=frame.hatch, stroke=SOLID))
        parts.append(box(behind - 1, middle - 4, measure(shown, SMALL) + 1, 8, fill=WHITE))
        parts.append(write(behind, base, shown, size=SMALL))
    return parts + _draw_diamond(at, middle, event.paid)


def _draw_diamond(x: float, y: float, paid: Paid) -> list[str]:
    outline = ((x, y - _DIAMOND), (x + _DIAMOND, y), (x, y + _DIAMOND), (x - _DIAMOND, y))
    parts = [path(outline, fill=INK if paid is Paid.ALL else WHITE, stroke=INK, width=0.9)]
    if paid is Paid.PART:
        parts.append(path((outline[0], outline[3], outline[2]), fill=INK))
    return parts


def _draw_period(period: Period, columns: _Columns, base: float) -> list[str]:
    start = columns.scale.place_day(period.start) if period.start else None
    end = columns.scale.place_day(period.end) if period.end else None
    known = [at for at in (start, end) if at is not None]
    said = fit(period.state, columns.amount + _GAP + columns.state)
    parts = [
        write(_NUMBER, base, fit(period.label, columns.label - _NUMBER)),
        write(min(WIDTH - columns.state, WIDTH - measure(said)), base, said),
    ]
    if len(known) > 1:
        parts.append(box(min(known), base - 4.6, max(known) - min(known), 4, fill=SOLID))
    return parts + [line(at, base - 6.6, at, base + 1.4, stroke=INK, width=1.4) for at in known]
