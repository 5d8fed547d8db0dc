"""Small workbooks written as tables of text, one sheet each, as pyxform's own tests write them."""

from __future__ import annotations

from collections.abc import Iterable

from takeover.checklist.spreadsheet.grid import Cell, CellKind, Sheet
from takeover.checklist.spreadsheet.read import Imported, read_workbook
from takeover.problems import Problem, Severity
from tests.checklist.spreadsheet.lists import catalogue_of

CHOICES = """
    list_name | name    | label
    yes_no    | yes     | Yes
    yes_no    | no      | No
    colours   | red     | Red
    colours   | green   | Green
"""
SURVEY = """
    type              | name   | label           | relevant
    begin_group       | goals  | Goals           |
    select_one yes_no | signed | Is it signed?   |
    text              | where  | Where is it?    | ${signed} = 'yes'
    end_group         |        |                 |
"""


def make(name: str, text: str, *, kinds: dict[str, CellKind] | None = None, merged: tuple[str, ...] = ()) -> Sheet:
    """Make a sheet; `kinds` says for the text of a cell what kind of cell it is."""
    lines = [line.strip() for line in text.strip("\n").split("\n")]
    cells: dict[tuple[int, int], Cell] = {}
    for row, line in enumerate(lines, 1):
        for column, part in enumerate(line.split("|"), 1):
            if found := part.strip():
                cells[row, column] = Cell(text=found, kind=(kinds or {}).get(found, CellKind.TEXT))
    return Sheet(name=name, cells=cells, merged=merged)


def load(
    survey: str | Sheet = SURVEY, choices: str | Sheet = CHOICES, *others: Sheet
) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Read a workbook of these sheets."""
    sheets = (
        make("survey", survey) if isinstance(survey, str) else survey,
        make("choices", choices) if isinstance(choices, str) else choices,
        *others,
    )
    return read_workbook(sheets, "form.xlsx", "form", catalogue_of)


def errors(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Code and place of every error."""
    return [(p.code, str(p.place)) for p in problems if p.severity is Severity.ERROR]


def warnings(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Code and place of every warning of a workbook, but for stand-ins and for lists that no question uses."""
    found = [p for p in problems if p.severity is Severity.WARNING and "CL060" <= p.code <= "CL079"]
    said = [(p.code, str(p.place)) for p in found if p.code != "CL076"]
    return [(code, place) for code, place in said if not (code == "CL067" and "choices!A" in place)]
