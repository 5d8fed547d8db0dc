"""Texts in another language than the document's: each says which, so that a screen reader reads it in the right voice.

WeasyPrint knows the language of every text (`lang` is inherited in a page as a style is) but writes that of the
document alone, and its structure tree has no way back to the page. Only while a page is painted it is known which text
becomes which marked content. So the languages are noted then (`note_languages`), and the elements behind the marked
contents get theirs in the written file (`place_languages`; ISO 32000-1, 14.9.2; ISO 14289-1, 7.2).

Rules: only what is read aloud has a language of its own, never what stands around it, so that nothing inherits a wrong
one; text that lies directly in a link becomes a Span for that. A ``lang`` that is no language tag is left out.
Leaves to others: which text is in which language (the ``lang`` of the page). What is one string for both languages has
that of the document: alternative texts of pictures, tips of fields, bookmarks.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, TypeAlias

from takeover.report.pdf.tree import UnexpectedPdf, parent_tree

Spoken: TypeAlias = list[tuple[str, ...]]
"""For each page the language of each marked content in the order of their numbers; empty where none is known."""

_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""RFC 3066, to which PDF 1.7 and both standards hold."""


def note_languages(document: Any) -> Spoken:
    """Return a list to which every page of WeasyPrint's document adds its languages when it is painted."""
    spoken: Spoken = []
    for page in document.pages:
        page.paint = partial(_paint, page.paint, spoken)
    return spoken


def _paint(paint: Any, spoken: Spoken, stream: Any, scale: float) -> None:
    paint(stream, scale)
    boxes = getattr(stream, "_tags", None)  # box by box as they were painted; emptied while the tree is written
    if boxes is None:
        raise UnexpectedPdf("a page was painted without tags")
    spoken.append(tuple(box.style["lang"] or "" for box in boxes))


def place_languages(pdf: Any, spoken: Spoken, main: str) -> None:
    """Give every text in another language than `main`, which is the document's, its ``/Lang``.

    Raises:
        UnexpectedPdf: pages or marked contents are not those whose languages were noted.
    """
    if len(spoken) != len(pdf.pages):
        raise UnexpectedPdf(f"{len(pdf.pages)} pages, and the languages of {len(spoken)}")
    tree = parent_tree(pdf)
    for page, languages in zip(pdf.pages, spoken, strict=True):
        elements = tree[int(page.obj.StructParents)]
        if len(elements) != len(languages):
            raise UnexpectedPdf(f"{len(elements)} marked contents, and the languages of {len(languages)}")
        for number, language in enumerate(languages):
            if language != main and _TAG.fullmatch(language):
                _place_language(pdf, elements, number, language)


def _place_language(pdf: Any, elements: Any, number: int, language: str) -> None:
    from pikepdf import Name, String

    element = elements[number]
    if element.get("/S") == Name.Link:
        element = elements[number] = _part_from_link(pdf, element, number)
    element.Lang = String(language)


def _part_from_link(pdf: Any, link: Any, number: int) -> Any:
    """Put a marked content of a link into a Span between the two."""
    from pikepdf import Array, Dictionary, Name

    places = [at for at, kid in enumerate(link.K) if isinstance(kid, int) and kid == number]
    if len(places) != 1:
        raise UnexpectedPdf(f"marked content {number} found {len(places)} times in its link")
    span = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, P=link, Pg=link.Pg, K=Array([number])))
    link.K[places[0]] = span
    return span
