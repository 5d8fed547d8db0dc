from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.report.numbers import round_half_up, show_date, show_decimal, show_money, show_percent, show_share
from takeover.values import Money


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(65, 2), 0, "33"),
        (Fraction(950, 29), 1, "32.8"),
        (Fraction(2150, 29), 1, "74.1"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 2), 0, "0"),
        (Fraction(0), 0, "0"),
    ],
)
def test_round_half_up_is_exact_and_takes_a_half_up(value: Fraction, places: int, shown: str) -> None:
    assert str(round_half_up(value, places)) == shown


@given(st.fractions(min_value=0, max_value=100), st.integers(min_value=0, max_value=4))
def test_round_half_up_is_never_more_than_half_a_unit_away(value: Fraction, places: int) -> None:
    assert abs(Fraction(round_half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("305000000", "en", "305,000,000"),
        ("305000000", "zh-Hans", "305,000,000"),
        ("1200000.00", "en", "1,200,000.00"),
        ("0.5", "en", "0.5"),
        ("-3", "en", "-3"),
        ("1E+3", "en", "1,000"),
        ("12345678901234567890.123456789", "en", "12,345,678,901,234,567,890.123456789"),
    ],
)
def test_show_decimal_keeps_every_digit(value: str, language: str, shown: str) -> None:
    assert show_decimal(Decimal(value), language) == shown


def test_show_money_names_the_currency_by_its_code() -> None:
    assert show_money(Money(amount=Decimal("1000.50"), currency="CNY"), "zh-Hans") == "1,000.50 CNY"


@pytest.mark.parametrize(("language", "shown"), [("en", "6 Mar 2026"), ("zh-Hans", "2026年3月6日")])
def test_show_date_cannot_be_read_the_wrong_way_round(language: str, shown: str) -> None:
    assert show_date(dt.date(2026, 3, 6), language) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "66.7 %"), ("zh-Hans", "66.7%")])
def test_show_share_is_a_rounded_percentage(language: str, shown: str) -> None:
    assert show_share(Fraction(2, 3), language, 1) == shown
    assert show_percent(Decimal(32), "en") == "32 %"
