"""The files that a list is made of: its main file, its parts, and the translations beside each of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from takeover.checklist.files import MAX_BYTES

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


def read_source(path: Path | str) -> bytes:
    """Read a file, one byte more than a list may have at most: the loader then says that it is too large.

    Raises:
        OSError: it cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:  # as few calls as can be: a list has dozens of files, and all are read whenever a compiled one is fetched
        size = min(os.fstat(descriptor).st_size, MAX_BYTES) + 1
        data = os.read(descriptor, size)
        while len(data) <= MAX_BYTES and (more := os.read(descriptor, size)):
            data += more
        return data[: MAX_BYTES + 1]
    finally:
        os.close(descriptor)


def find_translations(lists: Iterable[Path | str]) -> tuple[str, ...]:
    """Find the translations NAME.LANGUAGE.yaml beside each file NAME.yaml, sorted; each folder is listed once."""
    stems: dict[str, set[str]] = {}
    for path in lists:
        folder, name = os.path.split(path)
        stems.setdefault(folder, set()).add(name.rpartition(".")[0])
    found: list[str] = []
    for folder, names in stems.items():
        try:
            files = os.listdir(folder or ".")  # noqa: PTH208 - names are enough, and Path costs more than the call
        except OSError:
            continue
        found += [os.path.join(folder, file) for file in files if _is_translation(file, names)]  # noqa: PTH118
    return tuple(sorted(found))


def _is_translation(file: str, stems: set[str]) -> bool:
    name, _, ending = file.rpartition(".")
    stem, _, language = name.rpartition(".")
    return stem in stems and ending in ("yaml", "yml") and _LANGUAGE.fullmatch(language) is not None
