"""Money and dates in the view: every computed fact with figures, formula and rows; and what is at stake on page one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from takeover.assessment.facts.model import ComputedFact, FactName, Figure, Tone
from takeover.baseline.model import EditionName
from takeover.report.pairs import each
from takeover.report.view.blocks import FactBlock, FigureRow
from takeover.report.view.material import Material
from takeover.report.view.model import NO_MARK, Link, Mark, Stake
from takeover.report.view.quantities import write_quantity
from takeover.report.wording import tidy
from takeover.values import Date, Money, Number

MOST_ROWS = 6
"""Register rows that a figure names; the rest is counted."""
MOST_STAKES = 4
_STAKES = {
    FactName.RECEIVABLES: ("overdue", "oldest_days"),
    FactName.UNPAID_EXTRA: ("extra_value", "extra_share"),
    FactName.DAMAGES: ("exposure", "days_late"),
    FactName.WARRANTY: ("warranty_end", "warranty_left", "warranty_ended"),
    FactName.DUE_SOON: ("due_soon",),
    FactName.NOTICES: ("notice_until", "access_until", "authority_until"),
}
"""What page one takes of which fact, the most urgent first; `overdue` is the sum over all ages."""


def build_facts(material: Material) -> tuple[FactBlock, ...]:
    """Build the computed facts in the order of their numbers."""
    return tuple(_build_fact(material, number, fact) for number, fact in material.references.facts.items())


def _build_fact(material: Material, number: str, fact: ComputedFact) -> FactBlock:
    text = material.wording.catalogue.text
    whole = material.baseline.edition is EditionName.INTERNAL
    note = text("assessment.fact.left_out", count=len(fact.left_out)) if whole and fact.left_out else ""
    return FactBlock(
        number=number,
        title=text(f"assessment.fact.{fact.name.value}.title"),
        formula=text(f"assessment.why.formula.{fact.name.value}") if fact.is_established else "",
        figures=tuple(_build_figure(material, figure) for figure in fact.figures),
        note=note if fact.is_established else _say_missing(material, fact),
    )


def _say_missing(material: Material, fact: ComputedFact) -> str:
    """Say that a fact is not established, and which registers would tell it."""
    known = (material.baseline.checklist.register(register) for register in fact.registers)
    titles = tuple(each(register.title, tidy) for register in known if register)
    return material.wording.say("facts.missing", registers=material.wording.join(titles))


def _build_figure(material: Material, figure: Figure) -> FigureRow:
    numbers = (material.references.rows[row] for row in figure.rows if row in material.references.rows)
    links = tuple(Link(text=number, anchor=number) for number in numbers)
    left = len(links) - MOST_ROWS
    return FigureRow(
        label=_name_figure(material, figure),
        value=write_quantity(figure.value, material.wording),
        mark=_mark(material, figure.tone),
        rows=links[:MOST_ROWS],
        more=material.wording.say("facts.more_rows", count=left) if left > 0 else "",
    )


def _name_figure(material: Material, figure: Figure) -> str:
    text = material.wording.catalogue.text
    name = text(f"assessment.figure.{figure.name}")
    return text("assessment.why.figure.of", name=name, of=tidy(figure.of)) if figure.of else name


def _mark(material: Material, tone: Tone) -> Mark:
    """What needs attention is a judgement: an edition without one shows plain numbers."""
    if tone is not Tone.ALARM or material.baseline.assessment is None:
        return NO_MARK
    return Mark(shape="▲", word=material.wording.say("facts.attention"), tone="amber")


def build_stakes(material: Material) -> tuple[Stake, ...]:
    """Build what is at stake for page one: established facts, those that need attention first, at most four."""
    by_name = {fact.name: (number, fact) for number, fact in material.references.facts.items()}
    found = [
        (fact, _build_stake(material, number, label, figures))
        for number, fact in (by_name[name] for name in _STAKES if name in by_name)
        for label, figures in _pick(fact, material.baseline.as_of)
        if figures
    ]
    found.sort(key=lambda item: not item[0].alarms)
    return tuple(stake for _, stake in found[:MOST_STAKES])


def _pick(fact: ComputedFact, as_of: dt.date) -> Iterator[tuple[str, list[Figure]]]:
    """Pick the figures for page one, each lot with its label: figures of nothing stay out.

    Of periods one that has run out, notice before all else, and the next to run out stand for all.
    """
    picked = [figure for name in _STAKES[fact.name] for figure in fact.figures if figure.name == name]
    if fact.name is FactName.NOTICES:
        dated = [(one.value.value, one) for one in picked if isinstance(one.value, Date)]
        over = [(day, one) for day, one in dated if day < as_of]
        latest = [one for day, one in sorted(over, key=lambda item: item[0]) if one.name == over[0][1].name]
        ahead = [one for day, one in sorted(dated, key=lambda item: item[0]) if day >= as_of]
        yield "notices_over", latest[-1:]
        yield "notices", ahead[:1]
        return
    if fact.name is FactName.RECEIVABLES:
        picked = [*_sum_overdue(fact.figures), *picked]
    amounts = [figure for figure in picked if isinstance(figure.value, Money)]
    dates = [figure for figure in picked if isinstance(figure.value, Date)]
    worth = [figure for figure in amounts if isinstance(figure.value, Money) and figure.value.amount]
    if worth or dates:
        yield fact.name.value, [figure for figure in picked if figure in worth or figure not in amounts]


def _sum_overdue(figures: Sequence[Figure]) -> list[Figure]:
    """Add the ages up, each currency by itself."""
    sums: dict[str, Decimal] = {}
    for figure in figures:
        if isinstance(figure.value, Money):
            sums[figure.value.currency] = sums.get(figure.value.currency, Decimal(0)) + figure.value.amount
    return [Figure(name="overdue", value=Money(amount=amount, currency=currency)) for currency, amount in sums.items()]


def _build_stake(material: Material, number: str, label: str, figures: Sequence[Figure]) -> Stake:
    wording = material.wording
    values = []
    for figure in figures:
        value = write_quantity(figure.value, wording)
        key = f"stake.{figure.name}"
        known = wording.catalogue.has(f"report.{key}")
        values.append(wording.say(key, value=value, of=tidy(figure.of)) if known else value)
        if label == "notices_over" and isinstance(figure.value, Date):
            values.append(wording.say("stake.run_out", value=_count_days(material, figure.value)))
    return Stake(
        item=Link(text=number, anchor=number),
        label=wording.say(f"stake.label.{label}"),
        value=wording.say("page_one.between").join(values),
    )


def _count_days(material: Material, day: Date) -> str:
    days = (material.baseline.as_of - day.value).days
    return write_quantity(Number(value=Decimal(days), unit="days"), material.wording)
