"""checklist new: what is written lints clean, in both languages, and overwrites nothing."""

from __future__ import annotations

import json

import pytest

from takeover.checklist.library import load_file
from takeover.checklist.search import Places
from tests.checklist.lists import write_list, write_overlay


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("kind", ["--overlay", "--list"])
def test_starter_has_no_problem_at_all_and_is_commented(shell, tmp_path, kind, language):
    file = tmp_path / "Our PMO.yaml"
    called = shell.run("checklist", "new", file, kind, "--lang", language, "--json")
    assert called.code == 0
    assert json.loads(called.out)["id"] == "our-pmo"
    linted = json.loads(shell.run("checklist", "lint", file, "--json").out)
    assert (linted["ok"], linted["problems"]) == (True, [])
    comments = [line for line in file.read_text("utf-8").splitlines() if line.lstrip().startswith("#")]
    assert len(comments) > 6
    assert any("一" <= character <= "鿿" for character in "".join(comments)) is (language == "zh-Hans")


def test_house_list_extends_the_list_that_wins_and_brings_its_translations(shell, tmp_path):
    file = tmp_path / "pmo.yaml"
    shell.run("checklist", "new", file)
    loaded = load_file(file)
    assert loaded.source.house is not None
    assert loaded.source.house.added == ("goals.house-rule",)
    assert loaded.source.title == "Our house list"
    assert loaded.in_language("zh-Hans").title == "本单位清单"
    assert loaded.in_language("zh-Hans").question("goals.house-rule").text.endswith("？")


def test_examples_in_the_comments_work_when_they_are_switched_on(shell, tmp_path):
    file = tmp_path / "pmo.yaml"
    shell.run("checklist", "new", file)
    lines = file.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if "- change:" in line)
    end = next(n for n, line in enumerate(lines) if line.startswith("# More dimensions"))
    lines[start:end] = [
        line.replace("  # ", "  ", 1) if not line.startswith("  # 3") else line for line in lines[start:end]
    ]
    file.write_text("\n".join(lines), "utf-8")
    problems = json.loads(shell.run("checklist", "lint", file, "--json").out)["problems"]
    assert {problem["severity"] for problem in problems} <= {"warning"}
    house = load_file(file).source.house
    assert house is not None
    assert (len(house.changed), len(house.hidden)) == (1, 1)


def test_house_list_over_a_named_list(shell, tmp_path):
    base = write_list(tmp_path / "house")
    file = tmp_path / "pmo.yaml"
    assert shell.run("checklist", "new", file, "--checklist", base).code == 0
    assert load_file(file, Places(house=tmp_path / "house")).source.house.base == "base@1.0.0"
    assert [path.name for path in tmp_path.glob("pmo*")] == ["pmo.yaml"]


def test_nothing_is_overwritten_and_nothing_half_is_left(shell, tmp_path):
    file, translation = tmp_path / "pmo.yaml", tmp_path / "pmo.zh-Hans.yaml"
    translation.write_text("mine")
    called = shell.run("checklist", "new", file, "--force")
    assert called.code == 5
    assert "CM076" in called.err
    assert not file.exists()
    assert translation.read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "code", "error"), [("pmo.txt", 2, "CM075"), ("清单.yaml", 2, "CM075"), ("takeover.yaml", 2, "CM082")]
)
def test_file_name_must_give_an_id(shell, tmp_path, name, code, error):
    called = shell.run("checklist", "new", tmp_path / name)
    assert called.code == code
    assert error in called.err
    assert list(tmp_path.iterdir()) == []


def test_house_list_over_a_house_list_is_refused(shell, tmp_path, settings):
    settings(checklists=tmp_path, checklist="house")
    write_list(tmp_path)
    write_overlay(tmp_path)
    called = shell.run("checklist", "new", tmp_path / "more.yaml")
    assert called.code == 5
    assert "CM077" in called.err
    assert "base@1.0.0" in called.err
