"""Pictures of money: receivables by age, unpaid extra work added up. One picture a currency, nothing is converted."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from takeover.assessment.facts.cells import date_of, text_of
from takeover.assessment.facts.changes import EXTRA, given_away
from takeover.assessment.facts.contract import CHANGES
from takeover.assessment.facts.model import ComputedFact, FactName
from takeover.assessment.facts.payments import BUCKETS, REGISTER, open_amount
from takeover.record.rows import Row
from takeover.report.charts.ageing import AMOUNT, Bucket, Piece, draw_ageing
from takeover.report.charts.extra_work import SIDE, Key, Step, draw_extra_work
from takeover.report.charts.scales import mark_amounts
from takeover.report.numbers import show_compact
from takeover.report.view.material import Material
from takeover.report.view.pictured.sketch import (
    Sketch,
    amount,
    find_fact,
    join_parts,
    list_rows,
    mark_time,
    note_rows,
    place,
)
from takeover.report.view.quantities import write_quantity
from takeover.values import Money


def picture_receivables(material: Material) -> tuple[Sketch, ...]:
    """Sketch what is overdue by age, a picture a currency; the sums are those of the computed fact."""
    fact = find_fact(material, FactName.RECEIVABLES)
    if fact is None:
        return ()
    currencies = sorted({figure.value.currency for figure in fact.figures if isinstance(figure.value, Money)})
    return tuple(_picture_age(material, fact, currency) for currency in currencies)


def _picture_age(material: Material, fact: ComputedFact, currency: str) -> Sketch:
    wording = material.wording
    rows = {row.id: row for row in list_rows(material, REGISTER)}
    inside: dict[str, list[Row]] = {name: [] for name, _, _ in BUCKETS}
    sums: dict[str, Money] = {}
    for figure in fact.figures:
        if isinstance(figure.value, Money) and figure.value.currency == currency:
            sums[figure.name] = figure.value
            inside[figure.name] = [rows[row] for row in figure.rows]
    names = {name: wording.catalogue.text(f"assessment.figure.{name}") for name in inside}
    buckets = tuple(
        Bucket(
            label=names[name],
            amount=amount(material, sums[name], AMOUNT) if name in sums else "",
            pieces=tuple(Piece(number=place(material, row), size=_owed(row)) for row in found),
        )
        for name, found in inside.items()
    )
    total = Money(amount=sum((money.amount for money in sums.values()), Decimal(0)), currency=currency)
    ages = (
        wording.say("picture.named", name=names[name], value=write_quantity(money, wording))
        for name, money in sums.items()
    )
    overdue = [row for found in inside.values() for row in found]
    dues = [due for row in overdue if (due := date_of(row, "due"))]
    words = wording.say(
        "picture.ageing.words",
        total=write_quantity(total, wording),
        count=len(overdue),
        ages=join_parts(material, ages),
        days=max((material.baseline.as_of - due).days for due in dues),
    )
    left_out = [row for row in rows.values() if row.id in fact.left_out]
    return Sketch(
        title=wording.say("picture.ageing.title", currency=currency),
        words=words,
        notes=note_rows(material, "picture.ageing.left_out", left_out),
        register=REGISTER,
        draw=partial(
            draw_ageing, buckets=buckets, total=(wording.say("picture.total"), write_quantity(total, wording))
        ),
    )


def _owed(row: Row) -> Decimal:
    owed = open_amount(row)
    return owed.amount if owed else Decimal(0)


def picture_extra_work(material: Material) -> tuple[Sketch, ...]:
    """Sketch the work given away over time, a picture a currency that has a dated row."""
    if find_fact(material, FactName.UNPAID_EXTRA) is None:
        return ()
    extra = [row for row in list_rows(material, CHANGES) if text_of(row, "class") == EXTRA]
    given = [(row, value) for row in extra if (value := given_away(row))]
    currencies = sorted({value.currency for row, value in given if value.amount and date_of(row, "dated")})
    return tuple(_picture_stair(material, extra, currency) for currency in currencies)


def _picture_stair(material: Material, extra: Sequence[Row], currency: str) -> Sketch:
    wording = material.wording
    worths = {row.id: value for row in extra if (value := given_away(row))}
    priced = [row for row in extra if row.id in worths and worths[row.id].currency == currency]
    steps = tuple(
        Step(
            number=place(material, row),
            on=on,
            worth=worths[row.id].amount,
            told=date_of(row, "told_client_on") is not None,
        )
        for row in priced
        if (on := date_of(row, "dated"))
    )
    undated = [row for row in priced if date_of(row, "dated") is None]
    told = [row for row in priced if date_of(row, "told_client_on")]
    sums = {name: _sum(rows, worths, currency) for name, rows in {"all": priced, "told": told}.items()}
    sums["untold"] = Money(amount=sums["all"].amount - sums["told"].amount, currency=currency)
    written = {name: write_quantity(money, wording) for name, money in sums.items()}
    days = [*(step.on for step in steps), material.baseline.as_of]
    marks = mark_amounts(sum((step.worth for step in steps), Decimal(0)))
    without = [row for row in extra if row.id not in worths]
    together = write_quantity(_sum(undated, worths, currency), wording)
    return Sketch(
        title=wording.say("picture.extra.title", currency=currency),
        words=wording.say("picture.extra.words", count=len(priced), **written),
        notes=(
            *note_rows(material, "picture.extra.undated", undated, amount=together),
            *note_rows(material, "picture.extra.unpriced", without),
        ),
        register=CHANGES,
        draw=partial(
            draw_extra_work,
            steps=steps,
            until=material.baseline.as_of,
            amounts=tuple((mark, show_compact(mark, material.wording.language)) for mark in marks),
            marks=mark_time(material, days),
            keys=(
                Key(label=wording.say("picture.extra.all"), amount=amount(material, sums["all"], SIDE - 16)),
                Key(label=wording.say("picture.extra.told"), amount=amount(material, sums["told"], SIDE - 16)),
                Key(label=wording.say("picture.extra.untold"), amount=amount(material, sums["untold"], SIDE - 16)),
            ),
        ),
    )


def _sum(rows: Sequence[Row], worths: dict[str, Money], currency: str) -> Money:
    return Money(amount=sum((worths[row.id].amount for row in rows), Decimal(0)), currency=currency)
