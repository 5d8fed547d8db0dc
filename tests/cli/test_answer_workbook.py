"""`takeover sheet` and back: the workbook of a role, what it must not hold, and taking it in through the commands."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from takeover.checklist.library import load_checklist
from takeover.values import Level


def _all_texts(file) -> str:
    return "\n".join(str(cell.value) for page in load_workbook(file) for row in page.iter_rows() for cell in row)


def test_a_clients_workbook_holds_nothing_that_is_not_for_them(shell):
    shell.start()
    file = shell.folder / "client.xlsx"
    asked = json.loads(shell.here("sheet", "--for", "client", "--json", "-o", file).out)["questions"]
    text = _all_texts(file)
    checklist = load_checklist().in_language("en")
    kept = [question for question in checklist.questions if question.id in asked]
    assert kept
    assert all(question.sharing is Level.SHARED for question in kept)
    columns = [column for register in checklist.registers for column in register.columns]
    shared = {column.title for column in columns if column.sharing is Level.SHARED}
    hidden = {column.title for column in columns} - shared
    assert hidden
    headings = {cell.value for page in load_workbook(file).worksheets[2:] for cell in page[2]}
    assert "Commitment" in headings
    assert not hidden & headings
    assert not [question.why for question in kept if question.why and question.why in text]


def test_a_filled_in_workbook_is_taken_once_and_kept_as_evidence(shell):
    shell.start()
    file = shell.folder / "back.xlsx"
    assert shell.here("sheet", "--for", "client", "-o", file).code == 0
    book = load_workbook(file)
    page = book.worksheets[1]
    columns = {cell.value: cell.column for cell in page[1]}
    page.cell(3, columns["answer"]).value = "Yes"
    book.save(file)
    assert json.loads(shell.here("import", file, "--json").out)["taken"] == 1
    assert json.loads(shell.here("import", file, "--json").out)["taken"] == 0
    assert [kept.suffix for kept in (shell.folder / "evidence").iterdir()] == [".xlsx"]


def test_a_mistake_in_a_workbook_is_said_with_its_cell_and_nothing_is_taken(shell):
    shell.start()
    file = shell.folder / "back.xlsx"
    shell.here("sheet", "--for", "client", "-o", file)
    book = load_workbook(file)
    page = book.worksheets[1]
    columns = {cell.value: cell.column for cell in page[1]}
    page.cell(3, columns["instead"]).value = "I don't know"
    page.cell(4, columns["answer"]).value = "maybe"
    book.save(file)
    before = (shell.folder / "record.jsonl").read_bytes()
    called = shell.here("import", file)
    assert called.code == 3
    assert "Questions!D4" in called.err
    assert (shell.folder / "record.jsonl").read_bytes() == before


def test_a_workbook_of_another_takeover_is_refused_and_nothing_is_taken(shell):
    shell.start()
    file = shell.folder / "back.xlsx"
    shell.here("sheet", "--for", "client", "-o", file)
    other = shell.folder.with_name("other")
    shell.run("start", other, "--project", "港口计费系统", "--engagement", "client", "--no-interview")
    before = (other / "record.jsonl").read_bytes()
    called = shell.run("import", "-C", other, file)
    assert called.code == 5
    assert "“Atlas”" in called.err
    assert "“港口计费系统”" in called.err
    assert (other / "record.jsonl").read_bytes() == before


def test_a_workbook_of_before_it_named_its_takeover_is_taken(shell):
    shell.start()
    file = shell.folder / "back.xlsx"
    shell.here("sheet", "--for", "client", "-o", file)
    book = load_workbook(file)
    guide, page = book.worksheets[:2]
    hidden = [row for row in guide.iter_rows() if row[0].value in ("takeover", "project")]
    assert [guide.row_dimensions[row[0].row].hidden for row in hidden] == [True, True]
    for row in hidden:
        row[0].value = row[2].value = None
    page.cell(3, next(cell.column for cell in page[1] if cell.value == "answer")).value = "Yes"
    book.save(file)
    assert json.loads(shell.here("import", file, "--json").out)["taken"] == 1


@pytest.mark.parametrize("other", ["report.xlsx", "list.xlsx"])
def test_another_workbook_is_refused_with_what_to_do(shell, other):
    from openpyxl import Workbook

    shell.start()
    file = shell.folder / other
    Workbook().save(file)
    called = shell.here("import", file)
    assert called.code == 2
    assert "--register" in called.err
