"""Receivables by age: one bar a bucket, one piece of it a row, the older the darker."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from takeover.report.charts.canvas import (
    INK,
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
    write,
)
from takeover.report.charts.scales import Scale, span_amounts

LABEL = 112.0
AMOUNT = 112.0
"""Widths of the words on the left and of the amounts on the right."""
_STEP, _BAR = 19.0, 13.0
_SHADES = (("#b9c8d6", INK), ("#7f9cb7", INK), (SOLID, WHITE), (INK, WHITE))
"""Fill and ink of the buckets from young to old; they differ in grey as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one row owes: its number in the register, and how much."""

    number: str
    size: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """An age with what is owed in it; `amount` is the sum as a text, empty where there is none."""

    label: str
    amount: str
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> Decimal:
        """The sum."""
        return sum((piece.size for piece in self.pieces), Decimal(0))


def draw_ageing(frame: Frame, *, buckets: tuple[Bucket, ...], total: tuple[str, str]) -> Markup:
    """Draw the buckets from young to old, and the total as label and amount below them."""
    scale = span_amounts((bucket.size for bucket in buckets), LABEL + 6, WIDTH - LABEL - AMOUNT - 12)
    parts: list[str] = []
    for at, bucket in enumerate(buckets):
        top = 2 + at * _STEP
        parts.append(write(0, top + 9.5, fit(bucket.label, LABEL)))
        shade = _SHADES[min(at, len(_SHADES) - 1)]
        parts += _draw_pieces(bucket.pieces, scale, top, shade)
        parts.append(write(WIDTH, top + 9.5, fit(bucket.amount or "–", AMOUNT), anchor="end"))
    bottom = 2 + len(buckets) * _STEP
    parts.append(line(scale.left, 0, scale.left, bottom, stroke=INK, width=0.8))
    parts.append(line(0, bottom + 1, WIDTH, bottom + 1, stroke=RULE))
    parts.append(write(0, bottom + 12, fit(total[0], LABEL), bold=True))
    parts.append(write(WIDTH, bottom + 12, fit(total[1], WIDTH - LABEL), anchor="end", bold=True))
    return frame_picture(frame, bottom + 16, parts)


def _draw_pieces(pieces: tuple[Piece, ...], scale: Scale, top: float, shade: tuple[str, str]) -> list[str]:
    """Draw a bar out of the pieces of its rows, each with its row's number where there is room."""
    fill, ink = shade
    parts: list[str] = []
    before = Decimal(0)
    for piece in pieces:
        left, right = scale.place(before), scale.place(before + piece.size)
        before += piece.size
        parts.append(box(left, top, right - left, _BAR, fill=fill))
        if parts[:-1]:
            parts.append(line(left, top, left, top + _BAR, stroke=WHITE, width=0.8))
        if right - left > measure(piece.number, SMALL) + 3:
            parts.append(write((left + right) / 2, top + 9.2, piece.number, size=SMALL, anchor="middle", fill=ink))
    return parts
