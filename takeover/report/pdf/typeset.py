"""From a finished page to a PDF in one call: characters without a glyph, fonts, the document's id, layout.

Every kind of paper goes this way: reports, the private annex, blank sheets, the page of a verification.
"""

from __future__ import annotations

import hashlib

from takeover.baseline.page_mark import PageMark
from takeover.fonts import missing_characters, prepare_fonts
from takeover.report.pdf.parts import Attached, SignatureBox
from takeover.report.pdf.render import render_pdf
from takeover.report.stages import Stage, Tell, tell_nobody

ID_BYTES = 16


def typeset(  # noqa: PLR0913 - all that a paper may have, each by its name
    page: str,
    *,
    created: str,
    language: str,
    spell_out: bool = False,
    document_id: bytes = b"",
    attachments: tuple[Attached, ...] = (),
    fields: tuple[SignatureBox, ...] = (),
    mark: PageMark | None = None,
    tell: Tell = tell_nobody,
) -> bytes:
    """Typeset a page. Without an id of `ID_BYTES` bytes the id is the beginning of the page's SHA-256.

    `spell_out` prints a character without glyph as ``[U+1F600]``: a record keeps what was typed for ever, so there
    must be a way to print it. All else is as in `render_pdf`.

    Raises:
        OutsideFailure: WeasyPrint, a system library or the font is missing.
        BadInput: a character has no glyph, and is not to be spelled out.
    """
    if spell_out:
        page = page.translate({ord(missing): f"[U+{ord(missing):04X}]" for missing in missing_characters((page,))})
    tell(Stage.FONTS, 0)
    return render_pdf(
        page,
        fonts=prepare_fonts((page,)),
        attachments=attachments,
        document_id=document_id or hashlib.sha256(page.encode()).digest()[:ID_BYTES],
        created=created,
        fields=fields,
        language=language,
        mark=mark,
        tell=tell,
    )
