"""Rows of a register in a talk: added column by column, changed cell by cell, withdrawn.

Rules: the columns that make a row complete come first; the last row stands beside each as help and is taken over only
by an explicit "=". Back goes to the column before and loses nothing; a half-typed row waits in the draft of its
register. A changed cell is kept at once. Usual rows are proposals: nothing is recorded that was not accepted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from takeover.catalogues import Catalogue
from takeover.checklist.model import Column, Question, QuestionType, Register, RowsHealth
from takeover.interview.acts import GivenRow, Proof, RowsRecorded
from takeover.interview.dialogue import LEAVING, Half, Heard, Step, ask_with_menu, take_steps
from takeover.interview.pages import party_name
from takeover.interview.prompts import Option, Pick, Pressed, Prompt, Said, Type, Verb
from takeover.interview.rows.comparison import Values, cell_text, name_row, withdrawal_of
from takeover.interview.rows.menu import draft_key, find_registers, list_proposals
from takeover.interview.sitting import Ended, Sitting
from takeover.interview.understand import understand_cell
from takeover.interview.wrapping import shorten
from takeover.problems import Problem
from takeover.record.rows import Row
from takeover.values import Level, Money, tidy_text

SAME = "="
"""What is typed or picked to take the value of the last row."""
EMPTY = "=empty"
DONE = "=done"
_MORE = "=more"
_NAME_WIDTH = 60


def fill_rows(sitting: Sitting, question: Question, action: str) -> Ended | None:
    """Do what was picked with the rows of a question's register, and come back to the question."""
    register = sitting.navigator.checklist.register(question.register)
    assert register is not None
    talk = _Rows(sitting=sitting, question=question, register=register)
    match action:
        case "=add":
            left = talk.add()
        case "=start":
            left = talk.go_through_usual()
        case "=edit":
            left = talk.change()
        case "=withdraw":
            left = talk.withdraw()
        case _:
            left = _import(sitting, question)
    return sitting.leave(left or Verb.BACK, question)


def _import(sitting: Sitting, question: Question) -> Verb | None:
    from takeover.interview.rows.taking import import_in_sitting

    checklist = sitting.navigator.checklist
    return import_in_sitting(sitting, find_registers(question, checklist, sitting.others()))


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfRow:
    """A row on its way: replies by column, texts half typed, and the usual row from which it began."""

    cells: Heard = field(default_factory=dict)
    half: Mapping[str, str] = field(default_factory=dict)
    start: Mapping[str, str] = field(default_factory=dict)


def half_row_to_text(row: HalfRow) -> str:
    """Write a half-typed row, an empty one as nothing."""
    half = {name: text for name, text in row.half.items() if text}
    if not row.cells and not half:
        return ""
    cells = {name: list(values) for name, values in row.cells.items()}
    return json.dumps({"cells": cells, "half": half, "start": dict(row.start)}, ensure_ascii=False)


def half_row_from_text(text: str) -> HalfRow:
    """Read a half-typed row; anything else is an empty one."""
    try:
        plain = json.loads(text)
        cells = {str(name): tuple(map(str, values)) for name, values in plain["cells"].items()}
        half, start = ({str(k): str(v) for k, v in plain[name].items()} for name in ("half", "start"))
    except (ValueError, TypeError, KeyError, AttributeError):
        return HalfRow()
    return HalfRow(cells=cells, half=half, start=start)


@dataclass(slots=True, kw_only=True)
class _Rows:
    """The talks about one register."""

    sitting: Sitting
    question: Question
    register: Register

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.sitting.situation.rows(self.register.id)

    @property
    def catalogue(self) -> Catalogue:
        return self.sitting.catalogue

    def add(self) -> Verb | None:
        """Ask one row, from where it was left."""
        text = self.sitting.drafts.load(draft_key(self.register.id))
        if text:
            self.sitting.say("interview.row.goes_on")
        return self.ask_row(half_row_from_text(text))

    def go_through_usual(self) -> Verb | None:
        """Go through the usual rows: each is taken as it stands, changed first, or left out."""
        proposals = list_proposals(self.register, self.rows)
        for number, proposal in enumerate(proposals, 1):
            values = self.read_typed(proposal)
            name = name_row(values, self.register, cell_text)
            title = self.catalogue.text("interview.row.usual", number=number, count=len(proposals), row=name)
            reply = ask_with_menu(
                self.sitting.front, self.catalogue, self.pick(title, "usual", ("edit", "take", "skip"))
            )
            match reply:
                case Pressed(verb=verb):
                    return verb
                case Said(value="take"):
                    self.keep(GivenRow(values=values))
                case Said(value="edit"):
                    if left := self.ask_row(HalfRow(start=proposal)):
                        return left
                case _:
                    continue
        return None

    def pick(self, title: str, about: str, values: tuple[str, ...]) -> Pick:
        options = (Option(value=v, text=self.catalogue.text(f"interview.row.{about}.{v}")) for v in values)
        return Pick(title=title, options=tuple(options), default=values[0])

    def read_typed(self, typed: Mapping[str, str]) -> Values:
        read = {c.id: understand_cell(c, typed[c.id]) for c in self.register.columns if typed.get(c.id)}
        return {name: value for name, value in read.items() if not isinstance(value, Problem)}

    # ---- one row

    def ask_row(self, begun: HalfRow) -> Verb | None:
        """Ask a row's columns, those that it needs first, and keep it."""
        holding = _Holding(row=begun, save=lambda text: self.sitting.drafts.save(draft_key(self.register.id), text))
        talk = take_steps(
            self.sitting.front,
            self.catalogue,
            self.steps(begun.start),
            earlier=begun.cells,
            keep=holding.hold_cells,
            half=Half(load=holding.load, save=holding.hold_text),
        )
        if talk.left:
            self.sitting.say("interview.row.waits")
            return talk.left
        holding.forget()
        self.keep_new({column.id: talk.one(column.id) for column in self.register.columns})
        return None

    def steps(self, start: Mapping[str, str]) -> tuple[Step, ...]:
        needed = needed_columns(self.register, self.question)
        last = self.rows[-1].values if self.rows else {}

        def step(column: Column, *, always: bool) -> Step:
            prompt = self.cell_prompt(column, last.get(column.id, ""), start.get(column.id, ""), needed=always)
            return Step(
                name=column.id,
                prompt=lambda heard: prompt if always or heard.get(_MORE) == ("all",) else None,
                check=lambda typed: self.check(column, typed, last.get(column.id, "")),
            )

        others = tuple(column for column in self.register.columns if column not in needed)
        title = self.catalogue.text("interview.row.more", count=len(others))
        more = Step(name=_MORE, prompt=lambda _: self.pick(title, "more", ("save", "all")) if others else None)
        return (
            *(step(column, always=True) for column in needed),
            more,
            *(step(column, always=False) for column in others),
        )

    def cell_prompt(self, column: Column, last: str | Money, default: str, *, needed: bool = False) -> Prompt:
        """Make the prompt of a cell: what it is, who will read it, and what the last row has."""
        marks = [
            self.catalogue.text("interview.row.needed") if needed else "",
            "" if column.sharing is Level.SHARED else self.catalogue.text(f"interview.row.level.{column.sharing}"),
        ]
        title = self.catalogue.text("interview.row.column", title=column.title, marks=self.catalogue.join(marks))
        title = title if any(marks) else column.title
        said = cell_text(column, last) if last else ""
        if column.type is QuestionType.CHOICE:
            empty = Option(value=EMPTY, text=self.catalogue.text("interview.row.empty"))
            same = Option(value=SAME, text=self.catalogue.text("interview.row.same", value=said), keys=("=",))
            options = (*((same,) if said else ()), *(Option(value=c.code, text=c.text) for c in column.choices))
            return Pick(title=title, options=(empty, *options), default=default or EMPTY)
        lines = [title, self.catalogue.text(f"interview.row.type.{column.type}")]
        lines += [self.catalogue.text("interview.row.last", value=shorten(" ".join(said.split()), 40))] if said else []
        return Type(title="\n".join(lines), default=default)

    def check(self, column: Column, typed: str, last: str | Money) -> str:
        """Say what is wrong with a reply to a column; nothing typed is fine."""
        text = tidy_text(typed)
        if text in ("", EMPTY) or (text == SAME and last):
            return ""
        read = understand_cell(column, typed)
        return read.sentence(self.catalogue) if isinstance(read, Problem) else ""

    def keep_new(self, typed: Mapping[str, str]) -> None:
        last = self.rows[-1].values if self.rows else {}
        taken = {name: last[name] for name, text in typed.items() if tidy_text(text) == SAME and last.get(name)}
        said = {name: text for name, text in typed.items() if name not in taken and tidy_text(text) not in ("", EMPTY)}
        values = dict(self.read_typed(said)) | taken
        if not values:
            self.sitting.say("interview.row.nothing")
            return
        self.keep(GivenRow(values=values))

    def keep(self, row: GivenRow) -> bool:
        """Keep a row as a statement of who speaks, with the evidence that waits, and say what it is."""
        sitting = self.sitting
        assert sitting.voice is not None
        party = sitting.voice.party
        if not row.row and any(known.party == party and dict(known.values) == dict(row.values) for known in self.rows):
            sitting.say("interview.row.repeated")
            return False
        paper: tuple[Proof, ...] = (sitting.paper.evidence,) if sitting.paper else ()
        act = RowsRecorded(
            register=self.register.id,
            party=party,
            method=sitting.voice.method,
            rows=(row,),
            on=sitting.today(),
            evidence=(*paper, *sitting.draft.evidence),
        )
        if not sitting.keep_act(act):
            return False
        key = "gone" if row.withdrawn else "changed" if row.row else "added"
        name = name_row(row.values, self.register, cell_text)
        sitting.say(f"interview.row.{key}", row=name, count=len(self.rows))
        return True

    # ---- rows that are there

    def ask_which(self, about: str) -> Row | Verb:
        """Ask which row is meant."""
        options = tuple(Option(value=row.id, text=shorten(self.name(row), _NAME_WIDTH)) for row in self.rows)
        title = self.catalogue.text(f"interview.row.which.{about}")
        reply = ask_with_menu(self.sitting.front, self.catalogue, Pick(title=title, options=options))
        if isinstance(reply, Pressed):
            return reply.verb
        return next(row for row in self.rows if row.id == reply.value)

    def name(self, row: Row) -> str:
        return " ".join(name_row(row.values, self.register, cell_text).split())

    def change(self) -> Verb | None:
        """Change cells of a row, each kept at once, until the person is done with it."""
        row = self.ask_which("edit")
        if isinstance(row, Verb):
            return row
        self.say_whose(row)
        while True:
            column = self.ask_column(row)
            if column is None:
                return None
            if isinstance(column, Verb):
                return column if column in LEAVING else None
            left = self.change_cell(row, column)
            if left in LEAVING:
                return left
            row = next(known for known in self.rows if known.id == row.id)

    def say_whose(self, row: Row) -> None:
        """Say that a row is another party's, where it is: the change will stand as the voice's."""
        voice, parties = self.sitting.voice, self.sitting.situation.parties
        if voice and row.party != voice.party and row.party in parties:
            self.sitting.say("interview.row.others", party=party_name(parties[row.party], self.catalogue))

    def ask_column(self, row: Row) -> Column | Verb | None:
        options = [Option(value=DONE, text=self.catalogue.text("interview.row.done"))]
        for column in self.register.columns:
            said = cell_text(column, row.values.get(column.id, "")) or "–"
            line = self.catalogue.text("interview.row.cell", title=column.title, value=" ".join(said.split()))
            options.append(Option(value=column.id, text=shorten(line, _NAME_WIDTH)))
        title = self.catalogue.text("interview.row.cells", row=shorten(self.name(row), _NAME_WIDTH))
        reply = ask_with_menu(
            self.sitting.front, self.catalogue, Pick(title=title, options=tuple(options), default=DONE)
        )
        if isinstance(reply, Pressed):
            return reply.verb
        return self.register.column(reply.value)

    def change_cell(self, row: Row, column: Column) -> Verb | None:
        """Ask one cell anew; an empty one is recorded as empty."""
        stands = row.values.get(column.id, "")
        default = stands if isinstance(stands, str) else cell_text(column, stands)
        step = Step(
            name=column.id,
            prompt=lambda _: self.cell_prompt(column, "", default),
            check=lambda typed: self.check(column, typed, ""),
        )
        talk = take_steps(self.sitting.front, self.catalogue, (step,), half=self.sitting.half_of(f"row.{row.id}"))
        if talk.left:
            return talk.left
        typed = talk.one(column.id)
        read = "" if tidy_text(typed) in ("", EMPTY) else understand_cell(column, typed)
        assert not isinstance(read, Problem)
        if read == stands:
            self.sitting.say("interview.row.same_as_before")
        else:
            self.keep(GivenRow(values={column.id: read}, row=row.id))
        return None

    def withdraw(self) -> Verb | None:
        """Withdraw a row; it stays in the record as withdrawn."""
        row = self.ask_which("withdraw")
        if isinstance(row, Verb):
            return row
        title = self.catalogue.text("interview.row.withdraw", row=shorten(self.name(row), _NAME_WIDTH))
        reply = ask_with_menu(self.sitting.front, self.catalogue, self.pick(title, "withdraw", ("no", "yes")))
        match reply:
            case Pressed(verb=verb):
                return verb
            case Said(value="yes"):
                self.keep(withdrawal_of(row))
                return None
            case _:
                return None


@dataclass(slots=True, kw_only=True)
class _Holding:
    """Holds a half-typed row in its draft."""

    row: HalfRow
    save: Callable[[str], None]

    def hold_cells(self, heard: Heard) -> None:
        self.hold(replace(self.row, cells={**self.row.cells, **heard}))

    def hold_text(self, name: str, typed: str) -> None:
        self.hold(replace(self.row, half={**self.row.half, name: typed}))

    def load(self, name: str) -> str:
        return self.row.half.get(name, "")

    def hold(self, row: HalfRow) -> None:
        if half_row_to_text(row) != half_row_to_text(self.row):
            self.save(half_row_to_text(row))
        self.row = row

    def forget(self) -> None:
        self.save("")


def needed_columns(register: Register, question: Question) -> tuple[Column, ...]:
    """List the columns that are asked first: what a row is called, and what makes it complete."""
    complete = question.health.complete if isinstance(question.health, RowsHealth) else ()
    wanted = {register.columns[0].id, *complete}
    return tuple(column for column in register.columns if column.id in wanted)
