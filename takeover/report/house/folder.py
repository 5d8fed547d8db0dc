"""The folder of a house's style: read once, whole, and no further than a style can be large."""

from __future__ import annotations

import os
from pathlib import Path

from takeover.errors import BadInput
from takeover.problems import Problem
from takeover.report.house.check import read_style
from takeover.report.house.model import HouseStyle
from takeover.resources import templates_folder

MOST_FILES = 100
MOST_BYTES = 5_000_000


def load_style(folder: Path) -> HouseStyle:
    """Read the style of a house.

    Raises:
        BadInput: RP080, there is no such folder, or it is no style; RP081, it has mistakes, all in the exception.
    """
    style, problems = check_style(folder)
    if style is None:
        raise BadInput("RP081", folder=folder, problems=problems)
    return style


def check_style(folder: Path) -> tuple[HouseStyle | None, tuple[Problem, ...]]:
    """Read the style of a house with all its problems; None where one is an error.

    Raises:
        BadInput: RP080, there is no such folder, or it is no style.
    """
    return read_style(read_folder(folder), templates_folder())


def read_folder(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder by name; hidden files and links are left out.

    Raises:
        BadInput: RP080, it cannot be read, is empty, or holds far more than a style.
    """
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        for here, folders, names in os.walk(folder, onerror=_raise):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
            for name in sorted(names):
                file = Path(here) / name
                if name.startswith(".") or file.is_symlink() or not file.is_file():
                    continue
                left -= file.stat().st_size
                if left < 0 or len(files) == MOST_FILES:
                    raise BadInput("RP080", folder=folder, reason=f"> {MOST_FILES} / {MOST_BYTES:,} B")
                files[file.relative_to(folder).as_posix()] = file.read_bytes()
    except OSError as error:
        raise BadInput("RP080", folder=folder, reason=error.strerror) from error
    if not files:
        raise BadInput("RP080", folder=folder, reason="–")
    return files


def _raise(error: OSError) -> None:
    raise error
