"""The screen's page only: wide tables become regions that scroll by themselves, with a name, and by keyboard too.

On a phone a table of seven columns is wider than the window. It then scrolls inside its own box while the page stands
still; the box can be reached with the tab key and is named after the heading above it (WCAG 2.1.1, 2.4.3). The printed
page has no such boxes: they would cost layout time and say nothing on paper.
"""

from __future__ import annotations

import re

_WIDE = frozenset(
    {
        "questions", "findings", "requests", "evidence", "register", "readiness", "money", "plan", "matrix", "verdicts",
        "conditions", "outline", "takes", "history", "owed", "their-words", "scope", "sides",
    }
)  # fmt: skip
"""Classes of the tables that a phone cannot show at once."""
_PLACES = re.compile(r'<h[23] id="(?P<heading>[^"]*)"|<table(?: class="(?P<kind>[^"]*)")?|(?P<end></table>)')


def let_tables_scroll(page: str) -> str:
    """Put each wide table of a page into a box that scrolls; a table inside a table stays as it is."""
    heading, open_tables, boxed = "", 0, False

    def box(place: re.Match[str]) -> str:
        nonlocal heading, open_tables, boxed
        if place["heading"] is not None:
            heading = place["heading"]
            return place[0]
        if place["end"]:
            open_tables -= 1
            return "</table></div>" if boxed and not open_tables else "</table>"
        open_tables += 1
        if open_tables > 1:
            return place[0]
        boxed = bool(heading) and not _WIDE.isdisjoint((place["kind"] or "").split())
        start = f'<div class="scroll" role="group" tabindex="0" aria-labelledby="{heading}">' if boxed else ""
        return start + place[0]

    return _PLACES.sub(box, page)
