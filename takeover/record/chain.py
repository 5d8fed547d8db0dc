r"""The chain: how entries become lines, and how lines are read back and proven (docs/record-format.md, part 3).

1. commitment = H("entry", salt, canonical body); 2. link = H("line", previous link, commitments in order), the link
before line 1 being 32 zero bytes; 3. H(tag, x…) = SHA-256("takeover/" tag "/1\n" x…) over raw bytes.

Reading hashes the slices as they stand in the file, so that nothing is re-serialised. Slices alone prove that a line
is the one that was written; that its bodies are in canonical form is proven by `check_canonical`, which `seal`,
`verify` and `doctor` call. Leaves to others: files and locks (`store`), what the bodies mean (`situation`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from takeover.record.canonical import NotCanonical, encode_canonical

GENESIS = bytes(32)
BODY_DEPTH = 4
"""A body stands three levels inside its line, so it nests at most 5 deep."""
MAX_BODY = 256 * 1024
MAX_LINE = 16 * 1024 * 1024
_decode = json.JSONDecoder().raw_decode
_AFTER_BODY = re.compile(r',"commitment":"([0-9a-f]{64})","salt":"([0-9a-f]{64})"\}', re.ASCII)
_ERASED = re.compile(r'\{"commitment":"([0-9a-f]{64})"\}', re.ASCII)
_ENTRY_TAG, _LINE_TAG = b"takeover/entry/1\n", b"takeover/line/1\n"


def tagged_hash(tag: str, *parts: bytes) -> bytes:
    """H of the format: SHA-256 over "takeover/", the tag, "/1", a newline and the parts."""
    return sha256(b"takeover/" + tag.encode() + b"/1\n" + b"".join(parts)).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing said. `body` is None once erased; `line` counts from 1, 0 outside a record file."""

    commitment: str
    body: Mapping[str, Any] | None
    salt: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Where a record stops being provable: everything before `line` is intact."""

    line: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A record as read: its entries, the head (link of the last good line), and what is wrong behind it.

    `length` counts the bytes up to the last good line; `torn` those of a tail without final newline.
    """

    entries: tuple[Entry, ...]
    head: bytes
    lines: int
    length: int
    torn: int = 0
    damage: Damage | None = None


class LineDamage(ValueError):
    """A line does not follow the format or the chain; `code` is a problem code (docs/problems.md)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_entry(body: Mapping[str, Any], salt: bytes) -> Entry:
    """Commit to a body with a salt of 32 random bytes.

    Raises:
        NotCanonical: the body lies outside the profile or is larger than `MAX_BODY`.
    """
    return _commit(body, salt, 0)[0]


def _commit(body: Mapping[str, Any], salt: bytes, line: int) -> tuple[Entry, bytes]:
    """Commit to a body; return the entry and its text in a line."""
    encoded = encode_canonical(body, BODY_DEPTH)
    if len(encoded) > MAX_BODY:
        raise NotCanonical(f"body of {len(encoded)} bytes, {MAX_BODY} allowed")
    commitment = sha256(_ENTRY_TAG + salt + encoded).hexdigest()
    text = b'{"body":%b,"commitment":"%b","salt":"%b"}' % (encoded, commitment.encode(), salt.hex().encode())
    return Entry(commitment=commitment, body=body, salt=salt.hex(), line=line), text


def make_line(
    bodies: Sequence[Mapping[str, Any]], salts: Sequence[bytes], previous: bytes, number: int = 0
) -> tuple[tuple[Entry, ...], bytes, bytes]:
    """Make line `number` with its final newline out of bodies; return its entries, the line, its link.

    Raises:
        NotCanonical: a body lies outside the profile, or body or line is too large.
    """
    made = [_commit(body, salt, number) for body, salt in zip(bodies, salts, strict=True)]
    link = link_line(previous, [entry.commitment for entry, _ in made])
    texts = b",".join(text for _, text in made)
    line = b'{"entries":[%b],"link":"%b"}\n' % (texts, link.hex().encode())
    if len(line) > MAX_LINE:
        raise NotCanonical(f"line of {len(line)} bytes, {MAX_LINE} allowed")
    return tuple(entry for entry, _ in made), line, link


def link_line(previous: bytes, commitments: Sequence[str]) -> bytes:
    """Return the link of a line that follows `previous`."""
    return sha256(_LINE_TAG + previous + bytes.fromhex("".join(commitments))).digest()


def entry_to_plain(entry: Entry) -> dict[str, Any]:
    """Write an entry as the object of the format; an erased one is its commitment alone."""
    if entry.body is None:
        return {"commitment": entry.commitment}
    return {"body": dict(entry.body), "commitment": entry.commitment, "salt": entry.salt}


def read_chain(data: bytes) -> Chain:
    """Read a record's bytes and prove the chain; stop at the first line that does not follow."""
    entries: list[Entry] = []
    previous, number, offset = GENESIS, 0, 0
    while (end := data.find(b"\n", offset)) >= 0:
        try:
            found, link = _read_line(data[offset:end], previous, number + 1)
        except LineDamage as damage:
            broken = Damage(line=number + 1, code=damage.code)
            return Chain(entries=tuple(entries), head=previous, lines=number, length=offset, damage=broken)
        entries += found
        previous, number, offset = link, number + 1, end + 1
    return Chain(entries=tuple(entries), head=previous, lines=number, length=offset, torn=len(data) - offset)


def _read_line(line: bytes, previous: bytes, number: int) -> tuple[list[Entry], bytes]:
    if line.endswith(b"\r"):
        raise LineDamage("RC003")
    if len(line) >= MAX_LINE:
        raise LineDamage("RC004")
    try:
        text = line.decode()
        entries, end = _read_entries(text, number)
    except (ValueError, IndexError, RecursionError) as error:
        raise error if isinstance(error, LineDamage) else LineDamage("RC001") from error
    link = link_line(previous, [entry.commitment for entry in entries])
    if text[end:] != f'],"link":"{link.hex()}"}}':
        raise LineDamage("RC002" if text.startswith('],"link":"', end) else "RC001")
    return entries, link


def _read_entries(text: str, number: int) -> tuple[list[Entry], int]:
    if not text.startswith('{"entries":[{'):
        raise LineDamage("RC001")
    entries: list[Entry] = []
    at = 12
    while True:
        entry, at = _read_entry(text, at, number)
        entries.append(entry)
        if text[at] != ",":
            return entries, at
        at += 1


def _read_entry(text: str, at: int, number: int) -> tuple[Entry, int]:
    """Read ``{"body":…,"commitment":"…","salt":"…"}`` or ``{"commitment":"…"}`` at a place; return where it ends."""
    if erased := _ERASED.match(text, at):
        return Entry(commitment=erased[1], body=None, line=number), erased.end()
    if not text.startswith('{"body":{', at):
        raise LineDamage("RC001")
    body, end = _decode(text, at + 8)
    after = _AFTER_BODY.match(text, end)
    if after is None:
        raise LineDamage("RC001")
    commitment, salt = after.groups()
    encoded = text[at + 8 : end].encode()
    if sha256(_ENTRY_TAG + bytes.fromhex(salt) + encoded).hexdigest() != commitment:
        raise LineDamage("RC005")
    if len(encoded) > MAX_BODY:
        raise LineDamage("RC004")
    return Entry(commitment=commitment, body=body, salt=salt, line=number), after.end()


def find_clock_steps(entries: Iterable[Entry]) -> tuple[int, ...]:
    """List the lines that say an earlier time than the line before: a clock was set back. They count all the same."""
    times = {entry.line: entry.body["at"] for entry in entries if entry.body is not None}
    return tuple(line for (_, before), (line, at) in pairwise(sorted(times.items())) if at < before)


def find_prefix(chain: Chain, head: str) -> Chain | None:
    """Return the record up to the line whose link is `head`, or None where no line has it."""
    previous, upto = GENESIS, 0
    for number in range(1, chain.lines + 1):
        entries = []
        while upto < len(chain.entries) and chain.entries[upto].line == number:
            entries.append(chain.entries[upto].commitment)
            upto += 1
        previous = link_line(previous, entries)
        if previous.hex() == head:
            return Chain(entries=chain.entries[:upto], head=previous, lines=number, length=0)
    return None


def check_canonical(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield line number and reason for every line of a proven chain that is not its own canonical form."""
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        try:
            if encode_canonical(json.loads(line)) != line:
                yield number, "not canonical"
        except (ValueError, RecursionError) as error:
            yield number, str(error)
