"""Registers for tests, written as a record keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from takeover.assessment.facts import compute_facts
from takeover.assessment.facts.model import ComputedFact, FactName, Figure
from takeover.record import kinds
from takeover.record.situation import Situation
from takeover.values import Date, Level, Method, Money, Number, Percent
from tests.builders import RecordBuilder

TODAY = dt.date(2026, 11, 23)


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def situation_of(**registers: Sequence[Mapping[str, object]]) -> Situation:
    """A record with these rows; underscores in a register's name stand for hyphens. Row ids count from 1: r1, r2."""
    record = RecordBuilder()
    for register, rows in registers.items():
        for number, values in enumerate(rows, 1):
            body = kinds.row_recorded(
                record.stamp(Level.INTERNAL),
                register=register.replace("_", "-"),
                row=f"r{number}",
                values=values,
                party="sponsor1",
                method=Method.INTERVIEW,
            )
            record.add(body)
    return record.situation()


def fact_of(name: FactName, **registers: Sequence[Mapping[str, object]]) -> ComputedFact:
    facts = compute_facts(situation_of(**registers), as_of=TODAY, days_off=())
    return next(fact for fact in facts if fact.name is name)


def show(figure: Figure) -> str:
    """A figure in short: name, value, rows, and what it is of."""
    match figure.value:
        case Money(amount=amount, currency=currency):
            value = f"{amount.normalize():f} {currency}"
        case Percent(value=share):
            value = f"{share.quantize(share.__class__('0.1'))} %"
        case Number(value=count, unit=unit):
            value = f"{count.normalize():f} {unit}".strip()
        case Date(value=day):
            value = day.isoformat()
    return " ".join(part for part in (figure.name, value, figure.of, "<" + ",".join(figure.rows) + ">") if part)


def shown(name: FactName, **registers: Sequence[Mapping[str, object]]) -> list[str]:
    return [show(figure) for figure in fact_of(name, **registers).figures]
