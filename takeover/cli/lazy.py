"""A group of commands that knows them by name and loads a command's module when it is called.

So `--help` costs little more than click itself: the lines of the list come from the catalogue.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from takeover.catalogues import Catalogue, choose_language, load_catalogue


class LazyGroup(click.Group):
    """Commands by name, in the order of `modules`, each the `command` of a module of this package.

    `prefix` leads to their lines in the catalogue: ``PREFIX.NAME.short``.
    """

    def __init__(self, *arguments: Any, prefix: str, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._prefix = prefix
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the work."""
        del ctx
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        if cmd_name not in self._modules:
            return None
        command: click.Command = import_module(f"takeover.cli.{self._modules[cmd_name]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed; where there is none, name the ones that come near."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say what the group is for, in the terminal's language where the catalogue has it."""
        catalogue, key = terminal_catalogue(), f"{self._prefix}.about"
        if not catalogue.has(key):
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(catalogue.text(key))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their lines of the catalogue, without loading any."""
        catalogue = terminal_catalogue()
        with formatter.section(catalogue.text("cli.commands")):
            rows = [(name, catalogue.text(f"{self._prefix}.{name}.short")) for name in self.list_commands(ctx)]
            formatter.write_dl(rows)


def terminal_catalogue() -> Catalogue:
    """Return the terminal's texts before any option was read."""
    return load_catalogue(choose_language(read_language(sys.argv), os.environ))


def read_language(arguments: Sequence[str]) -> str | None:
    """Find what ``--lang`` says, as one word or two; the last one counts, as it does for click."""
    wanted, words = None, iter(arguments)
    for word in words:
        if word == "--":
            break
        if word == "--lang":
            wanted = next(words, wanted)
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return wanted
