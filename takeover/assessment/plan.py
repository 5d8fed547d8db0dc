"""The 30/60/90-day plan (docs/plan.md): an action a finding, with its day, who clears it, what it does to the range.

Every action is the incoming PM's: the checklist words it so, also where somebody else must decide to clear a stop-line.
What the takeover itself needs is due before it, whatever its weight.
The effect of an action is computed, not promised: the dimension is judged again as if the question behind the finding
were proven good. Actions that close no question (too much that does not apply) have no effect of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from takeover.assessment.method_1 import list_counted
from takeover.assessment.method_1.dimensions import Pair, assess_dimension
from takeover.assessment.method_1.steps import DAYS_STOP_LINE
from takeover.assessment.model import Assessment, Finding, FindingKind, Range
from takeover.calendars import add_working_days
from takeover.checklist.model import Checklist, ClearedBy, CountsFor, Horizon, Question

_DAYS = {Horizon.DAY_30: 30, Horizon.DAY_60: 60, Horizon.DAY_90: 90}
_GOOD = Range(lo=Fraction(1), hi=Fraction(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """An action of the plan: the finding it closes, its day, and the dimension's range before and after.

    `cleared_by` is who can clear the stop-line that it is about, None where it is about none. `for_takeover` says that
    the takeover makes it due before its horizon. `after` is None where the finding belongs to readiness, which moves no
    range, or to no question.
    """

    number: str
    finding: Finding
    cleared_by: ClearedBy | None
    due: dt.date
    for_takeover: bool
    before: Range | None
    after: Range | None


def plan_actions(
    checklist: Checklist, assessment: Assessment, *, days_off: Collection[dt.date], cut_off: dt.date | None
) -> tuple[PlannedAction, ...]:
    """Plan an action for each finding, in the order of the findings; `cut_off` is the day of the takeover, if known."""
    pairs = list_counted(checklist, assessment)
    return tuple(
        PlannedAction(
            number=f"A-{number:02}",
            finding=finding,
            cleared_by=question.stop_line if question else None,
            due=due,
            for_takeover=due < _find_day(assessment.as_of, finding.horizon, days_off),
            before=_judge(pairs, finding.dimension) if _moves(pairs, finding) else None,
            after=_judge(pairs, finding.dimension, finding.question) if _moves(pairs, finding) else None,
        )
        for number, finding in enumerate(assessment.findings, 1)
        for question in (checklist.question(finding.question),)
        for due in (_find_due(assessment.as_of, finding, question, days_off, cut_off),)
    )


def read_cut_off(settings: Mapping[str, str]) -> dt.date | None:
    """Read the day of the cut-off from the setting; None where it is not set, or no date."""
    try:
        return dt.date.fromisoformat(settings.get("cut_off", "")[:10])
    except ValueError:
        return None


def _find_due(
    as_of: dt.date,
    finding: Finding,
    question: Question | None,
    days_off: Collection[dt.date],
    cut_off: dt.date | None,
) -> dt.date:
    """What the takeover needs is due at the cut-off at the latest; after the cut-off it is due now."""
    due = _find_day(as_of, finding.horizon, days_off)
    if cut_off is None or question is None or question.counts_for is not CountsFor.READINESS:
        return due
    return min(due, cut_off if cut_off > as_of else _find_day(as_of, Horizon.DO_NOW, days_off))


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
