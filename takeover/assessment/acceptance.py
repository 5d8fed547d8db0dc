"""Before the PM signs for the job: accept, accept with conditions, or advise against (docs/plan.md).

Readiness decides first: nobody should answer for a job without an appointment, a cut-off and access. A project in
trouble is no reason to refuse: that is what the conditions are for, and each one names who can meet it. Where too
little is known for a judgement there is no advice either: "accept" would be a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from takeover.assessment.model import Assessment, Light, StopLine, Verdict


class Advice(StrEnum):
    """What the figures speak for; the decision is the PM's."""

    NOT_YET = "not_yet"
    ACCEPT = "accept"
    WITH_CONDITIONS = "with_conditions"
    ADVISE_AGAINST = "advise_against"


class Ground(StrEnum):
    """Why the advice is not simply to accept."""

    NOT_READY = "not_ready"
    READINESS_OPEN = "readiness_open"
    NO_JUDGEMENT = "no_judgement"
    STOP_LINES = "stop_lines"
    LOW_CONFIDENCE = "low_confidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The advice, its grounds, and the stop-lines that are conditions: those of readiness first."""

    advice: Advice
    grounds: tuple[Ground, ...]
    conditions: tuple[StopLine, ...]


def advise(assessment: Assessment) -> Acceptance:
    """Weigh a judgement: the first rule that fits decides, all grounds are named.

    1. A stop-line of readiness is surely bad: advise against.
    2. No judgement is possible: no advice yet.
    3. Anything else on the list of grounds: accept with conditions.
    4. Otherwise: accept.
    """
    grounds = tuple(ground for ground, holds in _list_grounds(assessment) if holds)
    if Ground.NOT_READY in grounds:
        advice = Advice.ADVISE_AGAINST
    elif Ground.NO_JUDGEMENT in grounds:
        advice = Advice.NOT_YET
    else:
        advice = Advice.WITH_CONDITIONS if grounds else Advice.ACCEPT
    conditions = (*assessment.readiness.stop_lines, *assessment.stop_lines)
    return Acceptance(advice=advice, grounds=grounds, conditions=conditions)


def _list_grounds(assessment: Assessment) -> tuple[tuple[Ground, bool], ...]:
    confidence, readiness = assessment.confidence, assessment.readiness.verdict
    return (
        (Ground.NOT_READY, readiness is Verdict.NOT_READY),
        (Ground.READINESS_OPEN, readiness is Verdict.WITH_CONDITIONS),
        (Ground.NO_JUDGEMENT, confidence is None),
        (Ground.STOP_LINES, bool(assessment.stop_lines)),
        (Ground.LOW_CONFIDENCE, confidence is not None and confidence.worst <= Light.AMBER_RED),
    )
