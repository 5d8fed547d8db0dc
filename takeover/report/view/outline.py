"""The outline of a communication plan: it fits the PM's role and the engagement, and says what is agreed so far."""

from __future__ import annotations

from collections.abc import Mapping

from takeover.baseline.model import EditionName
from takeover.report.view.blocks import Outline, OutlineRow
from takeover.report.view.material import Material
from takeover.report.view.pieces import NO_MARK, Link
from takeover.values import Role

SOLE = "sole"
OUTLINES: Mapping[str, tuple[tuple[str, str], ...]] = {
    SOLE: (
        ("sponsor", "goals.sponsor-active"),
        ("customer", "stakeholders.rhythm"),
        ("team", "risks.bad-news"),
        ("own_offices", "contract.collector"),
        ("bad_news", "stakeholders.no-surprise"),
    ),
    "paired": (
        ("client_pm", "authority.pair-split"),
        ("both_sides", "authority.role-type"),
        ("sponsor", "goals.sponsor-active"),
        ("customer", "stakeholders.rhythm"),
        ("team", "authority.instructors"),
    ),
    "administrator": (
        ("client_pm", "authority.admin-boundary"),
        ("customer", "stakeholders.rhythm"),
        ("own_management", "authority.role-type"),
        ("team", "authority.instructors"),
        ("warnings", "risks.bad-news"),
    ),
}
"""By the PM's role: with whom or about what, and the question of the base list that says what is agreed."""
DIFFERENCES = {"client": "authority.escalation", "internal": "authority.common-superior"}
"""By engagement: where it is said who decides when stakeholders disagree."""


def build_outline(material: Material) -> Outline | None:
    """Build the outline for the PM's role; None in an edition for the client, or without a judgement."""
    baseline, wording = material.baseline, material.wording
    if baseline.assessment is None or baseline.edition is not EditionName.INTERNAL:
        return None
    role = baseline.situation.settings.get("pm_role", SOLE)
    engagement = "internal" if baseline.situation.settings.get("engagement") == "internal" else "client"
    rows = [
        _build_row(material, audience, f"outline.{role}.{audience}", question) for audience, question in OUTLINES[role]
    ]
    rows.append(_build_row(material, "differences", f"outline.differences.{engagement}", DIFFERENCES[engagement]))
    return Outline(title=wording.say(f"outline.{role}"), rows=tuple(rows))


def _build_row(material: Material, audience: str, key: str, question: str) -> OutlineRow:
    """Say with whom and how; the record's mark where this project's list asks the question."""
    wording = material.wording
    assessed = material.assessed(question)
    return OutlineRow(
        who=_name_audience(material, audience),
        text=wording.say(key),
        item=material.references.question(question) if assessed else Link(text="", anchor=""),
        mark=wording.state(assessed) if assessed else NO_MARK,
    )


def _name_audience(material: Material, audience: str) -> str:
    """Name a role by its own word; the customer of an internal project is its main user."""
    if audience == "customer":
        internal = material.baseline.situation.settings.get("engagement") == "internal"
        audience = (Role.MAIN_USER if internal else Role.CLIENT).value
    if audience in set(Role):
        return material.wording.role(Role(audience))
    return material.wording.say(f"outline.who.{audience}")
