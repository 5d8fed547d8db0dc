"""`takeover checklist test`: run stories, a PMO's own tests of its list (docs/stories.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from takeover.checklist.versions import read_extends
from takeover.cli.checklist.lint import problem_to_plain
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import read_file
from takeover.cli.lists import load_wanted, with_checklist
from takeover.errors import BadInput, Exit, UsageError
from takeover.interview.stories import Outcome, read_story, read_story_header, run_story
from takeover.problems import describe_problems

ENDING = "*story*.yaml"


@click.command("test")
@click.argument("stories", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_checklist
@with_desk
def command(desk: Desk, *, stories: tuple[Path, ...], wanted: str) -> None:
    """Run STORIES: files, or folders whose files with "story" in their name are run.

    Each story names its list, which is looked for beside it first. Exit code 1 if something does not hold.
    """
    files = [file for story in stories for file in list_stories(story)]
    plains = [run_file(desk, file, wanted) for file in files]
    held = sum(plain["ok"] for plain in plains)
    lines = [line for plain in plains for line in plain.pop("lines")]
    last = desk.text("cli.checklist.test.held", held=held, count=len(files))
    desk.give("\n".join((*lines, last)), {"stories": plains, "ok": held == len(files)})
    if held < len(files):
        raise click.exceptions.Exit(Exit.NO)


def list_stories(path: Path) -> list[Path]:
    """List the stories of a folder, or the one file.

    Raises:
        UsageError: the folder has none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob(ENDING))
    if not found:
        raise UsageError("CM190", folder=path)
    return found


def run_file(desk: Desk, file: Path, wanted: str) -> dict[str, Any]:
    """Run one story; return what it came to, with the lines that say so.

    Raises:
        BadInput: the story has mistakes, or is for another version than the one found.
    """
    data = read_file(file)
    header = read_story_header(data, file.name)
    extends = read_extends(header)
    loaded = load_wanted(wanted or (extends.base if extends else ""), file.parent, pinned=False)
    checklist = loaded.source
    if extends is None or extends.base != checklist.id or not extends.accepts(checklist.version):
        found = f"{checklist.id}@{checklist.version}"
        raise BadInput("CM191", file=file, wanted=header or "–", found=found)
    story, problems = read_story(data, file.name, checklist)
    if story is None:
        raise BadInput("CM192", problems=problems, file=file)
    outcome = run_story(story, checklist)
    return _describe(desk, file, story.title, outcome)


def _describe(desk: Desk, file: Path, title: str, outcome: Outcome) -> dict[str, Any]:
    key = "cli.checklist.test.unmet" if outcome.unmet else "cli.checklist.test.holds"
    lines = [desk.text(key, file=file, title=title), *describe_problems(outcome.unmet, desk.catalogue)]
    problems = [problem_to_plain(desk, problem) for problem in outcome.unmet]
    return {"file": str(file), "title": title, "ok": not outcome.unmet, "problems": problems, "lines": lines}
