"""Which list a command works with: named, the folder's own, the settings', the bundled one."""

from __future__ import annotations

import json

import pytest

from takeover.checklist.library import load_pinned
from takeover.checklist.search import Places
from takeover.cli.lists import choose_file, names_file
from takeover.errors import UsageError
from tests.checklist.lists import write_list, write_overlay


@pytest.mark.parametrize(
    ("wanted", "is_file"),
    [
        ("takeover", False), ("", False), ("house-2", False), ("a.yaml", True), ("a.yml", True), ("a.json", True),
        ("lists/a", True), ("./a", True), ("a.b", False),
    ],
)  # fmt: skip
def test_a_file_is_named_by_a_path_or_its_ending(wanted, is_file):
    assert names_file(wanted) is is_file


def test_list_in_the_folder_is_meant_and_its_base_is_not(tmp_path):
    write_list(tmp_path)
    overlay = write_overlay(tmp_path)
    assert choose_file("", Places(takeover=tmp_path)) == overlay
    assert choose_file("base", Places(takeover=tmp_path)) == tmp_path / "base.yaml"


def test_several_lists_in_the_folder_must_be_told_apart(tmp_path):
    write_list(tmp_path)
    write_list(tmp_path, list_id="other")
    with pytest.raises(UsageError) as caught:
        choose_file("", Places(takeover=tmp_path))
    assert (caught.value.code, caught.value.details["checklists"]) == ("CM071", "base, other")


def test_list_that_is_nowhere_is_named_with_what_was_meant(tmp_path):
    with pytest.raises(UsageError) as caught:
        choose_file("takeovre", Places())
    assert (caught.value.code, caught.value.details["near"]) == ("CM070", "takeover")


def pinned(shell):
    return load_pinned(shell.folder / "checklist.json").source


def test_start_takes_the_list_that_is_named_by_file(shell, tmp_path):
    assert shell.start("--checklist", write_list(tmp_path)).code == 0
    assert pinned(shell).id == "base"
    called = shell.here("answer", "goals.one", "yes", "--by", "sponsor")
    assert called.code == 0


def test_start_takes_the_list_that_is_named_by_id(shell, tmp_path, settings):
    settings(checklists=tmp_path, checklist="base")
    write_list(tmp_path)
    assert shell.start("--checklist", "takeover").code == 0
    assert pinned(shell).id == "takeover"


def test_start_takes_the_house_list_of_the_settings(shell, tmp_path, settings):
    settings(checklists=tmp_path, checklist="house")
    write_list(tmp_path)
    write_overlay(tmp_path)
    assert shell.start().code == 0
    assert (pinned(shell).id, pinned(shell).house.base) == ("house", "base@1.0.0")


def test_start_takes_the_list_that_lies_in_its_folder(shell):
    write_list(shell.folder)
    assert shell.start().code == 0
    assert pinned(shell).id == "base"


def test_start_reads_its_file_of_answers_with_the_list_that_was_chosen(shell, tmp_path):
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "takeover_answers: 1\ntakeover: {project: X}\nparties: [{role: sponsor}]\n"
        "answers:\n  - {question: goals.one, by: sponsor, method: interview, value: yes}\n"
    )
    arguments = ("start", shell.folder, "--from", answers, "--no-interview", "--checklist")
    assert shell.run(*arguments, "takeover").code == 3
    assert shell.run(*arguments, write_list(tmp_path)).code == 0


@pytest.mark.parametrize(("wanted", "code", "error"), [("nobody", 2, "CM070"), ("none.yaml", 3, "CL901")])
def test_start_with_a_list_that_is_not_there_opens_nothing(shell, wanted, code, error):
    called = shell.start("--checklist", wanted)
    assert called.code == code
    assert error in called.err
    assert not shell.folder.exists()


def test_start_with_a_list_with_errors_says_them_all_and_opens_nothing(shell, tmp_path):
    called = shell.start("--checklist", write_list(tmp_path, {"weight": "many", "sharing": "all"}))
    assert called.code == 1
    assert "CL015" in called.err
    assert "CL014" in called.err
    assert not shell.folder.exists()


def test_import_refuses_another_list_than_the_one_of_the_takeover(shell, tmp_path):
    shell.start()
    answers = tmp_path / "answers.yaml"
    answers.write_text("takeover_answers: 1\n")
    assert shell.here("import", answers, "--checklist", "takeover").code == 0
    refused = shell.here("import", answers, "--checklist", write_list(tmp_path))
    assert refused.code == 5
    assert "CM072" in refused.err


def test_settings_with_mistakes_stop_the_command_with_all_of_them(shell, settings):
    settings(checklist="takeover", colour="blue", trust="one")
    called = shell.start()
    assert called.code == 3
    assert "CM061" in called.err
    assert "settings.yaml:2:1" in called.err
    assert "settings.yaml:3:8" in called.err


def test_demo_uses_the_bundled_list_whatever_the_settings_say(shell, tmp_path, settings, monkeypatch):
    from takeover.cli import demo

    settings(checklists=tmp_path, checklist="base")
    write_list(tmp_path)
    monkeypatch.setattr(demo, "seal_takeover", lambda *_, **__: (_ for _ in ()).throw(UsageError("CM011")))
    assert shell.run("demo", shell.folder).code == 2
    assert pinned(shell).id == "takeover"


def test_record_says_on_which_list_the_takeover_stands(shell):
    shell.start()
    lines = (shell.folder / "record.jsonl").read_text("utf-8").splitlines()
    bodies = [entry["body"] for line in lines for entry in json.loads(line)["entries"]]
    (value,) = [body["value"] for body in bodies if body.get("setting") == "checklist"]
    loaded = load_pinned(shell.folder / "checklist.json")
    assert value == f"takeover@{loaded.source.version} {loaded.sha256}"
