"""The page of a verification: what was checked of one file, on a page that can be filed or mailed.

The words come ready (`signing.describe`, catalogues); this only lays them out, as PDF/A like every other paper. It is
evidence of what was looked at and when by this computer's clock; it proves nothing about the file by itself, and says
so. Leaves to others: verifying (room ``signing``), the clock and the file (`cli`).
"""

from __future__ import annotations

from dataclasses import dataclass

from takeover.report.html import VERIFICATION, load_environment
from takeover.report.pdf.typeset import typeset
from takeover.resources import templates_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing found, with its mark and its state (passed, failed, indeterminate, not_checked)."""

    mark: str
    state: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One layer: its title, which says its state, and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """All that the page shows; `facts` are pairs of a label and a value, `created` is UTC, ISO 8601."""

    language: str
    title: str
    verdict: str
    state: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    closing: str
    created: str


def render_result(result: ResultPage) -> bytes:
    """Render the page as PDF; characters without a glyph are spelled out, since names in certificates are foreign.

    Raises:
        OutsideFailure: WeasyPrint, a system library or the font is missing.
    """
    page = str(load_environment(templates_folder()).get_template(VERIFICATION).render(result=result))
    return typeset(page, created=result.created, language=result.language, spell_out=True)
