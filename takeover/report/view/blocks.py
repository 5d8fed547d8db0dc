"""The view's parts that are computed beside the judgement: contents, matrix, money, plan, acceptance, history.

They follow the rules of `model`: texts ready to show, and a missing part is an empty text or tuple.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from takeover.report.view.pieces import Fact, Link, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the contents with the parts inside it."""

    text: str
    anchor: str
    inside: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """How far a party stands behind a subject, since when, on which evidence."""

    mark: Mark
    day: str
    evidence: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A party with a cell for each subject."""

    role: str
    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Goals, scope, budget and timetable by party; `subjects` lead to the questions that they are read from."""

    subjects: tuple[tuple[str, Link], ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure of a computed fact, with the register rows behind it; `more` says how many are not named."""

    label: str
    value: str
    mark: Mark
    rows: tuple[Link, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBlock:
    """A computed fact: its formula in words, its figures, and a note: what was left out, or that it is not known."""

    number: str
    title: str
    formula: str
    figures: tuple[FigureRow, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """An action of the plan: the finding it closes, who, who clears it, by when, what it does to its dimension."""

    number: str
    finding: Link
    text: str
    reason: str
    owner: str
    clearing: str
    due: str
    dimension: str
    effect: str
    stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionGroup:
    """The actions of one horizon."""

    title: str
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow:
    """A condition of accepting the job, and who can meet it."""

    mark: Mark
    item: Link
    text: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """What one party thinks, in its own words, beside the computed range; `mark` is empty where it said nothing."""

    who: str
    mark: Mark
    text: str
    reason: str
    beside: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptancePage:
    """Whether to accept the job: the computed advice with grounds and conditions, and the parties' own verdicts."""

    mark: Mark
    sentence: str
    grounds: tuple[str, ...]
    conditions: tuple[ConditionRow, ...]
    computed: Mark
    verdicts: tuple[VerdictRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineRow:
    """A line of the communication plan: with whom, how, and what the record says of it."""

    who: str
    text: str
    item: Link
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The outline of a communication plan for the PM's role."""

    title: str
    rows: tuple[OutlineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritedRow:
    """A list of this baseline, how many items it holds, and what its rows say of their origin."""

    item: Link
    title: str
    count: str
    inherited: str
    new: str
    unsaid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """What the incoming PM takes over and what not, from when."""

    facts: tuple[Fact, ...]
    points: tuple[str, ...]
    rows: tuple[InheritedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedRow:
    """A reservation to the baseline before, and whether it was lifted."""

    number: str
    text: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """What a party did with the baseline before."""

    role: str
    name: str
    mark: Mark
    details: tuple[str, ...]
    reservations: tuple[ReservedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffTable:
    """The sign-off of one edition of the baseline before."""

    title: str
    rows: tuple[ReplyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with the same in words, what is not in it, and the register whose rows it shows."""

    number: str
    title: str
    anchor: str
    chart: Markup
    alternative: str
    notes: tuple[str, ...]
    register: Link
