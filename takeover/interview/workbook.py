"""Answers from a workbook that somebody filled in (`answer_form`): sheets in; the party, its answers and rows out.

Rules: every mistake is a problem with its cell, and nothing is taken while one stands in it; a question that was left
empty says nothing. Words are understood in every language of the list. What is filled in is that person's statement:
spoken would weigh the same (E1), and the workbook is kept as its evidence; a document that is only named is a note.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from takeover.checklist.model import Checklist, Question, QuestionType, Register
from takeover.interview.acts import Answered, Offered, PartyNamed, RowsRecorded, default_method
from takeover.interview.answer_form import (
    BETWEEN,
    FIRST_ROW,
    GUIDE,
    HEADINGS_ROW,
    QUESTIONS,
    REGISTER,
    VERSION,
    Column,
    Instead,
    Key,
    Voices,
)
from takeover.interview.rows.cells import Conventions
from takeover.interview.rows.columns import CURRENCY, Header, Layout, columns_of
from takeover.interview.rows.comparison import act_of, compare_rows, read_rows
from takeover.interview.rows.table_file import Cell, CellKind, Sheet
from takeover.interview.setup import Setup
from takeover.interview.sheet import AnswersFile
from takeover.interview.understand import understand, understand_date
from takeover.problems import Place, Problem, has_errors
from takeover.record.kinds import Grade
from takeover.record.situation import Situation
from takeover.values import Answer, NotApplicable, Role, Unknown, UnknownReason, fold_word, tidy_text

_KEY_COLUMN, _VALUE_COLUMN = 1, 3
_MAX_WORDS = 20_000


def is_answer_workbook(sheets: Sequence[Sheet]) -> bool:
    """Tell whether these sheets are a workbook for answers, not rows of a register."""
    return any(_first(sheet) == GUIDE for sheet in sheets)


def read_written_for(sheets: Sequence[Sheet]) -> tuple[str, str]:
    """Read for which takeover a workbook was written: id and project; empty where they do not stand in it yet."""
    guide = next(sheet for sheet in sheets if _first(sheet) == GUIDE)
    return _value(guide, Key.TAKEOVER), _value(guide, Key.PROJECT)


def read_answer_workbook(
    sheets: Sequence[Sheet], *, voices: Voices, situation: Situation, path: str, new_ids: Iterator[str]
) -> tuple[AnswersFile | None, tuple[Problem, ...]]:
    """Read a filled-in workbook.

    Args:
        sheets: as `rows.table_file.read_tables` gives them.
        voices: every language in which the list is there.
        situation: the record; somebody in this role who has a name there keeps it.
        path: the workbook itself, offered as evidence of what stands in it.
        new_ids: ids for new rows.

    Returns:
        The party and what it said, None where an error stands in it; and all problems (IV250 to IV259).
    """
    reader = _Reader(voices=voices, situation=situation, path=path, new_ids=new_ids)
    content = reader.read(sheets)
    return (None if has_errors(reader.problems) else content), tuple(reader.problems)


def _first(sheet: Sheet) -> str:
    return _text(sheet, 1, 1)


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return tidy_text(cell.text) if cell else ""


def _value(guide: Sheet, key: str) -> str:
    """Read the value of a line of the guide, empty where the line is not there."""
    row = _row_of(guide, key)
    return _text(guide, row, _VALUE_COLUMN) if row else ""


def _row_of(guide: Sheet, key: str) -> int:
    """Find the line of the guide with a name; 0 where it is not there."""
    rows = (row for (row, column) in guide.cells if column == _KEY_COLUMN and _text(guide, row, column) == key)
    return next(rows, 0)


@dataclass(slots=True, kw_only=True)
class _Reader:
    voices: Voices
    situation: Situation
    path: str
    new_ids: Iterator[str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def checklist(self) -> Checklist:
        return self.voices.checklists[0]

    def report(self, code: str, place: Place, **details: str) -> None:
        self.problems.append(Problem(code=code, place=place, details=details))

    def read(self, sheets: Sequence[Sheet]) -> AnswersFile | None:
        guide = next(sheet for sheet in sheets if _first(sheet) == GUIDE)
        party, on = self.read_party(guide), self.read_day(guide)
        if party is None:
            return None
        said: list[Answered | RowsRecorded] = []
        for sheet in sheets:
            name = _first(sheet)
            if name == QUESTIONS:
                said += self.read_questions(sheet, party, on)
            elif name.startswith(REGISTER):
                said += self.read_register(sheet, name.removeprefix(REGISTER), party, on)
        if not said and not self.problems:
            self.report("IV250", guide.place(1, 1))
        return AnswersFile(setup=Setup(parties=(party,)), language="", said=tuple(said))

    # ---- the guide

    def read_party(self, guide: Sheet) -> PartyNamed | None:
        if (version := self.value(guide, GUIDE)) != VERSION:
            self.report("IV251", self.place(guide, GUIDE), version=version, known=VERSION)
            return None
        code = self.value(guide, Key.ROLE)
        if code not in tuple(Role):
            self.report("IV252", self.place(guide, Key.ROLE), role=code)
            return None
        name, organisation = self.value(guide, Key.NAME), self.value(guide, Key.ORGANISATION)
        known = self.situation.party_in(Role(code))
        if known and known.name and name and known.name != name:
            self.report("IV253", self.place(guide, Key.NAME), name=name, known=known.name, role=code)
        key = known.key if known else code
        return PartyNamed(role=Role(code), key=key, name=name, organisation=organisation)

    def read_day(self, guide: Sheet) -> dt.date | None:
        text = self.value(guide, Key.DATE)
        if not text:
            return None
        day = understand_date(text, self.place(guide, Key.DATE))
        if isinstance(day, Problem):
            self.problems.append(day)
            return None
        return day

    def value(self, guide: Sheet, key: str) -> str:
        return _value(guide, key)

    def place(self, guide: Sheet, key: str) -> Place:
        return guide.place(_row_of(guide, key) or 1, _VALUE_COLUMN)

    # ---- the questions

    def read_questions(self, sheet: Sheet, party: PartyNamed, on: dt.date | None) -> Iterator[Answered]:
        columns = {_text(sheet, 1, column): column for (row, column) in sheet.cells if row == 1}
        if missing := [one.value for one in Column if one.value not in columns]:
            self.report("IV254", sheet.place(1, 1), columns=", ".join(missing))
            return
        seen: set[str] = set()
        for row in sorted({row for row, _ in sheet.cells if row >= FIRST_ROW}):
            line = _Line(sheet=sheet, row=row, columns=columns)
            if not any(map(line.text, _FILLED)):
                continue
            question = self.checklist.question(line.text(Column.QUESTION))
            if question is None or question.id in seen:
                self.report("IV255", line.place(Column.QUESTION), question=line.text(Column.QUESTION) or "–")
                continue
            seen.add(question.id)
            if act := self.read_line(line, question, party, on):
                yield act

    def read_line(self, line: _Line, question: Question, party: PartyNamed, on: dt.date | None) -> Answered | None:
        answer = self.read_answer(line, question)
        words, proof = line.text(Column.WORDS), line.text(Column.PROOF)
        for column, text in ((Column.WORDS, words), (Column.PROOF, proof)):
            if len(text) > _MAX_WORDS:
                self.report("IV007", line.place(column), question=question.id, limit=str(_MAX_WORDS))
        if answer is None:
            return None
        evidence = [Offered(grade=Grade.E1, path=self.path)]
        evidence += [Offered(grade=Grade.E1, note=proof)] if proof else []
        return Answered(
            question=question.id,
            party=party.short_name,
            method=default_method(party.role),
            answer=answer,
            words="" if isinstance(answer, NotApplicable) else words,
            on=on,
            evidence=tuple(evidence),
        )

    def read_answer(self, line: _Line, question: Question) -> Answer | None:
        answer, instead = line.text(Column.ANSWER), line.text(Column.INSTEAD)
        if bool(answer) == bool(instead):
            self.report("IV256", line.place(Column.ANSWER), question=question.id)
            return None
        return self.read_instead(line, question, instead) if instead else self.read_known(line, question, answer)

    def read_known(self, line: _Line, question: Question, typed: str) -> Answer | None:
        place = line.place(Column.ANSWER)
        if question.type is QuestionType.MONEY and (currency := line.text(Column.CURRENCY)):
            typed = f"{typed} {currency}"
        if question.type is QuestionType.PERCENT and line.cell(Column.ANSWER).kind is CellKind.NUMBER:
            typed = f"{typed} %"
        twins = [one for checklist in self.voices.checklists if (one := checklist.question(question.id))]
        found = _read_sides(typed, lambda text: _understand_one(twins, text, place))
        if found is None and isinstance(first := understand(twins[0], typed, place), Problem):
            is_word = first.code == "IV001"  # whose sentence lists codes, and the sheet shows words
            self.problems.append(replace(first, code="IV258") if is_word else first)
        return found

    def read_instead(self, line: _Line, question: Question, typed: str) -> Answer | None:
        match self.find_word(typed, {one.value: f"interview.workbook.instead.{one}" for one in Instead}):
            case Instead.UNKNOWN:
                return Unknown(reason=UnknownReason.NOBODY_KNOWS)
            case Instead.SOMEBODY_ELSE:
                return self.read_somebody(line)
            case Instead.NOT_APPLICABLE if question.stop_line:
                self.report("IV027", line.place(Column.INSTEAD), question=question.id)
            case Instead.NOT_APPLICABLE if not line.text(Column.WORDS):
                self.report("IV257", line.place(Column.WORDS), question=question.id)
            case Instead.NOT_APPLICABLE:
                return NotApplicable(reason=line.text(Column.WORDS))
            case _:
                self.report("IV258", line.place(Column.INSTEAD), typed=typed)
        return None

    def read_somebody(self, line: _Line) -> Unknown | None:
        typed = line.text(Column.WHO)
        code = self.find_word(typed, {role.value: f"role.{role.value}" for role in Role})
        if not code:
            self.report("IV259", line.place(Column.WHO), typed=typed or "–")
            return None
        party = self.situation.party_in(Role(code))
        return Unknown(reason=UnknownReason.SOMEBODY_ELSE, who=party.key if party else code)

    def find_word(self, typed: str, keys: Mapping[str, str]) -> str:
        """Find the code whose word, in any language, was chosen; empty where it is none of them, or two."""
        words = {
            word.casefold(): code
            for code, key in keys.items()
            for word in (code, *(catalogue.text(key) for catalogue in self.voices.catalogues))
        }
        return _read_sides(typed, lambda text: words.get(text.casefold())) or ""

    # ---- the registers

    def read_register(
        self, sheet: Sheet, register_id: str, party: PartyNamed, on: dt.date | None
    ) -> Iterator[RowsRecorded]:
        twins = tuple(one for checklist in self.voices.checklists if (one := checklist.register(register_id)))
        if not twins:
            self.report("IV030", sheet.place(1, 1), register=register_id, near="–")
            return
        layout = self.lay_out(sheet, twins)
        rows, problems = read_rows(sheet, layout, Conventions(words=self.list_words(twins)))
        self.problems += problems
        if not rows or has_errors(problems):
            return
        known = self.situation.party_in(party.role)
        own = [row for row in self.situation.rows(register_id) if known and row.party == known.id]
        yield act_of(
            compare_rows(twins[0], layout.taken, rows, own),
            register=register_id,
            party=party.short_name,
            method=default_method(party.role),
            on=on,
            evidence=(Offered(grade=Grade.E1, path=self.path),),
            new_ids=self.new_ids,
        )

    def lay_out(self, sheet: Sheet, twins: tuple[Register, ...]) -> Layout:
        """Read what each column is from the names in row 1; the first one names the register."""
        named = {column: _text(sheet, 1, column) for (row, column) in sheet.cells if row == 1}
        columns = columns_of(twins)
        targets = {at: name for at, name in named.items() if name in columns or name == CURRENCY}
        header = Header(row=HEADINGS_ROW, names={at: _text(sheet, HEADINGS_ROW, at) for at in targets})
        return Layout(header=header, targets=targets, columns=columns)

    def list_words(self, twins: Sequence[Register]) -> dict[tuple[str, str], str]:
        """List what the words of the drop-down lists mean, in one language and in several side by side."""
        words: dict[tuple[str, str], str] = {}
        for columns in zip(*(register.columns for register in twins), strict=True):
            for choices in zip(*(column.choices for column in columns), strict=True):
                texts = [choice.text for choice in choices]
                sides = [BETWEEN.join(dict.fromkeys(order)) for order in (texts, texts[::-1])]
                words |= {(columns[0].id, fold_word(text)): choices[0].code for text in (*texts, *sides)}
        return words


_FILLED = (Column.ANSWER, Column.INSTEAD, Column.WORDS, Column.PROOF)
"""What makes a line an answer; the rest stands there from the beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of the questions."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def cell(self, column: Column) -> Cell:
        return self.sheet.cells.get((self.row, self.columns[column]), Cell(text=""))

    def text(self, column: Column) -> str:
        return tidy_text(self.cell(column).text)

    def place(self, column: Column) -> Place:
        return self.sheet.place(self.row, self.columns[column])


def _understand_one(twins: Sequence[Question], typed: str, place: Place) -> Answer | None:
    """Read an answer to a question, which comes in each language."""
    for twin in twins:
        read = understand(twin, typed, place)
        if not isinstance(read, Problem):
            return read
    return None


Read = TypeVar("Read")


def _read_sides(typed: str, read: Callable[[str], Read]) -> Read | None:
    """Read a text as a whole; where that is nothing, it may be one thing in two languages: both sides must agree."""
    whole = read(typed)
    if whole is not None:
        return whole
    for found in re.finditer(re.escape(BETWEEN), typed):
        left, right = read(typed[: found.start()]), read(typed[found.end() :])
        if left is not None and left == right:
            return left
    return None
