"""Cells of register rows as typed values; a cell that is missing or does not read as its type is None."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from takeover.assessment.facts.model import Figure, Tone
from takeover.record.rows import Row
from takeover.values import Money, Number, date_from_text, decimal_from_text


def text_of(row: Row, column: str) -> str:
    """Return a cell as text, empty where it is missing or an amount."""
    value = row.values.get(column, "")
    return value if isinstance(value, str) else ""


def date_of(row: Row, column: str) -> dt.date | None:
    """Return a cell as a date."""
    try:
        return date_from_text(text_of(row, column))
    except ValueError:
        return None


def number_of(row: Row, column: str) -> Decimal | None:
    """Return a cell as a number; percentages are numbers of percent."""
    try:
        return decimal_from_text(text_of(row, column))
    except ValueError:
        return None


def money_of(row: Row, column: str) -> Money | None:
    """Return a cell as an amount."""
    value = row.values.get(column)
    return value if isinstance(value, Money) else None


def add_up(priced: Iterable[tuple[Row, Money]]) -> tuple[tuple[Money, tuple[str, ...]], ...]:
    """Add amounts up, each currency by itself, with the ids of its rows, in the order of the currency's code."""
    sums: dict[str, Decimal] = {}
    rows: dict[str, list[str]] = {}
    for row, money in priced:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
        rows.setdefault(money.currency, []).append(row.id)
    return tuple(
        (Money(amount=amount, currency=currency), tuple(rows[currency])) for currency, amount in sorted(sums.items())
    )


def ids_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """List the ids of rows."""
    return tuple(row.id for row in rows)


def count_rows(name: str, rows: Sequence[Row], tone: Tone = Tone.PLAIN) -> Figure:
    """Make the figure that counts rows."""
    return Figure(name=name, value=Number(value=Decimal(len(rows))), rows=ids_of(rows), tone=tone)


def count_alarms(groups: Mapping[str, Sequence[Row]]) -> list[Figure]:
    """Count the rows of each group that has any; each needs attention."""
    return [count_rows(name, found, Tone.ALARM) for name, found in groups.items() if found]


def list_left_out(rows: Iterable[Row], used: Iterable[Row]) -> tuple[str, ...]:
    """List the ids of the rows that a formula did not use."""
    inside = set(ids_of(used))
    return tuple(row.id for row in rows if row.id not in inside)


def split_names(text: str) -> tuple[str, ...]:
    """Split a cell that names several people: at commas, semicolons, slashes, and their Chinese forms."""
    for mark in ";；,，、/&\n":
        text = text.replace(mark, "\0")
    return tuple(name for part in text.split("\0") if (name := part.strip()))


def single_row(rows: Sequence[Row]) -> Row | None:
    """Return the newest row of a table that should have one, such as the contract card."""
    return rows[-1] if rows else None
