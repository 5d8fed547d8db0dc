"""A file of answers is taken in as one line of the record, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takeover.problems import MOST_LISTED
from takeover.record.chain import MAX_BODY, read_chain
from takeover.record.kinds import Kind
from takeover.record.store import RECORD_FILE
from tests.cli.calling import SENTINEL, Shell

HEAD = "takeover_answers: 1\n"
ANSWER = "  - {{question: goals.signed-statement, by: sponsor, method: interview, value: {value}{more}}}\n"
MISSING = ", evidence: [{file: nowhere.pdf, grade: E3}]"


def write(folder: Path, answers: str) -> Path:
    file = folder / "answers.yaml"
    file.write_text(HEAD + answers, "utf-8")
    return file


def entries_of(shell: Shell, line: int = 0) -> list[dict[str, object]]:
    entries = read_chain((shell.folder / RECORD_FILE).read_bytes()).entries
    return [dict(entry.body or {}) for entry in entries if line in (0, entry.line)]


SPOILED = {
    "a file is missing": "answers:\n" + ANSWER.format(value="yes", more="") + ANSWER.format(value="no", more=MISSING),
    "a text is too long": "answers:\n" + ANSWER.format(value="yes", more="") + f"notes: [{{text: {'x' * MAX_BODY}}}]\n",
}


@pytest.mark.parametrize(("why", "code"), [("a file is missing", "RC030"), ("a text is too long", "RC012")])
def test_import_takes_nothing_where_its_last_act_fails(shell, tmp_path, why, code):
    shell.start()
    before = (shell.folder / RECORD_FILE).read_bytes()
    called = shell.here("import", write(tmp_path, SPOILED[why]))
    assert (called.code, code in called.err) == (3, True)
    assert (shell.folder / RECORD_FILE).read_bytes() == before


@pytest.mark.parametrize(("why", "code"), [("a file is missing", "RC030"), ("a text is too long", "RC012")])
def test_start_opens_nothing_where_the_last_act_of_its_file_fails(shell, tmp_path, why, code):
    opening = "takeover: {project: Atlas}\nparties: [{role: sponsor}]\n"
    spoiled = write(tmp_path, opening + SPOILED[why])
    called = shell.run("start", shell.folder, "--from", spoiled, "--no-interview")
    assert (called.code, code in called.err) == (3, True)
    assert not (shell.folder / RECORD_FILE).exists()
    good = write(tmp_path, opening + "answers:\n" + ANSWER.format(value="yes", more=""))
    assert shell.run("start", shell.folder, "--from", good, "--no-interview").code == 0
    assert [body["question"] for body in entries_of(shell) if body["kind"] == "answered"] == ["goals.signed-statement"]


def test_import_is_one_line_in_which_later_acts_build_on_earlier_ones(shell, tmp_path):
    """A resolution covers the answers of its own file, a party that it names may speak, a note that stands in it twice is kept once."""
    shell.start()
    answers = "".join(
        f"  - {{question: contract.warranty-window, by: {by}, method: interview, value: {day}}}\n"
        for by, day in (("smith", "2026-03-31"), ("client", "2027-03-31"))
    )
    parties = "parties: [{role: main_user, key: smith}]\n"
    rest = (
        "notes: [{text: seen on site}, {text: seen on site}]\n"
        "resolved:\n  - {question: contract.warranty-window, value: 2027-03-31, reason: both read the annex,\n"
        "     evidence: [{note: Annex 3, grade: E2}]}\n"
    )
    file = write(tmp_path, f"{parties}answers:\n{answers}{rest}")
    before = len(entries_of(shell))
    called = shell.here("import", file, "--json")
    assert called.code == 0, called.err
    lines = read_chain((shell.folder / RECORD_FILE).read_bytes()).lines
    taken = entries_of(shell, lines)
    assert json.loads(called.out)["taken"] == len(taken) == len(entries_of(shell)) - before
    assert [body["kind"] for body in taken] == [
        Kind.PARTY_NAMED,
        Kind.ANSWERED,
        Kind.ANSWERED,
        Kind.NOTED,
        Kind.RESOLVED,
    ]
    commitments = [
        e.commitment for e in read_chain((shell.folder / RECORD_FILE).read_bytes()).entries if e.line == lines
    ]
    assert taken[-1]["statements"] == commitments[1:3]
    assert json.loads(shell.here("status", "--json").out)["judgement"]["disputes"] == []
    assert json.loads(shell.here("import", file, "--json").out)["taken"] == 0
    assert read_chain((shell.folder / RECORD_FILE).read_bytes()).lines == lines


def test_start_from_a_file_writes_two_lines(shell):
    """A kill finds a takeover without an answer, or with all of them."""
    assert shell.run("start", shell.folder, "--from", SENTINEL, "--no-interview").code == 0
    assert read_chain((shell.folder / RECORD_FILE).read_bytes()).lines == 2


def test_of_very_many_mistakes_the_first_are_listed_and_all_are_counted(shell):
    shell.start()
    lines = "\n".join(
        f"  - {{question: goals.nothing-{number}, by: sponsor, value: yes, method: interview}}" for number in range(250)
    )
    file = shell.folder.parent / "many.yaml"
    file.write_text(f"takeover_answers: 1\nanswers:\n{lines}\n", "utf-8")
    called = shell.here("import", file)
    assert called.code == 3
    assert called.err.count("many.yaml:") == MOST_LISTED
    assert f"250, of which {MOST_LISTED} stand above" in called.err
