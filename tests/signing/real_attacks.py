"""The attacks on a rendered report in the place of the small sample: ``python -m tests.signing.real_attacks FOLDER``.

Writes the good file and every forged one, and what `verify` finds in them, with the keys of this run trusted. A program
of its own, because scenes and keys are made once a process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from takeover.baseline.freeze import Frozen
from takeover.report.document import render_baseline
from tests.signing import scene

GOOD, VERDICTS = "good", "verdicts.json"


def render(frozen: Frozen, **_: Any) -> bytes:
    return render_baseline(frozen.baseline, edition_file=frozen.edition_file, checklist_file=frozen.checklist_file)


def write_files(folder: Path) -> None:
    scene.pdf_of = render  # before the attacks are loaded, which take it by its name
    from tests.signing.test_attacks import ATTACKS, judge, make_file

    files = {GOOD: scene.make_scene().good} | {name: make_file(attack) for name, attack in ATTACKS.items()}
    verdicts: dict[str, dict[str, str]] = {}
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
        if found := judge(data):
            verdicts[name] = {layer.name.value: layer.state.value for layer in found.layers}
            verdicts[name]["verdict"] = found.verdict.value
    (folder / VERDICTS).write_text(json.dumps(verdicts), "utf-8")


if __name__ == "__main__":
    write_files(Path(sys.argv[1]))
