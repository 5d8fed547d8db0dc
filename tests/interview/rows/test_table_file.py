"""Tables as bytes: every encoding and delimiter that offices write, and every file that means harm."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.errors import BadInput
from takeover.interview.rows.table_file import CellKind, read_tables

TABLE = "Meilenstein;Betrag;Fällig\nÜbergabe;1.000,00 €;31.03.2026\nPrüfung „A“;2,5;01.04.2026\n"
CHINESE = "收款节点,金额,应收日期\n首付款,1000元,2026-03-31\n验收款,2000元,2026-04-30\n"


def texts(data: bytes, file: str = "x.csv", **options: str) -> dict[str, str]:
    (sheet,) = read_tables(data, file, **options)
    return {sheet.place(row, column).path: cell.text for (row, column), cell in sheet.cells.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encoding_of_western_tables_is_found(encoding):
    read = texts(TABLE.encode(encoding))
    assert read["A2"] == "Übergabe"
    assert read["B2"] == "1.000,00 €"
    assert read["A3"] == "Prüfung „A“"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encoding_of_chinese_tables_is_found(encoding):
    read = texts(CHINESE.encode(encoding))
    assert (read["A1"], read["B3"]) == ("收款节点", "2000元")


@given(
    st.lists(
        st.sampled_from(["Müller", "Straße", "Größe", "façade", "Zürich", "Ärger", "coût"]), min_size=1, max_size=12
    )
)
def test_accents_are_never_taken_for_chinese(words):
    assert texts(";".join(["a", *words]).encode("cp1252") + b"\n")["B1"] == words[0]


@pytest.mark.parametrize("delimiter", ",;\t|")
def test_delimiter_is_found_also_with_decimal_commas_and_a_title_above(delimiter):
    lines = ["Payment plan", "", delimiter.join(("a", "b", "c")), delimiter.join(("x", '"1,5"', '"2,5"')), ""]
    read = texts("\r\n".join(lines).encode())
    assert read == {"A1": "Payment plan", "A3": "a", "B3": "b", "C3": "c", "A4": "x", "B4": "1,5", "C4": "2,5"}


def test_what_excel_puts_into_csv_is_understood():
    assert texts(b"sep=|\r\na|b\r\n1|'=x\r\n") == {"A2": "a", "B2": "b", "A3": "1", "B3": "=x"}
    assert texts(b'a,b\n"two\nlines",x\n,y\n') == {"A1": "a", "B1": "b", "A2": "two\nlines", "B2": "x", "B3": "y"}


def test_only_a_delimiter_can_be_named_as_one():
    assert texts(b'sep="\r\na;b\r\n"x;y";2\r\n'.replace(b'sep="', b"sep=^")) == {
        "A1": "sep=^", "A2": "a", "B2": "b", "A3": "x;y", "B3": "2",
    }  # fmt: skip
    assert texts(b'sep="\r\na;b\r\n1;2\r\n') == {"A1": 'sep="', "A2": "a", "B2": "b", "A3": "1", "B3": "2"}
    assert texts(b"sep=\r\na;b\r\n1;2\r\n") == {"A1": "sep=", "A2": "a", "B2": "b", "A3": "1", "B3": "2"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "IV143"), (b" \n,\n", "IV143"), (b"a,b\n\0\0,1\n", "IV140"), (b'a,b\n"open,1\n', "IV142"),
        (b"a,b\n" + b"\x81\x8d,\x8f\n", "IV141"), (b"a," * 200_000, "CL921"), (b"x" * 5_000_001, "CL921"),
        (b'"' + b"x" * 200_000 + b'",1\n', "IV142"), (b"PK\x03\x04nonsense", "CL920"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"old", "CL922"),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(data, code):
    with pytest.raises(BadInput) as refused:
        read_tables(data, "x.csv")
    assert refused.value.code == code


def test_named_encoding_is_used_and_a_wrong_one_is_said():
    assert texts("é,b".encode("latin-1"), encoding="latin-1")["A1"] == "é"
    with pytest.raises(BadInput) as refused:
        read_tables(b"\xff", "x.csv", encoding="no-such")
    assert refused.value.code == "IV141"


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_are_a_table_or_refused(data):
    try:
        (sheet,) = read_tables(data, "x.csv")
    except BadInput:
        return
    assert all(cell.text for cell in sheet.cells.values())


# ---- workbooks


def save(change) -> bytes:
    book = openpyxl.Workbook()
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(page) -> None:
    page.title = "Plan"
    page.append(["Milestone", "Amount", "Share", "Due", "Sum", "Error", "Whole"])
    page.append(["Start", 1000.1, 0.3, dt.datetime.fromisoformat("2026-03-31T12:00"), "=B2", "#N/A", 5.0])
    page["B2"].number_format = "#,##0.00 [$€-407]"
    page["C2"].number_format = "0%"
    page.merge_cells("A2:A3")


def test_cells_of_a_workbook_keep_what_the_file_knows_of_them():
    (sheet,) = read_tables(save(fill), "x.xlsx")
    row = {column: (cell.text, cell.kind, cell.currency) for (row, column), cell in sheet.cells.items() if row == 2}
    assert row == {
        1: ("Start", CellKind.TEXT, ""),
        2: ("1000.1", CellKind.NUMBER, "€"),
        3: ("30", CellKind.PERCENT, ""),
        4: ("2026-03-31", CellKind.DATE, ""),
        5: ("=", CellKind.BARE, ""),
        6: ("#N/A", CellKind.ERROR, ""),
        7: ("5", CellKind.NUMBER, ""),
    }
    assert sheet.place(2, 3).path == "Plan!C2"
    assert sheet.merged == ((2, 1, 3, 1),)


def repack(data: bytes, **changes: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in set(packed.namelist()) - set(changes):
            again.writestr(name, packed.read(name))
        for name, text in changes.items():
            again.writestr(name, text)
    return out.getvalue()


def test_formula_counts_by_the_value_that_was_saved_with_it():
    sheet = "xl/worksheets/sheet1.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(save(fill))) as packed, zipfile.ZipFile(out, "w") as again:
        for name in packed.namelist():
            text = packed.read(name)
            again.writestr(
                name,
                text.replace(b"<f>B2</f><v />", b"<f>B2</f><v>7</v>").replace(b"<f>B2</f><v></v>", b"<f>B2</f><v>7</v>")
                if name == sheet
                else text,
            )
    (read,) = read_tables(out.getvalue(), "x.xlsx")
    assert read.cells[2, 5].text == "7"


@pytest.mark.parametrize(
    ("value", "number_format", "cell"),
    [
        (b"1e70", "General", ("1e+70", "number", "")), (b"1e999", "General", ("inf", "number", "")),
        (b"-1e999", "0%", ("-inf", "number", "")), (b"1e-70", "General", ("1e-70", "number", "")),
        (b"9" * 61, "0%", ("9" * 61, "number", "")), (b"9" * 40, "0%", ("9" * 40 + "00", "percent", "")),
        (b"0.125", "0.0%", ("12.5", "percent", "")), (b"7777.5", '#,##0 "k€"', ("7777.5", "number", "k€")),
        (b"7777.5", '#,##0, "k€"', ("7777.5", "number", "€")), (b"7", '0.0 "Mio. EUR"', ("7", "number", "Mio. EUR")),
        (b"7", '0"万元"', ("7", "number", "万元")), (b"7", '#,##0.00 "EUR"', ("7", "number", "EUR")),
    ],
)  # fmt: skip
def test_number_of_a_workbook_is_what_the_file_says(value, number_format, cell):
    def change(page):
        page["A1"] = 31_415
        page["A1"].number_format = number_format

    data = save(change)
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").replace(b"31415", value)
    (read,) = read_tables(repack(data, **{"xl/worksheets/sheet1.xml": sheet}), "x.xlsx")
    found = read.cells[1, 1]
    assert (found.text, found.kind.value, found.currency) == cell


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"xl/vbaProject.bin": b"macro"}, "CL923"),
        ({"xl/media/bomb.bin": bytes(21_000_000)}, "CL921"),
        ({"docProps/evil.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "CL920"),
        ({"xl/worksheets/sheet9.xml": b"<row>" + b'<c r="A1"><v>1</v></c>' * 160_000}, "CL921"),
    ],
)
def test_workbook_that_means_harm_is_refused_before_it_is_parsed(change, code):
    with pytest.raises(BadInput) as refused:
        read_tables(repack(save(fill), **change), "x.xlsx")
    assert refused.value.code == code
