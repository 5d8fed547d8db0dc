"""The bundled checklist: faultless in both languages, and loaded with its problems all at once."""

from __future__ import annotations

import re

import pytest

from takeover import resources
from takeover.checklist.compiled import encode_loaded
from takeover.checklist.library import DEFAULT_ID, lint_file, load_checklist, load_file
from takeover.checklist.model import CountsFor, QuestionType
from takeover.checklist.plain import checklist_to_plain, hash_checklist
from takeover.checklist.search import EVERYWHERE, Places
from takeover.checklist.translation import list_texts
from takeover.errors import AnswerIsNo, BadInput, Exit
from takeover.values import Level
from tests.checklist.lists import translate, write_list, write_list_in_parts, write_overlay
from tests.checklist.texts import QUESTION, write_checklist

BUNDLED = resources.checklists_folder() / f"{DEFAULT_ID}.yaml"
HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}][,;:!?()][{HAN}]|[{HAN}]\.([{HAN}]|$)")


def test_bundled_list_has_no_errors_and_no_warnings():
    loaded, problems = lint_file(BUNDLED)
    assert problems == ()
    assert loaded is not None
    assert set(loaded.translations) == {"zh-Hans"}


def test_bundled_list_has_stop_lines_of_the_inherited_state_and_of_readiness():
    stops = [question.counts_for for question in load_checklist().source.questions if question.stop_line]
    assert stops.count(CountsFor.READINESS) == 3
    assert stops.count(CountsFor.INHERITED) >= 12


def test_bundled_list_uses_every_key_of_the_format():
    source = load_checklist().source
    used = {key for question in checklist_to_plain(source)["questions"] for key in question}
    assert used == {*QUESTION, "health", "help", "why", "source", "unit", "choices", "evidence", "stop_line", "day_one", "register", "when", "ask_all"}  # fmt: skip
    assert {question.type for question in source.questions} >= set(QuestionType) - {
        QuestionType.TEXT,
        QuestionType.MONEY,
    }
    assert {column.sharing for register in source.registers for column in register.columns} == set(Level)


def test_every_question_of_the_bundled_list_is_explained():
    for question in load_checklist().source.questions:
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
    assert [key for key, text in texts.items() if not re.search(f"[{HAN}]|SHA-256", text)] == []


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


def codes_of(path, places=EVERYWHERE):
    return [problem.code for problem in lint_file(path, places)[1]]


def test_list_in_parts_is_one_list_with_the_translations_of_all_its_files(tmp_path):
    loaded = load_file(write_list_in_parts(tmp_path))
    assert [question.id for question in loaded.source.questions] == ["goals.one", "goals.two"]
    assert [question.text for question in loaded.in_language("zh-Hans").questions] == ["有吗？", "有两个吗？"]


def test_problem_in_a_part_or_its_translation_names_that_file(tmp_path):
    main = write_list_in_parts(tmp_path)
    part = tmp_path / "base" / "more.yaml"
    part.write_text(part.read_text("utf-8").replace("weight: 5", "weight: 50"), "utf-8")
    translate(part, {"goals.three.text": ("?", "？")})
    places = {(problem.code, problem.place.file) for problem in lint_file(main)[1]}
    assert ("CL017", part.as_posix()) in places
    assert ("CL043", part.with_suffix(".zh-Hans.yaml").as_posix()) in places


def test_other_files_beside_a_list_are_no_translations(tmp_path):
    file = write_list(tmp_path)
    for name in ("base.old.notes.yaml", "base.v2.yaml", "base.zh-Hans.txt", "other.zh-Hans.yaml"):
        (tmp_path / name).write_text("not: a translation\n", "utf-8")
    assert load_file(file).languages == ("en",)


def test_house_list_lies_over_the_base_that_the_search_finds(tmp_path):
    write_list(tmp_path / "house")
    loaded = load_file(write_overlay(tmp_path), Places(house=tmp_path / "house"))
    assert (loaded.source.id, loaded.source.version, loaded.source.questions[0].weight) == ("house", "2.0.0", 9)
    assert loaded.source.house is not None
    assert loaded.source.house.base == "base@1.0.0"


def test_house_list_takes_the_translations_of_its_base_and_its_own(tmp_path):
    base = write_list(tmp_path / "house")
    translate(base, {"goals.one.text": ("Is there one?", "有吗？"), "goals.one.finding": ("None was found.", "没有。")})
    overlay = write_overlay(tmp_path, changes="  - {change: goals.one, set: {text: Ours?}}")
    translate(overlay, {"goals.one.text": ("Ours?", "我们的？")}, of="house@2.0.0")
    (question,) = load_file(overlay, Places(house=tmp_path / "house")).in_language("zh-Hans").questions
    assert (question.text, question.finding) == ("我们的？", "没有。")


def test_base_in_a_version_that_fits_is_preferred(tmp_path):
    write_list(tmp_path / "own", {"text": "Too new?"}, version="2.0.0")
    write_list(tmp_path / "house", version="1.0.7")
    overlay = write_overlay(tmp_path)
    loaded = load_file(overlay, Places(takeover=tmp_path / "own", house=tmp_path / "house"))
    assert loaded.source.questions[0].text == "Is there one?"
    assert codes_of(overlay, Places(takeover=tmp_path / "own")) == ["CL054"]


def test_house_list_without_its_base_or_over_a_broken_one_says_so(tmp_path):
    overlay = write_overlay(tmp_path)
    assert codes_of(overlay) == ["CL907"]
    write_list(tmp_path / "house", {"weight": "many"})
    assert codes_of(overlay, Places(house=tmp_path / "house")) == ["CL908"]
    overlay.write_text("takeover_overlay: 1\n", "utf-8")
    assert "CL011" in codes_of(overlay)


def test_warnings_of_the_base_are_not_said_of_the_house_list(tmp_path):
    from takeover.problems import Severity

    write_list(tmp_path / "house", {"weight": "10"}, {"id": "goals.two", "text": "Two?", "weight": "1"})
    places = Places(house=tmp_path / "house")
    _, below = lint_file(tmp_path / "house" / "base.yaml", places)
    assert below
    assert {problem.severity for problem in below} == {Severity.WARNING}
    overlay = write_overlay(tmp_path, changes="  - {change: goals.two, set: {help: How.}}")
    assert lint_file(overlay, places)[1] == ()


def test_pinned_list_that_was_changed_is_bad_input(tmp_path):
    file = tmp_path / "checklist.json"
    file.write_bytes(encode_loaded(load_checklist()))
    assert load_file(file).sha256 == load_checklist().sha256
    file.write_bytes(file.read_bytes().replace(b'"weight":"5"', b'"weight":"1"', 1))
    with pytest.raises(BadInput) as caught:
        load_file(file)
    assert (caught.value.code, caught.value.exit) == ("CL909", Exit.BAD_INPUT)
