"""The finisher: turns WeasyPrint's PDF/A-3a into one that is PDF/UA-1 as well, has fields and files, and never varies.

Each step cures what the libraries' defaults get wrong (measured with veraPDF and pyHanko; docs/adr on the PDF):

1. files are embedded and associated with fixed dates and MIME types; 2. links become form fields (`fields`) and page
marks (`marks`); 3. texts in another language say so (`languages`); 4. header cells get their scope, figures their box
in points; 5. running headers leave the reading order; 6. the XMP packet names PDF/UA in the first RDF; 7. no stream
ends in a carriage return.

What is relied on in WeasyPrint's output is checked and raises `UnexpectedPdf`; it is never guessed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from takeover.baseline.page_mark import PageMark
from takeover.fonts import Fonts
from takeover.report.pdf.fields import place_fields
from takeover.report.pdf.languages import Spoken, place_languages
from takeover.report.pdf.marks import place_marks
from takeover.report.pdf.parts import Attached, SignatureBox
from takeover.report.pdf.tree import UnexpectedPdf, dictionaries, parent_tree

_POINTS = 0.75
"""Points in a CSS pixel."""
_LINE_ENDS = (b"\r", b"\n")
_UA_DESCRIPTION = """<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def finish_pdf(  # noqa: PLR0913 - all that goes into a file besides its pages, each by its name
    raw: bytes,
    *,
    attachments: tuple[Attached, ...],
    fields: tuple[SignatureBox, ...],
    fonts: Fonts,
    created: dt.datetime,
    document_id: bytes,
    spoken: Spoken,
    language: str,
    mark: PageMark | None = None,
) -> bytes:
    """Finish a laid-out PDF: files in, links to fields and marks, conformance repaired, bytes fixed.

    `spoken` is what was noted when `raw` was painted, `language` the language of the document.

    Raises:
        UnexpectedPdf: the input is not what the pinned WeasyPrint writes, or does not match `fields` or `spoken`.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(raw)) as pdf:
        _attach_files(pdf, attachments, created)
        place_fields(pdf, fields, fonts)
        place_marks(pdf, mark)
        place_languages(pdf, spoken, language)
        _repair_elements(pdf)
        _take_out_running_headers(pdf)
        _name_pdf_ua(pdf)
        _compress_again(pdf)
        pdf.trailer.ID = pikepdf.Array([pikepdf.String(document_id)] * 2)
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            compress_streams=True,  # qpdf leaves the XMP packet readable all the same
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return buffer.getvalue()


def _attach_files(pdf: Any, attachments: tuple[Attached, ...], created: dt.datetime) -> None:
    """Embed the files and associate them with the document (ISO 19005-3, 6.8)."""
    from pikepdf import Array, Dictionary, Name, String

    date = String(created.strftime("D:%Y%m%d%H%M%SZ"))
    specs = []
    for file in attachments:
        stream = pdf.make_stream(file.content, Type=Name.EmbeddedFile, Subtype=Name("/" + file.media))
        checksum = String(hashlib.md5(file.content, usedforsecurity=False).digest())
        stream.Params = Dictionary(Size=len(file.content), CreationDate=date, ModDate=date, CheckSum=checksum)
        spec = Dictionary(Type=Name.Filespec, F=String(file.name), UF=String(file.name), Desc=String(file.description))
        spec.AFRelationship = Name("/" + file.relationship.value)
        spec.EF = Dictionary(F=stream, UF=stream)
        specs.append((file.name, pdf.make_indirect(spec)))
    if not specs:
        return
    pdf.Root.AF = Array([spec for _, spec in specs])
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    tree = [part for name, spec in sorted(specs, key=lambda pair: pair[0]) for part in (String(name), spec)]
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=Array(tree)))


def _repair_elements(pdf: Any) -> None:
    from pikepdf import Name

    for element in dictionaries(pdf):
        kind = element.get("/S")
        if kind == Name.TH and "/A" in element:
            in_head = element.P.get("/P", {}).get("/S") == Name.THead
            element.A.Scope = Name.Column if in_head else Name.Row
        elif kind == Name.Figure:
            _scale_box(element)


def _scale_box(figure: Any) -> None:
    """Give a figure its box in points from the page's lower left corner; WeasyPrint writes pixels from the upper."""
    from pikepdf import Array

    left, top, right, bottom = (float(number) * _POINTS for number in figure.A.BBox)
    height = float(figure.Pg.MediaBox[3])
    figure.A.BBox = Array([round(number, 2) for number in (left, height - bottom, right, height - top)])


def _take_out_running_headers(pdf: Any) -> None:
    """Make artifacts of what WeasyPrint paints in page margins but leaves out of the structure tree."""
    from pikepdf import Object

    rooted = {element.objgen for element in _walk_elements(pdf)}
    marks = parent_tree(pdf)
    for page in pdf.pages:
        elements = marks[int(page.obj.StructParents)]
        strays = [number for number, element in enumerate(elements) if element.objgen not in rooted]
        content = page.obj.Contents.read_bytes()
        for number in strays:
            pattern = rb"/\w+\s*<</MCID %d>>\s*BDC" % number
            content, found = re.subn(pattern, b"/Artifact <</Type /Pagination>> BDC", content)
            if found != 1:
                raise UnexpectedPdf(f"marked content {number} found {found} times")
            elements[number] = Object.parse(b"null")
        if strays:
            page.obj.Contents = pdf.make_stream(content)


def _walk_elements(pdf: Any) -> Iterator[Any]:
    from pikepdf import Array, Dictionary

    todo = [pdf.Root.StructTreeRoot.K]
    while todo:
        found = todo.pop()
        if isinstance(found, Array):
            todo.extend(found)
        elif isinstance(found, Dictionary):
            yield found
            if "/K" in found:
                todo.append(found.K)


def _name_pdf_ua(pdf: Any) -> None:
    """Write the PDF/UA identifier and its extension schema into the first RDF of the packet (ISO 14289-1, 5)."""
    from pikepdf import Name

    packet = pdf.Root.Metadata.read_bytes().decode()
    if packet.count("</rdf:RDF>") != 1:
        raise UnexpectedPdf("XMP packet without exactly one RDF")
    packet = packet.replace("</rdf:RDF>", f"{_UA_DESCRIPTION}</rdf:RDF>")
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _compress_again(pdf: Any) -> None:
    """Deflate streams so that their data do not end in CR or LF: strict readers then doubt the length.

    What WeasyPrint deflated well is left as it is: at a hundred pages that is six parts in seven of the time.
    """
    from pikepdf import Name, Stream

    for stream in pdf.objects:
        if not isinstance(stream, Stream) or stream.get("/Type") == Name.Metadata or _ends_well(stream):
            continue
        content = stream.read_bytes()
        tries = (zlib.compress(content, level) for level in (6, 9, 8, 7, 5, 4, 3, 2, 1))
        packed = next((data for data in tries if data[-1:] not in _LINE_ENDS), None)
        if content and packed:
            stream.write(packed, filter=Name.FlateDecode)


def _ends_well(stream: Any) -> bool:
    from pikepdf import Name

    return stream.get("/Filter") == Name.FlateDecode and stream.read_raw_bytes()[-1:] not in _LINE_ENDS
