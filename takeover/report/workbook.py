"""The workbook for answers as bytes: what somebody who never sees a terminal fills in (`interview.answer_form`).

Rules: only the cells to fill in can be written to (the protection has no password: it is a rail, no lock); what can be
chosen is a drop-down list; every text is a text, so that nothing becomes a formula or a date. A list warns and does not
forbid where "none" is an answer too. Leaves to others: what is asked, and reading it back.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from takeover.checklist.model import QuestionType
from takeover.interview.answer_form import (
    FIRST_ROW,
    GUIDE,
    HEADINGS_ROW,
    HIDDEN,
    REGISTER,
    VERSION,
    AnswerForm,
    Column,
    Field,
    FormQuestion,
    FormRegister,
    Key,
)
from takeover.interview.rows.columns import CURRENCY
from takeover.interview.wrapping import width_of
from takeover.report.tables import quote_formula

_INK, _HEAD, _FILL, _RULE = "1D2B3A", "33597D", "FFF8E1", "C9D1D9"
_WIDTHS = {
    Column.QUESTION: 3, Column.NUMBER: 5, Column.TEXT: 62, Column.ANSWER: 26, Column.CURRENCY: 10, Column.INSTEAD: 24,
    Column.WHO: 24, Column.WORDS: 48, Column.PROOF: 36,
}  # fmt: skip
_COLUMN_WIDTHS = {QuestionType.TEXT: 34, QuestionType.CHOICE: 24, QuestionType.MONEY: 16, QuestionType.DATE: 13}
_ROOM = 40
"""Rows of a register sheet that are ready to be filled in."""
_GUIDE_LINES = ("fill", "unknown", "unchanged", "send")
_TO_FILL = (Key.NAME, Key.ORGANISATION, Key.DATE)
_MAX_NAME = 31
_LINE_HEIGHT, _PADDING, _GUIDE_WIDTH = 15, 3, 95
"""Points a line and around it, characters a line of the guide."""


def write_answer_workbook(form: AnswerForm) -> bytes:
    """Write the form as an .xlsx file: guide, questions, a sheet a register, and the hidden lists."""
    from openpyxl import Workbook

    book = Workbook()
    writer = _Writer(book, form)
    writer.write_guide(book.active)
    writer.write_questions(
        book.create_sheet(_name(form.voices.catalogues[0].text("interview.workbook.sheet.questions")))
    )
    for register in form.registers:
        writer.write_register(book.create_sheet(_name(register.title)), register)
    writer.hide_lists()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(title: str) -> str:
    """Make a name for a sheet: Excel forbids some characters and more than 31 of them."""
    return "".join(" " if character in "[]:*?/\\'" else character for character in title)[:_MAX_NAME].strip()


def _height(text: str, width: int) -> float:
    """Return the points that a text takes in a column of so many characters; not every program works them out."""
    return float(_LINE_HEIGHT * sum(-(-max(1, width_of(line)) // width) for line in text.split("\n")) + _PADDING)


class _Writer:
    """Writes the sheets of one book; `lists` collects the words of its drop-down lists."""

    def __init__(self, book: Any, form: AnswerForm) -> None:
        self.book, self.form = book, form
        self.lists: dict[tuple[str, ...], str] = {}
        self.rules: dict[tuple[str, Field], Any] = {}

    # ---- sheets

    def write_guide(self, page: Any) -> None:
        form, say = self.form, self.form.voices.say
        page.title = _name(form.voices.catalogues[0].text("interview.workbook.sheet.guide"))
        values = {
            Key.ROLE: form.role.value,
            Key.CHECKLIST: form.checklist,
            Key.TAKEOVER: form.takeover,
            Key.PROJECT: form.project,
        }
        page.column_dimensions["A"].hidden = True
        page.column_dimensions["B"].width, page.column_dimensions["C"].width = 34, 70
        self.put(page, 1, 1, GUIDE)
        self.put(page, 1, 3, VERSION)
        page.row_dimensions[1].hidden = True
        self.put(page, 2, 2, form.voices.title(form.role), bold=True, size=15)
        self.put(page, 3, 2, form.project, bold=True)
        for row, line in enumerate(_GUIDE_LINES, 5):
            page.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
            text = form.voices.tell(f"guide.{line}")
            self.put(page, row, 2, text)
            page.row_dimensions[row].height = _height(text, _GUIDE_WIDTH)
        for row, key in enumerate(Key, 5 + len(_GUIDE_LINES) + 1):
            self.put(page, row, 1, key.value)
            self.put(page, row, 2, "" if key in HIDDEN else say(f"key.{key}"), bold=True)
            self.put(page, row, 3, values.get(key, ""))
            page.row_dimensions[row].hidden = key in HIDDEN
            if key in _TO_FILL:
                self.open(page.cell(row, 3), "yyyy-mm-dd" if key is Key.DATE else "@")
        self.guard(page)

    def write_questions(self, page: Any) -> None:
        say = self.form.voices.say
        columns = tuple(Column)
        for at, column in enumerate(columns, 1):
            self.put(page, 1, at, column.value)
            self.head(page, at, "" if column is Column.QUESTION else say(f"column.{column}"), _WIDTHS[column])
        for row, question in enumerate(self.form.questions, FIRST_ROW):
            self.write_question(page, row, question)
        if all(question.field.kind is not QuestionType.MONEY for question in self.form.questions):
            page.column_dimensions["E"].hidden = True
        self.finish(page, "D3")

    def write_question(self, page: Any, row: int, question: FormQuestion) -> None:
        at = {column: number for number, column in enumerate(Column, 1)}
        self.put(page, row, at[Column.QUESTION], question.id)
        self.put(page, row, at[Column.NUMBER], str(row - FIRST_ROW + 1))
        sheets = {register.id: _name(register.title) for register in self.form.registers}
        rows = self.form.voices.refer(sheets[question.register]) if question.register in sheets else ""
        text = "\n".join(filter(None, (question.text, question.help, rows)))
        self.put(page, row, at[Column.TEXT], text)
        page.row_dimensions[row].height = _height(text, _WIDTHS[Column.TEXT])
        self.fill(page, row, at[Column.ANSWER], question.field)
        if question.field.kind is QuestionType.MONEY:
            self.fill(page, row, at[Column.CURRENCY], Field(kind=QuestionType.TEXT))
        self.fill(page, row, at[Column.INSTEAD], Field(kind=QuestionType.CHOICE, options=question.instead))
        self.fill(page, row, at[Column.WHO], Field(kind=QuestionType.CHOICE, options=self.form.roles))
        for column in (Column.WORDS, Column.PROOF):
            self.fill(page, row, at[column], Field(kind=QuestionType.TEXT))

    def write_register(self, page: Any, register: FormRegister) -> None:
        page.column_dimensions["A"].hidden = True
        self.put(page, 1, 1, f"{REGISTER}{register.id}")
        columns = [(column.id, column.title, column.field) for column in register.columns]
        if any(field.kind is QuestionType.MONEY for _, _, field in columns):
            columns.append((CURRENCY, self.form.voices.say(f"column.{Column.CURRENCY}"), Field(kind=QuestionType.TEXT)))
        for at, (name, title, field) in enumerate(columns, 2):
            self.put(page, 1, at, name)
            self.head(page, at, title, _COLUMN_WIDTHS.get(field.kind, 12))
            for row in range(FIRST_ROW, FIRST_ROW + _ROOM):
                self.fill(page, row, at, field)
        self.finish(page, "B3")

    def hide_lists(self) -> None:
        page = self.book.create_sheet("lists")
        page.sheet_state = "hidden"
        for at, words in enumerate(self.lists, 1):
            for row, word in enumerate(words, 1):
                self.put(page, row, at, word)

    # ---- cells

    def put(self, page: Any, row: int, column: int, text: str, *, bold: bool = False, size: int = 11) -> None:
        from openpyxl.styles import Alignment, Font

        cell = page.cell(row, column)
        cell.value = text or None
        if text:
            cell.data_type = "s"
        cell.quotePrefix = quote_formula(text) != text
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bold, size=size, color=_INK)

    def head(self, page: Any, column: int, title: str, width: int) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        self.put(page, HEADINGS_ROW, column, title)
        cell = page.cell(HEADINGS_ROW, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[get_column_letter(column)].width = width

    def fill(self, page: Any, row: int, column: int, field: Field) -> None:
        """Open a cell for filling in, with what it takes."""
        formats = {QuestionType.DATE: "yyyy-mm-dd", QuestionType.MONEY: "#,##0.00", QuestionType.TEXT: "@"}
        cell = page.cell(row, column)
        self.open(cell, formats.get(field.kind, "General"))
        self.offer(page, cell, field)

    def open(self, cell: Any, number_format: str) -> None:
        from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

        edge = Side(style="thin", color=_RULE)
        cell.protection, cell.number_format = Protection(locked=False), number_format
        cell.fill, cell.border = PatternFill("solid", fgColor=_FILL), Border(edge, edge, edge, edge)
        cell.alignment = Alignment(wrap_text=True, vertical="top")

    def offer(self, page: Any, cell: Any, field: Field) -> None:
        """Add the cell to the drop-down list or rule of its page, made at first use."""
        if not field.options and field.kind not in (QuestionType.DATE, QuestionType.NUMBER, QuestionType.PERCENT):
            return
        key = (page.title, field)
        if key not in self.rules:
            self.rules[key] = self.make_rule(field)
            page.add_data_validation(self.rules[key])
        self.rules[key].add(cell)

    def make_rule(self, field: Field) -> Any:
        from openpyxl.worksheet.datavalidation import DataValidation

        if field.options:
            rule = DataValidation(type="list", formula1=self.list_of(field.options), allow_blank=True)
        elif field.kind is QuestionType.DATE:
            rule = DataValidation(type="date", operator="greaterThan", formula1="32874", allow_blank=True)
        else:
            rule = DataValidation(type="decimal", operator="between", formula1="-1E+15", formula2="1E+15")
        kind = "list" if field.options else field.kind.value
        rule.errorStyle = "stop" if field.options else "warning"
        rule.showErrorMessage = True
        rule.error = self.form.voices.say(f"takes.{kind}")
        return rule

    def list_of(self, words: Sequence[str]) -> str:
        """Return the range of the hidden lists in which these words stand."""
        from openpyxl.utils import get_column_letter

        key = tuple(words)
        letter = get_column_letter([*self.lists, key].index(key) + 1)
        return self.lists.setdefault(key, f"lists!${letter}$1:${letter}${len(key)}")

    # ---- pages

    def finish(self, page: Any, frozen: str) -> None:
        page.row_dimensions[1].hidden = True
        page.column_dimensions["A"].hidden = True
        page.row_dimensions[HEADINGS_ROW].height = 34
        page.freeze_panes = frozen
        page.print_title_rows = f"{HEADINGS_ROW}:{HEADINGS_ROW}"
        self.guard(page)

    def guard(self, page: Any) -> None:
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = False
        page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.sheet_view.showGridLines = False
