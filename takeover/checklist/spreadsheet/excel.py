"""Workbooks as bytes: reading what Excel, LibreOffice and others write, and writing what people like to edit.

Reading trusts nothing: size, size unpacked and number of cells are bounded before anything is parsed, a document type
(from which entities could grow) and macros are refused. Writing puts every text as text: what begins with = + - @ stays
what it is, and typing 1-2 into a cell makes no date.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from takeover.checklist.spreadsheet.form import CLOSED_COLUMNS, OFFERED_COLUMNS, OWN, SheetName
from takeover.checklist.spreadsheet.grid import Cell, CellKind, Sheet
from takeover.errors import BadInput, OutsideFailure

T = TypeVar("T")
MAX_BYTES = 5_000_000
MAX_UNPACKED = 20_000_000
MAX_CELLS = 150_000
"""A list of 134 questions in two languages has 60 kB, 1.2 MB unpacked and 4,000 cells."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENTITY = re.compile(rb"<!ENTITY")
_PICTURES = "xl/media/"
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_FIRST_ROW_OF_DATA = 2
_LAST_ROW = 2_000
"""Down to here Excel offers words in closed columns."""
_WIDTHS = {"type": 20, "name": 30, "label": 60, "hint": 45, "relevant": 36, "text": 50, "value": 120, "key": 30}
_MAX_OFFER = 250
_NARROW, _WIDE = 14, 45


def read_sheets(data: bytes, file: str) -> tuple[Sheet, ...]:
    """Read the sheets of an .xlsx file.

    Raises:
        BadInput: it is no such file, is damaged, too large, locked by a password, or has macros.
        OutsideFailure: openpyxl is not installed.
    """
    return read_book(data, file, _read_sheet)


def read_book(data: bytes, file: str, read: Callable[[Any], T], *, values: bool = False) -> tuple[T, ...]:
    """Open an .xlsx file behind all guards and `read` each of its sheets; raises as `read_sheets` does.

    With `values`, the cells of formulas hold what the program that saved the file had worked out, else the formula.
    """
    if len(data) > MAX_BYTES:
        raise BadInput("CL921", file=file, limit=f"{MAX_BYTES // 1_000_000} MB")
    if data.startswith(_OLE):
        raise BadInput("CL922", file=file)
    openpyxl = _import_openpyxl()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse(packed, file)
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False, rich_text=False)
        sheets = tuple(read(sheet) for sheet in book.worksheets)
    except BadInput:
        raise
    except Exception as error:  # a damaged file fails in every way there is
        raise BadInput("CL920", file=file, reason=type(error).__name__) from error
    if not sheets:
        raise BadInput("CL920", file=file, reason="workbook.xml")
    return sheets


def _import_openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise OutsideFailure("CL926", reason=error) from error
    return openpyxl


def _refuse(packed: zipfile.ZipFile, file: str) -> None:
    """Refuse what is too large unpacked, has macros, or has a document type, before anything is parsed.

    Each part is looked at, whatever its name: openpyxl reads what the relationships name. A picture may name its
    document type, as drawing programs do, but declare no entities.
    """
    entries = packed.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadInput("CL921", file=file, limit=f"{MAX_UNPACKED // 1_000_000} MB")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise BadInput("CL923", file=file)
    cells = 0
    for entry in entries:
        text = packed.read(entry).replace(b"\x00", b"")  # UTF-16 is the other encoding that a workbook may have
        cells += sum(1 for _ in _CELL.finditer(text))
        if (_ENTITY if entry.filename.startswith(_PICTURES) else _DOCTYPE).search(text):
            raise BadInput("CL920", file=file, reason="DOCTYPE")
    if cells > MAX_CELLS:
        raise BadInput("CL921", file=file, limit=f"{MAX_CELLS}")


def _read_sheet(sheet: Any) -> Sheet:
    from openpyxl.utils.escape import unescape

    cells: dict[tuple[int, int], Cell] = {}
    for place, cell in sorted(sheet._cells.items()):  # noqa: SLF001 - iter_rows walks all that lies between far cells
        text, kind = _read_cell(cell)
        text = unescape(text).replace("\r", "").strip(" \t\u00a0")
        if text.strip():
            cells[place] = Cell(text=text, kind=kind)
    return Sheet(name=sheet.title, cells=cells, merged=tuple(str(area) for area in sheet.merged_cells.ranges))


def _read_cell(cell: Any) -> tuple[str, CellKind]:
    value = cell.value
    match cell.data_type:
        case _ if value is None:
            return "", CellKind.TEXT
        case "f":
            return str(getattr(value, "text", value)), CellKind.FORMULA
        case "e":
            return str(value), CellKind.ERROR
        case "b":
            return ("true" if value else "false"), CellKind.TEXT
        case "n" if isinstance(value, int | float):
            whole = isinstance(value, float) and value.is_integer()
            return (str(int(value)) if whole else str(value)), CellKind.NUMBER
        case _ if isinstance(value, dt.datetime):
            text = value.isoformat(" ")
            return text.removesuffix(" 00:00:00"), CellKind.TEXT
        case _:
            return str(value), CellKind.TEXT


# ---- writing


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as an .xlsx file that is good to edit: fixed header, widths, colours of groups, offered words."""
    book = _import_openpyxl().Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    bold, wrap = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    fills = {
        "head": PatternFill("solid", fgColor="1F3A5F"),
        "begin_group": PatternFill("solid", fgColor="D6E2F0"),
        "end_group": PatternFill("solid", fgColor="EDF2F8"),
        "begin_repeat": PatternFill("solid", fgColor="E3EFDC"),
        "end_repeat": PatternFill("solid", fgColor="F1F7ED"),
    }
    kinds = {row: cell.text for (row, column), cell in sheet.cells.items() if column == 1}
    width = max((column for _, column in sheet.cells), default=1)
    for row in range(1, max((row for row, _ in sheet.cells), default=1) + 1):
        fill = fills["head"] if row == 1 else fills.get(kinds.get(row, ""))
        for column in range(1, width + 1):
            cell, found = page.cell(row, column), sheet.cells.get((row, column))
            if found:
                _put(cell, found)
            if fill:
                cell.fill = fill
            cell.alignment = wrap
            cell.font = Font(bold=True, color="FFFFFF") if row == 1 else bold if _is_title(kinds.get(row)) else Font()
    page.freeze_panes = "C2" if sheet.name == SheetName.SURVEY else "A2"
    headers = {column: cell.text for (row, column), cell in sheet.cells.items() if row == 1}
    for column, name in headers.items():
        _set_column(page, column, name)
    for validation in _offers(headers if sheet.name == SheetName.SURVEY else {}):
        page.add_data_validation(validation)


def _is_title(kind: str | None) -> bool:
    return kind in ("begin_group", "begin_repeat")


def _put(cell: Any, found: Cell) -> None:
    """Put a value as what it is: a number, or text that Excel makes nothing else of."""
    if found.kind is CellKind.NUMBER:
        cell.value = int(found.text)
        return
    cell.value = found.text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = found.text[:1] in ("=", "+", "-", "@")


def _set_column(page: Any, column: int, name: str) -> None:
    from openpyxl.utils import get_column_letter

    base = name.removeprefix(OWN).partition("::")[0]
    usual = _WIDE if "::" in name.removeprefix(OWN) or base in ("health", "source", "ask") else _NARROW
    width = page.column_dimensions[get_column_letter(column)]
    width.width = _WIDTHS.get(base, usual)
    width.number_format = "@" if base not in ("weight", "order", "row") else "General"


def _offers(headers: dict[int, str]) -> Iterator[Any]:
    """Make the lists of words that Excel offers: closed ones refuse other words, the others do not."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, name in headers.items():
        words = CLOSED_COLUMNS.get(name) or OFFERED_COLUMNS.get(name)
        if not words or any("," in word for word in words) or len(",".join(words)) > _MAX_OFFER:
            continue
        letter = get_column_letter(column)
        offer = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        offer.showErrorMessage = name in CLOSED_COLUMNS
        offer.add(f"{letter}{_FIRST_ROW_OF_DATA}:{letter}{_LAST_ROW}")
        yield offer
