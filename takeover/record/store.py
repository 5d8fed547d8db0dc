"""The record file: opened with its whole chain proven, appended durably, one writer at a time (DESIGN part 4).

Appending, in this order: 1. lock `record.lock` (a file of its own, never replaced); 2. read what others appended and
prove it; 3. refuse where that must be, with every byte as it was; 4. cut a torn tail, write one line, fsync; 5. note
machine, process and head in the lock file; unlock. Only then is it saved. On a full disk the half-written line is cut
off again and no line of what stood before is touched.

On a network share a lock may be a no-op: then two writers are detected by the chain, not prevented.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import InitVar, dataclass, field, replace
from pathlib import Path
from typing import Any

from takeover.errors import BadInput, OutsideFailure, Refused, UsageError
from takeover.record.canonical import NotCanonical
from takeover.record.chain import Chain, Entry, find_prefix, make_entry, make_line, read_chain
from takeover.record.kinds import FORMAT
from takeover.record.situation import Situation, fold_entries

RECORD_FILE = "record.jsonl"
LOCK_FILE = "record.lock"
_NOTE_LENGTH = 255
GIT_ATTRIBUTES = "*.jsonl -text\nevidence/** -text\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """The record's open file, and which file that is."""

    descriptor: int
    inode: int


@dataclass(slots=True, kw_only=True)
class RecordStore:
    """An open record. `salt` gives 32 random bytes a call; `machine` is this machine's id.

    `complete` = the user says that nothing is missing, whatever the lock file remembers.
    """

    folder: Path
    machine: str
    salt: Callable[[], bytes]
    read: InitVar[Chain]
    complete: bool = False
    cut: int = 0
    _chain: Chain = field(init=False)
    _added: list[Entry] = field(default_factory=list)
    _head: bytes = field(init=False)
    _lines: int = field(init=False)
    _length: int = field(init=False)
    _situation: Situation | None = field(default=None)
    _fit: bool = field(default=False)
    _record_file: str = field(init=False)
    _lock_file: str = field(init=False)
    _writer: str = field(init=False)
    _own_note: bytes = field(default=b"")
    _lock: int = field(default=-1)
    _record: _Open | None = field(default=None)

    def __post_init__(self, read: Chain) -> None:
        """Spell the two names out once; an answer is appended in a fifth of a millisecond."""
        self._record_file, self._lock_file = str(self.folder / RECORD_FILE), str(self.folder / LOCK_FILE)
        self._writer = f'"machine":{json.dumps(self.machine)},"process":{os.getpid()}'
        self._take(read)

    def _take(self, read: Chain) -> None:
        self._chain, self._head, self._lines, self._length = read, read.head, read.lines, read.length
        self._added.clear()
        self._situation, self._fit = None, False

    @property
    def chain(self) -> Chain:
        """The record as read and written on; put together when it is asked for, not with every answer."""
        if self._added:
            entries = (*self._chain.entries, *self._added)
            self._chain = Chain(entries=entries, head=self._head, lines=self._lines, length=self._length)
            self._added.clear()
        return self._chain

    @property
    def situation(self) -> Situation:
        """The record as it stands."""
        if self._situation is None:
            self._situation = fold_entries(self.chain.entries)
        return self._situation

    def commit(self, bodies: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
        """Commit to bodies without writing them, so that later bodies of the same line can name them.

        Raises:
            BadInput: a body lies outside the format (too long, a character that cannot be kept).
        """
        with _within_format():
            return tuple(make_entry(body, self.salt()) for body in bodies)

    def append(
        self, bodies: Sequence[Mapping[str, Any]], *, salts: Sequence[bytes] = (), follows: bytes | None = None
    ) -> tuple[Entry, ...]:
        """Append one user action as one line, durably; with `follows` only if that is still the head.

        `salts` are those with which the bodies were committed to before; without them each gets a new one.

        Raises:
            Refused: damage, a fork, a newer version, or lines that have not arrived or went.
            OutsideFailure: the disk is full or the file cannot be written; nothing of the line is kept.
            BadInput: a body lies outside the format (too long, a character that cannot be kept).
        """
        with self._locked() as lock:
            self._catch_up()  # 2
            self.refuse_if_unfit()  # 3
            self._refuse_if_behind(lock)
            if follows is not None and follows != self._head:
                raise Refused("RC022")
            number = self._lines + 1
            with _within_format():
                entries, line, link = make_line(bodies, salts or [self.salt() for _ in bodies], self._head, number)
            self._write_line(line)  # 4
            self._added += entries
            self._head, self._lines, self._length = link, number, self._length + len(line)
            self._situation = None
            self._note_writer(lock, bodies[0]["at"])  # 5
        return entries

    def _catch_up(self) -> None:
        """Read what others appended, or a file that replaced ours."""
        try:
            found = os.stat(self._record_file)  # noqa: PTH116 - once an answer, and Path costs more than the call
        except OSError as error:
            raise OutsideFailure("RC011", file=self._record_file, reason=error.strerror) from error
        if self._record is not None and found.st_ino != self._record.inode:
            self._close_record()
        if found.st_size == self._length and self._record is not None:
            return
        self._take(read_chain((self.folder / RECORD_FILE).read_bytes()))
        self._record = self._record or _Open(descriptor=_open(self._record_file), inode=found.st_ino)

    def _write_line(self, line: bytes) -> None:
        """Write a line at the end and make it durable; on failure cut the file back to its last whole line.

        A torn tail, which would show through behind a shorter line, is cut before, and `cut` says so.

        Raises:
            OutsideFailure: with the system's reason.
        """
        assert self._record is not None
        descriptor = self._record.descriptor
        try:
            if self._chain.torn:
                os.ftruncate(descriptor, self._length)
                self.cut, self._chain = self._chain.torn, replace(self._chain, torn=0)
            _write_all(descriptor, line, self._length)
            full_sync(descriptor)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(descriptor, self._length)
            raise OutsideFailure("RC011", file=self._record_file, reason=error.strerror or str(error)) from error

    def _close_record(self) -> None:
        if self._record is not None:
            os.close(self._record.descriptor)
            self._record = None

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

    def _refuse_if_behind(self, lock: int) -> None:
        """Refuse where the lock file remembers a head that the record does not hold: lines are on the way, or gone."""
        os.lseek(lock, 0, os.SEEK_SET)
        note = os.read(lock, 4096)
        if note == self._own_note:
            return
        last = _read_note(note)
        if last is None or self.complete:
            return
        if find_prefix(self.chain, str(last["head"])) is None:
            raise Refused("RC016" if last["machine"] != self.machine else "RC021", at=last.get("at", "?"))

    def _note_writer(self, lock: int, at: str) -> None:
        """Write one line of fixed length, so that nothing of an older note is left behind it."""
        note = f'{{"at":"{at}","head":"{self._head.hex()}",{self._writer}}}'.encode()
        try:
            self._own_note = note.ljust(_NOTE_LENGTH) + b"\n"
            _write_all(lock, self._own_note, 0)
        except OSError:
            return  # the record itself is safe; a full disk may leave the note out of date

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Hold the lock; both files stay open for the sitting, the lock does not."""
        if self._lock < 0:
            self._lock = _open(self._lock_file)
        _lock(self._lock)
        try:
            yield self._lock
        finally:
            if sys.platform == "win32":
                self._close_record()  # an open file could not be replaced by an erasure there
            _unlock(self._lock)

    def close(self) -> None:
        """Close both files; the next append opens them again."""
        self._close_record()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __del__(self) -> None:
        """Close both files with the store."""
        self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictCopy:
    """A sibling that a sync client left; harmless if the record holds all of it: going on past a longer one forks."""

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
    store = RecordStore(folder=folder, machine=machine, salt=salt, read=read_chain(b""))
    try:
        store.append(bodies)
    except BaseException:
        discard_record(store)  # an empty record would be taken for a damaged one
        raise
    return store


def discard_record(store: RecordStore) -> None:
    """Take back a record that this command created and could not finish; nobody has seen it."""
    store.close()
    for file in (RECORD_FILE, LOCK_FILE):  # the lock file would remember a head that the next record does not have
        (store.folder / file).unlink(missing_ok=True)


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
    return RecordStore(folder=folder, machine=machine, salt=salt, read=chain)


def find_copies(folder: Path) -> tuple[ConflictCopy, ...]:
    """Look for conflict copies ``record*.jsonl`` beside the record."""
    own = (folder / RECORD_FILE).read_bytes()
    own = own[: own.rfind(b"\n") + 1]  # what is left once the next writer has cut a torn tail
    found: list[ConflictCopy] = []
    for path in sorted(folder.glob("record*.jsonl")):
        if path.name != RECORD_FILE:
            other = path.read_bytes()
            found.append(ConflictCopy(name=path.name, harmless=own.startswith(other)))
    return tuple(found)


@contextmanager
def _within_format() -> Iterator[None]:
    """Raise what the format cannot keep as BadInput, with the reason."""
    try:
        yield
    except NotCanonical as error:
        raise BadInput("RC012", reason=error) from error


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    """Write everything: one call does, unless the disk fills or a signal comes in between."""
    os.lseek(descriptor, offset, os.SEEK_SET)
    while data:
        data = data[os.write(descriptor, data) :]


def _open(path: str) -> int:
    """Open a file for reading and writing without cutting it; make it where it is missing.

    Raises:
        OutsideFailure: with the system's reason.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, flags, 0o644)
    except OSError as error:
        raise OutsideFailure("RC011", file=path, reason=error.strerror) from error


def full_sync(descriptor: int) -> None:
    """Flush a file down to the drive; macOS needs F_FULLFSYNC for that."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # not every file system knows it: then a plain fsync has to do
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)  # the data and the size; only times may come later
    else:
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


def _read_note(note: bytes) -> Mapping[str, Any] | None:
    try:
        writer = json.loads(note)
    except ValueError:
        return None
    return writer if isinstance(writer, dict) and {"machine", "head"} <= set(writer) else None


if sys.platform == "win32":
    import msvcrt

    _LOCK_AT = 1 << 30  # far behind the text, so that others can still read who wrote last

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCK_AT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCK_AT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
