"""Release, both editions of one seal, the client's signature, the drafts and the private annex: from the command line."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from takeover.baseline.manifest import read_edition
from takeover.checklist.yaml_writer import write_list
from takeover.record.chain import read_chain
from takeover.signing.attachments import read_edition_files
from takeover.signing.snapshots import open_strictly
from takeover.values import Level
from tests.builders import make_checklist, make_question
from tests.cli.calling import Shell, run

PASSPHRASE = "correct horse of the test"


def open_small(shell: Shell) -> None:
    """A takeover with something of every level."""
    shell.start()
    shell.here("answer", "scope.out-list", "no", "--by", "client", "--words", "never seen a list")
    shell.here("answer", "scope.real-status", "no", "--by", "sponsor", "--words", "inner status canary")
    shell.here("answer", "handover.reason", "different", "--by", "sponsor", "--words", "reason canary")


def status_of(shell: Shell) -> dict:
    release: dict = json.loads(shell.here("status", "--json").out)["release"]
    return release


def test_a_shared_edition_needs_a_release_that_holds(shell):
    open_small(shell)
    before = shell.here("seal", "--edition", "shared")
    assert (before.code, "CM261" in before.err, "takeover release --by sponsor" in before.err) == (5, True, True)
    assert status_of(shell) == {}
    released = shell.here("release", "--by", "legal", "--name", "Counsel", "--text", "read")
    assert released.code == 0, released.err
    assert (status_of(shell)["standing"], status_of(shell)["baseline"]) == ("holds", 1)
    assert "released by legal" in shell.here("status").out
    lights = shell.here("seal", "--edition", "both", "--judgement")
    assert (lights.code, "CM264" in lights.err) == (5, True)
    shell.here("answer", "scope.real-status", "partly", "--by", "outgoing_pm")  # internal: the client reads nothing new
    assert status_of(shell)["standing"] == "holds"
    shell.here("answer", "scope.baseline-signed", "no", "--by", "client")
    assert status_of(shell) | {"added": 1} == status_of(shell)
    void = shell.here("seal", "--edition", "shared")
    assert (void.code, "CM262" in void.err) == (5, True)
    assert list((shell.folder / "out").glob("*.pdf")) == []


@pytest.mark.parametrize(
    ("party", "code", "error"), [("client", 5, "CM260"), ("incoming_pm", 5, "CM260"), ("nobody", 2, "IV052")]
)
def test_only_some_of_the_own_organisation_release(shell, party, code, error):
    shell.start()
    called = shell.here("release", "--by", party)
    assert (called.code, error in called.err) == (code, True)
    assert status_of(shell) == {}


def test_a_sponsor_of_another_organisation_releases_nothing(shell):
    shell.start()
    record = shell.folder / "answers.yaml"
    record.write_text("takeover_answers: 1\nparties:\n  - {role: sponsor, side: customer}\n", "utf-8")
    assert shell.here("import", record).code == 0
    called = shell.here("release", "--by", "sponsor")
    assert (called.code, "CM260" in called.err) == (5, True)


def test_the_judgement_is_switched_on_for_the_shared_edition_alone(shell):
    shell.start()
    assert "CM265" in shell.here("seal", "--judgement").err
    assert "CM265" in shell.here("report", "--judgement").err
    assert "CM266" in shell.here("report", "--annex", "--edition", "shared").err


def test_the_drafts_and_the_annex_have_names_of_their_own(shell):
    open_small(shell)
    out = shell.folder / "out"
    assert shell.here("report", "--edition", "shared", "--judgement", "--html-only").code == 0
    assert shell.here("report", "--annex", "--html-only").code == 0
    shared = (out / "draft-shared.html").read_text("utf-8")
    assert "never seen a list" in shared
    assert "canary" not in shared
    assert "each counts from worst to best" in shared
    annex = (out / "private-annex.html").read_text("utf-8")
    assert "reason canary" in annex
    assert "inner status" not in annex
    assert annex.count("PRIVATE / 保密") >= 2


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Both editions sealed with the judgement on; the shared one certified by the PM and signed by the client."""
    folder = tmp_path_factory.mktemp("editions") / "takeover"
    secret = folder.parent / "passphrase"
    secret.write_text(PASSPHRASE + "\n")

    parties = ("--party", "sponsor", "--party", "client", "--party", "outgoing_pm")
    questions = (make_question("goals.told"), make_question("goals.inner", sharing=Level.INTERNAL))
    listed = folder.parent / "list.yaml"
    listed.write_text(write_list(make_checklist(*questions)), "utf-8")
    run("start", folder, "--checklist", listed, "--project", "Atlas", "--engagement", "client", "--customer", "The client",
        "--zone", "Europe/Berlin", *parties, "--no-interview")  # fmt: skip
    run("answer", "-C", folder, "goals.told", "no", "--by", "client", "--words", "never seen a list")
    run("answer", "-C", folder, "goals.inner", "no", "--by", "sponsor", "--words", "inner status")
    run("release", "-C", folder, "--by", "sponsor", "--judgement")
    run("seal", "-C", folder, "--edition", "both", "--judgement")
    file = folder / "out" / "baseline-1-shared.pdf"
    for number, role in enumerate(("incoming_pm", "client"), 1):
        key = folder.parent / f"{role}.p12"
        run("identity", "new", "--name", role, "--organisation", "Test", "--test", "-o", key,
            "--passphrase-file", secret)  # fmt: skip
        run("sign", file, "-C", folder, "--as", role, "--identity", key, "--passphrase-file", secret)
        file = folder / "out" / f"baseline-1-shared.signed-{number}.pdf"
    return folder


def manifest_of(file: Path):
    with open_strictly(file.read_bytes()) as opened:
        return read_edition(read_edition_files(opened)[0])[0]


@pytest.mark.slow
def test_one_seal_has_one_root_two_editions_and_one_entry(sealed):
    inside, outside = (manifest_of(sealed / "out" / f"baseline-1-{name}.pdf") for name in ("internal", "shared"))
    assert (inside.root, inside.sealed_at, inside.baseline) == (outside.root, outside.sealed_at, outside.baseline)
    assert {s.field for s in outside.expected} - {s.field for s in inside.expected} == {"sign-client"}
    bodies = [entry.body for entry in read_chain((sealed / "record.jsonl").read_bytes()).entries]
    (entry,) = [body for body in bodies if body["kind"] == "sealed" and "editions" in body]
    assert [edition["edition"] for edition in entry["editions"]] == ["internal", "shared"]


@pytest.mark.slow
def test_both_editions_prove_each_other_and_the_client_has_signed(shell, sealed):
    out = sealed / "out"
    called = shell.run("verify", out / "baseline-1-internal.pdf", out / "baseline-1-shared.signed-2.pdf", "-C", sealed)
    assert called.code in (0, 4)  # nobody trusts the test certificates
    assert "Both editions belong to baseline 1" in called.out
    assert called.out.count("The judgement computed again from the entries is the one that was sealed") == 2
    assert "2 of 5 signed" in called.out


@pytest.mark.slow
def test_the_client_is_not_given_the_internal_edition(shell, sealed):
    to = ("--to", "client", "--how", "mail")
    assert "CM094" in shell.run("deliver", "-C", sealed, "--edition", "internal", *to).err
    assert shell.run("deliver", "-C", sealed, "--edition", "shared", *to).code == 0


@pytest.mark.slow
def test_the_shared_edition_says_on_page_one_what_is_withheld(sealed):
    file = sealed / "out" / "baseline-1-shared.pdf"
    text = subprocess.run(["pdftotext", "-l", "1", file, "-"], capture_output=True, text=True, check=True).stdout
    assert "Withheld from this edition" in text
    assert "SHARED EDITION" in text


@pytest.mark.slow
def test_nothing_is_written_where_one_of_two_files_is_taken(shell, sealed, tmp_path):
    shell.run("release", "-C", sealed, "--by", "sponsor")
    (tmp_path / "baseline-2-shared.pdf").write_text("mine")
    lines = (sealed / "record.jsonl").read_bytes()
    called = shell.run("seal", "-C", sealed, "--edition", "both", "-o", tmp_path)
    assert (called.code, "CM021" in called.err) == (5, True)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["baseline-2-shared.pdf"]
    assert (sealed / "record.jsonl").read_bytes() == lines
