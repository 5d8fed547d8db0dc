"""What an explanation consists of, as values: rule, statements, numbers; no sentence and no formula of its own.

Every number comes out of the assessment, or out of the functions of the method that made it; nothing is computed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from takeover.assessment.clearing import ClearedGroup
from takeover.assessment.facts.model import ComputedFact
from takeover.assessment.method_1.dimensions import Clause, World
from takeover.assessment.method_1.findings import Urgency
from takeover.assessment.method_1.steps import Want
from takeover.assessment.model import (
    Assessed,
    Assessment,
    Confidence,
    DimensionResult,
    Dispute,
    Figures,
    Finding,
    Light,
    Range,
    Readiness,
    Request,
    StopLine,
    StopState,
)
from takeover.checklist.model import Checklist, ClearedBy, Dimension, Question
from takeover.checklist.path import Place
from takeover.record.kinds import Evidence, Grade
from takeover.record.rows import Row
from takeover.record.situation import Party, Resolution, Situation, Statement
from takeover.values import Known, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What an explanation is drawn from: the assessment with what it was made of."""

    checklist: Checklist
    situation: Situation
    assessment: Assessment
    facts: tuple[ComputedFact, ...]


class Rule(StrEnum):
    """Which step of the method decided a question's interval (scoring D2, docs/method.md part 2)."""

    RESOLUTION = "resolution"
    ROWS = "rows"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"
    ONE_VALUE = "one_value"
    DOCUMENT = "document"
    ONE_FACT = "one_fact"
    HULL = "hull"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence with the grade that it reaches by the statement's method."""

    evidence: Evidence
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A statement that stands, and what it says alone.

    `grade`, `open_share` and `value` are None where it knows no value; `value` alone is None where the checklist does
    not know the answer. `set_aside` = a better document, or a settlement, decided against it.
    """

    statement: Statement
    party: Party | None
    proofs: tuple[Proof, ...]
    grade: Grade | None
    open_share: Fraction | None
    value: Fraction | None
    range: Range
    set_aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Statements that give the same value; `grade` is what they are worth together, `alone` that of the best one."""

    answer: Known
    parties: tuple[str, ...]
    sides: tuple[Side, ...]
    alone: Grade
    grade: Grade
    open_share: Fraction
    value: Fraction | None
    range: Range

    @property
    def is_raised(self) -> bool:
        """Tell whether two sides that agree count more than the better of them."""
        return self.grade is not self.alone


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCount:
    """How a register answers its question: complete rows of all; `half` is the share from which it is half."""

    columns: tuple[str, ...]
    complete: tuple[Row, ...]
    rows: tuple[Row, ...]
    half: Fraction
    weakest: Grade

    @property
    def share(self) -> Fraction:
        """The share of complete rows."""
        return Fraction(len(self.complete), len(self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class StopEffect:
    """A stop-line and the best light that it allows its dimension in each world."""

    state: StopState
    cleared_by: ClearedBy
    worst_cap: Light
    best_cap: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What one question adds to its dimension: `lo` and `hi` points of 100, None where a world leaves it out."""

    question: Question
    assessed: Assessed
    lo: Fraction | None
    hi: Fraction | None
    stop: StopEffect | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWhy:
    """A question: which step decided, who said what, what it adds to its dimension.

    `assessed` and `rule` are None where the question is off the path; `portion` where it adds nothing to a dimension.
    """

    question: Question
    dimension: Dimension
    place: Place
    assessed: Assessed | None
    rule: Rule | None
    voices: tuple[Voice, ...]
    agreements: tuple[Agreement, ...]
    resolution: Resolution | None
    rows: RowCount | None
    stop: StopEffect | None
    portion: Portion | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A dimension in one world: points = 100 · total / weight; `from_points` before stop-lines, `cap` what they allow.

    `missing` are the points up to the next light of the points, 0 where they are green already.
    """

    weight: int
    total: Fraction
    points: Fraction
    from_points: Light
    cap: Light
    light: Light
    missing: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionWhy:
    """A dimension in both worlds, with each question's share; `worst` and `best` are None where nothing applies."""

    dimension: Dimension
    result: DimensionResult
    worst: Mean | None
    best: Mean | None
    portions: tuple[Portion, ...]
    away: tuple[Question, ...]
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurdle:
    """A clause of the table that holds: `count` must fall to `at_most` for the next better rating."""

    clause: Clause
    count: int
    limit: Fraction
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldWhy:
    """One world, counted, with the clauses that decided its rating; none where it is green."""

    world: World
    hurdles: tuple[Hurdle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallWhy:
    """The rating of the whole; `worst` and `best` are None below the knowledge floor, where there is no rating.

    `missing` is the weight of which something must become known before there is one.
    """

    confidence: Confidence | None
    figures: Figures
    floor: Fraction
    missing: Fraction
    worst: WorldWhy | None
    best: WorldWhy | None
    dimensions: tuple[tuple[Dimension, DimensionResult], ...]
    stop_lines: tuple[StopLine, ...]
    cleared: tuple[ClearedGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessWhy:
    """Takeover readiness: its questions and the stop-lines that decide."""

    readiness: Readiness
    questions: tuple[tuple[Question, Assessed], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWhy:
    """A finding: why it is one and why it is due when it is due, with its question or its dimension.

    `away` are, where too much does not apply, the questions that were declared so, with what was said.
    """

    finding: Finding
    urgency: Urgency | None
    question: QuestionWhy | None
    dimension: Dimension
    away: tuple[tuple[Question, tuple[Voice, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeWhy:
    """A dispute with its question."""

    dispute: Dispute
    question: QuestionWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWhy:
    """A request: why it is asked, and what its swing is made of: 100 · weight · width / (whole · dimensions)."""

    request: Request
    want: Want
    question: QuestionWhy
    weight: int
    width: Fraction
    whole: int
    dimensions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactWhy:
    """A computed fact with the register rows behind it, in the order of their tables."""

    fact: ComputedFact
    rows: tuple[Row, ...]


Explanation: TypeAlias = (
    QuestionWhy | DimensionWhy | OverallWhy | ReadinessWhy | FindingWhy | DisputeWhy | RequestWhy | FactWhy
)
