"""One line on stderr that says how far a document is; nothing where nobody watches: piped, or with `--quiet`.

The line is written over only when it changes, never wider than the terminal, and is gone when the work is done.
"""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from takeover.cli.desk import Desk
from takeover.report.stages import Stage, Tell, tell_nobody

_STAGES = tuple(Stage)


@contextmanager
def show_progress(desk: Desk) -> Iterator[Tell]:
    """Give what the renderer tells its stages to, for as long as the work takes."""
    if desk.quiet or not sys.stderr.isatty():
        yield tell_nobody
        return
    line = ProgressLine(desk, lambda text: click.echo(text, err=True, nl=False), shutil.get_terminal_size().columns)
    try:
        yield line.tell
    finally:
        line.clear()


class ProgressLine:
    """A line that is written over; `columns` are those of the terminal."""

    def __init__(self, desk: Desk, write: Callable[[str], None], columns: int) -> None:
        self._desk = desk
        self._write = write
        self._columns = columns
        self._shown = ""

    def tell(self, stage: Stage, page: int) -> None:
        """Say which stage begins, and which page is being laid out."""
        done = _STAGES.index(stage) + 1
        bar = f"[{'#' * done}{'.' * (len(_STAGES) - done)}] "
        self._show(cut(bar + self._desk.text(f"cli.progress.{stage.value}", page=page or 1), self._columns - 1))

    def clear(self) -> None:
        """Take the line away."""
        self._show("")
        self._write("\r")

    def _show(self, text: str) -> None:
        if text != self._shown:
            self._write("\r" + text + " " * (count_columns(self._shown) - count_columns(text)))
            self._shown = text


def count_columns(text: str) -> int:
    """Count the columns that a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def cut(text: str, columns: int) -> str:
    """Cut a text to a number of columns."""
    while count_columns(text) > columns:
        text = text[:-1]
    return text
