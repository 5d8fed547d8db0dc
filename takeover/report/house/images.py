"""May a logo be printed: is it whole, of a size that makes sense, and does it show the same picture everywhere.

A PNG is read chunk by chunk and unpacked no further than it says it is large. An SVG may hold shapes only: no script,
nothing from elsewhere, and no text, because a font that lies on one machine makes other bytes on the next.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from takeover.problems import Place, Problem

MOST_BYTES = 500_000
MOST_PIXELS = 4_000_000
MOST_ELEMENTS = 3_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples a pixel by colour type (PNG, 11.2.2)."""
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(
    {
        "svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "use",
        "symbol", "clipPath", "linearGradient", "radialGradient", "stop", "metadata", "mask", "pattern", "style",
    }
)  # fmt: skip
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|javascript:|\\", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class _Broken(Exception):
    """The image cannot be read; says why in the words of the format."""


def check_logo(name: str, data: bytes) -> tuple[Problem, ...]:
    """Report what is wrong with a logo, by what it is and not by what its name says."""
    place = Place(file=name)
    if len(data) > MOST_BYTES:
        return (Problem(code="RP064", place=place, details={"size": f"{len(data):,} B", "most": f"{MOST_BYTES:,} B"}),)
    if name.endswith(".png") != data.startswith(_SIGNATURE) or (name.endswith(".svg") and b"<svg" not in data):
        return (Problem(code="RP062", place=place),)
    return tuple(_check_png(data, place) if name.endswith(".png") else _check_svg(data, place))


def _check_png(data: bytes, place: Place) -> Iterator[Problem]:
    try:
        width, height = _measure_png(data)
    except _Broken as reason:
        yield Problem(code="RP063", place=place, details={"reason": str(reason)})
        return
    if width * height > MOST_PIXELS:
        size, most = f"{width} × {height}", f"{MOST_PIXELS:,} px"
        yield Problem(code="RP064", place=place, details={"size": size, "most": most})


def _measure_png(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG that is whole; one that is too large is not unpacked."""
    chunks = list(_read_chunks(data))
    if chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise _Broken("IHDR … IEND")
    head = chunks[0][1]
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    depth, colour, interlaced = head[8], head[9], head[12]
    if not width or not height or colour not in _CHANNELS or interlaced:
        raise _Broken("IHDR: interlaced" if interlaced else "IHDR")
    if width * height > MOST_PIXELS:
        return width, height
    expected = height * (1 + -(-width * _CHANNELS[colour] * depth // 8))
    packed = zlib.decompressobj()
    try:
        pixels = packed.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"), expected + 1)
    except zlib.error as error:
        raise _Broken("IDAT") from error
    if len(pixels) != expected:
        raise _Broken("IDAT")
    return width, height


def _read_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body, checksum = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(checksum) != 4 or zlib.crc32(kind + body) != int.from_bytes(checksum, "big"):
            raise _Broken(kind.decode("latin-1"))
        yield kind, body
        at += 12 + length
    if at == len(_SIGNATURE):
        raise _Broken("IHDR")


def _check_svg(data: bytes, place: Place) -> Iterator[Problem]:
    if found := _DECLARATION.search(data):
        yield _foreign(place, found[0].decode())
        return
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities need a declaration, which is refused above
    except ET.ParseError as error:
        yield Problem(code="RP063", place=place, details={"reason": str(error)})
        return
    elements = list(root.iter())
    if root.tag != f"{_SVG}svg":
        yield Problem(code="RP062", place=place)
    elif len(elements) > MOST_ELEMENTS:
        size, most = f"{len(elements)} elements", f"{MOST_ELEMENTS} elements"
        yield Problem(code="RP064", place=place, details={"size": size, "most": most})
    elif not {"viewBox", "width"}.intersection(root.keys()):
        yield Problem(code="RP063", place=place, details={"reason": "viewBox"})
    else:
        found_parts = dict.fromkeys(what for element in elements for what in _find_foreign(element))
        yield from (_foreign(place, what) for what in found_parts)


def _find_foreign(element: ET.Element) -> Iterator[str]:
    """List what an element has that may not be in a logo."""
    tag = str(element.tag)
    name = tag.removeprefix(_SVG)
    if tag.startswith(_SVG) and name not in _SHAPES:
        yield f"<{name}>"
    if name == "style" and _ELSEWHERE.search(element.text or ""):
        yield "<style>"
    for key, value in element.items():
        local = key.rpartition("}")[2]
        if local.lower().startswith("on") or (local == "href" and not value.startswith("#")):
            yield f"{local}="
        elif _ELSEWHERE.search(value):
            yield f'{local}="{value[:40]}"'


def _foreign(place: Place, what: str) -> Problem:
    return Problem(code="RP065", place=place, details={"what": what})
