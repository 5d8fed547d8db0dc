"""The file format: what is no workbook is refused by name, text stays text, and what people see is fit to edit."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from takeover.checklist.spreadsheet import excel
from takeover.checklist.spreadsheet.excel import read_sheets, write_sheets
from takeover.checklist.spreadsheet.form import CLOSED_COLUMNS
from takeover.checklist.spreadsheet.grid import Cell, CellKind, Sheet, make_sheet
from takeover.errors import BadInput, Exit, OutsideFailure
from tests.checklist.spreadsheet.forms import SURVEY, make


def good() -> bytes:
    return write_sheets([make("survey", SURVEY)])


def repack(data: bytes, changes: dict[str, bytes]) -> bytes:
    """Put other files into a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
BROKEN = [
    ("CL920", b""),
    ("CL920", b"type,name,label\n"),
    ("CL920", b"PK\x03\x04 and nothing more"),
    ("CL920", repack(good(), {})[:-200]),
    ("CL920", repack(good(), {SHEET: b"<worksheet"})),
    ("CL920", repack(good(), {"xl/workbook.xml": b"<a/>"})),
    ("CL920", repack(good(), {SHEET: BOMB + sheet_xml("")})),
    ("CL920", repack(good(), {SHEET: BOMB.decode().encode("utf-16") + sheet_xml("")})),
    ("CL921", b"PK" + bytes(excel.MAX_BYTES)),
    ("CL921", repack(good(), {"xl/media/image1.png": bytes(excel.MAX_UNPACKED)})),
    ("CL921", repack(good(), {SHEET: sheet_xml("<c/>" * (excel.MAX_CELLS + 1))})),
    ("CL922", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)),
    ("CL923", repack(good(), {"xl/vbaProject.bin": b"macro"})),
]  # fmt: skip


def with_sheet_called(name: str, content: bytes) -> bytes:
    """Make a workbook whose relationships name its sheet otherwise: openpyxl reads whatever stands there."""
    with zipfile.ZipFile(io.BytesIO(good())) as old:
        named = {part: old.read(part).replace(SHEET.encode(), name.encode()) for part in old.namelist()}
    named.pop(SHEET)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in {**named, name: content}.items():
            new.writestr(part, data)
    return out.getvalue()


MANY = sheet_xml("<row>" + "<c/>" * (excel.MAX_CELLS + 1) + "</row>")


@pytest.mark.parametrize("name", ["sheet1.XML", "sheet1.bin", "sheet1", "sheet1.rels.txt"])
def test_every_part_is_weighed_whatever_its_name(name):
    path = f"xl/worksheets/{name}"
    (read,) = read_sheets(with_sheet_called(path, sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')), "list.xlsx")
    assert read.cells
    for code, content in (("CL921", MANY), ("CL920", BOMB + sheet_xml(""))):
        with pytest.raises(BadInput) as refused:
            read_sheets(with_sheet_called(path, content), "list.xlsx")
        assert refused.value.code == code
        assert refused.value.details.get("reason") in (None, "DOCTYPE")


def test_cells_are_counted_in_every_encoding_that_a_workbook_may_have():
    with pytest.raises(BadInput) as refused:
        read_sheets(repack(good(), {SHEET: MANY.decode().encode("utf-16")}), "list.xlsx")
    assert refused.value.code == "CL921"


@pytest.mark.parametrize(("kind", "code"), [(b'<!DOCTYPE svg PUBLIC "x" "y.dtd">', ""), (BOMB, "CL920")])
def test_a_picture_may_name_its_document_type_but_declare_no_entities(kind, code):
    workbook = repack(good(), {"xl/media/image1.svg": kind + b"<svg/>"})
    if not code:
        assert read_sheets(workbook, "list.xlsx") == read_sheets(good(), "list.xlsx")
        return
    with pytest.raises(BadInput) as refused:
        read_sheets(workbook, "list.xlsx")
    assert refused.value.code == code


def zipped_text() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")
    return out.getvalue()


@pytest.mark.parametrize(("code", "data"), [*BROKEN, ("CL920", zipped_text())], ids=range(len(BROKEN) + 1))
def test_what_is_no_workbook_is_refused_by_name(code, data):
    with pytest.raises(BadInput) as refused:
        read_sheets(data, "list.xlsx")
    assert refused.value.code == code
    assert refused.value.exit is Exit.BAD_INPUT
    assert refused.value.details["file"] == "list.xlsx"


GOOD = good()


@given(st.data())
@settings(max_examples=40)
def test_workbook_with_flipped_bytes_is_read_or_refused(data):
    whole = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheets = read_sheets(bytes(whole), "list.xlsx")
    except BadInput:
        return
    assert all(isinstance(sheet, Sheet) for sheet in sheets)


def test_missing_openpyxl_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(OutsideFailure) as missing:
        write_sheets([make("survey", SURVEY)])
    assert missing.value.code == "CL926"


def test_far_cells_cost_nothing():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    (sheet,) = read_sheets(repack(good(), {SHEET: sheet_xml(far)}), "list.xlsx")
    assert {place: cell.text for place, cell in sheet.cells.items()} == {(1, 1): "1", (1_048_576, 16_384): "2"}


def save(values: dict[str, object], **changes: object) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for name, value in values.items():
        page[name] = value
    for name, value in changes.items():
        getattr(page, name)(value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_are_read_as_people_see_them():
    values = {
        "A1": "type ", "B1": 5, "C1": 5.0, "D1": 0.25, "E1": True, "F1": dt.date(2026, 3, 1), "G1": "=1+1",
        "H1": "  ", "I1": "a\nb", "J1": "#N/A", "K1": "\u00a0x", "L1": "a_x000D_\nb",
    }  # fmt: skip
    (sheet,) = read_sheets(save(values), "list.xlsx")
    assert {column: (cell.text, cell.kind.value) for (_, column), cell in sheet.cells.items()} == {
        1: ("type", "text"),
        2: ("5", "number"),
        3: ("5", "number"),
        4: ("0.25", "number"),
        5: ("true", "text"),
        6: ("2026-03-01", "text"),
        7: ("=1+1", "formula"),
        9: ("a\nb", "text"),
        10: ("#N/A", "error"),
        11: ("x", "text"),
        12: ("a\nb", "text"),
    }


def test_merged_cells_are_named():
    (sheet,) = read_sheets(save({"A1": "type"}, merge_cells="A1:C2"), "list.xlsx")
    assert sheet.merged == ("A1:C2",)


def test_comments_and_hidden_sheets_do_no_harm():
    book = openpyxl.Workbook()
    book.active["A1"] = "type"
    book.active["A1"].comment = Comment("a note", "somebody")
    book.create_sheet("notes").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert [sheet.name for sheet in read_sheets(out.getvalue(), "list.xlsx")] == ["Sheet", "notes"]


INJECTIONS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://127.0.0.1")', "#N/A", "TRUE", "1-2", "0010")  # fmt: skip


def test_text_stays_text_and_is_never_a_formula():
    sheet = make_sheet("survey", ("label",), ({"label": text} for text in INJECTIONS))
    data = write_sheets([sheet])
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    for row, text in enumerate(INJECTIONS, 2):
        cell = page.cell(row, 1)
        assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
        assert cell.quotePrefix == (text[0] in "=+-@")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b"<f>" not in packed.read(SHEET)
    assert read_sheets(data, "list.xlsx") == (sheet,)


def test_numbers_are_numbers_in_columns_that_count_and_nowhere_else():
    sheet = make_sheet("survey", ("label", "takeover::weight"), ({"label": "5", "takeover::weight": "5"},))
    assert sheet.cells[2, 1] == Cell(text="5")
    assert sheet.cells[2, 2] == Cell(text="5", kind=CellKind.NUMBER)
    page = openpyxl.load_workbook(io.BytesIO(write_sheets([sheet]))).active
    assert (page["A2"].value, page["B2"].value) == ("5", 5)


def test_page_is_fit_to_edit():
    columns = ("type", "name", "label::English (en)", *CLOSED_COLUMNS)
    page = openpyxl.load_workbook(io.BytesIO(write_sheets([make_sheet("survey", columns, ())]))).active
    assert page.freeze_panes == "C2"
    assert page["A1"].font.bold
    assert page.column_dimensions["C"].width >= 40
    offered = {str(v.sqref).split("2:")[0]: v for v in page.data_validations.dataValidation}
    letters = {page.cell(1, number).column_letter: name for number, name in enumerate(columns, 1)}
    for letter, name in letters.items():
        if name in CLOSED_COLUMNS:
            assert offered[letter].formula1 == f'"{",".join(CLOSED_COLUMNS[name])}"'
            assert offered[letter].showErrorMessage
    assert not offered["A"].showErrorMessage
