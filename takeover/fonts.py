"""The fonts of every PDF: two weights of one family, Latin and Chinese, cut down to the characters that are used.

They come from one package (extra ``takeover[zh]``) and never from the system, because fontconfig's choice is not
reproducible. The package holds a variable collection (one wght axis, CFF2). PDF knows no CFF2, so the outlines are
drawn at two weights into TrueType fonts, whose glyph numbers are their PDF character ids by definition.

1. The layout tables of the Simplified Chinese face are subset to the text: kerning, and proportional Latin quotes
   (``pwid``) for English pages. 2. For each weight the tables are instanced and the outlines drawn. No timestamp is
written: the same text gives the same bytes. Nothing is kept on disk.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from takeover.errors import BadInput, OutsideFailure

PACKAGE = "manimgx_fonts_cjk"
FILE = "NotoSansCJK-VF.otf.ttc"
FACE = "Noto Sans CJK SC"
WEIGHTS = (400, 700)
ALWAYS = "".join(map(chr, range(0x20, 0x7F)))
"""Characters that are in every font: page numbers and markers are not part of any text."""
WITHOUT_GLYPH = frozenset("\n\r\t")
_LAYOUT_FEATURES = ("kern", "pwid")
_FOREIGN_TABLES = ("CFF2", "HVAR", "VVAR", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT")
_CURVE_ERROR = 0.7
"""Largest distance between a cubic outline and its quadratic copy, in thousandths of an em."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Two TrueType fonts of one family, and the file from which they were made."""

    regular: bytes
    bold: bytes
    source_sha256: str
    source_name: str


def missing_characters(text: Iterable[str]) -> tuple[str, ...]:
    """List the characters that the font has no glyph for, in code point order; line ends and tabs need none.

    Raises:
        OutsideFailure: the font package is not installed.
    """
    return _find_missing(text, _open_face(_read_source()))


def prepare_fonts(text: Iterable[str]) -> Fonts:
    """Make both weights for these texts; printable ASCII is always in.

    Raises:
        OutsideFailure: the font package is not installed.
        BadInput: a character has no glyph; it would be printed as an empty box.
    """
    texts = tuple(text)
    source = _read_source()
    face = _open_face(source)
    _refuse_missing(texts, face)
    skeleton = _subset_layout(source, set(ALWAYS).union(*texts) - WITHOUT_GLYPH)
    regular, bold = (_draw_weight(face, skeleton, weight) for weight in WEIGHTS)
    return Fonts(
        regular=regular, bold=bold, source_sha256=hashlib.sha256(source).hexdigest(), source_name=f"{FACE} ({FILE})"
    )


def prepare_plain_font(text: Iterable[str]) -> bytes:
    """Make the regular weight alone, without kerning, for the few lines of a signature: a third of the time.

    Raises:
        OutsideFailure: the font package is not installed.
        BadInput: a character has no glyph; it would be printed as an empty box.
    """
    texts = tuple(text)
    face = _open_face(_read_source())
    _refuse_missing(texts, face)
    characters = sorted(set(ALWAYS).union(*texts) - WITHOUT_GLYPH)
    return _build_plain(face, {ord(character): face.getBestCmap()[ord(character)] for character in characters})


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


def _read_source() -> bytes:
    return font_source().read_bytes()


def _open_face(source: bytes) -> Any:
    from fontTools.ttLib import TTFont

    for number in range(int.from_bytes(source[8:12], "big")):
        face = TTFont(io.BytesIO(source), fontNumber=number, lazy=True, recalcTimestamp=False)
        if face["name"].getDebugName(1) == FACE:
            return face
    raise OutsideFailure("RP001", package=PACKAGE.replace("_", "-"))


def _find_missing(texts: Iterable[str], face: Any) -> tuple[str, ...]:
    known = face.getBestCmap()
    used = set[str]().union(*texts) - WITHOUT_GLYPH
    return tuple(sorted(character for character in used if ord(character) not in known))


def _refuse_missing(texts: Iterable[str], face: Any) -> None:
    if missing := _find_missing(texts, face):
        raise BadInput("RP002", characters=", ".join(describe_character(character) for character in missing[:8]))


def _build_plain(face: Any, cmap: dict[int, str]) -> bytes:
    """Draw the glyphs of a character map into a font that has nothing else."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    names = [".notdef", *dict.fromkeys(cmap.values())]
    outlines = face.getGlyphSet(location={"wght": WEIGHTS[0]})
    glyphs = {}
    for name in names:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    head, line, metrics = face["head"], face["hhea"], face["OS/2"]
    builder: Any = FontBuilder(head.unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    sides = {name: getattr(builder.font["glyf"][name], "xMin", 0) for name in names}
    builder.setupHorizontalMetrics({name: (round(outlines[name].width), sides[name]) for name in names})
    builder.setupHorizontalHeader(ascent=line.ascent, descent=line.descent)
    builder.setupNameTable({"familyName": FACE, "styleName": "Regular", "psName": "NotoSansCJKsc-Regular"})
    ascent, descent, capitals = metrics.sTypoAscender, metrics.usWinDescent, metrics.sCapHeight
    builder.setupOS2(
        sTypoAscender=ascent, usWinAscent=metrics.usWinAscent, usWinDescent=descent, sCapHeight=capitals, fsType=0
    )
    builder.setupPost()
    builder.updateHead(created=head.created, modified=head.modified)
    return _save(builder.font)


def _subset_layout(source: bytes, characters: set[str]) -> bytes:
    """Cut the face down to these characters, without outlines; glyphs keep the names that they have in the face."""
    from fontTools import subset

    face = _open_face(source)
    for tag in _FOREIGN_TABLES:
        del face[tag]
    options = subset.Options(layout_features=list(_LAYOUT_FEATURES), name_IDs=[0, 1, 2, 4, 5, 6, 13, 14])
    options.glyph_names = True
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters])
    cutter.subset(face)
    names = face["post"]
    names.formatType, names.extraNames, names.mapping = 2.0, [], {}
    return _save(face)


def _draw_weight(face: Any, skeleton: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont, newTable
    from fontTools.varLib import instancer

    font = TTFont(io.BytesIO(skeleton), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font["glyf"], font["loca"] = newTable("glyf"), newTable("loca")
    font["glyf"].glyphs, font["glyf"].glyphOrder = {}, font.getGlyphOrder()
    outlines = face.getGlyphSet(location={"wght": weight})
    for name in font.getGlyphOrder():
        _draw_glyph(font, name, outlines[name])
    _finish_tables(font, weight)
    return _save(font)


def _draw_glyph(font: Any, name: str, outline: Any) -> None:
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    outline.draw(Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True))
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"].glyphs[name] = glyph
    font["hmtx"][name] = (round(outline.width), getattr(glyph, "xMin", 0))


def _finish_tables(font: Any, weight: int) -> None:
    """Turn the tables of a CFF font into those of a TrueType font, and name the weight."""
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for name in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions"):
        setattr(limits, f"max{name}", 0)
    font.sfntVersion = "\0\1\0\0"
    font["post"].formatType = 3.0
    style = "Bold" if weight == WEIGHTS[1] else "Regular"
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = int(style == "Bold")
    for name_id, value in ((2, style), (4, f"{FACE} {style}"), (6, f"NotoSansCJKsc-{style}")):
        font["name"].setName(value, name_id, 3, 1, 0x409)


def _save(font: Any) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
