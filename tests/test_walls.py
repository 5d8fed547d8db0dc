"""The walls between the rooms (docs/architecture.md): import-linter's contracts hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def test_no_room_looks_upwards():
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout
