"""`takeover template`: the style of a house for its reports. Each command has a module of its own."""

from __future__ import annotations

import click

from takeover.cli.lazy import LazyGroup

SUBCOMMANDS = ("new", "check", "preview")
"""The commands in the order of the work; each lives in the module of its name here."""


@click.group(
    "template", cls=LazyGroup, prefix="cli.template", modules={name: f"template.{name}" for name in SUBCOMMANDS}
)
def command() -> None:
    """Give reports the look of your house: logo, colours, cover, pages and words of your own."""
