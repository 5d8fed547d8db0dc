"""Scales: where an amount or a day lies in a picture, and at which round values its axis is marked. Exact, no texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MONTHS_A_YEAR = 12
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000, 60000)
_AMOUNT_STEPS = tuple(map(Decimal, ("0.1", "0.2", "0.5", "1", "2", "5", "10")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Values from `low` to `high` laid out from `left` over `width` points; what lies outside is put at the end."""

    low: Decimal
    high: Decimal
    left: float
    width: float

    def place(self, value: Decimal) -> float:
        """Return where a value lies."""
        span = self.high - self.low
        share = float((value - self.low) / span) if span else 0.0
        return self.left + self.width * min(1.0, max(0.0, share))

    def place_day(self, day: dt.date) -> float:
        """Return where a day lies on a scale of days."""
        return self.place(Decimal(day.toordinal()))


def span_amounts(amounts: Iterable[Decimal], left: float, width: float) -> Scale:
    """Make the scale that holds these amounts and nothing."""
    found = (Decimal(0), *amounts)
    return Scale(low=min(found), high=max(found), left=left, width=width)


def span_days(days: Iterable[dt.date], left: float, width: float) -> Scale:
    """Make the scale that holds these days; a single one stands at its beginning."""
    found = [Decimal(day.toordinal()) for day in days]
    return Scale(low=min(found), high=max(found), left=left, width=width)


def mark_amounts(highest: Decimal, most: int = 4) -> tuple[Decimal, ...]:
    """List round amounts from nothing to `highest` or just above it, in at most `most` steps of 1, 2 or 5."""
    if highest <= 0:
        return (Decimal(0),)
    unit = Decimal(1).scaleb(highest.adjusted())
    step = next(unit * size for size in _AMOUNT_STEPS if unit * size * most >= highest)
    marks = [Decimal(0)]
    while marks[-1] < highest:
        marks.append(marks[-1] + step)
    return tuple(marks)


def mark_months(first: dt.date, last: dt.date, most: int = 4) -> tuple[tuple[dt.date, bool], ...]:
    """List at most `most` beginnings of months between two days, evenly apart; True where only the year counts.

    Where less than two lie between them, the two days themselves are better marks: the list is empty.
    """
    start = first.year * MONTHS_A_YEAR + first.month - (first.day == 1)
    end = last.year * MONTHS_A_YEAR + last.month - 1
    for step in _MONTH_STEPS:
        months = range(-(-start // step) * step, end + 1, step)
        if len(months) <= most:
            whole = step % MONTHS_A_YEAR == 0
            marks = (dt.date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1) for month in months)
            return tuple((mark, whole) for mark in marks) if len(months) > 1 else ()
    return ()
