"""The private annex: what the record keeps for the incoming PM alone. Never sealed or attached, marked on every page.

It shows the entries of level private: statements, notes, rows and columns of registers; and the stakeholders by power
and interest. Leaves to others: the files (`cli`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist, Column, Register
from takeover.record.chain import Chain
from takeover.record.rows import Row
from takeover.record.situation import Situation, Statement, fold_entries
from takeover.report.charts.canvas import Frame
from takeover.report.charts.grid import Grade
from takeover.report.charts.stakeholder_grid import Stakeholder, draw_stakeholder_grid
from takeover.report.html import PRIVATE, load_environment
from takeover.report.pdf.typeset import typeset
from takeover.report.wording import Wording, tidy
from takeover.resources import templates_folder
from takeover.values import Level

STAKEHOLDERS = "stakeholders"
POWER, INTEREST, NOW, WANTED = "power", "interest", "engagement", "desired"
"""Register and columns of the base list that the grid is drawn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNote:
    """A private note and what it is about."""

    day: str
    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateStatement:
    """A private statement with the question it answers."""

    question: str
    who: str
    day: str
    answer: str
    words: str
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateRow:
    """A row with its private columns, each as ``title: value``."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateRegister:
    """A register of which some columns are private."""

    title: str
    rows: tuple[PrivateRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """The annex as texts ready to show; `grid` is empty where no stakeholder has both grades."""

    language: str
    title: str
    mark: str
    lead: str
    state: str
    created: str
    notes: tuple[PrivateNote, ...]
    statements: tuple[PrivateStatement, ...]
    registers: tuple[PrivateRegister, ...]
    grid: Markup

    @property
    def empty(self) -> bool:
        """Whether there is nothing private."""
        return not (self.notes or self.statements or self.registers or self.grid)


def build_annex(chain: Chain, checklist: Checklist, catalogue: Catalogue, *, as_of: dt.date) -> Annex:
    """Build the annex from a whole record; `catalogue` is that of the language of `checklist`."""
    situation = fold_entries(chain.entries)
    opened = situation.opened
    wording = Wording(catalogue, situation.settings.get("zone") or (opened.zone if opened else "UTC"))
    project = tidy(situation.settings.get("project", "")) or wording.say("project.unnamed")
    head = chain.head.hex()[:12]
    return Annex(
        language=wording.language,
        title=wording.say("annex.title", project=project),
        mark=wording.say("annex.mark"),
        lead=wording.say("annex.lead"),
        state=wording.say("annex.state", day=as_of, lines=chain.lines, head=head),
        created=f"{as_of.isoformat()}T00:00:00Z",
        notes=tuple(_list_notes(situation, checklist, wording)),
        statements=tuple(_list_statements(situation, checklist, wording)),
        registers=tuple(_list_registers(situation, checklist, wording)),
        grid=_draw_grid(situation, checklist, wording),
    )


def _list_notes(situation: Situation, checklist: Checklist, wording: Wording) -> Iterator[PrivateNote]:
    for note in situation.notes():
        if note.sharing is Level.PRIVATE:
            question = checklist.question(note.question)
            about = question.text if question else wording.say("annex.about_entry" if note.about else "annex.free")
            yield PrivateNote(day=wording.day_of(note.at), about=about, text=tidy(note.text))


def _list_statements(situation: Situation, checklist: Checklist, wording: Wording) -> Iterator[PrivateStatement]:
    """List the private statements, those of questions that the list has in its order, then all others."""
    order = {question.id: place for place, question in enumerate(checklist.questions)}
    for name in sorted(situation.by_question, key=lambda name: order.get(name, len(order))):
        for said in situation.statements(name):
            if said.sharing is Level.PRIVATE:
                yield _show_statement(said, situation, checklist, wording)


def _show_statement(said: Statement, situation: Situation, checklist: Checklist, wording: Wording) -> PrivateStatement:
    question = checklist.question(said.question)
    proofs = (item.title or item.note or item.link or item.sha256[:12] for item in said.evidence)
    return PrivateStatement(
        question=question.text if question else tidy(said.text),
        who=wording.join(wording.party(situation.parties.get(said.party))),
        day=wording.day(said),
        answer=wording.answer(said.answer, question, dict(situation.parties)),
        words=tidy(said.words),
        proof=wording.join(tuple(map(tidy, proofs))),
    )


def _list_registers(situation: Situation, checklist: Checklist, wording: Wording) -> Iterator[PrivateRegister]:
    """List the registers with the rows in which a private column is filled."""
    for register in checklist.registers:
        columns = tuple(column for column in register.columns if column.sharing is Level.PRIVATE)
        rows = tuple(_show_row(row, register, columns, wording) for row in situation.rows(register.id))
        if told := tuple(row for row in rows if row.cells):
            yield PrivateRegister(title=register.title, rows=told)


def _show_row(row: Row, register: Register, columns: tuple[Column, ...], wording: Wording) -> PrivateRow:
    first = register.columns[0]
    cells = ((column.title, wording.cell(row.values.get(column.id, ""), column)) for column in columns)
    return PrivateRow(
        name=wording.cell(row.values.get(first.id, ""), first),
        cells=tuple(wording.say("shared.cell", title=title, value=value) for title, value in cells if value),
    )


def _draw_grid(situation: Situation, checklist: Checklist, wording: Wording) -> Markup:
    """Draw the stakeholders of whom both power and interest are known; nothing where there is none."""
    register = checklist.register(STAKEHOLDERS)
    power, interest = (register.column(name) if register else None for name in (POWER, INTEREST))
    if register is None or power is None or interest is None:
        return Markup("")
    steps = [{choice.code: at for at, choice in enumerate(column.choices)} for column in (power, interest)]
    placed = []
    for number, row in enumerate(situation.rows(register.id), 1):
        grades = [str(row.values.get(column.id, "")) for column in (power, interest)]
        if all(grade in known for grade, known in zip(grades, steps, strict=True)):
            label = wording.cell(row.values.get(register.columns[0].id, ""), register.columns[0])
            place = (steps[0][grades[0]], steps[1][grades[1]])
            engagement = _write_engagement(row, register, wording)
            placed.append(Stakeholder(number=str(number), label=label, place=place, engagement=engagement))
    if not placed:
        return Markup("")
    words = wording.say("page_one.between").join(
        f"{one.label}: {power.title} {power.choices[one.place[0]].text}, "
        f"{interest.title} {interest.choices[one.place[1]].text} {one.engagement}".rstrip()
        for one in placed
    )
    return draw_stakeholder_grid(
        Frame(name="grid", words=wording.say("annex.grid_words", words=words)),
        power=Grade(title=power.title, steps=tuple(choice.text for choice in power.choices)),
        interest=Grade(title=interest.title, steps=tuple(choice.text for choice in interest.choices)),
        stakeholders=tuple(placed),
    )


def _write_engagement(row: Row, register: Register, wording: Wording) -> str:
    columns = (register.column(name) for name in (NOW, WANTED))
    now, wanted = (wording.cell(row.values.get(c.id, ""), c) if c else "" for c in columns)
    return wording.say("annex.engagement", now=now or "–", wanted=wanted or "–") if now or wanted else ""


def render_annex_page(annex: Annex, catalogue: Catalogue) -> str:
    """Write the annex as one self-contained page."""

    def say(key: str) -> str:
        return catalogue.text(f"report.{key}")

    return str(load_environment(templates_folder()).get_template(PRIVATE).render(annex=annex, say=say))


def render_annex(annex: Annex, catalogue: Catalogue) -> bytes:
    """Render the annex as PDF, without any attachment; characters without a glyph are spelled out.

    Raises:
        OutsideFailure: WeasyPrint, a system library or the font is missing.
    """
    page = render_annex_page(annex, catalogue)
    return typeset(page, created=annex.created, language=annex.language, spell_out=True)
