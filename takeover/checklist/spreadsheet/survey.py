"""The sheets survey and choices out of a checklist: a group a dimension, a row a question, a repeat a register.

A register stands behind the first question that opens it; one that no question opens stands in a group of its own.
Where the order of the questions is not that of the groups, or that of the registers not that of the repeats, the
column ``takeover::order`` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist, Column, Question, QuestionType, Register
from takeover.checklist.plain import checklist_to_plain
from takeover.checklist.settings import CODES, YES_NO
from takeover.checklist.spreadsheet.form import GRADE_LIST, OWN
from takeover.checklist.spreadsheet.languages import texts_in
from takeover.checklist.spreadsheet.names import REGISTERS_GROUP, SETTINGS_GROUP, Names
from takeover.checklist.spreadsheet.notation import write_codes, write_health, write_lines
from takeover.checklist.spreadsheet.relevant import write_relevant

GRADES = ("yes", "partly", "no")
Rows = Iterator[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Texts by language: the checklist's own, its translations by key, and the program's for what has none."""

    checklist: Checklist
    strings: Mapping[str, Mapping[str, str]]
    catalogues: Callable[[str], Catalogue]

    @property
    def languages(self) -> tuple[str, ...]:
        """The list's own language, then those of its translations."""
        return (self.checklist.language, *self.strings)

    def texts(self, key: str, source: str) -> dict[str, str]:
        """Return a text of the list in every language, empty where it is not translated."""
        return {self.checklist.language: source} | {lang: texts.get(key, "") for lang, texts in self.strings.items()}

    def cells(self, column: str, key: str, source: str) -> dict[str, str]:
        """Return the cells of a text: one column a language."""
        return self.spread(column, self.texts(key, source))

    def own(self, column: str, key: str, **values: str) -> dict[str, str]:
        """Return the cells of a text of the program."""
        return self.spread(column, {lang: self.catalogues(lang).text(key, **values) for lang in self.languages})

    def spread(self, column: str, texts: Mapping[str, str]) -> dict[str, str]:
        """Put texts by language into their columns."""
        columns = texts_in(column, self.languages)
        return {columns[language]: text for language, text in texts.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists of choices; those that say the same share one. `rows` are the rows of the sheet choices."""

    rows: list[dict[str, str]] = field(default_factory=list)
    _names: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)

    def add(self, wanted: str, choices: Iterable[tuple[str, Mapping[str, str]]]) -> str:
        """Add a list by its codes and cells, and return its name: like `wanted`, or another that fits."""
        rows = [{"name": code, **cells} for code, cells in choices]
        content = tuple(pair for row in rows for pair in row.items())
        if content not in self._names:
            name = fit = "".join(c if c.isascii() and (c.isalnum() or c == "-") else "_" for c in wanted) or "_"
            number = 2
            while name in self._names.values():
                name, number = f"{fit}_{number}", number + 1
            self._names[content] = name
            self.rows.extend({"list_name": name, **row} for row in rows)
        return self._names[content]


def write_survey(words: Words, names: Names) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Write the rows of the sheets survey and choices."""
    lists = Lists()
    lists.add(GRADE_LIST, ((code, words.own("label", f"checklist.xlsform.grade.{code}")) for code in GRADES))
    survey = [*_setting_rows(words, names, lists), *_Survey(words, names, lists).rows()]
    return survey, lists.rows


def _setting_rows(words: Words, names: Names, lists: Lists) -> Rows:
    if not names.settings:
        return
    yield {"type": "begin_group", "name": SETTINGS_GROUP, **words.own("label", "checklist.xlsform.setting")}
    for name in names.settings:
        key = f"checklist.xlsform.setting.{name}"
        keys = {code: f"checklist.xlsform.{code}" if CODES[name] == YES_NO else f"{key}.{code}" for code in CODES[name]}
        wanted = "yes_no" if CODES[name] == YES_NO else name
        listed = lists.add(wanted, ((code, words.own("label", text)) for code, text in keys.items()))
        row = {"type": f"select_one {listed}", "name": names.refer("setting", name)}
        yield row | words.own("label", key) | words.own("hint", "checklist.xlsform.setting.hint")
    yield {"type": "end_group"}


class _Survey:
    """The rows of the questions and registers of one checklist."""

    def __init__(self, words: Words, names: Names, lists: Lists) -> None:
        self.words, self.names, self.lists = words, names, lists
        self.plain: dict[str, Any] = {q["id"]: q for q in checklist_to_plain(words.checklist)["questions"]}
        self.orders = _find_orders(words.checklist)

    def rows(self) -> Rows:
        checklist = self.words.checklist
        opened: set[str] = set()
        for dimension in checklist.dimensions:
            row = {"type": "begin_group", "name": self.names.dimensions[dimension.id]}
            row |= self.words.cells("label", f"dimension.{dimension.id}.title", dimension.title)
            yield _with_id(row, dimension.id)
            for question in (q for q in checklist.questions if q.dimension == dimension.id):
                yield self.question_row(question)
                register = checklist.register(question.register)
                if register and register.id not in opened:
                    opened.add(register.id)
                    yield from self.register_rows(register, self.relevant(question))
            yield {"type": "end_group"}
        others = [register for register in checklist.registers if register.id not in opened]
        if others:
            yield {"type": "begin_group", "name": REGISTERS_GROUP} | self.words.own("label", "checklist.xlsform.others")
            for register in others:
                yield from self.register_rows(register, {})
            yield {"type": "end_group"}

    def question_row(self, question: Question) -> dict[str, str]:
        """Write a question with everything that belongs to it."""
        plain, key = self.plain[question.id], question.id
        evidence = plain.get("evidence", {})
        row = {"type": self.type_of(question), "name": self.names.questions[key]}
        row |= self.words.cells("label", f"{key}.text", question.text)
        row |= self.words.cells("hint", f"{key}.help", question.help)
        row |= self.guidance(question.type, question.unit) | self.relevant(question) | self.orders.get(key, {})
        row |= {
            f"{OWN}{name}": plain.get(name, "")
            for name in ("type", "weight", "sharing", "ask_all", "day_one", "counts_for", "register", "unit")
        }
        row |= {
            f"{OWN}health": write_health(plain["health"]),
            f"{OWN}stop_line": plain["stop_line"]["cleared_by"] if question.stop_line else "",
            f"{OWN}ask": write_codes(plain["ask"]),
            f"{OWN}evidence_needed": write_codes(evidence.get("needed_for", ())),
            f"{OWN}horizon": plain["action"]["horizon"],
            f"{OWN}source": write_lines(question.source),
        }
        for name, text in (("why", question.why), ("finding", question.finding), ("action", question.action.text)):
            row |= self.words.cells(f"{OWN}{name}", f"{key}.{name}", text)
        return _with_id(row | self.evidence(question), key)

    def evidence(self, question: Question) -> dict[str, str]:
        """Write what usually proves an answer, one a line, line by line the same in every language."""
        items = [
            self.words.texts(f"{question.id}.evidence.{number}", text)
            for number, text in enumerate(question.evidence.typical, 1)
        ]
        lines = {language: write_lines(item[language] for item in items) for language in self.words.languages}
        return self.words.spread(f"{OWN}evidence", lines)

    def type_of(self, question: Question) -> str:
        match question.type:
            case QuestionType.CHOICE:
                cells = (
                    (choice.code, self.words.cells("label", f"{question.id}.choices.{choice.code}", choice.text))
                    for choice in question.choices
                )
                return f"select_one {self.lists.add(question.id.rpartition('.')[2], cells)}"
            case QuestionType.GRADE | QuestionType.REGISTER:
                return f"select_one {GRADE_LIST}"
            case _:
                return _type_of_value(question.type)

    def relevant(self, question: Question) -> dict[str, str]:
        """Write the condition of a question, which is that of its table too."""
        plain = self.plain[question.id].get("when")
        return {"relevant": write_relevant(plain, self.names.refer)} if plain else {}

    def guidance(self, kind: QuestionType, unit: str = "") -> dict[str, str]:
        """Say how a number is meant: XLSForm knows no currency, percentage or unit."""
        if kind in (QuestionType.MONEY, QuestionType.PERCENT):
            return self.words.own("guidance_hint", f"checklist.xlsform.guidance.{kind}")
        return self.words.own("guidance_hint", "checklist.xlsform.guidance.unit", unit=unit) if unit else {}

    def register_rows(self, register: Register, relevant: dict[str, str]) -> Rows:
        """Write a register as a repeat, a row a column."""
        row = {"type": "begin_repeat", "name": self.names.registers[register.id], f"{OWN}command": register.command}
        row |= self.words.cells("label", f"register.{register.id}.title", register.title)
        yield _with_id(row | relevant | self.orders.get(f"register {register.id}", {}), register.id)
        for column in register.columns:
            yield self.column_row(register, column)
        yield {"type": "end_repeat"}

    def column_row(self, register: Register, column: Column) -> dict[str, str]:
        key = f"register.{register.id}.{column.id}"
        kind = _type_of_value(column.type)
        if column.type is QuestionType.CHOICE:
            cells = ((c.code, self.words.cells("label", f"{key}.{c.code}", c.text)) for c in column.choices)
            kind = f"select_one {self.lists.add(column.id, cells)}"
        row = {"type": kind, "name": self.names.columns[register.id, column.id]}
        row |= self.words.cells("label", f"{key}.title", column.title) | self.guidance(column.type)
        row |= {f"{OWN}type": column.type.value, f"{OWN}sharing": column.sharing.value}
        return _with_id(row, column.id)


def _with_id(row: dict[str, str], name: str) -> dict[str, str]:
    return row if row["name"] == name else row | {f"{OWN}id": name}


def _type_of_value(kind: QuestionType) -> str:
    return kind.value if kind in (QuestionType.DATE, QuestionType.TEXT) else "decimal"


def _find_orders(checklist: Checklist) -> dict[str, dict[str, str]]:
    """Number questions and registers where the sheet has them in another order than the list."""
    questions = [question.id for question in checklist.questions]
    grouped = [q.id for d in checklist.dimensions for q in checklist.questions if q.dimension == d.id]
    opened = dict.fromkeys(q.register for name in grouped if (q := checklist.question(name)) and q.register)
    registers = [register.id for register in checklist.registers]
    placed = dict.fromkeys((*opened, *registers))
    orders = {} if questions == grouped else _number("", questions)
    return orders | ({} if list(placed) == registers else _number("register ", registers))


def _number(prefix: str, ids: list[str]) -> dict[str, dict[str, str]]:
    return {f"{prefix}{name}": {f"{OWN}order": str(number)} for number, name in enumerate(ids, 1)}
