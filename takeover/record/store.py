"""The record file: opened with its whole chain proven, appended durably, one writer at a time (DESIGN part 4).

Appending, in this order: 1. lock `record.lock` (a file of its own, never replaced); 2. read what others appended and
prove it; 3. write one line; 4. fsync; 5. note machine, process and head in the lock file; unlock. Only then is it
saved. On a full disk the half-written line is cut off again and nothing of what stood before is touched.

On a network share a lock may be a no-op: then two writers are detected by the chain, not prevented.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from takeover.errors import BadInput, OutsideFailure, Refused, UsageError
from takeover.record.canonical import NotCanonical
from takeover.record.chain import Chain, Entry, encode_line, make_entry, read_chain
from takeover.record.kinds import FORMAT
from takeover.record.situation import Situation, fold_entries

RECORD_FILE = "record.jsonl"
LOCK_FILE = "record.lock"
GIT_ATTRIBUTES = "*.jsonl -text\nevidence/** -text\n"


@dataclass(slots=True, kw_only=True)
class RecordStore:
    """An open record. `salt` gives 32 random bytes a call; `machine` is this machine's id."""

    folder: Path
    machine: str
    salt: Callable[[], bytes]
    chain: Chain
    cut: int = 0
    _situation: Situation | None = field(default=None)
    _fit: bool = field(default=False)

    @property
    def situation(self) -> Situation:
        """The record as it stands."""
        if self._situation is None:
            self._situation = fold_entries(self.chain.entries)
        return self._situation

    def append(self, bodies: Sequence[Mapping[str, Any]], *, other_machine_done: bool = False) -> tuple[Entry, ...]:
        """Append one user action as one line, durably.

        Raises:
            Refused: damage, a fork, a newer version, or another machine's writing that has not arrived.
            OutsideFailure: the disk is full or the file cannot be written; nothing of the line is kept.
            BadInput: a body lies outside the format (too long, a character that cannot be kept).
        """
        with self._locked() as lock:
            self._catch_up()
            self.refuse_if_unfit()
            self._refuse_if_elsewhere(lock, other_machine_done=other_machine_done)
            try:
                made = [make_entry(body, self.salt()) for body in bodies]
                line, link = encode_line(made, self.chain.head)
            except NotCanonical as error:
                raise BadInput("RC012", reason=error) from error
            write_line(self.folder / RECORD_FILE, line, self.chain.length)
            number = self.chain.lines + 1
            entries = tuple(Entry(commitment=e.commitment, body=e.body, salt=e.salt, line=number) for e in made)
            self.chain = Chain(
                entries=(*self.chain.entries, *entries),
                head=link,
                lines=number,
                length=self.chain.length + len(line),
            )
            self._situation = None
            self._note_writer(lock)
        return entries

    def _catch_up(self) -> None:
        """Read what others appended; cut a torn tail, and say so in `cut`."""
        path = self.folder / RECORD_FILE
        if path.stat().st_size == self.chain.length:
            return
        self.chain = read_chain(path.read_bytes())
        self._situation, self._fit = None, False
        if self.chain.torn:
            self.cut = self.chain.torn
            os.truncate(path, self.chain.length)

    def refuse_if_unfit(self) -> None:
        """Refuse writing where the record is damaged, written by a newer version, or forked.

        Looked at once for each reading of the file: what we append ourselves changes none of it.
        """
        if self._fit:
            return
        if damage := self.chain.damage:
            raise Refused("RC013", line=damage.line, intact=damage.line - 1)
        if self.situation.unknown_kinds:
            raise Refused("RC014", kinds=", ".join(self.situation.unknown_kinds))
        forks = [copy.name for copy in find_copies(self.folder) if not copy.harmless]
        if forks:
            raise Refused("RC015", files=", ".join(forks))
        self._fit = True

    def _refuse_if_elsewhere(self, lock: IO[bytes], *, other_machine_done: bool) -> None:
        last = _read_writer(lock)
        if last is None or last["machine"] == self.machine or last["head"] == self.chain.head.hex():
            return
        if not other_machine_done:
            raise Refused("RC016", at=last.get("at", "?"))

    def _note_writer(self, lock: IO[bytes]) -> None:
        writer = {"machine": self.machine, "process": os.getpid(), "head": self.chain.head.hex()}
        at = self.chain.entries[-1].body
        writer |= {"at": at["at"]} if at else {}
        with suppress(OSError):  # the record itself is safe; a full disk may leave the note out of date
            lock.seek(0)
            lock.truncate()
            lock.write(json.dumps(writer).encode() + b"\n")
            lock.flush()

    @contextmanager
    def _locked(self) -> Iterator[IO[bytes]]:
        with open_for_write(self.folder / LOCK_FILE) as lock:
            _lock(lock)
            try:
                yield lock
            finally:
                _unlock(lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictCopy:
    """A sibling that a sync client left; harmless if one of the two is a prefix of the other."""

    name: str
    harmless: bool


def create_record(
    folder: Path, bodies: Sequence[Mapping[str, Any]], *, machine: str, salt: Callable[[], bytes]
) -> RecordStore:
    """Start a takeover in an empty or new folder; `bodies` is line 1, its first entry `opened`.

    Raises:
        Refused: the folder holds a record already.
        OutsideFailure: the folder cannot be made or written.
    """
    path = folder / RECORD_FILE
    if path.exists():
        raise Refused("RC010", folder=folder)
    try:
        for inner in (folder, folder / "evidence", folder / "out"):
            inner.mkdir(parents=True, exist_ok=True)
        attributes = folder / ".gitattributes"
        if not attributes.exists():
            attributes.write_text(GIT_ATTRIBUTES, "utf-8")
        with path.open("xb"):
            pass
        sync_folder(folder)
    except OSError as error:
        raise OutsideFailure("RC011", file=path, reason=error.strerror) from error
    store = RecordStore(folder=folder, machine=machine, salt=salt, chain=read_chain(b""))
    try:
        store.append(bodies)
    except BaseException:
        path.unlink()  # an empty record would be taken for a damaged one
        raise
    return store


def open_record(folder: Path, *, machine: str, salt: Callable[[], bytes]) -> RecordStore:
    """Open a takeover's record and prove its whole chain. A damaged record opens, but `append` refuses.

    Raises:
        UsageError: there is no record in the folder.
        BadInput: the file is not a record of a known version.
    """
    path = folder / RECORD_FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError("RC017", folder=folder) from error
    except OSError as error:
        raise OutsideFailure("RC011", file=path, reason=error.strerror) from error
    chain = read_chain(data)
    if not chain.entries and not chain.damage:
        raise BadInput("RC018", file=path)
    first = chain.entries[0].body if chain.entries else None
    if first is not None and first.get("format") != FORMAT:
        raise BadInput("RC019", file=path, format=first.get("format", "?"))
    return RecordStore(folder=folder, machine=machine, salt=salt, chain=chain)


def find_copies(folder: Path) -> tuple[ConflictCopy, ...]:
    """Look for conflict copies ``record*.jsonl`` beside the record."""
    own = (folder / RECORD_FILE).read_bytes()
    found: list[ConflictCopy] = []
    for path in sorted(folder.glob("record*.jsonl")):
        if path.name != RECORD_FILE:
            other = path.read_bytes()
            found.append(ConflictCopy(name=path.name, harmless=own.startswith(other) or other.startswith(own)))
    return tuple(found)


def write_line(path: Path, line: bytes, offset: int) -> None:
    """Write a line at the end of the record and make it durable; on failure cut the file back to `offset`.

    Raises:
        OutsideFailure: with the system's reason.
    """
    try:
        with open_for_write(path) as file:
            try:
                file.seek(offset)
                file.write(line)
                file.flush()
                full_sync(file.fileno())
            except OSError:
                with suppress(OSError):
                    os.ftruncate(file.fileno(), offset)
                raise
    except OSError as error:
        raise OutsideFailure("RC011", file=path, reason=error.strerror or str(error)) from error


def open_for_write(path: Path) -> IO[bytes]:
    """Open a file for reading and writing without cutting it, unbuffered; make it where it is missing."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.fdopen(os.open(path, flags, 0o644), "r+b", buffering=0)


def full_sync(descriptor: int) -> None:
    """Flush a file down to the drive; macOS needs F_FULLFSYNC for that."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # not every file system knows it: then a plain fsync has to do
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a new file's name durable; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_writer(lock: IO[bytes]) -> Mapping[str, Any] | None:
    lock.seek(0)
    try:
        writer = json.loads(lock.read() or b"null")
    except ValueError:
        return None
    return writer if isinstance(writer, dict) and {"machine", "head"} <= set(writer) else None


if sys.platform == "win32":
    import msvcrt

    _LOCK_AT = 1 << 30  # far behind the text, so that others can still read who wrote last

    def _lock(file: IO[bytes]) -> None:
        file.seek(_LOCK_AT)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(_LOCK_AT)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
