"""Working days. A day is off if it stands in the list of days off, weekends included; nothing here knows a country.

The list is an input of every judgement and is frozen in the baseline, so that the same record gives the same dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

HORIZON_DAYS = 120
"""How far ahead days off are listed: the 90-day plan and a month to spare."""


def list_weekends(start: dt.date, days: int = HORIZON_DAYS) -> tuple[dt.date, ...]:
    """List the Saturdays and Sundays from `start` on."""
    dates = (start + dt.timedelta(days=n) for n in range(days))
    return tuple(date for date in dates if date.weekday() >= 5)


def add_working_days(start: dt.date, days: int, days_off: Collection[dt.date]) -> dt.date:
    """Return the date that lies `days` working days after `start`."""
    date = start
    left = days
    while left > 0:
        date += dt.timedelta(days=1)
        left -= date not in days_off
    return date
