"""Tables as bytes: CSV and XLSX in, sheets of cells out, each cell with what the file says that it is.

Rules: a workbook is opened behind the guards of checklist workbooks; a formula counts by the value that was saved with
it, and one without a value is marked, never read as empty. Of a CSV file the encoding is found from its bytes (marks,
UTF-8, GB18030, Windows-1252) and the delimiter from its lines. Leaves to others: which row is the header
(`columns`), what a cell means (`cells`), reading the file itself (cli).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from takeover.checklist.spreadsheet.excel import MAX_BYTES, MAX_CELLS, read_book
from takeover.checklist.spreadsheet.grid import name_column
from takeover.errors import BadInput
from takeover.interview.rows.units import read_unit
from takeover.problems import Place
from takeover.values import can_keep, scale_exactly

DELIMITERS = ("\t", ";", "|", ",")
"""In this order where several fit equally well: a comma is also a decimal mark."""
_SAMPLE_LINES = 60
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHINESE_SHARE = 0.7
_LAST_COMMON_LEAD = 0xD7
"""GB 2312 has its punctuation and its 3,755 commonest characters up to here."""
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SEPARATOR_LINE = re.compile(rf"sep=([{re.escape(''.join(DELIMITERS))}])\r?\n", re.IGNORECASE)
_LITERAL, _SHOWN_IN_THOUSANDS = re.compile(r'"([^"]*)"'), re.compile(r"[0#?],+(?![0#?,])")
_CURRENCY_IN_FORMAT = re.compile(r'\[\$([^\]-]+)(?:-(\w+))?\]|"\s*([A-Za-z]{3})\s*"')
_LOCALES = {("$", "409"): "USD", ("¥", "804"): "CNY", ("￥", "804"): "CNY", ("¥", "411"): "JPY", ("￥", "411"): "JPY"}
EPOCH_1900 = dt.date(1899, 12, 30)


class CellKind(StrEnum):
    """What a cell is: a percentage's text is in percent; `BARE` is a formula that was saved without its value."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    ERROR = "error"
    BARE = "bare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell that is not empty; `currency` is the one that its number format shows: a code, a symbol, or k€."""

    text: str
    kind: CellKind = CellKind.TEXT
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its cells by row and column (from 1), the merged areas, and the day from which it counts days.

    `name` is empty for a CSV file; `read_as` says how one was read: encoding and delimiter.
    """

    file: str
    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    epoch: dt.date = EPOCH_1900
    read_as: tuple[str, str] = ("", "")

    def place(self, row: int, column: int) -> Place:
        """Name a cell as people find it: sheet!C7, in a CSV file C7."""
        cell = f"{name_column(column)}{row}"
        return Place(file=self.file, path=f"{self.name}!{cell}" if self.name else cell)


def read_tables(data: bytes, file: str, *, encoding: str = "") -> tuple[Sheet, ...]:
    """Read the sheets of a CSV or XLSX file; which of them it is, its first bytes say.

    Raises:
        BadInput: IV140 to IV143 for a CSV file that cannot be read, CL920 to CL923 for a workbook.
    """
    if data.startswith((_ZIP, _OLE)) or file.lower().endswith((".xlsx", ".xlsm", ".xls")):
        return _read_workbook(data, file)
    return (_read_csv(data, file, encoding),)


# ---- workbooks


def _read_workbook(data: bytes, file: str) -> tuple[Sheet, ...]:
    sheets = read_book(data, file, lambda sheet: _read_sheet(sheet, file), values=True)
    bare = read_book(data, file, _list_formulas)
    return tuple(_mark_bare(sheet, formulas) for sheet, formulas in zip(sheets, bare, strict=True))


def _list_formulas(sheet: Any) -> frozenset[tuple[int, int]]:
    return frozenset(place for place, cell in sheet._cells.items() if cell.data_type == "f")  # noqa: SLF001 - as below


def _mark_bare(sheet: Sheet, formulas: frozenset[tuple[int, int]]) -> Sheet:
    """Mark the formulas whose value was not saved: they would look empty."""
    missing = formulas - set(sheet.cells)
    if not missing:
        return sheet
    cells = dict(sheet.cells) | {place: Cell(text="=", kind=CellKind.BARE) for place in missing}
    return Sheet(file=sheet.file, name=sheet.name, cells=cells, merged=sheet.merged, epoch=sheet.epoch)


def _read_sheet(sheet: Any, file: str) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for place, found in sorted(sheet._cells.items()):  # noqa: SLF001 - iter_rows walks all that lies between far cells
        cell = _read_cell(found)
        if cell.text:
            cells[place] = cell
    merged = tuple((area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges)
    epoch = EPOCH_1900 if sheet.parent.epoch.year < 1904 else dt.date(1904, 1, 1)
    return Sheet(file=file, name=sheet.title, cells=cells, merged=merged, epoch=epoch)


def _read_cell(cell: Any) -> Cell:
    from openpyxl.utils.escape import unescape

    value = cell.value
    match value:
        case None:
            return Cell(text="")
        case bool():
            return Cell(text="true" if value else "false")
        case dt.datetime():
            return Cell(text=value.date().isoformat(), kind=CellKind.DATE)
        case dt.date():
            return Cell(text=value.isoformat(), kind=CellKind.DATE)
        case int() | float():
            return _read_number(value, str(cell.number_format))
        case _ if cell.data_type == "e":
            return Cell(text=str(value), kind=CellKind.ERROR)
        case _:
            return Cell(text=unescape(str(value)).replace("\r", "").strip())


def _read_number(value: float, number_format: str) -> Cell:
    """Read a number with the 15 digits that Excel works with, as a percentage where the format shows one.

    One that no record can keep (1e70, or a number so large that it is read as infinite) stands as it is, for `cells` to
    refuse.
    """
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not can_keep(number):
        return Cell(text=str(value), kind=CellKind.NUMBER)
    if "%" in re.sub(r'"[^"]*"', "", number_format):
        return Cell(text=_drop_zeros(format(scale_exactly(number, 100), "f")), kind=CellKind.PERCENT)
    return Cell(text=format(number, "f"), kind=CellKind.NUMBER, currency=_currency_of(number_format))


def _drop_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _currency_of(number_format: str) -> str:
    """Find the currency that a format shows; with its factor (k€) where it shows the number as it stands."""
    unit = " ".join(_LITERAL.findall(number_format.partition(";")[0])).strip()
    if not _SHOWN_IN_THOUSANDS.search(number_format) and (found := read_unit(unit)) and found.factor > 1:
        return unit
    for symbol, locale, code in _CURRENCY_IN_FORMAT.findall(number_format):
        name = str(code or symbol).strip()
        if name:
            return _LOCALES.get((name, locale.lstrip("0").lower()), name)
    return next((symbol for symbol in "€£" if symbol in number_format), "")


# ---- CSV


def _read_csv(data: bytes, file: str, encoding: str) -> Sheet:
    if len(data) > MAX_BYTES:
        raise BadInput("CL921", file=file, limit=f"{MAX_BYTES // 1_000_000} MB")
    text, used = _decode(data, file, encoding)
    if "\0" in text:
        raise BadInput("IV140", file=file)
    named = _SEPARATOR_LINE.match(text)
    delimiter: str = named[1] if named else _find_delimiter(text)
    cells: dict[tuple[int, int], Cell] = {}
    reader = csv.reader(
        io.StringIO(text[named.end() :] if named else text, newline=""), delimiter=delimiter, strict=True
    )
    first, count = (2 if named else 1), 0
    try:
        for row, fields in enumerate(reader, first):
            count += len(fields)
            if count > MAX_CELLS:
                raise BadInput("CL921", file=file, limit=str(MAX_CELLS))
            cells |= {(row, at): Cell(text=said) for at, field in enumerate(fields, 1) if (said := _tidy_field(field))}
    except csv.Error as error:
        raise BadInput("IV142", file=file, line=reader.line_num, reason=error) from error
    if not cells:
        raise BadInput("IV143", file=file)
    return Sheet(file=file, name="", cells=cells, read_as=(used, delimiter))


def _tidy_field(field: str) -> str:
    """Drop blanks around a field, and the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    text = field.strip(" \t\r\n\u00a0\ufeff")
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") and len(text) > 1 else text


def _decode(data: bytes, file: str, encoding: str) -> tuple[str, str]:
    if encoding:
        try:
            return data.decode(encoding), encoding
        except (UnicodeError, LookupError) as error:
            raise BadInput("IV141", file=file, encoding=encoding) from error
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for name in (marked, "utf-8") if marked else ("utf-8",):
        try:
            return data.decode(name), name
        except UnicodeError:
            continue
    if _is_chinese(data):
        return data.decode("gb18030"), "gb18030"
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeError as error:
        raise BadInput("IV141", file=file, encoding="UTF-8, GB18030, Windows-1252") from error


def _is_chinese(data: bytes) -> bool:
    """Tell GB18030 from Windows-1252: most of its characters are the common ones, which accents hardly ever give."""
    try:
        found = [character for character in data.decode("gb18030") if ord(character) > 127]
    except UnicodeError:
        return False
    codes = (character.encode("gb2312", "ignore") for character in found)
    common = sum(len(code) == 2 and code[0] <= _LAST_COMMON_LEAD for code in codes)
    return bool(found) and common >= _CHINESE_SHARE * len(found)


def _find_delimiter(text: str) -> str:
    """Take the delimiter by which most lines have the same number of fields, more than one."""
    lines = text.splitlines(keepends=True)[:_SAMPLE_LINES]
    return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def _fit(lines: list[str], delimiter: str) -> int:
    try:
        widths = Counter(len(fields) for fields in csv.reader(lines, delimiter=delimiter) if len(fields) > 1)
    except csv.Error:
        return 0
    return max(widths.values(), default=0)
