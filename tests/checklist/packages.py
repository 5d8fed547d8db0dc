"""A Python package on `sys.path` that announces lists and fails when it is imported."""

from __future__ import annotations

from pathlib import Path

import pytest


def announce(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, *, value: str = "") -> Path:
    """Make a package with its dist-info under the entry point `acme`; return the folder for its lists."""
    site = folder / "site"
    package = site.joinpath(*module.split("."))
    package.mkdir(parents=True)
    for inner in (package, *package.parents):
        if inner == site:
            break
        (inner / "__init__.py").write_text("raise RuntimeError('the code of this package must not run')\n")
    info = site / "acme_lists-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-lists\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[takeover.checklists]\nacme = {value or module}\n")
    monkeypatch.syspath_prepend(site)
    return package
