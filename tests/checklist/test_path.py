"""Conditions in three values, and the path that follows from them (DESIGN part 5)."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.model import (
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    NotOf,
    SettingIs,
    questions_of,
)
from takeover.checklist.path import Known, Place, Truth, decide, find_path
from takeover.values import Code, Money, NotApplicable, Nothing, Number, Percent, Text, Unknown, UnknownReason
from tests.builders import make_checklist, make_question

YES, NO = Code(code="yes"), Code(code="no")
UNKNOWN = Unknown(reason=UnknownReason.NOBODY_KNOWS)
NOT_ASKED = Unknown(reason=UnknownReason.NOT_ASKED)
AWAY = NotApplicable(reason="no such thing")
IS_YES = AnswerIs(question="a.parent", codes=("yes",))
F, U, W, T = Truth.FALSE, Truth.UNDECIDED, Truth.WAITING, Truth.TRUE

# one leaf a truth value: settings for true, false, undecided; a question that nobody was asked for waiting
MADE = {
    T: SettingIs(setting="team", codes=("yes",)),
    F: SettingIs(setting="team", codes=("no",)),
    U: SettingIs(setting="pricing", codes=("cost_plus",)),
    W: IS_YES,
}
KNOWN = Known(settings={"team": "yes"}, answers={})


def decide_here(condition, known=KNOWN, place=Place.ON):
    return decide(condition, known, lambda _: place)


@pytest.mark.parametrize("truth", Truth)
def test_leaf_of_each_truth_value_is_what_the_tables_take_it_for(truth):
    assert decide_here(MADE[truth]) is truth
    assert decide_here(NotOf(part=MADE[truth])) is {T: F, F: T, U: U, W: W}[truth]


ALL = {(F, F): F, (F, U): F, (F, W): F, (F, T): F, (U, U): U, (U, W): U, (U, T): U, (W, W): W, (W, T): W, (T, T): T}
ANY = {(F, F): F, (F, U): U, (F, W): W, (F, T): T, (U, U): U, (U, W): U, (U, T): T, (W, W): W, (W, T): T, (T, T): T}


@pytest.mark.parametrize(("one", "other"), list(product(Truth, repeat=2)))
def test_all_and_any_follow_their_tables(one, other):
    parts = (MADE[one], MADE[other])
    key = tuple(sorted((one, other), key=(F, U, W, T).index))
    assert decide_here(AllOf(parts=parts)) is ALL[key]
    assert decide_here(AnyOf(parts=parts)) is ANY[key]


def test_no_condition_is_true():
    assert decide_here(None) is T


LEAF_RULES = [
    ("off the path", IS_YES, (YES,), Place.OFF, F),
    ("off the path, asked for unknown", AnswerUnknown(question="a.parent"), (), Place.OFF, F),
    ("not yet asked", IS_YES, (), Place.ON, W),
    ("not yet asked, and itself undecided", IS_YES, (), Place.OPTIONAL, W),
    ("not applicable", IS_YES, (AWAY,), Place.ON, F),
    ("the right code", IS_YES, (YES,), Place.ON, T),
    ("another code", IS_YES, (NO,), Place.ON, F),
    ("one of several codes", AnswerIs(question="a.parent", codes=("yes", "no")), (NO,), Place.ON, T),
    ("not a code", IS_YES, (Text(value="yes"),), Place.ON, F),
    ("unknown", IS_YES, (UNKNOWN,), Place.ON, U),
    ("said to be not asked", IS_YES, (NOT_ASKED,), Place.ON, U),
    ("disputed", IS_YES, (YES, NO), Place.ON, U),
    (
        "disputed, but every statement agrees on the leaf",
        AnswerIs(question="a.parent", codes=("partly", "no")),
        (NO, Code(code="partly")),
        Place.ON,
        T,
    ),
    ("disputed between a code and not applicable", IS_YES, (YES, AWAY), Place.ON, U),
    ("one does not know, one says it", IS_YES, (UNKNOWN, YES), Place.ON, T),
    ("answered, but the question may not count", IS_YES, (YES,), Place.OPTIONAL, U),
    ("answered, but the question waits itself", IS_YES, (YES,), Place.WAITING, W),
    ("answered with no, whether it counts or not", IS_YES, (NO,), Place.OPTIONAL, F),
    ("at least", AnswerAtLeast(question="a.parent", bound=Decimal(5)), (Number(value=Decimal(5)),), Place.ON, T),
    (
        "not at least",
        AnswerAtLeast(question="a.parent", bound=Decimal(5)),
        (Percent(value=Decimal("4.9")),),
        Place.ON,
        F,
    ),
    (
        "below",
        AnswerBelow(question="a.parent", bound=Decimal(5)),
        (Money(amount=Decimal(4), currency="EUR"),),
        Place.ON,
        T,
    ),
    ("not below", AnswerBelow(question="a.parent", bound=Decimal(5)), (Number(value=Decimal(5)),), Place.ON, F),
    ("no quantity", AnswerBelow(question="a.parent", bound=Decimal(5)), (Nothing(),), Place.ON, F),
    ("quantity unknown", AnswerAtLeast(question="a.parent", bound=Decimal(5)), (UNKNOWN,), Place.ON, U),
    ("unknown: true on unknown", AnswerUnknown(question="a.parent"), (UNKNOWN,), Place.ON, T),
    ("unknown: true, not yet asked", AnswerUnknown(question="a.parent"), (), Place.ON, T),
    ("unknown: true, not yet asked, undecided itself", AnswerUnknown(question="a.parent"), (), Place.OPTIONAL, T),
    ("unknown: true, one knows", AnswerUnknown(question="a.parent"), (UNKNOWN, YES), Place.ON, F),
    ("unknown: true, not applicable", AnswerUnknown(question="a.parent"), (AWAY,), Place.ON, F),
]


@pytest.mark.parametrize(("name", "leaf", "answers", "place", "truth"), LEAF_RULES, ids=[row[0] for row in LEAF_RULES])
def test_leaf_follows_its_rule(name, leaf, answers, place, truth):
    known = Known(settings={}, answers={"a.parent": answers} if answers else {})
    assert decide_here(leaf, known, place) is truth


def test_setting_that_nobody_recorded_is_undecided():
    leaf = SettingIs(setting="team", codes=("yes",))
    assert decide_here(leaf, Known(settings={}, answers={})) is U
    assert decide_here(leaf, Known(settings={"team": "no"}, answers={})) is F


CHAIN = make_checklist(
    make_question("a.parent"),
    make_question("a.child", when=IS_YES),
    make_question("a.grandchild", when=AnswerIs(question="a.child", codes=("yes",))),
    make_question("a.setting", when=SettingIs(setting="team", codes=("yes",))),
)


@pytest.mark.parametrize(
    ("settings", "answers", "places"),
    [
        ({}, {}, "on waiting waiting optional"),
        ({"team": "yes"}, {"a.parent": (YES,)}, "on on waiting on"),
        ({"team": "no"}, {"a.parent": (YES,), "a.child": (YES,)}, "on on on off"),
        ({}, {"a.parent": (NO,)}, "on off off optional"),
        ({}, {"a.parent": (NO,), "a.child": (YES,)}, "on off off optional"),
        ({}, {"a.parent": (UNKNOWN,)}, "on optional waiting optional"),
        ({}, {"a.parent": (UNKNOWN,), "a.child": (YES,)}, "on optional optional optional"),
        ({}, {"a.child": (YES,)}, "on waiting waiting optional"),
        ({}, {"a.parent": (AWAY,)}, "on off off optional"),
        ({}, {"a.parent": (YES, NO)}, "on optional waiting optional"),
    ],
)
def test_path_follows_the_chain(settings, answers, places):
    found = find_path(CHAIN, Known(settings=settings, answers=answers))
    assert " ".join(found.values()) == places


def test_condition_may_name_a_question_further_down():
    turned = make_checklist(*reversed(CHAIN.questions))
    known = Known(settings={}, answers={"a.parent": (YES,)})
    assert find_path(turned, known) == find_path(CHAIN, known)
    assert list(find_path(turned, known)) == [question.id for question in turned.questions]


def test_condition_on_a_question_that_is_not_there_is_false():
    checklist = make_checklist(make_question("a.one", when=AnswerUnknown(question="a.gone")))
    assert find_path(checklist, KNOWN) == {"a.one": Place.OFF}


def test_circle_ends_all_the_same():
    circle = make_checklist(
        make_question("a.one", when=AnswerIs(question="a.two", codes=("yes",))),
        make_question("a.two", when=AnswerIs(question="a.one", codes=("yes",))),
        make_question("a.self", when=NotOf(part=AnswerUnknown(question="a.self"))),
    )
    assert set(find_path(circle, KNOWN)) == {"a.one", "a.two", "a.self"}


def test_chain_of_thousands_ends():
    last = 5000
    questions = [
        make_question(f"a.q{n}", when=AnswerIs(question=f"a.q{n + 1}", codes=("yes",)) if n < last else None)
        for n in range(1, last + 1)
    ]
    answers = {question.id: (YES,) for question in questions}
    assert set(find_path(make_checklist(*questions), Known(settings={}, answers=answers)).values()) == {Place.ON}


NAMES = tuple(f"a.q{number}" for number in range(5))
ANSWERS = st.sampled_from([YES, NO, Code(code="partly"), UNKNOWN, NOT_ASKED, AWAY, Number(value=Decimal(3))])


def conditions(names):
    """Conditions over some questions and the setting; `names` may be empty."""
    leaf = st.builds(SettingIs, setting=st.sampled_from(["team", "accepted"]), codes=st.just(("yes",)))
    if names:
        leaf |= st.sampled_from(
            [
                kind
                for name in names
                for kind in (
                    AnswerIs(question=name, codes=("yes",)),
                    AnswerIs(question=name, codes=("no", "partly")),
                    AnswerAtLeast(question=name, bound=Decimal(2)),
                    AnswerBelow(question=name, bound=Decimal(2)),
                    AnswerUnknown(question=name),
                )
            ]
        )
    part = leaf | st.builds(NotOf, part=leaf)
    both = st.tuples(part, part)
    return st.one_of(part, st.builds(AllOf, parts=both), st.builds(AnyOf, parts=both))


@st.composite
def checklists(draw):
    """Small checklists without circles: a condition names earlier questions only."""
    questions = [
        make_question(name, when=draw(st.none() | conditions(NAMES[:number]))) for number, name in enumerate(NAMES)
    ]
    return make_checklist(*questions)


KNOWNS = st.builds(
    Known,
    settings=st.dictionaries(st.sampled_from(["team", "accepted"]), st.sampled_from(["yes", "no"])),
    answers=st.dictionaries(st.sampled_from(NAMES), st.lists(ANSWERS, min_size=1, max_size=2).map(tuple)),
)


@given(checklists(), KNOWNS, st.permutations(range(len(NAMES))))
def test_path_is_total_and_order_of_questions_does_not_matter(checklist, known, order):
    found = find_path(checklist, known)
    assert set(found) == set(NAMES)
    shuffled = make_checklist(*(checklist.questions[number] for number in order))
    assert find_path(shuffled, known) == found


@given(checklists(), KNOWNS, st.sampled_from(NAMES), ANSWERS)
def test_answer_moves_only_questions_that_hang_on_it(checklist, known, answered, answer):
    hanging = {answered}
    for question in checklist.questions:  # conditions name earlier questions, so one pass finds all
        if hanging & set(questions_of(question.when)):
            hanging.add(question.id)
    before = find_path(checklist, known)
    after = find_path(checklist, Known(settings=known.settings, answers={**known.answers, answered: (answer,)}))
    moved = {name for name in NAMES if before[name] is not after[name]}
    assert moved <= hanging - {answered}


def has_unknown_leaf(condition):
    match condition:
        case AnswerUnknown():
            return True
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(has_unknown_leaf(part) for part in parts)
        case NotOf(part=part):
            return has_unknown_leaf(part)
        case _:
            return False


@given(checklists(), KNOWNS, st.sampled_from(NAMES), ANSWERS)
def test_first_answer_never_takes_back_what_was_decided(checklist, known, answered, answer):
    """True without ``unknown: true``, which is there to be taken back."""
    if any(has_unknown_leaf(question.when) for question in checklist.questions):
        return
    earlier = {name: said for name, said in known.answers.items() if name != answered}
    before = find_path(checklist, Known(settings=known.settings, answers=earlier))
    after = find_path(checklist, Known(settings=known.settings, answers={**earlier, answered: (answer,)}))
    for name in NAMES:
        if before[name] in (Place.ON, Place.OFF):
            assert after[name] is before[name]
