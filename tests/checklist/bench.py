"""How fast lint is: the full bilingual bank, every error located, against PyYAML's C loader on the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from takeover import resources
from takeover.checklist.files import load_yaml
from takeover.checklist.reader import Placed, read_checklist
from takeover.checklist.rules import check_checklist
from takeover.checklist.translation import read_translation, translate
from takeover.problems import Problem
from tests.bench import measure, show

FOLDER = resources.checklists_folder()
LIMIT = 1.3
FLOOR = "yaml.load, C loader"
LINT = "lint: read, rules, translation"


def read_bank(folder: Path) -> dict[str, bytes]:
    """Every file of the bundled list by its name."""
    files = (*folder.glob("takeover*.yaml"), *folder.glob("takeover/*.yaml"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(files)}


def lint_bank(bank: dict[str, bytes]) -> tuple[Placed, tuple[Problem, ...]]:
    """All that `takeover checklist lint` does, without reading from the disk."""
    placed, problems = read_checklist(bank["takeover.yaml"], "takeover.yaml", bank.get)
    assert placed is not None
    problems += check_checklist(placed)
    files = []
    for name, data in bank.items():
        if ".zh-Hans." in name:
            file, found = read_translation(data, name)
            problems += found
            files += [file] if file else []
    return placed, problems + translate(placed.checklist, files)[1]


def bench_lint() -> bool:
    """The steps of lint, each against the floor; the limit is on the whole."""
    bank = read_bank(FOLDER)
    placed, problems = lint_bank(bank)
    assert len(placed.checklist.questions) > 100, "this is not the full bank"
    assert problems == (), problems[:3]

    def load() -> None:
        for data in bank.values():
            yaml.load(data, yaml.CSafeLoader)

    def load_nodes() -> None:
        for name, data in bank.items():
            load_yaml(data, name)

    tasks: dict[str, Callable[[], None]] = {
        FLOOR: load,
        "our loader, with places": load_nodes,
        "rules": lambda: check_checklist(placed) and None,
        LINT: lambda: lint_bank(bank) and None,
    }
    size = sum(len(data) for data in bank.values())
    return show(f"Lint ({len(bank)} files, {size // 1000} kB)", measure(tasks), {LINT: LIMIT})
