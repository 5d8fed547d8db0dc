"""What a sealed PDF carries inside: the edition file and the checklist, as attached (pikepdf).

Rules: only the two names that the edition format knows are read, each exactly once; nothing is unpacked beyond
`MAX_BYTES`, so that a few bytes cannot grow to gigabytes. Leaves to others: what the files say (`baseline`).
"""

from __future__ import annotations

import zlib
from typing import Any

from takeover.baseline.model import CHECKLIST_FILE, EDITION_FILE

MAX_BYTES = {EDITION_FILE: 8 * 1024 * 1024, CHECKLIST_FILE: 640 * 1024}
"""Longest of each: an edition of 1 000 entries has 1 MB, the bundled checklist 160 kB."""
_MAX_DEPTH = 8
_MAX_FILES = 1000


class NoEdition(ValueError):
    """The PDF does not carry the two files of an edition; `name` is the one that is missing, doubled or unreadable."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def read_edition_files(pdf: Any) -> tuple[bytes, bytes]:
    """Return edition.jsonl and checklist.json out of an open pikepdf document.

    Raises:
        NoEdition: one of them is missing, attached twice, or cannot be unpacked.
    """
    return _read_attachment(pdf, EDITION_FILE), _read_attachment(pdf, CHECKLIST_FILE)


def _read_attachment(pdf: Any, name: str) -> bytes:
    found = [specification for specification in _file_specifications(pdf) if _name_of(specification) == name]
    if len(found) != 1:
        raise NoEdition(name)
    try:
        return _unpack(found[0]["/EF"]["/F"], MAX_BYTES[name])
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error) as error:
        raise NoEdition(name) from error


def _file_specifications(pdf: Any) -> list[Any]:
    """List what the catalogue names as associated or embedded, each object once (ISO 32000-2, 14.13 and 7.11.4)."""
    from pikepdf import Array, Dictionary

    listed = [*_items(pdf.Root.get("/AF")), *_named_files(pdf)]
    kept = {item.objgen: item for item in listed if isinstance(item, Dictionary) and not isinstance(item, Array)}
    return list(kept.values())


def _named_files(pdf: Any) -> list[Any]:
    """List the leaves of the name tree of embedded files, to a depth that no honest file reaches."""
    level = [pdf.Root.get("/Names", {}).get("/EmbeddedFiles")]
    found: list[Any] = []
    for _ in range(_MAX_DEPTH):
        level = [node for node in level if node is not None]
        for node in level:
            found += _items(node.get("/Names"))
        level = [kid for node in level for kid in _items(node.get("/Kids"))]
    return found


def _items(array: Any) -> list[Any]:
    from pikepdf import Array

    return list(array)[:_MAX_FILES] if isinstance(array, Array) else []


def _name_of(specification: Any) -> str:
    return str(specification.get("/UF", specification.get("/F", "")))


def _unpack(stream: Any, most: int) -> bytes:
    raw: bytes = stream.read_raw_bytes()
    packing = stream.get("/Filter")
    filters = [str(name) for name in _items(packing)] if _items(packing) else [str(packing)] if packing else []
    if len(raw) > most or "/DecodeParms" in stream or filters not in ([], ["/FlateDecode"]):
        raise ValueError("packed in a way that the edition format does not use")
    if not filters:
        return raw
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(raw, most)
    if not unpacker.eof:
        raise ValueError("too long or cut")
    return data
