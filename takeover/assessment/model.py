"""The judgement as values. Numbers are exact fractions; rounding happens when one is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction

from takeover.checklist.model import ClearedBy, CountsFor, Horizon
from takeover.record.kinds import Grade
from takeover.record.situation import Statement
from takeover.values import Answer, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Worst and best, both exact; what lies between is not known."""

    lo: Fraction
    hi: Fraction

    def __post_init__(self) -> None:
        """Refuse a range whose worst is better than its best."""
        if self.lo > self.hi:
            raise ValueError(f"worst {self.lo} is better than best {self.hi}")

    @property
    def width(self) -> Fraction:
        """How much is open."""
        return self.hi - self.lo


OPEN = Range(lo=Fraction(0), hi=Fraction(1))
"""Total ignorance about one question."""


class Light(IntEnum):
    """A colour; more is better. Dimensions use red, amber and green only."""

    RED = 0
    AMBER_RED = 1
    AMBER = 2
    AMBER_GREEN = 3
    GREEN = 4


class State(StrEnum):
    """How much is known about a question."""

    PROVEN = "proven"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    RESOLVED = "resolved"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"


class Word(StrEnum):
    """The one word of a dimension."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    RED_CONFIRMED = "red_confirmed"
    NOT_ESTABLISHED = "not_established"
    PAIR = "pair"
    NOT_APPLICABLE = "not_applicable"


class StopState(StrEnum):
    """A stop-line is confirmed (surely bad), open (may be bad) or clear."""

    CONFIRMED = "confirmed"
    OPEN = "open"
    CLEAR = "clear"


class Verdict(StrEnum):
    """Takeover readiness."""

    READY = "ready"
    WITH_CONDITIONS = "with_conditions"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One question with its range, the grade that counts, and the statements that stand.

    `ruled_by` is the answer that decides where one does (None while disputed or unknown); `overruled` are commitments
    of statements that a much better document, or a resolution, set aside but did not remove. `optional` = its
    condition is undecided.
    """

    question: str
    dimension: str
    range: Range
    state: State
    grade: Grade | None
    ruled_by: Answer | None
    statements: tuple[Statement, ...]
    overruled: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A question that an edition does not show: what the judgement needs to count it as open."""

    dimension: str
    counts_for: CountsFor
    weight: int
    stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """What an edition withholds from its judgement (scoring D10).

    `blocked` are ids of questions that it shows, but of which it withholds something; `whole` those it does not show.
    """

    blocked: tuple[str, ...]
    whole: tuple[Withheld, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A stop-line that is not clear, and who can clear it."""

    question: str
    dimension: str
    state: StopState
    cleared_by: ClearedBy
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult:
    """One dimension, 0 to 100; `range`, `worst` and `best` are None where no question applies."""

    dimension: str
    range: Range | None
    worst: Light | None
    best: Light | None
    word: Word
    stops_worst: int
    stops_best: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """Overall delivery confidence in the worst and in the best world."""

    worst: Light
    best: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole, both in weight or count."""

    part: int
    whole: int

    @property
    def fraction(self) -> Fraction:
        """The share; an empty whole counts as nothing known."""
        return Fraction(self.part, self.whole) if self.whole else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Coverage (asked of applicable; roles asked of roles named), knowledge and evidence (scoring D6)."""

    asked: Share
    roles: Share
    knowledge: Share
    evidence: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Takeover readiness, apart from the inherited state (scoring D7)."""

    items: tuple[Assessed, ...]
    stop_lines: tuple[StopLine, ...]
    verdict: Verdict

    @property
    def is_established(self) -> bool:
        """Tell whether something is known of each stop-line that is open: ignorance is no readiness with conditions."""
        opened = {stop.question for stop in self.stop_lines if stop.state is StopState.OPEN}
        return not any(item.question in opened and item.range == OPEN for item in self.items)


class FindingKind(StrEnum):
    """What a finding rests on: an answer, too much that does not apply, a request that nobody answered."""

    ANSWER = "answer"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is bad or half, numbered from F-01.

    `claimed` = by one voice without proof; `partly` = half, not bad; `waits` = it would be due now, but seven things
    are already (scoring D9). `question` is empty where a whole dimension is meant (too much does not apply: `share` of
    its weight); `asked` is the role that did not answer and `due` the day that passed.
    """

    number: str
    question: str
    dimension: str
    range: Range
    claimed: bool
    stop: bool
    horizon: Horizon
    partly: bool = False
    waits: bool = False
    kind: FindingKind = FindingKind.ANSWER
    share: Fraction = Fraction(0)
    asked: Role | None = None
    due: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Statements of different parties that differ, numbered from D-01."""

    number: str
    question: str
    statements: tuple[Statement, ...]
    range: Range
    document_rules: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An answer or document to ask for, numbered from R-01; `swing` = points of the whole picture that it can move."""

    number: str
    question: str
    of: Role
    due: dt.date
    stop: bool
    swing: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The whole judgement. `confidence` is None below the knowledge floor: no judgement is possible yet.

    `withholding` is None where it was made of all that is not private, else what the edition withholds.
    """

    method: str
    as_of: dt.date
    confidence: Confidence | None
    if_pm_cleared: Confidence | None
    dimensions: tuple[DimensionResult, ...]
    questions: Mapping[str, Assessed]
    stop_lines: tuple[StopLine, ...]
    figures: Figures
    readiness: Readiness
    findings: tuple[Finding, ...]
    disputes: tuple[Dispute, ...]
    requests: tuple[Request, ...]
    off_path: tuple[str, ...]
    withholding: Withholding | None = None
