"""Where the interview goes; and what must hold wherever it goes."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.checklist.model import (
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    NotOf,
    QuestionType,
    Register,
    SettingIs,
)
from takeover.checklist.path import Place
from takeover.interview.navigator import Stand, find_order, named_in, start_at_open
from takeover.record import kinds
from takeover.values import Code, Level, Method, NotApplicable, Unknown, UnknownReason
from tests.builders import RecordBuilder, make_checklist, make_question

YES = ("yes",)
PLAIN = make_checklist(make_question("a.1"), make_question("a.2"), make_question("b.3"))
BRANCHED = make_checklist(
    make_question("a.child", when=AnswerIs(question="b.parent", codes=YES)),
    make_question("a.first"),
    make_question("b.parent"),
    make_question("b.client", when=SettingIs(setting="engagement", codes=("client",))),
    make_question("b.last"),
)
NOBODY = Unknown(reason=UnknownReason.NOBODY_KNOWS)


def _situation(*said, record=None):
    record = record or RecordBuilder()
    for question, answer in said:
        record.say(question, answer)
    return record.situation()


def test_start_is_at_the_first_question_of_an_empty_record():
    assert start_at_open(PLAIN, _situation()).cursor == "a.1"


def test_start_goes_on_behind_the_question_last_answered():
    assert start_at_open(PLAIN, _situation(("a.2", "yes"))).cursor == "b.3"


def test_start_turns_to_what_was_left_open_before():
    assert start_at_open(PLAIN, _situation(("a.1", "yes"), ("b.3", "no"))).cursor == "a.2"


def test_start_of_a_finished_record_is_the_end():
    navigator = start_at_open(PLAIN, _situation(("a.1", "yes"), ("a.2", NOBODY), ("b.3", "no")))
    assert navigator.current() is None
    assert navigator.progress().done == 3


def test_start_after_going_back_goes_on_where_it_was():
    assert start_at_open(PLAIN, _situation(("a.1", "yes"), ("a.2", "no"), ("a.1", "no"))).cursor == "b.3"


def test_order_puts_a_question_behind_the_one_it_depends_on():
    assert find_order(BRANCHED) == ("a.first", "b.parent", "a.child", "b.client", "b.last")


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        (None, set()),
        (SettingIs(setting="team", codes=YES), set()),
        (AnswerAtLeast(question="a.1", bound=Decimal(1)), {"a.1"}),
        (AnswerBelow(question="a.1", bound=Decimal(1)), {"a.1"}),
        (NotOf(part=AnswerUnknown(question="a.1")), {"a.1"}),
        (AnyOf(parts=(AnswerIs(question="a.1", codes=YES), AnswerUnknown(question="a.2"))), {"a.1", "a.2"}),
    ],
)
def test_named_in_collects_the_questions_of_a_condition(condition, named):
    assert named_in(condition) == named


def test_order_ends_even_if_conditions_go_in_a_circle():
    circle = make_checklist(
        make_question("a.1", when=AnswerUnknown(question="a.2")),
        make_question("a.2", when=AnswerUnknown(question="a.1")),
    )
    assert sorted(find_order(circle)) == ["a.1", "a.2"]


def test_waiting_question_is_not_counted_and_follows_its_parent():
    navigator = start_at_open(BRANCHED, _situation(("a.first", "yes")))
    assert navigator.cursor == "b.parent"
    assert navigator.path["a.child"] is Place.WAITING
    assert (navigator.progress().total, navigator.progress().waiting) == (4, 1)
    answered = navigator.with_situation(_situation(("a.first", "yes"), ("b.parent", "yes"))).next_open()
    assert answered.cursor == "a.child"


def test_answer_that_leaves_the_path_stays_in_the_outline_and_comes_back():
    said = [("a.first", "yes"), ("b.parent", "yes"), ("a.child", "no"), ("b.parent", "no")]
    navigator = start_at_open(BRANCHED, _situation(*said))
    assert "a.child" not in navigator.walk()
    stands = {line.question.id: line.stand for line in navigator.outline()}
    assert stands["a.child"] is Stand.KEPT
    back_again = start_at_open(BRANCHED, _situation(*said, ("b.parent", "yes")))
    assert back_again.is_answered("a.child")
    assert "a.child" in back_again.walk()


def test_cursor_moves_on_when_its_question_leaves_the_path():
    asked = start_at_open(BRANCHED, _situation(("a.first", "yes"), ("b.parent", "yes")))
    assert asked.cursor == "a.child"
    moved = asked.with_situation(_situation(("a.first", "yes"), ("b.parent", "yes"), ("b.parent", "no")))
    assert moved.cursor == "b.client"


def test_back_at_the_first_question_stays():
    navigator = start_at_open(PLAIN, _situation())
    assert navigator.back() == navigator


def test_back_from_the_end_is_the_last_question():
    navigator = start_at_open(PLAIN, _situation(("a.1", "yes"), ("a.2", "yes"), ("b.3", "yes")))
    assert navigator.back().cursor == "b.3"
    assert navigator.back().forward().cursor == ""


def test_leave_open_goes_on_and_does_not_come_back_in_this_pass():
    navigator = start_at_open(PLAIN, _situation()).leave_open()
    assert navigator.cursor == "a.2"
    answered = navigator.with_situation(_situation(("a.2", "yes"), ("b.3", "yes"))).next_open()
    assert answered.cursor == ""
    assert start_at_open(PLAIN, answered.situation).cursor == "a.1"


def test_leave_open_of_an_answered_question_is_one_step_forward():
    navigator = start_at_open(PLAIN, _situation(("a.1", "yes"), ("a.2", "yes"))).back().back()
    assert navigator.leave_open().cursor == "a.2"


def test_jump_goes_only_to_what_is_on_the_path():
    navigator = start_at_open(BRANCHED, _situation())
    assert navigator.jump("b.last").cursor == "b.last"
    assert navigator.jump("a.child") == navigator
    assert navigator.jump("no.such") == navigator


def test_rows_answer_a_register_question():
    question = make_question("c.list", type=QuestionType.REGISTER, register="payments")
    register = Register(id="payments", title="Payments", columns=())
    checklist = make_checklist(question, registers=(register,))
    record = RecordBuilder()
    assert start_at_open(checklist, record.situation()).cursor == "c.list"
    stamp = record.stamp(Level.SHARED)
    record.add(
        kinds.row_recorded(
            stamp,
            register="payments",
            row="row00001",
            values={"milestone": "A"},
            party="sponsor1",
            method=Method.INTERVIEW,
        )
    )
    assert start_at_open(checklist, record.situation()).cursor == ""


def test_outline_says_how_each_question_stands():
    record = RecordBuilder()
    record.say("a.1", "yes")
    record.say("a.1", "no", by="client01")
    record.say("a.2", NotApplicable(reason="no such thing"))
    record.say("b.3", NOBODY)
    navigator = start_at_open(PLAIN, record.situation())
    stands = [line.stand for line in navigator.outline()]
    assert stands == [Stand.DIFFERING, Stand.NOT_APPLICABLE, Stand.UNKNOWN]


def test_optional_question_is_asked_and_marked():
    checklist = make_checklist(make_question("a.1", when=SettingIs(setting="team", codes=YES)))
    navigator = start_at_open(checklist, _situation())
    assert navigator.cursor == "a.1"
    assert navigator.outline()[0].optional


IDS = tuple(f"q.{number}" for number in range(7))


@st.composite
def checklists(draw):
    """Seven questions; each may depend on those that come before it in a drawn order, so there is no circle."""
    order = draw(st.permutations(IDS))
    questions = {}
    for place, question in enumerate(order):
        condition = None
        if place and draw(st.booleans()):
            earlier = st.sampled_from(order[:place])
            leaf = st.one_of(
                st.builds(AnswerIs, question=earlier, codes=st.sampled_from([("yes",), ("no", "partly")])),
                st.builds(AnswerUnknown, question=earlier),
                st.builds(SettingIs, setting=st.sampled_from(["engagement", "team"]), codes=st.just(("client",))),
            )
            parts = st.tuples(leaf, leaf)
            condition = draw(
                st.one_of(
                    leaf,
                    parts.map(lambda two: AllOf(parts=two)),
                    parts.map(lambda two: AnyOf(parts=two)),
                    leaf.map(lambda one: NotOf(part=one)),
                )
            )
        questions[question] = make_question(question, when=condition)
    return make_checklist(*(questions[question] for question in IDS))


ANSWERS = st.sampled_from(["yes", "partly", "no", NOBODY, NotApplicable(reason="x")])
STEPS = st.lists(st.one_of(ANSWERS, st.sampled_from(["back", "leave", "forward"])), max_size=25)


def _check(navigator):
    assert navigator.cursor == "" or navigator.cursor in navigator.walk()
    back = navigator.back()
    assert back == navigator or back.forward() == navigator
    progress = navigator.progress()
    assert 0 <= progress.done <= progress.total <= len(IDS)


@settings(max_examples=60, deadline=None)
@given(checklists(), STEPS)
def test_cursor_is_always_on_the_path_and_back_then_forward_is_the_identity(checklist, steps):
    record = RecordBuilder()
    navigator = start_at_open(checklist, record.situation())
    for step in steps:
        match step:
            case "back":
                navigator = navigator.back()
            case "leave":
                navigator = navigator.leave_open()
            case "forward":
                navigator = navigator.forward()
            case answer if navigator.cursor:
                record.say(navigator.cursor, answer)
                navigator = navigator.with_situation(record.situation()).next_open()
        _check(navigator)


@settings(max_examples=60, deadline=None)
@given(checklists(), st.lists(st.one_of(ANSWERS, st.just("leave")), min_size=10, max_size=10))
def test_interview_ends_and_never_asks_the_same_open_question_twice(checklist, replies):
    record = RecordBuilder()
    navigator = start_at_open(checklist, record.situation())
    asked = []
    while navigator.cursor:
        assert navigator.cursor not in asked
        asked.append(navigator.cursor)
        reply = replies[len(asked) - 1]
        if reply == "leave":
            navigator = navigator.leave_open()
        else:
            record.say(navigator.cursor, reply)
            navigator = navigator.with_situation(record.situation()).next_open()
    assert len(asked) <= len(IDS)
    open_still = [question for question in navigator.walk() if not navigator.is_answered(question)]
    assert set(open_still) == navigator.left & set(navigator.walk())


@settings(max_examples=40, deadline=None)
@given(checklists(), st.lists(ANSWERS, max_size=7))
def test_no_answer_is_ever_lost_and_a_restart_goes_on_at_the_same_question(checklist, answers):
    record = RecordBuilder()
    navigator = start_at_open(checklist, record.situation())
    said = {}
    for answer in answers:
        if not navigator.cursor:
            break
        said[navigator.cursor] = answer
        record.say(navigator.cursor, answer)
        navigator = navigator.with_situation(record.situation()).next_open()
        assert start_at_open(checklist, record.situation()).cursor == navigator.cursor
    for question, answer in said.items():
        stands = navigator.situation.standing(question)[0].answer
        assert stands == (Code(code=answer) if isinstance(answer, str) else answer)


def test_the_first_hours_questions_come_first_and_parents_before_their_children():
    checklist = make_checklist(
        make_question("a.later"),
        make_question("a.child", day_one=True, when=AnswerIs(question="a.parent", codes=("yes",))),
        make_question("b.first", day_one=True),
        make_question("b.parent-free"),
        make_question("a.parent"),
    )
    assert find_order(checklist) == ("b.first", "a.later", "b.parent-free", "a.parent", "a.child")
