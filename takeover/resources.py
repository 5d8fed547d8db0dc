"""Where the files that travel with the program lie: checklists, templates, examples; installed or from source."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_bundled" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def checklists_folder() -> Path:
    """Return the folder of the bundled checklists and their translations."""
    return _folder("checklists")


def templates_folder() -> Path:
    """Return the folder of the report's templates."""
    return _folder("templates")


def examples_folder() -> Path:
    """Return the folder of the worked examples."""
    return _folder("examples")


def docs_folder() -> Path:
    """Return the folder of the documentation that travels with the program: the strangers' scripts."""
    return _folder("docs")
