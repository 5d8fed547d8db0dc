"""Findings, disputes, requests and computed facts explained."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from takeover.assessment.method_1.findings import Urgency
from takeover.assessment.method_1.steps import Want
from takeover.assessment.why import explain
from takeover.assessment.why.model import DisputeWhy, FactWhy, FindingWhy, RequestWhy
from takeover.checklist.model import Action, CountsFor, EvidenceRule, Horizon
from takeover.record import kinds
from takeover.record.kinds import Grade
from takeover.values import Level, Method, NotApplicable
from tests.assessment.why.grounds import example_a, ground
from tests.builders import STOP, RecordBuilder, make_checklist, make_question


def explain_one(name: str, question, said) -> object:
    record = RecordBuilder()
    for answer, party, grade in said:
        record.say(question.id, answer, by=party, grade=grade)
    return explain(name, ground(make_checklist(question), record.situation()))


def action(horizon: Horizon) -> dict[str, Action]:
    return {"action": Action(text="Mend it.", horizon=horizon)}


@pytest.mark.parametrize(
    ("changes", "answer", "urgency", "horizon"),
    [
        (STOP, "no", Urgency.CONFIRMED, Horizon.DO_NOW),
        (action(Horizon.DO_NOW), "no", Urgency.MARKED, Horizon.DO_NOW),
        (action(Horizon.DO_NOW), "partly", Urgency.MARKED, Horizon.DO_NOW),
        (action(Horizon.DAY_90), "no", Urgency.PRACTICE, Horizon.DAY_90),
        ({"weight": 4}, "no", Urgency.HEAVY, Horizon.DAY_30),
        ({"weight": 3}, "no", Urgency.REST, Horizon.DAY_60),
    ],
)
def test_finding_says_why_it_is_due_when_it_is_due(changes, answer, urgency, horizon):
    why = explain_one("F-01", make_question("a.one", **changes), [(answer, "sponsor1", Grade.E2)])
    assert isinstance(why, FindingWhy)
    assert (why.urgency, why.finding.horizon) == (urgency, horizon)
    assert why.question.question.id == "a.one"


def test_finding_of_a_dimension_names_what_was_declared_not_applicable_and_by_whom():
    why = explain_one("F-01", make_question("a.one"), [(NotApplicable(reason="others do it"), "sponsor1", Grade.E1)])
    assert (why.urgency, why.question, why.dimension.id) == (None, None, "a")
    ((question, voices),) = why.away
    assert (question.id, [voice.party.id for voice in voices]) == ("a.one", ["sponsor1"])


def test_finding_of_a_request_without_answer_has_its_question_and_no_urgency():
    record = RecordBuilder()
    due = dt.date(2026, 11, 1)
    record.add(kinds.requested(record.stamp(Level.SHARED), question="a.one", of="client01", text="Who?", due=due))
    why = explain("F-01", ground(make_checklist(make_question("a.one")), record.situation()))
    assert (why.finding.due, why.urgency, why.question.question.id) == (due, None, "a.one")


def test_dispute_is_explained_by_its_question():
    why = explain_one("d1", make_question("a.one"), [("yes", "sponsor1", Grade.E1), ("no", "client01", Grade.E1)])
    assert isinstance(why, DisputeWhy)
    assert [agreement.parties for agreement in why.question.agreements] == [("sponsor1",), ("client01",)]


@pytest.mark.parametrize(
    ("changes", "said", "want"),
    [
        (STOP, (), Want.OPEN_STOP),
        ({}, (), Want.ANSWER),
        ({}, [("yes", "sponsor1", Grade.E1), ("no", "client01", Grade.E1)], Want.RULING),
        ({"evidence": EvidenceRule(needed_for=("yes",))}, [("yes", "sponsor1", Grade.E1)], Want.PROOF),
    ],
)
def test_request_says_why_it_is_asked(changes, said, want):
    why = explain_one("R-01", make_question("a.one", **changes), said)
    assert isinstance(why, RequestWhy)
    assert why.want is want


def test_swing_of_a_request_is_made_of_weight_width_whole_and_dimensions():
    why = explain("R-01", example_a())
    assert (why.weight, why.width, why.whole, why.dimensions) == (5, 1, 29, 1)
    assert why.request.swing == Fraction(100 * 5, 29)


def test_request_of_readiness_moves_nothing():
    checklist = make_checklist(make_question("h.own", counts_for=CountsFor.READINESS))
    why = explain("R-01", ground(checklist, RecordBuilder().situation()))
    assert (why.weight, why.whole, why.request.swing) == (0, 0, 0)


def test_fact_has_the_rows_that_it_counts_and_leaves_out():
    record = RecordBuilder()
    money = {"amount": "100", "currency": "EUR"}
    rows = {
        "counted1": {"state": "invoiced", "due": "2026-11-01", "amount": money},
        "leftout1": {"state": "invoiced", "due": "2026-11-01"},
        "paidrow1": {"state": "paid", "due": "2026-11-01", "amount": money},
    }
    for row, values in rows.items():
        stamp = record.stamp(Level.SHARED)
        record.add(
            kinds.row_recorded(
                stamp, register="payments", row=row, values=values, party="sponsor1", method=Method.INTERVIEW
            )
        )
    grounds = ground(make_checklist(make_question("a.one")), record.situation())
    why = explain("receivables", grounds)
    assert isinstance(why, FactWhy)
    assert [row.id for row in why.rows] == ["counted1", "leftout1"]
    assert why.fact.left_out == ("leftout1",)
    assert explain("warranty", grounds).rows == ()
