"""identity new, show, trust: keys that are never lost or shown, and trust that is written where it was meant."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.cli.settings import Settings, read_settings
from takeover.cli.trust_list import add_item
from takeover.record.chain import read_chain
from tests.cli.calling import SHORT, Called, Shell
from tests.signing.foreign import PHRASE as FOREIGN_PHRASE
from tests.signing.foreign import RSA_2048, make_foreign

PHRASE = "correct horse 电池"
FINGERPRINT, OTHER = "ab" * 32, "cd" * 32
LINES = f"  - {FINGERPRINT}\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(PHRASE + "\n", "utf-8")
    return file


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "settings" / "settings.yaml"
    monkeypatch.setenv("TAKEOVER_SETTINGS", str(file))
    return file


def make(shell: Shell, file: Path, secret: Path, *options: object) -> Called:
    return shell.run(
        "identity", "new", "--name", "王伟", "--organisation", "Example", "--test", "--passphrase-file", secret,
        "-o", file, *options,
    )  # fmt: skip


def test_a_new_identity_says_test_and_is_for_its_owner_alone(shell: Shell, tmp_path: Path, secret: Path) -> None:
    file = tmp_path / "me.p12"
    called = make(shell, file, secret, "--json")
    assert json.loads(called.out)["name"] == "TEST 王伟"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PHRASE not in called.out + called.err


def test_an_identity_is_never_overwritten(shell: Shell, tmp_path: Path, secret: Path) -> None:
    file = tmp_path / "me.p12"
    assert make(shell, file, secret).code == 0
    before = file.read_bytes()
    for call in (
        lambda: make(shell, file, secret, "--force"),
        lambda: shell.run("identity", "show", file, "--passphrase-file", secret, "-o", file, "--force"),
    ):
        called = call()
        assert called.code == 5
        assert "CM130" in called.err
        assert file.read_bytes() == before


def test_show_tells_validity_and_writes_the_public_certificate(shell: Shell, tmp_path: Path, secret: Path) -> None:
    file, public = tmp_path / "me.p12", tmp_path / "me.pem"
    make(shell, file, secret)
    called = shell.run("identity", "show", file, "--passphrase-file", secret, "-o", public, "--json")
    facts = json.loads(called.out)
    assert facts["organisation"] == "Example"
    assert facts["valid_from"] < facts["valid_until"]
    assert public.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in public.read_bytes()


def test_show_says_that_a_certificate_is_not_fit_for_signing(shell: Shell, tmp_path: Path) -> None:
    file, secret = tmp_path / "other.pfx", tmp_path / "secret"
    file.write_bytes(make_foreign(RSA_2048, usage="key_agreement"))
    secret.write_bytes(b"\xef\xbb\xbf" + FOREIGN_PHRASE + b"\r\n")
    called = shell.run("identity", "show", file, "--passphrase-file", secret)
    assert called.code == 0
    assert "Somebody else" in called.out
    assert "SG105" in called.err


@pytest.mark.parametrize(("content", "code"), [(b"hello", "SG004"), (b"", "SG004")])
def test_what_is_no_identity_is_bad_input(
    shell: Shell, tmp_path: Path, secret: Path, content: bytes, code: str
) -> None:
    file = tmp_path / "x.p12"
    file.write_bytes(content)
    called = shell.run("identity", "show", file, "--passphrase-file", secret)
    assert called.code == 3
    assert code in called.err


def test_a_wrong_pass_phrase_is_said_and_not_shown(shell: Shell, tmp_path: Path, secret: Path) -> None:
    file, wrong = tmp_path / "me.p12", tmp_path / "wrong"
    make(shell, file, secret)
    wrong.write_text("guessed it\n")
    called = shell.run("identity", "show", file, "--passphrase-file", wrong)
    assert called.code == 3
    assert "SG005" in called.err
    assert "guessed" not in called.err


def test_a_folder_that_cannot_be_written_is_said(shell: Shell, tmp_path: Path, secret: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    called = make(shell, blocked / "me.p12", secret)
    assert called.code == 6
    assert "CM022" in called.err


def test_trust_takes_identity_certificate_or_fingerprint(
    shell: Shell, tmp_path: Path, secret: Path, settings: Path
) -> None:
    file, public = tmp_path / "me.p12", tmp_path / "me.pem"
    fingerprint = json.loads(make(shell, file, secret, "--json").out)["fingerprint"]
    shell.run("identity", "show", file, "--passphrase-file", secret, "-o", public)
    first = shell.run("identity", "trust", public)
    assert first.code == 0, first.err
    assert settings.read_text("utf-8") == f"trust:\n  - {fingerprint}  # TEST 王伟\n"
    spaced = ":".join(fingerprint[at : at + 2].upper() for at in range(0, 64, 2))
    for call in (("trust", spaced), ("trust", file, "--passphrase-file", secret)):
        again = shell.run("identity", *call, "--json")
        assert json.loads(again.out)["changed"] is False
    assert settings.read_text("utf-8").count(fingerprint) == 1


def test_trust_goes_into_the_record_where_a_role_is_named(shell: Shell, settings: Path) -> None:
    shell.start()
    called = shell.run("identity", "trust", FINGERPRINT, "--as", "sponsor", "-C", shell.folder)
    assert called.code == 0, called.err
    assert not settings.exists()
    chain = read_chain((shell.folder / "record.jsonl").read_bytes())
    last = chain.entries[-1].body
    assert (last["kind"], last["certificate"]) == ("party_named", FINGERPRINT)
    lines = len(chain.entries)
    shell.run("identity", "trust", FINGERPRINT, "--as", "sponsor", "-C", shell.folder)
    assert len(read_chain((shell.folder / "record.jsonl").read_bytes()).entries) == lines


@pytest.mark.slow
def test_a_baseline_expects_the_certificate_that_the_record_trusts(shell: Shell, tmp_path: Path, secret: Path) -> None:
    own, other = tmp_path / "own.p12", tmp_path / "other.p12"
    make(shell, own, secret)
    make(shell, other, secret)
    shell.start(*SHORT)
    trust = ("identity", "trust", own, "--passphrase-file", secret, "--as", "incoming_pm", "-C", shell.folder)
    assert shell.run(*trust).code == 0
    assert shell.here("seal").code == 0
    sealed = shell.folder / "out" / "baseline-1-internal.pdf"
    call = ("sign", sealed, "--as", "incoming_pm", "--passphrase-file", secret, "-o", tmp_path / "signed.pdf")
    refused = shell.run(*call, "--identity", other)
    assert refused.code == 5
    assert "SG015" in refused.err
    assert not (tmp_path / "signed.pdf").exists()
    assert shell.run(*call, "--identity", own).code == 0


@pytest.mark.parametrize(
    ("options", "code", "name"),
    [(("-C", "{folder}"), 2, "CM132"), (("-C", "{folder}", "--as", "witness"), 5, "CM133")],
)
def test_trust_says_whose_and_where(
    shell: Shell, settings: Path, options: tuple[str, ...], code: int, name: str
) -> None:
    shell.start()
    called = shell.run("identity", "trust", FINGERPRINT, *(option.format(folder=shell.folder) for option in options))
    assert called.code == code
    assert name in called.err
    assert not settings.exists()


def test_trust_refuses_what_is_no_certificate(shell: Shell, tmp_path: Path, settings: Path) -> None:
    file = tmp_path / "x.pem"
    file.write_text("hello")
    called = shell.run("identity", "trust", file)
    assert called.code == 3
    assert "SG108" in called.err
    assert shell.run("identity", "trust", FINGERPRINT[:-1]).code == 3
    assert not settings.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"trust:\n{LINES}"),
        ("checklist: house\n", f"checklist: house\ntrust:\n{LINES}"),
        ("checklist: house", f"checklist: house\ntrust:\n{LINES}"),
        ("checklist: house\r\n", f"checklist: house\r\ntrust:\r\n  - {FINGERPRINT}\r\n"),
        (f"trust:\n- {OTHER}\n\n# mine\nchecklist: house\n",
         f"trust:\n- {OTHER}\n- {FINGERPRINT}\n\n# mine\nchecklist: house\n"),
        (f"trust:   # whom\n    - {OTHER}  # the sponsor\n    # more\nchecklist: house\n",
         f"trust:   # whom\n    - {OTHER}  # the sponsor\n    - {FINGERPRINT}\n    # more\nchecklist: house\n"),
        (f"trust: [{OTHER}]  # whom\n", f"trust: [{OTHER}, {FINGERPRINT}]  # whom\n"),
        ("trust: []\nchecklist: house\n", f"trust: [{FINGERPRINT}]\nchecklist: house\n"),
        (f"checklist: house\ntrust:\n  - {OTHER}", f"checklist: house\ntrust:\n  - {OTHER}\n{LINES}"),
    ],
)  # fmt: skip
def test_add_item_changes_one_line_and_nothing_else(before: str, after: str, tmp_path: Path) -> None:
    edited = add_item(before, FINGERPRINT, "")
    assert edited == after
    found, problems = read_settings(edited.encode(), tmp_path / "settings.yaml")
    assert problems == ()
    assert found.trust[-1] == FINGERPRINT


@pytest.mark.parametrize("text", [f"trust: [\n  {OTHER}]\n", f"trust:\n  {OTHER}\n", f'"trust":\n- {OTHER}\n', "{}\n"])
def test_a_list_in_another_form_is_left_alone_and_the_line_is_told(shell: Shell, settings: Path, text: str) -> None:
    settings.parent.mkdir()
    settings.write_text(text, "utf-8")
    called = shell.run("identity", "trust", FINGERPRINT)
    assert called.code == 3
    assert settings.read_text("utf-8") == text


def test_settings_keep_permissions_link_and_byte_order_mark(shell: Shell, settings: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.yaml"
    target.write_bytes(b"\xef\xbb\xbfchecklist: house\n")
    target.chmod(0o600)
    settings.parent.mkdir()
    settings.symlink_to(target)
    assert shell.run("identity", "trust", FINGERPRINT).code == 0
    assert settings.is_symlink()
    assert target.read_bytes() == b"\xef\xbb\xbf" + f"checklist: house\ntrust:\n{LINES}".encode()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_a_name_never_breaks_the_settings(name: str) -> None:
    edited = add_item("checklist: house\n", FINGERPRINT, name)
    found, problems = read_settings(edited.encode(), Path("settings.yaml"))
    assert problems == ()
    assert found == Settings(checklist="house", trust=(FINGERPRINT,))
