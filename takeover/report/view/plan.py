"""The 30/60/90-day plan in the view: an action a finding, by horizon, with its effect on the range."""

from __future__ import annotations

import datetime as dt

from takeover.assessment.plan import PlannedAction, plan_actions, read_cut_off
from takeover.checklist.model import Horizon
from takeover.report.plan import describe_action
from takeover.report.view.blocks import ActionGroup, ActionRow
from takeover.report.view.material import Material
from takeover.report.view.pieces import Link


def build_actions(material: Material) -> tuple[ActionGroup, ...]:
    """Build the plan: what is due first, what waits for the first seven, then day 30, 60 and 90."""
    baseline = material.baseline
    if baseline.assessment is None:
        return ()
    actions = plan_actions(
        baseline.checklist,
        baseline.assessment,
        days_off=baseline.days_off,
        cut_off=read_cut_off(baseline.situation.settings),
    )
    say = material.wording.say
    groups = []
    for horizon in Horizon:
        for waits in (False, True):
            found = [a for a in actions if a.finding.horizon is horizon and a.finding.waits is waits]
            title = say(f"horizon.{horizon.value}")
            title = say("horizon.waits", horizon=title) if waits else title
            if found:
                rows = tuple(_build_action(material, action) for action in found)
                groups.append(ActionGroup(title=title, actions=rows))
    return tuple(groups)


def _build_action(material: Material, action: PlannedAction) -> ActionRow:
    row = describe_action(material, action)
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
