"""A whole report in one call: view, page, fonts, PDF; draft or sealed, in the language of the baseline."""

from __future__ import annotations

from dataclasses import replace

from takeover.baseline.model import CHECKLIST_FILE, EDITION_FILE, Baseline
from takeover.baseline.page_mark import PageMark
from takeover.catalogues import split_languages
from takeover.report.html import render_html
from takeover.report.layout import PLAIN, Layout
from takeover.report.pairs import show_beside
from takeover.report.pdf.parts import Attached, Relationship, SignatureBox
from takeover.report.pdf.typeset import ID_BYTES, typeset
from takeover.report.stages import Stage, Tell, tell_nobody
from takeover.report.view.build import build_view
from takeover.report.view.model import SignBox, View


def render_page(baseline: Baseline, *, layout: Layout = PLAIN) -> str:
    """Render a baseline as one self-contained HTML page; needs neither Pango nor a font.

    Raises:
        BadInput: the templates of the house cannot be used for it.
    """
    return render_html(
        build_view(baseline, layout.words(baseline.language), layout.paper), target="page", layout=layout
    )


def render_draft(
    baseline: Baseline,
    *,
    created: str,
    spell_out: bool = False,
    layout: Layout = PLAIN,
    tell: Tell = tell_nobody,
) -> bytes:
    """Render a draft as PDF; `created` is a UTC time, ISO 8601.

    Raises:
        OutsideFailure: WeasyPrint, a system library or the font is missing.
        BadInput: a character of the texts has no glyph, and they are not to be spelled out.
    """
    tell(Stage.VIEW, 0)
    view = build_view(baseline, layout.words(baseline.language), layout.paper)
    return render_document(replace(view, created=created), spell_out=spell_out, layout=layout, tell=tell)


def render_baseline(
    baseline: Baseline,
    *,
    edition_file: bytes,
    checklist_file: bytes,
    spell_out: bool = False,
    layout: Layout = PLAIN,
    tell: Tell = tell_nobody,
) -> bytes:
    """Render a sealed baseline with its two files inside; the same baseline gives the same bytes with the same tools.

    Raises:
        OutsideFailure: WeasyPrint, a system library or the font is missing.
        BadInput: a character of the texts has no glyph, and they are not to be spelled out.
    """
    assert baseline.manifest is not None
    tell(Stage.VIEW, 0)
    return render_document(
        build_view(baseline, layout.words(baseline.language), layout.paper),
        document_id=bytes.fromhex(baseline.manifest.root)[:ID_BYTES],
        mark=PageMark(root=baseline.manifest.root, edition=baseline.edition),
        attachments=attach_files(edition_file, checklist_file),
        spell_out=spell_out,
        layout=layout,
        tell=tell,
    )


def render_document(
    view: View,
    *,
    document_id: bytes = b"",
    mark: PageMark | None = None,
    attachments: tuple[Attached, ...] = (),
    spell_out: bool = False,
    layout: Layout = PLAIN,
    tell: Tell = tell_nobody,
) -> bytes:
    """Render a view as PDF; a draft has no id of its own. `spell_out` is that of `typeset`."""
    return typeset(
        render_html(view, target="print", layout=layout),
        created=view.created,
        language=split_languages(view.language)[0],
        spell_out=spell_out,
        document_id=document_id,
        attachments=attachments,
        fields=tuple(map(_place_box, view.boxes)),
        mark=mark,
        tell=tell,
    )


def attach_files(edition_file: bytes, checklist_file: bytes) -> tuple[Attached, ...]:
    """Name the two files that travel inside a sealed report (docs/edition-format.md)."""
    return (
        Attached(
            name=EDITION_FILE,
            content=edition_file,
            media="application/jsonl",
            description="The record of this edition: manifest and disclosed entries",
            relationship=Relationship.DATA,
        ),
        Attached(
            name=CHECKLIST_FILE,
            content=checklist_file,
            media="application/json",
            description="The questions of this edition",
            relationship=Relationship.SUPPLEMENT,
        ),
    )


def _place_box(box: SignBox) -> SignatureBox:
    return SignatureBox(
        field=box.field,
        reserve_field=box.reserve_field,
        tip=show_beside(box.tip),
        reserve_tip=show_beside(box.reserve_tip),
    )
