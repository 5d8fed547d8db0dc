"""What of page one fits on one sheet: heights are estimated, and what does not fit is left out, never clipped.

The estimate is on the safe side. What goes first: the dimensions of open
stop-lines, then answers beyond the third, then the sentences of confirmed stop-lines and their dimensions, then all but
two stakes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from takeover.report.pairs import is_pair
from takeover.report.paper import Paper
from takeover.report.view.model import PageOne, Stake, StopGroup, StopLineRow

ROOMS = {Paper.A4: 258.0, Paper.LETTER: 241.0}
"""Millimetres of page one between its margins, less three for what the estimate does not see."""
_BOTH_LANGUAGES = 34.0
"""What bars, signs and headings take more in two languages (bilingual.css)."""
_HEAD, _TITLE_LINE, _CUSTOMER, _FACT_LINE = 17.0, 9.4, 5.5, 4.6
_SCALE, _NO_SCALE, _SENTENCE_LINE = 24.2, 13.0, 4.7
_HEADING, _COLUMN_HEADS = 7.6, 5.2
_LINE, _ROW_GAP, _BAR = 3.82, 1.15, 4.5
TITLE_COLUMNS = 45
CUT_OFF_COLUMNS = 15
READINESS_COLUMNS = 24
SENTENCE_COLUMNS = 106
TEXT_COLUMNS = 122
REQUEST_COLUMNS = 77
STOP_COLUMNS = 75
WHO_COLUMNS = 24
WORD_COLUMNS = 50
LABEL_COLUMNS = 24
VALUE_COLUMNS = 50
"""Columns of text in a line; one is as wide as a Latin letter is on average."""
_TAG = 9
"""Columns of a tag before a request."""
_HAN = Fraction(21, 10)
"""Columns of a Han character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """How much is shown."""

    requests: int = 10
    stakes: int = 4
    dimensions: bool = True
    sentences: bool = True
    numbers_only: bool = False


_CUTS = (
    _Cut(),
    *(_Cut(dimensions=False, requests=requests) for requests in (10, 7, 5, 4, 3)),
    *(_Cut(dimensions=False, sentences=False, requests=requests) for requests in (5, 4, 3, 2)),
    *(_Cut(dimensions=False, sentences=False, numbers_only=True, requests=requests) for requests in (3, 2)),
    *(
        _Cut(dimensions=False, sentences=False, numbers_only=True, requests=requests, stakes=2)
        for requests in (3, 2, 1)
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above page one's contents: the project, the customer, the cut-off and the word on readiness."""

    project: str
    customer: str
    cut_off: str
    readiness: str


def measure_head(head: Head) -> float:
    """Estimate the millimetres of the head."""
    title = _TITLE_LINE * max(1, count_lines(head.project, TITLE_COLUMNS)) + (_CUSTOMER if head.customer else 0)
    lines = max(1, count_lines(head.cut_off, CUT_OFF_COLUMNS), count_lines(head.readiness, READINESS_COLUMNS))
    return _HEAD + title + _FACT_LINE * (lines - 1)


def fit_page_one(page: PageOne, *, above: Head, paper: Paper) -> PageOne:
    """Return the fullest page one that fits; the barest where none does."""
    room = ROOMS[paper] - (_BOTH_LANGUAGES if is_pair(page.headline.title) else 0)
    head = measure_head(above)
    tried = (_apply(page, cut) for cut in _CUTS)
    return next((found for found in tried if head + estimate_height(found) <= room), _apply(page, _CUTS[-1]))


def estimate_height(page: PageOne) -> float:
    """Estimate the millimetres of everything below the head."""
    return sum(_list_heights(page))


def count_lines(text: str, width: int) -> int:
    """Estimate the lines that a text takes; a Han character is a little wider than two others."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return ceil((len(text) - wide + wide * _HAN) / width)


def _apply(page: PageOne, cut: _Cut) -> PageOne:
    return replace(
        page,
        requests=page.requests[: cut.requests],
        stakes=page.stakes[: cut.stakes],
        groups=tuple(_shorten_group(group, cut) for group in page.groups),
    )


def _shorten_group(group: StopGroup, cut: _Cut) -> StopGroup:
    lines = tuple(replace(one, stops=tuple(_shorten_stop(stop, cut) for stop in one.stops)) for one in group.lines)
    return replace(group, lines=lines)


def _shorten_stop(stop: StopLineRow, cut: _Cut) -> StopLineRow:
    """A stop-line with a sentence keeps its dimension in place of it; one without loses its dimension."""
    named = (not cut.numbers_only) if stop.text else cut.dimensions
    return replace(stop, text=stop.text if cut.sentences else "", dimension=stop.dimension if named else "")


def _list_heights(page: PageOne) -> Iterator[float]:
    yield _SCALE if page.headline.judged else _NO_SCALE
    yield _SENTENCE_LINE * count_lines(f"{page.headline.sentence} {page.withheld}", SENTENCE_COLUMNS)
    if page.bars:
        yield _HEADING + _COLUMN_HEADS + sum(_BAR * count_lines(bar.mark.word, WORD_COLUMNS) for bar in page.bars)
    if page.signs or page.stakes:
        yield _HEADING + max((_LINE + _ROW_GAP) * len(page.signs), sum(map(_measure_stake, page.stakes)))
    if page.groups:
        yield _HEADING + _COLUMN_HEADS
        yield from (_ROW_GAP + _LINE * _count_group_lines(group) for group in page.groups)
    if page.requests:
        texts = (_TAG * " " * (request.stop + request.disputed) + request.text for request in page.requests)
        yield _HEADING + _COLUMN_HEADS
        yield from (_ROW_GAP + _LINE * count_lines(text, REQUEST_COLUMNS) for text in texts)
        disputes = "Disputes: 99 · Page 99 · " if page.disputes else ""
        yield 1 + _LINE * count_lines(f"{disputes}Asked in all: {page.asked}", TEXT_COLUMNS)


def _measure_stake(stake: Stake) -> float:
    lines = max(count_lines(stake.label, LABEL_COLUMNS), count_lines(stake.value, VALUE_COLUMNS))
    return _LINE * lines + _ROW_GAP


def _count_group_lines(group: StopGroup) -> int:
    """All stand in one paragraph, state by state, beside who can clear them."""
    states = (f"{one.mark.shape} {one.mark.word}: {_join(one.stops)}" for one in group.lines)
    return max(count_lines("    ".join(states), STOP_COLUMNS), count_lines(group.who, WHO_COLUMNS))


def _join(stops: tuple[StopLineRow, ...]) -> str:
    return " ".join(f"Q-00 {stop.text or stop.dimension}" for stop in stops)
