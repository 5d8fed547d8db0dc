"""What a signed box shows: text drawn with an embedded subset font, as appearance streams (pyHanko's font engine).

Both fields of a box share one subset. Everything drawn is real text with its Unicode mapping, so that it can be
searched, read aloud and copied. A character that the font lacks stops the signing: an empty box in a signed record
would be a defect. Leaves to others: line breaking (`layout`), what is said (`sign`).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from takeover.errors import BadInput, OutsideFailure
from takeover.signing.layout import LEADING, PADDING, Advance, Block

_ASCENT = 0.95
_UNITS_PER_EM = 1000


def open_font(writer: Any, font: bytes) -> Any:
    """Load an OTF or TTF into pyHanko's glyph accumulator, which embeds the glyphs that are drawn.

    Raises:
        BadInput: the bytes are no single OpenType font (SG025).
    """
    from fontTools.ttLib import TTLibError
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulator

    try:
        return GlyphAccumulator(writer, BytesIO(_scale_to_thousand(font)), font_size=10)
    except (TTLibError, KeyError, ValueError) as error:
        raise BadInput("SG025") from error


def _scale_to_thousand(font: bytes) -> bytes:
    """Give the font 1000 units per em: pyHanko writes its widths into the PDF as they stand."""
    from fontTools.ttLib import TTFont, scaleUpem

    opened: Any = TTFont(BytesIO(font))
    if opened["head"].unitsPerEm == _UNITS_PER_EM:
        return font
    scaler: Any = scaleUpem
    scaler.scale_upem(opened, _UNITS_PER_EM)
    scaled = BytesIO()
    opened.save(scaled)
    return scaled.getvalue()


def check_glyphs(engine: Any, text: str) -> None:
    """Make sure that the font can draw a text.

    Raises:
        OutsideFailure: it lacks characters (SG026).
    """
    cmap = engine.tt.getBestCmap()
    missing = sorted({character for character in text if ord(character) not in cmap and character != "\n"})
    if missing:
        raise OutsideFailure("SG026", characters=" ".join(missing[:20]))


def advances(engine: Any) -> Advance:
    """Return how wide the font draws a character, in em."""
    cmap, widths, em = engine.tt.getBestCmap(), engine.tt["hmtx"], engine.units_per_em

    def advance(character: str) -> float:
        name = cmap.get(ord(character))
        return float(widths[name][0]) / em if name else 0.0

    return advance


def draw_block(writer: Any, engine: Any, block: Block, *, width: float, height: float) -> Any:
    """Add an appearance stream with the block's lines from the top of the box; return its reference."""
    from pyhanko.pdf_utils import generic as pdf_objects

    generic: Any = pdf_objects
    name = generic.NameObject
    engine.font_size = block.size
    commands = [b"/Tx BMC q BT", b"/F1 %g Tf" % block.size]
    for index, line in enumerate(block.lines):
        if line:
            baseline = height - PADDING - block.size * (_ASCENT + index * LEADING)
            commands += [b"1 0 0 1 %g %g Tm" % (PADDING, baseline), engine.shape(line).graphics_ops]
    commands.append(b"ET Q EMC")
    fonts = generic.DictionaryObject({name("/F1"): engine.as_resource()})
    form = {
        name("/Type"): name("/XObject"),
        name("/Subtype"): name("/Form"),
        name("/BBox"): generic.ArrayObject([generic.FloatObject(round(side, 3)) for side in (0, 0, width, height)]),
        name("/Resources"): generic.DictionaryObject({name("/Font"): fonts}),
    }
    return writer.add_object(generic.StreamObject(form, stream_data=b"\n".join(commands)))
