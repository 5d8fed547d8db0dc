"""`takeover checklist lint`: every problem of a list, with its place and its cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from takeover.checklist.library import lint_file
from takeover.cli.desk import Desk, with_desk
from takeover.cli.lists import choose_file, find_places, with_checklist
from takeover.errors import Exit
from takeover.problems import Problem, describe_problems, has_errors


@click.command("lint")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@with_checklist
@with_desk
def command(desk: Desk, *, file: Path | None, wanted: str) -> None:
    """Check a list, or a house list over its base, with all parts and translations beside it.

    Every problem is said at once, with its place and its cure. Without FILE the list that wins is checked. Exit code 1
    if there are errors.
    """
    places = find_places(desk.folder)
    path = file or choose_file(wanted, places, pinned=False)
    loaded, problems = lint_file(path, places)
    good = loaded is not None and not has_errors(problems)
    lines = describe_problems(problems, desk.catalogue)
    plain = {"file": str(path), "ok": good, "problems": [problem_to_plain(desk, problem) for problem in problems]}
    if loaded and good:
        languages = ", ".join(loaded.languages)
        count = len(loaded.source.questions)
        last = desk.text("cli.checklist.good", file=path.name, questions=count, languages=languages)
        desk.give("\n".join((*lines, last)), plain | {"sha256": loaded.sha256})
        return
    desk.give("\n".join((*lines, desk.text("cli.checklist.bad", file=path.name, count=len(problems)))), plain)
    raise click.exceptions.Exit(Exit.NO)


def problem_to_plain(desk: Desk, problem: Problem) -> dict[str, Any]:
    """Write a problem for `--json`."""
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "path": place.path,
        "code": problem.code,
        "severity": problem.severity.value,
        "text": problem.sentence(desk.catalogue),
    }
