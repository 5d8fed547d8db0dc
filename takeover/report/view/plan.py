"""The 30/60/90-day plan in the view: an action a finding, by horizon, with its effect on the range."""

from __future__ import annotations

import datetime as dt

from takeover.assessment.plan import plan_actions, read_cut_off
from takeover.report.plan import PlanRow, describe_action, group_rows
from takeover.report.view.blocks import ActionGroup, ActionRow
from takeover.report.view.material import Material
from takeover.report.view.pieces import Link


def build_actions(material: Material) -> tuple[ActionGroup, ...]:
    """Build the plan: what is due now, what the takeover needs, then day 30, 60 and 90."""
    baseline = material.baseline
    if baseline.assessment is None:
        return ()
    actions = plan_actions(
        baseline.checklist,
        baseline.assessment,
        days_off=baseline.days_off,
        cut_off=read_cut_off(baseline.situation.settings),
    )
    rows = (describe_action(material, action) for action in actions)
    return tuple(
        ActionGroup(title=title, actions=tuple(_build_action(material, row) for row in found))
        for title, found in group_rows(rows)
    )


def _build_action(material: Material, row: PlanRow) -> ActionRow:
    return ActionRow(
        number=row.number,
        finding=Link(text=row.finding, anchor=row.finding),
        text=row.action,
        reason=row.reason,
        owner=row.owner,
        clearing=row.clearing,
        due=material.wording.date(dt.date.fromisoformat(row.due)),
        dimension=row.dimension,
        effect=material.wording.say("plan.effect", before=row.before, after=row.after) if row.after else "",
        stop=row.stop,
    )
