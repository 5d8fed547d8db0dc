"""start, answer, import, status, doctor: exit codes, streams, and nothing lost on bad input."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from takeover.checklist.library import load_checklist
from takeover.checklist.model import CodeHealth, QuestionType, Worth
from takeover.record.chain import read_chain
from takeover.record.situation import fold_entries
from takeover.values import Code
from tests.cli.calling import SENTINEL

WORST = {QuestionType.GRADE: "no", QuestionType.REGISTER: "no", QuestionType.DATE: "none", QuestionType.MONEY: "none"}
GRADE_TURNED = CodeHealth(worths={"yes": Worth.BAD, "partly": Worth.HALF, "no": Worth.GOOD})


def record_bytes(shell) -> bytes:
    return (shell.folder / "record.jsonl").read_bytes()


def test_start_opens_a_record_with_setting_and_parties(shell):
    called = shell.start("--live-system", "yes")
    assert called.code == 0
    chain = read_chain(record_bytes(shell))
    assert chain.damage is None
    first = chain.entries[0].body
    assert first["kind"] == "opened"
    assert "name" not in json.dumps(first)
    kinds = [entry.body["kind"] for entry in chain.entries]
    assert kinds.count("party_named") == 4
    settings = {e.body["setting"]: e.body["value"] for e in chain.entries if e.body["kind"] == "setting_recorded"}
    assert settings["engagement"] == "client"
    assert settings["live_system"] == "yes"
    assert (shell.folder / ".gitattributes").read_text() == "*.jsonl -text\nevidence/** -text\n"


def test_start_refuses_a_folder_with_a_record(shell):
    shell.start()
    before = record_bytes(shell)
    called = shell.start()
    assert called.code == 5
    assert "RC010" in called.err
    assert record_bytes(shell) == before


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("--party", "boss"), 2, "CM012"),
        (("--zone", "Mars/Olympus"), 2, "CM013"),
        (("--cut-off", "next spring"), 2, "CM018"),
        (("--pricing", "free"), 2, "pricing"),
    ],
)
def test_start_refuses_what_it_does_not_know(shell, arguments, code, problem):
    called = shell.start(*arguments)
    assert called.code == code
    assert problem in called.err
    assert not shell.folder.exists()


def test_start_without_a_project_and_without_a_terminal_names_the_option(shell):
    called = shell.run("start", shell.folder, "--no-interview")
    assert called.code == 2
    assert "--project" in called.err
    assert not (shell.folder / "record.jsonl").exists()


def test_answer_keeps_value_words_and_evidence(shell, tmp_path):
    shell.start()
    paper = tmp_path / "charter.pdf"
    paper.write_bytes(b"%PDF-1.7 charter")
    called = shell.here(
        "answer", "goals.signed-statement", "partly", "--by", "sponsor", "--words", "我签过字", "--file", paper,
        "--grade", "E3", "--on", "2026-11-02", "--place", "p. 3", "--json",
    )  # fmt: skip
    assert called.code == 0
    body = read_chain(record_bytes(shell)).entries[-1].body
    assert json.loads(called.out)["head"] == read_chain(record_bytes(shell)).head.hex()
    assert body["answer"] == {"type": "code", "value": "partly"}
    assert body["words"] == "我签过字"
    (proof,) = body["evidence"]
    assert (proof["grade"], proof["kept"], proof["place"]) == ("E3", True, "p. 3")
    kept = shell.folder / "evidence" / f"{proof['sha256']}.pdf"
    assert kept.read_bytes() == paper.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("goals.no-such", "yes", "--by", "sponsor"), 2, "goals.no-such"),
        (("goals.same-answer", "maybe", "--by", "sponsor"), 3, "small_differences"),
        (("contract.terms-known", "300", "--by", "sponsor"), 3, "CM015"),
        (("handover.cutoff", "31.12.2026", "--by", "sponsor"), 3, "CM015"),
        (("goals.same-answer", "same", "--by", "pope"), 2, "pope"),
        (("goals.same-answer", "--by", "sponsor"), 2, "CM014"),
        (("goals.same-answer", "same", "--unknown", "refused", "--by", "sponsor"), 2, "CM014"),
        (("goals.same-answer", "same", "--by", "sponsor", "--file", "/no/such/file"), 3, "RC030"),
        (("goals.signed-statement", "yes", "--by", "sponsor", "--grade", "E3", "--note", "she said so"), 3, "IV025"),
        (("goals.signed-statement", "--unknown", "somebody_else", "--by", "sponsor"), 3, "IV029"),
        (("goals.signed-statement", "--unknown", "refused", "--who", "client", "--by", "sponsor"), 3, "IV029"),
    ],
)
def test_answer_refuses_bad_input_and_keeps_nothing(shell, arguments, code, problem):
    shell.start()
    before = record_bytes(shell)
    called = shell.here("answer", *arguments)
    assert called.code == code
    assert problem in called.err
    assert record_bytes(shell) == before


def test_answers_that_are_unknown_or_not_applicable_carry_their_reason(shell):
    shell.start()
    shell.here("answer", "goals.same-answer", "--unknown", "somebody_else", "--who", "client", "--by", "sponsor")
    unknown = read_chain(record_bytes(shell)).entries[-1].body["answer"]
    assert (unknown["type"], unknown["reason"], len(unknown["who"])) == ("unknown", "somebody_else", 8)
    shell.here("answer", "goals.same-answer", "--not-applicable", "one party only", "--by", "outgoing_pm")
    away = read_chain(record_bytes(shell)).entries[-1].body["answer"]
    assert away == {"type": "not_applicable", "reason": "one party only"}


def test_import_twice_takes_nothing_new(shell):
    assert shell.run("start", shell.folder, "--from", SENTINEL, "--no-interview").code == 0
    before = record_bytes(shell)
    called = shell.here("import", SENTINEL, "--json")
    assert called.code == 0
    assert json.loads(called.out)["taken"] == 0
    assert record_bytes(shell) == before


BAD_ANSWERS = """takeover_answers: 1
answers:
  - {question: goals.no-such-thing, by: sponsor, method: interview, value: yes}
  - {question: goals.signed-statement, by: sponsor, method: interview, value: perhaps}
  - {question: contract.terms-known, by: sponsor, method: interview, value: "300"}
  - {question: goals.signed-statement, by: nobody, method: interview, value: yes}
"""


def test_import_lists_every_mistake_with_its_place_and_takes_nothing(shell, tmp_path):
    shell.start()
    before = record_bytes(shell)
    file = tmp_path / "answers.yaml"
    file.write_text(BAD_ANSWERS, "utf-8")
    called = shell.here("import", file)
    assert called.code == 3
    assert [line for line in (3, 4, 5, 6) if f"answers.yaml:{line}:" not in called.err] == []
    assert "CM017" in called.err
    assert record_bytes(shell) == before


def test_import_says_that_an_answer_lies_off_the_path_and_keeps_it(shell, tmp_path):
    shell.start("--team", "no")
    file = tmp_path / "answers.yaml"
    file.write_text(
        "takeover_answers: 1\nanswers:\n  - {question: resources.fit, by: sponsor, method: interview, value: 80}\n",
        "utf-8",
    )
    called = shell.here("import", file)
    assert called.code == 0
    assert "resources.fit" in called.err
    assert read_chain(record_bytes(shell)).entries[-1].body["question"] == "resources.fit"
    status = json.loads(shell.here("status", "--json").out)
    assert status["judgement"]["off_path"] == ["resources.fit"]


def test_status_of_the_real_case_in_both_languages(shell):
    shell.run("start", shell.folder, "--from", SENTINEL, "--no-interview")
    english = shell.here("status", "--as-of", "2010-10-25")
    chinese = shell.here("status", "--as-of", "2010-10-25", "--lang", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert "No judgement is possible yet" in english.out
    assert "尚无法评估" in chinese.out


def test_fail_on_has_the_rule_of_assess(shell):
    shell.start()
    unrated = shell.here("status", "--fail-on", "red", "--json")
    assert unrated.code == shell.here("assess", "--fail-on", "red").code == 1
    assert json.loads(unrated.out)["fail_on"] == {"light": "red", "world": "worst", "passed": False}
    assert "no judgement is possible yet" in unrated.err
    questions = load_checklist().source.questions
    rows = "".join(
        f"  - {{question: {q.id}, by: sponsor, method: documented_search, value: {worst}, words: searched}}\n"
        for q in questions
        if (worst := WORST.get(q.type)) and q.health != GRADE_TURNED
    )
    file = shell.folder / "answers.yaml"
    file.write_text(f"takeover_answers: 1\nanswers:\n{rows}", "utf-8")
    assert shell.here("import", file).code == 0
    assert shell.here("status", "--fail-on", "red").code == 1


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda data: data.replace(b"Atlas", b"Atlos", 1), "line 2"),
        (lambda data: data.replace(b"\n", b"\r\n"), "CR LF"),
        (lambda data: data[: data.index(b"\n") + 1] + data.split(b"\n", 2)[2], "line 2"),
    ],
)
def test_a_damaged_record_is_named_read_and_never_written(shell, damage, problem):
    shell.start()
    shell.here("answer", "goals.same-answer", "same", "--by", "sponsor")
    file = shell.folder / "record.jsonl"
    file.write_bytes(damage(file.read_bytes()))
    broken = file.read_bytes()
    refused = shell.here("answer", "goals.same-answer", "other", "--by", "sponsor")
    assert refused.code in (2, 3, 5)
    assert file.read_bytes() == broken
    doctor = shell.here("doctor")
    assert doctor.code == 1
    assert problem in doctor.out


def test_a_cut_tail_is_said_and_mended_at_the_next_answer(shell):
    shell.start()
    file = shell.folder / "record.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"entries":[{"body":{"at":"2026')
    called = shell.here("answer", "goals.same-answer", "same", "--by", "sponsor")
    assert called.code == 0
    assert "cut off" in called.err
    assert file.read_bytes().startswith(whole)
    assert read_chain(file.read_bytes()).damage is None


def test_commands_without_a_takeover_say_how_to_open_one(shell, tmp_path):
    called = shell.run("status", "-C", tmp_path)
    assert called.code == 2
    assert "takeover start" in called.err


def test_ask_without_a_terminal_names_the_other_ways(shell, monkeypatch):
    shell.start()
    called = shell.here("ask")
    assert called.code == 2
    assert "takeover import" in called.err


def test_evidence_that_changed_or_went_is_found(shell, tmp_path):
    shell.start()
    paper = tmp_path / "a.txt"
    paper.write_text("minutes")
    shell.here("answer", "goals.same-answer", "same", "--by", "sponsor", "--file", paper)
    assert shell.here("doctor").code == 0
    (kept,) = (shell.folder / "evidence").iterdir()
    kept.chmod(0o644)
    kept.write_text("other minutes")
    assert "was changed" in shell.here("doctor").out
    kept.unlink()
    assert "not on this machine" in shell.here("doctor").out


HEAVY = ("weasyprint", "pyhanko", "pikepdf", "jinja2", "babel", "fontTools", "cryptography", "yaml", "questionary")


def imported_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_help_loads_nothing_heavy():
    code = "from takeover.cli.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    assert imported_by(code).isdisjoint(HEAVY)


def test_the_interview_loads_neither_pdf_nor_signing():
    code = "import takeover.cli.ask, takeover.interview.terminal"
    assert imported_by(code).isdisjoint({"weasyprint", "pyhanko", "pikepdf", "jinja2", "fontTools", "cryptography"})


def test_every_command_has_help(shell):
    from takeover.cli.main import COMMANDS

    for command in COMMANDS:
        called = shell.run(command, "--help")
        assert called.code == 0, command
        assert "Usage" in called.out


def test_a_bug_leaves_a_report_without_answers(shell, monkeypatch):
    import takeover.cli.status as status

    shell.start()

    def fail(*_arguments, **_options):
        raise RuntimeError("secret answer of the sponsor")

    monkeypatch.setattr(status, "draw_internal", fail)
    called = shell.here("status")
    assert called.code == 70
    file = called.err.split(" lies at ")[1].split(";")[0]
    report = Path(file)
    text = report.read_text("utf-8")
    report.unlink()
    assert "status.py" in text
    assert "secret" not in text + called.err


def test_a_clock_that_goes_back_loses_nothing_and_is_shown(shell, monkeypatch):
    import takeover.cli.clock as clock

    shell.start()
    late, early = (dt.datetime(2026, 11, day, 9, 0, tzinfo=dt.UTC) for day in (25, 20))
    for time, value in ((late, "partly"), (early, "yes")):
        monkeypatch.setattr(clock, "now", lambda time=time: time)
        assert shell.here("answer", "goals.signed-statement", value, "--by", "sponsor").code == 0
    situation = fold_entries(read_chain(record_bytes(shell)).entries)
    assert [said.answer for said in situation.standing("goals.signed-statement")] == [Code(code="yes")]
    doctor = shell.here("doctor")
    assert (doctor.code, "clock was set back" in doctor.out) == (0, True)


RESOLVED = """takeover_answers: 1
resolved:
  - question: contract.warranty-window
    value: 2027-03-31
    reason: Both sides found the signed annex.
    evidence:
      - {note: Annex 3, dated: 2025-01-15, grade: E2, place: clause 7}
"""


def test_a_dispute_is_settled_by_import_and_opened_by_a_newer_statement(shell):
    def disputes() -> int:
        return len(json.loads(shell.here("status", "--json").out)["judgement"]["disputes"])

    shell.start()
    shell.here("answer", "contract.warranty-window", "2026-03-31", "--by", "outgoing_pm")
    shell.here("answer", "contract.warranty-window", "2027-03-31", "--by", "client")
    assert disputes() == 1
    file = shell.folder / "resolved.yaml"
    file.write_text(RESOLVED, "utf-8")
    assert json.loads(shell.here("import", file, "--json").out)["taken"] == 1
    assert json.loads(shell.here("import", file, "--json").out)["taken"] == 0
    assert disputes() == 0
    shell.here("answer", "contract.warranty-window", "2026-12-31", "--by", "sponsor")
    assert disputes() == 1
    file.write_text(RESOLVED.replace("    evidence:\n", "").replace("      - {note", "    # {note"), "utf-8")
    refused = shell.here("import", file)
    assert refused.code == 3
    assert "evidence" in refused.err


def test_verbose_says_which_record_was_opened(shell):
    shell.start()
    head = read_chain(record_bytes(shell)).head.hex()
    assert head in shell.here("status", "-v").err
    assert head not in shell.here("status").err
