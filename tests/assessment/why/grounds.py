"""Grounds for tests: a record judged as the command judges it, and the worked examples of the method."""

from __future__ import annotations

from dataclasses import replace

from takeover.assessment.facts import compute_facts
from takeover.assessment.method_1 import assess
from takeover.assessment.method_1.dimensions import rate_overall
from takeover.assessment.model import Figures, Share
from takeover.assessment.why.model import Grounds
from takeover.checklist.model import Checklist
from takeover.record.situation import Situation
from tests.assessment.method_1.test_worked_examples import CONTRACT, record_a, results_b
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question


def ground(checklist: Checklist, situation: Situation) -> Grounds:
    return Grounds(
        checklist=checklist,
        situation=situation,
        assessment=assess(checklist, situation, as_of=AS_OF, days_off=()),
        facts=compute_facts(situation, as_of=AS_OF, days_off=()),
    )


def example_a() -> Grounds:
    """D11 A: the dimension contract."""
    return ground(CONTRACT, record_a().situation())


def example_b() -> Grounds:
    """D11 B: eleven dimensions with the ranges and lights of the table, all known."""
    results = tuple(results_b())
    checklist = make_checklist(*(make_question(f"{result.dimension}.one") for result in results))
    grounds = ground(checklist, RecordBuilder().situation())
    known = Share(part=55, whole=55)
    figures = Figures(asked=known, roles=known, knowledge=known, evidence=known)
    assessment = replace(grounds.assessment, dimensions=results, confidence=rate_overall(results), figures=figures)
    return replace(grounds, assessment=assessment)
