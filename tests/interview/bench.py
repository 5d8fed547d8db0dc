"""Figures of the interview in a real pseudo-terminal: from Enter to the next prompt, and to the first question.

The floor of the first is plain questionary asking the same kind of question in the same run, without keeping anything;
ours has written the answer to disk, verified and folded the record, and found the next question by then. The floor of
the second is a Python that prints one line.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pexpect

from takeover.record.chain import read_chain
from tests.bench import measure, show

ANSWERS = 20
"""The first questions of the list: yes or a number will do for them; the next wants a date."""
SETTLE = 0.15
"""Seconds for a prompt to be drawn whole: keys that come before it count as typed ahead."""
PLAIN = """
import questionary
for number in range(1000):
    questionary.select(
        f"Question {number}", choices=["yes", "partly", "no"], use_shortcuts=True, instruction="Ctrl-O menu"
    ).unsafe_ask()
"""
_YES = re.compile(rb"(\d) Yes")
"""The line of the menu; that of a table has other lines above it."""
PROGRAM = "from takeover.cli.main import main; main()"
START = (
    "--project", "Atlas", "--engagement", "client", "--customer", "The client", "--pm-role", "sole", "--pricing",
    "fixed_price", "--cut-off", "2026-12-01", "--live-system", "no", "--accepted", "no", "--team", "yes", "--party",
    "sponsor", "--zone", "Europe/Berlin", "--no-interview",
)  # fmt: skip


def spawn(*arguments: str) -> pexpect.spawn:
    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TAKEOVER_LANG": "en", "TERM": "xterm"}
    child = pexpect.spawn(sys.executable, [*arguments], dimensions=(40, 100), timeout=30, env=environment)
    child.delaybeforesend = None
    return child


def answer(child: pexpect.spawn, screen: bytes) -> bytes:
    """Answer the question on the screen with yes, else with the first answer; return the screen of the next."""
    yes = _YES.findall(screen)
    child.send(f"{yes[-1].decode() if yes else 1}\r")
    child.expect("Ctrl-O")
    found: bytes = child.before
    return found


def bench_enter() -> bool:
    """From Enter to the next prompt, in alternating rounds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "takeover"
        subprocess.run([sys.executable, "-c", PROGRAM, "start", folder, *START], check=True, capture_output=True)
        plain, ours = spawn("-c", PLAIN), spawn("-c", PROGRAM, "ask", "-C", str(folder))
        plain.expect("Ctrl-O")
        for asked in ("Whose statement", "How is it known"):
            ours.expect(asked)
            settle(ours)
            ours.send("\r")
        ours.expect("Ctrl-O")
        children = {"plain questionary": plain, "takeover ask, durable": ours}
        times: dict[str, list[float]] = {name: [] for name in children}
        screens = {name: child.before for name, child in children.items()}
        for _ in range(ANSWERS):
            for label, child in children.items():
                settle(child)
                start = time.perf_counter()
                screens[label] = answer(child, screens[label])
                times[label].append(time.perf_counter() - start)
        for child in children.values():
            child.close(force=True)
        assert read_chain((folder / "record.jsonl").read_bytes()).lines >= ANSWERS
    medians = {label: sorted(found)[len(found) // 2] for label, found in times.items()}
    return show("Enter to next prompt", medians, {"takeover ask, durable": 1.25})


def settle(child: pexpect.spawn) -> None:
    """Wait until the prompt stands whole, and forget what was drawn."""
    child.expect([pexpect.TIMEOUT], timeout=SETTLE)
    child.expect(".*")


def bench_first_question() -> bool:
    """From the command to the first question on the screen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "takeover"
        subprocess.run([sys.executable, "-c", PROGRAM, "start", folder, *START], check=True, capture_output=True)

        def reach(*arguments: str) -> Callable[[], None]:
            def ask() -> None:
                child = spawn("-c", PROGRAM, "ask", "-C", str(folder), *arguments)
                child.expect("one written statement")
                child.close(force=True)

            return ask

        def floor() -> None:
            child = spawn("-c", "print('one written statement')")
            child.expect("one written statement")
            child.close(force=True)

        medians = measure({"python print": floor, "takeover ask": reach(), "takeover ask --plain": reach("--plain")}, 7)
    return show("First question", medians, {"takeover ask": 6, "takeover ask --plain": 5})


if __name__ == "__main__":
    sys.exit(0 if all([bench_enter(), bench_first_question()]) else 1)
