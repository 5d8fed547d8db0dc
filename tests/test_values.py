"""Values: their form in the record, and how typed text becomes one."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.record.canonical import encode_canonical
from takeover.values import (
    Code,
    Date,
    Money,
    NotApplicable,
    Number,
    Percent,
    Text,
    TooManyDigits,
    Unknown,
    UnknownReason,
    answer_from_plain,
    answer_to_plain,
    answer_to_record,
    date_from_text,
    decimal_from_text,
    decimal_text,
    read_date,
    read_decimal,
    read_money,
    read_percent,
    scale_exactly,
    tidy_text,
)
from tests.record.samples import ANSWERS

quick = settings(max_examples=200, deadline=None, database=None)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6)
texts = st.text(max_size=20)
answers = st.one_of(
    st.builds(Code, code=texts),
    st.builds(Number, value=decimals, unit=texts),
    st.builds(Percent, value=decimals),
    st.builds(Money, amount=decimals, currency=texts),
    st.builds(Date, value=st.dates()),
    st.builds(Text, value=texts),
    st.builds(Unknown, reason=st.sampled_from(UnknownReason), who=texts),
    st.builds(NotApplicable, reason=texts, second=texts),
    st.sampled_from(ANSWERS),
)


@quick
@given(answers)
def test_answer_survives_the_record(answer):
    assert answer_from_plain(answer_to_plain(answer)) == answer


@pytest.mark.parametrize("answer", ANSWERS, ids=repr)
def test_answer_is_canonical_and_holds_no_empty_field(answer):
    plain = answer_to_plain(answer)
    assert encode_canonical(plain)
    assert "" not in plain.values()


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"type": "light"},
        {"type": ["code"]},
        {"type": "code"},
        {"type": "number"},
        {"type": "number", "value": "NaN"},
        {"type": "number", "value": "Infinity"},
        {"type": "number", "value": "1e999999999"},
        {"type": "number", "value": "1,5"},
        {"type": "number", "value": " 1"},
        {"type": "number", "value": "1\n"},
        {"type": "number", "value": "١"},
        {"type": "number", "value": 1},
        {"type": "number", "value": [0, [1], 0]},
        {"type": "percent", "value": ""},
        {"type": "money", "amount": "1"},
        {"type": "money", "currency": "EUR"},
        {"type": "date", "value": "20260331"},
        {"type": "date", "value": "2026-W01-1"},
        {"type": "date", "value": "2026-02-30"},
        {"type": "date", "value": 20260331},
        {"type": "text"},
        {"type": "unknown", "reason": "lost"},
        {"type": "not_applicable"},
    ],
    ids=repr,
)
def test_answer_from_plain_refuses(plain):
    with pytest.raises(ValueError, match=r"answer|format|UnknownReason|day"):
        answer_from_plain(plain)


@pytest.mark.parametrize(
    ("value", "text"),
    [("305000000", "305000000"), ("0.5", "0.5"), ("-3", "-3"), ("1E+3", "1000"), ("1E-3", "0.001"), ("2.50", "2.50")],
)
def test_decimal_text_has_no_exponent(value, text):
    assert decimal_text(Decimal(value)) == text


@quick
@given(decimals)
def test_decimal_survives_its_text(value):
    assert decimal_from_text(decimal_text(value)) == value


@pytest.mark.parametrize("text", ["1" * 61, "1." + "1" * 61, "1.", ".1", "+1", "--1", "1_000", "inf", "0x1", "", "-"])
def test_decimal_from_text_refuses(text):
    with pytest.raises(ValueError, match="decimal of the format"):
        decimal_from_text(text)


def test_date_from_text_names_a_day_that_is_not():
    with pytest.raises(ValueError, match="day"):
        date_from_text("2026-02-30")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "1"),
        (" -1.50 ", "-1.50"),
        ("1 000 000", "1000000"),
        ("1\u2009000\u00a0000\u202f000", "1000000000"),
        ("1_000", "1000"),
        ("１２．５", "12.5"),
    ],
)
def test_read_decimal_takes_what_people_type(typed, value):
    assert read_decimal(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "x", "1,5", "1，5", "1e5", "NaN", "inf", "-", "1.2.3", "十"])
def test_read_decimal_refuses(typed):
    with pytest.raises(ValueError, match="is not a number"):
        read_decimal(typed)


@pytest.mark.parametrize("typed", ["9" * 61, "-" + "9" * 61, "0." + "1" * 61, "１" * 70])
def test_read_decimal_refuses_what_the_record_cannot_keep(typed):
    with pytest.raises(TooManyDigits):
        read_decimal(typed)


@pytest.mark.parametrize("typed", ["9" * 60, "0" * 70 + "5", "0." + "1" * 60, "-" + "9" * 60 + "." + "9" * 60])
def test_read_decimal_takes_what_the_record_keeps(typed):
    assert decimal_from_text(decimal_text(read_decimal(typed))) == Decimal(typed)


@quick
@given(st.text("0123456789+-._ eE１９²①½٣∞NaInfity", max_size=8).map(lambda text: text.replace("9", "9" * 30)))
def test_what_read_decimal_takes_reads_back_from_the_record(typed):
    try:
        value = read_decimal(typed)
    except ValueError:
        return
    assert decimal_from_text(decimal_text(value)) == value


@pytest.mark.parametrize("value", ["1E+60", "1E-61", "Infinity", "-Infinity", "NaN"])
def test_answer_that_would_not_read_back_is_not_written_into_the_record(value):
    for answer in (
        Number(value=Decimal(value)),
        Percent(value=Decimal(value)),
        Money(amount=Decimal(value), currency="EUR"),
    ):
        with pytest.raises(ValueError, match="decimal of the format"):
            answer_to_record(answer)


@quick
@given(answers)
def test_answer_to_record_writes_what_answer_to_plain_does(answer):
    assert answer_to_record(answer) == answer_to_plain(answer)


def test_scale_exactly_loses_no_digit():
    assert scale_exactly(Decimal("1" * 60), 10**12) == Decimal("1" * 60 + "0" * 12)
    assert decimal_text(scale_exactly(Decimal("12.5"), 10_000)) == "125000.0"


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("1000.00 EUR", "1000.00", "EUR"),
        ("USD 305000000", "305000000", "USD"),
        ("305 000 000 cny", "305000000", "CNY"),
        ("ＣＮＹ　５", "5", "CNY"),
    ],
)
def test_read_money_takes_either_order(typed, amount, currency):
    assert read_money(typed) == Money(amount=Decimal(amount), currency=currency)


@pytest.mark.parametrize("typed", ["1000", "EUR", "1000 EUR USD", "€ 5", "5 元", "x EUR", "5 EURO", "5 ÄÖÜ"])
def test_read_money_refuses(typed):
    with pytest.raises(ValueError, match=r"currency|number"):
        read_money(typed)


@pytest.mark.parametrize("typed", ["32", "32 %", "32％", " 32% ", "３２％"])
def test_read_percent_takes_a_sign_or_none(typed):
    assert read_percent(typed) == Percent(value=Decimal(32))


def test_read_percent_refuses_what_is_no_number():
    with pytest.raises(ValueError, match="is not a number"):
        read_percent("a third")


@pytest.mark.parametrize("typed", ["2026-03-31", " 2026-03-31\n", "２０２６-０３-３１"])
def test_read_date_takes_iso_dates(typed):
    assert read_date(typed) == dt.date(2026, 3, 31)


@pytest.mark.parametrize("typed", ["31.3.2026", "2026-3-31", "2026-02-30", "20260331", "2026-W01-1", "", "2026-03-31T"])
def test_read_date_refuses(typed):
    with pytest.raises(ValueError, match="is not a date like"):
        read_date(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  目标 \n", "目标"),
        ("a\tb\r\nc", "a\tb\nc"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("a\ud800b\x1b[0m", "ab[0m"),
    ],
)
def test_tidy_text_keeps_what_a_record_can_keep(typed, kept):
    assert tidy_text(typed) == kept


@quick
@given(st.text(st.characters(), max_size=30))
def test_tidy_text_is_canonical_and_changes_nothing_twice(typed):
    kept = tidy_text(typed)
    assert encode_canonical(kept)
    assert unicodedata.is_normalized("NFC", kept)
    assert tidy_text(kept) == kept
