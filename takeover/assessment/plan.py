"""The 30/60/90-day plan (docs/plan.md): an action a finding, with owner, day, and what it does to the range.

The effect of an action is computed, not promised: the dimension is judged again as if the question behind the finding
were proven good. Actions that close no question (too much that does not apply) have no effect of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction

from takeover.assessment.method_1 import list_counted
from takeover.assessment.method_1.dimensions import Pair, assess_dimension
from takeover.assessment.method_1.steps import DAYS_STOP_LINE
from takeover.assessment.model import Assessment, Finding, FindingKind, Range
from takeover.calendars import add_working_days
from takeover.checklist.model import Checklist, ClearedBy, Horizon
from takeover.values import Role

_DAYS = {Horizon.DAY_30: 30, Horizon.DAY_60: 60, Horizon.DAY_90: 90}
_OWNERS = {
    ClearedBy.PM: Role.INCOMING_PM,
    ClearedBy.SPONSOR: Role.SPONSOR,
    ClearedBy.CLIENT: Role.CLIENT,
    ClearedBy.FINANCE: Role.FINANCE,
    ClearedBy.LEGAL: Role.LEGAL,
}
_GOOD = Range(lo=Fraction(1), hi=Fraction(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """An action of the plan: the finding it closes, its owner, its day, and the dimension's range before and after.

    `after` is None where the finding belongs to readiness, which moves no range, or to no question.
    """

    number: str
    finding: Finding
    owner: Role
    due: dt.date
    before: Range | None
    after: Range | None


def plan_actions(
    checklist: Checklist, assessment: Assessment, *, days_off: Collection[dt.date]
) -> tuple[PlannedAction, ...]:
    """Plan an action for each finding, in the order of the findings."""
    pairs = list_counted(checklist, assessment)
    return tuple(
        PlannedAction(
            number=f"A-{number:02}",
            finding=finding,
            owner=_find_owner(checklist, finding),
            due=_find_day(assessment.as_of, finding.horizon, days_off),
            before=_judge(pairs, finding.dimension) if _moves(pairs, finding) else None,
            after=_judge(pairs, finding.dimension, finding.question) if _moves(pairs, finding) else None,
        )
        for number, finding in enumerate(assessment.findings, 1)
    )


def _find_owner(checklist: Checklist, finding: Finding) -> Role:
    """A stop-line is owned by who can clear it; all else by the incoming PM, who asks and follows up."""
    question = checklist.question(finding.question)
    return _OWNERS[question.stop_line] if question and question.stop_line else Role.INCOMING_PM


def _find_day(as_of: dt.date, horizon: Horizon, days_off: Collection[dt.date]) -> dt.date:
    """Now means five working days; the rest are the next working day on or after day 30, 60, 90."""
    if horizon is Horizon.DO_NOW:
        return add_working_days(as_of, DAYS_STOP_LINE, days_off)
    return add_working_days(as_of + dt.timedelta(days=_DAYS[horizon] - 1), 1, days_off)


def _moves(pairs: Collection[Pair], finding: Finding) -> bool:
    """Only a question of the inherited state that counts moves a range."""
    return finding.kind is not FindingKind.NOT_APPLICABLE and any(q.id == finding.question for q, _ in pairs)


def _judge(pairs: Collection[Pair], dimension: str, mended: str = "") -> Range | None:
    """Judge a dimension as it is, or as if one question were proven good."""
    inside = [(q, replace(a, range=_GOOD) if q.id == mended else a) for q, a in pairs if q.dimension == dimension]
    return assess_dimension(dimension, inside).range
