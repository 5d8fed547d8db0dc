"""What the QR code on every page of a sealed PDF says: which baseline, which edition, which page of how many.

``TAKEOVER:1:ROOT:EDITION:PAGE/PAGES``, for example ``TAKEOVER:1:3F…9A:INTERNAL:3/18`` (docs/ink.md). ROOT is the root
of the baseline in hex, so that a page of paper is bound to the sealed record as firmly as the file. Capital letters,
because a QR code packs them closer; a reader takes small ones too. The 1 is the version of this format.

Pure: the report writes it, signing reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from takeover.baseline.model import EditionName

_MARK = re.compile(r"TAKEOVER:1:([0-9A-F]{64}):([A-Z]+):([1-9][0-9]{0,4})/([1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """One page of a sealed PDF; `root` is lower-case hex, pages count from 1."""

    root: str
    edition: EditionName
    page: int = 1
    pages: int = 1


def write_mark(mark: PageMark) -> str:
    """Write the text of a page's code."""
    return f"TAKEOVER:1:{mark.root}:{mark.edition.value}:{mark.page}/{mark.pages}".upper()


def read_mark(text: str) -> PageMark | None:
    """Read the text of a code; None where it is no page mark of ours, as on a parcel or a platform's own page."""
    found = _MARK.fullmatch(text.strip().upper())
    if found is None or found[2].lower() not in list(EditionName):
        return None
    page, pages = int(found[3]), int(found[4])
    if page > pages:
        return None
    return PageMark(root=found[1].lower(), edition=EditionName(found[2].lower()), page=page, pages=pages)
