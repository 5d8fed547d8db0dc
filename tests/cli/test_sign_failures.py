"""sign: what goes wrong has its sentence and its exit code; the original stays as it is, nothing is half-written."""

from __future__ import annotations

import io
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from tests.cli.calling import SHORT, Called, Shell, run
from tests.signing import time_server

pytestmark = pytest.mark.slow
PHRASE = "correct horse of the test"
RUN = "import sys; from takeover.cli.main import main; main(sys.argv[1:])"


@pytest.fixture(scope="module")
def sealed_folder(tmp_path_factory) -> Path:
    """A small takeover: baseline 1 sealed and certified by the incoming PM."""
    folder: Path = tmp_path_factory.mktemp("failures") / "takeover"
    secret = folder.parent / "passphrase"
    secret.write_text(PHRASE + "\n")

    run("start", folder, "--project", "Atlas", "--engagement", "client", "--customer", "The client", "--zone",
        "Europe/Berlin", "--party", "sponsor", "--no-interview", *SHORT)  # fmt: skip
    run("identity", "new", "--name", "A", "--organisation", "B", "--test", "-o", folder.parent / "me.p12",
        "--passphrase-file", secret)  # fmt: skip
    run("seal", "-C", folder)
    run("sign", folder / "out" / "baseline-1-internal.pdf", "-C", folder, "--as", "incoming_pm", "--identity",
        folder.parent / "me.p12", "--passphrase-file", secret)  # fmt: skip
    return folder


@pytest.fixture
def desk(shell: Shell, sealed_folder: Path) -> Shell:
    for part in sealed_folder.parent.iterdir():
        target = shell.folder.parent / part.name
        shutil.copytree(part, target) if part.is_dir() else shutil.copy(part, target)
    return shell


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def signed(desk: Shell, role: str, *options: object, file: Path | None = None) -> Called:
    return desk.run(
        "sign", file or desk.folder / "out" / "baseline-1-internal.signed-1.pdf", "-C", desk.folder, "--as", role,
        "--identity", desk.folder.parent / "me.p12", "--passphrase-file", desk.folder.parent / "passphrase", *options,
    )  # fmt: skip


def encrypt(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user=""))
    return buffer.getvalue()


def save_anew(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("beside", [(), ("--detached",)])
def test_a_reservation_on_an_item_that_is_not_there_is_refused_before_signing(desk: Shell, beside: tuple[str]) -> None:
    before = files_of(desk.folder)
    called = signed(desk, "sponsor", "--reserve", "-", "the date", "--reserve", "F-99", "x", *beside)
    assert (called.code, called.out) == (2, "")
    assert "F-99" in called.err
    assert '--reserve - "' in called.err
    assert files_of(desk.folder) == before


@pytest.mark.parametrize("missing", ["baseline", "identity"])
def test_a_missing_file_is_said_before_a_pass_phrase_is_asked_for(desk: Shell, missing: str) -> None:
    file = desk.folder / "out" / "baseline-1-internal.signed-1.pdf"
    (file if missing == "baseline" else desk.folder.parent / "me.p12").unlink()
    called = desk.run("sign", file, "--as", "sponsor", "--identity", desk.folder.parent / "me.p12", "--no-input")
    assert called.code == 3
    assert ("signed-1.pdf" if missing == "baseline" else "me.p12") in called.err


@pytest.mark.parametrize(("role", "code", "name"), [("incoming_pm", 5, "SG013"), ("client", 5, "SG011")])
def test_a_signed_box_and_an_unexpected_party_are_refused(desk: Shell, role: str, code: int, name: str) -> None:
    before = files_of(desk.folder)
    called = signed(desk, role)
    assert (called.code, called.out) == (code, "")
    assert name in called.err
    assert files_of(desk.folder) == before


@pytest.mark.parametrize(
    ("make", "codes", "names"),
    [
        (encrypt, (3,), ("SG043",)),
        (save_anew, (3, 5), ("SG010", "SG040")),
        (lambda data: data[:-400], (3, 5), ("SG010", "SG040")),
        (lambda _data: b"%PDF-1.7\n%%EOF\n", (3,), ("SG040",)),
        (lambda _data: b"hello", (3,), ("SG042",)),
    ],
)
def test_what_is_not_the_sealed_baseline_is_refused(desk: Shell, make, codes, names) -> None:
    file = desk.folder.parent / "other.pdf"
    file.write_bytes(make((desk.folder / "out" / "baseline-1-internal.signed-1.pdf").read_bytes()))
    before = files_of(desk.folder.parent)
    called = signed(desk, "sponsor", file=file)
    assert called.code in codes, called.err
    assert any(name in called.err for name in names), called.err
    assert files_of(desk.folder.parent) == before


def test_a_folder_that_takes_no_file_is_said(desk: Shell) -> None:
    blocked = desk.folder.parent / "blocked"
    blocked.write_text("a file, no folder")
    before = files_of(desk.folder.parent)
    called = signed(desk, "sponsor", "-o", blocked / "signed.pdf")
    assert called.code == 6, called.err
    assert "CM022" in called.err
    assert files_of(desk.folder.parent) == before


def test_a_disk_that_is_full_leaves_everything_as_it_was(desk: Shell) -> None:
    """A limit on the size of files stands for the full disk: the write fails in the middle."""
    before = files_of(desk.folder.parent)
    file = desk.folder / "out" / "baseline-1-internal.signed-1.pdf"
    arguments = ["sign", file, "-C", desk.folder, "--as", "sponsor", "--identity", desk.folder.parent / "me.p12",
                 "--passphrase-file", desk.folder.parent / "passphrase"]  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 6, run.stderr
    assert "CM022" in run.stderr
    assert files_of(desk.folder.parent) == before


@pytest.fixture
def stamped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings that a test writes a time-stamp address into."""
    file = tmp_path / "settings.yaml"
    monkeypatch.setenv("TAKEOVER_SETTINGS", str(file))
    return file


def test_sign_asks_the_time_server_of_the_settings(desk: Shell, stamped: Path) -> None:
    with time_server.serve() as server:
        stamped.write_text(f"timestamps: {server.address}\n")
        called = signed(desk, "sponsor")
    assert called.code == 0, called.err
    assert len(server.queries) == 1
    told = desk.run("verify", desk.folder / "out" / "baseline-1-internal.signed-2.pdf", "-C", desk.folder)
    assert told.code in (0, 4)
    assert time_server.NAME in told.out


def test_a_time_server_that_fails_leaves_everything_as_it_was(desk: Shell, stamped: Path) -> None:
    with time_server.serve(time_server.refuse) as server:
        stamped.write_text(f"timestamps: {server.address}\n")
        before = files_of(desk.folder.parent)
        called = signed(desk, "sponsor")
    assert (called.code, called.out) == (6, "")
    assert "SG101" in called.err
    assert "no quota left" in called.err
    assert files_of(desk.folder.parent) == before
