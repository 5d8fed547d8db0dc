"""`takeover checklist`: look at checklists and check them."""

from __future__ import annotations

from pathlib import Path

import click

from takeover import resources
from takeover.checklist.library import DEFAULT_ID, lint_file
from takeover.cli.desk import Desk, with_desk
from takeover.errors import Exit
from takeover.problems import describe_problems, has_errors


@click.group("checklist")
def command() -> None:
    """Look at checklists and check them."""


@command.command("lint")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@with_desk
def lint(desk: Desk, *, file: Path | None) -> None:
    """Check a checklist with the translations beside it; every problem at once, with its place and cure.

    Without FILE the bundled checklist is checked. Exit code 1 if there are errors.
    """
    path = file or resources.checklists_folder() / f"{DEFAULT_ID}.yaml"
    loaded, problems = lint_file(path)
    lines = describe_problems(problems, desk.catalogue)
    plain = {"file": str(path), "problems": [str(line) for line in lines], "ok": not has_errors(problems)}
    if loaded and not has_errors(problems):
        languages = ", ".join((loaded.source.language, *loaded.translations))
        count = len(loaded.source.questions)
        good = desk.text("cli.checklist.good", file=path.name, questions=count, languages=languages)
        desk.give("\n".join((*lines, good)), plain | {"sha256": loaded.sha256})
        return
    desk.give("\n".join((*lines, desk.text("cli.checklist.bad", file=path.name, count=len(problems)))), plain)
    raise click.exceptions.Exit(Exit.NO)
