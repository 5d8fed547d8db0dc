"""Money that should come in: receivables by age, what falls due, what was reached but not invoiced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from takeover.assessment.facts.cells import (
    add_up,
    count_rows,
    date_of,
    ids_of,
    list_left_out,
    money_of,
    text_of,
)
from takeover.assessment.facts.model import ComputedFact, FactName, Figure, Tone
from takeover.record.rows import Row
from takeover.record.situation import Situation
from takeover.values import Money, Number

REGISTER = "payments"
SOON = 30
"""Days that count as soon."""
BUCKETS = (("age_1_30", 1, 30), ("age_31_60", 31, 60), ("age_61_90", 61, 90), ("age_over_90", 91, None))
"""Ageing buckets as the profession cuts them: name, first and last day overdue."""
TRIGGERED = frozenset({"reached", "invoiced", "part_paid", "disputed"})
"""States in which an amount is owed; one that is not triggered is not owed, whatever its date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    """What is still owed of one row, and since when it is due."""

    row: Row
    open: Money
    due: dt.date


def list_payment_facts(situation: Situation, as_of: dt.date) -> tuple[ComputedFact, ...]:
    """Compute the facts of the payments register."""
    rows = situation.rows(REGISTER)
    return (_age_receivables(rows, as_of), _list_due_soon(rows, as_of), _list_not_invoiced(rows))


def open_amount(row: Row) -> Money | None:
    """Return amount less what was received in the same currency; None where the amount is not known.

    A row marked as paid owes nothing. More received than owed counts as nothing owed.
    """
    amount = money_of(row, "amount")
    if amount is None:
        return None
    if text_of(row, "state") == "paid":
        return Money(amount=Decimal(0), currency=amount.currency)
    received = money_of(row, "received")
    paid = received.amount if received and received.currency == amount.currency else Decimal(0)
    return Money(amount=max(Decimal(0), amount.amount - paid), currency=amount.currency)


def _age_receivables(rows: Sequence[Row], as_of: dt.date) -> ComputedFact:
    """Sort what is owed and overdue by days since its due date."""
    triggered = [row for row in rows if text_of(row, "state") in TRIGGERED]
    owed = list(_owed(triggered))
    overdue = [item for item in owed if item.due < as_of and item.open.amount > 0]
    left_out = list_left_out(rows, (*(item.row for item in owed), *(row for row in rows if _is_settled(row))))
    if not owed and not any(map(_is_settled, rows)):
        return ComputedFact(name=FactName.RECEIVABLES, registers=(REGISTER,), left_out=left_out)
    figures = [
        Figure(name=name, value=total, rows=ids, tone=Tone.ALARM)
        for name, first, last in BUCKETS
        if (inside := [item for item in overdue if _is_between((as_of - item.due).days, first, last)])
        for total, ids in add_up((item.row, item.open) for item in inside)
    ]
    oldest = max(((as_of - item.due).days for item in overdue), default=0)
    figures.append(
        Figure(
            name="oldest_days",
            value=Number(value=Decimal(oldest), unit="days"),
            rows=ids_of(item.row for item in overdue if (as_of - item.due).days == oldest),
            tone=Tone.ALARM if oldest else Tone.GOOD,
        )
    )
    return ComputedFact(name=FactName.RECEIVABLES, registers=(REGISTER,), figures=tuple(figures), left_out=left_out)


def _list_due_soon(rows: Sequence[Row], as_of: dt.date) -> ComputedFact:
    """Add up what falls due from this day on within 30 days, triggered or not."""
    owed = list(_owed(rows))
    soon = [item for item in owed if 0 <= (item.due - as_of).days <= SOON and item.open.amount > 0]
    figures = tuple(
        Figure(name="due_soon", value=total, rows=ids) for total, ids in add_up((item.row, item.open) for item in soon)
    )
    count = count_rows("due_soon_count", [item.row for item in soon])
    return ComputedFact(
        name=FactName.DUE_SOON,
        registers=(REGISTER,),
        figures=(*figures, count) if owed else (),
        left_out=list_left_out(rows, (item.row for item in owed)),
    )


def _list_not_invoiced(rows: Sequence[Row]) -> ComputedFact:
    """Add up what was reached and not invoiced: money that nobody asks for."""
    stated = [row for row in rows if text_of(row, "state")]
    reached = [row for row in stated if text_of(row, "state") == "reached"]
    priced = [(row, amount) for row in reached if (amount := open_amount(row))]
    figures = [Figure(name="not_invoiced", value=total, rows=ids, tone=Tone.ALARM) for total, ids in add_up(priced)]
    count = count_rows("not_invoiced_count", reached, Tone.ALARM if reached else Tone.GOOD)
    return ComputedFact(
        name=FactName.NOT_INVOICED,
        registers=(REGISTER,),
        figures=(*figures, count) if stated else (),
        left_out=list_left_out(rows, stated),
    )


def _owed(rows: Sequence[Row]) -> Iterator[_Owed]:
    for row in rows:
        amount, due = open_amount(row), date_of(row, "due")
        if amount is not None and due is not None:
            yield _Owed(row=row, open=amount, due=due)


def _is_settled(row: Row) -> bool:
    """A row that is paid, or that is not owed yet, needs no due date to say so."""
    return text_of(row, "state") in ("paid", "open")


def _is_between(days: int, first: int, last: int | None) -> bool:
    return days >= first and (last is None or days <= last)
