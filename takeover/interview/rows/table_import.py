"""Rows out of a file: what it holds is found out, what nobody can know from it is asked, the rest is read or refused.

One reading serves the command (which may have nobody to ask) and the interview. Rules: a person is asked only for what
the file leaves open: which sheet, what a column or a word means, which way dates and numbers are written, the currency.
What they say is remembered for the next import. All mistakes are listed before anything is taken; then all or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from takeover.catalogues import Catalogue
from takeover.checklist.model import Register
from takeover.interview.dialogue import Step, ask_with_menu, take_steps
from takeover.interview.pages import party_name
from takeover.interview.prompts import FrontEnd, Option, Pick, Pressed, Prompt, Type, Verb
from takeover.interview.rows.cells import Conventions, read_day
from takeover.interview.rows.columns import (
    CURRENCY,
    LEFT_OUT,
    Layout,
    count_matches,
    find_example,
    find_layout,
    is_filled,
    list_open,
    set_targets,
)
from takeover.interview.rows.comparison import Comparison, FileRow, Values, cell_text, name_row, read_rows
from takeover.interview.rows.memory import Memory
from takeover.interview.rows.menu import Mark, Order
from takeover.interview.rows.table_file import Sheet, read_tables
from takeover.interview.rows.units import name_currency
from takeover.interview.wrapping import shorten
from takeover.problems import Place, Problem, Severity, describe_problems, has_errors
from takeover.record.situation import Party
from takeover.values import fold_word

MOST_LINES = 30
"""Problems that are listed one by one; of more, how many there are."""
_MOST_WORDS = 12
_WIDTH = 70
_ASKED = {"IV171": "dates", "IV164": "decimal", "IV167": "currency", "IV162": "words"}
"""Problems that a person can settle for the whole file, and with what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said beforehand: targets by column name, how the file writes things, its sheet and encoding.

    With `leave_others`, columns that match nothing are left out.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    conventions: Conventions = field(default_factory=Conventions)
    sheet: str = ""
    encoding: str = ""
    leave_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody who can be asked."""

    front: FrontEnd
    catalogue: Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRead:
    """A file read: its sheet and layout, its rows, all problems, and what is to be remembered."""

    sheet: Sheet
    layout: Layout | None
    rows: tuple[FileRow, ...]
    problems: tuple[Problem, ...]
    memory: Memory


def read_table(
    data: bytes, file: str, *, registers: tuple[Register, ...], memory: Memory, given: Given, asking: Asking | None
) -> TableRead | Verb:
    """Read a file for a register, which comes in each language of the list, the terminal's first.

    Returns:
        What was read, with errors among its problems where nothing may be taken; or the verb that ended the asking.

    Raises:
        BadInput: the file cannot be read at all.
    """
    sheets = read_tables(data, file, encoding=given.encoding)
    sheet = choose_sheet(sheets, registers, memory, given, asking)
    if isinstance(sheet, Verb | Problem):
        return sheet if isinstance(sheet, Verb) else _failed(sheets[0], sheet)
    layout, problems = find_layout(sheet, registers, remembered=memory.columns, given=given.columns)
    if layout is None:
        return _failed(sheet, Problem(code="IV187", place=sheet.place(1, 1)))
    settled = settle_columns(sheet, layout, given, asking)
    if isinstance(settled, Verb):
        return settled
    problems += list_open(sheet, settled)
    if not settled.taken:
        problems += (Problem(code="IV188", place=sheet.place(layout.header.row, min(layout.header.names))),)
    columns = {**memory.columns, **_list_told(sheet, layout, settled, given)}
    if has_errors(problems):
        return TableRead(sheet=sheet, layout=settled, rows=(), problems=problems, memory=memory)
    words = {**memory.words, **given.conventions.words}
    read = _read_settled(sheet, settled, replace(given.conventions, words=words), asking)
    if isinstance(read, Verb):
        return read
    rows, found, conventions = read
    if not rows and not has_errors(found):
        found = (*found, Problem(code="IV189", place=sheet.place(layout.header.row + 1, min(layout.header.names))))
    kept = Memory(columns=columns, words=conventions.words)
    return TableRead(sheet=sheet, layout=settled, rows=rows, problems=(*problems, *found), memory=kept)


def _failed(sheet: Sheet, problem: Problem) -> TableRead:
    return TableRead(sheet=sheet, layout=None, rows=(), problems=(problem,), memory=Memory())


def _list_told(sheet: Sheet, before: Layout, settled: Layout, given: Given) -> dict[str, str]:
    """List what was told of columns, by folded name: what was given, and what was picked for those that were open."""
    told = {fold_word(name): target for name, target in given.columns.items()}
    if given.leave_others:
        return told
    picked = (at for at in before.open if at in settled.targets and is_filled(sheet, before, at))
    return told | {fold_word(before.header.names[at]): settled.targets[at] for at in picked}


def choose_sheet(
    sheets: tuple[Sheet, ...], registers: tuple[Register, ...], memory: Memory, given: Given, asking: Asking | None
) -> Sheet | Problem | Verb:
    """Choose the sheet that was named, or the one whose header has most columns of the register; ask between equals."""
    names = ", ".join(sheet.name for sheet in sheets)
    if given.sheet:
        named = (sheet for sheet in sheets if fold_word(sheet.name) == fold_word(given.sheet))
        details = {"sheet": given.sheet, "sheets": names}
        return next(named, None) or Problem(code="IV194", place=Place(file=sheets[0].file), details=details)
    scores = [
        count_matches(find_layout(sheet, registers, remembered=memory.columns, given=given.columns)[0])
        for sheet in sheets
    ]
    best = [sheet for sheet, score in zip(sheets, scores, strict=True) if score == max(scores) and sheet.cells]
    if len(best) == 1 or (best and not asking):
        if len(best) > 1:
            return Problem(code="IV195", place=Place(file=sheets[0].file), details={"sheets": names})
        return best[0]
    if not best or asking is None:
        return Problem(code="IV187", place=sheets[0].place(1, 1))
    options = tuple(Option(value=sheet.name, text=sheet.name) for sheet in best)
    reply = _ask(asking, Pick(title=asking.catalogue.text("interview.row.import.sheet"), options=options))
    return reply if isinstance(reply, Verb) else next(sheet for sheet in best if sheet.name == reply)


def _ask(asking: Asking, prompt: Prompt) -> str | Verb:
    reply = ask_with_menu(asking.front, asking.catalogue, prompt)
    return reply.verb if isinstance(reply, Pressed) else reply.value


def settle_columns(sheet: Sheet, layout: Layout, given: Given, asking: Asking | None) -> Layout | Verb:
    """Settle what matches nothing: columns without content are left out, others by what was said, or asked for.

    A column whose unit alone is not known is never left out in passing.
    """
    leave = [at for at in layout.open if given.leave_others and at not in layout.doubted]
    empty = [at for at in layout.open if not is_filled(sheet, layout, at)]
    layout = set_targets(layout, dict.fromkeys((*leave, *empty), LEFT_OUT))
    if asking is None or not layout.open:
        return layout

    def step(at: int) -> Step:
        return Step(name=str(at), prompt=lambda heard: _column_prompt(sheet, layout, at, heard, asking.catalogue))

    talk = take_steps(asking.front, asking.catalogue, tuple(map(step, layout.open)))
    if talk.left:
        return talk.left
    return set_targets(layout, {at: talk.one(str(at)).removeprefix("=") for at in layout.open})


def _column_prompt(
    sheet: Sheet, layout: Layout, at: int, heard: Mapping[str, tuple[str, ...]], catalogue: Catalogue
) -> Prompt:
    """Ask which column of the register a column of the file is; one that is taken already is not offered."""
    taken = {*layout.targets.values(), *(values[0] for values in heard.values())} - {LEFT_OUT}
    name, example = " ".join(layout.header.names[at].split()), find_example(sheet, layout, at)
    title = catalogue.text(
        "interview.row.import.column", name=shorten(name, _WIDTH), example=shorten(" ".join(example.split()), 40)
    )
    options = [Option(value="=", text=catalogue.text("interview.row.import.leave"))]
    options += [Option(value=c, text=twins[0].title) for c, twins in layout.columns.items() if c not in taken]
    if CURRENCY not in taken:
        options.append(Option(value=CURRENCY, text=catalogue.text("interview.row.import.currency_column")))
    return Pick(title=title, options=tuple(options), default="=")


def _read_settled(
    sheet: Sheet, layout: Layout, conventions: Conventions, asking: Asking | None
) -> tuple[tuple[FileRow, ...], tuple[Problem, ...], Conventions] | Verb:
    """Read the rows; while somebody can settle what is wrong, ask and read again. Each thing is asked once."""
    asked: set[str] = set()
    while True:
        rows, problems = read_rows(sheet, layout, conventions)
        wanted = next((p for p in problems if p.code in _ASKED and _ASKED[p.code] not in asked), None)
        if wanted is None or asking is None:
            return rows, problems, conventions
        asked.add(_ASKED[wanted.code])
        told = _ask_for(wanted, problems, layout, conventions, asking)
        if isinstance(told, Verb):
            return told
        conventions = told


def _ask_for(
    problem: Problem, problems: Sequence[Problem], layout: Layout, conventions: Conventions, asking: Asking
) -> Conventions | Verb:
    text, typed = asking.catalogue.text, problem.details["typed"]
    match _ASKED[problem.code]:
        case "dates":
            options = tuple(
                Option(value=order, text=text(f"interview.row.import.dates.{order}")) for order in _list_orders(typed)
            )
            said = _ask(asking, Pick(title=text("interview.row.import.dates", typed=typed), options=options))
            return said if isinstance(said, Verb) else replace(conventions, dates=Order(said))
        case "decimal":
            options = tuple(Option(value=mark, text=text(f"interview.row.import.decimal.{mark}")) for mark in Mark)
            said = _ask(asking, Pick(title=text("interview.row.import.decimal", typed=typed), options=options))
            return said if isinstance(said, Verb) else replace(conventions, decimal=Mark(said))
        case "currency":
            step = Step(
                name="currency",
                prompt=lambda _: Type(title=text("interview.row.import.currency", typed=typed)),
                check=lambda said: "" if is_currency(said) else text("interview.row.import.no_currency", typed=said),
            )
            talk = take_steps(asking.front, asking.catalogue, (step,))
            return talk.left or replace(conventions, currency=name_currency(talk.one("currency")))
        case _:
            return _ask_words(problems, layout, conventions, asking)


def _list_orders(typed: str) -> tuple[Order, ...]:
    """List the orders in which a date is a day."""
    return tuple(order for order in Order if isinstance(read_day(typed, order), dt.date))


def is_currency(said: str) -> bool:
    """Tell whether a word names one currency."""
    return len(name_currency(said)) == 3


def _ask_words(
    problems: Sequence[Problem], layout: Layout, conventions: Conventions, asking: Asking
) -> Conventions | Verb:
    """Ask what the file's own words mean, each once; of too many nothing is asked: they are no codes."""
    words = {
        (problem.details["id"], fold_word(problem.details["typed"])): problem.details["typed"]
        for problem in problems
        if problem.code == "IV162"
    }
    if len(words) > _MOST_WORDS:
        return conventions
    text = asking.catalogue.text

    def prompt(column: str, typed: str) -> Prompt:
        found = layout.columns[column][0]
        options = [Option(value="=", text=text("interview.row.import.no_code"))]
        options += [Option(value=choice.code, text=choice.text) for choice in found.choices]
        title = text("interview.row.import.word", typed=typed, column=found.title)
        return Pick(title=title, options=tuple(options), default="=")

    def step(column: str, word: str) -> Step:
        return Step(name=f"{column}:{word}", prompt=lambda _: prompt(column, words[column, word]))

    talk = take_steps(asking.front, asking.catalogue, tuple(step(*key) for key in words))
    if talk.left:
        return talk.left
    told = {(column, word): talk.one(f"{column}:{word}").removeprefix("=") for column, word in words}
    return replace(conventions, words={**conventions.words, **told})


# ---- in words


def describe_found(problems: Iterable[Problem], catalogue: Catalogue) -> Iterator[str]:
    """Say what is wrong, cell by cell; of very many, the first ones and how many there are."""
    listed = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    yield from describe_problems(listed[:MOST_LINES], catalogue)
    if len(listed) > MOST_LINES:
        yield catalogue.text("interview.row.import.more", count=len(listed) - MOST_LINES)


def describe_mapping(read: TableRead, catalogue: Catalogue) -> Iterator[str]:
    """Say how a file was read: its encoding, its header, and which column is which."""
    assert read.layout is not None
    encoding, delimiter = read.sheet.read_as
    if encoding:
        shown = {"\t": "Tab"}.get(delimiter, delimiter)
        yield catalogue.text("interview.row.import.read_as", encoding=encoding, delimiter=shown)
    for at, name in read.layout.header.names.items():
        target = read.layout.targets.get(at, LEFT_OUT)
        twins = read.layout.columns.get(target)
        title = twins[0].title if twins else catalogue.text("interview.row.import.currency_column")
        key = "interview.row.import.maps" if target else "interview.row.import.maps_not"
        if fold_word(name) != fold_word(title):
            yield catalogue.text(key, name=" ".join(name.split()), column=title)


def describe_comparison(
    found: Comparison, register: Register, parties: Mapping[str, Party], catalogue: Catalogue
) -> Iterator[str]:
    """Say what a file says anew, row by row, and what it no longer has."""
    counts = {name: len(getattr(found, name)) for name in ("added", "changed", "proven", "same", "missing")}
    yield catalogue.text("interview.row.import.counts", **counts)
    if not (found.same or found.changed or found.proven or found.missing):
        return
    for row in found.added:
        yield _say_row("added", row.values, register, catalogue)
    for change in found.changed:
        yield _say_row("changed", change.row.values, register, catalogue)
        who = parties.get(change.row.party)
        for column in (column for column in register.columns if column.id in change.cells):
            yield catalogue.text(
                "interview.row.import.cell",
                title=column.title,
                before=cell_text(column, change.row.values.get(column.id, "")) or "–",
                after=cell_text(column, change.cells[column.id]),
                party=party_name(who, catalogue) if who else "–",
            )
    for known in found.missing:
        yield _say_row("missing", known.values, register, catalogue)


def _say_row(kind: str, values: Values, register: Register, catalogue: Catalogue) -> str:
    name = name_row(values, register, cell_text)
    return catalogue.text(f"interview.row.import.{kind}", row=shorten(" ".join(name.split()), _WIDTH))
