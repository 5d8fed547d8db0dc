"""Findings (scoring D8, D9): what is bad or half, what does not apply too often, what was asked and not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from takeover.assessment.method_1.dimensions import Pair, is_confirmed
from takeover.assessment.method_1.intervals import worth_of
from takeover.assessment.model import OPEN, Assessed, Finding, FindingKind, State
from takeover.checklist.model import Checklist, CountsFor, Horizon, Question, RowsHealth
from takeover.record.bodies import read_evidence
from takeover.record.kinds import Kind
from takeover.record.situation import Situation
from takeover.values import Known

MOST_DO_NOW = 7
HEAVY = 4
"""Weight from which a bad answer is due by day 30."""
NOT_APPLICABLE_FROM = Fraction(3, 10)
"""Above this share of a dimension's weight, "not applicable" is a finding of its own (D8)."""


def list_findings(
    checklist: Checklist, pairs: Iterable[Pair], situation: Situation, *, as_of: dt.date
) -> tuple[Finding, ...]:
    """List the findings: what is due first, of that the bad ones, stop-lines, weight; at most seven are due now.

    `pairs` are all questions on the path, those that do not apply included.
    """
    known = list(pairs)
    found = [
        *_find_bad_answers(known),
        *_find_unanswered(known, situation, as_of),
        *_find_not_applicable(checklist, known),
    ]
    order = tuple(Horizon)
    found.sort(key=lambda item: (order.index(item[0].horizon), _follows(item[0]), not item[0].stop, -item[1]))
    return tuple(_number(number, finding) for number, (finding, _) in enumerate(found, 1))


def _follows(finding: Finding) -> bool:
    """Of what is due now, what is there in part follows what is not there at all: only seven are now."""
    return finding.horizon is Horizon.DO_NOW and finding.partly


def _number(number: int, finding: Finding) -> Finding:
    waits = finding.horizon is Horizon.DO_NOW and number > MOST_DO_NOW
    horizon = Horizon.DAY_30 if waits else finding.horizon
    return replace(finding, number=f"F-{number:02}", horizon=horizon, waits=waits)


def _find_bad_answers(pairs: list[Pair]) -> Iterator[tuple[Finding, int]]:
    """Find what is bad or half, each with its weight."""
    for question, assessed in pairs:
        worth = ruling_worth(question, assessed)
        if worth is None or worth == 1 or assessed.state is State.NOT_APPLICABLE:
            continue
        finding = Finding(
            number="",
            question=question.id,
            dimension=question.dimension,
            range=assessed.range,
            claimed=assessed.range.lo != assessed.range.hi,
            stop=question.stop_line is not None,
            horizon=_HORIZONS[find_urgency(question, assessed, worth)],
            partly=worth > 0,
        )
        yield finding, question.weight


def ruling_worth(question: Question, assessed: Assessed) -> Fraction | None:
    """Return what the answer that decides is worth; None where none decides."""
    ruling = assessed.ruled_by
    return worth_of(ruling, question) if isinstance(ruling, Known) else None


class Urgency(StrEnum):
    """Why a bad or half answer is due when it is due (D9)."""

    CONFIRMED = "confirmed"
    MARKED = "marked"
    PRACTICE = "practice"
    HEAVY = "heavy"
    REST = "rest"


_HORIZONS: Mapping[Urgency, Horizon] = {
    Urgency.CONFIRMED: Horizon.DO_NOW,
    Urgency.MARKED: Horizon.DO_NOW,
    Urgency.PRACTICE: Horizon.DAY_90,
    Urgency.HEAVY: Horizon.DAY_30,
    Urgency.REST: Horizon.DAY_60,
}


def find_urgency(question: Question, assessed: Assessed, worth: Fraction) -> Urgency:
    """Say why a finding is due when it is due: an action that cannot wait does not wait where it is done in part."""
    if worth == 0 and is_confirmed((question, assessed)):
        return Urgency.CONFIRMED
    if question.action.horizon is Horizon.DO_NOW:
        return Urgency.MARKED
    if question.action.horizon is Horizon.DAY_90:
        return Urgency.PRACTICE
    return Urgency.HEAVY if worth == 0 and question.weight >= HEAVY else Urgency.REST


def _find_unanswered(pairs: list[Pair], situation: Situation, as_of: dt.date) -> Iterator[tuple[Finding, int]]:
    """Find what a party was asked, by a date that has passed, and has not replied to since.

    The latest request to a party on a question stands.
    """
    asked: dict[str, dict[str, tuple[str, dt.date]]] = {}
    for entry in situation.by_kind.get(Kind.REQUESTED, ()):
        if entry.body is not None:
            due = dt.date.fromisoformat(entry.body["due"])
            asked.setdefault(entry.body["question"], {})[entry.body["of"]] = (entry.body["at"], due)
    for question, assessed in pairs:
        for party, (at, due) in asked.get(question.id, {}).items():
            answered = has_replied(situation, question, party, at)
            withheld = assessed.state is State.WITHHELD  # the answer may be what is withheld
            if due >= as_of or answered or withheld or party not in situation.parties:
                continue
            finding = Finding(
                number="",
                question=question.id,
                dimension=question.dimension,
                range=assessed.range,
                claimed=False,
                stop=question.stop_line is not None,
                horizon=Horizon.DO_NOW if question.stop_line else Horizon.DAY_30,
                kind=FindingKind.UNANSWERED,
                asked=situation.parties[party].role,
                due=due,
            )
            yield finding, question.weight


def has_replied(situation: Situation, question: Question, party: str, asked_at: str) -> bool:
    """Tell whether a party has replied to what it was asked on a question at a time (as entries write it).

    Its statement is a reply ("I do not know" too; silence is none), its rows, evidence added to either, and a paper of
    its own that came in with what anybody said. Of rows only what the question counts: an edition withholds the rest.
    """
    later = ((own, body) for own, body in _list_said(situation, question, party) if body["at"] >= asked_at)
    return any(own or any(proof.author == party for proof in read_evidence(body)) for own, body in later)


def _list_said(situation: Situation, question: Question, party: str) -> Iterator[tuple[bool, Mapping[str, Any]]]:
    """List what was said on a question, and what was added to it later; each with whether this party said it."""
    counted = set(question.health.complete) if isinstance(question.health, RowsHealth) else set()
    rows = situation.by_subject.get((Kind.ROW_RECORDED, question.register), ())
    given = (entry for entry in rows if entry.body and counted & entry.body["values"].keys())
    settled = situation.by_subject.get((Kind.RESOLVED, question.id), ())
    for entry in (*situation.by_question.get(question.id, ()), *given, *settled):
        own = entry.body is not None and entry.body.get("party") == party
        for one in (entry, *situation.by_subject.get((Kind.EVIDENCE_KEPT, entry.commitment), ())):
            if one.body is not None:
                yield own, one.body


def _find_not_applicable(checklist: Checklist, pairs: list[Pair]) -> Iterator[tuple[Finding, int]]:
    """Find the dimensions in which more than 30 % of the weight was declared not applicable."""
    for dimension in checklist.dimensions:
        inside = [(q, a) for q, a in pairs if q.dimension == dimension.id and q.counts_for is CountsFor.INHERITED]
        whole = sum(question.weight for question, _ in inside)
        away = sum(question.weight for question, assessed in inside if assessed.state is State.NOT_APPLICABLE)
        if not whole or Fraction(away, whole) <= NOT_APPLICABLE_FROM:
            continue
        finding = Finding(
            number="",
            question="",
            dimension=dimension.id,
            range=OPEN,
            claimed=False,
            stop=False,
            horizon=Horizon.DAY_30,
            kind=FindingKind.NOT_APPLICABLE,
            share=Fraction(away, whole),
        )
        yield finding, 0
