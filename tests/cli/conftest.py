"""A shell for command tests."""

from __future__ import annotations

import pytest

from tests.cli.calling import Shell


@pytest.fixture
def shell(capsys, tmp_path) -> Shell:
    return Shell(capsys, tmp_path / "takeover")
