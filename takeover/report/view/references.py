"""How things in a report are numbered and cited, so that people can quote them and reserve them.

Q-01 questions, E-01 evidence, M-01 computed facts, T-01 registers, T-01.1 their rows; F, D and R of the judgement, and
A-01 the action for F-01. A number holds within one edition of a baseline. Questions and registers are numbered in the
checklist's order, evidence in the order in which it is first cited; the same paper cited twice has one number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from takeover.assessment.facts.model import ComputedFact
from takeover.assessment.model import Assessment, Dispute, Finding, Request
from takeover.baseline.model import Baseline
from takeover.checklist.model import Question
from takeover.record.bodies import read_evidence
from takeover.record.kinds import Evidence, Kind
from takeover.report.view.computed import compute_shown
from takeover.report.view.pieces import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Numbers by question id, evidence, register and row, computed facts by number, and who cites which evidence."""

    questions: Mapping[str, str]
    items: Mapping[str, tuple[Link, ...]]
    evidence: Mapping[tuple[str, ...], str]
    sources: tuple[Evidence, ...]
    cited_by: Mapping[tuple[str, ...], tuple[str, ...]]
    facts: Mapping[str, ComputedFact]
    registers: Mapping[str, str]
    rows: Mapping[str, str]
    actions: Mapping[str, str]

    @property
    def numbers(self) -> frozenset[str]:
        """Every number that the report prints: what a reservation may name."""
        judged = (link.text for links in self.items.values() for link in links)
        counted = (self.questions, self.evidence, self.registers, self.rows, self.actions)
        return frozenset((*judged, *self.facts, *(number for mapping in counted for number in mapping.values())))

    def question(self, question_id: str) -> Link:
        """Lead to a question."""
        number = self.questions.get(question_id, "")
        return Link(text=number, anchor=number)

    def proof(self, evidence: Iterable[Evidence]) -> tuple[Link, ...]:
        """Lead to pieces of evidence."""
        numbers = (self.evidence[identify(item)] for item in evidence)
        return tuple(Link(text=number, anchor=number) for number in dict.fromkeys(numbers))


def identify(evidence: Evidence) -> tuple[str, ...]:
    """Tell pieces of evidence apart by what they are, not by what was said of them."""
    dated = evidence.dated.isoformat() if evidence.dated else ""
    return (evidence.sha256, evidence.link, evidence.note, evidence.title, dated, evidence.author, evidence.place)


def number_references(baseline: Baseline) -> References:
    """Number everything that has a number in the report of a baseline."""
    questions = {question.id: f"Q-{number:02}" for number, question in enumerate(baseline.checklist.questions, 1)}
    registers = {register.id: f"T-{number:02}" for number, register in enumerate(baseline.checklist.registers, 1)}
    cited: dict[tuple[str, ...], list[str]] = {}
    sources: dict[tuple[str, ...], Evidence] = {}
    for about, evidence in _cite_all(baseline, questions):
        for item in evidence:
            sources.setdefault(identify(item), item)
            places = cited.setdefault(identify(item), [])
            if about and about not in places:
                places.append(about)
    return References(
        questions=questions,
        items=_list_items(baseline.assessment),
        evidence={key: f"E-{number:02}" for number, key in enumerate(sources, 1)},
        sources=tuple(sources.values()),
        cited_by={key: tuple(places) for key, places in cited.items()},
        facts=compute_shown(baseline),
        actions={finding.number: f"A{finding.number[1:]}" for finding in _list_findings(baseline)},
        registers=registers,
        rows=_number_rows(baseline, registers),
    )


def _list_findings(baseline: Baseline) -> tuple[Finding, ...]:
    return baseline.assessment.findings if baseline.assessment else ()


def _number_rows(baseline: Baseline, registers: Mapping[str, str]) -> dict[str, str]:
    """Number the rows of each register in the order in which they first appeared."""
    return {
        row.id: f"{number}.{place}"
        for register, number in registers.items()
        for place, row in enumerate(baseline.situation.rows(register), 1)
    }


def _cite_all(baseline: Baseline, questions: Mapping[str, str]) -> Iterable[tuple[str, tuple[Evidence, ...]]]:
    """Go through everything that cites evidence, in the order of the report: place in the report, evidence."""
    situation = baseline.situation
    for question in baseline.checklist.questions:
        for statement in situation.statements(question.id):
            yield questions[question.id], statement.evidence
        if resolution := situation.resolution(question.id):
            yield questions[question.id], resolution.evidence
    for register in baseline.checklist.registers:
        for row in situation.rows(register.id):
            yield _asked_by(register.id, baseline.checklist.questions, questions), row.evidence
    for entry in situation.by_kind.get(Kind.EVIDENCE_KEPT, ()):
        if entry.body and "about" not in entry.body:
            yield "", read_evidence(entry.body)


def _asked_by(register: str, asked: tuple[Question, ...], questions: Mapping[str, str]) -> str:
    return next((questions[question.id] for question in asked if question.register == register), "")


def _list_items(assessment: Assessment | None) -> dict[str, tuple[Link, ...]]:
    if assessment is None:
        return {}
    found: dict[str, list[Link]] = {}
    items: tuple[Finding | Dispute | Request, ...] = (
        *assessment.findings,
        *assessment.disputes,
        *assessment.requests,
    )
    for item in items:
        found.setdefault(item.question, []).append(Link(text=item.number, anchor=item.number))
    return {question: tuple(links) for question, links in found.items()}
