"""Evidence files: kept under their SHA-256, made durable before the line that names them, never changed afterwards.

The same file twice is one file. An orphan (a file that no line names, left by a kill) is harmless.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from takeover.errors import BadInput, OutsideFailure
from takeover.record.kinds import Evidence
from takeover.record.store import full_sync, sync_folder

FOLDER = "evidence"
_ENDINGS = """
    pdf txt md csv tsv json xml yaml yml html eml msg doc docx xls xlsx ppt pptx odt ods odp rtf
    png jpg jpeg gif tif tiff webp heic mp3 m4a wav mp4 zip 7z mpp xer log
"""
EXTENSIONS = frozenset(_ENDINGS.split())
"""Endings that a kept copy may have; anything else is kept as ``.bin``."""
_CHUNK = 1 << 20


class FileState(StrEnum):
    """What became of a kept file."""

    INTACT = "intact"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file by content: SHA-256, size and media type."""

    sha256: str
    bytes: int
    media: str


def measure_file(path: Path) -> KeptFile:
    """Hash a file without keeping it.

    Raises:
        BadInput: it cannot be read, or is not a file.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise BadInput("RC030", file=path, reason=error.strerror) from error
    media = mimetypes.guess_type(path.name, strict=False)[0] or "application/octet-stream"
    return KeptFile(sha256=digest.hexdigest(), bytes=size, media=media)


def keep_file(folder: Path, path: Path) -> KeptFile:
    """Copy a file into the takeover under its hash: temporary file, fsync, rename, read-only.

    Raises:
        BadInput: the file cannot be read, or changed while it was being copied.
        OutsideFailure: the copy cannot be written; nothing half-written stays.
    """
    found = measure_file(path)
    kept = next((folder / FOLDER).glob(f"{found.sha256}.*"), None)
    if kept is not None and measure_file(kept).sha256 == found.sha256:
        return found
    target = kept or folder / FOLDER / f"{found.sha256}.{_extension(path)}"
    try:
        target.parent.mkdir(exist_ok=True)
        _copy(path, target, found.sha256)
    except OSError as error:
        raise OutsideFailure("RC031", file=target, reason=error.strerror) from error
    return found


def _copy(path: Path, target: Path, sha256: str) -> None:
    """Copy under a name of its own; only what has the hash gets the name of the hash."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".keep-")
    try:
        with os.fdopen(descriptor, "wb") as copy:
            _copy_bytes(path, copy, sha256)
            copy.flush()
            full_sync(copy.fileno())
        Path(name).chmod(0o444)
        Path(name).replace(target)
        sync_folder(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _copy_bytes(path: Path, copy: IO[bytes], sha256: str) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    if digest.hexdigest() != sha256:
        raise BadInput("RC032", file=path)


def _extension(path: Path) -> str:
    ending = path.suffix.lstrip(".").lower()
    return ending if ending in EXTENSIONS else "bin"


def check_files(folder: Path, evidence: Iterable[Evidence]) -> dict[str, FileState]:
    """Compare every kept file with its hash."""
    states: dict[str, FileState] = {}
    for sha256 in {item.sha256 for item in evidence if item.sha256 and item.kept}:
        path = next((folder / FOLDER).glob(f"{sha256}.*"), None)
        if path is None:
            states[sha256] = FileState.MISSING
        else:
            states[sha256] = FileState.INTACT if measure_file(path).sha256 == sha256 else FileState.CHANGED
    return states
