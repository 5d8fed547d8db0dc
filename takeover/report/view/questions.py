"""The inherited state in the view: dimensions, questions, what each party said, and disputes side by side."""

from __future__ import annotations

from takeover.assessment.method_1.grades import grade_statement
from takeover.assessment.model import Dispute, Range
from takeover.checklist.model import CountsFor, Dimension, Question
from takeover.checklist.roles import roles_to_ask
from takeover.record.situation import Statement
from takeover.report.charts.ranges import draw_range
from takeover.report.view.material import Material
from takeover.report.view.model import (
    NO_MARK,
    Bar,
    DimensionBlock,
    DisputeBlock,
    Mark,
    QuestionBlock,
    StatementRow,
)
from takeover.report.wording import tidy
from takeover.values import NotApplicable, Unknown

MOST_BESIDE = 3
"""Statements of a dispute that stand beside each other before the next row begins."""


def dimension_anchor(dimension_id: str) -> str:
    """Return the id of a dimension's heading."""
    return f"dimension-{dimension_id}"


def build_bars(material: Material) -> tuple[Bar, ...]:
    """Build the bar of each dimension; none where the edition carries no judgement."""
    assessment = material.baseline.assessment
    wording = material.wording
    bars = []
    for number, result in enumerate(assessment.dimensions if assessment else (), 1):
        shown = any(dimension.id == result.dimension for dimension in material.baseline.checklist.dimensions)
        title = material.dimension_title(result.dimension) if shown else wording.say("dimension.unseen")
        mark = wording.dimension(result) if shown else Mark(shape="–", word=wording.say("state.withheld"), tone="none")
        numbers = show_range(material, result.range)
        alternative = wording.say("chart.dimension", dimension=title, range=numbers, word=mark.word)
        bars.append(
            Bar(
                title=title,
                anchor=dimension_anchor(result.dimension) if shown else "left-out",
                mark=mark,
                numbers=numbers,
                chart=draw_range(result.range, alternative, number),
            )
        )
    return tuple(bars)


def show_range(material: Material, found: Range | None) -> str:
    """Write a range of points, worst to best; one number where they agree."""
    if found is None:
        return material.wording.say("range.none")
    low, high = material.wording.points(found.lo), material.wording.points(found.hi)
    return low if low == high else f"{low}–{high}"


def build_dimensions(material: Material, bars: tuple[Bar, ...]) -> tuple[DimensionBlock, ...]:
    """Build the dimensions of the inherited state that have a question to show."""
    by_anchor = {bar.anchor: bar for bar in bars}
    rated = material.baseline.assessment is not None and material.baseline.assessment.confidence is not None
    blocks = []
    for dimension in material.baseline.checklist.dimensions:
        questions = tuple(build_question(material, question) for question in _list_shown(material, dimension))
        anchor = dimension_anchor(dimension.id)
        if questions:
            bar = by_anchor.get(anchor) if rated else None
            blocks.append(DimensionBlock(title=dimension.title, anchor=anchor, bar=bar, questions=questions))
    return tuple(blocks)


def _list_shown(material: Material, dimension: Dimension) -> tuple[Question, ...]:
    """List a dimension's questions on the path; without a judgement those that somebody answered."""
    assessment = material.baseline.assessment
    situation = material.baseline.situation
    return tuple(
        question
        for question in material.baseline.checklist.questions
        if question.dimension == dimension.id
        and (
            question.id in assessment.questions
            if assessment
            else bool(situation.standing(question.id)) or _is_blocked(material, question)
        )
    )


def build_question(material: Material, question: Question) -> QuestionBlock:
    """Build one question with all that stands, and with what was said earlier."""
    wording = material.wording
    assessed = material.assessed(question.id)
    statements = tuple(
        build_statement(material, statement, question)
        for statement in material.baseline.situation.standing(question.id)
    )
    return QuestionBlock(
        number=material.references.questions[question.id],
        id=question.id,
        text=question.text,
        mark=wording.state(assessed) if assessed else NO_MARK,
        tags=_list_tags(material, question),
        items=material.references.items.get(question.id, ()),
        statements=statements,
        silence="" if statements or _is_blocked(material, question) else _describe_silence(material, question),
        remarks=_list_remarks(material, question),
    )


def _is_blocked(material: Material, question: Question) -> bool:
    """Tell whether the edition withholds something of a question that it shows."""
    return question.id in material.baseline.withholding.blocked


def _list_tags(material: Material, question: Question) -> tuple[str, ...]:
    tags = []
    if question.stop_line:
        who = material.wording.say(f"cleared_by.{question.stop_line.value}")
        tags.append(material.wording.say("stop.tag", who=who))
    if question.counts_for is CountsFor.READINESS:
        tags.append(material.wording.say("question.readiness"))
    return tuple(tags)


def _describe_silence(material: Material, question: Question) -> str:
    if question.register and material.baseline.situation.rows(question.register):
        return material.wording.say("question.from_rows")
    roles = roles_to_ask(question, material.baseline.situation.settings)
    return material.wording.say(
        "question.silent", roles=material.wording.join(tuple(map(material.wording.role, roles)))
    )


def _list_remarks(material: Material, question: Question) -> tuple[str, ...]:
    """List what is added to the statements: a resolution, an undecided condition, readiness, notes."""
    situation, wording = material.baseline.situation, material.wording
    remarks = []
    if resolution := situation.resolution(question.id):
        answer = wording.answer(resolution.answer, question, material.parties)
        proof = wording.join(tuple(link.text for link in material.references.proof(resolution.evidence)))
        reason = tidy(resolution.reason)
        remarks.append(wording.say("question.resolved", answer=answer, reason=reason, evidence=proof or "–"))
    assessed = material.assessed(question.id)
    if assessed and assessed.optional:
        remarks.append(wording.say("question.optional"))
    if _is_blocked(material, question):
        remarks.append(wording.say("question.blocked"))
    notes = (note for note in situation.notes() if note.question == question.id)
    remarks += [wording.note(note) for note in notes]
    return tuple(remarks)


def build_statement(material: Material, statement: Statement, question: Question | None) -> StatementRow:
    """Build what a party said last, with its older statements on the same question."""
    wording, situation = material.wording, material.baseline.situation
    role, name = wording.party(situation.parties.get(statement.party))
    older = [s for s in situation.statements(statement.question) if s.party == statement.party][:-1]
    assessed = material.assessed(statement.question)
    proves = not isinstance(statement.answer, (Unknown, NotApplicable))
    set_aside = assessed is not None and statement.commitment in assessed.overruled
    return StatementRow(
        role=role,
        name=name,
        day=wording.day(statement),
        method=wording.say(f"method.{statement.method.value}"),
        answer=wording.answer(statement.answer, question, material.parties),
        words=tidy(statement.words),
        evidence=material.references.proof(statement.evidence),
        grade=wording.say(f"grade_short.{grade_statement(statement).value}") if proves else "",
        remark=wording.say("statement.set_aside") if set_aside else "",
        earlier=tuple(
            wording.say(
                "statement.earlier",
                day=wording.said_on(old),
                answer=wording.answer(old.answer, question, material.parties),
            )
            for old in older
        ),
    )


def build_disputes(material: Material) -> tuple[DisputeBlock, ...]:
    """Build the disputes, their statements side by side."""
    assessment = material.baseline.assessment
    return tuple(_build_dispute(material, dispute) for dispute in (assessment.disputes if assessment else ()))


def _build_dispute(material: Material, dispute: Dispute) -> DisputeBlock:
    question = material.question(dispute.question)
    columns = tuple(build_statement(material, statement, question) for statement in dispute.statements)
    key = "dispute.document_rules" if dispute.document_rules else "dispute.open"
    points = Range(lo=100 * dispute.range.lo, hi=100 * dispute.range.hi)
    return DisputeBlock(
        number=dispute.number,
        item=material.references.question(dispute.question),
        text=question.text,
        rows=tuple(columns[at : at + MOST_BESIDE] for at in range(0, len(columns), MOST_BESIDE)),
        columns=min(len(columns), MOST_BESIDE),
        outcome=material.wording.say(key, range=show_range(material, points)),
    )
