"""checklist lint and the group itself: all problems with place and cure, exit 1; one module a command."""

from __future__ import annotations

import json

import pytest

from takeover.cli.checklist import SUBCOMMANDS
from tests.checklist.lists import write_list, write_overlay
from tests.checklist.texts import write_checklist

GOOD = write_checklist({}, {"id": "goals.two", "when": "{question: goals.one, is: yes}"}).decode()


def test_the_bundled_list_is_good(shell):
    called = shell.run("checklist", "lint", "--json")
    assert called.code == 0
    assert json.loads(called.out)["problems"] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    dimension: goals", "    dimension: goals\n    dimension: goals", "CL010"),
        ("dimensions:", "dimensions: &all", "CL007"),
        ("type: grade", "type: choice\n    choices: [{code: yes, text: Y}, {code: maybe, text: M}]", "CL024"),
        ("question: goals.one", "question: goals.papyrus", "CL032"),
        ("sharing: shared", "sharing: public", "CL014"),
        ("weight: 5", "wieght: 5", "CL012"),
    ],
)
def test_a_bad_list_is_refused_with_place_and_cure(shell, tmp_path, old, new, code):
    assert old in GOOD
    file = tmp_path / "house.yaml"
    file.write_text(GOOD.replace(old, new, 1), "utf-8")
    called = shell.run("checklist", "lint", file)
    assert called.code == 1
    (line, *_) = [line for line in called.out.splitlines() if code in line]
    assert line.startswith(f"{file}:")
    assert int(line.removeprefix(f"{file}:").split(":")[0]) > 1
    problems = json.loads(shell.run("checklist", "lint", file, "--json").out)["problems"]
    (found, *_) = [problem for problem in problems if problem["code"] == code]
    assert line == f"{found['file']}:{found['line']}:{found['column']} {found['path']}: error {code}: {found['text']}"


def test_a_list_that_is_not_there(shell, tmp_path):
    called = shell.run("checklist", "lint", tmp_path / "none.yaml")
    assert called.code == 3
    assert "CL901" in called.err


def test_a_house_list_is_checked_over_the_base_of_the_house_folder(shell, tmp_path, settings):
    settings(checklists=tmp_path / "house")
    write_list(tmp_path / "house")
    assert shell.run("checklist", "lint", write_overlay(tmp_path)).code == 0
    bad = write_overlay(tmp_path, changes="  - {change: goals.none, set: {weight: 9}}")
    called = shell.run("checklist", "lint", bad)
    assert called.code == 1
    assert "CL059" in called.out


def test_without_a_file_the_list_that_wins_is_checked(shell, tmp_path, settings):
    settings(checklists=tmp_path, checklist="base")
    write_list(tmp_path)
    assert "base.yaml: no errors, 1 questions" in shell.run("checklist", "lint").out
    assert "base.yaml" in shell.run("checklist", "lint", "--checklist", "base").out


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_command_of_the_group_has_its_line_and_its_help(shell, language):
    listed = shell.run("checklist", "--help").out
    for name in SUBCOMMANDS:
        assert f"\n  {name} " in listed
        assert "Usage" in shell.run("checklist", name, "--help", "--lang", language).out


def test_unknown_command_of_the_group_is_wrong_usage(shell):
    assert shell.run("checklist", "frobnicate").code == 2
