"""`takeover template new DIR`: a working style to start from, with comments in the user's language."""

from __future__ import annotations

from pathlib import Path
from string import Template

import click

from takeover import resources
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import write_result
from takeover.errors import Refused

STARTER = ("report.html.j2", "cover.html.j2", "page.html.j2", "house.css", "texts.yaml", "logo.svg")
NOTES = ("report", "cover", "page", "words", "css", "colours", "cover_page", "texts", "own")
"""What the comments say, by the names that stand in the starter's files as ``$name``."""


@click.command("new")
@click.argument("directory", type=click.Path(path_type=Path))
@with_desk
def command(desk: Desk, *, directory: Path) -> None:
    """Write a style into DIRECTORY: logo, colours, a cover and one page, ready to be changed.

    Nothing is overwritten.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Refused("CM280", folder=directory)
    for name, text in fill_starter(desk).items():
        write_result(directory / name, text.encode(), force=False)
    files = [str(directory / name) for name in STARTER]
    lines = [desk.text("cli.template.new.written", file=file) for file in files]
    lines.append(desk.text("cli.template.new.next", folder=directory))
    desk.give("\n".join(lines), {"files": files})


def fill_starter(desk: Desk) -> dict[str, str]:
    """Return the starter's files by name, their comments in the language of the desk."""
    folder = resources.templates_folder() / "starters" / "house"
    notes = {name: desk.text(f"cli.template.starter.{name}") for name in NOTES}
    return {name: Template((folder / name).read_text("utf-8")).safe_substitute(notes) for name in STARTER}
