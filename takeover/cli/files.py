"""Writing results: a temporary file in the same folder, flushed, then renamed; nothing half, nothing overwritten."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from takeover.errors import OutsideFailure, Refused


def write_result(file: Path, data: bytes, *, force: bool) -> None:
    """Write a result file whole or not at all.

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
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise OutsideFailure("CM022", file=file, reason=error.strerror) from error
