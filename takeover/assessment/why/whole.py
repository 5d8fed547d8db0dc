"""Why a dimension, the whole, and readiness are rated as they are: both worlds, and what keeps them from better."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from takeover.assessment.clearing import group_stop_lines
from takeover.assessment.method_1.dimensions import (
    AMBER_FROM,
    GREEN_FROM,
    KNOWLEDGE_FLOOR,
    Pair,
    cap_stops,
    count_in_world,
    count_world,
    light_of,
    weigh,
    weigh_values,
)
from takeover.assessment.method_1.figures import count_figures
from takeover.assessment.model import DimensionResult, Light, State
from takeover.assessment.why.model import (
    DimensionWhy,
    Grounds,
    Hurdle,
    Mean,
    OverallWhy,
    ReadinessWhy,
    WorldWhy,
)
from takeover.assessment.why.questions import dimension_of, list_portions, pairs_of
from takeover.checklist.model import CountsFor

_NEXT_FROM = {Light.RED: AMBER_FROM, Light.AMBER: GREEN_FROM}


def explain_dimension(grounds: Grounds, result: DimensionResult) -> DimensionWhy:
    """Explain a dimension of the inherited state."""
    pairs = pairs_of(grounds, result.dimension)
    situation, judged = grounds.situation, grounds.assessment.questions
    return DimensionWhy(
        dimension=dimension_of(grounds, result.dimension),
        result=result,
        worst=_explain_mean(pairs, best=False) if pairs else None,
        best=_explain_mean(pairs, best=True) if pairs else None,
        portions=list_portions(grounds, result.dimension),
        away=tuple(
            question
            for question in grounds.checklist.questions
            if question.dimension == result.dimension
            and question.counts_for is CountsFor.INHERITED
            and question.id in judged
            and judged[question.id].state is State.NOT_APPLICABLE
        ),
        figures=count_figures(pairs, situation.parties, situation.settings),
    )


def _explain_mean(pairs: list[Pair], *, best: bool) -> Mean:
    counted = count_in_world(pairs, best=best)
    weight, total = weigh(counted), weigh_values(counted, best=best)
    points = 100 * total / weight
    light, cap = light_of(points), cap_stops(pairs, best=best)
    return Mean(
        weight=weight,
        total=total,
        points=points,
        from_points=light,
        cap=cap,
        light=min(light, cap),
        missing=_NEXT_FROM[light] - points if light in _NEXT_FROM else Fraction(0),
    )


def explain_overall(grounds: Grounds) -> OverallWhy:
    """Explain the rating of the whole, or why there is none."""
    assessment = grounds.assessment
    rated = assessment.confidence is not None
    knowledge = assessment.figures.knowledge
    return OverallWhy(
        confidence=assessment.confidence,
        figures=assessment.figures,
        floor=KNOWLEDGE_FLOOR,
        missing=max(Fraction(0), KNOWLEDGE_FLOOR * knowledge.whole - knowledge.part),
        worst=_explain_world(assessment.dimensions, best=False) if rated else None,
        best=_explain_world(assessment.dimensions, best=True) if rated else None,
        dimensions=tuple((dimension_of(grounds, result.dimension), result) for result in assessment.dimensions),
        stop_lines=assessment.stop_lines,
        cleared=group_stop_lines(grounds.checklist, assessment),
    )


def _explain_world(dimensions: tuple[DimensionResult, ...], *, best: bool) -> WorldWhy:
    world = count_world(dimensions, best=best)
    return WorldWhy(
        world=world,
        hurdles=tuple(
            Hurdle(
                clause=clause,
                count=world.count(clause),
                limit=world.limit(clause),
                at_most=ceil(world.limit(clause)) - 1,
            )
            for clause in world.holding(world.light)
        ),
    )


def explain_readiness(grounds: Grounds) -> ReadinessWhy:
    """Explain takeover readiness."""
    readiness = grounds.assessment.readiness
    questions = {question.id: question for question in grounds.checklist.questions}
    return ReadinessWhy(
        readiness=readiness, questions=tuple((questions[item.question], item) for item in readiness.items)
    )
