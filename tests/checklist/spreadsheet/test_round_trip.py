"""Workbooks give back what was put in: any list, in all its languages; and pyxform takes every one of them."""

from __future__ import annotations

import shutil
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings

from takeover.checklist.library import load_checklist
from takeover.checklist.model import (
    Checklist,
    Choice,
    CodeHealth,
    Column,
    Dimension,
    QuestionType,
    Register,
    Worth,
)
from takeover.checklist.plain import hash_checklist
from takeover.checklist.spreadsheet.excel import read_sheets, write_sheets
from takeover.checklist.spreadsheet.grid import Sheet
from takeover.checklist.spreadsheet.languages import name_language, read_language
from takeover.checklist.spreadsheet.names import give_names
from takeover.checklist.spreadsheet.read import Imported, read_workbook
from takeover.checklist.spreadsheet.write import check_carried, list_limits, write_workbook
from takeover.checklist.translation import list_texts
from takeover.problems import Problem, Severity
from takeover.values import Level
from tests.builders import make_checklist, make_question
from tests.checklist.spreadsheet.forms import make
from tests.checklist.spreadsheet.lists import catalogue_of, translated

Strings = dict[str, dict[str, str]]
OF_TEXTS = ("CL050", "CL051")
"""Problems of translations that texts made at random have: tags and lost placeholders."""


def write(checklist: Checklist, strings: Strings) -> tuple[Sheet, ...]:
    return write_workbook(checklist, strings, catalogues=catalogue_of, talk=catalogue_of("en"))


def read(sheets: tuple[Sheet, ...]) -> tuple[Imported, tuple[Problem, ...]]:
    imported, problems = read_workbook(sheets, "list.xlsx", "list", catalogue_of)
    assert imported is not None, [(str(problem.place), problem.code, dict(problem.details)) for problem in problems]
    return imported, problems


def convert(data: bytes) -> str:
    """Let pyxform make a form of a workbook; it raises on what it does not take."""
    from pyxform.xls2xform import convert as make_form

    return make_form(xlsform=BytesIO(data), file_type=".xlsx", validate=False).xform


@given(translated())
@settings(max_examples=40)
def test_any_list_comes_back_in_all_its_languages(made):
    checklist, strings = made
    assert check_carried(checklist, strings) == ()
    imported, problems = read(write(checklist, strings))
    assert imported.checklist == checklist
    assert imported.strings == strings
    assert imported.notes == {}
    assert {problem.code for problem in problems if problem.severity is Severity.ERROR} <= set(OF_TEXTS)
    assert not [problem for problem in problems if "CL060" <= problem.code <= "CL079"]


@pytest.mark.slow
@given(translated())
@settings(max_examples=25)
def test_any_list_comes_back_through_excel_and_pyxform_takes_it(made):
    checklist, strings = made
    sheets = write(checklist, strings)
    data = write_sheets(sheets)
    assert read_sheets(data, "list.xlsx") == sheets
    names = give_names(checklist)
    form = convert(data)
    assert all(f"<{name}/>" in form for name in names.questions.values())


def test_codes_named_as_words_of_the_notation_come_back():
    codes = ("complete", "half", "otherwise", "is")
    worths = dict(zip(codes, (Worth.GOOD, Worth.HALF, Worth.BAD, Worth.BAD), strict=True))
    question = make_question(
        "goals.state",
        type=QuestionType.CHOICE,
        choices=tuple(Choice(code=code, text=code) for code in codes),
        health=CodeHealth(worths=worths),
    )
    checklist = make_checklist(question)
    imported, _ = read(write(checklist, {}))
    assert imported.checklist == checklist


@cache
def bundled() -> tuple[Checklist, Strings, bytes]:
    loaded = load_checklist()
    strings = {language: dict(list_texts(translated)) for language, translated in loaded.translations.items()}
    return loaded.source, strings, write_sheets(write(loaded.source, strings))


def test_bundled_list_comes_back_through_excel():
    checklist, strings, data = bundled()
    assert check_carried(checklist, strings) == ()
    imported, problems = read(read_sheets(data, "takeover.xlsx"))
    assert problems == ()
    assert imported.checklist == checklist
    assert imported.strings == strings
    assert hash_checklist(imported.checklist) == hash_checklist(checklist)
    assert {q.id for q in imported.translations["zh-Hans"].questions} == {q.id for q in checklist.questions}
    assert imported.translations["zh-Hans"] == load_checklist().in_language("zh-Hans")


@pytest.mark.slow
def test_form_that_pyxform_makes_of_the_bundled_list_asks_everything_and_tells_nothing_else():
    checklist, _, data = bundled()
    form = convert(data)
    assert "takeover::" not in form
    for question in checklist.questions:
        assert f"<{question.id}/>" in form
        assert escape(question.text) in form
        assert all(escape(text) not in form for text in (question.why, question.finding, question.action.text) if text)
    for register in checklist.registers:
        assert f'nodeset="/data/{_group_of(checklist, register.id)}/{register.id}"' in form


def _group_of(checklist: Checklist, register: str) -> str:
    found = [question.dimension for question in checklist.questions if question.register == register]
    return found[0] if found else "registers"


def test_what_other_programs_will_not_see_is_listed_and_counted():
    checklist, strings, _ = bundled()
    limits = {limit.name: limit.count for limit in list_limits(checklist, strings, stale=2)}
    assert limits["columns"] == limits["answers"] == len(checklist.questions)
    assert limits["conditions"] == sum(question.when is not None for question in checklist.questions)
    assert limits["stale"] == 2
    assert {"levels", "money", "start", "quotes"} <= set(limits)
    assert "house" not in limits
    page = next(sheet for sheet in write(checklist, strings) if sheet.name == "takeover")
    said = {cell.text for cell in page.cells.values()}
    assert {limit.sentence(catalogue_of("en")) for limit in list_limits(checklist, strings)} <= said


def test_list_without_such_things_lists_nothing_that_it_lacks():
    checklist = make_checklist(make_question("goals.one"))
    assert [limit.name for limit in list_limits(checklist, {})] == ["columns", "answers"]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("a\rb", "U+000D"),
        ("a\x07", "U+0007"),
        ("of ${x}", "${"),
        ("a_x0041_", "_x0041_"),
        ("\ud800", "U+D800"),
        ("x" * 40_000, "x" * 20 + "… (40000 > 32767)"),
    ],
)
def test_text_that_a_workbook_would_change_is_named_and_not_written(text, piece):
    checklist = make_checklist(make_question("goals.one", help=text))
    assert [(str(p.place), p.details["piece"]) for p in check_carried(checklist, {})] == [("en goals.one.help", piece)]
    fine = make_checklist(make_question("goals.one"))
    assert [str(p.place) for p in check_carried(fine, {"de": {"goals.one.text": text}})] == ["de goals.one.text"]


@pytest.mark.parametrize("name", ["our goals", "goals,scope", "a：b", "x;y"])
def test_id_that_a_cell_could_not_tell_from_its_neighbour_is_named(name):
    checklist = make_checklist(dimensions=(Dimension(id=name, title="Goals"),))
    assert [p.details["piece"] for p in check_carried(checklist, {})] == [name]


def test_code_that_stands_twice_in_a_column_is_named():
    twice = (Choice(code="a", text="A"), Choice(code="a", text="B"))
    column = Column(id="state", type=QuestionType.CHOICE, title="State", sharing=Level.SHARED, choices=twice)
    checklist = make_checklist(registers=(Register(id="risks", title="Risks", columns=(column,)),))
    assert {(str(p.place), p.details["piece"]) for p in check_carried(checklist, {})} == {
        ("register.risks.state.a", "a")
    }


def test_lists_that_say_the_same_are_written_once():
    checklist, strings, _ = bundled()
    page = next(sheet for sheet in write(checklist, strings) if sheet.name == "choices")
    lists = [cell.text for (row, column), cell in page.cells.items() if column == 1 and row > 1]
    assert lists.count("origin") == 3
    assert sum(any(c.id == "origin" for c in register.columns) for register in checklist.registers) > 10


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
def test_form_of_the_bundled_list_passes_odk_validate():
    from pyxform.validators.odk_validate import ODKValidateError
    from pyxform.xls2xform import convert as make_form

    def validate(data: bytes) -> str:
        return make_form(xlsform=BytesIO(data), file_type=".xlsx", validate=True).xform

    assert "<h:html" in validate(bundled()[2])
    broken = make("survey", "type | name | label | relevant\ntext | a | A\ntext | b | B | selected(${a}, 'x'")
    with pytest.raises(ODKValidateError):
        validate(write_sheets([broken]))


def test_language_that_nobody_knows_is_named_by_its_tag():
    assert name_language("zxx-house") == "zxx-house (zxx-house)"
    assert [name_language(tag) for tag in ("zh-Hans", "pt-BR")] == ["中文 (zh-Hans)", "português (pt-BR)"]
    assert [read_language(name_language(tag)) for tag in ("zxx-house", "zh-Hans")] == ["zxx-house", "zh-Hans"]
