"""A sheet as one self-contained HTML page and as PDF/A-3a and PDF/UA-1, tagged, without form fields."""

from __future__ import annotations

from typing import Literal

from takeover.catalogues import load_catalogue
from takeover.report.html import SHEET, load_environment
from takeover.report.pdf.typeset import typeset
from takeover.report.sheets.sheet import Sheet
from takeover.report.sheets.words import Said, Voices
from takeover.report.stages import Stage, Tell, tell_nobody
from takeover.resources import templates_folder


def render_sheet_page(sheet: Sheet, *, target: Literal["page", "print"] = "page") -> str:
    """Write a sheet as one page, for a browser or for the PDF; needs neither Pango nor a font."""
    voices = Voices(catalogues=tuple(map(load_catalogue, sheet.languages)), checklists=())

    def say(key: str, **values: Said | str | int) -> Said:
        return voices.say(key, **values)

    template = load_environment(templates_folder()).get_template(SHEET)
    return str(template.render(sheet=sheet, say=say, target=target))


def render_sheet(sheet: Sheet, *, created: str, spell_out: bool = False, tell: Tell = tell_nobody) -> bytes:
    """Render a sheet as PDF; `created` is a UTC time, ISO 8601. Its id is the beginning of the page's SHA-256.

    Raises:
        OutsideFailure: WeasyPrint, a system library or the font is missing.
        BadInput: a character of the list or of the project's name has no glyph, and is not to be spelled out.
    """
    tell(Stage.VIEW, 0)
    page = render_sheet_page(sheet, target="print")
    return typeset(page, created=created, language=sheet.languages[0], spell_out=spell_out, tell=tell)
