"""The rows of the sheet survey in their groups: what is a question, a column of a table, a group, and what is left out.

Groups at the top are dimensions; a group inside one is part of it, and its condition holds for its questions. A repeat
is a register; inside it every row is a column.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from takeover.checklist.fields import nearest
from takeover.checklist.settings import CODES
from takeover.checklist.spreadsheet.form import OWN, SURVEY_COLUMNS, SheetName
from takeover.checklist.spreadsheet.grid import CellKind, Row, warn
from takeover.checklist.spreadsheet.names import REGISTERS_GROUP, SETTING_PREFIX
from takeover.checklist.spreadsheet.row_types import WORDS, RowKind, RowType, read_type
from takeover.checklist.spreadsheet.tables import Book, split_column
from takeover.problems import Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row that is a question or a column, with its type and the conditions of the groups around it."""

    row: Row
    type: RowType
    conditions: tuple[Row, ...] = ()


@dataclass(slots=True, kw_only=True)
class Group:
    """A dimension: its row, or None for questions outside of all groups; what it holds, in the order of the sheet."""

    row: Row | None
    id: str
    items: list[Item | Repeat] = field(default_factory=list)
    rows: int = 0

    @property
    def is_of_tables(self) -> bool:
        """Tell whether it is the group of the tables that no question opens."""
        return self.id == REGISTERS_GROUP and bool(self.items) and all(isinstance(i, Repeat) for i in self.items)

    @property
    def is_dimension(self) -> bool:
        """Tell whether it is one: not where all its rows are settings or were left out."""
        return not self.is_of_tables and (bool(self.items) or not self.rows)


@dataclass(slots=True, kw_only=True)
class Repeat:
    """A register: its row, its columns, the conditions of the groups around it."""

    row: Row
    id: str
    columns: list[Item] = field(default_factory=list)
    conditions: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """A group or repeat that has begun and not yet ended."""

    kind: RowKind
    row: Row


_OF_QUESTIONS = frozenset(base for base, _ in SURVEY_COLUMNS) - {"guidance_hint"}
_OF_GROUPS = frozenset(("type", "name", "label", "relevant", f"{OWN}id"))
_OF_COLUMNS = _OF_GROUPS | {f"{OWN}type", f"{OWN}sharing"}
"""The columns of the survey that each kind of row has a use for."""
LOOSE = "form"
"""The dimension of the questions that stand in no group."""


def read_setting(name: str) -> str:
    """Return the setting that a question of this name asks for; empty where it is none."""
    setting = name.removeprefix(SETTING_PREFIX)
    return setting if name.startswith(SETTING_PREFIX) and setting in CODES else ""


def read_rows(book: Book, problems: list[Problem]) -> tuple[Group, ...]:
    """Sort the rows of the sheet survey into groups; what is left out is reported row by row."""
    sorter = _Sorter(book, problems)
    for row in book.rows(SheetName.SURVEY):
        sorter.take(row)
    sorter.finish()
    groups = [group for group in sorter.groups if group.row is not None or group.items]
    return tuple(sorted(groups, key=lambda group: (group.row or group.items[0].row).number))


class _Sorter:
    def __init__(self, book: Book, problems: list[Problem]) -> None:
        self.book, self.problems = book, problems
        self.loose = Group(row=None, id=LOOSE)
        self.group = self.loose
        self.groups: list[Group] = [self.loose]
        self.open: list[_Open] = []
        self.repeats: list[Repeat] = []
        self.unused: dict[str, list[Place]] = {}

    @property
    def conditions(self) -> tuple[Row, ...]:
        return tuple(one.row for one in self.open if one.kind is RowKind.BEGIN_GROUP and one.row.text("relevant"))

    def report(self, code: str, row: Row, column: str, **details: str) -> None:
        self.problems.append(Problem(code=code, place=row.place(column), details=details))

    def take(self, row: Row) -> None:
        kind = read_type(row.text("type"))
        if not row.text("type"):
            if row.text("name") or self.book.find(row, "label").value:
                self.report("CL011", row, "type", key="type")
            return
        match kind.kind:
            case RowKind.BEGIN_GROUP:
                self.begin_group(row)
            case RowKind.BEGIN_REPEAT:
                self.begin_repeat(row)
            case RowKind.END_GROUP | RowKind.END_REPEAT:
                self.end(row, kind.kind)
            case RowKind.UNKNOWN:
                self.report("CL071", row, "type", type=row.text("type"), near=nearest(row.text("type"), WORDS))
            case RowKind.LEFT_OUT:
                self.group.rows += 1
                self.problems.append(warn("CL068", row.place("type"), type=row.text("type")))
            case _:
                self.take_item(row, kind)

    def take_item(self, row: Row, kind: RowType) -> None:
        self.group.rows += 1
        is_setting = not self.repeats and read_setting(row.text("name"))
        if not self.check_name(row) or is_setting:
            return
        if kind.kind is RowKind.AS_TEXT:
            self.problems.append(warn("CL075", row.place("type"), type=row.text("type")))
        if self.repeats:
            self.pass_by(row, _OF_COLUMNS)
            self.repeats[-1].columns.append(Item(row=row, type=kind))
        else:
            self.group.items.append(Item(row=row, type=kind, conditions=self.conditions))

    def check_name(self, row: Row) -> bool:
        """A name is a text; a number is none, since no condition can point at it."""
        cell = row.cells.get("name")
        if cell is None:
            self.report("CL011", row, "name", key="name")
        elif cell.kind is CellKind.NUMBER or cell.text[:1].isdigit():
            self.report("CL073", row, "name", name=cell.text)
            return False
        return cell is not None

    def begin_group(self, row: Row) -> None:
        if not self.open:
            self.group = Group(row=row, id=row.text(f"{OWN}id") or row.text("name"))
            self.groups.append(self.group)
        elif not self.repeats:
            self.problems.append(warn("CL078", row.place("type"), name=row.text("name"), into=self.group.id))
        self.check_name(row)
        self.pass_by(row, _OF_GROUPS)
        self.open.append(_Open(RowKind.BEGIN_GROUP, row))

    def begin_repeat(self, row: Row) -> None:
        if self.repeats:
            self.problems.append(warn("CL078", row.place("type"), name=row.text("name"), into=self.group.id))
        repeat = Repeat(row=row, id=row.text(f"{OWN}id") or row.text("name"), conditions=self.conditions)
        self.check_name(row)
        self.group.items.append(repeat)
        self.group.rows += 1
        self.repeats.append(repeat)
        self.open.append(_Open(RowKind.BEGIN_REPEAT, row))

    def end(self, row: Row, kind: RowKind) -> None:
        wanted = RowKind.BEGIN_GROUP if kind is RowKind.END_GROUP else RowKind.BEGIN_REPEAT
        if not self.open or self.open[-1].kind is not wanted:
            begun = self.open[-1].row.place("type").path if self.open else "–"
            self.report("CL072", row, "type", type=row.text("type"), begun=begun)
            return
        self.open.pop()
        if not self.open:
            self.group = self.loose
        if wanted is RowKind.BEGIN_REPEAT:
            self.repeats.pop()

    def pass_by(self, row: Row, carried: frozenset[str]) -> None:
        """Remember the cells that a group or a column of a table has no use for."""
        for column in row.cells:
            base, _ = split_column(column)
            if base in _OF_QUESTIONS - carried:
                self.unused.setdefault(base, []).append(row.place(column))

    def finish(self) -> None:
        for base, places in self.unused.items():
            self.problems.append(warn("CL067", places[0], column=base, count=str(len(places))))
        for one in self.open:
            self.report("CL072", one.row, "type", type=one.row.text("type"), begun="–")
