"""A picture before it has its number, and what all pictures need: row numbers, short amounts, days on an axis.

Rules: a picture is made only from rows that have what it needs; those that have not are counted in a note with their
numbers, and never guessed. What the edition withholds is not there to be drawn. Words are in the document's languages,
what is drawn in the leading one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from takeover.assessment.facts.cells import text_of
from takeover.assessment.facts.model import ComputedFact, FactName, Quantity
from takeover.checklist.model import Register
from takeover.record.rows import Row
from takeover.report.charts.canvas import Frame, measure
from takeover.report.charts.scales import mark_months
from takeover.report.charts.timeline import TimeMark
from takeover.report.numbers import show_compact, show_month, show_year
from takeover.report.view.material import Material
from takeover.report.view.quantities import write_quantity
from takeover.report.wording import tidy
from takeover.values import Money

MOST_ROWS = 40
"""Rows of a picture that fit on a page; the register has them all."""
_MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A picture without its number: title, text alternative, notes, the register it is drawn from, how to draw it."""

    title: str
    words: str
    notes: tuple[str, ...]
    register: str
    draw: Callable[[Frame], Markup]


def find_fact(material: Material, name: FactName) -> ComputedFact | None:
    """Find a computed fact that this edition may name and that its rows establish."""
    found = (fact for fact in material.references.facts.values() if fact.name is name)
    return next((fact for fact in found if fact.is_established), None)


def find_register(material: Material, register: str, *columns: str) -> Register | None:
    """Find a register that this edition shows with all of these columns."""
    found = material.baseline.checklist.register(register)
    return found if found and all(found.column(column) for column in columns) else None


def list_rows(material: Material, register: str) -> tuple[Row, ...]:
    """List the rows of a register."""
    return material.baseline.situation.rows(register)


def number(material: Material, row: Row) -> str:
    """Return the number that a row has in the report."""
    return material.references.rows[row.id]


def place(material: Material, row: Row) -> str:
    """Return the place of a row in its register, by which a picture names it: 3 for T-02.3."""
    return number(material, row).rpartition(".")[2]


def label(row: Row, *columns: str) -> str:
    """Return the first of these cells that has a text."""
    return next((text for column in columns if (text := tidy(text_of(row, column)))), "–")


def amount(material: Material, quantity: Quantity, width: float) -> str:
    """Write a quantity with all its digits where they fit into `width` points, else in short."""
    exact = write_quantity(quantity, material.wording)
    if not isinstance(quantity, Money) or measure(exact) <= width:
        return exact
    return f"{show_compact(quantity.amount, material.wording.language)} {quantity.currency}"


def join_sentences(material: Material, sentences: Iterable[str]) -> str:
    """Put sentences behind each other, in each language as it does it."""
    whole = ""
    for sentence in sentences:
        whole = material.wording.say("picture.then", before=whole, sentence=sentence) if whole else sentence
    return whole


def join_parts(material: Material, parts: Iterable[str]) -> str:
    """Put the parts of a list behind each other that have commas themselves."""
    whole = ""
    for part in parts:
        whole = material.wording.say("picture.and", before=whole, part=part) if whole else part
    return whole


def note_rows(material: Material, key: str, rows: Sequence[Row], **values: str) -> tuple[str, ...]:
    """Count the rows that something keeps out of a picture, by their numbers; nothing where there are none."""
    if not rows:
        return ()
    return (material.wording.say(key, count=len(rows), rows=list_numbers(material, rows), **values),)


def list_numbers(material: Material, rows: Sequence[Row]) -> str:
    """List the numbers of rows, the first twelve."""
    more = ("...",) if len(rows) > _MOST_NUMBERS else ()
    return material.wording.join((*(number(material, row) for row in rows[:_MOST_NUMBERS]), *more))


def keep_most(material: Material, rows: Sequence[Row], ranked: Sequence[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """Keep the rows that fit, the first of `ranked`, in the order of `rows`, with a note about the others."""
    kept = {row.id for row in ranked[:MOST_ROWS]}
    left = len(rows) - len(kept)
    note = (material.wording.say("picture.more_rows", count=left),) if left > 0 else ()
    return [row for row in rows if row.id in kept], note


def mark_time(material: Material, days: Sequence[dt.date]) -> tuple[TimeMark, ...]:
    """Mark the months or years between the first and the last day, or these days where it is a short time."""
    language = material.wording.language
    first, last = min(days), max(days)
    months = mark_months(first, last)
    if months:
        return tuple(
            TimeMark(label=show_year(day, language) if whole else show_month(day, language), on=day)
            for day, whole in months
        )
    return tuple(TimeMark(label=material.wording.date(day), on=day) for day in dict.fromkeys((first, last)))
