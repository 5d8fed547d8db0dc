"""Computed facts as values: what the registers say when somebody adds them up (docs/facts.md has every formula).

Rules: a fact without its register, or without one row that has what it needs, is *not established*; no figure is ever
guessed. Amounts are kept by currency and never converted. Rows that lack a value are named in `left_out`, never filled,
and while there are any, nothing of the fact reads as good: what they lack may be what is bad.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from takeover.values import Date, Money, Number, Percent

Quantity: TypeAlias = Money | Number | Percent | Date


class FactName(StrEnum):
    """The computed facts, in the order in which they are told."""

    RECEIVABLES = "receivables"
    DUE_SOON = "due_soon"
    NOT_INVOICED = "not_invoiced"
    UNPAID_EXTRA = "unpaid_extra"
    CHANGES = "changes"
    SPENT_AND_DONE = "spent_and_done"
    AT_COMPLETION = "at_completion"
    DAMAGES = "damages"
    FOOTHOLD = "foothold"
    WARRANTY = "warranty"
    NOTICES = "notices"
    COMMITMENTS = "commitments"
    LOAD = "load"
    RACI_GAPS = "raci_gaps"
    DOCUMENTS = "documents"


class Tone(StrEnum):
    """How a figure reads: it needs attention, it is a plain number, or it is as it should be."""

    ALARM = "alarm"
    PLAIN = "plain"
    GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of a fact: `name` is its key in the catalogue; `rows` are the ids of the register rows behind it.

    `of` names one thing where a fact has a figure a thing (a person, a document); empty for sums.
    """

    name: str
    value: Quantity
    rows: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedFact:
    """A fact with its figures; none = not established.

    `registers` are the tables it is computed from, `left_out` the rows that lack what the formula needs.
    """

    name: FactName
    registers: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_established(self) -> bool:
        """Tell whether the registers allow any claim."""
        return bool(self.figures)

    @property
    def alarms(self) -> tuple[Figure, ...]:
        """The figures that need attention."""
        return tuple(figure for figure in self.figures if figure.tone is Tone.ALARM)
