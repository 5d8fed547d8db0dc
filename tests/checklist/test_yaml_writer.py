"""Lists as YAML: whatever is written reads back the same, in one file or in parts, and looks as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.checklist.files import Scalar, load_yaml
from takeover.checklist.library import load_checklist
from takeover.checklist.model import Checklist
from takeover.checklist.reader import read_checklist
from takeover.checklist.translation import list_texts, read_translation, translate
from takeover.checklist.yaml_writer import write_list, write_parts, write_scalar, write_translation
from tests.builders import make_checklist, make_question
from tests.checklist.spreadsheet.lists import checklists, translated

BUNDLED = Path(__file__).parents[2] / "checklists"


def read(text: str, parts: dict[str, str] | None = None) -> Checklist:
    placed, problems = read_checklist(text.encode(), "list.yaml", lambda name: (parts or {})[name].encode())
    assert problems == ()
    assert placed is not None
    return placed.checklist


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
@settings(max_examples=300)
def test_any_text_reads_back(text):
    for line in (
        f"key: {write_scalar(text)}\n",
        f"{{key: {write_scalar(text, flow=True)}}}\n",
        f"key: {write_scalar(text, quoted=True)}\n",
    ):
        node, problems = load_yaml(line.encode(), "list.yaml")
        assert problems == ()
        found = node.get("key")
        assert isinstance(found, Scalar)
        assert found.text == text


@pytest.mark.parametrize(
    ("text", "block", "flow"),
    [
        ("Is it signed?", "Is it signed?", "Is it signed?"),
        ("no", "no", "no"),
        ("2/3", "2/3", "2/3"),
        ("Contract, payments and cost", "Contract, payments and cost", '"Contract, payments and cost"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("a #1", '"a #1"', '"a #1"'),
        ("- a", '"- a"', '"- a"'),
        ("-5", '"-5"', '"-5"'),
        ('He said "no"', 'He said "no"', 'He said "no"'),
        ("a\nb", '"a\\nb"', '"a\\nb"'),
        ("", '""', '""'),
        ("“范围”", "“范围”", "“范围”"),
        ("a\u2028b\x7f", '"a\\u2028b\\u007F"', '"a\\u2028b\\u007F"'),
    ],
)
def test_text_stands_as_it_is_where_yaml_takes_it_so(text, block, flow):
    assert (write_scalar(text), write_scalar(text, flow=True)) == (block, flow)


@given(checklists())
@settings(max_examples=30)
def test_any_list_reads_back(checklist):
    assert read(write_list(checklist)) == checklist


@given(checklists())
@settings(max_examples=30)
def test_any_list_reads_back_from_parts_where_it_can_have_them(checklist):
    made = write_parts(checklist, "folder")
    grouped = [q for d in checklist.dimensions for q in checklist.questions if q.dimension == d.id]
    assert (made is None) == (grouped != list(checklist.questions))
    if made is not None:
        main, *others = made
        assert read(main.text, {part.name: part.text for part in others}) == checklist
        keys = [key for part in made for key in part.keys]
        assert sorted(keys) == sorted(list_texts(checklist))


@given(translated())
@settings(max_examples=30)
def test_any_translation_reads_back(made):
    checklist, strings = made
    for language, texts in strings.items():
        file, problems = read_translation(write_translation(checklist, language, texts).encode(), "list.x.yaml")
        assert problems == ()
        assert file is not None
        lists, found = translate(checklist, [file])
        assert {key: string.text for key, string in file.strings.items()} == texts
        assert {problem.code for problem in found} <= {"CL041", "CL050", "CL051", "CL114"}
        assert lists[language].language == language


def test_bundled_list_and_its_parts_read_back():
    source = load_checklist().source
    main, *others = write_parts(source, "takeover") or ()
    assert read(write_list(source)) == source
    assert read(main.text, {part.name: part.text for part in others}) == source
    assert [part.name for part in others][:2] == ["takeover/registers.yaml", "takeover/goals.yaml"]


def without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def test_a_part_looks_as_the_bundled_one_does():
    parts = write_parts(load_checklist().source, "takeover") or ()
    ours = {part.name: without_comments(part.text) for part in parts}
    theirs = without_comments((BUNDLED / "takeover" / "goals.yaml").read_text("utf-8"))
    same = sum(line in theirs for line in ours["takeover/goals.yaml"])
    assert same >= 0.9 * len(theirs)


def test_notes_stand_in_front_of_their_questions():
    checklist = make_checklist(make_question("goals.one"), make_question("goals.two"))
    text = write_list(checklist, {"goals.two": ("Decide: weight\nand more",)})
    assert "  # Decide: weight and more\n  - id: goals.two\n" in text
    assert read(text) == checklist


def test_translation_of_a_part_has_its_keys_alone():
    checklist = make_checklist(make_question("goals.one"), make_question("scope.two"))
    texts = dict.fromkeys(list_texts(checklist), "文字")
    text = write_translation(checklist, "zh-Hans", texts, {"scope.two.text"})
    file, _ = read_translation(text.encode(), "scope.zh-Hans.yaml")
    assert file is not None
    assert list(file.strings) == ["scope.two.text"]
    assert write_translation(checklist, "zh-Hans", {}).endswith("strings: {}\n")
