"""Moving to a new version: applied differences come, kept ones stay and are said, stop-lines never get looser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.compiled import Loaded
from takeover.checklist.difference import compare_lists
from takeover.checklist.model import AnswerIs, Changed, ClearedBy, Hidden, House, QuestionType
from takeover.checklist.plain import hash_checklist
from takeover.checklist.translation import list_texts, translate_checklist
from takeover.checklist.upgrade import list_decisions, upgrade_list
from takeover.values import Level
from tests.builders import make_checklist, make_question
from tests.checklist.test_plain import REGISTER, ROWS

ONE = make_question("goals.one")
GONE = make_question("goals.gone")
LAST = make_question("goals.last")
ADDED = make_question("goals.added")
OLD = make_checklist(ONE, GONE, LAST, make_question("scope.old"))
NEW = replace(make_checklist(replace(ONE, weight=8, help="How."), LAST, ADDED), version="2.0.0")


def load(checklist) -> Loaded:
    texts = {key: f"{text}（译）" for key, text in list_texts(checklist).items()}
    chinese = translate_checklist(checklist, texts, "zh-Hans")
    return Loaded(source=checklist, sha256=hash_checklist(checklist), translations={"zh-Hans": chinese})


def reason(language: str) -> str:
    return {"en": "Too late.", "zh-Hans": "太迟。"}[language]


def upgrade(*keep: str, old=OLD, new=NEW):
    return upgrade_list(load(old), load(new), keep=keep, reason=reason)


def test_decisions_are_the_differences_of_questions():
    assert [one.id for one in list_decisions(OLD, NEW)] == ["goals.one", "goals.gone", "scope.old", "goals.added"]


def test_everything_applied_is_the_new_list_itself():
    result, problems = upgrade()
    assert problems == ()
    assert (result.source, result.sha256) == (NEW, hash_checklist(NEW))
    assert result.source.house is None


def test_everything_kept_is_the_old_questions_under_the_new_version():
    result, problems = upgrade("scope.old", "goals.one", "goals.gone", "goals.added")
    assert problems == ()
    source = result.source
    assert (source.version, source.questions) == ("2.0.0", OLD.questions)
    assert [dimension.id for dimension in source.dimensions] == ["goals", "scope"]
    assert source.house == House(
        base="test@2.0.0",
        base_sha256=hash_checklist(NEW),
        hidden=(Hidden(question="goals.added", text="goals.added?", reason="Too late.", sharing=Level.SHARED),),
        changed=(Changed(question="goals.one", keys=("weight", "help")),),
        added=("goals.gone", "scope.old"),
    )
    assert result.sha256 == hash_checklist(source) != hash_checklist(NEW)


def test_kept_question_keeps_its_place_and_its_translation():
    result, _ = upgrade("goals.gone", "goals.added")
    chinese = result.in_language("zh-Hans")
    assert [question.id for question in chinese.questions] == ["goals.one", "goals.gone", "goals.last"]
    assert chinese.questions[1].text == "goals.gone?（译）"
    assert chinese.house is not None
    assert chinese.house.hidden[0] == Hidden(
        question="goals.added", text="goals.added?（译）", reason="太迟。", sharing=Level.SHARED
    )
    assert chinese.language == "zh-Hans"


def test_kept_question_brings_the_register_that_it_needs():
    rows = make_question("goals.rows", type=QuestionType.REGISTER, register="payments", health=ROWS)
    old = make_checklist(ONE, rows, registers=(REGISTER,))
    result, problems = upgrade("goals.rows", old=old, new=replace(make_checklist(ONE), version="2.0.0"))
    assert problems == ()
    assert result.source.registers == (REGISTER,)


@given(st.sets(st.sampled_from(["scope.old", "goals.one", "goals.gone", "goals.added"])))
def test_keeping_again_what_was_kept_changes_nothing(keep):
    first, _ = upgrade(*keep)
    left = [one.id for one in list_decisions(first.source, NEW)]
    assert set(left) == keep
    again, problems = upgrade_list(first, load(NEW), keep=left, reason=lambda _language: "Something else.")
    assert problems == ()
    assert (again.source, dict(again.translations)) == (first.source, dict(first.translations))


def test_house_list_stays_one_and_tells_both():
    house = House(
        base="base@1.0.0",
        base_sha256="ab" * 32,
        hidden=(Hidden(question="goals.gone", text="Gone?", reason="Never here."),),
        changed=(Changed(question="goals.one", keys=("text",)),),
        added=("goals.added",),
    )
    result, problems = upgrade("goals.one", "goals.gone", "goals.added", new=replace(NEW, house=house))
    assert problems == ()
    assert result.source.house == replace(
        house,
        hidden=(Hidden(question="goals.added", text="goals.added?", reason="Too late.", sharing=Level.SHARED),),
        changed=(Changed(question="goals.one", keys=("text", "weight", "help")),),
        added=("goals.gone",),
    )


STOP = replace(ONE, stop_line=ClearedBy.SPONSOR, weight=5)


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ((LAST,), (LAST, STOP), ["CL903"]),  # a new stop-line cannot be left out
        ((replace(STOP, weight=4), LAST), (STOP, LAST), ["CL903"]),  # nor kept with less weight
        ((ONE, LAST), (STOP, LAST), ["CL903"]),  # nor kept as no stop-line
        ((replace(STOP, weight=9), LAST), (STOP, LAST), []),  # kept with more weight it is tighter
        ((replace(STOP, help="Our words."), LAST), (STOP, LAST), []),  # words are free
        ((STOP, LAST), (ONE, LAST), []),  # kept as a stop-line: tighter than the new list
        ((STOP, LAST), (LAST,), []),  # kept although the new list dropped it
    ],
)
def test_stop_line_of_the_new_list_can_be_tightened_never_loosened(old, new, refused):
    before, after = make_checklist(*old), replace(make_checklist(*new), version="2.0.0")
    _, problems = upgrade("goals.one", old=before, new=after)
    assert [problem.code for problem in problems] == refused


def test_question_that_a_stop_line_hangs_on_keeps_its_codes():
    stop = make_question("goals.stop", stop_line=ClearedBy.CLIENT, when=AnswerIs(question="goals.one", codes=("yes",)))
    parent = replace(ONE, when=AnswerIs(question="goals.last", codes=("yes",)))
    old, new = make_checklist(LAST, parent, stop), replace(make_checklist(LAST, ONE, stop), version="2.0.0")
    _, problems = upgrade("goals.one", old=old, new=new)
    assert [(problem.code, problem.details) for problem in problems] == [("CL903", {"id": "goals.one", "key": "when"})]


def test_choices_that_do_not_fit_together_are_problems():
    hanging = make_question("goals.last", when=AnswerIs(question="goals.gone", codes=("yes",)))
    old = make_checklist(ONE, GONE, hanging)
    new = replace(make_checklist(ONE, replace(hanging, when=None)), version="2.0.0")
    _, problems = upgrade("goals.last", old=old, new=new)
    assert [problem.code for problem in problems] == ["CL032"]
    result, problems = upgrade("goals.last", "goals.gone", old=old, new=new)
    assert problems == ()
    assert result.source.questions == old.questions


def test_result_differs_from_the_new_list_just_in_what_was_kept():
    result, _ = upgrade("goals.one")
    assert [one.id for one in compare_lists(NEW, result.source) if one.id] == ["goals.one"]
