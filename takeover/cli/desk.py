"""What every command has at hand: the options that are the same everywhere, the open takeover, what is printed where.

stdout carries the result alone, so that `--json` can be parsed; talk goes to stderr and falls silent with `--quiet`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from takeover.catalogues import Catalogue, choose_language, load_catalogue
from takeover.cli.languages import take_language
from takeover.cli.streams import fit, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The common options of one call. `folder_given` tells whether `-C` was typed."""

    folder: Path
    folder_given: bool
    catalogue: Catalogue
    as_json: bool
    quiet: bool
    verbose: bool
    no_input: bool
    force: bool
    output: Path | None

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence of the terminal's language."""
        return self.catalogue.text(key, **values)

    def count(self, key: str, /, *, count: int, **values: object) -> str:
        """Return a sentence about a number of things; about one alone where it has one of its own (``KEY.one``)."""
        alone = f"{key}.one"
        if count == 1 and self.catalogue.has(alone):
            return self.catalogue.text(alone, **values)
        return self.catalogue.text(key, count=count, **values)

    def say(self, key: str, /, **values: object) -> None:
        """Talk to the user on stderr."""
        self.say_line(self.text(key, **values))

    def say_line(self, line: str) -> None:
        """Talk to the user on stderr, in words that are ready."""
        if not self.quiet:
            tell(line)

    def give(self, lines: str, plain: Mapping[str, Any]) -> None:
        """Give the result on stdout: as text, or with `--json` as one JSON object."""
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2) if self.as_json else fit(lines, sys.stdout))

    @property
    def is_interactive(self) -> bool:
        """Tell whether questions may be asked."""
        return not self.no_input and sys.stdin.isatty() and sys.stdout.isatty()


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("-C", "--dir", "folder", type=click.Path(path_type=Path), help="The takeover's folder [default: .]."),
    click.option("--lang", metavar="LANG", callback=take_language, help="Language of the terminal: en or zh-Hans."),
    click.option("--json", "as_json", is_flag=True, help="Give the result as JSON."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result and errors."),
    click.option("-v", "--verbose", is_flag=True, help="Say also which record was opened: lines and head."),
    click.option("--no-input", is_flag=True, help="Never ask; what is missing is an error (exit 2)."),
    click.option("--force", is_flag=True, help="Overwrite what may be overwritten."),
)
with_output: Callable[[Any], Any] = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file."
)
"""The option that names the file that a command writes; a command that writes none has no such option."""


def with_desk(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the common options; it receives them as its first argument, a `Desk`."""

    @wraps(command)
    def run(**options: Any) -> None:
        folder: Path | None = options.pop("folder")
        desk = Desk(
            folder=folder or Path(),
            folder_given=folder is not None,
            catalogue=load_catalogue(choose_language(options.pop("lang"), os.environ)),
            output=options.pop("output", None),
            **{name: options.pop(name) for name in ("as_json", "quiet", "verbose", "no_input", "force")},
        )
        command(desk, **options)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run
