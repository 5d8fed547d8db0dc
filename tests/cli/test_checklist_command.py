"""checklist lint: all problems with place and cure, exit 1."""

from __future__ import annotations

import json

import pytest

from takeover.resources import checklists_folder

GOOD = (checklists_folder() / "takeover.yaml").read_text("utf-8")
FIRST = "  - id: goals.signed-statement"


def test_the_bundled_list_is_good(shell):
    called = shell.run("checklist", "lint", "--json")
    assert called.code == 0
    assert json.loads(called.out)["problems"] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (FIRST, FIRST + "\n    dimension: goals", "CL010"),
        ("dimensions:", "dimensions: &all", "CL007"),
        ("code: same,", "code: yes,", "CL024"),
        ("when: {setting: engagement, is: client}", "when: {question: contract.papyrus, is: yes}", "CL032"),
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
    assert line.startswith("house.yaml:")
    assert int(line.split(":")[1]) > 1


def test_a_list_that_is_not_there(shell, tmp_path):
    called = shell.run("checklist", "lint", tmp_path / "none.yaml")
    assert called.code == 3
    assert "CL901" in called.err
