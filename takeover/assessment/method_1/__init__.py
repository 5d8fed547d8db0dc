"""Method `takeover-1` (docs/method.md): from checklist and situation to the judgement.

Never edited once released; a changed method is a new package beside this one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from takeover.assessment.method_1.dimensions import (
    KNOWLEDGE_FLOOR,
    Pair,
    assess_dimension,
    list_stop_lines,
    rate_overall,
)
from takeover.assessment.method_1.figures import count_figures, judge_readiness
from takeover.assessment.method_1.findings import list_findings
from takeover.assessment.method_1.intervals import assess_question
from takeover.assessment.method_1.steps import list_disputes, list_requests
from takeover.assessment.method_1.withheld import VEIL, list_unseen, open_blocked, open_uncertain, veil_conditions
from takeover.assessment.model import Assessment, Confidence, DimensionResult, Range, State, Withholding
from takeover.checklist.model import Checklist, ClearedBy, CountsFor, questions_of
from takeover.checklist.path import Known, Place, find_path
from takeover.record.situation import Situation

METHOD = "takeover-1"
_CLEARED = Range(lo=Fraction(1), hi=Fraction(1))


def assess(
    checklist: Checklist,
    situation: Situation,
    *,
    as_of: dt.date,
    days_off: Collection[dt.date],
    withholding: Withholding | None = None,
) -> Assessment:
    """Judge a situation: the same checklist, situation, date and days off always give the same judgement.

    With `withholding` it is that of an edition (D10): readiness is not judged, and the knowledge floor does not apply.
    """
    pairs, off_path = _assess_questions(checklist, situation, withholding)
    unseen = list_unseen(withholding) if withholding else []
    applicable = [(q, a) for q, a in pairs if a.state is not State.NOT_APPLICABLE]
    inherited = [(q, a) for q, a in applicable if q.counts_for is CountsFor.INHERITED]
    open_too = [(q, a) for q, a in unseen if q.counts_for is CountsFor.INHERITED]
    counted = open_uncertain([*inherited, *open_too]) if withholding else inherited
    disclosed = [(q, a) for q, a in inherited if a.state is not State.WITHHELD]
    readiness = [(q, a) for q, a in applicable if q.counts_for is CountsFor.READINESS and withholding is None]
    dimensions = _assess_dimensions(checklist, counted)
    figures = count_figures(disclosed, situation.parties, situation.settings)
    rated = withholding is not None or figures.knowledge.fraction >= KNOWLEDGE_FLOOR
    return Assessment(
        method=METHOD,
        as_of=as_of,
        confidence=rate_overall(dimensions) if rated else None,
        if_pm_cleared=rate_if_cleared(checklist, counted, (ClearedBy.PM,)) if rated else None,
        dimensions=dimensions,
        questions={question.id: assessed for question, assessed in pairs},
        stop_lines=list_stop_lines(disclosed),
        figures=figures,
        readiness=judge_readiness(readiness),
        findings=list_findings(checklist, [*pairs, *unseen], situation, as_of=as_of),
        disputes=list_disputes(applicable),
        requests=list_requests(
            applicable, situation, as_of=as_of, days_off=days_off, dimension_weights=weigh_dimensions(counted)
        ),
        off_path=off_path,
        withholding=withholding,
    )


def _assess_questions(
    checklist: Checklist, situation: Situation, withholding: Withholding | None
) -> tuple[list[Pair], tuple[str, ...]]:
    """Judge each question on the path; list those off it that somebody answered."""
    blocked = withholding.blocked if withholding else ()
    settings = {name: code for name, code in situation.settings.items() if not withholding or name != VEIL.setting}
    asked = veil_conditions(checklist, blocked, settings) if withholding else checklist
    named = {name for question in asked.questions for name in questions_of(question.when)}
    places = find_path(asked, Known(settings=settings, answers=situation.answers(named)))
    pairs: list[Pair] = [
        (question, assess_question(question, situation, optional=places[question.id] is not Place.ON))
        for question in checklist.questions
        if places[question.id] is not Place.OFF
    ]
    off_path = tuple(
        question.id
        for question in checklist.questions
        if places[question.id] is Place.OFF and question.id not in blocked and situation.standing(question.id)
    )
    return open_blocked(checklist, pairs, situation, blocked) if blocked else pairs, off_path


def _assess_dimensions(checklist: Checklist, inherited: list[Pair]) -> tuple[DimensionResult, ...]:
    """Judge each dimension that has a question of the inherited state, those last of which no question is shown."""
    asked = {question.dimension for question in checklist.questions if question.counts_for is CountsFor.INHERITED}
    inside: dict[str, list[Pair]] = {}
    for pair in inherited:
        inside.setdefault(pair[0].dimension, []).append(pair)
    shown = (dimension.id for dimension in checklist.dimensions if dimension.id in asked)
    unseen = (q.dimension for q, a in inherited if a.state is State.WITHHELD)
    return tuple(assess_dimension(name, inside.get(name, ())) for name in dict.fromkeys((*shown, *unseen)))


def list_counted(checklist: Checklist, assessment: Assessment) -> list[Pair]:
    """List the applicable questions of the inherited state that an assessment has counted, in checklist order.

    Questions that an edition does not show come last; they have neither id nor text.
    """
    judged, withholding = assessment.questions, assessment.withholding
    counted = [
        (question, judged[question.id])
        for question in checklist.questions
        if question.id in judged
        and question.counts_for is CountsFor.INHERITED
        and judged[question.id].state is not State.NOT_APPLICABLE
    ]
    if withholding is None:
        return counted
    unseen = [(q, a) for q, a in list_unseen(withholding) if q.counts_for is CountsFor.INHERITED]
    return open_uncertain([*counted, *unseen])


def rate_if_cleared(checklist: Checklist, inherited: list[Pair], who: Collection[ClearedBy]) -> Confidence | None:
    """Rate again as if every stop-line that these can clear were cleared (D5); what is withheld stays open."""
    cleared = [
        (q, replace(a, range=_CLEARED) if q.stop_line in who and a.state is not State.WITHHELD else a)
        for q, a in inherited
    ]
    return rate_overall(_assess_dimensions(checklist, cleared))


def weigh_dimensions(inherited: list[Pair]) -> dict[str, int]:
    """Add up the weight of each dimension's applicable questions."""
    weights: dict[str, int] = {}
    for question, _ in inherited:
        weights[question.dimension] = weights.get(question.dimension, 0) + question.weight
    return weights
