"""Pictures of what may happen and of who answers: risks by probability and impact, the gaps of the RACI."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from takeover.assessment.facts.cells import split_names, text_of
from takeover.assessment.facts.model import FactName
from takeover.assessment.facts.people import RACI
from takeover.checklist.model import Column, Register
from takeover.record.rows import Row
from takeover.report.charts.grid import Grade, Place
from takeover.report.charts.raci import MOST_PEOPLE, Duty, draw_raci
from takeover.report.charts.risks import Risk, draw_risks, group_places
from takeover.report.view.material import Material
from takeover.report.view.pictured.sketch import (
    Sketch,
    find_fact,
    find_register,
    join_parts,
    join_sentences,
    keep_most,
    label,
    list_numbers,
    list_rows,
    note_rows,
    place,
)
from takeover.report.wording import tidy

RISKS = "risks"
LETTERS = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}


def picture_risks(material: Material) -> tuple[Sketch, ...]:
    """Sketch the risks that are not closed and have both grades."""
    register = find_register(material, RISKS, "risk", "probability", "impact")
    if register is None:
        return ()
    rows = list_rows(material, RISKS)
    closed = [row for row in rows if text_of(row, "state") == "closed"]
    placed = {row.id: cell for row in rows if (cell := _place(register, row)) and row not in closed}
    if not placed:
        return ()
    wording = material.wording
    risks = tuple(
        Risk(
            number=place(material, row),
            label=label(row, "risk"),
            place=placed[row.id],
            occurred=text_of(row, "state") == "occurred",
        )
        for row in rows
        if row.id in placed
    )
    open_rows = [row for row in rows if row.id not in placed and row not in closed]
    return (
        Sketch(
            title=wording.say("picture.risks.title"),
            words=_say_risks(material, register, risks),
            notes=(
                *note_rows(material, "picture.risks.left_out", open_rows),
                *note_rows(material, "picture.risks.closed", closed),
            ),
            register=RISKS,
            draw=partial(
                draw_risks,
                probability=_grade(register, "probability"),
                impact=_grade(register, "impact"),
                risks=risks,
                occurred=wording.say("picture.risks.occurred"),
                more=wording.say("picture.risks.more"),
            ),
        ),
    )


def _column(register: Register, name: str) -> Column:
    column = register.column(name)
    assert column is not None
    return column


def _grade(register: Register, name: str) -> Grade:
    column = _column(register, name)
    return Grade(title=column.title, steps=tuple(choice.text for choice in column.choices))


def _place(register: Register, row: Row) -> Place | None:
    """Return where a risk lies; None where a grade is missing or is none of the register's."""
    steps = []
    for name in ("probability", "impact"):
        codes = [choice.code for choice in _column(register, name).choices]
        if text_of(row, name) not in codes:
            return None
        steps.append(codes.index(text_of(row, name)))
    return steps[0], steps[1]


def _say_risks(material: Material, register: Register, risks: tuple[Risk, ...]) -> str:
    wording = material.wording
    prefix = material.references.registers[RISKS]
    up, level = _grade(register, "probability"), _grade(register, "impact")
    cells = (
        wording.say(
            "picture.risks.cell",
            probability=up.steps[cell[0]],
            impact=level.steps[cell[1]],
            rows=wording.join(tuple(f"{prefix}.{one}" for one in numbers)),
        )
        for cell, numbers in group_places(risks).items()
    )
    sentences = [wording.say("picture.risks.words", count=len(risks), cells=join_parts(material, cells))]
    occurred = tuple(f"{prefix}.{risk.number}" for risk in risks if risk.occurred)
    if occurred:
        sentences.append(wording.say("picture.risks.words_occurred", rows=wording.join(occurred)))
    return join_sentences(material, sentences)


def picture_raci(material: Material) -> tuple[Sketch, ...]:
    """Sketch who does and who answers, with the gaps; people who answer for most stand first."""
    register = find_register(material, RACI, "item", *LETTERS.values())
    fact = find_fact(material, FactName.RACI_GAPS)
    rows = list_rows(material, RACI)
    if register is None or fact is None:
        return ()
    wording = material.wording
    shown, more = keep_most(material, rows, sorted(rows, key=lambda row: not _gap(row)))
    people = _list_people(shown)
    gaps = {figure.name: [row for row in rows if row.id in figure.rows] for figure in fact.alarms}
    sentences = [wording.say("picture.raci.words", count=len(rows))]
    sentences += [
        wording.say(f"picture.raci.words_{name.removeprefix('raci_')}", rows=list_numbers(material, found))
        for name, found in gaps.items()
    ]
    if not gaps:
        sentences.append(wording.say("picture.raci.words_good"))
    left = len(people) - MOST_PEOPLE
    hidden = (wording.say("picture.raci.more_people", count=left),) if left > 0 else ()
    return (
        Sketch(
            title=wording.say("picture.raci.title"),
            words=join_sentences(material, sentences),
            notes=(wording.say("picture.raci.key"), *hidden, *more),
            register=RACI,
            draw=partial(
                draw_raci,
                headings=(wording.say("picture.raci.heading"), wording.say("picture.raci.gap")),
                people=tuple(map(tidy, people[:MOST_PEOPLE])),
                duties=tuple(_duty(material, row, people[:MOST_PEOPLE]) for row in shown),
            ),
        ),
    )


def _list_people(rows: Sequence[Row]) -> list[str]:
    """List everybody who is named: first who answers, then who does, who is asked, who is told; most rows first."""
    named: dict[str, tuple[int, int]] = {}
    for at, letter in enumerate("ARCI"):
        counts: dict[str, int] = {}
        for row in rows:
            for name in split_names(text_of(row, LETTERS[letter])):
                counts[name] = counts.get(name, 0) + 1
        for name, count in counts.items():
            named.setdefault(name, (at, -count))
    return sorted(named, key=lambda name: named[name])


def _duty(material: Material, row: Row, people: Sequence[str]) -> Duty:
    holders = {letter: split_names(text_of(row, column)) for letter, column in LETTERS.items()}
    gap = _gap(row)
    count = len(holders["A"])
    return Duty(
        number=place(material, row),
        label=label(row, "item"),
        letters=tuple("/".join(letter for letter, names in holders.items() if name in names) for name in people),
        gap=material.wording.say(f"picture.raci.gap.{gap}", count=count) if gap else "",
    )


def _gap(row: Row) -> str:
    """Name the gap of a row: none or several answer, nobody does it, or both at once."""
    answering = len(split_names(text_of(row, LETTERS["A"])))
    gaps = ["none" if answering == 0 else "several"] if answering != 1 else []
    if not split_names(text_of(row, LETTERS["R"])):
        gaps.append("nobody")
    return "_".join(gaps)
