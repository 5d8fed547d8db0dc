"""The sheet choices as lists by name: codes with their texts in every language.

Codes of other programs that a checklist does not take get one that it does; conditions follow, and each is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from takeover.checklist.rules import YAML_BOOLEANS
from takeover.checklist.spreadsheet.form import GRADE_LIST, SheetName
from takeover.checklist.spreadsheet.grid import Found, Row, warn
from takeover.checklist.spreadsheet.row_types import read_type
from takeover.checklist.spreadsheet.tables import Book
from takeover.problems import Problem

_CODE = re.compile(r"[a-z0-9_]+", re.ASCII)
_GRADES = frozenset(("yes", "partly", "no"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice: the code as it stands in its cell, and its row."""

    code: str
    row: Row

    def fit(self) -> str:
        """Return a code that a choice question takes: this one, or one like it."""
        fit = re.sub(r"[^a-z0-9]+", "_", self.code.lower(), flags=re.ASCII).strip("_")
        if _CODE.fullmatch(self.code) and self.code not in YAML_BOOLEANS:
            return self.code
        return f"is_{fit}" if fit in YAML_BOOLEANS or not fit else fit


Lists = Mapping[str, tuple[Option, ...]]


def read_lists(book: Book, problems: list[Problem]) -> Lists:
    """Read the lists of the sheet choices; a code that stands twice is a problem, a list that nobody uses a warning."""
    lists: dict[str, dict[str, Option]] = {}
    for row in book.rows(SheetName.CHOICES):
        name, code = row.text("list_name"), row.text("name")
        if not name or not code:
            missing = "name" if name else "list_name"
            problems += (
                [Problem(code="CL011", place=row.place(missing), details={"key": missing})] if name or code else []
            )
            continue
        options = lists.setdefault(name, {})
        if code in options:
            first = options[code].row.place("name").path
            details = {"name": code, "first": first}
            problems.append(Problem(code="CL070", place=row.place("name"), details=details))
        options.setdefault(code, Option(code=code, row=row))
    used = {read_type(row.text("type")).choices for row in book.rows(SheetName.SURVEY)} | {GRADE_LIST}
    for name, found in lists.items():
        if name not in used:
            place = next(iter(found.values())).row.place("list_name")
            problems.append(warn("CL067", place, column=name, count=str(len(found))))
    return {name: tuple(options.values()) for name, options in lists.items()}


def is_grade(options: tuple[Option, ...]) -> bool:
    """Tell whether a list has the codes of a grade: yes and no, perhaps partly."""
    codes = {option.code for option in options}
    return {"yes", "no"} <= codes <= _GRADES


def read_codes_of(options: tuple[Option, ...], problems: list[Problem]) -> dict[str, str]:
    """Give every code of a list the one that a choice question takes; report those that change."""
    codes: dict[str, str] = {}
    taken = {option.code for option in options if option.fit() == option.code}
    for option in options:
        code = fit = option.fit()
        number = 2
        while code in taken and code != option.code:
            code, number = f"{fit}_{number}", number + 1
        codes[option.code] = code
        taken.add(code)
        if code != option.code:
            problems.append(warn("CL069", option.row.place("name"), code=option.code, fit=code))
    return codes


def write_choices(book: Book, options: tuple[Option, ...], codes: Mapping[str, str]) -> list[dict[str, Found]]:
    """Return the choices of a list in the form of the checklist format; a label that is missing is the code."""
    return [
        {
            "code": Found(value=codes[option.code], place=option.row.place("name")),
            "text": label if (label := book.find(option.row, "label")).value else option.row.found("name"),
        }
        for option in options
    ]
