"""The plan as a table that other programs import: Jira, OpenProject, Microsoft Planner, or a plain one.

Each program finds a column by its heading, in English whatever the language of the texts. Dates are ISO 8601. A text
that a spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets themselves do it.
Leaves to others: the plan itself (assessment), CSV and XLSX (`tables`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from takeover.assessment.model import Finding, FindingKind, Range
from takeover.assessment.plan import PlannedAction
from takeover.baseline.model import Baseline
from takeover.catalogues import Catalogue
from takeover.checklist.model import Horizon
from takeover.report.view.lists import describe_finding
from takeover.report.view.material import Material, gather_material
from takeover.values import Role


class Target(StrEnum):
    """The program that imports the plan."""

    PLAIN = "plain"
    JIRA = "jira"
    OPENPROJECT = "openproject"
    PLANNER = "planner"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """An action in words: what to do, why, who, by when, and the points of its dimension before and after.

    `cleared_by` names who can clear its stop-line, `clearing` says so in a sentence; both are empty for other actions.
    `part` is the title under which the action stands (`group_rows`).
    """

    number: str
    finding: str
    dimension: str
    action: str
    reason: str
    owner: str
    cleared_by: str
    clearing: str
    due: str
    horizon: Horizon
    part: str
    stop: bool
    before: str
    after: str


def build_plan(baseline: Baseline, actions: tuple[PlannedAction, ...], catalogue: Catalogue) -> tuple[PlanRow, ...]:
    """Put the actions of a plan into the words of the baseline's language."""
    material = gather_material(baseline, catalogue)
    return tuple(describe_action(material, action) for action in actions)


def describe_action(material: Material, action: PlannedAction) -> PlanRow:
    """Put one action into words."""
    finding = action.finding
    _, reason, _, text = describe_finding(material, finding)
    clears = material.wording.say(f"cleared_by.{action.cleared_by.value}") if action.cleared_by else ""
    return PlanRow(
        number=action.number,
        finding=finding.number,
        dimension=material.dimension_title(finding.dimension),
        action=_name_question(material, finding, text),
        reason=reason,
        owner=material.wording.role(Role.INCOMING_PM),
        cleared_by=clears,
        clearing=material.wording.say("plan.clearing", who=clears) if clears else "",
        due=action.due.isoformat(),
        horizon=finding.horizon,
        part=_name_part(material, action),
        stop=finding.stop,
        before=_show_range(material, action.before),
        after=_show_range(material, action.after),
    )


def _name_part(material: Material, action: PlannedAction) -> str:
    say = material.wording.say
    if action.for_takeover:
        return say("horizon.takeover")
    title = say(f"horizon.{action.finding.horizon.value}")
    return say("horizon.waits", horizon=title) if action.finding.waits else title


def group_rows(rows: Iterable[PlanRow]) -> tuple[tuple[str, tuple[PlanRow, ...]], ...]:
    """Put the actions under their titles, in the order in which the parts begin to be due."""
    parts: dict[str, list[PlanRow]] = {}
    for row in rows:
        parts.setdefault(row.part, []).append(row)
    ordered = sorted(parts.items(), key=lambda part: min(row.due for row in part[1]))
    return tuple((title, tuple(found)) for title, found in ordered)


def _name_question(material: Material, finding: Finding, text: str) -> str:
    """A second request is about something: an action alone would not say about what."""
    if finding.kind is not FindingKind.UNANSWERED:
        return text
    return material.wording.say("plan.about", action=text, question=material.question(finding.question).text)


def _show_range(material: Material, found: Range | None) -> str:
    wording = material.wording
    if found is None:
        return ""
    lo, hi = wording.points(found.lo, 1), wording.points(found.hi, 1)
    return lo if lo == hi else f"{lo}–{hi}"


_PRIORITIES = {Horizon.DO_NOW: "Highest", Horizon.DAY_30: "High", Horizon.DAY_60: "Medium", Horizon.DAY_90: "Low"}
_OP_PRIORITIES = {
    Horizon.DO_NOW: "Immediate",
    Horizon.DAY_30: "High",
    Horizon.DAY_60: "Normal",
    Horizon.DAY_90: "Low",
}
_PLANNER_PRIORITIES = {
    Horizon.DO_NOW: "Urgent",
    Horizon.DAY_30: "Important",
    Horizon.DAY_60: "Medium",
    Horizon.DAY_90: "Low",
}


def _describe(row: PlanRow) -> str:
    effect = f" ({row.before} → {row.after})" if row.after else ""
    return "\n".join(filter(None, (f"{row.finding}: {row.reason}", row.dimension + effect, row.owner, row.clearing)))


def _title(row: PlanRow) -> str:
    return f"{row.number} {row.action}"


_COLUMNS: Mapping[Target, Mapping[str, Callable[[PlanRow], str]]] = {
    Target.PLAIN: {
        "Action": lambda row: row.number,
        "Text": lambda row: row.action,
        "Owner": lambda row: row.owner,
        "Cleared by": lambda row: row.cleared_by,
        "Due": lambda row: row.due,
        "Horizon": lambda row: row.horizon.value,
        "Stop-line": lambda row: "yes" if row.stop else "",
        "Finding": lambda row: row.finding,
        "Finding text": lambda row: row.reason,
        "Dimension": lambda row: row.dimension,
        "Range now": lambda row: row.before,
        "Range after": lambda row: row.after,
    },
    Target.JIRA: {
        "Summary": _title,
        "Issue Type": lambda _: "Task",
        "Priority": lambda row: _PRIORITIES[row.horizon],
        "Due Date": lambda row: row.due,
        "Labels": lambda row: "takeover stop-line" if row.stop else "takeover",
        "Description": _describe,
    },
    Target.OPENPROJECT: {
        "Subject": _title,
        "Type": lambda _: "Task",
        "Priority": lambda row: _OP_PRIORITIES[row.horizon],
        "Finish date": lambda row: row.due,
        "Description": _describe,
    },
    Target.PLANNER: {
        "Task Name": _title,
        "Bucket": lambda row: row.horizon.value,
        "Priority": lambda row: _PLANNER_PRIORITIES[row.horizon],
        "Due date": lambda row: row.due,
        "Notes": _describe,
    },
}


def tabulate_plan(rows: tuple[PlanRow, ...], target: Target) -> tuple[tuple[str, ...], ...]:
    """Lay the plan out for a program: the headings, then a row an action."""
    columns = _COLUMNS[target]
    return (tuple(columns), *(tuple(column(row) for column in columns.values()) for row in rows))
