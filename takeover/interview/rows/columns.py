"""Which column of somebody else's table is which column of a register: the header found, its names matched.

Rules: names are compared without case, blanks, width and punctuation; an id, a title in any language of the list, and
a name that was mapped before match by themselves, in brackets may stand a unit. What does not match, or stands in a
unit that is not known, must be mapped or left out by a person. Leaves to others: asking (`table_import`), what the
cells mean (`cells`), what a unit is (`units`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from takeover.checklist.fields import closest, nearest
from takeover.checklist.model import Column, QuestionType, Register
from takeover.interview.rows.table_file import CellKind, Sheet
from takeover.interview.rows.units import BRACKETS, Unit, name_currency, unit_of
from takeover.problems import Problem
from takeover.values import fold_word

CURRENCY = "currency"
"""The target of a column that holds the currency of a row's amounts."""
LEFT_OUT = ""
"""The target of a column that is not taken."""
_CURRENCY_NAMES = ("currency", "ccy", "curr", "币种", "货币", "货币单位", "währung", "devise")
_FORMER_TITLES = {
    "直线经理": "line_manager",
    "直线经理确认日期": "confirmed_on",
    "占点亏损限额": "foothold_loss_limit",
    "占点累计亏损": "foothold_loss",
    "每周误期违约金占合同金额比例": "damages_rate",
    "在用系统变更": "live_system",
    "对范围、进度、费用或在用系统的影响": "effect",
}
"""Titles of the bundled list before its Chinese was revised: tables written with them are still read."""
_USUAL_NAMES = {
    "due": ("due date", "due", "deadline", "截止日期", "到期日"),
    "contract_date": ("due date", "due", "deadline", "交付日期", "截止日期", "到期日"),
    "state_claimed": ("state", "status", "状态"),
}
"""What columns of the bundled list are called in most tables; a title of the register itself goes before these."""
_HEADER_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header row: its number, and the text of its cells by column number."""

    row: int
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a sheet is read: what each of its columns is (a column's id, CURRENCY or LEFT_OUT), and the units in headers.

    `columns` are those of the register in each language of the list by id, the terminal's first. `open` are the columns
    that match nothing yet; of these, `doubted` are what they would be if their unit were known.
    """

    header: Header
    targets: Mapping[int, str]
    columns: Mapping[str, tuple[Column, ...]]
    units: Mapping[int, Unit] = field(default_factory=dict)
    open: tuple[int, ...] = ()
    doubted: Mapping[int, str] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[str, ...]:
        """The ids of the columns that are taken, in the register's order."""
        return tuple(name for name in self.columns if name in self.targets.values())


def columns_of(registers: tuple[Register, ...]) -> dict[str, tuple[Column, ...]]:
    """List the columns of a register in all its languages by id."""
    return {
        column.id: tuple(found for register in registers if (found := register.column(column.id)))
        for column in registers[0].columns
    }


def find_layout(
    sheet: Sheet,
    registers: tuple[Register, ...],
    *,
    remembered: Mapping[str, str],
    given: Mapping[str, str],
) -> tuple[Layout | None, tuple[Problem, ...]]:
    """Find the header of a sheet and match its names.

    Args:
        sheet: the sheet.
        registers: the register in each language, the terminal's first.
        remembered: targets by folded name, from imports before; a name that matches by itself needs none.
        given: targets by name, as somebody gave them now; they go before everything.

    Returns:
        The layout, None where the sheet has no row that could be a header; and all problems (IV180 to IV183).
    """
    columns = columns_of(registers)
    known = _known_names(columns) | {name: target for name, target in remembered.items() if _is_target(target, columns)}
    known |= {fold_word(name): target for name, target in given.items()}
    header = find_header(sheet, known)
    if header is None:
        return None, ()
    found = {number: _match(name, known) for number, name in header.names.items()}
    told = {*remembered, *map(fold_word, given)}
    units = {number: _find_unit(name, columns.get(found[number] or "", ())) for number, name in header.names.items()}
    doubted = {
        number: target
        for number, target in found.items()
        if target and units[number] is None and fold_word(header.names[number]) not in told
    }
    targets = {number: target for number, target in found.items() if target is not None and number not in doubted}
    problems = [*_check_given(sheet, header, columns, given), *_check_twins(sheet, header, targets, columns)]
    return Layout(
        header=header,
        targets=targets,
        columns=columns,
        units={number: unit or Unit() for number, unit in units.items()},
        open=tuple(number for number in found if number not in targets),
        doubted=doubted,
    ), tuple(problems)


def _find_unit(name: str, twins: tuple[Column, ...]) -> Unit | None:
    """Read the unit in the name of a column that would be this one of the register; None if it is not known.

    Brackets of the register's own titles are none. Where these state the unit of a number (hours), it is the only one.
    """
    own = {fold_word(text) for column in twins for text in BRACKETS.findall(column.title)}
    if not twins or twins[0].type is QuestionType.MONEY:
        return unit_of(name, own)
    if twins[0].type is QuestionType.NUMBER and own:
        return Unit() if {fold_word(text) for text in BRACKETS.findall(name)} <= own else None
    return Unit()


def _is_target(target: str, columns: Mapping[str, tuple[Column, ...]]) -> bool:
    return target in columns or target in (CURRENCY, LEFT_OUT)


def _known_names(columns: Mapping[str, tuple[Column, ...]]) -> dict[str, str]:
    """List the targets by folded name; a name that would mean two columns means none, ids go before titles."""
    titles: dict[str, set[str]] = {}
    for name, twins in columns.items():
        for title in (column.title for column in twins):
            for form in {fold_word(title), fold_word(BRACKETS.sub("", title))} - {""}:
                titles.setdefault(form, set()).add(name)
    known = {fold_word(usual): name for name in columns for usual in _USUAL_NAMES.get(name, ())}
    known |= {fold_word(title): name for title, name in _FORMER_TITLES.items() if name in columns}
    known |= {fold_word(name): CURRENCY for name in _CURRENCY_NAMES}
    known |= {form: next(iter(names)) for form, names in titles.items() if len(names) == 1}
    return known | {fold_word(name): name for name in columns}


def _match(name: str, known: Mapping[str, str]) -> str | None:
    return next((known[form] for form in _forms_of(name) if form in known), None)


def _forms_of(name: str) -> tuple[str, ...]:
    """List the forms in which a header may be known: whole, its first line, without brackets, without a currency."""
    bare = BRACKETS.sub("", unicodedata.normalize("NFKC", name))
    words = [word for word in bare.split() if not name_currency(word)]
    if len(words) > 1 and words[-1].casefold() == "in":
        words.pop()
    return tuple(fold_word(form) for form in (name, name.partition("\n")[0], bare, " ".join(words)))


def find_header(sheet: Sheet, known: Mapping[str, str]) -> Header | None:
    """Find the header among the first rows: the one with most names that are known, else the first of the widest."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = cell.text if cell.kind is CellKind.TEXT else ""
    first = sorted(rows)[:_HEADER_ROWS]
    if not first:
        return None
    scores = {row: len({target for name in rows[row].values() if (target := _match(name, known))}) for row in first}
    best = max(first, key=lambda row: (scores[row], -row))
    if not scores[best]:
        best = max(first, key=lambda row: (sum(bool(name) for name in rows[row].values()), -row))
    names = {column: name for column, name in sorted(rows[best].items()) if name}
    return Header(row=best, names=names) if len(names) > 1 or scores[best] else None


def count_matches(layout: Layout | None) -> int:
    """Count the columns of a register that a sheet's header has."""
    return len(layout.taken) if layout else 0


def _check_given(
    sheet: Sheet, header: Header, columns: Mapping[str, tuple[Column, ...]], given: Mapping[str, str]
) -> Iterable[Problem]:
    """Targets that do not exist, and names that the header does not have."""
    forms = {form for name in header.names.values() for form in _forms_of(name)}
    place = sheet.place(header.row, next(iter(header.names), 1))
    for name, target in given.items():
        if not _is_target(target, columns):
            details = {"target": target, "near": _name_near(target, columns)}
            yield Problem(code="IV180", place=place, details=details)
        if fold_word(name) not in forms:
            near = nearest(name, header.names.values())
            yield Problem(code="IV181", place=place, details={"name": name, "near": near})


def _name_near(word: str, columns: Iterable[str]) -> str:
    """Name the column that was probably meant, else all of them: who must map one needs to see them."""
    return closest(word, columns) or ", ".join(columns)


def _check_twins(
    sheet: Sheet, header: Header, targets: Mapping[int, str], columns: Mapping[str, tuple[Column, ...]]
) -> Iterable[Problem]:
    first: dict[str, int] = {}
    for number, target in targets.items():
        if target == LEFT_OUT:
            continue
        if target in first:
            title = columns[target][0].title if target in columns else target
            details = {"name": _one_line(header.names[number]), "column": title}
            details["first"] = sheet.place(header.row, first[target]).path
            yield Problem(code="IV182", place=sheet.place(header.row, number), details=details)
        first.setdefault(target, number)


def list_open(sheet: Sheet, layout: Layout) -> tuple[Problem, ...]:
    """Report the columns that hold something and match nothing, or whose unit is not known: a person must say."""
    return tuple(_say_open(sheet, layout, number) for number in layout.open if is_filled(sheet, layout, number))


def _say_open(sheet: Sheet, layout: Layout, number: int) -> Problem:
    name, place = layout.header.names[number], sheet.place(layout.header.row, number)
    if target := layout.doubted.get(number):
        details = {"name": _one_line(name), "column": layout.columns[target][0].title, "target": target}
        return Problem(code="IV196", place=place, details=details)
    details = {"name": _one_line(name), "near": _name_near(fold_word(name), layout.columns)}
    return Problem(code="IV183", place=place, details=details)


def is_filled(sheet: Sheet, layout: Layout, number: int) -> bool:
    """Tell whether a column has a cell below the header."""
    return bool(find_example(sheet, layout, number))


def find_example(sheet: Sheet, layout: Layout, number: int) -> str:
    """Return the first text below the header in a column."""
    below = ((row, cell.text) for (row, column), cell in sheet.cells.items() if column == number)
    return next((text for row, text in sorted(below) if row > layout.header.row), "")


def set_targets(layout: Layout, targets: Mapping[int, str]) -> Layout:
    """Settle what open columns are."""
    return Layout(
        header=layout.header,
        targets=dict(sorted({**layout.targets, **targets}.items())),
        columns=layout.columns,
        units=layout.units,
        open=tuple(number for number in layout.open if number not in targets),
        doubted=layout.doubted,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
