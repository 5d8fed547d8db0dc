"""Groups of rows become the parts of a checklist: dimensions, registers, questions in their order, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from takeover.checklist.fields import nearest
from takeover.checklist.model import QuestionType
from takeover.checklist.spreadsheet.form import OWN, SheetName
from takeover.checklist.spreadsheet.grid import CellKind, Found, Row, strip_place, warn
from takeover.checklist.spreadsheet.questions import (
    Survey,
    ask_for_register,
    give_id,
    read_question,
    read_register,
    refuse_twin,
)
from takeover.checklist.spreadsheet.relevant import NotACondition, read_relevant
from takeover.checklist.spreadsheet.rows import Group, Item, Repeat, read_setting
from takeover.problems import Problem

Entry = tuple[Row, dict[str, Any]]


@dataclass(slots=True, kw_only=True)
class _Gathered:
    """What has been read so far; `asked` has each question with the rows whose conditions it is under."""

    dimensions: list[dict[str, Any]] = field(default_factory=list)
    registers: list[Entry] = field(default_factory=list)
    questions: list[Entry] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    asked: list[tuple[dict[str, Any], tuple[Row, ...]]] = field(default_factory=list)


def assemble(survey: Survey, groups: Sequence[Group]) -> dict[str, Any]:
    """Put the dimensions, registers and questions of a list together, in the form of the checklist format."""
    gathered = _Gathered()
    opened = _find_opened(groups)
    for group in groups:
        if group.is_dimension:
            gathered.dimensions.append(_read_dimension(survey, group))
        for item in group.items:
            _take(survey, gathered, group, item, opened)
    _add_conditions(survey, gathered)
    registers = _in_order(survey, gathered.registers)
    _add_start_rows(survey, registers)
    return {
        "dimensions": gathered.dimensions,
        "registers": registers,
        "questions": _in_order(survey, gathered.questions),
    }


def _find_opened(groups: Sequence[Group]) -> dict[str, Row]:
    """Find for each register the row of the first question that opens it."""
    opened: dict[str, Row] = {}
    for group in groups:
        for item in group.items:
            if isinstance(item, Item) and (name := item.row.text(f"{OWN}register")):
                opened.setdefault(name, item.row)
    return opened


def _read_dimension(survey: Survey, group: Group) -> dict[str, Any]:
    key = f"dimension.{group.id}.title"
    if group.row is None:
        return {"id": group.id, "title": survey.words.text("checklist.xlsform.loose")}
    title = survey.text(group.row, "label", key)
    place = group.row.place("name")
    return {"id": Found(value=group.id, place=place), "title": title if title.value else group.row.found("name")}


def _take(survey: Survey, gathered: _Gathered, group: Group, item: Item | Repeat, opened: dict[str, Row]) -> None:
    row = item.row
    if isinstance(item, Repeat):
        gathered.registers.append((row, read_register(survey, item)))
        if item.id in opened and row.text("relevant") not in ("", opened[item.id].text("relevant")):
            survey.problems.append(warn("CL063", row.place("relevant")))
        if item.id in opened or group.is_of_tables:
            return
    question_id = give_id(item, group.id)
    first = gathered.rows.get(question_id) or gathered.rows.get(gathered.names.get(row.text("name"), ""))
    if first is not None:
        refuse_twin(survey, row, first, row.text("name"))
        return
    gathered.rows[question_id] = row
    if isinstance(item, Repeat):
        plain = ask_for_register(survey, item, question_id, group.id)
    else:
        gathered.names[row.text("name")] = question_id
        plain = read_question(survey, item, question_id, group.id)
    gathered.questions.append((row, plain))
    gathered.asked.append((plain, (*item.conditions, *((row,) if row.text("relevant") else ()))))


def _in_order(survey: Survey, entries: list[Entry]) -> list[dict[str, Any]]:
    """Sort by the column of the order; what has no number stays behind what stands in front of it."""
    column, last = f"{OWN}order", 0
    numbered: list[tuple[int, dict[str, Any]]] = []
    for row, plain in sorted(entries, key=lambda entry: entry[0].number):
        text = row.text(column)
        if text and not (text.isascii() and text.isdigit()):
            survey.problems.append(Problem(code="CL015", place=row.place(column), details={"value": text}))
        elif text:
            last = int(text)
        numbered.append((last, plain))
    return [plain for _, plain in sorted(numbered, key=lambda pair: pair[0])]


def _add_conditions(survey: Survey, gathered: _Gathered) -> None:
    """Read the conditions, once every question has its name."""

    def subject(name: str) -> tuple[str, str]:
        if setting := read_setting(name):
            return "setting", setting
        if name not in gathered.names:
            raise NotACondition(f"${{{name}}}")
        return "question", gathered.names[name]

    for plain, rows in gathered.asked:
        conditions: list[Found] = []
        for row in rows:
            place = row.place("relevant")
            if row.cells["relevant"].kind is CellKind.FORMULA:
                continue  # said already
            try:
                condition = read_relevant(row.text("relevant").replace("\u00a0", " "), subject)
            except NotACondition as error:
                survey.problems.append(Problem(code="CL077", place=place, details={"piece": error.piece}))
            else:
                conditions.append(Found(value=_fit_codes(survey, condition), place=place))
        if conditions:
            plain["when"] = conditions[0] if len(conditions) == 1 else {"all": list(conditions)}


def _fit_codes(survey: Survey, condition: dict[str, Any]) -> dict[str, Any]:
    """Put the new codes of choices into a condition."""
    match condition:
        case {"question": name, "in": codes}:
            fit = survey.codes.get(name, {})
            return {"question": name, "in": [fit.get(code, code) for code in codes]}
        case {"not": part}:
            return {"not": _fit_codes(survey, part)}
        case {"all": parts}:
            return {"all": [_fit_codes(survey, part) for part in parts]}
        case {"any": parts}:
            return {"any": [_fit_codes(survey, part) for part in parts]}
        case _:
            return condition


def _add_start_rows(survey: Survey, registers: list[dict[str, Any]]) -> None:
    """Put the rows that new tables start with into their registers, numbered anew from 1."""
    by_id = {str(register["id"].value): register for register in registers}
    cells: dict[str, dict[int, list[Row]]] = {}
    for row in survey.book.rows(SheetName.START):
        name, number = row.text("register"), row.text("row")
        if name not in by_id:
            details = {"key": name or "–", "near": nearest(name, by_id)}
            survey.problems.append(Problem(code="CL012", place=row.place("register"), details=details))
        elif not (number.isascii() and number.isdigit()):
            details = {"value": number or "–"}
            survey.problems.append(Problem(code="CL015", place=row.place("row"), details=details))
        else:
            cells.setdefault(name, {}).setdefault(int(number), []).append(row)
    for name, rows in cells.items():
        by_id[name]["start_with"] = [
            dict(_read_start_row(survey, by_id[name], number, rows[old])) for number, old in enumerate(sorted(rows), 1)
        ]


def _read_start_row(
    survey: Survey, register: dict[str, Any], number: int, rows: list[Row]
) -> Iterator[tuple[str, Found]]:
    texts = {str(c["id"].value) for c in register["columns"].value if strip_place(c["type"]) == QuestionType.TEXT}
    for row in rows:
        column = row.text("column")
        key = f"register.{register['id'].value}.start.{number}.{column}"
        found = survey.text(row, "text", key) if column in texts else survey.book.find(row, "text")
        yield column, found
