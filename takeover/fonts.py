"""The fonts of every PDF: two weights of one family, Latin and Chinese, cut down to the characters that are used.

They come from one package (extra ``takeover[zh]``) and never from the system, because fontconfig's choice is not
reproducible. The package holds a variable collection (one wght axis, CFF2). PDF knows no CFF2, so the outlines are
drawn at two weights into TrueType fonts, whose glyph numbers are their PDF character ids by definition.

1. HarfBuzz cuts the Simplified Chinese face down to the text at one weight, with the layout tables that are wanted:
kerning, and proportional Latin quotes (``pwid``) for English pages. It reads the file as it lies there; fontTools
would unpack map and variations of 65,000 glyphs first. 2. The outlines are drawn. No timestamp is written: the same
text gives the same bytes. Nothing is kept on disk.
"""

from __future__ import annotations

import importlib.util
import io
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from takeover.errors import BadInput, OutsideFailure

PACKAGE = "manimgx_fonts_cjk"
FILE = "NotoSansCJK-VF.otf.ttc"
FACE = "Noto Sans CJK SC"
WEIGHTS = {400: "Regular", 700: "Bold"}
ALWAYS = "".join(map(chr, range(0x20, 0x7F)))
"""Characters that are in every font: page numbers and markers are not part of any text."""
WITHOUT_GLYPH = frozenset("\n\r\t")
_LAYOUT_FEATURES = ("kern", "pwid")
_FOREIGN_TABLES = ("VVAR", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT")
_NAMES = (0, 1, 2, 4, 5, 6, 13, 14)
"""Copyright, family, style, full name, version, PostScript name, licence and its address."""
_CURVE_ERROR = 0.7
"""Largest distance between a cubic outline and its quadratic copy, in thousandths of an em."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Two TrueType fonts of one family."""

    regular: bytes
    bold: bytes


def missing_characters(text: Iterable[str]) -> tuple[str, ...]:
    """List the characters that the font has no glyph for, in code point order; line ends and tabs need none.

    Raises:
        OutsideFailure: the font package is not installed.
    """
    return _find_missing(_open_face(), set[str]().union(*text))


def prepare_fonts(text: Iterable[str]) -> Fonts:
    """Make both weights for these texts; printable ASCII is always in.

    Raises:
        OutsideFailure: the font package is not installed.
        BadInput: a character has no glyph; it would be printed as an empty box.
    """
    face = _open_face()
    characters = _choose_characters(face, text)
    regular, bold = (_draw_font(face, characters, weight, _LAYOUT_FEATURES) for weight in WEIGHTS)
    return Fonts(regular=regular, bold=bold)


def prepare_plain_font(text: Iterable[str]) -> bytes:
    """Make the regular weight alone, without kerning, for the few lines of a signature.

    Raises:
        OutsideFailure: the font package is not installed.
        BadInput: a character has no glyph; it would be printed as an empty box.
    """
    face = _open_face()
    return _draw_font(face, _choose_characters(face, text), next(iter(WEIGHTS)), ())


def describe_character(character: str) -> str:
    """Name a character so that a reader can find it: itself if it can be shown, code point, Unicode name."""
    name = unicodedata.name(character, "")
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}U+{ord(character):04X} {name}".strip()


def font_source() -> Path:
    """Return the font file of the package.

    Raises:
        OutsideFailure: the package is not installed, or its file is gone.
    """
    spec = importlib.util.find_spec(PACKAGE)
    file = Path(spec.origin).parent / FILE if spec and spec.origin else None
    if file is None or not file.is_file():
        raise OutsideFailure("RP001", package=PACKAGE.replace("_", "-"))
    return file


def _open_face() -> Any:
    """Open the face in the collection; the file is mapped, not read."""
    from uharfbuzz import Blob, Face, OTNameIdPredefined

    blob = Blob.from_file_path(str(font_source()))
    for number in range(int.from_bytes(bytes(blob.data[8:12]), "big")):
        face = Face(blob, number)
        if face.get_name(OTNameIdPredefined.FONT_FAMILY) == FACE:
            return face
    raise OutsideFailure("RP001", package=PACKAGE.replace("_", "-"))


def _find_missing(face: Any, characters: Collection[str]) -> tuple[str, ...]:
    from uharfbuzz import Font

    font, used = Font(face), set(characters) - WITHOUT_GLYPH
    return tuple(sorted(character for character in used if font.get_nominal_glyph(ord(character)) is None))


def _choose_characters(face: Any, text: Iterable[str]) -> frozenset[str]:
    characters = frozenset(ALWAYS).union(*text) - WITHOUT_GLYPH
    if missing := _find_missing(face, characters):
        raise BadInput("RP002", characters=", ".join(describe_character(character) for character in missing[:8]))
    return characters


def _draw_font(face: Any, characters: Collection[str], weight: int, features: Collection[str]) -> bytes:
    """Cut the face down at a weight and draw its outlines as a TrueType font."""
    from fontTools.ttLib import TTFont
    from uharfbuzz import Face, Font

    cut = _cut_face(face, characters, weight, features)
    font: Any = TTFont(io.BytesIO(cut), recalcTimestamp=False)
    _draw_glyphs(font, Font(Face(cut)))
    _finish_tables(font, weight)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _cut_face(face: Any, characters: Collection[str], weight: int, features: Collection[str]) -> bytes:
    """Keep these characters, the glyphs that the features lead to, and one weight; glyphs are numbered anew."""
    from uharfbuzz import SubsetFlags, SubsetInput

    wanted = SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(map(_read_tag, features))
    wanted.drop_table_tag_set.update(map(_read_tag, _FOREIGN_TABLES))
    wanted.name_id_set.update(_NAMES)
    wanted.flags = SubsetFlags.NO_HINTING | SubsetFlags.NOTDEF_OUTLINE
    wanted.pin_axis_location(face, "wght", float(weight))
    return bytes(wanted.subset(face).blob.data)


def _read_tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _draw_glyphs(font: Any, drawn: Any) -> None:
    """Put quadratic copies of the outlines into the font; `drawn` is the same font for HarfBuzz to draw from."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    names = font.getGlyphOrder()
    outlines: Any = newTable("glyf")
    widths = font["hmtx"]
    outlines.glyphs, outlines.glyphOrder = {}, names
    for number, name in enumerate(names):
        pen = TTGlyphPen(None)
        drawn.draw_glyph_with_pen(number, Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True))
        glyph = pen.glyph()
        glyph.recalcBounds(outlines)
        outlines.glyphs[name] = glyph
        widths[name] = (drawn.get_glyph_h_advance(number), getattr(glyph, "xMin", 0))
    del font["CFF2"]
    font["glyf"], font["loca"] = outlines, newTable("loca")


def _finish_tables(font: Any, weight: int) -> None:
    """Turn the tables of a CFF font into those of a TrueType font, and name the weight."""
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for name in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions"):
        setattr(limits, f"max{name}", 0)
    font.sfntVersion = "\0\1\0\0"
    font["post"].formatType = 3.0
    style = WEIGHTS[weight]
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = int(style == "Bold")
    for name_id, value in ((2, style), (4, f"{FACE} {style}"), (6, f"NotoSansCJKsc-{style}")):
        font["name"].setName(value, name_id, 3, 1, 0x409)
