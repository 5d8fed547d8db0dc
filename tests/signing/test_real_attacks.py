"""Every attack again, on a rendered report in the place of the small sample; and what veraPDF says of the files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.signing.real_attacks import GOOD, VERDICTS
from tests.signing.test_attacks import (
    ATTACKS,
    CONFORM_FOR_VERAPDF,
    PASSED,
    UNREADABLE_FOR_VERAPDF,
)
from tests.verapdf.verapdf import validate, why_not

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good file and every forged one, by name."""
    folder: Path = tmp_path_factory.mktemp("real")
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-m", "tests.signing.real_attacks", folder], cwd=root, check=True)
    return folder


def layer_of(name: str) -> str:
    """The layer that gives the answer; where all pass, the verdict itself."""
    return ATTACKS[name].alone[1] or "verdict"


def test_they_are_judged_as_those_on_the_sample(files: Path) -> None:
    found = json.loads((files / VERDICTS).read_text("utf-8"))
    assert found.pop(GOOD)["verdict"] == PASSED.value
    said = {name: (told["verdict"], told[layer_of(name)]) for name, told in found.items()}
    assert said == {name: (attack.alone[0].value,) * 2 for name, attack in ATTACKS.items()}


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
def test_verapdf_calls_conforming_what_keeps_to_the_form(files: Path) -> None:
    paths = sorted(files.glob("*.pdf"))
    found: dict[str, set[str]] = {path.stem: set() for path in paths}
    for result in validate(paths):
        said = "passed" if result.passed else "unreadable" if result.error else "failed"
        found[Path(result.path).stem].add(said)
    assert found.pop(GOOD) == {"passed"}
    assert {name for name, said in found.items() if said == {"passed"}} == CONFORM_FOR_VERAPDF
    assert {name for name, said in found.items() if "unreadable" in said} == UNREADABLE_FOR_VERAPDF
