from __future__ import annotations

import struct
import zlib

import pytest

from takeover.report.house.images import check_logo


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def make_png(width: int = 2, height: int = 2, *, rows: bytes | None = None, interlaced: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced)
    data = rows if rows is not None else b"".join(b"\0" + b"\x10\x20\x30" * width for _ in range(height))
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(data)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def make_svg(inside: str = '<path d="M0 0h1"/>', attributes: str = 'viewBox="0 0 1 1"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


@pytest.mark.parametrize(("name", "data"), [("logo.png", make_png()), ("logo.svg", make_svg())])
def test_a_sound_logo_has_no_problem(name: str, data: bytes) -> None:
    assert check_logo(name, data) == ()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("logo.png", b"GIF89a", "RP062"),
        ("logo.png", make_svg(), "RP062"),
        ("logo.svg", make_png(), "RP062"),
        ("logo.svg", b"<html><svg/></html>", "RP062"),
        ("logo.png", make_png()[:-20], "RP063"),
        ("logo.png", make_png()[:40] + b"\xff" + make_png()[41:], "RP063"),
        ("logo.png", make_png(rows=b"\0"), "RP063"),
        ("logo.png", make_png(interlaced=1), "RP063"),
        ("logo.png", make_png(rows=bytes(10_000_000)), "RP063"),
        ("logo.png", make_png(60_000, 60_000, rows=b"\0"), "RP064"),
        ("logo.png", make_png() + bytes(500_001), "RP064"),
        ("logo.svg", b"<svg", "RP063"),
        ("logo.svg", make_svg(attributes=""), "RP063"),
        ("logo.svg", make_svg("<g/>" * 4_000), "RP064"),
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY a "a">]>' + make_svg(), "RP065"),
        ("logo.svg", make_svg("<script>alert(1)</script>"), "RP065"),
        ("logo.svg", make_svg("<text>PMO</text>"), "RP065"),
        ("logo.svg", make_svg('<image href="x.png"/>'), "RP065"),
        ("logo.svg", make_svg('<use href="other.svg#a"/>'), "RP065"),
        ("logo.svg", make_svg("<style>@import 'x.css';</style>"), "RP065"),
        ("logo.svg", make_svg('<path d="M0 0" onclick="x()"/>'), "RP065"),
        ("logo.svg", make_svg('<path d="M0 0" style="fill:url(http://x/)"/>'), "RP065"),
        ("logo.svg", make_svg("<foreignObject/>"), "RP065"),
    ],
)
def test_a_logo_that_cannot_be_printed_everywhere_is_refused(name: str, data: bytes, code: str) -> None:
    assert {problem.code for problem in check_logo(name, data)} == {code}
