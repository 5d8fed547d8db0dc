"""The workbook for answers, written and taken back: what was filled in arrives, mistakes are named by cell."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from functools import lru_cache

import pytest
from openpyxl import load_workbook

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.library import load_checklist
from takeover.checklist.model import QuestionType
from takeover.errors import BadInput
from takeover.interview.acts import Answered, RowsRecorded
from takeover.interview.answer_form import Column, Key, Voices, build_form
from takeover.interview.rows.table_file import read_tables
from takeover.interview.workbook import is_answer_workbook, read_answer_workbook
from takeover.record.kinds import party_named
from takeover.report.workbook import write_answer_workbook
from takeover.values import (
    Code,
    Date,
    Level,
    Method,
    Money,
    NotApplicable,
    Percent,
    Role,
    Side,
    Unknown,
    UnknownReason,
)
from tests.builders import RecordBuilder

FILE = "answers.xlsx"
IDS = ("AAAAAAAA", "BBBBBBBB", "CCCCCCCC")


def speak(*languages: str) -> Voices:
    loaded = load_checklist()
    return Voices(
        checklists=tuple(map(loaded.in_language, languages)), catalogues=tuple(map(load_catalogue, languages))
    )


@lru_cache(maxsize=1)
def kinds() -> dict[QuestionType, str]:
    """A question of each type that is no stop-line; payments for the registers."""
    questions = [q for q in load_checklist().in_language("en").questions if not q.stop_line]
    found = {question.type: question.id for question in reversed(questions)}
    return found | {QuestionType.REGISTER: next(q.id for q in questions if q.register == "payments")}


def stop_line() -> str:
    return next(q.id for q in load_checklist().in_language("en").questions if q.stop_line and q.type == "grade")


@lru_cache(maxsize=4)
def blank(*languages: str) -> bytes:
    wanted = {*kinds().values(), stop_line()}
    form = build_form(
        speak(*languages),
        role=Role.FINANCE,
        takeover="ab" * 32,
        project="=1+1",
        checklist="takeover@1",
        wanted=wanted,
        levels=tuple(Level),
    )
    return write_answer_workbook(form)


class Filler:
    """Fills a workbook in as a person would."""

    def __init__(self, *languages: str) -> None:
        self.book = load_workbook(io.BytesIO(blank(*languages)))
        self.page = self.book.worksheets[1]
        self.columns = {cell.value: cell.column for cell in self.page[1]}
        self.rows = {self.page.cell(row, 1).value: row for row in range(3, self.page.max_row + 1)}

    def put(self, question: str, **cells: object) -> str:
        for name, value in cells.items():
            self.page.cell(self.rows[question], self.columns[name]).value = value
        letter = self.page.cell(1, self.columns[next(iter(cells))]).column_letter
        return f"{self.page.title}!{letter}{self.rows[question]}"

    def guide(self, key: Key, value: object) -> None:
        page = self.book.worksheets[0]
        next(row for row in page.iter_rows() if row[0].value == key.value)[2].value = value

    def read(self, situation=None):
        out = io.BytesIO()
        self.book.save(out)
        sheets = read_tables(out.getvalue(), FILE)
        assert is_answer_workbook(sheets)
        return read_answer_workbook(
            sheets,
            voices=speak(*LANGUAGES),
            situation=situation or RecordBuilder().situation(),
            path=FILE,
            new_ids=iter(IDS),
        )


@pytest.mark.parametrize(
    ("languages", "yes"), [(("en",), "Yes"), (("zh-Hans",), "是"), (("zh-Hans", "en"), "是 / Yes")]
)
def test_what_is_filled_in_arrives_in_every_language(languages, yes):
    filled = Filler(*languages)
    filled.guide(Key.NAME, "Head of finance")
    filled.guide(Key.DATE, "2026-11-20")
    filled.put(kinds()[QuestionType.GRADE], answer=yes, words="So it is.", proof="Letter of 3 March")
    filled.put(kinds()[QuestionType.DATE], answer="2026-03-31")
    filled.put(kinds()[QuestionType.PERCENT], answer=87.5)
    answers, problems = filled.read()
    assert problems == ()
    said = {act.question: act for act in answers.said if isinstance(act, Answered)}
    grade = said[kinds()[QuestionType.GRADE]]
    assert (grade.answer, grade.words, grade.party) == (Code(code="yes"), "So it is.", "finance")
    assert (grade.method, grade.on.isoformat()) == (Method.INTERVIEW, "2026-11-20")
    assert [(proof.path, proof.note, proof.grade) for proof in grade.evidence] == [
        (FILE, "", "E1"),
        ("", "Letter of 3 March", "E1"),
    ]
    assert isinstance(said[kinds()[QuestionType.DATE]].answer, Date)
    assert said[kinds()[QuestionType.PERCENT]].answer == Percent(value=Decimal("87.5"))
    assert [(party.role, party.name) for party in answers.setup.parties] == [(Role.FINANCE, "Head of finance")]


@pytest.mark.parametrize("languages", [("en",), ("en", "zh-Hans")])
def test_every_word_of_every_list_is_understood(languages):
    voices = speak(*languages)
    form = build_form(
        voices,
        role=Role.FINANCE,
        takeover="",
        project="",
        checklist="x",
        wanted={q.id for q in voices.checklists[0].questions},
        levels=tuple(Level),
    )
    filled = Filler(*languages)
    for question in form.questions:
        if question.id in filled.rows:
            for word, code in zip(
                question.field.options,
                voices.checklists[0].question(question.id).codes(),
                strict=bool(question.field.options),
            ):
                filled.put(question.id, answer=word)
                answers, problems = filled.read()
                assert (problems, answers.said[0].answer) == ((), Code(code=code))
            filled.put(question.id, answer=None)


def test_what_stands_instead_of_an_answer_arrives():
    filled = Filler("en")
    filled.put(kinds()[QuestionType.GRADE], instead="I don't know")
    filled.put(kinds()[QuestionType.DATE], instead="Somebody else may know", who="Sponsor")
    filled.put(kinds()[QuestionType.CHOICE], instead="Does not apply", words="We have no such thing.")
    answers, problems = filled.read()
    assert problems == ()
    assert {act.question: act.answer for act in answers.said} == {
        kinds()[QuestionType.GRADE]: Unknown(reason=UnknownReason.NOBODY_KNOWS),
        kinds()[QuestionType.DATE]: Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="sponsor"),
        kinds()[QuestionType.CHOICE]: NotApplicable(reason="We have no such thing."),
    }


@pytest.mark.parametrize(
    ("kind", "cells", "code"),
    [
        (QuestionType.GRADE, {"answer": "perhaps"}, "IV258"),
        (QuestionType.GRADE, {"answer": "Yes", "instead": "I don't know"}, "IV256"),
        (QuestionType.GRADE, {"answer": None, "words": "I think so"}, "IV256"),
        (QuestionType.DATE, {"answer": "03/04/2026"}, "IV005"),
        (QuestionType.GRADE, {"instead": "no idea"}, "IV258"),
    ],
)
def test_a_mistake_names_its_cell_and_nothing_is_taken(kind, cells, code):
    filled = Filler("en")
    filled.put(kinds()[QuestionType.CHOICE], instead="I don't know")
    place = filled.put(kinds()[kind], **cells)
    answers, problems = filled.read()
    assert answers is None
    assert [(problem.code, problem.place.path) for problem in problems] == [(code, place)]


@pytest.mark.parametrize(
    ("kind", "cells", "code"),
    [
        (QuestionType.GRADE, {"answer": "yes / no"}, "IV258"),
        (QuestionType.GRADE, {"answer": "Yes / 否"}, "IV258"),
        (QuestionType.GRADE, {"answer": "yes / I am not sure"}, "IV258"),
        (QuestionType.DATE, {"answer": "2026-03-01 / 2026-09-01"}, "IV005"),
        (QuestionType.PERCENT, {"answer": "5 / 6 %"}, "IV003"),
        (QuestionType.GRADE, {"instead": "Does not apply / I don't know", "words": "x"}, "IV258"),
        (QuestionType.DATE, {"instead": "Somebody else may know", "who": "Sponsor / Client"}, "IV259"),
    ],
)
def test_two_answers_in_one_cell_are_none(kind, cells, code):
    filled = Filler("en", "zh-Hans")
    filled.put(kinds()[kind], **cells)
    answers, problems = filled.read()
    assert answers is None
    assert [problem.code for problem in problems] == [code]


def test_the_same_answer_in_two_languages_is_one():
    filled = Filler("en", "zh-Hans")
    filled.put(kinds()[QuestionType.GRADE], answer="否 / No")
    filled.put(kinds()[QuestionType.DATE], answer="2026-03-01 / 2026年3月1日")
    filled.put(kinds()[QuestionType.CHOICE], instead="Somebody else may know / 他人可能知道", who="Sponsor")
    answers, problems = filled.read()
    assert problems == ()
    said = {act.question: act.answer for act in answers.said}
    assert said[kinds()[QuestionType.GRADE]] == Code(code="no")
    assert said[kinds()[QuestionType.DATE]] == Date(value=dt.date(2026, 3, 1))
    assert said[kinds()[QuestionType.CHOICE]] == Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="sponsor")


def test_all_mistakes_are_named_at_once():
    filled = Filler("en")
    filled.put(kinds()[QuestionType.GRADE], answer="perhaps")
    filled.put(kinds()[QuestionType.DATE], instead="Somebody else may know")
    filled.put(kinds()[QuestionType.CHOICE], instead="Does not apply")
    filled.put(stop_line(), instead="Does not apply", words="No such thing.")
    _, problems = filled.read()
    assert {problem.code for problem in problems} == {"IV258", "IV259", "IV257", "IV027"}


def test_a_stop_line_offers_no_way_out_to_one_person_alone():
    filled = Filler("en")
    rules = filled.page.data_validations.dataValidation
    at = f"{filled.page.cell(1, filled.columns[Column.INSTEAD]).column_letter}{filled.rows[stop_line()]}"
    (rule,) = [rule for rule in rules if at in str(rule.sqref).split()]
    words = [cell[0].value for cell in filled.book["lists"][rule.formula1.removeprefix("lists!").replace("$", "")]]
    assert "Does not apply" not in words
    assert "I don't know" in words


def test_rows_of_a_register_arrive_and_the_same_file_says_nothing_again():
    filled = Filler("en")
    (page,) = [page for page in filled.book.worksheets if page["A1"].value == "register:payments"]
    columns = {cell.value: cell.column for cell in page[1]}
    for name, value in {"milestone": "Stage 1", "amount": 1200.5, "currency": "EUR", "state": "Paid"}.items():
        page.cell(3, columns[name]).value = value
    answers, problems = filled.read()
    assert problems == ()
    (act,) = answers.said
    assert isinstance(act, RowsRecorded)
    (row,) = act.rows
    assert (row.row, row.values["milestone"], row.values["state"]) == ("AAAAAAAA", "Stage 1", "paid")
    assert row.values["amount"] == Money(amount=Decimal("1200.5"), currency="EUR")


def test_a_workbook_in_which_nothing_was_filled_in_says_so():
    answers, problems = Filler("en").read()
    assert answers is None
    assert [problem.code for problem in problems] == ["IV250"]


def test_somebody_else_in_the_same_role_is_refused():
    record = RecordBuilder()
    record.add(
        party_named(record.stamp(Level.SHARED), party="finance1", role=Role.FINANCE, side=Side.OWN, name="Clerk")
    )
    filled = Filler("en")
    filled.guide(Key.NAME, "Somebody else")
    filled.put(kinds()[QuestionType.GRADE], answer="Yes")
    _, problems = filled.read(record.situation())
    assert [problem.code for problem in problems] == ["IV253"]


def test_only_cells_to_fill_in_can_be_written_and_texts_stay_texts():
    book = load_workbook(io.BytesIO(blank("en")))
    guide, page = book.worksheets[:2]
    assert guide["B3"].value == "=1+1"
    assert guide["B3"].data_type == "s"
    assert page.protection.sheet
    columns = {cell.value: cell.column for cell in page[1]}
    locked = {name: page.cell(3, at).protection.locked for name, at in columns.items()}
    assert not any(locked[name] for name in ("answer", "instead", "who", "words", "proof"))
    assert locked["question"]
    assert locked["text"]


def test_a_file_that_only_looks_like_a_workbook_is_refused():
    with pytest.raises(BadInput):
        read_tables(b"PK\x03\x04 nothing", FILE)
