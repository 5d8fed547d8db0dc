"""A group of commands that knows them by name and loads a command's module when it is called.

So `--help` costs little more than click itself: the lines of the list come from the catalogue.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their lines of the catalogue, without loading any."""
        catalogue = terminal_catalogue()
        with formatter.section(catalogue.text("cli.commands")):
            rows = [(name, catalogue.text(f"{self._prefix}.{name}.short")) for name in self.list_commands(ctx)]
            formatter.write_dl(rows)


def terminal_catalogue() -> Catalogue:
    """Return the terminal's texts before any option was read."""
    wanted = next((sys.argv[n + 1] for n, a in enumerate(sys.argv[:-1]) if a == "--lang"), None)
    return load_catalogue(choose_language(wanted, os.environ))
