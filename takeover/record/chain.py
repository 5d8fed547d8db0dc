r"""The chain: how entries become lines, and how lines are read back and proven (docs/record-format.md, part 3).

1. commitment = H("entry", salt, canonical body); 2. link = H("line", previous link, commitments in order), the link
before line 1 being 32 zero bytes; 3. H(tag, x…) = SHA-256("takeover/" tag "/1\n" x…) over raw bytes.

Reading hashes the slices as they stand in the file, so that nothing is re-serialised. Slices alone prove that a line
is the one that was written; that its bodies are in canonical form is proven by `check_canonical`, which `seal`,
`verify` and `doctor` call. Leaves to others: files and locks (`store`), what the bodies mean (`situation`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from takeover.record.canonical import NotCanonical, encode_canonical

GENESIS = bytes(32)
MAX_BODY = 256 * 1024
MAX_LINE = 16 * 1024 * 1024
_decode = json.JSONDecoder().raw_decode


def tagged_hash(tag: str, *parts: bytes) -> bytes:
    """H of the format: SHA-256 over "takeover/", the tag, "/1", a newline and the parts."""
    return hashlib.sha256(b"takeover/" + tag.encode() + b"/1\n" + b"".join(parts)).digest()


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
    intact_entries: int = 0


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
    encoded = encode_canonical(body)
    if len(encoded) > MAX_BODY:
        raise NotCanonical(f"$: body of {len(encoded)} bytes, {MAX_BODY} allowed")
    return Entry(commitment=tagged_hash("entry", salt, encoded).hex(), body=body, salt=salt.hex())


def link_line(previous: bytes, commitments: Sequence[str]) -> bytes:
    """Return the link of a line that follows `previous`."""
    return tagged_hash("line", previous, *(bytes.fromhex(commitment) for commitment in commitments))


def encode_line(entries: Sequence[Entry], previous: bytes) -> tuple[bytes, bytes]:
    """Encode one line with its final newline; return it with its link.

    Raises:
        NotCanonical: the line is larger than `MAX_LINE`.
    """
    link = link_line(previous, [entry.commitment for entry in entries])
    line = encode_canonical({"entries": [entry_to_plain(entry) for entry in entries], "link": link.hex()}) + b"\n"
    if len(line) > MAX_LINE:
        raise NotCanonical(f"$: line of {len(line)} bytes, {MAX_LINE} allowed")
    return line, link


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
            broken = Damage(line=number + 1, code=damage.code, intact_entries=len(entries))
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
    if text.startswith('{"commitment":"', at):
        end = at + 81
        commitment = text[at + 15 : end - 2]
        if bytes.fromhex(commitment).hex() != commitment or text[end - 2 : end] != '"}':
            raise LineDamage("RC001")
        return Entry(commitment=commitment, body=None, line=number), end
    if not text.startswith('{"body":', at):
        raise LineDamage("RC001")
    body, end = _decode(text, at + 8)
    commitment, salt = text[end + 15 : end + 79], text[end + 89 : end + 153]
    frame = (text[end : end + 15], text[end + 79 : end + 89], text[end + 153 : end + 155])
    raw = bytes.fromhex(salt)
    if frame != (',"commitment":"', '","salt":"', '"}') or raw.hex() != salt or len(raw) != 32:
        raise LineDamage("RC001")
    encoded = text[at + 8 : end].encode()
    if tagged_hash("entry", raw, encoded).hex() != commitment:
        raise LineDamage("RC005")
    if not isinstance(body, dict) or len(encoded) > MAX_BODY:
        raise LineDamage("RC004")
    return Entry(commitment=commitment, body=body, salt=salt, line=number), end + 155


def check_canonical(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield line number and reason for every line of a proven chain that is not its own canonical form."""
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        try:
            if encode_canonical(json.loads(line)) != line:
                yield number, "not canonical"
        except (NotCanonical, ValueError) as error:
            yield number, str(error)
