"""The lists of the view: findings, requests, readiness, evidence, registers."""

from __future__ import annotations

from collections.abc import Sequence

from takeover.assessment.facts.cells import add_up, money_of, text_of
from takeover.assessment.model import Assessed, Finding, FindingKind, Request, State
from takeover.checklist.model import Column, Question, QuestionType, Register
from takeover.checklist.roles import roles_to_ask
from takeover.record.kinds import Evidence
from takeover.record.rows import Row
from takeover.report.numbers import show_share
from takeover.report.view.material import Material
from takeover.report.view.model import (
    EvidenceRow,
    Fact,
    FindingRow,
    Heading,
    Link,
    ReadinessRow,
    RegisterRow,
    RegisterTable,
    RequestRow,
)
from takeover.report.view.questions import dimension_anchor
from takeover.report.view.references import identify
from takeover.report.view.taking_over import CUT_OFF, find_entered_cut_off
from takeover.report.wording import tidy

MOST_COLUMNS = 8
RISKS = "risks"
LIMITS = frozenset({"limit", "damages_cap", "foothold_loss_limit"})
"""Of the base list: the register whose rows may be over, and the columns whose amounts are bounds, not sums."""
_NARROW = (QuestionType.PERCENT, QuestionType.MONEY, QuestionType.DATE, QuestionType.CHOICE, QuestionType.NUMBER)


def build_findings(material: Material) -> tuple[FindingRow, ...]:
    """Build the findings in the order of the judgement: what is due first stands first."""
    assessment = material.baseline.assessment
    return tuple(_build_finding(material, finding) for finding in (assessment.findings if assessment else ()))


def _build_finding(material: Material, finding: Finding) -> FindingRow:
    wording = material.wording
    horizon = wording.say(f"horizon.{finding.horizon.value}")
    item, text, basis, action = describe_finding(material, finding)
    return FindingRow(
        number=finding.number,
        item=item,
        text=text,
        basis=basis,
        action=action,
        horizon=wording.say("horizon.waits", horizon=horizon) if finding.waits else horizon,
        stop=finding.stop,
    )


def describe_finding(material: Material, finding: Finding) -> tuple[Link, str, str, str]:
    """Say where a finding points, what was found, on what it rests, and what to do first."""
    wording = material.wording
    match finding.kind:
        case FindingKind.ANSWER:
            question = material.question(finding.question)
            keys = ("finding.claimed" if finding.claimed else "finding.proven", "finding.partly")
            basis = wording.join(tuple(wording.say(key) for key in keys[: 2 if finding.partly else 1]))
            return material.references.question(finding.question), question.finding, basis, question.action.text
        case FindingKind.UNANSWERED:
            assert finding.asked is not None
            assert finding.due is not None
            text = wording.say(
                "finding.unanswered",
                who=wording.role(finding.asked),
                day=finding.due,
                text=material.question(finding.question).text,
            )
            item = material.references.question(finding.question)
            return item, text, wording.say("finding.unanswered_basis"), wording.say("finding.unanswered_action")
        case FindingKind.NOT_APPLICABLE:
            title = next(d.title for d in material.baseline.checklist.dimensions if d.id == finding.dimension)
            share = show_share(finding.share, wording.language)
            text = wording.say("finding.not_applicable", dimension=title, share=share)
            item = Link(text=title, anchor=dimension_anchor(finding.dimension))
            return item, text, wording.say("finding.proven"), wording.say("finding.not_applicable_action")


def build_requests(material: Material) -> tuple[RequestRow, ...]:
    """Build the requests in the order of the judgement: open stop-lines first, then what moves most."""
    assessment = material.baseline.assessment
    return tuple(_build_request(material, request) for request in (assessment.requests if assessment else ()))


def _build_request(material: Material, request: Request) -> RequestRow:
    question = material.question(request.question)
    wording = material.wording
    assessed = material.assessed(request.question)
    return RequestRow(
        number=request.number,
        item=material.references.question(request.question),
        text=describe_asked(material, question),
        wanted=describe_wanted(material, question, assessed),
        of=wording.role(request.of),
        due=wording.date(request.due),
        points=wording.points(request.swing, 1) if request.swing else "–",
        stop=request.stop,
        disputed=assessed is not None and assessed.state is State.DISPUTED,
    )


def describe_asked(material: Material, question: Question) -> str:
    """Say what is asked; the cut-off that was entered at the start stands beside the question for it."""
    entered = find_entered_cut_off(material)
    if question.id != CUT_OFF or not entered:
        return question.text
    return material.wording.say("request.cut_off", question=question.text, day=entered)


def describe_wanted(material: Material, question: Question, assessed: Assessed | None) -> str:
    """Say what is wanted: an answer, the proof of one, or that a dispute is settled; and which papers would show it."""
    kind = {State.DISPUTED: "settle", State.CLAIMED: "prove"}.get(assessed.state if assessed else State.UNKNOWN, "ask")
    papers = material.wording.join(question.evidence.typical)
    return (
        material.wording.say(f"request.{kind}", papers=papers)
        if papers
        else material.wording.say(f"request.{kind}_only")
    )


def build_readiness(material: Material) -> tuple[ReadinessRow, ...]:
    """Build the list of what the new PM needs before taking over."""
    assessment = material.baseline.assessment
    rows = []
    for assessed in assessment.readiness.items if assessment else ():
        question = material.question(assessed.question)
        roles = roles_to_ask(question, material.baseline.situation.settings)
        rows.append(
            ReadinessRow(
                mark=material.wording.state(assessed),
                item=material.references.question(question.id),
                text=question.text,
                whom=material.wording.join(tuple(map(material.wording.role, roles))),
                stop=question.stop_line is not None,
            )
        )
    return tuple(rows)


def build_evidence(material: Material) -> tuple[EvidenceRow, ...]:
    """Build the evidence list in the order of its numbers."""
    return tuple(_build_evidence(material, item) for item in material.references.sources)


def _build_evidence(material: Material, item: Evidence) -> EvidenceRow:
    wording = material.wording
    number = material.references.evidence[identify(item)]
    role, name = wording.party(material.parties.get(item.author)) if item.author else ("", "")
    origin = (role, name, wording.date(item.dated) if item.dated else "")
    where = "file_kept" if item.kept else "file_elsewhere" if item.sha256 else "link" if item.link else "note"
    title = item.title or item.note or item.link or item.media or item.sha256[:12]
    address = "" if title == item.link else item.link
    places = material.references.cited_by[identify(item)]
    return EvidenceRow(
        number=number,
        title=tidy(title),
        origin=wording.join(origin),
        grade=wording.say(f"grade_long.{item.grade.value}"),
        where=wording.join((wording.say(f"evidence.{where}"), tidy(address), tidy(item.place))),
        sha256=item.sha256,
        cited_by=tuple(Link(text=place, anchor=place) for place in places),
    )


def build_registers(material: Material) -> tuple[RegisterTable, ...]:
    """Build the registers that have rows."""
    return tuple(
        _build_register(material, register, rows)
        for register in material.baseline.checklist.registers
        if (rows := material.baseline.situation.rows(register.id))
    )


def _build_register(material: Material, register: Register, rows: Sequence[Row]) -> RegisterTable:
    """Give columns to the first text and to short values; longer texts stand below each row."""
    first = register.columns[:1]
    columns = (*first, *(column for column in register.columns[1:] if column.type in _NARROW))[:MOST_COLUMNS]
    rest = tuple(column for column in register.columns if column not in columns)
    return RegisterTable(
        number=material.references.registers[register.id],
        title=register.title,
        anchor=f"register-{register.id}",
        headings=tuple(Heading(text=column.title, kind=column.type.value) for column in columns),
        rows=tuple(_build_row(material, row, columns, rest) for row in rows),
        total=material.wording.say("register.total_open" if register.id == RISKS else "register.total"),
        totals=tuple(_total(material, register, column, rows) for column in columns),
    )


def _build_row(material: Material, row: Row, columns: tuple[Column, ...], rest: tuple[Column, ...]) -> RegisterRow:
    wording = material.wording
    role, name = wording.party(material.parties.get(row.party))
    details = ((column.title, wording.cell(row.values.get(column.id, ""), column)) for column in rest)
    return RegisterRow(
        number=material.references.rows[row.id],
        cells=tuple(wording.cell(row.values.get(column.id, ""), column) for column in columns),
        details=tuple(Fact(label=label, value=value) for label, value in details if value),
        evidence=material.references.proof(row.evidence),
        source=wording.join((role, name, wording.say(f"method.{row.method.value}"))),
    )


def _total(material: Material, register: Register, column: Column, rows: Sequence[Row]) -> str:
    """Add up a column of amounts, each currency by itself; empty for other columns, and for limits.

    What each of several people may spend is nothing that anybody may spend in sum.
    """
    if column.id in LIMITS:
        return ""
    counted = [row for row in rows if not _is_over(register, row)]
    totals = add_up((row, amount) for row in counted if (amount := money_of(row, column.id)))
    return "\n".join(material.wording.cell(total, column) for total, _ in totals)


def _is_over(register: Register, row: Row) -> bool:
    """Tell whether a risk is none any more: it was closed, or it has occurred and is an issue."""
    return register.id == RISKS and text_of(row, "state") in ("closed", "occurred")
