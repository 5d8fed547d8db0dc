"""`takeover checklist`: look at checklists, check them, make them your own. Each command has a module of its own."""

from __future__ import annotations

import click

from takeover.cli.lazy import LazyGroup

SUBCOMMANDS = ("list", "show", "print", "new", "lint", "graph", "test", "diff", "upgrade", "import", "export")
"""The commands in the order of the work; each lives in the module of its name here (`import` in `import_workbook`)."""
_FILES = {"import": "import_workbook"}
_MODULES = {name: f"checklist.{_FILES.get(name, name)}" for name in SUBCOMMANDS}


@click.group("checklist", cls=LazyGroup, prefix="cli.checklist", modules=_MODULES)
def command() -> None:
    """Look at checklists, check them, and make them your own."""
