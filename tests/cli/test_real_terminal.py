"""The real program in a real pseudo-terminal: answers survive every way to end it, and the next start goes on there."""

from __future__ import annotations

import os
import random
import signal
import sys
import time

import pexpect
import pytest

from takeover.record.chain import read_chain

pytestmark = [pytest.mark.slow, pytest.mark.terminal]
PROGRAM = "from takeover.cli.main import main; main()"
ENTER, YES, PARTLY, LEAVE, ESCAPE = "\r", "1\r", "2\r", "s", "\x1b"
OUT = ESCAPE * 3 + LEAVE
"""Leaves the talk about a row of a register."""
START = (
    "--project", "Atlas", "--engagement", "client", "--customer", "The client", "--pm-role", "sole",
    "--pricing", "fixed_price", "--cut-off", "2026-12-01", "--live-system", "no", "--accepted", "no", "--team", "yes",
    "--subcontractor", "no", "--foothold", "no", "--party", "sponsor", "--party", "client", "--zone", "Europe/Berlin",
)  # fmt: skip


def spawn(*arguments: object, columns: int = 80, lang: str = "en") -> pexpect.spawn:
    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TAKEOVER_LANG": lang, "TERM": "xterm"}
    command = ["-c", PROGRAM, *(str(argument) for argument in arguments)]
    return pexpect.spawn(
        sys.executable, command, dimensions=(30, columns), timeout=20, env=environment, encoding="utf-8"
    )


def answers_in(folder) -> list[str]:
    chain = read_chain((folder / "record.jsonl").read_bytes())
    assert chain.damage is None
    return [e.body["question"] for e in chain.entries if e.body and e.body["kind"] == "answered"]


def open_at_first_question(folder, **options) -> pexpect.spawn:
    """Start a takeover, say whose statements these are, stop at the first question's prompt."""
    child = spawn("start", folder, *START, **options)
    child.expect("Whose statement")
    child.send(ENTER)
    child.expect("How is it known")
    child.send(ENTER)
    child.expect("Answer")
    return child


def press(child: pexpect.spawn, keys: str, then: str) -> None:
    time.sleep(0.15)  # keys that come before the prompt is drawn count as typed ahead, and are dropped
    child.send(keys)
    child.expect(then)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TAKEOVER_SETTINGS", str(tmp_path / "settings.yaml"))  # the last values of this machine's user
    return tmp_path / "takeover"


def test_answers_are_kept_and_the_next_start_goes_on_there(folder):
    child = open_at_first_question(folder)
    press(child, YES, "Asked separately")
    press(child, YES, "named sponsor")
    press(child, "q", pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert answers_in(folder) == ["goals.signed-statement", "goals.same-answer"]
    again = spawn("ask", "-C", folder)
    again.expect("named sponsor")
    press(again, "q", pexpect.EOF)
    again.close()
    assert len(answers_in(folder)) == 2


ENDINGS = {
    "Ctrl-C": lambda child: child.send("\x03"),
    "Ctrl-D": lambda child: child.send("\x04"),
    "SIGTERM": lambda child: child.kill(signal.SIGTERM),
    "SIGHUP": lambda child: child.kill(signal.SIGHUP),
    "SIGINT": lambda child: child.kill(signal.SIGINT),
    "kill -9": lambda child: child.kill(signal.SIGKILL),
    "terminal closed": lambda child: child.ptyproc.fileobj.close(),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_every_way_to_end_it_keeps_what_was_answered(folder, name):
    child = open_at_first_question(folder)
    press(child, YES, "Asked separately")
    time.sleep(0.2)
    ENDINGS[name](child)
    deadline = time.monotonic() + 10
    while child.isalive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.isalive()
    assert answers_in(folder) == ["goals.signed-statement"]
    again = spawn("ask", "-C", folder)
    again.expect("Asked separately")
    press(again, "q", pexpect.EOF)


@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.exhaustive)])
def test_kills_lose_no_saved_answer(folder, kills):
    """Each round answers a few questions and is killed at a random moment.

    What was on disk before stays there, and what the terminal showed as saved is on disk.
    """
    chance = random.Random(20)
    child = open_at_first_question(folder)
    press(child, YES, "Asked separately")
    press(child, "q", pexpect.EOF)
    before = (folder / "record.jsonl").read_bytes()
    shown = 0
    for _ in range(kills):
        child = spawn("ask", "-C", folder)
        child.expect("Ctrl-O")
        for _ in range(chance.randrange(1, 4)):
            time.sleep(0.12)
            child.send(chance.choice((YES, PARTLY, PARTLY, LEAVE, OUT)))
        time.sleep(chance.random() * 0.2)
        saved = read_rest(child).count("Saved.")
        child.kill(signal.SIGKILL)
        child.wait()
        after = (folder / "record.jsonl").read_bytes()
        assert after.startswith(before)
        assert read_chain(after).damage is None
        assert read_chain(after).lines - read_chain(before).lines >= saved
        before = after[: read_chain(after).length]
        shown += saved
    assert shown >= max(2, kills // 20)  # it was killed while answering, not only before


def read_rest(child: pexpect.spawn) -> str:
    """Read what the terminal shows by now."""
    child.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.05)
    return child.before


def test_back_shows_the_answer_and_loses_none(folder):
    child = open_at_first_question(folder)
    press(child, YES, "Asked separately")
    press(child, ESCAPE, "one written statement")
    press(child, "q", pexpect.EOF)
    assert answers_in(folder) == ["goals.signed-statement"]


def test_forty_columns_in_chinese(folder):
    child = spawn("start", folder, *START, columns=40, lang="zh")
    child.expect("项目要达成什么")
    child.expect("这是谁说的")
    press(child, "\x11", pexpect.EOF)
    child.close()
    assert read_chain((folder / "record.jsonl").read_bytes()).lines == 2


def test_two_wizards_on_one_record_lose_nothing(folder):
    first = open_at_first_question(folder)
    second = spawn("ask", "-C", folder)
    second.expect("Answer")
    press(first, YES, "Asked separately")
    press(second, YES, "Asked separately")
    press(first, YES, "named sponsor")
    for child in (first, second):
        press(child, "q", pexpect.EOF)
    assert sorted(answers_in(folder)) == ["goals.same-answer", "goals.signed-statement", "goals.signed-statement"]


def test_a_kill_while_the_setup_is_asked_loses_nothing_of_it(folder):
    child = spawn("start", folder, "--engagement", "client", "--pm-role", "sole", "--zone", "Europe/Berlin")
    child.expect("Name of the project")
    press(child, "Atlas" + ENTER, "Customer")
    press(child, "The client" + ENTER, "How is the work paid")
    time.sleep(0.2)
    child.kill(signal.SIGKILL)
    child.wait()
    assert not (folder / "record.jsonl").exists()
    again = spawn("start", folder, "--engagement", "client", "--pm-role", "sole", "--zone", "Europe/Berlin")
    again.expect("How is the work paid")
    assert "Name of the project" not in again.before
    press(again, ENTER, "Cut-off")
    press(again, "\x11", pexpect.EOF)
    again.close()
    assert again.exitstatus == 0
