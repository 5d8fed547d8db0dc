"""Why a finding, a dispute, a request or a computed fact is there: what it rests on, each with its question."""

from __future__ import annotations

from takeover.assessment.facts.model import ComputedFact
from takeover.assessment.method_1 import list_counted, weigh_dimensions
from takeover.assessment.method_1.findings import find_urgency, ruling_worth
from takeover.assessment.method_1.steps import find_want
from takeover.assessment.model import Dispute, Finding, FindingKind, Request, State
from takeover.assessment.why.model import DisputeWhy, FactWhy, FindingWhy, Grounds, RequestWhy, Voice
from takeover.assessment.why.questions import dimension_of, explain_question, explain_voice
from takeover.checklist.model import CountsFor, Question


def explain_finding(grounds: Grounds, finding: Finding) -> FindingWhy:
    """Explain a finding: by its answer, or by what was declared not applicable, or by a day that passed."""
    question = grounds.checklist.question(finding.question)
    answers = finding.kind is FindingKind.ANSWER
    assessed = grounds.assessment.questions.get(finding.question)
    worth = ruling_worth(question, assessed) if question and assessed else None
    return FindingWhy(
        finding=finding,
        urgency=find_urgency(question, assessed, worth)
        if answers and question and assessed and worth is not None
        else None,
        question=explain_question(grounds, question) if question else None,
        dimension=dimension_of(grounds, finding.dimension),
        away=_list_away(grounds, finding.dimension) if finding.kind is FindingKind.NOT_APPLICABLE else (),
    )


def _list_away(grounds: Grounds, dimension_id: str) -> tuple[tuple[Question, tuple[Voice, ...]], ...]:
    """List what was declared not applicable in a dimension, with who said so."""
    judged = grounds.assessment.questions
    return tuple(
        (question, tuple(explain_voice(grounds.situation, question, s) for s in judged[question.id].statements))
        for question in grounds.checklist.questions
        if question.dimension == dimension_id
        and question.counts_for is CountsFor.INHERITED
        and question.id in judged
        and judged[question.id].state is State.NOT_APPLICABLE
    )


def explain_dispute(grounds: Grounds, dispute: Dispute) -> DisputeWhy:
    """Explain a dispute by its question."""
    question = grounds.checklist.question(dispute.question)
    assert question is not None
    return DisputeWhy(dispute=dispute, question=explain_question(grounds, question))


def explain_request(grounds: Grounds, request: Request) -> RequestWhy:
    """Explain a request: why it is asked, and what it can move."""
    question = grounds.checklist.question(request.question)
    assert question is not None
    assessed = grounds.assessment.questions[request.question]
    want = find_want(question, assessed)
    assert want is not None
    weights = weigh_dimensions(list_counted(grounds.checklist, grounds.assessment))
    inherited = question.counts_for is CountsFor.INHERITED
    return RequestWhy(
        request=request,
        want=want,
        question=explain_question(grounds, question),
        weight=question.weight if inherited else 0,
        width=assessed.range.width,
        whole=weights[question.dimension] if inherited else 0,
        dimensions=len(weights),
    )


def explain_fact(grounds: Grounds, fact: ComputedFact) -> FactWhy:
    """Explain a computed fact by the rows that it counts or leaves out."""
    named = {*fact.left_out, *(row for figure in fact.figures for row in figure.rows)}
    rows = (row for register in fact.registers for row in grounds.situation.rows(register))
    return FactWhy(fact=fact, rows=tuple(row for row in rows if row.id in named))
