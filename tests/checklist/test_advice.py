"""Warnings: one row a rule, with a list that raises exactly it, its place, and the list after the cure."""

from __future__ import annotations

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.problems import Severity, has_errors
from tests.checklist.texts import REGISTER, lint, write_checklist

TWO, THREE = {"id": "goals.two"}, {"id": "goals.three"}
CLIENT = "{setting: engagement, is: client}"
INTERNAL = "{setting: engagement, is: internal}"
CASES = {
    "condition whose parts exclude each other": (
        write_checklist({}, {**TWO, "when": f"{{all: [{CLIENT}, {INTERNAL}]}}"}),
        ["CL110 list.yaml:28:5 questions[1].when"],
        write_checklist({}, {**TWO, "when": f"{{any: [{{question: goals.one, is: no}}, {INTERNAL}]}}"}),
    ),
    "condition on a question that is never asked": (
        write_checklist(
            {}, {**TWO, "when": f"{{all: [{CLIENT}, {INTERNAL}]}}"}, {**THREE, "when": "{question: goals.two, is: yes}"}
        ),
        ["CL110 list.yaml:28:5 questions[1].when", "CL111 list.yaml:39:5 questions[2].when"],
        write_checklist({}, {**TWO, "when": CLIENT}, {**THREE, "when": "{question: goals.two, is: yes}"}),
    ),
    "condition that decides nothing": (
        write_checklist({}, {**TWO, "when": "{setting: engagement, in: [client, internal]}"}),
        ["CL112 list.yaml:28:5 questions[1].when"],
        write_checklist({}, TWO),
    ),
    "one question with most of the weight": (
        write_checklist({"weight": "9"}, {**TWO, "weight": "4"}, {**THREE, "weight": "4"}),
        ["CL113 list.yaml:13:5 questions[0].weight"],
        write_checklist({"weight": "8"}, {**TWO, "weight": "4"}, {**THREE, "weight": "4"}),
    ),
    "words that name guilt": (
        write_checklist(
            {
                "text": "Who is to blame?",
                "finding": "The outgoing PM was negligent.",
                "action": "{text: Say whose fault it is., horizon: day_30}",
            }
        ),
        [
            "CL114 list.yaml:12:5 questions[0].text",
            "CL114 list.yaml:16:5 questions[0].finding",
            "CL114 list.yaml:17:5 questions[0].action",
        ],
        write_checklist({"why": "Asking who is to blame helps nobody."}),
    ),
    "register that nothing opens": (
        write_checklist(registers=REGISTER.replace("command: log, ", "")),
        ["CL115 list.yaml:8:5 registers[0]"],
        write_checklist(registers=REGISTER),
    ),
    "comparison of one role": (
        write_checklist({"ask": "[sponsor]", "ask_all": "true"}),
        ["CL116 list.yaml:18:5 questions[0].ask_all"],
        write_checklist({"ask": "[sponsor, client]", "ask_all": "true"}),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_hardly_meant_is_warned_of_with_its_place_and_cure(name):
    data, expected, cured = CASES[name]
    placed, found = lint(data)
    assert placed is not None
    assert [f"{problem.code} {problem.place}" for problem in found] == expected
    assert {problem.severity for problem in found} == {Severity.WARNING}
    assert not has_errors(found)
    for language in LANGUAGES:
        assert all(problem.sentence(load_catalogue(language)) for problem in found)
    assert lint(cured)[1] == ()


def test_heaviest_question_is_named_with_its_share():
    (problem,) = lint(CASES["one question with most of the weight"][0])[1]
    assert problem.details == {"id": "goals.one", "dimension": "goals", "weight": "9", "total": "17"}


def test_question_that_stands_alone_and_one_of_readiness_weigh_against_nothing():
    readiness = {**TWO, "weight": "1", "counts_for": "readiness"}
    assert lint(write_checklist({"weight": "10"}, readiness))[1] == ()


def test_question_of_type_register_opens_its_register():
    rows = {"type": "register", "register": "payments", "health": "{complete: [due]}"}
    assert lint(write_checklist(rows, registers=REGISTER.replace("command: log, ", "")))[1] == ()
