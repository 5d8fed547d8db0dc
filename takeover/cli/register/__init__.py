"""`takeover register`: show registers, write them as files. Each command has a module of its own."""

from __future__ import annotations

import click

from takeover.cli.lazy import LazyGroup

SUBCOMMANDS = ("list", "show", "export")
"""The commands; each lives in the module of its name here."""


@click.group(
    "register", cls=LazyGroup, prefix="cli.register", modules={name: f"register.{name}" for name in SUBCOMMANDS}
)
def command() -> None:
    """Show registers, and write them as CSV or Excel files."""
