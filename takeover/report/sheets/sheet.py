"""A blank sheet to fill in by hand: the questions that one role is asked, or the whole list for the incoming PM.

Rules: a sheet that somebody else gets holds only shared questions and shared columns that this role is asked, and of a
question only what is needed to answer it: never why it is asked, its weight, stop-line, finding, action or source. In
an internal engagement the main user gets the sheet where the client would. What the incoming PM's own sheets hold
besides (`OwnNotes`) is a part of its own, so that nobody else's sheet can have it by oversight.
Leaves to others: how it looks (`document`, templates/sheet.html.j2), the registers (`tables`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from takeover.catalogues import Catalogue
from takeover.checklist.model import (
    GRADES,
    AnswerIs,
    Checklist,
    Question,
    QuestionType,
)
from takeover.checklist.path import Known, Place, find_path
from takeover.checklist.roles import roles_to_ask
from takeover.report.open_conditions import list_conjuncts, list_open
from takeover.report.outside import retitle_for
from takeover.report.paper import Paper
from takeover.report.sheets.tables import SheetTable, build_table
from takeover.report.sheets.words import Said, Voices
from takeover.report.wording import shorten, tidy
from takeover.values import Level, Role

RUNNING_WIDTH = 60
"""Columns of the project's name in running headers."""
SHORT_HASH = 12
_LINES = {QuestionType.TEXT: 4, QuestionType.REGISTER: 1}
_USUAL_LINES = 2
_BOXES = (QuestionType.MONEY, QuestionType.DATE, QuestionType.NUMBER, QuestionType.PERCENT)
_MAY_BE_NONE = (QuestionType.MONEY, QuestionType.DATE, QuestionType.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which sheet is wanted: for a role, or without one the whole list for the incoming PM.

    `settings` are codes by setting; a setting that is missing is not known. `project` may be empty.
    """

    reader: Role | None = None
    settings: Mapping[str, str]
    day_one: bool = False
    project: str = ""
    paper: Paper = Paper.A4

    @property
    def is_own(self) -> bool:
        """Tell whether the sheet is the incoming PM's own."""
        return self.reader in (None, Role.INCOMING_PM)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNotes:
    """What only the incoming PM's own sheets say about a question."""

    tags: tuple[Said, ...]
    ask: Said
    why: Said
    only_if: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetQuestion:
    """A question with room for its answer.

    `options` are ticked, `box` is the kind of fact that is written into a ruled box (empty for none), `typical` what
    usually proves the answer, `after` which answers to which earlier question of this sheet lead here.
    """

    number: int
    id: str
    text: Said
    help: Said
    options: tuple[Said, ...]
    box: str
    unit: Said
    lines: int
    typical: Said
    after: tuple[Said, ...]
    table: SheetTable | None
    own: OwnNotes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The questions of one dimension."""

    title: Said
    questions: tuple[SheetQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole sheet in one language or two. `tables` are those that need landscape pages."""

    languages: tuple[str, ...]
    paper: Paper
    title: Said
    project: str
    running_project: str
    role: Said
    mark: str
    facts: tuple[Said, ...]
    guide: tuple[Said, ...]
    list_name: str
    sections: tuple[Section, ...]
    tables: tuple[SheetTable, ...]
    is_own: bool

    @property
    def questions(self) -> tuple[SheetQuestion, ...]:
        """All questions in the order of their numbers."""
        return tuple(question for section in self.sections for question in section.questions)


def settle_order(order: Order) -> Order:
    """Fit reader and engagement to each other.

    Where the engagement is internal the client's sheet is the main user's; where it is not known the reader tells it.
    """
    engagement = order.settings.get("engagement")
    match order.reader:
        case Role.CLIENT if engagement == "internal":
            return replace(order, reader=Role.MAIN_USER)
        case Role.MAIN_USER if not engagement:
            return replace(order, settings={**order.settings, "engagement": "internal"})
        case Role.CLIENT | Role.CLIENT_PM if not engagement:
            return replace(order, settings={**order.settings, "engagement": "client"})
        case _:
            return order


def choose_questions(checklist: Checklist, order: Order) -> tuple[Question, ...]:
    """Choose the questions of a sheet: those that can apply and that this reader may see and is asked.

    What compares people is no question to one of them: the incoming PM asks each alone, and answers it.
    """
    order = settle_order(order)
    places = find_path(checklist, Known(settings=order.settings, answers={}))
    return tuple(
        question
        for question in checklist.questions
        if places[question.id] is not Place.OFF
        and (question.day_one or not order.day_one)
        and question.sharing in _levels(order)
        and (order.is_own or not question.ask_all)
        and (order.reader is None or order.reader in roles_to_ask(question, order.settings))
    )


def _levels(order: Order) -> Collection[Level]:
    return tuple(Level) if order.is_own else (Level.SHARED,)


def build_sheet(
    checklists: tuple[Checklist, ...], catalogues: tuple[Catalogue, ...], order: Order, *, sha256: str
) -> Sheet:
    """Build a sheet of a list that is given in each language of the sheet.

    Args:
        checklists: the same list, once a language; the first language is that of the document.
        catalogues: the program's words, one for each of `checklists`.
        order: which sheet.
        sha256: the list's content hash.
    """
    order = settle_order(order)
    voices = Voices(catalogues=catalogues, checklists=retitle_for(order.reader, checklists, catalogues))
    sections = _build_sections(voices, order)
    questions = tuple(question for section in sections for question in section.questions)
    tables = tuple(dict.fromkeys(question.table for question in questions if question.table and question.table.wide))
    role = voices.role(order.reader or Role.INCOMING_PM)
    project = tidy(order.project)
    return Sheet(
        languages=tuple(catalogue.language for catalogue in catalogues),
        paper=order.paper,
        title=voices.say("sheet.title.role", role=role) if order.reader else voices.say("sheet.title.all"),
        project=project,
        running_project=shorten(project, RUNNING_WIDTH),
        role=role,
        mark=voices.say("edition.internal")[0].text if order.is_own else "",
        facts=_list_facts(voices, order, len(questions)),
        guide=tuple(voices.say(f"sheet.guide.{'own' if order.is_own else 'other'}.{number}") for number in (1, 2, 3)),
        list_name=f"{checklists[0].id}@{checklists[0].version} · {sha256[:SHORT_HASH]}",
        sections=sections,
        tables=tables,
        is_own=order.is_own,
    )


def _list_facts(voices: Voices, order: Order, count: int) -> tuple[Said, ...]:
    title = voices.pair(lambda checklist: (checklist,))[0]
    facts = (voices.read(title, lambda checklist: checklist.title), voices.say("sheet.count", count=count))
    return (*facts, voices.say("sheet.day_one")) if order.day_one else facts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What every question of a sheet is built with; numbers and tables by question and register id."""

    voices: Voices
    order: Order
    numbers: Mapping[str, int]
    tables: Mapping[str, SheetTable]


def _build_sections(voices: Voices, order: Order) -> tuple[Section, ...]:
    """Put the chosen questions under their dimensions and number them as they stand on the sheet."""
    chosen = {question.id for question in choose_questions(voices.checklists[0], order)}
    dimensions = voices.pair(lambda checklist: checklist.dimensions)
    every = [twins for twins in voices.pair(lambda checklist: checklist.questions) if twins[0].id in chosen]
    groups = [(of, [twins for twins in every if twins[0].dimension == of[0].id]) for of in dimensions]
    asked = [twins for _, group in groups for twins in group]
    context = _Context(
        voices=voices,
        order=order,
        numbers={twins[0].id: number for number, twins in enumerate(asked, 1)},
        tables=_build_tables(voices, order, tuple(dict.fromkeys(twins[0].register for twins in asked))),
    )
    return tuple(
        Section(
            title=voices.read(of, lambda dimension: dimension.title),
            questions=tuple(_build_question(context, twins) for twins in group),
        )
        for of, group in groups
        if group
    )


def _build_tables(voices: Voices, order: Order, wanted: tuple[str, ...]) -> dict[str, SheetTable]:
    """Draw up each register once; those that stand at the end are numbered."""
    registers = {register[0].id: register for register in voices.pair(lambda checklist: checklist.registers)}
    tables: dict[str, SheetTable] = {}
    for name in wanted:
        number = 1 + sum(table.wide for table in tables.values())
        register = registers.get(name)
        if register and (
            table := build_table(voices, register, levels=_levels(order), number=number, paper=order.paper)
        ):
            tables[name] = table
    return tables


def _build_question(context: _Context, twins: tuple[Question, ...]) -> SheetQuestion:
    voices, question = context.voices, twins[0]
    return SheetQuestion(
        number=context.numbers[question.id],
        id=question.id,
        text=voices.read(twins, lambda one: one.text),
        help=voices.read(twins, lambda one: one.help),
        options=_list_options(voices, twins),
        box=question.type.value if question.type in _BOXES else "",
        unit=_name_unit(voices, question.unit),
        lines=_LINES.get(question.type, _USUAL_LINES),
        typical=_name_proof(voices, twins),
        after=_list_parents(context, twins),
        table=context.tables.get(question.register),
        own=_note_for_own(context, twins) if context.order.is_own else None,
    )


def _list_options(voices: Voices, twins: tuple[Question, ...]) -> tuple[Said, ...]:
    match twins[0].type:
        case QuestionType.CHOICE:
            return voices.read_each(twins, lambda one: tuple(choice.text for choice in one.choices))
        case QuestionType.GRADE | QuestionType.REGISTER:
            return tuple(voices.say(f"grade.{code}") for code in GRADES)
        case kind:
            return (voices.say("answer.nothing"),) if kind in _MAY_BE_NONE else ()


def _name_unit(voices: Voices, unit: str) -> Said:
    """Name a unit; those that the program knows are translated."""
    if voices.has(f"unit.{unit}"):
        return voices.say(f"unit.{unit}")
    return voices.same(tidy(unit)) if unit else ()


def _name_proof(voices: Voices, twins: tuple[Question, ...]) -> Said:
    """Name what usually proves an answer."""
    typical = voices.read_each(twins, lambda one: one.evidence.typical)
    return voices.say("sheet.typical", documents=voices.join(typical)) if typical else ()


def _list_parents(context: _Context, twins: tuple[Question, ...]) -> tuple[Said, ...]:
    """Say which answers to an earlier question of this sheet lead here; a question not on it is not mentioned."""
    leaves = [leaf for leaf in list_conjuncts(twins[0].when) if isinstance(leaf, AnswerIs)]
    return tuple(
        context.voices.say("sheet.after", number=context.numbers[leaf.question], answers=_name_codes(context, leaf))
        for leaf in leaves
        if leaf.question in context.numbers
    )


def _name_codes(context: _Context, leaf: AnswerIs) -> Said:
    parents = context.voices.pair(lambda checklist: checklist.questions)
    parent = next(twins for twins in parents if twins[0].id == leaf.question)
    options = dict(zip(parent[0].codes(), _list_options(context.voices, parent), strict=True))
    return context.voices.join(tuple(options[code] for code in leaf.codes if code in options))


def _note_for_own(context: _Context, twins: tuple[Question, ...]) -> OwnNotes:
    voices, question, settings = context.voices, twins[0], context.order.settings
    tags = (
        "stop.short" if question.stop_line else "",
        "sheet.tag.day_one" if question.day_one and not context.order.day_one else "",
        "" if question.sharing is Level.SHARED else f"sheet.tag.{question.sharing.value}",
    )
    asked = tuple(voices.role(role) for role in roles_to_ask(question, settings))
    return OwnNotes(
        tags=tuple(voices.say(key) for key in tags if key),
        ask=voices.say("sheet.ask", roles=voices.join(asked)),
        why=voices.say("sheet.why", why=voices.read(twins, lambda one: one.why)) if question.why else (),
        only_if=tuple(map(voices.say, list_open(question, settings))),
    )
