from __future__ import annotations

import weasyprint
from weasyprint.html import UA_STYLESHEET

from takeover.report.pdf.render import _choose_page

HTML = """<html lang="en"><title>t</title><h1 id="a">A</h1><ol><li>one <b>two</b></ol><ul><li>three</ul>
<table><tr><th>h<td>d</table><q>said</q><p>line<br>line <a href="#a">a</a></p>"""
_MADE = {"pdf_variant": "pdf/a-3a", "pdf_identifier": b"0" * 16}


def test_without_the_styles_of_footnotes_the_same_bytes_come_out_of_fewer_styles() -> None:
    known = len(UA_STYLESHEET.matcher.other_selectors)
    lean, full = (made(string=HTML) for made in (_choose_page(weasyprint, HTML), weasyprint.HTML))
    assert lean.write_pdf(**_MADE) == full.write_pdf(**_MADE)
    (sheet,) = lean._ua_stylesheets()
    assert len(sheet.matcher.other_selectors) == known - 5
    assert len(UA_STYLESHEET.matcher.other_selectors) == known


def test_a_page_with_footnotes_keeps_their_styles() -> None:
    assert _choose_page(weasyprint, "<style>b { float: footnote }</style>") is weasyprint.HTML
