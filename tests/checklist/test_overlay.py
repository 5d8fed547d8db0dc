"""House lists: what an overlay makes of its base, and every way in which it does not fit."""

from __future__ import annotations

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import Changed, ClearedBy, Hidden, House, QuestionType, Worth
from takeover.checklist.overlay import apply_overlay, read_overlay
from takeover.checklist.plain import encode_checklist, hash_checklist
from takeover.checklist.reader import Placed, read_checklist
from takeover.checklist.rules import check_checklist
from takeover.problems import Severity
from takeover.values import Level
from tests.checklist.texts import REGISTER, write_checklist, write_question

STOP = {"id": "goals.stop", "stop_line": "{cleared_by: sponsor}", "when": "{question: goals.one, is: yes}"}
BASE = write_checklist(
    {"evidence": "{typical: [Charter], needed_for: [yes]}"},
    {"id": "goals.two"},
    STOP,
    {"id": "scope.child", "dimension": "scope", "when": "{question: goals.two, is: no}"},
    head={"id": "base", "version": "1.1.2"},
    dimensions="[{id: goals, title: Goals}, {id: scope, title: Scope}]",
    registers=REGISTER,
)
HEAD = """\
takeover_overlay: 1
id: house
version: 1.0.0
language: en
title: Our house
extends: base@~1.1
"""
NEW = "{id: goals.new, dimension: goals, counts_for: inherited, type: grade, text: New?, weight: 3, sharing: shared, ask: [sponsor], finding: Not new., action: {text: Renew., horizon: day_30}}"


def base(data: bytes = BASE) -> Placed:
    placed, problems = read_checklist(data, "base.yaml")
    assert placed is not None
    assert problems + check_checklist(placed) == ()
    return placed


def overlay(*changes: str, head: str = HEAD, more: str = "") -> bytes:
    lines = "".join(f"  - {change}\n" for change in changes)
    return (head + more + (f"changes:\n{lines}" if changes else "")).encode()


def apply(data: bytes, under: Placed | None = None):
    """Read, apply and check, as lint does."""
    found, problems = read_overlay(data, "house.yaml")
    if found is None:
        return None, problems
    placed, more = apply_overlay(under or base(), found)
    return placed, problems + more + (check_checklist(placed) if placed else ())


def house_of(data: bytes) -> Placed:
    placed, problems = apply(data)
    assert problems == ()
    assert placed is not None
    return placed


def places(problems) -> list[str]:
    return [f"{problem.code} {problem.place}" for problem in problems]


def test_overlay_without_changes_is_the_base_under_another_name():
    placed = house_of(overlay())
    under = base().checklist
    assert placed.checklist.questions == under.questions
    assert placed.checklist.registers == under.registers
    assert (placed.checklist.id, placed.checklist.version, placed.checklist.title) == ("house", "1.0.0", "Our house")
    assert placed.checklist.house == House(base="base@1.1.2", base_sha256=hash_checklist(under))


def test_change_sets_whole_values_and_reaches_into_them_with_dots():
    changes = "{change: goals.one, set: {text: Ours?, weight: 9, evidence.needed_for: [yes, partly], action.horizon: do_now, health.partly: bad, health.yes: good, health.no: bad, stop_line.cleared_by: client, help: How.}}"
    placed = house_of(overlay(changes))
    question = placed.checklist.question("goals.one")
    assert question is not None
    assert (question.text, question.weight, question.help) == ("Ours?", 9, "How.")
    assert (question.evidence.typical, question.evidence.needed_for) == (("Charter",), ("yes", "partly"))
    assert (question.action.text, question.action.horizon) == ("Write one.", "do_now")
    assert question.health.worths == {"yes": Worth.GOOD, "partly": Worth.BAD, "no": Worth.BAD}
    assert question.stop_line is ClearedBy.CLIENT
    keys = ("text", "weight", "evidence.needed_for", "action.horizon", "health.partly", "health.yes", "health.no", "stop_line.cleared_by", "help")  # fmt: skip
    assert placed.checklist.house is not None
    assert placed.checklist.house.changed == (Changed(question="goals.one", keys=keys),)


def test_empty_value_takes_an_optional_key_away_and_a_needed_one_is_missed():
    placed = house_of(overlay("{change: scope.child, set: {when: ''}}", "{change: goals.one, set: {evidence: }}"))
    question, child = placed.checklist.question("goals.one"), placed.checklist.question("scope.child")
    assert question is not None
    assert child is not None
    assert (child.when, question.evidence.typical) == (None, ())
    assert places(apply(overlay("{change: goals.one, set: {finding: ''}}"))[1]) == ["CL011 base.yaml:10:5 questions[0]"]


def test_hidden_question_is_gone_and_named_with_its_reason():
    placed = house_of(overlay("{hide: scope.child, reason: We build nothing.}"))
    assert [question.id for question in placed.checklist.questions] == ["goals.one", "goals.two", "goals.stop"]
    assert placed.checklist.house is not None
    assert placed.checklist.house.hidden == (
        Hidden(question="scope.child", text="Is there one?", reason="We build nothing.", sharing=Level.SHARED),
    )


def test_questions_are_added_in_the_order_of_the_file():
    def named(name: str) -> str:
        return NEW.replace("goals.new", f"goals.{name}")

    changes = (
        f"{{add_after: goals.one, question: {named('a')}}}",
        f"{{add: {named('last')}}}",
        f"{{add_after: goals.one, question: {named('b')}}}",
        f"{{add_after: goals.a, question: {named('a1')}}}",
        f"{{add_after: scope.child, question: {named('c')}}}",
        "{hide: scope.child, reason: Not ours.}",
    )
    placed = house_of(overlay(*changes))
    names = [question.id.removeprefix("goals.") for question in placed.checklist.questions]
    assert names == ["one", "a", "a1", "b", "two", "stop", "c", "last"]
    assert placed.checklist.house is not None
    assert placed.checklist.house.added == ("goals.a", "goals.last", "goals.b", "goals.a1", "goals.c")


def test_dimensions_and_registers_are_added_behind_those_of_the_base():
    more = "dimensions: [{id: safety, title: Safety}]\nregisters: [{id: hazards, title: Hazards, columns: [{id: what, type: text, title: What}]}]\n"
    question = NEW.replace("goals.new", "safety.hazards").replace("dimension: goals", "dimension: safety")
    question = question.replace("type: grade", "type: register, register: hazards, health: {complete: [what]}")
    placed = house_of(overlay(f"{{add: {question}}}", more=more))
    assert [dimension.id for dimension in placed.checklist.dimensions] == ["goals", "scope", "safety"]
    assert [register.id for register in placed.checklist.registers] == ["payments", "hazards"]
    assert placed.checklist.questions[-1].type is QuestionType.REGISTER


def test_places_are_in_the_file_that_says_it():
    placed = house_of(overlay("{change: goals.two, set: {weight: 6}}", f"{{add_after: goals.two, question: {NEW}}}"))
    assert str(placed.place("goals.two", "weight")) == "house.yaml:8:31 changes[0].set.weight"
    assert str(placed.place("goals.two", "text")) == "base.yaml:25:5 questions[1].text"
    assert str(placed.place("goals.new")) == "house.yaml:9:38 changes[1].question"


def test_house_list_is_read_back_from_its_json():
    changes = ("{change: goals.one, set: {weight: 9}}", "{hide: scope.child, reason: Not ours.}", f"{{add: {NEW}}}")
    checklist = house_of(overlay(*changes)).checklist
    again, problems = read_checklist(encode_checklist(checklist), "checklist.json")
    assert problems == ()
    assert again is not None
    assert again.checklist == checklist
    assert hash_checklist(checklist) != hash_checklist(base().checklist)


def test_house_list_over_a_list_in_parts_is_the_same_as_over_one_file():
    parts = {"more.yaml": ("takeover_part: 1\nof: base\nquestions:\n" + write_question(STOP)).encode()}
    head = BASE.decode().split("  - id: goals.two")[0] + "parts: [more.yaml]\n"
    under, problems = read_checklist(head.encode(), "base.yaml", parts.get)
    assert problems == ()
    placed, found = apply(overlay("{change: goals.stop, set: {weight: 5}}"), under)
    assert found == ()
    assert placed is not None
    assert [question.weight for question in placed.checklist.questions] == [5, 5]
    assert str(placed.place("goals.stop", "text")) == "more.yaml:8:5 questions[0].text"


FILES = {
    "not YAML": (b"a: b: c", ["CL003 house.yaml:1:5"]),
    "empty": (b"", ["CL004 house.yaml"]),
    "no map": (b"- a\n", ["CL013 house.yaml:1:1"]),
    "nothing in it": (b"takeover_overlay: 1\n", ["CL011 house.yaml:1:1"] * 5),
    "later format": (overlay(head=HEAD.replace("overlay: 1", "overlay: 2")), ["CL016 house.yaml:1:19 takeover_overlay"]),
    "unknown key": (overlay(more="author: PMO\n"), ["CL012 house.yaml:7:1 author"]),
    "no range": (overlay(head=HEAD.replace("base@~1.1", "base")), ["CL053 house.yaml:6:10 extends"]),
    "another list": (overlay(head=HEAD.replace("base@", "other@")), ["CL054 house.yaml:6:10 extends"]),
    "another minor": (overlay(head=HEAD.replace("~1.1", "~1.2")), ["CL054 house.yaml:6:10 extends"]),
    "another major": (overlay(head=HEAD.replace("~1.1", "^2")), ["CL054 house.yaml:6:10 extends"]),
    "another version": (overlay(head=HEAD.replace("~1.1", "1.1.1")), ["CL054 house.yaml:6:10 extends"]),
    "itself": (overlay(head=HEAD.replace("id: house", "id: base")), ["CL056 house.yaml:6:10 extends"]),
    "another language": (overlay(head=HEAD.replace("language: en", "language: zh-Hans")), ["CL057 house.yaml:4:11 language"]),
    "dimension of the base": (overlay(more="dimensions: [{id: goals, title: G}]\n"), ["CL010 house.yaml:7:19 dimensions[0].id"]),
    "register of the base": (overlay(more=f"registers: [{REGISTER[2:]}]\n"), ["CL010 house.yaml:7:18 registers[0].id"]),
    "no step": (overlay("{set: {weight: 6}}"), ["CL058 house.yaml:8:5 changes[0]"]),
    "two steps in one": (overlay("{hide: goals.two, change: goals.one}"), ["CL058 house.yaml:8:5 changes[0]"]),
    "step that is no map": (overlay("goals.two"), ["CL013 house.yaml:8:5 changes[0]"]),
    "unknown key of a step": (overlay("{hide: scope.child, reason: No., because: x}"), ["CL012 house.yaml:8:38 changes[0].because"]),
    "hidden without reason": (overlay("{hide: scope.child}"), ["CL011 house.yaml:8:5 changes[0]"]),
    "change without set": (overlay("{change: goals.one}"), ["CL011 house.yaml:8:5 changes[0]"]),
    "set that is no map": (overlay("{change: goals.one, set: [weight]}"), ["CL013 house.yaml:8:30 changes[0].set"]),
    "added without question": (overlay("{add_after: goals.one}"), ["CL011 house.yaml:8:5 changes[0]"]),
    "added nothing": (overlay("{add: x}"), ["CL013 house.yaml:8:11 changes[0].add"]),
    "changed unknown question": (overlay("{change: goals.tow, set: {weight: 6}}"), ["CL059 house.yaml:8:5 changes[0]"]),
    "hidden unknown question": (overlay("{hide: goals.tow, reason: No.}"), ["CL059 house.yaml:8:5 changes[0]"]),
    "added behind unknown question": (overlay(f"{{add_after: goals.tow, question: {NEW}}}"), ["CL059 house.yaml:8:5 changes[0]"]),
    "changed what it added": (overlay(f"{{add: {NEW}}}", "{change: goals.new, set: {weight: 6}}"), ["CL059 house.yaml:9:5 changes[1]"]),
    "added twice": (overlay(f"{{add: {NEW}}}", f"{{add: {NEW}}}"), ["CL020 house.yaml:9:16 changes[1].add.id"]),
    "added an id of the base": (overlay(f"{{add: {NEW.replace('goals.new', 'goals.one')}}}"), ["CL020 house.yaml:8:16 changes[0].add.id"]),
    "added an id that it hides": (
        overlay("{hide: scope.child, reason: No.}", f"{{add: {NEW.replace('goals.new', 'scope.child')}}}"),
        ["CL020 house.yaml:9:16 changes[1].add.id"],
    ),
    "changed twice": (
        overlay("{change: goals.one, set: {weight: 6}}", "{change: goals.one, set: {help: How.}}"),
        ["CL100 house.yaml:9:5 changes[1]"],
    ),
    "changed and hidden": (
        overlay("{change: scope.child, set: {weight: 6}}", "{hide: scope.child, reason: No.}"),
        ["CL100 house.yaml:9:5 changes[1]"],
    ),
    "stop-line hidden": (overlay("{hide: goals.stop, reason: No.}"), ["CL101 house.yaml:8:5 changes[0]"]),
    "condition on a hidden question": (overlay("{hide: goals.two, reason: No.}"), ["CL102 house.yaml:8:5 changes[0]"]),
    "stop-line hangs on a hidden question": (overlay("{hide: goals.one, reason: No.}"), ["CL102 house.yaml:8:5 changes[0]"]),
    "unknown key of a question": (overlay("{change: goals.one, set: {wieght: 6}}"), ["CL012 house.yaml:8:31 changes[0].set.wieght"]),
    "value of the wrong kind": (overlay("{change: goals.one, set: {weight: many}}"), ["CL015 house.yaml:8:39 changes[0].set.weight"]),
    "dots into a text": (overlay("{change: goals.one, set: {text.en: Ours?}}"), ["CL013 house.yaml:8:31 changes[0].set.text.en"]),
    "dots into a text inside": (overlay("{change: goals.one, set: {action.text.en: A.}}"), ["CL013 house.yaml:8:31 changes[0].set.action.text.en"]),
    "dots into what the base leaves out": (overlay("{change: goals.one, set: {health.no: half}}"), ["CL025 house.yaml:8:31 changes[0].set.health.no"]),
    "proof for a code that is not there": (
        overlay("{change: goals.one, set: {evidence.needed_for: [maybe]}}"),
        ["CL028 house.yaml:8:31 changes[0].set.evidence.needed_for"],
    ),
    "condition on an unknown question": (
        overlay("{change: scope.child, set: {when: {question: goals.tow, is: yes}}}"),
        ["CL032 house.yaml:8:33 changes[0].set.when"],
    ),
    "duplicate key in set": (overlay("{change: goals.one, set: {weight: 6, weight: 7}}"), ["CL010 house.yaml:8:42 changes[0].set.weight"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_overlay_that_does_not_fit_is_said_with_its_place(name):
    data, expected = FILES[name]
    _, problems = apply(data)
    assert places(problems) == expected
    assert {problem.severity for problem in problems} == {Severity.ERROR}
    for language in LANGUAGES:
        assert all(problem.sentence(load_catalogue(language)) for problem in problems)


def test_overlay_for_another_version_names_both_and_gives_no_list():
    placed, (problem,) = apply(FILES["another minor"][0])
    assert placed is None
    assert problem.details == {"wanted": "base@~1.2", "found": "base@1.1.2"}


def test_overlay_over_an_overlay_is_refused():
    placed, problems = apply(
        overlay(head=HEAD.replace("id: house", "id: second").replace("base@~1.1", "house@1.0.0")), house_of(overlay())
    )
    assert placed is None
    assert places(problems) == ["CL055 house.yaml:6:10 extends"]
    assert problems[0].details == {"base": "house", "below": "base@1.1.2"}


def test_all_mistakes_of_an_overlay_come_at_once():
    _, problems = apply(
        overlay(
            "{hide: goals.stop, reason: No.}", "{change: goals.one, set: {weight: many}}", "{hide: x.y, reason: No.}"
        )
    )
    assert [problem.code for problem in problems] == ["CL101", "CL015", "CL059"]
