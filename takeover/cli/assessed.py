"""The judgement at a glance, in words: what `takeover assess` prints. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from takeover.assessment.clearing import rate_once_cleared
from takeover.assessment.model import Confidence
from takeover.assessment.origins import list_other_checklists
from takeover.assessment.published import Inputs
from takeover.assessment.verdicts import PartyVerdict, list_verdicts
from takeover.assessment.why.model import Grounds
from takeover.assessment.why.whole import explain_overall
from takeover.checklist.model import House
from takeover.cli.explained import SHORT_HASH, Words
from takeover.cli.explained_whole import (
    describe_cleared,
    describe_figure,
    describe_knowledge,
    describe_rating,
    describe_result,
    describe_stop_line,
)
from takeover.report.wording import tidy
from takeover.roles import name_role, title_role

MOST_NEXT = 7


def describe_assessed(grounds: Grounds, inputs: Inputs, words: Words) -> Iterator[str]:
    """Say the whole judgement: rating, verdicts, dimensions, stop-lines, readiness, facts, next, what it rests on."""
    assessment, overall = grounds.assessment, explain_overall(grounds)
    yield describe_rating(overall, words)
    for verdict in list_verdicts(grounds.situation):
        yield from _describe_verdict(verdict, assessment.confidence, words)
    if overall.confidence:
        yield words.text("assessment.why.dimensions")
        yield from (describe_result(dimension.title, result, words) for dimension, result in overall.dimensions)
    yield from describe_cleared(overall.cleared, words)
    if cleared := rate_once_cleared(grounds.checklist, assessment):
        yield "  " + words.text("cli.assess.all_cleared", confidence=words.wording.confidence(cleared))
    ready = words.wording.readiness(assessment.readiness)
    yield words.text("assessment.why.readiness", verdict=f"{ready.shape} {ready.word}")
    yield from (describe_stop_line(stop, words) for stop in assessment.readiness.stop_lines)
    yield from _describe_facts(grounds, words)
    yield from _describe_next(grounds, words)
    yield from describe_knowledge(overall.figures, words)
    yield from _describe_inputs(grounds, inputs, words)


def _describe_verdict(verdict: PartyVerdict, now: Confidence | None, words: Words) -> Iterator[str]:
    """Say a party's verdict with the computed range that it was given beside, and the one of now if it differs."""
    light = words.wording.light(verdict.light)
    yield words.text(
        "cli.assess.verdict",
        who=name_role(verdict.role, words.catalogue),
        light=f"{light.shape} {light.word}",
        text=tidy(verdict.text),
    )
    beside = _write_confidence(verdict.beside, words)
    yield "  " + words.text("cli.assess.verdict.beside", day=words.wording.date(verdict.as_of), confidence=beside)
    if verdict.reason:
        yield "  " + words.text("cli.assess.verdict.reason", reason=tidy(verdict.reason))
    if verdict.beside != now:
        yield "  " + words.text("cli.assess.verdict.moved", confidence=_write_confidence(now, words))


def _write_confidence(confidence: Confidence | None, words: Words) -> str:
    return words.wording.confidence(confidence) if confidence else words.text("cli.assess.no_judgement")


def _describe_facts(grounds: Grounds, words: Words) -> Iterator[str]:
    """Say each fact in one line, those with an alarm first; then those that no table supports."""
    yield words.text("cli.assess.facts")
    established = sorted((fact for fact in grounds.facts if fact.is_established), key=lambda fact: not fact.alarms)
    for fact in established:
        figures = words.text("assessment.why.between").join(describe_figure(figure, words) for figure in fact.figures)
        title = words.text(f"assessment.fact.{fact.name.value}.title")
        yield "  " + words.text("cli.assess.fact", name=fact.name.value, title=title, figures=figures)
    missing = [
        words.text(f"assessment.fact.{fact.name.value}.title") for fact in grounds.facts if not fact.is_established
    ]
    if missing:
        yield "  " + words.text("cli.assess.not_established", titles=words.text("assessment.why.between").join(missing))


def _describe_next(grounds: Grounds, words: Words) -> Iterator[str]:
    """Say the answers to chase first."""
    requests = grounds.assessment.requests
    yield words.text("cli.assess.next" if requests else "cli.assess.next.none")
    for request in requests[:MOST_NEXT]:
        question = grounds.checklist.question(request.question)
        yield "  " + words.text(
            "cli.assess.request",
            number=request.number,
            who=title_role(request.of, words.catalogue),
            due=words.wording.date(request.due),
            swing=words.wording.points(request.swing, 1),
            text=question.text if question else request.question,
        )
    if left := len(requests[MOST_NEXT:]):
        yield "  " + words.text("cli.assess.next.more", count=left)


def _describe_inputs(grounds: Grounds, inputs: Inputs, words: Words) -> Iterator[str]:
    """Say what the judgement was made of: day, method, list, and where answers were given to another list."""
    checklist = inputs.checklist
    yield words.text(
        "cli.assess.inputs",
        day=words.wording.date(grounds.assessment.as_of),
        method=grounds.assessment.method,
        checklist=f"{checklist.id}@{checklist.version} ({inputs.sha256[:SHORT_HASH]})",
        head=inputs.head[:SHORT_HASH],
    )
    if checklist.house:
        yield from _describe_house(checklist.house, words)
    for other in list_other_checklists(inputs.situation, inputs.sha256):
        yield words.text(
            "cli.assess.other_checklist",
            count=other.statements,
            checklist=f"{other.id}@{other.version} ({other.sha256[:SHORT_HASH]})",
        )


def _describe_house(house: House, words: Words) -> Iterator[str]:
    """Say what a house list made of its base: what it hides and why, changes, adds."""
    yield words.text("cli.assess.house", base=f"{house.base} ({house.base_sha256[:SHORT_HASH]})")
    for hidden in house.hidden:
        yield "  " + words.text(
            "cli.assess.house.hidden", question=hidden.question, text=hidden.text, reason=tidy(hidden.reason)
        )
    for changed in house.changed:
        keys = words.catalogue.join(changed.keys)
        yield "  " + words.text("cli.assess.house.changed", question=changed.question, keys=keys)
    if house.added:
        yield "  " + words.text("cli.assess.house.added", questions=words.catalogue.join(house.added))
