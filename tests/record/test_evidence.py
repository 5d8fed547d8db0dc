"""Evidence files: kept under their hash, never half, never changed unnoticed."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import resource
import signal
import stat
from pathlib import Path

import pytest

from takeover.errors import BadInput, Exit, OutsideFailure
from takeover.record import evidence
from takeover.record.evidence import FOLDER, FileState, KeptFile, check_files, keep_file, measure_file
from takeover.record.kinds import Evidence, Grade

CONTENT = "合同第 4 条\n".encode() * 300
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def paper(tmp_path) -> Path:
    path = tmp_path / "合同 final.PDF"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "takeover"
    folder.mkdir()
    return folder


def kept_names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).iterdir())


def item(sha256: str, *, kept: bool = True) -> Evidence:
    return Evidence(grade=Grade.E3, sha256=sha256, kept=kept)


def test_a_file_is_kept_under_its_hash_read_only(folder, paper):
    found = keep_file(folder, paper)
    assert found == KeptFile(sha256=HASH, bytes=len(CONTENT), media="application/pdf")
    copy = folder / FOLDER / f"{HASH}.pdf"
    assert kept_names(folder) == [copy.name]
    assert copy.read_bytes() == CONTENT
    assert stat.S_IMODE(copy.stat().st_mode) == 0o444
    assert paper.exists()


def test_measure_file_keeps_nothing(folder, paper):
    assert measure_file(paper).sha256 == HASH
    assert not (folder / FOLDER).exists()


def test_a_file_larger_than_a_chunk_is_kept_whole(folder, tmp_path):
    content = os.urandom(1024) * 2500
    (tmp_path / "big.zip").write_bytes(content)
    found = keep_file(folder, tmp_path / "big.zip")
    assert (found.bytes, found.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (folder / FOLDER / f"{found.sha256}.zip").read_bytes() == content


def test_the_same_file_twice_is_one_under_whatever_name(folder, paper, tmp_path):
    first = keep_file(folder, paper)
    written = (folder / FOLDER / f"{HASH}.pdf").stat()
    (tmp_path / "copy.txt").write_bytes(CONTENT)
    assert keep_file(folder, paper) == first
    assert keep_file(folder, tmp_path / "copy.txt").sha256 == HASH
    assert kept_names(folder) == [f"{HASH}.pdf"]
    assert (folder / FOLDER / f"{HASH}.pdf").stat().st_mtime_ns == written.st_mtime_ns


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.exe", "bin"),
        ("a", "bin"),
        (".profile", "bin"),
        ("a.tar.gz", "bin"),
        ("a.p/df", "bin"),
        ("a.PdF", "pdf"),
        ("a.b.csv", "csv"),
        ("a.ｐｄｆ", "bin"),
    ],
)
def test_an_odd_ending_becomes_bin(folder, tmp_path, name, ending):
    path = tmp_path / "from" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    keep_file(folder, path)
    assert kept_names(folder) == [f"{HASH}.{ending}"]


def test_media_of_an_unknown_ending_is_a_stream_of_bytes(tmp_path):
    (tmp_path / "a.qqq").write_bytes(b"")
    assert measure_file(tmp_path / "a.qqq").media == "application/octet-stream"


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_what_cannot_be_read_is_refused(folder, tmp_path, name):
    with pytest.raises(BadInput) as error:
        keep_file(folder, tmp_path / name)
    assert (error.value.code, error.value.exit) == ("RC030", Exit.BAD_INPUT)
    assert not (folder / FOLDER).exists()


def test_check_files_finds_changed_and_missing_ones(folder, paper, tmp_path):
    (tmp_path / "other.txt").write_bytes(b"other")
    intact, changed = keep_file(folder, paper).sha256, keep_file(folder, tmp_path / "other.txt").sha256
    path = folder / FOLDER / f"{changed}.txt"
    path.chmod(0o644)
    path.write_bytes(b"othes")
    items = [item(intact), item(changed), item("00" * 32), item("11" * 32, kept=False), item("")]
    assert check_files(folder, items) == {
        intact: FileState.INTACT,
        changed: FileState.CHANGED,
        "00" * 32: FileState.MISSING,
    }


def test_keeping_a_file_again_mends_a_changed_copy(folder, paper):
    keep_file(folder, paper)
    path = folder / FOLDER / f"{HASH}.pdf"
    path.chmod(0o644)
    path.write_bytes(b"")
    keep_file(folder, paper)
    assert check_files(folder, [item(HASH)]) == {HASH: FileState.INTACT}
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_a_file_that_changes_while_it_is_copied_is_not_kept(folder, paper, monkeypatch):
    before = measure_file(paper)
    paper.write_bytes(CONTENT + b"one more line")
    monkeypatch.setattr(evidence, "measure_file", lambda path: before)
    with pytest.raises(BadInput) as error:
        keep_file(folder, paper)
    assert error.value.code == "RC032"
    assert kept_names(folder) == []


def test_a_full_disk_leaves_no_half_file(folder, paper):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OutsideFailure) as error:
            keep_file(folder, paper)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (error.value.code, error.value.exit) == ("RC031", Exit.OUTSIDE)
    assert kept_names(folder) == []
    keep_file(folder, paper)
    assert kept_names(folder) == [f"{HASH}.pdf"]


def keep_and_be_killed(folder: Path, paper: Path, step: str) -> None:
    setattr(evidence, step, lambda _: os.kill(os.getpid(), signal.SIGKILL))
    keep_file(folder, paper)


@pytest.mark.parametrize(("step", "named"), [("full_sync", []), ("sync_folder", [f"{HASH}.pdf"])])
def test_a_kill_leaves_no_half_file_under_its_name(folder, paper, step, named):
    killed = multiprocessing.get_context("fork").Process(target=keep_and_be_killed, args=(folder, paper, step))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert [name for name in kept_names(folder) if not name.startswith(".keep-")] == named
    keep_file(folder, paper)
    assert (folder / FOLDER / f"{HASH}.pdf").read_bytes() == CONTENT


def test_an_evidence_folder_that_cannot_be_made_is_an_outside_failure(tmp_path, paper):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutsideFailure) as error:
        keep_file(tmp_path / "file", paper)
    assert error.value.code == "RC031"
