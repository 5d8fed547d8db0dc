"""The published JSON Schema: made from the model, in step with it, and it says yes and no where the reader does.

``python -m tests.checklist.test_schema`` writes docs/checklist.schema.json anew.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from takeover.checklist.schema import build_schema

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "checklist.schema.json"
VALIDATOR = Draft202012Validator(build_schema())
OTHERS = re.compile("^takeover_(answers|later):", re.MULTILINE)
FILES = [
    file
    for folder in ("checklists", "examples")
    for file in sorted((ROOT / folder).rglob("*.yaml"))
    if not OTHERS.search(file.read_text("utf-8")) and "templates" not in file.parts
]
FIRST_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def as_editor(node: Any) -> Any:
    """What an editor's YAML 1.2 reader makes of it: numbers and true/false are no texts, yes and no are."""
    match node:
        case dict():
            return {key: as_editor(value) for key, value in node.items()}
        case list():
            return [as_editor(value) for value in node]
        case "true" | "false":
            return node == "true"
        case str() if re.fullmatch(r"-?(0|[1-9]\d*)", node):
            return int(node)
        case _:
            return node


def write_schema() -> str:
    """The schema as it stands in docs/checklist.schema.json."""
    return json.dumps(build_schema(), indent=2, ensure_ascii=False) + "\n"


def load(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)


def test_the_published_schema_is_the_one_of_the_model():
    Draft202012Validator.check_schema(build_schema())
    assert PUBLISHED.read_text("utf-8") == write_schema()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_of_ours_fits_and_names_the_schema_on_its_first_line(file):
    text = file.read_text("utf-8")
    assert VALIDATOR.is_valid(load(text)), next(VALIDATOR.iter_errors(load(text))).message[:300]
    assert VALIDATOR.is_valid(as_editor(load(text)))
    named = FIRST_LINE.match(text)
    assert named is not None
    assert (file.parent / named[1]).resolve() == PUBLISHED.resolve()


def test_the_blocks_of_the_format_page_that_lint_accepts_fit():
    page = (ROOT / "docs" / "checklist-format.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(takeover_[a-z]+: 1\n.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        assert VALIDATOR.is_valid(as_editor(load(block))), block


GOOD = (ROOT / "checklists" / "takeover" / "goals.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("takeover_part: 1", "takeover_part: 2"),
        ("type: grade", "type: garde"),
        ("weight: 5", "weight: 11"),
        ("sharing: shared", "sharing: public"),
        ("ask: [sponsor, client, outgoing_pm]", "ask: [boss]"),
        ("stop_line: {cleared_by: sponsor}", "stop_line: {by: sponsor}"),
        ("horizon: do_now", "horizon: today"),
        ("health: {yes: good, partly: half, no: bad}", "health: {yes: fine}"),
        ("counts_for: inherited", "count_for: inherited"),
        ("when: {setting: engagement, is: client}", "when: {setting: engagement, is: customer}"),
    ],
)
def test_a_mistake_is_seen_while_typing(old, new):
    assert old in GOOD
    assert not VALIDATOR.is_valid(as_editor(load(GOOD.replace(old, new, 1))))


if __name__ == "__main__":
    PUBLISHED.write_text(write_schema(), "utf-8")
    json.loads(PUBLISHED.read_text("utf-8"))
