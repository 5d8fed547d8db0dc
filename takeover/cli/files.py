"""The files of the user: read as named; written to a temporary file, flushed, renamed; nothing half, nothing lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from takeover.errors import BadInput, OutsideFailure, Refused


def read_file(file: Path) -> bytes:
    """Read a file that the user named.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput("CM016", file=file, reason=error.strerror) from error


def write_result(file: Path, data: bytes, *, force: bool, mode: int = 0o644) -> None:
    """Write a result file whole or not at all; `mode` are its permissions.

    Raises:
        Refused: the file is there and `force` was not given.
        OutsideFailure: it cannot be written; what stood there before is untouched.
    """
    if file.exists() and not force:
        raise Refused("CM021", file=file)
    name = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(mode)
        Path(name).replace(file)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise OutsideFailure("CM022", file=file, reason=error.strerror) from error
