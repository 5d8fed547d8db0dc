"""A row in a real terminal: typed by keys, the terminal closed in the middle, taken up again where it was."""

import json
import os
import re
import sys
import time

import pexpect
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.terminal]
PROGRAM = "from takeover.cli.main import main; main()"
ENTER = "\r"


def spawn(*arguments, columns=60):
    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TAKEOVER_LANG": "en", "TERM": "xterm"}
    command = ["-c", PROGRAM, *map(str, arguments)]
    return pexpect.spawn(
        sys.executable, command, dimensions=(24, columns), timeout=20, env=environment, encoding="utf-8"
    )


def press(child, keys, then):
    time.sleep(0.15)
    child.send(keys)
    child.expect(then)


def test_row_survives_a_closed_terminal(shell):
    assert shell.start().code == 0
    child = spawn("ask", "-C", shell.folder)
    child.expect("Whose statement")
    press(child, ENTER, "How is it known")
    press(child, ENTER, "Answer")
    press(child, "j", "Go to which question")
    press(child, "payment milestones", "List all payment")
    press(child, ENTER, "answer for the whole list")
    press(child, "a" + ENTER, "Milestone")
    press(child, "Go-live" + ENTER, "Trigger condition")
    press(child, "half a trig", re.escape("trig"))
    child.close(force=True)  # the terminal is gone
    again = spawn("ask", "-C", shell.folder)
    again.expect("Go on with the half-typed row")
    press(again, "a" + ENTER, "half a trig")
    press(again, "ger" + ENTER, "Amount")
    again.close(force=True)
    kept = json.loads(json.loads((shell.folder / "draft").read_text("utf-8"))["row:payments"])
    assert kept["cells"] == {"milestone": ["Go-live"], "trigger": ["half a trigger"]}
