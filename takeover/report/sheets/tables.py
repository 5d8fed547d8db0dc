"""The tables of a sheet: a register drawn up for writing in by hand.

A register whose columns fit the page is a table. One with more columns is a card a row, with a box for each column in
as many lines as it takes, as official forms have it: nobody can write into columns of a finger's width. What needs
more than a portrait page is marked `wide` and stands on landscape pages. All measures are millimetres.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from takeover.checklist.model import Column, QuestionType, Register
from takeover.report.paper import Paper
from takeover.report.sheets.words import Said, Voices
from takeover.values import Level

WHEN_IT_AROSE = frozenset({"origin", "arose_on", "known_since"})
"""Columns that every register ends with: alone they are not worth a table."""
INLINE_ROWS = 5
"""Rows of a table that stands below its question."""
MOST_ROWS = 10
_FEWEST_EMPTY = 1
_FIRST_IN_CARD = 74.0
"""What a row is about stands in its first column."""
_NUMBER_SHARE = 3.0
"""Percent of a table's width for the number of the row."""
_ROOM = 146.0
"""Height on a landscape page below heading and titles."""
_ROW, _TICK_ROW, _CARD_LINE, _BETWEEN_CARDS = 10.0, 3.7, 10.5, 2.2
_NUMBER_WIDTH = 7.0
_LETTER = 1.35
"""Width of a narrow character in the small type of headings and ticks; a Chinese one counts twice."""
_TICK_BELOW, _TICK_BESIDE = 6.0, 8.0
"""What a tick box takes besides its text: one below the other, side by side."""
_LONGEST_WORD = 40.0
_IN_TABLE = {
    QuestionType.TEXT: 27.0,
    QuestionType.MONEY: 27.0,
    QuestionType.DATE: 21.0,
    QuestionType.NUMBER: 15.0,
    QuestionType.PERCENT: 15.0,
}
_IN_CARD = {
    QuestionType.TEXT: 46.0,
    QuestionType.MONEY: 42.0,
    QuestionType.DATE: 34.0,
    QuestionType.NUMBER: 28.0,
    QuestionType.PERCENT: 28.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A place to write in: a text that stands there already, or the number of the choice that is ticked."""

    text: Said = ()
    ticked: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column: where it stands among the cells of a row, title, choices to tick, share of its line in percent."""

    at: int
    title: Said
    ticks: tuple[Said, ...]
    kind: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTable:
    """A register on paper: `lines` of columns, one line in a table, several in a card; rows with a cell a column."""

    number: int
    id: str
    title: Said
    lines: tuple[tuple[SheetColumn, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: bool
    cards: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A column while its place is sought; `twins` are it in each language."""

    twins: tuple[Column, ...]
    title: Said
    ticks: tuple[Said, ...]

    @property
    def kind(self) -> QuestionType:
        return self.twins[0].type

    @property
    def in_table(self) -> float:
        """The least width in a table: headings break between words, ticks stand one below the other."""
        words = max((_width(word) for phrase in self.title for word in phrase.text.split()), default=0.0) + 3
        ticks = max((_TICK_BELOW + sum(_width(phrase.text) for phrase in tick) for tick in self.ticks), default=0.0)
        return max(_IN_TABLE.get(self.kind, 0.0), min(words, _LONGEST_WORD), ticks)

    @property
    def in_card(self) -> float:
        """The least width in a card: the title in one line, the ticks side by side."""
        words = sum(_width(phrase.text) + 4 for phrase in self.title)
        ticks = sum(_TICK_BESIDE + sum(_width(phrase.text) + 2 for phrase in tick) for tick in self.ticks)
        return max(_IN_CARD.get(self.kind, 0.0), words, ticks)


def build_table(
    voices: Voices, register: tuple[Register, ...], *, levels: Collection[Level], number: int, paper: Paper
) -> SheetTable | None:
    """Draw up a register, given in each language, with the columns of these levels.

    Returns:
        The table; None where these levels see of it only when its rows arose.
    """
    columns = _draw_columns(voices, register, levels)
    if {column.twins[0].id for column in columns} <= WHEN_IT_AROSE:
        return None
    landscape = paper.landscape - _NUMBER_WIDTH
    needs = [column.in_table for column in columns]
    cards = sum(needs) > landscape
    wide = sum(needs) > paper.portrait - _NUMBER_WIDTH
    lines = _break_lines(columns, landscape) if cards else (_stretch(columns, needs, whole=100 - _NUMBER_SHARE),)
    starts = _start_rows(voices, register, columns)
    rows = max(len(starts) + _FEWEST_EMPTY, _count_rows(lines, cards=cards) if wide else INLINE_ROWS)
    return SheetTable(
        number=number,
        id=register[0].id,
        title=voices.read(register, lambda one: one.title),
        lines=lines,
        rows=starts + ((Cell(),) * len(columns),) * (rows - len(starts)),
        wide=wide,
        cards=cards,
    )


def _count_rows(lines: tuple[tuple[SheetColumn, ...], ...], *, cards: bool) -> int:
    """Count the rows or cards that fill a landscape page."""
    if cards:
        return int(_ROOM // (len(lines) * _CARD_LINE + _BETWEEN_CARDS))
    ticks = max(len(column.ticks) for column in lines[0])
    return min(MOST_ROWS, int(_ROOM // max(_ROW, 2 + ticks * _TICK_ROW)))


def _draw_columns(voices: Voices, register: tuple[Register, ...], levels: Collection[Level]) -> tuple[_Drawn, ...]:
    twins = zip(*(one.columns for one in register), strict=True)
    return tuple(
        _Drawn(
            twins=column,
            title=voices.read(column, lambda one: one.title),
            ticks=voices.read_each(column, lambda one: tuple(choice.text for choice in one.choices)),
        )
        for column in twins
        if column[0].sharing in levels
    )


def _width(text: str) -> float:
    return _LETTER * sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _break_lines(columns: Sequence[_Drawn], width: float) -> tuple[tuple[SheetColumn, ...], ...]:
    """Fill the lines of a card in the order of the columns: as few lines as can be, and these as even as can be."""
    needs = [column.in_card for column in columns]
    if columns[0].kind is QuestionType.TEXT:
        needs[0] = max(needs[0], _FIRST_IN_CARD)
    fewest = len(_fill_lines(needs, width))
    narrowest = next(limit for limit in range(1, int(width) + 2) if len(_fill_lines(needs, limit)) <= fewest)
    lines = _fill_lines(needs, narrowest)
    return tuple(_stretch([columns[at] for at in line], [needs[at] for at in line], first=line[0]) for line in lines)


def _fill_lines(needs: Sequence[float], limit: float) -> list[list[int]]:
    lines: list[list[int]] = [[]]
    for at, need in enumerate(needs):
        if lines[-1] and sum(needs[other] for other in lines[-1]) + need > limit:
            lines.append([])
        lines[-1].append(at)
    return lines


def _stretch(
    columns: Sequence[_Drawn], needs: Sequence[float], *, first: int = 0, whole: float = 100
) -> tuple[SheetColumn, ...]:
    """Share a line out, `whole` percent of the width; what is left over goes to all in proportion."""
    return tuple(
        SheetColumn(
            at=at,
            title=column.title,
            ticks=column.ticks,
            kind=column.kind.value,
            share=round(whole * need / sum(needs), 2),
        )
        for at, (column, need) in enumerate(zip(columns, needs, strict=True), first)
    )


def _start_rows(
    voices: Voices, register: tuple[Register, ...], columns: Sequence[_Drawn]
) -> tuple[tuple[Cell, ...], ...]:
    """Fill in the rows that a new table is offered."""
    starts = zip(*(one.start_with for one in register), strict=True)
    return tuple(tuple(_start_cell(voices, column, start) for column in columns) for start in starts)


def _start_cell(voices: Voices, column: _Drawn, start: tuple[Mapping[str, str], ...]) -> Cell:
    name = column.twins[0].id
    codes = tuple(choice.code for choice in column.twins[0].choices)
    if start[0].get(name) in codes:
        return Cell(ticked=codes.index(start[0][name]))
    return Cell(text=voices.read(start, lambda row: row.get(name, "")))
