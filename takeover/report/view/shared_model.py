"""What the shared edition shows besides the common parts, as texts ready to show (rules as in `model`)."""

from __future__ import annotations

from dataclasses import dataclass

from takeover.report.view.pieces import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """What somebody of the client's side is asked for, by when; `asked` says since when, or that it is asked here."""

    item: Link
    text: str
    wanted: str
    of: str
    due: str
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """What somebody of the client's side said, in the words given."""

    item: Link
    text: str
    who: str
    day: str
    answer: str
    words: str
    evidence: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRow:
    """Something that belongs to the scope or does not: what it is, what is said of it, by whom or since when."""

    item: Link
    text: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPages:
    """The pages for the client's side; an empty tuple leaves a page out. `left_out` are sentences."""

    owed: tuple[OwedRow, ...]
    said: tuple[SaidRow, ...]
    inside: tuple[ScopeRow, ...]
    outside: tuple[ScopeRow, ...]
    left_out: tuple[str, ...]

    @property
    def scope(self) -> bool:
        """Whether there is a page on the scope."""
        return bool(self.inside or self.outside)
