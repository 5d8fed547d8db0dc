"""The picture of payments and warranty in time, with the day of judgement and the cut-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from takeover.assessment.facts.cells import add_up, date_of, money_of, single_row, text_of
from takeover.assessment.facts.contract import CARD
from takeover.assessment.facts.payments import REGISTER, TRIGGERED, open_amount
from takeover.assessment.plan import read_cut_off
from takeover.record.rows import Row
from takeover.report.charts.timeline import AMOUNT, Event, Moment, Paid, Period, draw_timeline, list_days
from takeover.report.view.material import Material
from takeover.report.view.pictured.sketch import (
    Sketch,
    amount,
    find_register,
    join_parts,
    join_sentences,
    keep_most,
    label,
    list_rows,
    mark_time,
    note_rows,
    place,
)
from takeover.report.view.quantities import write_quantity


def picture_payments(material: Material) -> tuple[Sketch, ...]:
    """Sketch the payments that have a due date, and the warranty of the contract card."""
    rows = list_rows(material, REGISTER)
    dated = sorted((row for row in rows if date_of(row, "due")), key=_due)
    if not dated or not find_register(material, REGISTER, "milestone", "due", "amount", "state"):
        return ()
    wording = material.wording
    ranked = sorted(dated, key=lambda row: (not _is_late(row, material.baseline.as_of), _paid(row) is Paid.ALL))
    shown, more = keep_most(material, dated, ranked)
    events = tuple(_event(material, row) for row in shown)
    periods = _list_periods(material)
    moments = _list_moments(material)
    headings = tuple(wording.say(f"picture.time.{name}") for name in ("payment", "amount", "state"))
    undated = [row for row in rows if row not in dated]
    return (
        Sketch(
            title=wording.say("picture.time.title"),
            words=_say(material, dated, periods, moments),
            notes=(wording.say("picture.time.key"), *note_rows(material, "picture.time.undated", undated), *more),
            register=REGISTER,
            draw=partial(
                draw_timeline,
                headings=(headings[0], headings[1], headings[2]),
                events=events,
                periods=periods,
                moments=moments,
                marks=mark_time(material, list_days(events, periods, moments)),
            ),
        ),
    )


def _due(row: Row) -> dt.date:
    due = date_of(row, "due")
    assert due is not None
    return due


def _event(material: Material, row: Row) -> Event:
    money = money_of(row, "amount")
    register = material.baseline.checklist.register(REGISTER)
    column = register.column("state") if register else None
    late = _is_late(row, material.baseline.as_of)
    days = (material.baseline.as_of - _due(row)).days
    return Event(
        number=place(material, row),
        label=label(row, "milestone"),
        on=_due(row),
        paid=_paid(row),
        amount=amount(material, money, AMOUNT) if money else "–",
        state=(material.wording.cell(text_of(row, "state"), column) if column else "") or "–",
        late=material.wording.say("picture.time.late", days=days) if late else "",
    )


def _is_late(row: Row, as_of: dt.date) -> bool:
    owed = open_amount(row)
    return text_of(row, "state") in TRIGGERED and _due(row) < as_of and owed is not None and owed.amount > 0


def _paid(row: Row) -> Paid:
    state = text_of(row, "state")
    received = money_of(row, "received")
    if state == "paid":
        return Paid.ALL
    return Paid.PART if state == "part_paid" or (received and received.amount > 0) else Paid.NOTHING


def _list_periods(material: Material) -> tuple[Period, ...]:
    """The warranty, where the contract card has one of its ends."""
    card = single_row(list_rows(material, CARD))
    start, end = (date_of(card, f"warranty_{name}") if card else None for name in ("start", "end"))
    if start is None and end is None:
        return ()
    wording = material.wording
    known = "both" if start and end else "start" if start else "end"
    said = {name: day for name, day in (("start", start), ("end", end)) if day}
    state = wording.say(f"picture.time.warranty.{known}", **said)
    return (Period(label=wording.say("picture.time.warranty"), start=start, end=end, state=state),)


def _list_moments(material: Material) -> tuple[Moment, ...]:
    wording = material.wording
    as_of = material.baseline.as_of
    moments = [Moment(label=wording.say("picture.time.as_of", day=as_of), on=as_of)]
    cut_off = read_cut_off(material.baseline.situation.settings)
    if cut_off is None:
        return tuple(moments)
    said = wording.say("picture.time.cut_off", day=cut_off)
    return (*moments, Moment(label=said, on=cut_off, dashed=True))


def _say(material: Material, dated: Sequence[Row], periods: tuple[Period, ...], moments: tuple[Moment, ...]) -> str:
    wording = material.wording
    late = [row for row in dated if _is_late(row, material.baseline.as_of)]
    totals = add_up((row, money) for row in dated if (money := money_of(row, "amount")))
    sentences = [
        wording.say(
            "picture.time.words",
            count=len(dated),
            first=_due(dated[0]),
            last=_due(dated[-1]),
            totals=join_parts(material, (write_quantity(total, wording) for total, _ in totals)) or "–",
            paid=sum(_paid(row) is Paid.ALL for row in dated),
            late=len(late),
        )
    ]
    sentences += [wording.say("picture.sentence", name=period.label, value=period.state) for period in periods]
    sentences += [wording.say("picture.only", text=moment.label) for moment in moments]
    return join_sentences(material, sentences)
