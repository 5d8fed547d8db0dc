"""The user's cache of compiled lists: a list that was read and found good is not read as YAML a second time.

A cache file belongs to one list file. Its first line says what the list was made of: every file, and a key, SHA-256
over the program's version and own code and over names and bytes of all those files. It also has the list's content hash
and, for each language, where the list in it stands behind this line (`columnar`) and its hash. The file counts only if
what the list is made of, said anew, is the same. One that is missing, stale, cut off, changed, too large, or that
somebody else could have written costs the time of reading the sources, never more; and so does a cache that cannot be
written.

The boundary of trust is the user: whoever can write as this user can change the lists themselves, too. What a takeover
pins is hashed anew from the list itself (`compiled`), so that even then its answers name the list that was shown.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from takeover import __version__
from takeover.checklist.columnar import read_columnar, write_columnar
from takeover.checklist.compiled import Loaded, Translations
from takeover.checklist.model import Checklist
from takeover.checklist.sources import find_translations, read_source
from takeover.collection import no_collection

VARIABLE = "TAKEOVER_CACHE"
"""The environment variable that names another folder."""
MAX_BYTES = 64 * 1024 * 1024


def find_cache(environment: Mapping[str, str]) -> Path:
    """Return the folder for compiled lists: as the variable says, else where this system keeps such files."""
    if given := environment.get(VARIABLE):
        return Path(given) / "checklists"
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "takeover" / "checklists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What a list is made of: main files and parts, their translations, and the main file of the list underneath.

    All by their absolute names, files with the bytes that were read; `base` is empty where the list stands on no other.
    """

    lists: Mapping[str, bytes]
    translations: Mapping[str, bytes]
    base: str = ""


def fetch_compiled(folder: Path, main: Path, base: Path | None, again: Callable[[], Loaded]) -> Loaded | None:
    """Return the list of a file as it was compiled; None where the cache cannot vouch for it.

    Args:
        folder: the cache.
        main: the list's main file, absolute.
        base: the main file of the list underneath, as the search finds it now.
        again: reads the list from its sources, for a translation that turns out to be damaged when it is asked for.
    """
    file = _file_of(folder, main)
    try:
        data = _read_own(file)
        end = data.index(b"\n") + 1
        header = json.loads(data[:end])
        lists = header["made_of"]["lists"]
        origins = Origins(
            lists={name: read_source(name) for name in lists},
            translations={name: read_source(name) for name in find_translations(lists)},
            base=str(base or ""),
        )
        if lists[0] != str(main) or header["made_of"] != _describe(origins):
            return None
        lines = [_Line(body=memoryview(data)[end:], sha256=header["sha256"], **line) for line in header["lines"]]
        source = lines[0].read()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    makers = {line.language: partial(_make, line, file, again) for line in lines[1:]}
    return Loaded(source=source, sha256=header["sha256"], translations=Translations(makers))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """The list in one language: where it stands in the body, and its hash together with the list's content hash."""

    body: memoryview
    sha256: str
    language: str
    start: int
    stop: int
    hash: str

    def read(self) -> Checklist:
        """Read the list.

        Raises:
            ValueError, LookupError, TypeError, AttributeError: it was changed.
        """
        written = self.body[self.start : self.stop]
        if _hash_line(self.sha256, self.language, written) != self.hash:
            raise ValueError
        with no_collection():
            return read_columnar(str(written, "utf-8"))


def _make(line: _Line, file: Path, again: Callable[[], Loaded]) -> Checklist:
    """Read a translation; a damaged cache file is removed, and the sources are read."""
    try:
        return line.read()
    except (ValueError, LookupError, TypeError, AttributeError):
        with suppress(OSError):
            file.unlink()
        return again().in_language(line.language)


def keep_compiled(folder: Path, main: Path, loaded: Loaded, origins: Origins) -> None:
    """Keep a list that was read and has no errors; where it cannot be kept, nothing happens."""
    lines, body = [], b""
    for language in loaded.languages:
        written = write_columnar(loaded.in_language(language))
        found = _hash_line(loaded.sha256, language, written)
        lines.append({"language": language, "start": len(body), "stop": len(body) + len(written), "hash": found})
        body += written
    header = {"made_of": _describe(origins), "sha256": loaded.sha256, "lines": lines}
    name = ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as out:
            out.write(json.dumps(header).encode() + b"\n" + body)
        Path(name).replace(_file_of(folder, main))
    except OSError:
        with suppress(OSError):
            if name:
                Path(name).unlink()


def _describe(origins: Origins) -> dict[str, Any]:
    """Say what a list is made of, with a hash over all of it."""
    key = hashlib.sha256(f"{__version__} {_hash_program()}".encode())
    for name, data in (*origins.lists.items(), *origins.translations.items()):
        key.update(_bytes_of(f"\n{name} {len(data)}\n"))
        key.update(data)
    return {
        "base": origins.base,
        "key": key.hexdigest(),
        "lists": list(origins.lists),
        "translations": list(origins.translations),
    }


def _hash_line(sha256: str, language: str, written: bytes | memoryview) -> str:
    digest = hashlib.sha256(f"{sha256} {language}\n".encode())
    digest.update(written)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _hash_program() -> str:
    """Hash the code that reads and checks lists: in a working copy it changes while the version does not."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _file_of(folder: Path, main: Path) -> Path:
    return folder / f"{main.stem}-{hashlib.sha256(_bytes_of(str(main))).hexdigest()[:32]}.json"


def _bytes_of(name: str) -> bytes:
    """Return the bytes of a file's name, also of one that is no UTF-8."""
    return name.encode("utf-8", "surrogateescape")


def _read_own(path: Path) -> bytes:
    """Read a file that nobody but this user can have written; a link or a pipe is not followed.

    Raises:
        OSError: it cannot be read, is no plain file, is too large, or is not this user's alone.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        state = os.fstat(descriptor)
        foreign = sys.platform != "win32" and (state.st_uid != os.geteuid() or bool(state.st_mode & 0o022))
        if foreign or not stat.S_ISREG(state.st_mode) or state.st_size > MAX_BYTES:
            raise PermissionError(f"{path} is not this user's alone")
        return os.read(descriptor, state.st_size)
    finally:
        os.close(descriptor)
