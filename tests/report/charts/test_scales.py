from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.report.charts.scales import Scale, mark_amounts, mark_months, span_amounts


def test_a_scale_of_amounts_holds_nothing_too() -> None:
    scale = span_amounts((Decimal(50), Decimal(200)), 10, 100)
    assert [scale.place(Decimal(value)) for value in (0, 50, 200)] == [10, 35, 110]
    below = span_amounts((Decimal(-100), Decimal(100)), 0, 100)
    assert below.place(Decimal(0)) == 50


def test_a_scale_without_length_puts_everything_at_its_beginning() -> None:
    assert Scale(low=Decimal(3), high=Decimal(3), left=7, width=90).place(Decimal(3)) == 7


@given(st.decimals(min_value="0.01", max_value="1e40", places=2))
def test_marks_of_amounts_are_round_few_and_reach_over_the_highest(highest: Decimal) -> None:
    marks = mark_amounts(highest)
    assert marks[0] == 0
    assert marks[-2] < highest <= marks[-1]
    assert 2 <= len(marks) <= 6
    assert set(str(marks[1].normalize().as_tuple().digits)) & set("125")


@given(st.dates(), st.dates())
def test_marks_of_months_lie_between_the_days_and_are_few(one: dt.date, other: dt.date) -> None:
    first, last = min(one, other), max(one, other)
    marks = mark_months(first, last)
    assert len(marks) <= 4
    assert all(first <= day <= last and day.day == 1 for day, _ in marks)


@pytest.mark.parametrize(
    ("first", "last", "marks"),
    [
        ("2026-04-01", "2026-07-31", ["2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01"]),
        ("2026-04-02", "2027-03-31", ["2026-07-01", "2026-10-01", "2027-01-01"]),
        ("2026-04-02", "2026-05-20", []),
        ("0001-01-01", "9999-12-31", ["2000-01-01", "4000-01-01", "6000-01-01", "8000-01-01"]),
    ],
)
def test_marks_of_months_are_evenly_apart(first: str, last: str, marks: list[str]) -> None:
    found = mark_months(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert [day.isoformat() for day, _ in found] == marks
