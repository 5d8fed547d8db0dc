"""A question's interval (scoring D2): the table, disputes, documents that rule, rows, resolutions, not applicable."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from takeover.assessment.method_1.intervals import assess_question, interval, worth_of
from takeover.assessment.model import OPEN, Range, State
from takeover.checklist.model import (
    AnsweredHealth,
    CodeHealth,
    QuestionType,
    RowsHealth,
    Step,
    ThresholdHealth,
    Worth,
)
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.values import (
    Code,
    Date,
    Level,
    Method,
    Money,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Text,
    Unknown,
    UnknownReason,
)
from tests.builders import STOP, RecordBuilder, make_question, statements

E0, E1, E2, E3 = Grade
QUESTION = make_question("a.one")
STOP_LINE = make_question("a.one", **STOP)
DATE = make_question("a.one", type=QuestionType.DATE)
YES, PARTLY, NO = (Code(code=code) for code in ("yes", "partly", "no"))
UNKNOWN = Unknown(reason=UnknownReason.NOBODY_KNOWS)
NOT_ASKED = Unknown(reason=UnknownReason.NOT_ASKED)
AWAY, AGREED = NotApplicable(reason="not here"), NotApplicable(reason="not here", second="sponsor1")
MARCH, APRIL = Date(value=dt.date(2026, 3, 31)), Date(value=dt.date(2026, 4, 30))


def span(lo: str, hi: str) -> Range:
    return Range(lo=Fraction(lo), hi=Fraction(hi))


def assess_said(*said, question=QUESTION, record=None):
    """Assess a question on which each party said an answer with a grade."""
    record = statements(record or RecordBuilder(), [(question.id, answer, by, grade) for by, answer, grade in said])
    return assess_question(question, record.situation(), optional=False)


D2 = [
    (Fraction(1), E3, "1", "1"),
    (Fraction(1), E2, "1", "1"),
    (Fraction(1), E1, "3/5", "1"),
    (Fraction(1), E0, "3/10", "1"),
    (Fraction(1, 2), E3, "1/2", "1/2"),
    (Fraction(1, 2), E2, "1/2", "1/2"),
    (Fraction(1, 2), E1, "3/10", "7/10"),
    (Fraction(1, 2), E0, "15/100", "85/100"),
    (Fraction(0), E3, "0", "0"),
    (Fraction(0), E2, "0", "0"),
    (Fraction(0), E1, "0", "2/5"),
    (Fraction(0), E0, "0", "7/10"),
]


@pytest.mark.parametrize(("value", "grade", "lo", "hi"), D2)
def test_interval_is_that_of_the_table(value, grade, lo, hi):
    assert interval(value, grade) == span(lo, hi)
    answer = {1: YES, 0: NO}.get(value, PARTLY)
    found = assess_said(("sponsor1", answer, grade))
    assert (found.range, found.grade, found.ruled_by) == (span(lo, hi), grade, answer)
    assert found.state is (State.PROVEN if grade in (E2, E3) else State.CLAIMED)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], State.NOT_ASKED),
        ([NOT_ASKED], State.NOT_ASKED),
        ([UNKNOWN], State.UNKNOWN),
        ([Unknown(reason=UnknownReason.REFUSED)], State.UNKNOWN),
        ([Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="client01")], State.UNKNOWN),
        ([NOT_ASKED, UNKNOWN], State.UNKNOWN),
    ],
)
def test_unknown_leaves_everything_open(answers, state):
    parties = ("sponsor1", "client01")
    found = assess_said(*((party, answer, E3) for party, answer in zip(parties, answers, strict=False)))
    assert (found.range, found.state, found.grade, found.ruled_by) == (OPEN, state, None, None)


def test_unknown_of_one_party_takes_nothing_from_what_another_knows():
    found = assess_said(("sponsor1", YES, E2), ("client01", UNKNOWN, E3))
    assert (found.range, found.state) == (span("1", "1"), State.PROVEN)
    assert len(found.statements) == 2


def test_newest_statement_of_a_party_stands_for_it():
    found = assess_said(("sponsor1", YES, E2), ("sponsor1", NO, E2))
    assert (found.range, found.state, len(found.statements)) == (span("0", "0"), State.PROVEN, 1)


def test_same_value_of_two_sides_counts_as_proven():
    found = assess_said(("sponsor1", YES, E1), ("client01", YES, E1))
    assert (found.range, found.state, found.grade) == (span("1", "1"), State.PROVEN, E2)


DISPUTES = [
    ("hull of two words", [("sponsor1", YES, E1), ("client01", NO, E1)], span("0", "1"), E1, None),
    ("hull of two papers", [("sponsor1", PARTLY, E2), ("client01", NO, E3)], span("0", "1/2"), E3, None),
    ("one grade apart is a dispute", [("sponsor1", PARTLY, E2), ("client01", NO, E1)], span("0", "1/2"), E2, None),
    ("E3 against E1: the document rules", [("sponsor1", YES, E3), ("client01", NO, E1)], span("1", "1"), E3, YES),
    (
        "E2 against E0: the document rules",
        [("sponsor1", NO, E0), ("client01", PARTLY, E2)],
        span("1/2", "1/2"),
        E2,
        PARTLY,
    ),
    ("E3 against E2 is a dispute", [("sponsor1", YES, E3), ("client01", PARTLY, E2)], span("1/2", "1"), E3, None),
    (
        "E3 against E1 and E2 is a dispute",
        [("sponsor1", YES, E3), ("client01", PARTLY, E1), ("supplie1", NO, E2)],
        span("0", "1"),
        E3,
        None,
    ),
    (
        "two sides that agree are no document",
        [("sponsor1", YES, E1), ("client01", YES, E1), ("supplie1", NO, E0)],
        span("0", "1"),
        E2,
        None,
    ),
    (
        "two sides that agree narrow their part of the hull",
        [("sponsor1", PARTLY, E1), ("client01", PARTLY, E1), ("supplie1", YES, E1)],
        span("1/2", "1"),
        E2,
        None,
    ),
]


@pytest.mark.parametrize(("name", "said", "found", "grade", "ruling"), DISPUTES, ids=[row[0] for row in DISPUTES])
def test_dispute_is_never_averaged(name, said, found, grade, ruling):
    assessed = assess_said(*said)
    assert (assessed.range, assessed.state, assessed.grade) == (found, State.DISPUTED, grade)
    assert assessed.ruled_by == ruling
    assert len(assessed.statements) == len(said)


def test_objection_to_a_ruling_document_is_named():
    assessed = assess_said(("sponsor1", YES, E3), ("client01", NO, E1), ("supplie1", UNKNOWN, E1))
    objection = next(s for s in assessed.statements if s.answer == NO)
    assert assessed.overruled == (objection.commitment,)


def test_fact_that_can_have_one_value_stays_open_while_disputed():
    said = [("sponsor1", MARCH, E2), ("client01", APRIL, E2)]
    assert assess_said(*said, question=DATE).range == OPEN
    assert assess_said(*said, question=DATE).state is State.DISPUTED
    ruled = assess_said(("sponsor1", MARCH, E3), ("client01", APRIL, E1), question=DATE)
    assert (ruled.range, ruled.ruled_by) == (span("1", "1"), MARCH)


def test_same_amount_written_in_two_ways_is_no_dispute():
    money = make_question("a.one", type=QuestionType.MONEY)
    one, two = Money(amount=Decimal(5), currency="EUR"), Money(amount=Decimal("5.00"), currency="EUR")
    assert assess_said(("sponsor1", one, E2), ("client01", two, E2), question=money).state is State.PROVEN


NOT_APPLICABLE = [
    ("one voice", QUESTION, [("sponsor1", AWAY, E1)], State.NOT_APPLICABLE, False),
    (
        "one voice, others do not know",
        QUESTION,
        [("sponsor1", AWAY, E1), ("client01", UNKNOWN, E1)],
        State.NOT_APPLICABLE,
        False,
    ),
    ("another party answers", QUESTION, [("sponsor1", AWAY, E1), ("client01", NO, E2)], State.PROVEN, True),
    ("on a stop-line, one voice", STOP_LINE, [("client01", AWAY, E1)], State.UNKNOWN, False),
    ("on a stop-line, seconded", STOP_LINE, [("client01", AGREED, E1)], State.NOT_APPLICABLE, False),
    ("on a stop-line, seconded by oneself", STOP_LINE, [("sponsor1", AGREED, E1)], State.UNKNOWN, False),
    (
        "on a stop-line, one voice against an answer",
        STOP_LINE,
        [("client01", AWAY, E1), ("sponsor1", NO, E2)],
        State.PROVEN,
        False,
    ),
    (
        "on a stop-line, seconded against an answer",
        STOP_LINE,
        [("client01", AGREED, E1), ("sponsor1", NO, E2)],
        State.PROVEN,
        True,
    ),
]


@pytest.mark.parametrize(
    ("name", "question", "said", "state", "optional"), NOT_APPLICABLE, ids=[row[0] for row in NOT_APPLICABLE]
)
def test_not_applicable_needs_agreement_on_a_stop_line(name, question, said, state, optional):
    found = assess_said(*said, question=question)
    assert (found.state, found.optional) == (state, optional)


ROWS = make_question(
    "a.rows", type=QuestionType.REGISTER, register="payments", health=RowsHealth(complete=("due", "amount"))
)
WHOLE = {"due": "2026-10-01", "amount": {"amount": "1", "currency": "EUR"}}
HALF = {"due": "2026-10-01"}


def add_row(record: RecordBuilder, number: int, values, grade: Grade = E2, **changes):
    record.add(
        kinds.row_recorded(
            record.stamp(Level.SHARED),
            register="payments",
            row=f"row{number:05}",
            values=values,
            party="sponsor1",
            **{
                "method": Method.INTERVIEW,
                "evidence": (Evidence(grade=grade, note="ledger"),) if grade is not E1 else (),
                **changes,
            },
        )
    )


def assess_rows(*rows, question=ROWS):
    record = RecordBuilder()
    for number, (values, grade) in enumerate(rows):
        add_row(record, number, values, grade)
    return assess_question(question, record.situation(), optional=False)


@pytest.mark.parametrize(
    ("rows", "code", "found", "state"),
    [
        ([(WHOLE, E2)] * 3, "yes", span("1", "1"), State.PROVEN),
        ([(WHOLE, E2)] * 2 + [(HALF, E2)], "partly", span("1/2", "1/2"), State.PROVEN),
        ([(WHOLE, E2), (HALF, E2)], "no", span("0", "0"), State.PROVEN),
        ([({"due": "", "amount": ""}, E2)], "no", span("0", "0"), State.PROVEN),
        ([(WHOLE, E2), (WHOLE, E1)], "yes", span("3/5", "1"), State.CLAIMED),
    ],
)
def test_rows_decide_with_the_grade_of_the_weakest(rows, code, found, state):
    assessed = assess_rows(*rows)
    assert (assessed.ruled_by, assessed.range, assessed.state) == (Code(code=code), found, state)


def test_rows_stand_in_front_of_what_was_said_of_the_whole_list():
    record = RecordBuilder()
    record.say("a.rows", "no", grade=E3)
    add_row(record, 1, WHOLE)
    assessed = assess_question(ROWS, record.situation(), optional=False)
    assert (assessed.range, assessed.overruled, len(assessed.statements)) == (span("1", "1"), (), 1)


def test_without_rows_what_was_said_of_the_list_counts():
    record = RecordBuilder()
    add_row(record, 1, WHOLE)
    add_row(record, 1, {}, withdrawn=True)
    record.say("a.rows", "partly", grade=E1)
    assert assess_question(ROWS, record.situation(), optional=False).range == span("3/10", "7/10")


def resolve(record: RecordBuilder, answer, commitments, evidence):
    record.add(
        kinds.resolved(
            record.stamp(Level.SHARED),
            question="a.one",
            answer=answer,
            statements=commitments,
            reason="read together",
            evidence=evidence,
        )
    )
    return assess_question(QUESTION, record.situation(), optional=False)


MINUTES = (Evidence(grade=E2, note="minutes"),)


def test_resolution_with_evidence_closes_the_dispute_and_both_stay():
    record = RecordBuilder()
    said = [record.say("a.one", "yes", by="sponsor1"), record.say("a.one", "no", by="client01")]
    found = resolve(record, PARTLY, said, MINUTES)
    assert (found.range, found.state, found.grade) == (span("1/2", "1/2"), State.RESOLVED, E2)
    assert found.overruled == tuple(said)
    assert len(found.statements) == 2


def test_resolution_by_a_voice_leaves_its_share_open():
    record = RecordBuilder()
    said = [record.say("a.one", "yes", by="sponsor1"), record.say("a.one", "no", by="client01")]
    assert resolve(record, YES, said, (Evidence(grade=E1, note="by telephone"),)).range == span("3/5", "1")


@pytest.mark.parametrize(
    ("answer", "evidence", "upto"),
    [(PARTLY, (), 2), (UNKNOWN, MINUTES, 2), (AWAY, MINUTES, 2), (PARTLY, MINUTES, 1)],
    ids=["no evidence", "says unknown", "says not applicable", "does not name every statement"],
)
def test_resolution_that_proves_nothing_leaves_the_dispute(answer, evidence, upto):
    record = RecordBuilder()
    said = [record.say("a.one", "yes", by="sponsor1"), record.say("a.one", "no", by="client01")]
    assert resolve(record, answer, said[:upto], evidence).state is State.DISPUTED


def test_newer_statement_opens_the_dispute_again():
    record = RecordBuilder()
    said = [record.say("a.one", "yes", by="sponsor1"), record.say("a.one", "no", by="client01")]
    resolve(record, PARTLY, said, MINUTES)
    record.say("a.one", "no", by="supplie1")
    assert assess_question(QUESTION, record.situation(), optional=False).state is State.DISPUTED


STEPS = ThresholdHealth(
    steps=(
        Step(worth=Worth.GOOD, at_most=Decimal(0)),
        Step(worth=Worth.HALF, at_most=Decimal(30)),
        Step(worth=Worth.BAD),
    )
)
TURNED = CodeHealth(worths={"yes": Worth.BAD, "partly": Worth.HALF, "no": Worth.GOOD})


@pytest.mark.parametrize(
    ("answer", "health", "worth"),
    [
        (YES, QUESTION.health, 1),
        (PARTLY, QUESTION.health, Fraction(1, 2)),
        (YES, TURNED, 0),
        (NO, TURNED, 1),
        (Code(code="gone"), QUESTION.health, None),
        (YES, ROWS.health, 1),
        (NO, ROWS.health, 0),
        (Code(code="gone"), ROWS.health, None),
        (Number(value=Decimal(0)), STEPS, 1),
        (Number(value=Decimal("0.1")), STEPS, Fraction(1, 2)),
        (Percent(value=Decimal(30)), STEPS, Fraction(1, 2)),
        (Percent(value=Decimal("30.01")), STEPS, 0),
        (Number(value=Decimal(9)), ThresholdHealth(steps=STEPS.steps[:2][:1]), None),
        (MARCH, AnsweredHealth(), 1),
        (Text(value="x"), AnsweredHealth(), 1),
        (Money(amount=Decimal(0), currency="EUR"), AnsweredHealth(), 1),
        (Nothing(), AnsweredHealth(), 0),
        (Nothing(), ROWS.health, 0),
        (Nothing(), STEPS, None),
        (YES, STEPS, None),
        (YES, AnsweredHealth(), None),
        (MARCH, QUESTION.health, None),
    ],
)
def test_worth_follows_the_health_rule(answer, health, worth):
    assert worth_of(answer, make_question("a.one", health=health)) == worth


def test_answer_to_an_older_checklist_leaves_the_question_open():
    found = assess_said(("sponsor1", Code(code="gone"), E3))
    assert (found.range, found.ruled_by) == (OPEN, Code(code="gone"))
    disputed = assess_said(("sponsor1", Code(code="gone"), E3), ("client01", YES, E3))
    assert disputed.range == OPEN


def test_undecided_condition_is_passed_on():
    found = assess_question(QUESTION, RecordBuilder().situation(), optional=True)
    assert found == replace(assess_question(QUESTION, RecordBuilder().situation(), optional=False), optional=True)
