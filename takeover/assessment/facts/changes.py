"""Changes and work given away: volume, hours, overtime and money together, and what the client was told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from takeover.assessment.facts.cells import (
    add_up,
    count_rows,
    date_of,
    ids_of,
    list_left_out,
    money_of,
    number_of,
    single_row,
    text_of,
)
from takeover.assessment.facts.contract import CARD, CHANGES, HUNDRED
from takeover.assessment.facts.model import ComputedFact, FactName, Figure, Tone
from takeover.record.rows import Row
from takeover.record.situation import Situation
from takeover.values import Money, Number, Percent

EXTRA = "unpaid_extra"


def list_change_facts(situation: Situation) -> tuple[ComputedFact, ...]:
    """Compute the facts of the change register."""
    rows = situation.rows(CHANGES)
    return (_sum_unpaid_extra(rows, single_row(situation.rows(CARD))), _count_changes(rows))


def _sum_unpaid_extra(rows: Sequence[Row], card: Row | None) -> ComputedFact:
    """Add up the list value of unpaid extra work less what was charged; its share of the contract, and of it told."""
    classed = [row for row in rows if text_of(row, "class")]
    extra = [row for row in classed if text_of(row, "class") == EXTRA]
    given = [(row, value) for row in extra if (value := given_away(row))]
    contract = money_of(card, "amount") if card else None
    figures: list[Figure] = []
    for total, _ in add_up(given):
        inside = [(row, value) for row, value in given if value.currency == total.currency]
        figures += _describe_sum(total, inside, contract)
    if classed:
        figures.append(count_rows("extra_count", extra, Tone.ALARM if extra else Tone.GOOD))
    used = [row for row in classed if text_of(row, "class") != EXTRA or given_away(row)]
    left_out = list_left_out(rows, used)
    return ComputedFact(
        name=FactName.UNPAID_EXTRA, registers=(CHANGES, CARD), figures=tuple(figures), left_out=left_out
    )


def _describe_sum(total: Money, inside: Sequence[tuple[Row, Money]], contract: Money | None) -> list[Figure]:
    figures = [Figure(name="extra_value", value=total, rows=ids_of(row for row, _ in inside), tone=Tone.ALARM)]
    if contract and contract.currency == total.currency and contract.amount > 0:
        share = Percent(value=HUNDRED * total.amount / contract.amount)
        figures.append(Figure(name="extra_share", value=share, tone=Tone.ALARM))
    if total.amount > 0:
        told = [(row, value) for row, value in inside if date_of(row, "told_client_on")]
        share = Percent(value=HUNDRED * sum((v.amount for _, v in told), Decimal(0)) / total.amount)
        tone = Tone.GOOD if share.value == HUNDRED else Tone.ALARM
        figures.append(Figure(name="extra_told", value=share, rows=ids_of(row for row, _ in told), tone=tone))
    return figures


def given_away(row: Row) -> Money | None:
    """Return list value less what was charged in the same currency, at least nothing; None without a list value."""
    value, charged = money_of(row, "value"), money_of(row, "charged")
    if value is None:
        return None
    paid = charged.amount if charged and charged.currency == value.currency else Decimal(0)
    return Money(amount=max(Decimal(0), value.amount - paid), currency=value.currency)


def _count_changes(rows: Sequence[Row]) -> ComputedFact:
    """Count all changes, those with an approver, and add up hours, overtime and list value."""
    if not rows:
        return ComputedFact(name=FactName.CHANGES, registers=(CHANGES,))
    without = [row for row in rows if not text_of(row, "approved_by")]
    figures = [
        count_rows("changes_count", rows),
        count_rows("changes_unapproved", without, Tone.ALARM if without else Tone.GOOD),
    ]
    for name, column in (("changes_hours", "effort_hours"), ("changes_overtime", "overtime_hours")):
        known = [(row, hours) for row in rows if (hours := number_of(row, column)) is not None]
        if known:
            total = Number(value=sum((hours for _, hours in known), Decimal(0)), unit="hours")
            figures.append(Figure(name=name, value=total, rows=ids_of(row for row, _ in known)))
    priced = [(row, value) for row in rows if (value := money_of(row, "value"))]
    figures += [Figure(name="changes_value", value=total, rows=ids) for total, ids in add_up(priced)]
    return ComputedFact(name=FactName.CHANGES, registers=(CHANGES,), figures=tuple(figures))
