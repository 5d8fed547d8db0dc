"""The bundled checklist: faultless in both languages, and loaded with its problems all at once."""

from __future__ import annotations

import re

import pytest

from takeover import resources
from takeover.checklist.library import DEFAULT_ID, lint_file, load_checklist
from takeover.checklist.model import CountsFor, QuestionType
from takeover.checklist.plain import checklist_to_plain, hash_checklist
from takeover.checklist.translation import list_texts
from takeover.errors import AnswerIsNo, BadInput, Exit
from tests.checklist.texts import QUESTION, write_checklist

BUNDLED = resources.checklists_folder() / f"{DEFAULT_ID}.yaml"
HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}][,;:!?()][{HAN}]|[{HAN}]\.([{HAN}]|$)")


def test_bundled_list_has_no_errors_and_no_warnings():
    loaded, problems = lint_file(BUNDLED)
    assert problems == ()
    assert loaded is not None
    assert set(loaded.translations) == {"zh-Hans"}


def test_bundled_list_has_fifteen_stop_lines_of_the_inherited_state_and_three_of_readiness():
    questions = load_checklist().source.questions
    stops = [question.counts_for for question in questions if question.stop_line]
    assert stops.count(CountsFor.READINESS) == 3
    assert stops.count(CountsFor.INHERITED) == 12
    assert len(stops) == 15


def test_bundled_list_uses_every_key_of_the_format():
    plain = checklist_to_plain(load_checklist().source)
    used = {key for question in plain["questions"] for key in question}
    assert used == {*QUESTION, "health", "help", "why", "source", "unit", "choices", "evidence", "stop_line", "day_one", "register", "when"}  # fmt: skip
    assert {question.type for question in load_checklist().source.questions} == set(QuestionType) - {QuestionType.TEXT}
    assert {column.sharing.value for column in load_checklist().source.registers[0].columns} == {"shared", "internal"}


def test_every_question_of_the_bundled_list_is_for_day_one_and_explained():
    for question in load_checklist().source.questions:
        assert question.day_one, question.id
        assert question.help, question.id
        assert question.why, question.id
        assert question.ask, question.id
        assert question.id.startswith(f"{question.dimension}."), question.id


def test_chinese_has_no_half_width_punctuation_between_han_characters():
    texts = list_texts(load_checklist().in_language("zh-Hans"))
    assert {key: text for key, text in texts.items() if HALF_WIDTH.search(text)} == {}


@pytest.mark.parametrize("text", ["目标,范围", "目标:", "合同.", "合同(草案)"])
def test_pattern_of_half_width_punctuation_can_fail(text):
    assert bool(HALF_WIDTH.search(text)) is (text != "目标:")


def test_every_chinese_text_is_chinese():
    texts = list_texts(load_checklist().in_language("zh-Hans"))
    assert [key for key, text in texts.items() if not re.search(f"[{HAN}]", text)] == []


def test_language_without_translation_shows_the_source():
    loaded = load_checklist()
    assert loaded.in_language("fr") is loaded.source
    assert loaded.sha256 == hash_checklist(loaded.source)


def test_list_with_errors_is_refused_with_all_of_them(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_bytes(write_checklist({"weight": "many", "sharing": "all"}))
    with pytest.raises(AnswerIsNo) as caught:
        load_checklist(file)
    assert (caught.value.code, caught.value.exit) == ("CL900", Exit.NO)
    assert [problem.code for problem in caught.value.problems] == ["CL015", "CL014"]


def test_list_that_is_no_yaml_is_refused(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_bytes(b"[")
    assert lint_file(file)[0] is None
    with pytest.raises(AnswerIsNo):
        load_checklist(file)


def test_error_in_a_translation_stops_the_list_and_a_gap_does_not(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_bytes(write_checklist())
    translation = tmp_path / "own.zh-Hans.yaml"
    translation.write_text("takeover_translation: 1\nof: test@1.0.0\nlanguage: zh-Hans\nstrings: {}\n", "utf-8")
    assert load_checklist(file).in_language("zh-Hans").language == "zh-Hans"
    translation.write_text("takeover_translation: 1\nof: other@1.0.0\nlanguage: zh-Hans\nstrings: {}\n", "utf-8")
    with pytest.raises(AnswerIsNo):
        load_checklist(file)


def test_file_that_is_not_there_is_bad_input(tmp_path):
    with pytest.raises(BadInput) as caught:
        load_checklist(tmp_path / "none.yaml")
    assert (caught.value.code, caught.value.exit) == ("CL901", Exit.BAD_INPUT)
