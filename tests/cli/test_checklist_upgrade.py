"""checklist upgrade: every difference applied or kept, no answer dropped, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_pinned
from takeover.checklist.model import Changed, Hidden
from takeover.cli.checklist import upgrade as checklist_upgrade
from takeover.cli.checklist.upgrade import APPLY, EACH, KEEP, ask_decisions
from takeover.cli.desk import Desk
from takeover.cli.pinned import NEXT_FILE
from takeover.interview.prompts import Tone, Verb
from takeover.record.chain import read_chain
from takeover.record.store import RecordStore
from takeover.values import Level
from tests.checklist.lists import write_list
from tests.interview.desk import Script

OLD = ({}, {"id": "goals.gone", "text": "Gone?"}, {"id": "goals.last", "text": "Last?"})
NEW = ({"weight": "7"}, {"id": "goals.last", "text": "Last?"}, {"id": "goals.new", "text": "New?"})


@pytest.fixture
def house(shell, tmp_path, settings) -> Path:
    """A takeover with two answers on version 1; the house folder has version 2."""
    settings(checklists=tmp_path / "house", checklist="base")
    write_list(tmp_path / "house", *OLD)
    shell.start()
    shell.here("answer", "goals.one", "yes", "--by", "sponsor")
    shell.here("answer", "goals.gone", "no", "--by", "sponsor")
    write_list(tmp_path / "house", *NEW, version="2.0.0")
    return tmp_path / "house"


def upgrade(shell, *arguments):
    return shell.run("checklist", "upgrade", "-C", shell.folder, *arguments)


def pinned(shell):
    return load_pinned(shell.folder / "checklist.json")


def record(shell) -> bytes:
    return (shell.folder / "record.jsonl").read_bytes()


def test_everything_applied_is_the_new_list_and_the_record_says_so(shell, house):
    before = record(shell)
    called = upgrade(shell, "--apply-all", "--json")
    assert called.code == 0
    loaded = pinned(shell)
    assert [question.id for question in loaded.source.questions] == ["goals.one", "goals.last", "goals.new"]
    assert loaded.source.house is None
    assert record(shell).startswith(before), "nothing of the record is gone"
    body = read_chain(record(shell)).entries[-1].body
    assert (body["kind"], body["setting"], body["value"]) == (
        "setting_recorded", "checklist", f"base@2.0.0 {loaded.sha256}",
    )  # fmt: skip
    plain = json.loads(called.out)
    assert [one["id"] for one in plain["applied"]] == ["goals.one", "goals.gone", "goals.new"]
    assert (plain["kept"], plain["gone"]) == ([], 1)


def test_answers_to_a_question_that_is_gone_stay_and_count_again_when_it_comes_back(shell, house):
    upgrade(shell, "--apply-all")
    status = shell.here("status")
    assert status.code == 0
    assert "no longer has: 1" in status.out
    assert json.loads(shell.here("status", "--json").out)["progress"] == {
        "done": 1,
        "total": 3,
        "waiting": 0,
        "gone": 1,
    }
    write_list(house, *OLD, version="3.0.0")
    upgrade(shell, "--apply-all")
    assert json.loads(shell.here("status", "--json").out)["progress"] == {
        "done": 2,
        "total": 3,
        "waiting": 0,
        "gone": 0,
    }


def test_what_is_kept_is_written_into_the_list(shell, house):
    called = upgrade(
        shell, "--keep", "goals.one", "--keep", "goals.new", "--apply", "goals.gone", "--reason", "Too late."
    )
    assert called.code == 0
    source = pinned(shell).source
    assert [(question.id, question.weight) for question in source.questions] == [("goals.one", 5), ("goals.last", 5)]
    assert source.house is not None
    assert (source.version, source.house.base) == ("2.0.0", "base@2.0.0")
    assert source.house.changed == (Changed(question="goals.one", keys=("weight",)),)
    assert source.house.hidden == (Hidden(question="goals.new", text="New?", reason="Too late.", sharing=Level.SHARED),)
    assert upgrade(shell).out.startswith("The takeover stands on base@2.0.0")


def test_reason_has_a_sentence_of_its_own_where_none_is_given(shell, house):
    upgrade(shell, "--keep-all")
    house_made = pinned(shell).source.house
    assert house_made.hidden[0].reason == "Left out when the takeover moved to base@2.0.0."
    assert house_made.added == ("goals.gone",)
    assert json.loads(shell.here("status", "--json").out)["progress"]["gone"] == 0


def test_mind_can_be_changed_later(shell, house):
    upgrade(shell, "--keep-all")
    assert upgrade(shell, "--apply", "goals.new", "--keep-all").code == 0
    assert [question.id for question in pinned(shell).source.questions] == [
        "goals.one", "goals.gone", "goals.last", "goals.new",
    ]  # fmt: skip
    assert upgrade(shell, "--apply-all").code == 0
    assert pinned(shell).source.house is None


def test_nothing_to_do_writes_nothing(shell, house):
    upgrade(shell, "--apply-all")
    before = record(shell)
    called = upgrade(shell)
    assert (called.code, record(shell)) == (0, before)
    assert "nothing to do" in called.out


def test_without_a_terminal_every_difference_must_be_decided(shell, house):
    before, list_before = record(shell), (shell.folder / "checklist.json").read_bytes()
    called = upgrade(shell, "--keep", "goals.one")
    assert called.code == 2
    assert "CM081" in called.err
    assert "goals.gone, goals.new" in called.err
    assert "added: question goals.new" in called.err, "each difference is shown"
    assert (record(shell), (shell.folder / "checklist.json").read_bytes()) == (before, list_before)


@pytest.mark.parametrize(
    "arguments", [("--keep", "goals.last"), ("--apply", "goals.none"), ("--keep", "goals.one", "--apply", "goals.one")]
)
def test_options_that_decide_nothing_or_twice_are_wrong_usage(shell, house, arguments):
    called = upgrade(shell, *arguments, "--apply-all")
    assert called.code == 2
    assert "CM080" in called.err


def test_stop_line_of_the_new_list_cannot_be_left_out(shell, house):
    write_list(
        house, *OLD, {"id": "goals.stop", "text": "Stop?", "stop_line": "{cleared_by: sponsor}"}, version="2.0.0"
    )
    before = record(shell)
    called = upgrade(shell, "--keep-all")
    assert called.code == 5
    assert "CL903" in called.err
    assert "CM078" in called.err
    assert record(shell) == before
    assert pinned(shell).source.version == "1.0.0"


def test_older_version_needs_force(shell, house):
    write_list(house, *NEW, version="0.9.0")
    called = upgrade(shell, "--apply-all")
    assert called.code == 5
    assert "CM079" in called.err
    assert upgrade(shell, "--apply-all", "--force").code == 0
    assert pinned(shell).source.version == "0.9.0"


def test_takeover_may_move_to_another_list(shell, house, tmp_path):
    other = write_list(tmp_path / "other", {}, list_id="other")
    assert upgrade(shell, "--checklist", other, "--apply-all").code == 0
    assert pinned(shell).source.id == "other"
    assert json.loads(shell.here("status", "--json").out)["progress"]["gone"] == 1


def test_takeover_without_a_list_of_its_own_gets_the_one_that_is_found(shell, house):
    (shell.folder / "checklist.json").unlink()
    assert upgrade(shell).code == 0
    assert pinned(shell).source.version == "2.0.0"
    assert shell.here("status").err == ""


def test_answer_whose_code_is_gone_stays_and_is_asked_again(shell, tmp_path, settings):
    choice = {"id": "goals.pick", "type": "choice", "text": "Which?"}
    first = choice | {"choices": "[{code: a, text: A}, {code: b, text: B}]", "health": "{a: good, b: bad}"}
    second = choice | {"choices": "[{code: b, text: B}, {code: c, text: C}]", "health": "{b: good, c: bad}"}
    settings(checklists=tmp_path / "house", checklist="base")
    write_list(tmp_path / "house", first)
    shell.start()
    shell.here("answer", "goals.pick", "a", "--by", "sponsor")
    write_list(tmp_path / "house", second, version="2.0.0")
    assert json.loads(upgrade(shell, "--apply-all", "--json").out)["applied"][0]["effect"] == "unfit"
    assert shell.here("status").code == 0
    shown = shell.run("checklist", "show", "goals.pick", "-C", shell.folder)
    assert "sponsor: a" in shown.out
    assert shell.here("report", "--html-only").code == 0


def test_answer_of_another_type_is_shown_and_judged_without_harm(shell, tmp_path, settings):
    settings(checklists=tmp_path / "house", checklist="base")
    number = {"type": "number", "unit": "day", "health": "[{at_most: 5, is: good}, {otherwise: bad}]"}
    write_list(tmp_path / "house", number)
    shell.start()
    shell.here("answer", "goals.one", "7", "--by", "sponsor")
    write_list(tmp_path / "house", {}, version="2.0.0")
    assert upgrade(shell, "--apply-all").code == 0
    assert shell.here("status").code == 0
    assert shell.here("report", "--html-only").code == 0
    assert "sponsor: 7" in shell.run("checklist", "show", "goals.one", "-C", shell.folder).out


class Killed(BaseException):
    """What a kill looks like from inside: nothing behind it runs."""


def test_kill_before_the_entry_leaves_everything_as_it_was(shell, house, monkeypatch):
    before = record(shell)

    def die(*_arguments, **_options):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(RecordStore, "append", die)
        with pytest.raises(Killed):
            checklist_upgrade.command.main(["-C", str(shell.folder), "--apply-all"], standalone_mode=False)
    assert (shell.folder / NEXT_FILE).exists()
    assert record(shell) == before
    assert shell.here("status").err == ""
    assert pinned(shell).source.version == "1.0.0"
    assert upgrade(shell, "--apply-all").code == 0
    assert not (shell.folder / NEXT_FILE).exists()


def test_kill_behind_the_entry_is_made_good_by_the_next_command(shell, house, monkeypatch):
    real = Path.replace

    def die(self, target):
        if self.name == NEXT_FILE:
            raise Killed
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        with pytest.raises(Killed):
            checklist_upgrade.command.main(["-C", str(shell.folder), "--apply-all"], standalone_mode=False)
    assert pinned(shell).source.version == "1.0.0"
    called = shell.here("status")
    assert (called.code, pinned(shell).source.version) == (0, "2.0.0")
    assert "finished now: base@2.0.0" in called.err
    assert shell.here("status").err == ""


def test_record_that_cannot_be_written_refuses_the_move_before_it_begins(shell, house):
    file = shell.folder / "record.jsonl"
    file.write_bytes(file.read_bytes().replace(b"Atlas", b"Atlos", 1))
    before = sorted(path.name for path in shell.folder.iterdir())
    called = upgrade(shell, "--apply-all")
    assert called.code == 5
    assert sorted(path.name for path in shell.folder.iterdir()) == before


def desk(folder: Path) -> Desk:
    return Desk(
        folder=folder, folder_given=True, catalogue=load_catalogue("en"), as_json=False, quiet=False, verbose=False,
        no_input=False, force=False, output=None,
    )  # fmt: skip


SHOWN = {"goals.a": "A differs", "goals.b": "B differs", "goals.c": "C differs"}


@pytest.mark.parametrize(
    ("replies", "chosen"),
    [
        ((APPLY,), [APPLY] * 3),
        ((KEEP,), [KEEP] * 3),
        ((EACH, APPLY, KEEP, APPLY), [APPLY, KEEP, APPLY]),
        ((EACH, APPLY, Verb.BACK, KEEP, KEEP, KEEP), [KEEP] * 3),
        ((EACH, Verb.BACK, APPLY, APPLY, APPLY), [APPLY] * 3),
        ((Verb.BACK, APPLY), [APPLY] * 3),
    ],
)
def test_each_difference_is_shown_and_asked(tmp_path, replies, chosen):
    front = Script(*replies)
    assert list(ask_decisions(front, desk(tmp_path), SHOWN).values()) == chosen
    if EACH in replies:
        assert set(front.text(Tone.QUESTION)) == set(SHOWN.values())


@pytest.mark.parametrize(("verb", "code"), [(Verb.QUIT, 0), (Verb.INTERRUPT, 130)])
def test_leaving_changes_nothing(shell, house, monkeypatch, verb, code):
    before = sorted(shell.folder.iterdir()), record(shell)
    monkeypatch.setattr(Desk, "is_interactive", True)
    monkeypatch.setattr(checklist_upgrade, "choose_front", lambda *_, **__: Script(EACH, APPLY, verb))
    called = upgrade(shell)
    assert called.code == code
    assert "stands on its list as before" in called.err
    assert (sorted(shell.folder.iterdir()), record(shell)) == before


def test_terminal_decides_what_the_options_leave_open(shell, house, monkeypatch):
    monkeypatch.setattr(Desk, "is_interactive", True)
    front = Script(EACH, KEEP, APPLY)
    monkeypatch.setattr(checklist_upgrade, "choose_front", lambda *_, **__: front)
    assert upgrade(shell, "--keep", "goals.one").code == 0
    assert len(front.text(Tone.QUESTION)) == 2
    assert [question.id for question in pinned(shell).source.questions] == [
        "goals.one", "goals.gone", "goals.last", "goals.new",
    ]  # fmt: skip
    with pytest.raises(click.exceptions.Exit):
        ask_decisions(Script(Verb.QUIT), desk(shell.folder), SHOWN)
