"""The record file: durable, one writer at a time, never worse after a failure than before."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from takeover.errors import BadInput, Exit, OutsideFailure, Refused, TakeoverError, UsageError
from takeover.record import kinds
from takeover.record.chain import MAX_BODY, make_line, read_chain
from takeover.record.store import LOCK_FILE, RECORD_FILE, RecordStore, create_record, find_copies, open_record
from takeover.values import Level
from tests.record.samples import erase, salt_for, smallest_bodies, stamp

FORK = multiprocessing.get_context("fork")
OPENED = smallest_bodies()[kinds.Kind.OPENED]


def note(text: str) -> dict[str, object]:
    return kinds.noted(stamp(), text=text)


def new_salts():
    numbers = count(1)
    return lambda: salt_for(next(numbers))


@pytest.fixture
def folder(tmp_path) -> Path:
    """A takeover of two lines, written on machine one."""
    folder = tmp_path / "takeover"
    create_record(folder, [OPENED], machine="one", salt=new_salts()).append([note("目标")])
    return folder


def reopen(folder: Path, machine: str = "one") -> RecordStore:
    return open_record(folder, machine=machine, salt=lambda: os.urandom(32))


def record_of(folder: Path) -> bytes:
    return (folder / RECORD_FILE).read_bytes()


def assert_refused(error: pytest.ExceptionInfo[TakeoverError], code: str, leaves: int) -> None:
    assert (error.value.code, error.value.exit) == (code, leaves)


def test_create_makes_a_folder_with_a_record_of_one_line(tmp_path):
    folder = tmp_path / "deep" / "takeover"
    made = create_record(folder, [OPENED], machine="one", salt=new_salts())
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitattributes",
        "evidence",
        "out",
        RECORD_FILE,
        LOCK_FILE,
    ]
    chain = read_chain(record_of(folder))
    assert chain == made.chain
    assert [entry.body for entry in chain.entries] == [OPENED]
    assert "*.jsonl -text" in (folder / ".gitattributes").read_text("utf-8")


def test_create_leaves_the_own_gitattributes_alone(tmp_path):
    (tmp_path / ".gitattributes").write_text("* text\n", "utf-8")
    create_record(tmp_path, [OPENED], machine="one", salt=new_salts())
    assert (tmp_path / ".gitattributes").read_text("utf-8") == "* text\n"


def test_create_refuses_a_folder_that_has_a_record(folder):
    before = record_of(folder)
    with pytest.raises(Refused) as error:
        create_record(folder, [OPENED], machine="one", salt=new_salts())
    assert_refused(error, "RC010", Exit.REFUSED)
    assert record_of(folder) == before


def test_create_says_why_a_folder_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutsideFailure) as error:
        create_record(tmp_path / "file" / "takeover", [OPENED], machine="one", salt=new_salts())
    assert_refused(error, "RC011", Exit.OUTSIDE)


def test_create_leaves_no_empty_record_behind(tmp_path):
    with pytest.raises(BadInput) as error:
        create_record(tmp_path, [OPENED | {"zone": 0.5}], machine="one", salt=new_salts())
    assert_refused(error, "RC012", Exit.BAD_INPUT)
    assert "$.zone: float" in error.value.details["reason"]
    assert not (tmp_path / RECORD_FILE).exists()


def test_append_adds_one_line_and_keeps_what_stood(folder):
    before = record_of(folder)
    opened = reopen(folder)
    entries = opened.append([note("a"), note("b")])
    after = record_of(folder)
    assert after.startswith(before)
    assert after[len(before) :].count(b"\n") == 1
    assert read_chain(after).entries[-2:] == entries
    assert [entry.line for entry in entries] == [3, 3]
    assert opened.chain == read_chain(after)
    assert [n.text for n in opened.situation.notes()] == ["目标", "a", "b"]
    assert opened.situation is opened.situation


def test_reopened_record_is_what_was_written(folder):
    opened = reopen(folder)
    for text in ("a", "b", "c"):
        opened.append([note(text)])
    again = reopen(folder)
    assert again.chain == opened.chain
    assert again.chain.lines == 5


def test_two_stores_in_one_process_see_each_other(folder):
    one, other = reopen(folder), reopen(folder)
    one.append([note("a")])
    other.append([note("b")])
    one.append([note("c")])
    assert [n.text for n in one.situation.notes()] == ["目标", "a", "b", "c"]
    assert reopen(folder).chain == one.chain


def test_append_refuses_what_the_format_cannot_keep(folder):
    before, opened = record_of(folder), reopen(folder)
    for body in (note("x" * MAX_BODY), note("e\u0301"), note("\ud800"), {**note("x"), "Big": 1}):
        with pytest.raises(BadInput) as error:
            opened.append([note("first"), body])
        assert_refused(error, "RC012", Exit.BAD_INPUT)
    assert record_of(folder) == before
    opened.append([note("now")])
    assert reopen(folder).chain.lines == 3


def append_many(folder: Path, name: str) -> None:
    opened = reopen(folder)
    for number in range(100):
        opened.append([note(f"{name} {number}")])


def test_two_processes_append_concurrently(folder):
    writers = [FORK.Process(target=append_many, args=(folder, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    opened = reopen(folder)
    assert (opened.chain.damage, opened.chain.torn, opened.chain.lines) == (None, 0, 202)
    texts = [n.text for n in opened.situation.notes()]
    for name in ("a", "b"):
        assert [text for text in texts if text.startswith(name)] == [f"{name} {number}" for number in range(100)]


def append_and_acknowledge(folder: Path, pipe: int) -> None:
    opened = reopen(folder)
    for number in count():
        opened.append([note(f"{number} " + "长" * 2000)])
        os.write(pipe, b"%d\n" % opened.chain.lines)


def kill_after(folder: Path, acknowledged: int) -> int:
    """Let a process append, kill it after so many lines; return the last line that it reported as saved."""
    reading, writing = os.pipe()
    writer = FORK.Process(target=append_and_acknowledge, args=(folder, writing))
    writer.start()
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = [pipe.readline() for _ in range(acknowledged)]
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        lines += pipe.readlines()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    return max(int(line) for line in lines if line.endswith(b"\n"))


def test_killed_writers_lose_no_line_that_they_reported(folder):
    draw = random.Random(3)
    for _ in range(20):
        saved = kill_after(folder, draw.randint(1, 4))
        opened = reopen(folder)
        assert opened.chain.damage is None
        assert saved <= opened.chain.lines <= saved + 1
        opened.append([note("after the kill")])
        assert opened.chain == read_chain(record_of(folder))
        assert opened.chain.torn == 0


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """No file may grow past `size` bytes: what a full disk does in the middle of a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 100, 3000])
def test_a_full_disk_leaves_the_record_as_it_was(folder, room):
    before, opened = record_of(folder), reopen(folder)
    opened.append([note("first")])
    before = record_of(folder)
    with files_end_at(len(before) + room), pytest.raises(OutsideFailure) as error:
        opened.append([note("x" * 5000)])
    assert_refused(error, "RC011", Exit.OUTSIDE)
    assert error.value.details["reason"] == "File too large"
    assert record_of(folder) == before
    assert opened.chain == read_chain(before)
    opened.append([note("now there is room")])
    assert reopen(folder).chain.lines == 4


def test_a_torn_tail_is_cut_by_the_next_writer_who_says_so(folder):
    whole = record_of(folder)
    torn = make_line([note("torn")], [salt_for(9)], read_chain(whole).head)[1][:-20]
    (folder / RECORD_FILE).write_bytes(whole + torn)
    opened = reopen(folder)
    assert (opened.chain.torn, opened.cut) == (len(torn), 0)
    assert record_of(folder) == whole + torn
    opened.append([note("a")])
    assert opened.cut == len(torn)
    assert record_of(folder).startswith(whole)
    assert (reopen(folder).chain.lines, reopen(folder).chain.torn) == (3, 0)


@pytest.mark.parametrize("why", ["behind", "fork", "format", "head"])
def test_a_refused_write_changes_nothing_not_even_a_torn_tail(folder, why):
    """A tail may be a line that is still arriving: cutting it would set the sync client against itself."""
    reopen(folder).append([note("on machine one")])
    arriving = record_of(folder)[: -40 if why == "behind" else None] + (b"" if why == "behind" else b'{"entries":[')
    (folder / RECORD_FILE).write_bytes(arriving)
    if why == "fork":
        (folder / "record (conflict).jsonl").write_bytes(arriving + b"other\n")
    opened = reopen(folder, "two")
    body, follows = note("x" * (MAX_BODY if why == "format" else 1)), b"another" if why == "head" else None
    with pytest.raises(TakeoverError) as error:
        opened.append([body], follows=follows)
    assert error.value.code == {"behind": "RC016", "fork": "RC015", "format": "RC012", "head": "RC022"}[why]
    assert record_of(folder) == arriving
    assert opened.cut == 0


def test_a_conflict_copy_with_the_same_torn_tail_is_a_fork(folder):
    """The tail is cut by the next writer, and the copy then holds what the record does not."""
    (folder / RECORD_FILE).write_bytes(record_of(folder) + b'{"entries":[')
    shutil.copy(folder / RECORD_FILE, folder / "record (conflict).jsonl")
    assert [copy.harmless for copy in find_copies(folder)] == [False]


def test_a_store_closes_its_two_files_once(folder):
    opened = reopen(folder)
    opened.append([note("a")])
    opened.close()
    others = [os.open(folder / RECORD_FILE, os.O_RDONLY) for _ in range(2)]  # they get the numbers that were freed
    opened.close()
    del opened
    assert [os.fstat(descriptor).st_ino for descriptor in others] == [(folder / RECORD_FILE).stat().st_ino] * 2
    for descriptor in others:
        os.close(descriptor)


def test_a_store_that_was_closed_opens_again(folder):
    opened = reopen(folder)
    opened.close()
    opened.append([note("a")])
    assert reopen(folder).chain == opened.chain


def test_damage_opens_for_reading_and_refuses_writing(folder):
    reopen(folder).append([note("third")])
    damaged = record_of(folder).replace("目标".encode(), "目的".encode())
    (folder / RECORD_FILE).write_bytes(damaged)
    opened = reopen(folder)
    assert (opened.chain.damage.line, opened.chain.lines) == (2, 1)
    assert opened.situation.opened is not None
    with pytest.raises(Refused) as error:
        opened.append([note("x")])
    assert_refused(error, "RC013", Exit.REFUSED)
    assert (error.value.details["line"], error.value.details["intact"]) == ("2", "1")
    assert record_of(folder) == damaged


def test_damage_that_comes_while_the_record_is_open_refuses_writing(folder):
    opened = reopen(folder)
    opened.append([note("third")])
    damaged = record_of(folder) + b"edited\n"
    (folder / RECORD_FILE).write_bytes(damaged)
    with pytest.raises(Refused) as error:
        opened.append([note("x")])
    assert_refused(error, "RC013", Exit.REFUSED)
    assert record_of(folder) == damaged


@pytest.mark.parametrize(
    ("newer", "named"), [({"kind": "merged"}, "merged"), ({"kind": "noted", "text": "x", "mood": "y"}, "noted.mood")]
)
def test_kinds_and_fields_of_a_newer_version_refuse_writing(folder, newer, named):
    whole = record_of(folder)
    body = stamp().plain(kinds.Kind.NOTED) | newer
    changed = whole + make_line([body], [salt_for(9)], read_chain(whole).head)[1]
    (folder / RECORD_FILE).write_bytes(changed)
    opened = reopen(folder)
    assert opened.chain.lines == 3
    with pytest.raises(Refused) as error:
        opened.append([note("x")])
    assert_refused(error, "RC014", Exit.REFUSED)
    assert error.value.details["kinds"] == named
    assert record_of(folder) == changed


def test_a_fork_is_refused_and_named(folder):
    shutil.copytree(folder, folder.parent / "laptop")
    reopen(folder).append([note("here")])
    reopen(folder.parent / "laptop").append([note("there")])
    shutil.copy(folder.parent / "laptop" / RECORD_FILE, folder / "record (conflict).jsonl")
    before = record_of(folder)
    with pytest.raises(Refused) as error:
        reopen(folder).append([note("x")])
    assert_refused(error, "RC015", Exit.REFUSED)
    assert error.value.details["files"] == "record (conflict).jsonl"
    assert record_of(folder) == before


def test_an_older_copy_is_harmless_and_a_longer_one_would_fork(folder):
    shutil.copy(folder / RECORD_FILE, folder / "record-1.jsonl")
    reopen(folder).append([note("a")])
    assert [(copy.name, copy.harmless) for copy in find_copies(folder)] == [("record-1.jsonl", True)]
    shutil.copy(folder / RECORD_FILE, folder / "record-2.jsonl")
    (folder / RECORD_FILE).write_bytes((folder / "record-1.jsonl").read_bytes())
    assert [(copy.name, copy.harmless) for copy in find_copies(folder)] == [
        ("record-1.jsonl", True),
        ("record-2.jsonl", False),
    ]
    with pytest.raises(Refused) as error:
        reopen(folder).append([note("b")])
    assert_refused(error, "RC015", Exit.REFUSED)


def test_another_machine_whose_lines_have_not_arrived_is_refused_until_released(folder):
    older = record_of(folder)
    reopen(folder, "two").append([note("on machine two")])
    (folder / RECORD_FILE).write_bytes(older)
    opened = reopen(folder)
    with pytest.raises(Refused) as error:
        opened.append([note("x")])
    assert_refused(error, "RC016", Exit.REFUSED)
    assert error.value.details["at"] == "2026-11-22T09:00:00.123Z"
    assert record_of(folder) == older
    opened.complete = True
    opened.append([note("released")])
    opened.append([note("and on")])
    assert [n.text for n in reopen(folder).situation.notes()] == ["目标", "released", "and on"]


def test_another_machine_whose_lines_have_arrived_is_no_hindrance(folder):
    reopen(folder, "two").append([note("on machine two")])
    reopen(folder).append([note("on machine one")])
    note_of_writer = json.loads((folder / LOCK_FILE).read_bytes())
    assert note_of_writer == {
        "machine": "one",
        "process": os.getpid(),
        "head": reopen(folder).chain.head.hex(),
        "at": "2026-11-22T09:00:00.123Z",
    }


@pytest.mark.parametrize("left", [b"", b"null\n", b"{}", b"[1]", b"\xff\xfe", b'{"machine":"two"}', b"x" * 5000])
def test_a_lock_file_that_says_nothing_is_no_hindrance(folder, left):
    (folder / LOCK_FILE).write_bytes(left)
    opened = reopen(folder)
    opened.append([note("a")])
    opened.append([note("b")])
    assert reopen(folder).chain.lines == 4


def test_a_lock_file_without_time_is_named_with_a_question_mark(folder):
    (folder / LOCK_FILE).write_bytes(b'{"machine":"two","head":"00"}')
    with pytest.raises(Refused) as error:
        reopen(folder).append([note("x")])
    assert error.value.details["at"] == "?"


def test_a_lock_that_cannot_be_opened_is_an_outside_failure(folder):
    before = record_of(folder)
    (folder / LOCK_FILE).unlink()
    (folder / LOCK_FILE).mkdir()
    with pytest.raises(OutsideFailure) as error:
        reopen(folder).append([note("x")])
    assert_refused(error, "RC011", Exit.OUTSIDE)
    assert record_of(folder) == before


def test_a_record_that_vanished_is_an_outside_failure(folder):
    opened = reopen(folder)
    opened.append([note("a")])
    (folder / RECORD_FILE).unlink()
    with pytest.raises(OutsideFailure) as error:
        opened.append([note("b")])
    assert_refused(error, "RC011", Exit.OUTSIDE)
    assert not (folder / RECORD_FILE).exists()


def test_a_record_that_was_replaced_is_read_anew(folder):
    """An erasure by another process: another file under the same name."""
    opened = reopen(folder)
    target = opened.append([note("private number")])[0].commitment
    lines = erase(record_of(folder).splitlines(keepends=True), target)
    (folder / "new").write_bytes(b"".join(lines))
    (folder / "new").replace(folder / RECORD_FILE)
    opened.append([kinds.erased(stamp(sharing=Level.SHARED), target=target, target_kind="noted", reason="asked to")])
    assert b"private number" not in record_of(folder)
    assert reopen(folder).chain == opened.chain
    assert [n.text for n in opened.situation.notes()] == ["目标"]


def test_open_says_what_is_not_a_record(tmp_path, folder):
    with pytest.raises(UsageError) as error:
        reopen(tmp_path)
    assert_refused(error, "RC017", Exit.USAGE)
    for content, code in (
        (b"", "RC018"),
        (b"half a line", "RC018"),
        (make_line([note("x")], [salt_for(1)], bytes(32))[1], "RC019"),
    ):
        (folder / RECORD_FILE).write_bytes(content)
        with pytest.raises(BadInput) as wrong:
            reopen(folder)
        assert_refused(wrong, code, Exit.BAD_INPUT)
    (folder / RECORD_FILE).unlink()
    (folder / RECORD_FILE).mkdir()
    with pytest.raises(OutsideFailure) as outside:
        reopen(folder)
    assert_refused(outside, "RC011", Exit.OUTSIDE)


def test_open_names_the_format_of_a_newer_version(folder):
    newer = OPENED | {"format": "takeover-record/2", "continues": {"format": "takeover-record/1", "head": "00" * 32}}
    (folder / RECORD_FILE).write_bytes(make_line([newer], [salt_for(1)], bytes(32))[1])
    with pytest.raises(BadInput) as error:
        reopen(folder)
    assert error.value.details["format"] == "takeover-record/2"


def test_open_reads_a_record_whose_first_line_is_damaged(folder):
    (folder / RECORD_FILE).write_bytes(b"not a record\n")
    opened = reopen(folder)
    assert opened.chain.damage.line == 1
    with pytest.raises(Refused):
        opened.append([note("x")])


def test_a_record_that_this_machine_knows_to_be_longer_is_not_written(folder):
    whole = record_of(folder)
    (folder / RECORD_FILE).write_bytes(whole[: whole.index(b"\n") + 1])
    again = reopen(folder)
    with pytest.raises(Refused) as refused:
        again.append([note("on the older copy")])
    assert_refused(refused, "RC021", Exit.REFUSED)
    again.complete = True
    again.append([note("the newer file is lost")])
    assert read_chain(record_of(folder)).lines == 2


def test_append_that_must_follow_a_head_is_refused_once_somebody_wrote(folder):
    store, other = reopen(folder), reopen(folder)
    head = store.chain.head
    other.append([note("in the meantime")])
    before = record_of(folder)
    with pytest.raises(Refused) as refused:
        store.append([note("seal")], follows=head)
    assert_refused(refused, "RC022", Exit.REFUSED)
    assert record_of(folder) == before
    store.append([note("seal")], follows=other.chain.head)
    assert read_chain(record_of(folder)).lines == 4
