"""What stops a command: one small tree of exceptions, each with an exit code (docs/exit-codes.md).

The sentence lives in the catalogue under ``error.CODE`` and says what happened, where, and what to do next.
Everything else that is raised is a bug and ends with exit code 70.
"""

from __future__ import annotations

from enum import IntEnum

from takeover.catalogues import Catalogue
from takeover.problems import Problem, describe_problems


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    NO = 1
    USAGE = 2
    BAD_INPUT = 3
    UNDECIDED = 4
    REFUSED = 5
    OUTSIDE = 6
    BUG = 70
    INTERRUPTED = 130


class TakeoverError(Exception):
    """A command cannot go on; ``code`` names the sentence, ``details`` what it mentions."""

    exit = Exit.BUG

    def __init__(self, code: str, /, *, problems: tuple[Problem, ...] = (), **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.problems = problems
        self.details = {name: str(value) for name, value in details.items()}

    def describe(self, catalogue: Catalogue) -> str:
        """Say it in the catalogue's language: the problems line by line, then the sentence."""
        return "\n".join((*describe_problems(self.problems, catalogue), self.sentence(catalogue)))

    def sentence(self, catalogue: Catalogue) -> str:
        """Say what stopped the program, without the problems that led to it."""
        return f"{self.code}: {catalogue.text(f'error.{self.code}', **self.details)}"


class AnswerIsNo(TakeoverError):
    """The question was answered, and the answer is no: altered record, invalid signature, faulty checklist."""

    exit = Exit.NO


class UsageError(TakeoverError):
    """Something that the command needs was not given."""

    exit = Exit.USAGE


class BadInput(TakeoverError):
    """A file is not what it should be."""

    exit = Exit.BAD_INPUT


class Refused(TakeoverError):
    """Doing it would overwrite or break a promise."""

    exit = Exit.REFUSED


class OutsideFailure(TakeoverError):
    """Something outside the program failed: disk, system library, service."""

    exit = Exit.OUTSIDE
