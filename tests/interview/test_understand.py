"""Every way in which people type an answer, and every way to get it wrong."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import Choice, Column, QuestionType
from takeover.interview.pages import typed_text
from takeover.interview.understand import (
    MAX_TEXT,
    understand,
    understand_cell,
    understand_date,
    understand_setting,
)
from takeover.problems import Problem
from takeover.values import Answer, Code, Date, Level, Money, Nothing, Number, Percent, Text
from tests.builders import make_question

GRADE = make_question("a.grade")
CHOICE = make_question("a.choice", type=QuestionType.CHOICE)
NUMBER = make_question("a.number", type=QuestionType.NUMBER, unit="day")
PERCENT = make_question("a.percent", type=QuestionType.PERCENT)
MONEY = make_question("a.money", type=QuestionType.MONEY)
DATE = make_question("a.date", type=QuestionType.DATE)
TEXT = make_question("a.text", type=QuestionType.TEXT)
REGISTER = make_question("a.register", type=QuestionType.REGISTER)
MARCH = Date(value=dt.date(2026, 3, 31))


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (GRADE, "yes", Code(code="yes")),
        (GRADE, " Y ", Code(code="yes")),
        (GRADE, "是", Code(code="yes")),
        (GRADE, "部分", Code(code="partly")),
        (GRADE, "p", Code(code="partly")),
        (GRADE, "否", Code(code="no")),
        (GRADE, "ｎｏ", Code(code="no")),
        (REGISTER, "partly", Code(code="partly")),
        (CHOICE, "same", Code(code="same")),
        (CHOICE, "Other", Code(code="other")),
        (NUMBER, "47", Number(value=Decimal(47), unit="day")),
        (NUMBER, "47 days", Number(value=Decimal(47), unit="day")),
        (NUMBER, "４７天", Number(value=Decimal(47), unit="day")),
        (NUMBER, "-3.5", Number(value=Decimal("-3.5"), unit="day")),
        (PERCENT, "32", Percent(value=Decimal(32))),
        (PERCENT, "32 %", Percent(value=Decimal(32))),
        (PERCENT, "３２％", Percent(value=Decimal(32))),
        (MONEY, "305000000 USD", Money(amount=Decimal(305000000), currency="USD")),
        (MONEY, "eur 1 000.50", Money(amount=Decimal("1000.50"), currency="EUR")),
        (DATE, "2026-03-31", MARCH),
        (DATE, "2026/3/31", MARCH),
        (DATE, "2026.03.31", MARCH),
        (DATE, "2026年3月31日", MARCH),
        (TEXT, " two\nlines ", Text(value="two\nlines")),
        (TEXT, "a\x1b[31mb\x07", Text(value="a[31mb")),
        (TEXT, "none", Nothing()),
        (DATE, "None", Nothing()),
        (MONEY, "无", Nothing()),
        (NUMBER, "没有", Nothing()),
    ],
)
def test_understand_reads_what_people_type(question, typed, answer):
    assert understand(question, typed) == answer


@pytest.mark.parametrize(
    ("question", "typed", "code"),
    [
        (GRADE, "maybe", "IV001"),
        (GRADE, "none", "IV001"),
        (CHOICE, "neither", "IV001"),
        (NUMBER, "1,000", "IV002"),
        (NUMBER, "1e3", "IV002"),
        (NUMBER, "NaN", "IV002"),
        (NUMBER, "days", "IV002"),
        (PERCENT, "a third", "IV003"),
        (MONEY, "1000", "IV004"),
        (MONEY, "1,000 EUR", "IV004"),
        (MONEY, "10 EUR USD", "IV004"),
        (MONEY, "¥10", "IV004"),
        (DATE, "31/03/2026", "IV005"),
        (DATE, "2026-02-30", "IV005"),
        (DATE, "20260331", "IV005"),
        (TEXT, " \t\x00 ", "IV006"),
        (GRADE, "", "IV006"),
        (TEXT, "x" * (MAX_TEXT + 1), "IV007"),
    ],
)
def test_understand_says_what_is_wrong_and_the_cure(question, typed, code):
    problem = understand(question, typed)
    assert isinstance(problem, Problem)
    assert problem.code == code
    for language in LANGUAGES:
        sentence = problem.sentence(load_catalogue(language))
        assert len(sentence) > 20
        assert "{" not in sentence


def test_understand_names_the_allowed_codes():
    problem = understand(CHOICE, "neither")
    assert isinstance(problem, Problem)
    assert problem.details["allowed"] == "same, other"


@given(
    st.one_of(
        st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda v: (PERCENT, Percent(value=v))),
        st.decimals(allow_nan=False, allow_infinity=False, places=3).map(
            lambda v: (NUMBER, Number(value=v, unit="day"))
        ),
        st.dates().map(lambda v: (DATE, Date(value=v))),
        st.decimals(allow_nan=False, allow_infinity=False, places=2).map(
            lambda v: (MONEY, Money(amount=v, currency="CNY"))
        ),
    )
)
def test_understand_reads_back_what_is_shown(pair):
    question, answer = pair
    assert understand(question, typed_text(answer)) == answer


@given(st.text(max_size=80), st.sampled_from([GRADE, CHOICE, NUMBER, PERCENT, MONEY, DATE, TEXT, REGISTER]))
def test_understand_never_raises(typed, question):
    read = understand(question, typed)
    assert isinstance(read, Problem | Answer)


CELLS = (
    (QuestionType.TEXT, "x", "x"),
    (QuestionType.PERCENT, "30 %", "30"),
    (QuestionType.NUMBER, "4", "4"),
    (QuestionType.DATE, "2026/1/31", "2026-01-31"),
    (QuestionType.MONEY, "5 EUR", Money(amount=Decimal(5), currency="EUR")),
    (QuestionType.CHOICE, "Open now", "open"),
    (QuestionType.CHOICE, "OPEN", "open"),
)


@pytest.mark.parametrize(("kind", "typed", "cell"), CELLS)
def test_understand_cell_gives_what_the_record_keeps(kind, typed, cell):
    assert understand_cell(_column(kind), typed) == cell


@pytest.mark.parametrize("kind", [kind for kind, _, _ in CELLS if kind is not QuestionType.TEXT])
def test_understand_cell_refuses_what_does_not_fit(kind):
    assert isinstance(understand_cell(_column(kind), "perhaps"), Problem)


def _column(kind):
    return Column(id="c", type=kind, title="C", sharing=Level.SHARED, choices=(Choice(code="open", text="Open now"),))


@pytest.mark.parametrize(
    ("setting", "typed", "value"),
    [
        ("engagement", "internal", "internal"),
        ("pricing", "fixed-price", "fixed_price"),
        ("pricing", "Time and material", "time_and_material"),
        ("live_system", "是", "yes"),
        ("live_system", "n", "no"),
        ("team", "unknown", ""),
        ("project", "  A  project ", "A  project"),
        ("cut_off", "2026-03-31", "2026-03-31"),
        ("cut_off", "2026-03-31T09:00", "2026-03-31T09:00"),
        ("cut_off", "2026/3/31 9:05", "2026-03-31T09:05"),
        ("cut_off", "2026年3月31日 9：05", "2026-03-31T09:05"),
    ],
)
def test_understand_setting_reads_codes_texts_and_the_cut_off(setting, typed, value):
    assert understand_setting(setting, typed) == value


@pytest.mark.parametrize(
    ("setting", "typed", "code"),
    [
        ("engagement", "both", "IV001"),
        ("team", "partly", "IV001"),
        ("project", "  ", "IV006"),
        ("cut_off", "31.3.2026", "IV008"),
        ("cut_off", "2026-03-31T25:00", "IV008"),
    ],
)
def test_understand_setting_refuses_what_is_none(setting, typed, code):
    problem = understand_setting(setting, typed)
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_understand_date_keeps_its_place_in_the_problem():
    problem = understand_date("soon")
    assert isinstance(problem, Problem)
    assert problem.details == {"typed": "soon"}
