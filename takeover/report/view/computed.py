"""The computed facts of an edition: from its own rows, and only where it has every column that the formula reads.

An edition that withholds a column would count every row as lacking it ("without an approver"). So a client's edition
names a fact only where its checklist has all of these columns, and only where there is something to say: what it
withholds is not "not established". The internal edition names every fact.
"""

from __future__ import annotations

from collections.abc import Mapping

from takeover.assessment.facts import compute_facts
from takeover.assessment.facts.model import ComputedFact, FactName
from takeover.baseline.model import Baseline, EditionName

READ_COLUMNS: Mapping[FactName, tuple[str, ...]] = {
    FactName.RECEIVABLES: ("payments.amount", "payments.received", "payments.due", "payments.state"),
    FactName.DUE_SOON: ("payments.amount", "payments.received", "payments.due", "payments.state"),
    FactName.NOT_INVOICED: ("payments.amount", "payments.received", "payments.state"),
    FactName.UNPAID_EXTRA: (
        "changes.class", "changes.value", "changes.charged", "changes.told_client_on", "contract-card.amount",
    ),
    FactName.CHANGES: (
        "changes.approved_by", "changes.effort_hours", "changes.overtime_hours", "changes.value",
    ),
    FactName.SPENT_AND_DONE: (
        "contract-card.budget", "contract-card.spent", "deliverables.state_verified", "deliverables.accepted_on",
    ),
    FactName.AT_COMPLETION: ("contract-card.spent", "contract-card.estimate_to_complete", "contract-card.budget"),
    FactName.DAMAGES: (
        "contract-card.amount", "contract-card.damages_cap", "contract-card.damages_rate",
        "deliverables.contract_date", "deliverables.accepted_on", "deliverables.forecast_date",
    ),
    FactName.FOOTHOLD: ("contract-card.foothold_loss", "contract-card.foothold_loss_limit"),
    FactName.WARRANTY: (
        "contract-card.warranty_end", "changes.dated", "changes.class", "changes.charged", "changes.value",
    ),
    FactName.NOTICES: (
        "contract-card.notice_until", "contract-card.contract_no", "access.expiry", "access.asset",
        "instruction-authority.valid_until", "instruction-authority.person",
    ),
    FactName.COMMITMENTS: ("commitments.due", "commitments.feasible"),
    FactName.LOAD: (
        "people.remaining_hours", "people.weekly_hours", "people.until", "people.utilisation", "people.name",
        "people.role",
    ),
    FactName.RACI_GAPS: ("raci.accountable", "raci.responsible"),
    FactName.DOCUMENTS: ("documents.found", "documents.expected", "documents.state"),
}  # fmt: skip
"""Every column that the formula of a fact reads, as register.column."""


def compute_shown(baseline: Baseline) -> dict[str, ComputedFact]:
    """Compute the facts that the edition may name, by number; a fact has the same number in every edition (M-01)."""
    found = compute_facts(baseline.situation, as_of=baseline.as_of, days_off=baseline.days_off)
    numbered = {f"M-{number:02}": fact for number, fact in enumerate(found, 1)}
    if baseline.edition is EditionName.INTERNAL:
        return numbered
    known = {f"{register.id}.{column.id}" for register in baseline.checklist.registers for column in register.columns}
    return {
        number: fact
        for number, fact in numbered.items()
        if fact.is_established and known.issuperset(READ_COLUMNS[fact.name])
    }
