"""Rows of a file against rows of a register: read, compared with what the record has, made into one act.

Rules: nothing is taken while one cell is wrong. A row that the record has with the same cells is left alone, so that
the same file twice changes nothing; rows are known again by equal cells, then by their first column. An empty cell says
nothing and clears nothing. Leaves to others: cells (`cells`), headers (`columns`), asking, files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from takeover.checklist.model import Column, QuestionType, Register
from takeover.interview.acts import GivenRow, Proof, RowsRecorded
from takeover.interview.rows.cells import (
    Conventions,
    Reading,
    find_mark,
    is_blank,
    read_cell,
)
from takeover.interview.rows.columns import CURRENCY, LEFT_OUT, Layout
from takeover.interview.rows.table_file import Cell, CellKind, Sheet
from takeover.interview.rows.units import Unit, name_currency
from takeover.problems import Problem, Severity
from takeover.record.rows import Row
from takeover.values import Method, Money, decimal_text, fold_word

MAX_ROWS = 5_000
MAX_TEXT_IN_ALL = 2_000_000
"""Characters of one import: a line of the record has at most 16 MiB."""
TOTALS = frozenset(
    map(fold_word, ("Total", "Totals", "Grand total", "Sum", "Subtotal", "合计", "总计", "小计", "共计", "总和"))
)
Values: TypeAlias = Mapping[str, str | Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A row as the file has it: its number there, and its filled cells by column."""

    number: int
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row of the record that the file has too, and the cells that it says otherwise or is the first file to back."""

    row: Row
    found: FileRow
    cells: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A file against the record: `proven` are equal rows with cells that no file backs until now.

    `missing` are rows that came out of a file and that this one does not have.
    """

    added: tuple[FileRow, ...]
    changed: tuple[Change, ...]
    proven: tuple[Change, ...]
    same: tuple[Row, ...]
    missing: tuple[Row, ...]

    @property
    def is_nothing(self) -> bool:
        """Tell whether the file says nothing new."""
        return not (self.added or self.changed or self.proven)


# ---- reading


def read_rows(
    sheet: Sheet, layout: Layout, conventions: Conventions
) -> tuple[tuple[FileRow, ...], tuple[Problem, ...]]:
    """Read the rows below the header.

    Returns:
        The rows, without those that are empty or totals; and all problems. Warnings (IV190 to IV192) name what was left
        out.
    """
    table = _list_cells(sheet, layout)
    if conventions.decimal is None:
        conventions = replace(conventions, decimal=find_mark(_list_numbers(table, layout)))
    reading = Reading(conventions=conventions, epoch=sheet.epoch)
    rows: list[FileRow] = []
    problems: list[Problem] = list(_check_merged(sheet, layout))
    for number in sorted(table):
        cells = table[number]
        taken = {at: cell for at, cell in cells.items() if layout.targets.get(at, LEFT_OUT) not in (LEFT_OUT, CURRENCY)}
        if not taken:
            if any(not is_blank(cell) for cell in cells.values()):
                problems.append(_warn("IV190", sheet, number, cells))
        elif _is_total(taken):
            problems.append(_warn("IV191", sheet, number, taken))
        else:
            values, found = _read_row(sheet, layout, reading, number, cells)
            problems += found
            rows += [FileRow(number=number, values=values)] if values else []
    return tuple(rows), (*problems, *_check_size(sheet, layout, rows))


def _list_cells(sheet: Sheet, layout: Layout) -> dict[int, dict[int, Cell]]:
    """List the cells below the header by row and column; an area merged downwards has its value in every row."""
    table: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > layout.header.row and column in layout.header.names and not is_blank(cell):
            table.setdefault(row, {})[column] = cell
    for first_row, first_column, last_row, last_column in sheet.merged:
        merged = table.get(first_row, {}).get(first_column)
        if merged is not None and first_column == last_column:
            for row in range(first_row, min(last_row, first_row + MAX_ROWS) + 1):
                if row in table:
                    table[row].setdefault(first_column, merged)
    return table


def _list_numbers(table: Mapping[int, Mapping[int, Cell]], layout: Layout) -> Iterator[str]:
    numeric = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY)
    wanted = {
        at for at, name in layout.targets.items() if name in layout.columns and layout.columns[name][0].type in numeric
    }
    for cells in table.values():
        yield from (cell.text for at, cell in cells.items() if at in wanted and cell.kind is CellKind.TEXT)


def _is_total(taken: Mapping[int, Cell]) -> bool:
    first = taken[min(taken)]
    return fold_word(first.text) in TOTALS


def _warn(code: str, sheet: Sheet, number: int, cells: Mapping[int, Cell]) -> Problem:
    at = min(cells)
    details = {"text": cells[at].text[:60]}
    return Problem(code=code, place=sheet.place(number, at), details=details, severity=Severity.WARNING)


def _read_row(
    sheet: Sheet, layout: Layout, reading: Reading, number: int, cells: Mapping[int, Cell]
) -> tuple[dict[str, str | Money], list[Problem]]:
    stated = next((cells[at] for at, name in layout.targets.items() if name == CURRENCY and at in cells), None)
    currency = name_currency(stated.text) if stated else ""
    values: dict[str, str | Money] = {}
    problems: list[Problem] = []
    if stated and not currency:
        at = next(at for at, name in layout.targets.items() if name == CURRENCY)
        problems.append(Problem(code="IV172", place=sheet.place(number, at), details={"typed": stated.text[:60]}))
    for at, name in layout.targets.items():
        if at not in cells or name not in layout.columns:
            continue
        unit = layout.units.get(at, Unit())
        unit = replace(unit, currency=currency) if currency else unit
        read = read_cell(layout.columns[name], cells[at], unit, reading, sheet.place(number, at))
        if isinstance(read, Problem):
            problems.append(read)
        elif read != "":
            values[name] = read
    return values, problems


def _check_merged(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Cells merged across columns that are taken have no one meaning."""
    for first_row, first_column, _, last_column in sheet.merged:
        across = [at for at in range(first_column, min(last_column, first_column + 200) + 1) if layout.targets.get(at)]
        if first_row > layout.header.row and len(across) > 1 and (first_row, first_column) in sheet.cells:
            yield Problem(code="IV184", place=sheet.place(first_row, first_column))


def _check_size(sheet: Sheet, layout: Layout, rows: Sequence[FileRow]) -> Iterator[Problem]:
    place = sheet.place(layout.header.row + 1, min(layout.header.names))
    size = sum(len(cell) for row in rows for cell in row.values.values() if isinstance(cell, str))
    if len(rows) > MAX_ROWS:
        yield Problem(code="IV185", place=place, details={"rows": str(len(rows)), "limit": str(MAX_ROWS)})
    if size > MAX_TEXT_IN_ALL:
        yield Problem(code="IV186", place=place, details={"limit": str(MAX_TEXT_IN_ALL)})


# ---- comparing


def compare_rows(
    register: Register, taken: Sequence[str], found: Sequence[FileRow], known: Sequence[Row]
) -> Comparison:
    """Compare a file's rows with those of the record.

    Args:
        register: the register.
        taken: the ids of the columns that the file has; the first of them is by what a row is known again.
        found: the file's rows.
        known: the record's rows, of whatever party.
    """
    columns = {column.id: column for column in register.columns}
    weighed = {row.number: _weigh(row.values, taken, columns) for row in found}
    stands = {row.id: _weigh(row.values, taken, columns) for row in known}
    pairs = _pair_equal(found, known, weighed, stands)
    pairs |= _pair_contained(found, known, weighed, stands, pairs)
    alike = _pair_by_key(found, known, weighed, stands, pairs, taken)
    by_id = {row.id: row for row in known}
    changed = [_change(by_id[alike[row.number]], row, weighed, stands) for row in found if row.number in alike]
    same = [_prove(by_id[pairs[row.number]], row) for row in found if row.number in pairs]
    used = {*pairs.values(), *alike.values()}
    return Comparison(
        added=tuple(row for row in found if row.number not in pairs and row.number not in alike),
        changed=tuple(changed),
        proven=tuple(change for change in same if change.cells),
        same=tuple(change.row for change in same if not change.cells),
        missing=tuple(row for row in known if row.id not in used and any(proof.sha256 for proof in row.evidence)),
    )


def _prove(row: Row, found: FileRow) -> Change:
    return Change(row=row, found=found, cells=list_unproven(row, found))


def list_unproven(row: Row, found: FileRow) -> dict[str, str | Money]:
    """List the cells of a row, as they stand, that a file's row has too and no file backs until now."""
    backed = {name for one in row.backings if any(proof.sha256 for proof in one.evidence) for name in one.columns}
    return {name: value for name, value in row.values.items() if value and name in found.values and name not in backed}


Weighed: TypeAlias = Mapping[str, object]
Pairs: TypeAlias = dict[int, str]
"""Ids of the record's rows by the number of a file's row."""


def _weigh(values: Values, taken: Sequence[str], columns: Mapping[str, Column]) -> dict[str, object]:
    """Bring cells into a form in which equal ones are equal: 1.50 and 1.5 are."""
    return {name: weigh_cell(columns[name], values[name]) for name in taken if values.get(name, "") != ""}


def weigh_cell(column: Column, value: str | Money) -> object:
    """Return a cell as a value that equals others of the same meaning."""
    if isinstance(value, str) and column.type in (QuestionType.NUMBER, QuestionType.PERCENT):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value


def _pair_equal(
    found: Sequence[FileRow], known: Sequence[Row], weighed: Mapping[int, Weighed], stands: Mapping[str, Weighed]
) -> Pairs:
    waiting: dict[frozenset[tuple[str, object]], list[str]] = {}
    for stood in reversed(known):
        waiting.setdefault(frozenset(stands[stood.id].items()), []).append(stood.id)
    pairs: Pairs = {}
    for row in found:
        if ids := waiting.get(frozenset(weighed[row.number].items())):
            pairs[row.number] = ids.pop()
    return pairs


def _pair_contained(
    found: Sequence[FileRow],
    known: Sequence[Row],
    weighed: Mapping[int, Weighed],
    stands: Mapping[str, Weighed],
    pairs: Pairs,
) -> Pairs:
    """Pair as many rows as possible whose cells all stand in a row of the record that has more (augmenting paths)."""
    used = set(pairs.values())
    holders: dict[tuple[str, object], list[str]] = {}
    for stood in known:
        for cell in stands[stood.id].items() if stood.id not in used else ():
            holders.setdefault(cell, []).append(stood.id)
    fits = {row.number: _list_fitting(weighed[row.number], stands, holders) for row in found if row.number not in pairs}
    return _match_most({number: fitting for number, fitting in fits.items() if fitting})


def _list_fitting(
    cells: Weighed, stands: Mapping[str, Weighed], holders: Mapping[tuple[str, object], list[str]]
) -> list[str]:
    """List the rows of the record that have all these cells; only those with the rarest of them are looked at."""
    rarest = min((holders.get(cell, []) for cell in cells.items()), key=len, default=[])
    return [one for one in rarest if cells.items() <= stands[one].items()]


def _match_most(fits: Mapping[int, Sequence[str]]) -> Pairs:
    """Give as many rows as possible one of those that fit it, each to one only: along augmenting paths."""
    owner: dict[str, int] = {}
    held: Pairs = {}
    for start in fits:
        came: dict[str, int] = {}
        queue = [start]
        while queue:
            number = queue.pop(0)
            free = next((one for one in fits[number] if one not in owner and one not in came), None)
            if free is not None:
                came[free] = number
                _take_along(free, came, owner, held)
                break
            for one in fits[number]:
                if one not in came:
                    came[one] = number
                    queue.append(owner[one])
    return held


def _take_along(free: str, came: Mapping[str, int], owner: dict[str, int], held: Pairs) -> None:
    """Hand rows on along a path, from the free one back to the row that began it."""
    one: str | None = free
    while one is not None:
        number = came[one]
        before = held.get(number)
        owner[one], held[number] = number, one
        one = before


def _pair_by_key(
    found: Sequence[FileRow],
    known: Sequence[Row],
    weighed: Mapping[int, Weighed],
    stands: Mapping[str, Weighed],
    pairs: Pairs,
    taken: Sequence[str],
) -> Pairs:
    """Pair what is left by the first column that is taken, in the order of file and record."""
    used, key = set(pairs.values()), next(iter(taken), "")
    waiting: dict[object, list[str]] = {}
    for stood in reversed(known):
        if stood.id not in used and key in stands[stood.id]:
            waiting.setdefault(stands[stood.id][key], []).append(stood.id)
    alike: Pairs = {}
    for row in found:
        if row.number not in pairs and (ids := waiting.get(weighed[row.number].get(key, None))):
            alike[row.number] = ids.pop()
    return alike


def _change(row: Row, found: FileRow, weighed: Mapping[int, Weighed], stands: Mapping[str, Weighed]) -> Change:
    differ = {name for name, value in weighed[found.number].items() if stands[row.id].get(name) != value}
    return Change(row=row, found=found, cells={name: found.values[name] for name in found.values if name in differ})


# ---- the act


def act_of(
    comparison: Comparison,
    *,
    register: str,
    party: str,
    method: Method,
    on: dt.date | None,
    evidence: tuple[Proof, ...],
    new_ids: Iterator[str],
    withdraw: bool = False,
) -> RowsRecorded:
    """Make one act of all that a file says anew; with `withdraw`, rows that it no longer has are withdrawn."""
    rows = [GivenRow(values=row.values, row=next(new_ids)) for row in comparison.added]
    rows += [
        GivenRow(values={**list_unproven(change.row, change.found), **change.cells}, row=change.row.id)
        for change in comparison.changed
    ]
    rows += [GivenRow(values=change.cells, row=change.row.id) for change in comparison.proven]
    rows += [withdrawal_of(row) for row in comparison.missing if withdraw]
    return RowsRecorded(register=register, party=party, method=method, on=on, rows=tuple(rows), evidence=evidence)


def withdrawal_of(row: Row) -> GivenRow:
    """Withdraw a row: its cells are said once more, so that every level that knew it knows that it is gone."""
    return GivenRow(values=row.values, row=row.id, withdrawn=True)


def name_row(row: Values, register: Register, show: Callable[[Column, str | Money], str], cells: int = 3) -> str:
    """Name a row by its first filled cells."""
    filled = (show(column, row[column.id]) for column in register.columns if row.get(column.id, "") != "")
    return " · ".join(text for text, _ in zip(filled, range(cells), strict=False))


def cell_text(column: Column, value: str | Money) -> str:
    """Write a cell as one would type it; a code as its text."""
    match value:
        case Money(amount=amount, currency=currency):
            return f"{decimal_text(amount)} {currency}"
        case _ if column.type is QuestionType.PERCENT and value:
            return f"{value} %"
        case _:
            return next((choice.text for choice in column.choices if choice.code == value), value)
