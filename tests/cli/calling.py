"""Calls a command in this process, as a shell would: arguments in, exit code and the two streams out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from takeover.cli.main import main

SENTINEL = Path(__file__).parents[2] / "examples" / "sentinel" / "answers.yaml"
SHORT = ("--checklist", Path(__file__).with_name("short.yaml"))
"""Options of `start` for a list of eight questions: sealing it takes a third of the time of the bundled one."""


def run(*arguments: object) -> None:
    """Run a command that must succeed, where no stream is looked at."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert left.value.code == 0, arguments


@dataclass(frozen=True)
class Called:
    code: int
    out: str
    err: str


class Shell:
    """Runs commands; `folder` is the takeover that most of them work on."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys = capsys
        self.folder = folder

    def run(self, *arguments: object) -> Called:
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        streams = self.capsys.readouterr()
        code = left.value.code
        return Called(code=code if isinstance(code, int) else 0, out=streams.out, err=streams.err)

    def here(self, command: str, *arguments: object) -> Called:
        """Run a command with -C of the takeover's folder."""
        return self.run(command, "-C", self.folder, *arguments)

    def start(self, *arguments: object) -> Called:
        """Open a small client-facing takeover without asking."""
        given = ("--project", "Atlas", "--engagement", "client", "--customer", "The client", "--zone", "Europe/Berlin")
        parties = ("--party", "sponsor", "--party", "client", "--party", "outgoing_pm")
        return self.run("start", self.folder, *given, *parties, "--no-interview", *arguments)
