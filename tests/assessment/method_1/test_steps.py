"""Disputes and requests (scoring D4, D9): their order, their dates, and whom to ask."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from takeover.assessment.method_1 import assess
from takeover.assessment.model import Range
from takeover.calendars import list_weekends
from takeover.checklist.model import Action, CountsFor, EvidenceRule, Horizon, SettingIs
from takeover.record import kinds
from takeover.record.kinds import Grade
from takeover.values import Level, NotApplicable, Role, Side, Unknown, UnknownReason
from tests.builders import AS_OF, STOP, RecordBuilder, make_checklist, make_question, statements

E0, E1, E2, E3 = Grade
UNKNOWN = Unknown(reason=UnknownReason.NOBODY_KNOWS)
NOT_ASKED = Unknown(reason=UnknownReason.NOT_ASKED)


def due_by(horizon: Horizon) -> Action:
    return Action(text="Mend it.", horizon=horizon)


def judge(record: RecordBuilder, *questions, days_off=()):
    return assess(make_checklist(*questions), record.situation(), as_of=AS_OF, days_off=days_off)


def judge_one(answer, question, *, grade=E2):
    record = RecordBuilder()
    record.say(question.id, answer, grade=grade)
    return judge(record, question)


def test_disputes_are_numbered_with_the_statements_that_differ():
    questions = [make_question(f"a.q{number}") for number in range(3)]
    record = statements(
        RecordBuilder(),
        [
            ("a.q2", "yes", "sponsor1", E3),
            ("a.q2", "no", "client01", E1),
            ("a.q0", "yes", "sponsor1", E1),
            ("a.q0", "no", "client01", E1),
            ("a.q0", UNKNOWN, "supplie1", E1),
            ("a.q1", "yes", "sponsor1", E1),
        ],
    )
    first, second = judge(record, *questions).disputes
    assert [(d.number, d.question, d.document_rules) for d in (first, second)] == [
        ("D-01", "a.q0", False),
        ("D-02", "a.q2", True),
    ]
    assert [statement.party for statement in first.statements] == ["sponsor1", "client01"]
    assert first.range == Range(lo=Fraction(0), hi=Fraction(1))


NEEDED = EvidenceRule(needed_for=("yes", "partly"))
WANTED = [
    ("not asked", {}, None, E2, True),
    ("unknown", {}, UNKNOWN, E2, True),
    ("said, and proof is needed", {"evidence": NEEDED}, "yes", E1, True),
    ("said, and no proof is needed", {}, "yes", E1, False),
    ("said, and proof is needed for another code", {"evidence": NEEDED}, "no", E1, False),
    ("proven", {"evidence": NEEDED}, "yes", E2, False),
    ("not applicable", {}, NotApplicable(reason="no"), E2, False),
    ("stop-line claimed bad is still open", {**STOP, "evidence": NEEDED}, "no", E1, True),
    ("stop-line proven bad", STOP, "no", E2, False),
    ("stop-line claimed good cannot be zero", STOP, "yes", E1, False),
]


@pytest.mark.parametrize(("name", "changes", "answer", "grade", "wanted"), WANTED, ids=[row[0] for row in WANTED])
def test_request_arises_while_an_answer_or_its_proof_is_missing(name, changes, answer, grade, wanted):
    question = make_question("a.one", **changes)
    record = RecordBuilder()
    if answer is not None:
        record.say("a.one", answer, grade=grade)
    assert bool(judge(record, question).requests) is wanted


def test_open_dispute_is_asked_for_and_a_ruled_one_is_not():
    question = make_question("a.one")
    spoken = statements(RecordBuilder(), [("a.one", "yes", "sponsor1", E1), ("a.one", "no", "client01", E1)])
    ruled = statements(RecordBuilder(), [("a.one", "yes", "sponsor1", E3), ("a.one", "no", "client01", E1)])
    assert len(judge(spoken, question).requests) == 1
    assert judge(ruled, question).requests == ()


def test_requests_stand_by_open_stop_lines_then_by_what_they_can_move():
    questions = [
        make_question("a.light", weight=1),
        make_question("a.heavy", weight=5),
        make_question("b.alone", weight=2),
        make_question("a.stop", weight=1, **STOP),
        make_question("h.own", counts_for=CountsFor.READINESS),
        make_question("h.own-stop", counts_for=CountsFor.READINESS, **STOP),
        make_question("a.same", weight=5),
    ]
    found = judge(RecordBuilder(), *questions).requests
    assert [(request.number, request.question, request.swing) for request in found] == [
        ("R-01", "a.stop", Fraction(100, 24)),
        ("R-02", "h.own-stop", 0),
        ("R-03", "b.alone", Fraction(50)),
        ("R-04", "a.heavy", Fraction(500, 24)),
        ("R-05", "a.same", Fraction(500, 24)),
        ("R-06", "a.light", Fraction(100, 24)),
        ("R-07", "h.own", 0),
    ]


def test_swing_shrinks_with_what_is_known():
    question = make_question("a.one", evidence=NEEDED)
    (request,) = judge_one("partly", question, grade=E1).requests
    assert request.swing == 40


def test_due_dates_are_working_days_five_for_stop_lines_ten_for_others():
    monday = AS_OF
    assert monday.weekday() == 0
    questions = (make_question("a.stop", **STOP), make_question("a.plain"))
    holiday = monday + dt.timedelta(days=1)
    plain = judge(RecordBuilder(), *questions, days_off=list_weekends(monday)).requests
    assert [request.due - monday for request in plain] == [dt.timedelta(days=7), dt.timedelta(days=14)]
    off = judge(RecordBuilder(), *questions, days_off=(holiday, *list_weekends(monday))).requests
    assert [request.due - monday for request in off] == [dt.timedelta(days=8), dt.timedelta(days=15)]


def may_know(party: str) -> Unknown:
    return Unknown(reason=UnknownReason.SOMEBODY_ELSE, who=party)


WHOM = [
    ("nobody spoke: the first role to ask that is named", [], Role.SPONSOR),
    ("who was asked is not asked again", [("sponsor1", UNKNOWN)], Role.CLIENT),
    ("who was not asked is", [("sponsor1", NOT_ASKED)], Role.SPONSOR),
    ("all were asked: the first role", [("sponsor1", UNKNOWN), ("client01", UNKNOWN)], Role.SPONSOR),
    ("the party that may know", [("sponsor1", may_know("supplie1"))], Role.SUPPLIER),
    ("of two that may know, the first to ask", [("sponsor1", may_know("supplie1")), ("outgoin1", may_know("client01"))], Role.CLIENT),
    ("a party that the edition does not name", [("sponsor1", may_know("nobody01"))], Role.CLIENT),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "of"), WHOM, ids=[row[0] for row in WHOM])
def test_request_goes_to_who_is_likely_to_know(name, said, of):
    for order in (said, said[::-1]):
        record = statements(RecordBuilder(), [("a.one", answer, party, E1) for party, answer in order])
        (request,) = judge(record, make_question("a.one")).requests
        assert request.of is of


def test_role_that_nobody_has_is_not_asked_while_another_is_there():
    question = make_question("a.one", ask=(Role.LEGAL, Role.FINANCE, Role.CLIENT))
    (request,) = judge(RecordBuilder(), question).requests
    assert request.of is Role.CLIENT


def test_without_any_named_role_the_first_is_asked_and_without_roles_the_pm():
    nobody_here = make_question("a.one", ask=(Role.LEGAL, Role.FINANCE))
    nobody_at_all = make_question("a.two", ask=())
    found = judge(RecordBuilder(), nobody_here, nobody_at_all).requests
    assert {request.question: request.of for request in found} == {
        "a.one": Role.LEGAL,
        "a.two": Role.INCOMING_PM,
    }


def test_main_user_is_asked_where_there_is_no_client():
    record = RecordBuilder({"engagement": "internal"})
    record.add(kinds.party_named(record.stamp(Level.SHARED), party="mainuse1", role=Role.MAIN_USER, side=Side.CUSTOMER))
    (request,) = judge(record, make_question("a.one", ask=(Role.CLIENT,))).requests
    assert request.of is Role.MAIN_USER


def test_answer_off_the_path_is_listed_and_judged_nowhere():
    question = make_question("a.off", when=SettingIs(setting="team", codes=("yes",)))
    record = RecordBuilder({"team": "no"})
    silent = judge(record, question, make_question("a.one"))
    record.say("a.off", "no")
    result = judge(record, question, make_question("a.one"))
    assert (silent.off_path, result.off_path) == ((), ("a.off",))
    assert set(result.questions) == {"a.one"}
    assert result.findings == ()
