"""Numbers, amounts and dates as a reader of a language expects them; fractions are rounded here and nowhere else.

Rounding is half up and exact. A recorded decimal keeps all its digits: rounding what somebody said would change it.
An amount carries its ISO 4217 code, because the sign $ names many currencies.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from math import floor

from takeover.values import Money

_LOCALES = {"en": "en", "zh-Hans": "zh_Hans_CN"}
_DATE_PATTERNS = {"en": "d MMM y", "zh-Hans": "y年M月d日"}
_MONTH_PATTERNS = {"en": "MMM y", "zh-Hans": "y年M月"}
_YEAR_PATTERNS = {"en": "y", "zh-Hans": "y年"}
_NAMED_DIGITS = 15
"""Numbers with more digits have no name of their own in any language."""


def round_half_up(value: Fraction, places: int = 0) -> Decimal:
    """Round an exact number to decimal places; a half goes up."""
    scaled = floor(value * 10**places + Fraction(1, 2))
    return Decimal(scaled).scaleb(-places)


def show_decimal(value: Decimal, language: str) -> str:
    """Write a number with the language's grouping and all its digits, however many (Babel's own format rounds)."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = _LOCALES[language]
    signs = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}
    return "".join(signs.get(character, character) for character in f"{value:,f}")


def show_percent(value: Decimal, language: str) -> str:
    """Write a percentage: 32 %."""
    return f"{show_decimal(value, language)}{'%' if language == 'zh-Hans' else ' %'}"


def show_share(value: Fraction, language: str, places: int = 0) -> str:
    """Write a share from 0 to 1 as a rounded percentage."""
    return show_percent(round_half_up(value * 100, places), language)


def show_money(money: Money, language: str) -> str:
    """Write an amount with its currency code."""
    return f"{show_decimal(money.amount, language)} {money.currency}"


def show_date(date: dt.date, language: str) -> str:
    """Write a date so that day and month cannot be mixed up."""
    from babel.dates import format_date

    return format_date(date, _DATE_PATTERNS[language], locale=_LOCALES[language])


def show_month(date: dt.date, language: str) -> str:
    """Write the month of a date with its year."""
    from babel.dates import format_date

    return format_date(date, _MONTH_PATTERNS[language], locale=_LOCALES[language])


def show_year(date: dt.date, language: str) -> str:
    """Write the year of a date."""
    from babel.dates import format_date

    return format_date(date, _YEAR_PATTERNS[language], locale=_LOCALES[language])


def show_compact(value: Decimal, language: str) -> str:
    """Write a number where there is little room: 1.2M, 120万; beyond the named ones 1.2E+45."""
    from babel.numbers import format_compact_decimal

    if value.adjusted() >= _NAMED_DIGITS:
        return f"{value:.1E}"
    return format_compact_decimal(value, locale=_LOCALES[language], fraction_digits=1)
