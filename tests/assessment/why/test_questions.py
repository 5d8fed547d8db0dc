"""A question explained: the step that decided, what each voice says alone, what it adds."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from takeover.assessment.model import Light, Range, StopState
from takeover.assessment.why import explain
from takeover.assessment.why.model import QuestionWhy, Rule
from takeover.checklist.model import QuestionType, SettingIs
from takeover.checklist.path import Place
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Date, Level, Method, NotApplicable, Side, Unknown, UnknownReason
from tests.assessment.why.grounds import example_a, ground
from tests.builders import STOP, RecordBuilder, make_checklist, make_question

GRADE = make_question("a.one")
DATE = make_question("a.one", type=QuestionType.DATE)
MARCH, APRIL = (Date(value=dt.date(2026, month, 1)) for month in (3, 4))


def why(record: RecordBuilder, question=GRADE) -> QuestionWhy:
    found = explain(question.id, ground(make_checklist(question), record.situation()))
    assert isinstance(found, QuestionWhy)
    return found


@pytest.mark.parametrize(
    ("question", "said", "rule", "lo", "hi"),
    [
        (GRADE, (), Rule.OPEN, 0, 1),
        (GRADE, [(Unknown(reason=UnknownReason.REFUSED), "sponsor1", Grade.E1)], Rule.OPEN, 0, 1),
        (GRADE, [(NotApplicable(reason="no"), "sponsor1", Grade.E1)], Rule.NOT_APPLICABLE, 0, 1),
        (GRADE, [("yes", "sponsor1", Grade.E1)], Rule.ONE_VALUE, Fraction(3, 5), 1),
        (GRADE, [("yes", "sponsor1", Grade.E1), ("no", "client01", Grade.E1)], Rule.HULL, 0, 1),
        (GRADE, [("yes", "sponsor1", Grade.E3), ("no", "client01", Grade.E1)], Rule.DOCUMENT, 1, 1),
        (DATE, [(MARCH, "sponsor1", Grade.E1), (APRIL, "client01", Grade.E1)], Rule.ONE_FACT, 0, 1),
        (DATE, [(MARCH, "sponsor1", Grade.E3), (APRIL, "client01", Grade.E1)], Rule.DOCUMENT, 1, 1),
    ],
)
def test_question_names_the_step_that_decided(question, said, rule, lo, hi):
    record = RecordBuilder()
    for answer, party, grade in said:
        record.say("a.one", answer, by=party, grade=grade)
    found = why(record, question)
    assert (found.rule, found.place) == (rule, Place.ON)
    assert found.assessed.range == Range(lo=Fraction(lo), hi=Fraction(hi))


def test_voice_says_grade_value_and_interval_alone():
    record = RecordBuilder()
    record.say("a.one", "partly", by="sponsor1", grade=Grade.E1)
    record.say("a.one", Unknown(reason=UnknownReason.NOBODY_KNOWS), by="client01")
    spoken, silent = why(record).voices
    assert (spoken.grade, spoken.open_share, spoken.value) == (Grade.E1, Fraction(2, 5), Fraction(1, 2))
    assert spoken.range == Range(lo=Fraction(3, 10), hi=Fraction(7, 10))
    assert (silent.grade, silent.open_share, silent.value) == (None, None, None)
    assert silent.range == Range(lo=Fraction(0), hi=Fraction(1))


def test_answer_that_the_checklist_does_not_know_has_no_value():
    record = RecordBuilder()
    record.say("a.one", "perhaps")
    (voice,) = why(record).voices
    assert (voice.grade, voice.value, voice.range.width) == (Grade.E2, None, 1)


def test_evidence_keeps_the_grade_that_was_given_and_the_one_that_counts():
    record = RecordBuilder()
    asked = kinds.Asked(question="a.one", checklist="t", version="1.0.0", sha256="ef" * 32, language="en", text="?")
    claimed = Evidence(grade=Grade.E3, note="a mail")
    record.add(
        kinds.answered(
            record.stamp(Level.SHARED),
            asked=asked,
            party="sponsor1",
            method=Method.OWN_OBSERVATION,
            answer=Code(code="yes"),
            evidence=(claimed,),
        )
    )
    ((proof,),) = (voice.proofs for voice in why(record).voices)
    assert (proof.evidence.grade, proof.grade) == (Grade.E3, Grade.E1)


def test_agreement_of_two_sides_is_raised_and_of_one_side_is_not():
    record = RecordBuilder()
    record.say("a.one", "yes", by="sponsor1", grade=Grade.E1)
    record.say("a.one", "yes", by="outgoin1", grade=Grade.E0)
    (same_side,) = why(record).agreements
    assert (same_side.alone, same_side.grade, same_side.is_raised) == (Grade.E1, Grade.E1, False)
    record.say("a.one", "yes", by="client01", grade=Grade.E0)
    (both,) = why(record).agreements
    assert (both.alone, both.grade, both.is_raised) == (Grade.E1, Grade.E2, True)
    assert both.sides == (Side.OWN, Side.CUSTOMER)
    assert both.parties == ("sponsor1", "outgoin1", "client01")


def test_overruled_voice_is_set_aside_and_stays():
    record = RecordBuilder()
    record.say("a.one", "yes", by="sponsor1", grade=Grade.E3)
    record.say("a.one", "no", by="client01", grade=Grade.E1)
    assert [voice.set_aside for voice in why(record).voices] == [False, True]


def test_settlement_is_shown_while_it_holds():
    record = RecordBuilder()
    said = [record.say("a.one", code, by=by, grade=Grade.E1) for code, by in (("yes", "sponsor1"), ("no", "client01"))]
    minutes = Evidence(grade=Grade.E2, note="minutes")
    record.add(
        kinds.resolved(
            record.stamp(Level.SHARED),
            question="a.one",
            answer=Code(code="no"),
            statements=said,
            reason="read together",
            evidence=(minutes,),
        )
    )
    settled = why(record)
    assert (settled.rule, settled.resolution.reason) == (Rule.RESOLUTION, "read together")
    record.say("a.one", "partly", by="client01", grade=Grade.E1)
    again = why(record)
    assert (again.rule, again.resolution) == (Rule.HULL, None)


def test_question_off_the_path_keeps_its_voices_and_counts_nothing():
    question = make_question("a.one", when=SettingIs(setting="engagement", codes=("internal",)))
    record = RecordBuilder()
    record.say("a.one", "yes")
    found = why(record, question)
    assert found.place is Place.OFF
    assert (found.assessed, found.rule, found.stop, found.portion) == (None, None, None, None)
    assert [voice.value for voice in found.voices] == [1]


def test_rows_of_a_register_are_counted():
    found = explain("contract.milestones", example_a())
    assert found.rule is Rule.ROWS
    assert (len(found.rows.complete), len(found.rows.rows), found.rows.share) == (2, 3, Fraction(2, 3))
    assert (found.rows.half, found.rows.weakest) == (Fraction(2, 3), Grade.E2)


@pytest.mark.parametrize(
    ("answer", "grade", "state", "worst", "best"),
    [
        ("no", Grade.E2, StopState.CONFIRMED, Light.RED, Light.RED),
        ("no", Grade.E1, StopState.OPEN, Light.RED, Light.AMBER),
        ("partly", Grade.E2, StopState.CLEAR, Light.AMBER, Light.AMBER),
        ("yes", Grade.E2, StopState.CLEAR, Light.GREEN, Light.GREEN),
    ],
)
def test_stop_line_says_what_it_allows(answer, grade, state, worst, best):
    record = RecordBuilder()
    record.say("a.one", answer, grade=grade)
    stop = why(record, make_question("a.one", **STOP)).stop
    assert (stop.state, stop.worst_cap, stop.best_cap) == (state, worst, best)


def test_question_names_its_finding_dispute_and_request():
    record = RecordBuilder()
    record.say("a.one", "no", by="sponsor1", grade=Grade.E1)
    assert why(record, make_question("a.one", **STOP)).numbers == ("F-01", "R-01")
    record.say("a.one", "yes", by="client01", grade=Grade.E1)
    assert why(record).numbers == ("D-01", "R-01")
