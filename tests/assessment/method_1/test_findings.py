"""Findings (scoring D8, D9): what is bad or half, what was asked in vain, what does not apply too often."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from takeover.assessment.model import FindingKind
from takeover.checklist.model import CountsFor, Horizon, QuestionType, RowsHealth, SettingIs
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Date, Level, Method, NotApplicable, Nothing, Number, Role, Unknown, UnknownReason
from tests.assessment.method_1.test_steps import NOT_ASKED, UNKNOWN, due_by, judge, judge_one
from tests.builders import STOP, RecordBuilder, make_question, statements

E0, E1, E2, E3 = Grade


HORIZONS = [
    ("confirmed stop-line", {**STOP, "weight": 1}, "no", E2, Horizon.DO_NOW),
    ("claimed stop-line", {**STOP, "weight": 5}, "no", E1, Horizon.DAY_30),
    ("partly on a stop-line", {**STOP, "weight": 5}, "partly", E2, Horizon.DAY_60),
    ("marked as due now, even where only claimed", {"action": due_by(Horizon.DO_NOW), "weight": 1}, "no", E1, Horizon.DO_NOW),
    ("marked as due now, and partly there", {"action": due_by(Horizon.DO_NOW), "weight": 5}, "partly", E2, Horizon.DO_NOW),
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


@pytest.mark.parametrize("answer", ["yes", UNKNOWN, NOT_ASKED])
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


def test_of_what_is_due_now_the_half_comes_after_all_that_is_bad():
    now = {"action": due_by(Horizon.DO_NOW)}
    record = RecordBuilder()
    record.say("a.half", "partly")
    record.say("a.bad", "no")
    found = judge(record, make_question("a.half", **STOP, **now), make_question("a.bad", weight=1, **now)).findings
    assert [(finding.question, finding.horizon.value) for finding in found] == [
        ("a.bad", "do_now"),
        ("a.half", "do_now"),
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


def weights(*pairs: tuple[str, int]):
    return [make_question(f"a.{name}", weight=weight) for name, weight in pairs]


@pytest.mark.parametrize(("away", "found"), [(3, 0), (4, 1)])
def test_more_than_thirty_percent_not_applicable_is_a_finding(away, found):
    questions = weights(("away", away), ("rest", 10 - away))
    record = RecordBuilder()
    record.say("a.away", NotApplicable(reason="no such thing"))
    findings = judge(record, *questions).findings
    assert [(f.kind, f.dimension, f.question, f.share) for f in findings] == [
        (FindingKind.NOT_APPLICABLE, "a", "", Fraction(away, 10))
    ] * found


def test_a_question_switched_off_is_not_shown_and_so_not_too_much_not_applicable():
    off = make_question("a.off", weight=9, when=SettingIs(setting="engagement", codes=("internal",)))
    assert judge(RecordBuilder(), off, make_question("a.rest", weight=1)).findings == ()


def ask(record: RecordBuilder, due: str, of: str = "sponsor1", question: str = "a.one") -> None:
    body = kinds.requested(
        record.stamp(Level.SHARED), question=question, of=of, text="Please say.", due=dt.date.fromisoformat(due)
    )
    record.add(body)


@pytest.mark.parametrize(("due", "found"), [("2026-11-22", 1), ("2026-11-23", 0)])
def test_a_request_that_nobody_answered_is_a_finding_after_its_date(due, found):
    record = RecordBuilder()
    ask(record, due)
    findings = judge(record, make_question("a.one")).findings
    assert [(f.kind, f.asked, f.due, f.horizon) for f in findings] == [
        (FindingKind.UNANSWERED, Role.SPONSOR, dt.date.fromisoformat(due), Horizon.DAY_30)
    ] * found


def test_a_request_behind_a_stop_line_is_due_now():
    record = RecordBuilder()
    ask(record, "2026-11-01")
    (finding,) = judge(record, make_question("a.one", **STOP)).findings
    assert (finding.horizon, finding.stop) == (Horizon.DO_NOW, True)


@pytest.mark.parametrize("answer", ["yes", Unknown(reason=UnknownReason.NOBODY_KNOWS)])
def test_any_answer_of_the_party_after_the_request_ends_it(answer):
    record = RecordBuilder()
    ask(record, "2026-11-01")
    record.say("a.one", answer)
    assert judge(record, make_question("a.one")).findings == ()


def test_an_answer_before_the_request_or_of_another_party_does_not_end_it():
    record = RecordBuilder()
    record.say("a.one", "yes")
    ask(record, "2026-11-01")
    record.say("a.one", "yes", by="client01")
    assert [f.kind for f in judge(record, make_question("a.one")).findings] == [FindingKind.UNANSWERED]


def test_the_latest_request_to_a_party_stands():
    record = RecordBuilder()
    ask(record, "2026-11-01")
    ask(record, "2026-12-01")
    assert judge(record, make_question("a.one")).findings == ()


def give_row(record: RecordBuilder, by: str = "sponsor1", evidence: tuple[Evidence, ...] = ()) -> str:
    body = kinds.row_recorded(
        record.stamp(Level.SHARED),
        register="things",
        row="row00001",
        values={"first": "x"},
        party=by,
        method=Method.INTERVIEW,
        evidence=evidence,
    )
    return record.add(body)[0]


def add_paper(record: RecordBuilder, about: str, author: str = "") -> None:
    record.add(kinds.evidence_kept(record.stamp(Level.SHARED), evidence=(paper(author),), about=about))


def paper(author: str = "") -> Evidence:
    return Evidence(grade=E3, sha256="ab" * 32, bytes=3, media="text/plain", kept=True, author=author)


def settle(record: RecordBuilder, author: str) -> None:
    stands = [said.commitment for said in record.situation().standing("a.one")]
    body = kinds.resolved(
        record.stamp(Level.SHARED),
        question="a.one",
        answer=Code(code="yes"),
        statements=stands,
        reason="seen",
        evidence=(paper(author),),
    )
    record.add(body)


LISTED = {"type": QuestionType.REGISTER, "register": "things", "health": RowsHealth(complete=("first",))}
REPLIES = [
    ("rows of its own", lambda record, _: give_row(record), True),
    ("rows of another party", lambda record, _: give_row(record, "client01"), False),
    ("rows of another party, from its paper", lambda record, _: give_row(record, "client01", (paper("sponsor1"),)), True),
    ("a paper for what it said before", lambda record, said: add_paper(record, said["sponsor1"]), True),
    ("a paper for what another party said", lambda record, said: add_paper(record, said["client01"]), False),
    ("its paper for what another party said", lambda record, said: add_paper(record, said["client01"], "sponsor1"), True),
    ("a paper for its row", lambda record, said: add_paper(record, said["row"]), True),
    ("its paper settles the dispute", lambda record, _: settle(record, "sponsor1"), True),
    ("another's paper settles it", lambda record, _: settle(record, "client01"), False),
    ("nothing", lambda *_: None, False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "ends"), REPLIES, ids=[row[0] for row in REPLIES])
def test_rows_and_papers_of_the_party_end_a_request_as_its_words_do(name, reply, ends):
    record = RecordBuilder()
    said = {party: record.say("a.one", "yes", by=party, grade=E1) for party in ("sponsor1", "client01")}
    said["row"] = give_row(record, evidence=(paper("sponsor1"),))
    ask(record, "2026-11-01")
    reply(record, said)
    kinds_found = [finding.kind for finding in judge(record, make_question("a.one", **LISTED)).findings]
    assert (FindingKind.UNANSWERED in kinds_found) is not ends
