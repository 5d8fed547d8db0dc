"""Problems: what a user got wrong, as values, each with its place and its cure.

A rule returns the problems that it finds; nobody stops at the first. The sentence of a problem lives in the
catalogue under ``problem.CODE``; the code is stable and documented in docs/problems.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from takeover.catalogues import Catalogue

MOST_LISTED = 200
"""Mistakes of one file that are listed; of more, how many there are."""


class Severity(StrEnum):
    """An error stops the file from being used; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file: line and column count from 1 (0 = the whole file), ``path`` names the thing."""

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        """Read as ``checklist.yaml:41:5 questions[2].when``."""
        position = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{position} {self.path}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake: a code of the catalogue, its place, and what the sentence names."""

    code: str
    place: Place = Place()
    details: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR

    def sentence(self, catalogue: Catalogue) -> str:
        """Say it in the catalogue's language, without the place."""
        return catalogue.text(f"problem.{self.code}", **self.details)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether at least one problem stops the file from being used."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def describe_problems(problems: Iterable[Problem], catalogue: Catalogue) -> tuple[str, ...]:
    """One line a problem: place, severity, code, sentence."""
    return tuple(
        f"{problem.place}: {problem.severity} {problem.code}: {problem.sentence(catalogue)}" for problem in problems
    )
