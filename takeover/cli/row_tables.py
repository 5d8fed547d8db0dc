"""The files that an import of rows touches: the table itself, its hash as evidence, and what imports were told."""

from __future__ import annotations

from pathlib import Path

from takeover.cli import clock
from takeover.cli.files import read_file
from takeover.cli.folder import Takeover, refer_to
from takeover.errors import BadInput
from takeover.interview.rows.menu import Tables

MEMORY_FILE = "import-columns.json"
"""What imports were told, beside the record: no part of it, and may be deleted."""
MAX_BYTES = 5_000_000
"""More is no table that a person keeps; it is not even read."""


def read_bounded(file: Path) -> bytes:
    """Read a file unless it is far too large to be a table.

    Raises:
        BadInput: CL921 it is too large, CM016 it cannot be read.
    """
    try:
        size = file.stat().st_size
    except OSError as error:
        raise BadInput("CM016", file=file, reason=error.strerror) from error
    if size > MAX_BYTES:
        raise BadInput("CL921", file=file, limit=f"{MAX_BYTES // 1_000_000} MB")
    return read_file(file)


def read_text(file: Path) -> str:
    """Read a small file beside the record, empty where there is none."""
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def save_text(file: Path, text: str) -> None:
    """Keep a small file beside the record; where it cannot be kept, an import goes on without."""
    try:
        if text != read_text(file):
            file.write_text(text, "utf-8")
    except OSError:
        return


def open_tables(takeover: Takeover) -> Tables:
    """Return what an import in the interview needs from outside."""
    file = takeover.store.folder / MEMORY_FILE
    return Tables(
        read=lambda path: read_bounded(Path(path)),
        refer=refer_to,
        load=lambda: read_text(file),
        save=lambda text: save_text(file, text),
        new_ids=clock.new_ids(),
    )
