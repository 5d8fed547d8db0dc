"""A signed file as it stood at the end of each of its revisions: opened without repairs, compared by place (pikepdf).

An incremental revision only adds bytes. So an object whose place is the same in two revisions (its offset; or its
object stream, the index in it, and the place of that stream) is read from the same bytes, and is the same object. That
holds under two conditions, which are looked at, not assumed:

1. Each object is whole within the revision that wrote it: every object is read once in that revision, and what the
   reader had to repair is told.
2. It names no object that was missing then and came later (a gap that is filled): all objects are looked through at
   the end of the file.

A file has limits that no honest baseline comes near: bytes, objects, revisions.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeAlias

MAX_BYTES = 64 * 1024 * 1024
MAX_REVISIONS = 24
"""Every party fills and signs; nobody else writes."""
MAX_MARKS = 200
MAX_OBJECTS = 100_000
"""A baseline of 100 pages with five signatures has 31 000."""
MAX_ENTRIES = 600_000
"""Objects times revisions: what is compared."""
MAX_UNPACKED = 64 * 1024 * 1024
"""What all packed streams of a file may grow to; a baseline of 100 pages has 5 MB."""
_MARK = re.compile(rb"startxref[\r\n ]+([0-9]{1,12})[\r\n ]+%%EOF(?:\r\n|\r|\n)?")
_PREVIOUS = re.compile(rb"/Prev\s+([0-9]{1,12})")
_CHUNK = 64 * 1024
_PACKED = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01-\xff])")
_REFERENCE = re.compile(rb"([0-9]{1,10}) ([0-9]{1,5}) R")

Number: TypeAlias = tuple[int, int]
"""The number of an object and its generation."""
Place: TypeAlias = tuple[int, ...]
"""Where an object is written: its offset; or object stream, index, and the place of the stream."""


class Unreadable(ValueError):
    """The bytes are no PDF that can be read without guessing; `code` names the sentence that says why."""

    def __init__(self, reason: str, code: str = "SG040") -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where a revision has its cross-reference section, and where it ends."""

    section: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is kept of a revision: the objects that it touched and that came with it, and what had to be repaired."""

    touched: frozenset[Number]
    came: frozenset[Number]
    repairs: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A file as it stood at the end of one revision; it takes memory, so only two are open at a time.

    `touched` are the objects that the revision wrote anew, added or removed, `came` those that it added; for the base
    both are empty. `fields` are the form fields by name.
    """

    pdf: Any
    end: int
    touched: frozenset[Number]
    came: frozenset[Number]
    fields: Mapping[str, Any]

    @property
    def form(self) -> Any:
        """The interactive form, or an empty mapping."""
        return self.pdf.Root.get("/AcroForm", {})

    def signed(self) -> frozenset[str]:
        """Names of the fields that hold a signature; /V counts as one only on fields of type /Sig."""
        return frozenset(
            name for name, field in self.fields.items() if str(field.get("/FT", "")) == "/Sig" and "/V" in field
        )

    def content(self, number: Number) -> bytes | None:
        """Return an object as text with its stream, or None where there is none."""
        import pikepdf

        item = self.pdf.get_object(number)
        if item is None:
            return None
        stream: bytes = item.read_raw_bytes() if isinstance(item, pikepdf.Stream) else b""
        text: bytes = item.unparse(resolved=True)
        return text + b"\0" + stream


def open_strictly(data: bytes, end: int | None = None) -> Any:
    """Open a PDF, or the part of it up to `end`, with pikepdf, without repairs.

    Raises:
        Unreadable: it is none, or would need repairs or a pass phrase, or has more objects than any baseline.
    """
    import pikepdf

    _check_header(data)
    try:
        pdf = pikepdf.open(BytesIO(memoryview(data)[:end]), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Unreadable("encrypted", "SG043") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Unreadable(str(error).rpartition(": ")[2]) from error
    if pdf.is_encrypted:
        raise Unreadable("encrypted", "SG043")
    if int(pdf.trailer.get("/Size", 0)) > MAX_OBJECTS:
        raise Unreadable(f"more than {MAX_OBJECTS} objects")
    return pdf


def _check_header(data: bytes) -> None:
    if not data.startswith(b"%PDF-"):
        raise Unreadable("no PDF header", "SG042")


def refuse_bombs(data: bytes) -> None:
    """Unpack every packed stream once, within bounds, before a reader does it without.

    Raises:
        Unreadable: together they grow beyond all measure.
    """
    room, view = MAX_UNPACKED, memoryview(data)
    for found in _PACKED.finditer(data):
        room -= _measure_unpacked(view[found.end() :], room)
        if room < 0:
            raise Unreadable(f"its streams grow to more than {MAX_UNPACKED} bytes")


def _measure_unpacked(packed: memoryview[int], most: int) -> int:
    """Return how many bytes a stream grows to, or some number beyond `most`; what is no stream grows to what it can."""
    unpacker, size = zlib.decompressobj(), 0
    for at in range(0, len(packed), _CHUNK):
        waiting: bytes | memoryview[int] = packed[at : at + _CHUNK]
        while waiting and size <= most and not unpacker.eof:
            try:
                size += len(unpacker.decompress(waiting, _CHUNK))
            except zlib.error:
                return size
            waiting = unpacker.unconsumed_tail
        if unpacker.eof or size > most:
            break
    return size


def find_extents(data: bytes) -> tuple[Extent, ...]:
    """Find where each revision of a file has its cross-reference section and its end, the sealed base first.

    The cross-reference sections are walked back from the last mark; each revision ends at the end-of-file mark behind
    its own section.

    Raises:
        Unreadable: a revision cannot be opened, or the file is beyond all measure.
    """
    _check_header(data)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES} bytes")
    refuse_bombs(data)
    marks = list(_MARK.finditer(data))
    if not 0 < len(marks) <= MAX_MARKS:
        raise Unreadable("end-of-file marks: " + str(len(marks)))
    last = marks[-1]
    extents = [Extent(section=int(last[1]), end=last.end())]
    while (previous := _read_previous(data[extents[0].section : extents[0].end])) is not None:
        newer = extents[0].section
        found = (mark for mark in marks if int(mark[1]) == previous and previous < mark.start() < newer)
        mark = next(found, None)
        if mark is None or len(extents) >= MAX_REVISIONS:
            raise Unreadable("broken chain of cross-reference sections")
        extents.insert(0, Extent(section=previous, end=mark.end()))
    return tuple(extents)


def _read_previous(section: bytes) -> int | None:
    """Return where the section before this one begins (ISO 32000-2, 7.5.5 and 7.5.8).

    A glance at its text, which saves opening the file; the reader has to agree afterwards (`walk_snapshots`).
    """
    keyword, end = (b"trailer", b"startxref") if section.startswith(b"xref") else (b"obj", b"stream")
    _, _, trailer = section.partition(keyword)
    found = _PREVIOUS.search(trailer, 0, max(0, trailer.find(end)))
    return int(found[1]) if found else None


def walk_snapshots(data: bytes, extents: tuple[Extent, ...]) -> Iterator[Snapshot]:
    """Open a file at the end of each of its revisions, one after the other.

    Raises:
        Unreadable: a revision cannot be opened, or another reader finds other revisions.
    """
    before: dict[Number, Place] = {}
    previous: int | None = None
    for extent in extents:
        pdf = open_strictly(data, extent.end)
        if pdf.trailer.get("/Prev") != previous:
            raise Unreadable("broken chain of cross-reference sections")
        after = _list_places(pdf)
        if len(after) * len(extents) > MAX_ENTRIES:
            raise Unreadable(f"more than {MAX_ENTRIES} objects in its revisions")
        changed = before.items() ^ after.items() if extent is not extents[0] else ()
        touched = frozenset(number for number, _ in changed)
        fields = {str(field.get("/T", "")): field for field in pdf.Root.get("/AcroForm", {}).get("/Fields", ())}
        yield Snapshot(pdf, extent.end, touched, touched - before.keys(), fields)
        before, previous = after, extent.section


def _list_places(pdf: Any) -> dict[Number, Place]:
    table = pdf.get_xref_table()
    if len(table) > MAX_OBJECTS:
        raise Unreadable(f"more than {MAX_OBJECTS} objects")
    places: dict[Number, Place] = {number: (entry.offset,) for number, entry in table.items() if entry.type == 1}
    for number, entry in table.items():
        if entry.type != 1:
            stream = entry.obj_stream_number
            places[number] = (stream, entry.obj_stream_index, *places.get((stream, 0), ()))
    return places


def trace_revision(snapshot: Snapshot) -> Trace:
    """Read all that a revision wrote (condition 1), and keep what is needed later."""
    for number in snapshot.touched:
        snapshot.content(number)
    return Trace(touched=snapshot.touched, came=snapshot.came, repairs=_list_repairs(snapshot.pdf))


def trace_base(data: bytes, end: int) -> Trace:
    """Read every object of the base (condition 1), in a document of its own: it keeps in memory what was read."""
    pdf = open_strictly(data, end)
    for _ in pdf.objects:
        pass
    return Trace(touched=frozenset(), came=frozenset(), repairs=_list_repairs(pdf))


def _list_repairs(pdf: Any) -> tuple[str, ...]:
    """What the reader had to repair, another reader repairs differently; the first will do."""
    return tuple(str(warning).rpartition(": ")[2] for warning in pdf.get_warnings()[:1])


def find_filled(data: bytes, end: int, traces: list[Trace]) -> list[tuple[int, Number]]:
    """Find the objects that name others which were missing and came later (condition 2), and the revision of these."""
    since = {number: revision for revision, trace in enumerate(traces) for number in trace.touched}
    came = {number: revision for revision, trace in enumerate(traces) for number in trace.came}
    later = [frozenset(number for number in came if came[number] > revision) for revision in range(len(traces))]
    return list(_list_filled(open_strictly(data, end), since, came, later)) if came else []


def _list_filled(
    pdf: Any, since: Mapping[Number, int], came: Mapping[Number, int], later: list[frozenset[Number]]
) -> Iterator[tuple[int, Number]]:
    for item in pdf.objects:
        if filled := _find_named(item, later[since.get(item.objgen, 0)]):
            yield min(came[number] for number in filled), item.objgen


def count_references(snapshot: Snapshot, number: Number) -> int:
    """Count how often the objects of a revision refer to one of them."""
    return sum(len(_find_named(item, frozenset({number}))) for item in snapshot.pdf.objects)


def _find_named(item: Any, numbers: frozenset[Number]) -> list[Number]:
    """List the objects among some to which an object refers; text that looks like a reference is looked at twice."""
    if not numbers:
        return []
    found = {(int(match[1]), int(match[2])) for match in _REFERENCE.finditer(item.unparse(resolved=True))}
    if found.isdisjoint(numbers):
        return []
    return [inside.objgen for inside in _walk(item) if getattr(inside, "objgen", (0, 0)) in numbers]


def _walk(item: Any) -> Iterator[Any]:
    """List all that stands inside an object, and stop at other objects."""
    import pikepdf

    waiting = [item]
    while waiting:
        part = waiting.pop()
        inside: list[Any]
        if isinstance(part, pikepdf.Array):
            inside = list(part)
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            inside = [part.get(key) for key in part.keys()]  # noqa: SIM118 - a stream is no mapping
        else:
            continue
        yield from inside
        waiting += [value for value in inside if getattr(value, "objgen", (0, 0)) == (0, 0)]
