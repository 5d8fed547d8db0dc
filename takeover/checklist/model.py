"""The checklist as values: what a question is, what its answers are worth, when it is asked.

The file format is public (docs/checklist-format.md). This module has no rules about good checklists (`rules`) and
reads no file (`reader`, `files`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from takeover.values import Level, Role

GRADES = ("yes", "partly", "no")


class QuestionType(StrEnum):
    """What kind of answer a question takes."""

    GRADE = "grade"
    CHOICE = "choice"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    REGISTER = "register"


FACT_TYPES = frozenset(
    {QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY, QuestionType.DATE, QuestionType.TEXT}
)
"""Questions for a fact that can only have one value: two different answers leave it open (scoring D2)."""


class CountsFor(StrEnum):
    """The state that was taken over, or what the new PM needs before taking over (scoring D7)."""

    INHERITED = "inherited"
    READINESS = "readiness"


class ClearedBy(StrEnum):
    """Who can clear a stop-line (scoring D5)."""

    PM = "pm"
    SPONSOR = "sponsor"
    CLIENT = "client"
    FINANCE = "finance"
    LEGAL = "legal"


class Horizon(StrEnum):
    """By when an action is due in the 30/60/90-day plan."""

    DO_NOW = "do_now"
    DAY_30 = "day_30"
    DAY_60 = "day_60"
    DAY_90 = "day_90"


class Worth(StrEnum):
    """What a code or step is worth: 1, 1/2 or 0."""

    GOOD = "good"
    HALF = "half"
    BAD = "bad"

    @property
    def value_of(self) -> Fraction:
        """The worth as a number from 0 to 1."""
        return _VALUES[self]


_VALUES = {Worth.GOOD: Fraction(1), Worth.HALF: Fraction(1, 2), Worth.BAD: Fraction(0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeHealth:
    """A worth for each code of a grade or choice."""

    worths: Mapping[str, Worth]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One threshold, read top down; without bound it is the mandatory last one."""

    worth: Worth
    at_most: Decimal | None = None
    at_least: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        """Tell whether the value falls into this step."""
        if self.at_most is not None:
            return value <= self.at_most
        return self.at_least is None or value >= self.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdHealth:
    """Steps for numbers and percentages."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class AnsweredHealth:
    """Any value is good; "there is none" is bad (money, date, text)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsHealth:
    """A share of complete rows: all are good, at least `half` of them are half, less or none are bad."""

    complete: tuple[str, ...]
    half: Fraction = Fraction(2, 3)


Health: TypeAlias = CodeHealth | ThresholdHealth | AnsweredHealth | RowsHealth


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingIs:
    """The setting has one of these codes."""

    setting: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerIs:
    """The question's answer is one of these codes."""

    question: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAtLeast:
    """The question's number, percentage or amount is at least this."""

    question: str
    bound: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBelow:
    """The question's number, percentage or amount is below this."""

    question: str
    bound: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerUnknown:
    """The question is unknown or not yet asked; never undecided."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOf:
    """The part does not hold."""

    part: Condition


Leaf: TypeAlias = SettingIs | AnswerIs | AnswerAtLeast | AnswerBelow | AnswerUnknown
Condition: TypeAlias = Leaf | AllOf | AnyOf | NotOf


def leaves(condition: Condition | None) -> tuple[Leaf, ...]:
    """List the leaves of a condition."""
    match condition:
        case None:
            return ()
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case NotOf(part=part):
            return leaves(part)
        case AnswerIs() | AnswerAtLeast() | AnswerBelow() | AnswerUnknown() | SettingIs():
            return (condition,)


def questions_of(condition: Condition | None) -> tuple[str, ...]:
    """List the questions that a condition names."""
    return tuple(leaf.question for leaf in leaves(condition) if not isinstance(leaf, SettingIs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A code and the text that people see."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRule:
    """What usually proves an answer, and for which codes proof is needed."""

    typical: tuple[str, ...] = ()
    needed_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What to do first about a bad answer, and by when."""

    text: str
    horizon: Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    `stop_line` names who can clear it, or is None where a bad answer does not stop the line. `ask_all` marks a question
    that compares people: every role of `ask` is needed, and a paper that answered for one role answers for no other.
    """

    id: str
    dimension: str
    counts_for: CountsFor
    type: QuestionType
    text: str
    weight: int
    sharing: Level
    ask: tuple[Role, ...]
    health: Health
    finding: str
    action: Action
    help: str = ""
    why: str = ""
    source: tuple[str, ...] = ()
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    evidence: EvidenceRule = field(default_factory=EvidenceRule)
    stop_line: ClearedBy | None = None
    day_one: bool = False
    register: str = ""
    ask_all: bool = False
    when: Condition | None = None

    def codes(self) -> tuple[str, ...]:
        """List the codes that this question takes: its choices, or the grades; none for numbers, dates, texts."""
        match self.type:
            case QuestionType.CHOICE:
                return tuple(choice.code for choice in self.choices)
            case QuestionType.GRADE | QuestionType.REGISTER:
                return GRADES
            case _:
                return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a register; each has its own sharing level."""

    id: str
    type: QuestionType
    title: str
    sharing: Level
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A table that is filled row by row.

    `start_with` are rows that a new table is offered, adjustable, as texts by column. `command` names what fills the
    table where no question opens it.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    start_with: tuple[Mapping[str, str], ...] = ()
    command: str = ""

    def column(self, column_id: str) -> Column | None:
        """Find a column by its id."""
        return next((column for column in self.columns if column.id == column_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A group of questions that is judged as one."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A question that a house list leaves out, with its reason; the report prints both.

    `sharing` is the level that the question had: an edition that would not show it does not say that it was left out.
    Lists of before this was kept have the level internal.
    """

    question: str
    text: str
    reason: str
    sharing: Level = Level.INTERNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A question that a house list changes, with the dotted keys that it sets."""

    question: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a house list (overlay) made of its base: part of the checklist's hash, printed by the report.

    `base` is ID@VERSION of the list underneath, `base_sha256` its content hash.
    """

    base: str
    base_sha256: str
    hidden: tuple[Hidden, ...] = ()
    changed: tuple[Changed, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A whole checklist in one language, in the order in which it is asked; `house` where an overlay made it."""

    id: str
    version: str
    language: str
    title: str
    dimensions: tuple[Dimension, ...]
    registers: tuple[Register, ...]
    questions: tuple[Question, ...]
    house: House | None = None

    def question(self, question_id: str) -> Question | None:
        """Find a question by its id."""
        return next((question for question in self.questions if question.id == question_id), None)

    def register(self, register_id: str) -> Register | None:
        """Find a register by its id."""
        return next((register for register in self.registers if register.id == register_id), None)
