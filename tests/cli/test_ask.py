"""ask --of, --from, --minutes and start --plain, over a pipe as a screen reader would use them; what status says then."""

from __future__ import annotations

import io
import json

import pytest

from takeover.cli import clock
from takeover.cli.last_values import load_last
from takeover.errors import OutsideFailure
from takeover.record.chain import read_chain


@pytest.fixture
def talk(shell, monkeypatch, tmp_path):
    """Run a command with lines on its standard input."""
    monkeypatch.setenv("TAKEOVER_SETTINGS", str(tmp_path / "settings.yaml"))
    monkeypatch.setenv("TAKEOVER_LANG", "en")

    def run(command, *arguments, lines=()):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return shell.run(command, *arguments, "--plain")

    return run


@pytest.fixture
def contract(tmp_path):
    file = tmp_path / "contract-2024.pdf"
    file.write_bytes(b"the contract")
    return file


def bodies(shell, kind):
    entries = read_chain((shell.folder / "record.jsonl").read_bytes()).entries
    return [entry.body for entry in entries if entry.body["kind"] == kind]


def kept_files(shell):
    return list((shell.folder / "evidence").glob("*"))


def with_sheet(shell):
    shell.start()
    (shell.folder / "out").mkdir(exist_ok=True)
    (shell.folder / "out" / "sheet-client.pdf").write_bytes(b"printed before")


# ---- start


def test_start_asks_eight_things_and_the_next_start_offers_what_this_user_said(shell, talk):
    said = ("Atlas", "client", "The agency", "sole", "fixed_price", "", "1", "")
    first = talk("start", shell.folder, "--pm-name", "The new one", "--zone", "UTC", lines=said)
    assert first.code == 0
    assert "Whose statement is it?" in first.out
    assert load_last()["customer"] == ("The agency",)
    again = talk(
        "start", shell.folder.with_name("second"), "--zone", "UTC", lines=("Other", "", "", "", "", "", "", "")
    )
    assert again.code == 0
    assert "An empty line takes: The agency" in again.out
    assert "The new one" in again.err
    record = (shell.folder.with_name("second") / "record.jsonl").read_text("utf-8")
    assert "The agency" in record
    assert "Atlas" not in record


def test_start_works_where_the_last_values_cannot_be_kept_or_read(shell, talk, tmp_path):
    (tmp_path / "last.json").mkdir()
    called = talk("start", shell.folder, "--zone", "UTC", lines=("Atlas", "internal", "sole", "", "", ""))
    assert called.code == 0
    assert load_last() == {}


# ---- with one person


def test_one_person_is_asked_that_persons_questions_and_gets_notes_to_correct(shell, talk):
    with_sheet(shell)
    called = talk("ask", "--of", "client", "-C", shell.folder, lines=("Her name", "note", "1", "so it was", "yes", "1"))
    assert called.code == 0
    assert "sheet-client.pdf" in called.err
    assert bodies(shell, "party_named")[-1]["name"] == "Her name"
    said = bodies(shell, "answered")
    assert {(body["method"], body["sharing"]) for body in said} == {("interview", "shared")}
    (note,) = (shell.folder / "out").glob("read-back-client-*.md")
    text = note.read_text("utf-8")
    assert "so it was" in text
    assert text.count("We understood") == len(said) == 2
    again = talk("ask", "--of", "client", "-C", shell.folder)
    assert said[0]["text"] not in again.out
    assert "Name of the client" not in again.out


def test_a_role_that_nobody_has_yet_is_named_and_an_unknown_name_is_refused(shell, talk):
    shell.start()
    (shell.folder / "out").mkdir(exist_ok=True)
    (shell.folder / "out" / "sheet-finance.html").write_text("printed before")
    assert talk("ask", "--of", "finance", "-C", shell.folder).code == 0
    assert bodies(shell, "party_named")[-1]["role"] == "finance"
    refused = talk("ask", "--of", "boss", "-C", shell.folder)
    assert refused.code == 2
    assert "CM231" in refused.err


def test_nothing_said_gives_no_notes(shell, talk):
    with_sheet(shell)
    assert talk("ask", "--of", "client", "-C", shell.folder).code == 0
    assert list((shell.folder / "out").glob("read-back-*")) == []


def test_the_sheet_is_html_where_no_pdf_can_be_made_and_has_no_habits(shell, talk, monkeypatch):
    from takeover.report.sheets import document as sheet_document

    def fail(*_arguments, **_options):
        raise OutsideFailure("RP001")

    monkeypatch.setattr(sheet_document, "render_sheet", fail)
    shell.start()
    called = talk("ask", "--of", "client", "-C", shell.folder)
    page = shell.folder / "out" / "sheet-client.html"
    assert called.code == 0
    assert str(page) in called.err
    assert "Habit" not in page.read_text("utf-8")
    assert not page.with_suffix(".pdf").exists()


# ---- from the papers


def test_paper_is_kept_once_and_every_statement_is_its_authors(shell, talk, contract):
    shell.start()
    lines = ("", "E3", "2024-05-06", "1", "yes", "clause 1", "", "", "yes", "clause 2")
    called = talk("ask", "--from", contract, "--by", "client", "-C", shell.folder, lines=lines)
    assert called.code == 0
    said = bodies(shell, "answered")
    assert [body["evidence"][0]["place"] for body in said] == ["clause 1", "clause 2"]
    assert {body["evidence"][0]["title"] for body in said} == {"contract 2024"}
    assert len(kept_files(shell)) == 1
    assert "contract 2024: 2 answered, 2 not in this paper" in called.err


def test_paper_that_must_not_be_copied_is_known_by_its_hash(shell, talk, contract):
    shell.start()
    lines = ("", "", "", "1", "yes", "")
    talk("ask", "--from", contract, "--by", "client", "--reference", "-C", shell.folder, lines=lines)
    (body,) = bodies(shell, "answered")
    assert body["evidence"][0]["kept"] is False
    assert kept_files(shell) == []
    assert shell.here("doctor").code == 0


def test_paper_that_says_nothing_leaves_nothing_behind(shell, talk, contract):
    shell.start()
    before = (shell.folder / "record.jsonl").read_bytes()
    talk("ask", "--from", contract, "--by", "client", "-C", shell.folder, lines=("", "", "", "1", "", ""))
    assert (shell.folder / "record.jsonl").read_bytes() == before
    assert kept_files(shell) == []


def test_author_is_asked_where_no_option_names_one(shell, talk, contract):
    shell.start()
    lines = ("sponsor", "", "", "", "1", "yes", "")
    talk("ask", "--from", contract, "-C", shell.folder, lines=lines)
    sponsor = next(body["party"] for body in bodies(shell, "party_named") if body["role"] == "sponsor")
    assert bodies(shell, "answered")[0]["party"] == sponsor


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--from", "no-such.pdf"), 3, "RC030"),
        (("--from", "x", "--of", "client"), 2, "CM230"),
        (("--from", "x", "--minutes", "5"), 2, "CM230"),
        (("--by", "client"), 2, "CM232"),
        (("--reference",), 2, "CM232"),
    ],
)
def test_wrong_use_is_told(shell, talk, arguments, code, said):
    shell.start()
    called = talk("ask", *arguments, "-C", shell.folder)
    assert (called.code, said in called.err) == (code, True)


# ---- for so many minutes


def test_minutes_put_the_first_hour_first_then_open_stop_lines_and_stop_when_the_time_is_up(shell, talk, monkeypatch):
    shell.start()
    start, calls = clock.now(), []

    def later():
        """Let each look at the clock take half a minute."""
        calls.append(1)
        return start + len(calls) * (clock.dt.timedelta(seconds=30))

    monkeypatch.setattr(clock, "now", later)
    lines = ("1", "2", *(["yes"] * 20))
    called = talk("ask", "--minutes", "2", "-C", shell.folder, lines=lines)
    assert called.code == 0
    assert "The time is up: 2 minutes." in called.err
    assert 0 < len(bodies(shell, "answered")) < 20


# ---- status


def test_status_says_what_is_left_at_which_pace_and_whom_to_ask(shell):
    shell.start()
    shell.here("answer", "goals.signed-statement", "yes", "--by", "sponsor")
    text = shell.here("status").out
    assert "First hour's questions: 1 of" in text
    assert "a usual pace" in text
    left = json.loads(shell.here("status", "--json").out)["left"]
    assert left["minutes"] == left["open"]
    assert left["own_pace"] is False
    assert left["first_hour"]["total"] - left["first_hour"]["open"] == 1
    assert left["by_role"]["client"] > 0
