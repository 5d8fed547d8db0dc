"""A main file with its parts, and the keys of registers; every problem is said in the file that it stands in."""

from __future__ import annotations

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.plain import encode_checklist, hash_checklist
from takeover.checklist.reader import Placed, read_checklist, read_header
from takeover.checklist.rules import check_checklist
from tests.checklist.texts import REGISTER, codes, lint, write_checklist, write_question

HEAD = """\
takeover_checklist: 1
id: test
version: 1.1.0
language: en
title: Test
dimensions: [{id: goals, title: Goals}, {id: scope, title: Scope}]
"""
TWO = {"id": "scope.two", "dimension": "scope"}


def part(*questions, of="test", registers="", more="") -> bytes:
    lines = ["takeover_part: 1", f"of: {of}", *(["registers:", f"  {registers}"] if registers else [])]
    lines += ["questions:", *(write_question(question) for question in questions)] if questions else []
    return ("\n".join(lines) + f"\n{more}").encode()


PARTS = {"test/registers.yaml": part(registers=REGISTER), "test/goals.yaml": part({}), "test/scope.yaml": part(TWO)}


def main_file(*names: str, more: str = "") -> bytes:
    return f"{HEAD}parts: [{', '.join(names or PARTS)}]\n{more}".encode()


def read(data: bytes, parts=PARTS, file: str = "lists/test.yaml"):
    placed, problems = read_checklist(data, file, parts.get)
    return placed, problems + (check_checklist(placed) if placed else ())


def places(problems) -> list[str]:
    return [f"{problem.code} {problem.place}" for problem in problems]


def test_list_in_parts_is_the_same_as_in_one_file():
    placed, problems = read(main_file())
    assert problems == ()
    assert placed is not None
    dimensions = "[{id: goals, title: Goals}, {id: scope, title: Scope}]"
    whole, _ = lint(write_checklist({}, TWO, head={"version": "1.1.0"}, dimensions=dimensions, registers=REGISTER))
    assert whole is not None
    assert placed.checklist == whole.checklist
    assert hash_checklist(placed.checklist) == hash_checklist(whole.checklist)
    assert (placed.parts, whole.parts) == (tuple(PARTS), ())


def test_parts_come_in_the_order_of_the_main_file_behind_its_own_questions():
    own = "questions:\n" + write_question({"id": "goals.own"}) + "\n"
    placed, problems = read(main_file("test/scope.yaml", "test/goals.yaml", more=own))
    assert problems == ()
    assert placed is not None
    assert [question.id for question in placed.checklist.questions] == ["goals.own", "scope.two", "goals.one"]


def test_places_carry_the_file_of_the_part():
    placed, _ = read(main_file())
    assert placed is not None
    assert str(placed.place("scope.two")) == "lists/test/scope.yaml:4:5 questions[0]"
    assert str(placed.place("scope.two", "weight")) == "lists/test/scope.yaml:9:5 questions[0].weight"
    assert str(placed.place("scope.two", "help")) == str(placed.place("scope.two"))
    assert str(placed.place_of_register("payments")) == "lists/test/registers.yaml:4:5 registers[0]"
    assert str(placed.place_of_register("payments", "title")) == "lists/test/registers.yaml:4:20 registers[0].title"
    assert str(placed.place("nobody")) == ""


def test_main_file_in_the_folder_at_hand_has_parts_without_a_folder_in_front():
    placed, _ = read(main_file(), file="test.yaml")
    assert placed is not None
    assert placed.place("goals.one").file == "test/goals.yaml"


BAD_NAMES = ["../goals.yaml", "/etc/passwd", "test/../../goals.yaml", "'test\\goals.yaml'", "'C:/goals.yaml'", "./goals.yaml", "test//goals.yaml", "''", "..", ".hidden", "test/"]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_name_of_a_part_that_leads_elsewhere_is_refused_unread(name):
    asked: list[str] = []
    _, problems = read_checklist(main_file(name), "test.yaml", asked.append)
    assert places(problems) == ["CL044 test.yaml:7:9 parts[0]"]
    assert asked == []


CASES = {
    "missing": ({}, main_file("test/goals.yaml", "test/gone.yaml"), ["CL045 lists/test.yaml:7:26 parts[1]"]),
    "named twice": ({}, main_file("test/goals.yaml", "test/goals.yaml"), ["CL010 lists/test.yaml:7:26 parts[1]"]),
    "of another list": (
        {"test/goals.yaml": part({}, of="other")},
        main_file("test/goals.yaml"),
        ["CL046 lists/test/goals.yaml:2:5 of"],
    ),
    "not a part": (
        {"test/goals.yaml": b"of: test\n"},
        main_file("test/goals.yaml"),
        ["CL011 lists/test/goals.yaml:1:1"],
    ),
    "of a later format": (
        {"test/goals.yaml": part({}).replace(b"part: 1", b"part: 2")},
        main_file("test/goals.yaml"),
        ["CL016 lists/test/goals.yaml:1:16 takeover_part"],
    ),
    "not YAML": ({"test/goals.yaml": b"a: b: c"}, main_file("test/goals.yaml"), ["CL003 lists/test/goals.yaml:1:5"]),
    "empty": ({"test/goals.yaml": b""}, main_file("test/goals.yaml"), ["CL004 lists/test/goals.yaml"]),
    "with a key of the main file": (
        {"test/goals.yaml": part({}, more="title: Goals\n")},
        main_file("test/goals.yaml"),
        ["CL012 lists/test/goals.yaml:14:1 title"],
    ),
    "a fault inside": (
        {"test/goals.yaml": part({"weight": "many"})},
        main_file("test/goals.yaml"),
        ["CL015 lists/test/goals.yaml:9:13 questions[0].weight"],
    ),
    "a question of another part": (
        {"test/scope.yaml": part({})},
        main_file("test/goals.yaml", "test/scope.yaml"),
        ["CL020 lists/test/scope.yaml:4:9 questions[0].id"],
    ),
    "a register of another part": (
        {"test/goals.yaml": part({}, registers=REGISTER)},
        main_file("test/registers.yaml", "test/goals.yaml"),
        ["CL010 lists/test/goals.yaml:4:10 registers[0].id"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_part_that_does_not_fit_is_said_with_its_place(name):
    changed, data, expected = CASES[name]
    _, problems = read(data, PARTS | changed)
    assert places(problems) == expected
    for language in LANGUAGES:
        assert all(problem.sentence(load_catalogue(language)) for problem in problems)


def test_first_of_two_is_named_with_its_file():
    _, problems = read(main_file("test/goals.yaml", "test/scope.yaml"), PARTS | {"test/scope.yaml": part({})})
    assert problems[0].details["first"] == "lists/test/goals.yaml:4"


def test_list_with_neither_questions_nor_parts_lacks_them():
    assert codes(read(HEAD.encode())[1]) == ["CL011"]
    assert codes(read(main_file("test/registers.yaml"))[1]) == []


STARTS = {
    "a row of every type": (
        "[{what: Advance, due: 2026-03-31, sum: 1000.00 EUR, part: 25 %, days: 14, state: open}]",
        None,
    ),
    "two rows": ("[{what: Advance}, {what: Final}]", None),
    "an empty cell": ("[{what: Advance, due: ''}]", ("CL049", "start_with[0].due")),
    "no such column": ("[{waht: Advance}]", ("CL048", "start_with[0].waht")),
    "no such code": ("[{state: done}]", ("CL014", "start_with[0].state")),
    "no date": ("[{due: soon}]", ("CL049", "start_with[0].due")),
    "no money": ("[{sum: '1000'}]", ("CL049", "start_with[0].sum")),
    "no number": ("[{days: two}]", ("CL049", "start_with[0].days")),
    "no percentage": ("[{part: half}]", ("CL049", "start_with[0].part")),
    "no text": ("[{what: [a]}]", ("CL013", "start_with[0].what")),
    "no map": ("[what]", ("CL013", "start_with[0]")),
    "an empty row": ("[{}]", ("CL011", "start_with[0]")),
}
COLUMNS = "columns: [{id: what, type: text, title: What}, {id: due, type: date, title: Due}, {id: sum, type: money, title: Sum}, {id: part, type: percent, title: Part}, {id: days, type: number, title: Days}, {id: state, type: choice, title: State, choices: [{code: open, text: Open}]}]"


def read_register(more: str) -> tuple[Placed | None, list[tuple[str, str]]]:
    placed, problems = lint(write_checklist(registers=f"- {{id: pay, title: Pay, {COLUMNS}, {more}}}"))
    return placed, [(problem.code, problem.place.path.removeprefix("registers[0].")) for problem in problems]


@pytest.mark.parametrize("name", STARTS)
def test_rows_to_start_with_fit_their_columns(name):
    rows, problem = STARTS[name]
    _, found = read_register(f"command: log, start_with: {rows}")
    assert found[:1] == ([problem] if problem else [])
    assert len(found) <= 1 or name == "no map"


def test_rows_to_start_with_and_the_command_are_in_the_list_and_in_its_json():
    placed, found = read_register("command: log, start_with: [{what: Advance, state: open}, {what: Final}]")
    assert (found, placed is not None) == ([], True)
    (register,) = placed.checklist.registers
    assert register.start_with == ({"what": "Advance", "state": "open"}, {"what": "Final"})
    assert register.command == "log"
    again, _ = read_checklist(encode_checklist(placed.checklist), "checklist.json")
    assert again is not None
    assert again.checklist == placed.checklist


def test_things_that_are_no_maps_are_said_once_and_left_out():
    data = write_checklist(tail="  - goals.two\n", registers="- payments")
    placed, problems = lint(data)
    assert places(problems) == ["CL013 list.yaml:8:5 registers[0]", "CL013 list.yaml:20:5 questions[1]"]
    assert placed is not None
    assert [len(placed.checklist.questions), placed.checklist.registers] == [1, ()]


def test_command_is_one_that_fills_registers():
    assert read_register("command: lgo")[1] == [("CL014", "command")]


def test_house_in_an_attached_list_needs_its_fields():
    house = "house: {base: takeover@1.1.0, base_sha256: ab, hidden: [{question: a.b}], changed: [{keys: [weight]}], more: x}\n"
    _, problems = lint(write_checklist(tail=house))
    assert [(problem.code, problem.place.path) for problem in problems] == [
        ("CL011", "house.hidden[0]"),
        ("CL011", "house.hidden[0]"),
        ("CL011", "house.changed[0]"),
        ("CL012", "house.more"),
    ]


HEADERS = {
    "checklist": (main_file(), ("test", "1.1.0", "en", "Test", "", "")),
    "part": (PARTS["test/goals.yaml"], ("", "", "", "", "test", "")),
    "overlay": (
        b"takeover_overlay: 1\nid: house\nextends: takeover@~1.1\n",
        ("house", "", "", "", "", "takeover@~1.1"),
    ),
    "translation": (b"takeover_translation: 1\nof: a@1\nlanguage: zh-Hans\n", ("", "", "zh-Hans", "", "a@1", "")),
    "": (b"takeover_story: 1\nid: [a]\n", ("", "", "", "", "", "")),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_header_says_what_a_file_is(kind):
    data, texts = HEADERS[kind]
    header = read_header(data, "f.yaml")
    assert header is not None
    found = (header.id, header.version, header.language, header.title, header.of, header.extends)
    assert (header.kind, found) == (kind, texts)


@pytest.mark.parametrize("data", [b"", b"- a", b"a: b: c", b"\xff"])
def test_file_that_is_no_map_has_no_header(data):
    assert read_header(data, "f.yaml") is None
