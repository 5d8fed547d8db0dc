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
from takeover.assessment.model import Assessment, Confidence, DimensionResult, Range, State
from takeover.checklist.model import Checklist, ClearedBy, CountsFor
from takeover.checklist.path import Known, Place, find_path
from takeover.record.situation import Situation

METHOD = "takeover-1"
_CLEARED = Range(lo=Fraction(1), hi=Fraction(1))


def assess(checklist: Checklist, situation: Situation, *, as_of: dt.date, days_off: Collection[dt.date]) -> Assessment:
    """Judge a situation: the same checklist, situation, date and days off always give the same judgement."""
    places = find_path(checklist, Known(settings=situation.settings, answers=situation.answers()))
    pairs: list[Pair] = [
        (question, assess_question(question, situation, optional=places[question.id] is not Place.ON))
        for question in checklist.questions
        if places[question.id] is not Place.OFF
    ]
    applicable = [(q, a) for q, a in pairs if a.state is not State.NOT_APPLICABLE]
    inherited = [(q, a) for q, a in applicable if q.counts_for is CountsFor.INHERITED]
    dimensions = _assess_dimensions(checklist, inherited)
    figures = count_figures(inherited, situation.parties, situation.settings)
    rated = figures.knowledge.fraction >= KNOWLEDGE_FLOOR
    return Assessment(
        method=METHOD,
        as_of=as_of,
        confidence=rate_overall(dimensions) if rated else None,
        if_pm_cleared=rate_if_cleared(checklist, inherited, (ClearedBy.PM,)) if rated else None,
        dimensions=dimensions,
        questions={question.id: assessed for question, assessed in pairs},
        stop_lines=list_stop_lines(inherited),
        figures=figures,
        readiness=judge_readiness((q, a) for q, a in applicable if q.counts_for is CountsFor.READINESS),
        findings=list_findings(checklist, pairs, situation, as_of=as_of),
        disputes=list_disputes(applicable),
        requests=list_requests(
            applicable, situation, as_of=as_of, days_off=days_off, dimension_weights=weigh_dimensions(inherited)
        ),
        off_path=tuple(
            question.id
            for question in checklist.questions
            if places[question.id] is Place.OFF and situation.standing(question.id)
        ),
    )


def _assess_dimensions(checklist: Checklist, inherited: list[Pair]) -> tuple[DimensionResult, ...]:
    """Judge each dimension that has a question of the inherited state in the checklist."""
    asked = {question.dimension for question in checklist.questions if question.counts_for is CountsFor.INHERITED}
    return tuple(
        assess_dimension(dimension.id, [pair for pair in inherited if pair[0].dimension == dimension.id])
        for dimension in checklist.dimensions
        if dimension.id in asked
    )


def list_counted(checklist: Checklist, assessment: Assessment) -> list[Pair]:
    """List the applicable questions of the inherited state that an assessment has judged, in checklist order."""
    judged = assessment.questions
    return [
        (question, judged[question.id])
        for question in checklist.questions
        if question.id in judged
        and question.counts_for is CountsFor.INHERITED
        and judged[question.id].state is not State.NOT_APPLICABLE
    ]


def rate_if_cleared(checklist: Checklist, inherited: list[Pair], who: Collection[ClearedBy]) -> Confidence | None:
    """Rate again as if every stop-line that these can clear were cleared (D5)."""
    cleared = [(q, replace(a, range=_CLEARED) if q.stop_line in who else a) for q, a in inherited]
    return rate_overall(_assess_dimensions(checklist, cleared))


def weigh_dimensions(inherited: list[Pair]) -> dict[str, int]:
    """Add up the weight of each dimension's applicable questions."""
    weights: dict[str, int] = {}
    for question, _ in inherited:
        weights[question.dimension] = weights.get(question.dimension, 0) + question.weight
    return weights
