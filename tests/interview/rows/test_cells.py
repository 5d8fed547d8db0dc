"""Cells of somebody else's table: one reading, or a refusal that says what to do."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.model import Choice, Column, QuestionType
from takeover.interview.rows.cells import (
    Conventions,
    Reading,
    find_mark,
    list_readings,
    read_cell,
    read_day,
)
from takeover.interview.rows.menu import Mark, Order
from takeover.interview.rows.table_file import Cell, CellKind
from takeover.interview.rows.units import Unit, name_currency
from takeover.problems import Place, Problem
from takeover.values import Level, Money, decimal_from_text, decimal_text

PLACE = Place(file="x.xlsx", path="Plan!C7")


def column(kind: QuestionType, *codes: str) -> Column:
    choices = tuple(Choice(code=code, text=code.replace("_", " ").title()) for code in codes)
    return Column(id="x", type=kind, title="X", sharing=Level.SHARED, choices=choices)


def read(kind, text, cell_kind=CellKind.TEXT, *, unit=None, currency="", usual="", **conventions):
    found = read_cell(
        (column(kind),),
        Cell(text=text, kind=cell_kind, currency=currency),
        unit or Unit(),
        Reading(conventions=Conventions(currency=usual, **conventions)),
        PLACE,
    )
    if isinstance(found, Problem):
        assert found.place == PLACE
        return found.code
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"), ("1 234,50", "1234.50"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"),
        ("1'234'567.8", "1234567.8"), ("1,234,567", "1234567"), ("0,125", "0.125"), ("０.076", "0.076"),
        ("-5", "-5"), ("(5)", "-5"), ("−1.5", "-1.5"), ("12,5", "12.5"), ("1.234", "IV164"), ("1,234", "IV164"),
        ("12 34", "IV163"), ("1,23,456", "IV163"), ("TBD", "IV163"), ("1.5M", "IV163"), ("1e5", "IV163"),
        ("90 days", "IV163"), ("", "IV163"), ("+5", "5"), ("- 5", "-5"), ("( 5 )", "-5"),
        ("(500", "IV163"), ("500)", "IV163"), ("((5))", "IV163"), ("--5", "IV163"), ("+-5", "IV163"), ("-(5)", "IV163"),
        ("(-5)", "IV163"), ("5-", "IV163"), ("9" * 60, "9" * 60), ("9" * 61, "IV173"), ("0." + "1" * 61, "IV173"),
    ],
)  # fmt: skip
def test_number_is_read_in_one_way_or_refused(text, value):
    assert read(QuestionType.NUMBER, text) == value


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.234", Mark.COMMA, "1234"), ("1.234", Mark.POINT, "1.234"), ("1,234", Mark.POINT, "1234"),
        ("1,5", Mark.POINT, "IV163"), ("1.5", Mark.COMMA, "IV163"), ("15", Mark.COMMA, "15"),
    ],
)  # fmt: skip
def test_decimal_mark_decides_and_contradictions_are_refused(text, mark, value):
    assert read(QuestionType.NUMBER, text, decimal=mark) == value


def test_numbers_that_read_in_one_way_show_the_mark_of_a_file():
    assert find_mark(["1.234", "5", "2.500,00 €"]) is Mark.COMMA
    assert find_mark(["1.234", "7"]) is None
    assert find_mark(["1.5", "1,5"]) is None


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    st.sampled_from(Mark),
)
def test_a_grouped_number_is_never_read_as_another_one(number, mark):
    text = f"{number:,.3f}"
    if mark is Mark.COMMA:
        text = text.translate(str.maketrans(",.", ".,"))
    readings = list_readings(text)
    assert readings[mark] == number
    found = read(QuestionType.NUMBER, text)
    assert found == "IV164" or Decimal(found) == number


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("30%", CellKind.TEXT, "30"), ("30 ％", CellKind.TEXT, "30"), ("12,5 %", CellKind.TEXT, "12.5"),
        ("30", CellKind.NUMBER, "30"), ("0.3", CellKind.NUMBER, "IV165"), ("1", CellKind.TEXT, "IV165"),
        ("0.3", CellKind.PERCENT, "0.3"), ("0", CellKind.NUMBER, "0"),
    ],
)  # fmt: skip
def test_percentage_with_or_without_its_sign(text, kind, value):
    assert read(QuestionType.PERCENT, text, kind) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000,50 €", "1000.50 EUR"), ("EUR 1,000.50", "1000.50 EUR"), ("usd 5", "5 USD"), ("US$ 1,234.5", "1234.5 USD"),
        ("人民币1,234.56", "1234.56 CNY"), ("12.5万元", "125000.0 CNY"), ("3亿元", "300000000 CNY"), ("5 港币", "5 HKD"),
        ("-€5", "-5 EUR"), ("£1,000,000", "1000000 GBP"), ("CHF 1'250.00", "1250.00 CHF"),
        ("3万亿元", "3000000000000 CNY"), ("十亿元", "IV163"), ("5百万元", "5000000 CNY"), ("2千万元", "20000000 CNY"),
        ("8仟元", "8000 CNY"), ("6萬 TWD", "60000 TWD"), ("3亿万元", "IV163"), ("3万万元", "IV163"), ("3亿5千万元", "IV163"),
        ("1" * 58 + " 亿元", "IV173"), ("1" * 50 + ".5 亿元", "1" * 50 + "50000000.0 CNY"), ("9" * 61 + " EUR", "IV173"),
        ("€(5)", "-5 EUR"), ("(5 EUR)", "-5 EUR"), ("(5 EUR", "IV163"), ("--5 EUR", "IV163"),
        ("$5", "IV167"), ("￥5", "IV167"), ("5", "IV167"), ("TBD EUR", "IV163"), ("5 EUR or 6 EUR", "IV163"),
    ],
)  # fmt: skip
def test_amount_with_its_currency_in_the_cell(text, value):
    found = read(QuestionType.MONEY, text)
    assert (found if isinstance(found, str) else f"{decimal_text(found.amount)} {found.currency}") == value


@pytest.mark.parametrize(
    ("text", "unit", "usual", "value"),
    [
        ("5", Unit(currency="EUR"), "", Money(amount=Decimal(5), currency="EUR")),
        ("5", Unit(), "USD", Money(amount=Decimal(5), currency="USD")),
        ("$5", Unit(), "USD", Money(amount=Decimal(5), currency="USD")),
        ("¥5", Unit(currency="CNY"), "", Money(amount=Decimal(5), currency="CNY")),
        ("$5", Unit(currency="EUR"), "", "IV168"),
        ("5 USD", Unit(currency="EUR"), "", "IV168"),
        ("5 USD", Unit(), "EUR", Money(amount=Decimal(5), currency="USD")),
        ("12", Unit(currency="CNY", factor=10_000), "", Money(amount=Decimal(120_000), currency="CNY")),
        ("12万", Unit(currency="CNY", factor=10_000), "", "IV166"),
    ],
)
def test_amount_with_its_currency_elsewhere(text, unit, usual, value):
    found = read(QuestionType.MONEY, text, unit=unit, usual=usual)
    assert found == value


def test_currency_of_a_number_format_counts():
    assert read(QuestionType.MONEY, "5", CellKind.NUMBER, currency="€") == Money(amount=Decimal(5), currency="EUR")
    assert read(QuestionType.MONEY, "5", CellKind.NUMBER, currency="$") == "IV167"
    assert read(QuestionType.MONEY, "5", CellKind.NUMBER, currency="k€") == Money(amount=Decimal(5000), currency="EUR")
    assert read(QuestionType.MONEY, "5", CellKind.NUMBER, currency="pcs") == "IV167"
    assert read(QuestionType.MONEY, "5", CellKind.NUMBER, currency="kr", usual="SEK").currency == "SEK"
    assert read(QuestionType.MONEY, "5", CellKind.NUMBER, currency="k€", unit=Unit(factor=1_000)) == "IV166"


@given(
    st.decimals(places=2, allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9),
    st.sampled_from(["EUR", "USD", "CNY"]),
)
def test_amounts_as_the_report_writes_them_come_back(amount, currency):
    assert read(QuestionType.MONEY, f"{amount:,.2f} {currency}") in (Money(amount=amount, currency=currency), "IV164")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", "2026-03-31"), ("2026/3/31", "2026-03-31"), ("2026年3月31日", "2026-03-31"),
        ("2026-03-31 00:00:00", "2026-03-31"), ("2026-03-31T09:30:00Z", "2026-03-31"), ("20260331", "2026-03-31"),
        ("31/03/2026", "2026-03-31"), ("3/31/2026", "2026-03-31"), ("31.3.26", "IV171"), ("31-03-2026", "2026-03-31"),
        ("04/04/2026", "2026-04-04"), ("31 March 2026", "2026-03-31"), ("31-Mar-26", "2026-03-31"),
        ("Mar 31, 2026", "2026-03-31"), ("46112", "2026-03-31"), ("03/04/2026", "IV171"), ("3.4.2026", "IV171"),
        ("31/31/2026", "IV169"), ("31/03/98", "IV169"), ("March 2026", "IV169"), ("TBD", "IV169"), ("12", "IV169"),
        ("2026-02-30", "IV169"), ("30 Foo 2026", "IV169"), ("26/03/31", "IV171"), ("26-03-31", "IV171"),
        ("26.3.31", "IV171"), ("31/12/99", "IV169"), ("49/12/31", "2049-12-31"), ("13/13/13", "IV169"),
        ("05/05/05", "2005-05-05"), ("45-6-7", "2045-06-07"), ("5.6.7", "IV169"), ("5.6.45", "IV171"),
    ],
)  # fmt: skip
def test_day_is_read_in_one_way_or_refused(text, day):
    assert read(QuestionType.DATE, text) == day


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2026", Order.DMY, "2026-04-03"), ("03/04/2026", Order.MDY, "2026-03-04"),
        ("03/31/2026", Order.DMY, "IV169"), ("31/03/2026", Order.MDY, "IV169"), ("2026-03-31", Order.MDY, "2026-03-31"),
        ("26/03/31", Order.YMD, "2026-03-31"), ("31.3.26", Order.DMY, "2026-03-31"), ("3/31/26", Order.MDY, "2026-03-31"),
        ("03/04/2026", Order.YMD, "IV169"), ("2026.3.31", Order.YMD, "2026-03-31"), ("31/12/99", Order.YMD, "IV169"),
    ],
)  # fmt: skip
def test_order_of_day_and_month_decides_and_contradictions_are_refused(text, order, day):
    assert read(QuestionType.DATE, text, dates=order) == day


@given(st.dates(dt.date(1960, 1, 1), dt.date(2110, 1, 1)), st.sampled_from(Order))
def test_a_day_is_never_read_as_another_one(day, order):
    text = day.strftime({Order.DMY: "%d/%m/%Y", Order.MDY: "%m/%d/%Y", Order.YMD: "%Y/%m/%d"}[order])
    assert read_day(text, order) == day
    assert read_day(text, None) in (day, "IV171")
    assert read_day(str((day - dt.date(1899, 12, 30)).days), None) == day


@given(st.dates(dt.date(2001, 1, 1), dt.date(2049, 12, 31)), st.sampled_from(Order), st.sampled_from("/-."))
def test_a_day_with_a_short_year_is_never_read_as_another_one(day, order, mark):
    text = mark.join(day.strftime({Order.DMY: "%d %m %y", Order.MDY: "%m %d %y", Order.YMD: "%y %m %d"}[order]).split())
    assert read_day(text, order) == day
    assert read_day(text, None) in (day, "IV171")


_SCRAPS = st.lists(
    st.sampled_from(
        [*"0123456789", "9" * 29, *"-+(). ,'%e", "万", "亿", "千", "百", "EUR", "€", "Infinity", "NaN", "1e70"]
    ),
    min_size=1,
    max_size=9,
).map("".join)


@given(
    st.sampled_from([QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY]),
    st.tuples(_SCRAPS, st.just(CellKind.TEXT))
    | st.tuples(st.floats().map(str) | st.integers().map(str), st.sampled_from([CellKind.NUMBER, CellKind.PERCENT])),
    st.sampled_from([1, 1_000, 10_000, 10**12]),
)
def test_whatever_a_cell_gives_reads_back_from_the_record(kind, cell, factor):
    found = read(kind, *cell, unit=Unit(factor=factor), usual="EUR")
    match found:
        case Money(amount=amount):
            assert decimal_from_text(decimal_text(amount)) == amount
        case _ if not found.startswith("IV"):
            assert decimal_text(decimal_from_text(found)) == found


def test_code_is_known_by_its_text_in_any_language_and_by_a_word_that_was_told():
    twins = (
        Column(id="x", type=QuestionType.CHOICE, title="X", sharing=Level.SHARED, choices=(Choice(code="paid", text="Paid in full"),)),
        Column(id="x", type=QuestionType.CHOICE, title="X", sharing=Level.SHARED, choices=(Choice(code="paid", text="全部到账"),)),
    )  # fmt: skip
    told = Reading(conventions=Conventions(words={("x", "bezahlt"): "paid", ("x", "na"): ""}))
    said = {
        text: read_cell(twins, Cell(text=text), Unit(), told, PLACE)
        for text in ("PAID in full ", "全部到账", "paid", "Bezahlt!", "n/a", "Paid?!x")
    }
    assert list(said.values())[:5] == ["paid", "paid", "paid", "paid", ""]
    assert isinstance(said["Paid?!x"], Problem)
    assert said["Paid?!x"].details["allowed"] == "Paid in full (paid)"


def test_formulas_without_value_errors_and_endless_texts_are_refused():
    assert read(QuestionType.TEXT, "=", CellKind.BARE) == "IV160"
    assert read(QuestionType.MONEY, "#REF!", CellKind.ERROR) == "IV161"
    assert read(QuestionType.TEXT, "x" * 20_001) == "IV170"
    assert read(QuestionType.NUMBER, "2026-01-02", CellKind.DATE) == "IV163"


@pytest.mark.parametrize(
    ("text", "code"), [("€", "EUR"), ("rmb", "CNY"), ("Eur", "EUR"), ("$", "$"), ("abc", ""), ("TBD", "")]
)
def test_currency_is_named(text, code):
    assert name_currency(text) == code
