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
    Unit,
    find_mark,
    list_readings,
    name_currency,
    read_cell,
    read_day,
)
from takeover.interview.rows.menu import Mark, Order
from takeover.interview.rows.table_file import Cell, CellKind
from takeover.problems import Place, Problem
from takeover.values import Level, Money, decimal_text

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
        ("90 days", "IV163"), ("", "IV163"),
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
        ("31/03/2026", "2026-03-31"), ("3/31/2026", "2026-03-31"), ("31.3.26", "2026-03-31"), ("31-03-2026", "2026-03-31"),
        ("04/04/2026", "2026-04-04"), ("31 March 2026", "2026-03-31"), ("31-Mar-26", "2026-03-31"),
        ("Mar 31, 2026", "2026-03-31"), ("46112", "2026-03-31"), ("03/04/2026", "IV171"), ("3.4.2026", "IV171"),
        ("31/31/2026", "IV169"), ("31/03/98", "IV169"), ("March 2026", "IV169"), ("TBD", "IV169"), ("12", "IV169"),
        ("2026-02-30", "IV169"), ("30 Foo 2026", "IV169"),
    ],
)  # fmt: skip
def test_day_is_read_in_one_way_or_refused(text, day):
    assert read(QuestionType.DATE, text) == day


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2026", Order.DMY, "2026-04-03"), ("03/04/2026", Order.MDY, "2026-03-04"),
        ("03/31/2026", Order.DMY, "IV169"), ("31/03/2026", Order.MDY, "IV169"), ("2026-03-31", Order.MDY, "2026-03-31"),
    ],
)  # fmt: skip
def test_order_of_day_and_month_decides_and_contradictions_are_refused(text, order, day):
    assert read(QuestionType.DATE, text, dates=order) == day


@given(st.dates(dt.date(1960, 1, 1), dt.date(2110, 1, 1)), st.sampled_from(Order))
def test_a_day_is_never_read_as_another_one(day, order):
    text = day.strftime("%d/%m/%Y" if order is Order.DMY else "%m/%d/%Y")
    assert read_day(text, order) == day
    assert read_day(text, None) in (day, "IV171")
    assert read_day(str((day - dt.date(1899, 12, 30)).days), None) == day


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
