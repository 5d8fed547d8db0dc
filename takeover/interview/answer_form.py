"""The form of a workbook for answers (docs/answers-workbook.md): what the writer sets and the reader looks for.

One form, three kinds of sheet, each known by the word in its first cell, whatever the sheet is called: the guide (who
fills it in), the questions, and a sheet for each register that a question opens. Row 1 holds the names that the reader
goes by and is hidden; row 2 the headings; what is filled in begins below. Texts stand in one language or in two.
Leaves to others: which questions (cli), cells and colours (room ``report``), reading (`workbook`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from takeover.catalogues import Catalogue
from takeover.checklist.model import GRADES, Checklist, Choice, Question, QuestionType
from takeover.roles import title_role
from takeover.values import Level, Role

Thing = TypeVar("Thing")
VERSION = "1"
GUIDE, QUESTIONS, REGISTER = "takeover_workbook", "question", "register:"
"""What the first cell says: of the guide, of the questions, of a register (with its id behind)."""
HEADINGS_ROW, FIRST_ROW = 2, 3
BETWEEN = " / "
"""Stands between the same text in two languages."""


class Key(StrEnum):
    """A line of the guide, by its name in column A; the value stands in column C. `HIDDEN` ones are not shown."""

    ROLE = "role"
    CHECKLIST = "checklist"
    NAME = "name"
    ORGANISATION = "organisation"
    DATE = "date"
    TAKEOVER = "takeover"
    PROJECT = "project"


HIDDEN = (Key.TAKEOVER, Key.PROJECT)
"""What tells for which takeover a workbook was written: its id, and its project's name for the message."""


class Column(StrEnum):
    """A column of the questions, by its name in row 1."""

    QUESTION = "question"
    NUMBER = "number"
    TEXT = "text"
    ANSWER = "answer"
    CURRENCY = "currency"
    INSTEAD = "instead"
    WHO = "who"
    WORDS = "words"
    PROOF = "proof"


class Instead(StrEnum):
    """What can be said in place of an answer."""

    UNKNOWN = "unknown"
    SOMEBODY_ELSE = "somebody_else"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A cell to fill in: its type, the words that it takes (empty: anything of the type)."""

    kind: QuestionType
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuestion:
    """A question of the form; a stop-line takes no "does not apply" from one person alone.

    `register` is the id of the register whose rows say more; empty for none.
    """

    id: str
    register: str
    text: str
    help: str
    field: Field
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column of a register."""

    id: str
    title: str
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRegister:
    """A register of the form; its title, which names a sheet, stands in the leading language."""

    id: str
    title: str
    columns: tuple[FormColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """A whole form for one role; `takeover` is an id, `roles` are the words of the column "who may know"."""

    voices: Voices
    role: Role
    takeover: str
    project: str
    checklist: str
    questions: tuple[FormQuestion, ...]
    registers: tuple[FormRegister, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The languages of a form in their order: the list and the program's words in each."""

    checklists: tuple[Checklist, ...]
    catalogues: tuple[Catalogue, ...]

    def say(self, key: str) -> str:
        """Say a few words of this form in every language; the key is given without ``interview.workbook.``."""
        return _join(catalogue.text(f"interview.workbook.{key}") for catalogue in self.catalogues)

    def tell(self, key: str) -> str:
        """Say a sentence in every language, each on a line of its own."""
        return _join((catalogue.text(f"interview.workbook.{key}") for catalogue in self.catalogues), "\n")

    def title(self, role: Role) -> str:
        """Say for whom the form is."""
        pairs = ((catalogue, title_role(role, catalogue)) for catalogue in self.catalogues)
        return _join(catalogue.text("interview.workbook.title", role=name) for catalogue, name in pairs)

    def refer(self, sheet: str) -> str:
        """Say on which sheet the rows stand."""
        return _join(catalogue.text("interview.workbook.see", sheet=sheet) for catalogue in self.catalogues)

    def role(self, role: Role) -> str:
        """Name a role."""
        return _join(title_role(role, catalogue) for catalogue in self.catalogues)

    def read(self, twins: Sequence[Thing], read: Callable[[Thing], str], between: str = BETWEEN) -> str:
        """Read a text of the list in every language; `twins` are the same thing in each list."""
        return _join(map(read, twins), between)


def _join(texts: Iterable[str], between: str = BETWEEN) -> str:
    return between.join(dict.fromkeys(text for text in texts if text))


def build_form(
    voices: Voices,
    *,
    role: Role,
    takeover: str,
    project: str,
    checklist: str,
    wanted: Collection[str],
    levels: Collection[Level],
) -> AnswerForm:
    """Build the form of a role.

    Args:
        voices: the languages, the leading one first.
        role: who fills it in.
        takeover: the id of the takeover for which it is filled in.
        project: the name of the project; may be empty.
        checklist: name, version and short hash of the list.
        wanted: ids of the questions.
        levels: the levels of the register columns that this role may see.
    """
    lists = voices.checklists
    pairs = [twins for twins in zip(*(one.questions for one in lists), strict=True) if twins[0].id in wanted]
    opened = {twins[0].register for twins in pairs}
    registers = [twins for twins in zip(*(one.registers for one in lists), strict=True) if twins[0].id in opened]
    built = (
        FormRegister(
            id=twins[0].id,
            title=twins[0].title,
            columns=tuple(
                FormColumn(
                    id=columns[0].id,
                    title=voices.read(columns, lambda column: column.title),
                    field=Field(kind=columns[0].type, options=list_words(voices, [c.choices for c in columns])),
                )
                for columns in zip(*(register.columns for register in twins), strict=True)
                if columns[0].sharing in levels
            ),
        )
        for twins in registers
    )
    return AnswerForm(
        voices=voices,
        role=role,
        takeover=takeover,
        project=project,
        checklist=checklist,
        questions=tuple(_build_question(voices, twins) for twins in pairs),
        registers=tuple(register for register in built if register.columns),
        roles=tuple(voices.role(one) for one in Role if one is not role),
    )


def _build_question(voices: Voices, twins: Sequence[Question]) -> FormQuestion:
    question = twins[0]
    instead = [one for one in Instead if one is not Instead.NOT_APPLICABLE or not question.stop_line]
    return FormQuestion(
        id=question.id,
        register=question.register,
        text=voices.read(twins, lambda one: one.text, "\n"),
        help=voices.read(twins, lambda one: one.help, "\n"),
        field=Field(kind=question.type, options=list_answers(voices, twins)),
        instead=tuple(voices.say(f"instead.{one}") for one in instead),
    )


def list_answers(voices: Voices, twins: Sequence[Question]) -> tuple[str, ...]:
    """List the words that answer a question, in the order of its codes."""
    match twins[0].type:
        case QuestionType.GRADE | QuestionType.REGISTER:
            return tuple(voices.say(f"grade.{code}") for code in GRADES)
        case QuestionType.CHOICE:
            return list_words(voices, [question.choices for question in twins])
        case _:
            return ()


def list_words(voices: Voices, choices: Sequence[tuple[Choice, ...]]) -> tuple[str, ...]:
    """List the words of choices, given in each language."""
    return tuple(voices.read(twins, lambda choice: choice.text) for twins in zip(*choices, strict=True))
