"""checklist upgrade in a real pseudo-terminal: each difference is shown and decided with a key."""

from __future__ import annotations

import pexpect
import pytest

from takeover.checklist.library import load_pinned
from tests.checklist.lists import write_list
from tests.cli.test_real_terminal import ENTER, press, spawn

pytestmark = [pytest.mark.slow, pytest.mark.terminal]


def test_differences_are_decided_one_by_one(shell, tmp_path):
    shell.start("--checklist", write_list(tmp_path / "old", {}, {"id": "goals.two", "text": "Are there two?"}))
    new = write_list(tmp_path / "new", {"weight": "7"}, {"id": "goals.new", "text": "New?"}, version="2.0.0")
    child = spawn("checklist", "upgrade", "-C", shell.folder, "--checklist", new)
    child.expect("3 questions differ")
    press(child, ENTER, "changed: question goals.one")
    press(child, "2\r", "removed: question goals.two")
    press(child, ENTER, "added: question goals.new")
    press(child, ENTER, "now stands on base@2.0.0")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    questions = load_pinned(shell.folder / "checklist.json").source.questions
    assert [(question.id, question.weight) for question in questions] == [("goals.one", 5), ("goals.new", 5)]
