"""Tables of texts as CSV and as XLSX. A text that a spreadsheet would take for a formula stays a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 80


def encode_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as CSV (RFC 4180) in UTF-8 with a byte-order mark, by which Excel knows Chinese texts."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([[quote_formula(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def quote_formula(text: str) -> str:
    """Put an apostrophe before a text that begins like a formula; a negative number is no formula."""
    number = text.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(_FORMULA) and not number else text


def encode_workbook(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as an XLSX workbook of one sheet: first row bold and frozen, every cell a text."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import TYPE_STRING
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(row=number, column=column, value=text)
            cell.data_type = TYPE_STRING
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column in range(1, len(rows[0]) + 1):
        longest = max(len(row[column - 1]) for row in rows)
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, longest + 2)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
