"""Findings, disputes, requests (scoring D4, D9): their order, their dates, and whom to ask."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from takeover.assessment.method_1 import assess
from takeover.assessment.model import Range
from takeover.calendars import list_weekends
from takeover.checklist.model import Action, CountsFor, EvidenceRule, Horizon, QuestionType, SettingIs
from takeover.record import kinds
from takeover.record.kinds import Grade
from takeover.values import Date, Level, NotApplicable, Nothing, Number, Role, Side, Unknown, UnknownReason
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


HORIZONS = [
    ("confirmed stop-line", {**STOP, "weight": 1}, "no", E2, Horizon.DO_NOW),
    ("claimed stop-line", {**STOP, "weight": 5}, "no", E1, Horizon.DAY_30),
    ("partly on a stop-line", {**STOP, "weight": 5}, "partly", E2, Horizon.DAY_60),
    ("marked as due now, even where only claimed", {"action": due_by(Horizon.DO_NOW), "weight": 1}, "no", E1, Horizon.DO_NOW),
    ("marked as due now, but partly there", {"action": due_by(Horizon.DO_NOW), "weight": 5}, "partly", E2, Horizon.DAY_60),
    ("bad and heavy", {"weight": 4}, "no", E2, Horizon.DAY_30),
    ("bad and light", {"weight": 3}, "no", E2, Horizon.DAY_60),
    ("partly", {"weight": 5}, "partly", E2, Horizon.DAY_60),
    ("practice, bad", {"action": due_by(Horizon.DAY_90), "weight": 5}, "no", E2, Horizon.DAY_90),
    ("practice, partly", {"action": due_by(Horizon.DAY_90), "weight": 5}, "partly", E2, Horizon.DAY_90),
    ("stop-line whose condition is undecided", {**STOP, "weight": 5, "when": SettingIs(setting="team", codes=("yes",))}, "no", E2, Horizon.DAY_30),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "answer", "grade", "horizon"), HORIZONS, ids=[row[0] for row in HORIZONS])
def test_horizon_follows_worth_weight_and_stop_line(name, changes, answer, grade, horizon):
    (finding,) = judge_one(answer, make_question("a.one", **changes), grade=grade).findings
    assert finding.horizon is horizon
    assert finding.partly is (answer == "partly")
    assert finding.claimed is (grade is E1)
    assert finding.stop is ("stop_line" in changes)
    assert not finding.waits


@pytest.mark.parametrize("answer", ["yes", UNKNOWN, NOT_ASKED, NotApplicable(reason="no")])
def test_good_and_unknown_answers_are_no_findings(answer):
    assert judge_one(answer, make_question("a.one")).findings == ()


def test_findings_stand_by_due_date_then_stop_lines_then_weight_then_order():
    record = RecordBuilder()
    questions = [
        make_question("a.practice", action=due_by(Horizon.DAY_90)),
        make_question("a.light", weight=3),
        make_question("a.heavy", weight=4),
        make_question("a.heavier", weight=5),
        make_question("a.claimed-stop", weight=4, **STOP),
        make_question("a.now", weight=1, action=due_by(Horizon.DO_NOW)),
        make_question("a.stop", weight=1, **STOP),
        make_question("a.good"),
        make_question("h.own", counts_for=CountsFor.READINESS, weight=4),
    ]
    for question in questions:
        said = "yes" if question.id == "a.good" else "no"
        record.say(question.id, said, grade=E1 if question.id == "a.claimed-stop" else E2)
    found = judge(record, *questions).findings
    assert [(finding.number, finding.question) for finding in found] == [
        ("F-01", "a.stop"),
        ("F-02", "a.now"),
        ("F-03", "a.claimed-stop"),
        ("F-04", "a.heavier"),
        ("F-05", "a.heavy"),
        ("F-06", "h.own"),
        ("F-07", "a.light"),
        ("F-08", "a.practice"),
    ]


@pytest.mark.parametrize("count", [7, 9])
def test_at_most_seven_are_due_now_and_the_rest_waits(count):
    questions = [make_question(f"a.q{number}", action=due_by(Horizon.DO_NOW)) for number in range(count)]
    record = statements(RecordBuilder(), [(question.id, "no", "sponsor1", E2) for question in questions])
    found = judge(record, *questions).findings
    assert [finding.horizon for finding in found] == [Horizon.DO_NOW] * 7 + [Horizon.DAY_30] * (count - 7)
    assert [finding.waits for finding in found] == [False] * 7 + [True] * (count - 7)


def test_fact_without_worth_is_no_finding_and_none_is_one():
    date = make_question("a.one", type=QuestionType.DATE)
    assert judge_one(Date(value=dt.date(2026, 3, 31)), date).findings == ()
    assert [finding.partly for finding in judge_one(Nothing(), date).findings] == [False]
    assert judge_one(Number(value=Decimal(5)), make_question("a.one")).findings == ()


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
