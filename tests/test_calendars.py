"""Working days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.calendars import HORIZON_DAYS, add_working_days, count_working_days, list_days_off, list_weekends

FRIDAY = dt.date(2026, 11, 20)


def test_list_weekends_names_saturdays_and_sundays_from_the_start_on():
    assert list_weekends(FRIDAY, 10) == (
        dt.date(2026, 11, 21),
        dt.date(2026, 11, 22),
        dt.date(2026, 11, 28),
        dt.date(2026, 11, 29),
    )
    assert list_weekends(dt.date(2026, 11, 22), 1) == (dt.date(2026, 11, 22),)


def test_list_weekends_reaches_past_the_90_day_plan():
    assert list_weekends(FRIDAY)[-1] > FRIDAY + dt.timedelta(days=HORIZON_DAYS - 8)


@pytest.mark.parametrize(
    ("days", "days_off", "date"),
    [
        (0, (), FRIDAY),
        (1, (), dt.date(2026, 11, 21)),
        (1, list_weekends(FRIDAY), dt.date(2026, 11, 23)),
        (5, list_weekends(FRIDAY), dt.date(2026, 11, 27)),
        (1, (*list_weekends(FRIDAY), dt.date(2026, 11, 23)), dt.date(2026, 11, 24)),
        (-3, (), FRIDAY),
    ],
)
def test_add_working_days_leaves_out_days_off(days, days_off, date):
    assert add_working_days(FRIDAY, days, days_off) == date


@settings(max_examples=50, deadline=None, database=None)
@given(st.integers(1, 60), st.sets(st.dates(FRIDAY, FRIDAY + dt.timedelta(days=90))))
def test_add_working_days_counts_exactly_the_working_days(days, days_off):
    end = add_working_days(FRIDAY, days, days_off)
    passed = [FRIDAY + dt.timedelta(days=n) for n in range(1, (end - FRIDAY).days + 1)]
    assert sum(date not in days_off for date in passed) == days
    assert end not in days_off


@given(start=st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)), days=st.integers(0, 400))
def test_count_working_days_counts_mondays_to_fridays(start, days):
    end = start + dt.timedelta(days=days)
    plain = sum((start + dt.timedelta(days=n)).weekday() < 5 for n in range(1, days + 1))
    assert count_working_days(start, end, list_weekends(start)) == plain
    assert count_working_days(start, end, ()) == plain
    assert count_working_days(end, start, list_weekends(start)) == 0


def test_count_working_days_leaves_out_days_off_and_counts_a_working_saturday():
    off = (dt.date(2026, 11, 22), dt.date(2026, 11, 24), dt.date(2026, 12, 31))
    assert count_working_days(FRIDAY, dt.date(2026, 11, 24), off) == 2


def test_list_days_off_without_a_region_is_the_weekends():
    assert list_days_off(FRIDAY) == list_weekends(FRIDAY)


def test_list_days_off_adds_holidays_of_a_country_and_of_its_part():
    start = dt.date(2026, 8, 10)
    assert dt.date(2026, 8, 15) in list_days_off(start, "AT", 10)
    plain, bavaria = (set(list_days_off(dt.date(2027, 1, 1), region, 10)) for region in ("DE", "DE-BY"))
    assert bavaria - plain == {dt.date(2027, 1, 6)}


def test_list_days_off_counts_a_worked_weekend_as_working_day():
    listed = list_days_off(dt.date(2024, 9, 20), "CN", 25)
    assert dt.date(2024, 10, 1) in listed
    assert dt.date(2024, 9, 29) not in listed


@pytest.mark.parametrize("region", ["XX", "Austria", "DE-XX", "-", "at"])
def test_list_days_off_refuses_a_region_that_nobody_knows(region):
    with pytest.raises(ValueError, match=r"no holidays|no region"):
        list_days_off(FRIDAY, region)
