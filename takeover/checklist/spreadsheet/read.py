"""Sheets become a checklist in all its languages, with every problem at its cell.

The rows become nodes of the checklist format, so the reader and the rules of files judge them. Steps:

1. tables: header rows, languages, what is not carried
2. rows: groups, questions, columns, what is left out
3. questions and registers with their cells; stand-ins for what is not said
4. conditions, once all names are known
5. the list, its rules, its translations
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from takeover.catalogues import Catalogue
from takeover.checklist.fields import Fields, only_maps
from takeover.checklist.files import Map
from takeover.checklist.model import Changed, Checklist, Hidden, House
from takeover.checklist.reader import Placed, place_checklist, read_dimension, read_questions
from takeover.checklist.registers import read_register
from takeover.checklist.rules import check_checklist
from takeover.checklist.spreadsheet.assemble import assemble
from takeover.checklist.spreadsheet.choices import read_lists
from takeover.checklist.spreadsheet.form import FORMAT, SheetName
from takeover.checklist.spreadsheet.grid import NO_MARK, Found, Plain, Row, Sheet, make_node, tidy_header, warn
from takeover.checklist.spreadsheet.languages import read_language
from takeover.checklist.spreadsheet.notation import read_lines
from takeover.checklist.spreadsheet.questions import Survey
from takeover.checklist.spreadsheet.rows import read_rows
from takeover.checklist.spreadsheet.tables import read_book
from takeover.checklist.translation import String, Translation, list_texts, source_hash, translate
from takeover.problems import Place, Problem, has_errors
from takeover.values import Level

_FIRST_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A list out of a workbook: in its own language, in the others, their texts by key, and what is to be decided."""

    checklist: Checklist
    translations: Mapping[str, Checklist]
    strings: Mapping[str, Mapping[str, str]]
    notes: Mapping[str, tuple[str, ...]]


def read_workbook(
    sheets: tuple[Sheet, ...], file: str, name: str, catalogues: Callable[[str], Catalogue]
) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Read a checklist out of the sheets of a workbook.

    `name` becomes the list's id where the workbook has none; `catalogues` gives the program's words in a language.

    Returns:
        The list, or None where there is no sheet to read or the sheets have errors that hide the rest; all problems.
    """
    problems: list[Problem] = []
    book = read_book(sheets, file, problems)
    if book is None:
        return None, tuple(problems)
    survey = Survey(book=book, lists=read_lists(book, problems), words=catalogues(book.language), problems=problems)
    plain = assemble(survey, read_rows(book, problems))
    survey.report_undecided()
    head = _read_head(survey, name)
    placed = _place(plain, head, _read_house(survey), problems)
    if has_errors(problems):
        return None, _once(problems)
    problems += check_checklist(placed)
    translations, found = translate(placed.checklist, _make_translations(placed.checklist, survey))
    problems += [problem for problem in found if problem.code != "CL041"]
    problems += _find_missing(placed.checklist, survey)
    strings = {
        language: {key: str(one.value) for key, one in texts.items() if one.value}
        for language, texts in survey.strings.items()
    }
    imported = Imported(
        checklist=placed.checklist,
        translations=translations,
        strings={language: texts for language, texts in strings.items() if texts},
        notes=survey.notes,
    )
    return imported, _once(problems)


def _find_missing(checklist: Checklist, survey: Survey) -> Iterator[Problem]:
    """Report each text that a language lacks at the cell where it belongs; stand-ins are nothing to translate."""
    texts = list_texts(checklist)
    for found in survey.strings.values():
        if any(one.value for one in found.values()):
            yield from (
                warn("CL041", one.place, key=key) for key, one in found.items() if key in texts and not one.value
            )


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out what was said already: a list of choices that many questions share is read for each."""
    kept: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.code, str(problem.place), str(problem.details)), problem)
    return tuple(kept.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    id: str
    version: str
    language: str
    title: str


def _read_head(survey: Survey, name: str) -> _Head:
    """Read what the list says of itself; the title in other languages stands on the sheet takeover."""
    book, problems = survey.book, survey.problems
    given, version = str(book.setting("form_id").value), book.setting("version")
    for row in book.rows(SheetName.TAKEOVER):
        key = tidy_header(row.text("key"))
        if key == "takeover_workbook" and row.text("value") != FORMAT:
            problems.append(Problem(code="CL016", place=row.place("value"), details={"wanted": FORMAT}))
        language = read_language(key.removeprefix("title::")) if key.startswith("title::") else ""
        if language is None:
            problems.append(Problem(code="CL066", place=row.place("key"), details={"text": key}))
        elif language and language != book.language:
            survey.keep(language, "checklist.title", row.found("value"))
    formula = any(one.code == "CL079" and one.place == version.place for one in problems)
    return _Head(
        id=given if given and (book.is_own or not re.search(r"\s", given)) else _make_id(given or name),
        version=str(version.value) if version.value and not formula else _FIRST_VERSION,
        language=book.language,
        title=str(book.setting("form_title").value) or given or name,
    )


def _make_id(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower(), flags=re.ASCII).strip("-") or "list"


def _place(plain: Mapping[str, Any], head: _Head, house: House | None, problems: list[Problem]) -> Placed:
    """Read the parts as if they stood in a file."""
    nodes = {
        key: only_maps((make_node(item, _place_of(item["id"])) for item in items), problems)
        for key, items in plain.items()
    }
    checklist = Checklist(
        id=head.id,
        version=head.version,
        language=head.language,
        title=head.title,
        dimensions=tuple(read_dimension(Fields(node, problems)) for node in nodes["dimensions"]),
        registers=tuple(read_register(Fields(node, problems)) for node in nodes["registers"]),
        questions=read_questions(nodes["questions"], problems),
        house=house,
    )
    return place_checklist(checklist, nodes["dimensions"], nodes["registers"], nodes["questions"])


def _place_of(value: Plain) -> Place:
    return value.place if isinstance(value, Found) else Place()


def _read_house(survey: Survey) -> House | None:
    """Read what a house list made of its base."""
    rows: dict[str, list[Row]] = {}
    for row in survey.book.rows(SheetName.HOUSE):
        kind = row.text("kind")
        rows.setdefault(kind, []).append(row)
        if kind not in ("base", "hidden", "changed", "added"):
            details = {"value": kind or "–", "allowed": "base, hidden, changed, added"}
            survey.problems.append(Problem(code="CL014", place=row.place("kind"), details=details))
    if "base" not in rows:
        return None
    base = rows["base"][0]
    return House(
        base=base.text("question"),
        base_sha256=base.text("keys"),
        hidden=tuple(_read_hidden(survey, row) for row in rows.get("hidden", ())),
        changed=tuple(
            Changed(question=row.text("question"), keys=tuple(read_lines(row.text("keys"))))
            for row in rows.get("changed", ())
        ),
        added=tuple(row.text("question") for row in rows.get("added", ())),
    )


def _read_hidden(survey: Survey, row: Row) -> Hidden:
    name = row.text("question")
    text, reason = survey.text(row, "text", f"{name}.text"), survey.text(row, "reason", f"{name}.hidden")
    level = row.text("sharing")
    sharing = Level(level) if level in list(Level) else Level.INTERNAL  # workbooks of before have no such column
    return Hidden(question=name, text=str(text.value), reason=str(reason.value), sharing=sharing)


def _make_translations(checklist: Checklist, survey: Survey) -> tuple[Translation, ...]:
    """Make a translation of every language whose columns have texts; each string knows its cell."""
    texts = list_texts(checklist)
    root = Map({}, {}, NO_MARK, (survey.book.file, SheetName.SURVEY.value))

    def string(key: str, found: Found) -> String:
        node = Map({}, {}, NO_MARK, (found.place.file, found.place.path))
        source = source_hash(texts[key]) if key in texts else ""
        return String(source=source, text=str(found.value), node=node)

    return tuple(
        Translation(of="", language=language, strings=strings, root=root)
        for language, found in survey.strings.items()
        if (strings := {key: string(key, one) for key, one in found.items() if one.value})
    )
