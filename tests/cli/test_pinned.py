"""The list on which a takeover stands: it stays the same, and what does not fit together is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from takeover.checklist.compiled import encode_loaded
from takeover.checklist.library import load_checklist, load_pinned
from takeover.checklist.search import PINNED_FILE
from takeover.cli.pinned import NEXT_FILE, Pin, count_gone, read_pin
from takeover.record.chain import read_chain
from takeover.record.situation import fold_entries
from tests.builders import RecordBuilder, make_checklist, make_question
from tests.checklist.lists import write_list
from tests.record.write_golden import GOLDEN


@pytest.fixture
def house(tmp_path, settings) -> Path:
    """A house folder whose list `base` is used where none is named."""
    settings(checklists=tmp_path / "house", checklist="base")
    write_list(tmp_path / "house")
    return tmp_path / "house"


def test_start_pins_the_list_with_all_its_translations(shell):
    shell.start()
    data = (shell.folder / PINNED_FILE).read_bytes()
    assert data == encode_loaded(load_checklist())
    assert load_pinned(shell.folder / PINNED_FILE).languages == ("en", "zh-Hans")


def test_new_version_of_the_list_changes_nothing_in_a_takeover(shell, house):
    shell.start()
    write_list(house, {"text": "Is there 1?"}, version="2.0.0")
    shell.here("answer", "goals.one", "yes", "--by", "sponsor")
    body = read_chain((shell.folder / "record.jsonl").read_bytes()).entries[-1].body
    assert (body["text"], body["checklist"]["version"]) == ("Is there one?", "1.0.0")
    assert shell.here("status").err == ""
    shutil.rmtree(house)
    assert shell.here("status").code == 0


def test_changed_file_is_an_error_with_the_next_step(shell):
    shell.start()
    file = shell.folder / PINNED_FILE
    file.write_bytes(file.read_bytes().replace(b'"weight":"5"', b'"weight":"1"', 1))
    called = shell.here("status")
    assert called.code == 3
    assert "CL909" in called.err
    assert "takeover checklist list" in called.err
    lines = json.loads(shell.run("checklist", "list", "-C", shell.folder, "--json").out)["checklists"]
    assert lines[0]["problem"]


def test_missing_file_is_no_matter_where_the_same_list_is_found(shell):
    shell.start()
    (shell.folder / PINNED_FILE).unlink()
    called = shell.here("status")
    assert (called.code, called.err) == (0, "")


def test_missing_file_and_another_list_is_said(shell, house):
    shell.start()
    shell.here("answer", "goals.one", "yes", "--by", "sponsor")
    (shell.folder / PINNED_FILE).unlink()
    write_list(house, {"text": "Is there 1?"}, version="2.0.0")
    called = shell.here("status")
    assert called.code == 0
    assert "base@1.0.0" in called.err
    assert "base@2.0.0" in called.err
    assert "takeover checklist upgrade" in called.err


def test_missing_file_and_no_such_list_is_an_error(shell, house, settings):
    shell.start()
    (shell.folder / PINNED_FILE).unlink()
    settings()
    called = shell.here("status")
    assert called.code == 2
    assert "CM070" in called.err


def test_another_list_than_the_record_names_is_said(shell, house):
    shell.start()
    (shell.folder / PINNED_FILE).write_bytes(encode_loaded(load_checklist()))
    called = shell.here("status")
    assert called.code == 0
    assert "is syncing finished" in called.err
    assert "base@1.0.0" in called.err


def test_move_that_was_cut_off_behind_its_entry_is_finished(shell, house):
    shell.start()
    (shell.folder / PINNED_FILE).rename(shell.folder / NEXT_FILE)
    (shell.folder / PINNED_FILE).write_bytes(encode_loaded(load_checklist()))
    called = shell.here("status")
    assert called.code == 0
    assert "it is finished now: base@1.0.0" in called.err
    assert load_pinned(shell.folder / PINNED_FILE).source.id == "base"
    assert not (shell.folder / NEXT_FILE).exists()
    assert shell.here("status").err == ""


@pytest.mark.parametrize("rest", [encode_loaded(load_checklist()), b"half a li"])
def test_list_left_behind_by_a_kill_before_the_entry_changes_nothing(shell, house, rest):
    shell.start()
    (shell.folder / NEXT_FILE).write_bytes(rest)
    called = shell.here("status")
    assert (called.code, called.err) == (0, "")
    assert load_pinned(shell.folder / PINNED_FILE).source.id == "base"


def test_start_that_was_cut_off_goes_on(shell, house):
    shell.folder.mkdir()
    (shell.folder / PINNED_FILE).write_bytes(encode_loaded(load_checklist()))
    assert shell.start().code == 0
    assert load_pinned(shell.folder / PINNED_FILE).source.id == "takeover"


def test_golden_record_of_version_1_opens_with_the_list_that_is_found(shell):
    shell.folder.mkdir()
    shutil.copy(GOLDEN / "record.jsonl", shell.folder)
    called = shell.here("status", "--json")
    assert called.code == 0
    assert "takeover@1.0.0 (efefefefefef)" in called.err
    assert not (shell.folder / PINNED_FILE).exists(), "reading writes nothing"
    assert json.loads(called.out)["lines"] == len((GOLDEN / "record.jsonl").read_bytes().splitlines())


def test_pin_is_read_from_the_setting_then_from_the_newest_answer():
    record = RecordBuilder()
    assert read_pin(record.situation()) is None
    record.say("goals.one", "yes")
    asked = read_pin(record.situation())
    assert asked is not None
    assert asked.id
    record = RecordBuilder({"checklist": "pmo@house@1.2.0 " + "ab" * 32})
    assert read_pin(record.situation()) == Pin(id="pmo@house", version="1.2.0", sha256="ab" * 32)


def test_answered_questions_that_the_list_has_not_are_counted():
    record = RecordBuilder()
    record.say("goals.one", "yes")
    record.say("goals.gone", "yes")
    record.say("goals.gone", "no")
    situation = record.situation()
    assert count_gone(make_checklist(make_question("goals.one")), situation) == 1
    assert count_gone(make_checklist(make_question("goals.one")), fold_entries(())) == 0
