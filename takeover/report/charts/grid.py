"""Grids of two grades, such as probability by impact: the field, its words, and where each cell lies.

The upright grade has its highest value on top, the other its highest on the right. A cell gets as high as its
contents; the nearer to the upper right corner, the darker, light enough that ink stays readable on all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takeover.report.charts.canvas import GREY, INK, SMALL, WHITE, box, fit, measure, write

_TITLE = 12.0
_TINTS = (WHITE, "#f1f4f6", "#e3e9ee", "#d2dbe3", "#bfccd8")

Place = tuple[int, int]
"""A cell by its steps on the upright and on the level grade, from nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade: its name, and the words of its steps from low to high."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where a grid lies: left edge of its cells, their width, and the top of each step of the upright grade."""

    left: float
    cell: float
    tops: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def bottom(self) -> float:
        """The lower edge of the lowest cells."""
        return self.tops[0] + self.heights[0]

    def corner(self, place: Place) -> tuple[float, float]:
        """Return the upper left corner of a cell."""
        return self.left + place[1] * self.cell, self.tops[place[0]]


def lay_out(upright: Grade, level: Grade, needed: Mapping[Place, float], *, width: float, least: float) -> Field:
    """Lay a grid out `width` points wide; `needed` is the height of the cells that have contents."""
    words = min(width / 4, max(measure(step, SMALL) for step in upright.steps) + 6)
    heights = tuple(
        max(least, *(needed.get((row, column), 0.0) for column in range(len(level.steps))))
        for row in range(len(upright.steps))
    )
    tops: list[float] = []
    top = _TITLE
    for height in reversed(heights):
        tops.append(top)
        top += height
    cell = (width - words) / len(level.steps)
    return Field(left=words, cell=cell, tops=tuple(reversed(tops)), heights=heights)


def draw_field(field: Field, upright: Grade, level: Grade) -> list[str]:
    """Draw the cells with the words of both grades."""
    rows, columns = len(upright.steps), len(level.steps)
    parts = [write(0, 7.5, fit(f"{upright.title} ↑", field.left + field.cell * columns), bold=True)]
    for row, step in enumerate(upright.steps):
        middle = field.tops[row] + field.heights[row] / 2 + 2.5
        parts.append(write(field.left - 5, middle, fit(step, field.left - 5, SMALL), size=SMALL, anchor="end"))
        for column in range(columns):
            share = (row + column) / max(1, rows + columns - 2)
            tint = _TINTS[round(share * (len(_TINTS) - 1))]
            x, y = field.corner((row, column))
            parts.append(box(x, y, field.cell, field.heights[row], fill=tint, stroke=GREY))
    for column, step in enumerate(level.steps):
        middle = field.left + (column + 0.5) * field.cell
        parts.append(write(middle, field.bottom + 9, fit(step, field.cell - 4, SMALL), size=SMALL, anchor="middle"))
    right = field.left + field.cell * columns
    parts.append(write(right, field.bottom + 19, fit(f"{level.title} →", right), anchor="end", bold=True, fill=INK))
    return parts


HEAD_AND_FOOT = 22.0
"""Points below the cells."""
