"""HTML to PDF/A-3a and PDF/UA-1 in one file: WeasyPrint lays out, `finisher` makes it conformant and reproducible.

Rules: the same arguments give the same bytes wherever the same tools are installed. Nothing is fetched: the only
addresses that are answered are our two fonts and ``data:``. Every character must have a glyph in the fonts given, so
that the choice of a system font never matters. WeasyPrint, pikepdf and Pango are loaded when a PDF is asked for;
without them everything else of the program works.
Leaves to others: what the document says (`html`), signing (room ``signing``).
"""

from __future__ import annotations

import datetime as dt
import gc
import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from takeover.baseline.page_mark import PageMark
from takeover.collection import no_collection
from takeover.errors import BadInput, OutsideFailure
from takeover.fonts import WITHOUT_GLYPH, Fonts, describe_character
from takeover.report.pdf.finisher import finish_pdf
from takeover.report.pdf.languages import note_languages
from takeover.report.pdf.parts import Attached, SignatureBox
from takeover.report.stages import Stage, Tell, tell_nobody

FONT_FAMILY = "Report"
"""The family that style sheets name."""
_PLACE_OF_ID = b"0" * 16
"""WeasyPrint writes an id without escapes, so that a carriage return or a parenthesis in it is lost."""
_PAGE_LAID_OUT = re.compile(r"Step 5 - Creating layout - Page (\d+)")
_LONG = 40
"""Pages from which on the time of looking for what can be freed is well spent."""
_FOOTNOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
_FONT_FACES = f"""
@font-face {{ font-family: {FONT_FAMILY}; font-weight: 400; src: url("font:regular") }}
@font-face {{ font-family: {FONT_FAMILY}; font-weight: 700; src: url("font:bold") }}
"""


def render_pdf(  # noqa: PLR0913 - all that a PDF is made of, each by its name
    html: str,
    *,
    fonts: Fonts,
    attachments: tuple[Attached, ...],
    document_id: bytes,
    created: str,
    fields: tuple[SignatureBox, ...],
    language: str,
    mark: PageMark | None = None,
    tell: Tell = tell_nobody,
) -> bytes:
    """Render a document; ``<a href="sigfield:NAME">`` and ``<a href="textfield:NAME">`` become the fields' places.

    Args:
        html: a whole page; its style sheet uses the family `FONT_FAMILY` in the weights 400 and 700.
        fonts: made by `takeover.fonts.prepare_fonts` for the text of `html`.
        attachments: embedded and associated with the document, in this order.
        document_id: 16 bytes.
        created: UTC, ISO 8601, as it stands in the manifest (``2026-11-22T02:53:16.123Z``).
        fields: the boxes; each name must stand in `html` exactly once, and no other.
        language: tag of the document's language (``en``, ``zh-Hans``).
        mark: what the codes on the pages say, where the page has ``<a href="pagemark:">`` in a running element.
        tell: is told each stage, and each page that is being laid out.

    Raises:
        OutsideFailure: WeasyPrint or one of its system libraries is missing.
        BadInput: a character of `html` has no glyph, or `html` asks for something from elsewhere (RP097).
    """
    weasyprint = load_weasyprint()
    _check_glyphs(html, fonts)
    when = dt.datetime.fromisoformat(created).astimezone(dt.UTC).replace(microsecond=0)
    with _told(tell), _refusing_addresses(), no_collection():  # a quarter of the time, for a fortieth of the memory
        laid_out = _lay_out(weasyprint, html, fonts, when, language)
        spoken = note_languages(laid_out)
        tell(Stage.PDF, 0)
        raw = laid_out.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=_PLACE_OF_ID, finisher=_let_go)
    tell(Stage.FINISHING, 0)
    return finish_pdf(
        raw,
        attachments=attachments,
        fields=fields,
        fonts=fonts,
        created=when,
        document_id=document_id,
        spoken=spoken,
        language=language,
        mark=mark,
    )


def _let_go(document: Any, _: Any) -> None:
    """Let go of a long document's boxes once they are drawn: a sixth of the memory, which writing takes again."""
    if len(document.pages) >= _LONG:
        document.pages = []
        gc.collect()  # boxes know their parents, so that nothing else frees them


@contextmanager
def _told(tell: Tell) -> Iterator[None]:
    """Pass on which page is being laid out; WeasyPrint says it to its logger ``weasyprint.progress``."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if found := _PAGE_LAID_OUT.fullmatch(record.getMessage()):
                tell(Stage.LAYOUT, int(found[1]))

    logger, listener = logging.getLogger("weasyprint.progress"), Listener()
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(listener)
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)


@contextmanager
def _refusing_addresses() -> Iterator[None]:
    """Say in words that a page asks for something from elsewhere, wherever WeasyPrint comes upon it."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        raise BadInput("RP097", address=str(error)[:200]) from error


def load_weasyprint() -> Any:
    """Import WeasyPrint and make sure that the libraries it needs for reproducible bytes are there.

    Raises:
        OutsideFailure: RP003 names the missing package or system library and how to install it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # said once more and better by RP003 below
            import weasyprint
            from weasyprint.text import ffi
    except ImportError as error:
        raise OutsideFailure("RP004", package=error.name or "weasyprint") from error
    except OSError as error:
        raise OutsideFailure("RP003", library="Pango") from error
    if ffi.harfbuzz_subset is None:
        raise OutsideFailure("RP003", library="HarfBuzz-Subset")
    return weasyprint


def _lay_out(weasyprint: Any, html: str, fonts: Fonts, when: dt.datetime, language: str) -> Any:
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _make_fetcher(fonts)
    configuration = FontConfiguration()
    faces = weasyprint.CSS(string=_FONT_FACES, font_config=configuration, url_fetcher=fetcher)
    page = _choose_page(weasyprint, html)(string=html, url_fetcher=fetcher, base_url=None)
    document = page.render(font_config=configuration, stylesheets=[faces])
    document.metadata.created = document.metadata.modified = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.lang = language
    _keep_links_whole(document)
    return document


def _keep_links_whole(document: Any) -> None:
    """Leave a link one annotation a line: WeasyPrint adds one for each element inside it (ISO 14289-1, 7.18.5)."""
    for page in document.pages:
        page.links = [link for link in page.links if link[3].element_tag.split(":")[0] == "a"]


def _choose_page(weasyprint: Any, html: str) -> Any:
    """Return WeasyPrint's class of a page, without the styles of footnotes where the style sheet names none.

    WeasyPrint computes five of them for every element: a fifth of its memory. The bytes are the same.
    """
    if "footnote" in html:
        return weasyprint.HTML
    from weasyprint.html import UA_STYLESHEET

    class Page(weasyprint.HTML):  # type: ignore[misc] # WeasyPrint is loaded late, as Any
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - WeasyPrint's signature
            sheets = super()._ua_stylesheets(forms)
            return [_leave_out_footnotes(sheet) if sheet is UA_STYLESHEET else sheet for sheet in sheets]

    return Page


def _leave_out_footnotes(sheet: Any) -> Any:
    """Copy a style sheet without its rules for footnotes; an entry of the matcher has its pseudo-element fourth."""
    sheet = copy(sheet)
    sheet.matcher = copy(sheet.matcher)
    sheet.matcher.other_selectors = [entry for entry in sheet.matcher.other_selectors if entry[3] not in _FOOTNOTES]
    return sheet


def _make_fetcher(fonts: Fonts) -> Any:
    """Answer our font scheme and ``data:``; stop at anything else instead of dropping it without a word."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    served = {"font:regular": fonts.regular, "font:bold": fonts.bold}

    class LockedFetcher(URLFetcher):
        def __init__(self) -> None:
            URLFetcher.__init__(self, allowed_protocols={"data"}, allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in served:
                return URLFetcherResponse(url, served[url], {"Content-Type": "font/ttf"})
            if url.startswith("data:"):
                return URLFetcher.fetch(self, url, headers)
            raise FatalURLFetchingError(f"refused to fetch {url}")

    return LockedFetcher()


def _check_glyphs(html: str, fonts: Fonts) -> None:
    from fontTools.ttLib import TTFont

    font: Any = TTFont(io.BytesIO(fonts.regular), lazy=True)
    known = font.getBestCmap()
    missing = sorted(character for character in set(html) - WITHOUT_GLYPH if ord(character) not in known)
    if missing:
        raise BadInput("RP002", characters=", ".join(map(describe_character, missing[:8])))
