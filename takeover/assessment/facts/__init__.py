"""Facts computed from registers and dates (docs/facts.md): pure, exact, per currency; no register, no claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from takeover.assessment.facts.changes import list_change_facts
from takeover.assessment.facts.contract import list_contract_facts
from takeover.assessment.facts.model import ComputedFact, FactName, Tone
from takeover.assessment.facts.payments import list_payment_facts
from takeover.assessment.facts.people import list_people_facts
from takeover.record.situation import Situation


def compute_facts(situation: Situation, *, as_of: dt.date, days_off: Collection[dt.date]) -> tuple[ComputedFact, ...]:
    """Compute every fact, in the order of `FactName`; those that nothing supports are not established."""
    found = (
        *list_payment_facts(situation, as_of),
        *list_change_facts(situation),
        *list_contract_facts(situation, as_of),
        *list_people_facts(situation, as_of, days_off),
    )
    by_name = {fact.name: _praise_nothing_unknown(fact) for fact in found}
    return tuple(by_name[name] for name in FactName)


def _praise_nothing_unknown(fact: ComputedFact) -> ComputedFact:
    """Let a figure read as good only where no row was left out."""
    if not fact.left_out:
        return fact
    plain = (replace(one, tone=Tone.PLAIN) if one.tone is Tone.GOOD else one for one in fact.figures)
    return replace(fact, figures=tuple(plain))
