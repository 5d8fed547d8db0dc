"""The view: a report as texts ready to show. Templates only loop over it and ask whether a part is there.

Rules: every number, date and word is already written in the report's language; a missing part is an empty text or an
empty tuple; `Chart` is the only markup, made by `charts` from escaped texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from takeover.report.view.blocks import (
    AcceptancePage,
    ActionGroup,
    Entry,
    FactBlock,
    Matrix,
    Outline,
    Picture,
    SignOffTable,
    Takeover,
)
from takeover.report.view.pieces import NO_MARK, Fact, Link, Mark
from takeover.report.view.shared_model import SharedPages

__all__ = ["NO_MARK", "Fact", "Link", "Mark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A dimension's range: chart, numbers and its one word."""

    title: str
    anchor: str
    mark: Mark
    numbers: str
    chart: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """Overall confidence. `judged` is False where none can be given; `chart` is empty then."""

    judged: bool
    title: str
    sentence: str
    chart: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLineRow:
    """A stop-line that is not clear; `text` is empty where there is room for its number and dimension only."""

    item: Link
    dimension: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLines:
    """Stop-lines in one state: confirmed, disputed, open, or bad in part."""

    mark: Mark
    stops: tuple[StopLineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopGroup:
    """The stop-lines that one of those who can clear them can clear, and the rating if all of these were cleared.

    Those of takeover readiness are a group of their own, without a rating: they never enter it.
    """

    who: str
    lines: tuple[StopLines, ...]
    cleared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of the first day, and whether it shows."""

    text: str
    item: Link
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """Money or a date at stake, with the computed fact behind it."""

    item: Link
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """What is asked of whom by when; `points` of the whole picture.

    `stop` = a stop-line hangs on it, `disputed` = answers differ, so that a further voice settles nothing.
    """

    number: str
    item: Link
    text: str
    wanted: str
    of: str
    due: str
    points: str
    stop: bool
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOne:
    """The page that says it all: what does not fit is left out, never clipped.

    Every stop-line that is not clear, or bad in part, is there, if need be by its number alone. `asked` says how much
    is asked of whom by when, and leads to the list of all requests; `disputes` counts the disputes, empty for none.
    """

    headline: Headline
    bars: tuple[Bar, ...]
    axis: Markup
    signs: tuple[Sign, ...]
    stakes: tuple[Stake, ...]
    groups: tuple[StopGroup, ...]
    requests: tuple[RequestRow, ...]
    asked: str
    disputes: str
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """What a party said: who, when and how known, the answer, own words, evidence, its grade, older statements."""

    role: str
    name: str
    day: str
    method: str
    answer: str
    words: str
    evidence: tuple[Link, ...]
    grade: str
    remark: str
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBlock:
    """A question with everything said about it."""

    number: str
    id: str
    text: str
    mark: Mark
    tags: tuple[str, ...]
    items: tuple[Link, ...]
    statements: tuple[StatementRow, ...]
    silence: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionBlock:
    """A dimension with its bar and questions."""

    title: str
    anchor: str
    bar: Bar | None
    questions: tuple[QuestionBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeBlock:
    """Statements that differ, at most three beside each other in a row."""

    number: str
    item: Link
    text: str
    rows: tuple[tuple[StatementRow, ...], ...]
    columns: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """What is bad or half, with the first action and its time."""

    number: str
    item: Link
    text: str
    basis: str
    action: str
    horizon: str
    stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column of a register; `kind` is its type (money, percent, date, ...), by which it gets its width and side."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A row: its number, the cells under the headings, and what has no column of its own."""

    number: str
    cells: tuple[str, ...]
    details: tuple[Fact, ...]
    evidence: tuple[Link, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterTable:
    """A register; `totals` are sums per currency, one text a heading, and `total` says of what."""

    number: str
    title: str
    anchor: str
    headings: tuple[Heading, ...]
    rows: tuple[RegisterRow, ...]
    total: str
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessRow:
    """What the new PM needs before taking over."""

    mark: Mark
    item: Link
    text: str
    whom: str
    stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A piece of evidence: what it is, where from, its grade, where to find it, its hash, who cites it."""

    number: str
    title: str
    origin: str
    grade: str
    where: str
    sha256: str
    cited_by: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignBox:
    """A party's box on the sign-off pages; field names are empty where nothing can be signed."""

    anchor: str
    role: str
    name: str
    organisation: str
    person: str
    capacity: str
    sentence: str
    field: str
    reserve_field: str
    tip: str
    reserve_tip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How the report proves itself: hashes, files inside, the command, tools."""

    facts: tuple[Fact, ...]
    command: str
    tools: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole report. `draft` and `edition_mark` stand on every page; `number` and `short_hash` in every footer."""

    language: str
    title: str
    project: str
    customer: str
    running_title: str
    edition_mark: str
    draft: str
    number: str
    short_hash: str
    created: str
    facts: tuple[Fact, ...]
    page_one: PageOne
    judged: bool
    contents: tuple[Entry, ...]
    key: tuple[Fact, ...]
    matrix: Matrix | None
    dimensions: tuple[DimensionBlock, ...]
    disputes: tuple[DisputeBlock, ...]
    findings: tuple[FindingRow, ...]
    requests: tuple[RequestRow, ...]
    registers: tuple[RegisterTable, ...]
    money: tuple[FactBlock, ...]
    pictures: tuple[Picture, ...]
    plan: tuple[ActionGroup, ...]
    readiness: tuple[ReadinessRow, ...]
    readiness_verdict: Mark
    acceptance: AcceptancePage | None
    outline: Outline | None
    takeover: Takeover
    method: tuple[str, ...]
    house: tuple[str, ...]
    figures: tuple[Fact, ...]
    evidence: tuple[EvidenceRow, ...]
    reader: tuple[str, ...]
    history: tuple[SignOffTable, ...]
    boxes: tuple[SignBox, ...]
    proof: Proof | None
    off_path: tuple[QuestionBlock, ...]
    notes: tuple[str, ...]
    shared: SharedPages | None = None
