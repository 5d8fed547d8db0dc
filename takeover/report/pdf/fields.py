"""Form fields exactly over laid-out boxes: links to ``sigfield:NAME`` and ``textfield:NAME`` are rewritten in place.

A link has the box's rectangle, its place in the reading order and its element in the structure tree already. The
element becomes a Form whose only child is the annotation itself and not a list of one: pyHanko's difference analysis
accepts nothing else in a tagged file. Appearances are empty, not missing (ISO 19005-3, 6.3.3).
"""

from __future__ import annotations

import io
from typing import Any

from takeover.fonts import Fonts
from takeover.report.pdf.parts import SignatureBox
from takeover.report.pdf.tree import UnexpectedPdf, parent_tree

SIGNATURE_SCHEME = "sigfield:"
TEXT_SCHEME = "textfield:"
FIELD_FONT = "Report"
TEXT_SIZE = 9
_MULTILINE = 4096
_PRINT = 4
_LINK_KEYS = ("/A", "/BS", "/Contents", "/Border", "/Dest", "/H")
_FIRST_CODE, _LAST_CODE = 0x20, 0xFF


def place_fields(pdf: Any, boxes: tuple[SignatureBox, ...], fonts: Fonts) -> None:
    """Turn the links into fields and list them in the form.

    Raises:
        UnexpectedPdf: a field has no link or several, or a link names no field.
    """
    links = _find_links(pdf)
    wanted = [SIGNATURE_SCHEME + box.field for box in boxes] + [TEXT_SCHEME + box.reserve_field for box in boxes]
    if sorted(wanted) != sorted(target for target, _, _ in links):
        raise UnexpectedPdf(f"fields {sorted(wanted)} do not match links {sorted(t for t, _, _ in links)}")
    if not boxes:
        return
    by_target = {f"{SIGNATURE_SCHEME}{box.field}": box for box in boxes}
    by_target |= {f"{TEXT_SCHEME}{box.reserve_field}": box for box in boxes}
    elements = parent_tree(pdf)
    for target, annotation, page in links:
        _make_widget(pdf, annotation, page)
        _make_form_element(elements[int(annotation.StructParent)])
        if target.startswith(SIGNATURE_SCHEME):
            _make_signature_field(pdf, annotation, by_target[target])
        else:
            _make_text_field(annotation, by_target[target])
    _make_form(pdf, [annotation for _, annotation, _ in links], fonts)


def _find_links(pdf: Any) -> list[tuple[str, Any, Any]]:
    found = []
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            target = str(annotation.get("/A", {}).get("/URI", ""))
            if target.startswith((SIGNATURE_SCHEME, TEXT_SCHEME)):
                found.append((target, annotation, page))
    return found


def _make_widget(pdf: Any, annotation: Any, page: Any) -> None:
    from pikepdf import Array, Dictionary, Name

    left, right = sorted(round(float(annotation.Rect[at]), 3) for at in (0, 2))
    bottom, top = sorted(round(float(annotation.Rect[at]), 3) for at in (1, 3))
    for key in _LINK_KEYS:
        if key in annotation:
            del annotation[key]
    annotation.Subtype, annotation.F, annotation.P = Name.Widget, _PRINT, page.obj
    annotation.Rect = Array([left, bottom, right, top])
    box = Array([0, 0, round(right - left, 3), round(top - bottom, 3)])
    look = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())
    annotation.AP = Dictionary(N=look)


def _make_form_element(element: Any) -> None:
    from pikepdf import Name

    if len(element.K) != 1 or element.K[0].get("/Type") != Name.OBJR:
        raise UnexpectedPdf("a field's link must hold nothing but itself")
    element.S = Name.Form
    element.K = element.K[0]


def _make_signature_field(pdf: Any, annotation: Any, box: SignatureBox) -> None:
    from pikepdf import Array, Dictionary, Name, String

    annotation.FT, annotation.T, annotation.TU = Name.Sig, String(box.field), String(box.tip)
    locked = Array([String(box.reserve_field), String(box.field)])
    annotation.Lock = pdf.make_indirect(Dictionary(Type=Name.SigFieldLock, Action=Name.Include, Fields=locked))


def _make_text_field(annotation: Any, box: SignatureBox) -> None:
    from pikepdf import Name, String

    annotation.FT, annotation.T, annotation.TU = Name.Tx, String(box.reserve_field), String(box.reserve_tip)
    annotation.Ff = _MULTILINE
    annotation.DA = String(f"/{FIELD_FONT} {TEXT_SIZE} Tf 0 g")


def _make_form(pdf: Any, annotations: list[Any], fonts: Fonts) -> None:
    from pikepdf import Array, Dictionary, String

    resources = Dictionary(Font=Dictionary({f"/{FIELD_FONT}": _embed_field_font(pdf, fonts)}))
    form = Dictionary(Fields=Array(annotations), SigFlags=0, DR=resources)
    form.DA = String(f"/{FIELD_FONT} {TEXT_SIZE} Tf 0 g")
    pdf.Root.AcroForm = pdf.make_indirect(form)


def _embed_field_font(pdf: Any, fonts: Fonts) -> Any:
    """Embed the regular face as a simple font, so that any viewer can type Latin text without a font of its own."""
    from fontTools.ttLib import TTFont
    from pikepdf import Array, Dictionary, Name

    data = _cut_field_font(fonts.regular)
    font: Any = TTFont(io.BytesIO(data), lazy=True)
    known, metrics = font.getBestCmap(), font["hmtx"]
    codes = range(_FIRST_CODE, _LAST_CODE + 1)
    widths = [metrics[known.get(ord(bytes([code]).decode("cp1252", "replace")), ".notdef")][0] for code in codes]
    head, line = font["head"], font["hhea"]
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/TAKEOV+NotoSansCJKsc-Regular"),
        Flags=32,
        FontBBox=Array([head.xMin, head.yMin, head.xMax, head.yMax]),
        ItalicAngle=0,
        Ascent=line.ascent,
        Descent=line.descent,
        CapHeight=font["OS/2"].sCapHeight,
        StemV=80,
        FontFile2=pdf.make_stream(data, Length1=len(data)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=descriptor.FontName,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=_FIRST_CODE,
            LastChar=_LAST_CODE,
            Widths=Array(widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


def _cut_field_font(regular: bytes) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(regular), recalcTimestamp=False)
    options = subset.Options(layout_features=[], name_IDs=[])
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(text=bytes(range(_FIRST_CODE, _LAST_CODE + 1)).decode("cp1252", "ignore"))
    cutter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
