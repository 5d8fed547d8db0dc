"""Quantities of computed facts in words: what came out of a division is rounded, what was recorded keeps its digits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from takeover.assessment.facts.model import Quantity
from takeover.report.numbers import round_half_up
from takeover.report.wording import Wording
from takeover.values import Money, Number, Percent

_LONG = -2
"""Numbers with more decimals than this came out of a division."""


def write_quantity(quantity: Quantity, wording: Wording) -> str:
    """Write a quantity: shares and counts with one decimal at most, amounts with two."""
    match quantity:
        case Percent(value=value):
            return wording.answer(Percent(value=_round(value, 1)), None, {})
        case Number(value=value, unit=unit):
            return wording.answer(Number(value=_round(value, 1), unit=unit), None, {})
        case Money(amount=amount, currency=currency):
            return wording.answer(Money(amount=_round(amount, 2), currency=currency), None, {})
        case _:
            return wording.answer(quantity, None, {})


def _round(value: Decimal, places: int) -> Decimal:
    exponent = value.as_tuple().exponent
    long = isinstance(exponent, int) and exponent < _LONG
    return round_half_up(Fraction(value), places) if long else value
