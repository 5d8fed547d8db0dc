"""Bars of one or more measures over the same rows: several small pictures on one row axis, in one look.

A bar is solid up to `solid` and hatched beyond; a short upright line marks a limit. Amounts below nothing point left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from takeover.report.charts.canvas import (
    INK,
    PALE,
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
    write,
)
from takeover.report.charts.scales import Scale, span_amounts

LABEL = 160.0
FIGURE = 82.0
"""Widths of the words on the left and of the figure of each bar."""
_NUMBER, _GAP = 17.0, 14.0
_HEAD, _STEP, _BAR = 27.0, 13.0, 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One measure of one row: its figure as a text, its size (None where it is not known), and what of it is solid."""

    figure: str
    size: Decimal | None = None
    solid: Decimal | None = None
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """A row with its number in the register, its words, and one bar a measure."""

    number: str
    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure: what it is, what solid, hatched and the limit's line mean (empty where there is none), the total."""

    title: str
    solid: str
    hatched: str
    limit: str = ""
    total: str = ""


def draw_bars(
    frame: Frame, *, heading: str, measures: tuple[Measure, ...], rows: tuple[BarRow, ...], total: str = ""
) -> Markup:
    """Draw the rows; `heading` stands over their words, `total` before the totals of the measures."""
    width = (WIDTH - LABEL) / len(measures)
    bottom = _HEAD + len(rows) * _STEP
    parts = [write(0, 8, fit(heading, LABEL), bold=True), line(0, _HEAD - 2, WIDTH, _HEAD - 2, stroke=INK, width=0.8)]
    for at, row in enumerate(rows):
        base = _HEAD + at * _STEP + 9
        parts.append(write(_NUMBER - 5, base, fit(row.number, _NUMBER), size=SMALL, anchor="end"))
        parts.append(write(_NUMBER, base, fit(row.label, LABEL - _NUMBER)))
        parts.append(line(0, base + 4, WIDTH, base + 4, stroke=PALE))
    for at, one in enumerate(measures):
        left = LABEL + at * width + _GAP
        parts += _draw_head(frame, one, left, width - _GAP)
        parts += _draw_column(frame, [row.bars[at] for row in rows], left, width - _GAP)
        if one.total:
            parts.append(write(left + width - _GAP, bottom + 10, fit(one.total, width - _GAP), anchor="end", bold=True))
    if total:
        parts.append(line(0, bottom, WIDTH, bottom, stroke=RULE))
        parts.append(write(_NUMBER, bottom + 10, fit(total, LABEL - _NUMBER), bold=True))
    return frame_picture(frame, bottom + (14 if total else 1), parts)


def _draw_head(frame: Frame, one: Measure, left: float, width: float) -> list[str]:
    """Name the measure, and below it what its fills mean."""
    parts = [write(left, 8, fit(one.title, width), bold=True)]
    right = left + width
    for fill, word in ((SOLID, one.solid), (frame.hatch, one.hatched), ("", one.limit)):
        if not word:
            continue
        if fill:
            parts.append(box(left, 14, 7, 6, fill=fill, stroke=SOLID))
        else:
            parts.append(line(left + 3.5, 13, left + 3.5, 21, stroke=INK, width=1.4))
        shown = fit(word, max(0.0, right - left - 10), SMALL)
        parts.append(write(left + 10, 19.5, shown, size=SMALL))
        left += 16 + measure(shown, SMALL)
    return parts


def _draw_column(frame: Frame, bars: Sequence[Bar], left: float, width: float) -> list[str]:
    ends = [end for bar in bars for end in (bar.size, bar.limit) if end is not None]
    scale = span_amounts(ends, left, width - FIGURE)
    parts: list[str] = []
    for at, bar in enumerate(bars):
        top = _HEAD + at * _STEP + 3
        parts += _draw_bar(frame, bar, scale, top)
        parts.append(write(left + width, top + 6, fit(bar.figure, FIGURE - 4), anchor="end"))
    zero = scale.place(Decimal(0))
    return [*parts, line(zero, _HEAD - 2, zero, _HEAD + len(bars) * _STEP, stroke=INK, width=0.6)]


def _draw_bar(frame: Frame, bar: Bar, scale: Scale, top: float) -> list[str]:
    parts: list[str] = []
    if bar.size:
        solid = bar.size if bar.solid is None else max(min(bar.solid, bar.size), Decimal(0))
        start, middle, end = (scale.place(value) for value in (Decimal(0), solid, bar.size))
        if middle != end:
            parts.append(box(min(middle, end), top, abs(end - middle), _BAR, fill=frame.hatch, stroke=SOLID))
        if middle != start:
            parts.append(box(min(start, middle), top, abs(middle - start), _BAR, fill=SOLID))
    if bar.limit is not None:
        at = scale.place(bar.limit)
        parts.append(line(at, top - 1.5, at, top + _BAR + 1.5, stroke=INK, width=1.4))
    return parts
