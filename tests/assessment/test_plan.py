"""The 30/60/90-day plan: days, who clears what, and effects that are computed by the method itself."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.assessment.method_1 import assess
from takeover.assessment.plan import plan_actions, read_cut_off
from takeover.calendars import list_weekends
from takeover.checklist.model import Action, ClearedBy, CountsFor, Horizon
from takeover.record.kinds import Grade
from takeover.values import NotApplicable
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question

DAYS_OFF = list_weekends(AS_OF)


def plan(record: RecordBuilder, *questions, cut_off=None):
    checklist = make_checklist(*questions)
    assessment = assess(checklist, record.situation(), as_of=AS_OF, days_off=DAYS_OFF)
    return plan_actions(checklist, assessment, days_off=DAYS_OFF, cut_off=cut_off)


def test_a_mended_question_moves_its_dimension_to_what_the_method_gives():
    record = RecordBuilder()
    record.say("a.bad", "no")
    record.say("a.half", "partly")
    actions = plan(record, make_question("a.bad", weight=3), make_question("a.half", weight=1))
    by_question = {action.finding.question: action for action in actions}
    assert _points(by_question["a.bad"]) == (Fraction(25, 2), Fraction(175, 2))
    assert _points(by_question["a.half"]) == (Fraction(25, 2), Fraction(25))


def _points(action):
    assert action.before.lo == action.before.hi
    assert action.after.lo == action.after.hi
    return action.before.lo, action.after.lo


@pytest.mark.parametrize("cleared_by", [*ClearedBy, None])
def test_an_action_on_a_stop_line_says_who_can_clear_it(cleared_by):
    record = RecordBuilder()
    record.say("a.one", "no")
    (action,) = plan(record, make_question("a.one", stop_line=cleared_by))
    assert (action.number, action.cleared_by) == ("A-01", cleared_by)


@pytest.mark.parametrize(
    ("counts_for", "horizon", "cut_off", "due"),
    [
        (CountsFor.READINESS, Horizon.DAY_60, dt.date(2026, 12, 7), dt.date(2026, 12, 7)),
        (CountsFor.READINESS, Horizon.DO_NOW, dt.date(2026, 12, 7), dt.date(2026, 11, 30)),
        (CountsFor.READINESS, Horizon.DO_NOW, dt.date(2026, 11, 25), dt.date(2026, 11, 25)),
        (CountsFor.READINESS, Horizon.DAY_60, AS_OF, dt.date(2026, 11, 30)),
        (CountsFor.READINESS, Horizon.DAY_60, dt.date(2026, 1, 1), dt.date(2026, 11, 30)),
        (CountsFor.READINESS, Horizon.DAY_60, dt.date(2027, 6, 1), dt.date(2027, 1, 22)),
        (CountsFor.READINESS, Horizon.DAY_60, None, dt.date(2027, 1, 22)),
        (CountsFor.INHERITED, Horizon.DAY_60, dt.date(2026, 12, 7), dt.date(2027, 1, 22)),
    ],
)
def test_what_the_takeover_needs_is_due_before_it(counts_for, horizon, cut_off, due):
    record = RecordBuilder()
    record.say("a.one", "no")
    question = make_question("a.one", weight=3, counts_for=counts_for, action=Action(text="Mend.", horizon=horizon))
    (action,) = plan(record, question, cut_off=cut_off)
    (without,) = plan(record, question)
    assert action.due == due
    assert action.for_takeover is (due < without.due)


@pytest.mark.parametrize(("text", "day"), [("2026-12-07T09:00", dt.date(2026, 12, 7)), ("soon", None), ("", None)])
def test_read_cut_off_reads_the_day_of_the_setting(text, day):
    assert read_cut_off({"cut_off": text}) == day
    assert read_cut_off({}) is None


@pytest.mark.parametrize(
    ("horizon", "due"),
    [
        (Horizon.DO_NOW, dt.date(2026, 11, 30)),
        (Horizon.DAY_30, dt.date(2026, 12, 23)),
        (Horizon.DAY_90, dt.date(2027, 2, 22)),
    ],
)
def test_days_are_working_days(horizon, due):
    record = RecordBuilder()
    record.say("a.one", "no")
    (action,) = plan(record, make_question("a.one", action=Action(text="Mend.", horizon=horizon)))
    assert action.due == due
    assert action.due not in DAYS_OFF


def test_day_60_that_falls_on_a_weekend_is_the_monday_after():
    record = RecordBuilder()
    record.say("a.one", "no")
    (action,) = plan(record, make_question("a.one", weight=3))
    assert action.due == dt.date(2027, 1, 22)


def test_readiness_and_what_does_not_apply_move_no_range():
    record = RecordBuilder()
    record.say("h.own", "no")
    record.say("a.away", NotApplicable(reason="no such thing"))
    actions = plan(record, make_question("h.own", counts_for=CountsFor.READINESS), make_question("a.away"))
    assert [(action.before, action.after) for action in actions] == [(None, None)] * 2


@given(answers=st.lists(st.tuples(st.sampled_from(["yes", "partly", "no"]), st.sampled_from(list(Grade))), max_size=6))
def test_no_action_ever_makes_a_range_worse(answers):
    record = RecordBuilder()
    questions = [make_question(f"a.q{number}", weight=number + 1) for number in range(len(answers) + 1)]
    for question, (answer, grade) in zip(questions, answers, strict=False):
        record.say(question.id, answer, grade=grade)
    for action in plan(record, *questions):
        assert action.after.lo > action.before.lo
        assert action.after.hi >= action.before.hi
