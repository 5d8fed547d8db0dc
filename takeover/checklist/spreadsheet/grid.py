"""Sheets as values: cells with the place that people know them by (survey!C14), and tables with a header row.

Rules: a header cell is known by its name without blanks around it, in small letters in front of ``::``; a column that
stands twice is a problem; what is read becomes a node of the checklist format, so that the reader of files judges it
and its problems name the cell. Leaves to others: the file format (`excel`), what the columns mean (`read`, `write`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from takeover.checklist.files import Map, Node, Scalar, Seq
from takeover.problems import Place, Problem, Severity


class CellKind(StrEnum):
    """What a cell holds; a formula's and an error's text is what the sheet shows in the formula bar."""

    TEXT = "text"
    NUMBER = "number"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell that is not empty."""

    text: str
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its cells by row and column (both from 1), and the ranges of merged cells as Excel writes them."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoMark:
    """Stands where a YAML node has its line: a cell is named by its sheet, column and row."""

    line: int = -1
    column: int = -1


NO_MARK = NoMark()
Plain: TypeAlias = "str | list[Any] | dict[str, Any] | Found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value of the checklist format with the cell that it was found in; inside it may be further ones."""

    value: Plain
    place: Place


def name_column(number: int) -> str:
    """Name a column as Excel does: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def warn(code: str, place: Place, /, **details: str) -> Problem:
    """Make a problem that does not stop the list from being used."""
    return Problem(code=code, place=place, details=details, severity=Severity.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: its filled cells by the name of their column."""

    number: int
    sheet: str
    file: str
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def place(self, column: str = "") -> Place:
        """Return the place of a cell, filled or not; of the row's first one where the sheet has no such column."""
        return Place(file=self.file, path=f"{self.sheet}!{name_column(self.columns.get(column, 1))}{self.number}")

    def text(self, column: str) -> str:
        """Return the text of a cell, empty where there is none."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def found(self, column: str) -> Found:
        """Return the text of a cell with its place."""
        return Found(value=self.text(column), place=self.place(column))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet with a header row: the columns by name with their number, and the rows that are not empty."""

    sheet: str
    file: str
    columns: Mapping[str, int]
    rows: tuple[Row, ...]

    def place(self, column: str) -> Place:
        """Return the place of a header cell."""
        return Place(file=self.file, path=f"{self.sheet}!{name_column(self.columns[column])}1")

    def filled(self, column: str) -> tuple[Row, ...]:
        """List the rows in which a column is filled."""
        return tuple(row for row in self.rows if column in row.cells)


_ALIASES = {"relevance": "relevant", "caption": "label"}


def tidy_header(text: str) -> str:
    """Bring the name of a column into one form: ``Label :: English (en) `` is ``label::English (en)``."""
    first, *others = (" ".join(part.split()) for part in text.split("::"))
    name = first.lower().replace(" ", "_")
    return "::".join((_ALIASES.get(name, name), *others))


def read_table(sheet: Sheet, file: str, problems: list[Problem]) -> Table:
    """Read a sheet by its header row; a column that stands twice and merged cells are problems."""
    columns: dict[str, int] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        name = tidy_header(cell.text)
        if row != 1 or not name:
            continue
        if name in columns:
            place = Place(file=file, path=f"{sheet.name}!{name_column(column)}1")
            first = f"{sheet.name}!{name_column(columns[name])}1"
            problems.append(Problem(code="CL060", place=place, details={"column": cell.text.strip(), "first": first}))
        columns.setdefault(name, column)
    problems += [Problem(code="CL061", place=Place(file=file, path=f"{sheet.name}!{area}")) for area in sheet.merged]
    return Table(sheet=sheet.name, file=file, columns=columns, rows=tuple(_read_rows(sheet, file, columns)))


def _read_rows(sheet: Sheet, file: str, columns: Mapping[str, int]) -> Iterator[Row]:
    names = {number: name for name, number in columns.items()}
    rows: dict[int, dict[str, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > 1 and column in names:
            rows.setdefault(row, {})[names[column]] = cell
    for number in sorted(rows):
        yield Row(number=number, sheet=sheet.name, file=file, cells=rows[number], columns=columns)


def make_sheet(name: str, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> Sheet:
    """Make a sheet out of its columns and rows; a text of digits alone in a counting column becomes a number."""
    header = tuple(columns)
    cells = {(1, number): Cell(text=column) for number, column in enumerate(header, 1)}
    for row_number, row in enumerate(rows, 2):
        for number, column in enumerate(header, 1):
            if text := row.get(column, ""):
                counts = column in COUNTING and re.fullmatch(r"[0-9]{1,9}", text, re.ASCII)
                cells[row_number, number] = Cell(text=text, kind=CellKind.NUMBER if counts else CellKind.TEXT)
    return Sheet(name=name, cells=cells)


COUNTING = ("takeover::weight", "takeover::order", "row")
"""Columns that hold whole numbers; all others are text, so that Excel makes no dates and no formulas of them."""


def make_node(value: Plain, place: Place) -> Node:
    """Turn a value of the format into the nodes that the reader of files takes; each knows its cell."""
    if isinstance(value, Found):
        return make_node(value.value, value.place)
    trail = (place.file, place.path)
    if isinstance(value, str):
        return Scalar(value, NO_MARK, trail)
    if isinstance(value, list):
        return Seq(tuple(make_node(item, place) for item in value), NO_MARK, trail)
    items = {key: make_node(item, place) for key, item in value.items()}
    return Map(items, dict.fromkeys(items, NO_MARK), NO_MARK, trail)


def strip_place(value: Plain) -> Plain:
    """Return a value without its place."""
    return value.value if isinstance(value, Found) else value
