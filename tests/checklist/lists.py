"""Lists on the disk: a small base with a part and translations, a house list over it, in folders of their own."""

from __future__ import annotations

from pathlib import Path

from takeover.checklist.translation import source_hash
from tests.checklist.texts import Changes, write_checklist, write_question

SECOND = {"id": "goals.two", "text": "Are there two?"}


def write_list(folder: Path, *questions: Changes, list_id: str = "base", version: str = "1.0.0") -> Path:
    """A list in one file named after its id."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{list_id}.yaml"
    file.write_bytes(write_checklist(*questions, head={"id": list_id, "version": version}))
    return file


def write_list_in_parts(folder: Path) -> Path:
    """A list of one question in the main file and one in a part, both translated."""
    file = write_list(folder)
    file.write_text(file.read_text() + "parts: [base/more.yaml]\n", "utf-8")
    part = folder / "base" / "more.yaml"
    part.parent.mkdir()
    part.write_text(f"takeover_part: 1\nof: base\nquestions:\n{write_question(SECOND)}\n", "utf-8")
    translate(file, {"goals.one.text": ("Is there one?", "有吗？")})
    translate(part, {"goals.two.text": ("Are there two?", "有两个吗？")})
    return file


def translate(file: Path, strings: dict[str, tuple[str, str]], *, of: str = "base@1.0.0") -> Path:
    """A Chinese translation beside a file: by key the source and its translation."""
    lines = [f"  {key}: {{source: {source_hash(source)}, text: {text}}}" for key, (source, text) in strings.items()]
    beside = file.with_suffix(".zh-Hans.yaml")
    head = f"takeover_translation: 1\nof: {of}\nlanguage: zh-Hans\nstrings:\n"
    beside.write_text(head + "\n".join(lines) + "\n", "utf-8")
    return beside


def write_overlay(folder: Path, *, list_id: str = "house", extends: str = "base@~1.0", changes: str = "") -> Path:
    """A house list that makes the first question heavier, or does what `changes` says."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{list_id}.yaml"
    steps = changes or "  - {change: goals.one, set: {weight: 9}}"
    head = f"takeover_overlay: 1\nid: {list_id}\nversion: 2.0.0\nextends: {extends}\nlanguage: en\ntitle: House\n"
    file.write_text(f"{head}changes:\n{steps}\n", "utf-8")
    return file
