"""Page marks: a QR code on every page of a sealed PDF that says which page of which baseline this is.

The template says where: ``<a href="pagemark:">`` in a running element becomes one empty link on each page, as wide as
the code. Here each link is taken out again and the code of its page is drawn in its place, after layout, when the
number of pages is known. The code is one vector path, so that it is sharp at any resolution and has no seams; it is
an artifact, so that nobody has it read aloud. Around it stays the quiet zone that the standard asks for.

What the code says: `takeover.baseline.page_mark`. Leaves to others: the words in the page margins (template).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from takeover.baseline.page_mark import PageMark, write_mark
from takeover.report.pdf.tree import UnexpectedPdf

SCHEME = "pagemark:"
_QUIET_MODULES = 4  # ISO/IEC 18004, 5.3.8
_VERSION = 5
"""37 modules a side: room for 122 capitals at level M (15 % of the code may be unreadable). A code looks the same on
every page."""


def place_marks(pdf: Any, mark: PageMark | None) -> None:
    """Draw each page's code where its link lies, and take the link out.

    Args:
        pdf: as WeasyPrint wrote it.
        mark: baseline and edition; page and pages are set here. None where the document has no marks.

    Raises:
        UnexpectedPdf: a page does not have exactly one link, or has one although there are to be no marks.
    """
    pattern: int | None = None  # sought for the first page: the codes differ in a number only, and seeking is slow
    for number, page in enumerate(pdf.pages, 1):
        links = [note for note in page.obj.get("/Annots", ()) if _target(note).startswith(SCHEME)]
        if len(links) != (1 if mark else 0):
            raise UnexpectedPdf(f"page {number} has {len(links)} places for its mark")
        if mark:
            _take_out(pdf, page, links[0])
            text = write_mark(replace(mark, page=number, pages=len(pdf.pages)))
            pattern = _encode(text).mask if pattern is None else pattern
            drawn = draw_code(text, [float(side) for side in links[0].Rect], pattern)
            content = page.obj.Contents.read_bytes()
            page.obj.Contents = pdf.make_stream(b"q\n" + content + b"\nQ\n" + drawn)


def draw_code(text: str, box: list[float], pattern: int | None = None) -> bytes:
    """Draw a text as QR code in a square of a page, given by two corners in points, as marked content.

    `pattern` is the mask to use; without one the best is sought.
    """
    rows = [
        bytes(row) for row in _encode(text, pattern).matrix
    ]  # one byte a module, row by row from the top, 1 is dark
    left, bottom = min(box[0], box[2]), min(box[1], box[3])
    module = abs(box[2] - box[0]) / len(rows)
    quiet = _QUIET_MODULES
    white = f"{-quiet} {-quiet} {len(rows) + 2 * quiet} {len(rows) + 2 * quiet} re"
    path = "\n".join(
        f"{start} {len(rows) - 1 - at} {length} 1 re" for at, row in enumerate(rows) for start, length in _runs(row)
    )
    place = f"{module:.4f} 0 0 {module:.4f} {left:.3f} {bottom:.3f} cm"
    return f"/Artifact <</Type /Pagination>> BDC\nq {place}\n1 g {white} f\n0 g\n{path}\nf Q\nEMC\n".encode()


def _encode(text: str, pattern: int | None = None) -> Any:
    import segno

    return segno.make_qr(text, version=_VERSION, error="m", mask=pattern, boost_error=False)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """List the dark runs of a row as start and length."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs


def _take_out(pdf: Any, page: Any, link: Any) -> None:
    """Remove a link from its page and from the parent tree; it stands in no structure tree, being in a margin."""
    from pikepdf import Array

    others = [note for note in page.obj.Annots if note.objgen != link.objgen]
    if others:
        page.obj.Annots = Array(others)
    else:
        del page.obj["/Annots"]
    tree = pdf.Root.StructTreeRoot.ParentTree
    at = next(at for at in range(0, len(tree.Nums), 2) if int(tree.Nums[at]) == int(link.StructParent))
    del tree.Nums[at + 1]
    del tree.Nums[at]


def _target(note: Any) -> str:
    return str(note.get("/A", {}).get("/URI", ""))
