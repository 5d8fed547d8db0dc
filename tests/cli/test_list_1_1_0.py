"""A takeover that was opened on takeover@1.1.0: it is judged as it was then, and moves to the list of today.

The folder in tests/fixtures was written by the program that had that list. It is never written again.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from takeover.checklist.library import load_checklist

FOLDER = Path(__file__).parents[1] / "fixtures" / "takeovers" / "list-1.1.0"
DIGEST = "619dc18371759f809143b61e086a4a0aa570caa556931be6e1e0895d749fcae1"
"""What the program of that list gave for this record on this day."""
AS_OF = ("--as-of", "2010-07-01")


@pytest.fixture
def old(shell):
    shutil.copytree(FOLDER, shell.folder)
    return shell


def assess(shell):
    called = shell.here("assess", "--json", *AS_OF)
    assert called.code == 0
    return json.loads(called.out)


def test_a_takeover_on_the_older_list_is_judged_as_it_was(old):
    result = assess(old)
    assert result["checklist"]["version"] == "1.1.0"
    assert result["digest"] == DIGEST
    assert old.here("status", *AS_OF).code == 0


def test_it_moves_to_the_list_of_today_and_keeps_its_answers(old):
    before = assess(old)
    moved = old.run("checklist", "upgrade", "--apply-all", "-C", old.folder)
    assert moved.code == 0
    after = assess(old)
    assert after["checklist"]["version"] == load_checklist().source.version
    answered = [question for question in before["judgement"]["questions"] if question["statements"]]
    now = {question["question"]: question for question in after["judgement"]["questions"]}
    assert len(answered) == 2
    assert [now[question["question"]] for question in answered] == answered
    assert set(now) > {question["question"] for question in before["judgement"]["questions"]}
