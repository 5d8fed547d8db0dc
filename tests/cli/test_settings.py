"""The user's settings: where they lie, what they say, and all mistakes at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from takeover.cli.settings import Settings, find_settings, load_settings, read_settings
from takeover.errors import BadInput
from takeover.report.paper import Paper
from tests.test_docs import BLOCK, page

FULL = """\
checklists: lists
templates: /srv/templates
checklist: house
trust: [3f1a]
authorities: [ca/house.pem]
timestamps: https://tsa.example/tsr
paper: letter
"""


def test_settings_lie_where_the_variable_says_or_where_this_system_keeps_them(monkeypatch, tmp_path):
    assert find_settings({"TAKEOVER_SETTINGS": "/x/mine.yaml"}) == Path("/x/mine.yaml")
    monkeypatch.setattr("takeover.cli.settings.click.get_app_dir", lambda name: str(tmp_path / name))
    assert find_settings({}) == tmp_path / "takeover" / "settings.yaml"


def test_missing_settings_are_empty_ones(tmp_path):
    assert load_settings({"TAKEOVER_SETTINGS": str(tmp_path / "none.yaml")}) == Settings()


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# checklists: pmo\n"])
def test_settings_without_content_set_nothing(data):
    assert read_settings(data, Path("settings.yaml")) == (Settings(), ())


def test_every_key_is_read_and_relative_paths_start_at_the_file(tmp_path):
    file = tmp_path / "settings.yaml"
    file.write_text(FULL, "utf-8")
    assert load_settings({"TAKEOVER_SETTINGS": str(file)}) == Settings(
        checklists=tmp_path / "lists",
        templates=Path("/srv/templates"),
        checklist="house",
        trust=("3f1a",),
        authorities=(tmp_path / "ca" / "house.pem",),
        timestamps="https://tsa.example/tsr",
        paper=Paper.LETTER,
    )


def test_home_is_understood(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    settings, problems = read_settings(b"checklists: ~/lists\n", Path("/x/settings.yaml"))
    assert (settings.checklists, problems) == (tmp_path / "lists", ())


def test_all_mistakes_come_at_once(tmp_path):
    file = tmp_path / "settings.yaml"
    file.write_text("checklist: [a]\ncolour: blue\ntrust: one\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        load_settings({"TAKEOVER_SETTINGS": str(file)})
    assert caught.value.code == "CM061"
    assert sorted((problem.code, problem.place.line) for problem in caught.value.problems) == [
        ("CL012", 2), ("CL013", 1), ("CL013", 3),
    ]  # fmt: skip


def test_settings_that_cannot_be_read_are_bad_input(tmp_path):
    with pytest.raises(BadInput) as caught:
        load_settings({"TAKEOVER_SETTINGS": str(tmp_path)})
    assert caught.value.code == "CM060"


def test_page_names_every_key_and_its_example_is_right():
    text = page("settings.md")
    assert [key for key in Settings.__dataclass_fields__ if f"| `{key}` |" not in text] == []
    (example,) = (found for _, found in BLOCK.findall(text))
    settings, problems = read_settings(example.encode(), Path("/home/settings.yaml"))
    assert problems == ()
    assert all(getattr(settings, key) for key in Settings.__dataclass_fields__)
