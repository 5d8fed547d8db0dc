"""Registers as tables: one workbook with a sheet each and typed cells, or one register as CSV.

Amounts and percentages are numbers that can be added up, days are days, codes are their words in the language of the
document; what is written here can be imported again. Texts stay texts, whatever they begin with.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from takeover.checklist.model import Column, QuestionType, Register
from takeover.interview.rows.comparison import cell_text
from takeover.record.rows import Row
from takeover.report.tables import encode_csv
from takeover.values import Money

_EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; longer ones are written as text."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NARROW, _WIDE = 14, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRows:
    """A register with the rows that an edition shows."""

    register: Register
    rows: tuple[Row, ...]


def encode_register_csv(table: RegisterRows) -> bytes:
    """Write one register as CSV: amounts with their currency, days year first."""
    columns = table.register.columns
    rows = [[column.title for column in columns]]
    rows += [[cell_text(column, row.values.get(column.id, "")) for column in columns] for row in table.rows]
    return encode_csv(rows)


def encode_registers(tables: Sequence[RegisterRows]) -> bytes:
    """Write registers as a workbook, a sheet each in their order, headings fixed."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    names: set[str] = set()
    for table in tables:
        name = _name_sheet(table.register.title, names)
        names.add(name.casefold())
        _fill(book.create_sheet(name), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name_sheet(title: str, names: set[str]) -> str:
    """Name a sheet as Excel allows it: at most 31 characters, none of its marks, no name twice."""
    name = _FORBIDDEN.sub(" ", title).strip()[:31]
    number = 2
    while name.casefold() in names:
        name, number = f"{name[:27]} {number}", number + 1
    return name


def _fill(sheet: Any, table: RegisterRows) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(table.register.columns, 1):
        head = sheet.cell(row=1, column=at)
        _put_text(head, column.title)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        wide = column.type is QuestionType.TEXT
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE if wide else _NARROW
        for number, row in enumerate(table.rows, 2):
            cell = sheet.cell(row=number, column=at)
            _put(cell, column, row.values.get(column.id, ""))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"


def _put(cell: Any, column: Column, value: str | Money) -> None:
    """Put a value as what it is; what does not fit its column's type, or Excel's digits, as text."""
    number = _number_of(column, value)
    match value:
        case "":
            return
        case Money(currency=currency) if number is not None:
            cell.value = number
            cell.number_format = f'#,##0.00 "{currency}"'
        case _ if column.type is QuestionType.PERCENT and number is not None:
            cell.value = number / 100
            cell.number_format = "0.##%"
        case _ if column.type is QuestionType.NUMBER and number is not None:
            cell.value = number
        case _ if column.type is QuestionType.DATE and (day := _day_of(value)):
            cell.value = day
            cell.number_format = "yyyy-mm-dd"
        case _:
            _put_text(cell, cell_text(column, value))


def _put_text(cell: Any, text: str) -> None:
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")


def _number_of(column: Column, value: str | Money) -> Decimal | None:
    if isinstance(value, str) and column.type not in (QuestionType.NUMBER, QuestionType.PERCENT):
        return None
    try:
        number = value.amount if isinstance(value, Money) else Decimal(value)
    except InvalidOperation:
        return None
    return number if len(number.as_tuple().digits) <= _EXACT_DIGITS else None


def _day_of(value: str | Money) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
