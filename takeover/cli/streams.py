"""What goes to the terminal and what to a pipe: a terminal gets lines that fit it, anything else gets them as they are.

What breaks lines (`lines`) is loaded for a terminal only: a pipe need not wait for it.
"""

from __future__ import annotations

import sys
from typing import TextIO

import click


def tell(text: str) -> None:
    """Talk to the user on stderr."""
    click.echo(fit(text, sys.stderr), err=True)


def fit(text: str, stream: TextIO) -> str:
    """Break lines that are wider than the terminal behind a stream, if it is one."""
    if not stream.isatty():
        return text
    from takeover.cli.lines import fit_terminal

    return fit_terminal(text)
