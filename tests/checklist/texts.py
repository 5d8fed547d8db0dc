"""Small checklist files as text: a base that has no problem, and changes to it."""

from __future__ import annotations

from collections.abc import Mapping

from takeover.checklist.reader import Placed, read_checklist
from takeover.checklist.rules import check_checklist
from takeover.problems import Problem

HEAD = {"takeover_checklist": "1", "id": "test", "version": "1.0.0", "language": "en", "title": "Test"}
QUESTION = {
    "id": "goals.one",
    "dimension": "goals",
    "counts_for": "inherited",
    "type": "grade",
    "text": "Is there one?",
    "weight": "5",
    "sharing": "shared",
    "ask": "[sponsor]",
    "finding": "None was found.",
    "action": "{text: Write one., horizon: day_30}",
}
REGISTER = "- {id: payments, title: Payments, command: log, columns: [{id: due, type: date, title: Due}]}"
Changes = Mapping[str, str | None]


def write_question(changes: Changes | None = None) -> str:
    """One question; a change to None leaves the key out."""
    fields = {key: value for key, value in {**QUESTION, **(changes or {})}.items() if value is not None}
    return "  - " + "\n    ".join(f"{key}: {value}" for key, value in fields.items())


def write_checklist(
    *questions: Changes,
    head: Changes | None = None,
    dimensions: str = "[{id: goals, title: Goals}]",
    registers: str = "",
    tail: str = "",
) -> bytes:
    """A whole file; without questions it has the base question."""
    top = {key: value for key, value in {**HEAD, **(head or {})}.items() if value is not None}
    lines = [f"{key}: {value}" for key, value in top.items()]
    lines += [f"dimensions: {dimensions}"]
    lines += ["registers:", f"  {registers}"] if registers else []
    lines += ["questions:", *(write_question(question) for question in questions or ({},))]
    return ("\n".join(lines) + f"\n{tail}").encode()


def lint(data: bytes) -> tuple[Placed | None, tuple[Problem, ...]]:
    """Read and check, as `lint_file` does."""
    placed, problems = read_checklist(data, "list.yaml")
    return placed, problems + (check_checklist(placed) if placed else ())


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]
