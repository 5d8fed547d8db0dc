"""Differences: every one is found, nothing is said of equal lists, and each says what it means for answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.difference import Change, Effect, Kind, Scope, compare_lists, merge_order
from takeover.checklist.library import load_checklist
from takeover.checklist.model import (
    Choice,
    ClearedBy,
    Dimension,
    EvidenceRule,
    QuestionType,
    Register,
    SettingIs,
)
from tests.builders import make_checklist, make_question
from tests.checklist.test_compiled import FULL, HOUSE
from tests.checklist.test_plain import REGISTER, STATE

ONE, TWO = make_question("goals.one"), make_question("goals.two")
CHOICE = make_question("goals.choice", type=QuestionType.CHOICE)
OLD = make_checklist(ONE, CHOICE, TWO, registers=(REGISTER,))


def changed(**changes):
    """The old list with another first question, and the only difference."""
    new = replace(OLD, questions=(replace(ONE, **changes), CHOICE, TWO))
    (difference,) = compare_lists(OLD, new)
    return difference


def test_equal_lists_have_no_difference():
    assert compare_lists(FULL, FULL) == ()
    assert compare_lists(OLD, replace(OLD)) == ()


def test_changed_question_names_each_key_with_old_and_new_text():
    difference = changed(weight=7, help="How.", stop_line=ClearedBy.SPONSOR)
    assert (difference.kind, difference.scope, difference.id) == (Kind.CHANGED, Scope.QUESTION, "goals.one")
    assert difference.text == "goals.one?"
    assert set(difference.changes) == {
        Change(key="weight", old="5", new="7"),
        Change(key="help", old="", new="How."),
        Change(key="stop_line.cleared_by", old="", new="sponsor"),
    }


@pytest.mark.parametrize(
    ("changes", "keys", "effect"),
    [
        ({"help": "How."}, {"help"}, Effect.NONE),
        ({"why": "So."}, {"why"}, Effect.NONE),
        ({"finding": "Gone."}, {"finding"}, Effect.NONE),
        ({"weight": 9}, {"weight"}, Effect.JUDGED),
        ({"when": SettingIs(setting="team", codes=("yes",))}, {"when"}, Effect.JUDGED),
        ({"evidence": EvidenceRule(needed_for=("yes",))}, {"evidence.needed_for"}, Effect.JUDGED),
        ({"text": "Is it one?"}, {"text"}, Effect.REWORDED),
        ({"text": "Is it one?", "weight": 9}, {"text", "weight"}, Effect.REWORDED),
        ({"type": QuestionType.TEXT}, {"type"}, Effect.UNFIT),
        ({"unit": "day"}, {"unit"}, Effect.UNFIT),
    ],
)
def test_effect_is_that_of_the_gravest_key(changes, keys, effect):
    difference = changed(**changes)
    assert {change.key for change in difference.changes} == keys
    assert difference.effect is effect


@pytest.mark.parametrize(
    ("choices", "effect"),
    [
        ((("same", "Same"),), Effect.UNFIT),
        ((("same", "Same"), ("other", "Quite other")), Effect.REWORDED),
        ((("same", "Same"), ("other", "Other"), ("third", "Third")), Effect.REWORDED),
        ((("other", "Other"), ("same", "Same")), Effect.REWORDED),
    ],
)
def test_code_that_is_gone_leaves_answers_unfit(choices, effect):
    given_choices = tuple(Choice(code=code, text=text) for code, text in choices)
    (difference,) = compare_lists(OLD, replace(OLD, questions=(ONE, replace(CHOICE, choices=given_choices), TWO)))
    assert difference.effect is effect


def test_added_and_removed_questions_stand_where_they_stand_in_their_list():
    new = replace(OLD, questions=(ONE, TWO, make_question("goals.new")))
    assert [(one.kind, one.id, one.effect) for one in compare_lists(OLD, new)] == [
        (Kind.REMOVED, "goals.choice", Effect.GONE),
        (Kind.ADDED, "goals.new", Effect.OPEN),
    ]


@pytest.mark.parametrize(
    ("changes", "scope", "keys"),
    [
        ({"title": "Other"}, Scope.CHECKLIST, {"title"}),
        ({"version": "1.0.1"}, Scope.CHECKLIST, {"version"}),
        ({"house": HOUSE}, Scope.CHECKLIST, {"house.base", "house.base_sha256", "house.hidden.goals.gone", "house.changed.goals.full", "house.added"}),
        ({"questions": (TWO, CHOICE, ONE)}, Scope.CHECKLIST, {"order.questions"}),
        ({"dimensions": (Dimension(id="goals", title="Aims"),)}, Scope.DIMENSION, {"title"}),
        ({"registers": (replace(REGISTER, columns=(replace(STATE, title="Status"), *REGISTER.columns[1:])),)}, Scope.REGISTER, {"columns.state.title"}),
        ({"registers": (replace(REGISTER, start_with=({"state": "same"},)),)}, Scope.REGISTER, {"start_with"}),
    ],
)  # fmt: skip
def test_differences_of_the_rest_of_a_list(changes, scope, keys):
    (difference,) = compare_lists(OLD, replace(OLD, **changes))
    assert (difference.scope, difference.effect) == (scope, Effect.NONE)
    assert {change.key for change in difference.changes} == keys


def test_added_register_and_dimension_are_found():
    new = replace(
        OLD,
        registers=(REGISTER, Register(id="risks", title="Risks", columns=(STATE,))),
        dimensions=(*OLD.dimensions, Dimension(id="scope", title="Scope")),
    )
    assert [(one.kind, one.scope, one.id, one.text) for one in compare_lists(OLD, new)] == [
        (Kind.ADDED, Scope.DIMENSION, "scope", "Scope"),
        (Kind.ADDED, Scope.REGISTER, "risks", "Risks"),
    ]


FIELDS = {
    "text": st.sampled_from(["a", "b"]),
    "help": st.sampled_from(["", "h"]),
    "weight": st.integers(1, 3),
    "day_one": st.booleans(),
    "ask_all": st.booleans(),
    "source": st.sampled_from([(), ("S1",), ("S1", "S2")]),
    "stop_line": st.sampled_from([None, ClearedBy.SPONSOR, ClearedBy.CLIENT]),
}
QUESTIONS = st.lists(
    st.builds(make_question, st.sampled_from(["goals.a", "goals.b", "scope.c"]), **FIELDS),
    unique_by=lambda question: question.id,
)


@given(QUESTIONS, QUESTIONS)
def test_lists_without_a_difference_are_equal(old, new):
    before, after = make_checklist(*old), make_checklist(*new)
    assert (compare_lists(before, after) == ()) is (before == after)


@given(st.permutations("abcdef"), st.permutations("abcxyz"))
def test_merged_order_has_everything_once_and_keeps_the_new_order(old, new):
    merged = merge_order(tuple(old), tuple(new))
    assert sorted(merged) == sorted(set(old) | set(new))
    assert [thing for thing in merged if thing in new] == new


def test_bundled_list_against_itself_in_chinese_is_all_texts():
    loaded = load_checklist()
    differences = compare_lists(loaded.source, loaded.in_language("zh-Hans"))
    assert {one.kind for one in differences} == {Kind.CHANGED}
    assert len([one for one in differences if one.scope is Scope.QUESTION]) == len(loaded.source.questions)
