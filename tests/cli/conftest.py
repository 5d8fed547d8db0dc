"""A shell for command tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.calling import Shell


@pytest.fixture
def shell(capsys, tmp_path) -> Shell:
    return Shell(capsys, tmp_path / "takeover")


@pytest.fixture
def settings(monkeypatch, tmp_path) -> Callable[..., Path]:
    """Write the user's settings: a key each; return their file."""

    def write(**values: object) -> Path:
        file = tmp_path / "settings.yaml"
        file.write_text("".join(f"{key}: {value}\n" for key, value in values.items()), "utf-8")
        monkeypatch.setenv("TAKEOVER_SETTINGS", str(file))
        return file

    return write
