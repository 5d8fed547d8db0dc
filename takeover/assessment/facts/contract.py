"""What the contract card says beside the other tables: cost, damages, warranty, notices, the foothold's limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
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
from takeover.assessment.facts.model import ComputedFact, FactName, Figure, Tone
from takeover.record.rows import Row
from takeover.record.situation import Situation
from takeover.values import Date, Money, Number, Percent

CARD = "contract-card"
DELIVERABLES = "deliverables"
CHANGES = "changes"
ACCESS = "access"
INSTRUCTIONS = "instruction-authority"
SOON = 30
FREE_CLASSES = frozenset({"warranty", "maintenance", "unpaid_extra"})
"""Classes of work that nobody pays for by itself."""
HUNDRED = Decimal(100)
DAYS_A_WEEK = 7


def list_contract_facts(situation: Situation, as_of: dt.date) -> tuple[ComputedFact, ...]:
    """Compute the facts that need the contract card."""
    card = single_row(situation.rows(CARD))
    deliverables = situation.rows(DELIVERABLES)
    return (
        _compare_spent_and_done(card, deliverables),
        _estimate_at_completion(card),
        _expose_damages(card, deliverables, as_of),
        _compare_foothold(card),
        _check_warranty(card, situation.rows(CHANGES), as_of),
        _list_notices(card, situation, as_of),
    )


def _compare_spent_and_done(card: Row | None, deliverables: Sequence[Row]) -> ComputedFact:
    """Set the share of the budget that is spent beside the share of deliverables that somebody verified as done."""
    figures: list[Figure] = []
    budget, spent = _money(card, "budget"), _money(card, "spent")
    share = _share(spent, budget)
    if card and share is not None:
        figures.append(Figure(name="spent_share", value=Percent(value=share), rows=(card.id,)))
    verified = [row for row in deliverables if is_done(row)]
    if deliverables:
        done = HUNDRED * len(verified) / len(deliverables)
        figures.append(Figure(name="done_share", value=Percent(value=done), rows=ids_of(verified)))
        if share is not None and share > done:
            figures.append(Figure(name="spent_ahead", value=Percent(value=share - done), tone=Tone.ALARM))
    complete = share is not None and bool(deliverables)
    return ComputedFact(
        name=FactName.SPENT_AND_DONE, registers=(CARD, DELIVERABLES), figures=tuple(figures) if complete else ()
    )


def is_done(row: Row) -> bool:
    """A deliverable is done where somebody verified it or it was accepted; what is claimed is not enough."""
    return text_of(row, "state_verified") in ("done", "accepted") or date_of(row, "accepted_on") is not None


def _estimate_at_completion(card: Row | None) -> ComputedFact:
    """Estimate at completion = spent + estimate to complete; variance = budget less that (PMI: EAC, ETC, VAC)."""
    spent, rest, budget = (_money(card, name) for name in ("spent", "estimate_to_complete", "budget"))
    if not card or not spent or not rest or spent.currency != rest.currency:
        return ComputedFact(name=FactName.AT_COMPLETION, registers=(CARD,))
    total = Money(amount=spent.amount + rest.amount, currency=spent.currency)
    figures = [Figure(name="at_completion", value=total, rows=(card.id,))]
    if budget and budget.currency == total.currency:
        variance = budget.amount - total.amount
        tone = Tone.ALARM if variance < 0 else Tone.GOOD
        value = Money(amount=variance, currency=total.currency)
        figures.append(Figure(name="variance", value=value, rows=(card.id,), tone=tone))
    return ComputedFact(name=FactName.AT_COMPLETION, registers=(CARD,), figures=tuple(figures))


def _expose_damages(card: Row | None, deliverables: Sequence[Row], as_of: dt.date) -> ComputedFact:
    """Damages for delay = amount of the contract x rate a week x begun weeks of the latest delay, at most the cap."""
    registers = (CARD, DELIVERABLES)
    amount, cap = _money(card, "amount"), _money(card, "damages_cap")
    rate = number_of(card, "damages_rate") if card else None
    delays = [(row, days) for row in deliverables if (days := _days_late(row, as_of)) is not None]
    if not card or not amount or rate is None or not delays:
        return ComputedFact(name=FactName.DAMAGES, registers=registers, left_out=ids_of(deliverables))
    row, days = max(delays, key=lambda item: item[1])
    weeks = -(-days // DAYS_A_WEEK)
    exposure = amount.amount * rate / HUNDRED * weeks
    if cap and cap.currency == amount.currency:
        exposure = min(exposure, cap.amount)
    tone = Tone.ALARM if days else Tone.GOOD
    return ComputedFact(
        name=FactName.DAMAGES,
        registers=registers,
        figures=(
            Figure(name="days_late", value=Number(value=Decimal(days), unit="days"), rows=(row.id,), tone=tone),
            Figure(
                name="exposure",
                value=Money(amount=exposure, currency=amount.currency),
                rows=(card.id, row.id),
                tone=tone,
            ),
        ),
        left_out=list_left_out(deliverables, (item for item, _ in delays)),
    )


def _days_late(row: Row, as_of: dt.date) -> int | None:
    """Days between the contract's date and acceptance, else forecast, else today; None without a contract date."""
    promised = date_of(row, "contract_date")
    if promised is None:
        return None
    accepted, forecast = date_of(row, "accepted_on"), date_of(row, "forecast_date")
    end = accepted or max(as_of, forecast or as_of)
    return max(0, (end - promised).days)


def _compare_foothold(card: Row | None) -> ComputedFact:
    """Set the loss so far on a foothold project beside the limit that management set."""
    loss, limit = _money(card, "foothold_loss"), _money(card, "foothold_loss_limit")
    if not card or not loss or not limit or loss.currency != limit.currency:
        return ComputedFact(name=FactName.FOOTHOLD, registers=(CARD,))
    left = Money(amount=limit.amount - loss.amount, currency=limit.currency)
    tone = Tone.ALARM if left.amount < 0 else Tone.GOOD
    return ComputedFact(
        name=FactName.FOOTHOLD,
        registers=(CARD,),
        figures=(
            Figure(name="loss", value=loss, rows=(card.id,)),
            Figure(name="loss_left", value=left, rows=(card.id,), tone=tone),
        ),
    )


def _check_warranty(card: Row | None, changes: Sequence[Row], as_of: dt.date) -> ComputedFact:
    """Set the end of the warranty beside this day, and list the free work that was done after it."""
    end = date_of(card, "warranty_end") if card else None
    if not card or end is None:
        return ComputedFact(name=FactName.WARRANTY, registers=(CARD, CHANGES))
    left = (end - as_of).days
    tone = Tone.ALARM if left <= SOON else Tone.PLAIN
    name = "warranty_left" if left >= 0 else "warranty_ended"
    days = Number(value=Decimal(abs(left)), unit="days")
    figures = [
        Figure(name="warranty_end", value=Date(value=end), rows=(card.id,)),
        Figure(name=name, value=days, rows=(card.id,), tone=tone),
    ]
    after = [row for row in changes if _is_free_after(row, end)]
    if after:
        figures.append(count_rows("free_after", after, Tone.ALARM))
        figures += _free_values("free_after_value", after)
    undated = tuple(row.id for row in changes if date_of(row, "dated") is None)
    return ComputedFact(name=FactName.WARRANTY, registers=(CARD, CHANGES), figures=tuple(figures), left_out=undated)


def _is_free_after(row: Row, end: dt.date) -> bool:
    dated = date_of(row, "dated")
    charged = money_of(row, "charged")
    return (
        dated is not None
        and dated > end
        and text_of(row, "class") in FREE_CLASSES
        and not (charged and charged.amount > 0)
    )


def _free_values(name: str, rows: Sequence[Row]) -> Iterator[Figure]:
    priced = [(row, value) for row in rows if (value := money_of(row, "value"))]
    for total, ids in add_up(priced):
        yield Figure(name=name, value=total, rows=ids, tone=Tone.ALARM)


def _list_notices(card: Row | None, situation: Situation, as_of: dt.date) -> ComputedFact:
    """List the periods that run out within 30 days or have run out: notice, access, authority to instruct."""
    sources = (
        ("notice_until", (card,) if card else (), "notice_until", "contract_no"),
        ("access_until", situation.rows(ACCESS), "expiry", "asset"),
        ("authority_until", situation.rows(INSTRUCTIONS), "valid_until", "person"),
    )
    dated = [
        (name, row, day, text_of(row, of))
        for name, rows, column, of in sources
        for row in rows
        if (day := date_of(row, column))
    ]
    dated.sort(key=lambda item: item[2])
    figures = [
        Figure(name=name, value=Date(value=day), rows=(row.id,), tone=Tone.ALARM, of=of)
        for name, row, day, of in dated
        if (day - as_of).days <= SOON
    ]
    if dated and not figures:
        figures = [Figure(name="none_soon", value=Date(value=dated[0][2]), rows=(dated[0][1].id,), tone=Tone.GOOD)]
    undated = tuple(row.id for _, rows, column, _ in sources for row in rows if date_of(row, column) is None)
    registers = (CARD, ACCESS, INSTRUCTIONS)
    return ComputedFact(name=FactName.NOTICES, registers=registers, figures=tuple(figures), left_out=undated)


def _money(row: Row | None, column: str) -> Money | None:
    return money_of(row, column) if row else None


def _share(part: Money | None, whole: Money | None) -> Decimal | None:
    """Return a share in percent; None where the currencies differ or the whole is nothing."""
    if not part or not whole or part.currency != whole.currency or whole.amount <= 0:
        return None
    return HUNDRED * part.amount / whole.amount
