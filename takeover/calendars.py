"""Working days. A day is off if it stands in the list of days off, weekends included.

The list is an input of every judgement and is frozen in the baseline, so that the same record gives the same dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)
HORIZON_DAYS = 120
"""How far ahead days off are listed: the 90-day plan and a month to spare."""


def list_weekends(start: dt.date, days: int = HORIZON_DAYS) -> tuple[dt.date, ...]:
    """List the Saturdays and Sundays from `start` on."""
    dates = (start + dt.timedelta(days=n) for n in range(days))
    return tuple(date for date in dates if date.weekday() >= 5)


def list_days_off(start: dt.date, region: str = "", days: int = HORIZON_DAYS) -> tuple[dt.date, ...]:
    """List weekends and the public holidays of a region from `start` on.

    `region` is a country or a part of one (ISO 3166: AT, DE-BY, CN), empty for weekends alone. Days on which a weekend
    is worked, as in China, are not off. Which days are holidays is the knowledge of the library `holidays`.

    Raises:
        ValueError: the library does not know the region.
    """
    weekends = set(list_weekends(start, days))
    if not region:
        return tuple(sorted(weekends))
    if not _REGION.fullmatch(region):
        raise ValueError(f"{region!r} is no region by ISO 3166")
    import holidays

    country, _, part = region.partition("-")
    end = start + dt.timedelta(days=days - 1)
    try:
        known = holidays.country_holidays(country, subdiv=part or None, years=range(start.year, end.year + 1))
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known for {region!r}") from error
    worked = set(getattr(known, "weekend_workdays", ()))
    return tuple(sorted((weekends - worked) | {day for day in known if start <= day <= end}))


def add_working_days(start: dt.date, days: int, days_off: Collection[dt.date]) -> dt.date:
    """Return the date that lies `days` working days after `start`."""
    date = start
    left = days
    while left > 0:
        date += dt.timedelta(days=1)
        left -= date not in days_off
    return date


def count_working_days(start: dt.date, end: dt.date, days_off: Collection[dt.date]) -> int:
    """Count the working days after `start` up to and with `end`; none where the end has passed.

    As far as the list reaches it decides alone, so that a working Saturday counts; behind it weekends are off.
    """
    listed = max(days_off, default=start)
    days = max(0, (min(end, listed) - start).days)
    inside = sum(start + dt.timedelta(days=n) not in days_off for n in range(1, days + 1))
    return inside + _count_weekdays(max(start, listed), end)


def _count_weekdays(start: dt.date, end: dt.date) -> int:
    """Count Mondays to Fridays after `start` up to and with `end`, by whole weeks and a rest."""
    weeks, rest = divmod(max(0, (end - start).days), 7)
    return weeks * 5 + sum((start.weekday() + n) % 7 < 5 for n in range(1, rest + 1))
